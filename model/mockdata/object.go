package mockdata

import (
	"fmt"
	"math"
	"slices"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/mockdata/internal/synth"
)

// record is an object in the making.
type record struct {
	g     *Generator
	task  task
	parts conjunction

	described []string // the names, in the order of the parts
	required  []string
	hidden    []string
	min, max  int
	closed    bool          // undescribed properties are forbidden
	from      *model.Schema // that set the last bound, to blame
	examples  []*tree.Node  // of the whole, from which properties are taken

	values map[string]outcome
	order  []string // the names in values
	size   int
}

func (g *Generator) object(t task, parts conjunction) outcome {
	r := &record{g: g, task: t, parts: parts, max: math.MaxInt, from: first(parts), values: map[string]outcome{}, size: 2}
	for _, s := range parts {
		r.narrow(s)
	}
	if p := r.addRequired(); p != nil {
		return failed(p)
	}
	if !t.lean {
		r.addOptional(r.max)
	}
	r.addOptional(r.min)
	if p := r.addUndescribed(); p != nil {
		return failed(p)
	}
	return outcome{node: r.node(), size: r.size}
}

func (r *record) narrow(s *model.Schema) {
	for _, p := range s.Properties {
		if !slices.Contains(r.described, p.Name) {
			r.described = append(r.described, p.Name)
		}
	}
	for _, name := range s.Required {
		if !slices.Contains(r.required, name) {
			r.required = append(r.required, name)
		}
	}
	if s.MinProperties != nil && *s.MinProperties > r.min {
		r.min, r.from = *s.MinProperties, s
	}
	if s.MaxProperties != nil && *s.MaxProperties < r.max {
		r.max, r.from = *s.MaxProperties, s
	}
	r.closed = r.closed || r.g.facts(s).closed
	r.hidden = append(r.hidden, r.g.hidden(s, r.task.direction)...)
	for _, n := range examples(s) {
		if n.Kind == tree.Mapping {
			r.examples = append(r.examples, n)
		}
	}
}

// node returns the object, described properties first and in their order.
func (r *record) node() *tree.Node {
	n := &tree.Node{Kind: tree.Mapping, Fields: make([]tree.Field, 0, len(r.values))}
	for _, name := range r.described {
		if v, ok := r.values[name]; ok {
			n.Fields = append(n.Fields, tree.Field{Name: name, Value: v.node})
		}
	}
	for _, name := range r.order {
		if !slices.Contains(r.described, name) {
			n.Fields = append(n.Fields, tree.Field{Name: name, Value: r.values[name].node})
		}
	}
	return n
}

func (r *record) addRequired() *problem {
	for _, name := range r.withDependents(r.required) {
		out := r.value(name)
		if out.problem != nil {
			return out.problem
		}
		r.put(name, out)
	}
	if len(r.values) > r.max {
		return fail(r.from, "maxProperties", "more properties are required")
	}
	return nil
}

// withDependents adds the names that dependentRequired asks for, leaving out
// those that are there or hidden.
func (r *record) withDependents(names []string) []string {
	var all []string
	var add func(name string)
	add = func(name string) {
		if _, there := r.values[name]; there || slices.Contains(all, name) || slices.Contains(r.hidden, name) {
			return
		}
		all = append(all, name)
		for _, s := range r.parts {
			for _, dependent := range s.DependentRequired[name] {
				add(dependent)
			}
		}
	}
	for _, name := range names {
		add(name)
	}
	return all
}

func (r *record) put(name string, out outcome) {
	r.values[name] = out
	r.order = append(r.order, name)
	r.size += out.size + len(name) + 4
}

// addOptional adds described properties until there are enough, leaving out
// those that have no value, or whose dependents have none.
func (r *record) addOptional(enough int) {
	chance := r.task.source()
	for _, name := range r.described {
		if len(r.values) >= enough {
			return
		}
		if r.task.salt >= sparseSalt && chance.intN(3) == 0 && len(r.values) >= r.min {
			continue
		}
		r.addWithDependents(name)
	}
}

// sparseSalt is from where on other values leave out some optional properties.
const sparseSalt = 6

func (r *record) addWithDependents(name string) {
	names := r.withDependents([]string{name})
	if len(r.values)+len(names) > r.max {
		return
	}
	values := make([]outcome, len(names))
	total := r.size
	for i, n := range names {
		values[i] = r.value(n)
		total += values[i].size
		if values[i].problem != nil || total > roomySize {
			return
		}
	}
	for i, n := range names {
		r.put(n, values[i])
	}
}

