package java

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Ident is a class that knows its package, so that a file imports what it uses.
type Ident struct {
	Package string
	Name    string
}

// Code is a piece of Java source: strings, which are source as they are, identifiers,
// integers and other Code. Text of the model is not a Code; see [Quote].
type Code []any

// Join puts separators between pieces of code.
func Join(pieces []Code, separator string) Code {
	var all Code
	for i, p := range pieces {
		if i > 0 {
			all = append(all, separator)
		}
		all = append(all, p)
	}
	return all
}

// Quote returns the Java literal of a text. What a reader would not see, or see in
// another order, is escaped; a backslash is always doubled, so that none starts a
// Unicode escape of the text's own.
func Quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
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
		default:
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, `\u%04x`, unit)
			}
		}
	}
	b.WriteByte('"')
	return b.String()
}
