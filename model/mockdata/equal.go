package mockdata

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// maxExponent bounds the exponents of numbers that are calculated with.
const maxExponent = 1000

// number returns the value of a JSON number, unless its exponent is absurd.
func number(literal string) (*big.Rat, bool) {
	if i := strings.IndexAny(literal, "eE"); i >= 0 {
		exponent, err := strconv.Atoi(literal[i+1:])
		if err != nil || exponent > maxExponent || exponent < -maxExponent {
			return nil, false
		}
	}
	if len(literal) > 4*maxExponent {
		return nil, false
	}
	return new(big.Rat).SetString(literal)
}

// equal reports whether two nodes are the same JSON value; 1 and 1.0 are.
func equal(a, b *tree.Node) bool {
	if a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case tree.Number:
		return equalNumbers(a.Text, b.Text)
	case tree.Mapping:
		return equalMappings(a, b)
	case tree.Sequence:
		return slices.EqualFunc(a.Items, b.Items, equal)
	default:
		return a.Text == b.Text
	}
}

func equalNumbers(a, b string) bool {
	if a == b {
		return true
	}
	x, okX := number(a)
	y, okY := number(b)
	return okX && okY && x.Cmp(y) == 0
}

func equalMappings(a, b *tree.Node) bool {
	if len(a.Fields) != len(b.Fields) {
		return false
	}
	for _, f := range a.Fields {
		if g := b.Field(f.Name); g == nil || !equal(f.Value, g.Value) {
			return false
		}
	}
	return true
}

// literal writes a number exactly: in digits, or with an exponent where there
// would be many zeros. The denominator must have no factors but 2 and 5.
func literal(r *big.Rat) string {
	if r.IsInt() {
		digits := r.Num().String()
		trimmed := strings.TrimRight(digits, "0")
		if zeros := len(digits) - len(trimmed); len(digits) > 21 && zeros > 3 {
			return trimmed + "e" + strconv.Itoa(zeros)
		}
		return digits
	}
	places, exact := r.FloatPrec()
	if !exact {
		return r.FloatString(18)
	}
	text := r.FloatString(places)
	if places <= 21 {
		return text
	}
	negative := strings.HasPrefix(text, "-")
	digits := strings.TrimLeft(strings.Replace(strings.TrimPrefix(text, "-"), ".", "", 1), "0")
	if negative {
		digits = "-" + digits
	}
	return digits + "e-" + strconv.Itoa(places)
}
