package python

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
)

// input is a value that a handler takes from a request: a parameter, a field of a form, a property of an object that is
// written into a parameter.
type input struct {
	name     string // in Python
	property string // in the model
	source   string // read.query("limit")

	schema     *model.Schema
	form       shape.Form
	typ        string // of the value when it is there
	required   bool
	fallback   string // what stands for it when it is not there; empty: nothing
	isJSON     bool   // JSON, whatever its type
	asObject   bool   // may be an object of several values
	files      files
	deprecated bool
	doc        string
}

// files tells whether a field of a form holds files.
type files uint8

const (
	noFile files = iota
	oneFile
	manyFiles
)

// declared returns the type of an input's attribute.
func (in *input) declared() string {
	expr := elsewhere(in.typ)
	if in.required || in.fallback != "" || expr == anything {
		return expr
	}
	return union([]string{expr, "None"})
}

// initial returns the value that an attribute has by default.
func (in *input) initial() string {
	switch {
	case in.required, in.fallback != "" && in.isList():
		return ""
	case in.fallback != "":
		return " = " + in.fallback
	}
	return " = None"
}

// constant returns the name of the constant that reads an input.
func (in *input) constant() string { return "_" + strings.ToUpper(in.name) }

func (in *input) isList() bool {
	return in.form.Kind == shape.List && !in.isJSON && in.files == noFile
}

func (in *input) isStruct() bool {
	return in.asObject && in.form.Kind == shape.Struct && len(in.form.Object.Unions) == 0 && !in.isJSON
}

func (in *input) isMap() bool { return in.asObject && in.form.Kind == shape.Map && !in.isJSON }

func (in *input) isSingle() bool { return !in.isList() && !in.isStruct() && !in.isMap() }

// setType finds the shape and the type of an input.
func (g *generator) setType(in *input) {
	if in.schema == nil {
		in.form, in.typ = shape.Form{Kind: shape.String}, "str"
		return
	}
	in.form, in.typ = g.types.forms.Target(in.schema), g.types.use(in.schema, "")
}

// parameters returns the parameters of the operation.
func (w *handlerWriter) parameters() []*input {
	names := codegen.NewScope("self", "models")
	taken := map[string]bool{}
	inputs := make([]*input, 0, len(w.o.Parameters))
	for _, p := range w.o.Parameters {
		in := &input{
			property: p.Name, schema: shape.ParameterSchema(p), required: p.Required || p.In == "path", asObject: true,
			isJSON:     p.Schema == nil && len(p.Content) > 0 && shape.IsJSON(p.Content[0]),
			deprecated: p.Deprecated, doc: p.Description,
		}
		w.setType(in)
		in.name = parameterName(p.Name)
		if taken[in.name] {
			in.name = parameterName(p.In + " " + p.Name)
		}
		taken[in.name] = true
		in.name = names.Take(in.name)
		in.source = sourceOf(p.In, p.Name, p.Style, p.Explode, in.isSingle())
		if !in.required && !in.isJSON {
			in.fallback = w.defaultOf(in)
		}
		if in.doc == "" && in.schema != nil && in.schema.Name == "" {
			in.doc = in.schema.Description
		}
		inputs = append(inputs, in)
	}
	return inputs
}

// parameterName returns the name of an attribute: pet_id.
func parameterName(name string) string {
	id := naming.Snake(ascii(name))
	switch {
	case id == "":
		id = "parameter"
	case '0' <= id[0] && id[0] <= '9':
		id = "parameter_" + id
	}
	if slices.Contains(keywords, id) {
		id += "_"
	}
	return shortened(id, "_")
}

// sourceOf returns where a value is, with its style when the place has another one anyway.
func sourceOf(place, name, style string, explode *bool, isSingle bool) string {
	usual := "form"
	if place == "path" || place == "header" {
		usual = "simple"
	}
	if !slices.Contains(styles, style) {
		style = usual
	}
	exploded := style == "form" || style == "deepObject"
	if explode != nil {
		exploded = *explode
	}
	arguments := quote(name)
	if style != usual {
		arguments += ", " + quote(style)
	}
	if !isSingle && exploded != (usual == "form") {
		arguments += ", explode=" + boolean(exploded)
	}
	return "read." + place + "(" + arguments + ")"
}

var styles = strings.Fields("simple label matrix form spaceDelimited pipeDelimited deepObject")

func boolean(b bool) string {
	if b {
		return "True"
	}
	return "False"
}

