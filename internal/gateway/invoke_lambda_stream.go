package gateway

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/gatewright/gatewright/internal/gateway/event"
)

// The metadata before a streamed body ends with eight NULs, within 16 KB.
const (
	streamDelimiter = "\x00\x00\x00\x00\x00\x00\x00\x00"
	maxMetadata     = 16 << 10
)

var errNoMetadata = errors.New("no metadata and eight NUL bytes in the first 16 KB of a streamed response")

// streamResponse calls the function and begins to answer once it has said with which
// status and headers ("Set up a Lambda proxy integration with payload response
// streaming in API Gateway").
func (p *lambdaProxy) streamResponse(x *exchange) *failure {
	if x.gateway.options.Lambda == nil {
		return errNoFunctions()
	}
	call := LambdaCall{FunctionARN: p.function, Payload: event.AppendProxy(nil, x.event(p.stage))}
	x.logInvocation(p.url, x.sourceARN(), call.Payload)
	if x.recording != nil {
		x.recording.invoked(p.url, call, &LambdaResult{})
	}
	sent := x.gateway.options.Now()
	ctx, cancel := x.deadline()
	body := invokeStreaming(ctx, x.gateway.options.Lambda, call)
	x.answer.stream = &stream{body: body, cancel: cancel}

	metadata, rest, err := readMetadata(body)
	if failed, ok := errors.AsType[*invocationError](err); ok {
		return x.streamingFailure(ctx, call, failed)
	}
	x.incoming.status = http.StatusOK
	x.logEndpointResponse(http.StatusOK, sent)
	if err != nil {
		return x.malformedProxyResponse(err)
	}
	r, err := event.ParseStreamMetadata(metadata)
	if err != nil {
		return x.malformedProxyResponse(err)
	}
	x.answer.stream.body = &resumed{io.MultiReader(bytes.NewReader(rest), body), body}
	return x.takeProxyResponse(r)
}

func (x *exchange) streamingFailure(ctx context.Context, call LambdaCall, e *invocationError) *failure {
	if e.err != nil {
		return x.invocationFailure(ctx, call, e.err)
	}
	return badGateway(customerError(e.result))
}

// readMetadata reads what comes before a streamed body, and returns what it has read of
// the body.
func readMetadata(r io.Reader) (metadata, rest []byte, err error) {
	buffer := make([]byte, 0, maxMetadata)
	for {
		n, err := r.Read(buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		if metadata, rest, found := bytes.Cut(buffer, []byte(streamDelimiter)); found {
			return metadata, rest, nil
		}
		if errors.Is(err, io.EOF) || err == nil && len(buffer) == cap(buffer) {
			return nil, nil, errNoMetadata
		}
		if err != nil {
			return nil, nil, err
		}
	}
}

// resumed is a body whose beginning has been read before.
type resumed struct {
	io.Reader
	io.Closer
}

// invokeStreaming calls a function whose response is read while it runs. An invocation
// that fails is an [*invocationError] of the last read.
func invokeStreaming(ctx context.Context, functions Lambda, call LambdaCall) *io.PipeReader {
	reader, writer := io.Pipe()
	call.Response = writer
	go func() {
		result, err := functions.Invoke(ctx, call)
		if err != nil || result.FunctionError != "" {
			err = &invocationError{result, err}
		}
		writer.CloseWithError(err)
	}()
	return reader
}

// invocationError says that an invocation failed, or the function.
type invocationError struct {
	result LambdaResult
	err    error // nil: the function failed
}

// Error implements error.
func (e *invocationError) Error() string {
	if e.err != nil {
		return e.err.Error()
	}
	return customerError(e.result)
}

// Unwrap returns the error of the invocation.
func (e *invocationError) Unwrap() error { return e.err }
