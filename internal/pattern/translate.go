package pattern

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// dialect is where the regular expressions of Java and ECMAScript differ.
type dialect struct {
	name      string
	spaces    set // \s
	lineEnds  set // what a dot does not match
	java      bool
	endOfText string                        // what $ means without the multiline flag
	strictEnd bool                          // that $ is the very end
	lookUp    func(name string) (set, bool) // what \p{name} stands for
}

var (
	javaDialect = &dialect{
		name: "Java", spaces: javaSpaces, lineEnds: javaLineEnds, java: true, lookUp: property,
		endOfText: `(?=(?:\r\n|[\n\r` + "\u0085\u2028\u2029" + `])?\z)`,
	}
	ecmaDialect = &dialect{
		name: "ECMAScript", spaces: ecmaSpaces, lineEnds: ecmaLineEnds, lookUp: ecmaProperty,
		endOfText: `\z`, strictEnd: true,
	}
)

// flags are the inline flags that the translation needs to know.
type flags struct{ dotAll, multiline, comments bool }

// program is a pattern in the syntax that RE2 and .NET engines share.
type program struct {
	text      string
	backtrack bool // RE2 cannot run it
	softEnd   bool // has a $ that also matches before a final line end
	groups    int
	names     map[string]int
}

// translator rewrites one pattern.
type translator struct {
	*dialect
	src   string
	pos   int
	out   strings.Builder
	prog  program
	total int // number of capturing groups in the whole pattern
	known map[string]int
	atom  int // where the last atom starts in out, or -1 when there is none
	depth int
}

// Error is an error of a pattern.
type Error struct {
	// Pattern is the faulty pattern.
	Pattern string
	// Offset is the position of the error in bytes, from 0.
	Offset int
	// Message says what is wrong.
	Message string
}

// Error returns the message with the pattern and the offset.
func (e *Error) Error() string {
	return fmt.Sprintf("invalid regular expression %q at offset %d: %s", e.Pattern, e.Offset, e.Message)
}

func (t *translator) fail(format string, args ...any) error {
	return &Error{t.src, t.pos, fmt.Sprintf(format, args...)}
}

// maxNesting bounds the groups inside groups.
const maxNesting = 250

func translate(src string, d *dialect) (program, error) {
	total, names := countGroups(src, d)
	t := &translator{dialect: d, src: src, total: total, known: names}
	t.prog.names = names
	if err := t.alternatives(flags{}); err != nil {
		return program{}, err
	}
	if t.pos < len(src) {
		return program{}, t.fail("unmatched ')'")
	}
	t.prog.text = t.out.String()
	return t.prog, nil
}

// countGroups finds the capturing groups before the translation, since a
// reference may be before its group.
func countGroups(src string, d *dialect) (int, map[string]int) {
	n, class := 0, 0
	names := map[string]int{}
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case c == '\\' && d.java && strings.HasPrefix(src[i:], `\Q`):
			end := strings.Index(src[i:], `\E`)
			if end < 0 {
				return n, names
			}
			i += end + 1
		case c == '\\':
			i++
		case c == '[' && (class == 0 || d.java):
			class++
		case c == ']' && class > 0:
			class--
		case c == '(' && class == 0:
			name, capturing := groupName(src[i+1:])
			if !capturing {
				continue
			}
			n++
			if name != "" {
				names[name] = n
			}
		}
	}
	return n, names
}

// groupName reports from what follows a '(' whether the group captures, and its
// name.
func groupName(s string) (name string, capturing bool) {
	if !strings.HasPrefix(s, "?") {
		return "", true
	}
	if !strings.HasPrefix(s, "?<") || strings.HasPrefix(s, "?<=") || strings.HasPrefix(s, "?<!") {
		return "", false
	}
	name, _, ok := strings.Cut(s[2:], ">")
	return name, ok
}

func (t *translator) peek() byte {
	if t.pos < len(t.src) {
		return t.src[t.pos]
	}
	return 0
}

func (t *translator) accept(prefix string) bool {
	if !strings.HasPrefix(t.src[t.pos:], prefix) {
		return false
	}
	t.pos += len(prefix)
	return true
}

func (t *translator) rune() rune {
	r, n := utf8.DecodeRuneInString(t.src[t.pos:])
	t.pos += n
	return r
}

// emit writes an atom.
func (t *translator) emit(s string) {
	t.atom = t.out.Len()
	t.out.WriteString(s)
}

// assert writes what matches no text and takes no quantifier's meaning.
func (t *translator) assert(s string, backtrack bool) {
	t.prog.backtrack = t.prog.backtrack || backtrack
	t.emit(s)
}

