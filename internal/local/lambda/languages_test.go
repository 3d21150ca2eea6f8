package lambda_test

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/local/lambda"
)

func TestGoSDK(t *testing.T) {
	t.Parallel()
	f := lambda.Function{Name: "sdk", Code: "testdata/gosdk", Runtime: "provided.al2023", Timeout: time.Minute}
	rt, _ := start(t, f)

	result := invoke(t, rt, "sdk", `{"path":"/","httpMethod":"GET"}`)
	want := `{"statusCode":200,"headers":{"X-Arn":"` + rt.ARN("sdk") + `","X-Id":"` + result.RequestID + `"},` +
		`"multiValueHeaders":null,"body":"GET sdk 1m0s"}`
	if diff := cmp.Diff(want, string(result.Payload)); diff != "" {
		t.Error(diff)
	}
	if got := document(t, invoke(t, rt, "sdk", `{"path":"/error"}`)); got.ErrorType != "errorString" || got.ErrorMessage != "no such pet" {
		t.Errorf("error = %+v", got)
	}
	// aws-lambda-go reports a panic and exits.
	for range 2 {
		if got := document(t, invoke(t, rt, "sdk", `{"path":"/panic"}`)); got.ErrorMessage != "out of pets" {
			t.Errorf("panic = %+v", got)
		}
	}
	if got := answer[string](t, rt, "sdk", `{"path":"/stream"}`); got != "streamed" {
		t.Errorf("stream = %q", got)
	}
	// A failure after the first byte is in the trailers.
	if got := document(t, invoke(t, rt, "sdk", `{"path":"/late"}`)); got.ErrorType != "errorString" || got.ErrorMessage != "the pets ran away" {
		t.Errorf("late error = %+v", got)
	}
}

// handlers returns one function for each handler name.
func handlers(runtime, code string, names ...string) []lambda.Function {
	var functions []lambda.Function
	for _, name := range names {
		functions = append(functions, lambda.Function{
			Name: functionName(name), Code: code, Runtime: runtime, Handler: name, Timeout: 20 * time.Second, Memory: 256,
		})
	}
	return functions
}

func functionName(handler string) string {
	return strings.NewReplacer(".", "-", ":", "-", "/", "_").Replace(handler)
}

// TestRefusedResponses checks that a process whose response is too large serves
// the next event, also when the rest of the response was not read.
func TestRefusedResponses(t *testing.T) {
	t.Parallel()
	need(t, "node", "python3")
	for name, functions := range map[string][]lambda.Function{
		"node":   handlers("nodejs22.x", "testdata/node", "index.sized"),
		"python": handlers("python3.12", "testdata/python", "app.sized"),
		"java":   handlers("java21", compileJava(t), "com.acme.Handler::sized"),
	} {
		rt, _ := start(t, functions...)
		f := functions[0].Name
		first := pid(t, rt, f, `{"bytes":0}`)
		for _, size := range []int{7 << 20, 30 << 20} {
			got := document(t, invoke(t, rt, f, fmt.Sprintf(`{"bytes":%d}`, size)))
			if got.ErrorType != "Function.ResponseSizeTooLarge" {
				t.Errorf("%s: a response of %d bytes: %+v", name, size, got)
			}
			if next := pid(t, rt, f, `{"bytes":0}`); next != first {
				t.Errorf("%s: process %d replaced process %d after a response of %d bytes", name, next, first, size)
			}
		}
		if got := answer[string](t, rt, f, `{"bytes":3000000}`); len(got) != 3_000_000 {
			t.Errorf("%s: %d bytes of a large response", name, len(got))
		}
	}
}

// error is what a handler's failure must look like.
type fault struct {
	handler, errorType, message string
}

func checkFaults(t *testing.T, runtime, code string, faults []fault) {
	t.Helper()
	var names []string
	for _, f := range faults {
		names = append(names, f.handler)
	}
	rt, _ := start(t, handlers(runtime, code, names...)...)
	inTurns(len(faults), func(i int) {
		want := faults[i]
		result, err := rt.Invoke(t.Context(), functionName(want.handler), []byte(`{}`))
		if _, ok := errors.AsType[*lambda.InitError](err); err != nil && !ok {
			t.Errorf("%s: %v", want.handler, err)
			return
		}
		var got errorDocument
		if err := json.Unmarshal(result.Payload, &got); err != nil {
			t.Errorf("%s: %q: %v", want.handler, result.Payload, err)
			return
		}
		if result.FunctionError != "Unhandled" || got.ErrorType != want.errorType || !strings.Contains(got.ErrorMessage, want.message) {
			t.Errorf("%s: %s %s, want %s with %q", want.handler, result.FunctionError, result.Payload, want.errorType, want.message)
		}
	})
}

