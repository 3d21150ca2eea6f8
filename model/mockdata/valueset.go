package mockdata

import (
	"slices"

	"github.com/gatewright/gatewright/internal/tree"
)

// valueSet holds JSON values, each once.
type valueSet map[uint64][]*tree.Node

func newValueSet() valueSet { return valueSet{} }

// add reports whether the value was not there yet.
func (s valueSet) add(n *tree.Node) bool {
	h := hash(n)
	if slices.ContainsFunc(s[h], func(m *tree.Node) bool { return equal(m, n) }) {
		return false
	}
	s[h] = append(s[h], n)
	return true
}

// hash is the same for equal values.
func hash(n *tree.Node) uint64 {
	h := path(n.Kind)
	switch n.Kind {
	case tree.Number:
		text := n.Text
		if r, ok := number(text); ok {
			text = r.RatString()
		}
		return uint64(h.step(text))
	case tree.Sequence:
		for _, item := range n.Items {
			h = h.index(int(hash(item) >> 1))
		}
	case tree.Mapping:
		sum := uint64(len(n.Fields))
		for i := range n.Fields { // in any order
			sum += uint64(path(hash(n.Fields[i].Value)).step(n.Fields[i].Name))
		}
		return uint64(h.index(int(sum >> 1)))
	default:
		return uint64(h.step(n.Text))
	}
	return uint64(h)
}
