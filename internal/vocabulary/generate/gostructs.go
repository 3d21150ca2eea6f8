package generate

import (
	"go/format"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/vocabulary"
)

// goStructs writes the structs of options of the construct for Go.
func goStructs() ([]File, error) {
	var o output
	var packages []string
	for _, g := range vocabulary.Groups {
		if g.Struct != "" && !strings.Contains(g.Struct, ".") {
			packages = append(packages, goStruct(&o, g)...)
		}
	}
	slices.Sort(packages)
	var head output
	head.line("// %s\n\npackage cdk\n\nimport (", notice)
	for _, name := range slices.Compact(packages) {
		path := "github.com/aws/aws-cdk-go/awscdk/v2"
		if name != "awscdk" {
			path += "/" + name
		}
		head.line("\t%q", path)
	}
	head.line(")")
	text, err := format.Source(append(head.Bytes(), o.Bytes()...))
	return []File{{Path: "constructs/go/cdk/options.go", Text: text}}, err
}

// goStruct writes the struct of a group, and returns the packages that it refers to.
func goStruct(o *output, g *vocabulary.Group) (packages []string) {
	o.line("\n// %s is %s", g.Struct, lowerFirst(g.Doc))
	o.line("type %s struct {", g.Struct)
	for _, option := range g.Options {
		if option.GoParameter != "" {
			continue
		}
		name, of := goStructField(option.Name), strings.Replace(option.Type.Go, "...", "[]", 1)
		for _, line := range wrap(name+" sets "+lowerFirst(option.Sentences()), 114) {
			o.line("\t// %s", line)
		}
		o.line("\t%s %s", name, of)
		if qualifier, _, qualified := strings.Cut(strings.TrimLeft(of, "[]*"), "."); qualified {
			packages = append(packages, qualifier)
		}
	}
	o.line("}")
	return packages
}

// goStructField spells an option as the CDK for Go spells properties: WebAclArn.
func goStructField(name string) string { return strings.ToUpper(name[:1]) + name[1:] }
