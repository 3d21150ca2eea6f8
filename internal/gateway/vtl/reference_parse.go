package vtl

import (
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/jsonpath"
)

// dollar reads a $ and what belongs to it. Backslashes before it start at
// from.
func (p *parser) dollar(from int) node {
	slashes := p.pos - from
	start := p.pos
	if !p.startsReference(start) {
		return p.plainDollar(from)
	}
	ref := p.reference()
	ref.prefix = p.src[from : from+slashes/2]
	if slashes%2 == 1 {
		return text(ref.prefix + p.src[start:p.pos])
	}
	if p.plainHashes(ref) {
		ref.suffix = "##"
	}
	return ref
}

// plainHashes passes ## right after a property, where Velocity sees no comment
// in it.
func (p *parser) plainHashes(ref *reference) bool {
	last := len(ref.steps) - 1
	if last < 0 || ref.steps[last].kind != propertyStep || p.src[p.pos-1] == '}' {
		return false
	}
	if name, _ := p.word(p.pos + 1); isDirective(name) || p.at(p.pos+2) == '#' {
		return false
	}
	return p.accept("##")
}

// startsReference reports whether the $ at i begins a reference.
func (p *parser) startsReference(i int) bool {
	i++
	if p.at(i) == '!' {
		i++
	}
	if p.at(i) == '{' {
		i++
	}
	c := p.at(i)
	return isLetter(c) || c == '_'
}

// plainDollar reads a $ that begins no reference. Velocity loses the
// exclamation mark of $! there, except before a bracket or another $.
func (p *parser) plainDollar(from int) node {
	p.pos++
	out := p.src[from:p.pos]
	if p.accept("!") {
		switch p.peek() {
		case '{', '[', '$', '#':
			out += "!"
		}
	}
	if p.swallowed() {
		return nil
	}
	if p.pos == len(p.src) && !p.inString {
		p.fail(p.pos-1, "expected a name after %q, found the end of the template", p.src[from:p.pos])
	}
	return text(out)
}

// swallowed reports whether #if, #elseif, #else, #end, #set or a comment
// follows, before which Velocity loses a lone $.
func (p *parser) swallowed() bool {
	if p.setFollows() || strings.HasPrefix(p.src[p.pos:], "#*") {
		return true
	}
	if p.peek() != '#' {
		return false
	}
	name, _ := p.word(p.pos)
	return name == "if" || p.terminator() != ""
}

// setFollows reports whether a #set is next, which Velocity takes together
// with the blanks before it.
func (p *parser) setFollows() bool {
	from := p.pos
	follows := p.passSet()
	p.pos = from
	return follows
}

// reference reads $name, ${name} and what hangs on it. In both forms a ! may
// follow the $; it changes nothing, since what is missing prints as nothing.
func (p *parser) reference() *reference {
	defer p.nest()()
	ref := &reference{at: p.base + p.pos}
	p.pos++
	p.accept("!")
	braced := p.accept("{")
	name := p.identifier()
	ref.slot = p.names.slot(name)
	ref.steps = p.indexes(nil)
	for p.peek() == '.' && isLetter(p.at(p.pos+1)) {
		p.pos++
		ref.steps = append(ref.steps, p.member())
		ref.steps = p.indexes(ref.steps)
	}
	if braced {
		p.expect("}", "to close \"${\"")
	}
	switch {
	case len(ref.steps) == 0:
	case ref.slot == slotInput:
		ref.steps[0].compilePath()
	case ref.slot == slotMethod && ref.steps[0].name == "request":
		p.names.undocumented = append(p.names.undocumented, ref.at)
	}
	return ref
}

func (p *parser) identifier() string {
	start := p.pos
	for c := p.peek(); isLetter(c) || isDigit(c) || c == '_' || c == '-'; c = p.peek() {
		p.pos++
	}
	name := p.src[start:p.pos]
	if name == "" || name == "true" || name == "false" {
		p.pos = start
		p.fail(start, "expected a name, found %s", p.found())
	}
	return name
}

// member reads a property or a method with its arguments.
func (p *parser) member() step {
	st := step{at: p.base + p.pos, kind: propertyStep}
	st.name = p.identifier()
	if !p.accept("(") {
		return st
	}
	st.kind = methodStep
	if p.accept(")") {
		return st
	}
	for {
		st.args = append(st.args, p.argument())
		if p.accept(")") {
			return st
		}
		if !p.accept(",") {
			p.fail(p.pos, "expected \",\" or \")\" after an argument of %s, found %s", st.name, p.found())
		}
	}
}

// indexes reads what is in brackets after a reference.
func (p *parser) indexes(steps []step) []step {
	for p.peek() == '[' {
		at := p.base + p.pos
		p.pos++
		p.space()
		arg := p.simple()
		p.space()
		p.expect("]", "to close the index")
		steps = append(steps, step{at: at, kind: indexStep, args: []expr{arg}})
	}
	return steps
}

// argument reads an argument of a method: a literal or a reference, but no
// computation. A bare word is null.
func (p *parser) argument() expr {
	p.space()
	if c := p.peek(); (isLetter(c) || c == '_') && !p.boolean() {
		p.identifier()
		p.space()
		return literal{nil}
	}
	arg := p.simple()
	p.space()
	return arg
}

// compilePath compiles the path of $input.json('...') and $input.path('...')
// ahead of time. A faulty path fails when it is evaluated, as in API Gateway.
func (st *step) compilePath() {
	if st.kind != methodStep || len(st.args) != 1 || st.name != "json" && st.name != "path" {
		return
	}
	lit, ok := st.args[0].(literal)
	if !ok {
		return
	}
	source, ok := lit.value.(string)
	if !ok {
		return
	}
	if p, err := jsonpath.Compile(source); err == nil {
		st.path = p
	}
}
