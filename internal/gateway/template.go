package gateway

import (
	"errors"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/gateway/vtl"
	"github.com/gatewright/gatewright/spec"
)

// template is a mapping template for one content type.
type template struct {
	contentType string
	vtl         *vtl.Template // nil: it does not parse, which fails each request
	isStatic    bool          // each rendering is the same
	static      []byte        // read only
	written     spec.Template
}

// templates are those of an integration request or response, as they are
// written.
type templates []template

// phase reports which way a body goes.
type phase uint8

const (
	inRequest phase = iota
	inResponse
)

func (c *compiler) templates(o *spec.Operation, all []spec.Template) templates {
	compiled := make(templates, 0, len(all))
	for _, t := range all {
		parsed, err := vtl.Parse(t.ContentType, t.Text)
		made := template{contentType: mediaType(t.ContentType), vtl: parsed, written: t}
		if err != nil {
			c.syntaxErrors(o, t, err)
		} else {
			c.warnUndocumented(o, t, parsed)
			static, ok := parsed.Static()
			made.static, made.isStatic = []byte(static), ok
		}
		compiled = append(compiled, made)
	}
	return compiled
}

// warnUndocumented warns of what no documentation says that templates have.
func (c *compiler) warnUndocumented(o *spec.Operation, t spec.Template, parsed *vtl.Template) {
	for _, p := range parsed.Undocumented() {
		position := t.Position(p.Line, p.Column)
		if !position.IsValid() {
			position = o.Position
		}
		c.problems.Warnf(position, "undocumented-reference", "%s: $method.request is not documented for mapping templates", operationName(o)).
			Help = "use $input.params('NAME')"
	}
}

// syntaxErrors reports each error of a template at its place in the file. They
// are warnings, because API Gateway takes the template and fails the requests.
func (c *compiler) syntaxErrors(o *spec.Operation, t spec.Template, err error) {
	var faults vtl.SyntaxErrors
	if !errors.As(err, &faults) || len(t.Text) > vtl.MaxTemplateSize {
		c.problems.Errorf(t.Position(1, 1), "invalid-template", "%s: %v", operationName(o), err)
		return
	}
	for _, f := range faults {
		position := t.Position(f.Line, f.Column)
		var d *diag.Diagnostic
		if position.IsValid() {
			d = c.problems.Warnf(position, "invalid-template", "%s: the mapping template for %s does not parse: %s",
				operationName(o), t.ContentType, f.Message)
		} else {
			d = c.problems.Warnf(o.Position, "invalid-template", "%s: the mapping template for %s does not parse: %d:%d: %s",
				operationName(o), t.ContentType, f.Line, f.Column, f.Message)
		}
		d.Help = "a mapping template is written in the Velocity Template Language; with this one requests are answered with 500"
	}
}

func (ts templates) find(contentType string) *template {
	for i := range ts {
		if strings.EqualFold(ts[i].contentType, contentType) {
			return &ts[i]
		}
	}
	return nil
}

// accepted chooses by what the client accepts: the first of its types that there
// is a template for, else application/json, else the first template.
func (ts templates) accepted(accept string) *template {
	if len(ts) == 0 {
		return nil
	}
	for accept != "" {
		var item string
		item, accept, _ = strings.Cut(accept, ",")
		if t := ts.find(mediaType(item)); t != nil {
			return t
		}
	}
	if t := ts.find("application/json"); t != nil {
		return t
	}
	return &ts[0]
}

// render runs the template on the client's body or, in a response, on the
// integration's.
func (t *template) render(x *exchange, p phase) ([]byte, *failure) {
	if t.isStatic {
		return t.static, nil
	}
	x.input = vtl.Input{
		Body:           &x.document,
		Path:           (*pathView)(x),
		Querystring:    (*queryView)(x),
		Header:         (*headerView)(x),
		Context:        (*contextView)(x),
		StageVariables: stageView(x.gateway.options.StageVariables),
		Overrides:      &x.overrides,
	}
	what, buffer := "request", &x.requestBuffer
	if p == inResponse {
		x.input.Body = &x.incoming.document
		if x.op.integration.Type == spec.Mock {
			x.input.Body = nil
		}
		what, buffer = "response", &x.responseBuffer
	}
	if t.vtl == nil {
		return nil, misconfigured("Unable to transform " + what)
	}
	out, err := t.vtl.AppendRender(x.request.Context(), (*buffer)[:0], &x.input)
	if err != nil {
		f := misconfigured("Unable to transform " + what)
		x.logLine(err.Error())
		if x.recording != nil {
			x.recording.template, x.recording.templateError = t, err
		}
		return nil, f
	}
	*buffer = out
	return out, nil
}
