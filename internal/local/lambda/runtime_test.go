package lambda_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/local/lambda"
)

func TestInvoke(t *testing.T) {
	t.Parallel()
	rt, _ := start(t, plain("hello"))

	result := invoke(t, rt, "hello", `{"do":"echo"}`)
	if got, want := string(result.Payload), `{"do":"echo"}`; got != want {
		t.Errorf("payload = %s, want %s", got, want)
	}
	if result.FunctionError != "" || len(result.RequestID) != 36 {
		t.Errorf("result = %+v", result)
	}
	if got := answer[string](t, rt, "hello", `{"do":"greeting"}`); got != "hello" {
		t.Errorf("embedded file = %q", got)
	}
	got := document(t, invoke(t, rt, "hello", `{"do":"error"}`))
	if diff := cmp.Diff(errorDocument{ErrorType: "Plain", ErrorMessage: "refused"}, got); diff != "" {
		t.Error(diff)
	}
	if got := answer[string](t, rt, "hello", `{"do":"expect"}`); got != "expected" {
		t.Errorf("after 100 Continue: %q", got)
	}
	streamed := answer[map[string][]int](t, rt, "hello", `{"do":"stream"}`)
	if diff := cmp.Diff(map[string][]int{"a": {1, 2}}, streamed); diff != "" {
		t.Error(diff)
	}
}