// inTurns runs work for each index, two at a time: every function is a process.
func inTurns(n int, work func(i int)) {
	var all sync.WaitGroup
	slots := make(chan struct{}, 2)
	for i := range n {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			work(i)
		})
	}
	all.Wait()
}

type contextEcho struct {
	Event                        map[string]int
	Name, ID, ARN, Memory, Group string
	Remaining                    bool
	Trace                        string
}

func TestNode(t *testing.T) {
	t.Parallel()
	need(t, "node")
	names := []string{"index.echo", "esm.handler", "index.nested.deep.handler", "index.nothing", "index.callback",
		"index.waits", "index.waitsNot", "index.done", "index.succeed", "index.silent"}
	rt, log := start(t, handlers("nodejs22.x", "testdata/node", names...)...)

	result := invoke(t, rt, "index-echo", `{"a":1}`)
	var got contextEcho
	if err := json.Unmarshal(result.Payload, &got); err != nil {
		t.Fatal(err)
	}
	trace := got.Trace
	got.Trace = ""
	if diff := cmp.Diff(contextEcho{
		Event: map[string]int{"a": 1}, Name: "index-echo", ID: result.RequestID,
		ARN: rt.ARN("index-echo"), Memory: "256", Remaining: true,
	}, got); diff != "" || !strings.HasPrefix(trace, "Root=1-") {
		t.Errorf("trace %q\n%s", trace, diff)
	}
	answers := map[string]string{
		"esm.handler":               `{"module":"esm","read":true,"cwd":true}`,
		"index.nested.deep.handler": `"nested"`,
		"index.nothing":             `null`,
		"index.callback":            `"from the callback"`,
		"index.waits":               `{"ticks":1}`,
		"index.waitsNot":            `{"ticks":0}`,
		"index.done":                `"done"`,
		"index.succeed":             `"succeeded"`,
		"index.silent":              `null`,
	}
	for name, want := range answers {
		for range 2 { // the process serves a second event
			if got := invoke(t, rt, functionName(name), `{}`); string(got.Payload) != want || got.FunctionError != "" {
				t.Errorf("%s = %s, want %s", name, got.Payload, want)
			}
		}
	}
	version, err := exec.Command("node", "-p", "process.versions.node").Output()
	if err != nil {
		t.Fatal(err)
	}
	warning := "warning: runtime nodejs22.x runs on Node.js " + strings.TrimSpace(string(version)) + ", the node on the PATH\n"
	wanted := 1
	if strings.HasPrefix(string(version), "22.") {
		wanted = 0
	}
	if n := strings.Count(log.String(), warning); n != wanted {
		t.Errorf("%d warnings of the version, want %d", n, wanted)
	}
}

func TestNodeFaults(t *testing.T) {
	t.Parallel()
	need(t, "node")
	checkFaults(t, "nodejs22.x", "testdata/node", []fault{
		{"index.fails", "TypeError", "no such pet"},
		{"index.rejects", "string", "just a string"},
		{"index.throws", "RangeError", "too far"},
		{"index.circular", "Runtime.JSONStringifyError", "Unable to stringify response body"},
		{"index.callbackFails", "Error", "callback error"},
		{"index.failed", "string", "failed"},
		{"index.hangs", "Runtime.NodeJsExit", "promise is not settled"},
		{"index.uncaught", "Error", "nobody catches this"},
		{"index.unhandled", "Runtime.UnhandledPromiseRejection", "nobody awaits this"},
		{"index.notFunction", "Runtime.HandlerNotFound", "index.notFunction is not a function"},
		{"index.missing", "Runtime.HandlerNotFound", "index.missing is undefined or not exported"},
		{"nofile.handler", "Runtime.ImportModuleError", "Error: Cannot find module 'nofile'"},
		{"typed.handler", "Runtime.ImportModuleError", "typed.ts must be compiled or bundled to JavaScript first"},
		{"missing.handler", "Runtime.ImportModuleError", "no-such-package"},
		{"broken.handler", "Runtime.UserCodeSyntaxError", "SyntaxError"},
		{"stream.early", "RangeError", "before the first byte"},
		{"stream.late", "RangeError", "after the first byte"},
		{"stream.endless", "Runtime.NodeJsExit", "its response stream is not ended"},
		{"stream.synchronous", "TypeError", "Streaming does not support non-async handlers."},
		{"stream.destroyed", "Error", "the source broke"},
		{"stream.tooLate", "InvalidStreamingOperation", "the response has begun"},
		{"stream.uncaught", "RangeError", "nobody catches this"},
		{"index", "Runtime.MalformedHandlerName", "Bad handler 'index'"},
	})
}

