package lambda

import (
	"context"
	"errors"
	"time"
)

// Limits of payloads in bytes ("Lambda quotas": 6 MB for a synchronous request
// and response, 1 MB for an asynchronous request). The service grants a response
// 100 bytes more than it states.
const (
	maxRequest      = 6 << 20
	maxResponse     = 6<<20 + 100
	maxAsyncRequest = 1 << 20
)

// invocation is one event on its way through a function.
type invocation struct {
	id        string
	trace     string
	payload   []byte
	queued    time.Time
	deadline  time.Time    // set when a process gets it
	deadlines string       // the same in Unix milliseconds, as the Runtime API writes it
	finished  bool         // guarded by the pool: answered or given up
	done      chan outcome // holds one
}

type outcome struct {
	result Result
	err    error
}

// Invoke runs a function and waits for its answer. payload must be a JSON
// document; it is not changed and must not be until Invoke returns.
//
// What the service answers with status 200 is a Result, also when the function
// failed, timed out (errorType Sandbox.Timedout) or its process ended
// (Runtime.ExitError). Errors: *NotFoundError, *BuildError, *InitError (which
// holds the service's answer), *PayloadTooLargeError, ErrClosed, and the cause of
// ctx. When ctx ends first, a function that has the event finishes it all the
// same, as in the service.
func (rt *Runtime) Invoke(ctx context.Context, name string, payload []byte) (Result, error) {
	if len(payload) > maxRequest {
		return Result{}, &PayloadTooLargeError{Size: len(payload), Limit: maxRequest, InvocationType: "RequestResponse"}
	}
	f, err := rt.lookup(name)
	if err != nil {
		return Result{}, err
	}
	return f.invoke(ctx, newInvocation(ctx, payload))
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

func newInvocation(ctx context.Context, payload []byte) *invocation {
	now := time.Now()
	return &invocation{
		id:      newRequestID(),
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
		if p.submit(inv) {
			return p.await(ctx, inv)
		}
		if f, err = f.rt.lookup(f.config.Name); err != nil {
			return Result{RequestID: inv.id}, err
		}
	}
}

// await returns the outcome, or gives up with ctx.
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