func TestInvokeHeaders(t *testing.T) {
	t.Parallel()
	rt, _ := startWith(t, lambda.Options{Region: "eu-west-1", AccountID: "111122223333"}, plain("hello"))
	ctx := lambda.WithTraceID(t.Context(), "Root=1-a;Sampled=1")
	before := time.Now()
	result, err := rt.Invoke(ctx, "hello", []byte(`{"do":"headers"}`))
	if err != nil {
		t.Fatal(err)
	}
	var header map[string][]string
	if err := json.Unmarshal(result.Payload, &header); err != nil {
		t.Fatal(err)
	}
	var deadline int64
	if _, err := fmt.Sscan(header["Lambda-Runtime-Deadline-Ms"][0], &deadline); err != nil {
		t.Fatal(err)
	}
	if at := time.UnixMilli(deadline); at.Before(before.Add(2 * time.Second)) {
		t.Errorf("deadline %s is less than the timeout after %s", at, before)
	}
	for name, want := range map[string]string{
		"Lambda-Runtime-Aws-Request-Id":       result.RequestID,
		"Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-1:111122223333:function:hello",
		"Lambda-Runtime-Trace-Id":             "Root=1-a;Sampled=1",
	} {
		if got := header[name]; !slices.Equal(got, []string{want}) {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
}

func TestEnvironment(t *testing.T) {
	t.Setenv("DEVELOPERS_SECRET", "must not leak")
	t.Setenv("AWS_PROFILE", "must not leak")
	f := plain("hello")
	f.Environment = map[string]string{"TABLE": "pets", "SHARED": "function"}
	f.Memory = 256
	rt, _ := startWith(t, lambda.Options{
		Region:      "eu-west-1",
		Environment: map[string]string{"SHARED": "all", "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1", "AWS_ACCESS_KEY_ID": "AK"},
	}, f)
	got := map[string]string{}
	for _, assignment := range answer[[]string](t, rt, "hello", `{"do":"environment"}`) {
		key, value, _ := strings.Cut(assignment, "=")
		got[key] = value
	}
	root, err := filepath.Abs("testdata/goplain")
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"TABLE": "pets", "SHARED": "function", "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1",
		"AWS_ACCESS_KEY_ID": "AK", "AWS_SECRET_ACCESS_KEY": "local",
		"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1",
		"AWS_EXECUTION_ENV":               "AWS_Lambda_provided.al2023",
		"AWS_LAMBDA_FUNCTION_NAME":        "hello",
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
		"AWS_LAMBDA_FUNCTION_VERSION":     "$LATEST",
		"AWS_LAMBDA_INITIALIZATION_TYPE":  "on-demand",
		"AWS_LAMBDA_LOG_GROUP_NAME":       "/aws/lambda/hello",
		"_HANDLER":                        "bootstrap",
		"LAMBDA_TASK_ROOT":                root,
		"TZ":                              ":UTC",
		"LANG":                            "en_US.UTF-8",
		"PATH":                            os.Getenv("PATH"),
	} {
		if got[key] != want {
			t.Errorf("%s = %q, want %q", key, got[key], want)
		}
	}
	for _, key := range []string{"DEVELOPERS_SECRET", "AWS_PROFILE", "AWS_SESSION_TOKEN"} {
		if value, ok := got[key]; ok {
			t.Errorf("%s = %q reached the function", key, value)
		}
	}
	for _, key := range []string{"AWS_LAMBDA_RUNTIME_API", "LAMBDA_RUNTIME_DIR", "AWS_LAMBDA_LOG_STREAM_NAME"} {
		if got[key] == "" {
			t.Errorf("%s is missing", key)
		}
	}
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	f := plain("slow")
	f.Timeout = time.Second
	rt, log := start(t, f)
	answers := func() (pid int) { // at all within a second
		eventually(t, "it responds in time", func() bool {
			result, err := rt.Invoke(t.Context(), "slow", []byte(`{"do":"pid"}`))
			return err == nil && json.Unmarshal(result.Payload, &pid) == nil
		})
		return pid
	}
	before := answers()

	result := invoke(t, rt, "slow", `{"do":"sleep","millis":60000}`)
	want := errorDocument{
		ErrorType:    "Sandbox.Timedout",
		ErrorMessage: "RequestId: " + result.RequestID + " Error: Task timed out after 1.00 seconds",
	}
	if diff := cmp.Diff(want, document(t, result)); diff != "" {
		t.Error(diff)
	}
	if after := answers(); after == before {
		t.Errorf("process %d survived its timeout", before)
	}
	eventually(t, "the process that timed out has ended", func() bool { return !alive(t, before) })
	if !strings.Contains(log.String(), "slow: RequestId: "+result.RequestID+" Error: Task timed out after 1.00 seconds\n") {
		t.Errorf("log:\n%s", log)
	}
}

func TestCrash(t *testing.T) {
	t.Parallel()
	rt, _ := start(t, plain("crashes"))
	for status, want := range map[int]string{
		1: "Error: Runtime exited with error: exit status 1",
		0: "Error: Runtime exited without providing a reason",
	} {
		result := invoke(t, rt, "crashes", fmt.Sprintf(`{"do":"exit","status":%d}`, status))
		got := document(t, result)
		if diff := cmp.Diff(errorDocument{
			ErrorType:    "Runtime.ExitError",
			ErrorMessage: "RequestId: " + result.RequestID + " " + want,
		}, got); diff != "" {
			t.Error(diff)
		}
		if got := answer[string](t, rt, "crashes", `{"do":"greeting"}`); got != "hello" {
			t.Errorf("after the restart: %q", got)
		}
	}
}

func TestInitFailure(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		environment         string
		errorType, errorMsg string
		text                []string
	}{
		"exit": {
			"exit", "Runtime.ExitError", "Runtime exited with error: exit status 3",
			[]string{"exit status 3", "next try in", "cannot start: no configuration"},
		},
		"reported": {
			"error", "Config.Missing", "no configuration",
			[]string{"Config.Missing: no configuration"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := plain("init")
			f.Environment = map[string]string{"INIT": test.environment}
			rt, _ := start(t, f)
			for range 2 { // the second one meets the back-off
				result, err := rt.Invoke(t.Context(), "init", []byte(`{}`))
				failure, ok := errors.AsType[*lambda.InitError](err)
				if !ok {
					t.Fatalf("error = %v", err)
				}
				for _, text := range test.text {
					if !strings.Contains(err.Error(), text) {
						t.Errorf("error %q does not contain %q", err, text)
					}
				}
				got := document(t, failure.Result)
				if got.ErrorType != test.errorType || !strings.HasSuffix(got.ErrorMessage, test.errorMsg) {
					t.Errorf("result = %+v", got)
				}
				if failure.RetryAfter <= 0 || result.RequestID == "" {
					t.Errorf("retry after %s, result %+v", failure.RetryAfter, result)
				}
			}
			// A configuration that works ends the back-off.
			if err := rt.Update(t.Context(), []lambda.Function{plain("init")}); err != nil {
				t.Fatal(err)
			}
			if got := answer[string](t, rt, "init", `{"do":"greeting"}`); got != "hello" {
				t.Errorf("after the repair: %q", got)
			}
		})
	}
}

func TestConcurrency(t *testing.T) {
	t.Parallel()
	f := plain("many")
	f.MaxConcurrency = 3
	rt, _ := start(t, f)
	var mu sync.Mutex
	pids := map[int]int{}
	var all sync.WaitGroup
	for range 9 {
		all.Go(func() {
			used := pid(t, rt, "many", `{"do":"sleep","millis":300}`)
			mu.Lock()
			defer mu.Unlock()
			pids[used]++
		})
	}
	all.Wait()
	if len(pids) < 2 || len(pids) > 3 {
		t.Errorf("processes = %v, want 2 or 3 of them", pids)
	}
}

