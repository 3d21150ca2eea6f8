package gateway

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"

	"github.com/gatewright/gatewright/spec"
)

// serviceBackend is the integration type AWS with a service behind it ("Set up
// an API integration request using the API Gateway console", AWS service).
type serviceBackend struct {
	arn         integrationARN
	path        uriTemplate
	method      string
	target      target
	credentials string
}

// target is what an action of a JSON service needs.
type target struct{ prefix, contentType string }

// targets are the services for which API Gateway itself writes X-Amz-Target.
var targets = map[string]target{
	"dynamodb": {"DynamoDB_20120810", "application/x-amz-json-1.0"},
	"kinesis":  {"Kinesis_20131202", "application/x-amz-json-1.1"},
	"ssm":      {"AmazonSSM", "application/x-amz-json-1.1"},
	"states":   {"AWSStepFunctions", "application/x-amz-json-1.0"},
}

// newAWSBackend reports a Lambda function from other services.
func newAWSBackend(g *Gateway, i *spec.Integration) (backend, error) {
	arn, err := parseARN(g.expand(i.URI))
	if err != nil {
		return nil, err
	}
	if function, ok := functionOf(arn.rest); ok && arn.service == "lambda" {
		return &lambdaCustom{function, arn.url()}, nil
	}
	b := &serviceBackend{arn: arn, method: i.HTTPMethod, credentials: g.expand(i.Credentials)}
	if arn.isAction {
		b.target = targets[arn.service]
		b.path = cutURI("/")
	} else {
		b.path = cutURI("/" + arn.rest)
	}
	if b.method == "" {
		return nil, errEmptyMethod
	}
	return b, nil
}

func (b *serviceBackend) call(x *exchange) *failure {
	ctx, cancel := x.deadline()
	defer cancel()
	ctx = withServiceRequest(ctx, ServiceRequest{
		Service: b.arn.service, Subdomain: b.arn.subdomain, Region: b.arn.region,
		Action: b.action(), Credentials: b.credentials,
	})
	b.prepare(x)
	path, written := splitURI(b.path.fill(x.outgoing.path))
	u := &url.URL{Scheme: "https", Host: b.arn.host(), RawQuery: joinQuery(written, x.outgoing.query)}
	if err := setPath(u, path); err != nil {
		return misconfigured("Invalid endpoint address")
	}
	x.bodyEscaped = true
	request := (&http.Request{
		Method: methodOr(b.method, x.method), URL: u, Host: u.Host, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: x.outgoing.header.http(),
	}).WithContext(ctx)
	setBody(request, x.outgoing.body)
	return x.exchangeWith(x.gateway.options.Services, request)
}

func (b *serviceBackend) action() string {
	if b.arn.isAction {
		return b.arn.rest
	}
	return ""
}

// formType is that of the query protocol, which services of JSON may speak too.
const formType = "application/x-www-form-urlencoded"

// prepare adds what the service's protocol needs and the mappings did not set.
func (b *serviceBackend) prepare(x *exchange) {
	h := &x.outgoing.header
	contentType, _ := h.get("Content-Type")
	form := strings.EqualFold(mediaType(contentType), formType)
	switch {
	case b.arn.isAction && b.target.prefix != "" && !form:
		h.setDefault("X-Amz-Target", b.target.prefix+"."+b.arn.rest)
		h.setDefault("Content-Type", b.target.contentType)
	case b.arn.isAction && !bytes.Contains(x.outgoing.body, []byte("Action=")):
		x.outgoing.query.setDefault("Action", b.arn.rest)
	}
	x.addDefaultHeaders()
}
