package openapi

import (
	"slices"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// schema returns the schema of a node, the same one for all that refer to it. Its
// contents may come later, so that circular and long chains of schemas do not
// nest.
func (m *builder) schema(n *tree.Node) *model.Schema {
	if n == nil {
		return nil
	}
	if m.isAlias(n) {
		if n = m.dealias(n); n == nil {
			return nil
		}
	}
	if known := m.schemas[n]; known != nil {
		return known
	}
	if n.Kind != tree.Mapping && n.Kind != tree.Bool {
		return nil
	}
	s := &model.Schema{Node: n, Position: n.Position()}
	m.schemas[n] = s
	m.unfilled = append(m.unfilled, n)
	return s
}

// dealias follows references that say nothing of their own.
func (m *builder) dealias(n *tree.Node) *tree.Node {
	for range maxChain + 2 {
		if n == nil || !m.isAlias(n) {
			return n
		}
		n = m.target(n.Get("$ref").Text)
	}
	return nil
}

func (m *builder) fillSchemas() {
	for len(m.unfilled) > 0 {
		last := len(m.unfilled) - 1
		n := m.unfilled[last]
		m.unfilled = m.unfilled[:last]
		m.fill(m.schemas[n], n)
	}
}

func (m *builder) fill(s *model.Schema, n *tree.Node) {
	if n.Kind == tree.Bool {
		always := n.True()
		s.Always = &always
		return
	}
	for i := range n.Fields {
		f := &n.Fields[i]
		if set := keywords[f.Name]; set != nil {
			set(m, s, f.Value)
		}
	}
	if isReference(n) {
		if base := m.schema(m.target(n.Get("$ref").Text)); base != nil {
			s.AllOf = slices.Concat([]*model.Schema{base}, s.AllOf)
		}
	}
	markRequired(s)
	m.types(s, n.Get("type"))
	m.exclusiveBounds(s, n)
}
