package mockdata

import (
	"fmt"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/model"
)

// problem tells why a schema has no value, or why a value is not valid.
type problem struct {
	schema  *model.Schema
	keyword string
	detail  string
	cut     bool // a circular reference was cut here; a shallower value may do
	// overlapping are alternatives that match but must not.
	overlapping []*model.Schema
}

func fail(s *model.Schema, keyword, format string, args ...any) *problem {
	detail := format
	if len(args) > 0 {
		detail = fmt.Sprintf(format, args...)
	}
	return &problem{schema: s, keyword: keyword, detail: detail}
}

// diagnostic gives the problem as an error about the schema that is at fault.
func (p *problem) diagnostic(root *model.Schema) diag.Diagnostic {
	position := root.Position
	at := root
	if p.schema != nil {
		at = p.schema
		if p.schema.Position.IsValid() {
			position = p.schema.Position
		}
	}
	if at.Node != nil && at.Node.Field(p.keyword) != nil {
		position = at.Node.FieldPosition(p.keyword)
	}
	subject := "the schema"
	if root.Name != "" {
		subject = fmt.Sprintf("the schema %q", root.Name)
	}
	return diag.Diagnostic{
		Severity: diag.Error,
		Rule:     "unsatisfiable-schema",
		Position: position,
		Message:  fmt.Sprintf("no value can be made for %s: %s: %s", subject, p.keyword, p.detail),
		Help:     "correct the schema, or give it an example",
	}
}
