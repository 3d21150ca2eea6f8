package golang

import (
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// kind is what the values of a schema are in Go.
type kind uint8

const (
	rawKind    kind = iota // anything: JSON as it is
	boolKind               // bool
	intKind                // int32, int64
	floatKind              // float32, float64
	bigKind                // a number as its text
	stringKind             // string
	bytesKind              // []byte, base64 in JSON
	timeKind               // time.Time
	dateKind               // types.Date
	enumKind               // a named string, integer or number with constants
	mixedKind              // an enumeration of values of several types
	listKind               // a slice
	tupleKind              // a struct that is an array in JSON
	mapKind                // a map
	structKind             // a struct
	unionKind              // a struct of which one field, or some, are set
	sameKind               // another schema's
)

// form is what a schema says about the shape of its values, with allOf taken
// together.
type form struct {
	kind kind

	same   *model.Schema // of sameKind
	basic  string        // of a scalar kind: "int32"
	enum   []*tree.Node
	elem   *model.Schema // of a list, a map; nil: anything
	items  []*model.Schema
	min    int // items of a tuple that must be there
	object *object
	union  *union
}

// object is what an object's schemas say together.
type object struct {
	properties []*property
	byName     map[string]*property
	required   []string

	additional *model.Schema // nil: the model does not say, or none are allowed
	closed     bool
	patterns   []*model.PatternProperty
	unions     []*union
}

// property is one property, and all that is said about it.
type property struct {
	name     string
	required bool
	schema   *model.Schema // nil: anything
}

// union is a oneOf, or an anyOf.
type union struct {
	oneOf         bool
	alternatives  []*model.Schema // without null
	discriminator *model.Discriminator
}

// parts gives a schema and all that it says must hold too, those first. A oneOf with
// one alternative is such a thing.
func parts(s *model.Schema) []*model.Schema {
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
			if rest := withoutNull(alternatives); len(rest) == 1 {
				add(rest[0])
			}
		}
		all = append(all, s)
	}
	add(s)
	return all
}

func withoutNull(schemas []*model.Schema) []*model.Schema {
	return slices.DeleteFunc(slices.Clone(schemas), isNull)
}

// isNull reports whether null is all that a schema allows.
func isNull(s *model.Schema) bool {
	if slices.Equal(s.Types, []string{"null"}) {
		return true
	}
	return len(s.Enum) > 0 && !slices.ContainsFunc(s.Enum, func(n *tree.Node) bool { return n.Kind != tree.Null }) ||
		s.Const.Is(tree.Null)
}

// isNullable reports whether a schema allows null beside its other values.
func isNullable(s *model.Schema) bool { return nullable(s, map[*model.Schema]bool{}) }

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
		if slices.ContainsFunc(alternatives, func(a *model.Schema) bool { return isNull(a) || nullable(a, seen) }) {
			return true
		}
	}
	// What is written beside a reference seldom says anything about types.
	structural := slices.DeleteFunc(slices.Clone(s.AllOf), func(p *model.Schema) bool { return !saysShape(p) })
	return len(structural) > 0 && !slices.ContainsFunc(structural, func(p *model.Schema) bool { return !nullable(p, seen) })
}

// saysShape reports whether a schema says of itself what its values look like, and
// does not only restrict or describe them.
func saysShape(s *model.Schema) bool {
	return len(s.Types) > 0 || s.Enum != nil || s.Const != nil || len(s.Properties) > 0 || len(s.PatternProperties) > 0 ||
		s.Items != nil || len(s.PrefixItems) > 0 || s.Always != nil ||
		s.AdditionalProperties != nil && s.AdditionalProperties.Always == nil ||
		len(s.AllOf) > 0 && slices.ContainsFunc(s.AllOf, saysShapeOnce) ||
		isUnion(s.OneOf) || isUnion(s.AnyOf)
}

// saysShapeOnce is saysShape without following references further: circular ones say
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

