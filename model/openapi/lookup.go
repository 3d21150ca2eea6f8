package openapi

import (
	"strconv"

	"github.com/gatewright/gatewright/internal/tree"
)

// indexedFrom is how many entries make it worth to index a mapping.
const indexedFrom = 32

// lookup finds the children of values by the tokens of JSON pointers, in constant
// time also in large mappings.
type lookup map[*tree.Node]map[string]*tree.Node

// child returns the child of a value that a token names, or nil.
func (l lookup) child(n *tree.Node, token string) *tree.Node {
	switch {
	case n.Kind == tree.Sequence:
		return item(n, token)
	case n.Kind != tree.Mapping:
		return nil
	case len(n.Fields) < indexedFrom:
		return n.Get(token)
	}
	index := l[n]
	if index == nil {
		index = make(map[string]*tree.Node, len(n.Fields))
		for _, f := range n.Fields {
			index[f.Name] = f.Value
		}
		l[n] = index
	}
	return index[token]
}

// descend goes down from a value by the tokens of a JSON pointer. It returns nil when
// they lead nowhere.
func (l lookup) descend(n *tree.Node, tokens ...string) *tree.Node {
	for _, token := range tokens {
		if n = l.child(n, token); n == nil {
			return nil
		}
	}
	return n
}

func item(n *tree.Node, token string) *tree.Node {
	i, err := strconv.Atoi(token)
	if err != nil || i < 0 || i >= len(n.Items) || strconv.Itoa(i) != token {
		return nil
	}
	return n.Items[i]
}
