package mockdata

import (
	"math/big"
	"slices"

	"github.com/gatewright/gatewright/model"
)

// negations returns schemas of which each rules out the given one. What they allow
// together may be less than its opposite; the values are checked in the end.
func (g *Generator) negations(s *model.Schema) []*model.Schema {
	f := g.facts(s)
	if !f.negated {
		f.negated = true
		f.negations = negate(s)
	}
	return f.negations
}

func negate(s *model.Schema) []*model.Schema {
	if s.Always != nil {
		return nil
	}
	return slices.Concat(
		negateType(s), negateAlternatives(s), negateNumber(s), negateText(s),
		negateArray(s), negateObject(s))
}

func not(s *model.Schema) *model.Schema { return &model.Schema{Not: s} }

func negateType(s *model.Schema) []*model.Schema {
	if len(s.Types) == 0 || slices.Contains(s.Types, "number") && slices.Contains(s.Types, "integer") {
		return nil
	}
	var others []string
	for _, name := range []string{"string", "number", "boolean", "object", "array"} {
		if !slices.Contains(s.Types, name) && (name != "number" || !slices.Contains(s.Types, "integer")) {
			others = append(others, name)
		}
	}
	return []*model.Schema{{Types: others}}
}

func negateAlternatives(s *model.Schema) []*model.Schema {
	var all []*model.Schema
	for _, part := range s.AllOf {
		all = append(all, negate(part)...)
	}
	if len(s.AnyOf) > 0 || len(s.OneOf) > 0 {
		none := &model.Schema{}
		for _, a := range slices.Concat(s.AnyOf, s.OneOf) {
			none.AllOf = append(none.AllOf, &model.Schema{AnyOf: negate(a)})
		}
		all = append(all, none)
	}
	if s.Not != nil {
		all = append(all, s.Not)
	}
	return all
}

func negateNumber(s *model.Schema) []*model.Schema {
	var all []*model.Schema
	numbers := []string{"number"}
	if s.Minimum != nil {
		all = append(all, &model.Schema{Types: numbers, Maximum: s.Minimum, ExclusiveMaximum: !s.ExclusiveMinimum})
	}
	if s.Maximum != nil {
		all = append(all, &model.Schema{Types: numbers, Minimum: s.Maximum, ExclusiveMinimum: !s.ExclusiveMaximum})
	}
	if f, ok := numberFormats[s.Format]; ok {
		all = append(all,
			&model.Schema{Types: numbers, Minimum: f.high, ExclusiveMinimum: true},
			&model.Schema{Types: numbers, Maximum: f.low, ExclusiveMaximum: true})
	}
	if slices.Contains(s.Types, "integer") {
		half := big.NewRat(1, 2)
		all = append(all, &model.Schema{Types: numbers, MultipleOf: half, Not: &model.Schema{Types: []string{"integer"}}})
	}
	return all
}

func negateText(s *model.Schema) []*model.Schema {
	var all []*model.Schema
	texts := []string{"string"}
	if s.MinLength != nil && *s.MinLength > 0 {
		most := *s.MinLength - 1
		all = append(all, &model.Schema{Types: texts, MaxLength: &most})
	}
	if s.MaxLength != nil {
		least := *s.MaxLength + 1
		all = append(all, &model.Schema{Types: texts, MinLength: &least})
	}
	if s.Pattern != "" {
		all = append(all, &model.Schema{Types: texts, Pattern: `^(?![\s\S]*(?:` + s.Pattern + `))`})
	}
	if s.Format != "" {
		if _, ok := formats[s.Format]; ok {
			all = append(all, &model.Schema{Types: texts, Pattern: "^ "})
		}
	}
	return all
}

func negateArray(s *model.Schema) []*model.Schema {
	var all []*model.Schema
	arrays := []string{"array"}
	if s.MinItems != nil && *s.MinItems > 0 {
		most := *s.MinItems - 1
		all = append(all, &model.Schema{Types: arrays, MaxItems: &most})
	}
	if s.MaxItems != nil {
		least := *s.MaxItems + 1
		all = append(all, &model.Schema{Types: arrays, MinItems: &least})
	}
	if s.Items != nil && len(s.PrefixItems) == 0 {
		all = append(all, &model.Schema{Types: arrays, Contains: not(s.Items)})
	}
	for i, item := range s.PrefixItems {
		least := i + 1
		prefix := make([]*model.Schema, i, i+1)
		for j := range prefix {
			prefix[j] = &model.Schema{}
		}
		all = append(all, &model.Schema{Types: arrays, MinItems: &least, PrefixItems: append(prefix, not(item))})
	}
	if s.Contains != nil && minContains(s) > 0 {
		all = append(all, &model.Schema{Types: arrays, Items: not(s.Contains)})
	}
	return all
}

// undescribedName is put into an object that must have one property too many.
const undescribedName = "other"

func negateObject(s *model.Schema) []*model.Schema {
	var all []*model.Schema
	objects := []string{"object"}
	nothing := false
	for _, name := range s.Required {
		all = append(all, &model.Schema{Types: objects, Properties: []*model.Property{{Name: name, Schema: &model.Schema{Always: &nothing}}}})
	}
	for _, p := range s.Properties {
		if p.Schema.Always == nil || !*p.Schema.Always {
			all = append(all, &model.Schema{
				Types:      objects,
				Required:   []string{p.Name},
				Properties: []*model.Property{{Name: p.Name, Required: true, Schema: not(p.Schema)}},
			})
		}
	}
	if a := s.AdditionalProperties; a != nil && (a.Always == nil || !*a.Always) {
		all = append(all, &model.Schema{
			Types:      objects,
			Required:   []string{undescribedName},
			Properties: []*model.Property{{Name: undescribedName, Required: true, Schema: not(a)}},
		})
	}
	if s.MinProperties != nil && *s.MinProperties > 0 {
		most := *s.MinProperties - 1
		all = append(all, &model.Schema{Types: objects, MaxProperties: &most})
	}
	if s.MaxProperties != nil {
		least := *s.MaxProperties + 1
		all = append(all, &model.Schema{Types: objects, MinProperties: &least})
	}
	return all
}
