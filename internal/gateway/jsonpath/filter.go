package jsonpath

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/pattern"
)

// condition is what is in [?( )].
type condition interface {
	holds(e *evaluation, v jsonvalue.Value) (bool, error)
}

type and []condition

func (cs and) holds(e *evaluation, v jsonvalue.Value) (bool, error) {
	for _, c := range cs {
		if ok, err := c.holds(e, v); !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

type or []condition

func (cs or) holds(e *evaluation, v jsonvalue.Value) (bool, error) {
	for _, c := range cs {
		if ok, err := c.holds(e, v); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

type not struct{ condition }

func (n not) holds(e *evaluation, v jsonvalue.Value) (bool, error) {
	ok, err := n.condition.holds(e, v)
	return !ok && err == nil, err
}

// exists holds when the path leads to something, be it null or false.
type exists struct{ operand }

func (c exists) holds(e *evaluation, v jsonvalue.Value) (bool, error) {
	_, found, err := c.value(e, v)
	return found, err
}

// operand is a literal, or a path from the current value or the root.
type operand struct {
	literal jsonvalue.Value
	path    *Path
	root    bool
	regex   *pattern.Regexp
}

// value returns the operand's value for the current value v.
func (o operand) value(e *evaluation, v jsonvalue.Value) (_ jsonvalue.Value, found bool, err error) {
	if o.path == nil {
		return o.literal, true, nil
	}
	if o.root {
		v = e.root
	}
	inner := evaluation{root: e.root, budget: e.budget}
	out, err := inner.result(o.path, v)
	if errors.Is(err, ErrNotFound) {
		return nil, false, nil
	}
	return out, err == nil, err
}

// undefined stands for the value of a path that leads to nothing.
type undefined struct{}

// comparison is an operator between two operands.
type comparison struct {
	left, right operand
	compare     func(left, right jsonvalue.Value) bool
}

func (c comparison) holds(e *evaluation, v jsonvalue.Value) (bool, error) {
	left, err := c.left.orUndefined(e, v)
	if err != nil {
		return false, err
	}
	if c.right.regex != nil {
		return matches(c.right.regex, left)
	}
	right, err := c.right.orUndefined(e, v)
	if err != nil {
		return false, err
	}
	return c.compare(left, right), nil
}

func (o operand) orUndefined(e *evaluation, v jsonvalue.Value) (jsonvalue.Value, error) {
	out, found, err := o.value(e, v)
	if !found {
		return undefined{}, err
	}
	return out, nil
}

// operators are tried in this order, the longer spellings first.
var operators = []struct {
	name    string
	word    bool
	compare func(left, right jsonvalue.Value) bool
}{
	{"===", false, same},
	{"!==", false, negated(same)},
	{"==", false, equal},
	{"!=", false, negated(equal)},
	{"<=", false, ordered(func(c int) bool { return c <= 0 })},
	{">=", false, ordered(func(c int) bool { return c >= 0 })},
	{"<", false, ordered(func(c int) bool { return c < 0 })},
	{">", false, ordered(func(c int) bool { return c > 0 })},
	{"=~", false, nil},
	{"in", true, in},
	{"nin", true, negated(in)},
	{"subsetof", true, subsetOf},
	{"anyof", true, anyOf},
	{"noneof", true, noneOf},
	{"all", true, func(l, r jsonvalue.Value) bool { return subsetOf(r, l) }},
	{"contains", true, contains},
	{"size", true, size},
	{"empty", true, empty},
}

func negated(f func(l, r jsonvalue.Value) bool) func(l, r jsonvalue.Value) bool {
	return func(l, r jsonvalue.Value) bool { return !f(l, r) }
}

// equal compares numbers by value, also with a number in a string.
func equal(l, r jsonvalue.Value) bool {
	ln, lok := number(l)
	rn, rok := number(r)
	switch {
	case lok && rok && (jsonvalue.IsNumber(l) || jsonvalue.IsNumber(r)):
		return ln.Cmp(rn) == 0
	case l == undefined{} || r == undefined{}:
		return false
	}
	return deepEqual(l, r)
}

// deepEqual compares the contents of objects and lists.
func deepEqual(l, r jsonvalue.Value) bool {
	if ll, ok := l.(*jsonvalue.List); ok {
		rl, ok := r.(*jsonvalue.List)
		return ok && slices.EqualFunc(ll.Items, rl.Items, jsonvalue.Equal)
	}
	return jsonvalue.Equal(l, r)
}

// same is equal without crossing kinds.
func same(l, r jsonvalue.Value) bool {
	return jsonvalue.IsNumber(l) == jsonvalue.IsNumber(r) && equal(l, r)
}

// number reads a number, or the number that a string holds.
func number(v jsonvalue.Value) (*jsonvalue.Decimal, bool) {
	if s, ok := v.(string); ok {
		return jsonvalue.NewDecimal(s)
	}
	return jsonvalue.ToDecimal(v)
}

func ordered(accept func(int) bool) func(l, r jsonvalue.Value) bool {
	return func(l, r jsonvalue.Value) bool {
		if jsonvalue.IsNumber(l) && jsonvalue.IsNumber(r) {
			ln, lok := number(l)
			rn, rok := number(r)
			return lok && rok && accept(ln.Cmp(rn))
		}
		ls, lok := l.(string)
		rs, rok := r.(string)
		return lok && rok && accept(strings.Compare(ls, rs))
	}
}

func items(v jsonvalue.Value) ([]jsonvalue.Value, bool) {
	l, ok := v.(*jsonvalue.List)
	if !ok {
		return nil, false
	}
	return l.Items, true
}

func in(l, r jsonvalue.Value) bool {
	list, ok := items(r)
	return ok && slices.ContainsFunc(list, func(v jsonvalue.Value) bool { return equal(l, v) })
}

func subsetOf(l, r jsonvalue.Value) bool {
	part, ok := items(l)
	_, isList := items(r)
	return ok && isList && !slices.ContainsFunc(part, func(v jsonvalue.Value) bool { return !in(v, r) })
}

func anyOf(l, r jsonvalue.Value) bool {
	part, ok := items(l)
	return ok && slices.ContainsFunc(part, func(v jsonvalue.Value) bool { return in(v, r) })
}

func noneOf(l, r jsonvalue.Value) bool {
	_, ok := items(l)
	return ok && !anyOf(l, r)
}

func contains(l, r jsonvalue.Value) bool {
	if s, ok := l.(string); ok {
		part, ok := r.(string)
		return ok && strings.Contains(s, part)
	}
	return in(r, l)
}

// extent is the length of a text in UTF-16 units, or the number of items.
func extent(v jsonvalue.Value) (int, bool) {
	switch v := v.(type) {
	case string:
		return len(utf16.Encode([]rune(v))), true
	case *jsonvalue.List:
		return v.Len(), true
	case *jsonvalue.Map:
		return v.Len(), true
	}
	return 0, false
}

func size(l, r jsonvalue.Value) bool {
	n, ok := extent(l)
	want, isInt := jsonvalue.Int(r)
	return ok && isInt && int64(n) == want
}

func empty(l, r jsonvalue.Value) bool {
	n, ok := extent(l)
	want, isBool := r.(bool)
	return ok && isBool && (n == 0) == want
}

// matches holds when the whole text of a scalar matches.
func matches(re *pattern.Regexp, v jsonvalue.Value) (bool, error) {
	switch v.(type) {
	case string, bool:
	default:
		if !jsonvalue.IsNumber(v) {
			return false, nil
		}
	}
	return re.MatchWhole(jsonvalue.String(v))
}
