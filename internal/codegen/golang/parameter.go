package golang

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/internal/pattern"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// handlerPath is the package that handlers run on.
const handlerPath = "github.com/gatewright/gatewright/handler"

func inHandler(name string) Ident { return Ident{handlerPath, name} }

// input is a value that a handler takes from a request: a parameter, a field of a
// form, a property of an object that is written into a parameter.
type input struct {
	name     string // in Go
	place    string // in the request: "path"
	property string // in the model
	source   Code   // handler.Query("limit")

	schema     *model.Schema
	typ        Type // of the value when it is there
	required   bool
	fallback   Code // what stands for it when it is not there; nil: nothing
	isJSON     bool // a text of JSON, whatever its type
	asObject   bool // may be an object of several values
	deprecated bool
	doc        string
}

// result reports what the code that reads an input gives.
type result uint8

const (
	aValue   result = iota
	aPointer        // nil when it is not there
	nilable         // a type that is nil when it is not there
)

// given returns how an input comes when it is read: as a value, a pointer or a nil.
func (in *input) given() result {
	switch k := in.typ.kind; {
	case in.isFile() == oneFile, in.isStruct():
		if in.required {
			return aValue
		}
		return aPointer
	case in.isFile() == manyFiles, in.isList(), in.isMap():
		return nilable
	case in.required, in.fallback != nil:
		return aValue
	case k == shape.Bytes, k == shape.Raw, k == shape.List, k == shape.Map:
		return nilable
	}
	return aPointer
}

// declared returns the type of an input's field.
func (in *input) declared() Type {
	if in.given() == aPointer {
		return in.typ.Optional()
	}
	return in.typ
}

func (in *input) isList() bool {
	return in.typ.kind == shape.List && !in.isJSON && in.isFile() == noFile
}

// isStruct reports whether the value is put together of several, each with a name.
func (in *input) isStruct() bool {
	return in.asObject && in.typ.kind == shape.Struct && in.typ.decl != nil && !in.isJSON
}

func (in *input) isMap() bool { return in.asObject && in.typ.kind == shape.Map && !in.isJSON }

// store returns how the input is put into a field of its declared type.
func (in *input) store() store {
	if in.given() == aPointer {
		return asPointer
	}
	return asValue
}

// isAny reports whether the value can be of any type: encoding/json reads it.
func (in *input) isAny() bool {
	if in.isFile() != noFile || in.isStruct() || in.isMap() || in.isList() || in.fallback != nil {
		return false
	}
	return in.isJSON || !slices.Contains(scalars, in.typ.kind)
}

// scalars are the kinds that have a parser of their own.
var scalars = []shape.Kind{
	shape.Bool, shape.Int, shape.Float, shape.String, shape.Bytes, shape.Time, shape.Date, shape.Enum, shape.Mixed,
}

// any returns the call that reads what can be of any type into what a pointer points to.
func (in *input) any(pointer string) Code {
	method := "Value"
	if in.isJSON || slices.Contains([]shape.Kind{shape.List, shape.Tuple, shape.Map, shape.Struct}, in.typ.kind) {
		method = "JSON"
	}
	return Code{"d.", method, "(", in.source, ", ", strconv.FormatBool(in.required), ", ", pointer, ")"}
}

// object returns the call that finds the properties of an object.
func (in *input) object() Code {
	return Code{"d.Object(", in.source, ", ", strconv.FormatBool(in.required), in.propertyNames(), ")"}
}

// read returns the expression that reads an input of one text, or a list or a map of them, or a file.
func (in *input) read(g *Generator) Code {
	switch {
	case in.isFile() == oneFile:
		return Code{in.function("OptionalFile", "RequiredFile"), "(d, ", in.source, ")"}
	case in.isFile() == manyFiles:
		return Code{in.function("Files", "RequiredFiles"), "(d, ", in.source, in.listChecks("handler.File"), ")"}
	case in.isMap():
		return Code{in.function("Map", "RequiredMap"), "(d, ", in.source, ", ", in.elementParser(g), ")"}
	case in.isList():
		return in.readList(g)
	case in.required:
		return Code{inHandler("Required"), "(d, ", in.source, ", ", in.parser(g), ")"}
	case in.fallback != nil:
		return Code{inHandler("Default"), "(d, ", in.source, ", ", in.parser(g), ", ", in.fallback, ")"}
	case in.given() == nilable:
		return Code{inHandler("Default"), "(d, ", in.source, ", ", in.parser(g), ", nil)"}
	}
	return Code{inHandler("Optional"), "(d, ", in.source, ", ", in.parser(g), ")"}
}

