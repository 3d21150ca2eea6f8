package jsonvalue

import (
	"errors"
	"math"
	"math/big"
	"strconv"
	"unicode/utf8"
)

// maxDepth bounds the nesting of values that are parsed, printed or compared.
const maxDepth = 1000

// ErrTooLarge says that a value nests too deep, or that its text would be
// longer than the printer's limit.
var ErrTooLarge = errors.New("value is too large to print")

// Printer writes values as text. A printer stops at its limit, so values that
// hold themselves, or share parts many times over, do no harm.
type Printer struct {
	// Max is the number of bytes that the text may have; 0 means 10 MiB.
	Max int

	// Smart escapes what json-smart, the library below Jayway's JSONPath, does:
	// U+2000 to U+20FF as well.
	Smart bool

	slashes bool // are escaped too
}

const defaultMax = 10 << 20

// AppendJSON appends v as compact JSON.
func AppendJSON(dst []byte, v Value) ([]byte, error) { return Printer{}.AppendJSON(dst, v) }

// AppendString appends v as Java's toString prints it: {k=v} for a map and
// [a, b] for a list, but compact JSON for a list that came from a JSON
// document. That JSON escapes slashes.
func AppendString(dst []byte, v Value) ([]byte, error) { return Printer{}.AppendString(dst, v) }

// JSON returns v as compact JSON, or the empty string when v is too large.
func JSON(v Value) string {
	b, err := AppendJSON(nil, v)
	if err != nil {
		return ""
	}
	return string(b)
}

// String returns v as Java's toString prints it, or the empty string when v
// is too large.
func String(v Value) string {
	if s, ok := v.(string); ok {
		return s
	}
	b, err := AppendString(nil, v)
	if err != nil {
		return ""
	}
	return string(b)
}

// AppendJSON appends v as compact JSON.
func (p Printer) AppendJSON(dst []byte, v Value) ([]byte, error) {
	return p.json(dst, v, p.end(dst), maxDepth)
}

// AppendString appends v as Java's toString prints it.
func (p Printer) AppendString(dst []byte, v Value) ([]byte, error) {
	return p.text(dst, v, p.end(dst), maxDepth)
}

func (p Printer) end(dst []byte) int {
	if p.Max == 0 {
		return len(dst) + defaultMax
	}
	return len(dst) + p.Max
}

func (p Printer) text(dst []byte, v Value, end, depth int) ([]byte, error) {
	if depth == 0 || len(dst) > end {
		return dst, ErrTooLarge
	}
	var err error
	switch v := v.(type) {
	case string:
		return append(dst, v...), nil
	case Stringer:
		return append(dst, v.JavaString()...), nil
	case *List:
		if v.JSON {
			p.Smart, p.slashes = true, true
			return p.json(dst, v, end, depth)
		}
		dst = append(dst, '[')
		for i, item := range v.Items {
			if i > 0 {
				dst = append(dst, ", "...)
			}
			if item == Value(v) {
				dst = append(dst, "(this Collection)"...)
				continue
			}
			if dst, err = p.text(dst, item, end, depth-1); err != nil {
				return dst, err
			}
		}
		return append(dst, ']'), nil
	case *Map:
		dst = append(dst, '{')
		for i, e := range v.Entries() {
			if i > 0 {
				dst = append(dst, ", "...)
			}
			if dst, err = p.entry(dst, v, e, end, depth-1); err != nil {
				return dst, err
			}
		}
		return append(dst, '}'), nil
	}
	return appendScalar(dst, v), nil
}

func (p Printer) entry(dst []byte, m *Map, e Entry, end, depth int) ([]byte, error) {
	dst, err := p.text(dst, e.KeyOf(), end, depth)
	if err != nil {
		return dst, err
	}
	dst = append(dst, '=')
	if e.Value == Value(m) {
		return append(dst, "(this Map)"...), nil
	}
	return p.text(dst, e.Value, end, depth)
}

func (p Printer) json(dst []byte, v Value, end, depth int) ([]byte, error) {
	if depth == 0 || len(dst) > end {
		return dst, ErrTooLarge
	}
	var err error
	switch v := v.(type) {
	case string:
		return p.quoted(dst, v), nil
	case int32, bool, nil:
		return appendScalar(dst, v), nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return append(dst, "null"...), nil
		}
	case Stringer:
		return p.quoted(dst, v.JavaString()), nil
	case *List:
		dst = append(dst, '[')
		for i, item := range v.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			if dst, err = p.json(dst, item, end, depth-1); err != nil {
				return dst, err
			}
		}
		return append(dst, ']'), nil
	case *Map:
		dst = append(dst, '{')
		for i, e := range v.Entries() {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(p.quoted(dst, e.Key), ':')
			if dst, err = p.json(dst, e.Value, end, depth-1); err != nil {
				return dst, err
			}
		}
		return append(dst, '}'), nil
	}
	return appendScalar(dst, v), nil
}

func appendScalar(dst []byte, v Value) []byte {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...)
	case bool:
		return strconv.AppendBool(dst, v)
	case int32:
		return strconv.AppendInt(dst, int64(v), 10)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case float64:
		return appendDouble(dst, v)
	case *big.Int:
		return v.Append(dst, 10)
	case *Decimal:
		return append(dst, v.String()...)
	}
	return dst
}

const hexDigits = "0123456789ABCDEF"

// AppendQuoted appends s as a JSON string. Control characters are escaped,
// bytes that are not UTF-8 become U+FFFD, everything else stays as it is.
func AppendQuoted(dst []byte, s string) []byte { return appendQuoted(dst, s, false, false) }

// quoted is AppendQuoted with the printer's own escapes.
func (p Printer) quoted(dst []byte, s string) []byte {
	return appendQuoted(dst, s, p.Smart, p.slashes)
}

func appendQuoted(dst []byte, s string, punctuation, slashes bool) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && (c != '/' || !slashes) {
			i++
			continue
		}
		size := 1
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			size = n
			switch {
			case r == utf8.RuneError && n == 1:
				dst = append(append(dst, s[start:i]...), "\uFFFD"...)
			case r < 0xA0, punctuation && r >= 0x2000 && r < 0x2100:
				dst = appendUnicode(append(dst, s[start:i]...), uint16(r))
			default:
				i += n
				continue
			}
		} else {
			dst = appendEscape(append(dst, s[start:i]...), c)
		}
		i += size
		start = i
	}
	return append(append(dst, s[start:]...), '"')
}

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\', '/':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return appendUnicode(dst, uint16(c))
}

func appendUnicode(dst []byte, c uint16) []byte {
	return append(dst, '\\', 'u', hexDigits[c>>12], hexDigits[c>>8&15], hexDigits[c>>4&15], hexDigits[c&15])
}
