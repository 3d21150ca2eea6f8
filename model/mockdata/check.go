package mockdata

import (
	"math/big"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// checker reports whether values are valid against schemas.
type checker struct {
	g         *Generator
	direction direction
	lenient   bool      // formats only describe
	open      []verdict // that are being reached, from the outermost to here
	effort    int       // spent
}

const (
	// maxCheckDepth bounds the nesting of values.
	maxCheckDepth = 1000
	// maxCheckEffort ends the check of alternatives that refer to each other over
	// and over.
	maxCheckEffort = 500_000
)

// check returns the first problem of a value against all schemas, or nil. Many
// validators do not look at formats, so the value must be valid without them, too:
// a format alone does not tell alternatives apart.
func (g *Generator) check(all conjunction, n *tree.Node, d direction) *problem {
	var hidden []string
	if d != either {
		for _, s := range all {
			hidden = append(hidden, g.hidden(s, d)...)
		}
	}
	for _, lenient := range []bool{false, true} {
		c := checker{g: g, direction: d, lenient: lenient}
		for _, s := range all {
			if p := c.check(s, n, hidden); p != nil {
				return p
			}
		}
		if n.Kind != tree.Mapping && n.Kind != tree.Sequence {
			break // no alternatives inside
		}
	}
	return nil
}

// verdict is what the checker knows of a value: only good news is kept.
type verdict struct {
	schema    *model.Schema
	node      *tree.Node
	direction direction
	lenient   bool
}

// check judges a value. Hidden are the names that the schemas next to this one
// leave out of the same value.
func (c *checker) check(s *model.Schema, n *tree.Node, hidden []string) *problem {
	if s.Always != nil {
		if *s.Always {
			return nil
		}
		return fail(s, "false", "the schema accepts nothing")
	}
	known := verdict{s, n, c.direction, c.lenient}
	composite := n.Kind == tree.Mapping || n.Kind == tree.Sequence
	if composite && len(hidden) == 0 && c.g.valid[known] {
		return nil
	}
	if c.effort++; len(c.open) > maxCheckDepth || c.effort > maxCheckEffort {
		return fail(s, "$ref", "the schemas nest too deeply")
	}
	if c.isOpen(known) {
		return fail(s, "$ref", "the schema refers to itself for the same value")
	}
	c.open = append(c.open, known)
	p := c.judge(s, n, hidden)
	c.open = c.open[:len(c.open)-1]
	if p == nil && composite && len(hidden) == 0 {
		c.g.valid[known] = true
	}
	return p
}

// isOpen reports whether the same question is being answered already. Those about
// the same value stand together at the end.
func (c *checker) isOpen(v verdict) bool {
	for i := len(c.open) - 1; i >= 0 && c.open[i].node == v.node; i-- {
		if c.open[i] == v {
			return true
		}
	}
	return false
}

func (c *checker) judge(s *model.Schema, n *tree.Node, hidden []string) *problem {
	f := c.g.facts(s)
	if f.unmodelled != "" {
		return fail(s, f.unmodelled, "this keyword is not understood, so no value can be proved valid")
	}
	if p := c.checkType(s, n, f.onlyNull); p != nil {
		return p
	}
	if p := c.checkValues(s, n); p != nil {
		return p
	}
	var p *problem
	switch n.Kind {
	case tree.Number:
		p = c.checkNumber(s, n)
	case tree.String:
		p = c.checkText(s, n)
	case tree.Sequence:
		p = c.checkArray(s, n)
	case tree.Mapping:
		if c.direction != either {
			hidden = append(slices.Clip(hidden), c.g.hidden(s, c.direction)...)
		}
		p = c.checkObject(s, n, hidden)
	case tree.Null, tree.Bool:
	}
	if p != nil {
		return p
	}
	if p := c.checkAlternatives(s, n, hidden); p != nil {
		return p
	}
	if f.closed && n.Kind == tree.Mapping {
		return c.checkUnevaluated(s, n, hidden)
	}
	return nil
}

func (c *checker) checkType(s *model.Schema, n *tree.Node, onlyNull bool) *problem {
	if onlyNull {
		if n.Kind == tree.Null {
			return nil
		}
		return fail(s, "type", "expected null, found %s", shown{n})
	}
	if len(s.Types) == 0 || n.Kind == tree.Null && s.Nullable {
		return nil
	}
	for _, t := range s.Types {
		if isType(n, t) {
			return nil
		}
	}
	return fail(s, "type", "expected %s, found %s", typeNames{s}, shown{n})
}

func isType(n *tree.Node, name string) bool {
	switch name {
	case "null":
		return n.Kind == tree.Null
	case "boolean":
		return n.Kind == tree.Bool
	case "number":
		return n.Kind == tree.Number
	case "integer":
		if n.Kind != tree.Number {
			return false
		}
		r, ok := number(n.Text)
		return ok && r.IsInt()
	case "string":
		return n.Kind == tree.String
	case "array":
		return n.Kind == tree.Sequence
	case "object":
		return n.Kind == tree.Mapping
	default:
		return false
	}
}

func (c *checker) checkValues(s *model.Schema, n *tree.Node) *problem {
	if s.Const != nil && !equal(s.Const, n) {
		return fail(s, "const", "expected %s, found %s", shown{s.Const}, shown{n})
	}
	if s.Enum != nil && !slices.ContainsFunc(s.Enum, func(e *tree.Node) bool { return equal(e, n) }) {
		return fail(s, "enum", "expected one of %s, found %s", choices(s.Enum), shown{n})
	}
	return nil
}

func (c *checker) checkNumber(s *model.Schema, n *tree.Node) *problem {
	if s.Minimum == nil && s.Maximum == nil && s.MultipleOf == nil && s.Format == "" {
		return nil
	}
	r, ok := number(n.Text)
	if !ok {
		return fail(s, "type", "the number is too large to calculate with")
	}
	if p := checkRange(s, n, r); p != nil {
		return p
	}
	if s.MultipleOf != nil && s.MultipleOf.Sign() > 0 && !new(big.Rat).Quo(r, s.MultipleOf).IsInt() {
		return fail(s, "multipleOf", "expected a multiple of %s, found %s", rational{s.MultipleOf}, n.Text)
	}
	if b, ok := numberFormats[s.Format]; ok && !c.lenient {
		if b.integer && !r.IsInt() || r.Cmp(b.low) < 0 || r.Cmp(b.high) > 0 {
			return fail(s, "format", "expected %s, found %s", s.Format, n.Text)
		}
	}
	return nil
}

func checkRange(s *model.Schema, n *tree.Node, r *big.Rat) *problem {
	if s.Minimum != nil {
		if order := r.Cmp(s.Minimum); order < 0 || order == 0 && s.ExclusiveMinimum {
			return fail(s, "minimum", "expected %s %s, found %s", bound("at least", "more than", s.ExclusiveMinimum), rational{s.Minimum}, n.Text)
		}
	}
	if s.Maximum != nil {
		if order := r.Cmp(s.Maximum); order > 0 || order == 0 && s.ExclusiveMaximum {
			return fail(s, "maximum", "expected %s %s, found %s", bound("at most", "less than", s.ExclusiveMaximum), rational{s.Maximum}, n.Text)
		}
	}
	return nil
}

func (c *checker) checkText(s *model.Schema, n *tree.Node) *problem {
	text := n.Text
	if s.MinLength != nil || s.MaxLength != nil {
		length := utf8.RuneCountInString(text)
		if s.MinLength != nil && length < *s.MinLength {
			return fail(s, "minLength", "expected at least %s, found %d", count{*s.MinLength, "character", "characters"}, length)
		}
		if s.MaxLength != nil && length > *s.MaxLength {
			return fail(s, "maxLength", "expected at most %s, found %d", count{*s.MaxLength, "character", "characters"}, length)
		}
	}
	if f, ok := formats[s.Format]; ok && !c.lenient && !f.valid(text) {
		return fail(s, "format", "expected %s, found %s", s.Format, shown{n})
	}
	if s.Pattern != "" {
		p, err := c.g.pattern(s.Pattern)
		if err != nil {
			return fail(s, "pattern", "%v", err)
		}
		if !p.Match(text) {
			return fail(s, "pattern", "expected a match of %s, found %s", s.Pattern, shown{n})
		}
	}
	return nil
}

func (c *checker) checkArray(s *model.Schema, n *tree.Node) *problem {
	switch {
	case s.MinItems != nil && len(n.Items) < *s.MinItems:
		return fail(s, "minItems", "expected at least %s, found %d", count{*s.MinItems, "item", "items"}, len(n.Items))
	case s.MaxItems != nil && len(n.Items) > *s.MaxItems:
		return fail(s, "maxItems", "expected at most %s, found %d", count{*s.MaxItems, "item", "items"}, len(n.Items))
	case s.UniqueItems && !distinct(n.Items):
		return fail(s, "uniqueItems", "expected different items, found one twice")
	}
	for i, item := range n.Items {
		of := s.Items
		if i < len(s.PrefixItems) {
			of = s.PrefixItems[i]
		}
		if of == nil {
			continue
		}
		if p := c.check(of, item, nil); p != nil {
			return p.in(strconv.Itoa(i))
		}
	}
	return c.checkContains(s, n)
}

func distinct(items []*tree.Node) bool {
	seen := newValueSet()
	for _, item := range items {
		if !seen.add(item) {
			return false
		}
	}
	return true
}

func (c *checker) checkContains(s *model.Schema, n *tree.Node) *problem {
	if s.Contains == nil {
		return nil
	}
	matching := 0
	for _, item := range n.Items {
		if c.check(s.Contains, item, nil) == nil {
			matching++
		}
	}
	if matching < minContains(s) {
		return fail(s, "contains", "expected at least %s that match, found %d", count{minContains(s), "item", "items"}, matching)
	}
	if s.MaxContains != nil && matching > *s.MaxContains {
		return fail(s, "maxContains", "expected at most %s that match, found %d", count{*s.MaxContains, "item", "items"}, matching)
	}
	return nil
}

func minContains(s *model.Schema) int {
	switch {
	case s.Contains == nil:
		return 0
	case s.MinContains != nil:
		return *s.MinContains
	default:
		return 1
	}
}

func (c *checker) checkObject(s *model.Schema, n *tree.Node, hidden []string) *problem {
	switch {
	case s.MinProperties != nil && len(n.Fields) < *s.MinProperties:
		return fail(s, "minProperties", "expected at least %s, found %d", count{*s.MinProperties, "property", "properties"}, len(n.Fields))
	case s.MaxProperties != nil && len(n.Fields) > *s.MaxProperties:
		return fail(s, "maxProperties", "expected at most %s, found %d", count{*s.MaxProperties, "property", "properties"}, len(n.Fields))
	}
	if name := missing(s.Required, n, hidden); name != "" {
		return fail(s, "required", "the property %q is missing", name)
	}
	for i := range n.Fields {
		f := &n.Fields[i]
		if p := c.checkName(s, f.Name); p != nil {
			return p
		}
		applied, p := c.g.propertySchemas(s, f.Name)
		if p != nil {
			return p
		}
		for _, of := range applied {
			if p := c.check(of, f.Value, nil); p != nil {
				return p.in(f.Name)
			}
		}
		if name := missing(s.DependentRequired[f.Name], n, hidden); name != "" {
			return fail(s, "dependentRequired", "the property %q is missing", name)
		}
	}
	return nil
}

func missing(names []string, n *tree.Node, hidden []string) string {
	for _, name := range names {
		if n.Field(name) == nil && !slices.Contains(hidden, name) {
			return name
		}
	}
	return ""
}

func (c *checker) checkName(s *model.Schema, name string) *problem {
	if s.PropertyNames == nil {
		return nil
	}
	if c.check(s.PropertyNames, tree.NewString(name), nil) != nil {
		return fail(s, "propertyNames", "the name %q is not allowed", name)
	}
	return nil
}

// propertySchemas returns what one schema asks of a property's value: its own
// description and the patterns that its name matches, else additionalProperties.
func (g *Generator) propertySchemas(s *model.Schema, name string) (conjunction, *problem) {
	var all conjunction
	if p := s.Property(name); p != nil {
		all = append(all, p.Schema)
	}
	for _, pp := range s.PatternProperties {
		pattern, err := g.pattern(pp.Pattern)
		if err != nil {
			return nil, fail(s, "patternProperties", "%v", err)
		}
		if pattern.Match(name) {
			all = append(all, pp.Schema)
		}
	}
	if len(all) == 0 && s.AdditionalProperties != nil {
		all = append(all, s.AdditionalProperties)
	}
	return all, nil
}

func (c *checker) checkAlternatives(s *model.Schema, n *tree.Node, hidden []string) *problem {
	for _, part := range s.AllOf {
		if p := c.check(part, n, hidden); p != nil {
			return p
		}
	}
	if s.AnyOf != nil && !slices.ContainsFunc(s.AnyOf, func(a *model.Schema) bool { return c.check(a, n, hidden) == nil }) {
		return fail(s, "anyOf", "expected an alternative that matches, found %s", shown{n})
	}
	if s.Not != nil && c.check(s.Not, n, hidden) == nil {
		p := fail(s, "not", "the value matches what it must not")
		p.overlapping = []*model.Schema{s.Not}
		return p
	}
	if s.OneOf == nil {
		return nil
	}
	var matched []*model.Schema
	for _, a := range s.OneOf {
		if c.check(a, n, hidden) == nil {
			matched = append(matched, a)
		}
	}
	switch len(matched) {
	case 1:
		return nil
	case 0:
		return fail(s, "oneOf", "expected an alternative that matches, found %s", shown{n})
	default:
		p := fail(s, "oneOf", "expected exactly one alternative to match, found %d", len(matched))
		p.overlapping = matched
		return p
	}
}

func (c *checker) checkUnevaluated(s *model.Schema, n *tree.Node, hidden []string) *problem {
	for i := range n.Fields {
		if name := n.Fields[i].Name; !c.evaluates(s, n, name, hidden) {
			return fail(s, "unevaluatedProperties", "the property %q is not described", name)
		}
	}
	return nil
}

// evaluates reports whether a property is described by a schema or by a part of
// it that the value is valid against.
func (c *checker) evaluates(s *model.Schema, n *tree.Node, name string, hidden []string) bool {
	if applied, p := c.g.propertySchemas(s, name); p == nil && len(applied) > 0 {
		return true
	}
	describes := func(part *model.Schema) bool {
		return c.check(part, n, hidden) == nil && c.evaluates(part, n, name, hidden)
	}
	return slices.ContainsFunc(s.AllOf, describes) || slices.ContainsFunc(s.OneOf, describes) || slices.ContainsFunc(s.AnyOf, describes)
}
