package gateway

import (
	"context"
	"fmt"
	"io"
	"time"
)

// Lambda invokes functions. Implementations are safe for concurrent use.
type Lambda interface {
	// Invoke calls a function and waits for its response, or, for an asynchronous
	// call, for its acceptance. A function that fails is not an error but a
	// result with a FunctionError. Errors are a [FunctionNotFoundError], a
	// [FunctionThrottledError], a [FunctionTimeoutError], a
	// [FunctionPayloadError], a [FunctionUnsupportedError], the context's own, or any other, which API Gateway
	// answers as a failed invocation.
	Invoke(ctx context.Context, call LambdaCall) (LambdaResult, error)
}

// LambdaCall is one invocation.
type LambdaCall struct {
	// FunctionARN is what is in the integration's URI between "functions/"
	// and "/invocations": an ARN, with or without a version or an alias.
	FunctionARN string
	// Payload is the event. It must not be kept after Invoke returns.
	Payload []byte
	// Async asks for no response (X-Amz-Invocation-Type: Event). The
	// implementation copies the payload.
	Async bool
	// Response takes the bytes that the function answers, as they come
	// (InvokeWithResponseStream). The result's Payload is then empty unless the
	// function failed. Nothing is written after Invoke returns. nil: the response is
	// wanted as a whole.
	Response io.Writer
}

// LambdaResult is the service's response to an invocation.
type LambdaResult struct {
	// Payload is the function's result, or the error's JSON document.
	Payload []byte
	// FunctionError is the X-Amz-Function-Error header; empty after success.
	FunctionError string
	// RequestID identifies the invocation.
	RequestID string
	// Start is how long the invocation waited for its process to start; 0: one ran.
	Start time.Duration
}

// FunctionNotFoundError says that there is no such function.
type FunctionNotFoundError struct{ FunctionARN string }

// Error implements error.
func (e *FunctionNotFoundError) Error() string {
	return "function not found: " + e.FunctionARN
}

// FunctionThrottledError says that the function's concurrency is exhausted.
type FunctionThrottledError struct{ FunctionARN string }

// Error implements error.
func (e *FunctionThrottledError) Error() string {
	return "function throttled: " + e.FunctionARN
}

// FunctionTimeoutError says that no response came in time and that waiting longer
// is of no use. A function that exceeds its own timeout is a function error and
// not this one.
type FunctionTimeoutError struct{ FunctionARN string }

// Error implements error.
func (e *FunctionTimeoutError) Error() string {
	return "the function did not respond in time: " + e.FunctionARN
}

// FunctionUnsupportedError says that a function does not run where the gateway runs,
// and why. Operations that need it respond 501 with that.
type FunctionUnsupportedError struct{ FunctionARN, Reason string }

// Error implements error.
func (e *FunctionUnsupportedError) Error() string {
	return fmt.Sprintf("the function %s is not on this machine: %s", e.FunctionARN, e.Reason)
}

// FunctionPayloadError says that the event is larger than Lambda takes.
type FunctionPayloadError struct {
	FunctionARN string
	Size, Limit int // bytes
}

// Error implements error.
func (e *FunctionPayloadError) Error() string {
	return fmt.Sprintf("%d byte payload is too large for function %s (limit %d bytes)", e.Size, e.FunctionARN, e.Limit)
}
