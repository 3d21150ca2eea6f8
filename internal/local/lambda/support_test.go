package lambda_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gatewright/gatewright/internal/local/lambda"
)

// logBuffer is a log that may be read while functions write.
type logBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// start returns a Runtime with the functions, which ends with the test.
func start(t testing.TB, functions ...lambda.Function) (*lambda.Runtime, *logBuffer) {
	t.Helper()
	return startWith(t, lambda.Options{}, functions...)
}

func startWith(t testing.TB, options lambda.Options, functions ...lambda.Function) (*lambda.Runtime, *logBuffer) {
	t.Helper()
	log := &logBuffer{}
	options.Log = log
	if options.WorkDir == "" {
		options.WorkDir = t.TempDir()
	}
	rt, err := lambda.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := rt.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("log:\n%s", log)
		}
	})
	if err := rt.Update(t.Context(), functions); err != nil {
		t.Fatal(err)
	}
	return rt, log
}

// patience is how long tests wait for other processes, which a busy machine may keep waiting themselves.
const patience = 2 * time.Minute

// plain is the function that speaks the Runtime API by hand.
func plain(name string) lambda.Function {
	return lambda.Function{Name: name, Code: "testdata/goplain", Runtime: "provided.al2023", Timeout: patience}
}

func invoke(t testing.TB, rt *lambda.Runtime, name, event string) lambda.Result {
	t.Helper()
	result, err := rt.Invoke(t.Context(), name, []byte(event))
	if err != nil {
		t.Fatalf("invoke %s: %v", name, err)
	}
	return result
}

// answer invokes a function that must succeed and decodes what it answers.
func answer[T any](t testing.TB, rt *lambda.Runtime, name, event string) T {
	t.Helper()
	result := invoke(t, rt, name, event)
	if result.FunctionError != "" {
		t.Fatalf("%s failed: %s", name, result.Payload)
	}
	var value T
	if err := json.Unmarshal(result.Payload, &value); err != nil {
		t.Fatalf("%s answered %q: %v", name, result.Payload, err)
	}
	return value
}

// pid invokes a function that answers its process ID. Unlike answer it may be
// called from any goroutine; it returns 0 after a failure.
func pid(t testing.TB, rt *lambda.Runtime, name, event string) int {
	t.Helper()
	result, err := rt.Invoke(t.Context(), name, []byte(event))
	if err != nil {
		t.Errorf("invoke %s: %v", name, err)
		return 0
	}
	number, err := strconv.Atoi(string(result.Payload))
	if err != nil {
		t.Errorf("%s answered %q", name, result.Payload)
	}
	return number
}

type errorDocument struct {
	ErrorType    string          `json:"errorType"`
	ErrorMessage string          `json:"errorMessage"`
	StackTrace   json.RawMessage `json:"stackTrace"`
}

// document decodes the payload of a function error.
func document(t testing.TB, result lambda.Result) errorDocument {
	t.Helper()
	if result.FunctionError != "Unhandled" {
		t.Fatalf("FunctionError = %q, payload %s", result.FunctionError, result.Payload)
	}
	var d errorDocument
	if err := json.Unmarshal(result.Payload, &d); err != nil {
		t.Fatalf("payload %q: %v", result.Payload, err)
	}
	return d
}

// need requires programs: in CI they must be there, elsewhere the test is
// skipped without them.
func need(t testing.TB, programs ...string) {
	t.Helper()
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
	}
}

// eventually waits for what another process does.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("still not: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// alive reports whether a process exists and is not a zombie.
func alive(t testing.TB, pid int) bool {
	t.Helper()
	if runtime.GOOS != "linux" {
		return exec.Command("kill", "-0", fmt.Sprint(pid)).Run() == nil
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(rest, "Z")
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
