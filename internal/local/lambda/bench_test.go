package lambda_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gatewright/gatewright/internal/local/lambda"
)

// The benchmarks drive one function warm, once through a Runtime and once
// through the barest loop that speaks the Runtime API and has one process.

const benchEvent = `{"do":"echo","path":"/pets/1","httpMethod":"GET"}`

func BenchmarkInvokeGo(b *testing.B) {
	benchmark(b, plain("bench"), benchEvent)
}

func BenchmarkInvokeNode(b *testing.B) {
	need(b, "node")
	benchmark(b, lambda.Function{
		Name: "bench", Code: "testdata/node", Runtime: "nodejs22.x", Handler: "index.nothing",
	}, benchEvent)
}

func BenchmarkInvokePython(b *testing.B) {
	need(b, "python3")
	benchmark(b, lambda.Function{
		Name: "bench", Code: "testdata/python", Runtime: "python3.12", Handler: "pkg.sub.handler",
	}, benchEvent)
}

func BenchmarkInvokeJava(b *testing.B) {
	benchmark(b, lambda.Function{
		Name: "bench", Code: compileJava(b), Runtime: "java21", Handler: "com.acme.Handler::streams",
	}, benchEvent)
}

func benchmark(b *testing.B, f lambda.Function, event string) {
	rt, _ := start(b, f)
	invoke(b, rt, "bench", event)
	payload := []byte(event)
	call := func(ctx context.Context) error {
		_, err := rt.Invoke(ctx, "bench", payload)
		return err
	}
	b.Run("1", func(b *testing.B) { one(b, call) })
	b.Run("32", func(b *testing.B) { many(b, 32, call) })
}

func one(b *testing.B, call func(context.Context) error) {
	b.ReportAllocs()
	for b.Loop() {
		if err := call(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func many(b *testing.B, callers int, call func(context.Context) error) {
	b.ReportAllocs()
	work := make(chan struct{})
	failed := make(chan error, callers)
	for range callers {
		go func() {
			var err error
			for range work {
				if e := call(b.Context()); e != nil {
					err = e
				}
			}
			failed <- err
		}()
	}
	for b.Loop() {
		work <- struct{}{}
	}
	close(work)
	for range callers {
		if err := <-failed; err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBareLoopGo is the rival of BenchmarkInvokeGo.
func BenchmarkBareLoopGo(b *testing.B) {
	program := filepath.Join(b.TempDir(), "bootstrap")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir = "testdata/goplain"
	if output, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, output)
	}
	bareBenchmark(b, exec.Command(program), nil, "")
}

// BenchmarkBareLoopNode is the rival of BenchmarkInvokeNode.
func BenchmarkBareLoopNode(b *testing.B) {
	need(b, "node")
	bareBenchmark(b, exec.Command("node", "bootstrap/bootstrap.mjs"), []string{"_HANDLER=index.nothing"}, "testdata/node")
}

// BenchmarkBareLoopPython is the rival of BenchmarkInvokePython.
func BenchmarkBareLoopPython(b *testing.B) {
	need(b, "python3")
	bareBenchmark(b, exec.Command("python3", "-u", "bootstrap/bootstrap.py"), []string{
		"_HANDLER=pkg.sub.handler", "AWS_LAMBDA_FUNCTION_NAME=f", "AWS_LAMBDA_FUNCTION_VERSION=1",
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE=128", "AWS_LAMBDA_LOG_GROUP_NAME=g", "AWS_LAMBDA_LOG_STREAM_NAME=s",
		"PYTHONDONTWRITEBYTECODE=1",
	}, "testdata/python")
}

func bareBenchmark(b *testing.B, cmd *exec.Cmd, environment []string, root string) {
	events, answers := make(chan string), make(chan []byte)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/next") {
			event, ok := <-events
			if !ok {
				return
			}
			w.Header().Set("Lambda-Runtime-Aws-Request-Id", "1")
			w.Header().Set("Lambda-Runtime-Deadline-Ms", "1893456000000")
			w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", "arn")
			_, _ = io.WriteString(w, event)
			return
		}
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusAccepted)
		answers <- body
	})}
	go func() { _ = server.Serve(listener) }()
	cmd.Env = append(append(os.Environ(), "AWS_LAMBDA_RUNTIME_API="+listener.Addr().String()), environment...)
	if root != "" {
		dir, err := filepath.Abs(root)
		if err != nil {
			b.Fatal(err)
		}
		cmd.Env = append(cmd.Env, "LAMBDA_TASK_ROOT="+dir)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		close(events)
		_ = server.Close()
	})
	slot := make(chan struct{}, 1)
	call := func(context.Context) error {
		slot <- struct{}{}
		events <- benchEvent
		<-answers
		<-slot
		return nil
	}
	b.Run("1", func(b *testing.B) { one(b, call) })
	b.Run("32", func(b *testing.B) { many(b, 32, call) })
}
