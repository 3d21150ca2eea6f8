package mockdata

import (
	"encoding/binary"
	"slices"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// facts are what is worked out about a schema once.
type facts struct {
	id        int
	component int  // of mutually recursive schemas
	recursive bool // the component holds a cycle
	members   int  // schemas in the component
	// unmodelled is a keyword that restricts values in a way that is not
	// understood; empty when there is none.
	unmodelled string
	onlyNull   bool // the only type is null
	closed     bool // unevaluatedProperties is false
	negations  []*model.Schema
	negated    bool
	opposite   *model.Schema
	hidden     [3][]string // names of properties left out, by direction
	hiddenDone [3]bool
}

// unmodelled are the keywords of JSON Schema 2020-12 that model.Schema does not
// hold and that may refuse values.
var unmodelled = []string{"if", "dependentSchemas", "unevaluatedItems", "$dynamicRef"}

func (g *Generator) facts(s *model.Schema) *facts {
	if f := g.known[s]; f != nil {
		return f
	}
	newComponents(g).visit(s)
	return g.known[s]
}

func (g *Generator) newFacts(s *model.Schema) *facts {
	f := &facts{id: len(g.known) + 1}
	g.known[s] = f
	if s.Node == nil || s.Node.Kind != tree.Mapping {
		return f
	}
	for i := range s.Node.Fields {
		field := &s.Node.Fields[i]
		switch {
		case slices.Contains(unmodelled, field.Name):
			f.unmodelled = field.Name
		case field.Name == "unevaluatedProperties" && !field.Value.True():
			f.closed = true
			if !field.Value.Is(tree.Bool) {
				f.unmodelled = field.Name
			}
		case field.Name == "type":
			f.onlyNull = onlyNull(field.Value)
		}
	}
	return f
}

func onlyNull(n *tree.Node) bool {
	if n.Is(tree.Sequence) {
		return len(n.Items) == 1 && onlyNull(n.Items[0])
	}
	return n.Str() == "null"
}

// components finds the strongly connected components of the schemas, by Tarjan's
// algorithm. They tell where references are circular: a value that leaves a
// component never comes back to it.
type components struct {
	g     *Generator
	order map[*model.Schema]int
	low   map[*model.Schema]int
	stack []*model.Schema
	on    map[*model.Schema]bool
}

func newComponents(g *Generator) *components {
	return &components{g: g, order: map[*model.Schema]int{}, low: map[*model.Schema]int{}, on: map[*model.Schema]bool{}}
}

func (c *components) visit(s *model.Schema) {
	c.g.newFacts(s)
	c.order[s] = len(c.order) + 1
	c.low[s] = c.order[s]
	c.stack = append(c.stack, s)
	c.on[s] = true
	toItself := false
	for child := range children(s) {
		toItself = toItself || child == s
		switch {
		case c.g.known[child] == nil:
			c.visit(child)
			c.low[s] = min(c.low[s], c.low[child])
		case c.on[child]:
			c.low[s] = min(c.low[s], c.order[child])
		}
	}
	if c.low[s] == c.order[s] {
		c.close(s, toItself)
	}
}

// close takes a finished component from the stack.
func (c *components) close(s *model.Schema, toItself bool) {
	start := slices.Index(c.stack, s)
	members := c.stack[start:]
	for _, m := range members {
		f := c.g.known[m]
		f.component = c.g.known[s].id
		f.recursive = len(members) > 1 || toItself
		f.members = len(members)
		c.on[m] = false
	}
	c.stack = c.stack[:start]
}

// children returns the schemas that a schema refers to, some perhaps twice.
func children(s *model.Schema) func(yield func(*model.Schema) bool) {
	return func(yield func(*model.Schema) bool) {
		give := func(all ...*model.Schema) bool {
			for _, child := range all {
				if child != nil && !yield(child) {
					return false
				}
			}
			return true
		}
		for _, p := range s.Properties {
			if !give(p.Schema) {
				return
			}
		}
		for _, p := range s.PatternProperties {
			if !give(p.Schema) {
				return
			}
		}
		if s.Discriminator != nil {
			for _, m := range s.Discriminator.Mapping {
				if !give(m.Schema) {
					return
				}
			}
		}
		_ = give(s.Items, s.Contains, s.AdditionalProperties, s.PropertyNames, s.Not) &&
			give(s.PrefixItems...) && give(s.AllOf...) && give(s.OneOf...) && give(s.AnyOf...)
	}
}

// conjunction is a set of schemas that a value must be valid against, all of
// them. The order is that in which they were found.
type conjunction []*model.Schema

// and adds schemas that are not there yet and that restrict at all.
func (c conjunction) and(schemas ...*model.Schema) conjunction {
	for _, s := range schemas {
		if s != nil && !slices.Contains(c, s) && (s.Always == nil || !*s.Always) {
			c = append(slices.Clip(c), s)
		}
	}
	return c
}

// id numbers a conjunction for the cache.
func (g *Generator) id(c conjunction) int {
	if len(c) == 1 {
		return g.facts(c[0]).id
	}
	ids := make([]int, len(c))
	for i, s := range c {
		ids[i] = g.facts(s).id
	}
	var key []byte
	for _, id := range ids {
		key = binary.AppendVarint(key, int64(id))
	}
	if id, ok := g.conjunctions[string(key)]; ok {
		return id
	}
	id := -1 - len(g.conjunctions)
	g.conjunctions[string(key)] = id
	return id
}

// named reports whether all the schemas have names, so that the value is the
// same wherever it stands.
func (c conjunction) named() bool {
	for _, s := range c {
		if s.Name == "" {
			return false
		}
	}
	return len(c) > 0
}
