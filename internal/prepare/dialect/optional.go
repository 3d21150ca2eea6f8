package dialect

import (
	"slices"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// allowNoBody makes the schemas of an optional request body accept what API Gateway
// validates in place of a missing one: an empty object.
func (t *translation) allowNoBody(source, body *tree.Node) {
	declared := source.Get("content")
	if !t.writing || t.inRequest == 0 || source.Get("required").True() || !declared.Is(tree.Mapping) {
		return
	}
	content := body.Get("content").Copy()
	loosened := false
	for i := range content.Fields {
		f := &content.Fields[i]
		schema := declared.Get(f.Name, "schema")
		if schema == nil || !model.IsJSON(f.Name) || t.acceptsEmpty(schema, maxReferences) {
			continue
		}
		loosened = true
		f.Value = f.Value.Copy()
		f.Value.Set("schema", anyOf([]*tree.Node{f.Value.Get("schema"), emptyObject()}))
	}
	if loosened {
		body.Set("content", content)
		t.noBody = append(t.noBody, source.Position())
	}
}

func emptyObject() *tree.Node {
	return tree.NewMapping(
		tree.Field{Name: "type", Value: tree.NewString("object")},
		tree.Field{Name: "maxProperties", Value: tree.NewInt(0)},
	)
}

// acceptsEmpty reports whether the translation of a schema certainly accepts an empty
// object in requests.
func (t *translation) acceptsEmpty(n *tree.Node, depth int) bool {
	if depth == 0 {
		return false
	}
	if !n.Is(tree.Mapping) {
		return n.True()
	}
	accepts := func(part *tree.Node) bool { return t.acceptsEmpty(part, depth/2) }
	if ref := n.Get("$ref"); ref.Is(tree.String) {
		target := t.target(ref.Text)
		if target == nil || !t.acceptsEmpty(target, depth-1) {
			return false
		}
		if t.refAlone {
			return true
		}
	}
	s := t.schema(n)
	least, _ := n.Get("minProperties").Int()
	switch {
	case n.Get("not") != nil || n.Get("enum") != nil || n.Get("const") != nil, least > len(s.hidden):
		return false
	case slices.ContainsFunc(n.Get("required").Strings(), func(name string) bool { return !s.hidden[name] }):
		return false
	}
	if names, null := t.types(n); (len(names) > 0 || null) && !slices.Contains(names, "object") {
		return false
	}
	exclusive := itemsOf(n.Get("oneOf"))
	return !slices.ContainsFunc(itemsOf(n.Get("allOf")), func(part *tree.Node) bool { return !accepts(part) }) &&
		acceptsOne(itemsOf(n.Get("anyOf")), accepts) &&
		acceptsOne(exclusive, accepts) && (s.union || t.disjoint(exclusive))
}

func acceptsOne(alternatives []*tree.Node, accepts func(*tree.Node) bool) bool {
	return len(alternatives) == 0 || slices.ContainsFunc(alternatives, accepts)
}

// reportNoBody warns once of the optional bodies that the definition loosens.
func (t *translation) reportNoBody() {
	if len(t.noBody) == 0 {
		return
	}
	slices.SortFunc(t.noBody, diag.Position.Compare)
	t.Warnf(t.noBody[0], "loosened-body",
		"the request body is optional, and API Gateway validates a missing one as {}: the definition accepts {}, too%s", times(len(t.noBody))).Help =
		"add required: true to request bodies that clients must send: responses to invalid ones then name the property"
}
