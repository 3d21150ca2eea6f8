package typescript

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode"

	"github.com/gatewright/gatewright/codegen"
)

// file is a file in the making.
type file struct{ codegen.Source }

// newFile begins a file that says that it is generated.
func newFile(path string) *file {
	f := &file{codegen.Source{Path: path}}
	f.P("// ", codegen.Marker)
	f.P()
	return f
}

// doc adds a comment, unless there is nothing to say.
func (f *file) doc(indent string, paragraphs ...string) {
	if c := comment(indent, paragraphs...); c != "" {
		f.Text.WriteString(c)
	}
}

// quote gives a text as a literal. Its escapes are JSON's, which also hold line
// separators.
func quote(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil { // a text can always be written
		return `""`
	}
	return string(quoted)
}

func quoteAll(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = quote(text)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// key gives the name of a property as it stands in a type.
func key(name string) string {
	if isIdentifierName(name) {
		return name
	}
	return quote(name)
}

// entryKey gives the name of a property as it stands in an object literal, where
// __proto__ would be the object's prototype.
func entryKey(name string) string {
	if name == "__proto__" {
		return `["__proto__"]`
	}
	return key(name)
}

var identifierName = regexp.MustCompile(`^[a-zA-Z_$][a-zA-Z0-9_$]*$`)

func isIdentifierName(name string) bool { return identifierName.MatchString(name) }

// width is that of a line with a comment.
const width = 100

// comment gives a documentation comment.
func comment(indent string, paragraphs ...string) string {
	texts := make([]string, len(paragraphs))
	for i, paragraph := range paragraphs {
		texts[i] = plain(paragraph)
	}
	lines := codegen.WrapParagraphs(texts, width-len(indent)-3)
	switch len(lines) {
	case 0:
		return ""
	case 1:
		return indent + "/** " + lines[0] + " */\n"
	}
	var b strings.Builder
	b.WriteString(indent + "/**\n")
	for _, line := range lines {
		b.WriteString(strings.TrimRight(indent+" * "+line, " ") + "\n")
	}
	b.WriteString(indent + " */\n")
	return b.String()
}

// plain takes from a text what could end a comment, or what tools would take for theirs.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		case unicode.IsPrint(r):
			return r
		}
		return -1 // marks of direction, joiners, private and unassigned characters
	}, strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n"))
	text = strings.ReplaceAll(text, "*/", "* /")
	return atWord.ReplaceAllString(text, "$1`$2`")
}

// atWord is a word that documentation tools and compilers would take for a tag.
var atWord = regexp.MustCompile(`(^|[\s{(/*])(@[a-zA-Z-]+)`)
