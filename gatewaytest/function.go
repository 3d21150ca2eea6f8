package gatewaytest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambda/messages"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/spec"
)

// Handler is an integration whose function is a Go value: what lambda.Start of
// aws-lambda-go takes, or a lambda.Handler.
//
//	func sayHello(context.Context, events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error)
//
// It is rendered as the integration of a function whose ARN is made from the
// operation's ID.
func Handler(handler any) integration.Integration { return goHandler{handler: newHandler(handler)} }

// Function returns the Go value for a function that integrations or authorizers call,
// by its ARN or its name.
func Function(name string, handler any) Option {
	h := newHandler(handler)
	return func(s *setup) { s.functions[name] = h }
}

func newHandler(handler any) lambda.Handler {
	if h, ok := handler.(lambda.Handler); ok {
		return h
	}
	if reflect.ValueOf(handler).Kind() != reflect.Func {
		panic(fmt.Sprintf("gatewaytest: a handler must be a function or a lambda.Handler, found %T", handler))
	}
	return lambda.NewHandler(handler)
}

// goHandler is a function in this process, as an integration.
type goHandler struct {
	handler lambda.Handler
	arn     string // once the operation is known
}

// Render implements integration.Integration.
func (h goHandler) Render(p integration.Props) (*spec.Integration, error) {
	return integration.Lambda(h.arn).Render(p)
}

func handlerOf(i integration.Integration) (lambda.Handler, bool) {
	inner, _ := integration.Unwrap(i)
	h, ok := inner.(goHandler)
	return h.handler, ok
}

// named returns the handler its ARN, and keeps the options next to it.
func named(i integration.Integration, arn string) integration.Integration {
	inner, options := integration.Unwrap(i)
	h, ok := inner.(goHandler)
	if !ok {
		return i
	}
	h.arn = arn
	return integration.WithOptions(h, options)
}

func functionARN(name string) string {
	return "arn:aws:lambda:" + region + ":" + account + ":function:" + name
}

// handlerName makes a function's name of an operation's ID.
func handlerName(operation string) string {
	var b strings.Builder
	for _, c := range operation {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			b.WriteRune(c)
		} else {
			fmt.Fprintf(&b, "_%x_", c)
		}
	}
	return b.String()
}

// functions are Go values by ARNs or names.
type functions map[string]lambda.Handler

// Invoke implements gateway.Lambda.
func (f functions) Invoke(ctx context.Context, call gateway.LambdaCall) (gateway.LambdaResult, error) {
	h := f.find(call.FunctionARN)
	if h == nil {
		return gateway.LambdaResult{}, &gateway.FunctionNotFoundError{FunctionARN: call.FunctionARN}
	}
	ctx = lambdacontext.NewContext(ctx, &lambdacontext.LambdaContext{
		AwsRequestID: requestID, InvokedFunctionArn: call.FunctionARN,
	})
	if call.Async {
		payload := bytes.Clone(call.Payload)
		go func() { _, _ = invoke(context.WithoutCancel(ctx), h, payload) }() // whose result nobody asks for
		return gateway.LambdaResult{RequestID: requestID}, nil
	}
	payload, failure := invoke(ctx, h, call.Payload)
	switch {
	case failure == nil && call.Response != nil:
		_, _ = call.Response.Write(payload) // a reader that is gone is not a failure of the function
		return gateway.LambdaResult{RequestID: requestID}, nil
	case failure == nil:
		return gateway.LambdaResult{Payload: payload, RequestID: requestID}, nil
	}
	document, err := json.Marshal(failure)
	return gateway.LambdaResult{Payload: document, FunctionError: "Unhandled", RequestID: requestID}, err
}

// requestID is that of every invocation: tests compare what they get.
const requestID = "00000000-0000-4000-8000-000000000000"

// find looks for an ARN, with or without its version or alias, then for the name.
func (f functions) find(arn string) lambda.Handler {
	if h := f[arn]; h != nil {
		return h
	}
	parts := strings.Split(arn, ":")
	if len(parts) < 7 {
		return nil
	}
	if h := f[strings.Join(parts[:7], ":")]; h != nil {
		return h
	}
	return f[parts[6]]
}

// invoke calls a handler. Its error or panic becomes the document that Lambda
// makes of one ("AWS Lambda function errors in Go").
func invoke(ctx context.Context, h lambda.Handler, payload []byte) (result []byte, failure *messages.InvokeResponse_Error) {
	defer func() {
		if p := recover(); p != nil {
			result, failure = nil, failureOf(p)
		}
	}()
	result, err := h.Invoke(ctx, payload)
	if err != nil {
		return nil, failureOf(err)
	}
	return result, nil
}

func failureOf(cause any) *messages.InvokeResponse_Error {
	if given, ok := cause.(messages.InvokeResponse_Error); ok {
		return &given
	}
	kind := reflect.TypeOf(cause)
	if kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	return &messages.InvokeResponse_Error{Message: fmt.Sprint(cause), Type: kind.Name()}
}
