// Package jsonvalue holds ordered JSON values as mapping templates see them:
// objects keep the order of their keys and numbers keep the kind that Java
// would give them.
package jsonvalue

import (
	"math/big"
)

// Value is one of:
//
//   - nil, bool, string
//   - int32 (java.lang.Integer), int64 (java.lang.Long), *big.Int
//     (java.math.BigInteger), float64 (java.lang.Double), *Decimal
//     (java.math.BigDecimal)
//   - *Map, *List
//
// A [Stringer] of another type may be put into maps and lists by the
// template engine; it prints as its text.
type Value = any

// Stringer is a value of another kind that prints itself as text.
type Stringer interface {
	// JavaString is what Java's toString would return.
	JavaString() string
}

// List is a mutable sequence of values.
type List struct {
	Items []Value

	// JSON says that the list came from a JSON document. Such a list, and
	// everything in it, prints as compact JSON even where Java's toString is
	// asked for; a list written in a template prints as [a, b].
	JSON bool
}

// NewList returns a list of the items, as a template's literal makes it.
func NewList(items ...Value) *List { return &List{Items: items} }

// NewJSONList returns a list of the items, as a JSON document holds it.
func NewJSONList(items ...Value) *List { return &List{Items: items, JSON: true} }

// Len returns the number of items.
func (l *List) Len() int { return len(l.Items) }

// Integer returns n as the smallest of Integer and Long that holds it.
func Integer(n int64) Value {
	if n == int64(int32(n)) {
		return int32(n)
	}
	return n
}

// Int returns the value of an integral number that fits in 64 bits.
func Int(v Value) (int64, bool) {
	switch n := v.(type) {
	case int32:
		return int64(n), true
	case int64:
		return n, true
	case *big.Int:
		if n.IsInt64() {
			return n.Int64(), true
		}
	}
	return 0, false
}

// Float returns the nearest double of any number.
func Float(v Value) (float64, bool) {
	switch n := v.(type) {
	case int32:
		return float64(n), true
	case int64:
		return float64(n), true
	case float64:
		return n, true
	case *big.Int:
		f, _ := new(big.Float).SetInt(n).Float64()
		return f, true
	case *Decimal:
		return n.Float(), true
	}
	return 0, false
}

// IsNumber reports whether v is a number of any kind.
func IsNumber(v Value) bool {
	switch v.(type) {
	case int32, int64, float64, *big.Int, *Decimal:
		return true
	}
	return false
}