func TestNode24HasNoCallbacks(t *testing.T) {
	t.Parallel()
	need(t, "node")
	checkFaults(t, "nodejs24.x", "testdata/node", []fault{
		{"index.callback", "Runtime.CallbackHandlerDeprecated", "callback"},
	})
}

func TestPython(t *testing.T) {
	t.Parallel()
	need(t, "python3")
	rt, log := start(t, handlers("python3.12", "testdata/python", "app.echo", "pkg.sub.handler", "pkg/sub.handler", "app.logs")...)

	result := invoke(t, rt, "app-echo", `{"a":1}`)
	var got struct {
		contextEcho
		Number float64
		Text   string
	}
	if err := json.Unmarshal(result.Payload, &got); err != nil {
		t.Fatal(err)
	}
	trace := got.Trace
	got.Trace = ""
	if diff := cmp.Diff(contextEcho{
		Event: map[string]int{"a": 1}, Name: "app-echo", ID: result.RequestID, ARN: rt.ARN("app-echo"),
		Memory: "256", Group: "/aws/lambda/app-echo", Remaining: true,
	}, got.contextEcho); diff != "" || !strings.HasPrefix(trace, "Root=1-") || got.Number != 1.5 || got.Text != "ä" {
		t.Errorf("answer %s\n%s", result.Payload, diff)
	}
	if got := answer[string](t, rt, "pkg-sub-handler", `{}`); got != "from the package" {
		t.Errorf("dotted module: %q", got)
	}
	logged := invoke(t, rt, "app-logs", `{}`)
	eventually(t, "the log has both lines", func() bool {
		text := log.String()
		return strings.Contains(text, "Z\t"+logged.RequestID+"\tan info line\n") && strings.Contains(text, "app-logs: a printed line\n")
	})
	if _, err := os.Stat("testdata/python/__pycache__"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("compiled modules lie in the developer's directory: %v", err)
	}
}

func TestPythonFaults(t *testing.T) {
	t.Parallel()
	need(t, "python3")
	checkFaults(t, "python3.13", "testdata/python", []fault{
		{"app.fails", "KeyError", "'no such pet'"},
		{"app.not_json", "Runtime.MarshalError", "Unable to marshal response: Object of type set is not JSON serializable"},
		{"app.leaves", "Runtime.ExitError", "exit status 7"},
		{"app.not_callable", "Runtime.HandlerNotFound", "is not callable"},
		{"app.missing", "Runtime.HandlerNotFound", "Handler 'missing' missing on module 'app'"},
		{"nofile.handler", "Runtime.ImportModuleError", "Unable to import module 'nofile': No module named 'nofile'"},
		{"missing.handler", "Runtime.ImportModuleError", "Unable to import module 'missing': No module named 'no_such_module'"},
		{"broken.handler", "Runtime.UserCodeSyntaxError", "Syntax error in module 'broken'"},
		{"app", "Runtime.MalformedHandlerName", "Bad handler 'app'"},
	})
}

