package vtl

import (
	"cmp"
	"math"
	"math/big"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// arithmetic computes as Velocity's MathUtils: whole numbers stay whole and
// grow when they overflow. It has no result for what is not a number, and for a
// division by zero.
func arithmetic(o op, left, right any) any {
	if !jsonvalue.IsNumber(left) || !jsonvalue.IsNumber(right) {
		return nil
	}
	if (o == opDivide || o == opModulo) && isZero(right) {
		return nil
	}
	a, okA := whole(left)
	b, okB := whole(right)
	switch {
	case okA && okB:
		return integers(o, left, right, a, b)
	case isBig(left) && (isBig(right) || okB), okA && isBig(right):
		return bigs(o, toBig(left), toBig(right))
	case isDecimal(left) || isDecimal(right) || isBig(left) || isBig(right):
		return decimals(o, left, right)
	}
	x, _ := jsonvalue.Float(left)
	y, _ := jsonvalue.Float(right)
	return floats(o, x, y)
}

// whole returns an Integer or a Long.
func whole(v any) (int64, bool) {
	switch n := v.(type) {
	case int32:
		return int64(n), true
	case int64:
		return n, true
	}
	return 0, false
}

func isBig(v any) bool {
	_, ok := v.(*big.Int)
	return ok
}

func isDecimal(v any) bool {
	_, ok := v.(*jsonvalue.Decimal)
	return ok
}

func isZero(v any) bool {
	switch n := v.(type) {
	case *big.Int:
		return n.Sign() == 0
	case *jsonvalue.Decimal:
		return n.Sign() == 0
	}
	f, _ := jsonvalue.Float(v)
	return f == 0
}

func toBig(v any) *big.Int {
	if n, ok := v.(*big.Int); ok {
		return n
	}
	n, _ := whole(v)
	return big.NewInt(n)
}

// integers computes in 64 bits. The result is a Long when an operand is, else
// the smaller kind that holds it.
func integers(o op, left, right any, a, b int64) any {
	var out int64
	fits := true
	switch o {
	case opAdd:
		out = a + b
		fits = (out^a) >= 0 || (out^b) >= 0
	case opSubtract:
		out = a - b
		fits = (a^b) >= 0 || (out^a) >= 0
	case opMultiply:
		out = a * b
		fits = a == 0 || out/a == b && (a != -1 || b != math.MinInt64)
	case opDivide:
		out = a / b
	default:
		out = a % b
	}
	if !fits {
		return bigs(o, big.NewInt(a), big.NewInt(b))
	}
	_, longA := left.(int64)
	_, longB := right.(int64)
	if longA || longB {
		return out
	}
	return jsonvalue.Integer(out)
}

// maxBits bounds the size of whole numbers.
const maxBits = 100_000

func bigs(o op, a, b *big.Int) any {
	if a.BitLen()+b.BitLen() > maxBits {
		return nil
	}
	out := new(big.Int)
	switch o {
	case opAdd:
		return out.Add(a, b)
	case opSubtract:
		return out.Sub(a, b)
	case opMultiply:
		return out.Mul(a, b)
	case opDivide:
		return out.Quo(a, b)
	default:
		return out.Rem(a, b)
	}
}

func decimals(o op, left, right any) any {
	a, okA := jsonvalue.ToDecimal(left)
	b, okB := jsonvalue.ToDecimal(right)
	if !okA || !okB || !a.Handy() || !b.Handy() {
		return nil
	}
	switch o {
	case opAdd:
		return a.Add(b)
	case opSubtract:
		return a.Sub(b)
	case opMultiply:
		return a.Mul(b)
	case opDivide:
		return a.Quo(b)
	default:
		return math.Mod(a.Float(), b.Float())
	}
}

func floats(o op, x, y float64) any {
	switch o {
	case opAdd:
		return x + y
	case opSubtract:
		return x - y
	case opMultiply:
		return x * y
	case opDivide:
		return x / y
	default:
		return math.Mod(x, y)
	}
}

// compare orders two numbers of any kinds.
func compare(left, right any) int {
	a, okA := whole(left)
	b, okB := whole(right)
	if okA && okB {
		return cmp.Compare(a, b)
	}
	if isExact(left) && isExact(right) {
		x, _ := jsonvalue.Float(left)
		y, _ := jsonvalue.Float(right)
		return cmp.Compare(x, y)
	}
	x, okX := jsonvalue.ToDecimal(left)
	y, okY := jsonvalue.ToDecimal(right)
	if okX && okY {
		return x.Cmp(y)
	}
	f, _ := jsonvalue.Float(left)
	g, _ := jsonvalue.Float(right)
	return cmp.Compare(f, g)
}

// isExact reports whether a double holds the number as it is.
func isExact(v any) bool {
	const exact = 1 << 53
	switch n := v.(type) {
	case float64, int32:
		return true
	case int64:
		return n <= exact && n >= -exact
	}
	return false
}

// numberMethod is a method of java.lang.Integer, Long, Double and
// java.math.BigInteger and BigDecimal.
func numberMethod(s *state, n any, name string, args []any) (any, error) {
	switch len(args) {
	case 0:
		return conversion(s, n, name)
	case 1:
		return numberOf(n, name, args[0])
	case 2:
		return pairMethod(n, name, args[0], args[1])
	}
	return nil, nil
}

func conversion(s *state, n any, name string) (any, error) {
	f, _ := jsonvalue.Float(n)
	switch name {
	case "toString":
		return s.text(n)
	case "intValue", "shortValue", "byteValue":
		return int32(truncate(n)), nil
	case "longValue":
		return truncate(n), nil
	case "doubleValue", "floatValue":
		return f, nil
	case "isNaN":
		if d, ok := n.(float64); ok {
			return math.IsNaN(d), nil
		}
	case "isInfinite":
		if d, ok := n.(float64); ok {
			return math.IsInf(d, 0), nil
		}
	case "hashCode":
		return numberHash(n), nil
	}
	return nil, nil
}

// truncate is Java's narrowing to a long.
func truncate(n any) int64 {
	switch v := n.(type) {
	case *big.Int:
		return int64(new(big.Int).And(v, new(big.Int).SetUint64(math.MaxUint64)).Uint64())
	case float64:
		return clampToLong(v)
	case *jsonvalue.Decimal:
		return clampToLong(v.Float())
	}
	i, _ := whole(n)
	return i
}

func clampToLong(f float64) int64 {
	switch {
	case math.IsNaN(f):
		return 0
	case f >= math.MaxInt64:
		return math.MaxInt64
	case f <= math.MinInt64:
		return math.MinInt64
	}
	return int64(f)
}

func numberHash(n any) any {
	switch v := n.(type) {
	case int32:
		return v
	case int64:
		return int32(v ^ int64(uint64(v)>>32))
	case float64:
		b := math.Float64bits(v)
		return int32(b ^ b>>32)
	}
	return nil
}

// numberOf is a method with one argument, static ones included.
func numberOf(n any, name string, arg any) (any, error) {
	switch name {
	case "equals":
		return jsonvalue.Equal(n, arg), nil
	case "compareTo":
		if sameNumberKind(n, arg) {
			return int32(compare(n, arg)), nil
		}
		return nil, nil
	}
	text, isText := arg.(string)
	switch n.(type) {
	case int32:
		if isText && (name == "parseInt" || name == "valueOf") {
			return parseInteger(text, 32)
		}
		if i, ok := arg.(int32); ok {
			return integerText(name, uint64(uint32(i)), arg), nil
		}
	case int64:
		if isText && (name == "parseLong" || name == "valueOf") {
			return parseInteger(text, 64)
		}
		if i, ok := whole(arg); ok {
			return integerText(name, uint64(i), i), nil
		}
	case float64:
		if isText && (name == "parseDouble" || name == "valueOf") {
			return parseDouble(text)
		}
		if f, ok := jsonvalue.Float(arg); ok && name == "toString" {
			return jsonvalue.FormatDouble(f), nil
		}
	}
	return nil, nil
}

func sameNumberKind(a, b any) bool {
	switch a.(type) {
	case int32:
		_, ok := b.(int32)
		return ok
	case int64:
		_, ok := b.(int64)
		return ok
	case float64:
		_, ok := b.(float64)
		return ok
	case *big.Int:
		return isBig(b)
	}
	return isDecimal(b)
}

// integerText is Integer.toHexString and similar.
func integerText(name string, bits uint64, same any) any {
	n := new(big.Int).SetUint64(bits)
	switch name {
	case "toHexString":
		return n.Text(16)
	case "toOctalString":
		return n.Text(8)
	case "toBinaryString":
		return n.Text(2)
	case "toString":
		return jsonvalue.String(same)
	case "valueOf":
		return same
	}
	return nil
}

func pairMethod(n any, name string, a, b any) (any, error) {
	if text, ok := a.(string); ok {
		radix, isInt := b.(int32)
		_, long := n.(int64)
		switch {
		case isInt && name == "parseInt" && !long:
			return parseRadix(text, int(radix), 32)
		case isInt && name == "parseLong" && long:
			return parseRadix(text, int(radix), 64)
		}
		return nil, nil
	}
	if !sameNumberKind(n, a) || !sameNumberKind(n, b) {
		return nil, nil
	}
	c := compare(a, b)
	switch name {
	case "compare":
		return int32(c), nil
	case "max":
		if c < 0 {
			return b, nil
		}
		return a, nil
	case "min":
		if c > 0 {
			return b, nil
		}
		return a, nil
	case "sum":
		return arithmetic(opAdd, a, b), nil
	}
	return nil, nil
}
