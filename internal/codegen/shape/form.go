// Package shape finds what the values of a schema look like, with all that is said of
// them taken together. Generators make their languages' types of it.
package shape

import (
	"math"
	"math/big"
	"slices"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// Kind is what the values of a schema are.
type Kind uint8

// The kinds of values.
const (
	Raw    Kind = iota // anything
	Bool               // true or false
	Int                // int32, int64: see Form.Basic
	Float              // float32, float64: see Form.Basic
	Big                // a number that needs all its digits
	String             // string
	Bytes              // bytes: base64 in JSON
	Time               // a time with its zone
	Date               // a day
	Enum               // strings, integers or numbers of a list
	Mixed              // values of several types of a list
	List               // a list of values of one schema
	Tuple              // a list whose items have schemas of their own
	Map                // an object whose properties are not named
	Struct             // an object with properties
	Union              // one, or some, of several schemas
	Same               // what another schema is
)

// Form is what a schema says about the shape of its values, with allOf taken
// together.
type Form struct {
	Kind Kind

	Same   *model.Schema // of Same
	Basic  string        // of a scalar kind: "int32"
	Enum   []*tree.Node
	Elem   *model.Schema // of a list, a map; nil: anything
	Items  []*model.Schema
	Min    int // items of a tuple that must be there
	Object *ObjectForm
	Union  *UnionForm
}

// ObjectForm is what an object's schemas say together.
type ObjectForm struct {
	forms      *Forms
	Properties []*PropertyForm
	byName     map[string]*PropertyForm
	required   []string

	Additional *model.Schema // nil: the model does not say, or none are allowed
	Closed     bool
	Patterns   []*model.PatternProperty
	Unions     []*UnionForm
}

// PropertyForm is one property, and all that is said about it.
type PropertyForm struct {
	Name     string
	Required bool
	Schema   *model.Schema // nil: anything
}

// UnionForm is a oneOf, or an anyOf.
type UnionForm struct {
	OneOf         bool
	Alternatives  []*model.Schema // without null
	Discriminator *model.Discriminator
}

// Parts returns a schema and all that it says must hold too, those first. A oneOf with
// one alternative is such a thing.
func Parts(s *model.Schema) []*model.Schema {
	var all []*model.Schema
	seen := map[*model.Schema]bool{}
	var add func(*model.Schema)
	add = func(s *model.Schema) {
		if seen[s] {
			return
		}
		seen[s] = true
		for _, part := range s.AllOf {
			add(part)
		}
		for _, alternatives := range [][]*model.Schema{s.OneOf, s.AnyOf} {
			if rest := WithoutNull(alternatives); len(rest) == 1 {
				add(rest[0])
			}
		}
		all = append(all, s)
	}
	add(s)
	return all
}

// WithoutNull returns the schemas that allow more than null.
func WithoutNull(schemas []*model.Schema) []*model.Schema {
	return slices.DeleteFunc(slices.Clone(schemas), IsNull)
}

// IsNull reports whether null is all that a schema allows.
func IsNull(s *model.Schema) bool {
	if slices.Equal(s.Types, []string{"null"}) {
		return true
	}
	return len(s.Enum) > 0 && !slices.ContainsFunc(s.Enum, func(n *tree.Node) bool { return n.Kind != tree.Null }) ||
		s.Const.Is(tree.Null)
}

// IsNullable reports whether a schema allows null next to its other values.
func IsNullable(s *model.Schema) bool { return nullable(s, map[*model.Schema]bool{}) }

func nullable(s *model.Schema, seen map[*model.Schema]bool) bool {
	if s == nil || seen[s] {
		return false
	}
	seen[s] = true
	switch {
	case s.Nullable:
		return true
	case len(s.Types) > 0:
		return false
	case s.Enum != nil:
		return slices.ContainsFunc(s.Enum, func(n *tree.Node) bool { return n.Kind == tree.Null })
	}
	for _, alternatives := range [][]*model.Schema{s.OneOf, s.AnyOf} {
		if slices.ContainsFunc(alternatives, func(a *model.Schema) bool { return IsNull(a) || nullable(a, seen) }) {
			return true
		}
	}
	// What is written next to a reference seldom says anything about types.
	structural := slices.DeleteFunc(slices.Clone(s.AllOf), func(p *model.Schema) bool { return !SaysShape(p) })
	return len(structural) > 0 && !slices.ContainsFunc(structural, func(p *model.Schema) bool { return !nullable(p, seen) })
}

// SaysShape reports whether a schema says of itself what its values look like, and
// does not only restrict or describe them.
func SaysShape(s *model.Schema) bool {
	return len(s.Types) > 0 || s.Enum != nil || s.Const != nil || len(s.Properties) > 0 || len(s.PatternProperties) > 0 ||
		s.Items != nil || len(s.PrefixItems) > 0 || s.Always != nil ||
		s.AdditionalProperties != nil && s.AdditionalProperties.Always == nil ||
		len(s.AllOf) > 0 && slices.ContainsFunc(s.AllOf, saysShapeOnce) ||
		isUnion(s.OneOf) || isUnion(s.AnyOf)
}

// saysShapeOnce is SaysShape without following references further: circular ones say
// nothing.
func saysShapeOnce(s *model.Schema) bool {
	return s.Name != "" || len(s.Types) > 0 || s.Enum != nil || s.Const != nil || len(s.Properties) > 0 ||
		s.Items != nil || len(s.OneOf) > 0 || len(s.AnyOf) > 0 || len(s.AllOf) > 0
}

// isUnion reports whether alternatives tell shapes apart, and not only what is
// required.
func isUnion(alternatives []*model.Schema) bool {
	return slices.ContainsFunc(alternatives, func(a *model.Schema) bool { return saysShapeOnce(a) || len(a.PatternProperties) > 0 })
}

// Of finds the shape of a schema's values.
func Of(s *model.Schema) Form { return NewForms().Of(s) }

// ResolvedKind is the kind of a schema, or of the one that it is the same as.
func ResolvedKind(s *model.Schema) Kind { return NewForms().Target(s).Kind }

// Forms remembers the forms of schemas, so that a schema that is made, to say what two
// say, is made once. Whoever walks into what a form holds needs it: such schemas may
// hold themselves.
type Forms struct {
	known map[*model.Schema]Form
	made  map[[2]*model.Schema]*model.Schema
}

// NewForms returns a Forms that remembers nothing yet.
func NewForms() *Forms {
	return &Forms{known: map[*model.Schema]Form{}, made: map[[2]*model.Schema]*model.Schema{}}
}

// Of finds the shape of a schema's values.
func (fs *Forms) Of(s *model.Schema) Form {
	if known, ok := fs.known[s]; ok {
		return known
	}
	f := fs.find(s)
	fs.known[s] = f
	return f
}

// Target finds the shape of a schema's values, or of those of the schema that it is the
// same as.
func (fs *Forms) Target(s *model.Schema) Form {
	const far = 20
	f := fs.Of(s)
	for range far {
		if f.Kind != Same {
			return f
		}
		f = fs.Of(f.Same)
	}
	return Form{} // a circle
}

func (fs *Forms) find(s *model.Schema) Form {
	if s == nil || s.Always != nil {
		return Form{}
	}
	if same := extended(s); same != nil {
		return Form{Kind: Same, Same: same}
	}
	all := Parts(s)
	shaping := slices.DeleteFunc(slices.Clone(all), func(p *model.Schema) bool { return !shapes(p) })
	if len(shaping) == 0 {
		return Form{}
	}
	for _, p := range shaping {
		if p.Always != nil {
			return Form{}
		}
	}
	found := fs.scalarForm(s, shaping)
	if slices.ContainsFunc(shaping, IsObject) {
		found = fs.objectForm(s, all)
	}
	if found.Kind == Union {
		if only, ok := uniform(found.Union); ok {
			return only
		}
	}
	return found
}

// extended returns the only schema of those that hold too which says what values look
// like, if nothing next to it does.
func extended(s *model.Schema) *model.Schema {
	held := slices.Clone(s.AllOf)
	for _, alternatives := range [][]*model.Schema{s.OneOf, s.AnyOf} {
		if rest := WithoutNull(alternatives); len(rest) == 1 {
			held = append(held, rest[0])
		}
	}
	own := *s
	own.Types = nil
	if shapes(&own) || len(s.Required) > 0 || isOpen(s) {
		return nil
	}
	var only *model.Schema
	for _, p := range held {
		switch {
		case SaysShape(p) && only != nil && only != p, !SaysShape(p) && (len(p.Required) > 0 || isOpen(p)):
			return nil
		case SaysShape(p):
			only = p
		}
	}
	if only != nil && len(s.Types) > 0 && !repeats(s.Types, only) {
		return nil
	}
	return only
}

// repeats reports whether types say no more than a schema does that holds too.
func repeats(types []string, held *model.Schema) bool {
	return slices.ContainsFunc(Parts(held), func(p *model.Schema) bool {
		return slices.Equal(p.Types, types) || len(p.Types) == 0 && IsObject(p) && slices.Equal(types, []string{"object"})
	})
}

// isOpen reports whether a schema says that any other properties may be there.
func isOpen(s *model.Schema) bool {
	return s.AdditionalProperties != nil && s.AdditionalProperties.Always != nil
}

// shapes is SaysShape for a part: what its own allOf says is a part too.
func shapes(s *model.Schema) bool {
	own := *s
	own.AllOf = nil
	if len(WithoutNull(s.OneOf)) == 1 {
		own.OneOf = nil
	}
	if len(WithoutNull(s.AnyOf)) == 1 {
		own.AnyOf = nil
	}
	return SaysShape(&own)
}

// IsObject reports whether a part describes an object.
func IsObject(s *model.Schema) bool {
	if len(s.Types) > 0 {
		return slices.Equal(s.Types, []string{"object"})
	}
	return len(s.Properties) > 0 || len(s.PatternProperties) > 0 || s.AdditionalProperties != nil
}

// scalarForm takes together schemas of which none describes an object.
func (fs *Forms) scalarForm(s *model.Schema, shaping []*model.Schema) Form {
	for _, p := range slices.Backward(shaping) {
		if u := unionIn(s, p); u != nil {
			return unionForm(u)
		}
	}
	for _, p := range slices.Backward(shaping) {
		if p.Const != nil {
			return enumForm(p, []*tree.Node{p.Const})
		}
		if p.Enum != nil {
			return enumForm(p, p.Enum)
		}
	}
	for _, p := range slices.Backward(shaping) {
		if len(p.Types) > 0 || p.Items != nil || len(p.PrefixItems) > 0 {
			return fs.typedForm(p)
		}
	}
	return Form{}
}

// typedForm is the form of a schema that says its type, and is not an object.
func (fs *Forms) typedForm(s *model.Schema) Form {
	types := slices.DeleteFunc(slices.Clone(s.Types), func(t string) bool { return t == "null" })
	if slices.Contains(types, "number") {
		types = slices.DeleteFunc(types, func(t string) bool { return t == "integer" })
	}
	if len(types) > 1 {
		return Form{Kind: Union, Union: &UnionForm{Alternatives: byType(s, types)}}
	}
	t := "array"
	switch {
	case len(types) == 1:
		t = types[0]
	case len(s.Types) > 0:
		return Form{} // null only
	}
	switch t {
	case "string":
		return stringForm(s)
	case "integer":
		return integerForm(s)
	case "number":
		return numberForm(s)
	case "boolean":
		return Form{Kind: Bool, Basic: "bool"}
	case "array":
		return arrayForm(s)
	case "object":
		return fs.objectForm(s, []*model.Schema{s})
	}
	return Form{}
}

// byType makes an alternative of each type that a schema allows.
func byType(s *model.Schema, types []string) []*model.Schema {
	alternatives := make([]*model.Schema, len(types))
	for i, t := range types {
		one := *s
		one.Types, one.Name, one.Title, one.Description, one.Nullable, one.Deprecated = []string{t}, "", "", "", false, false
		if t != "object" {
			one.Properties, one.AdditionalProperties, one.PatternProperties, one.Required = nil, nil, nil, nil
		}
		if t != "array" {
			one.Items, one.PrefixItems = nil, nil
		}
		alternatives[i] = &one
	}
	return alternatives
}

func stringForm(s *model.Schema) Form {
	switch s.Format {
	case "date-time":
		return Form{Kind: Time}
	case "date":
		return Form{Kind: Date}
	case "byte", "base64":
		return Form{Kind: Bytes}
	}
	if s.Node.Get("contentEncoding").Str() == "base64" {
		return Form{Kind: Bytes}
	}
	return Form{Kind: String, Basic: "string"}
}

var maxInt64, minInt64 = new(big.Rat).SetInt64(math.MaxInt64), new(big.Rat).SetInt64(math.MinInt64)

func integerForm(s *model.Schema) Form {
	switch {
	case s.Maximum != nil && s.Maximum.Cmp(maxInt64) > 0, s.Minimum != nil && s.Minimum.Cmp(minInt64) < 0, s.Format == "uint64":
		return Form{Kind: Big}
	case s.Format == "int32":
		return Form{Kind: Int, Basic: "int32"}
	}
	return Form{Kind: Int, Basic: "int64"}
}

func numberForm(s *model.Schema) Form {
	switch s.Format {
	case "float":
		return Form{Kind: Float, Basic: "float32"}
	case "decimal", "decimal128":
		return Form{Kind: Big}
	case "int32", "int64":
		return integerForm(s)
	}
	return Form{Kind: Float, Basic: "float64"}
}

func arrayForm(s *model.Schema) Form {
	if len(s.PrefixItems) == 0 {
		return Form{Kind: List, Elem: s.Items}
	}
	f := Form{Kind: Tuple, Items: s.PrefixItems, Elem: s.Items}
	if s.MinItems != nil {
		f.Min = *s.MinItems
	}
	return f
}

// enumForm is the form of an enumeration: named constants where Go has such for the
// values' type.
func enumForm(s *model.Schema, values []*tree.Node) Form {
	values = slices.DeleteFunc(slices.Clone(values), func(n *tree.Node) bool { return n.Kind == tree.Null })
	if len(values) == 0 {
		return Form{}
	}
	kinds := map[tree.Kind]bool{}
	integers := true
	for _, v := range values {
		kinds[v.Kind] = true
		if _, ok := v.Int(); !ok {
			integers = false
		}
	}
	switch {
	case len(kinds) > 1 || kinds[tree.Sequence] || kinds[tree.Mapping]:
		return Form{Kind: Mixed, Enum: values}
	case kinds[tree.Bool]:
		return Form{Kind: Bool, Basic: "bool"}
	case kinds[tree.String]:
		return Form{Kind: Enum, Basic: "string", Enum: values}
	case integers && s.Format == "int32":
		return Form{Kind: Enum, Basic: "int32", Enum: values}
	case integers:
		return Form{Kind: Enum, Basic: "int64", Enum: values}
	case slices.ContainsFunc(values, func(n *tree.Node) bool { return !IsFloat(n.Text) }):
		return Form{Kind: Mixed, Enum: values}
	}
	return Form{Kind: Enum, Basic: "float64", Enum: values}
}

// IsFloat reports whether a number is read from a float64 as it was.
func IsFloat(text string) bool {
	exact, ok := new(big.Rat).SetString(text)
	if !ok {
		return false
	}
	x, _ := exact.Float64()
	if math.IsInf(x, 0) {
		return false
	}
	shortest, ok := new(big.Rat).SetString(big.NewFloat(x).Text('g', -1))
	return ok && shortest.Cmp(exact) == 0
}

// objectForm takes together schemas of which one describes an object.
func (fs *Forms) objectForm(s *model.Schema, shaping []*model.Schema) Form {
	o := &ObjectForm{forms: fs, byName: map[string]*PropertyForm{}}
	for _, p := range shaping {
		o.add(s, p)
	}
	o.finish()
	switch {
	case len(o.Unions) == 1 && o.Unions[0].includes(s):
		return Form{Kind: Union, Union: o.Unions[0]}
	case len(o.Properties) == 0 && len(o.Patterns) == 0 && o.Additional == nil && len(o.Unions) == 1:
		return Form{Kind: Union, Union: o.Unions[0]}
	case len(o.Properties) > 0 || len(o.Unions) > 0 || o.Closed && len(o.Patterns) == 0:
		return Form{Kind: Struct, Object: o}
	case len(o.Patterns) == 0:
		return Form{Kind: Map, Elem: o.Additional}
	case len(o.Patterns) == 1 && o.Additional == nil:
		return Form{Kind: Map, Elem: o.Patterns[0].Schema}
	}
	return Form{Kind: Struct, Object: o}
}

// add adds what part, which s includes, says.
func (o *ObjectForm) add(s, part *model.Schema) {
	for _, p := range part.Properties {
		o.addProperty(p)
	}
	o.required = append(o.required, part.Required...)
	o.Patterns = append(o.Patterns, part.PatternProperties...)
	switch extra := part.AdditionalProperties; {
	case extra == nil:
	case extra.Always != nil && !*extra.Always:
		o.Closed = true
	case o.Additional == nil || o.Additional.Always != nil:
		o.Additional = extra
	}
	switch u := unionIn(s, part); {
	case u == nil:
	case len(u.Alternatives) > 1:
		o.Unions = append(o.Unions, u)
	default: // the others lead back to s, so what this one describes may be there
		for _, p := range Parts(u.Alternatives[0]) {
			for _, property := range p.Properties {
				o.addProperty(property)
			}
		}
	}
}

// addProperty notes what one more schema says about a property.
func (o *ObjectForm) addProperty(p *model.Property) {
	if p.Schema != nil && p.Schema.Always != nil && !*p.Schema.Always {
		return // must not be there
	}
	known := o.byName[p.Name]
	switch {
	case known == nil:
		known = &PropertyForm{Name: p.Name, Schema: p.Schema}
		o.byName[p.Name] = known
		o.Properties = append(o.Properties, known)
	case known.Schema != p.Schema:
		known.Schema = o.forms.both(known.Schema, p.Schema)
	}
}

// both returns a schema that says what two say: one of them where that is enough.
func (fs *Forms) both(a, b *model.Schema) *model.Schema {
	switch {
	case a == nil || !SaysShape(a):
		return b
	case b == nil || !SaysShape(b):
		return a
	case slices.Contains(Parts(a), b):
		return a
	case slices.Contains(Parts(b), a):
		return b
	case !slices.ContainsFunc(Parts(a), IsObject) || !slices.ContainsFunc(Parts(b), IsObject):
		return b
	}
	pair := [2]*model.Schema{a, b}
	if fs.made[pair] == nil {
		fs.made[pair] = &model.Schema{AllOf: []*model.Schema{a, b}, Description: b.Description, Nullable: a.Nullable && b.Nullable}
	}
	return fs.made[pair]
}

// finish settles what can be told only when all was added.
func (o *ObjectForm) finish() {
	for _, name := range o.required {
		p := o.byName[name]
		if p == nil {
			p = &PropertyForm{Name: name}
			o.byName[name] = p
			o.Properties = append(o.Properties, p)
		}
		p.Required = true
	}
	o.Unions = slices.DeleteFunc(o.Unions, o.refines)
	if o.Closed {
		o.Additional = nil
	}
}

// refines reports whether alternatives say nothing but more about the properties
// that are there.
func (o *ObjectForm) refines(u *UnionForm) bool {
	return !slices.ContainsFunc(u.Alternatives, func(a *model.Schema) bool {
		if a.Name != "" || len(a.AllOf)+len(a.OneOf)+len(a.AnyOf) > 0 {
			return true
		}
		return len(a.Properties) == 0 && SaysShape(a) && !IsObject(a) ||
			slices.ContainsFunc(a.Properties, func(p *model.Property) bool { return o.byName[p.Name] == nil })
	})
}

// Constants returns the texts that a property of an alternative may have, when the
// model restricts them.
func Constants(s *model.Schema, name string) []string {
	var texts []string
	for _, part := range Parts(s) {
		p := part.Property(name)
		if p == nil || p.Schema == nil {
			continue
		}
		for _, n := range append(slices.Clone(p.Schema.Enum), p.Schema.Const) {
			if n.Is(tree.String) {
				texts = append(texts, n.Text)
			}
		}
	}
	return texts
}

// Discriminated returns the values of a discriminator that stand for an alternative.
func (u *UnionForm) Discriminated(alternative *model.Schema) []string {
	var values []string
	for _, m := range u.Discriminator.Mapping {
		if m.Schema == alternative {
			values = append(values, m.Value)
		}
	}
	if len(values) == 0 {
		values = Constants(alternative, u.Discriminator.PropertyName)
	}
	if len(values) == 0 && alternative.Name != "" {
		values = []string{alternative.Name}
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// With returns what an object's form and that of another one say together.
func (o *ObjectForm) With(other *ObjectForm) *ObjectForm {
	both := &ObjectForm{forms: o.forms, byName: map[string]*PropertyForm{}, Closed: o.Closed || other.Closed, Additional: o.Additional}
	if both.Additional == nil {
		both.Additional = other.Additional
	}
	for _, from := range []*ObjectForm{o, other} {
		both.Patterns = append(both.Patterns, from.Patterns...)
		for _, p := range from.Properties {
			both.addProperty(&model.Property{Name: p.Name, Schema: p.Schema})
			if p.Required {
				both.byName[p.Name].Required = true
			}
		}
	}
	return both
}
