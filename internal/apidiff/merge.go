package apidiff

import (
	"math/big"
	"slices"

	"github.com/gatewright/gatewright/model"
)

// deepest is how many levels of allOf are merged; deeper ones are circular.
const deepest = 32

var anything = &model.Schema{}

// merged returns a schema that has what its allOf has, too.
func merged(s *model.Schema, depth int) *model.Schema {
	switch {
	case s == nil:
		return anything
	case len(s.AllOf) == 0 || depth > deepest:
		return s
	}
	whole := *s
	whole.AllOf = nil
	for _, part := range s.AllOf {
		restrict(&whole, merged(part, depth+1))
	}
	return &whole
}

// restrict restricts a schema by another one.
func restrict(to, s *model.Schema) {
	if len(to.Types) == 0 {
		to.Types, to.Nullable = s.Types, s.Nullable
	} else if len(s.Types) > 0 {
		to.Nullable = to.Nullable && s.Nullable
	}
	if to.Enum == nil {
		to.Enum = s.Enum
	}
	if to.Const == nil {
		to.Const = s.Const
	}
	tighten(to, s)
	for _, pair := range [][2]*string{{&to.Pattern, &s.Pattern}, {&to.Format, &s.Format}} {
		if *pair[0] == "" {
			*pair[0] = *pair[1]
		}
	}
	if to.Items == nil {
		to.Items = s.Items
	}
	if to.AdditionalProperties == nil {
		to.AdditionalProperties = s.AdditionalProperties
	}
	to.Required = union(to.Required, s.Required)
	to.Properties = slices.Clone(to.Properties)
	for _, p := range s.Properties {
		if to.Property(p.Name) == nil {
			to.Properties = append(to.Properties, p)
		}
	}
	to.OneOf, to.AnyOf = append(slices.Clone(to.OneOf), s.OneOf...), append(slices.Clone(to.AnyOf), s.AnyOf...)
	to.ReadOnly, to.WriteOnly = to.ReadOnly || s.ReadOnly, to.WriteOnly || s.WriteOnly
}

// tighten takes the narrower limits of two schemas.
func tighten(to, s *model.Schema) {
	to.Minimum, to.Maximum = higher(to.Minimum, s.Minimum), lower(to.Maximum, s.Maximum)
	to.ExclusiveMinimum = to.ExclusiveMinimum || s.ExclusiveMinimum
	to.ExclusiveMaximum = to.ExclusiveMaximum || s.ExclusiveMaximum
	for _, pair := range [][2]**int{{&to.MinLength, &s.MinLength}, {&to.MinItems, &s.MinItems}, {&to.MinProperties, &s.MinProperties}} {
		if *pair[1] != nil && (*pair[0] == nil || **pair[1] > **pair[0]) {
			*pair[0] = *pair[1]
		}
	}
	for _, pair := range [][2]**int{{&to.MaxLength, &s.MaxLength}, {&to.MaxItems, &s.MaxItems}, {&to.MaxProperties, &s.MaxProperties}} {
		if *pair[1] != nil && (*pair[0] == nil || **pair[1] < **pair[0]) {
			*pair[0] = *pair[1]
		}
	}
}

func union(a, b []string) []string {
	all := slices.Clone(a)
	for _, name := range b {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

func higher(a, b *big.Rat) *big.Rat {
	if a == nil || b != nil && b.Cmp(a) > 0 {
		return b
	}
	return a
}

func lower(a, b *big.Rat) *big.Rat {
	if a == nil || b != nil && b.Cmp(a) < 0 {
		return b
	}
	return a
}
