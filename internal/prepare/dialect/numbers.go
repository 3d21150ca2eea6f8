package dialect

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// maxExponent bounds the numbers that are calculated with, as powers of ten.
const maxExponent = 400

// number returns the value of a number, or nil when it is too large to calculate with.
func number(n *tree.Node) *big.Rat {
	if !n.Is(tree.Number) || len(n.Text) > 2*maxExponent {
		return nil
	}
	if _, exponent, found := strings.Cut(strings.ToLower(n.Text), "e"); found {
		if e, err := strconv.Atoi(exponent); err != nil || e > maxExponent || e < -maxExponent {
			return nil
		}
	}
	r, ok := new(big.Rat).SetString(n.Text)
	if !ok {
		return nil
	}
	return r
}

// wholeNumber returns an integer, also when it is written as 1.0; one beyond all
// integers is as good as the greatest.
func wholeNumber(n *tree.Node) (int, bool) {
	r := number(n)
	if r == nil || !r.IsInt() {
		return 0, false
	}
	if !r.Num().IsInt64() {
		return math.MaxInt, true
	}
	return int(r.Num().Int64()), true
}

// inDouble returns what becomes of a number in double precision: the shortest
// decimal that stands for the same double.
func inDouble(f float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(f, 'g', -1, 64))
	return r
}

// fitsDouble reports whether a number survives double precision.
func fitsDouble(n *tree.Node) bool {
	r := number(n)
	if r == nil {
		return false
	}
	f, _ := r.Float64()
	return !math.IsInf(f, 0) && inDouble(f).Cmp(r) == 0
}

// roundOutwards returns the nearest number in double precision that is not above
// (sign -1) or not below (sign 1) another one, or nil when there is none.
func roundOutwards(n *tree.Node, sign int) *tree.Node {
	r := number(n)
	if r == nil {
		return nil
	}
	f, _ := r.Float64()
	for !math.IsInf(f, 0) && inDouble(f).Cmp(r) == -sign {
		f = math.Nextafter(f, math.Inf(sign))
	}
	if math.IsInf(f, 0) {
		return nil
	}
	return withText(n, literal(f))
}

// literal writes a double as JavaScript does.
func literal(f float64) string {
	const fixed = 1e21
	if f == math.Trunc(f) && math.Abs(f) < fixed {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// losesPrecision reports whether a number changes in double precision.
func losesPrecision(t *translation, n, v *tree.Node) bool {
	return t.CDK && v.Is(tree.Number) && !fitsDouble(v)
}

// losesValues reports whether a listed value would change in double precision.
func losesValues(t *translation, n, _ *tree.Node) bool {
	_, complete := t.enumOf(n)
	return !complete
}

// enumOf returns the values that enum and const allow together, each once; nil
// when the schema has neither. They are not complete, and so of no use, when a
// double cannot hold one of them.
func (t *translation) enumOf(n *tree.Node) (values []*tree.Node, complete bool) {
	constant, enum := n.Get("const"), n.Get("enum")
	var candidates []*tree.Node
	switch {
	case enum.Is(tree.Sequence):
		candidates = enum.Items
	case constant != nil:
		candidates = []*tree.Node{constant}
	default:
		return nil, true
	}
	values = []*tree.Node{}
	seen := map[string]bool{}
	for _, v := range candidates {
		key := valueKey(v)
		if seen[key] || constant != nil && valueKey(constant) != key {
			continue
		}
		seen[key] = true
		values = append(values, v)
		if t.CDK && !survives(v) {
			return values, false
		}
	}
	return values, true
}

// survives reports whether all numbers of a value survive double precision.
func survives(v *tree.Node) bool {
	switch v.Kind {
	case tree.Number:
		return fitsDouble(v)
	case tree.Sequence:
		return !slices.ContainsFunc(v.Items, func(item *tree.Node) bool { return !survives(item) })
	case tree.Mapping:
		return !slices.ContainsFunc(v.Fields, func(f tree.Field) bool { return !survives(f.Value) })
	default:
		return true
	}
}

// valueKey is the same for equal values: numbers by value, mappings in any order.
func valueKey(v *tree.Node) string {
	switch v.Kind {
	case tree.Number:
		if r := number(v); r != nil {
			return r.RatString()
		}
		return v.Text
	case tree.Sequence:
		parts := make([]string, len(v.Items))
		for i, item := range v.Items {
			parts[i] = valueKey(item)
		}
		return "[" + strings.Join(parts, ",") + "]"
	case tree.Mapping:
		parts := make([]string, len(v.Fields))
		for i, f := range v.Fields {
			parts[i] = strconv.Quote(f.Name) + ":" + valueKey(f.Value)
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, ",") + "}"
	case tree.String:
		return strconv.Quote(v.Text)
	default:
		return string(v.JSON(false))
	}
}

func (w *writer) minimum(f tree.Field) { w.bound(f, "minimum", "exclusiveMinimum", -1) }
func (w *writer) maximum(f tree.Field) { w.bound(f, "maximum", "exclusiveMaximum", 1) }

// bound writes a limit and whether it is allowed itself, which draft 4 says by a
// boolean next to the limit.
func (w *writer) bound(f tree.Field, name, exclusiveName string, sign int) {
	if w.has(name) {
		return
	}
	limit, own := w.node.Get(name), w.node.Get(exclusiveName)
	exclusive := own.True()
	if own.Is(tree.Number) && (limit == nil || tighter(own, limit, sign)) {
		limit, exclusive = own, true
	}
	if !limit.Is(tree.Number) {
		return
	}
	if w.CDK && !fitsDouble(limit) {
		if limit = roundOutwards(limit, sign); limit == nil {
			return
		}
	}
	f.Name, f.Value = name, limit
	w.put(f)
	if exclusive {
		w.set(exclusiveName, tree.NewBool(true))
	}
}

// tighter reports whether a limit that is not allowed itself leaves no more than
// another one that is.
func tighter(exclusive, limit *tree.Node, sign int) bool {
	a, b := number(exclusive), number(limit)
	return a == nil || b == nil || a.Cmp(b)*sign <= 0
}

func (w *writer) multipleOf(f tree.Field) {
	if r := number(f.Value); r == nil || r.Sign() <= 0 || w.CDK && !fitsDouble(f.Value) {
		return
	}
	w.put(f)
}
