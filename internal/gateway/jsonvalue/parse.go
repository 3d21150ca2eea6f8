package jsonvalue

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// SyntaxError says where a text stops being JSON.
type SyntaxError struct {
	// Offset is the position of the error in bytes, from 0.
	Offset int
	// Message says what was expected.
	Message string
}

// Error returns the message with its offset.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("invalid JSON at offset %d: %s", e.Offset, e.Message)
}

// Parse reads one JSON text (RFC 8259). Of repeated keys the last value
// counts. Strings of the result share memory with the text.
func Parse(text string) (Value, error) { return parse(text, false) }

// ParseLenient reads JSON as API Gateway reads the result of a MOCK
// integration's request template: unquoted keys and strings, single quotes
// and trailing commas pass too.
func ParseLenient(text string) (Value, error) { return parse(text, true) }

func parse(text string, lenient bool) (Value, error) {
	p := parser{text: text, lenient: lenient, entries: stack[Entry]{pool: &entryChunks}, items: stack[Value]{pool: &itemChunks}}
	p.space()
	v, err := p.value(maxDepth)
	if err != nil {
		return nil, err
	}
	if p.space(); p.pos < len(text) {
		return nil, p.fail("nothing may follow the value")
	}
	return v, nil
}

type parser struct {
	text    string
	pos     int
	lenient bool

	// The members read so far of the collections that are open.
	entries stack[Entry]
	items   stack[Value]

	// Room for the members of closed collections, and for the collections.
	entryRoom room[Entry]
	itemRoom  room[Value]
	mapRoom   room[Map]
	listRoom  room[List]
}

func (p *parser) fail(message string) error { return &SyntaxError{p.pos, message} }

func (p *parser) space() {
	for p.pos < len(p.text) {
		switch p.text[p.pos] {
		case ' ', '\t', '\n', '\r':
			p.pos++
		default:
			return
		}
	}
}

// peek returns the next byte, or 0 at the end.
func (p *parser) peek() byte {
	if p.pos < len(p.text) {
		return p.text[p.pos]
	}
	return 0
}

func (p *parser) value(depth int) (Value, error) {
	if depth == 0 {
		return nil, p.fail("the value nests too deep")
	}
	switch c := p.peek(); {
	case c == '{':
		return p.object(depth - 1)
	case c == '[':
		return p.array(depth - 1)
	case c == '"' || c == '\'' && p.lenient:
		return p.str()
	case c == '-' || c >= '0' && c <= '9':
		if v, ok := p.number(); ok {
			return v, nil
		}
		if p.lenient {
			return p.bare()
		}
		return nil, p.fail("expected a number")
	}
	return p.word()
}

func (p *parser) word() (Value, error) {
	for _, w := range [...]struct {
		text  string
		value Value
	}{{"true", true}, {"false", false}, {"null", nil}} {
		if strings.HasPrefix(p.text[p.pos:], w.text) && p.boundary(p.pos+len(w.text)) {
			p.pos += len(w.text)
			return w.value, nil
		}
	}
	if p.lenient {
		return p.bare()
	}
	return nil, p.fail("expected a value")
}

// boundary reports whether a bare word could end at pos.
func (p *parser) boundary(pos int) bool {
	return pos >= len(p.text) || endsWord[p.text[pos]]
}

// endsWord says which bytes a bare word ends before.
var endsWord = func() (ends [256]bool) {
	for _, c := range " \t\r\n,:{}[]" {
		ends[c] = true
	}
	return ends
}()

// bare reads the unquoted text up to the next structural character.
func (p *parser) bare() (Value, error) {
	rest := p.text[p.pos:]
	end := strings.IndexAny(rest, ",:{}[]\r\n")
	if end < 0 {
		end = len(rest)
	}
	word := strings.TrimRight(rest[:end], " \t")
	if word == "" {
		return nil, p.fail("expected a value")
	}
	p.pos += len(word)
	return word, nil
}

func (p *parser) object(depth int) (Value, error) {
	n := 0
	p.pos++
	for done := false; !done; n++ {
		p.space()
		if p.peek() == '}' && (p.lenient || n == 0) {
			p.pos++
			break
		}
		key, err := p.key()
		if err != nil {
			return nil, err
		}
		p.space()
		if p.peek() != ':' {
			return nil, p.fail("expected ':' after the key")
		}
		p.pos++
		p.space()
		v, err := p.value(depth)
		if err != nil {
			return nil, err
		}
		p.entries.push(Entry{Key: key, Value: v})
		if done, err = p.next('}'); err != nil {
			return nil, err
		}
	}
	m := p.mapRoom.one()
	m.fill(p.entries.pop(p.entryRoom.take(n)))
	return m, nil
}

func (p *parser) key() (string, error) {
	switch c := p.peek(); {
	case c == '"' || c == '\'' && p.lenient:
		return p.quoted()
	case p.lenient:
		v, err := p.bare()
		if err != nil {
			return "", p.fail("expected a key")
		}
		return String(v), nil
	}
	return "", p.fail("expected a key in double quotes")
}

