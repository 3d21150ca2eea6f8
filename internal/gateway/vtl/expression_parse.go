package vtl

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// operator is a binary operator with its spellings.
type operator struct {
	op        op
	spellings []string
}

// precedence lists the binary operators, the loosest first. Within a level
// the longer spelling stands first.
var precedence = [][]operator{
	{{opOr, []string{"||", "or"}}},
	{{opAnd, []string{"&&", "and"}}},
	{{opEqual, []string{"==", "eq"}}, {opNotEqual, []string{"!=", "ne"}}},
	{{opLessEqual, []string{"<=", "le"}}, {opGreaterEqual, []string{">=", "ge"}}, {opLess, []string{"<", "lt"}}, {opGreater, []string{">", "gt"}}},
	{{opAdd, []string{"+"}}, {opSubtract, []string{"-"}}},
	{{opMultiply, []string{"*"}}, {opDivide, []string{"/"}}, {opModulo, []string{"%"}}},
}

func (p *parser) expression() expr { return p.binary(0) }

func (p *parser) binary(level int) expr {
	if level == len(precedence) {
		return p.unary()
	}
	left := p.binary(level + 1)
	for {
		p.space()
		at := p.base + p.pos
		op, ok := p.operator(precedence[level])
		if !ok {
			return left
		}
		right := p.binary(level + 1)
		left = &binary{at: at, op: op, left: left, right: right}
	}
}

func (p *parser) operator(level []operator) (op, bool) {
	for _, o := range level {
		if slices.ContainsFunc(o.spellings, p.operatorWord) {
			return o.op, true
		}
	}
	return 0, false
}

// operatorWord passes the spelling; a word must end here, and a minus sign
// before a digit is the number's.
func (p *parser) operatorWord(spelling string) bool {
	end := p.pos + len(spelling)
	switch {
	case !strings.HasPrefix(p.src[p.pos:], spelling),
		isLetter(spelling[0]) && isWordChar(p.at(end)),
		spelling == "-" && (isDigit(p.at(end)) || p.at(end) == '.' && isDigit(p.at(end+1))):
		return false
	}
	p.pos = end
	return true
}

func (p *parser) unary() expr {
	defer p.nest()()
	p.space()
	if p.operatorWord("!") || p.operatorWord("not") {
		return not{p.unary()}
	}
	if p.accept("(") {
		e := p.expression()
		p.space()
		p.expect(")", "to close \"(\"")
		return e
	}
	return p.simple()
}

// simple reads a literal, a list, a map, a range or a reference.
func (p *parser) simple() expr {
	defer p.nest()()
	switch c := p.peek(); {
	case c == '"':
		return p.doubleQuoted()
	case c == '\'':
		return p.singleQuoted()
	case c == '$' && p.startsReference(p.pos):
		return p.reference()
	case c == '[':
		return p.list()
	case c == '{':
		return p.mapping()
	case isDigit(c), c == '.' && isDigit(p.at(p.pos+1)), c == '-' && p.negative():
		return p.number()
	case p.boolean():
		value := p.accept("true")
		if !value {
			p.accept("false")
		}
		return literal{value}
	}
	p.fail(p.pos, "expected a value, found %s", p.found())
	return nil
}

// negative reports whether the minus sign here begins a number.
func (p *parser) negative() bool {
	next := p.at(p.pos + 1)
	return isDigit(next) || next == '.' && isDigit(p.at(p.pos+2))
}

// boolean reports whether true or false stands here.
func (p *parser) boolean() bool {
	for _, w := range [...]string{"true", "false"} {
		if strings.HasPrefix(p.src[p.pos:], w) && !isWordChar(p.at(p.pos+len(w))) {
			return true
		}
	}
	return false
}

