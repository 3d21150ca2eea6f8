package gateway

import (
	"errors"
	"net/http"

	"github.com/gatewright/gatewright/spec"
)

// mapRequest makes the integration request: parameter mappings, then the
// template, then what the template overrides, then content handling. The proxy
// types have no template, and AWS_PROXY no mappings.
func (x *exchange) mapRequest() *failure {
	i := x.op.integration
	if i.illegal != "" {
		return misconfigured("Invalid mapping: the header " + i.illegal + " cannot be set")
	}
	if i.Type == spec.AWSProxy {
		return nil
	}
	if f := x.applyRequestMappings(i.mappings); f != nil {
		return f
	}
	if f := x.mapRequestBody(i); f != nil {
		return f
	}
	x.overrideRequest()
	return x.checkOutgoing()
}

func (x *exchange) applyRequestMappings(mappings []requestMapping) *failure {
	for k := range mappings {
		m := &mappings[k]
		values, err := m.source.values(x)
		if err != nil {
			return invalidMappedJSON(err)
		}
		for n, value := range values {
			switch {
			case m.place == inPath && m.source.origin == requestPath:
				raw, _ := x.params.Get(m.source.name)
				x.outgoing.path.set(m.name, raw)
			case m.place == inPath:
				x.outgoing.path.set(m.name, escapePath(value))
			case m.place == inQuery && n > 0:
				x.outgoing.query.add(m.name, value)
			case m.place == inQuery:
				x.outgoing.query.set(m.name, value)
			default:
				x.outgoing.header.set(m.name, value)
			}
		}
	}
	return nil
}

func invalidMappedJSON(err error) *failure {
	if errors.Is(err, errInvalidJSON) {
		return &failure{kind: badRequestBody, message: "Invalid JSON in request body", reason: err.Error()}
	}
	return misconfigured(err.Error())
}

// mapRequestBody makes the integration's body from the client's.
func (x *exchange) mapRequestBody(i *integration) *failure {
	binary := x.gateway.binary.has(x.sent.contentType)
	if i.Type != spec.HTTPProxy {
		t, f := i.requestTemplate(x.contentType())
		switch {
		case f != nil:
			return f
		case t != nil && binary && i.ContentHandling != spec.ConvertToText:
			return misconfigured("Unable to transform request: the body is binary")
		case t != nil:
			return x.renderRequest(t, binary)
		}
	}
	var f *failure
	x.outgoing.body, f = x.passRequest(i, binary)
	return f
}

// passRequest is the body without a template.
func (x *exchange) passRequest(i *integration, binary bool) ([]byte, *failure) {
	if len(x.body) == 0 {
		return x.body, nil
	}
	return convertRequest(x.body, i.ContentHandling, binary)
}

func (x *exchange) renderRequest(t *template, binary bool) *failure {
	body, f := convertRequest(x.body, spec.ConvertToText, binary)
	if f != nil {
		return f
	}
	x.setBody(body)
	if x.outgoing.body, f = t.render(x, inRequest); f != nil {
		return f
	}
	if x.op.integration.ContentHandling == spec.ConvertToBinary {
		x.outgoing.body, f = decodeBase64(x.outgoing.body)
	}
	return f
}

// requestTemplate chooses the template for a media type, or returns nil where the
// body passes as it is ("Integration request payload passthrough").
func (i *integration) requestTemplate(contentType string) (*template, *failure) {
	if contentType == "" {
		contentType = "application/json"
	}
	t := i.templates.find(contentType)
	if t == nil {
		t = i.templates.find("$default")
	}
	switch {
	case t != nil:
		return t, nil
	case i.PassthroughBehavior == spec.Never, i.PassthroughBehavior == spec.WhenNoTemplates && len(i.templates) > 0:
		return nil, &failure{kind: unsupportedMediaType}
	}
	return nil, nil
}

// checkOutgoing refuses headers that would break the request to the backend.
func (x *exchange) checkOutgoing() *failure {
	for _, h := range x.outgoing.header {
		if !validFieldName(h.name) || !validFieldValue(h.value) {
			return &failure{
				kind: apiConfigurationError, status: http.StatusInternalServerError,
				reason: "Execution failed due to configuration error: Invalid value of the header " + h.name,
			}
		}
	}
	return nil
}
