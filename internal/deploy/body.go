package deploy

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// Body returns a definition as it can be part of a template, in which nothing may be
// null, and some names are CloudFormation's (AWS CloudFormation Template Reference,
// "Intrinsic function reference"). File is the model's name in diagnostics.
func Body(definition *tree.Node, file string) (*tree.Node, diag.List) {
	var f fit
	body := f.value("", definition)
	return body, f.problems(diag.Position{File: file})
}

// fit is the state of one Body.
type fit struct {
	references []string // places of names that are CloudFormation's
	nulls      []string // places of enumerations that have lost null
}

// pointer writes a name in a JSON pointer.
var pointer = strings.NewReplacer("~", "~0", "/", "~1")

func (f *fit) value(at string, n *tree.Node) *tree.Node {
	if n.Kind != tree.Mapping && n.Kind != tree.Sequence {
		return n
	}
	out := n.Copy()
	out.Fields, out.Items = out.Fields[:0], out.Items[:0]
	for _, field := range n.Fields {
		place := at + "/" + pointer.Replace(field.Name)
		if field.Name == "Ref" || strings.HasPrefix(field.Name, "Fn::") {
			f.references = append(f.references, place)
		}
		if field.Value.Kind != tree.Null {
			field.Value = f.value(place, field.Value)
			out.Fields = append(out.Fields, field)
		}
	}
	for i, item := range n.Items {
		if item.Kind != tree.Null {
			out.Items = append(out.Items, f.value(at+"/"+strconv.Itoa(i), item))
		}
	}
	if len(out.Items) < len(n.Items) && strings.HasSuffix(at, "/enum") {
		f.nulls = append(f.nulls, at)
	}
	return out
}

func (f *fit) problems(at diag.Position) (problems diag.List) {
	if len(f.references) > 0 {
		slices.Sort(f.references)
		problems.Errorf(at, "conflicting-template-keys",
			"CloudFormation takes these names in the definition for functions of its own: %s", strings.Join(f.references, ", ")).Help =
			"give the properties other names in the model, or leave their schemas out of it; prune drops examples and schemas of responses"
	}
	if len(f.nulls) > 0 {
		problems.Warnf(at, "ignored-null",
			"CloudFormation's templates hold no null, which these enumerations lose: %s", strings.Join(f.nulls, ", ")).Help =
			"requests with null there are refused; leave out the enumeration to let them through"
	}
	return problems
}
