package vtl

import (
	"fmt"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

func (l literal) eval(*state) (any, error) { return l.value, nil }

func (n *interpolation) eval(s *state) (any, error) { return s.capture(n.content) }

func (n *list) eval(s *state) (any, error) {
	items, err := evalAll(s, n.items)
	return &jsonvalue.List{Items: items}, err
}

func evalAll(s *state, es []expr) ([]any, error) {
	if err := s.spend(1 + len(es)); err != nil {
		return nil, s.fail(0, err)
	}
	if len(es) == 0 {
		return nil, nil
	}
	vs := make([]any, len(es))
	for i, e := range es {
		v, err := e.eval(s)
		if err != nil {
			return nil, err
		}
		vs[i] = v
	}
	return vs, nil
}

func (n *mapping) eval(s *state) (any, error) {
	m := jsonvalue.NewMap(len(n.keys))
	for i := range n.keys {
		key, err := n.keys[i].eval(s)
		if err != nil {
			return nil, err
		}
		v, err := n.values[i].eval(s)
		if err != nil {
			return nil, err
		}
		m.PutKey(key, keep(v))
	}
	return m, nil
}

// maxSpan bounds the items of a range.
const maxSpan = 1_000_000

func (n *span) eval(s *state) (any, error) {
	from, err := n.from.eval(s)
	if err != nil {
		return nil, err
	}
	to, err := n.to.eval(s)
	if err != nil {
		return nil, err
	}
	a, okA := jsonvalue.Int(from)
	b, okB := jsonvalue.Int(to)
	if !okA || !okB {
		return nil, nil
	}
	step := int64(1)
	if b < a {
		step = -1
	}
	size := (b-a)*step + 1
	if size < 0 || size > maxSpan {
		return nil, s.fail(n.at, fmt.Errorf("the range has more than %d items", maxSpan))
	}
	if err := s.spend(int(size)); err != nil {
		return nil, s.fail(n.at, err)
	}
	l := &jsonvalue.List{Items: make([]any, 0, size)}
	for i := a; int64(len(l.Items)) < size; i += step {
		l.Items = append(l.Items, jsonvalue.Integer(i))
	}
	return l, nil
}

func (n not) eval(s *state) (any, error) {
	ok, err := truth(s, n.operand)
	return !ok, err
}

func (n *binary) eval(s *state) (any, error) {
	if n.op == opAnd || n.op == opOr {
		left, err := truth(s, n.left)
		if err != nil || left == (n.op == opOr) {
			return left, err
		}
		return boolean(truth(s, n.right))
	}
	left, err := n.left.eval(s)
	if err != nil {
		return nil, err
	}
	right, err := n.right.eval(s)
	if err != nil {
		return nil, err
	}
	v, err := n.apply(s, left, right)
	return v, s.fail(n.at, err)
}

func boolean(b bool, err error) (any, error) { return b, err }

func (n *binary) apply(s *state, left, right any) (any, error) {
	switch n.op {
	case opEqual:
		return boolean(equal(s, left, right))
	case opNotEqual:
		same, err := equal(s, left, right)
		return !same, err
	case opLess, opLessEqual, opGreater, opGreaterEqual:
		return ordered(n.op, left, right), nil
	case opAdd:
		if !jsonvalue.IsNumber(left) || !jsonvalue.IsNumber(right) {
			return concat(s, left, right)
		}
		fallthrough
	default:
		return arithmetic(n.op, left, right), nil
	}
}

// concat is + where a side is not a number: with a string it joins texts, else
// it has no result.
func concat(s *state, left, right any) (any, error) {
	_, l := left.(string)
	_, r := right.(string)
	if !l && !r {
		return nil, nil
	}
	a, err := s.text(left)
	if err != nil {
		return nil, err
	}
	b, err := s.text(right)
	if err != nil {
		return nil, err
	}
	if len(a)+len(b) > MaxOutput {
		return nil, ErrTooLarge
	}
	return a + b, s.spendBytes(len(a) + len(b))
}

// equal compares numbers by value, values of one kind by their contents, and
// others by their texts.
func equal(s *state, left, right any) (bool, error) {
	if jsonvalue.IsNumber(left) && jsonvalue.IsNumber(right) {
		return compare(left, right) == 0, nil
	}
	if left == nil || right == nil {
		return left == right, nil
	}
	if sameKind(left, right) {
		return jsonvalue.Equal(left, right), nil
	}
	a, err := s.text(left)
	if err != nil {
		return false, err
	}
	b, err := s.text(right)
	return a == b, err
}

func sameKind(left, right any) bool {
	switch left.(type) {
	case string:
		_, ok := right.(string)
		return ok
	case bool:
		_, ok := right.(bool)
		return ok
	case *jsonvalue.Map:
		_, ok := right.(*jsonvalue.Map)
		return ok
	case *jsonvalue.List:
		_, ok := right.(*jsonvalue.List)
		return ok
	}
	return false
}

func ordered(o op, left, right any) bool {
	if !jsonvalue.IsNumber(left) || !jsonvalue.IsNumber(right) {
		return false
	}
	c := compare(left, right)
	switch o {
	case opLess:
		return c < 0
	case opLessEqual:
		return c <= 0
	case opGreater:
		return c > 0
	default:
		return c >= 0
	}
}

// eval returns the empty string for what leads to nothing, as everywhere in
// API Gateway's templates.
func (r *reference) eval(s *state) (any, error) {
	v, err := r.resolve(s)
	if v == nil && err == nil {
		return "", nil
	}
	return v, err
}

// resolve returns nil for what leads to nothing.
func (r *reference) resolve(s *state) (any, error) {
	return r.walk(s, r.steps)
}

func (r *reference) walk(s *state, steps []step) (any, error) {
	v := s.vars[r.slot]
	for i := range steps {
		if v == nil {
			return nil, nil
		}
		st := &steps[i]
		if err := s.spend(1); err != nil {
			return nil, s.fail(st.at, err)
		}
		next, err := st.take(s, v)
		if err != nil {
			return nil, s.fail(st.at, err)
		}
		v = next
	}
	return v, nil
}

// take leads from v to the next value; nil when there is none.
func (st *step) take(s *state, v any) (any, error) {
	switch st.kind {
	case propertyStep:
		return property(v, st.name), nil
	case indexStep:
		index, err := st.args[0].eval(s)
		if err != nil {
			return nil, err
		}
		return element(v, index)
	case methodStep:
	}
	if v == any(&s.input) && st.path != nil {
		return s.input.constant(st)
	}
	if _, ok := v.(utilities); ok {
		return st.utility(s)
	}
	args, err := evalAll(s, st.args)
	if err != nil {
		return nil, err
	}
	out, err := call(s, v, st.name, args)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", st.name, err)
	}
	return out, nil
}

