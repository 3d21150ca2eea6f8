package typescript

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
)

// input is a value that a handler takes from a request: a parameter, or a field of a form.
type input struct {
	name, property, in string

	schema     *model.Schema
	form       shape.Form
	required   bool
	isJSON     bool // written as JSON, whatever its type
	asObject   bool // may be an object of several values
	isFile     string
	style      string
	explode    *bool
	doc        string
	deprecated bool
}

// parameters returns the parameters of the operation. The names that are taken are no properties of the input.
func (w *handlerWriter) parameters(taken ...string) []*input {
	scope := codegen.NewScope(taken...)
	all := make([]*input, 0, len(w.operation.Parameters))
	for _, p := range w.operation.Parameters {
		s := shape.ParameterSchema(p)
		all = append(all, &input{
			name: p.Name, property: scope.Take(propertyName(p.Name)), in: p.In, schema: s, form: w.shapes.forms.Target(s),
			required: p.Required || p.In == "path", asObject: true, style: p.Style, explode: p.Explode,
			isJSON: p.Schema == nil && len(p.Content) > 0 && shape.BodyOf(p.Content[0]) == shape.JSON,
			doc:    p.Description, deprecated: p.Deprecated,
		})
	}
	return all
}

func propertyName(name string) string {
	property := naming.Camel(name)
	if property == "" || !isIdentifierName(property) {
		return "parameter" + identifier(property, "")
	}
	return property
}

// fields returns the fields of a form; nil where the schema does not describe any.
func (w *handlerWriter) fields(m *model.MediaType) []*input {
	if m.Schema == nil {
		return nil
	}
	o := w.shapes.forms.Target(m.Schema).Object
	if o == nil {
		return nil
	}
	all := make([]*input, 0, len(o.Properties))
	for _, p := range o.Properties {
		encoding := shape.Encoding(w.api, w.operation, m, p.Name)
		in := &input{
			name: p.Name, property: p.Name, in: "body", schema: p.Schema, form: w.shapes.forms.Target(p.Schema), required: p.Required,
			style: encoding.Get("style").Str(), explode: shape.Explode(encoding),
		}
		in.asObject = in.style != ""
		if shape.BodyOf(m) == shape.Multipart {
			in.setFile()
		}
		if p.Schema != nil && p.Schema.Name == "" {
			in.doc, in.deprecated = p.Schema.Description, p.Schema.Deprecated
		}
		all = append(all, in)
	}
	return all
}

func (in *input) setFile() {
	switch {
	case shape.IsFile(in.schema), in.schema != nil && in.form.Kind == shape.Raw:
		in.isFile = "one"
	case in.form.Kind == shape.List && shape.IsFile(in.form.Elem):
		in.isFile = "many"
	}
}

// isOptional reports whether a value may not be there, and has no default.
func (in *input) isOptional() bool { return !in.required && in.fallback() == nil }

// fallback returns what stands for a value that is not there, or nil.
func (in *input) fallback() expression {
	if in.required || in.isJSON || in.isFile != "" || in.schema == nil {
		return nil
	}
	for _, part := range slices.Backward(shape.Parts(in.schema)) {
		if part.Default != nil {
			return valueOf(part.Default)
		}
	}
	return nil
}

func (in *input) isList() bool { return in.form.Kind == shape.List && !in.isJSON }

func (in *input) isStruct() bool { return in.asObject && in.form.Kind == shape.Struct && !in.isJSON }

func (in *input) isMap() bool { return in.asObject && in.form.Kind == shape.Map && !in.isJSON }

// spec returns how a value is read.
func (w *handlerWriter) spec(in *input) expression {
	o := object{{"name", raw(quote(in.name))}}
	if in.property != in.name {
		o.add("property", raw(quote(in.property)))
	}
	o.add("in", raw(quote(in.in)))
	switch {
	case in.isFile != "":
		o.add("file", raw(quote(in.isFile)))
		in.addListChecks(&o)
	case in.isList():
		in.addStyle(&o)
		o.add("items", w.valueSpec(&input{schema: in.form.Elem, form: w.shapes.forms.Target(in.form.Elem)}))
		in.addListChecks(&o)
	case in.isMap():
		in.addStyle(&o)
		o.add("map", w.valueSpec(&input{schema: in.form.Elem, form: w.shapes.forms.Target(in.form.Elem)}))
	case in.isStruct():
		in.addStyle(&o)
		o.add("properties", w.propertySpecs(in.form.Object))
	default:
		if in.style == "label" || in.style == "matrix" {
			o.add("style", raw(quote(in.style)))
		}
		o = append(o, w.valueSpec(in)...)
	}
	if in.required {
		o.add("required", raw("true"))
	}
	if value := in.fallback(); value != nil {
		o.add("default", value)
	}
	return o
}

// addStyle says how a list or an object is written, where it is not as usual.
func (in *input) addStyle(o *object) {
	usual := "form"
	if in.in == "path" || in.in == "header" {
		usual = "simple"
	}
	style := in.style
	if style == "" {
		style = usual
	}
	if style != usual {
		o.add("style", raw(quote(style)))
	}
	if explodes := style == "form" || style == "deepObject"; in.explode != nil && *in.explode != explodes {
		o.add("explode", raw(strconv.FormatBool(*in.explode)))
	}
}

func (w *handlerWriter) propertySpecs(of *shape.ObjectForm) expression {
	all := list{}
	for _, p := range of.Properties {
		in := &input{name: p.Name, property: p.Name, in: "body", schema: p.Schema, form: w.shapes.forms.Target(p.Schema), required: p.Required}
		all = append(all, w.spec(in))
	}
	return all
}

