package synth

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// expr is a node of a pattern's syntax tree.
type expr any

type (
	chars  struct{ set charset }
	concat []expr
	choice []expr
	repeat struct {
		of       expr
		min, max int // max is unbounded when negative
	}
	group struct {
		of    expr
		index int
	} // index 0: does not capture
	lookup struct { // look-ahead or look-behind
		of             expr
		behind, negate bool
		source         string // of what stands inside
	}
	backref struct{ index int }
	anchor  struct{ kind op }
)

// maxCount bounds the counts of quantifiers. Longer repetitions are allowed by
// the pattern but not made.
const maxCount = 1000

type parser struct {
	text   []rune
	at     int
	groups int
	names  map[string]int
	total  int // capturing groups in the whole pattern
}

// parse reads an ECMAScript pattern (ECMA-262, section 22.2.1, with the
// additions for browsers of annex B.1.2).
func parse(pattern string) (e expr, err error) {
	p := &parser{text: []rune(pattern), names: map[string]int{}}
	p.scanGroups()
	defer func() {
		if r := recover(); r != nil {
			syntax, ok := r.(syntaxError)
			if !ok {
				panic(r)
			}
			err = syntax
		}
	}()
	e = p.alternatives(0)
	if p.at < len(p.text) {
		p.fail("unmatched )")
	}
	return e, nil
}

// syntaxError unwinds the parser.
type syntaxError struct {
	message string
	at      int
}

func (e syntaxError) Error() string {
	return fmt.Sprintf("%s at character %d", e.message, e.at+1)
}

func (p *parser) fail(message string) { panic(syntaxError{message, p.at}) }

// scanGroups counts and names the capturing groups, which may be referred to
// before they stand.
func (p *parser) scanGroups() {
	inClass := false
	for i := 0; i < len(p.text); i++ {
		switch p.text[i] {
		case '\\':
			i++
		case '[':
			inClass = true
		case ']':
			inClass = false
		case '(':
			if inClass {
				continue
			}
			rest := string(p.text[i+1 : min(i+4, len(p.text))])
			named := strings.HasPrefix(rest, "?<") && !strings.HasPrefix(rest, "?<=") && !strings.HasPrefix(rest, "?<!")
			if strings.HasPrefix(rest, "?") && !named {
				continue
			}
			p.total++
			if named {
				name, _, _ := strings.Cut(string(p.text[i+3:]), ">")
				p.names[name] = p.total
			}
		}
	}
}

func (p *parser) more() bool { return p.at < len(p.text) }

func (p *parser) peek() rune {
	if p.more() {
		return p.text[p.at]
	}
	return -1
}

func (p *parser) accept(s string) bool {
	r := []rune(s)
	if p.at+len(r) > len(p.text) || string(p.text[p.at:p.at+len(r)]) != s {
		return false
	}
	p.at += len(r)
	return true
}

// maxNesting keeps a hostile pattern from using up the stack.
const maxNesting = 200

func (p *parser) alternatives(depth int) expr {
	if depth > maxNesting {
		p.fail("groups nest too deeply")
	}
	all := choice{p.sequence(depth)}
	for p.accept("|") {
		all = append(all, p.sequence(depth))
	}
	if len(all) == 1 {
		return all[0]
	}
	return all
}

func (p *parser) sequence(depth int) expr {
	var seq concat
	for p.more() && p.peek() != '|' && p.peek() != ')' {
		seq = append(seq, p.quantified(p.term(depth)))
	}
	return seq
}

func (p *parser) term(depth int) expr {
	switch r := p.peek(); r {
	case '^':
		p.at++
		return anchor{opBegin}
	case '$':
		p.at++
		return anchor{opEnd}
	case '(':
		return p.group(depth)
	case '[':
		p.at++
		return chars{p.class()}
	case '.':
		p.at++
		return chars{anyButLineEnds}
	case '\\':
		p.at++
		return p.escape()
	case '*', '+', '?':
		p.fail("nothing to repeat")
		return nil
	default:
		p.at++
		return chars{single(r)}
	}
}

func (p *parser) quantified(e expr) expr {
	low, high, ok := p.quantifier()
	if !ok {
		return e
	}
	p.accept("?") // laziness does not change what matches
	if high >= 0 && high < low {
		p.fail("numbers out of order in quantifier")
	}
	return repeat{e, low, high}
}

func (p *parser) quantifier() (low, high int, ok bool) {
	switch {
	case p.accept("*"):
		return 0, -1, true
	case p.accept("+"):
		return 1, -1, true
	case p.accept("?"):
		return 0, 1, true
	case p.peek() == '{':
		return p.braces()
	}
	return 0, 0, false
}

