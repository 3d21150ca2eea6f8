package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// served is a running dev.
type served struct {
	url    string
	stderr *syncBuffer
	stdout *syncBuffer
	stop   func() int // ends it and gives its exit status
}

// serveDev runs "dev" with arguments and waits for its URL.
func serveDev(t *testing.T, args ...string) *served {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	s := &served{stderr: &syncBuffer{}, stdout: &syncBuffer{}}
	exit := make(chan int, 1)
	go func() {
		status := run(ctx, append([]string{"dev", "--port", "0"}, args...), strings.NewReader(""), io.MultiWriter(in, s.stdout), s.stderr)
		_ = in.Close()
		exit <- status
	}()
	var once sync.Once
	var status int
	s.stop = func() int {
		once.Do(func() { cancel(); status = <-exit })
		return status
	}
	t.Cleanup(func() { s.stop() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "http://") {
			s.url = lines.Text()
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return s
		}
	}
	t.Fatalf("dev ended with status %d:\n%s", s.stop(), s.stderr)
	return nil
}

// get asks for a path and returns status and body.
func (s *served) get(t *testing.T, path string) (int, string) {
	t.Helper()
	response, err := http.Get(s.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// eventually asks until the response holds a text.
func (s *served) eventually(t *testing.T, path, want string) {
	t.Helper()
	var body string
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		if _, body = s.get(t, path); strings.Contains(body, want) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("%s answers %q, not %q; dev says:\n%s", path, body, want, s.stderr)
}

func need(t *testing.T, tool string) {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing", tool)
		}
		t.Skipf("%s is missing", tool)
	}
}

// copyExample returns a copy of the petstore that a test may edit.
func copyExample(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("../../examples", ".petstore-test-") // in the module, for the Go function
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.CopyFS(dir, os.DirFS("../../examples/petstore")); err != nil {
		t.Fatal(err)
	}
	return dir
}

func edit(t *testing.T, path, from, to string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	edited := strings.Replace(string(text), from, to, 1)
	if edited == string(text) {
		t.Fatalf("%s does not hold %q", path, from)
	}
	if err := os.WriteFile(path, []byte(edited), 0o600); err != nil {
		t.Fatal(err)
	}
}

// startBackend runs the petstore's HTTP backend and returns its address.
func startBackend(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "backend")
	if out, err := exec.Command("go", "build", "-o", binary, "../../examples/petstore/backend").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	backend := exec.Command(binary, "-listen", "127.0.0.1:0")
	out, err := backend.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := backend.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = backend.Process.Kill(); _ = backend.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(strings.TrimPrefix(line, "backend: "))
}

var consoleBlock = regexp.MustCompile("(?s)```console\n(.*?)```")

// TestReadme runs the README's calls of the example and compares the responses.
func TestReadme(t *testing.T) {
	need(t, "node")
	need(t, "curl")
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := copyExample(t)
	edit(t, filepath.Join(dir, "gatewright.yaml"), "127.0.0.1:9000", startBackend(t))
	dev := serveDev(t, dir)

	calls := 0
	for _, block := range consoleBlock.FindAllStringSubmatch(string(readme), -1) {
		for _, call := range strings.Split("\n"+block[1], "\n$ ")[1:] {
			command, want, _ := strings.Cut(call, "\n")
			if !strings.HasPrefix(command, "curl ") {
				continue
			}
			calls++
			command = strings.ReplaceAll(command, "http://127.0.0.1:3000", dev.url)
			got, err := exec.Command("sh", "-c", command).Output()
			if err != nil {
				t.Fatalf("%s: %v", command, err)
			}
			if diff := cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(string(got))); diff != "" {
				t.Errorf("%s (-README +got):\n%s", command, diff)
			}
		}
	}
	if calls < 5 {
		t.Errorf("the README shows %d calls, not five", calls)
	}
	if status := dev.stop(); status != exitDone {
		t.Errorf("the exit status is %d:\n%s", status, dev.stderr)
	}
}

