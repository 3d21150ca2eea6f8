package openapi

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// keyword puts what a keyword says into a schema. Values of a wrong kind have been
// reported and are skipped.
type keyword func(m *builder, s *model.Schema, v *tree.Node)

var keywords = map[string]keyword{
	"title":       text1(func(s *model.Schema) *string { return &s.Title }),
	"description": text1(func(s *model.Schema) *string { return &s.Description }),
	"format":      text1(func(s *model.Schema) *string { return &s.Format }),
	"pattern":     text1(func(s *model.Schema) *string { return &s.Pattern }),

	"enum":     func(_ *builder, s *model.Schema, v *tree.Node) { s.Enum = list(v) },
	"const":    func(_ *builder, s *model.Schema, v *tree.Node) { s.Const = v },
	"default":  func(_ *builder, s *model.Schema, v *tree.Node) { s.Default = v },
	"example":  func(_ *builder, s *model.Schema, v *tree.Node) { s.Example = v },
	"examples": func(_ *builder, s *model.Schema, v *tree.Node) { s.Examples = list(v) },

	"nullable": func(m *builder, s *model.Schema, v *tree.Node) { s.Nullable = s.Nullable || m.nullable && v.True() },

	"minimum":    bound1(func(s *model.Schema) **big.Rat { return &s.Minimum }),
	"maximum":    bound1(func(s *model.Schema) **big.Rat { return &s.Maximum }),
	"multipleOf": bound1(func(s *model.Schema) **big.Rat { return &s.MultipleOf }),

	"minLength":     count1(func(s *model.Schema) **int { return &s.MinLength }),
	"maxLength":     count1(func(s *model.Schema) **int { return &s.MaxLength }),
	"minItems":      count1(func(s *model.Schema) **int { return &s.MinItems }),
	"maxItems":      count1(func(s *model.Schema) **int { return &s.MaxItems }),
	"minContains":   count1(func(s *model.Schema) **int { return &s.MinContains }),
	"maxContains":   count1(func(s *model.Schema) **int { return &s.MaxContains }),
	"minProperties": count1(func(s *model.Schema) **int { return &s.MinProperties }),
	"maxProperties": count1(func(s *model.Schema) **int { return &s.MaxProperties }),

	"items":                schema1(func(s *model.Schema) **model.Schema { return &s.Items }),
	"contains":             schema1(func(s *model.Schema) **model.Schema { return &s.Contains }),
	"propertyNames":        schema1(func(s *model.Schema) **model.Schema { return &s.PropertyNames }),
	"additionalProperties": schema1(func(s *model.Schema) **model.Schema { return &s.AdditionalProperties }),
	"not":                  schema1(func(s *model.Schema) **model.Schema { return &s.Not }),

	"prefixItems": schemas1(func(s *model.Schema) *[]*model.Schema { return &s.PrefixItems }),
	"allOf":       schemas1(func(s *model.Schema) *[]*model.Schema { return &s.AllOf }),
	"oneOf":       schemas1(func(s *model.Schema) *[]*model.Schema { return &s.OneOf }),
	"anyOf":       schemas1(func(s *model.Schema) *[]*model.Schema { return &s.AnyOf }),

	"uniqueItems": func(_ *builder, s *model.Schema, v *tree.Node) { s.UniqueItems = v.True() },
	"readOnly":    func(_ *builder, s *model.Schema, v *tree.Node) { s.ReadOnly = v.True() },
	"writeOnly":   func(_ *builder, s *model.Schema, v *tree.Node) { s.WriteOnly = v.True() },
	"deprecated":  func(_ *builder, s *model.Schema, v *tree.Node) { s.Deprecated = v.True() },

	"properties":        (*builder).properties,
	"patternProperties": (*builder).patternProperties,
	"required":          func(_ *builder, s *model.Schema, v *tree.Node) { s.Required = v.Strings() },
	"dependentRequired": (*builder).dependentRequired,
	"discriminator":     (*builder).discriminator,

	"$anchor":        unsupported("$anchor", "a reference cannot use it; write a JSON pointer there"),
	"$dynamicAnchor": unsupported("$dynamicAnchor", "it is skipped"),
	"$dynamicRef":    unsupported("$dynamicRef", "the place it stands in accepts any value; use $ref"),
	"$recursiveRef":  unsupported("$recursiveRef", "the place it stands in accepts any value; use $ref"),
}

func list(v *tree.Node) []*tree.Node {
	if !v.Is(tree.Sequence) {
		return nil
	}
	return slices.Concat([]*tree.Node{}, v.Items) // an empty list is not nil: it allows nothing
}

func text1(field func(*model.Schema) *string) keyword {
	return func(_ *builder, s *model.Schema, v *tree.Node) { *field(s) = v.Str() }
}

func bound1(field func(*model.Schema) **big.Rat) keyword {
	return func(m *builder, s *model.Schema, v *tree.Node) { *field(s) = m.rat(v) }
}

