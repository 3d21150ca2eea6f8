package dialect_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/gatewright/gatewright/internal/tree"
)

// writer makes models at random, with all keywords of their version.
type writer struct {
	*rand.Rand
	newer bool // OpenAPI 3.1
	depth int
	above int // components from here on may describe the same value: none describes itself
}

const components = 5

func (w *writer) chance(percent int) bool { return w.IntN(100) < percent }

// document returns a model with one operation for each of its schemas.
func (w *writer) document(version string) *tree.Node {
	paths, schemas := tree.NewMapping(), tree.NewMapping()
	for i := range components {
		w.depth, w.above = 0, i+1
		schemas.Set(name(i), w.schema())
		ref := mapping("schema", mapping("$ref", tree.NewString("#/components/schemas/"+name(i))))
		described := mapping("200", tree.NewMapping(tree.Field{Name: "description", Value: tree.NewString("ok")}, tree.Field{Name: "content", Value: mapping("application/json", ref)}))
		paths.Set(fmt.Sprintf("/p%d", i), mapping("post", tree.NewMapping(
			tree.Field{Name: "operationId", Value: tree.NewString(fmt.Sprintf("op%d", i))},
			tree.Field{Name: "requestBody", Value: tree.NewMapping(
				tree.Field{Name: "required", Value: tree.NewBool(w.chance(60))},
				tree.Field{Name: "content", Value: mapping("application/json", ref)})},
			tree.Field{Name: "responses", Value: described},
		)))
	}
	return tree.NewMapping(
		tree.Field{Name: "openapi", Value: tree.NewString(version)},
		tree.Field{Name: "info", Value: tree.NewMapping(tree.Field{Name: "title", Value: tree.NewString("Random")}, tree.Field{Name: "version", Value: tree.NewString("1")})},
		tree.Field{Name: "paths", Value: paths},
		tree.Field{Name: "components", Value: mapping("schemas", schemas)},
	)
}

func name(i int) string { return []string{"S0", "S_1", "s-1", "S.2", "S01"}[i] }

func mapping(name string, value *tree.Node) *tree.Node {
	return tree.NewMapping(tree.Field{Name: name, Value: value})
}

func (w *writer) list(count int) *tree.Node {
	s := tree.NewSequence()
	for range count {
		s.Items = append(s.Items, w.schema())
	}
	return s
}

func (w *writer) partList(count int) *tree.Node {
	s := tree.NewSequence()
	for range count {
		s.Items = append(s.Items, w.part())
	}
	return s
}

func (w *writer) schema() *tree.Node {
	w.depth++
	defer func() { w.depth-- }()
	n := tree.NewMapping()
	if w.depth > 1 && w.above < components && w.chance(14) {
		n.Set("$ref", tree.NewString("#/components/schemas/"+name(w.above+w.IntN(components-w.above))))
		if !w.newer || w.chance(60) {
			return n
		}
		w.text(n)
		return n
	}
	if w.newer && w.depth > 2 && w.chance(4) {
		return tree.NewBool(w.chance(80))
	}
	if w.depth < 4 && w.chance(30) {
		w.combine(n)
		if w.chance(60) {
			return n
		}
	}
	switch w.IntN(8) {
	case 0:
		w.number(n, "integer")
	case 1:
		w.number(n, "number")
	case 2, 3:
		w.text(n)
	case 4:
		n.Set("type", tree.NewString("boolean"))
	case 5:
		w.array(n)
	default:
		w.object(n)
	}
	w.modify(n)
	return n
}

// modify adds what holds for all types.
func (w *writer) modify(n *tree.Node) {
	if kind := n.Get("type"); w.newer && w.chance(20) {
		n.Set("type", tree.NewStrings([]string{kind.Str(), []string{"null", "string", "integer"}[w.IntN(3)]}))
		if n.Get("type").Items[1].Text == kind.Str() {
			n.Set("type", kind)
		}
	}
	switch {
	case !w.newer && w.chance(20):
		n.Set("nullable", tree.NewBool(true))
	case w.chance(5):
		n.Delete("type")
	case w.newer && w.chance(5):
		n.Set("const", []*tree.Node{tree.NewInt(7), {Kind: tree.Null}, tree.NewString("zz"), {Kind: tree.Number, Text: "0.5"}}[w.IntN(4)])
	}
}

func (w *writer) combine(n *tree.Node) {
	switch w.IntN(7) {
	case 0, 1:
		n.Set("allOf", w.list(1+w.IntN(3)))
	case 2, 3:
		n.Set("oneOf", w.list(1+w.IntN(3)))
		if w.chance(30) {
			n.Set("discriminator", mapping("propertyName", tree.NewString("a")))
		}
	case 4:
		n.Set("anyOf", w.list(1+w.IntN(3)))
	case 5:
		if w.newer && w.chance(50) {
			n.Set("if", w.schema())
			n.Set("then", w.schema())
			return
		}
		n.Set("allOf", w.list(1))
	default:
		n.Set("not", w.schema())
	}
}

