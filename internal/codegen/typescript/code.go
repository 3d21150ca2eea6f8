package typescript

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode"

	"github.com/gatewright/gatewright/internal/codegen"
)

// file is a module in the making: what runs, as an ECMAScript module, and what the compiler knows of it.
type file struct {
	path  string // in the package, without an extension: "handlers/get-pet"
	code  codegen.Source
	types codegen.Source
}

func newFile(path string) *file {
	f := &file{path: path}
	for _, s := range []*codegen.Source{&f.code, &f.types} {
		s.P("// ", codegen.Marker)
		s.P()
	}
	return f
}

// both adds a line that the code and its types have in common.
func (f *file) both(parts ...string) {
	f.code.P(parts...)
	f.types.P(parts...)
}

// doc adds a comment to the types, unless there is nothing to say.
func (f *file) doc(indent string, paragraphs ...string) {
	f.types.Text.WriteString(comment(indent, paragraphs...))
}

// add adds what was written apart from f.
func (f *file) add(body *file) {
	f.code.Text.WriteString(body.code.Text.String())
	f.types.Text.WriteString(body.types.Text.String())
}

// files returns the module for import and for require.
func (f *file) files() []codegen.File {
	code, types := f.code.Text.String(), []byte(f.types.Text.String())
	return []codegen.File{
		{Path: "esm/" + f.path + ".js", Text: []byte(code)},
		{Path: "esm/" + f.path + ".d.ts", Text: types},
		{Path: "cjs/" + f.path + ".js", Text: []byte(commonJS(code))},
		{Path: "cjs/" + f.path + ".d.ts", Text: types},
	}
}

var (
	importLine   = regexp.MustCompile(`(?m)^import (\{ .* \}) from (".*");$`)
	exportSome   = regexp.MustCompile(`(?m)^export (\{ .* \}) from (".*");$`)
	exportAll    = regexp.MustCompile(`(?m)^export \* from (".*");$`)
	exportedName = regexp.MustCompile(`(?m)^export ((?:class|const|function) ([A-Za-z0-9_$]+))`)
)

// commonJS converts the generator's own ECMAScript modules. Text of the model cannot be taken for their statements: it is in
// literals, which have no line breaks.
func commonJS(code string) string {
	var b strings.Builder
	b.WriteString("\"use strict\";\n")
	names := exportedName.FindAllStringSubmatch(code, -1)
	code = exportedName.ReplaceAllString(code, "$1")
	code = importLine.ReplaceAllString(code, "const $1 = require($2);")
	code = strings.TrimSuffix(code, "export {};\n")
	code = exportAll.ReplaceAllString(code, "Object.assign(exports, require($1));")
	code = exportSome.ReplaceAllString(code, "const $1 = require($2);\nObject.assign(exports, $1);")
	b.WriteString(code)
	for _, name := range names {
		b.WriteString("exports." + name[2] + " = " + name[2] + ";\n")
	}
	return b.String()
}

// quote returns a text as a literal. Its escapes are JSON's, which also hold line
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

// key returns the name of a property as it is in a type.
func key(name string) string {
	if isIdentifierName(name) {
		return name
	}
	return quote(name)
}

// entryKey returns the name of a property as it is in an object literal, where
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

// comment returns a documentation comment.
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