func (in *input) function(optional, required string) Ident {
	if in.required {
		return inHandler(required)
	}
	return inHandler(optional)
}

func (in *input) readList(g *Generator) Code {
	parser, checks := in.elementParser(g), in.listChecks("")
	switch {
	case in.required:
		return Code{inHandler("RequiredList"), "(d, ", in.source, ", ", parser, checks, ")"}
	case in.fallback != nil:
		return Code{inHandler("DefaultList"), "(d, ", in.source, ", ", parser, ", ", in.fallback, checks, ")"}
	}
	return Code{inHandler("List"), "(d, ", in.source, ", ", parser, checks, ")"}
}

// elementParser returns the parser of a list's items or a map's values.
func (in *input) elementParser(g *Generator) Code {
	schema := elementSchema(in.schema)
	value := g.types.of(schema)
	if value.IsZero() {
		value = Type{expr: Code{rawJSON}}
	}
	parser := (&input{schema: schema, typ: value, isJSON: in.isJSON}).parser(g)
	if schema != nil && shape.IsNullable(schema) && !value.CanBeNil() {
		return Code{inHandler("Pointer"), "(", parser, ")"}
	}
	return parser
}

// elementSchema returns the schema of a list's items or a map's values; nil: anything.
func elementSchema(s *model.Schema) *model.Schema { return shape.NewForms().Target(s).Elem }

// propertyNames returns the properties of an object as further arguments of a function.
func (in *input) propertyNames() Code {
	var names Code
	for _, f := range in.typ.decl.structure().fields {
		if f.tag == "" {
			names = append(names, ", ", Quote(f.property))
		}
	}
	return names
}

// parser returns the expression of a handler.Parse.
func (in *input) parser(g *Generator) Code {
	if in.isJSON {
		return Code{inHandler("JSON"), "[", in.typ, "]"}
	}
	switch in.typ.kind {
	case shape.String:
		return parserOf("String", in.typ, in.stringChecks())
	case shape.Int:
		return parserOf("Integer", in.typ, in.integerChecks())
	case shape.Float:
		return parserOf("Number", in.typ, in.numberChecks())
	case shape.Bool:
		return parserOf("Boolean", in.typ, nil)
	case shape.Bytes:
		return parserOf("Bytes", in.typ, nil)
	case shape.Time:
		return Code{inHandler("DateTime")}
	case shape.Date:
		return Code{Ident{runtimePath, "ParseDate"}}
	case shape.Enum, shape.Mixed:
		return in.enumParser(g)
	case shape.List, shape.Tuple, shape.Map, shape.Struct:
		return Code{inHandler("JSON"), "[", in.typ, "]"}
	default:
		return Code{inHandler("Value"), "[", in.typ, "]"}
	}
}

func parserOf(name string, t Type, checks []Code) Code {
	return Code{inHandler(name), "[", t, "](", Join(checks, ", "), ")"}
}

func (in *input) enumParser(g *Generator) Code {
	d := in.typ.decl
	for d.alias && d.under.decl != nil {
		d = d.under.decl
	}
	var parser Code
	switch {
	case d.kind == shape.Mixed:
		parser = Code{inHandler("Value"), "[", in.typ, "]"}
	case basicOf(d) == "string":
		parser = parserOf("String", in.typ, nil)
	case basicOf(d) == "float64":
		parser = parserOf("Number", in.typ, nil)
	default:
		parser = parserOf("Integer", in.typ, nil)
	}
	values := make([]Code, len(d.constants))
	for i, c := range d.constants {
		values[i] = Code{g.Core.Ident(c.name)}
	}
	const few = 4
	if len(values) > few {
		return Code{inHandler("OneOf"), "(", parser, ",\n", Join(values, ",\n"), ",\n)"}
	}
	return Code{inHandler("OneOf"), "(", parser, ", ", Join(values, ", "), ")"}
}

func basicOf(d *declaration) string {
	if len(d.under.expr) == 1 {
		if name, ok := d.under.expr[0].(string); ok {
			return name
		}
	}
	return ""
}

// each calls a function with all that restricts an input.
func (in *input) each(f func(*model.Schema)) {
	if in.schema == nil {
		return
	}
	for _, part := range shape.Parts(in.schema) {
		f(part)
	}
}

// formats are the checks of texts that a format asks for.
var formats = map[string]string{
	"uuid": "UUID", "email": "Email", "hostname": "Hostname", "ipv4": "IPv4", "ipv6": "IPv6", "uri": "URI", "url": "URI", "time": "Time",
}

