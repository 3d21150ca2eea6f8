package integration

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// Mock answers without a backend (API Gateway Developer Guide, "Mock integrations
// for REST APIs in API Gateway"). Without options it answers the first success
// response of the operation with generated data.
func Mock(options ...MockOption) Integration {
	m := mock{}
	for _, o := range options {
		o.applyMock(&m)
	}
	return m
}

// MockJSON is MockBody with a value's JSON.
func MockJSON(value any) MockOption {
	text, err := json.Marshal(value)
	return mockOption(func(m *mock) {
		body := string(text)
		m.body = &body
		if err != nil {
			m.err = optionErrorf("body", "the body cannot be written as JSON: %v", err)
		}
	})
}

type mock struct {
	mockOptions
	json bool // the body goes with JSON content types only
	err  error
}

func (m mock) Render(p Props) (*spec.Integration, error) {
	if m.err != nil {
		return nil, m.err
	}
	if err := m.checkHeaders(); err != nil {
		return nil, err
	}
	status, declared, err := m.response(p)
	if err != nil {
		return nil, err
	}
	bodies, err := m.bodies(p, declared)
	if err != nil {
		return nil, err
	}
	headers, err := m.allHeaders(p, declared, bodies)
	if err != nil {
		return nil, err
	}
	response := spec.IntegrationResponse{
		Pattern:            spec.DefaultResponse,
		StatusCode:         status,
		ResponseParameters: headers,
		Implied:            m.statusCode == 0 || declared == nil,
	}
	setBodies(&response, bodies, len(p.BinaryMediaTypes) > 0)
	i := &spec.Integration{
		Type:                spec.Mock,
		PassthroughBehavior: spec.Never, // a body that went through would have to hold the status
		RequestTemplates:    requestTemplates(p.Operation, status),
		Responses:           []spec.IntegrationResponse{response},
	}
	if len(p.BinaryMediaTypes) > 0 { // else a request that counts as binary does not reach the template
		i.ContentHandling = spec.ConvertToText
	}
	return i, nil
}

func (m mock) checkHeaders() error {
	for _, h := range m.headers {
		if !isParameterName(h.Target) {
			return optionErrorf("headers", "%q is not a name of a header", h.Target)
		}
		if !isResponseSource(h.Source) {
			return &OptionError{
				Option:  "headers",
				Message: fmt.Sprintf("the value %s of the header %s is not a source", h.Source, h.Target),
				Help:    `write a value in single quotes: "'` + h.Source + `'"`,
			}
		}
	}
	return nil
}

