package python

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"

	"github.com/gatewright/gatewright/internal/pattern"
)

// patternCheck returns the check of a pattern; none where it is not one of ECMAScript, or Python cannot express it.
func patternCheck(expression string) []string {
	python, ok := pythonPattern(expression)
	if !ok {
		return nil
	}
	if python == expression {
		return []string{"check.pattern(" + quoteRaw(python) + ")"}
	}
	return []string{"check.pattern(" + quoteRaw(python) + ", " + quoteRaw(expression) + ")"}
}

// quoteRaw returns a text as a raw literal where a plain one would double backslashes.
func quoteRaw(text string) string {
	if strings.Contains(text, `\`) && !strings.Contains(text, `"`) && !strings.HasSuffix(text, `\`) && printable(text) == text && !strings.Contains(text, "\n") {
		return `r"` + text + `"`
	}
	return quote(text)
}

// pythonPattern returns an expression of ECMAScript in the syntax of Python's module re.
func pythonPattern(expression string) (string, bool) {
	if parsed, err := syntax.Parse(escapedUnicode.ReplaceAllString(expression, `\x{$1}`), syntax.Perl); err == nil {
		if simple, ok := translated(expression); ok && !unlike.MatchString(expression) {
			return simple, true
		}
		var b strings.Builder
		writePattern(&b, parsed)
		return b.String(), true
	}
	if _, err := pattern.CompileECMAScript(expression); err != nil {
		return "", false
	}
	return translated(expression)
}

// unlike finds what has another meaning in Python, or none.
var unlike = regexp.MustCompile(`\\[^dw./\\+*?()\[\]{}|^$nrt-]|\(\?|\[.*?[\[&~|-]{2}|\[\^?\[|\{,`)

var escapedUnicode = regexp.MustCompile(`\\u([0-9a-fA-F]{4})`)

// writePattern writes what package regexp has parsed.
func writePattern(b *strings.Builder, e *syntax.Regexp) {
	switch e.Op {
	case syntax.OpNoMatch:
		b.WriteString("(?!)")
	case syntax.OpEmptyMatch:
		b.WriteString("(?:)")
	case syntax.OpLiteral:
		writeLiteral(b, e)
	case syntax.OpCharClass:
		writeClass(b, e.Rune)
	case syntax.OpAnyCharNotNL:
		b.WriteString(`[^\n]`)
	case syntax.OpAnyChar:
		b.WriteString(`(?s:.)`)
	case syntax.OpBeginLine:
		b.WriteString(`(?m:^)`)
	case syntax.OpEndLine:
		b.WriteString(`(?m:$)`)
	case syntax.OpBeginText:
		b.WriteString(`\A`)
	case syntax.OpEndText:
		b.WriteString(`\Z`)
	case syntax.OpWordBoundary:
		b.WriteString(`(?a:\b)`)
	case syntax.OpNoWordBoundary:
		b.WriteString(`(?a:\B)`)
	case syntax.OpCapture:
		writeGroup(b, e.Sub[0])
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		writeGroup(b, e.Sub[0])
		b.WriteString(quantifier(e))
		if e.Flags&syntax.NonGreedy != 0 {
			b.WriteByte('?')
		}
	case syntax.OpConcat:
		for _, sub := range e.Sub {
			if sub.Op == syntax.OpAlternate {
				writeGroup(b, sub)
				continue
			}
			writePattern(b, sub)
		}
	case syntax.OpAlternate:
		for i, sub := range e.Sub {
			if i > 0 {
				b.WriteByte('|')
			}
			writePattern(b, sub)
		}
	}
}

func quantifier(e *syntax.Regexp) string {
	switch {
	case e.Op == syntax.OpStar:
		return "*"
	case e.Op == syntax.OpPlus:
		return "+"
	case e.Op == syntax.OpQuest:
		return "?"
	case e.Max < 0:
		return fmt.Sprintf("{%d,}", e.Min)
	case e.Min == e.Max:
		return fmt.Sprintf("{%d}", e.Min)
	}
	return fmt.Sprintf("{%d,%d}", e.Min, e.Max)
}

func writeGroup(b *strings.Builder, e *syntax.Regexp) {
	if e.Op == syntax.OpCharClass || e.Op == syntax.OpAnyCharNotNL || e.Op == syntax.OpLiteral && len(e.Rune) == 1 && e.Flags&syntax.FoldCase == 0 {
		writePattern(b, e)
		return
	}
	b.WriteString("(?:")
	writePattern(b, e)
	b.WriteByte(')')
}

func writeLiteral(b *strings.Builder, e *syntax.Regexp) {
	for _, r := range e.Rune {
		if e.Flags&syntax.FoldCase == 0 {
			writeRune(b, r)
			continue
		}
		runes := []rune{r, r}
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			runes = append(runes, other, other)
		}
		writeClass(b, runes)
	}
}

func writeClass(b *strings.Builder, ranges []rune) {
	if len(ranges) == 0 {
		b.WriteString("(?!)")
		return
	}
	b.WriteByte('[')
	for i := 0; i+1 < len(ranges); i += 2 {
		writeRune(b, ranges[i])
		if ranges[i] != ranges[i+1] {
			b.WriteByte('-')
			writeRune(b, ranges[i+1])
		}
	}
	b.WriteByte(']')
}

func writeRune(b *strings.Builder, r rune) {
	switch {
	case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" !\"%',/:;<=>@_`", r)):
		b.WriteRune(r)
	case r < unicode.MaxASCII && unicode.IsPrint(r):
		b.WriteByte('\\')
		b.WriteRune(r)
	case r <= 0xff:
		fmt.Fprintf(b, `\x%02x`, r)
	case r <= 0xffff:
		fmt.Fprintf(b, `\u%04x`, r)
	default:
		fmt.Fprintf(b, `\U%08x`, r)
	}
}

var (
	ecmaEscape = regexp.MustCompile(`\\.|\$|\[\^?\]?|\]|\(\?<[A-Za-z_]`)
	ecmaClass  = map[string]string{`\d`: "0-9", `\w`: "A-Za-z0-9_"}
)

// translated returns an expression that looks around or refers to its groups, which package regexp cannot express: the escapes
// of ECMAScript in Python's way.
func translated(expression string) (string, bool) {
	var b strings.Builder
	ok, inClass := true, false
	rest := expression
	for rest != "" {
		at := ecmaEscape.FindStringIndex(rest)
		if at == nil {
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:at[0]])
		token := rest[at[0]:at[1]]
		rest = rest[at[1]:]
		switch {
		case token[0] == '[' && !inClass:
			inClass = true
			ok = ok && !strings.HasSuffix(token, "]")
			b.WriteString(token)
		case token == "]":
			inClass = false
			b.WriteString(token)
		case token == "$" && !inClass:
			b.WriteString(`\Z`)
		case ecmaClass[token] != "" && inClass:
			b.WriteString(ecmaClass[token])
		case ecmaClass[token] != "":
			b.WriteString("[" + ecmaClass[token] + "]")
		case strings.HasPrefix(token, "(?<") && !inClass:
			b.WriteString("(?P<" + token[3:])
		case token == `\/`:
			b.WriteByte('/')
		case len(token) == 2 && token[0] == '\\' && strings.ContainsAny(token[1:], "pPckuDWS") && token != `\S`:
			ok = false
		default:
			b.WriteString(token)
		}
	}
	return b.String(), ok
}