func count1(field func(*model.Schema) **int) keyword {
	return func(m *builder, s *model.Schema, v *tree.Node) { *field(s) = m.count(v) }
}

func schema1(field func(*model.Schema) **model.Schema) keyword {
	return func(m *builder, s *model.Schema, v *tree.Node) { *field(s) = m.schema(v) }
}

func schemas1(field func(*model.Schema) *[]*model.Schema) keyword {
	return func(m *builder, s *model.Schema, v *tree.Node) { *field(s) = m.schemaList(v) }
}

func unsupported(name, consequence string) keyword {
	return func(m *builder, _ *model.Schema, v *tree.Node) {
		m.warnf(v.Position(), "unsupported-keyword", "%s is not supported: %s", name, consequence)
	}
}

func (m *builder) schemaList(v *tree.Node) []*model.Schema {
	if !v.Is(tree.Sequence) {
		return nil
	}
	schemas := make([]*model.Schema, 0, len(v.Items))
	for _, item := range v.Items {
		if s := m.schema(item); s != nil {
			schemas = append(schemas, s)
		}
	}
	return schemas
}

func (m *builder) properties(s *model.Schema, v *tree.Node) {
	if !v.Is(tree.Mapping) {
		return
	}
	s.Properties = make([]*model.Property, 0, len(v.Fields))
	for i := range v.Fields {
		f := &v.Fields[i]
		if p := m.schema(f.Value); p != nil {
			s.Properties = append(s.Properties, &model.Property{Name: f.Name, Schema: p, Position: fieldPosition(v, f)})
		}
	}
}

// markRequired reports the properties of an object which of them are required.
func markRequired(s *model.Schema) {
	if len(s.Required) == 0 {
		return
	}
	required := make(map[string]bool, len(s.Required))
	for _, name := range s.Required {
		required[name] = true
	}
	for _, p := range s.Properties {
		p.Required = required[p.Name]
	}
}

func (m *builder) patternProperties(s *model.Schema, v *tree.Node) {
	if !v.Is(tree.Mapping) {
		return
	}
	for _, f := range v.Fields {
		if p := m.schema(f.Value); p != nil {
			s.PatternProperties = append(s.PatternProperties, &model.PatternProperty{Pattern: f.Name, Schema: p})
		}
	}
}

func (m *builder) dependentRequired(s *model.Schema, v *tree.Node) {
	if !v.Is(tree.Mapping) {
		return
	}
	s.DependentRequired = make(map[string][]string, len(v.Fields))
	for _, f := range v.Fields {
		s.DependentRequired[f.Name] = f.Value.Strings()
	}
}

func (m *builder) discriminator(s *model.Schema, v *tree.Node) {
	if !v.Is(tree.Mapping) {
		return
	}
	name := v.Get("propertyName")
	if v.Field("propertyName") == nil {
		m.errorf(v.Position(), "missing-key", `the discriminator has no "propertyName"`)
		return
	}
	s.Discriminator = &model.Discriminator{PropertyName: name.Str()}
	mapping := v.Get("mapping")
	if !mapping.Is(tree.Mapping) {
		return
	}
	for _, f := range mapping.Fields {
		if to := m.schema(m.mapped(f.Value.Str())); to != nil {
			s.Discriminator.Mapping = append(s.Discriminator.Mapping, model.DiscriminatorMapping{Value: f.Name, Schema: to})
		}
	}
}

// mapped returns the schema that a discriminator's mapping names: by its name or by
// a reference.
func (m *builder) mapped(to string) *tree.Node {
	if named := m.lookup.descend(m.document, "components", "schemas", to); named != nil {
		return named
	}
	return m.target(to)
}

var typeNames = []string{"array", "boolean", "integer", "number", "object", "string", "null"}

// typeNames returns the types that the dialect knows.
func (m *builder) typeNames() []string {
	if m.nullType {
		return typeNames
	}
	return typeNames[:len(typeNames)-1]
}

// types sets the types of a schema. "null" makes it nullable and is listed only
// where nothing else is.
func (m *builder) types(s *model.Schema, v *tree.Node) {
	if v == nil {
		return
	}
	names := []*tree.Node{v}
	if v.Kind == tree.Sequence {
		names = v.Items
	}
	for _, n := range names {
		switch {
		case n.Kind != tree.String:
		case !slices.Contains(m.typeNames(), n.Text):
			m.unknownType(n)
		case n.Text == "null":
			s.Nullable = true
		case !slices.Contains(s.Types, n.Text):
			s.Types = append(s.Types, n.Text)
		}
	}
	if len(s.Types) == 0 && s.Nullable && m.nullType {
		s.Types = []string{"null"}
	}
}

