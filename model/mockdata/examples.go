package mockdata

import (
	"fmt"
	"slices"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// warnExample reports an example that is skipped.
func warnExample(l *diag.List, n *tree.Node, at diag.Position, p *problem) {
	warnInvalid(l, "invalid-example", "example", n, at, p)
}

func warnInvalid(l *diag.List, rule, what string, n *tree.Node, at diag.Position, p *problem) {
	position := p.value(n).Position()
	if !position.IsValid() {
		position = at
	}
	place := ""
	if len(p.path) > 0 {
		place = " at " + p.pointer()
	}
	d := l.Warnf(position, rule, "the %s is not valid against its schema%s: %s: %s", what, place, p.keyword, p.detail())
	d.Help = fmt.Sprintf("mock data skips it; correct the %s or the schema", what)
	if p.schema != nil && p.schema.Position.IsValid() {
		d.Notes = append(d.Notes, diag.Note{Position: p.schema.Position, Message: "the schema that refuses it"})
	}
}

// CheckExamples returns a warning for every example and default in an API that is
// not valid against its own schema. What is left out in one direction, as
// readOnly and writeOnly ask for, is not an error of an example.
func (g *Generator) CheckExamples(api *model.API) diag.List {
	c := &exampleCheck{g: g, seen: map[*model.Schema]bool{}}
	for _, s := range api.Schemas {
		c.schema(s)
	}
	for _, o := range api.Operations {
		for _, p := range o.Parameters {
			c.place(p.Schema, p.Example, p.Examples, p.Position)
			c.content(p.Content, either)
		}
		if o.RequestBody != nil {
			c.content(o.RequestBody.Content, request)
		}
		for _, r := range o.Responses {
			for _, h := range r.Headers {
				c.place(h.Schema, h.Example, h.Examples, h.Position)
			}
			c.content(r.Content, response)
		}
	}
	return c.problems.Sorted()
}

type exampleCheck struct {
	g        *Generator
	seen     map[*model.Schema]bool
	problems diag.List
}

// schema looks at a schema and at all those it refers to.
func (c *exampleCheck) schema(s *model.Schema) {
	if s == nil || c.seen[s] {
		return
	}
	c.seen[s] = true
	for _, n := range examples(s) {
		c.checkValue("invalid-example", "example", s, n, s.Position)
	}
	if s.Default != nil {
		c.checkValue("invalid-default", "default", s, s.Default, s.Position)
	}
	for child := range children(s) {
		c.schema(child)
	}
}

func (c *exampleCheck) place(s *model.Schema, example *tree.Node, named []*model.Example, at diag.Position) {
	c.schema(s)
	for _, n := range given(example, named) {
		if s != nil {
			c.checkValue("invalid-example", "example", s, n, at)
		}
	}
}

func (c *exampleCheck) content(content []*model.MediaType, d direction) {
	for _, m := range content {
		c.schema(m.Schema)
		for _, n := range given(m.Example, m.Examples) {
			if _, p := c.g.authored(m, n, d); p != nil {
				warnExample(&c.problems, n, m.Position, p)
			}
		}
	}
}

func (c *exampleCheck) checkValue(rule, what string, s *model.Schema, n *tree.Node, at diag.Position) {
	goal := conjunction{s}
	p := c.g.check(goal, n, either)
	for _, d := range []direction{request, response} {
		if p != nil && c.g.check(goal, c.g.strip(goal, n, d, 0), d) == nil {
			return
		}
	}
	if p != nil {
		warnInvalid(&c.problems, rule, what, n, at, p)
	}
}

// given are the examples next to a schema, in the order in which they count.
func given(example *tree.Node, named []*model.Example) []*tree.Node {
	var all []*tree.Node
	if example != nil {
		all = append(all, example)
	}
	for _, e := range named {
		if e.Value != nil {
			all = append(all, e.Value)
		}
	}
	return all
}

// isAuthored reports whether the author says anything of what a value is like,
// beyond its type.
func (g *Generator) isAuthored(s *model.Schema) bool {
	return slices.ContainsFunc(g.allParts(conjunction{s}), func(part *model.Schema) bool {
		return examples(part) != nil || part.Default != nil || part.Const != nil || part.Enum != nil
	})
}
