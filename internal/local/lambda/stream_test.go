package lambda_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/local/lambda"
)

// gate answers its URL once it is open.
type gate struct {
	url  string
	open func()
}

func newGate(t *testing.T) gate {
	t.Helper()
	opened := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		<-opened
		if _, err := io.WriteString(w, " last"); err != nil {
			t.Error(err)
		}
	}))
	g := gate{url: server.URL, open: sync.OnceFunc(func() { close(opened) })}
	t.Cleanup(func() {
		g.open()
		server.Close()
	})
	return g
}

// writerFunc is a Write.
type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// opener opens the gate at the first byte of a text, which it keeps.
type opener struct {
	bytes.Buffer
	after string
	gate  gate
}

func (o *opener) Write(p []byte) (int, error) {
	defer func() {
		if strings.HasSuffix(o.String(), o.after) {
			o.gate.open()
		}
	}()
	return o.Buffer.Write(p)
}

func stream(t *testing.T, rt *lambda.Runtime, name, event string, to io.Writer) lambda.Result {
	t.Helper()
	result, err := rt.InvokeStream(t.Context(), name, []byte(event), to)
	if err != nil {
		t.Fatalf("invoke %s: %v", name, err)
	}
	return result
}

// streamed invokes a function that must succeed and returns what it writes.
func streamed(t *testing.T, rt *lambda.Runtime, name, event string) string {
	t.Helper()
	var text strings.Builder
	result := stream(t, rt, name, event, &text)
	if result.FunctionError != "" || len(result.Payload) > 0 || len(result.RequestID) != 36 {
		t.Errorf("%s: %s %s %s", name, result.FunctionError, result.RequestID, result.Payload)
	}
	return text.String()
}

const end = "\x00\x00\x00\x00\x00\x00\x00\x00" // of what goes before the body

// TestStreamGoSDK holds that what aws-lambda-go streams comes as it is produced:
// the last part is only produced when the first was received.
func TestStreamGoSDK(t *testing.T) {
	t.Parallel()
	f := lambda.Function{Name: "sdk", Code: "testdata/gosdk", Runtime: "provided.al2023", Timeout: time.Minute}
	rt, _ := start(t, f)
	g := newGate(t)
	got := &opener{after: "first", gate: g}
	stream(t, rt, "sdk", `{"path":"/page","body":"`+g.url+`"}`, got)
	if want := `{"statusCode":201}` + end + "first last"; got.String() != want {
		t.Errorf("streamed %q, want %q", got, want)
	}
	if got := streamed(t, rt, "sdk", `{"path":"/stream"}`); got != `"streamed"` {
		t.Errorf("reader = %q", got)
	}
	if got := streamed(t, rt, "sdk", `{"path":"/","httpMethod":"GET"}`); !strings.Contains(got, `"body":"GET sdk 1m0s"`) {
		t.Errorf("answer as a whole = %q", got)
	}
	for path, want := range map[string]struct{ text, message string }{
		"/late":  {`"str`, "the pets ran away"},
		"/error": {"", "no such pet"},
		"/panic": {"", "out of pets"},
	} {
		var text strings.Builder
		failure := document(t, stream(t, rt, "sdk", `{"path":"`+path+`"}`, &text))
		if text.String() != want.text || failure.ErrorMessage != want.message {
			t.Errorf("%s: %q, then %+v", path, &text, failure)
		}
	}
}

func TestStreamPlain(t *testing.T) {
	t.Parallel()
	rt, _ := start(t, plain("plain"))
	for event, want := range map[string]string{
		`{"do":"echo"}`:     `{"do":"echo"}`,
		`{"do":"stream"}`:   `{"a":[1,2]}`,
		`{"do":"greeting"}`: `"hello"`,
	} {
		if got := streamed(t, rt, "plain", event); got != want {
			t.Errorf("%s: %q, want %q", event, got, want)
		}
	}
	var text strings.Builder
	failure := document(t, stream(t, rt, "plain", `{"do":"error"}`, &text))
	if text.Len() > 0 || failure.ErrorMessage != "refused" {
		t.Errorf("%q, then %+v", &text, failure)
	}
	_, err := rt.InvokeStream(t.Context(), "plain", make([]byte, 6<<20+1), io.Discard)
	if _, ok := errors.AsType[*lambda.PayloadTooLargeError](err); !ok {
		t.Errorf("a large event: %v", err)
	}
}

