package mockdata

import (
	"slices"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// maxCombinations bounds the choices of alternatives that are looked at.
const maxCombinations = 96

// expansion resolves allOf, and one choice of each oneOf and anyOf, to the plain
// parts that a value must be valid against at once.
type expansion struct {
	g            *Generator
	salt         int  // where to start among alternatives
	discriminate bool // give discriminators their values
	met          bool // a discriminator was met
	left         int  // of the combinations
	yield        func(parts conjunction) (stop bool)
}

// part is a schema that waits to be resolved.
type part struct {
	schema *model.Schema
	// inherited tells that it was reached through allOf, and owner the outermost
	// named schema that it is a part of.
	inherited bool
	owner     *model.Schema
}

func (e *expansion) run(todo []part, parts conjunction) bool {
	if len(todo) == 0 {
		if e.left--; e.left < 0 {
			return false
		}
		return e.yield(parts)
	}
	p, rest := todo[0], todo[1:]
	before := len(parts)
	if parts = parts.and(p.schema); len(parts) == before {
		return e.run(rest, parts)
	}
	s := p.schema
	owner := p.owner
	if owner == nil && s.Name != "" {
		owner = s
	}
	next := make([]part, 0, len(s.AllOf)+len(rest))
	for _, of := range s.AllOf {
		next = append(next, part{of, true, owner})
	}
	return e.choose(e.choices(p, parts), append(next, rest...), parts)
}

// choose goes through all combinations of one option of each choice.
func (e *expansion) choose(choices [][][]part, todo []part, parts conjunction) bool {
	if len(choices) == 0 {
		return e.run(todo, parts)
	}
	options := choices[0]
	for i := range options {
		if e.left <= 0 {
			return false
		}
		option := options[(i+e.salt)%len(options)]
		if e.choose(choices[1:], append(slices.Clone(option), todo...), parts) {
			return true
		}
	}
	return false
}

// choices returns, for each choice that a schema leaves, its options.
func (e *expansion) choices(p part, parts conjunction) [][][]part {
	s := p.schema
	var choices [][][]part
	for _, alternatives := range [][]*model.Schema{s.OneOf, s.AnyOf} {
		if alternatives == nil {
			continue
		}
		options := make([][]part, 0, len(alternatives))
		for _, a := range alternatives {
			options = append(options, e.alternative(s, a, parts))
		}
		choices = append(choices, options)
	}
	if s.Discriminator != nil && s.OneOf == nil && s.AnyOf == nil {
		if options := e.subtypes(p, parts); options != nil {
			choices = append(choices, options)
		}
	}
	return choices
}

// alternative is one of a oneOf or anyOf, with the value of the discriminator
// that reports it.
func (e *expansion) alternative(s, a *model.Schema, parts conjunction) []part {
	option := []part{{schema: a}}
	if s.Discriminator == nil {
		return option
	}
	e.met = true
	if value := discriminatorValue(s.Discriminator, a); e.discriminate && value != "" {
		if c := e.g.constant(s.Discriminator.PropertyName, value, parts); c != nil {
			option = append([]part{{schema: c}}, option...)
		}
	}
	return option
}

// subtypes are the choices of a schema whose discriminator names schemas that
// inherit from it. Of such a schema itself, a mapped one is taken; where it is
// inherited, the heir is known.
func (e *expansion) subtypes(p part, parts conjunction) [][]part {
	d := p.schema.Discriminator
	e.met = true
	if !e.discriminate {
		return nil
	}
	if p.inherited {
		return e.heir(d, p.owner, parts)
	}
	var options [][]part
	for _, m := range d.Mapping {
		if c := e.g.constant(d.PropertyName, m.Value, parts); c != nil && m.Schema != nil {
			options = append(options, []part{{schema: c}, {schema: m.Schema}})
		}
	}
	if len(d.Mapping) == 0 {
		options = e.heir(d, p.schema, parts)
	}
	return options
}

func (e *expansion) heir(d *model.Discriminator, owner *model.Schema, parts conjunction) [][]part {
	if owner == nil {
		return nil
	}
	value := discriminatorValue(d, owner)
	if value == "" {
		return nil
	}
	if c := e.g.constant(d.PropertyName, value, parts); c != nil {
		return [][]part{{{schema: c}}}
	}
	return nil
}

// discriminatorValue is what the discriminator's property holds in a value of a
// schema: the mapped one, or the schema's name.
func discriminatorValue(d *model.Discriminator, s *model.Schema) string {
	for _, m := range d.Mapping {
		if m.Schema == s {
			return m.Value
		}
	}
	if s.Name == "" && len(s.AllOf) > 0 { // a reference with keywords next to it
		return discriminatorValue(d, s.AllOf[0])
	}
	return s.Name
}

// constant names a schema that gives a property a value.
type constant struct{ property, value string }

// constant returns a schema that requires a property to have a value, or nil when
// the parts have one for this property already.
func (g *Generator) constant(property, value string, parts conjunction) *model.Schema {
	for _, s := range parts {
		for c, of := range g.constants {
			if of == s && c.property == property {
				return nil
			}
		}
	}
	c := constant{property, value}
	if g.constants[c] == nil {
		g.constants[c] = &model.Schema{
			Required:   []string{property},
			Properties: []*model.Property{{Name: property, Required: true, Schema: &model.Schema{Const: tree.NewString(value)}}},
		}
	}
	return g.constants[c]
}
