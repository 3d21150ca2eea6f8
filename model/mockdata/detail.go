package mockdata

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// The details of a problem are values that are written only when it is reported.

// maxShown is how many characters of a value are written.
const maxShown = 60

// shown is a value, as JSON, cut where it is long.
type shown struct{ node *tree.Node }

func (s shown) String() string {
	text := string(s.node.JSON(false))
	if utf8.RuneCountInString(text) <= maxShown {
		return text
	}
	return string([]rune(text)[:maxShown]) + "…"
}

// choices are values of which one is expected.
type choices []*tree.Node

func (c choices) String() string {
	const most = 8
	var all []string
	for _, n := range c[:min(len(c), most)] {
		all = append(all, shown{n}.String())
	}
	if rest := len(c) - most; rest > 0 {
		all = append(all, fmt.Sprintf("… (%d more)", rest))
	}
	return strings.Join(all, ", ")
}

// typeNames are the types that a schema allows.
type typeNames struct{ schema *model.Schema }

func (t typeNames) String() string {
	names := t.schema.Types
	if t.schema.Nullable {
		names = append(slices.Clip(names), "null")
	}
	return strings.Join(names, " or ")
}

// rational is a number, in digits.
type rational struct{ value *big.Rat }

func (r rational) String() string { return literal(r.value) }

// count is a number of things.
type count struct {
	n         int
	one, many string
}

func (c count) String() string {
	if c.n == 1 {
		return "1 " + c.one
	}
	return fmt.Sprintf("%d %s", c.n, c.many)
}

// bound words a limit that may be excluded itself.
func bound(included, excluded string, exclusive bool) string {
	if exclusive {
		return excluded
	}
	return included
}
