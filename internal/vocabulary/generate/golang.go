package generate

import (
	"go/format"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/vocabulary"
)

// golang writes the options of the integration package.
func golang() ([]File, error) {
	var o output
	o.line("// %s\n\npackage integration\n\nimport (\n\t\"time\"\n\n\t\"github.com/gatewright/gatewright/spec\"\n)", notice)
	for _, g := range integrationGroups {
		if g.Extends == nil {
			goOptionType(&o, g)
		}
		for _, option := range g.Options {
			if option.GoParameter == "" {
				goFunction(&o, g.Go, option)
			}
		}
	}
	text, err := format.Source(o.Bytes())
	return []File{{Path: "integration/options.go", Text: text}}, err
}

// goOptionType writes the interface of a group's options, and the struct that they set.
func goOptionType(o *output, g *vocabulary.Group) {
	name := g.Go.Prefix + "Option"
	private := goPrivate(g.Go.Prefix) + "Option"
	o.line("\n// %s is an option of %s.", name, g.Go.Of)
	o.line("type %s interface{ apply%s(*%s) }\n", name, g.Go.Prefix, g.Go.Target)
	o.line("type %s func(*%s)\n", private, g.Go.Target)
	o.line("func (o %s) apply%s(to *%s) { o(to) }\n", private, g.Go.Prefix, g.Go.Target)
	o.line("type %ss struct {", private)
	for _, of := range integrationGroups {
		if of.Go.Target != g.Go.Target {
			continue
		}
		for _, option := range of.Options {
			if option.GoParameter == "" {
				o.line("\t%s %s", goField(option.Name), goFieldType(option))
			}
		}
	}
	o.line("}")
}

func goPrivate(prefix string) string { return strings.ToLower(prefix) }

func goFieldType(option vocabulary.Option) string {
	of := strings.Replace(option.Type.Go, "...", "[]", 1)
	if option.Explicit {
		return "*" + of
	}
	return of
}

// goVariadics are the names of parameters that take any number of values.
var goVariadics = map[string]string{
	"...string": "names", "...spec.Mapping": "mappings", "...spec.Template": "templates", "...ResponseSet": "sets",
}

// goFunction writes the function that returns an option.
func goFunction(o *output, g *vocabulary.GoOptions, option vocabulary.Option) {
	name, field := g.Prefix+goName(option.Name), goField(option.Name)
	o.line("")
	for _, line := range wrap(goDoc(name, option), 77) {
		o.line("// %s", line)
	}
	value, set := field, field
	switch {
	case strings.HasPrefix(option.Type.Go, "..."):
		value = goVariadics[option.Type.Go]
		set = "append(to." + field + ", " + value + "...)"
	case option.Explicit:
		set = "&" + value
	}
	o.line("func %s(%s %s) %sOption {", name, value, option.Type.Go, g.Prefix)
	o.line("\treturn %sOption(func(to *%s) { to.%s = %s })", goPrivate(g.Prefix), g.Target, field, set)
	o.line("}")
}

// goDoc names other options as Go spells them.
func goDoc(name string, option vocabulary.Option) string {
	doc := option.Sentences()
	if option.Type.Note == "An ARN." {
		doc = strings.Replace(doc, "The role", "The ARN of the role", 1)
	}
	prefix := strings.TrimSuffix(name, goName(option.Name))
	for _, other := range []string{"queryStringRequestParameters", "headerRequestParameters"} {
		doc = strings.ReplaceAll(doc, other, prefix+goName(other))
	}
	for constructsOnly := range slices.Values([]string{
		" Constructs allow it what the integration needs; there the default is the role that the API's integrations share.",
		" In constructs the default is the role that the API's integrations share.",
	}) {
		doc = strings.ReplaceAll(doc, constructsOnly, "")
	}
	return name + " sets " + lowerFirst(doc)
}
