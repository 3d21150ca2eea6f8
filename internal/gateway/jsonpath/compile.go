package jsonpath

import (
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/pattern"
)

// Compile reads an expression. One that does not start at the root ($) is
// taken as if it began with "$.". The error is a [*SyntaxError].
func Compile(source string) (*Path, error) {
	text := source
	if strings.TrimSpace(text) == "" {
		return nil, &SyntaxError{source, 0, "the path is empty"}
	}
	if text[0] != '$' && text[0] != '@' {
		text = "$." + text
	}
	c := compiler{source: source, text: text, shift: len(text) - len(source)}
	c.pos = 1
	p, err := c.path(false)
	if err != nil {
		return nil, err
	}
	if c.space(); c.pos < len(c.text) {
		return nil, c.fail("expected '.' or '['")
	}
	p.source = source
	return p, nil
}

type compiler struct {
	source string
	text   string
	shift  int // how much longer text is than source
	pos    int
	depth  int
}

// maxNesting bounds filters within filters.
const maxNesting = 100

func (c *compiler) fail(message string) error {
	return &SyntaxError{c.source, max(0, c.pos-c.shift), message}
}

func (c *compiler) peek() byte {
	if c.pos < len(c.text) {
		return c.text[c.pos]
	}
	return 0
}

func (c *compiler) accept(s string) bool {
	if !strings.HasPrefix(c.text[c.pos:], s) {
		return false
	}
	c.pos += len(s)
	return true
}

func (c *compiler) space() {
	for c.pos < len(c.text) && strings.IndexByte(" \t\r\n", c.text[c.pos]) >= 0 {
		c.pos++
	}
}

// path reads the segments after $ or @. Inside a filter it ends at what
// cannot belong to it.
func (c *compiler) path(inFilter bool) (*Path, error) {
	if c.depth++; c.depth > maxNesting {
		return nil, c.fail("the path nests too deep")
	}
	defer func() { c.depth-- }()
	var head segment
	last := &head
	for c.pos < len(c.text) {
		s, err := c.segment(inFilter)
		if err != nil {
			return nil, err
		}
		if s == nil {
			break
		}
		last.next = s
		last = s
	}
	if last.kind == scan && last != &head {
		return nil, c.fail("expected a name, '*' or '[' after '..'")
	}
	first := invert(head.next)
	return &Path{first: first, definite: link(first), source: c.source}, nil
}

// invert makes a function that ends a path with a deep scan gather what the
// scan finds; a length counts the items of all of it. Right after the dots that is
// every value.
func invert(first *segment) *segment {
	scans := false
	var before *segment
	for s := first; s != nil; before, s = s, s.next {
		scans = scans || s.kind == scan
		if s.kind == function && scans && before != nil {
			before.next = nil
			if s.call.name == "length" || s.call.name == "size" || before.kind == scan {
				before.next = &segment{kind: wildcard}
			}
			s.call.over = &Path{first: first, definite: link(first)}
			return s
		}
	}
	return first
}

// segment reads one segment; nil where the path ends.
func (c *compiler) segment(inFilter bool) (*segment, error) {
	switch {
	case c.peek() == '[':
		return c.bracket()
	case c.accept(".."):
		if c.peek() == '.' {
			return nil, c.fail("expected a name, '*' or '[' after '..'")
		}
		if c.peek() != '[' {
			c.pos-- // the dot belongs to the name as well
		}
		return &segment{kind: scan}, nil
	case c.accept("."):
		if c.peek() == '[' {
			return c.bracket()
		}
		return c.dotted(inFilter)
	}
	if !inFilter {
		if c.space(); c.pos < len(c.text) {
			return nil, c.fail("expected '.' or '['")
		}
	}
	return nil, nil
}

func (c *compiler) dotted(inFilter bool) (*segment, error) {
	if c.accept("*") {
		return &segment{kind: wildcard}, nil
	}
	stop := ".[( "
	if inFilter {
		stop = ".[( \t\r\n)=!<>&|,"
	}
	rest := c.text[c.pos:]
	end := strings.IndexAny(rest, stop)
	if end < 0 {
		end = len(rest)
	}
	name := rest[:end]
	if name == "" {
		return nil, c.fail("expected a name after '.'")
	}
	c.pos += end
	if c.peek() == '(' {
		return c.function(name)
	}
	return &segment{kind: property, names: []string{name}}, nil
}

