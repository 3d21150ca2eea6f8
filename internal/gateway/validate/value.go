package validate

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/hashindex"
)

// values puts off the use of a message's arguments.
func values(args ...any) func() []any { return func() []any { return args } }

// texts is values with JSON values, as their text.
func texts(args ...jsonvalue.Value) func() []any {
	return func() []any {
		out := make([]any, len(args))
		for i, v := range args {
			out[i] = jsonvalue.JSON(v)
		}
		return out
	}
}

// list returns strings as a JSON array.
func list(items []string) string {
	out := []byte{'['}
	for i, s := range items {
		if i > 0 {
			out = append(out, ',')
		}
		out = jsonvalue.AppendQuoted(out, s)
	}
	return string(append(out, ']'))
}

// isIntegral reports whether a number was written as an integer: 1.0 was not.
func isIntegral(v jsonvalue.Value) bool {
	switch v.(type) {
	case int32, int64, *big.Int:
		return true
	}
	return false
}

// compare orders two numbers by value.
func compare(a, b jsonvalue.Value) int {
	x, xInt := jsonvalue.Int(a)
	y, yInt := jsonvalue.Int(b)
	if xInt && yInt {
		return cmp.Compare(x, y)
	}
	m, mOK := decimal(a)
	n, nOK := decimal(b)
	if mOK && nOK {
		return m.Cmp(n)
	}
	f, _ := jsonvalue.Float(a)
	g, _ := jsonvalue.Float(b)
	return cmp.Compare(f, g)
}

// decimal returns a number as a decimal, unless it is too large to compute with.
func decimal(v jsonvalue.Value) (*jsonvalue.Decimal, bool) {
	d, ok := jsonvalue.ToDecimal(v)
	return d, ok && d.Handy()
}

func isMultiple(v, of jsonvalue.Value) bool {
	x, xInt := jsonvalue.Int(v)
	y, yInt := jsonvalue.Int(of)
	if xInt && yInt {
		return x%y == 0
	}
	m, mOK := rational(v)
	n, nOK := rational(of)
	return mOK && nOK && m.Quo(m, n).IsInt()
}

func rational(v jsonvalue.Value) (*big.Rat, bool) {
	d, ok := decimal(v)
	if !ok {
		return nil, false
	}
	return new(big.Rat).SetString(d.String())
}

// canonical appends a text that is the same for values that are equal: numbers
// by value, objects whatever their order.
func canonical(dst []byte, v jsonvalue.Value) []byte {
	switch v := v.(type) {
	case string:
		return jsonvalue.AppendQuoted(dst, v)
	case *jsonvalue.List:
		dst = append(dst, '[')
		for _, item := range v.Items {
			dst = append(canonical(dst, item), ',')
		}
		return append(dst, ']')
	case *jsonvalue.Map:
		entries := slices.Clone(v.Entries())
		slices.SortFunc(entries, func(a, b jsonvalue.Entry) int { return strings.Compare(a.Key, b.Key) })
		dst = append(dst, '{')
		for _, e := range entries {
			dst = append(jsonvalue.AppendQuoted(dst, e.Key), ':')
			dst = append(canonical(dst, e.Value), ',')
		}
		return append(dst, '}')
	case int32:
		return strconv.AppendInt(dst, int64(v), 10)
	case float64, *jsonvalue.Decimal:
		return canonicalNumber(dst, v)
	}
	return append(dst, jsonvalue.JSON(v)...)
}

func canonicalNumber(dst []byte, v jsonvalue.Value) []byte {
	if f, ok := v.(float64); ok && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		return append(dst, jsonvalue.JSON(int64(f))...)
	}
	if n, ok := rational(v); ok {
		return append(dst, n.RatString()...)
	}
	return append(dst, jsonvalue.JSON(v)...)
}

// unique reports whether no two values are equal, and how many bytes it compared.
func unique(items []jsonvalue.Value) (ok bool, size int) {
	const few = 8
	if len(items) <= few {
		return uniqueAmongFew(items)
	}
	var seen hashindex.Index // grows as it fills: a long list of equals costs little
	var text []byte
	for i, item := range items {
		text = canonical(text[:0], item)
		size += len(text)
		same := func(j int) bool { return bytes.Equal(text, canonical(nil, items[j])) }
		if !seen.Add(maphash.Bytes(hashSeed, text), i, same) {
			return false, size
		}
	}
	return true, size
}

var hashSeed = maphash.MakeSeed()

func uniqueAmongFew(items []jsonvalue.Value) (ok bool, size int) {
	for i := range items {
		for j := range i {
			if kindOf(items[i])|kindOf(items[j]) != kindString {
				a, b := canonical(nil, items[i]), canonical(nil, items[j])
				if size += len(a) + len(b); bytes.Equal(a, b) {
					return false, size
				}
			} else if items[i] == items[j] {
				return false, size
			}
		}
	}
	return true, size
}
