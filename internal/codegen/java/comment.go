package java

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gatewright/gatewright/internal/codegen"
)

// width is that of a comment's text.
const width = 96

// comment returns the lines of a text for a Javadoc comment. Paragraphs stay apart; all
// else flows. The text stays text: nothing in it ends the comment, is a tag, markup or
// an escape of the compiler's.
func comment(text string) []string {
	var lines []string
	for _, paragraph := range paragraphs(text) {
		first := ""
		if len(lines) > 0 {
			lines, first = append(lines, ""), "<p>"
		}
		for i, line := range codegen.Wrap(paragraph, width) {
			if i > 0 {
				first = ""
			}
			lines = append(lines, first+line)
		}
	}
	return lines
}

func paragraphs(text string) [][]string {
	text = strings.Map(printable, strings.ToValidUTF8(text, string(utf8.RuneError)))
	var all [][]string
	open := false
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		for i, w := range words {
			words[i] = escaped.Replace(w)
		}
		switch {
		case len(words) == 0:
			open = false
		case open:
			all[len(all)-1] = append(all[len(all)-1], words...)
		default:
			all = append(all, words)
			open = true
		}
	}
	return all
}

// escaped keeps HTML, Javadoc's tags, Unicode escapes (JLS 3.3) and the end of a
// comment out of it.
var escaped = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "@", "&#64;", `\`, "&#92;", "*/", "*&#47;", "/*", "&#47;*", "{", "&#123;", "}", "&#125;")

// printable returns what stands for a character in a comment: -1 for nothing.
func printable(r rune) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085' || r == '\v' || r == '\f':
		return '\n'
	case unicode.IsSpace(r), unicode.IsControl(r):
		return ' '
	case unicode.IsPrint(r):
		return r
	}
	return -1 // marks of direction, joiners, private and unassigned characters
}

// sentence makes a sentence of a text: its first, with a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsRune(".!?:", rune(text[len(text)-1])) {
		return text
	}
	return text + "."
}
