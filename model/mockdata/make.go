package mockdata

import (
	"slices"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

const (
	// fullFuel is what circular references may use up before they are cut. A
	// named schema costs namedCost, also where it is a part or an alternative of
	// one without a name, another one 1: a value shows two levels of a schema that
	// holds itself.
	fullFuel  = 16
	namedCost = 8
	// maxDepth bounds the nesting of values.
	maxDepth = 200
	// maxFuel bounds how deep a value may be that has to be.
	maxFuel = 2000
)

// enter makes a value that is not part of a circle around it. When circular
// references leave no value of the usual depth, leaner and deeper ones are tried.
func (g *Generator) enter(t task) outcome {
	t.fuel = fullFuel
	out := g.make(t)
	if out.problem == nil && out.size <= maxSize || out.problem != nil && !out.problem.cut {
		return out
	}
	t.lean = true
	members := 1
	for _, s := range t.goal {
		members += g.facts(s).members
	}
	for t.fuel = fullFuel; ; t.fuel *= 3 {
		leaner := g.make(t)
		if leaner.problem == nil {
			return leaner
		}
		out = leaner
		if !leaner.problem.cut || t.fuel > maxFuel || t.fuel > (namedCost+1)*members {
			return out
		}
	}
}

// child makes a value inside that of t, whose parts are given.
func (g *Generator) child(t task, parts, goal conjunction, step string, name string) outcome {
	t.goal, t.name, t.path = goal, name, t.path.step(step)
	if t.depth++; t.depth > maxDepth {
		return failed(&problem{keyword: "$ref", format: "the values nest too deeply", cut: true})
	}
	if !g.circular(parts, goal) {
		return g.enter(t)
	}
	cost := 1
	if slices.ContainsFunc(g.allParts(goal), func(s *model.Schema) bool { return s.Name != "" && g.circular(parts, conjunction{s}) }) {
		cost = namedCost
	}
	if t.fuel -= cost; t.fuel < 0 {
		p := fail(goal[0], "$ref", "the schema needs itself without end")
		p.cut = true
		return failed(p)
	}
	return g.make(t)
}

// circular reports whether a value may lead back to where it stands.
func (g *Generator) circular(parts, goal conjunction) bool {
	for _, s := range goal {
		f := g.facts(s)
		if !f.recursive {
			continue
		}
		for _, part := range parts {
			if g.facts(part).component == f.component {
				return true
			}
		}
	}
	return false
}

// make returns the value of a task, from the cache if it is there.
func (g *Generator) make(t task) outcome {
	if t.goal.named() {
		t.path, t.name = path(g.Seed), ""
		for _, s := range t.goal {
			t.path = t.path.step(s.Name)
		}
		t.name = t.goal[0].Name
	}
	k := key{g.id(t.goal), t.path, t.name, t.direction, t.fuel, t.lean, t.salt}
	if out, ok := g.made[k]; ok {
		return out
	}
	unsalted := k
	unsalted.salt, unsalted.path, unsalted.name = 0, 0, ""
	if p := g.hopeless[unsalted]; p != nil {
		return failed(p)
	}
	if g.effort--; g.effort < 0 {
		return failed(fail(first(t.goal), "schema", "no valid value was found in the time allowed"))
	}
	out := g.build(t)
	if g.effort < 0 {
		return out // depends on what was made before: not kept
	}
	if out.problem != nil && t.salt == 0 {
		g.hopeless[unsalted] = out.problem
	}
	g.made[k] = out
	return out
}

func first(c conjunction) *model.Schema {
	if len(c) == 0 {
		return nil
	}
	return c[0]
}

// build makes a value, first choices first.
func (g *Generator) build(t task) outcome {
	for _, s := range t.goal {
		if f := g.facts(s); f.unmodelled != "" {
			return failed(fail(s, f.unmodelled, "this keyword is not understood, so no value can be proved valid"))
		}
	}
	if n := g.example(t); n != nil {
		return whole(n)
	}
	a := &attempt{g: g, task: t, left: maxTries}
	if a.run() {
		return a.best
	}
	if n := (&tree.Node{Kind: tree.Null}); g.check(t.goal, n, t.direction) == nil {
		return whole(n)
	}
	return failed(a.reason())
}

// example returns the first of the author's examples that is valid. A salt passes
// over as many.
func (g *Generator) example(t task) *tree.Node {
	skip := t.salt
	for _, s := range t.goal {
		for _, n := range examples(s) {
			n = g.strip(t.goal, n, t.direction, 0)
			if g.check(t.goal, n, t.direction) != nil || size(n) > maxSize {
				continue
			}
			if skip == 0 {
				return n
			}
			skip--
		}
	}
	return nil
}

func examples(s *model.Schema) []*tree.Node {
	if s.Example == nil {
		return s.Examples
	}
	return append([]*tree.Node{s.Example}, s.Examples...)
}

// strip leaves out of an author's example what does not travel in a direction.
// An example serves for both.
func (g *Generator) strip(goal conjunction, n *tree.Node, d direction, depth int) *tree.Node {
	if d == either || depth > maxDepth {
		return n
	}
	switch n.Kind {
	case tree.Mapping:
		return g.stripMapping(goal, n, d, depth)
	case tree.Sequence:
		return g.stripSequence(goal, n, d, depth)
	default:
		return n
	}
}

func (g *Generator) stripMapping(goal conjunction, n *tree.Node, d direction, depth int) *tree.Node {
	parts := g.allParts(goal)
	var fields []tree.Field
	changed := false
	for _, f := range n.Fields {
		of := g.propertyGoal(parts, f.Name)
		if d.hidesAny(of) {
			changed = true
			continue
		}
		value := g.strip(of, f.Value, d, depth+1)
		changed = changed || value != f.Value
		fields = append(fields, tree.Field{Name: f.Name, Value: value})
	}
	if !changed {
		return n
	}
	return tree.NewMapping(fields...)
}

func (g *Generator) stripSequence(goal conjunction, n *tree.Node, d direction, depth int) *tree.Node {
	parts := g.allParts(goal)
	items := make([]*tree.Node, len(n.Items))
	changed := false
	for i, item := range n.Items {
		items[i] = g.strip(itemGoal(parts, i), item, d, depth+1)
		changed = changed || items[i] != item
	}
	if !changed {
		return n
	}
	return tree.NewSequence(items...)
}

func (d direction) hidesAny(c conjunction) bool {
	return slices.ContainsFunc(c, d.hides)
}

// allParts returns the schemas of a conjunction with all their parts and
// alternatives.
func (g *Generator) allParts(goal conjunction) conjunction {
	var all conjunction
	var collect func(s *model.Schema)
	collect = func(s *model.Schema) {
		before := len(all)
		if all = all.and(s); len(all) == before {
			return
		}
		for _, of := range [][]*model.Schema{s.AllOf, s.OneOf, s.AnyOf} {
			for _, part := range of {
				collect(part)
			}
		}
	}
	for _, s := range goal {
		collect(s)
	}
	return all
}

// propertyGoal returns all that the parts ask of a property.
func (g *Generator) propertyGoal(parts conjunction, name string) conjunction {
	var goal conjunction
	for _, s := range parts {
		if applied, p := g.propertySchemas(s, name); p == nil {
			goal = goal.and(applied...)
		}
	}
	return goal
}

// itemGoal returns all that the parts ask of an item.
func itemGoal(parts conjunction, i int) conjunction {
	var goal conjunction
	for _, s := range parts {
		if i < len(s.PrefixItems) {
			goal = goal.and(s.PrefixItems[i])
		} else {
			goal = goal.and(s.Items)
		}
	}
	return goal
}
