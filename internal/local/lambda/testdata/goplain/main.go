// Command goplain speaks the Lambda Runtime API by hand: what a custom runtime
// in any language does.
package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"
)

//go:embed greeting.txt
var greeting string

var base = "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime"

type event struct {
	Do      string `json:"do"`
	Millis  int    `json:"millis"`
	Status  int    `json:"status"`
	Bytes   int    `json:"bytes"`
	Message string `json:"message"`
	Wait    string `json:"wait"` // a URL that answers when it is time to go on
}

func main() {
	switch os.Getenv("INIT") {
	case "exit":
		fmt.Println("cannot start: no configuration")
		os.Exit(3)
	case "hang":
		time.Sleep(time.Hour)
	case "error":
		post("/init/error", `{"errorType":"Config.Missing","errorMessage":"no configuration"}`, nil)
		os.Exit(1)
	}
	for {
		response, err := http.Get(base + "/invocation/next")
		if err != nil {
			log.Fatal(err)
		}
		payload, err := io.ReadAll(response.Body)
		if err != nil {
			log.Fatal(err)
		}
		handle(response.Header, payload)
	}
}

func handle(header http.Header, payload []byte) {
	id := header.Get("Lambda-Runtime-Aws-Request-Id")
	var e event
	if err := json.Unmarshal(payload, &e); err != nil {
		post("/invocation/"+id+"/error", `{"errorType":"BadEvent","errorMessage":"not JSON"}`, nil)
		return
	}
	target := "/invocation/" + id + "/response"
	switch e.Do {
	case "echo":
		post(target, string(payload), nil)
	case "error":
		post("/invocation/"+id+"/error", `{"errorType":"Plain","errorMessage":"refused"}`, nil)
	case "exit":
		os.Exit(e.Status)
	case "sleep":
		fmt.Println("sleeping")
		time.Sleep(time.Duration(e.Millis) * time.Millisecond)
		post(target, fmt.Sprint(os.Getpid()), nil)
	case "compute":
		for begun := time.Now(); time.Since(begun) < time.Duration(e.Millis)*time.Millisecond; {
		}
		post(target, fmt.Sprint(os.Getpid()), nil)
	case "pid":
		post(target, fmt.Sprint(os.Getpid()), nil)
	case "greeting":
		post(target, fmt.Sprintf("%q", strings.TrimSpace(greeting)), nil)
	case "log":
		fmt.Println(e.Message)
		fmt.Fprintln(os.Stderr, "stderr "+e.Message)
		post(target, "null", nil)
	case "large":
		post(target, `"`+strings.Repeat("x", e.Bytes-2)+`"`, nil)
	case "expect":
		post(target, `"expected"`, http.Header{"Expect": {"100-continue"}})
	case "stream":
		stream(target, func(w io.Writer) {
			for _, part := range []string{`{"a":`, `[1,`, `2]}`} {
				io.WriteString(w, part)
			}
		})
	case "streamPart":
		stream(target, func(w io.Writer) {
			io.WriteString(w, "part")
			get(e.Wait)
			if e.Status != 0 {
				os.Exit(e.Status)
			}
			time.Sleep(time.Duration(e.Millis) * time.Millisecond)
			io.WriteString(w, "rest")
		})
		fmt.Println("streamed all")
	case "streamBytes":
		stream(target, func(w io.Writer) { io.CopyN(w, zeros{}, int64(e.Bytes)) })
	case "child", "daemon":
		child := exec.Command("sleep", "1000")
		if e.Do == "daemon" {
			child = exec.Command("setsid", "sleep", "1000")
		}
		if err := child.Start(); err != nil {
			log.Fatal(err)
		}
		post(target, fmt.Sprint(child.Process.Pid), nil)
	case "environment":
		text, _ := json.Marshal(os.Environ())
		post(target, string(text), nil)
	case "headers":
		text, _ := json.Marshal(header)
		post(target, string(text), nil)
	case "misuse":
		status := map[string]int{}
		status["other invocation"] = post("/invocation/other/response", "1", nil)
		status["unknown path"] = post("/invocation/"+id+"/unknown", "1", nil)
		status["foreign page"] = post(target, "1", http.Header{"Origin": {"http://example.com"}})
		status["foreign name"] = post(target, "1", http.Header{"Host": {"example.com"}})
		status["init error"] = post("/init/error", "{}", nil)
		next, err := http.Get(base + "/invocation/next")
		if err != nil {
			log.Fatal(err)
		}
		status["next before the response"] = next.StatusCode
		text, _ := json.Marshal(status)
		post(target, string(text), nil)
		post(target, string(text), nil)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func get(url string) {
	response, err := http.Get(url)
	if err != nil {
		log.Fatal(err)
	}
	response.Body.Close()
}

// stream sends a response in chunks.
func stream(target string, produce func(io.Writer)) {
	reader, writer := io.Pipe()
	go func() {
		produce(writer)
		writer.Close()
	}()
	request, err := http.NewRequest(http.MethodPost, base+target, reader)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Lambda-Runtime-Function-Response-Mode", "streaming")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	response.Body.Close()
}

func post(path, body string, header http.Header) int {
	request, err := http.NewRequest(http.MethodPost, base+path, bytes.NewReader([]byte(body)))
	if err != nil {
		log.Fatal(err)
	}
	for key, values := range header {
		request.Header[key] = values
	}
	if name := header.Get("Host"); name != "" {
		request.Host = name
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	io.Copy(io.Discard, response.Body)
	response.Body.Close()
	return response.StatusCode
}