// typeHelp reports what to write for type names that are none.
var typeHelp = map[string]string{
	"null":     `write "nullable: true" next to the type; "null" is a type in OpenAPI 3.1 only`,
	"any":      "leave the type out",
	"file":     `write "type: string" and "format: binary"`,
	"date":     `write "type: string" and "format: date"`,
	"datetime": `write "type: string" and "format: date-time"`,
	"uuid":     `write "type: string" and "format: uuid"`,
	"float":    `write "type: number"`,
	"double":   `write "type: number"`,
	"long":     `write "type: integer" and "format: int64"`,
	"list":     `write "type: array"`,
	"map":      `write "type: object" and "additionalProperties"`,
}

func (m *builder) unknownType(n *tree.Node) {
	d := m.errorf(n.Position(), "unknown-type", "%q is not a type (%s)", n.Text, strings.Join(m.typeNames(), ", "))
	if help := typeHelp[strings.ToLower(n.Text)]; help != "" {
		d.Help = help
		return
	}
	suggest(d, n.Text, m.typeNames())
}

// exclusiveBounds merges the two ways to exclude a bound: a boolean next to it and
// a number of its own.
func (m *builder) exclusiveBounds(s *model.Schema, n *tree.Node) {
	m.exclusive(n.Get("exclusiveMinimum"), &s.Minimum, &s.ExclusiveMinimum, 1)
	m.exclusive(n.Get("exclusiveMaximum"), &s.Maximum, &s.ExclusiveMaximum, -1)
}

func (m *builder) exclusive(v *tree.Node, limit **big.Rat, exclusive *bool, sign int) {
	switch {
	case v.Is(tree.Bool):
		*exclusive = v.True() && *limit != nil
		m.checkDialectOfBound(v, m.numericBounds)
	case v.Is(tree.Number):
		m.checkDialectOfBound(v, !m.numericBounds)
		own := m.rat(v)
		if own != nil && (*limit == nil || own.Cmp(*limit)*sign >= 0) {
			*limit, *exclusive = own, true
		}
	}
}

func (m *builder) checkDialectOfBound(v *tree.Node, foreign bool) {
	if foreign {
		m.warnf(v.Position(), "unsupported-exclusive-bound", "an exclusive bound is %s in OpenAPI %s, found %s",
			map[bool]tree.Kind{true: tree.Number, false: tree.Bool}[m.numericBounds], m.version, v.Kind)
	}
}

// maxExponent is the greatest power of ten in a number. It is that of a float64.
const maxExponent = 308

// rat returns a number exactly.
func (m *builder) rat(v *tree.Node) *big.Rat {
	if !v.Is(tree.Number) {
		return nil
	}
	if _, exponent, found := strings.Cut(strings.ToLower(v.Text), "e"); found {
		if e, err := strconv.Atoi(exponent); err != nil || e > maxExponent || e < -maxExponent {
			m.numberTooLarge(v)
			return nil
		}
	}
	if len(v.Text) > 2*maxExponent {
		m.numberTooLarge(v)
		return nil
	}
	r, ok := new(big.Rat).SetString(v.Text)
	if !ok {
		m.errorf(v.Position(), "invalid-number", "%q is not a number", v.Text)
		return nil
	}
	return r
}

func (m *builder) numberTooLarge(v *tree.Node) {
	m.errorf(v.Position(), "invalid-number", "the number %.40s is too large or too exact", v.Text)
}

// count returns an integer that is not negative. One beyond all integers is as good
// as the greatest.
func (m *builder) count(v *tree.Node) *int {
	r := m.rat(v)
	if r == nil {
		return nil
	}
	if r.Sign() < 0 || !r.IsInt() {
		m.errorf(v.Position(), "invalid-number", "an integer that is not negative is needed, found %s", v.Text)
		return nil
	}
	n := math.MaxInt
	if r.Num().IsInt64() && r.Num().Int64() <= math.MaxInt {
		n = int(r.Num().Int64())
	}
	return &n
}

// checkExtensionOfSelf reports schemas that contain themselves through allOf: no
// value could ever be checked against them.
func (m *builder) checkExtensionOfSelf() {
	const open, done = 1, 2
	state := map[*model.Schema]int{}
	type frame struct {
		s    *model.Schema
		next int
	}
	for _, s := range m.api.Schemas {
		if state[s] == done {
			continue
		}
		stack := []frame{{s: s}}
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			if top.next == 0 {
				state[top.s] = open
			}
			if top.next == len(top.s.AllOf) {
				state[top.s] = done
				stack = stack[:len(stack)-1]
				continue
			}
			child := top.s.AllOf[top.next]
			top.next++
			switch state[child] {
			case open:
				m.errorf(child.Position, "circular-schema", "the schema %sextends itself through allOf", quotedName(child))
			case 0:
				stack = append(stack, frame{s: child})
			}
		}
	}
}

func quotedName(s *model.Schema) string {
	if s.Name == "" {
		return ""
	}
	return strconv.Quote(s.Name) + " "
}
