package python

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// requestBody is the body that an operation takes.
type requestBody struct {
	typ, doc string
	reader   string // content.body(content.json("application/json")); empty: it takes none
}

// requestBody finds the type of the body, and declares those of forms.
func (w *handlerWriter) requestBody() *requestBody {
	body := w.o.RequestBody
	if body == nil || len(body.Content) == 0 {
		return &requestBody{typ: "None"}
	}
	var types []string
	for _, m := range body.Content {
		types = append(types, w.bodyType(m))
	}
	if !body.Required {
		types = append(types, "None")
	}
	must := ""
	if body.Required {
		must = ", must=True"
	}
	all := w.contents(body.Content, true)
	return &requestBody{typ: elsewhere(anyOf(types)), doc: body.Description, reader: "content.body(" + strings.Join(all, ", ") + must + ")"}
}

func (w *handlerWriter) bodyType(m *model.MediaType) string {
	switch shape.BodyOf(m) {
	case shape.JSON:
		return w.types.use(m.Schema, w.generator.names.operations[w.o].pascal+"RequestContent")
	case shape.Text:
		return "str"
	case shape.URLEncoded, shape.Multipart:
		if len(w.types.formProperties(m)) > 0 {
			w.declareForm(m)
			return w.formName(m)
		}
	case shape.Binary:
	}
	return "bytes"
}

func (w *handlerWriter) formName(m *model.MediaType) string {
	if shape.BodyOf(m) == shape.Multipart && slices.ContainsFunc(w.o.RequestBody.Content, func(m *model.MediaType) bool { return shape.BodyOf(m) == shape.URLEncoded }) {
		return w.names.pascal + "Multipart"
	}
	return w.names.pascal + "Form"
}

// formInputs returns the fields of a form as inputs.
func (w *handlerWriter) formInputs(m *model.MediaType) []*input {
	var inputs []*input
	for _, p := range w.types.formProperties(m) {
		in := &input{property: p.Name, schema: p.Schema, required: p.Required}
		w.setType(in)
		if shape.BodyOf(m) == shape.Multipart {
			in.setFile()
		}
		encoding := shape.Encoding(w.api, w.o, m, p.Name)
		style := encoding.Get("style").Str()
		in.asObject = style != ""
		in.source = sourceOf("field", p.Name, style, shape.Explode(encoding), in.isSingle())
		if !in.required && in.files == noFile {
			in.fallback = w.defaultOf(in)
		}
		inputs = append(inputs, in)
	}
	return inputs
}

func (in *input) setFile() {
	switch {
	case shape.IsFile(in.schema), in.schema != nil && in.form.Kind == shape.Raw:
		in.files, in.typ = oneFile, "File"
	case in.form.Kind == shape.List && shape.IsFile(in.form.Elem):
		in.files, in.typ = manyFiles, "list[File]"
	}
}

// declareForm declares the TypedDict of a form.
func (w *handlerWriter) declareForm(m *model.MediaType) {
	name := w.declare(w.formName(m))
	inputs := w.formInputs(m)
	f := &w.body
	f.P()
	f.P()
	doc := []string{"The form that " + title(w.o) + " takes."}
	if m.Schema != nil {
		doc = append(doc, sentence(m.Schema.Description))
	}
	isPlain := func(in *input) bool { return isIdentifier(in.property) && !slices.Contains(typeWords, in.property) }
	if slices.ContainsFunc(inputs, func(in *input) bool { return !isPlain(in) }) {
		f.P(name, ` = TypedDict("`, name, `", {`)
		for _, in := range inputs {
			f.P("    ", quote(in.property), ": ", field{required: in.isThere()}.in(quotedType(elsewhere(in.typ))), ",")
		}
		f.P("})")
		f.doc("", doc...)
		return
	}
	f.P("class ", name, "(TypedDict):")
	f.doc("    ", doc...)
	f.P()
	for _, in := range inputs {
		f.P("    ", in.property, ": ", field{required: in.isThere()}.in(elsewhere(in.typ)))
		if in.schema != nil && in.schema.Name == "" {
			f.doc("    ", sentence(in.schema.Description), deprecation(in.schema.Deprecated))
		}
	}
}

