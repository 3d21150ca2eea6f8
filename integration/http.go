package integration

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// HTTP calls an HTTP backend with the parameters that the operation declares and
// turns its answers into the operation's (API Gateway Developer Guide, "HTTP
// integrations for REST APIs in API Gateway"). {name} in the URI stands for a
// parameter of the operation's path, or for one that HTTPQueryParameters or
// HTTPHeaders name.
func HTTP(uri string, options ...HTTPOption) Integration { return newHTTP(spec.HTTP, uri, options) }

// HTTPProxy passes requests to an HTTP backend and its answers back as they are.
// The URI is as in HTTP.
func HTTPProxy(uri string, options ...HTTPOption) Integration {
	return newHTTP(spec.HTTPProxy, uri, options)
}

// HTTPOption is an option of HTTP and HTTPProxy.
type HTTPOption interface{ applyHTTP(h *httpBackend) }

type httpOption func(*httpBackend)

func (o httpOption) applyHTTP(h *httpBackend) { o(h) }

// HTTPMethod is the method of the request to the backend. The default is the
// operation's; "ANY" passes the client's.
func HTTPMethod(method string) HTTPOption {
	return httpOption(func(h *httpBackend) { h.method = strings.ToUpper(method) })
}

// HTTPTimeout is how long to wait for the backend, in milliseconds from 50 to
// 29,000. The default is 29,000.
func HTTPTimeout(milliseconds int) HTTPOption {
	return httpOption(func(h *httpBackend) { h.timeout = &milliseconds })
}

// HTTPVPCLink reaches the backend through a VPC link, by the link's ID.
func HTTPVPCLink(id string) HTTPOption { return httpOption(func(h *httpBackend) { h.vpcLink = id }) }

// HTTPTarget is the ARN of the load balancer behind a VPC link of version 2.
func HTTPTarget(arn string) HTTPOption { return httpOption(func(h *httpBackend) { h.target = arn }) }

// HTTPRequestParameters set headers, query parameters and path variables of the
// request, beside or instead of those that are mapped by default.
func HTTPRequestParameters(mappings ...spec.Mapping) HTTPOption {
	return httpOption(func(h *httpBackend) { h.mappings = append(h.mappings, mappings...) })
}

// HTTPRequestTemplates make the body of the request. Without any, and for other
// content types, the client's body goes through.
func HTTPRequestTemplates(templates ...spec.Template) HTTPOption {
	return httpOption(func(h *httpBackend) { h.templates = append(h.templates, templates...) })
}

// HTTPQueryParameters are query parameters that the URI may use.
func HTTPQueryParameters(names ...string) HTTPOption {
	return httpOption(func(h *httpBackend) { h.parameters.query = append(h.parameters.query, names...) })
}

// HTTPHeaders are request headers that the URI may use.
func HTTPHeaders(names ...string) HTTPOption {
	return httpOption(func(h *httpBackend) { h.parameters.headers = append(h.parameters.headers, names...) })
}

// HTTPResponses is how the answers of HTTP's backend become the operation's. The
// default is Passthrough and DeclaredStatuses. HTTPProxy does not take it.
func HTTPResponses(sets ...ResponseSet) HTTPOption {
	return httpOption(func(h *httpBackend) { h.responses = Composite(sets...) })
}

type httpBackend struct {
	kind       string
	uri        string
	method     string
	timeout    *int
	vpcLink    string
	target     string
	mappings   []spec.Mapping
	templates  []spec.Template
	parameters uriParameters
	responses  ResponseSet
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
	uri, mappings, err := h.parameters.fill(p.Operation, "uri", h.uri)
	if err != nil {
		return nil, err
	}
	i := &spec.Integration{Type: h.kind, HTTPMethod: h.method, URI: uri}
	if i.HTTPMethod == "" {
		i.HTTPMethod = p.Operation.Method
	}
	if h.timeout != nil {
		i.TimeoutInMillis = *h.timeout
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
	i.RequestParameters = mergeMappings(mappings, h.mappings)
	i.RequestTemplates = append([]spec.Template(nil), h.templates...)
	return i, nil
}

func (h httpBackend) check() error {
	proxy := h.kind == spec.HTTPProxy
	switch {
	case h.uri == "":
		return optionErrorf("uri", "the URI is missing")
	case !strings.HasPrefix(h.uri, "http://") && !strings.HasPrefix(h.uri, "https://") && !strings.HasPrefix(h.uri, "${"):
		return &OptionError{Option: "uri", Message: "the URI " + h.uri + " starts with neither http:// nor https://"}
	case h.timeout != nil && (*h.timeout < 50 || *h.timeout > 29_000):
		return optionErrorf("timeout", "the timeout of %d ms is not between 50 and 29000", *h.timeout)
	case h.target != "" && h.vpcLink == "":
		return optionErrorf("target", "a target without a VPC link has no effect")
	case proxy && h.responses != nil:
		return optionErrorf("responses", "a proxy passes the backend's answers on as they are")
	case proxy && len(h.templates) > 0:
		return optionErrorf("requestTemplates", "a proxy passes the body on as it is")
	}
	return nil
}

func (h httpBackend) renderResponses(p Props) ([]spec.IntegrationResponse, error) {
	if h.responses != nil {
		return h.responses.Responses(p)
	}
	return Composite(Passthrough(), DeclaredStatuses()).Responses(p)
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
		case p.In == "query" && !slices.Contains(h.parameters.query, p.Name):
			source := "method.request.querystring."
			if p.Schema != nil && slices.Contains(p.Schema.Types, "array") {
				source = "method.request.multivaluequerystring."
			}
			mappings = append(mappings, spec.Mapping{Target: "integration.request.querystring." + p.Name, Source: source + p.Name})
		case p.In == "header" && !slices.Contains(h.parameters.headers, p.Name) && !isReservedHeader(p.Name):
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
