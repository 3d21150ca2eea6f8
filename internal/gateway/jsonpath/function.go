package jsonpath

import (
	"math"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// call is a function at the end of a path, with its arguments.
type call struct {
	name string
	args []operand

	// over is the path whose results the function gathers, when it stands
	// after a deep scan; nil when it works on the value before it.
	over *Path
}

// functions are those of the Jayway README, by name.
var functions = map[string]func(e *evaluation, v jsonvalue.Value, args []jsonvalue.Value) (jsonvalue.Value, bool){
	"min":    aggregate(func(ns []float64) float64 { return reduce(ns, math.Min) }),
	"max":    aggregate(func(ns []float64) float64 { return reduce(ns, math.Max) }),
	"sum":    aggregate(sum),
	"avg":    aggregate(func(ns []float64) float64 { return sum(ns) / float64(len(ns)) }),
	"stddev": aggregate(deviation),
	"length": length,
	"size":   length,
	"keys":   keys,
	"concat": concat,
	"append": appendItems,
	"first":  func(_ *evaluation, v jsonvalue.Value, _ []jsonvalue.Value) (jsonvalue.Value, bool) { return item(v, 0) },
	"last": func(_ *evaluation, v jsonvalue.Value, _ []jsonvalue.Value) (jsonvalue.Value, bool) {
		return item(v, -1)
	},
	"index": index,
}

// call applies a function to v.
func (e *evaluation) call(s *segment, v jsonvalue.Value) error {
	if s.call.over != nil {
		inner := evaluation{root: e.root, budget: e.budget}
		gathered, err := inner.result(s.call.over, v)
		if err != nil {
			return err
		}
		v = gathered
	}
	args := make([]jsonvalue.Value, 0, len(s.call.args))
	for _, a := range s.call.args {
		arg, found, err := a.value(e, v)
		if err != nil {
			return err
		}
		if found {
			args = append(args, arg)
		}
	}
	out, ok := functions[s.call.name](e, v, args)
	if !ok {
		return ErrNotFound
	}
	return e.walk(s.next, out)
}

// aggregate makes a function of the numbers in the list and the arguments.
// Without any number it has no result.
func aggregate(f func([]float64) float64) func(*evaluation, jsonvalue.Value, []jsonvalue.Value) (jsonvalue.Value, bool) {
	return func(_ *evaluation, v jsonvalue.Value, args []jsonvalue.Value) (jsonvalue.Value, bool) {
		numbers := floats(nil, v)
		for _, a := range args {
			if n, ok := jsonvalue.Float(a); ok {
				numbers = append(numbers, n)
				continue
			}
			numbers = floats(numbers, a)
		}
		if len(numbers) == 0 {
			return nil, false
		}
		return f(numbers), true
	}
}

func floats(dst []float64, v jsonvalue.Value) []float64 {
	if l, ok := v.(*jsonvalue.List); ok {
		for _, item := range l.Items {
			if n, ok := jsonvalue.Float(item); ok {
				dst = append(dst, n)
			}
		}
	}
	return dst
}

func reduce(ns []float64, f func(a, b float64) float64) float64 {
	out := ns[0]
	for _, n := range ns[1:] {
		out = f(out, n)
	}
	return out
}

func sum(ns []float64) float64 {
	return reduce(ns, func(a, b float64) float64 { return a + b })
}

// deviation is the standard deviation of the whole population.
func deviation(ns []float64) float64 {
	n, squares := float64(len(ns)), 0.0
	for _, x := range ns {
		squares += x * x
	}
	mean := sum(ns) / n
	return math.Sqrt(squares/n - mean*mean)
}

func length(_ *evaluation, v jsonvalue.Value, args []jsonvalue.Value) (jsonvalue.Value, bool) {
	if len(args) > 0 {
		v = args[0]
	}
	switch v := v.(type) {
	case *jsonvalue.List:
		return int32(v.Len()), true
	case *jsonvalue.Map:
		return int32(v.Len()), true
	}
	return nil, true
}

func keys(_ *evaluation, v jsonvalue.Value, _ []jsonvalue.Value) (jsonvalue.Value, bool) {
	m, ok := v.(*jsonvalue.Map)
	if !ok {
		return nil, false
	}
	l := jsonvalue.NewJSONList()
	for _, entry := range m.Entries() {
		l.Items = append(l.Items, entry.KeyOf())
	}
	return l, true
}

func concat(_ *evaluation, v jsonvalue.Value, args []jsonvalue.Value) (jsonvalue.Value, bool) {
	var b strings.Builder
	write := func(v jsonvalue.Value) {
		if v != nil {
			b.WriteString(jsonvalue.String(v))
		}
	}
	if l, ok := v.(*jsonvalue.List); ok {
		for _, item := range l.Items {
			if s, ok := item.(string); ok {
				b.WriteString(s)
			}
		}
	}
	for _, a := range args {
		if l, ok := a.(*jsonvalue.List); ok {
			for _, item := range l.Items {
				write(item)
			}
			continue
		}
		write(a)
	}
	return b.String(), true
}

func appendItems(_ *evaluation, v jsonvalue.Value, args []jsonvalue.Value) (jsonvalue.Value, bool) {
	l, ok := v.(*jsonvalue.List)
	if !ok {
		return v, true
	}
	items := append(make([]jsonvalue.Value, 0, len(l.Items)+len(args)), l.Items...)
	return jsonvalue.NewJSONList(append(items, args...)...), true
}

func item(v jsonvalue.Value, i int) (jsonvalue.Value, bool) {
	l, ok := v.(*jsonvalue.List)
	if !ok {
		return nil, false
	}
	return at(l, i)
}

func index(_ *evaluation, v jsonvalue.Value, args []jsonvalue.Value) (jsonvalue.Value, bool) {
	if len(args) == 0 {
		return nil, false
	}
	i, ok := jsonvalue.Int(args[0])
	if !ok || i != int64(int32(i)) {
		return nil, false
	}
	return item(v, int(i))
}