// isThere reports whether a field is there in any case.
func (in *input) isThere() bool { return in.required || in.fallback != "" }

// in wraps the type of a property that need not be there.
func (one field) in(expr string) string {
	if one.required {
		return expr
	}
	return "NotRequired[" + expr + "]"
}

// contents returns how bodies of media types are read and written: text and bytes of all media types together, JSON of each
// schema, and each form. Only what is read has a shape.
func (w *handlerWriter) contents(all []*model.MediaType, isRead bool) []string {
	var order []string
	types := map[string][]string{}
	shapes := map[string]string{}
	var forms []string
	for _, m := range all {
		kind, like := "binary", ""
		switch shape.BodyOf(m) {
		case shape.JSON:
			kind = "json"
			if isRead {
				like = w.shapes.use(m.Schema)
			}
		case shape.Text:
			kind = "text"
			if isEvents(m) && !isRead {
				kind = "events"
			}
		case shape.URLEncoded, shape.Multipart:
			if isRead && len(w.types.formProperties(m)) > 0 {
				forms = append(forms, w.form(m))
				continue
			}
		case shape.Binary:
		}
		key := kind + " " + like
		if types[key] == nil {
			order = append(order, key)
		}
		types[key] = append(types[key], quote(m.Type))
		shapes[key] = like
	}
	written := make([]string, 0, len(order)+len(forms))
	for _, key := range order {
		kind, _, _ := strings.Cut(key, " ")
		arguments := strings.Join(types[key], ", ")
		if like := shapes[key]; like != "" && like != anyShape {
			arguments += ", shape=" + like
		}
		written = append(written, "content."+kind+"("+arguments+")")
	}
	return append(written, forms...)
}

// form returns how a form is read.
func (w *handlerWriter) form(m *model.MediaType) string {
	var fields []string
	for _, in := range w.formInputs(m) {
		fields = append(fields, quote(in.property)+": "+w.reader(in))
	}
	kind := "form"
	if shape.BodyOf(m) == shape.Multipart {
		kind = "multipart"
	}
	return "content." + kind + "(" + quote(m.Type) + ", {" + strings.Join(fields, ", ") + "})"
}

const anyShape = "shape.anything"

// shapes are what JSON of requests looks like: a function for each schema that the model names.
type shapes struct {
	forms *shape.Forms
	scope *codegen.Scope
	names map[*model.Schema]string
	open  map[*model.Schema]bool
	texts []string // of functions
}

func newShapes(forms *shape.Forms) *shapes {
	return &shapes{
		forms: forms, scope: codegen.NewScope(append(slices.Clone(keywords), "shape", "cache")...),
		names: map[*model.Schema]string{}, open: map[*model.Schema]bool{},
	}
}

// use returns the expression of a schema's shape in the module of an operation.
func (s *shapes) use(schema *model.Schema) string {
	expr := s.of(schema)
	if name, ok := strings.CutPrefix(expr, "\x00"); ok {
		return "shapes." + name
	}
	return strings.ReplaceAll(expr, "\x00", "shapes.")
}

// of returns the expression of a schema's shape; names of functions are after a zero.
func (s *shapes) of(schema *model.Schema) string {
	if schema == nil {
		return anyShape
	}
	if name, ok := s.names[schema]; ok {
		return "\x00" + name
	}
	if s.open[schema] {
		return anyShape
	}
	s.open[schema] = true
	defer delete(s.open, schema)
	if schema.Name == "" {
		return s.written(schema)
	}
	switch f := s.forms.Target(schema); f.Kind {
	case shape.Struct, shape.Union, shape.List, shape.Map:
	default:
		return s.written(schema)
	}
	name := s.scope.Take(snakeName(schema.Name, "shape"))
	s.names[schema] = name
	at := len(s.texts)
	s.texts = append(s.texts, "")
	s.texts[at] = "@cache\ndef " + name + "() -> Shape:\n" + docstring("    ", "Describe "+schema.Name+".") +
		wrapped("    ", "return "+strings.ReplaceAll(s.written(schema), "\x00", "")) + "\n"
	return "\x00" + name
}

