package vtl

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// maxWidth bounds the width and the precision of a format specifier.
const maxWidth = 10_000

// specifier is one %[index$][flags][width][.precision]conversion of
// java.util.Formatter.
type specifier struct {
	index      int
	flags      string
	width      int
	precision  int // -1 when absent
	conversion byte
}

// format is String.format.
func format(s *state, layout string, args []any) (any, error) {
	var out strings.Builder
	next := 0
	for {
		before, rest, found := strings.Cut(layout, "%")
		out.WriteString(before)
		if !found {
			return out.String(), s.spendBytes(out.Len())
		}
		spec, length, err := parseSpecifier(rest)
		if err != nil {
			return nil, err
		}
		layout = rest[length:]
		switch spec.conversion {
		case 'n':
			out.WriteByte('\n')
			continue
		case '%':
			out.WriteString(spec.pad("%"))
			continue
		}
		i := spec.index - 1
		if spec.index == 0 {
			i = next
			next++
		}
		if i >= len(args) {
			return nil, fmt.Errorf("missing argument for %%%s", rest[:length])
		}
		text, err := spec.format(s, args[i])
		if err != nil {
			return nil, err
		}
		if out.Len()+len(text) > MaxOutput {
			return nil, ErrTooLarge
		}
		out.WriteString(spec.pad(text))
	}
}

func parseSpecifier(text string) (spec specifier, length int, err error) {
	i := 0
	number := func() (int, bool) {
		start := i
		for i < len(text) && isDigit(text[i]) {
			i++
		}
		n, err := strconv.Atoi(text[start:i])
		return n, err == nil
	}
	if n, ok := number(); ok && i < len(text) && text[i] == '$' {
		spec.index = n
		i++
	} else {
		i = 0
	}
	start := i
	for i < len(text) && strings.IndexByte("-#+ 0,(", text[i]) >= 0 {
		i++
	}
	spec.flags = text[start:i]
	spec.width, _ = number()
	spec.precision = -1
	if i < len(text) && text[i] == '.' {
		i++
		n, ok := number()
		if !ok {
			return spec, 0, fmt.Errorf("unknown format %%%s", text[:i])
		}
		spec.precision = n
	}
	switch {
	case i == len(text):
		return spec, 0, errors.New("the format ends after %")
	case spec.width > maxWidth || spec.precision > maxWidth:
		return spec, 0, ErrTooLarge
	}
	spec.conversion = text[i]
	return spec, i + 1, nil
}

func (spec specifier) has(flag byte) bool { return strings.IndexByte(spec.flags, flag) >= 0 }

func (spec specifier) pad(text string) string {
	missing := spec.width - length(text)
	switch {
	case missing <= 0:
		return text
	case spec.has('-'):
		return text + strings.Repeat(" ", missing)
	}
	return strings.Repeat(" ", missing) + text
}

func (spec specifier) format(s *state, arg any) (string, error) {
	upper := spec.conversion >= 'A' && spec.conversion <= 'Z'
	text, err := spec.convert(s, arg)
	if upper {
		text = strings.ToUpper(text)
	}
	return text, err
}

func (spec specifier) convert(s *state, arg any) (string, error) {
	switch spec.conversion | 0x20 {
	case 's':
		text, err := spec.general(s, arg)
		return text, err
	case 'b':
		b, isBool := arg.(bool)
		return spec.cut(strconv.FormatBool(isBool && b || !isBool && arg != nil)), nil
	case 'c':
		return spec.character(arg)
	}
	if arg == nil {
		return "null", nil
	}
	switch spec.conversion {
	case 'd':
		return spec.decimal(arg)
	case 'x', 'X', 'o':
		return spec.radix(arg)
	case 'f', 'e', 'E':
		return spec.float(arg)
	}
	return "", fmt.Errorf("unknown format conversion %q", spec.conversion)
}

func (spec specifier) general(s *state, arg any) (string, error) {
	if arg == nil {
		return spec.cut("null"), nil
	}
	text, err := s.text(arg)
	return spec.cut(text), err
}