// braces reads {n}, {n,} or {n,m}; anything else is literal text.
func (p *parser) braces() (low, high int, ok bool) {
	end := p.at
	for end < len(p.text) && p.text[end] != '}' {
		end++
	}
	if end == len(p.text) {
		return 0, 0, false
	}
	first, second, comma := strings.Cut(string(p.text[p.at+1:end]), ",")
	low, ok = count(first)
	if !ok {
		return 0, 0, false
	}
	high = low
	if comma {
		high = -1
		if second != "" {
			if high, ok = count(second); !ok {
				return 0, 0, false
			}
		}
	}
	p.at = end + 1
	return low, high, true
}

func count(s string) (int, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		n = 1 << 30
	}
	return n, true
}

func (p *parser) group(depth int) expr {
	p.at++
	switch {
	case p.accept("?:"):
		return group{of: p.closed(depth)}
	case p.accept("?="):
		return p.look(depth, false, false)
	case p.accept("?!"):
		return p.look(depth, false, true)
	case p.accept("?<="):
		return p.look(depth, true, false)
	case p.accept("?<!"):
		return p.look(depth, true, true)
	case p.accept("?<"):
		for p.more() && p.peek() != '>' {
			p.at++
		}
		if !p.accept(">") {
			p.fail("unterminated group name")
		}
	case p.peek() == '?':
		p.fail("unknown kind of group")
	}
	p.groups++
	index := p.groups
	return group{p.closed(depth), index}
}

func (p *parser) look(depth int, behind, negate bool) expr {
	start := p.at
	of := p.closed(depth)
	return lookup{of, behind, negate, string(p.text[start : p.at-1])}
}

func (p *parser) closed(depth int) expr {
	e := p.alternatives(depth + 1)
	if !p.accept(")") {
		p.fail("missing )")
	}
	return e
}

func (p *parser) escape() expr {
	if !p.more() {
		p.fail(`\ at the end`)
	}
	switch r := p.peek(); {
	case r == 'b':
		p.at++
		return anchor{opWordBoundary}
	case r == 'B':
		p.at++
		return anchor{opNotWordBoundary}
	case r == 'k' && len(p.names) > 0:
		return p.namedReference()
	case r >= '1' && r <= '9':
		if e, ok := p.numberedReference(); ok {
			return e
		}
	}
	return chars{p.classEscape()}
}

func (p *parser) namedReference() expr {
	p.at++
	if !p.accept("<") {
		p.fail("invalid named reference")
	}
	name, _, _ := strings.Cut(string(p.text[p.at:]), ">")
	index, ok := p.names[name]
	if !ok {
		p.fail("reference to a group that does not exist")
	}
	p.at += len([]rune(name)) + 1
	return backref{index}
}

