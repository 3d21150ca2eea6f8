package mockdata

import (
	"slices"

	"github.com/gatewright/gatewright/model"
)

// direction is the way that a value travels.
type direction uint8

const (
	either   direction = iota
	request            // readOnly properties are left out
	response           // writeOnly properties are left out
)

// hides reports whether a property with this schema is left out. OpenAPI's
// "Fixed Fields" of the schema object: such a property should not be sent, and
// "required" takes effect in the other direction only.
func (d direction) hides(s *model.Schema) bool {
	if s == nil || d == either {
		return false
	}
	if d == request && s.ReadOnly || d == response && s.WriteOnly {
		return true
	}
	// A reference with readOnly next to it, and its reverse.
	return len(s.AllOf) > 0 && slices.ContainsFunc(s.AllOf, func(part *model.Schema) bool {
		return d == request && part.ReadOnly || d == response && part.WriteOnly
	})
}

// hidden returns the names of all properties of an object that are left out in a
// direction, wherever its parts describe them.
func (g *Generator) hidden(s *model.Schema, d direction) []string {
	if d == either {
		return nil
	}
	f := g.facts(s)
	if f.hiddenDone[d] {
		return f.hidden[d]
	}
	f.hiddenDone[d] = true
	f.hidden[d] = collectHidden(s, d, nil, map[*model.Schema]bool{})
	return f.hidden[d]
}

func collectHidden(s *model.Schema, d direction, names []string, seen map[*model.Schema]bool) []string {
	if seen[s] {
		return names
	}
	seen[s] = true
	for _, p := range s.Properties {
		if d.hides(p.Schema) {
			names = append(names, p.Name)
		}
	}
	for _, parts := range [][]*model.Schema{s.AllOf, s.OneOf, s.AnyOf} {
		for _, part := range parts {
			names = collectHidden(part, d, names, seen)
		}
	}
	return names
}