// part makes a schema of a part of the value, which any component may describe.
func (w *writer) part() *tree.Node {
	above := w.above
	defer func() { w.above = above }()
	w.above = 0
	return w.schema()
}

func (w *writer) set(n *tree.Node, percent int, name string, value int) {
	if w.chance(percent) {
		n.Set(name, tree.NewInt(value))
	}
}

func (w *writer) number(n *tree.Node, kind string) {
	n.Set("type", tree.NewString(kind))
	if w.chance(15) {
		n.Set("enum", tree.NewSequence(tree.NewInt(w.IntN(5)), tree.NewInt(w.IntN(20)), tree.NewInt(9007199254740993)))
	}
	w.set(n, 30, "minimum", w.IntN(40)-20)
	w.set(n, 30, "maximum", w.IntN(60)-20)
	w.set(n, 5, "maximum", 9007199254740993)
	switch {
	case w.newer:
		w.set(n, 15, "exclusiveMinimum", w.IntN(40)-20)
		w.set(n, 15, "exclusiveMaximum", w.IntN(60)-20)
	case w.chance(20):
		n.Set("exclusiveMinimum", tree.NewBool(w.chance(80)))
	}
	if w.chance(20) {
		n.Set("multipleOf", &tree.Node{Kind: tree.Number, Text: []string{"2", "0.5", "0.01", "7"}[w.IntN(4)]})
	}
	if w.chance(20) {
		n.Set("format", tree.NewString([]string{"int32", "int64"}[w.IntN(2)]))
	}
}

func (w *writer) text(n *tree.Node) {
	n.Set("type", tree.NewString("string"))
	if w.chance(20) {
		n.Set("enum", tree.NewStrings([]string{"a", "zz", "a"}[:1+w.IntN(3)]))
	}
	w.set(n, 25, "minLength", w.IntN(5))
	w.set(n, 25, "maxLength", w.IntN(30))
	if w.chance(20) {
		n.Set("pattern", tree.NewString([]string{`^[a-z]+$`, `\d`, `^(?!x)`, `z$`, `^\p{L}*$`}[w.IntN(5)]))
	}
	if w.chance(20) {
		n.Set("format", tree.NewString([]string{"date", "date-time", "uuid", "email", "ipv4", "uri"}[w.IntN(6)]))
	}
}

func (w *writer) array(n *tree.Node) {
	n.Set("type", tree.NewString("array"))
	w.set(n, 25, "minItems", w.IntN(3))
	w.set(n, 25, "maxItems", w.IntN(6))
	if w.chance(25) {
		n.Set("uniqueItems", tree.NewBool(true))
	}
	if w.depth < 5 && (w.chance(80) || !w.newer) {
		n.Set("items", w.part())
	}
	if !w.newer || w.depth > 3 {
		return
	}
	if w.chance(25) {
		n.Set("prefixItems", w.partList(1+w.IntN(2)))
		if w.chance(30) {
			n.Set("items", tree.NewBool(false))
		}
	}
	if w.chance(15) {
		n.Set("contains", w.part())
		w.set(n, 40, "minContains", w.IntN(2))
	}
}

func (w *writer) object(n *tree.Node) {
	n.Set("type", tree.NewString("object"))
	names := []string{"a", "b", "c", "d"}
	properties := tree.NewMapping()
	for _, name := range names {
		if w.depth < 5 && w.chance(50) {
			p := w.part()
			if p.Is(tree.Mapping) && p.Get("$ref") == nil && w.chance(15) {
				p.Set("readOnly", tree.NewBool(true))
			}
			properties.Set(name, p)
		}
	}
	n.Set("properties", properties)
	required := tree.NewSequence()
	for _, name := range append(names, "ghost") {
		if w.chance(20) {
			required.Items = append(required.Items, tree.NewString(name))
		}
	}
	n.Set("required", required)
	w.set(n, 12, "minProperties", w.IntN(4))
	w.set(n, 12, "maxProperties", w.IntN(6))
	switch {
	case w.chance(20):
		n.Set("additionalProperties", tree.NewBool(false))
	case w.depth < 4 && w.chance(20):
		n.Set("additionalProperties", w.part())
	}
	if !w.newer || w.depth > 3 {
		return
	}
	if w.chance(15) {
		n.Set("patternProperties", mapping("^[a-b]", w.part()))
	}
	if w.chance(6) {
		n.Set("propertyNames", mapping("maxLength", tree.NewInt(1+w.IntN(5))))
	}
	if w.chance(8) {
		n.Set("dependentRequired", mapping("a", tree.NewStrings([]string{"b", "e"})))
	}
	if w.chance(10) {
		n.Set("unevaluatedProperties", tree.NewBool(false))
	}
}
