package apidocs

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"text/template"

	"github.com/gatewright/gatewright/internal/codegen"
)

//go:embed markdown.tmpl
var markdownText string

var markdownTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("markdown").Funcs(template.FuncMap{
		"cell": cell, "code": code, "fence": fence, "language": language, "type": markdownType, "required": required,
	}).Parse(markdownText))
})

// Markdown returns the document as files in CommonMark with tables: README.md with what
// there is, a file per tag, and schemas.md.
func (d *Document) Markdown() ([]codegen.File, error) {
	files := []codegen.File{}
	add := func(path, name string, data any) error {
		var b bytes.Buffer
		fmt.Fprintf(&b, "<!-- %s -->\n\n", codegen.Marker)
		if err := markdownTemplate().ExecuteTemplate(&b, name, data); err != nil {
			return err
		}
		files = append(files, codegen.File{Path: path, Text: append(bytes.TrimRight(b.Bytes(), "\n"), '\n')})
		return nil
	}
	if err := add("README.md", "index", d); err != nil {
		return nil, err
	}
	for _, g := range d.Groups {
		if err := add(g.Anchor+".md", "group", g); err != nil {
			return nil, err
		}
	}
	if len(d.Schemas) > 0 {
		if err := add("schemas.md", "schemas", d); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// cell is human text in a cell of a table.
func cell(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "|", `\|`)
}

// code is a span of code, in a cell of a table or elsewhere (CommonMark, section 6.1).
func code(s string) string {
	s = strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "|", `\|`)
	ticks := "`"
	for strings.Contains(s, ticks) {
		ticks += "`"
	}
	if len(ticks) > 1 {
		s = " " + s + " "
	}
	return ticks + s + ticks
}

// fence is a fence that no line of the code ends (CommonMark, section 4.5).
func fence(text string) string {
	f := "```"
	for strings.Contains(text, f) {
		f += "`"
	}
	return f
}

// language names the language of an example, for highlighting.
func language(mediaType string) string {
	for _, name := range []string{"json", "xml", "yaml", "html", "csv"} {
		if strings.Contains(mediaType, name) {
			return name
		}
	}
	return "text"
}

// markdownType is a type with links to schemas.md.
func markdownType(t Type) string {
	var b strings.Builder
	for _, w := range t {
		if w.Schema != nil {
			fmt.Fprintf(&b, "[%s](schemas.md#%s)", strings.ReplaceAll(w.Text, "|", `\|`), w.Schema.Anchor)
		} else {
			b.WriteString(strings.ReplaceAll(w.Text, "|", `\|`))
		}
	}
	return b.String()
}

func required(yes bool) string {
	if yes {
		return "required"
	}
	return ""
}
