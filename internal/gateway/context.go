package gateway

import (
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/event"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// The types of this file are views of an exchange: what $context and $input
// .params show of it, computed when asked for. Making one costs nothing.

// contextView is $context ("Variables for data transformations for API
// Gateway").
type contextView exchange

// identityView is $context.identity.
type identityView exchange

// errorView is $context.error, which is there in gateway responses.
type errorView exchange

// contextNames are those that $context always has, in the service's order. The
// two overrides among them belong to the template engine.
var contextNames = []string{
	"resourceId", "resourcePath", "httpMethod", "extendedRequestId", "requestTime", "path", "accountId", "protocol",
	"stage", "domainPrefix", "requestTimeEpoch", "requestId", "identity", "domainName", "deploymentId", "apiId",
}

var identityNames = []string{
	"cognitoIdentityPoolId", "accountId", "cognitoIdentityId", "caller", "sourceIp", "principalOrgId", "accessKey",
	"cognitoAuthenticationType", "cognitoAuthenticationProvider", "userArn", "userAgent", "user",
}

var errorNames = []string{"message", "messageString", "responseType", "validationErrorString"}

// Get implements vtl.Lookup.
func (c *contextView) Get(name string) (jsonvalue.Value, bool) {
	x := (*exchange)(c)
	switch name {
	case "identity":
		return (*identityView)(x), true
	case "authorizer":
		if x.caller == nil || x.caller.identity != nil {
			return nil, false
		}
		return (*authorizerView)(x.caller), true
	case "error":
		return (*errorView)(x), x.failure != nil
	case "requestTimeEpoch":
		return x.started.UnixMilli(), true
	}
	return c.text(name)
}

func (c *contextView) text(name string) (jsonvalue.Value, bool) {
	x := (*exchange)(c)
	o := &x.gateway.options
	switch name {
	case "httpMethod":
		return x.method, true
	case "extendedRequestId":
		return x.ids.extended, true
	case "requestTime":
		return x.requestTime(), true
	case "path":
		return x.stagePath(), true
	case "accountId":
		return o.AccountID, true
	case "protocol":
		return x.request.Proto, true
	case "stage":
		return o.Stage, true
	case "domainPrefix":
		return x.gateway.domainPrefix, true
	case "requestId":
		return x.ids.request, true
	case "domainName":
		return x.request.Host, true
	case "deploymentId":
		return x.gateway.deploymentID, true
	case "apiId":
		return o.APIID, true
	case "isCanaryRequest":
		if canary := x.gateway.isCanary; canary != nil {
			return strconv.FormatBool(*canary), true
		}
		return nil, false
	case "awsEndpointRequestId":
		id := x.incoming.header.Get("X-Amzn-Requestid")
		return id, id != ""
	}
	if x.op == nil {
		return nil, false
	}
	switch name {
	case "resourceId":
		return x.op.resourceID, true
	case "resourcePath":
		return x.op.Path, true
	case "operationName":
		return x.op.ID, x.op.ID != ""
	}
	return nil, false
}

// Names implements vtl.Lookup.
func (c *contextView) Names() iter.Seq[string] { return slices.Values(contextNames) }

// Get implements vtl.Lookup. Who has not been authenticated has no other
// identity than an address and a user agent.
func (i *identityView) Get(name string) (jsonvalue.Value, bool) {
	x := (*exchange)(i)
	switch name {
	case "sourceIp":
		return x.sourceIP(), true
	case "userAgent":
		if agent := x.header("User-Agent"); agent != "" {
			return agent, true
		}
		return nil, true
	case "vpcId":
		return x.gateway.options.Source.VPC, x.gateway.options.Source.VPC != ""
	case "vpceId":
		return x.gateway.options.Source.VPCEndpoint, x.gateway.options.Source.VPCEndpoint != ""
	case "apiKey":
		if x.client != nil {
			return x.client.Value, true
		}
	case "apiKeyId":
		if x.client != nil {
			return x.client.ID, true
		}
	}
	if v, ok := x.caller.identityValue(name); ok {
		return v, true
	}
	return nil, slices.Contains(identityNames, name)
}

// Names implements vtl.Lookup.
func (i *identityView) Names() iter.Seq[string] { return slices.Values(identityNames) }

// Get implements vtl.Lookup.
func (e *errorView) Get(name string) (jsonvalue.Value, bool) {
	f := e.failure
	switch name {
	case "message":
		return f.text(), true
	case "messageString":
		return f.messageString(), true
	case "responseType":
		return f.kind.name, true
	case "validationErrorString":
		return f.validation, f.validation != ""
	}
	return nil, false
}

// Names implements vtl.Lookup.
func (e *errorView) Names() iter.Seq[string] { return slices.Values(errorNames) }

// lookup is what the views have in common.
type lookup interface {
	Get(name string) (jsonvalue.Value, bool)
}

// contextText returns a variable of $context by its dotted name, or "".
func (x *exchange) contextText(name string) string {
	var at lookup = (*contextView)(x)
	for {
		first, rest, more := strings.Cut(name, ".")
		v, ok := at.Get(first)
		next, deeper := v.(lookup)
		switch {
		case !ok:
			return ""
		case more && deeper:
			at, name = next, rest
		case more || deeper || v == nil:
			return ""
		default:
			return jsonvalue.String(v)
		}
	}
}

// pathView, queryView and headerView are the parts of $input.params.
type (
	pathView   exchange
	queryView  exchange
	headerView exchange
)

// Get implements vtl.Lookup.
func (p *pathView) Get(name string) (jsonvalue.Value, bool) {
	x := (*exchange)(p)
	if _, ok := x.params.Get(name); !ok {
		return nil, false
	}
	return x.pathParameter(name), true
}

// Names implements vtl.Lookup.
func (p *pathView) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, parameter := range p.params {
			if !yield(parameter.Name) {
				return
			}
		}
	}
}

// Get implements vtl.Lookup.
func (q *queryView) Get(name string) (jsonvalue.Value, bool) {
	values := (*exchange)(q).queryParameters(name)
	return last(values), len(values) > 0
}

// Names implements vtl.Lookup.
func (q *queryView) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, f := range (*exchange)(q).queryFields() {
			if !yield(f.Name) {
				return
			}
		}
	}
}

// Names implements vtl.Lookup.
func (h *headerView) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, f := range (*exchange)(h).clientHeaders() {
			if !yield(event.HeaderName(f.Name)) {
				return
			}
		}
	}
}

// stageView is $stageVariables.
type stageView map[string]string

// Get implements vtl.Lookup.
func (s stageView) Get(name string) (jsonvalue.Value, bool) {
	v, ok := s[name]
	return v, ok
}

// Names implements vtl.Lookup, in alphabetical order.
func (s stageView) Names() iter.Seq[string] { return slices.Values(slices.Sorted(maps.Keys(s))) }
