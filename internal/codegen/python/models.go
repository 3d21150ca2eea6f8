package python

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// Types of bodies are TypedDicts, lists, literals and unions of them: what json.loads
// gives and json.dumps takes is what they describe.

const anything = "Any"

// types are the types of a model. All are found when it is made, in the order of the
// document, so that what they are called does not depend on who asks first.
type types struct {
	forms   *shape.Forms
	inline  *codegen.InlineNames
	scope   *codegen.Scope
	names   map[*model.Schema]string
	open    map[*model.Schema]bool // being looked at: without a name of their own they have no end
	classes []*class
	taken   map[string]bool // names of classes
}

// class is a type of the module.
type class struct {
	name, doc  string
	deprecated bool

	alias  string // the type that it is another name of; empty: it is a TypedDict
	fields []field
	named  string // the TypedDict of its fields, when other properties may be there too
}

// field is a property of a TypedDict.
type field struct {
	name, expr, doc string
	required        bool
}

func newTypes(api *model.API, n *names) *types {
	t := &types{
		forms: shape.NewForms(), inline: codegen.NewInlineNames(api), scope: n.classes, names: n.schemas,
		open: map[*model.Schema]bool{}, taken: map[string]bool{},
	}
	for _, s := range api.Schemas {
		t.define(&class{name: t.names[s]}, s)
	}
	for _, o := range api.Operations {
		t.bodiesOf(o, n.operations[o].pascal)
	}
	for _, o := range api.Operations {
		t.inputsOf(o, n.operations[o].pascal)
	}
	for _, c := range t.classes {
		t.taken[c.name], t.taken[c.named] = true, true
	}
	return t
}

// bodiesOf finds the types of the bodies of an operation.
func (t *types) bodiesOf(o *model.Operation, name string) {
	if o.RequestBody != nil {
		for _, m := range o.RequestBody.Content {
			if shape.IsJSON(m) {
				t.use(m.Schema, name+"RequestContent")
			}
		}
	}
	for _, r := range o.Responses {
		for _, m := range r.Content {
			if shape.IsJSON(m) {
				t.use(m.Schema, responseName(name, r))
			}
		}
	}
}

// inputsOf finds the types of the parameters and of the fields of forms of an operation.
func (t *types) inputsOf(o *model.Operation, name string) {
	for _, p := range o.Parameters {
		t.use(shape.ParameterSchema(p), name+className(p.Name, "Parameter"))
	}
	if o.RequestBody != nil {
		for _, m := range o.RequestBody.Content {
			for _, p := range t.formProperties(m) {
				t.use(p.Schema, name+"Form"+className(p.Name, "Property"))
			}
		}
	}
	for _, r := range o.Responses {
		for _, m := range r.Content {
			if isEvents(m) {
				t.use(m.Schema, responseName(name, r))
			}
		}
	}
}

// formProperties returns the fields of a form.
func (t *types) formProperties(m *model.MediaType) []*shape.PropertyForm {
	if body := shape.BodyOf(m); m.Schema == nil || body != shape.URLEncoded && body != shape.Multipart {
		return nil
	}
	if o := t.forms.Target(m.Schema).Object; o != nil {
		return o.Properties
	}
	return nil
}

// responseName returns the name of the body of a response, for when it has none.
func responseName(operation string, r *model.Response) string {
	if r.Status == "default" {
		return operation + "DefaultResponse"
	}
	return operation + r.Status + "Response"
}

// ref stands for the name of a type until it is known which file names it.
func ref(name string) string { return "\x00" + name + "\x01" }

var refs = regexp.MustCompile("\x00([A-Za-z0-9_]+)\x01")

// inAnnotation writes a type in an annotation of the module of the types, which is not evaluated.
func inAnnotation(expr string) string { return refs.ReplaceAllString(expr, "$1") }

