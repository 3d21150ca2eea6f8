package typescript

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// typesFile writes a type for each named schema and for the inline ones.
func (g *generator) typesFile() *file {
	f := newFile("types")
	for _, s := range g.names.all {
		g.writeType(f, s)
	}
	f.code.P("export {};")
	if len(g.names.all) == 0 {
		f.types.P("export {};")
	}
	return f
}

func (g *generator) writeType(f *file, s *model.Schema) {
	name := g.names.schemas[s]
	f.doc("", s.Title, s.Description, deprecation(s.Deprecated))
	w := &typeWriter{generator: g}
	if w.isInterface(s) {
		f.types.P("export interface ", name, " ", w.object(s, ""))
	} else {
		f.types.P("export type ", name, " = ", w.definition(s, ""), ";")
	}
	f.types.P()
}

func deprecation(deprecated bool) string {
	if deprecated {
		return "It is deprecated."
	}
	return ""
}

// typeWriter writes one type.
type typeWriter struct {
	*generator
	within []*model.Schema // schemas without a name, of which this one is a part
	used   map[string]bool // takes the names of types that are in it; may be nil
}

// typeOf returns the type of a schema where it is used.
func (w *typeWriter) typeOf(s *model.Schema, indent string) string {
	if s == nil {
		return "unknown"
	}
	if name, ok := w.names.schemas[s]; ok {
		if w.used != nil {
			w.used[name] = true
		}
		return name
	}
	if slices.Contains(w.within, s) { // a schema without a name that holds itself
		return "unknown"
	}
	w.within = append(w.within, s)
	defer func() { w.within = w.within[:len(w.within)-1] }()
	return w.definition(s, indent)
}

// isInterface reports whether a schema is nothing but an object.
func (w *typeWriter) isInterface(s *model.Schema) bool {
	return s.Always == nil && s.Enum == nil && s.Const == nil && !s.Nullable &&
		len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) == 0 && isObject(s) && len(s.Properties) > 0
}

func isObject(s *model.Schema) bool {
	return len(s.Types) == 1 && s.Types[0] == "object" || len(s.Types) == 0 && len(s.Properties) > 0
}

// definition returns what a schema says, whatever its name.
func (w *typeWriter) definition(s *model.Schema, indent string) string {
	switch {
	case s.Always != nil && *s.Always:
		return "unknown"
	case s.Always != nil:
		return "never"
	case s.Const != nil:
		return literal(s.Const)
	case s.Enum != nil:
		return enum(s)
	}
	var parts []string
	if own := w.ownType(s, indent); own != "" {
		parts = append(parts, own)
	}
	for _, of := range s.AllOf {
		if !w.leadsTo(of, s) {
			parts = append(parts, inParentheses(w.typeOf(of, indent)))
		}
	}
	for _, alternatives := range [][]*model.Schema{s.OneOf, s.AnyOf} {
		if union := w.union(s, alternatives, indent); union != "" {
			parts = append(parts, inParentheses(union))
		}
	}
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "unknown" })
	text := strings.Join(parts, " & ")
	switch {
	case text == "":
		return "unknown"
	case s.Nullable:
		return text + " | null"
	case len(parts) == 1:
		return strings.TrimSuffix(strings.TrimPrefix(text, "("), ")")
	}
	return text
}

// inParentheses sets a union apart from the parts next to it.
func inParentheses(text string) string {
	if strings.Contains(text, " | ") {
		return "(" + text + ")"
	}
	return text
}

// ownType returns what the types and properties of a schema say; empty: nothing.
func (w *typeWriter) ownType(s *model.Schema, indent string) string {
	if isObject(s) {
		return w.objectType(s, indent)
	}
	types := make([]string, 0, len(s.Types))
	for _, t := range s.Types {
		if text := w.simple(s, t, indent); !slices.Contains(types, text) {
			types = append(types, text)
		}
	}
	return inParentheses(strings.Join(types, " | "))
}

func (w *typeWriter) simple(s *model.Schema, name, indent string) string {
	switch name {
	case "string":
		return "string"
	case "integer", "number":
		return "number"
	case "boolean":
		return "boolean"
	case "null":
		return "null"
	case "array":
		return "readonly " + inArray(w.typeOf(s.Items, indent)) + "[]"
	}
	return w.objectType(s, indent)
}

func inArray(text string) string {
	if strings.ContainsAny(text, " \n") {
		return "(" + text + ")"
	}
	return text
}

func (w *typeWriter) objectType(s *model.Schema, indent string) string {
	if len(s.Properties) > 0 {
		return w.object(s, indent)
	}
	more := s.AdditionalProperties
	switch {
	case more != nil && more.Always != nil && !*more.Always:
		return "{ readonly [key: string]: never }"
	case more != nil && more.Always == nil:
		return "{ readonly [key: string]: " + w.typeOf(more, indent) + " }"
	}
	return "{ readonly [key: string]: unknown }"
}

func (w *typeWriter) object(s *model.Schema, indent string) string {
	var b strings.Builder
	b.WriteString("{\n")
	inner := indent + "  "
	for _, p := range s.Properties {
		b.WriteString(comment(inner, p.Schema.Description, deprecation(p.Schema.Deprecated)))
		optional := "?"
		if p.Required {
			optional = ""
		}
		b.WriteString(inner + "readonly " + key(p.Name) + optional + ": " + w.typeOf(p.Schema, inner) + ";\n")
	}
	if more := s.AdditionalProperties; more != nil && (more.Always == nil || *more.Always) {
		b.WriteString(inner + "readonly [key: string]: unknown;\n")
	}
	b.WriteString(indent + "}")
	return b.String()
}

func (w *typeWriter) union(of *model.Schema, alternatives []*model.Schema, indent string) string {
	var types []string
	for _, alternative := range alternatives {
		text := "unknown"
		if !w.leadsTo(alternative, of) {
			text = inParentheses(w.typeOf(alternative, indent))
		}
		if text == "unknown" {
			return ""
		}
		if !slices.Contains(types, text) {
			types = append(types, text)
		}
	}
	return strings.Join(types, " | ")
}

// leadsTo reports whether a type would be part of its own definition, which no alias
// may be.
func (w *typeWriter) leadsTo(s, target *model.Schema) bool {
	seen := map[*model.Schema]bool{}
	var visit func(s *model.Schema) bool
	visit = func(s *model.Schema) bool {
		if s == target {
			return true
		}
		if seen[s] {
			return false
		}
		seen[s] = true
		return slices.ContainsFunc(slices.Concat(s.AllOf, s.OneOf, s.AnyOf), visit)
	}
	return visit(s)
}

func enum(s *model.Schema) string {
	values, seen := make([]string, 0, len(s.Enum)), make(map[string]bool, len(s.Enum))
	add := func(text string) {
		if !seen[text] {
			seen[text] = true
			values = append(values, text)
		}
	}
	for _, value := range s.Enum {
		add(literal(value))
	}
	if s.Nullable {
		add("null")
	}
	if len(values) == 0 {
		return "never"
	}
	return strings.Join(values, " | ")
}

// plainNumber are numbers that the language writes as JSON does, and keeps exactly.
var plainNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,5})?$`)

// literal returns the type of exactly one value, where the language has it.
func literal(n *tree.Node) string {
	switch n.Kind {
	case tree.String:
		return quote(n.Text)
	case tree.Number:
		if plainNumber.MatchString(n.Text) {
			return n.Text
		}
		return "number"
	case tree.Bool:
		return n.Text
	case tree.Null:
		return "null"
	default:
		return "unknown"
	}
}
