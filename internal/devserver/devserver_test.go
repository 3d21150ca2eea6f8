package devserver_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/devserver"
)

const model = `
openapi: 3.0.3
info: { title: Pets, version: "1" }
paths:
  /pets: { get: { operationId: listPets, responses: { "200": { description: ok } } } }
  /hello: { get: { operationId: sayHello, responses: { "200": { description: ok } } } }
`

// served is a server and what it has written.
type served struct {
	*devserver.Server
	t      *testing.T
	dir    string
	output *output
}

// output is written and read at the same time.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

func (o *output) await(t *testing.T, want string) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !strings.Contains(o.String(), want); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%q was not reported, only:\n%s", want, o)
		}
	}
}

// project writes files into a new directory.
func project(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		writeFile(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	return dir
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// open returns a server of a directory that has not started.
func open(t *testing.T, ctx context.Context, dir string) *served {
	t.Helper()
	s := &served{t: t, dir: dir, output: &output{}}
	s.Server = devserver.New(ctx, devserver.Options{
		Path: dir, Stderr: s.output, Logger: slog.New(slog.NewTextHandler(s.output, nil)),
		Report: func(l diag.List) {
			for _, d := range l {
				fmt.Fprintln(s.output, d.Error())
			}
		},
	})
	return s
}

// serve starts a server that is closed with the test.
func serve(t *testing.T, dir string) *served {
	t.Helper()
	s := open(t, t.Context(), dir)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.Start(); err != nil {
		t.Fatalf("%v\n%s", err, s.output)
	}
	return s
}

func (s *served) write(name, text string) {
	s.t.Helper()
	writeFile(s.t, filepath.Join(s.dir, filepath.FromSlash(name)), text)
}

// get returns the status and the body of a response.
func (s *served) get(path string) (int, string) {
	r := httptest.NewRequest(http.MethodGet, "http://localhost"+path, http.NoBody)
	w := httptest.NewRecorder()
	s.Handler("").ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func (s *served) expect(path, want string) {
	s.t.Helper()
	if status, body := s.get(path); body != want {
		s.t.Errorf("GET %s: got %d %q, want %q; the server reports:\n%s", path, status, body, want, s.output)
	}
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

func mocks(version int) string {
	return fmt.Sprintf(`
model: api.yaml
integrations:
  listPets: { mock: { body: "%d" } }
  sayHello: { mock: { body: "%d" } }
`, version, version)
}

// TestNoStaleResponse edits 200 times while clients call the API, in the two ways in
// which editors write. A request that begins after an edit must not get what was
// before it.
func TestNoStaleResponse(t *testing.T) {
	s := serve(t, project(t, map[string]string{"api.yaml": model, "gatewright.yaml": mocks(0)}))
	server := httptest.NewServer(s.Handler(""))
	defer server.Close()
	var written, stale, responses atomic.Int64
	ask := func() error {
		newest := written.Load()
		response, err := http.Get(server.URL + "/pets")
		if err != nil {
			return err
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			return err
		}
		version, err := strconv.ParseInt(string(body), 10, 64)
		if err != nil {
			return fmt.Errorf("response %d %q", response.StatusCode, body)
		}
		responses.Add(1)
		if version < newest {
			stale.Add(1)
		}
		return nil
	}
	stop := make(chan struct{})
	var clients sync.WaitGroup
	for range 4 {
		clients.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if err := ask(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for version := 1; version <= 200; version++ {
		if version%2 == 0 {
			s.write("gatewright.yaml", mocks(version))
		} else {
			s.write("gatewright.yaml.new", mocks(version))
			if err := os.Rename(filepath.Join(s.dir, "gatewright.yaml.new"), filepath.Join(s.dir, "gatewright.yaml")); err != nil {
				t.Fatal(err)
			}
		}
		written.Store(int64(version))
		if err := ask(); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	clients.Wait()
	if stale.Load() > 0 {
		t.Errorf("%d of %d responses were stale", stale.Load(), responses.Load())
	}
}

func goFunction(answer string) string {
	return `package main

import (
	"io"
	"net/http"
	"os"
	"strings"
)

func main() {
	base := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"
	for {
		next, err := http.Get(base + "next")
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, next.Body)
		answer := ` + "`" + `{"statusCode": 200, "body": ` + strconv.Quote(answer) + "}`" + `
		_, _ = http.Post(base+next.Header.Get("Lambda-Runtime-Aws-Request-Id")+"/response", "", strings.NewReader(answer))
	}
}
`
}

// TestGoFunction edits a function that is compiled, also so that it does not compile.
func TestGoFunction(t *testing.T) {
	s := serve(t, project(t, map[string]string{
		"api.yaml": model, "go.mod": "module example.com/pets\n\ngo 1.26\n", "hello/main.go": goFunction("one"),
		"gatewright.yaml": `
model: api.yaml
functions: { hello: { code: hello, runtime: provided.al2023 } }
integrations:
  listPets: { mock: { body: mock } }
  sayHello: { lambda: hello }
`}))
	s.expect("/hello", "one")
	s.write("hello/main.go", goFunction("two"))
	s.expect("/hello", "two")
	for _, line := range []string{"building hello", "built hello", "reloaded"} {
		s.output.await(t, line)
	}
	s.write("hello/main.go", strings.Replace(goFunction("three"), "io.Discard", "undefined", 1))
	s.expect("/hello", "two")
	s.output.await(t, "undefined: undefined")
	s.output.await(t, "still serving the previous version")
	s.write("hello/main.go", goFunction("four"))
	s.expect("/hello", "four")
}

const nodeProject = `
model: api.yaml
functions: { hello: { code: functions/hello, runtime: nodejs22.x, handler: index.handler } }
integrations:
  listPets: { mock: { body: mock } }
  sayHello: { lambda: hello }
`

func nodeFunction(answer string) string {
	return fmt.Sprintf("exports.handler = async () => ({ statusCode: 200, body: %q })", answer)
}

// TestPutBack removes and puts back what an API is made from, as git does.
func TestPutBack(t *testing.T) {
	need(t, "node")
	s := serve(t, project(t, map[string]string{
		"p/api.yaml": model, "p/gatewright.yaml": nodeProject, "p/functions/hello/index.js": nodeFunction("one"),
	})+"/p")
	s.expect("/hello", "one")

	if err := os.RemoveAll(filepath.Join(s.dir, "functions")); err != nil {
		t.Fatal(err)
	}
	s.expect("/hello", "one")
	s.write("functions/hello/index.js", nodeFunction("two"))
	s.expect("/hello", "two")
	s.write("functions/hello/index.js", nodeFunction("three"))
	s.expect("/hello", "three")

	if err := os.Rename(s.dir, s.dir+".away"); err != nil {
		t.Fatal(err)
	}
	s.expect("/hello", "three")
	s.write("api.yaml", model)
	s.write("gatewright.yaml", nodeProject)
	s.write("functions/hello/index.js", nodeFunction("four"))
	s.expect("/hello", "four")
	s.write("functions/hello/index.js", nodeFunction("five"))
	s.expect("/hello", "five")
}

// TestStreamDuringReload edits what a response under way comes from: it goes on.
func TestStreamDuringReload(t *testing.T) {
	need(t, "node")
	streaming := strings.Replace(nodeProject, "{ lambda: hello }", "{ lambda: hello, stream: true }", 1)
	streaming = strings.Replace(streaming, "handler: index.handler", "handler: index.handler, timeout: 60s", 1)
	released := filepath.Join(t.TempDir(), "released")
	code := func(first string) string {
		return fmt.Sprintf(`const fs = require('fs')
exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  stream = awslambda.HttpResponseStream.from(stream, { statusCode: 200 })
  stream.write(%q)
  while (!fs.existsSync(%q)) await new Promise((resolve) => setTimeout(resolve, 5))
  stream.end(' end')
})`, first, released)
	}
	s := serve(t, project(t, map[string]string{"api.yaml": model, "gatewright.yaml": streaming, "functions/hello/index.js": code("one")}))
	server := httptest.NewServer(s.Handler(""))
	defer server.Close()
	begin := func(want string) io.ReadCloser {
		t.Helper()
		response, err := http.Get(server.URL + "/hello") //nolint:noctx // of this test
		if err != nil {
			t.Fatal(err)
		}
		head := make([]byte, len(want))
		if _, err := io.ReadFull(response.Body, head); err != nil || string(head) != want {
			t.Fatalf("the response begins with %q, %v, want %q\n%s", head, err, want, s.output)
		}
		return response.Body
	}
	first := begin("one")
	s.write("functions/hello/index.js", code("two"))
	second := begin("two")
	s.write("gatewright.yaml", "{")
	s.write("gatewright.yaml", streaming)
	s.write("functions/hello/index.js", code("three"))
	third := begin("three")
	writeFile(t, released, "")
	for i, body := range []io.ReadCloser{first, second, third} {
		rest, err := io.ReadAll(body)
		if err := errors.Join(err, body.Close()); err != nil || string(rest) != " end" {
			t.Errorf("stream %d goes on with %q, %v", i, rest, err)
		}
	}
}

// TestNewFunction adds a function that does not work at first.
func TestNewFunction(t *testing.T) {
	need(t, "node")
	s := serve(t, project(t, map[string]string{"api.yaml": model, "gatewright.yaml": mocks(1)}))
	s.write("gatewright.yaml", nodeProject)
	s.expect("/hello", "1")
	s.output.await(t, `functions/hello of the function "hello" is not there`)
	s.write("functions/hello/index.js", nodeFunction("one"))
	s.expect("/hello", "one")
}

// TestCloseDuringReload closes a server whose function is being built.
func TestCloseDuringReload(t *testing.T) {
	for _, slow := range []string{"app", "start"} {
		t.Run(slow, func(t *testing.T) {
			need(t, "sh")
			script := "mkdir -p $CDK_OUTDIR && cp made/* $CDK_OUTDIR; test ! -f slow || sleep 600"
			dir := project(t, map[string]string{
				"cdk.json": `{"app": "` + script + `"}`, "made/manifest.json": shopManifest, "made/Shop.template.json": shopTemplate("open"),
			})
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			s := open(t, ctx, dir)
			started := make(chan error, 1)
			if slow == "start" {
				s.write("slow", "")
				go func() { started <- s.Start() }()
				s.output.await(t, "running the CDK app")
			} else if err := s.Start(); err != nil {
				t.Fatal(err)
			}
			waiting := make(chan int, 1)
			if slow == "app" {
				s.write("slow", "")
				go func() { status, _ := s.get("/status"); waiting <- status }()
				for strings.Count(s.output.String(), "running the CDK app") < 2 {
					time.Sleep(time.Millisecond)
				}
			}
			began := time.Now()
			cancel()
			if slow == "start" {
				if err := <-started; err == nil {
					t.Error("Start returned no error")
				}
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("Close took %s", took)
			}
			if slow == "app" {
				<-waiting
			}
		})
	}
}

const shopManifest = `{"artifacts": {"Shop": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "Shop.template.json"}}}}`

func shopTemplate(answer string) string {
	return `{"Resources": {
  "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"openapi": "3.0.3", "info": {"title": "Shop", "version": "1"}, "paths": {
    "/status": {"get": {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": {"type": "MOCK",
      "requestTemplates": {"application/json": "{\"statusCode\": 200}"},
      "responses": {"default": {"statusCode": "200", "responseTemplates": {"application/json": "` + answer + `"}}}}}}
  }}}}
}}`
}

// TestGuard holds that a server on loopback answers only to names of this machine,
// however its host was spelled, and says so of every method.
func TestGuard(t *testing.T) {
	dir := project(t, map[string]string{"api.yaml": model, "gatewright.yaml": mocks(1)})
	for _, host := range []string{"127.0.0.1", "LOCALHOST"} {
		s := devserver.New(t.Context(), devserver.Options{Path: dir, Host: host})
		if err := s.Start(); err != nil {
			t.Fatal(err)
		}
		served := make(chan error, 1)
		go func() { served <- s.Serve(nil) }()
		for request, want := range map[string]string{
			"GET /pets HTTP/1.1\r\nHost: evil.example\r\n\r\n":   "HTTP/1.1 421 ",
			"OPTIONS * HTTP/1.1\r\nHost: evil.example\r\n\r\n":   "HTTP/1.1 421 ",
			"GET /pets HTTP/1.1\r\nHost: localhost:3000\r\n\r\n": "HTTP/1.1 200 ",
		} {
			connection, err := net.Dial("tcp", s.APIs()[0].Addr.String())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(connection, request); err != nil {
				t.Fatal(err)
			}
			got := make([]byte, len(want))
			if _, err := io.ReadFull(connection, got); err != nil || string(got) != want {
				t.Errorf("host %s, %q: response %q, %v", host, request, got, err)
			}
			connection.Close()
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := <-served; err != nil {
			t.Error(err)
		}
	}
}

// TestCORSVariable holds that functions know of CORS as behind the constructs.
func TestCORSVariable(t *testing.T) {
	need(t, "node")
	s := serve(t, project(t, map[string]string{
		"api.yaml": model, "gatewright.yaml": nodeProject + "corsOptions: { allowOrigins: [\"https://example.com\"] }\n",
		"functions/hello/index.js": "exports.handler = async () => ({ statusCode: 200, body: process.env.GATEWRIGHT_CORS })",
	}))
	s.expect("/hello", `{"allowOrigins":["https://example.com"],"allowCredentials":false,"exposeHeaders":null}`)
}

// TestAppIgnored holds that an app does not run again because of what git ignores, and
// that what its constructs warn of is reported.
func TestAppIgnored(t *testing.T) {
	need(t, "sh")
	need(t, "git")
	manifest := strings.Replace(shopManifest, `"properties"`, `"metadata": {"/Shop/Api": [{"type": "aws:cdk:warning", "data": "mind the gap"}]}, "properties"`, 1)
	dir := project(t, map[string]string{
		"cdk.json": `{"app": "mkdir -p $CDK_OUTDIR && cp made/* $CDK_OUTDIR"}`, "made/manifest.json": manifest,
		"made/Shop.template.json": shopTemplate("one"), ".gitignore": "*.out\n",
	})
	if out, err := exec.Command("git", "-C", dir, "init", "-q").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s := open(t, t.Context(), dir)
	defer s.Close()
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	s.output.await(t, "Shop/Api: mind the gap")
	ask := func(want string) {
		t.Helper()
		w := httptest.NewRecorder()
		s.Handler("Shop/Api").ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/status", http.NoBody))
		if w.Body.String() != want {
			t.Errorf("response %q, want %q", w.Body, want)
		}
	}
	s.write("test.out", "1")
	ask("one")
	if n := strings.Count(s.output.String(), "running the CDK app"); n != 1 {
		t.Errorf("the app ran %d times", n)
	}
	s.write("made/Shop.template.json", shopTemplate("two"))
	ask("two")
}

// TestBucketReplaced holds that the directory of a bucket may be replaced.
func TestBucketReplaced(t *testing.T) {
	s := serve(t, project(t, map[string]string{
		"api.yaml": model, "data/pets": "one", "gatewright.yaml": `
model: api.yaml
buckets: { pets: { name: my-pets, directory: data } }
integrations:
  listPets: { s3: { bucket: pets, path: pets } }
  sayHello: { mock: {} }
`}))
	s.expect("/pets", "one")
	s.write("next/pets", "two")
	for _, move := range [][2]string{{"data", "old"}, {"next", "data"}} {
		if err := os.Rename(filepath.Join(s.dir, move[0]), filepath.Join(s.dir, move[1])); err != nil {
			t.Fatal(err)
		}
	}
	s.expect("/pets", "two")
	if err := os.RemoveAll(filepath.Join(s.dir, "data")); err != nil {
		t.Fatal(err)
	}
	s.write("data/pets", "three")
	s.expect("/pets", "three")
}

// TestRuns holds which operations of a project are known not to be on this machine.
func TestRuns(t *testing.T) {
	s := serve(t, project(t, map[string]string{
		"api.yaml": model, "gatewright.yaml": `
model: api.yaml
functions: { hello: { arn: "arn:aws:lambda:us-east-1:123456789012:function:hello" } }
integrations:
  listPets: { mock: {} }
  sayHello: { lambda: hello }
`}))
	api := s.APIs()[0]
	for path, want := range map[string]bool{"/pets": true, "/hello": false} {
		if got := api.Runs(http.MethodGet, path); got != want {
			t.Errorf("%s: got %t, want %t", path, got, want)
		}
	}
}
