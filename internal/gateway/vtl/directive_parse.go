package vtl

import "strings"

// hash reads what begins with #.
func (p *parser) hash() node {
	start := p.pos
	switch {
	case p.accept("##"):
		p.lineComment()
		return nil
	case p.accept("#*"):
		p.blockComment()
		return nil
	case p.accept("#[["):
		return p.textBlock(start)
	}
	name, end := p.word(p.pos)
	if name == "" {
		p.pos++
		if p.pos == len(p.src) && !p.inString {
			p.fail(start, "expected a directive after \"#\", found the end of the template")
		}
		if p.setFollows() { // before which Velocity loses a lone # as well
			return nil
		}
		return text("#")
	}
	p.pos = end
	return p.directive(name, start)
}

// lineComment passes the rest of the line, its end included.
func (p *parser) lineComment() {
	n := strings.IndexAny(p.src[p.pos:], "\r\n")
	if n < 0 {
		p.pos = len(p.src)
		return
	}
	p.pos += n
	p.lineEnd()
}

func (p *parser) blockComment() {
	n := strings.Index(p.src[p.pos:], "*#")
	if n < 0 {
		p.pos = len(p.src)
		return
	}
	p.pos += n + 2
}

// textBlock reads #[[ ... ]]#, which prints as it is.
func (p *parser) textBlock(start int) node {
	n := strings.Index(p.src[p.pos:], "]]#")
	if n < 0 {
		p.pos = len(p.src)
		p.fail(start, "expected \"]]#\" to close \"#[[\", found the end of the template")
	}
	body := p.src[p.pos : p.pos+n]
	p.pos += n + 3
	return text(body)
}

func (p *parser) directive(name string, start int) node {
	defer p.nest()()
	switch name {
	case "if":
		return p.ifElse(start)
	case "foreach":
		return p.foreach(start)
	case "define":
		return p.define(start)
	case "macro":
		p.arguments(name)
		p.body("macro", start)
		return nil
	case "literal":
		return p.literalBlock(start)
	case "stop":
		p.optionalArguments(name)
		return stop{}
	case "break":
		p.optionalArguments(name)
		return breakLoop{}
	}
	return p.unknown(start)
}

// unknown prints a directive that there is not as it is written, with the
// arguments it may have and, as a call with a block (#@name() ... #end), with
// its block.
func (p *parser) unknown(start int) node {
	name := p.src[start:p.pos]
	if p.optionalArguments(name) && strings.HasPrefix(name, "#@") {
		p.body(name[1:], start)
	}
	return text(p.src[start:p.pos])
}

// open passes the parenthesis that a directive's arguments begin with.
func (p *parser) open(name string) {
	p.space()
	p.expect("(", "after #"+name)
}

// closing passes the parenthesis after a directive's arguments, and the line
// end after it. When the arguments were faulty it looks for the parenthesis,
// so that the block keeps its shape.
func (p *parser) closing(name string, ok bool) {
	if !ok {
		p.recoverTo(')')
		p.lineEnd()
		return
	}
	p.space()
	p.expect(")", "to close #"+name+"(")
	p.lineEnd()
}

// recoverTo passes the next closing character that matches no opening one, on
// this line or the next ones.
func (p *parser) recoverTo(closing byte) {
	depth := 0
	for i := p.pos; i < len(p.src); i++ {
		switch c := p.src[i]; {
		case c == '(':
			depth++
		case c == closing && depth > 0:
			depth--
		case c == closing:
			p.pos = i + 1
			return
		case c == '#':
			if name, _ := p.word(i); isDirective(name) {
				p.pos = i
				return
			}
		}
	}
	p.pos = len(p.src)
}

// parenthesized reads ( ... ) after a directive; read reads what is inside.
func (p *parser) parenthesized(name string, read func()) {
	ok := p.attempt(func() {
		p.open(name)
		read()
		p.space()
		if p.peek() != ')' {
			p.fail(p.pos, "expected \")\" to close #%s(, found %s", name, p.found())
		}
	})
	p.closing(name, ok)
}

// arguments reads the literals, references and words in the parentheses of a
// directive whose arguments do not matter.
func (p *parser) arguments(name string) {
	p.parenthesized(name, func() {
		for p.space(); p.peek() != ')'; p.space() {
			p.directiveArgument()
			p.space()
			p.accept(",")
		}
	})
}

func (p *parser) directiveArgument() {
	if c := p.peek(); isWordChar(c) && !isDigit(c) && !p.boolean() {
		for isWordChar(p.peek()) {
			p.pos++
		}
		return
	}
	p.simple()
}