// reader returns the expression that reads an input.
func (g *generator) reader(in *input) string {
	arguments := in.source
	var function string
	switch {
	case in.files == oneFile:
		function = in.choose("content.file", "content.required_file")
	case in.files == manyFiles:
		function, arguments = in.choose("content.files", "content.required_files"), arguments+in.listChecks()
	case in.isStruct():
		function, arguments = "read.object_of", arguments+", "+g.propertyReaders(in)+in.must()
	case in.isMap():
		function, arguments = "read.map_of", arguments+", "+g.elementParser(in)+in.must()
	case in.isList() && in.fallback != "":
		function, arguments = "read.default_items", arguments+", "+g.elementParser(in)+", "+in.fallback+in.listChecks()
	case in.isList():
		function, arguments = in.choose("read.items", "read.required_items"), arguments+", "+g.elementParser(in)+in.listChecks()
	case in.fallback != "" && !in.required:
		function, arguments = "read.default", arguments+", "+g.parser(in)+", "+in.fallback
	default:
		function, arguments = in.choose("read.optional", "read.required"), arguments+", "+g.parser(in)
	}
	return function + "(" + arguments + ")"
}

func (in *input) choose(optional, required string) string {
	if in.required {
		return required
	}
	return optional
}

func (in *input) must() string {
	if in.required {
		return ", must=True"
	}
	return ""
}

// propertyReaders returns the readers of an object's properties.
func (g *generator) propertyReaders(in *input) string {
	all := make([]string, len(in.form.Object.Properties))
	for i, p := range in.form.Object.Properties {
		one := &input{property: p.Name, schema: p.Schema, required: p.Required}
		g.setType(one)
		one.source = sourceOf("field", p.Name, "", nil, one.isSingle())
		all[i] = quote(p.Name) + ": " + g.reader(one)
	}
	return "{" + strings.Join(all, ", ") + "}"
}

// elementParser returns the parser of a list's items or a map's values.
func (g *generator) elementParser(in *input) string {
	one := &input{schema: in.form.Elem, isJSON: in.isJSON}
	if in.form.Elem == nil {
		return "parse.value()"
	}
	one.form = g.types.forms.Target(in.form.Elem)
	return g.parser(one)
}

// shaped returns a parser of values of a shape.
func (g *generator) shaped(parser string, s *model.Schema) string {
	if like := g.shapes.use(s); like != anyShape {
		return parser + "(" + like + ")"
	}
	return parser + "()"
}

// parser returns what makes a value of a string.
func (g *generator) parser(in *input) string {
	if in.isJSON {
		return g.shaped("parse.json_value", in.schema)
	}
	switch in.form.Kind {
	case shape.String:
		return "parse.string(" + strings.Join(in.stringChecks(), ", ") + ")"
	case shape.Int:
		return "parse.integer(" + strings.Join(append(in.integerChecks(), bits(in.form.Basic)...), ", ") + ")"
	case shape.Float:
		return "parse.number(" + strings.Join(append(in.numberChecks(), bits(in.form.Basic)...), ", ") + ")"
	case shape.Bool:
		return "parse.boolean"
	case shape.Big:
		return "parse.big"
	case shape.Bytes:
		return "parse.base64"
	case shape.Time:
		return "parse.date_time"
	case shape.Date:
		return "parse.date"
	case shape.Enum, shape.Mixed:
		return in.enumParser()
	case shape.List, shape.Tuple, shape.Map, shape.Struct:
		return g.shaped("parse.json_value", in.schema)
	default:
		return g.shaped("parse.value", in.schema)
	}
}

// bits returns the argument for numbers that have less room.
func bits(basic string) []string {
	switch basic {
	case "int32":
		return []string{"bits=32"}
	case "float32":
		return []string{"single=True"}
	}
	return nil
}

func (in *input) enumParser() string {
	parser := "parse.value()"
	if in.form.Kind == shape.Enum {
		switch in.form.Basic {
		case "string":
			parser = "parse.string()"
		case "float64":
			parser = "parse.number()"
		default:
			parser = "parse.integer(" + strings.Join(bits(in.form.Basic), "") + ")"
		}
	}
	values := []string{parser}
	for _, n := range in.form.Enum {
		if text := literal(n); text != "" {
			values = append(values, text)
		}
	}
	return "parse.one_of(" + strings.Join(distinct(values), ", ") + ")"
}