// TestPreflight asks as a browser would before it calls the example.
func TestPreflight(t *testing.T) {
	need(t, "node")
	dev := serveDev(t, "../../examples/petstore", "--no-watch")
	request, err := http.NewRequest(http.MethodOptions, dev.url+"/pets/1", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Origin", "http://localhost:5173")
	request.Header.Set("Access-Control-Request-Method", "PUT")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	for name, want := range map[string]string{
		"Access-Control-Allow-Origin":      "http://localhost:5173",
		"Access-Control-Allow-Credentials": "true",
		"Access-Control-Max-Age":           "600",
	} {
		if got := response.Header.Get(name); got != want {
			t.Errorf("%s is %q, not %q", name, got, want)
		}
	}
}

// TestEdits edits everything that an API is made from while it is served.
func TestEdits(t *testing.T) {
	need(t, "node")
	dir := copyExample(t)
	yaml := filepath.Join(dir, "gatewright.yaml")
	dev := serveDev(t, dir)

	dev.eventually(t, "/health", "open")
	edit(t, yaml, "status: open", "status: closed")
	dev.eventually(t, "/health", "closed")

	edit(t, yaml, "{ status: closed }", "{ status: [ }")
	dev.stderr.await(t, "gatewright.yaml:")
	dev.eventually(t, "/health", "closed")
	edit(t, yaml, "{ status: [ }", "{ status: open }")
	dev.eventually(t, "/health", "open")

	edit(t, filepath.Join(dir, "api.yaml"), "  /health:", "  /healthz:")
	dev.eventually(t, "/healthz", "open")

	main := filepath.Join(dir, "functions", "hello", "main.go")
	dev.eventually(t, "/hello?name=Ada", "Hello, Ada!")
	edit(t, main, `"!"`, `"?"`)
	dev.eventually(t, "/hello?name=Ada", "Hello, Ada?")
	edit(t, main, `"?"`, `undefined`)
	dev.stderr.await(t, "undefined: undefined")
	dev.eventually(t, "/hello?name=Ada", "Hello, Ada?")
	edit(t, main, `undefined`, `"."`)
	dev.eventually(t, "/hello?name=Ada", "Hello, Ada.")
}

// TestModelAlone serves a plain OpenAPI document.
func TestModelAlone(t *testing.T) {
	dev := serveDev(t, "../../examples/petstore/api.yaml")
	for _, path := range []string{"/hello?name=Ada", "/pets", "/pets/1", "/orders/1", "/pets/1/photo?size=small"} {
		if status, body := dev.get(t, path); status != http.StatusOK || body == "" {
			t.Errorf("%s answers %d %q", path, status, body)
		}
	}
}

// TestRefusedPaths serves paths that API Gateway refuses, of a plain document only.
func TestRefusedPaths(t *testing.T) {
	const document = `openapi: 3.0.3
info: { title: Jobs, version: "1" }
paths:
  /jobs/{id}: { get: { operationId: getJob, responses: { "200": { description: ok } } } }
  /jobs/{job}/log: { get: { operationId: getLog, responses: { "200": { description: ok } } } }
  /jobs/{job}:status: { get: { operationId: getStatus, responses: { "202": { description: ok } } } }
`
	dir := t.TempDir()
	write(t, filepath.Join(dir, "api.yaml"), document)
	write(t, filepath.Join(dir, "gatewright.yaml"), "model: api.yaml\nmockAll: true\n")
	requests := []string{"/jobs/1", "/jobs/1/log", "/jobs/1:status"}

	dev := serveDev(t, filepath.Join(dir, "api.yaml"))
	dev.stderr.await(t, "API Gateway refuses 2 paths of this document; served here all the same")
	for i, want := range []int{200, 200, 202} {
		if status, body := dev.get(t, requests[i]); status != want {
			t.Errorf("%s answers %d %q, want %d", requests[i], status, body, want)
		}
	}
	const mock = "x-amazon-apigateway-integration: { type: MOCK, requestTemplates: { application/json: '{\"statusCode\": 200}' }, responses: { default: { statusCode: '200' } } }"
	write(t, filepath.Join(dir, "finished.yaml"), strings.ReplaceAll(document, "{ operationId", "{ "+mock+", operationId"))
	dev = serveDev(t, filepath.Join(dir, "finished.yaml"))
	dev.stdout.await(t, "getStatus  anyone   not served")

	dev = serveDev(t, dir)
	dev.stdout.await(t, "getStatus  anyone   not served")
	for i, want := range []int{200, 403, 200} {
		if status, body := dev.get(t, requests[i]); status != want {
			t.Errorf("%s answers %d %q, want %d", requests[i], status, body, want)
		}
	}
}

// TestPrivateDefinition serves a definition whose policy lets calls from a VPC endpoint in
// only: dev says why calls are refused, and from where they are not.
func TestPrivateDefinition(t *testing.T) {
	file := filepath.Join(t.TempDir(), "private.yaml")
	write(t, file, `openapi: 3.0.1
info: { title: Private, version: "1" }
x-amazon-apigateway-endpoint-configuration: { vpcEndpointIds: [vpce-7] }
x-amazon-apigateway-policy:
  Version: "2012-10-17"
  Statement:
    - { Effect: Allow, Principal: "*", Action: execute-api:Invoke, Resource: "execute-api:/*", Condition: { StringEquals: { aws:SourceVpce: vpce-7 } } }
paths:
  /status:
    get:
      responses: { "200": { description: ok } }
      x-amazon-apigateway-integration: { type: MOCK, requestTemplates: { application/json: '{"statusCode": 200}' }, responses: { default: { statusCode: "200" } } }
`)
	const warning = "private.yaml:5:3: warning: the resource policy lets calls in from a VPC only; calls from this machine are answered with 403"
	dev := serveDev(t, file)
	dev.stderr.await(t, warning)
	dev.stderr.await(t, "help: name the endpoint that calls come from, with --vpc-endpoint ID")
	if status, body := dev.get(t, "/status"); status != http.StatusForbidden {
		t.Errorf("a call from here is answered with %d %q", status, body)
	}
	dev = serveDev(t, "--vpc-endpoint", "vpce-7", file)
	if status, body := dev.get(t, "/status"); status != http.StatusOK {
		t.Errorf("a call from the endpoint is answered with %d %q", status, body)
	}
	if strings.Contains(dev.stderr.String(), "VPC only") {
		t.Errorf("there is a warning: %s", dev.stderr.String())
	}
}

// TestEndsItsChildren holds that no process of a function outlives dev.
func TestEndsItsChildren(t *testing.T) {
	need(t, "node")
	dir := copyExample(t)
	edit(t, filepath.Join(dir, "functions", "quote", "index.js"), "const { pets } = JSON.parse(event.body);",
		"return { statusCode: 200, body: String(process.pid) };")
	dev := serveDev(t, dir)
	response, err := http.Post(dev.url+"/quotes", "application/json", strings.NewReader(`{"pets":[{"name":"a","kind":"cat"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	pid, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if status := dev.stop(); status != exitDone {
		t.Errorf("the exit status is %d:\n%s", status, dev.stderr)
	}
	if err := exec.Command("kill", "-0", string(pid)).Run(); err == nil {
		t.Errorf("process %s of the function still runs", pid)
	}
}

// syncBuffer is a buffer that is written and read at the same time.
type syncBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func (b *syncBuffer) await(t *testing.T, want string) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if strings.Contains(b.String(), want) {
			return
		}
	}
	t.Fatalf("%q was not said, only:\n%s", want, b)
}