// optionalArguments passes the arguments of a directive and reports whether it
// has any.
func (p *parser) optionalArguments(name string) bool {
	i := p.pos
	for i < len(p.src) && strings.IndexByte(" \t\r\n", p.src[i]) >= 0 {
		i++
	}
	if p.at(i) != '(' {
		return false
	}
	p.arguments(name)
	return true
}

// body reads the block of a directive and its #end.
func (p *parser) body(name string, start int) block {
	b, end := p.block()
	p.end(name, end, start)
	return b
}

// end passes the #end of a directive that began at start.
func (p *parser) end(name, end string, start int) {
	for end == "else" || end == "elseif" {
		p.note(fault{p.base + p.pos, "#" + end + " does not belong to #" + name})
		p.passTerminator(end)
		_, end = p.block()
	}
	if end == "" {
		if len(p.faults) < maxFaults {
			p.note(fault{p.base + start, "expected #end to close #" + name + ", found the end of the template"})
		}
		return
	}
	p.passTerminator(end)
}

func (p *parser) ifElse(start int) node {
	n := &ifElse{}
	n.branches = append(n.branches, p.branch("if"))
	for {
		b, end := p.block()
		last := &n.branches[len(n.branches)-1]
		last.body = b
		switch {
		case end == "elseif":
			p.passTerminator(end)
			n.branches = append(n.branches, p.branch("elseif"))
		case end == "else" && last.condition != nil:
			p.passTerminator(end)
			n.branches = append(n.branches, branch{})
			b, end = p.block()
			n.branches[len(n.branches)-1].body = b
			p.end("if", end, start)
			return n
		default:
			p.end("if", end, start)
			return n
		}
	}
}

func (p *parser) branch(name string) branch {
	b := branch{condition: literal{true}}
	p.parenthesized(name, func() { b.condition = p.expression() })
	return b
}

func (p *parser) foreach(start int) node {
	n := &foreach{at: p.base + start, items: literal{nil}}
	p.parenthesized("foreach", func() {
		p.space()
		if p.peek() != '$' || !p.startsReference(p.pos) {
			p.fail(p.pos, "expected a loop variable such as $item, found %s", p.found())
		}
		n.slot = p.reference().slot
		p.space()
		at := p.pos
		for isWordChar(p.peek()) {
			p.pos++
		}
		if at == p.pos {
			p.fail(p.pos, "expected \"in\" after the loop variable, found %s", p.found())
		}
		p.space()
		n.items = p.simple()
	})
	n.body = p.body("foreach", start)
	return n
}

func (p *parser) define(start int) node {
	n := &define{}
	p.parenthesized("define", func() {
		p.space()
		if p.peek() != '$' || !p.startsReference(p.pos) {
			p.fail(p.pos, "expected a variable such as $block, found %s", p.found())
		}
		n.slot = p.reference().slot
	})
	n.body = p.body("define", start)
	return n
}

// literalBlock prints the text between #literal() and #end as it is written.
func (p *parser) literalBlock(start int) node {
	p.arguments("literal")
	from := p.pos
	_, end := p.block()
	body := p.src[from:p.pos]
	p.end("literal", end, start)
	return text(body)
}

// passSet passes "#set(" and the blanks before it.
func (p *parser) passSet() bool {
	i := p.pos
	for p.at(i) == ' ' || p.at(i) == '\t' {
		i++
	}
	if p.at(i) != '#' {
		return false
	}
	name, end := p.word(i)
	if name != "set" {
		return false
	}
	for p.at(end) == ' ' || p.at(end) == '\t' {
		end++
	}
	if p.at(end) != '(' {
		return false
	}
	p.pos = end + 1
	return true
}

// set reads #set( $target = value ) from after its parenthesis.
func (p *parser) set() node {
	n := &set{value: literal{nil}}
	ok := p.attempt(func() {
		p.space()
		if p.peek() != '$' || !p.startsReference(p.pos) {
			p.fail(p.pos, "expected a variable such as $name, found %s", p.found())
		}
		n.target = p.target()
		if n.target.slot == slotMethod {
			p.names.ownMethod = true
		}
		p.space()
		p.expect("=", "after the variable of #set")
		n.value = p.expression()
		p.space()
		if p.peek() != ')' {
			p.fail(p.pos, "expected an operator or \")\" to close #set(, found %s", p.found())
		}
	})
	p.closing("set", ok)
	return n
}

// target reads the variable of #set. Velocity assigns ${name} and $!name to a
// variable of just that spelling, which no reference can read.
func (p *parser) target() *reference {
	start := p.pos + 1
	ref := p.reference()
	if spelling := p.src[start:p.pos]; len(ref.steps) == 0 && strings.ContainsAny(spelling, "!{") {
		ref.slot = p.names.slot(spelling)
	}
	return ref
}