func (c *compiler) function(name string) (*segment, error) {
	if functions[name] == nil {
		return nil, c.fail("unknown function " + strconv.Quote(name))
	}
	f := &call{name: name}
	c.pos++
	for first := true; ; first = false {
		c.space()
		if c.accept(")") {
			return &segment{kind: function, call: f}, nil
		}
		if !first && !c.accept(",") {
			return nil, c.fail("expected ',' or ')'")
		}
		c.space()
		arg, err := c.operand()
		if err != nil {
			return nil, err
		}
		f.args = append(f.args, arg)
	}
}

func (c *compiler) bracket() (*segment, error) {
	c.pos++
	c.space()
	var s *segment
	var err error
	switch b := c.peek(); {
	case c.accept("*"):
		s = &segment{kind: wildcard}
	case b == '\'' || b == '"':
		s, err = c.names()
	case b == '?':
		s, err = c.filters()
	default:
		s, err = c.positions()
	}
	if err != nil {
		return nil, err
	}
	if c.space(); !c.accept("]") {
		return nil, c.fail("expected ']'")
	}
	return s, nil
}

func (c *compiler) names() (*segment, error) {
	s := &segment{kind: property}
	for {
		c.space()
		name, err := c.quoted()
		if err != nil {
			return nil, err
		}
		s.names = append(s.names, name)
		if c.space(); !c.accept(",") {
			return s, nil
		}
	}
}

// quoted reads a string in single or double quotes with JSON's escapes.
func (c *compiler) quoted() (string, error) {
	quote := c.peek()
	if quote != '\'' && quote != '"' {
		return "", c.fail("expected a name in quotes")
	}
	from := c.pos
	for i := c.pos + 1; i < len(c.text); i++ {
		switch c.text[i] {
		case '\\':
			i++
		case quote:
			raw := c.text[from : i+1]
			c.pos = i + 1
			if strings.IndexByte(raw, '\\') < 0 {
				return raw[1 : len(raw)-1], nil
			}
			v, err := jsonvalue.ParseLenient(raw)
			s, ok := v.(string)
			if err != nil || !ok {
				c.pos = from
				return "", c.fail("the string has a wrong escape")
			}
			return s, nil
		}
	}
	return "", c.fail("the string does not end")
}

// positions reads [0], [0,2] or a slice.
func (c *compiler) positions() (*segment, error) {
	n, has, err := c.integer()
	if err != nil {
		return nil, err
	}
	if c.space(); c.accept(":") {
		s := &segment{kind: slice}
		if has {
			s.from = &n
		}
		c.space()
		to, hasTo, err := c.integer()
		if hasTo {
			s.to = &to
		}
		if err == nil && !has && !hasTo {
			err = c.fail("expected a number before or after ':'")
		}
		return s, err
	}
	if !has {
		return nil, c.fail("expected a name in quotes, a number, '*' or '?('")
	}
	s := &segment{kind: indexes, indexes: []int{n}}
	for c.space(); c.accept(","); c.space() {
		c.space()
		if n, has, err = c.integer(); err != nil || !has {
			return nil, c.fail("expected a number after ','")
		}
		s.indexes = append(s.indexes, n)
	}
	return s, nil
}

func (c *compiler) integer() (n int, has bool, err error) {
	from := c.pos
	c.accept("-")
	for c.peek() >= '0' && c.peek() <= '9' {
		c.pos++
	}
	if from == c.pos {
		return 0, false, nil
	}
	i, err := strconv.ParseInt(c.text[from:c.pos], 10, 32)
	if err != nil {
		c.pos = from
		return 0, false, c.fail("expected a whole number of 32 bits")
	}
	return int(i), true, nil
}

// filters reads ?(...), and ?(...),?(...), which must all hold.
func (c *compiler) filters() (*segment, error) {
	var all and
	for {
		if c.space(); !c.accept("?") {
			return nil, c.fail("expected '?('")
		}
		if c.space(); !c.accept("(") {
			return nil, c.fail("expected '(' after '?'")
		}
		cond, err := c.or()
		if err != nil {
			return nil, err
		}
		if c.space(); !c.accept(")") {
			return nil, c.fail("expected an operator or ')'")
		}
		all = append(all, cond)
		if c.space(); !c.accept(",") {
			return &segment{kind: filter, filter: all}, nil
		}
	}
}

func (c *compiler) or() (condition, error) {
	var all or
	for {
		cond, err := c.and()
		if err != nil {
			return nil, err
		}
		all = append(all, cond)
		if c.space(); !c.accept("||") {
			return all, nil
		}
	}
}