// literal returns a scalar as it is written; empty: it is none.
func literal(n *tree.Node) string {
	switch n.Kind {
	case tree.String:
		return quote(n.Text)
	case tree.Bool:
		return boolean(n.True())
	case tree.Number:
		return n.Text
	default:
		return ""
	}
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

// formats are the checks of strings that a format asks for.
var formats = map[string]string{
	"uuid": "uuid", "email": "email", "hostname": "hostname", "ipv4": "ipv4", "ipv6": "ipv6", "uri": "uri", "url": "uri", "time": "time",
}

func (in *input) stringChecks() []string {
	var checks []string
	in.each(func(s *model.Schema) {
		if name := formats[s.Format]; name != "" {
			checks = append(checks, "formats."+name)
		}
		if s.MinLength != nil && *s.MinLength > 0 {
			checks = append(checks, call("min_length", *s.MinLength))
		}
		if s.MaxLength != nil {
			checks = append(checks, call("max_length", *s.MaxLength))
		}
		if s.Pattern != "" {
			checks = append(checks, patternCheck(s.Pattern)...)
		}
	})
	return checks
}

func call(check string, bound int) string { return "check." + check + "(" + strconv.Itoa(bound) + ")" }

func (in *input) integerChecks() []string {
	var checks []string
	add := func(name string, n *big.Int) {
		if n.IsInt64() {
			checks = append(checks, "check."+name+"("+n.String()+")")
		}
	}
	in.each(func(s *model.Schema) {
		if s.Minimum != nil {
			add("at_least", shape.Ceiling(s.Minimum, s.ExclusiveMinimum))
		}
		if s.Maximum != nil {
			add("at_most", shape.Floor(s.Maximum, s.ExclusiveMaximum))
		}
		if s.MultipleOf != nil && s.MultipleOf.IsInt() && s.MultipleOf.Sign() > 0 {
			add("multiple_of", s.MultipleOf.Num())
		}
	})
	return checks
}

func (in *input) numberChecks() []string {
	var checks []string
	add := func(bound *big.Rat, isExclusive bool, exclusive, inclusive string) {
		if bound == nil {
			return
		}
		name := inclusive
		if isExclusive {
			name = exclusive
		}
		x, _ := bound.Float64()
		checks = append(checks, "check."+name+"("+strconv.FormatFloat(x, 'g', -1, 64)+")")
	}
	in.each(func(s *model.Schema) {
		add(s.Minimum, s.ExclusiveMinimum, "more_than", "at_least")
		add(s.Maximum, s.ExclusiveMaximum, "less_than", "at_most")
		if s.MultipleOf != nil && s.MultipleOf.Sign() > 0 {
			add(s.MultipleOf, false, "", "multiple_of")
		}
	})
	return checks
}

// listChecks returns the checks of a list, as further arguments.
func (in *input) listChecks() string {
	var checks strings.Builder
	in.each(func(s *model.Schema) {
		if s.MinItems != nil && *s.MinItems > 0 {
			checks.WriteString(", " + call("min_items", *s.MinItems))
		}
		if s.MaxItems != nil {
			checks.WriteString(", " + call("max_items", *s.MaxItems))
		}
		if s.UniqueItems && in.files == noFile && in.hasScalars() {
			checks.WriteString(", check.unique_items")
		}
	})
	return checks.String()
}

func (in *input) hasScalars() bool {
	if in.form.Elem == nil || shape.IsNullable(in.form.Elem) {
		return false
	}
	kinds := []shape.Kind{shape.Bool, shape.Int, shape.Float, shape.Big, shape.String, shape.Date, shape.Enum, shape.Mixed}
	return slices.Contains(kinds, shape.ResolvedKind(in.form.Elem))
}

// defaultOf returns the literal of a schema's default, where it is one of the type.
func (g *generator) defaultOf(in *input) string {
	if in.schema == nil {
		return ""
	}
	for _, part := range slices.Backward(shape.Parts(in.schema)) {
		if part.Default != nil {
			return g.valueOf(part.Default, in.form)
		}
	}
	return ""
}

func (g *generator) valueOf(n *tree.Node, f shape.Form) string {
	switch f.Kind {
	case shape.String:
		if n.Kind == tree.String {
			return quote(n.Text)
		}
	case shape.Bool:
		if n.Kind == tree.Bool {
			return literal(n)
		}
	case shape.Int:
		if i, ok := n.Int(); ok && (f.Basic != "int32" || int(int32(i)) == i) {
			return strconv.Itoa(i)
		}
	case shape.Float:
		if n.Kind == tree.Number && shape.IsFloat(n.Text) {
			return n.Text
		}
	case shape.Enum, shape.Mixed:
		if slices.ContainsFunc(f.Enum, func(e *tree.Node) bool { return e.Kind == n.Kind && literal(e) == literal(n) }) {
			return literal(n)
		}
	case shape.List:
		return g.listOf(n, f)
	default:
	}
	return ""
}

func (g *generator) listOf(n *tree.Node, f shape.Form) string {
	if n.Kind != tree.Sequence || len(n.Items) == 0 || f.Elem == nil || shape.IsNullable(f.Elem) {
		return ""
	}
	items := make([]string, len(n.Items))
	for i, item := range n.Items {
		if items[i] = g.valueOf(item, g.types.forms.Target(f.Elem)); items[i] == "" {
			return ""
		}
	}
	return "[" + strings.Join(items, ", ") + "]"
}
