package vtl

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/pattern"
)

// stringMethod is a method of java.lang.String. Positions count UTF-16 units.
func stringMethod(s *state, str, name string, args []any) (any, error) {
	if name == "format" || name == "join" {
		return stringStatic(s, name, args)
	}
	if err := s.spend(1 + len(str)/16); err != nil {
		return nil, err
	}
	switch len(args) {
	case 0:
		return stringQuery(str, name), nil
	case 1:
		if name == "valueOf" {
			return s.text(args[0])
		}
		return stringWith(s, str, name, args[0])
	case 2:
		return stringWithTwo(s, str, name, args[0], args[1])
	}
	return nil, nil
}

func stringQuery(str, name string) any {
	switch name {
	case "length":
		return int32(length(str))
	case "isEmpty":
		return str == ""
	case "trim":
		return strings.TrimFunc(str, func(r rune) bool { return r <= ' ' })
	case "toLowerCase":
		return strings.ToLower(str)
	case "toUpperCase":
		return strings.ToUpper(str)
	case "toString", "intern":
		return str
	case "hashCode":
		return jsonvalue.StringHash(str)
	case "toCharArray":
		l := &jsonvalue.List{}
		for _, r := range str {
			l.Items = append(l.Items, string(r))
		}
		return l
	}
	return nil
}

func stringWith(s *state, str, name string, arg any) (any, error) {
	switch arg := arg.(type) {
	case int32:
		return stringAt(str, name, int(arg))
	case string:
		return stringWithString(s, str, name, arg)
	}
	if name == "equals" {
		return false, nil
	}
	return nil, nil
}

func stringAt(str, name string, i int) (any, error) {
	switch name {
	case "substring":
		return substring(str, i, length(str))
	case "charAt", "codePointAt":
		c, err := substring(str, i, i+1)
		if err != nil || name == "charAt" {
			return c, err
		}
		r, _ := utf8.DecodeRuneInString(str[offset(str, i):])
		return r, nil
	case "indexOf":
		return int32(indexFrom(str, string(rune(i)), 0)), nil
	case "equals":
		return false, nil
	}
	return nil, nil
}

func stringWithString(s *state, str, name, arg string) (any, error) {
	switch name {
	case "equals", "contentEquals":
		return str == arg, nil
	case "equalsIgnoreCase":
		return equalFold(str, arg), nil
	case "compareTo":
		return int32(compareStrings(str, arg)), nil
	case "compareToIgnoreCase":
		return int32(compareStrings(strings.ToLower(str), strings.ToLower(arg))), nil
	case "contains":
		return strings.Contains(str, arg), nil
	case "startsWith":
		return strings.HasPrefix(str, arg), nil
	case "endsWith":
		return strings.HasSuffix(str, arg), nil
	case "indexOf":
		return int32(indexFrom(str, arg, 0)), nil
	case "lastIndexOf":
		i := strings.LastIndex(str, arg)
		if i < 0 {
			return int32(-1), nil
		}
		return int32(length(str[:i])), nil
	case "concat":
		return concat(s, str, arg)
	case "matches":
		re, err := s.regex(arg)
		if err != nil {
			return nil, err
		}
		return boolean(re.MatchWhole(str))
	case "split":
		return split(s, str, arg, 0)
	}
	return nil, nil
}

func stringWithTwo(s *state, str, name string, a, b any) (any, error) {
	x, textA := a.(string)
	y, textB := b.(string)
	i, intA := a.(int32)
	j, intB := b.(int32)
	switch {
	case textA && textB:
		return replacement(s, str, name, x, y)
	case intA && intB && (name == "substring" || name == "subSequence"):
		return substring(str, int(i), int(j))
	case textA && intB && name == "indexOf":
		return int32(indexFrom(str, x, int(j))), nil
	case textA && intB && name == "startsWith":
		rest, err := substring(str, int(j), length(str))
		if err != nil {
			return false, nil //nolint:nilerr // a position outside of the string begins nothing
		}
		return strings.HasPrefix(rest, x), nil
	case textA && intB && name == "split":
		return split(s, str, x, int(j))
	}
	return nil, nil
}

