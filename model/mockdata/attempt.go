package mockdata

import (
	"slices"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// attempt is the search for a value of one task.
type attempt struct {
	g    *Generator
	task task

	best     outcome
	problems []*problem
	soft     bool // a value was made but was not valid: another one may be
	left     int  // of the tries
}

const (
	// moreSalts is how many other values are tried for each combination.
	moreSalts = 12
	// maxRefinements is how many overlapping alternatives are ruled out in a row.
	maxRefinements = 16
	// maxTries bounds the values that are made for one task, without those inside
	// them.
	maxTries = 300
)

// run tries all combinations of alternatives, then other values for them.
func (a *attempt) run() bool {
	for salt := range moreSalts {
		t := a.task
		t.salt += salt
		if a.runSalted(t, true) {
			return true
		}
		if !a.soft {
			break
		}
	}
	return false
}

// runSalted falls back to values without the discriminators' right ones, since a
// schema may forbid these.
func (a *attempt) runSalted(t task, discriminate bool) bool {
	e := expansion{g: a.g, salt: t.salt, discriminate: discriminate, left: maxCombinations}
	e.yield = func(parts conjunction) bool { return a.try(t, parts) }
	var todo []part
	for _, s := range t.goal {
		todo = append(todo, part{schema: s})
	}
	if e.run(todo, nil) {
		return true
	}
	return discriminate && e.met && a.runSalted(t, false)
}

// try makes a value of plain parts that hold together, and refines the parts when
// the value matches more than it may.
func (a *attempt) try(t task, parts conjunction) bool {
	r := refinement{parts: parts}
	if a.makeOf(t, &r) {
		return true
	}
	for range maxRefinements {
		next, found := a.refine(t, r)
		switch {
		case found:
			return true
		case next.parts == nil:
			return false
		}
		r = next
	}
	return false
}

// refinement is parts and what their value matches but must not.
type refinement struct {
	parts       conjunction
	overlapping []*model.Schema
}

// makeOf makes a value of parts, and reports whether it is valid. Otherwise it
// notes what overlaps.
func (a *attempt) makeOf(t task, r *refinement) bool {
	a.g.effort--
	if a.left--; a.left < 0 || a.g.effort < 0 {
		return false
	}
	for _, m := range a.g.makers(t, r.parts) {
		out := m()
		if out.problem != nil {
			a.problems = append(a.problems, out.problem)
			continue
		}
		p := a.g.check(t.goal, out.node, t.direction)
		if p == nil {
			a.best = out
			return true
		}
		a.soft = true
		a.problems = append(a.problems, p)
		r.overlapping = append(r.overlapping, p.overlapping...)
	}
	return false
}

// refine rules out one of the alternatives that match although another one was
// chosen, or what a "not" forbids. Of the ways to do so it returns the one that
// leaves the fewest of them, or none.
func (a *attempt) refine(t task, r refinement) (best refinement, found bool) {
	for i, x := range r.overlapping {
		if slices.Contains(r.parts, x) || slices.Contains(r.overlapping[:i], x) {
			continue
		}
		for _, n := range a.g.negations(x) {
			e := expansion{g: a.g, salt: 0, discriminate: true, left: maxCombinations / 8}
			e.yield = func(refined conjunction) bool {
				if len(refined) <= len(r.parts) {
					return false
				}
				next := refinement{parts: refined}
				if found = a.makeOf(t, &next); found {
					return true
				}
				if next.overlapping != nil && (best.parts == nil || len(next.overlapping) < len(best.overlapping)) {
					best = next
				}
				return a.left < 0
			}
			if e.extend(r.parts, n) {
				return best, found
			}
		}
		if best.parts != nil && len(best.overlapping) < len(r.overlapping) {
			return best, false
		}
	}
	return best, false
}

// extend resolves one more schema next to parts that are resolved.
func (e *expansion) extend(parts conjunction, s *model.Schema) bool {
	return e.run([]part{{schema: s}}, parts)
}

// reason picks the problem that tells most. A cut comes first: a value of
// another depth may do.
func (a *attempt) reason() *problem {
	for _, p := range a.problems {
		if p.cut {
			return p
		}
	}
	if len(a.problems) > 0 {
		return a.problems[0]
	}
	return fail(first(a.task.goal), "schema", "no value satisfies all its parts")
}

// makers returns the ways to make a value of plain parts, the best first.
func (g *Generator) makers(t task, parts conjunction) []func() outcome {
	if values, from := listed(parts); from != nil {
		return []func() outcome{func() outcome { return g.oneListed(t, values, from) }}
	}
	var all []func() outcome
	if t.salt == 0 {
		for _, s := range parts {
			for _, n := range partValues(t, s) {
				if g.check(t.goal, n, t.direction) == nil {
					return []func() outcome{func() outcome { return whole(n) }}
				}
			}
		}
	}
	types, p := allowedTypes(g, parts)
	if p != nil {
		return []func() outcome{func() outcome { return failed(p) }}
	}
	for _, name := range types {
		all = append(all, func() outcome { return g.ofType(t, parts, name) })
	}
	return all
}

// partValues are the example and the default of a part. Examples that are
// objects feed their properties instead: a part's example is seldom whole.
func partValues(t task, s *model.Schema) []*tree.Node {
	var values []*tree.Node
	if !slices.Contains(t.goal, s) {
		for _, n := range examples(s) {
			if n.Kind != tree.Mapping {
				values = append(values, n)
			}
		}
	}
	if s.Default != nil && s.Default.Kind != tree.Null {
		values = append(values, s.Default)
	}
	return values
}

// listed returns the values of a const, or of the shortest enum; from is nil when
// there is neither.
func listed(parts conjunction) (values []*tree.Node, from *model.Schema) {
	for _, s := range parts {
		switch {
		case s.Const != nil:
			return []*tree.Node{s.Const}, s
		case s.Enum != nil && (from == nil || len(s.Enum) < len(values)):
			values, from = s.Enum, s
		}
	}
	return values, from
}

func (g *Generator) oneListed(t task, values []*tree.Node, from *model.Schema) outcome {
	var p *problem
	for i := range values {
		n := values[(i+t.salt)%len(values)]
		if n.Kind == tree.Null && from.Const == nil {
			continue
		}
		if p = g.check(t.goal, n, t.direction); p == nil {
			return whole(n)
		}
	}
	if from.Const != nil && p != nil {
		return failed(p)
	}
	return failed(fail(from, "enum", "none of the values listed is valid"))
}

// allowedTypes returns the types that all parts allow, in the order of the first
// part that names any. Null is left out; it is the last resort.
func allowedTypes(g *Generator, parts conjunction) ([]string, *problem) {
	var types []string
	restricted := false
	for _, s := range parts {
		switch {
		case s.Always != nil && !*s.Always:
			return nil, fail(s, "false", "the schema accepts nothing")
		case g.facts(s).onlyNull:
			return nil, fail(s, "type", "only null is allowed here")
		case len(s.Types) == 0:
			continue
		case !restricted:
			types, restricted = slices.Clone(s.Types), true
		default:
			types = intersectTypes(types, s.Types)
		}
		types = slices.DeleteFunc(types, func(t string) bool { return t == "null" })
		if len(types) == 0 {
			return nil, fail(s, "type", "it contradicts what else must hold")
		}
	}
	if !restricted {
		return guessTypes(parts), nil
	}
	return types, nil
}

func intersectTypes(a, b []string) []string {
	var both []string
	for _, t := range a {
		switch {
		case slices.Contains(b, t):
			both = append(both, t)
		case t == "integer" && slices.Contains(b, "number"), t == "number" && slices.Contains(b, "integer"):
			both = append(both, "integer")
		}
	}
	return both
}

// guessTypes puts first the types that the keywords are for.
func guessTypes(parts conjunction) []string {
	var guesses []string
	for _, t := range []struct {
		name   string
		likely func(*model.Schema) bool
	}{
		{"object", looksLikeObject}, {"array", looksLikeArray}, {"string", looksLikeText}, {"number", looksLikeNumber},
	} {
		if slices.ContainsFunc(parts, t.likely) {
			guesses = append(guesses, t.name)
		}
	}
	for _, name := range []string{"string", "integer", "object", "array", "boolean"} {
		if !slices.Contains(guesses, name) {
			guesses = append(guesses, name)
		}
	}
	return guesses
}

func looksLikeObject(s *model.Schema) bool {
	return s.Properties != nil || s.Required != nil || s.AdditionalProperties != nil || s.PatternProperties != nil ||
		s.MinProperties != nil || s.MaxProperties != nil || s.PropertyNames != nil || s.DependentRequired != nil
}

func looksLikeArray(s *model.Schema) bool {
	return s.Items != nil || s.PrefixItems != nil || s.Contains != nil || s.MinItems != nil || s.MaxItems != nil || s.UniqueItems
}

func looksLikeText(s *model.Schema) bool {
	_, isNumber := numberFormats[s.Format]
	return s.Pattern != "" || s.MinLength != nil || s.MaxLength != nil || s.Format != "" && !isNumber
}

func looksLikeNumber(s *model.Schema) bool {
	_, isNumber := numberFormats[s.Format]
	return s.Minimum != nil || s.Maximum != nil || s.MultipleOf != nil || isNumber
}

func (g *Generator) ofType(t task, parts conjunction, name string) outcome {
	switch name {
	case "object":
		return g.object(t, parts)
	case "array":
		return g.array(t, parts)
	case "string":
		return g.text(t, parts)
	case "integer":
		return g.number(t, parts, true)
	case "number":
		return g.number(t, parts, false)
	case "boolean":
		r := source{uint64(t.path)}
		return whole(tree.NewBool((r.intN(2)+t.salt)%2 == 0))
	default:
		return failed(fail(first(parts), "type", "the type %q is unknown", name))
	}
}
