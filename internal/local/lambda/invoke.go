package lambda

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Limits of payloads in bytes ("Lambda quotas": 6 MB for a synchronous request
// and response, 200 MB for a streamed response, 1 MB for an asynchronous
// request). The service grants a response that it buffers 100 bytes more than it
// states.
const (
	maxRequest      = 6 << 20
	maxResponse     = 6<<20 + 100
	maxStreamed     = 200 << 20
	maxAsyncRequest = 1 << 20
)

// invocation is one event on its way through a function.
type invocation struct {
	id        string
	arn       string // by which it was called; empty: the function's own
	version   string // of the function
	trace     string
	payload   []byte
	response  *receiver // takes a response as it comes; nil: it goes into the result
	queued    time.Time
	start     time.Duration // that it waited for its process to start
	deadline  time.Time     // set when a process gets it
	deadlines string        // the same in Unix milliseconds, as the Runtime API writes it
	finished  bool          // guarded by the pool: answered or given up
	done      chan outcome  // holds one
}

type outcome struct {
	result Result
	err    error
}

// Invoke runs a function and waits for its response. payload must be a JSON
// document; it is not changed and must not be until Invoke returns.
//
// What the service responds with status 200 is a Result, also when the function
// failed, timed out (errorType Sandbox.Timedout) or its process ended
// (Runtime.ExitError). Errors: *NotFoundError, *BuildError, *InitError (which
// holds the service's response), *PayloadTooLargeError, ErrClosed, and the cause of
// ctx. When ctx ends first, a function that has the event finishes it all the
// same, as in the service.
func (rt *Runtime) Invoke(ctx context.Context, name string, payload []byte) (Result, error) {
	return rt.invoke(ctx, name, newInvocation(ctx, payload))
}

// InvokeStream is Invoke with the response written to a writer as it comes, each
// read at once, as InvokeWithResponseStream of the service does: the limit is 200
// MB (200 << 20 bytes) instead of 6, and Payload is empty unless the function
// failed. It does not matter whether the function streams; a response that it
// gives as a whole is written too.
//
// When the function fails before it responds, nothing is written. When it fails
// midway (it says so, its process ends, it times out, or the response is too
// large), the Result has the FunctionError after what was written.
//
// The function waits for a writer that is slow. When a Write fails, its reader is
// taken to be gone: the rest of the response is dropped, which is not an error. Errors
// are those of Invoke. Nothing is written after InvokeStream has returned; when
// ctx ends during a Write, it therefore returns after that.
func (rt *Runtime) InvokeStream(ctx context.Context, name string, payload []byte, to io.Writer) (Result, error) {
	inv := newInvocation(ctx, payload)
	inv.response = &receiver{to: to}
	defer inv.response.close()
	return rt.invoke(ctx, name, inv)
}

func (rt *Runtime) invoke(ctx context.Context, name string, inv *invocation) (Result, error) {
	if size := len(inv.payload); size > maxRequest {
		return Result{}, &PayloadTooLargeError{Size: size, Limit: maxRequest, InvocationType: "RequestResponse"}
	}
	f, err := rt.lookup(name)
	if err != nil {
		return Result{}, err
	}
	return f.invoke(ctx, inv)
}

// receiver is the writer of a response until its caller is gone; what comes later
// is dropped.
type receiver struct {
	mu sync.Mutex
	to io.Writer // nil: nobody reads
}

// Write implements io.Writer without errors, so that the function can finish.
func (r *receiver) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.to != nil {
		if _, err := r.to.Write(p); err != nil {
			r.to = nil
		}
	}
	return len(p), nil
}

func (r *receiver) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.to = nil
}

// InvokeAsync runs a function without waiting and returns the request ID. The
// payload is copied. An event that fails is not tried again; the failure goes to
// the log. Errors: *NotFoundError, *PayloadTooLargeError, ErrClosed.
func (rt *Runtime) InvokeAsync(ctx context.Context, name string, payload []byte) (string, error) {
	if len(payload) > maxAsyncRequest {
		return "", &PayloadTooLargeError{Size: len(payload), Limit: maxAsyncRequest, InvocationType: "Event"}
	}
	f, err := rt.lookup(name)
	if err != nil {
		return "", err
	}
	inv := newInvocation(ctx, append([]byte(nil), payload...))
	started := rt.goBackground(func() {
		result, err := f.invoke(rt.background, inv)
		switch {
		case errors.Is(err, ErrClosed):
		case err != nil:
			rt.say(name, "asynchronous invocation "+inv.id+" failed: "+err.Error())
		case result.FunctionError != "":
			rt.say(name, "asynchronous invocation "+inv.id+" failed: "+string(result.Payload))
		}
	})
	if !started {
		return "", ErrClosed
	}
	return inv.id, nil
}

// arnKey is the key of an invoked ARN in a context.
type arnKey struct{}

// WithInvokedARN returns a context with which a function is invoked by an ARN, which
// may end with a version or an alias: the function sees it as invokedFunctionArn.
func WithInvokedARN(ctx context.Context, arn string) context.Context {
	return context.WithValue(ctx, arnKey{}, arn)
}

func invokedARN(ctx context.Context) string {
	if arn, _ := ctx.Value(arnKey{}).(string); strings.HasPrefix(arn, "arn:") {
		return arn
	}
	return ""
}

const (
	latest = "$LATEST" // the version that is edited
	first  = "1"       // what aliases lead to, since nothing publishes versions here
)

// versionOf returns the version that a call by an ARN is for.
func versionOf(arn string) string {
	if strings.Count(arn, ":") < qualified {
		return latest
	}
	qualifier := arn[strings.LastIndexByte(arn, ':')+1:]
	if _, err := strconv.ParseUint(qualifier, 10, 64); err == nil || qualifier == latest {
		return qualifier
	}
	return first
}

// qualified is how many colons an ARN with a version or an alias has.
const qualified = 7

func newInvocation(ctx context.Context, payload []byte) *invocation {
	now := time.Now()
	arn := invokedARN(ctx)
	return &invocation{
		id:      newRequestID(),
		arn:     arn,
		version: versionOf(arn),
		trace:   traceID(ctx, now),
		payload: payload,
		queued:  now,
		done:    make(chan outcome, 1),
	}
}

// invoke hands the invocation to the function's pool. A pool that was replaced
// since it was looked up takes no more work; then its successor is looked up.
func (f *function) invoke(ctx context.Context, inv *invocation) (Result, error) {
	for {
		p, err := f.pool(ctx)
		if err != nil {
			return Result{RequestID: inv.id}, err
		}
		if p = p.of(inv.version); p.submit(inv) {
			return p.await(ctx, inv)
		}
		if f, err = f.rt.lookup(f.config.Name); err != nil {
			return Result{RequestID: inv.id}, err
		}
	}
}

// await returns the outcome, or returns up with ctx.
func (p *pool) await(ctx context.Context, inv *invocation) (Result, error) {
	select {
	case o := <-inv.done:
		return o.result, o.err
	case <-ctx.Done():
		p.abandon(inv)
		return Result{RequestID: inv.id}, context.Cause(ctx)
	}
}

// say writes a line of the Runtime's own with a function's prefix.
func (rt *Runtime) say(name, text string) {
	rt.log.writeLine([]byte(name + ": " + text + "\n"))
}