func TestStreamFailsMidway(t *testing.T) {
	t.Parallel()
	f := plain("fails")
	f.Timeout = 2 * time.Second
	rt, _ := start(t, f)
	for then, want := range map[string]string{`"status":4`: "Runtime.ExitError", `"millis":60000`: "Sandbox.Timedout"} {
		g := newGate(t)
		got := &opener{after: "part", gate: g}
		failure := document(t, stream(t, rt, "fails", `{"do":"streamPart","wait":"`+g.url+`",`+then+`}`, got))
		if got.String() != "part" || failure.ErrorType != want {
			t.Errorf("%s: %q, then %+v", then, got, failure)
		}
	}
}

func TestStreamLimit(t *testing.T) {
	t.Parallel()
	const limit = 200 << 20
	f := plain("large")
	f.Timeout = time.Minute
	rt, _ := start(t, f)
	var size int
	count := writerFunc(func(p []byte) (int, error) {
		size += len(p)
		return len(p), nil
	})
	failure := document(t, stream(t, rt, "large", fmt.Sprintf(`{"do":"streamBytes","bytes":%d}`, limit+1), count))
	if diff := cmp.Diff(errorDocument{
		ErrorType:    "Function.ResponseSizeTooLarge",
		ErrorMessage: "Response payload size exceeded maximum allowed payload size (209715200 bytes).",
	}, failure); diff != "" || size != limit {
		t.Errorf("%d bytes\n%s", size, diff)
	}
	// Whoever waits for the whole gets as much as ever.
	failure = document(t, invoke(t, rt, "large", fmt.Sprintf(`{"do":"streamBytes","bytes":%d}`, 7<<20)))
	if !strings.Contains(failure.ErrorMessage, "(6291556 bytes)") {
		t.Errorf("as a whole: %+v", failure)
	}
}

// TestStreamReaderIsGone holds that a function finishes what nobody reads.
func TestStreamReaderIsGone(t *testing.T) {
	t.Parallel()
	rt, log := start(t, plain("stream"))
	g := newGate(t)
	writes := 0
	broken := writerFunc(func([]byte) (int, error) {
		writes++
		g.open()
		return 0, errors.New("broken pipe")
	})
	result := stream(t, rt, "stream", `{"do":"streamPart","wait":"`+g.url+`"}`, broken)
	if result.FunctionError != "" || writes != 1 {
		t.Errorf("%d writes, then %s %s", writes, result.FunctionError, result.Payload)
	}
	eventually(t, "the function has finished", func() bool { return strings.Contains(log.String(), "streamed all") })
}

