package handler

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"
)

// reserve is what [Defaults] keeps of the time of an invocation to answer in.
const reserve = 200 * time.Millisecond

// Defaults are the interceptors that a handler is best with: [Log] to slog's
// default logger, CORS as the environment says ([CORSFromEnvironment]), [Recover]
// and [Deadline] with 200 milliseconds. Own ones are appended, so that what they
// answer is logged and gets its CORS headers too.
func Defaults() []Interceptor {
	cors, err := CORSFromEnvironment()
	if err != nil {
		slog.Error("responses have no CORS headers", "error", err)
	}
	return []Interceptor{Log(nil), cors.Interceptor(), Recover, Deadline(reserve)}
}

// Log writes a line for each request: operation, method, resource, status,
// duration and the request's IDs; at level ERROR when the status is 500 or more.
// What handlers and other interceptors log through [Request.Logger] goes to the
// same logger; nil means slog's default.
func Log(logger *slog.Logger) Interceptor {
	return func(next Func) Func {
		return func(ctx context.Context, r *Request) *Response {
			r.logger = logger
			start := time.Now()
			response := next(ctx, r)
			r.log(ctx, response, time.Since(start))
			return response
		}
	}
}

func (r *Request) log(ctx context.Context, response *Response, took time.Duration) {
	level := slog.LevelInfo
	if response.StatusCode >= 500 {
		level = slog.LevelError
	}
	attributes := []slog.Attr{
		slog.String("method", r.HTTPMethod),
		slog.String("resource", r.Resource),
		slog.Int("status", response.StatusCode),
		slog.Duration("duration", took),
	}
	if response.Err != nil {
		attributes = append(attributes, slog.Any("error", response.Err))
	}
	r.Logger(ctx).LogAttrs(ctx, level, "request", attributes...)
}

// Recover answers 500 when what it wraps panics, and logs where. Without it a
// panic ends the process, and API Gateway answers 502 without CORS headers.
func Recover(next Func) Func {
	return func(ctx context.Context, r *Request) (response *Response) {
		defer func() {
			if value := recover(); value != nil {
				response = Answer(ctx, r, &panicError{value: value, stack: debug.Stack()})
			}
		}()
		return next(ctx, r)
	}
}

type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", e.value, e.stack) }

// Timing returns how long each request took, once it is answered.
func Timing(observe func(ctx context.Context, r *Request, response *Response, took time.Duration)) Interceptor {
	return func(next Func) Func {
		return func(ctx context.Context, r *Request) *Response {
			start := time.Now()
			response := next(ctx, r)
			observe(ctx, r, response, time.Since(start))
			return response
		}
	}
}

// Deadline ends the context of what it wraps some time before Lambda ends the
// invocation, so that a handler that ends with its context is answered by 504 and not
// cut off.
func Deadline(reserve time.Duration) Interceptor {
	return func(next Func) Func {
		return func(ctx context.Context, r *Request) *Response {
			deadline, ok := ctx.Deadline()
			if !ok {
				return next(ctx, r)
			}
			ctx, cancel := context.WithDeadline(ctx, deadline.Add(-reserve))
			defer cancel()
			return next(ctx, r)
		}
	}
}
