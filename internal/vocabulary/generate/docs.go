package generate

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/gatewright/gatewright/internal/vocabulary"
)

// The lines between which the documentation has a generated section.
const (
	sectionStart = "<!-- Options: written by go generate ./internal/vocabulary -->\n"
	sectionEnd   = "<!-- End of options -->\n"
)

// docs writes the tables of options in the documentation of each language.
func docs() ([]File, error) {
	return []File{
		section("docs/cdk-go.md", goTitle, goOption),
		section("docs/typescript.md", title, func(g *vocabulary.Group, o vocabulary.Option) (string, string, string) {
			return code(o.Name), o.Type.TypeScript, o.Sentences()
		}),
		section("docs/python.md", title, func(g *vocabulary.Group, o vocabulary.Option) (string, string, string) {
			return code(snake(o.Name)), o.Type.Python, pySentences(g, o)
		}),
		section("docs/java.md", title, func(g *vocabulary.Group, o vocabulary.Option) (string, string, string) {
			return code(o.Name), o.Type.Java, o.Sentences()
		}),
	}, nil
}

// speller spells the name, the type and the documentation of an option.
type speller func(*vocabulary.Group, vocabulary.Option) (name, takes, doc string)

func section(path string, title func(*vocabulary.Group) string, spell speller) File {
	var b strings.Builder
	for _, g := range vocabulary.Groups {
		fmt.Fprintf(&b, "\n### %s\n\n%s", title(g), g.Doc)
		if g.Extends != nil {
			fmt.Fprintf(&b, " It also takes those of %s.", title(g.Extends))
		}
		b.WriteString("\n\n| Option | Takes | |\n|---|---|---|\n")
		for _, o := range g.Options {
			name, takes, doc := spell(g, o)
			if o.Required {
				doc = "Required. " + doc
			}
			fmt.Fprintf(&b, "| %s | `%s` | %s |\n", name, strings.ReplaceAll(takes, "|", `\|`), strings.ReplaceAll(doc, "|", `\|`))
		}
	}
	b.WriteString("\n")
	return File{Path: path, Text: []byte(b.String()), Section: true}
}

func title(g *vocabulary.Group) string { return "`" + g.Name + "`" }

// goTitle is the title of a group whose type Go does not have.
func goTitle(g *vocabulary.Group) string {
	name := strings.TrimPrefix(strings.TrimSuffix(g.Name, "Props"), "TypeSafeApi")
	return strings.Join(words(name), " ")
}

func code(name string) string { return "`" + name + "`" }

// goOption names the function that returns an option, or what Go has in its place.
func goOption(g *vocabulary.Group, o vocabulary.Option) (name, takes, doc string) {
	takes = o.Type.Go
	if takes == "" {
		takes = o.Type.TypeScript
	}
	switch {
	case g.Struct != "" && o.GoParameter != "":
		return code(o.Name) + ": " + o.GoParameter, takes, o.Sentences()
	case g.Struct != "":
		return code(qualified(g.Struct) + "." + goStructField(o.Name)), takes, o.Sentences()
	case o.GoParameter != "":
		return code(o.Name) + ": " + o.GoParameter, takes, o.Sentences()
	case g.Go != nil:
		name = "integration." + g.Go.Prefix + goName(o.Name)
		_, doc, _ = strings.Cut(goDoc(g.Go.Prefix+goName(o.Name), o), " sets ")
		return code(name), takes, strings.ToUpper(doc[:1]) + doc[1:]
	case strings.HasPrefix(g.Name, "JwtIssuer"), strings.HasPrefix(g.Name, "JwtAdditional"):
		return code("authorizer." + strings.TrimPrefix(g.Name, "Jwt") + "." + goName(o.Name)), takes, o.Sentences()
	}
	return code("authorizer." + goName(o.Name)), takes, o.Sentences()
}

// qualified names a struct of the construct for Go as its users do.
func qualified(name string) string {
	if strings.Contains(name, ".") {
		return name
	}
	return "cdk." + name
}

// Apply returns what a file becomes: its text, or the file with its section replaced.
func (f File) Apply(present []byte) ([]byte, error) {
	if !f.Section {
		return f.Text, nil
	}
	before, rest, started := bytes.Cut(present, []byte(sectionStart))
	_, after, ended := bytes.Cut(rest, []byte(sectionEnd))
	if !started || !ended {
		return nil, fmt.Errorf("%s has no section between the lines %q and %q", f.Path, sectionStart, sectionEnd)
	}
	return bytes.Join([][]byte{before, []byte(sectionStart), f.Text, []byte(sectionEnd), after}, nil), nil
}