func (t *translator) alternatives(f flags) error {
	t.atom = -1
	for t.pos < len(t.src) && t.peek() != ')' {
		if f.comments && t.skipComment() {
			continue
		}
		if t.accept("|") {
			t.out.WriteByte('|')
			t.atom = -1
			continue
		}
		next, err := t.term(f)
		if err != nil {
			return err
		}
		f = next
	}
	return nil
}

func (t *translator) skipComment() bool {
	switch c := t.peek(); {
	case c == '#':
		if end := strings.IndexByte(t.src[t.pos:], '\n'); end >= 0 {
			t.pos += end + 1
		} else {
			t.pos = len(t.src)
		}
		return true
	case strings.IndexByte(" \t\n\v\f\r", c) >= 0:
		t.pos++
		return true
	}
	return false
}

// term translates one atom or quantifier and returns the flags for the next.
func (t *translator) term(f flags) (flags, error) {
	switch c := t.peek(); c {
	case '(':
		return t.group(f)
	case '[':
		t.pos++
		s, err := t.class()
		if err == nil {
			t.emit(s.String())
		}
		return f, err
	case '\\':
		return f, t.escape()
	case '.':
		t.pos++
		if f.dotAll {
			t.emit(`[\x00-` + string(unicode.MaxRune) + `]`)
		} else {
			t.emit(t.lineEnds.negate().String())
		}
		return f, nil
	case '^':
		t.pos++
		t.start(f)
		return f, nil
	case '$':
		t.pos++
		t.end(f)
		return f, nil
	case '*', '+', '?', '{':
		return f, t.quantifier()
	}
	t.emit(quoteRune(t.rune()))
	return f, nil
}

func (t *translator) start(f flags) {
	switch {
	case !f.multiline:
		t.assert(`\A`, false)
	case t.java:
		t.assert(`(?:\A|(?<=\r\n|[\n\u0085\u2028\u2029]|\r(?!\n))(?!\z))`, true)
	default:
		t.assert(`(?:\A|(?<=[\n\r\u2028\u2029]))`, true)
	}
}

func (t *translator) end(f flags) {
	switch {
	case f.multiline && t.java:
		t.assert(`(?:\z|(?=\r\n|[\r\u0085\u2028\u2029])|(?<!\r)(?=\n))`, true)
	case f.multiline:
		t.assert(`(?=\z|[\n\r\u2028\u2029])`, true)
	case t.strictEnd:
		t.assert(`\z`, false)
	default:
		t.prog.softEnd = true
		t.assert(softEndMark, false)
	}
}

// softEndMark stands for Java's $ until it is known how the program is used.
const softEndMark = "\uE0F0\uE0F1\uE0F0"

func (t *translator) quantifier() error {
	from := t.pos
	text, err := t.repetition()
	if err != nil || text == "" {
		return err
	}
	if t.atom < 0 {
		t.pos = from
		return t.fail("nothing to repeat before %q", t.src[from:from+1])
	}
	switch {
	case t.accept("?"):
		text += "?"
	case t.java && t.accept("+"):
		t.prog.backtrack = true
		atom := t.out.String()[t.atom:]
		head := t.out.String()[:t.atom]
		t.out.Reset()
		t.out.WriteString(head + "(?>" + atom + text + ")")
		t.atom = -1
		return nil
	}
	t.out.WriteString(text)
	t.atom = -1
	return nil
}

// maxRE2Repeat is the largest count that RE2 accepts.
const maxRE2Repeat = 1000

// repetition reads *, +, ?, {n}, {n,} or {n,m}. A brace that is none of them
// is a plain character in ECMAScript and an error in Java.
func (t *translator) repetition() (string, error) {
	if t.peek() != '{' {
		t.pos++
		return t.src[t.pos-1 : t.pos], nil
	}
	body, _, ok := strings.Cut(t.src[t.pos+1:], "}")
	lo, hi, ranged := strings.Cut(body, ",")
	n, errLo := strconv.ParseUint(lo, 10, 31)
	m, errHi := n, error(nil)
	if ranged && hi != "" {
		m, errHi = strconv.ParseUint(hi, 10, 31)
	}
	switch {
	case !ok || errLo != nil || errHi != nil:
		if t.java {
			return "", t.fail("expected {n}, {n,} or {n,m}")
		}
		t.pos++
		t.emit(`\{`)
		return "", nil
	case m < n:
		return "", t.fail("the numbers of {%s} are out of order", body)
	}
	t.pos += len(body) + 2
	if max(n, m) > maxRE2Repeat {
		t.prog.backtrack = true
	}
	return "{" + body + "}", nil
}

