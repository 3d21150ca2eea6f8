package sam

import (
	"slices"

	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
)

// replaced are lists of Globals that a resource's own list replaces.
var replaced = []string{"Architectures"}

// merge returns the properties of a resource with those that Globals adds: mappings are
// merged, lists joined, and of everything else the resource's own value counts (AWS SAM
// Developer Guide, "Globals section of the AWS SAM template").
func merge(global, own *tree.Node) *tree.Node {
	_, _, isCall := intrinsic.Function(own)
	_, _, isGlobalCall := intrinsic.Function(global)
	switch {
	case isCall || isGlobalCall || global.Kind != own.Kind:
		return own
	case own.Kind == tree.Sequence:
		all := own.Copy()
		all.Items = slices.Concat(global.Items, own.Items)
		return all
	case own.Kind != tree.Mapping:
		return own
	}
	all := own.Copy()
	for _, f := range global.Fields {
		mine := all.Field(f.Name)
		switch {
		case mine == nil:
			all.Fields = append(all.Fields, f)
		case !slices.Contains(replaced, f.Name):
			mine.Value = merge(f.Value, mine.Value)
		}
	}
	return all
}

// without returns Globals without what a resource ignores: "*" or a list of properties.
func without(global, ignored *tree.Node) *tree.Node {
	if ignored.Str() == "*" {
		return tree.NewMapping()
	}
	left := global.Copy()
	left.Delete(ignored.Strings()...)
	return left
}