func (in *input) addListChecks(o *object) {
	in.each(func(s *model.Schema) {
		if s.MinItems != nil && *s.MinItems > 0 {
			o.set("minItems", raw(strconv.Itoa(*s.MinItems)))
		}
		if s.MaxItems != nil {
			o.set("maxItems", raw(strconv.Itoa(*s.MaxItems)))
		}
		if s.UniqueItems && in.isFile == "" {
			o.set("uniqueItems", raw("true"))
		}
	})
}

// set adds a property, or replaces it.
func (o *object) set(key string, value expression) {
	if i := slices.IndexFunc(*o, func(p property) bool { return p.key == key }); i >= 0 {
		(*o)[i].value = value
		return
	}
	o.add(key, value)
}

// each calls a function with all that restricts a value.
func (in *input) each(f func(*model.Schema)) {
	if in.schema == nil {
		return
	}
	for _, part := range shape.Parts(in.schema) {
		f(part)
	}
}

// valueSpec returns how the text of a value is read.
func (w *handlerWriter) valueSpec(in *input) object {
	if in.isJSON {
		return w.shaped("json", in.schema)
	}
	o := object{}
	if in.schema == nil {
		o.add("type", w.runtime("string"))
		return o
	}
	switch in.form.Kind {
	case shape.String:
		o.add("type", w.runtime("string"))
		in.addStringChecks(&o)
	case shape.Int:
		o.add("type", w.runtime(integerParser(in.form.Basic)))
		in.addBounds(&o, true)
	case shape.Float, shape.Big:
		o.add("type", w.runtime("number"))
		in.addBounds(&o, false)
	case shape.Bool:
		o.add("type", w.runtime("boolean"))
	case shape.Bytes:
		o.add("type", w.runtime("byte"))
	case shape.Time:
		o.add("type", w.runtime("dateTime"))
	case shape.Date:
		o.add("type", w.runtime("date"))
	case shape.Enum:
		o.add("type", w.runtime(enumParser(in.form.Basic)))
		o.add("enum", valuesOf(in.form.Enum))
	case shape.List, shape.Tuple, shape.Map, shape.Struct:
		return w.shaped("json", in.schema)
	default:
		return w.shaped("value", in.schema)
	}
	return o
}

func (w *handlerWriter) shaped(parser string, s *model.Schema) object {
	return object{{"type", w.runtime(parser)}, {"shape", w.shape(s)}}
}

func integerParser(basic string) string {
	if basic == "int32" {
		return "int32"
	}
	return "integer"
}

func enumParser(basic string) string {
	switch basic {
	case "string":
		return "string"
	case "float64":
		return "number"
	}
	return integerParser(basic)
}

// formats are those that are checked.
var formats = map[string]string{
	"uuid": "uuid", "email": "email", "hostname": "hostname", "ipv4": "ipv4", "ipv6": "ipv6", "uri": "uri", "url": "uri", "time": "time",
}

func (in *input) addStringChecks(o *object) {
	var patterns []string
	in.each(func(s *model.Schema) {
		if format := formats[s.Format]; format != "" {
			o.set("format", raw(quote(format)))
		}
		if s.MinLength != nil && *s.MinLength > 0 {
			o.set("minLength", raw(strconv.Itoa(*s.MinLength)))
		}
		if s.MaxLength != nil {
			o.set("maxLength", raw(strconv.Itoa(*s.MaxLength)))
		}
		if s.Pattern != "" {
			patterns = append(patterns, s.Pattern)
		}
	})
	switch len(patterns) {
	case 0:
	case 1:
		o.add("pattern", raw(quote(patterns[0])))
	default:
		o.add("pattern", quotedList(patterns))
	}
}

func (in *input) addBounds(o *object, integer bool) {
	in.each(func(s *model.Schema) {
		switch {
		case s.Minimum == nil:
		case integer:
			o.addInteger("minimum", shape.Ceiling(s.Minimum, s.ExclusiveMinimum))
		default:
			o.set(exclusive("minimum", "exclusiveMinimum", s.ExclusiveMinimum), float(s.Minimum))
		}
		switch {
		case s.Maximum == nil:
		case integer:
			o.addInteger("maximum", shape.Floor(s.Maximum, s.ExclusiveMaximum))
		default:
			o.set(exclusive("maximum", "exclusiveMaximum", s.ExclusiveMaximum), float(s.Maximum))
		}
		if s.MultipleOf != nil && s.MultipleOf.Sign() > 0 && (!integer || s.MultipleOf.IsInt()) {
			o.set("multipleOf", float(s.MultipleOf))
		}
	})
}

// addInteger adds a bound that a number of JavaScript can hold; none other can be passed.
func (o *object) addInteger(key string, n *big.Int) {
	const bits = 53
	if n.BitLen() <= bits {
		o.set(key, raw(n.String()))
	}
}

func exclusive(inclusive, exclusive string, isExclusive bool) string {
	if isExclusive {
		return exclusive
	}
	return inclusive
}

func float(r *big.Rat) expression {
	x, _ := r.Float64()
	return raw(strconv.FormatFloat(x, 'g', -1, 64))
}

// typeOf returns the type of a value.
func (w *handlerWriter) typeOf(in *input, indent string) string {
	switch in.isFile {
	case "one":
		return w.runtimeType("UploadedFile")
	case "many":
		return "readonly " + w.runtimeType("UploadedFile") + "[]"
	}
	if in.schema == nil {
		return "string"
	}
	return w.use(w.used, in.schema, indent)
}
