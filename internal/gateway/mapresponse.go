package gateway

import (
	"net/http"

	"github.com/gatewright/gatewright/spec"
)

// mapResponse makes the method response from the integration's: the entry that
// fits, its parameter mappings, its template, what templates override, and
// content handling. The proxy types have made it already.
func (x *exchange) mapResponse() *failure {
	i := x.op.integration
	if i.IsProxy() {
		return nil
	}
	r, f := i.responses.choose(x.incoming.selection)
	switch {
	case f != nil:
		return f
	case r == nil:
		return misconfigured("No match for output mapping and no default output mapping configured")
	case !r.declared:
		return misconfigured("Output mapping refers to an invalid method response: " + r.StatusCode)
	}
	x.answer.status = r.status
	if f := x.applyResponseMappings(r.mappings); f != nil {
		return f
	}
	if f := x.mapResponseBody(r); f != nil {
		return f
	}
	x.overrideResponse()
	return x.checkAnswer()
}

// choose finds the entry whose pattern fits all of the text, or the default.
func (all *responses) choose(selection string) (*response, *failure) {
	for _, r := range all.patterned {
		fits := r.literal == selection
		if r.pattern != nil {
			var err error
			if fits, err = r.pattern.MatchWhole(selection); err != nil {
				return nil, misconfigured("The pattern " + r.Pattern + " could not be matched: " + err.Error())
			}
		}
		if fits {
			return r, nil
		}
	}
	return all.fallback, nil
}

func (x *exchange) applyResponseMappings(mappings []responseMapping) *failure {
	for k := range mappings {
		m := &mappings[k]
		value, err := m.source.single(x)
		if err != nil {
			return misconfigured("Invalid JSON in the integration's response: " + err.Error())
		}
		if value == "" {
			continue
		}
		if name, ok := responseName(m.name, true); ok {
			x.answer.headers.set(name, value)
		}
	}
	return nil
}

// mapResponseBody makes the client's body from the integration's.
func (x *exchange) mapResponseBody(r *response) *failure {
	payloadType := x.incoming.header.Get("Content-Type")
	binary := payloadType != "" && x.gateway.binary.has(payloadType)
	accept := x.sent.accept
	accepted := x.gateway.binary.has(firstMediaType(accept))

	t := r.templates.accepted(accept)
	if t == nil {
		x.answer.headers.setDefault("Content-Type", "application/json")
		if x.op.integration.Type == spec.Mock || len(x.incoming.body) == 0 {
			return nil
		}
		var f *failure
		x.answer.body, f = convertResponse(x.incoming.body, r.ContentHandling, binary, accepted)
		return f
	}
	if binary && r.ContentHandling != spec.ConvertToText {
		return misconfigured("Unable to transform response: the body is binary")
	}
	if binary {
		x.setIncomingBody(encodeBase64(x.incoming.body))
	}
	var f *failure
	if x.answer.body, f = t.render(x, inResponse); f != nil {
		return f
	}
	x.answer.headers.setDefault("Content-Type", t.contentType)
	if r.ContentHandling == spec.ConvertToBinary || r.ContentHandling == "" && accepted && !x.gateway.binary.has(t.contentType) {
		x.answer.body, f = decodeBase64(x.answer.body)
	}
	return f
}

// checkAnswer refuses headers with which a caller could write lines of its own
// into the response.
func (x *exchange) checkAnswer() *failure {
	for _, h := range x.answer.headers {
		if !validFieldName(h.name) || !validFieldValue(h.value) {
			return &failure{
				kind: apiConfigurationError, status: http.StatusInternalServerError,
				reason: "Execution failed due to configuration error: Invalid value of the header " + h.name,
			}
		}
	}
	return nil
}