func replacement(s *state, str, name, from, to string) (any, error) {
	var out string
	switch name {
	case "replace":
		if n := strings.Count(str, from); len(str)+n*(len(to)-len(from)) > MaxOutput {
			return nil, ErrTooLarge
		}
		out = strings.ReplaceAll(str, from, to)
	case "replaceAll", "replaceFirst":
		re, err := s.regex(from)
		if err != nil {
			return nil, err
		}
		if (len(str)+1)*(len(to)+1) > 16*MaxOutput {
			return nil, ErrTooLarge
		}
		if err := s.spend(2 * len(str)); err != nil {
			return nil, err
		}
		replace := re.ReplaceAll
		if name == "replaceFirst" {
			replace = re.ReplaceFirst
		}
		if out, err = replace(str, to); err != nil {
			return nil, err
		}
	default:
		return nil, nil
	}
	if len(out) > MaxOutput {
		return nil, ErrTooLarge
	}
	return out, s.spendBytes(len(out))
}

func split(s *state, str, regex string, limit int) (any, error) {
	re, err := s.regex(regex)
	if err != nil {
		return nil, err
	}
	parts, err := re.Split(str, limit)
	if err != nil {
		return nil, err
	}
	l := &jsonvalue.List{Items: make([]any, len(parts))}
	for i, part := range parts {
		l.Items[i] = part
	}
	return l, s.spend(len(str) + len(parts))
}

// maxPatterns is the number of computed patterns that a template remembers.
const maxPatterns = 256

// regex compiles a pattern, or finds it compiled.
func (s *state) regex(source string) (*pattern.Regexp, error) {
	if re, ok := s.t.patterns.Load(source); ok {
		if compiled, ok := re.(*pattern.Regexp); ok {
			return compiled, nil
		}
	}
	re, err := pattern.CompileJava(source)
	if err != nil {
		return nil, err
	}
	if s.t.patternCount.Add(1) <= maxPatterns {
		s.t.patterns.Store(source, re)
	}
	return re, s.spend(1000 + len(source))
}

func equalFold(a, b string) bool { return strings.EqualFold(a, b) }

// stringStatic is String.format or String.join.
func stringStatic(s *state, name string, args []any) (any, error) {
	first, ok := any(nil), len(args) > 0
	if ok {
		first = args[0]
	}
	text, ok := first.(string)
	switch {
	case !ok:
		return nil, nil
	case name == "format":
		return format(s, text, args[1:])
	}
	parts := args[1:]
	if len(parts) == 1 {
		if items, isCollection := itemsOf(parts[0]); isCollection {
			parts = items
		}
	}
	texts := make([]string, len(parts))
	size := 0
	for i, part := range parts {
		str, err := s.text(part)
		if err != nil {
			return nil, err
		}
		texts[i] = str
		if size += len(str) + len(text); size > MaxOutput {
			return nil, ErrTooLarge
		}
	}
	return strings.Join(texts, text), s.spendBytes(size)
}

// isASCII reports whether positions in str are the same in bytes and UTF-16.
func isASCII(str string) bool {
	for i := range len(str) {
		if str[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// length is the number of UTF-16 units.
func length(str string) int {
	n := utf8.RuneCountInString(str)
	if n == len(str) {
		return n
	}
	for _, r := range str {
		if r >= 0x10000 {
			n++
		}
	}
	return n
}

// offset is the position in bytes of a UTF-16 unit.
func offset(str string, unit int) int {
	if isASCII(str) {
		return unit
	}
	for i, r := range str {
		if unit <= 0 {
			return i
		}
		unit--
		if r >= 0x10000 {
			unit--
		}
	}
	return len(str)
}

// substring fails where Java's throws. Half of a surrogate pair becomes
// U+FFFD.
func substring(str string, from, to int) (string, error) {
	n := length(str)
	if from < 0 || to > n || from > to {
		return "", fmt.Errorf("begin %d, end %d, length %d", from, to, n)
	}
	if n == len(str) {
		return str[from:to], nil
	}
	return string(utf16.Decode(utf16.Encode([]rune(str))[from:to])), nil
}

// indexFrom is String.indexOf from a position.
func indexFrom(str, part string, from int) int {
	from = max(0, from)
	if from > length(str) {
		if part == "" {
			return length(str)
		}
		return -1
	}
	start := offset(str, from)
	i := strings.Index(str[start:], part)
	if i < 0 {
		return -1
	}
	return length(str[:start+i])
}

// compareStrings is String.compareTo: the difference of the first units that
// differ, else of the lengths.
func compareStrings(a, b string) int {
	x, y := utf16.Encode([]rune(a)), utf16.Encode([]rune(b))
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return int(x[i]) - int(y[i])
		}
	}
	return len(x) - len(y)
}