// group translates a parenthesis and returns the flags for what follows it.
func (t *translator) group(f flags) (flags, error) {
	if t.depth++; t.depth > maxNesting {
		return f, t.fail("groups nest too deep")
	}
	defer func() { t.depth-- }()
	open := t.pos
	start := t.out.Len()
	t.pos++
	inner := f
	switch {
	case !strings.HasPrefix(t.src[t.pos:], "?"):
		t.prog.groups++
		t.out.WriteByte('(')
	case t.accept("?:"):
		t.out.WriteString("(?:")
	case t.accept("?="), t.accept("?!"), t.accept("?<="), t.accept("?<!"):
		t.prog.backtrack = true
		t.out.WriteString(t.src[open:t.pos])
	case t.java && t.accept("?>"):
		t.prog.backtrack = true
		t.out.WriteString("(?>")
	case strings.HasPrefix(t.src[t.pos:], "?<"):
		name, isClosed := groupName(t.src[t.pos:])
		if !isClosed || !validName(name) {
			return f, t.fail("expected a group's name and '>'")
		}
		t.pos += len(name) + len("?<>")
		t.prog.groups++
		t.out.WriteByte('(')
	default:
		next, scoped, err := t.inlineFlags(f)
		if err != nil || !scoped {
			return next, err
		}
		inner = next
	}
	if err := t.alternatives(inner); err != nil {
		return f, err
	}
	if !t.accept(")") {
		t.pos = open
		return f, t.fail("the group is not closed")
	}
	t.out.WriteByte(')')
	t.atom = start
	return f, nil
}

func validName(name string) bool {
	for i, r := range name {
		if !unicode.IsLetter(r) && r != '_' && r != '$' && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
	}
	return name != ""
}

// inlineFlags reads (?ims-x) or the head of (?ims-x:...), which is scoped.
func (t *translator) inlineFlags(f flags) (next flags, scoped bool, err error) {
	t.pos++ // the question mark
	on, fold, foldOff := true, false, false
	for {
		c := t.peek()
		t.pos++
		switch c {
		case '-':
			on = false
		case 's':
			f.dotAll = on
		case 'm':
			f.multiline = on
		case 'x':
			f.comments = on && t.java
		case 'i':
			fold, foldOff = on, !on
		case 'u', 'U', 'd':
			if !t.java {
				return f, false, t.fail("unknown group (?%c", c)
			}
		case ')', ':':
			head := "(?"
			if fold {
				head += "i"
			}
			if foldOff {
				head += "-i"
			}
			if c == ':' {
				t.out.WriteString(head + ":")
				return f, true, nil
			}
			if head != "(?" {
				t.out.WriteString(head + ")")
			}
			t.atom = -1
			return f, false, nil
		default:
			t.pos--
			return f, false, t.fail("unknown kind of group")
		}
	}
}

// escape translates a backslash outside of classes.
func (t *translator) escape() error {
	if t.java && t.accept(`\Q`) {
		return t.quoted()
	}
	if t.pos+1 >= len(t.src) {
		return t.fail("the pattern ends in a backslash")
	}
	switch c := t.src[t.pos+1]; {
	case c == 'b' || c == 'B':
		t.pos += 2
		t.boundary(c == 'B')
		return nil
	case c == 'k':
		return t.namedReference()
	case c >= '1' && c <= '9':
		return t.reference()
	case t.java:
		if done := t.javaAssertion(c); done {
			return nil
		}
	}
	s, err := t.charEscape()
	if err == nil {
		t.emit(s.String())
	}
	return err
}

// boundary writes \b or \B for the characters of \w.
func (t *translator) boundary(negated bool) {
	if negated {
		t.assert(`\B`, false)
	} else {
		t.assert(`\b`, false)
	}
}

func (t *translator) javaAssertion(c byte) bool {
	switch c {
	case 'A':
		t.assert(`\A`, false)
	case 'z':
		t.assert(`\z`, false)
	case 'Z':
		t.prog.softEnd = true
		t.assert(softEndMark, false)
	case 'G':
		t.assert(`\G`, true)
	case 'R':
		t.prog.backtrack = true
		t.emit(`(?:\r\n|` + vertical.String() + `)`)
	case 'X':
		t.emit(`(?:` + fromTable(unicode.M).negate().String() + fromTable(unicode.M).String() + `*)`)
	default:
		return false
	}
	t.pos += 2
	return true
}

