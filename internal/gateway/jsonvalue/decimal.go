package jsonvalue

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// Decimal is an exact decimal number, as java.math.BigDecimal.
type Decimal struct {
	unscaled *big.Int
	scale    int // digits right of the point; negative for trailing zeros
}

// maxScale bounds exponents, so that arithmetic on hostile numbers stays small.
const maxScale = 10_000

// NewDecimal reads the text of a JSON number. It reports false when the text
// is not a number, is longer than numbers are, or its exponent is out of bounds.
func NewDecimal(text string) (*Decimal, bool) {
	if len(text) > maxNumberText {
		return nil, false
	}
	mantissa, exp := text, 0
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		n, err := strconv.Atoi(text[i+1:])
		if err != nil {
			return nil, false
		}
		mantissa, exp = text[:i], n
	}
	whole, frac, _ := strings.Cut(mantissa, ".")
	n, ok := new(big.Int).SetString(whole+frac, 10)
	scale := len(frac) - exp
	if !ok || scale > maxScale || scale < -maxScale {
		return nil, false
	}
	return &Decimal{n, scale}, true
}

// ToDecimal returns any number as a decimal.
func ToDecimal(v Value) (*Decimal, bool) {
	switch n := v.(type) {
	case *Decimal:
		return n, true
	case *big.Int:
		return &Decimal{n, 0}, true
	case int32, int64:
		i, _ := Int(n)
		return &Decimal{big.NewInt(i), 0}, true
	case float64:
		if math.IsNaN(n) || math.IsInf(n, 0) {
			return nil, false
		}
		return NewDecimal(FormatDouble(n))
	}
	return nil, false
}

// Float returns the nearest double.
func (d *Decimal) Float() float64 {
	f, err := strconv.ParseFloat(d.unscaled.String()+"e"+strconv.Itoa(-d.scale), 64)
	if err != nil && !math.IsInf(f, 0) {
		return math.NaN()
	}
	return f
}

// align returns the unscaled values of both numbers at their larger scale.
func (d *Decimal) align(o *Decimal) (x, y *big.Int, scale int) {
	scale = max(d.scale, o.scale)
	return rescale(d.unscaled, scale-d.scale), rescale(o.unscaled, scale-o.scale), scale
}

func rescale(n *big.Int, digits int) *big.Int {
	if digits == 0 {
		return n
	}
	return new(big.Int).Mul(n, pow10(digits))
}

func pow10(n int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}

// Cmp compares by value, whatever the scales.
func (d *Decimal) Cmp(o *Decimal) int {
	x, y, _ := d.align(o)
	return x.Cmp(y)
}

// Add returns d + o.
func (d *Decimal) Add(o *Decimal) *Decimal {
	x, y, scale := d.align(o)
	return &Decimal{new(big.Int).Add(x, y), scale}
}

// Sub returns d - o.
func (d *Decimal) Sub(o *Decimal) *Decimal {
	x, y, scale := d.align(o)
	return &Decimal{new(big.Int).Sub(x, y), scale}
}

// Mul returns d × o.
func (d *Decimal) Mul(o *Decimal) *Decimal {
	return &Decimal{new(big.Int).Mul(d.unscaled, o.unscaled), d.scale + o.scale}
}

// Sign is -1, 0 or 1.
func (d *Decimal) Sign() int { return d.unscaled.Sign() }

// Quo returns d / o at the scale of d, halves rounded down. o must not be 0.
func (d *Decimal) Quo(o *Decimal) *Decimal {
	num, den := new(big.Int).Set(d.unscaled), new(big.Int).Set(o.unscaled)
	if o.scale > 0 {
		num.Mul(num, pow10(o.scale))
	} else {
		den.Mul(den, pow10(-o.scale))
	}
	q, r := new(big.Int).QuoRem(num, den, new(big.Int))
	if r.Abs(r).Lsh(r, 1).Cmp(den.Abs(den)) > 0 {
		q.Add(q, big.NewInt(int64(d.Sign()*o.Sign())))
	}
	return &Decimal{q, d.scale}
}

// String is java.math.BigDecimal.toString: scientific where the exponent is
// small.
func (d *Decimal) String() string {
	digits := d.unscaled.String()
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	exp := len(digits) - 1 - d.scale
	switch {
	case d.scale == 0:
		return sign + digits
	case d.scale > 0 && exp >= -6:
		if n := d.scale - len(digits) + 1; n > 0 {
			digits = strings.Repeat("0", n) + digits
		}
		point := len(digits) - d.scale
		return sign + digits[:point] + "." + digits[point:]
	}
	if len(digits) > 1 {
		digits = digits[:1] + "." + digits[1:]
	}
	if exp >= 0 {
		return sign + digits + "E+" + strconv.Itoa(exp)
	}
	return sign + digits + "E" + strconv.Itoa(exp)
}

// FormatDouble is java.lang.Double.toString.
func FormatDouble(f float64) string { return string(appendDouble(nil, f)) }

func appendDouble(dst []byte, f float64) []byte {
	switch {
	case math.IsNaN(f):
		return append(dst, "NaN"...)
	case math.IsInf(f, 1):
		return append(dst, "Infinity"...)
	case math.IsInf(f, -1):
		return append(dst, "-Infinity"...)
	case f == 0:
		if math.Signbit(f) {
			dst = append(dst, '-')
		}
		return append(dst, "0.0"...)
	}
	if a := math.Abs(f); a >= 1e-3 && a < 1e7 {
		n := len(dst)
		dst = strconv.AppendFloat(dst, f, 'f', -1, 64)
		if slices.Contains(dst[n:], '.') {
			return dst
		}
		return append(dst, ".0"...)
	}
	return appendScientific(dst, f)
}

// appendScientific writes 1.0E10 where Go writes 1e+10.
func appendScientific(dst []byte, f float64) []byte {
	text := strconv.FormatFloat(f, 'e', -1, 64)
	mantissa, exp, _ := strings.Cut(text, "e")
	dst = append(dst, mantissa...)
	if !strings.Contains(mantissa, ".") {
		dst = append(dst, ".0"...)
	}
	dst = append(dst, 'E')
	if exp[0] == '-' {
		dst = append(dst, '-')
	}
	return append(dst, strings.TrimLeft(exp[1:], "0")...)
}

// Handy reports whether the number is small enough to compute with, which
// keeps arithmetic on hostile numbers short.
func (d *Decimal) Handy() bool {
	return d.scale <= maxScale && d.scale >= -maxScale && d.unscaled.BitLen() <= 4*maxScale
}