// assign sets a variable, a property or an element. Where the way to it leads
// to nothing there is nothing to set.
func (r *reference) assign(s *state, v any) error {
	if len(r.steps) == 0 {
		s.vars[r.slot] = v
		return nil
	}
	last := &r.steps[len(r.steps)-1]
	target, err := r.walk(s, r.steps[:len(r.steps)-1])
	if err != nil || target == nil {
		return err
	}
	var key any
	switch last.kind {
	case propertyStep:
		key = last.name
	case indexStep:
		if key, err = last.args[0].eval(s); err != nil {
			return err
		}
	default:
		return nil
	}
	return s.fail(last.at, put(target, key, keep(v)))
}

// put sets an element of a map or a list.
func put(target, key, v any) error {
	switch t := target.(type) {
	case *jsonvalue.Map:
		t.PutKey(key, v)
	case *contextObject:
		t.writable().PutKey(key, v)
	case *jsonvalue.List:
		i, ok := key.(int32)
		if !ok {
			return nil
		}
		j, err := checkIndex(adjust(i, len(t.Items)), len(t.Items))
		if err != nil {
			return err
		}
		t.Items[j] = v
	}
	return nil
}

// adjust counts a negative index from the end.
func adjust(i int32, length int) int32 {
	if i < 0 {
		return i + int32(length)
	}
	return i
}

func checkIndex(i int32, length int) (int, error) {
	if i < 0 || int(i) >= length {
		return 0, fmt.Errorf("index %d is out of bounds for length %d", i, length)
	}
	return int(i), nil
}

// element is value[index].
func element(v, index any) (any, error) {
	switch v := v.(type) {
	case *jsonvalue.List:
		i, ok := index.(int32)
		if !ok {
			return nil, nil
		}
		j, err := checkIndex(adjust(i, len(v.Items)), len(v.Items))
		if err != nil {
			return nil, err
		}
		return v.Items[j], nil
	case *jsonvalue.Map:
		out, _ := v.GetKey(index)
		return wrap(out), nil
	case getter:
		if name, ok := index.(string); ok {
			out, _ := v.Get(name)
			return wrap(out), nil
		}
	}
	return nil, nil
}

// property is value.name.
func property(v any, name string) any {
	switch v := v.(type) {
	case getter:
		out, _ := v.Get(name)
		return wrap(out)
	case *inputObject:
		if name == "body" {
			return v.s.bodyText()
		}
	case *loop:
		return v.property(name)
	case *entry:
		switch name {
		case "key":
			return v.key
		case "value":
			return wrap(v.value)
		}
	case string:
		if name == "empty" {
			return v == ""
		}
	case *jsonvalue.List:
		if name == "empty" {
			return len(v.Items) == 0
		}
	case *collection:
		if name == "empty" {
			return len(v.items) == 0
		}
	}
	return nil
}
