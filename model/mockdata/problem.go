package mockdata

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// problem says why a schema has no value, or why a value is not valid.
type problem struct {
	schema  *model.Schema
	keyword string
	format  string
	args    []any
	path    []string // from the value that was checked to the one that is not valid, innermost first
	cut     bool     // a circular reference was cut here; a shallower value may do
	// overlapping are alternatives that match but must not.
	overlapping []*model.Schema
}

func fail(s *model.Schema, keyword, format string, args ...any) *problem {
	return &problem{schema: s, keyword: keyword, format: format, args: args}
}

// detail returns the message. Most problems are of values that are only tried, so it
// is made when it is asked for.
func (p *problem) detail() string { return fmt.Sprintf(p.format, p.args...) }

// in returns the problem of a part as one of the value that holds it by a key.
func (p *problem) in(key string) *problem {
	if p != nil {
		p.path = append(p.path, key)
	}
	return p
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// pointer returns the JSON Pointer (RFC 6901) of the value that is not valid.
func (p *problem) pointer() string {
	var b strings.Builder
	for _, key := range slices.Backward(p.path) {
		b.WriteString("/" + pointerEscapes.Replace(key))
	}
	return b.String()
}

// value returns the part of n that is not valid.
func (p *problem) value(n *tree.Node) *tree.Node {
	for _, key := range slices.Backward(p.path) {
		if f := n.Field(key); f != nil {
			n = f.Value
		} else if i, err := strconv.Atoi(key); err == nil && i < len(n.Items) {
			n = n.Items[i]
		}
	}
	return n
}

// diagnostic returns the problem as an error about the schema that is at fault.
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
		Message:  fmt.Sprintf("no value can be made for %s: %s: %s", subject, p.keyword, p.detail()),
		Help:     "correct the schema, or give it an example",
	}
}