// TestStreamContextEnds holds that nothing is written once InvokeStream returned,
// and that the function finishes.
func TestStreamContextEnds(t *testing.T) {
	t.Parallel()
	f := plain("stream")
	f.MaxConcurrency = 1
	rt, log := start(t, f)
	g := newGate(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("the client disconnected")
	var returned atomic.Bool
	var text strings.Builder
	leaves := writerFunc(func(p []byte) (int, error) {
		if returned.Load() {
			t.Errorf("written too late: %q", p)
		}
		cancel(cause)
		return text.Write(p)
	})
	_, err := rt.InvokeStream(ctx, "stream", []byte(`{"do":"streamPart","wait":"`+g.url+`"}`), leaves)
	returned.Store(true)
	if !errors.Is(err, cause) || text.String() != "part" {
		t.Errorf("%q, then %v", &text, err)
	}
	g.open()
	invoke(t, rt, "stream", `{"do":"pid"}`)
	if !strings.Contains(log.String(), "streamed all") {
		t.Error("the function did not finish")
	}
}

func TestStreamNode(t *testing.T) {
	t.Parallel()
	need(t, "node")
	rt, _ := start(t, handlers("nodejs24.x", "testdata/node", "stream.page", "stream.empty", "stream.text", "stream.json",
		"stream.marked", "index.nested.deep.handler")...)
	for range 2 { // the process serves a second event
		g := newGate(t)
		got := &opener{after: "first", gate: g}
		result := stream(t, rt, "stream-page", `{"wait":"`+g.url+`"}`, got)
		want := `{"statusCode":201,"headers":{"X-Id":"` + result.RequestID + `"}}` + end + "first last"
		if got.String() != want || result.FunctionError != "" {
			t.Errorf("page = %q, want %q; %s", got, want, result.Payload)
		}
		for name, want := range map[string]string{
			"stream-empty":              `{"statusCode":204}` + end,
			"stream-text":               "abc",
			"stream-json":               `{"a":1}`,
			"stream-marked":             "marked",
			"index-nested-deep-handler": `"nested"`,
		} {
			if got := streamed(t, rt, name, `{}`); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
	}
	if got := invoke(t, rt, "stream-text", `{}`); string(got.Payload) != "abc" {
		t.Errorf("as a whole: %q", got.Payload)
	}
}

func TestStreamNodeFails(t *testing.T) {
	t.Parallel()
	need(t, "node")
	tests := map[string]struct{ text, errorType string }{
		"stream.early":     {"", "RangeError"},
		"stream.late":      {"written and more ", "RangeError"},
		"stream.nothing":   {"written ", "undefined"},
		"stream.uncaught":  {"written ", "RangeError"},
		"stream.destroyed": {"written ", "Error"},
	}
	var names []string
	for name := range tests {
		names = append(names, name)
	}
	rt, _ := start(t, handlers("nodejs22.x", "testdata/node", names...)...)
	inTurns(len(names), func(i int) {
		for range 2 { // the process, or the next one, goes on
			var text strings.Builder
			result, err := rt.InvokeStream(t.Context(), functionName(names[i]), []byte(`{}`), &text)
			want := tests[names[i]]
			if err != nil || text.String() != want.text || !strings.Contains(string(result.Payload), `"errorType":"`+want.errorType+`"`) {
				t.Errorf("%s: %q, then %s, %v", names[i], &text, result.Payload, err)
			}
		}
	})
}

// TestStreamPressure holds that a function waits for a slow reader: it is read on
// only when the function says that it cannot write.
func TestStreamPressure(t *testing.T) {
	t.Parallel()
	need(t, "node")
	rt, _ := start(t, handlers("nodejs22.x", "testdata/node", "stream.pressure")...)
	stalled := make(chan struct{})
	tell := sync.OnceFunc(func() { close(stalled) })
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { tell() }))
	defer server.Close()
	const size = 20 << 20
	got := 0
	slow := writerFunc(func(p []byte) (int, error) {
		select {
		case <-stalled:
		case <-time.After(15 * time.Second):
			return 0, errors.New("the function does not wait")
		}
		got += len(p)
		return len(p), nil
	})
	result := stream(t, rt, "stream-pressure", fmt.Sprintf(`{"bytes":%d,"wait":%q}`, size, server.URL), slow)
	if got != size || result.FunctionError != "" {
		t.Errorf("%d bytes, then %s", got, result.Payload)
	}
	// What is too large does not disturb the next event.
	event := `{"bytes":%d,"wait":"` + server.URL + `"}`
	failure := document(t, invoke(t, rt, "stream-pressure", fmt.Sprintf(event, size)))
	if failure.ErrorType != "Function.ResponseSizeTooLarge" {
		t.Errorf("as a whole: %+v", failure)
	}
	if got := streamed(t, rt, "stream-pressure", fmt.Sprintf(event, 1)); len(got) != 64<<10 {
		t.Errorf("after it: %d bytes", len(got))
	}
}
