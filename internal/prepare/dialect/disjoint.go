package dialect

import (
	"github.com/gatewright/gatewright/internal/tree"
)

// traits are what tells the values of alternatives apart.
type traits struct {
	types map[string]bool            // nil: any
	tags  map[string]map[string]bool // by required property: the values that it can have
}

// maxParts bounds the schemas of one value that are looked into.
const maxParts = 64

// disjoint reports whether it is certain that no value is valid for two of the
// schemas, as they are translated.
func (t *translation) disjoint(schemas []*tree.Node) bool {
	all := make([]traits, len(schemas))
	for i, n := range schemas {
		required := map[string]bool{}
		left := maxParts
		all[i].tags = map[string]map[string]bool{}
		t.collect(n, &all[i], required, &left)
		for name := range all[i].tags {
			if !required[name] {
				delete(all[i].tags, name)
			}
		}
		for _, other := range all[:i] {
			if !all[i].disjoint(other) {
				return false
			}
		}
	}
	return true
}

// collect gathers the traits of a schema, of what it refers to and of its allOf.
func (t *translation) collect(n *tree.Node, to *traits, required map[string]bool, left *int) {
	if *left--; *left < 0 || !n.Is(tree.Mapping) || t.guessesNull(n) {
		return
	}
	if ref := n.Get("$ref"); ref.Is(tree.String) {
		t.collect(t.target(ref.Text), to, required, left)
		if t.refAlone {
			return
		}
	}
	if types := t.typesOf(n); types != nil {
		to.narrow(types)
	}
	s := t.schemas[n]
	for _, name := range n.Get("required").Strings() {
		if s == nil || !s.hidden[name] {
			required[name] = true
		}
	}
	if properties := n.Get("properties"); properties.Is(tree.Mapping) {
		for _, f := range properties.Fields {
			if values := t.valuesOf(t.follow(f.Value)); values != nil {
				to.tags[f.Name] = values
			}
		}
	}
	if all := n.Get("allOf"); all.Is(tree.Sequence) {
		for _, part := range all.Items {
			t.collect(part, to, required, left)
		}
	}
}

func (x *traits) narrow(types map[string]bool) {
	if x.types == nil {
		x.types = types
		return
	}
	both := map[string]bool{}
	for name := range types {
		if x.types[name] || name == "integer" && x.types["number"] {
			both[name] = true
		}
	}
	for name := range x.types {
		if name == "integer" && types["number"] {
			both[name] = true
		}
	}
	x.types = both
}

// typesOf returns the types of a schema's values, or nil for any.
func (t *translation) typesOf(n *tree.Node) map[string]bool {
	names, null := t.types(n)
	if len(names) == 0 && !null || n.Get("type") == nil {
		return nil
	}
	types := map[string]bool{}
	for _, name := range names {
		types[name] = true
	}
	if null {
		types["null"] = true
	}
	return types
}

// valuesOf returns the values that a schema lists, or nil when it lists none.
func (t *translation) valuesOf(n *tree.Node) map[string]bool {
	if !n.Is(tree.Mapping) || t.guessesNull(n) {
		return nil
	}
	listed, complete := t.enumOf(n)
	if listed == nil || !complete {
		return nil
	}
	values := map[string]bool{}
	for _, v := range listed {
		values[valueKey(v)] = true
	}
	return values
}

func (x traits) disjoint(y traits) bool {
	if x.types != nil && y.types != nil && !sharesType(x.types, y.types) {
		return true
	}
	if !x.onlyObjects() && !y.onlyObjects() {
		return false
	}
	for name, values := range x.tags {
		if others := y.tags[name]; others != nil && !shares(values, others) {
			return true
		}
	}
	return false
}

func (x traits) onlyObjects() bool { return len(x.types) == 1 && x.types["object"] }

func sharesType(a, b map[string]bool) bool {
	return shares(a, b) || a["number"] && b["integer"] || a["integer"] && b["number"]
}

func shares(a, b map[string]bool) bool {
	for v := range a {
		if b[v] {
			return true
		}
	}
	return false
}
