package python

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gatewright/gatewright/internal/codegen"
)

// file is a file in the making.
type file struct{ codegen.Source }

// newFile begins a file that says that it is generated. The line behind that stays
// empty: a comment there could name an encoding (PEP 263).
func newFile(path string) *file {
	f := &file{codegen.Source{Path: path}}
	f.P("# ", codegen.Marker)
	f.P()
	return f
}

// doc adds a docstring, unless there is nothing to say. Texts of the model are in
// strings only: no tool looks for directives there, as it does in comments.
func (f *file) doc(indent string, paragraphs ...string) {
	f.Text.WriteString(docstring(indent, paragraphs...))
}

// exports lists the names that a module exports, one in each line.
func (f *file) exports(names []string) {
	if len(names) == 0 {
		f.P("__all__ = []")
		return
	}
	f.P("__all__ = [")
	for _, name := range names {
		f.P("    ", quote(name), ",")
	}
	f.P("]")
}

// quote returns a text as a literal. What a reader would not see, or see in another
// order, is escaped.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(text, string(utf8.RuneError)) {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r <= 0xff:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// tuple returns texts as a tuple.
func tuple(texts []string) string {
	var b strings.Builder
	for _, text := range texts {
		b.WriteString(quote(text) + ", ")
	}
	if len(texts) == 1 {
		return "(" + strings.TrimSuffix(b.String(), " ") + ")"
	}
	return "(" + strings.TrimSuffix(b.String(), ", ") + ")"
}

// width is that of a line with documentation.
const width = 100

// docstring returns a text as documentation.
func docstring(indent string, paragraphs ...string) string {
	texts := make([]string, len(paragraphs))
	for i, paragraph := range paragraphs {
		texts[i] = plain(paragraph)
	}
	lines := codegen.WrapParagraphs(texts, width-len(indent)-6)
	switch len(lines) {
	case 0:
		return ""
	case 1:
		return indent + `"""` + lines[0] + `"""` + "\n"
	}
	var b strings.Builder
	b.WriteString(indent + `"""`)
	for i, line := range lines {
		if i > 0 && line != "" {
			b.WriteString(indent)
		}
		b.WriteString(line + "\n")
	}
	b.WriteString(indent + `"""` + "\n")
	return b.String()
}

// plain takes from a text what could end a docstring, what is an escape in one, and what
// doctest would run.
func plain(text string) string { return inDocstring.Replace(printable(text)) }

var inDocstring = strings.NewReplacer(`\`, `\\`, `"`, `'`, ">>>", "> > >")

// printable takes from a text what a reader would not see.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		case unicode.IsPrint(r):
			return r
		}
		return -1 // marks of direction, joiners, private and unassigned characters
	}, strings.ReplaceAll(strings.ToValidUTF8(text, string(utf8.RuneError)), "\r\n", "\n"))
}

// sentence returns a text with a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsRune(".!?:", rune(text[len(text)-1])) {
		return text
	}
	return text + "."
}

// wrapped returns code as ruff formats it: what is too wide for a line has each of its arguments on one of its own.
func wrapped(indent, code string) string {
	if len(indent)+len(code) <= lineWidth {
		return indent + code
	}
	opening, closing, parts := arguments(code)
	if len(parts) == 0 || parts[0] == "" {
		return indent + code
	}
	var b strings.Builder
	b.WriteString(indent + code[:opening+1] + "\n")
	for _, part := range parts {
		b.WriteString(wrapped(indent+"    ", part+",") + "\n")
	}
	b.WriteString(indent + code[closing:])
	return b.String()
}

// lineWidth is that of a line of code.
const lineWidth = 120

// arguments returns what is between the last outermost brackets of code, and where these are.
func arguments(code string) (opening, closing int, parts []string) {
	depth, from, quoted := 0, 0, false
	for i := 0; i < len(code); i++ {
		c := code[i]
		switch {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case strings.IndexByte("([{", c) >= 0:
			if depth == 0 {
				opening, from, parts = i, i+1, nil
			}
			depth++
		case strings.IndexByte(")]}", c) >= 0:
			if depth--; depth == 0 {
				closing = i
				if last := strings.TrimSpace(code[from:i]); last != "" {
					parts = append(parts, last)
				}
			}
		case c == ',' && depth == 1:
			parts = append(parts, strings.TrimSpace(code[from:i]))
			from = i + 1
		}
	}
	return opening, closing, parts
}
