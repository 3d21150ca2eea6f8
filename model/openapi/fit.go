package openapi

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// fit checks that a value is what a kind must be, and reports whether to go on in
// it. It returns another value where the meaning is clear, and nil where the value is
// left out.
func (b *bundler) fit(n *tree.Node, k kind, label string) (fitting *tree.Node, ok bool) {
	s := &shapes[k]
	switch k {
	case schemaKind:
		if n.Kind == tree.Bool {
			return b.booleanSchema(n, label), true
		}
	case textOrAll:
		return b.typeNames(n, label)
	case bound:
		if n.Kind == tree.Number || n.Kind == tree.Bool {
			return n, true
		}
		s = &shapes[number]
	case needs:
		if n.Kind == tree.Bool {
			b.warnf(n.Position(), "invalid-required", `"required" of a schema is a list of names; a boolean is left out`).
				Help = `name the property in the list "required" of the object that has it`
			return nil, false
		}
	default: // the shape of the kind says it all
	}
	switch {
	case n.Kind == s.node:
		return n, true
	case n.Kind == tree.Null:
		return b.noValue(n, s, label), false
	}
	if scalar := b.coerce(n, s, label); scalar != nil {
		return scalar, true
	}
	if s.mild {
		b.warnf(n.Position(), "invalid-type", "%s must be %s, found %s; it is left out", quoteLabel(label), s.node, n.Kind)
		return nil, false
	}
	b.errorf(n.Position(), "invalid-type", "%s must be %s, found %s", quoteLabel(label), s.node, n.Kind)
	return n, false
}

func quoteLabel(label string) string {
	if strings.HasPrefix(label, "an item of ") || strings.HasPrefix(label, "a value of ") {
		return label
	}
	return strconv.Quote(label)
}

// noValue stands for a key with nothing behind it, which YAML reads as null.
func (b *bundler) noValue(n *tree.Node, s *shape, label string) *tree.Node {
	if s.node == tree.Mapping || s.node == tree.Sequence {
		b.warnf(n.Position(), "unsatisfiable-schema", "%s has no value; it is taken as empty", quoteLabel(label))
		return &tree.Node{Kind: s.node, Source: n.Source, Line: n.Line, Column: n.Column}
	}
	b.warnf(n.Position(), "unsatisfiable-schema", "%s has no value; it is left out", quoteLabel(label))
	return nil
}

// coerce reads a scalar of another kind whose meaning is clear, such as
// "version: 1.0".
func (b *bundler) coerce(n *tree.Node, s *shape, label string) *tree.Node {
	plain := false
	switch {
	case s.node == tree.String:
		plain = n.Kind == tree.Number || n.Kind == tree.Bool
	case s.node == tree.Bool && n.Kind == tree.String:
		plain = n.Text == "true" || n.Text == "false"
	}
	if !plain {
		return nil
	}
	b.warnf(n.Position(), "invalid-type", "%s must be %s, found %s (%s)", quoteLabel(label), s.node, n.Kind, n.Text)
	return &tree.Node{Kind: s.node, Text: n.Text, Source: n.Source, Line: n.Line, Column: n.Column}
}

func (b *bundler) booleanSchema(n *tree.Node, label string) *tree.Node {
	if !b.booleanSchemas && label != "additionalProperties" {
		b.warnf(n.Position(), "unsupported-boolean-schema", "%s is a boolean schema, which OpenAPI %s does not know", quoteLabel(label), b.version).
			Help = "write {} for true and {not: {}} for false"
	}
	return n
}

func (b *bundler) typeNames(n *tree.Node, label string) (fitting *tree.Node, ok bool) {
	switch n.Kind {
	case tree.String:
		return n, true
	case tree.Null:
		return b.unquotedNull(n), true
	case tree.Sequence:
		if !b.nullType {
			b.warnf(n.Position(), "unsupported-type-list", "a list of types needs OpenAPI 3.1; this document is %s", b.version)
		}
		return b.typeList(n), true
	default:
		b.errorf(n.Position(), "invalid-type", "%s must be %s, found %s", quoteLabel(label), tree.String, n.Kind)
		return n, false
	}
}

func (b *bundler) typeList(n *tree.Node) *tree.Node {
	if !slices.ContainsFunc(n.Items, func(item *tree.Node) bool { return item.Kind == tree.Null }) {
		return n
	}
	n = n.Copy()
	for i, item := range n.Items {
		if item.Kind == tree.Null {
			n.Items[i] = b.unquotedNull(item)
		}
	}
	return n
}

func (b *bundler) unquotedNull(n *tree.Node) *tree.Node {
	b.warnf(n.Position(), "invalid-null", `the type null must be quoted: "null"`)
	return &tree.Node{Kind: tree.String, Text: "null", Source: n.Source, Line: n.Line, Column: n.Column}
}

// unknownKey reports a key that an object does not have.
func (b *bundler) unknownKey(n *tree.Node, f *tree.Field, k kind) {
	s := &shapes[k]
	if f.Name == "$ref" && f.Value.Kind != tree.String {
		b.errorf(f.Value.Position(), "invalid-type", `"$ref" must be %s, found %s`, tree.String, f.Value.Kind)
		return
	}
	if f.Name == "$ref" || isExtension(f.Name) {
		return
	}
	if b.full(diag.Warning) {
		b.passOver(diag.Warning)
		return
	}
	position := fieldPosition(n, f)
	if k == pathItemKind && s.fields[strings.ToLower(f.Name)] == operationKind {
		b.errorf(position, "unknown-key", "methods are written in small letters: %q", strings.ToLower(f.Name))
		return
	}
	near := diag.Nearest(f.Name, slices.Sorted(maps.Keys(s.fields)))
	if s.open && near == "" {
		return
	}
	d := b.warnf(position, "unknown-key", "%s has no key %q", s.name, f.Name)
	if near != "" {
		d.Help = `did you mean "` + near + `"?`
	}
}

// fieldPosition returns the place of an entry's name.
func fieldPosition(n *tree.Node, f *tree.Field) diag.Position {
	p := n.Position()
	if f.Line > 0 {
		p.Line, p.Column = int(f.Line), int(f.Column)
	} else if v := f.Value.Position(); v.IsValid() {
		p = v
	}
	return p
}
