package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// loop drives a Lambda function with as little as it takes: it hands every
// process that asks for work the same event, and takes the response.
type loop chan chan<- []byte // each is where one response goes

// lambdaEvent is what gatewright sends to the function for the load's request.
//
//go:embed testdata/event.json
var lambdaEvent []byte

// runtimeAPI serves one process, which handles one event after the other.
func (l loop) runtimeAPI() http.Handler {
	var answer chan<- []byte
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/next") {
			answer = <-l
			w.Header().Set("Lambda-Runtime-Aws-Request-Id", "1")
			w.Header().Set("Lambda-Runtime-Deadline-Ms", "4102444800000")
			w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:f")
			_, _ = w.Write(lambdaEvent)
			return
		}
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusAccepted)
		answer <- body
	})
}

// startLoop starts processes of a function, each with a Runtime API of its own.
// They end with this process, whose group they share.
func startLoop(processes int, command []string) (loop, error) {
	l := make(loop)
	for range processes {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		go func() { _ = http.Serve(listener, l.runtimeAPI()) }()
		function := exec.Command(command[0], command[1:]...)
		function.Env = append(os.Environ(), "AWS_LAMBDA_RUNTIME_API="+listener.Addr().String())
		if err := function.Start(); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// loopRival is the rival "loop PROCESSES COMMAND...". It answers a request by
// calling the function, or, asked for /drive/CALLERS/DURATION, calls it itself all
// that time and answers the calls per second.
func loopRival(args []string) (http.Handler, error) {
	processes, err := strconv.Atoi(args[0])
	if err != nil {
		return nil, err
	}
	l, err := startLoop(processes, args[1:])
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", l.answer)
	mux.HandleFunc("GET /drive/{callers}/{duration}", l.drive)
	return mux, nil
}

func (l loop) answer(w http.ResponseWriter, _ *http.Request) {
	answers := make(chan []byte, 1)
	l <- answers
	var result struct {
		StatusCode int
		Body       string
	}
	if err := json.Unmarshal(<-answers, &result); err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(result.StatusCode)
	_, _ = io.WriteString(w, result.Body)
}

func (l loop) drive(w http.ResponseWriter, r *http.Request) {
	callers, _ := strconv.Atoi(r.PathValue("callers"))
	duration, _ := time.ParseDuration(r.PathValue("duration"))
	var count atomic.Int64
	var all sync.WaitGroup
	began := time.Now()
	for range callers {
		all.Go(func() {
			answers := make(chan []byte, 1)
			for time.Since(began) < duration {
				l <- answers
				<-answers
				count.Add(1)
			}
		})
	}
	all.Wait()
	fmt.Fprint(w, float64(count.Load())/time.Since(began).Seconds())
}

// againstLoop compares requests for an operation with a function behind it with a
// loop's own calls of the same function, by as many processes.
func againstLoop(function string, connections int) func(*bench) (figures, error) {
	return func(b *bench) (figures, error) {
		ours, rival, err := b.startFunctions(function, connections)
		if err != nil {
			return figures{}, err
		}
		return b.inTurns(ours.run, func(d time.Duration) (float64, error) {
			return driven(rival.address, connections, d)
		})
	}
}

// againstServedLoop puts the loop behind net/http, so that both sides answer the
// same requests.
func againstServedLoop(function string, connections int) func(*bench) (figures, error) {
	return func(b *bench) (figures, error) {
		ours, rival, err := b.startFunctions(function, connections)
		if err != nil {
			return figures{}, err
		}
		return b.inTurns(ours.run, load{rival.address, get("/"), http.StatusOK, connections}.run)
	}
}

// startFunctions starts gatewright, lets it start as many processes of the
// function as it wants, and a loop with as many.
func (b *bench) startFunctions(function string, connections int) (load, *process, error) {
	command, environment, err := b.functionCommand(function)
	if err != nil {
		return load{}, nil, err
	}
	dev, err := b.startDev("127.0.0.1:9")
	if err != nil {
		return load{}, nil, err
	}
	ours := load{dev.address, get("/" + function), http.StatusOK, connections}
	if _, err := ours.run(b.duration); err != nil {
		return load{}, nil, err
	}
	processes := strconv.Itoa(len(children(dev.cmd.Process.Pid)))
	rival, err := b.startRival(environment, append([]string{"loop", processes}, command...)...)
	return ours, rival, err
}

// functionCommand returns what runs a function: the Go program, or Node with
// gatewright's bootstrap.
func (b *bench) functionCommand(function string) (command, environment []string, err error) {
	source, err := filepath.Abs("bench/testdata/api/functions/" + function)
	if err != nil {
		return nil, nil, err
	}
	if function == "node" {
		return []string{"node", "--max-old-space-size=115", "internal/local/lambda/bootstrap/bootstrap.mjs"},
			[]string{"LAMBDA_TASK_ROOT=" + source, "_HANDLER=index.handler"}, nil
	}
	program, err := filepath.Abs(filepath.Join(b.cache, "bootstrap"))
	if err != nil {
		return nil, nil, err
	}
	_, err = b.finish("go", "build", "-o", program, source)
	return []string{program}, nil, err
}

// driven lets a loop drive its function.
func driven(address string, callers int, duration time.Duration) (float64, error) {
	ctx, cancel := context.WithTimeout(context.Background(), duration+grace)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("http://%s/drive/%d/%s", address, callers, duration), http.NoBody)
	if err != nil {
		return 0, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	rate, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err
	}
	return strconv.ParseFloat(string(rate), 64)
}