func (t *translator) quoted() error {
	text, _, closed := strings.Cut(t.src[t.pos:], `\E`)
	t.pos += len(text)
	if closed {
		t.pos += 2
	}
	for _, r := range text {
		t.emit(quoteRune(r))
	}
	return nil
}

func (t *translator) namedReference() error {
	rest, ok := strings.CutPrefix(t.src[t.pos:], `\k<`)
	name, _, closed := strings.Cut(rest, ">")
	n, known := t.known[name]
	if !ok || !closed || !known {
		if !t.java && len(t.known) == 0 {
			t.pos += 2
			t.emit("k")
			return nil
		}
		return t.fail("no such named group")
	}
	t.pos += len(`\k<>`) + len(name)
	t.prog.backtrack = true
	t.emit(`(?:\` + strconv.Itoa(n) + `)`)
	return nil
}

// reference translates \1: it takes as many digits as make an existing group.
func (t *translator) reference() error {
	i := t.pos + 2
	n := int(t.src[t.pos+1] - '0')
	for i < len(t.src) && t.src[i] >= '0' && t.src[i] <= '9' {
		more := 10*n + int(t.src[i]-'0')
		if more > t.total {
			break
		}
		n = more
		i++
	}
	if n > t.total && t.java {
		return t.fail("there is no group %d", n)
	}
	if n > t.total || !t.java && i < len(t.src) && isDigit(t.src[i]) { // more digits than any group has
		s, err := t.charEscape()
		if err == nil {
			t.emit(s.String())
		}
		return err
	}
	t.pos = i
	t.prog.backtrack = true
	t.emit(`(?:\` + strconv.Itoa(n) + `)`)
	return nil
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// charEscape reads an escape that stands for a set of characters.
func (t *translator) charEscape() (set, error) {
	t.pos++
	if t.pos >= len(t.src) {
		return nil, t.fail("the pattern ends in a backslash")
	}
	switch c := t.peek(); c {
	case 'd', 'D':
		return t.named(c == 'D', digits)
	case 'w', 'W':
		return t.named(c == 'W', wordChars)
	case 's', 'S':
		return t.named(c == 'S', t.spaces)
	case 'p', 'P':
		return t.property(c == 'P')
	case 't':
		return t.named(false, single('\t'))
	case 'n':
		return t.named(false, single('\n'))
	case 'r':
		return t.named(false, single('\r'))
	case 'f':
		return t.named(false, single('\f'))
	case 'x':
		return t.hex(2)
	case 'u':
		return t.hex(4)
	case 'c':
		return t.control()
	case '0':
		if t.java {
			return t.octal()
		}
		return t.legacyOctal()
	}
	if t.java {
		return t.javaEscape()
	}
	switch c := t.peek(); {
	case c == 'v':
		return t.named(false, single('\v'))
	case isOctal(c):
		return t.legacyOctal()
	}
	return single(t.rune()), nil
}

func (t *translator) javaEscape() (set, error) {
	switch c := t.peek(); {
	case c == 'h' || c == 'H':
		return t.named(c == 'H', horizontal)
	case c == 'v' || c == 'V':
		return t.named(c == 'V', vertical)
	case c == 'a':
		return t.named(false, single(7))
	case c == 'e':
		return t.named(false, single(27))
	case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		return nil, t.fail(`unknown escape \%c`, c)
	}
	return single(t.rune()), nil
}

func (t *translator) named(negated bool, s set) (set, error) {
	t.pos++
	if negated {
		return s.negate(), nil
	}
	return s, nil
}

func (t *translator) property(negated bool) (set, error) {
	t.pos++
	name := ""
	switch {
	case t.accept("{"):
		var ok bool
		if name, _, ok = strings.Cut(t.src[t.pos:], "}"); !ok {
			return nil, t.fail("expected '}' after the property's name")
		}
		t.pos += len(name) + 1
	case t.java && t.pos < len(t.src):
		name = string(t.rune())
	}
	s, ok := t.lookUp(name)
	if !ok {
		return nil, t.fail("unknown character property %q", name)
	}
	if negated {
		s = s.negate()
	}
	return s, nil
}

// hex reads \xhh, \uhhhh, \x{h...} and \u{h...}.
func (t *translator) hex(digits int) (set, error) {
	kind := t.peek()
	t.pos++
	text, size := t.src[t.pos:], digits
	if braced, ok := strings.CutPrefix(text, "{"); ok && (kind == 'x') == t.java {
		if text, _, ok = strings.Cut(braced, "}"); !ok {
			text = ""
		}
		digits, size = len(text), len("{}")+len(text)
	}
	n, err := uint64(0), strconv.ErrSyntax
	if digits > 0 && len(text) >= digits {
		n, err = strconv.ParseUint(text[:digits], 16, 32)
	}
	switch {
	case err != nil && t.java:
		return nil, t.fail("expected hexadecimal digits")
	case err != nil:
		return single(rune(kind)), nil //nolint:nilerr // not an escape of digits: the letter itself
	case n > unicode.MaxRune:
		return nil, t.fail("no such character")
	}
	t.pos += size
	return single(rune(n)), nil
}

func (t *translator) control() (set, error) {
	t.pos++
	if t.pos >= len(t.src) {
		return nil, t.fail(`expected a letter after \c`)
	}
	c := t.rune()
	if lower := c | 0x20; !t.java && lower >= 'a' && lower <= 'z' {
		return single(c & 31), nil
	}
	return single(c ^ 64), nil
}

func (t *translator) octal() (set, error) {
	t.pos++
	n, i := rune(0), t.pos
	for i < len(t.src) && i < t.pos+3 && t.src[i] >= '0' && t.src[i] <= '7' && 8*n+7 <= 0xFF {
		n = 8*n + rune(t.src[i]-'0')
		i++
	}
	if i == t.pos {
		return nil, t.fail("expected octal digits")
	}
	t.pos = i
	return single(n), nil
}

// legacyOctal reads \0 to \377 as ECMA-262 does, annex B.1.2,
// LegacyOctalEscapeSequence.
func (t *translator) legacyOctal() (set, error) {
	n := rune(0)
	for i := 0; i < 3 && isOctal(t.peek()) && 8*n+rune(t.peek()-'0') <= 0xFF; i++ {
		n = 8*n + rune(t.peek()-'0')
		t.pos++
	}
	return single(n), nil
}

func isOctal(c byte) bool { return c >= '0' && c <= '7' }

// class reads a class after its '['. Java's classes nest and intersect.
func (t *translator) class() (set, error) {
	if t.depth++; t.depth > maxNesting {
		return nil, t.fail("classes nest too deep")
	}
	defer func() { t.depth-- }()
	negated := t.accept("^")
	var s set
	for first := true; ; first = false {
		switch {
		case t.pos >= len(t.src):
			return nil, t.fail("the class is not closed")
		case t.peek() == ']' && (!first || !t.java):
			t.pos++
			if negated {
				s = s.negate()
			}
			return s, nil
		case t.java && t.accept("&&"):
			rest, err := t.intersection()
			if err != nil {
				return nil, err
			}
			s = s.intersect(rest)
			continue
		}
		item, err := t.classItem()
		if err != nil {
			return nil, err
		}
		s = s.union(item)
	}
}

// intersection reads the items up to the next && or the end of the class.
func (t *translator) intersection() (set, error) {
	var s set
	for t.pos < len(t.src) && t.peek() != ']' && !strings.HasPrefix(t.src[t.pos:], "&&") {
		item, err := t.classItem()
		if err != nil {
			return nil, err
		}
		s = s.union(item)
	}
	return s, nil
}

// classItem reads a nested class, an escape, a character or a range.
func (t *translator) classItem() (set, error) {
	if t.java && t.accept("[") {
		return t.class()
	}
	lo, err := t.classChar()
	if err != nil || !isSingle(lo) {
		return lo, err
	}
	rest := t.src[t.pos:]
	if len(rest) < 2 || rest[0] != '-' || rest[1] == ']' || t.java && rest[1] == '[' {
		return lo, nil
	}
	from := t.pos
	t.pos++
	hi, err := t.classChar()
	if err != nil {
		return nil, err
	}
	if !isSingle(hi) {
		return lo.union(single('-')).union(hi), nil
	}
	if hi[0].lo < lo[0].lo {
		t.pos = from
		return nil, t.fail("the range is out of order")
	}
	return set{{lo[0].lo, hi[0].lo}}, nil
}

func isSingle(s set) bool { return len(s) == 1 && s[0].lo == s[0].hi }

func (t *translator) classChar() (set, error) {
	if t.peek() != '\\' {
		return single(t.rune()), nil
	}
	switch {
	case !t.java && t.accept(`\b`):
		return single('\b'), nil
	case t.java && t.accept(`\Q`):
		var s set
		text, _, closed := strings.Cut(t.src[t.pos:], `\E`)
		t.pos += len(text)
		if closed {
			t.pos += 2
		}
		for _, r := range text {
			s = s.union(single(r))
		}
		return s, nil
	}
	return t.charEscape()
}
