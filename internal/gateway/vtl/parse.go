package vtl

import (
	"fmt"
	"slices"
	"strings"
)

// error is a syntax error at an offset.
type fault struct {
	at      int
	message string
}

// maxFaults is the number of errors after which parsing ends.
const maxFaults = 20

// parser reads the text of a template or of a double-quoted string.
type parser struct {
	src      string
	pos      int
	base     int // offset of src in the template
	inString bool
	depth    int
	names    *names
	faults   []fault
}

// syntax is what a parsing function panics with, to be caught by the statement
// that it belongs to; it never leaves the package.
type syntax struct{ fault }

func (p *parser) fail(at int, format string, args ...any) {
	panic(syntax{fault{p.base + at, fmt.Sprintf(format, args...)}})
}

func (p *parser) note(f fault) { p.faults = append(p.faults, f) }

// attempt runs f; an error in it is noted and reported by false.
func (p *parser) attempt(f func()) (ok bool) {
	defer func() {
		if s, isFault := recover().(syntax); isFault {
			p.note(s.fault)
			ok = false
		}
	}()
	f()
	return true
}

// template reads everything and notes what cannot be.
func (p *parser) template() block {
	var all block
	for {
		b, end := p.block()
		all = append(all, b...)
		if end == "" {
			return all.merge()
		}
		p.note(fault{p.base + p.pos, fmt.Sprintf("#%s stands outside of any block", end)})
		p.passTerminator(end)
	}
}

// block reads statements up to #end, #else, #elseif or the end of the text. It
// leaves the directive in place and returns its name.
func (p *parser) block() (b block, end string) {
	for p.pos < len(p.src) && len(p.faults) < maxFaults {
		if name := p.terminator(); name != "" {
			return b.merge(), name
		}
		from := p.pos
		ok := p.attempt(func() {
			if n := p.statement(); n != nil {
				b = append(b, n)
			}
		})
		if !ok && p.pos <= from {
			p.pos = from + 1
		}
	}
	return b.merge(), ""
}

// statement reads one piece of the template; nil when it leaves no trace.
func (p *parser) statement() node {
	if p.passSet() {
		return p.set()
	}
	switch p.src[p.pos] {
	case '$':
		return p.dollar(p.pos)
	case '#':
		return p.hash()
	case '\\':
		return p.backslashes()
	}
	rest := p.src[p.pos:]
	n := strings.IndexAny(rest, `$#\`)
	if n < 0 {
		n = len(rest)
	}
	p.pos += n
	return text(rest[:n])
}

func (p *parser) peek() byte { return p.at(p.pos) }

func (p *parser) at(i int) byte {
	if i < len(p.src) {
		return p.src[i]
	}
	return 0
}

func (p *parser) accept(s string) bool {
	if !strings.HasPrefix(p.src[p.pos:], s) {
		return false
	}
	p.pos += len(s)
	return true
}

func (p *parser) space() {
	for p.pos < len(p.src) && strings.IndexByte(" \t\r\n", p.src[p.pos]) >= 0 {
		p.pos++
	}
}

// lineEnd passes blanks and the line end after them; nothing when other text
// follows on the line.
func (p *parser) lineEnd() {
	i := p.pos
	for p.at(i) == ' ' || p.at(i) == '\t' {
		i++
	}
	switch {
	case strings.HasPrefix(p.src[i:], "\r\n"):
		p.pos = i + 2
	case p.at(i) == '\n' || p.at(i) == '\r':
		p.pos = i + 1
	}
}

// found describes what is at the current position.
func (p *parser) found() string {
	if p.pos >= len(p.src) {
		if p.inString {
			return "the end of the string"
		}
		return "the end of the template"
	}
	rest := p.src[p.pos:]
	n := 1
	for n < len(rest) && n < 12 && isWordChar(rest[0]) && isWordChar(rest[n]) {
		n++
	}
	for n < len(rest) && rest[n] >= 0x80 && rest[n] < 0xC0 {
		n++
	}
	return fmt.Sprintf("%q", rest[:n])
}

func (p *parser) expect(s, where string) {
	if !p.accept(s) {
		p.fail(p.pos, "expected %q %s, found %s", s, where, p.found())
	}
}

// nest guards against a text that nests without end.
func (p *parser) nest() func() {
	if p.depth++; p.depth > maxDepth {
		p.depth--
		p.fail(p.pos, "this nests too deep")
	}
	return func() { p.depth-- }
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isWordChar(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' || c == '@' }

// word returns the directive's name at the # at i, and where it ends; empty
// when there is none. The name may be in braces.
func (p *parser) word(i int) (name string, end int) {
	i++
	braced := p.at(i) == '{'
	if braced {
		i++
	}
	start := i
	if c := p.at(i); !isLetter(c) && c != '_' && (c != '@' || braced) {
		return "", start
	}
	for isWordChar(p.at(i)) {
		i++
	}
	name = p.src[start:i]
	if braced {
		if p.at(i) != '}' {
			return "", start
		}
		i++
	}
	return name, i
}

// terminator returns the name of the directive here when it ends a block.
func (p *parser) terminator() string {
	if p.peek() != '#' {
		return ""
	}
	switch name, _ := p.word(p.pos); name {
	case "end", "else", "elseif":
		return name
	}
	return ""
}

// passTerminator passes #end, #else or #elseif, and the line end after the
// first two.
func (p *parser) passTerminator(name string) {
	_, p.pos = p.word(p.pos)
	if name != "elseif" {
		p.lineEnd()
	}
}

// backslashes reads a run of backslashes, which escape a directive or a
// reference that follows.
func (p *parser) backslashes() node {
	start := p.pos
	for p.peek() == '\\' {
		p.pos++
	}
	n := p.pos - start
	switch p.peek() {
	case '$':
		return p.dollar(start)
	case '#':
		return p.escapedDirective(n)
	}
	return text(p.src[start:p.pos])
}

// escapedDirective handles the n backslashes before a #. An odd number takes
// the directive's meaning away; each pair stands for one backslash before a
// directive, except #set. Before other words backslashes are plain text.
func (p *parser) escapedDirective(n int) node {
	slashes := p.src[p.pos-n : p.pos]
	name, end := p.word(p.pos)
	switch known := isDirective(name); {
	case n%2 == 1 && name != "":
		literal := p.src[p.pos:end]
		p.pos = end
		if known {
			return text(slashes[:n/2] + literal)
		}
		return text(slashes + literal)
	case known && name != "set":
		return text(slashes[:n/2])
	}
	return text(slashes)
}

var directives = []string{"if", "elseif", "else", "end", "set", "foreach", "define", "macro", "literal", "stop", "break"}

func isDirective(name string) bool { return slices.Contains(directives, name) }
