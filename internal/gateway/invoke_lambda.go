package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/event"
	"github.com/gatewright/gatewright/spec"
)

// functionOf takes the function out of the path of a Lambda integration's URI:
// "2015-03-31/functions/{arn}/invocations".
func functionOf(path string) (string, bool) {
	_, function, ok := strings.Cut(path, "/functions/")
	if !ok {
		return "", false
	}
	for _, suffix := range []string{"/invocations", "/response-streaming-invocations"} {
		if name, found := strings.CutSuffix(function, suffix); found && name != "" {
			return name, true
		}
	}
	return "", false
}

// lambdaProxy is the integration type AWS_PROXY ("Lambda proxy integrations in
// API Gateway").
type lambdaProxy struct {
	function string
	url      string // at which API Gateway calls it, for the execution log
	method   string
	lineage  string // of the trace header
	stage    []event.Pair
}

func newLambdaProxy(g *Gateway, i *spec.Integration) (*lambdaProxy, error) {
	arn, err := parseARN(g.expand(i.URI))
	if err != nil {
		return nil, err
	}
	function, ok := functionOf(arn.rest)
	if !ok || arn.service != "lambda" {
		return nil, errors.New("Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.") //nolint:staticcheck,revive // the service's own words
	}
	return &lambdaProxy{
		function: function, url: arn.url(), method: i.HTTPMethod, lineage: lineage(function), stage: g.stagePairs(),
	}, nil
}

func (p *lambdaProxy) call(x *exchange) *failure {
	if methodOr(p.method, x.method) != http.MethodPost {
		return failed(http.StatusInternalServerError, "Execution failed: a function can only be invoked with POST")
	}
	if x.op.integration.Streams() {
		return p.streamResponse(x) // invoke_lambda_stream.go
	}
	result, f := x.invokeLambda(p.url, LambdaCall{FunctionARN: p.function, Payload: event.AppendProxy(nil, x.event(p.stage))})
	if f != nil {
		return f
	}
	if result.FunctionError != "" {
		return badGateway(customerError(result))
	}
	r, err := event.ParseProxyResponse(result.Payload)
	if err != nil {
		return x.malformedProxyResponse(err)
	}
	return x.takeProxyResponse(r)
}

func (x *exchange) malformedProxyResponse(err error) *failure {
	x.logLine(err.Error())
	return badGateway("Execution failed due to configuration error: Malformed Lambda proxy response")
}

func errNoFunctions() *failure { return misconfigured("no Lambda functions are behind this gateway") }

func badGateway(reason string) *failure { return failed(http.StatusBadGateway, reason) }

func customerError(r LambdaResult) string {
	return fmt.Sprintf("Lambda execution failed with status 200 due to customer function error: %s. Lambda request id: %s",
		errorMessage(r.Payload), r.RequestID)
}

// errorMessage takes the message out of a function error's document.
func errorMessage(payload []byte) string {
	var document struct {
		ErrorMessage *string `json:"errorMessage"`
	}
	if err := json.Unmarshal(payload, &document); err != nil || document.ErrorMessage == nil {
		return ""
	}
	return *document.ErrorMessage
}

// event is the request as events have it.
func (x *exchange) event(stage []event.Pair) *event.Request {
	o := &x.gateway.options
	return &event.Request{
		Resource:       x.op.Path,
		Path:           x.path,
		Method:         x.method,
		Headers:        x.clientHeaders(),
		Query:          x.queryFields(),
		PathParameters: x.params,
		StageVariables: stage,
		Body:           x.body,
		BodyIsBinary:   x.gateway.binary.has(x.header("Content-Type")),
		Context: event.RequestContext{
			AccountID:         o.AccountID,
			APIID:             o.APIID,
			Authorizer:        x.caller.authorizer(),
			DeploymentID:      x.gateway.deploymentID,
			DomainName:        x.request.Host,
			DomainPrefix:      x.gateway.domainPrefix,
			ExtendedRequestID: x.ids.extended,
			Identity:          x.identity(),
			IsCanaryRequest:   x.gateway.isCanary,
			OperationName:     x.op.ID,
			Path:              x.stagePath(),
			Protocol:          x.request.Proto,
			RequestID:         x.ids.request,
			RequestTime:       x.requestTime(),
			RequestTimeEpoch:  x.started.UnixMilli(),
			ResourceID:        x.op.resourceID,
			Stage:             o.Stage,
		},
	}
}

