package java

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// input is a value that a handler takes from a request: a parameter, a field of a form, a property of an object that is
// written into a parameter.
type input struct {
	name     string // in Java
	property string // in the model
	source   Code   // Source.query("limit")

	schema     *model.Schema
	form       shape.Form // of the schema
	typ        Type       // boxed
	class      *class     // of the type; nil: none of the model's
	required   bool
	fallback   Code // the default; nil: none
	isJSON     bool // a text of JSON, whatever its type
	asObject   bool // may be an object of several values
	files      files
	deprecated bool
	doc        string
}

// files reports whether a field of a form holds files.
type files uint8

const (
	noFile files = iota
	oneFile
	manyFiles
)

// newInput returns an input of a schema, without its source.
func (t *types) newInput(s *model.Schema, property string, required bool) *input {
	in := &input{property: property, schema: s, required: required, form: t.forms.Target(s), typ: lang("String")}
	if s == nil {
		in.form = shape.Form{Kind: shape.String, Basic: "string"}
		return in
	}
	in.typ = t.typeOf(s)
	in.class = t.classOf(s)
	return in
}

func (in *input) isList() bool {
	return in.form.Kind == shape.List && !in.isJSON && in.files == noFile
}

// isRecord reports whether the value is put together of several, each with a name.
func (in *input) isRecord() bool {
	return in.asObject && in.form.Kind == shape.Struct && in.class != nil && in.class.kind == recordClass && !in.isJSON
}

func (in *input) isMap() bool { return in.asObject && in.form.Kind == shape.Map && !in.isJSON }

// scalarKinds are the kinds that have a parser of their own.
var scalarKinds = []shape.Kind{
	shape.Bool, shape.Int, shape.Float, shape.String, shape.Bytes, shape.Time, shape.Date, shape.Enum, shape.Mixed,
}

// isAny reports whether Jackson reads the value, whatever its type.
func (in *input) isAny() bool { return in.isJSON || !slices.Contains(scalarKinds, in.form.Kind) }

// jsonKinds are the kinds of values that are written in JSON.
var jsonKinds = []shape.Kind{shape.List, shape.Tuple, shape.Map, shape.Struct}

// inputReader writes the code that reads inputs.
type inputReader struct {
	*generator
	*File

	names   scope // of methods
	records []*recordReader
}

// recordReader is a method that reads the properties of an object.
type recordReader struct {
	method string
	of     *class
}

// read returns the expression that reads an input with a decoder.
func (r *inputReader) read(in *input, decoder string) Code {
	call := func(method string, arguments ...any) Code {
		return append(Code{decoder, ".", method, "(", in.source}, append(arguments, ")")...)
	}
	required := strconv.FormatBool(in.required)
	switch {
	case in.files == oneFile:
		return call(in.either("optionalFile", "requiredFile"))
	case in.files == manyFiles:
		return call(in.either("files", "requiredFiles"), r.listChecks(in))
	case in.isRecord():
		return Code{r.reader(in), "(", call("object", ", ", required, in.propertyNames()), ")"}
	case in.isMap():
		return call("map", ", ", required, ", ", r.elementParser(in))
	case in.isList() && in.fallback != nil:
		return call("listOrDefault", ", ", r.elementParser(in), ", ", in.fallback, r.listChecks(in))
	case in.isList():
		return call(in.either("list", "requiredList"), ", ", r.elementParser(in), r.listChecks(in))
	case in.isAny():
		return call(in.anyMethod(), ", ", required, ", ", typeToken(in.typ))
	case in.fallback != nil:
		return call("orDefault", ", ", r.parser(in), ", ", in.fallback)
	}
	return call(in.either("optional", "required"), ", ", r.parser(in))
}

func (in *input) either(optional, required string) string {
	if in.required {
		return required
	}
	return optional
}

func (in *input) anyMethod() string {
	if in.isJSON || slices.Contains(jsonKinds, in.form.Kind) {
		return "json"
	}
	return "value"
}

// typeToken returns what tells Jackson a type.
func typeToken(t Type) Code {
	if len(t.expr) == 1 {
		return Code{t.expr, ".class"}
	}
	return Code{"new ", Ident{"com.fasterxml.jackson.core.type", "TypeReference"}, "<", t.expr, ">() {}"}
}

func (in *input) propertyNames() Code {
	var names Code
	for _, c := range in.class.components {
		names = append(names, ", ", Quote(c.property))
	}
	return names
}

// reader returns the name of the method that reads an object.
func (r *inputReader) reader(in *input) string {
	one := &recordReader{method: r.names.take("read" + className(in.name)), of: in.class}
	r.records = append(r.records, one)
	return one.method
}