// inValue writes a type where the module of the types evaluates it: in quotes where it names others, whose order does not
// matter then.
func inValue(expr string) string {
	text := inAnnotation(expr)
	switch {
	case text == expr:
		return expr
	case strings.ContainsAny(text, `'\`) || !strings.Contains(text, `"`):
		return quote(text)
	}
	return "'" + text + "'"
}

// elsewhere writes a type in another module.
func elsewhere(expr string) string { return refs.ReplaceAllString(expr, "models.$1") }

// use returns the type of a schema's values, null included, where it is used.
func (t *types) use(s *model.Schema, name string) string {
	expr := t.value(s, name)
	if s != nil && expr != anything && shape.IsNullable(s) {
		return union([]string{expr, "None"})
	}
	return expr
}

// value returns the type of a schema's values but null.
func (t *types) value(s *model.Schema, name string) string {
	if s == nil {
		return anything
	}
	if known, ok := t.names[s]; ok {
		return ref(known)
	}
	if t.open[s] {
		return anything // a list of such lists, and so on
	}
	if shape.IsNull(s) {
		return "None"
	}
	t.open[s] = true
	defer delete(t.open, s)
	if t.hasName(s) {
		t.names[s] = t.scope.Take(t.inlineName(s, name))
		t.define(&class{name: t.names[s]}, s)
		return ref(t.names[s])
	}
	return t.written(s, name)
}

// hasName reports whether the type of a schema that the model does not name has a name. A single value is as short as one.
func (t *types) hasName(s *model.Schema) bool {
	switch f := t.forms.Of(s); f.Kind {
	case shape.Struct:
		return true
	case shape.Enum, shape.Mixed:
		return len(f.Enum) > 1
	case shape.Union:
		_, isInline := t.inline.Of(s, inlineClass)
		return isInline
	default:
		return false
	}
}

func inlineClass(words string) string { return className(words, "Model") }

// inlineName returns the name of the type of a schema that the model does not name; otherwise is that of one that does not come
// from the document.
func (t *types) inlineName(s *model.Schema, otherwise string) string {
	if name, ok := t.inline.Of(s, inlineClass); ok {
		return name
	}
	return shortened(otherwise, "")
}

// written returns a type that is written without declaring it.
func (t *types) written(s *model.Schema, name string) string {
	switch f := t.forms.Of(s); f.Kind {
	case shape.Same:
		if t.forms.Target(s).Kind == shape.Raw {
			return anything // nothing is said, or circles
		}
		return t.use(f.Same, name)
	case shape.Bool:
		return "bool"
	case shape.Int:
		return "int"
	case shape.Float, shape.Big:
		return "float" // as in type hints, an int is one too
	case shape.String, shape.Bytes, shape.Time, shape.Date:
		return "str"
	case shape.Enum, shape.Mixed:
		return literals(f.Enum)
	case shape.List:
		return "list[" + t.use(f.Elem, name+"Item") + "]"
	case shape.Map:
		return "dict[str, " + t.use(f.Elem, name+"Value") + "]"
	case shape.Tuple:
		return "list[" + anything + "]"
	case shape.Union:
		return t.unionOf(s, f.Union, name)
	default:
		return anything
	}
}

// define declares the type of a schema under a name.
func (t *types) define(c *class, s *model.Schema) {
	c.doc, c.deprecated = s.Description, s.Deprecated
	if strings.TrimSpace(c.doc) == "" {
		c.doc = s.Title
	}
	t.classes = append(t.classes, c)
	f := t.forms.Of(s)
	switch {
	case shape.IsNull(s):
		c.alias = "None"
	case f.Kind != shape.Struct:
		c.alias = t.written(s, c.name)
	default:
		t.defineObject(c, s, f.Object)
	}
}

// defineObject makes a TypedDict, or, where alternatives are next to properties, a
// union of such that all have these.
func (t *types) defineObject(c *class, s *model.Schema, o *shape.ObjectForm) {
	for _, u := range o.Unions {
		if slices.Contains(u.Alternatives, s) {
			continue // its parent says which children there are
		}
		var all []string
		for _, a := range u.Alternatives {
			if slices.Contains(shape.Parts(a), s) && t.names[a] != "" {
				all = append(all, ref(t.names[a]))
				continue
			}
			all = append(all, ref(t.variant(c, a, t.alternativeName(a), o)))
		}
		c.alias = union(all)
		return
	}
	t.fill(c, o)
}

// variant makes the TypedDict of an alternative that is next to properties.
func (t *types) variant(c *class, a *model.Schema, name string, beside *shape.ObjectForm) string {
	v := &class{name: t.scope.Take(t.inlineName(a, c.name+name)), doc: a.Description, deprecated: a.Deprecated}
	t.classes = append(t.classes, v)
	both := beside
	if own := t.forms.Target(a).Object; own != nil {
		both = beside.With(own)
	}
	t.fill(v, both)
	return v.name
}

func (t *types) alternativeName(a *model.Schema) string {
	if a.Name != "" {
		return className(a.Name, "Option")
	}
	return className(shape.Label(a, t.forms.Target(a).Kind), "Option")
}

// fill finds the fields of a TypedDict. One that may have other properties too is open.
func (t *types) fill(c *class, o *shape.ObjectForm) {
	if o.Additional != nil || len(o.Patterns) > 0 {
		c.named = t.scope.Take(shortened(c.name+"Properties", ""))
	}
	for _, p := range o.Properties {
		one := field{name: p.Name, required: p.Required, expr: t.use(p.Schema, c.name+className(p.Name, "Property"))}
		if p.Schema != nil {
			one.doc = strings.TrimSpace(sentence(p.Schema.Description) + " " + deprecation(p.Schema.Deprecated))
		}
		c.fields = append(c.fields, one)
	}
}

func deprecation(deprecated bool) string {
	if deprecated {
		return "It is deprecated."
	}
	return ""
}

// unionOf returns the type of alternatives. Values that are several alternatives at once
// are dicts as any.
func (t *types) unionOf(s *model.Schema, u *shape.UnionForm, name string) string {
	var all []string
	objects := 0
	for _, a := range u.Alternatives {
		if t.leadsTo(a, s) {
			return anything
		}
		expr := t.use(a, name+t.alternativeName(a))
		if expr == anything {
			return anything
		}
		if t.forms.Target(a).Kind == shape.Struct {
			objects++
		}
		all = append(all, expr)
	}
	if !u.OneOf && objects > 1 {
		all = append(all, "dict[str, "+anything+"]")
	}
	return union(all)
}

// leadsTo reports whether a type would be part of its own definition, which no alias may
// be.
func (t *types) leadsTo(s, target *model.Schema) bool {
	seen := map[*model.Schema]bool{}
	var visit func(s *model.Schema) bool
	visit = func(s *model.Schema) bool {
		if s == target {
			return true
		}
		if s == nil || seen[s] {
			return false
		}
		seen[s] = true
		switch f := t.forms.Of(s); f.Kind {
		case shape.Same:
			return visit(f.Same)
		case shape.Union:
			return slices.ContainsFunc(f.Union.Alternatives, visit)
		case shape.Struct:
			return len(f.Object.Unions) > 0 && slices.ContainsFunc(f.Object.Unions, func(u *shape.UnionForm) bool {
				return slices.Contains(u.Alternatives, target)
			})
		default:
			return false
		}
	}
	return visit(s)
}

// union returns the type of values that are of one of some types.
func union(types []string) string {
	all := distinct(types)
	if len(all) == 1 {
		return all[0]
	}
	return strings.Join(all, " | ")
}

// distinct leaves out what was there before.
func distinct(texts []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(texts), func(text string) bool {
		was := seen[text]
		seen[text] = true
		return was
	})
}