// written returns the expression of a shape that has no name.
func (s *shapes) written(schema *model.Schema) string {
	switch f := s.forms.Target(schema); f.Kind {
	case shape.Bool:
		return "shape.boolean"
	case shape.Int:
		return "shape.integer(" + strings.Join(bits(f.Basic), "") + ")"
	case shape.Float:
		return "shape.number(" + strings.Join(bits(f.Basic), "") + ")"
	case shape.Big:
		return "shape.big"
	case shape.String:
		return "shape.string()"
	case shape.Bytes:
		return "shape.base64"
	case shape.Time:
		return "shape.date_time"
	case shape.Date:
		return "shape.date"
	case shape.Enum:
		return s.enumeration(f)
	case shape.List:
		return "shape.list_of(" + s.of(f.Elem) + ")"
	case shape.Map:
		return "shape.map_of(" + s.of(f.Elem) + ")"
	case shape.Struct:
		return s.object(f.Object)
	case shape.Union:
		return s.union(f.Union)
	default:
		return anyShape
	}
}

func (s *shapes) enumeration(f shape.Form) string {
	var values []string
	for _, n := range f.Enum {
		if text := literal(n); text != "" {
			values = append(values, text)
		}
	}
	switch f.Basic {
	case "string":
		return "shape.string(" + strings.Join(values, ", ") + ")"
	case "float64":
		return "shape.number(" + strings.Join(values, ", ") + ")"
	}
	return "shape.integer(" + strings.Join(append(values, bits(f.Basic)...), ", ") + ")"
}

func (s *shapes) object(o *shape.ObjectForm) string {
	if len(o.Unions) > 0 {
		return anyShape // alternatives next to properties
	}
	var properties, required []string
	for _, p := range o.Properties {
		properties = append(properties, quote(p.Name)+": "+s.of(p.Schema))
		if p.Required {
			required = append(required, p.Name)
		}
	}
	text := "shape.object_of({" + strings.Join(properties, ", ") + "}"
	if len(required) > 0 {
		text += ", required=" + tuple(required)
	}
	if len(o.Patterns) == 0 && o.Additional != nil && o.Additional.Always == nil {
		text += ", rest=" + s.of(o.Additional)
	}
	return text + ")"
}

func (s *shapes) union(u *shape.UnionForm) string {
	alternatives := make([]string, len(u.Alternatives))
	for i, a := range u.Alternatives {
		alternatives[i] = s.of(a)
	}
	arguments := strings.Join(alternatives, ", ")
	if !u.OneOf {
		return "shape.any_of(" + arguments + ")"
	}
	if u.Discriminator != nil {
		var cases []string
		seen := map[string]bool{}
		for i, a := range u.Alternatives {
			for _, value := range u.Discriminated(a) {
				if !seen[value] {
					cases = append(cases, quote(value)+": "+alternatives[i])
				}
				seen[value] = true
			}
		}
		arguments += ", discriminator=" + quote(u.Discriminator.PropertyName) + ", by_value={" + strings.Join(cases, ", ") + "}"
	}
	return "shape.one_of(" + arguments + ")"
}

// shapesFile writes the shapes, unless there are none.
func (g *generator) shapesFile() *file {
	if len(g.shapes.texts) == 0 {
		return nil
	}
	f := g.handlerFile("shapes")
	f.doc("", "What JSON of requests looks like. Each shape is made when a request is first checked against it.")
	f.P()
	f.P("from __future__ import annotations")
	f.P()
	f.P("from functools import cache")
	f.P("from typing import TYPE_CHECKING")
	f.P()
	f.P("from ..gatewright.handler import shape")
	f.P()
	f.P("if TYPE_CHECKING:")
	f.P("    from ..gatewright.handler.shape import Shape")
	for _, text := range g.shapes.texts {
		f.P()
		f.P()
		f.P(strings.TrimSuffix(text, "\n"))
	}
	return f
}