// formOf finds the shape of a schema's values.
func formOf(s *model.Schema) form {
	if s == nil || s.Always != nil {
		return form{}
	}
	if same := extended(s); same != nil {
		return form{kind: sameKind, same: same}
	}
	all := parts(s)
	shaping := slices.DeleteFunc(slices.Clone(all), func(p *model.Schema) bool { return !shapes(p) })
	if len(shaping) == 0 {
		return form{}
	}
	for _, p := range shaping {
		if p.Always != nil {
			return form{}
		}
	}
	found := scalarForm(shaping)
	if slices.ContainsFunc(shaping, isObject) {
		found = objectForm(all)
	}
	if found.kind == unionKind {
		if only, ok := uniform(found.union); ok {
			return only
		}
	}
	return found
}

// extended gives the only schema of those that hold too which says what values look
// like, if nothing beside it does.
func extended(s *model.Schema) *model.Schema {
	held := slices.Clone(s.AllOf)
	for _, alternatives := range [][]*model.Schema{s.OneOf, s.AnyOf} {
		if rest := withoutNull(alternatives); len(rest) == 1 {
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
		case saysShape(p) && only != nil && only != p, !saysShape(p) && (len(p.Required) > 0 || isOpen(p)):
			return nil
		case saysShape(p):
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
	return slices.ContainsFunc(parts(held), func(p *model.Schema) bool {
		return slices.Equal(p.Types, types) || len(p.Types) == 0 && isObject(p) && slices.Equal(types, []string{"object"})
	})
}

// isOpen reports whether a schema says that any other properties may be there.
func isOpen(s *model.Schema) bool {
	return s.AdditionalProperties != nil && s.AdditionalProperties.Always != nil
}

// uniform gives the form of alternatives that are all the same scalar: they differ in
// what they restrict.
func uniform(u *union) (form, bool) {
	var first form
	for i, a := range u.alternatives {
		f := form{kind: unionKind}
		if a.Name == "" && len(a.AllOf)+len(a.OneOf)+len(a.AnyOf) == 0 {
			f = formOf(a)
		}
		switch f.kind {
		case boolKind, intKind, floatKind, bigKind, stringKind, bytesKind, timeKind, dateKind:
		case rawKind:
			return form{}, true // one that accepts anything
		default:
			return form{}, false
		}
		if i > 0 && (f.kind != first.kind || f.basic != first.basic) {
			return form{}, false
		}
		first = f
	}
	return first, true
}

// shapes is saysShape for a part: what its own allOf says is a part too.
func shapes(s *model.Schema) bool {
	own := *s
	own.AllOf = nil
	if len(withoutNull(s.OneOf)) == 1 {
		own.OneOf = nil
	}
	if len(withoutNull(s.AnyOf)) == 1 {
		own.AnyOf = nil
	}
	return saysShape(&own)
}

// isObject reports whether a part describes an object.
func isObject(s *model.Schema) bool {
	if len(s.Types) > 0 {
		return slices.Equal(s.Types, []string{"object"})
	}
	return len(s.Properties) > 0 || len(s.PatternProperties) > 0 || s.AdditionalProperties != nil
}

// scalarForm takes together schemas of which none describes an object.
func scalarForm(shaping []*model.Schema) form {
	for _, p := range slices.Backward(shaping) {
		if u := unionOf(p); u != nil {
			return form{kind: unionKind, union: u}
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
			return typedForm(p)
		}
	}
	return form{}
}

// unionOf gives the alternatives of a schema, if there are any that differ in shape.
func unionOf(s *model.Schema) *union {
	for _, u := range []*union{{oneOf: true, alternatives: s.OneOf}, {alternatives: s.AnyOf}} {
		u.alternatives = withoutNull(u.alternatives)
		if len(u.alternatives) > 1 && isUnion(u.alternatives) {
			u.discriminator = s.Discriminator
			return u
		}
	}
	return nil
}

// typedForm is the form of a schema that says its type, and is no object.
func typedForm(s *model.Schema) form {
	types := slices.DeleteFunc(slices.Clone(s.Types), func(t string) bool { return t == "null" })
	if slices.Contains(types, "number") {
		types = slices.DeleteFunc(types, func(t string) bool { return t == "integer" })
	}
	if len(types) > 1 {
		return form{kind: unionKind, union: &union{alternatives: byType(s, types)}}
	}
	t := "array"
	switch {
	case len(types) == 1:
		t = types[0]
	case len(s.Types) > 0:
		return form{} // null only
	}
	switch t {
	case "string":
		return stringForm(s)
	case "integer":
		return integerForm(s)
	case "number":
		return numberForm(s)
	case "boolean":
		return form{kind: boolKind, basic: "bool"}
	case "array":
		return arrayForm(s)
	case "object":
		return objectForm([]*model.Schema{s})
	}
	return form{}
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

func stringForm(s *model.Schema) form {
	switch s.Format {
	case "date-time":
		return form{kind: timeKind}
	case "date":
		return form{kind: dateKind}
	case "byte", "base64":
		return form{kind: bytesKind}
	}
	if s.Node.Get("contentEncoding").Str() == "base64" {
		return form{kind: bytesKind}
	}
	return form{kind: stringKind, basic: "string"}
}

var maxInt64, minInt64 = new(big.Rat).SetInt64(math.MaxInt64), new(big.Rat).SetInt64(math.MinInt64)

func integerForm(s *model.Schema) form {
	switch {
	case s.Maximum != nil && s.Maximum.Cmp(maxInt64) > 0, s.Minimum != nil && s.Minimum.Cmp(minInt64) < 0, s.Format == "uint64":
		return form{kind: bigKind}
	case s.Format == "int32":
		return form{kind: intKind, basic: "int32"}
	}
	return form{kind: intKind, basic: "int64"}
}

func numberForm(s *model.Schema) form {
	switch s.Format {
	case "float":
		return form{kind: floatKind, basic: "float32"}
	case "decimal", "decimal128":
		return form{kind: bigKind}
	case "int32", "int64":
		return integerForm(s)
	}
	return form{kind: floatKind, basic: "float64"}
}

func arrayForm(s *model.Schema) form {
	if len(s.PrefixItems) == 0 {
		return form{kind: listKind, elem: s.Items}
	}
	f := form{kind: tupleKind, items: s.PrefixItems, elem: s.Items}
	if s.MinItems != nil {
		f.min = *s.MinItems
	}
	return f
}

// enumForm is the form of an enumeration: named constants where Go has such for the
// values' type.
func enumForm(s *model.Schema, values []*tree.Node) form {
	values = slices.DeleteFunc(slices.Clone(values), func(n *tree.Node) bool { return n.Kind == tree.Null })
	if len(values) == 0 {
		return form{}
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
		return form{kind: mixedKind, enum: values}
	case kinds[tree.Bool]:
		return form{kind: boolKind, basic: "bool"}
	case kinds[tree.String]:
		return form{kind: enumKind, basic: "string", enum: values}
	case integers && s.Format == "int32":
		return form{kind: enumKind, basic: "int32", enum: values}
	case integers:
		return form{kind: enumKind, basic: "int64", enum: values}
	case slices.ContainsFunc(values, func(n *tree.Node) bool { return !isFloat(n.Text) }):
		return form{kind: mixedKind, enum: values}
	}
	return form{kind: enumKind, basic: "float64", enum: values}
}

// isFloat reports whether a number is read from a float64 as it was.
func isFloat(text string) bool {
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
func objectForm(shaping []*model.Schema) form {
	o := &object{byName: map[string]*property{}}
	for _, p := range shaping {
		o.add(p)
	}
	o.finish()
	switch {
	case len(o.properties) == 0 && len(o.patterns) == 0 && o.additional == nil && len(o.unions) == 1:
		return form{kind: unionKind, union: o.unions[0]}
	case len(o.properties) > 0 || len(o.unions) > 0 || o.closed && len(o.patterns) == 0:
		return form{kind: structKind, object: o}
	case len(o.patterns) == 0:
		return form{kind: mapKind, elem: o.additional}
	case len(o.patterns) == 1 && o.additional == nil:
		return form{kind: mapKind, elem: o.patterns[0].Schema}
	}
	return form{kind: structKind, object: o}
}

func (o *object) add(s *model.Schema) {
	for _, p := range s.Properties {
		o.addProperty(p)
	}
	o.required = append(o.required, s.Required...)
	o.patterns = append(o.patterns, s.PatternProperties...)
	switch extra := s.AdditionalProperties; {
	case extra == nil:
	case extra.Always != nil && !*extra.Always:
		o.closed = true
	case o.additional == nil || o.additional.Always != nil:
		o.additional = extra
	}
	if u := unionOf(s); u != nil {
		o.unions = append(o.unions, u)
	}
}

// addProperty notes what one more schema says about a property.
func (o *object) addProperty(p *model.Property) {
	if p.Schema != nil && p.Schema.Always != nil && !*p.Schema.Always {
		return // must not be there
	}
	known := o.byName[p.Name]
	switch {
	case known == nil:
		known = &property{name: p.Name, schema: p.Schema}
		o.byName[p.Name] = known
		o.properties = append(o.properties, known)
	case known.schema != p.Schema:
		known.schema = both(known.schema, p.Schema)
	}
}

// both gives a schema that says what two say: one of them where that is enough.
func both(a, b *model.Schema) *model.Schema {
	switch {
	case a == nil || !saysShape(a):
		return b
	case b == nil || !saysShape(b):
		return a
	case isObject(a) && isObject(b):
		return &model.Schema{AllOf: []*model.Schema{a, b}, Description: b.Description, Nullable: a.Nullable && b.Nullable}
	}
	return b
}

// finish settles what can be told only when all was added.
func (o *object) finish() {
	for _, name := range o.required {
		p := o.byName[name]
		if p == nil {
			p = &property{name: name}
			o.byName[name] = p
			o.properties = append(o.properties, p)
		}
		p.required = true
	}
	o.unions = slices.DeleteFunc(o.unions, o.refines)
	if o.closed {
		o.additional = nil
	}
}

// refines reports whether alternatives say nothing but more about the properties
// that are there.
func (o *object) refines(u *union) bool {
	return !slices.ContainsFunc(u.alternatives, func(a *model.Schema) bool {
		if a.Name != "" || len(a.AllOf)+len(a.OneOf)+len(a.AnyOf) > 0 {
			return true
		}
		return len(a.Properties) == 0 && saysShape(a) && !isObject(a) ||
			slices.ContainsFunc(a.Properties, func(p *model.Property) bool { return o.byName[p.Name] == nil })
	})
}

// constants gives the texts that a property of an alternative may have, when the
// model restricts them.
func constants(s *model.Schema, name string) []string {
	var texts []string
	for _, part := range parts(s) {
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

// discriminated gives the values of a discriminator that stand for an alternative.
func (u *union) discriminated(alternative *model.Schema) []string {
	var values []string
	for _, m := range u.discriminator.Mapping {
		if m.Schema == alternative {
			values = append(values, m.Value)
		}
	}
	if len(values) == 0 {
		values = constants(alternative, u.discriminator.PropertyName)
	}
	if len(values) == 0 && alternative.Name != "" {
		values = []string{alternative.Name}
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// label gives what an alternative that has no name is called: after its title or its
// type.
func label(s *model.Schema, k kind) string {
	const brief = 40
	if s.Title != "" && len(s.Title) <= brief && strings.Trim(camel(s.Title), "_") != "" {
		return camel(s.Title)
	}
	return map[kind]string{
		rawKind: "JSON", boolKind: "Boolean", intKind: "Integer", floatKind: "Number", bigKind: "Number", stringKind: "String",
		bytesKind: "Bytes", timeKind: "Time", dateKind: "Date", enumKind: "Enum", mixedKind: "Enum", listKind: "List",
		tupleKind: "Tuple", mapKind: "Map", structKind: "Object", unionKind: "Union",
	}[k]
}
