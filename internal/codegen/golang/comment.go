package golang

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gatewright/gatewright/internal/codegen"
)

// width is that of a comment's text.
const width = 77

// comment returns the lines of a comment, each with its slashes. Paragraphs and items
// of lists stay apart; everything else flows.
func comment(text string) []string {
	var lines []string
	for _, b := range blocks(plainText(text)) {
		if len(lines) > 0 && !b.tight {
			lines = append(lines, "//")
		}
		first, rest := "// ", "// "
		if b.item {
			first, rest = "//   - ", "//     "
		}
		for _, line := range codegen.Wrap(b.words, width-len(first)+len("// ")) {
			lines = append(lines, first+line)
			first = rest
		}
	}
	return lines
}

// block is a paragraph or an item of a list.
type block struct {
	words []string
	item  bool
	tight bool // follows another item
}

func blocks(text string) []block {
	var all []block
	open := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		bullet, isItem := cutBullet(line)
		switch {
		case line == "":
			open = false
		case isItem:
			follows := len(all) > 0 && all[len(all)-1].item
			all = append(all, block{words: strings.Fields(bullet), item: true, tight: follows})
			open = true
		case open:
			last := &all[len(all)-1]
			last.words = append(last.words, strings.Fields(line)...)
		default:
			all = append(all, block{words: strings.Fields(line)})
			open = true
		}
	}
	for i := range all {
		all[i].words = harmless(all[i].words)
	}
	return all
}

func cutBullet(line string) (string, bool) {
	for _, bullet := range []string{"- ", "* ", "• "} {
		if rest, ok := strings.CutPrefix(line, bullet); ok && strings.TrimSpace(rest) != "" {
			return rest, true
		}
	}
	return line, false
}

var (
	directive  = regexp.MustCompile(`^(\+build$|go:\S|lint:|nolint)`)
	deprecated = regexp.MustCompile(`(?i)^deprecated:$`)
	bug        = regexp.MustCompile(`^[A-Z][A-Z]+\([^)]*\):?`) // a note of go/doc: BUG(who):
)

// harmless takes from words at the start of a paragraph, or of a line, what tools
// would take for theirs.
func harmless(words []string) []string {
	var out []string
	for i, w := range words {
		switch {
		case i == 0 && strings.Trim(w, "#") == "":
			continue
		case directive.MatchString(w):
			w = "“" + w + "”"
		case i == 0 && deprecated.MatchString(w):
			w = strings.TrimSuffix(w, ":") + " –"
		case i == 0 && bug.MatchString(w):
			w = "“" + w + "”"
		}
		out = append(out, w)
	}
	return out
}

var (
	paragraphTag = regexp.MustCompile(`(?i)</?(p|div|ul|ol|h[1-6]|table|tr|pre|blockquote)(\s[^<>]*)?/?>`)
	breakTag     = regexp.MustCompile(`(?i)<br(\s[^<>]*)?/?>`)
	itemTag      = regexp.MustCompile(`(?i)<li(\s[^<>]*)?>`)
	inlineTag    = regexp.MustCompile(`(?i)</?(a|b|i|em|strong|code|span|td|th|li|sub|sup|tt|u|img)(\s[^<>]*)?/?>`)
	link         = regexp.MustCompile(`!?\[([^\[\]]*)\]\([^()\s]*\)`)
	fence        = regexp.MustCompile("(?m)^\\s*```.*$")
	emphasis     = regexp.MustCompile(`(\*\*|__)(\S[^*_]*\S|\S)(\*\*|__)`)
)

// plainText takes off what markup there is in a description, and everything that has
// no place in source code.
func plainText(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.Map(printable, strings.ToValidUTF8(text, string(utf8.RuneError)))
	if strings.Contains(text, "<") {
		text = paragraphTag.ReplaceAllString(text, "\n\n")
		text = breakTag.ReplaceAllString(text, "\n")
		text = itemTag.ReplaceAllString(text, "\n- ")
		text = inlineTag.ReplaceAllString(text, "")
	}
	text = fence.ReplaceAllString(text, "")
	text = link.ReplaceAllString(text, "$1")
	return emphasis.ReplaceAllString(text, "$2")
}

// printable returns what stands for a character in a comment: -1 for nothing.
func printable(r rune) rune {
	switch {
	case r == '\n' || r == '\u2028' || r == '\u2029' || r == '\u0085' || r == '\v' || r == '\f':
		return '\n'
	case r == '\r':
		return '\n'
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsPrint(r):
		return r
	case unicode.IsControl(r):
		return ' '
	}
	return -1 // marks of direction, joiners, private and unassigned characters
}

// deprecation is how a comment says that the model deprecates something. It is not
// Go's "Deprecated:", which would have linters refuse the code that still serves it.
const deprecation = "It is deprecated."

// withDeprecation adds to a text that its subject is deprecated, when it is.
func withDeprecation(text string, isDeprecated bool) string {
	if !isDeprecated {
		return text
	}
	return strings.TrimSpace(text + " " + deprecation)
}

// sentence makes a sentence of a text: its first, with a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, ":") {
		return text
	}
	return text + "."
}