func (spec specifier) cut(text string) string {
	if spec.precision < 0 || spec.precision >= length(text) {
		return text
	}
	return text[:offset(text, spec.precision)]
}

func (spec specifier) character(arg any) (string, error) {
	switch v := arg.(type) {
	case int32:
		return string(v), nil
	case string:
		if length(v) == 1 {
			return v, nil
		}
	case nil:
		return "null", nil
	}
	return "", spec.mismatch(arg)
}

func (spec specifier) mismatch(arg any) error {
	return fmt.Errorf("%%%c does not take %s", spec.conversion, kindName(arg))
}

func kindName(v any) string {
	switch v.(type) {
	case string:
		return "a String"
	case bool:
		return "a Boolean"
	case int32, int64, *big.Int:
		return "a whole number"
	case float64, *jsonvalue.Decimal:
		return "a number with a fraction"
	}
	return "such an object"
}

func (spec specifier) decimal(arg any) (string, error) {
	_, isWhole := whole(arg)
	if !isWhole && !isBig(arg) {
		return "", spec.mismatch(arg)
	}
	return spec.sign(jsonvalue.String(arg)), nil
}

func (spec specifier) radix(arg any) (string, error) {
	base := 16
	prefix := "0x"
	if spec.conversion == 'o' {
		base, prefix = 8, "0"
	}
	var n *big.Int
	switch v := arg.(type) {
	case int32:
		n = new(big.Int).SetUint64(uint64(uint32(v)))
	case int64:
		n = new(big.Int).SetUint64(uint64(v))
	case *big.Int:
		n = v
	default:
		return "", spec.mismatch(arg)
	}
	text := n.Text(base)
	if !spec.has('#') {
		prefix = ""
	}
	if spec.has('0') {
		text = zeros(text, spec.width-len(prefix))
	}
	return prefix + text, nil
}

func zeros(text string, width int) string {
	if n := width - len(text); n > 0 {
		return strings.Repeat("0", n) + text
	}
	return text
}

func (spec specifier) float(arg any) (string, error) {
	var f float64
	switch v := arg.(type) {
	case float64:
		f = v
	case *jsonvalue.Decimal:
		f = v.Float()
	default:
		return "", spec.mismatch(arg)
	}
	precision := spec.precision
	if precision < 0 {
		precision = 6
	}
	verb := byte('f')
	if spec.conversion != 'f' {
		verb = 'e'
	}
	return spec.sign(roundHalfUp(f, verb, precision)), nil
}

// roundHalfUp formats as Java does, which rounds the shortest text of the
// number and not its binary value: 0.125 becomes 0.13.
func roundHalfUp(f float64, verb byte, precision int) string {
	if verb == 'e' {
		return strconv.FormatFloat(f, verb, precision, 64)
	}
	exact, ok := new(big.Rat).SetString(strconv.FormatFloat(f, 'e', -1, 64))
	if !ok {
		return jsonvalue.FormatDouble(f)
	}
	return exact.FloatString(precision)
}

// sign puts grouping, sign and zeros to the digits of a number.
func (spec specifier) sign(number string) string {
	digits, negative := strings.CutPrefix(number, "-")
	if spec.has(',') {
		digits = group(digits)
	}
	head, tail := "", ""
	switch {
	case negative && spec.has('('):
		head, tail = "(", ")"
	case negative:
		head = "-"
	case spec.has('+'):
		head = "+"
	case spec.has(' '):
		head = " "
	}
	if spec.has('0') {
		digits = zeros(digits, spec.width-len(head)-len(tail))
	}
	return head + digits + tail
}

// group puts a comma before every three digits.
func group(digits string) string {
	intPart, frac, hasFrac := strings.Cut(digits, ".")
	var b strings.Builder
	for i, c := range intPart {
		if i > 0 && (len(intPart)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if hasFrac {
		b.WriteString("." + frac)
	}
	return b.String()
}