func (c *compiler) and() (condition, error) {
	var all and
	for {
		cond, err := c.unary()
		if err != nil {
			return nil, err
		}
		all = append(all, cond)
		if c.space(); !c.accept("&&") {
			return all, nil
		}
	}
}

func (c *compiler) unary() (condition, error) {
	if c.depth++; c.depth > maxNesting {
		return nil, c.fail("the filter nests too deep")
	}
	defer func() { c.depth-- }()
	c.space()
	switch {
	case c.accept("!"):
		cond, err := c.unary()
		return not{cond}, err
	case c.accept("("):
		cond, err := c.or()
		if err != nil {
			return nil, err
		}
		if c.space(); !c.accept(")") {
			return nil, c.fail("expected an operator or ')'")
		}
		return cond, nil
	}
	return c.comparison()
}

func (c *compiler) comparison() (condition, error) {
	left, err := c.operand()
	if err != nil {
		return nil, err
	}
	c.space()
	for _, op := range operators {
		if !c.operator(op.name, op.word) {
			continue
		}
		c.space()
		right, err := c.operand()
		if err != nil {
			return nil, err
		}
		if (op.compare == nil) != (right.regex != nil) {
			return nil, c.fail("a /pattern/ goes with =~ and with nothing else")
		}
		return comparison{left, right, op.compare}, nil
	}
	if left.path == nil {
		return nil, c.fail("expected an operator")
	}
	return exists{left}, nil
}

// operator passes the operator; one that is a word must end as a word.
func (c *compiler) operator(name string, word bool) bool {
	rest := c.text[c.pos:]
	if len(rest) < len(name) || !strings.EqualFold(rest[:len(name)], name) {
		return false
	}
	if word && len(rest) > len(name) && isWord(rest[len(name)]) {
		return false
	}
	c.pos += len(name)
	return true
}

func isWord(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_'
}

func (c *compiler) operand() (operand, error) {
	switch b := c.peek(); {
	case b == '$' || b == '@':
		c.pos++
		p, err := c.path(true)
		return operand{path: p, root: b == '$'}, err
	case b == '\'' || b == '"':
		s, err := c.quoted()
		return operand{literal: s}, err
	case b == '/':
		re, err := c.regex()
		return operand{regex: re}, err
	case b == '[' || b == '{':
		return c.jsonLiteral()
	}
	return c.scalar()
}

// scalar reads a number, true, false or null.
func (c *compiler) scalar() (operand, error) {
	rest := c.text[c.pos:]
	end := strings.IndexFunc(rest, func(r rune) bool {
		return r >= 0x80 || !isWord(byte(r)) && r != '.' && r != '-' && r != '+'
	})
	if end < 0 {
		end = len(rest)
	}
	v, err := jsonvalue.Parse(rest[:end])
	if err != nil {
		return operand{}, c.fail("expected a path, a string, a number, true, false, null, a list or a /pattern/")
	}
	c.pos += end
	return operand{literal: v}, nil
}

// jsonLiteral reads a list or an object up to its closing bracket.
func (c *compiler) jsonLiteral() (operand, error) {
	from, depth := c.pos, 0
	for c.pos < len(c.text) {
		switch c.text[c.pos] {
		case '\'', '"':
			if _, err := c.quoted(); err != nil {
				return operand{}, err
			}
			continue
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		c.pos++
		if depth == 0 {
			v, err := jsonvalue.ParseLenient(c.text[from:c.pos])
			if err != nil {
				c.pos = from
				return operand{}, c.fail("expected a list or an object in JSON")
			}
			return operand{literal: v}, nil
		}
	}
	c.pos = from
	return operand{}, c.fail("the list or object is not closed")
}

// regex reads /pattern/flags.
func (c *compiler) regex() (*pattern.Regexp, error) {
	from := c.pos
	for i := from + 1; i < len(c.text); i++ {
		switch c.text[i] {
		case '\\':
			i++
		case '/':
			body := c.text[from+1 : i]
			end := i + 1
			for end < len(c.text) && isWord(c.text[end]) {
				end++
			}
			if flags := c.text[i+1 : end]; flags != "" {
				body = "(?" + flags + ")" + body
			}
			re, err := pattern.CompileJava(body)
			if err != nil {
				return nil, c.fail(err.Error())
			}
			c.pos = end
			return re, nil
		}
	}
	return nil, c.fail("the pattern does not end")
}
