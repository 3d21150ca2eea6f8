package handler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// IsAtLeastVersion0_1 is there for generated code to assert that this library is
// not older than the generator.
const IsAtLeastVersion0_1 = true

// Func answers a request. It never gives nil: what fails is a response that has
// Err set, which [Answer] makes.
type Func func(ctx context.Context, r *Request) *Response

// Interceptor wraps what answers requests. It may look at the request, answer it
// itself, and change the response.
type Interceptor func(next Func) Func

// Operation is an operation of an API and what answers its requests.
type Operation struct {
	ID     string // the model's operationId
	Method string // in upper case; "ANY" for all methods
	Path   string // as in the model: "/pets/{petId}"
	Serve  Func
}

// Serve returns a Func of a function that decodes a request and returns a typed response. It is not generic, as nothing is that
// generated code uses with types of its own: the compiler would compile it again for each operation.
func Serve(f func(ctx context.Context, r *Request) (Responder, error)) Func {
	return func(ctx context.Context, r *Request) *Response {
		if err := ctx.Err(); err != nil {
			return Answer(ctx, r, err)
		}
		out, err := f(ctx, r)
		if err != nil {
			return Answer(ctx, r, err)
		}
		if out == nil {
			return Answer(ctx, r, errors.New("the function gave neither a response nor an error"))
		}
		response, err := respond(out)
		if err != nil {
			return Answer(ctx, r, err)
		}
		return response
	}
}

// Handler is a Lambda handler, which lambda.Start takes.
type Handler struct {
	operations *routes
	serve      Func
}

// New creates a Handler of one operation. The first interceptor is the outermost.
func New(o Operation, interceptors ...Interceptor) *Handler {
	return newHandler(&routes{only: &o}, interceptors)
}

func newHandler(operations *routes, interceptors []Interceptor) *Handler {
	serve := operations.serve
	for _, intercept := range slices.Backward(interceptors) {
		serve = always(intercept(serve))
	}
	return &Handler{operations: operations, serve: serve}
}

// always answers where an interceptor does not.
func always(serve Func) Func {
	return func(ctx context.Context, r *Request) *Response {
		if response := serve(ctx, r); response != nil {
			return response
		}
		return Answer(ctx, r, errors.New("an interceptor gave no response"))
	}
}

// Invoke answers an event of API Gateway's proxy integration. Its error is that
// the payload is not such an event; everything else is a response.
func (h *Handler) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	r, err := readEvent(payload)
	if err != nil {
		return nil, err
	}
	if o := h.operations.find(r); o != nil {
		r.Operation = o.ID
	}
	ctx = context.WithValue(ctx, requestKey{}, r)
	return encode(ctx, r, h.serve(ctx, r))
}

// maxPayload is what a function may answer: "Lambda quotas", AWS Lambda Developer
// Guide.
const maxPayload = 6 * 1024 * 1024

func encode(ctx context.Context, r *Request, response *Response) ([]byte, error) {
	response = checked(ctx, r, response)
	payload, err := json.Marshal(response.event())
	if err != nil {
		return nil, err
	}
	if len(payload) > maxPayload {
		tooLarge := fmt.Errorf("the response has %d bytes, which is more than the %d that a function may answer", len(payload), maxPayload)
		return json.Marshal(instead(ctx, r, response, tooLarge).event())
	}
	return payload, nil
}