func (p *parser) array(depth int) (Value, error) {
	n := 0
	p.pos++
	for done := false; !done; n++ {
		p.space()
		if p.peek() == ']' && (p.lenient || n == 0) {
			p.pos++
			break
		}
		v, err := p.value(depth)
		if err != nil {
			return nil, err
		}
		p.items.push(v)
		if done, err = p.next(']'); err != nil {
			return nil, err
		}
	}
	l := p.listRoom.one()
	l.JSON, l.Items = true, p.items.pop(p.itemRoom.take(n))
	return l, nil
}

// next passes a comma, or the closing character, which ends the collection.
func (p *parser) next(closing byte) (done bool, err error) {
	p.space()
	switch p.peek() {
	case ',':
		p.pos++
		return false, nil
	case closing:
		p.pos++
		return true, nil
	}
	return false, p.fail("expected ',' or '" + string(closing) + "'")
}

func (p *parser) str() (Value, error) {
	s, err := p.quoted()
	return s, err
}

// quoted reads a quoted string.
func (p *parser) quoted() (string, error) {
	quote := p.text[p.pos]
	p.pos++
	start := p.pos
	for i := start; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case c == quote:
			p.pos = i + 1
			return p.text[start:i], nil
		case c == '\\':
			p.pos = i
			return p.escaped(start, quote)
		case c < 0x20 && !p.lenient:
			p.pos = i
			return "", p.fail("a control character must be escaped")
		}
	}
	p.pos = len(p.text)
	return "", p.fail("the string does not end")
}

func (p *parser) escaped(start int, quote byte) (string, error) {
	buf := append(make([]byte, 0, p.pos-start+32), p.text[start:p.pos]...)
	for p.pos < len(p.text) {
		c := p.text[p.pos]
		switch {
		case c == quote:
			p.pos++
			return string(buf), nil
		case c == '\\':
			var err error
			if buf, err = p.escape(buf); err != nil {
				return "", err
			}
			continue
		case c < 0x20 && !p.lenient:
			return "", p.fail("a control character must be escaped")
		}
		buf = append(buf, c)
		p.pos++
	}
	return "", p.fail("the string does not end")
}

func (p *parser) escape(buf []byte) ([]byte, error) {
	if p.pos+1 >= len(p.text) {
		return nil, p.fail("the string does not end")
	}
	c := p.text[p.pos+1]
	if c == 'u' {
		return p.unicode(buf)
	}
	const from, to = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	i := strings.IndexByte(from, c)
	switch {
	case i >= 0:
		c = to[i]
	case !p.lenient:
		return nil, p.fail("unknown escape")
	}
	p.pos += 2
	return append(buf, c), nil
}

func (p *parser) unicode(buf []byte) ([]byte, error) {
	r, ok := p.hex4(p.pos)
	if !ok {
		return nil, p.fail("expected four hexadecimal digits")
	}
	p.pos += 6
	if utf16.IsSurrogate(r) {
		low, isEscape := p.hex4(p.pos)
		pair := utf16.DecodeRune(r, low)
		if isEscape && pair != utf8.RuneError {
			p.pos += 6
		}
		r = pair
	}
	return utf8.AppendRune(buf, r), nil
}

// hex4 reads the four digits of a \u escape at pos.
func (p *parser) hex4(pos int) (rune, bool) {
	if pos+6 > len(p.text) || p.text[pos] != '\\' || p.text[pos+1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(p.text[pos+2:pos+6], 16, 16)
	return rune(n), err == nil
}

// number reads a number in RFC 8259's grammar. In lenient mode it must end
// where a bare word could.
func (p *parser) number() (Value, bool) {
	if digit := p.peek() - '0'; digit <= 9 && p.boundary(p.pos+1) {
		p.pos++
		return int32(digit), true
	}
	end, integral, ok := scanNumber(p.text, p.pos)
	if !ok || p.lenient && !p.boundary(end) {
		return nil, false
	}
	text := p.text[p.pos:end]
	v, ok := Number(text, integral)
	if ok {
		p.pos = end
	}
	return v, ok
}

// scanNumber returns where the number that starts at i ends.
func scanNumber(s string, i int) (end int, integral, ok bool) {
	digits := func() bool {
		from := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		return i > from
	}
	if i < len(s) && s[i] == '-' {
		i++
	}
	first := i
	if !digits() || s[first] == '0' && i > first+1 {
		return 0, false, false
	}
	integral = true
	if i < len(s) && s[i] == '.' {
		i++
		if integral = false; !digits() {
			return 0, false, false
		}
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		i++
		if i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		if integral = false; !digits() {
			return 0, false, false
		}
	}
	return i, integral, true
}

// maxDoubleText is the length from which a number with a fraction is kept
// exact rather than as a double.
const maxDoubleText = 18

// maxNumberText is the length in bytes of the longest number that is read. The
// time to read one grows with the square of its length.
const maxNumberText = 1000

// Number converts a number's text to the kind that Java keeps it in: Integer,
// Long or BigInteger when integral, else Double, or BigDecimal for a long text.
// It reports false for a text that is longer than numbers are.
func Number(text string, integral bool) (Value, bool) {
	if len(text) > maxNumberText {
		return nil, false
	}
	if integral {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return Integer(n), true
		}
		n, ok := new(big.Int).SetString(text, 10)
		return n, ok
	}
	if len(text) > maxDoubleText {
		if d, ok := NewDecimal(text); ok {
			return d, true
		}
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil || math.IsInf(f, 0)
}