// literals returns the type of exactly some values, where the language has it.
func literals(values []*tree.Node) string {
	var exact, types []string
	for _, n := range values {
		switch n.Kind {
		case tree.String:
			exact = append(exact, quote(n.Text))
		case tree.Bool:
			exact = append(exact, map[string]string{"true": "True", "false": "False"}[n.Text])
		case tree.Number:
			if integer.MatchString(n.Text) {
				exact = append(exact, n.Text)
			} else {
				types = append(types, "float")
			}
		case tree.Null:
			types = append(types, "None")
		default:
			return anything
		}
	}
	if len(exact) > 0 {
		types = append([]string{"Literal[" + strings.Join(distinct(exact), ", ") + "]"}, types...)
	}
	return union(types)
}

var integer = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,18})$`)

// modelsFile writes the types.
func (g *generator) modelsFile() *file {
	body := &file{}
	for _, c := range g.types.classes {
		g.types.write(body, c)
	}
	f := newFile(g.module + "/models.py")
	f.doc("", "The types of bodies, as json.loads gives them and json.dumps takes them.")
	f.P()
	f.P("from __future__ import annotations")
	f.P()
	if used := typingIn(body); len(used) > 0 {
		f.P("from typing import ", strings.Join(used, ", "))
		f.P()
	}
	f.exports(g.types.exported())
	f.Text.WriteString(body.Text.String())
	return f
}

// typingIn returns what a file needs of the module typing.
func typingIn(f *file) []string {
	return slices.DeleteFunc(slices.Clone(typingWords), func(word string) bool { return !strings.Contains(f.Text.String(), word) })
}

// exported are the names of all types.
func (t *types) exported() []string {
	var all []string
	for _, c := range t.classes {
		all = append(all, c.name)
		if c.named != "" {
			all = append(all, c.named)
		}
	}
	return all
}

func (t *types) write(f *file, c *class) {
	f.P()
	f.P()
	doc := []string{c.doc, deprecation(c.deprecated)}
	switch {
	case c.alias != "":
		f.P(c.name, ": TypeAlias = ", inValue(c.alias))
		f.doc("", doc...)
	case c.named != "":
		f.P(c.name, `: TypeAlias = "`, c.named, ` | dict[str, `, anything, `]"`)
		f.doc("", append(doc, "Other properties may be there than those that are named.")...)
		f.P()
		f.P()
		t.writeDict(f, c.named, c.fields, "The properties of "+c.name+" that are named.")
	default:
		t.writeDict(f, c.name, c.fields, doc...)
	}
}

func (t *types) writeDict(f *file, name string, fields []field, doc ...string) {
	if slices.ContainsFunc(fields, t.needsQuotes) {
		f.P(name, ` = TypedDict("`, name, `", {`)
		for _, one := range fields {
			f.P("    ", quote(one.name), ": ", one.written(inValue), ",")
			if one.doc != "" {
				doc = append(doc, one.name+": "+one.doc)
			}
		}
		f.P("})")
		f.doc("", doc...)
		return
	}
	f.P("class ", name, "(TypedDict):")
	text := docstring("    ", doc...)
	f.Text.WriteString(text)
	if text != "" && len(fields) > 0 {
		f.P()
	}
	for _, one := range fields {
		f.P("    ", one.name, ": ", one.written(inAnnotation))
		f.doc("    ", one.doc)
	}
	if text == "" && len(fields) == 0 {
		f.P("    pass")
	}
}

func (one field) written(as func(string) string) string {
	if one.required {
		return as(one.expr)
	}
	return "NotRequired[" + as(one.expr) + "]"
}

// needsQuotes reports whether a property's name is not an attribute's, or would hide a type
// in its class.
func (t *types) needsQuotes(one field) bool {
	return !isIdentifier(one.name) || t.taken[one.name] || slices.Contains(typeWords, one.name)
}

var (
	typingWords = strings.Fields("Any Literal NotRequired TypeAlias TypedDict")
	typeWords   = append(strings.Fields("bool dict float int list str"), typingWords...)
)