// identity is who calls.
func (x *exchange) identity() event.Identity {
	source := &x.gateway.options.Source
	i := event.Identity{
		SourceIP: x.sourceIP(), UserAgent: x.header("User-Agent"), VPCID: source.VPC, VPCEID: source.VPCEndpoint,
	}
	x.caller.identify(&i)
	if x.client != nil {
		i.APIKey, i.APIKeyID = x.client.Value, x.client.ID
	}
	return i
}

// takeProxyResponse makes the response of what the function returned. Its body is
// decoded only for a client whose first accepted type is a binary one.
func (x *exchange) takeProxyResponse(r *event.ProxyResponse) *failure {
	if r.StatusCode < 200 {
		return badGateway("Execution failed due to configuration error: Malformed Lambda proxy response")
	}
	if !fitsHeaders(r.HeaderValues) {
		return tooManyHeaders()
	}
	x.answer.status = r.StatusCode
	for _, h := range r.Headers {
		name, ok := responseName(h.Name, false)
		if !ok {
			continue
		}
		for _, v := range h.Values {
			x.answer.headers.add(name, v)
		}
	}
	x.answer.body = r.Body
	if r.IsBase64Encoded && x.gateway.binary.has(firstMediaType(x.header("Accept"))) {
		var f *failure
		if x.answer.body, f = decodeBase64(r.Body); f != nil {
			return f
		}
	}
	return x.checkAnswer()
}

// lambdaCustom is the integration type AWS with a function behind it ("Lambda
// custom integrations in API Gateway"). The patterns of its responses are
// matched with the function's errorMessage.
type lambdaCustom struct{ function, url string }

// emptyEvent is what a function gets for a request without a payload.
var emptyEvent = []byte("{}")

func (c *lambdaCustom) call(x *exchange) *failure {
	invocation, _ := x.outgoing.header.get("X-Amz-Invocation-Type")
	async := strings.EqualFold(invocation, "Event")
	if len(x.outgoing.body) == 0 {
		x.outgoing.body = emptyEvent
	}
	result, f := x.invokeLambda(c.url, LambdaCall{FunctionARN: c.function, Payload: x.outgoing.body, Async: async})
	if f != nil {
		return f
	}
	x.incoming.status = http.StatusOK
	if async {
		x.incoming.status = http.StatusAccepted
		x.setIncomingBody(nil)
		return nil
	}
	x.incoming.header = http.Header{"Content-Type": {"application/json"}, "X-Amzn-Requestid": {result.RequestID}}
	if result.FunctionError != "" {
		x.logLine(customerError(result))
		x.incoming.selection = errorMessage(result.Payload)
	}
	return nil
}

// invokeLambda calls a function within the integration's timeout.
func (x *exchange) invokeLambda(url string, call LambdaCall) (LambdaResult, *failure) {
	if x.gateway.options.Lambda == nil {
		return LambdaResult{}, errNoFunctions()
	}
	x.logInvocation(url, x.sourceARN(), call.Payload)
	ctx, cancel := x.deadline()
	defer cancel()
	sent := x.gateway.options.Now()
	result, err := x.gateway.options.Lambda.Invoke(ctx, call)
	if x.recording != nil {
		x.recording.invoked(url, call, &result)
	}
	if err != nil {
		return result, x.invocationFailure(ctx, call, err)
	}
	x.setIncomingBody(result.Payload)
	x.logEndpointResponse(http.StatusOK, sent)
	return result, nil
}

func (x *exchange) invocationFailure(ctx context.Context, call LambdaCall, err error) *failure {
	var timeout *FunctionTimeoutError
	var notFound *FunctionNotFoundError
	var throttled *FunctionThrottledError
	var payload *FunctionPayloadError
	var unsupported *FunctionUnsupportedError
	x.logBackend("a function could not be invoked", slog.String("function", call.FunctionARN), err)
	switch {
	case errors.As(err, &timeout), errors.Is(ctx.Err(), context.DeadlineExceeded):
		return timedOut()
	case errors.As(err, &notFound):
		return misconfigured("Invalid permissions on Lambda function")
	case errors.As(err, &unsupported):
		return &failure{
			kind: apiConfigurationError, status: http.StatusNotImplemented, message: err.Error(), reason: "Execution failed: " + err.Error(),
		}
	case errors.As(err, &payload):
		return &failure{kind: requestTooLarge, reason: "Execution failed: " + err.Error()}
	case errors.As(err, &throttled):
		return failed(http.StatusInternalServerError, "Lambda invocation failed with status: 429. Lambda request id: ")
	}
	return failed(http.StatusInternalServerError, "Lambda invocation failed: "+err.Error())
}
