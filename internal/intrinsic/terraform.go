package intrinsic

import (
	"regexp"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// address is what a reference of Terraform names: an attribute of a resource, of a data
// source or of a module, a variable or a local value (Terraform, "References to Values").
const address = `(?:data\.[a-z0-9_]+|module|var|local|[a-z0-9]+_[a-z0-9_]+)\.[A-Za-z_][\w-]*(?:\.[\w-]+|\[[^\]{}]*\])*`

var (
	terraformAddress   = regexp.MustCompile(`^` + address + `$`)
	terraformReference = regexp.MustCompile(`\$\{` + address + `\}`)
)

// IsTerraform reports whether the name of a variable is an address of Terraform.
func IsTerraform(name string) bool { return terraformAddress.MatchString(name) }

// TerraformReference returns the first reference of Terraform in a string, or "".
func TerraformReference(text string) string { return terraformReference.FindString(text) }

// FromTerraform returns a value in which strings with references of Terraform, such as
// ${aws_lambda_function.hello.arn}, are Fn::Sub: their addresses have its form. It calls
// found for each.
func FromTerraform(n *tree.Node, found func(*tree.Node)) *tree.Node {
	if name, _, isCall := Function(n); isCall && name != "Fn::If" {
		return n
	}
	if n.Kind != tree.String || TerraformReference(n.Text) == "" {
		return transformed(n, func(inner *tree.Node) *tree.Node { return FromTerraform(inner, found) })
	}
	found(n)
	text := variable.ReplaceAllStringFunc(n.Text, func(v string) string {
		if name := strings.Trim(v, "${}"); IsTerraform(name) || isImported(name) {
			return v
		}
		return "${!" + v[len("${"):]
	})
	return From(n, tree.NewMapping(tree.Field{Name: "Fn::Sub", Value: From(n, tree.NewString(text))}))
}
