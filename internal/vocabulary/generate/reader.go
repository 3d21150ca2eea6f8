package generate

import (
	"go/format"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/vocabulary"
)

// reader writes what reads the options of integrations from gatewright.yaml.
func reader() ([]File, error) {
	var o output
	o.line("// %s\n\npackage config\n\nimport (", notice)
	o.line("\t\"github.com/gatewright/gatewright/authorizer\"\n\t\"github.com/gatewright/gatewright/integration\"\n\t\"github.com/gatewright/gatewright/internal/tree\"\n)")
	for _, g := range integrationGroups {
		if g.Extends == nil {
			readGroup(&o, g)
		}
	}
	for _, a := range authorizers {
		readAuthorizer(&o, a)
	}
	text, err := format.Source(o.Bytes())
	return []File{{Path: "internal/config/options.go", Text: text}}, err
}

func readGroup(o *output, g *vocabulary.Group) {
	kind := "integration." + g.Go.Prefix + "Option"
	o.line("\nfunc (l *loader) %sOptions(n *tree.Node) []%s {", goPrivate(g.Go.Prefix), kind)
	o.line("\tvar options []%s", kind)
	o.line("\tfor _, f := range given(n) {\n\t\tswitch f.Name {")
	for _, of := range integrationGroups {
		if of.Go.Target != g.Go.Target {
			continue
		}
		for _, option := range of.Options {
			if option.GoParameter == "" {
				o.line("\t\tcase %q:", option.Name)
				o.line("\t\t\toptions = append(options, integration.%s%s(%s))", g.Go.Prefix, goName(option.Name), readerOf(option.Type))
			}
		}
	}
	o.line("\t\t}\n\t}\n\treturn options\n}")
}

// authorizer is an option type of the authorizer package.
type authorizer struct {
	name  string
	group *vocabulary.Group
	lacks []string // options that are not functions
}

// authorizers are the option types of the authorizer package.
var authorizers = []authorizer{
	{"Cognito", vocabulary.Cognito, nil},
	{"JWT", vocabulary.JWT, nil},
	{"Token", vocabulary.Custom, nil},
	{"Request", vocabulary.Custom, []string{"identitySource", "identityValidationExpression"}},
}

func readAuthorizer(o *output, a authorizer) {
	o.line("\nfunc (l *loader) %sOptions(n *tree.Node) []authorizer.%sOption {", strings.ToLower(a.name), a.name)
	o.line("\tvar options []authorizer.%sOption", a.name)
	o.line("\tfor _, f := range given(n) {\n\t\tswitch f.Name {")
	for _, option := range a.group.Options {
		if option.GoParameter == "" && !slices.Contains(a.lacks, option.Name) {
			o.line("\t\tcase %q:", option.Name)
			o.line("\t\t\toptions = append(options, authorizer.%s(%s))", goName(option.Name), readerOf(option.Type))
		}
	}
	o.line("\t\t}\n\t}\n\treturn options\n}")
}

// readerOf returns the expression that reads a value of a type.
func readerOf(t vocabulary.Type) string {
	switch t.Kind {
	case vocabulary.Texts:
		return "f.Value.Strings()..."
	case vocabulary.Mapping:
		if t.Go == "...spec.Template" {
			return "templates(f.Value)..."
		}
		return "mappings(f.Value)..."
	case vocabulary.Integer:
		return "integerOf(f.Value)"
	case vocabulary.Duration:
		return "durationOf(f.Value)"
	case vocabulary.Responses:
		return "responseSets(f.Value)..."
	default:
		if t.Wire == "sharedRole" || t.Wire == "roleArn" {
			return "l.roleARN(f.Value)"
		}
		return "textOf(f.Value)"
	}
}