// value makes a property's value, or takes it from an example of the whole.
func (r *record) value(name string) outcome {
	goal := r.g.propertyGoal(r.parts, name)
	for _, s := range goal {
		if s.Always != nil {
			return failed(fail(s, "required", "the property %q is required, but forbidden here", name))
		}
	}
	if p := r.allowName(name); p != nil {
		return failed(p)
	}
	if r.task.salt == 0 {
		for _, example := range r.examples {
			n := example.Get(name)
			if n == nil {
				continue
			}
			n = r.g.strip(goal, n, r.task.direction, 0)
			if r.g.check(goal, n, r.task.direction) == nil && size(n) <= roomySize {
				return whole(n)
			}
		}
	}
	t := r.task
	t.salt = spread(t.salt, name)
	return r.g.child(t, r.parts, goal, name, name)
}

// inStep is up to where the properties of an object change all at once from one
// value to the next; after that each goes its own way.
const inStep = 8

func spread(salt int, name string) int {
	if salt < inStep {
		return salt
	}
	return int(path(0).step(name).index(salt) >> 48)
}

func (r *record) allowName(name string) *problem {
	if r.closed && !r.isDescribed(name) {
		return fail(r.from, "unevaluatedProperties", "the property %q is not described", name)
	}
	c := checker{g: r.g, direction: r.task.direction}
	for _, s := range r.parts {
		if p := c.checkName(s, name); p != nil {
			return p
		}
	}
	return nil
}

// isDescribed reports whether any part has a schema for the property.
func (r *record) isDescribed(name string) bool {
	return slices.ContainsFunc(r.parts, func(s *model.Schema) bool {
		applied, p := r.g.propertySchemas(s, name)
		return p == nil && len(applied) > 0
	})
}

// addUndescribed adds properties under made-up names: as many as minProperties
// asks for, and one to show what a map holds.
func (r *record) addUndescribed() *problem {
	enough := r.min
	if !r.task.lean && len(r.described) == 0 && r.isMap() {
		enough = max(enough, min(1, r.max))
	}
	if len(r.values) >= enough {
		return nil
	}
	names := r.names()
	var last *problem
	for try := 0; len(r.values) < enough && try < 32+4*enough; try++ {
		name, ok := names(try)
		if _, there := r.values[name]; !ok || there || slices.Contains(r.hidden, name) {
			continue
		}
		out := r.value(name)
		if out.problem != nil {
			last = out.problem
			continue
		}
		if r.put(name, out); r.size > maxSize {
			return fail(r.from, "minProperties", "the object would be larger than %d bytes", maxSize)
		}
	}
	if len(r.values) >= r.min {
		return nil
	}
	if last != nil && last.cut {
		return last
	}
	return fail(r.from, "minProperties", "only %d properties can be made", len(r.values))
}

func (r *record) isMap() bool {
	return slices.ContainsFunc(r.parts, func(s *model.Schema) bool {
		return s.AdditionalProperties != nil || len(s.PatternProperties) > 0
	})
}

// names returns names to try: of patternProperties, of propertyNames, and plain
// ones.
func (r *record) names() func(try int) (string, bool) {
	var rules conjunction
	var patterns []*synth.Pattern
	for _, s := range r.parts {
		rules = rules.and(s.PropertyNames)
		for _, pp := range s.PatternProperties {
			if p, err := r.g.pattern(pp.Pattern); err == nil {
				patterns = append(patterns, p)
			}
		}
	}
	return func(try int) (string, bool) {
		if n := len(patterns); n > 0 && try%(n+1) < n {
			return r.patternName(patterns[try%(n+1)], rules, try)
		}
		if len(rules) > 0 {
			return r.ruledName(rules, try)
		}
		return fmt.Sprintf("key%d", try/(len(patterns)+1)+1), true
	}
}

// patternName makes a name that matches a pattern, and the simple patterns of
// propertyNames too.
func (r *record) patternName(p *synth.Pattern, rules conjunction, try int) (string, bool) {
	chance := source{uint64(r.task.path.step("names").index(try))}
	limits := textRules{high: -1}
	for _, s := range rules {
		if limits.narrow(r.g, s) != nil {
			return "", false
		}
	}
	limits.patterns = append(limits.patterns, p)
	name, err := limits.synthesize(r.g, &chance)
	return name, err == nil
}

// ruledName makes a name that is valid against propertyNames.
func (r *record) ruledName(rules conjunction, try int) (string, bool) {
	t := r.task
	t.salt += try
	out := r.g.child(t, r.parts, rules.and(textSchema), "propertyNames", "")
	if out.problem != nil {
		return "", false
	}
	return out.node.Text, true
}

// textSchema is what propertyNames say without words: names are strings.
var textSchema = &model.Schema{Types: []string{"string"}}