// isResponseSource reports whether API Gateway takes a text as the source of a
// response header (API Gateway Developer Guide, "Parameter mapping source
// reference for REST APIs").
func isResponseSource(s string) bool {
	if strings.HasPrefix(s, "'") {
		return len(s) > 1 && strings.HasSuffix(s, "'")
	}
	for _, prefix := range []string{"context.", "stageVariables.", "integration.response.header.", "integration.response.multivalueheader.", "integration.response.body"} {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}

// response returns the status to answer and the response that the operation
// declares for it, which is nil when it declares none at all.
func (m mock) response(p Props) (string, *model.Response, error) {
	o := p.Operation
	if m.statusCode != 0 {
		status := strconv.Itoa(m.statusCode)
		if !isStatusCode(status) {
			return "", nil, undeclaredStatus(o, status)
		}
		r := ResponseFor(o, status)
		if r == nil {
			p.warnUndeclared(status)
		}
		return status, r, nil
	}
	r := firstResponse(o)
	status := "200"
	if r != nil {
		status = concreteStatus(o, r.Status)
	}
	p.reportInformational(r, status)
	return status, r, nil
}

// warnUndeclared warns of a status that the definition declares and the model does not.
func (p Props) warnUndeclared(status string) {
	option := undeclared(p.Operation, "status", status)
	p.report(diag.List{{
		Severity: diag.Warning,
		Rule:     "undeclared-status",
		Message:  "the mock of " + p.Operation.ID + " responds with the status " + status + ", which only the definition declares",
		Help:     option.Help,
	}})
}

// reportInformational warns of a response in whose place a mock without a status answers
// another.
func (p Props) reportInformational(taken *model.Response, instead string) {
	responses := p.Operation.Responses
	preferred := taken != nil && (strings.HasPrefix(taken.Status, "2") || taken.Status == "default")
	if preferred || len(responses) == 0 || !isInformational(responses[0].Status) {
		return
	}
	skipped := responses[0]
	var problems diag.List
	problems.Warnf(skipped.Position, "ignored-status", "the mock of %s answers %s: API Gateway does not answer %s, only 200 to 599",
		p.Operation.ID, instead, skipped.Status)
	p.report(problems)
}

func undeclaredStatus(o *model.Operation, status string) error {
	if !isStatusCode(status) {
		return optionErrorf("statusCode", "API Gateway does not answer the status %s, only 200 to 599", status)
	}
	return undeclared(o, "status", status)
}

func undeclared(o *model.Operation, kind, what string) *OptionError {
	declared := make([]string, len(o.Responses))
	for i, r := range o.Responses {
		declared[i] = r.Status
	}
	help := "the operation declares no responses; add one to the model"
	if len(declared) > 0 {
		help = "it declares " + strings.Join(declared, ", ") + "; answer one of them, or add " + what + " to the model"
	}
	return &OptionError{Option: "statusCode", Message: o.ID + " does not declare the " + kind + " " + what, Help: help}
}

// firstResponse is what a mock without a status answers: the first success, else
// the default, else the first that API Gateway can answer.
func firstResponse(o *model.Operation) *model.Response {
	for _, r := range o.Responses {
		if strings.HasPrefix(r.Status, "2") {
			return r
		}
	}
	if r := o.Response("default"); r != nil {
		return r
	}
	for _, r := range o.Responses {
		if !isInformational(r.Status) {
			return r
		}
	}
	return nil
}

func (m mock) bodies(p Props, declared *model.Response) ([]body, error) {
	var bodies []body
	isEmpty := m.body == nil && p.data().Disable
	if declared != nil && !isEmpty && !hasNoBody(p.Operation, declared) {
		for _, media := range declared.Content {
			contentType := concreteType(media.Type)
			known := slices.ContainsFunc(bodies, func(b body) bool { return b.contentType == contentType })
			if known || isOutranked(media, declared) || m.json && !model.IsJSON(contentType) {
				continue
			}
			made, err := m.bodyIn(p, media)
			if err != nil {
				return nil, err
			}
			bodies = append(bodies, made)
		}
	}
	if m.body != nil && len(bodies) == 0 {
		bodies = append(bodies, body{contentType: jsonType, data: []byte(*m.body)})
	}
	return bodies, nil
}

// isOutranked reports whether a media type is a range, and the response declares the
// type that is sent for it.
func isOutranked(media *model.MediaType, declared *model.Response) bool {
	isRange := func(t string) bool { return strings.Contains(t, "*") }
	return isRange(media.Type) && slices.ContainsFunc(declared.Content, func(other *model.MediaType) bool {
		return !isRange(other.Type) && concreteType(other.Type) == concreteType(media.Type)
	})
}

func (m mock) bodyIn(p Props, media *model.MediaType) (body, error) {
	if m.body != nil {
		return body{contentType: concreteType(media.Type), data: []byte(*m.body)}, nil
	}
	return p.generatedBody(media)
}

// hasNoBody reports whether HTTP has no body in a response (RFC 9110, sections
// 6.4.1 and 9.3.2).
func hasNoBody(o *model.Operation, r *model.Response) bool {
	return o.Method == http.MethodHead || r.Status == "204" || r.Status == "304" || strings.HasPrefix(r.Status, "1")
}

// setBodies makes the response's templates. A template is text: when a body is
// none, all of them are in base64, which API Gateway then decodes.
func setBodies(r *spec.IntegrationResponse, bodies []body, binaryMediaTypes bool) {
	binary := slices.ContainsFunc(bodies, body.isBinary)
	for _, b := range bodies {
		text := literalTemplate(string(b.data))
		if binary {
			text = base64.StdEncoding.EncodeToString(b.data)
		}
		r.ResponseTemplates = append(r.ResponseTemplates, spec.Template{ContentType: b.contentType, Text: text})
	}
	switch {
	case binary:
		r.ContentHandling = spec.ConvertToBinary
	case binaryMediaTypes && len(bodies) > 0: // else clients that accept a binary type get the text decoded from base64
		r.ContentHandling = spec.ConvertToText
	}
}

// allHeaders are those that the response declares, the user's in their place, and
// a Content-Type that no template can select: one with parameters.
func (m mock) allHeaders(p Props, declared *model.Response, bodies []body) ([]spec.Mapping, error) {
	var mappings []spec.Mapping
	if declared != nil {
		generated, err := p.generatedHeaders(declared)
		if err != nil {
			return nil, err
		}
		for _, h := range generated {
			if !m.hasHeader(h.Target) {
				mappings = append(mappings, h)
			}
		}
	}
	if len(bodies) == 1 && bodies[0].parameters != "" && !m.hasHeader(responseHeader+"Content-Type") {
		mappings = append(mappings, staticHeader("Content-Type", bodies[0].contentType+bodies[0].parameters))
	}
	for _, h := range m.headers {
		h.Target = responseHeader + h.Target
		mappings = append(mappings, h)
	}
	return mappings, nil
}

const responseHeader = "method.response.header."

func (m mock) hasHeader(target string) bool {
	return slices.ContainsFunc(m.headers, func(h spec.Mapping) bool { return strings.EqualFold(responseHeader+h.Target, target) })
}

// requestTemplates name the status for every content type that the operation
// takes or answers, and for requests without one.
func requestTemplates(o *model.Operation, status string) []spec.Template {
	types := []string{jsonType}
	add := func(t string) {
		if t = concreteType(t); !slices.Contains(types, t) {
			types = append(types, t)
		}
	}
	for _, t := range append(o.ContentTypes(), o.ResponseContentTypes()...) {
		add(t)
	}
	templates := make([]spec.Template, len(types))
	for i, t := range types {
		templates[i] = spec.Template{ContentType: t, Text: `{"statusCode": ` + status + `}`}
	}
	return templates
}

// concreteType returns a content type that can select a template for one as the
// model has it, which may be a range or have parameters.
func concreteType(declared string) string {
	t, _, err := mime.ParseMediaType(declared)
	if err != nil {
		t, _, _ = strings.Cut(declared, ";")
		t = strings.ToLower(strings.TrimSpace(t))
	}
	switch {
	case t == "text/*":
		return "text/plain"
	case t == "image/*":
		return "image/png"
	case t == "audio/*":
		return "audio/mpeg"
	case t == "video/*":
		return "video/mp4"
	case strings.HasPrefix(t, "application/*+"):
		return "application/" + strings.TrimPrefix(t, "application/*+")
	case t == "" || strings.Contains(t, "*"):
		return jsonType
	}
	return t
}