// TestGrowthFitsTheWork verifies that functions that wait for others get processes, and
// functions that compute not many more than there are processors: next to other work a
// function that computes waits, too.
func TestGrowthFitsTheWork(t *testing.T) {
	processors := max(2, runtime.GOMAXPROCS(0))
	if processors > 3 {
		t.Skip("there are too many processors to tell")
	}
	for _, tt := range []struct {
		event string
		fits  func(processes int) bool
	}{
		{`{"do":"compute","millis":150}`, func(n int) bool { return runtime.GOOS != "linux" || n <= 2*processors && n < 8 }},
		{`{"do":"sleep","millis":600}`, func(n int) bool { return n > processors }},
	} {
		f := plain("work")
		f.MaxConcurrency = 8
		f.Timeout = 30 * time.Second
		rt, _ := start(t, f)
		var mu sync.Mutex
		pids := map[int]bool{}
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				used := pid(t, rt, "work", tt.event)
				mu.Lock()
				defer mu.Unlock()
				pids[used] = true
			})
		}
		all.Wait()
		if !tt.fits(len(pids)) {
			t.Errorf("%s: %d processes on %d processors", tt.event, len(pids), processors)
		}
	}
}

func TestIdleProcessesRetire(t *testing.T) {
	t.Parallel()
	rt, _ := startWith(t, lambda.Options{IdleTimeout: 100 * time.Millisecond}, plain("many"))
	var mu sync.Mutex
	pids := map[int]bool{}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			used := pid(t, rt, "many", `{"do":"sleep","millis":300}`)
			mu.Lock()
			defer mu.Unlock()
			pids[used] = true
		})
	}
	all.Wait()
	if len(pids) < 2 {
		t.Fatalf("processes = %v, want several", pids)
	}
	living := func() (n int) {
		for pid := range pids {
			if alive(t, pid) {
				n++
			}
		}
		return n
	}
	eventually(t, "one process is left", func() bool { return living() == 1 })
	if last := pid(t, rt, "many", `{"do":"pid"}`); !pids[last] {
		t.Errorf("the last process was replaced by %d", last)
	}
}

func TestContextEndsTheWait(t *testing.T) {
	t.Parallel()
	f := plain("slow")
	f.MaxConcurrency = 1
	rt, log := start(t, f)
	first := pid(t, rt, "slow", `{"do":"pid"}`)

	cause := errors.New("the client disconnected")
	ctx, cancel := context.WithCancelCause(t.Context())
	waited := make(chan error)
	go func() {
		_, err := rt.Invoke(ctx, "slow", []byte(`{"do":"sleep","millis":1000}`))
		waited <- err
	}()
	eventually(t, "the function has the event", func() bool { return strings.Contains(log.String(), "sleeping") })
	cancel(cause)
	if err := <-waited; !errors.Is(err, cause) {
		t.Errorf("error = %v", err)
	}
	// The function finishes its event in the same process before it gets the next.
	if got := pid(t, rt, "slow", `{"do":"pid"}`); got != first {
		t.Errorf("process = %d, want %d", got, first)
	}
}

func TestContextEndsTheQueue(t *testing.T) {
	t.Parallel()
	f := plain("slow")
	f.MaxConcurrency = 1
	rt, log := start(t, f)
	invoke(t, rt, "slow", `{"do":"pid"}`)
	busy := make(chan struct{})
	go func() {
		defer close(busy)
		if _, err := rt.Invoke(t.Context(), "slow", []byte(`{"do":"sleep","millis":2000}`)); err != nil {
			t.Error(err)
		}
	}()
	eventually(t, "the only process is busy", func() bool { return strings.Contains(log.String(), "sleeping") })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := rt.Invoke(ctx, "slow", []byte(`{"do":"log","message":"given up"}`))
	<-busy
	invoke(t, rt, "slow", `{"do":"log","message":"the next"}`)
	eventually(t, "the next event is served", func() bool { return strings.Contains(log.String(), "the next") })
	if !errors.Is(err, context.DeadlineExceeded) || strings.Contains(log.String(), "given up") {
		t.Errorf("error = %v; the log must not have the event that was given up:\n%s", err, log)
	}
}