// writeReaders writes the methods that read objects.
func (r *inputReader) writeReaders() {
	for _, one := range r.records {
		class := r.types.ident(one.of).expr
		r.P()
		r.P("private static ", class, " ", one.method, "(", r.runtime("Decoder"), " decoder) {")
		r.P("if (decoder == null) {")
		r.P("return null;")
		r.P("}")
		locals := newScope([]string{"decoder"}, keywords)
		var values []Code
		for _, c := range one.of.components {
			in := r.types.newInput(c.schema, c.property, c.required)
			in.source = Code{r.runtime("Source"), ".field(", Quote(c.property), ")"}
			in.typ = c.typ
			local := locals.take(c.name)
			r.P(c.typ.expr, " ", local, " = ", r.read(in, "decoder"), ";")
			value := Code{local}
			if c.isTriple() {
				nullable := jsonIdent("Nullable")
				value = Code{local, " == null ? ", nullable, ".absent() : ", nullable, ".of(", local, ")"}
			}
			values = append(values, value)
		}
		if one.of.rest != nil {
			values = append(values, Code{"null"})
		}
		r.P("return decoder.hasFailed() ? null : new ", class, "(", Join(values, ", "), ");")
		r.P("}")
	}
}

// elementParser returns the parser of a list's items or a map's values.
func (r *inputReader) elementParser(in *input) Code {
	element := r.types.newInput(in.form.Elem, "", true)
	element.isJSON = in.isJSON
	if in.form.Elem == nil {
		element.form, element.typ = shape.Form{Kind: shape.Raw}, jsonNode
	}
	return r.parser(element)
}

// parser returns the expression of a Parse.
func (r *inputReader) parser(in *input) Code {
	parse := func(name string, checks ...Code) Code {
		return Code{r.runtime("Parse"), ".", name, "(", Join(checks, ", "), ")"}
	}
	if in.isAny() {
		return parse(in.anyMethod(), typeToken(in.typ))
	}
	switch in.form.Kind {
	case shape.Int:
		return parse(parserNames[in.form.Basic], r.integerChecks(in)...)
	case shape.Float:
		return parse(parserNames[in.form.Basic], r.numberChecks(in)...)
	case shape.Bool:
		return parse("bool")
	case shape.Bytes:
		return parse("bytes")
	case shape.Time:
		return parse("dateTime")
	case shape.Date:
		return parse("date")
	case shape.Mixed:
		return parse("oneOf", literals(in.form.Enum)...)
	case shape.Enum:
		class := in.typ.expr
		return parse("oneOf", Code{class, ".values()"}, Code{class, "::value"}, parse(parserNames[in.form.Basic]))
	default:
		return parse("string", r.stringChecks(in)...)
	}
}

// parserNames are the parsers of scalars.
var parserNames = map[string]string{"int32": "int32", "int64": "int64", "float32": "float32", "float64": "float64", "string": "string", "bool": "bool"}

func literals(nodes []*tree.Node) []Code {
	all := make([]Code, len(nodes))
	for i, n := range nodes {
		all[i] = Code{Quote(string(n.JSON(false)))}
	}
	return all
}

// fallbackOf returns the expression of a schema's default, where Java has one of the type.
func (t *types) fallbackOf(in *input) Code {
	if in.schema == nil {
		return nil
	}
	for _, part := range slices.Backward(shape.Parts(in.schema)) {
		if part.Default != nil {
			return t.value(part.Default, in)
		}
	}
	return nil
}

func (t *types) value(n *tree.Node, in *input) Code {
	switch in.form.Kind {
	case shape.String:
		if n.Kind == tree.String {
			return Code{Quote(n.Text)}
		}
	case shape.Bool:
		if n.Kind == tree.Bool {
			return Code{n.Text}
		}
	case shape.Int:
		if i, ok := n.Int(); ok && (in.form.Basic != "int32" || int(int32(i)) == i) {
			return literal(n, scalars[in.form.Basic])
		}
	case shape.Float:
		if n.Kind == tree.Number && shape.IsFloat(n.Text) {
			return literal(n, scalars[in.form.Basic])
		}
	case shape.Enum:
		if in.class != nil {
			return t.constantOf(n, in.class)
		}
	case shape.List:
		return t.listValue(n, in)
	default:
	}
	return nil
}

func (t *types) constantOf(n *tree.Node, c *class) Code {
	for _, one := range c.constants {
		if bytes.Equal(one.node.JSON(false), n.JSON(false)) {
			return Code{t.ident(c).expr, ".", one.name}
		}
	}
	return nil
}

func (t *types) listValue(n *tree.Node, in *input) Code {
	if n.Kind != tree.Sequence || len(n.Items) == 0 || in.form.Elem == nil {
		return nil
	}
	element := t.newInput(in.form.Elem, "", true)
	items := make([]Code, len(n.Items))
	for i, item := range n.Items {
		if items[i] = t.value(item, element); items[i] == nil {
			return nil
		}
	}
	return Code{Ident{"java.util", "List"}, ".of(", Join(items, ", "), ")"}
}

