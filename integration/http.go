package integration

import (
	"slices"
	"strings"
	"time"

	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// HTTP calls an HTTP backend with the parameters that the operation declares and
// turns its responses into the operation's (API Gateway Developer Guide, "HTTP
// integrations for REST APIs in API Gateway"). {name} in the URI stands for a
// parameter of the operation's path, or for one that HTTPQueryStringRequestParameters
// or HTTPHeaderRequestParameters name.
func HTTP(uri string, options ...HTTPOption) Integration { return newHTTP(spec.HTTP, uri, options) }

// HTTPProxy passes requests to an HTTP backend and its responses back as they are.
// The URI is as in HTTP.
func HTTPProxy(uri string, options ...HTTPOption) Integration {
	return newHTTP(spec.HTTPProxy, uri, options)
}

type httpBackend struct {
	kind string
	uri  string
	httpOptions
}

func newHTTP(kind, uri string, options []HTTPOption) Integration {
	h := httpBackend{kind: kind, uri: uri}
	for _, o := range options {
		o.applyHTTP(&h)
	}
	return h
}

func (h httpBackend) Render(p Props) (*spec.Integration, error) {
	if err := h.check(); err != nil {
		return nil, err
	}
	uri, mappings, err := h.parameters().fill(p.Operation, "uri", h.uri)
	if err != nil {
		return nil, err
	}
	i := &spec.Integration{Type: h.kind, HTTPMethod: strings.ToUpper(h.method), URI: uri}
	if i.HTTPMethod == "" {
		i.HTTPMethod = p.Operation.Method
	}
	if h.timeout != nil {
		i.TimeoutInMillis = int(h.timeout.Milliseconds())
	}
	if h.vpcLink != "" {
		i.ConnectionType, i.ConnectionID, i.IntegrationTarget = spec.VPCLink, h.vpcLink, h.target
	}
	if h.kind == spec.HTTP {
		mappings = append(mappings, h.declaredParameters(p.Operation)...)
		if i.Responses, err = h.renderResponses(p); err != nil {
			return nil, err
		}
	}
	i.RequestParameters = mergeMappings(mappings, h.requestParameters)
	i.RequestTemplates = append([]spec.Template(nil), h.requestTemplates...)
	return i, nil
}

func (h httpBackend) parameters() uriParameters {
	return uriParameters{h.queryStringRequestParameters, h.headerRequestParameters}
}

func (h httpBackend) check() error {
	proxy := h.kind == spec.HTTPProxy
	switch {
	case h.uri == "":
		return optionErrorf("uri", "the URI is missing")
	case !strings.HasPrefix(h.uri, "http://") && !strings.HasPrefix(h.uri, "https://") && !strings.HasPrefix(h.uri, "${"):
		return &OptionError{Option: "uri", Message: "the URI " + h.uri + " starts with neither http:// nor https://"}
	case h.timeout != nil && (*h.timeout < 50*time.Millisecond || *h.timeout > 29*time.Second):
		return optionErrorf("timeout", "the timeout of %v is not between 50ms and 29s", *h.timeout)
	case h.target != "" && h.vpcLink == "":
		return optionErrorf("target", "a target without a VPC link has no effect")
	case proxy && h.integrationResponseSet != nil:
		return optionErrorf("integrationResponseSet", "a proxy passes the backend's answers on as they are")
	case proxy && len(h.requestTemplates) > 0:
		return optionErrorf("requestTemplates", "a proxy passes the body on as it is")
	}
	return nil
}

func (h httpBackend) renderResponses(p Props) ([]spec.IntegrationResponse, error) {
	if h.integrationResponseSet != nil {
		return Composite(h.integrationResponseSet...).Render(p)
	}
	return Composite(DefaultPassthrough(), DeclaredStatuses()).Render(p)
}

// declaredParameters maps the query parameters and headers that the operation
// declares to the same ones of the backend.
func (h httpBackend) declaredParameters(o *model.Operation) []spec.Mapping {
	var mappings []spec.Mapping
	for _, p := range o.Parameters {
		if !isParameterName(p.Name) {
			continue
		}
		switch {
		case p.In == "query" && !slices.Contains(h.queryStringRequestParameters, p.Name):
			source := "method.request.querystring."
			if p.Schema != nil && slices.Contains(p.Schema.Types, "array") {
				source = "method.request.multivaluequerystring."
			}
			mappings = append(mappings, spec.Mapping{Target: "integration.request.querystring." + p.Name, Source: source + p.Name})
		case p.In == "header" && !slices.Contains(h.headerRequestParameters, p.Name) && !isReservedHeader(p.Name):
			mappings = append(mappings, spec.Mapping{Target: "integration.request.header." + p.Name, Source: "method.request.header." + p.Name})
		}
	}
	return mappings
}

// isReservedHeader reports whether API Gateway sets a header itself and answers
// 500 to a mapping to it.
func isReservedHeader(name string) bool {
	return slices.Contains([]string{"content-length", "transfer-encoding", "x-amzn-trace-id", "x-amzn-apigateway-api-id"}, strings.ToLower(name))
}
