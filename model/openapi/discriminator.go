package openapi

import (
	"maps"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// discriminated returns the bundled form of a value of a discriminator's mapping:
// the name of a schema, or a reference to one.
func (b *bundler) discriminated(n *tree.Node) *tree.Node {
	if n.Kind != tree.String {
		fitting, _ := b.fit(n, text, "a value of a discriminator's mapping")
		return fitting
	}
	if b.schemas[n.Text] {
		return n
	}
	if !strings.ContainsAny(n.Text, "#/.") {
		d := b.errorf(n.Position(), "unknown-reference", "the discriminator names the schema %q, which components.schemas does not have", n.Text)
		suggest(d, n.Text, slices.Sorted(maps.Keys(b.schemas)))
		return n
	}
	t := b.locate(n)
	if t.node == nil {
		return n
	}
	holder := tree.NewMapping(tree.Field{Name: "$ref", Value: n})
	if isReference(t.node) {
		if t = b.resolve(holder, schemaKind); t.node == nil {
			return n
		}
	}
	t = b.converted(t, schemaKind)
	if !b.fits(holder, t, schemaKind) {
		return n
	}
	if to := b.localize(t, schemaKind); to != n.Text {
		return &tree.Node{Kind: tree.String, Text: to, Source: n.Source, Line: n.Line, Column: n.Column}
	}
	return n
}
