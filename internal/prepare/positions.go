package prepare

import (
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// PositionsIn returns the places of what is said in a gatewright.yaml, for
// Input.At: that of the deepest entry on the path, where the last name may stand
// one level deeper, as the option "path" does in {s3: {path: …}}.
func PositionsIn(root *tree.Node) func(path ...string) diag.Position {
	return func(path ...string) diag.Position {
		n, position := root, diag.Position{}
		for i, name := range path {
			next := n.Get(name)
			if next == nil && i == len(path)-1 {
				n, next = below(n, name)
			}
			if next == nil {
				break
			}
			position = n.FieldPosition(name)
			n = next
		}
		return position
	}
}

// below finds an entry in the mappings of a mapping.
func below(n *tree.Node, name string) (parent, found *tree.Node) {
	if n == nil {
		return nil, nil
	}
	for _, f := range n.Fields {
		if found := f.Value.Get(name); found != nil {
			return f.Value, found
		}
	}
	return n, nil
}
