package mockdata

import (
	"math"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// list is an array in the making.
type list struct {
	g     *Generator
	task  task
	parts conjunction

	min, max int
	from     *model.Schema // that set the last bound, to blame
	unique   *model.Schema // that asks for distinct items; nil when none does
	contain  []*model.Schema
	avoid    []*model.Schema // what further items must not match

	items []*tree.Node
	seen  valueSet
	size  int
}

func (g *Generator) array(t task, parts conjunction) outcome {
	l := &list{g: g, task: t, parts: parts, max: math.MaxInt, from: first(parts), seen: newValueSet(), size: 2}
	for _, s := range parts {
		l.narrow(s)
	}
	if l.min > l.max {
		return failed(fail(l.from, "minItems", "it is greater than what else must hold allows"))
	}
	if l.min > maxSize/2 { // an item takes two bytes or more
		return failed(fail(l.from, "minItems", "the list would be larger than %d bytes", maxSize))
	}
	l.mergeContains()
	count := l.count()
	for i := range count {
		if p := l.add(i); p != nil {
			if i >= l.min && len(l.contain) == 0 {
				break
			}
			return failed(p)
		}
		if l.size > maxSize {
			return failed(fail(l.from, "minItems", "the list would be larger than %d bytes", maxSize))
		}
	}
	return outcome{node: tree.NewSequence(l.items...), size: l.size}
}

func (l *list) narrow(s *model.Schema) {
	if s.MinItems != nil && *s.MinItems > l.min {
		l.min, l.from = *s.MinItems, s
	}
	if s.MaxItems != nil && *s.MaxItems < l.max {
		l.max, l.from = *s.MaxItems, s
	}
	if s.Items != nil && s.Items.Always != nil && !*s.Items.Always && len(s.PrefixItems) < l.max {
		l.max, l.from = len(s.PrefixItems), s
	}
	if s.UniqueItems {
		l.unique = s
	}
	for range min(minContains(s), maxSize) {
		l.contain = append(l.contain, s.Contains)
	}
	if s.Contains != nil && s.MaxContains != nil {
		l.avoid = append(l.avoid, s.Contains)
	}
}

// mergeContains has one item match several "contains" where there is no room for
// one item each.
func (l *list) mergeContains() {
	for len(l.contain) > l.max && len(l.contain) > 1 {
		last := len(l.contain) - 1
		both := &model.Schema{AllOf: []*model.Schema{l.contain[last-1], l.contain[last]}}
		l.contain = append(l.contain[:last-1], both)
	}
}

func (l *list) count() int {
	count := max(l.min, len(l.contain))
	if !l.task.lean {
		count = max(count, 1, l.g.MaxArrayLength)
		for _, s := range l.parts {
			count = max(count, len(s.PrefixItems)+len(l.contain))
		}
	}
	return min(count, l.max)
}

func (l *list) add(i int) *problem {
	goal := itemGoal(l.parts, i)
	if len(l.contain) > 0 {
		if p := l.addDistinct(goal.and(l.contain[0])); p == nil {
			l.contain = l.contain[1:]
			return nil
		}
	}
	for _, s := range l.avoid {
		goal = goal.and(l.g.opposite(s))
	}
	return l.addDistinct(goal)
}

// opposite is the schema of all that is not valid against another one.
func (g *Generator) opposite(s *model.Schema) *model.Schema {
	f := g.facts(s)
	if f.opposite == nil {
		f.opposite = not(s)
	}
	return f.opposite
}

// addDistinct makes items until one is new, when this is asked for.
func (l *list) addDistinct(goal conjunction) *problem {
	tries := 1
	if l.unique != nil {
		tries = 64 + 4*len(l.items)
	}
	for try := range tries {
		t := l.task
		t.salt += len(l.items) + try
		out := l.g.child(t, l.parts, goal, "[]", l.task.name)
		if out.problem != nil {
			return out.problem
		}
		if l.seen.add(out.node) || l.unique == nil {
			l.items = append(l.items, out.node)
			l.size += out.size + 1
			return nil
		}
	}
	return fail(l.unique, "uniqueItems", "only %d distinct items were found", len(l.items))
}