// parameters returns the parameters of an operation as inputs.
func (g *generator) parameters(o *model.Operation) []*input {
	names := newMembers()
	inputs := make([]*input, 0, len(o.Parameters))
	for _, p := range o.Parameters {
		in := g.types.newInput(shape.ParameterSchema(p), p.Name, p.Required || p.In == "path")
		in.isJSON = p.Schema == nil && len(p.Content) > 0 && shape.BodyOf(p.Content[0]) == shape.JSON
		in.asObject, in.deprecated, in.doc = true, p.Deprecated, p.Description
		in.name = names.takeOr(memberName(p.Name), memberName(p.In+" "+p.Name))
		isSingle := !in.isList() && !in.isRecord() && !in.isMap()
		in.source = g.styled(Code{g.runtime("Source"), ".", p.In, "(", Quote(p.Name), ")"}, p.Style, p.Explode, defaultStyle(p.In), isSingle)
		if !in.required && !in.isJSON {
			in.fallback = g.types.fallbackOf(in)
		}
		if in.doc == "" && in.schema != nil && in.schema.Name == "" {
			in.doc = in.schema.Description
		}
		inputs = append(inputs, in)
	}
	return inputs
}

func defaultStyle(in string) string {
	if in == "path" || in == "header" {
		return "simple"
	}
	return "form"
}

// styleConstants are OpenAPI's styles in Java.
var styleConstants = map[string]string{
	"simple": "SIMPLE", "label": "LABEL", "matrix": "MATRIX", "form": "FORM", "spaceDelimited": "SPACE_DELIMITED",
	"pipeDelimited": "PIPE_DELIMITED", "deepObject": "DEEP_OBJECT",
}

// styled returns a source, with another style than its place has anyway.
func (g *generator) styled(source Code, style string, explode *bool, usual string, isSingle bool) Code {
	if styleConstants[style] == "" {
		style = usual
	}
	exploded := style == "form" || style == "deepObject"
	if explode != nil {
		exploded = *explode
	}
	if style == usual && (isSingle || exploded == (usual == "form")) {
		return source
	}
	return append(source, ".as(", g.runtime("Source"), ".Style.", styleConstants[style], ", ", strconv.FormatBool(exploded), ")")
}

// formProperties returns the fields of a form.
func (t *types) formProperties(s *model.Schema) []*shape.PropertyForm {
	if s == nil {
		return nil
	}
	if o := t.forms.Target(s).Object; o != nil {
		return o.Properties
	}
	return nil
}

// formInputs returns the fields of a form as inputs.
func (g *generator) formInputs(o *model.Operation, m *model.MediaType) []*input {
	names := newMembers()
	var inputs []*input
	for _, p := range g.types.formProperties(m.Schema) {
		in := g.types.newInput(p.Schema, p.Name, p.Required)
		in.name = names.take(memberName(p.Name))
		if shape.BodyOf(m) == shape.Multipart {
			g.setFile(in)
		}
		encoding := shape.Encoding(g.api, o, m, p.Name)
		in.asObject = encoding.Get("style").Str() != ""
		isSingle := !in.isList() && !in.isRecord() && !in.isMap()
		in.source = g.styled(Code{g.runtime("Source"), ".field(", Quote(p.Name), ")"}, encoding.Get("style").Str(), shape.Explode(encoding), "form", isSingle)
		if !in.required && in.files == noFile {
			in.fallback = g.types.fallbackOf(in)
		}
		if p.Schema != nil && p.Schema.Name == "" {
			in.doc = p.Schema.Description
		}
		inputs = append(inputs, in)
	}
	return inputs
}

func (g *generator) setFile(in *input) {
	file := Code{g.runtime("FormFile")}
	switch {
	case shape.IsFile(in.schema), in.schema != nil && in.form.Kind == shape.Raw:
		in.files, in.typ = oneFile, Type{file}
	case in.form.Kind == shape.List && shape.IsFile(in.form.Elem):
		in.files, in.typ = manyFiles, Type{Code{Ident{"java.util", "List"}, "<", file, ">"}}
	}
}

// members are the names of a record's components, and of the methods that return them in the manner of beans.
type members struct{ scope }

func newMembers(taken ...string) members {
	return members{newScope(objectMethods, reservedWords, packageRoots, []string{"read"}, taken)}
}

// reservedWords are the keywords that cannot name a variable or a method.
var reservedWords = slices.DeleteFunc(slices.Clone(keywords), func(word string) bool { return slices.Contains(contextualWords, word) })

// contextualWords are keywords in some places only, of which none is that of a component.
var contextualWords = strings.Fields("exports module open opens permits provides record requires sealed to transitive uses var when with")

// take allocates a name with which the method's is free, too.
func (m members) take(name string) string {
	for {
		candidate := m.scope.take(name)
		if !m.has(getter(candidate)) {
			m.reserve(getter(candidate))
			return candidate
		}
	}
}

// takeOr allocates a name, or another one when it is taken.
func (m members) takeOr(name, otherwise string) string {
	if m.has(name) || m.has(getter(name)) {
		name = otherwise
	}
	return m.take(name)
}

// getter returns the name of the method that returns a component.
func getter(name string) string { return "get" + strings.ToUpper(name[:1]) + name[1:] }