func TestInitTimeout(t *testing.T) {
	t.Parallel()
	f := plain("hangs")
	f.Timeout = time.Second
	f.Environment = map[string]string{"INIT": "hang"}
	rt, _ := start(t, f)
	result, err := rt.Invoke(t.Context(), "hangs", []byte(`{}`))
	if _, ok := errors.AsType[*lambda.InitError](err); !ok || !strings.Contains(err.Error(), "initialization took longer than 11s") {
		t.Errorf("error = %v", err)
	}
	if got := document(t, result); got.ErrorType != "Sandbox.Timedout" {
		t.Errorf("result = %+v", got)
	}
}

func TestMissingTools(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("JAVA_HOME", "")
	functions := []lambda.Function{plain("go")}
	wants := []string{`"go": executable file not found`}
	for runtime, want := range map[string]string{
		"nodejs22.x": "runtime nodejs22.x needs node on the PATH",
		"python3.12": "runtime python3.12 needs python3.12 or python3 on the PATH",
		"java21":     "runtime java21 needs java on the PATH",
	} {
		functions = append(functions, handlers(runtime, "testdata", "a.b")[0])
		functions[len(functions)-1].Name = strings.ReplaceAll(runtime, ".", "-")
		wants = append(wants, want)
	}
	rt, _ := start(t, functions...)
	err := rt.Prepare(t.Context())
	for _, want := range wants {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("missing: %s\nin:\n%v", want, err)
		}
	}
}

func TestLogs(t *testing.T) {
	t.Parallel()
	rt, log := start(t, plain("a"), plain("b"))
	invoke(t, rt, "a", `{"do":"log","message":"from a"}`)
	invoke(t, rt, "b", `{"do":"log","message":"two\nlines"}`)
	want := []string{"a: from a\n", "a: stderr from a\n", "b: two\nb: lines\n", "b: stderr two\nb: lines\n"}
	eventually(t, "all lines are in the log", func() bool {
		return !slices.ContainsFunc(want, func(text string) bool { return !strings.Contains(log.String(), text) })
	})
}

