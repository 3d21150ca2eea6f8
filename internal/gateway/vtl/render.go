package vtl

import (
	"errors"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

func (b block) render(s *state) error {
	for _, n := range b {
		if err := s.spend(1); err != nil {
			return s.fail(0, err)
		}
		if err := n.render(s); err != nil {
			return err
		}
	}
	return nil
}

func (t text) render(s *state) error {
	s.out = append(s.out, t...)
	return s.fail(0, s.checkSize())
}

func (r *reference) render(s *state) error {
	s.out = append(s.out, r.prefix...)
	if err := r.renderValue(s); err != nil {
		return err
	}
	s.out = append(s.out, r.suffix...)
	return nil
}

func (r *reference) renderValue(s *state) error {
	if done, err := r.renderJSON(s); done {
		return s.fail(r.at, err)
	}
	v, err := r.resolve(s)
	if err != nil {
		return err
	}
	return s.fail(r.at, s.print(v))
}

// renderJSON prints $input.json('...') without a string in between.
func (r *reference) renderJSON(s *state) (done bool, err error) {
	if r.slot != slotInput || len(r.steps) != 1 || r.steps[0].path == nil || r.steps[0].name != "json" || s.vars[slotInput] != any(&s.input) {
		return false, nil
	}
	s.out, err = s.input.appendJSON(s.out, r.steps[0].path)
	if err != nil {
		return true, err
	}
	return true, s.checkSize()
}

func (n *ifElse) render(s *state) error {
	for _, b := range n.branches {
		if b.condition != nil {
			ok, err := truth(s, b.condition)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
		}
		return b.body.render(s)
	}
	return nil
}

// truth evaluates a condition: only the boolean false is false.
func truth(s *state, e expr) (bool, error) {
	v, err := e.eval(s)
	return v != any(false), err
}

func (n *set) render(s *state) error {
	v, err := n.value.eval(s)
	if err != nil || v == nil { // a computation without result assigns nothing
		return err
	}
	return n.target.assign(s, v)
}

func (n *define) render(s *state) error {
	s.vars[n.slot] = &blockValue{body: n.body, s: s}
	return nil
}

func (stop) render(*state) error { return errStop }

func (breakLoop) render(*state) error { return errBreak }

// loop is the $foreach of a running loop.
type loop struct {
	index, count int // count of all items
	parent       *loop
	stopped      bool
}

func (n *foreach) render(s *state) error {
	v, err := n.items.eval(s)
	if err != nil {
		return err
	}
	items := iterate(v)
	if len(items) == 0 {
		return nil
	}
	if err := s.enter(); err != nil {
		return s.fail(n.at, err)
	}
	defer s.leave()
	return n.run(s, items, watch(v))
}

// errModified is java.util.ConcurrentModificationException.
var errModified = errors.New("the loop adds to or removes from what it walks")

// watch returns a function that reports whether a collection has gained or
// lost items since.
func watch(v any) (modified func() bool) {
	size := func() int { return 0 }
	switch v := v.(type) {
	case *jsonvalue.List:
		size = v.Len
	case *jsonvalue.Map:
		size = v.Len
	case *collection:
		if v.of != nil {
			size = v.of.Len
		}
	}
	before := size()
	return func() bool { return size() != before }
}

// run renders the body for each item, and returns the loop's variables back what
// they had before.
func (n *foreach) run(s *state, items []jsonvalue.Value, modified func() bool) error {
	l := &loop{count: len(items), parent: s.loop}
	outer := [...]any{s.vars[n.slot], s.vars[slotForeach], s.vars[slotVelocityCount], s.vars[slotVelocityHasNext]}
	s.loop = l
	defer func() {
		s.loop = l.parent
		s.vars[n.slot], s.vars[slotForeach], s.vars[slotVelocityCount], s.vars[slotVelocityHasNext] = outer[0], outer[1], outer[2], outer[3]
	}()
	for i := 0; i < len(items) && i < MaxIterations && !l.stopped; i++ {
		if i > 0 && modified() {
			return s.fail(n.at, errModified)
		}
		l.index = i
		s.vars[n.slot] = items[i]
		s.vars[slotForeach] = l
		s.vars[slotVelocityCount] = int32(i + 1)
		s.vars[slotVelocityHasNext] = l.hasNext()
		err := n.body.render(s)
		if errors.Is(err, errBreak) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *loop) hasNext() bool { return l.index+1 < l.count }

// property is what $foreach has.
func (l *loop) property(name string) any {
	switch name {
	case "index":
		return int32(l.index)
	case "count":
		return int32(l.index + 1)
	case "hasNext":
		return l.hasNext()
	case "first":
		return l.index == 0
	case "last":
		return !l.hasNext()
	case "parent":
		if l.parent != nil {
			return l.parent
		}
	case "topmost":
		top := l
		for top.parent != nil {
			top = top.parent
		}
		return top
	}
	return nil
}

// iterate returns the items of what #foreach can walk: the values of a map,
// and nothing of anything else.
func iterate(v any) []jsonvalue.Value {
	switch v := v.(type) {
	case *jsonvalue.List:
		return v.Items
	case *collection:
		return v.items
	case *iterator:
		rest := v.items[v.next:]
		v.next = len(v.items)
		return rest
	}
	if m, ok := asMap(v); ok {
		out := make([]jsonvalue.Value, 0, m.Len())
		for _, e := range m.Entries() {
			out = append(out, e.Value)
		}
		return out
	}
	return nil
}

// blockValue is what #define makes: it renders whenever it is printed.
type blockValue struct {
	body block
	s    *state
}

func (b *blockValue) render(s *state) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	return b.body.render(s)
}

// JavaString renders the block; it is empty when that fails, which printing
// the block itself reports.
func (b *blockValue) JavaString() string {
	text, err := b.s.capture(b)
	if err != nil {
		return ""
	}
	return text
}
