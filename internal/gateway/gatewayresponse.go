package gateway

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/spec"
)

// gatewayResponses are the customised gateway responses by type.
type gatewayResponses map[string]*gatewayResponse

type gatewayResponse struct {
	status    int // 0: the error's own
	headers   []responseMapping
	templates []literalTemplate
}

// literalTemplate is a body in which only $context, $stageVariables and
// $method.request are replaced ("Set up a gateway response": no VTL).
type literalTemplate struct {
	contentType string
	pieces      []piece
}

// piece is literal text or, when source is set, a value that is put in.
type piece struct {
	text   string
	source *source
}

// compileGatewayResponses reads the customisations; what API Gateway's import
// would refuse is an error.
func compileGatewayResponses(all []*spec.GatewayResponse, problems *diag.List) gatewayResponses {
	compiled := gatewayResponses{}
	for _, g := range all {
		status, known := kinds[g.Type]
		if !known {
			problems.Errorf(g.Position, "unknown-gateway-response", "unknown gateway response type %q", g.Type)
			continue
		}
		r := &gatewayResponse{status: status}
		if g.StatusCode != "" {
			var err error
			if r.status, err = strconv.Atoi(g.StatusCode); err != nil || r.status < 200 || r.status > 599 {
				problems.Errorf(g.Position, "invalid-status", "the status of %s must be from 200 to 599, found %q", g.Type, g.StatusCode)
				continue
			}
		}
		for _, m := range g.Parameters {
			r.headers = appendResponseMapping(r.headers, m, "gatewayresponse.header.", gatewayResponseSources, problems)
		}
		for _, t := range g.Templates {
			r.templates = append(r.templates, literalTemplate{mediaType(t.ContentType), cutLiteralTemplate(t.Text)})
		}
		compiled[g.Type] = r
	}
	return compiled
}

// of finds the customisation of an error: that of its type, else that of its
// class. A type that is customised with nothing inherits nothing.
func (all gatewayResponses) of(f *failure) *gatewayResponse {
	if r, ok := all[f.kind.name]; ok {
		return r
	}
	if f.ownStatus() < 500 {
		return all["DEFAULT_4XX"]
	}
	return all["DEFAULT_5XX"]
}

// fail turns the exchange's answer into the gateway response of a failure.
func (x *exchange) fail(f *failure) {
	x.failure = f
	x.dropStream()
	x.answer.status = f.ownStatus()
	x.answer.headers = x.answer.headers[:0]
	x.answer.body = nil
	x.answer.headers.set("x-amzn-ErrorType", f.ownErrorType())
	if f.reason != "" {
		x.logLine(f.reason)
	}

	if f.plain != "" {
		x.answer.headers.set("Content-Type", "text; charset=utf-8")
		x.answer.body = []byte(f.plain)
		return
	}
	custom := x.gateway.responses.of(f)
	var template *literalTemplate
	if custom != nil {
		if custom.status != 0 {
			x.answer.status = custom.status
		}
		template = x.chooseLiteralTemplate(custom.templates)
		x.applyGatewayHeaders(custom.headers)
	}
	switch {
	case f.verbatim != "":
		x.answer.headers.set("Content-Type", "application/json")
		x.answer.body = []byte(f.verbatim)
	case template != nil:
		x.answer.headers.setDefault("Content-Type", template.contentType)
		x.answer.body = template.render(x)
	default:
		x.answer.headers.setDefault("Content-Type", "application/json")
		x.answer.body = f.builtInBody()
	}
}

// builtInBody is {"message":$context.error.messageString}, which API Gateway
// writes with a space once the execution has begun.
func (f *failure) builtInBody() []byte {
	message := f.messageString()
	body := append(make([]byte, 0, len(message)+len(`{"message": }`)), `{"`...)
	body = append(append(body, cmp.Or(f.kind.key, "message")...), `":`...)
	if !f.before {
		body = append(body, ' ')
	}
	return append(append(body, message...), '}')
}

func (f *failure) messageString() string {
	if f.kind.null {
		return "null"
	}
	return string(jsonvalue.AppendQuoted(nil, f.text()))
}

func (x *exchange) applyGatewayHeaders(mappings []responseMapping) {
	for i := range mappings {
		value, ok := mappings[i].source.value(x)
		name, forwarded := responseName(mappings[i].name, true)
		if ok && forwarded && validFieldValue(value) {
			x.answer.headers.set(name, value)
		}
	}
}

// chooseLiteralTemplate takes the template for what the client accepts, else
// that for JSON, else the first.
func (x *exchange) chooseLiteralTemplate(templates []literalTemplate) *literalTemplate {
	find := func(contentType string) *literalTemplate {
		for i := range templates {
			if strings.EqualFold(templates[i].contentType, contentType) {
				return &templates[i]
			}
		}
		return nil
	}
	for part := range strings.SplitSeq(x.header("Accept"), ",") {
		if t := find(mediaType(part)); t != nil {
			return t
		}
	}
	if t := find("application/json"); t != nil || len(templates) == 0 {
		return t
	}
	return &templates[0]
}

func (t *literalTemplate) render(x *exchange) []byte {
	var body []byte
	for _, p := range t.pieces {
		if p.source == nil {
			body = append(body, p.text...)
			continue
		}
		value, ok := p.source.value(x)
		switch {
		case !ok:
		case p.source.isValidationError():
			body = appendEscaped(body, value)
		default:
			body = append(body, value...)
		}
	}
	return body
}

// isValidationError reports whether a source is the variable that API Gateway escapes
// in templates, so that it may stand between the quotes of a JSON string.
func (s *source) isValidationError() bool {
	return s.origin == contextVariable && s.name == "error.validationErrorString"
}

// appendEscaped appends a text as it stands between the quotes of a JSON string.
func appendEscaped(to []byte, text string) []byte {
	quoted := jsonvalue.AppendQuoted(nil, text)
	return append(to, quoted[1:len(quoted)-1]...)
}

// cutLiteralTemplate finds the variables of a gateway response's template.
func cutLiteralTemplate(text string) []piece {
	var pieces []piece
	for text != "" {
		at := strings.IndexByte(text, '$')
		if at < 0 {
			break
		}
		name, length := variable(text[at+1:])
		s, ok := parseSource(name, gatewayResponseSources)
		if !ok {
			pieces = append(pieces, piece{text: text[:at+1]})
			text = text[at+1:]
			continue
		}
		pieces = append(pieces, piece{text: text[:at]}, piece{source: s})
		text = text[at+1+length:]
	}
	if text != "" {
		pieces = append(pieces, piece{text: text})
	}
	return pieces
}

// variable reads the dotted name after a dollar sign, with or without braces,
// and returns its length with them.
func variable(text string) (name string, length int) {
	if braced, ok := strings.CutPrefix(text, "{"); ok {
		name, _, ok = strings.Cut(braced, "}")
		if !ok {
			return "", 0
		}
		return name, len(name) + 2
	}
	end := 0
	for end < len(text) && (isAlphanumeric(text[end]) || strings.IndexByte("._-", text[end]) >= 0) {
		end++
	}
	name = strings.TrimRight(text[:end], ".-")
	return name, len(name)
}