func TestRuntimeAPIRefusesMisuse(t *testing.T) {
	t.Parallel()
	rt, _ := start(t, plain("misuse"))
	got := answer[map[string]int](t, rt, "misuse", `{"do":"misuse"}`)
	want := map[string]int{
		"other invocation": 400, "unknown path": 404, "foreign page": 403, "foreign name": 403, "init error": 403, "next before the response": 403,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPayloadLimits(t *testing.T) {
	t.Parallel()
	rt, _ := start(t, plain("large"))
	const limit = 6291456

	event := `{"do":"echo","message":"` + strings.Repeat("x", limit-26) + `"}`
	if got := invoke(t, rt, "large", event); string(got.Payload) != event {
		t.Errorf("an event of %d bytes came back with %d", len(event), len(got.Payload))
	}
	_, err := rt.Invoke(t.Context(), "large", make([]byte, limit+1))
	want := "6291457 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)"
	if _, ok := errors.AsType[*lambda.PayloadTooLargeError](err); !ok || err.Error() != want {
		t.Errorf("error = %v", err)
	}
	got := document(t, invoke(t, rt, "large", fmt.Sprintf(`{"do":"large","bytes":%d}`, limit+200)))
	if diff := cmp.Diff(errorDocument{
		ErrorType:    "Function.ResponseSizeTooLarge",
		ErrorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
	}, got); diff != "" {
		t.Error(diff)
	}
}

func TestInvokeAsync(t *testing.T) {
	t.Parallel()
	rt, log := start(t, plain("async"))
	id, err := rt.InvokeAsync(t.Context(), "async", []byte(`{"do":"log","message":"later"}`))
	if err != nil || len(id) != 36 {
		t.Fatalf("InvokeAsync = %q, %v", id, err)
	}
	failing, err := rt.InvokeAsync(t.Context(), "async", []byte(`{"do":"error"}`))
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "both are in the log", func() bool {
		return strings.Contains(log.String(), "async: later\n") &&
			strings.Contains(log.String(), "async: asynchronous invocation "+failing+" failed: ")
	})
	_, err = rt.InvokeAsync(t.Context(), "async", make([]byte, 1<<20+1))
	if _, ok := errors.AsType[*lambda.PayloadTooLargeError](err); !ok {
		t.Errorf("error = %v", err)
	}
}

func TestUnknownFunction(t *testing.T) {
	t.Parallel()
	rt, _ := start(t)
	_, err := rt.Invoke(t.Context(), "nobody", []byte(`{}`))
	if missing, ok := errors.AsType[*lambda.NotFoundError](err); !ok || missing.Name != "nobody" {
		t.Errorf("error = %v", err)
	}
}

// TestVersions verifies that each version of a function has processes of its own, which
// a build replaces, too.
func TestVersions(t *testing.T) {
	t.Parallel()
	work := t.TempDir()
	rt, _ := startWith(t, lambda.Options{WorkDir: work}, plain("f"))
	call := func(version, event string) string {
		t.Helper()
		ctx := lambda.WithInvokedARN(t.Context(), rt.ARN("f")+":"+version)
		result, err := rt.Invoke(ctx, "f", []byte(event))
		if err != nil || result.FunctionError != "" {
			t.Fatalf("version %s: %s, %v", version, result.Payload, err)
		}
		return string(result.Payload)
	}
	processes := map[string]bool{}
	for range 2 {
		for _, version := range []string{"$LATEST", "7"} {
			processes[call(version, `{"do":"pid"}`)] = true
			processes[call(version, `{"do":"pid"}`)] = true
			if env := call(version, `{"do":"environment"}`); !strings.Contains(env, `"AWS_LAMBDA_FUNCTION_VERSION=`+version+`"`) || !strings.Contains(env, "["+version+"]") {
				t.Errorf("version %s sees %s", version, env)
			}
		}
		if err := rt.Rebuild(t.Context(), "f"); err != nil {
			t.Fatal(err)
		}
	}
	if len(processes) != 4 {
		t.Errorf("the processes of two versions in two builds: %v", processes)
	}
	eventually(t, "the directory of the first build is removed", func() bool {
		builds, err := filepath.Glob(filepath.Join(work, "*", "functions", "*"))
		return err == nil && len(builds) == 1
	})
	if err := rt.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(work); err != nil || len(left) > 0 {
		t.Errorf("left in the work directory: %v, %v", left, err)
	}
}

func TestCloseLeavesNoChild(t *testing.T) {
	t.Parallel()
	work := t.TempDir()
	rt, _ := startWith(t, lambda.Options{WorkDir: work}, plain("a"), plain("b"))
	pids := []int{
		pid(t, rt, "a", `{"do":"pid"}`),
		pid(t, rt, "b", `{"do":"pid"}`),
		pid(t, rt, "b", `{"do":"child"}`), // a grandchild
	}
	interrupted := make(chan error, 1)
	go func() {
		_, err := rt.Invoke(context.Background(), "a", []byte(`{"do":"sleep","millis":60000}`))
		interrupted <- err
	}()
	for _, pid := range pids {
		if !alive(t, pid) {
			t.Errorf("process %d is not there", pid)
		}
	}
	if err := rt.Close(); err != nil {
		t.Fatal(err)
	}
	for _, pid := range pids {
		eventually(t, fmt.Sprintf("process %d has ended", pid), func() bool { return !alive(t, pid) })
	}
	if err := <-interrupted; !errors.Is(err, lambda.ErrClosed) {
		t.Errorf("the interrupted invocation: %v", err)
	}
	if left, err := os.ReadDir(work); err != nil || len(left) > 0 {
		t.Errorf("left in the work directory: %v, %v", left, err)
	}
	if _, err := rt.Invoke(t.Context(), "a", []byte(`{}`)); !errors.Is(err, lambda.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

func TestConfigurationProblemsComeAtOnce(t *testing.T) {
	t.Parallel()
	rt, _ := start(t, plain("good"))
	err := rt.Update(t.Context(), []lambda.Function{
		{Name: "bad name", Code: "x", Runtime: "cobol", Handler: "h"},
		{Name: "a", Runtime: "nodejs22.x", Timeout: 1500 * time.Millisecond, Memory: 64, MaxConcurrency: -1},
		{Name: "a", Code: "x", Runtime: "provided.al2023", Environment: map[string]string{"AWS_REGION": "x", "1": "", "Z": "\x00"}},
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		`function "bad name": the name must have 1 to 64`,
		`unknown runtime "cobol"`,
		`function "a": code is missing`,
		`function "a": handler is missing`,
		`timeout 1.5s must be a whole number of seconds from 1 to 900`,
		`memory 64 MiB must be from 128 to 10240`,
		`maximum concurrency -1`,
		`environment variable AWS_REGION is reserved by Lambda`,
		`environment variable "1" must start with a letter`,
		`environment variable Z holds a NUL byte`,
		`function "a" is defined twice`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("missing: %s\nin:\n%v", want, err)
		}
	}
	if got := answer[string](t, rt, "good", `{"do":"greeting"}`); got != "hello" {
		t.Errorf("the configuration before: %q", got)
	}
}
