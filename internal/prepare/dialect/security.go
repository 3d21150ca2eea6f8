package dialect

import (
	"slices"

	"github.com/gatewright/gatewright/internal/tree"
)

// findForeignSchemes finds the security schemes that OpenAPI 3.0 does not have.
func (t *translation) findForeignSchemes() {
	schemes := t.root.Get("components", "securitySchemes")
	if !schemes.Is(tree.Mapping) {
		return
	}
	for _, f := range schemes.Fields {
		scheme := f.Value
		if target := t.target(scheme.Get("$ref").Str()); target != nil {
			scheme = target
		}
		if scheme.Get("type").Str() == "mutualTLS" {
			t.foreign[f.Name] = true
		}
	}
}

// dropSchemes leaves out the definitions of foreign schemes.
func (t *translation) dropSchemes(n *tree.Node) {
	schemes := n.Get("securitySchemes")
	if len(t.foreign) == 0 || !schemes.Is(tree.Mapping) {
		return
	}
	schemes = schemes.Copy()
	schemes.Fields = slices.DeleteFunc(schemes.Fields, t.isForeign)
	n.Set("securitySchemes", schemes)
}

// dropRequirements leaves out the requirements of foreign schemes, which API Gateway
// ignores.
func (t *translation) dropRequirements(n *tree.Node) {
	list := n.Get("security")
	if len(t.foreign) == 0 || !list.Is(tree.Sequence) {
		return
	}
	kept := list.Copy()
	kept.Items = nil
	for _, requirement := range list.Items {
		if !requirement.Is(tree.Mapping) || !slices.ContainsFunc(requirement.Fields, t.isForeign) {
			kept.Items = append(kept.Items, requirement)
			continue
		}
		requirement = requirement.Copy()
		requirement.Fields = slices.DeleteFunc(requirement.Fields, t.isForeign)
		if len(requirement.Fields) > 0 {
			kept.Items = append(kept.Items, requirement)
		}
	}
	n.Set("security", kept)
}

func (t *translation) isForeign(f tree.Field) bool { return t.foreign[f.Name] }