func TestPythonTrace(t *testing.T) {
	t.Parallel()
	need(t, "python3")
	rt, _ := start(t, handlers("python3.13", "testdata/python", "app.fails")...)
	var got []string
	if err := json.Unmarshal(document(t, invoke(t, rt, "app-fails", `{}`)).StackTrace, &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || !strings.Contains(got[0], "app.py") || !strings.Contains(got[0], "in fails") {
		t.Errorf("stackTrace = %q", got)
	}
}

// compileJava compiles the test's handlers into a directory.
func compileJava(t testing.TB) string {
	t.Helper()
	need(t, "java", "javac")
	classes := t.TempDir()
	args := []string{"-J-XX:TieredStopAtLevel=1", "-proc:none", "-d", classes}
	for _, pattern := range []string{"testdata/java/com/acme/*.java", "testdata/java/com/amazonaws/services/lambda/runtime/*.java"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		args = append(args, files...)
	}
	if output, err := exec.Command("javac", args...).CombinedOutput(); err != nil {
		t.Fatalf("javac: %v\n%s", err, output)
	}
	return classes
}

func TestJava(t *testing.T) {
	t.Parallel()
	classes := compileJava(t)
	tests := []struct{ handler, event, want string }{
		{"com.acme.Handler::text", `"abc"`, `"ABC"`},
		{"com.acme.Handler::number", `41`, `42`},
		{"com.acme.Handler::map", `{"a":1,"b":2,"c":[1.5,null,true,{"d":12345678901}]}`, `{"a":1,"b":2,"c":[1.5,null,true,{"d":12345678901}],"sum":3}`},
		{"com.acme.Handler::list", `[1,2]`, `[2,4]`},
		{"com.acme.Handler::enums", `["CAT","DOG"]`, `["CAT"]`},
		{"com.acme.Handler::bytes", `"AQID"`, `"AwIB"`},
		{
			"com.acme.Handler::bean",
			`{"name":"Bo \"x\" \u00e4","nickname":"b","kind":"DOG","tags":[{"name":"t","weight":7}],"unknown":[1]}`,
			`{"name":"Bo \"x\" ä","kind":"DOG","good":true,"tags":[{"name":"t","weight":7}],"nickname":"b7"}`,
		},
		{"com.acme.Handler::streams", `{"raw":true}`, `{"raw":true}`},
		{"com.acme.Handler::answers", `12345`, `[5]`},
		{"com.acme.Handler::nothing", `{}`, `"no input: \"ä\"\n"`},
		{"com.acme.Handler::none", `{}`, `null`},
		{"com.acme.Stream", `1`, `[1]`},
	}
	var names []string
	for _, test := range tests {
		names = append(names, test.handler)
	}
	rt, _ := start(t, handlers("java21", classes, names...)...)
	inTurns(len(tests), func(i int) {
		test := tests[i]
		result, err := rt.Invoke(t.Context(), functionName(test.handler), []byte(test.event))
		if err != nil || string(result.Payload) != test.want || result.FunctionError != "" {
			t.Errorf("%s = %s, %v; want %s", test.handler, result.Payload, err, test.want)
		}
	})
}

func TestJavaProxy(t *testing.T) {
	t.Parallel()
	jar := filepath.Join(t.TempDir(), "function.jar")
	pack(t, jar, compileJava(t))
	rt, log := start(t, handlers("java21", jar, "com.acme.Proxy", "com.acme.Proxy::handleRequest")...)
	event := `{"path":"/pets","httpMethod":"GET","isBase64Encoded":false,"multiValueHeaders":{"Accept":["a","b"]},
		"requestContext":{"identity":{"sourceIp":"127.0.0.1","user":null}}}`
	for _, name := range []string{"com-acme-Proxy", "com-acme-Proxy--handleRequest"} {
		result := invoke(t, rt, name, event)
		want := `{"statusCode":200,"headers":{"X-Id":"` + result.RequestID + `"},` +
			`"body":"GET false b 127.0.0.1 ` + name + ` 256 true nullnull","isBase64Encoded":false}`
		if diff := cmp.Diff(want, string(result.Payload)); diff != "" {
			t.Error(diff)
		}
		eventually(t, "the context's logger writes", func() bool { return strings.Contains(log.String(), name+": path /pets\n") })
	}
}

func TestJavaFaults(t *testing.T) {
	t.Parallel()
	classes := compileJava(t)
	checkFaults(t, "java21", classes, []fault{
		{"com.acme.Handler::fails", "java.lang.IllegalStateException", "no such pet"},
		{"com.acme.Handler::number", "java.lang.IllegalArgumentException", "cannot read the event (an object) as int"},
		{"com.acme.Handler::leaves", "Runtime.ExitError", "exit status 9"},
		{"com.acme.Handler::absent", "java.lang.NoSuchMethodException", "No public method named absent"},
		{"com.acme.Absent", "java.lang.ClassNotFoundException", "Class not found: com.acme.Absent"},
		{"com.acme.Broken", "java.lang.IllegalStateException", "cannot start"},
	})
}

// pack makes a zip of a directory, with the files' permissions.
func pack(t *testing.T, archive, dir string) {
	t.Helper()
	file, err := os.Create(archive)
	if err != nil {
		t.Fatal(err)
	}
	writer := zip.NewWriter(file)
	if err := errors.Join(writer.AddFS(os.DirFS(dir)), writer.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
}