// number reads an Integer, a Long or a BigInteger, or a Double. In 1..3 the
// dots are not the number's.
func (p *parser) number() expr {
	start := p.pos
	digits := func() {
		for isDigit(p.peek()) {
			p.pos++
		}
	}
	p.accept("-")
	digits()
	integral := true
	if p.peek() == '.' && p.at(p.pos+1) != '.' {
		p.pos++
		integral = false
		digits()
	}
	if exponent := p.exponent(); exponent > p.pos {
		p.pos = exponent
		integral = false
	}
	text := p.src[start:p.pos]
	if integral {
		if v, ok := jsonvalue.Number(text, true); ok {
			return literal{v}
		}
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil && integral {
		p.fail(start, "expected a number, found %q", text)
	}
	return literal{f}
}

// exponent returns where the exponent here ends; the current position when
// there is none.
func (p *parser) exponent() int {
	if c := p.peek(); c != 'e' && c != 'E' {
		return p.pos
	}
	i := p.pos + 1
	if p.at(i) == '+' || p.at(i) == '-' {
		i++
	}
	if !isDigit(p.at(i)) {
		return p.pos
	}
	for isDigit(p.at(i)) {
		i++
	}
	return i
}

// quoted returns the text between quotes, where a doubled quote stands for
// one, and passes it.
func (p *parser) quoted(quote byte) string {
	start := p.pos
	for i := p.pos + 1; i < len(p.src); i++ {
		if p.src[i] != quote {
			continue
		}
		if p.at(i+1) == quote {
			i++
			continue
		}
		p.pos = i + 1
		q := string(quote)
		return strings.ReplaceAll(p.src[start+1:i], q+q, q)
	}
	p.pos = len(p.src)
	p.fail(start, "the string does not end")
	return ""
}

func (p *parser) singleQuoted() expr { return literal{p.quoted('\'')} }

// doubleQuoted reads a string in which references and directives work.
func (p *parser) doubleQuoted() expr {
	start := p.pos
	body := unescape(p.quoted('"'))
	if !strings.ContainsAny(body, "$#") {
		return literal{body}
	}
	inner := &parser{src: body, base: p.base + start + 1, inString: true, depth: p.depth, names: p.names}
	content := inner.template()
	for _, f := range inner.faults {
		f.at = min(f.at, p.base+p.pos-1)
		p.note(f)
	}
	if len(content) == 1 {
		if t, ok := content[0].(text); ok {
			return literal{string(t)}
		}
	}
	return &interpolation{content}
}

// unescape replaces \uXXXX, the only escape that Velocity's strings have.
func unescape(s string) string {
	for from := 0; ; {
		i := strings.Index(s[from:], `\u`)
		if i < 0 {
			return s
		}
		i += from
		from = i + 2
		if i+6 > len(s) {
			return s
		}
		if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
			r := string(utf8.AppendRune(nil, rune(n)))
			s = s[:i] + r + s[i+6:]
			from = i + len(r)
		}
	}
}

// list reads [a, b] or the range [1..3].
func (p *parser) list() expr {
	start := p.pos
	p.pos++
	p.space()
	if p.accept("]") {
		return &list{}
	}
	first := p.simple()
	p.space()
	if p.accept("..") {
		p.space()
		n := &span{at: p.base + start, from: first, to: p.simple()}
		p.space()
		p.expect("]", "to close the range")
		return n
	}
	l := &list{items: []expr{first}}
	for !p.accept("]") {
		if !p.accept(",") {
			p.fail(p.pos, "expected \",\" or \"]\" in the list, found %s", p.found())
		}
		p.space()
		l.items = append(l.items, p.simple())
		p.space()
	}
	return l
}

// mapping reads {key : value, ...}.
func (p *parser) mapping() expr {
	p.pos++
	m := &mapping{}
	p.space()
	if p.accept("}") {
		return m
	}
	for {
		p.space()
		key := p.simple()
		p.space()
		p.expect(":", "after a key of the map")
		p.space()
		value := p.simple()
		p.space()
		m.keys = append(m.keys, key)
		m.values = append(m.values, value)
		if p.accept("}") {
			return m
		}
		if !p.accept(",") {
			p.fail(p.pos, "expected \",\" or \"}\" in the map, found %s", p.found())
		}
	}
}