func (p *parser) numberedReference() (expr, bool) {
	end := p.at
	for end < len(p.text) && p.text[end] >= '0' && p.text[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(string(p.text[p.at:end]))
	if err != nil || n > p.total {
		return nil, false
	}
	p.at = end
	return backref{n}, true
}

// classEscape reads what follows a backslash and stands for characters.
func (p *parser) classEscape() charset {
	r := p.peek()
	p.at++
	switch r {
	case 'd':
		return digits
	case 'D':
		return digits.complement()
	case 'w':
		return wordChars
	case 'W':
		return notWordChars
	case 's':
		return spaces
	case 'S':
		return notSpaces
	case 't':
		return single('\t')
	case 'n':
		return single('\n')
	case 'v':
		return single('\v')
	case 'f':
		return single('\f')
	case 'r':
		return single('\r')
	case 'p', 'P':
		return p.property(r == 'P')
	case 'x':
		return p.hex(2, 'x')
	case 'u':
		if p.peek() == '{' {
			return p.codePoint()
		}
		return p.hex(4, 'u')
	case 'c':
		if letter := p.peek(); letter < 128 && unicode.IsLetter(letter) {
			p.at++
			return single(letter % 32)
		}
		return single('c')
	case '0', '1', '2', '3', '4', '5', '6', '7':
		return p.octal(r)
	default:
		return single(r)
	}
}

// notSpaces leaves out every character that some engine takes for a space;
// spaces holds those that all do.
var notSpaces = newCharset(append(append(charset{}, spaces...),
	span{0x85, 0x85}, span{0xA0, 0xA0}, span{0x1680, 0x1680}, span{0x2000, 0x200A},
	span{0x2028, 0x2029}, span{0x202F, 0x202F}, span{0x205F, 0x205F}, span{0x3000, 0x3000}, span{0xFEFF, 0xFEFF})...).complement()

func (p *parser) hex(n int, letter rune) charset {
	if p.at+n <= len(p.text) {
		if v, err := strconv.ParseUint(string(p.text[p.at:p.at+n]), 16, 32); err == nil {
			p.at += n
			return single(rune(v))
		}
	}
	return single(letter)
}

func (p *parser) codePoint() charset {
	hex, _, _ := strings.Cut(string(p.text[p.at+1:]), "}")
	v, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || v > maxRune {
		p.fail("invalid code point")
	}
	p.at += len(hex) + 2
	return single(rune(v))
}

func (p *parser) octal(first rune) charset {
	v := first - '0'
	for range 2 {
		if r := p.peek(); r < '0' || r > '7' || v*8+r-'0' > 255 {
			break
		}
		v = v*8 + p.peek() - '0'
		p.at++
	}
	return single(v)
}

// property reads {L}, {Lu}, {Letter}, {Script=Greek} and similar.
func (p *parser) property(negate bool) charset {
	if !p.accept("{") {
		if negate {
			return single('P')
		}
		return single('p')
	}
	name, _, found := strings.Cut(string(p.text[p.at:]), "}")
	if !found {
		p.fail("unterminated character property")
	}
	set, ok := propertySet(name)
	if !ok {
		p.fail("unknown character property " + strconv.Quote(name))
	}
	p.at += len([]rune(name)) + 1
	if negate {
		return set.complement()
	}
	return set
}

// longNames are the General_Category values that Unicode spells out.
var longNames = map[string]string{
	"Letter": "L", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Titlecase_Letter": "Lt",
	"Modifier_Letter": "Lm", "Other_Letter": "Lo", "Mark": "M", "Number": "N", "Decimal_Number": "Nd",
	"Letter_Number": "Nl", "Other_Number": "No", "Punctuation": "P", "Symbol": "S", "Separator": "Z",
	"Space_Separator": "Zs", "Other": "C", "Control": "Cc",
}

func propertySet(name string) (charset, bool) {
	switch name {
	case "Any":
		return everything, true
	case "ASCII":
		return charset{{0, 0x7F}}, true
	}
	table := propertyTable(name)
	if table == nil {
		return nil, false
	}
	return fromTable(table), true
}

func propertyTable(name string) *unicode.RangeTable {
	key, value, isPair := strings.Cut(name, "=")
	if isPair {
		name = value
	}
	if long, ok := longNames[name]; ok {
		name = long
	}
	switch {
	case isPair && (key == "Script" || key == "sc" || key == "Script_Extensions" || key == "scx"):
		return unicode.Scripts[name]
	case unicode.Categories[name] != nil:
		return unicode.Categories[name]
	case name == "Alphabetic" || name == "Alpha":
		return unicode.Letter
	case name == "Lowercase" || name == "Lower":
		return unicode.Lower
	case name == "Uppercase" || name == "Upper":
		return unicode.Upper
	default:
		if t := unicode.Properties[name]; t != nil {
			return t
		}
		return unicode.Scripts[name]
	}
}

func (p *parser) class() charset {
	negate := p.accept("^")
	var set charset
	for {
		if !p.more() {
			p.fail("unterminated character class")
		}
		if p.accept("]") {
			break
		}
		set = set.union(p.classRange())
	}
	if negate {
		return set.complement()
	}
	return set.intersect(everything)
}

func (p *parser) classRange() charset {
	low, lowOK := p.classAtom()
	if p.peek() != '-' || p.at+1 < len(p.text) && p.text[p.at+1] == ']' || p.at+1 >= len(p.text) {
		return low
	}
	start := p.at
	p.at++
	high, highOK := p.classAtom()
	if !lowOK || !highOK {
		p.at = start + 1
		return low.union(single('-'))
	}
	if high[0].low < low[0].low {
		p.fail("range out of order in character class")
	}
	return charset{{low[0].low, high[0].low}}
}

// classAtom also reports whether it is one character.
func (p *parser) classAtom() (charset, bool) {
	r := p.peek()
	p.at++
	if r != '\\' {
		return single(r), true
	}
	if p.accept("b") {
		return single('\b'), true
	}
	if p.accept("-") {
		return single('-'), true
	}
	if !p.more() {
		p.fail(`\ at the end`)
	}
	set := p.classEscape()
	return set, len(set) == 1 && set[0].low == set[0].high
}