func (in *input) stringChecks() []Code {
	var checks []Code
	in.each(func(s *model.Schema) {
		if name := formats[s.Format]; name != "" {
			checks = append(checks, Code{inHandler(name)})
		}
		if s.MinLength != nil && *s.MinLength > 0 {
			checks = append(checks, Code{inHandler("MinLength"), "(", *s.MinLength, ")"})
		}
		if s.MaxLength != nil {
			checks = append(checks, Code{inHandler("MaxLength"), "(", *s.MaxLength, ")"})
		}
		if s.Pattern != "" {
			checks = append(checks, patternCheck(s.Pattern)...)
		}
	})
	return checks
}

// patternCheck returns the check of a pattern; none where the pattern is not an ECMAScript.
func patternCheck(expression string) []Code {
	if translated, ok := goPattern(expression); ok {
		return []Code{{inHandler("Pattern"), "(", textPattern(translated), ")"}}
	}
	if _, err := pattern.CompileECMAScript(expression); err != nil {
		return nil
	}
	return []Code{{Ident{handlerPath + "/ecmascript", "Pattern"}, "(", textPattern(expression), ")"}}
}

// textPattern returns a raw literal where a quoted one would double backslashes.
func textPattern(expression string) string {
	if strings.Contains(expression, `\`) {
		return QuoteTag(expression)
	}
	return Quote(expression)
}

func (in *input) integerChecks() []Code {
	var checks []Code
	in.each(func(s *model.Schema) {
		if s.Minimum != nil {
			if n := shape.Ceiling(s.Minimum, s.ExclusiveMinimum); n.IsInt64() {
				checks = append(checks, Code{inHandler("Min"), "(", n.String(), ")"})
			}
		}
		if s.Maximum != nil {
			if n := shape.Floor(s.Maximum, s.ExclusiveMaximum); n.IsInt64() {
				checks = append(checks, Code{inHandler("Max"), "(", n.String(), ")"})
			}
		}
		if s.MultipleOf != nil && s.MultipleOf.IsInt() && s.MultipleOf.Num().IsInt64() && s.MultipleOf.Sign() > 0 {
			checks = append(checks, Code{inHandler("Multiple"), "(", s.MultipleOf.Num().String(), ")"})
		}
	})
	return checks
}

func (in *input) numberChecks() []Code {
	var checks []Code
	add := func(bound *big.Rat, isExclusive bool, exclusive, inclusive string) {
		if bound == nil {
			return
		}
		name := inclusive
		if isExclusive {
			name = exclusive
		}
		checks = append(checks, Code{inHandler(name), "(", float(bound), ")"})
	}
	in.each(func(s *model.Schema) {
		add(s.Minimum, s.ExclusiveMinimum, "MoreThan", "AtLeast")
		add(s.Maximum, s.ExclusiveMaximum, "LessThan", "AtMost")
		if s.MultipleOf != nil && s.MultipleOf.Sign() > 0 {
			add(s.MultipleOf, false, "", "MultipleOf")
		}
	})
	return checks
}

func float(r *big.Rat) string {
	x, _ := r.Float64()
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// listChecks returns the checks of a list, as further arguments of a function. Functions
// that cannot tell need the items' type.
func (in *input) listChecks(item string) Code {
	checks := Code{}
	elem := Code{item}
	if element := in.typ.element(); element != nil {
		elem = Code{*element}
	}
	in.each(func(s *model.Schema) {
		if s.MinItems != nil && *s.MinItems > 0 {
			checks = append(checks, Code{", ", inHandler("MinItems"), "[", elem, "](", *s.MinItems, ")"})
		}
		if s.MaxItems != nil {
			checks = append(checks, Code{", ", inHandler("MaxItems"), "[", elem, "](", *s.MaxItems, ")"})
		}
		if s.UniqueItems && item == "" && in.hasComparableItems() {
			checks = append(checks, Code{", ", inHandler("UniqueItems"), "[", elem, "]"})
		}
	})
	return checks
}

func (in *input) hasComparableItems() bool {
	element := in.typ.element()
	return element != nil && !element.ptr &&
		slices.Contains([]shape.Kind{shape.Bool, shape.Int, shape.Float, shape.Big, shape.String, shape.Date, shape.Enum, shape.Mixed}, element.kind)
}

// defaultOf returns the literal of a schema's default, where Go has one of the type.
func (g *Generator) defaultOf(s *model.Schema, t Type) Code {
	if s == nil {
		return nil
	}
	for _, part := range slices.Backward(shape.Parts(s)) {
		if part.Default != nil {
			return g.value(part.Default, s, t)
		}
	}
	return nil
}

func (g *Generator) value(n *tree.Node, s *model.Schema, t Type) Code {
	switch t.kind {
	case shape.String:
		if n.Kind == tree.String {
			return Code{Quote(n.Text)}
		}
	case shape.Bool:
		if n.Kind == tree.Bool {
			return Code{n.Text}
		}
	case shape.Int:
		if i, ok := n.Int(); ok && (!isInt32(t) || int(int32(i)) == i) {
			return Code{i}
		}
	case shape.Float:
		if n.Kind == tree.Number && shape.IsFloat(n.Text) {
			return Code{n.Text}
		}
	case shape.Enum, shape.Mixed:
		return g.constant(n, t)
	case shape.List:
		return g.listValue(n, s, t)
	default:
	}
	return nil
}

func isInt32(t Type) bool {
	if t.decl != nil {
		t = t.decl.under
	}
	return len(t.expr) == 1 && t.expr[0] == "int32"
}

func (g *Generator) constant(n *tree.Node, t Type) Code {
	d := t.decl
	for d.alias && d.under.decl != nil {
		d = d.under.decl
	}
	for _, c := range d.constants {
		if canonical(c.node) == canonical(n) {
			return Code{g.Core.Ident(c.name)}
		}
	}
	return nil
}

func (g *Generator) listValue(n *tree.Node, s *model.Schema, t Type) Code {
	if n.Kind != tree.Sequence || len(n.Items) == 0 {
		return nil
	}
	items := make([]Code, len(n.Items))
	element := elementSchema(s)
	for i, item := range n.Items {
		if items[i] = g.value(item, element, g.types.of(element)); items[i] == nil || shape.IsNullable(element) {
			return nil
		}
	}
	return Code{t, "{", Join(items, ", "), "}"}
}

// source returns the place of a parameter in a request.
func source(p *model.Parameter, isSingle bool) Code {
	constructor := map[string]string{"path": "Path", "query": "Query", "header": "Header", "cookie": "Cookie"}[p.In]
	place := Code{inHandler(constructor), "(", Quote(p.Name), ")"}
	return append(place, styled(p.Style, p.Explode, defaultStyle(p.In), isSingle)...)
}

func defaultStyle(in string) string {
	if in == "path" || in == "header" {
		return "simple"
	}
	return "form"
}

var styles = map[string]string{
	"simple": "Simple", "label": "Label", "matrix": "Matrix", "form": "Form", "spaceDelimited": "SpaceDelimited",
	"pipeDelimited": "PipeDelimited", "deepObject": "DeepObject",
}

// styled returns the call that sets another style than a place has anyway.
func styled(style string, explode *bool, usual string, isSingle bool) Code {
	if styles[style] == "" {
		style = usual
	}
	exploded := style == "form" || style == "deepObject"
	if explode != nil {
		exploded = *explode
	}
	if style == usual && (isSingle || exploded == (usual == "form")) {
		return nil
	}
	return Code{".As(", inHandler(styles[style]), ", ", strconv.FormatBool(exploded), ")"}
}

// parameters returns the parameters of an operation as inputs.
func (g *Generator) parameters(o *model.Operation, names *scope) []*input {
	inputs := make([]*input, 0, len(o.Parameters))
	for _, p := range o.Parameters {
		schema := shape.ParameterSchema(p)
		in := &input{
			place: p.In, property: p.Name, schema: schema, typ: g.types.of(schema), required: p.Required || p.In == "path",
			isJSON:   p.Schema == nil && len(p.Content) > 0 && shape.BodyOf(p.Content[0]) == shape.JSON,
			asObject: true, deprecated: p.Deprecated, doc: p.Description,
		}
		if in.typ.IsZero() {
			in.typ = Type{expr: Code{"string"}, kind: shape.String}
		}
		in.name = names.takeOr(Exported(p.Name), Exported(p.In)+camel(p.Name))
		in.source = source(p, !in.isList() && !in.isStruct() && !in.isMap())
		if !in.required {
			in.fallback = g.defaultOf(schema, in.typ)
		}
		if in.isJSON {
			in.fallback = nil
		}
		if in.doc == "" && schema != nil && schema.Name == "" {
			in.doc = schema.Description
		}
		inputs = append(inputs, in)
	}
	return inputs
}

// takeOr allocates a name, or another one when it is taken.
func (s *scope) takeOr(name, otherwise string) string {
	if s.taken[name] {
		name = otherwise
	}
	return s.take(name)
}
