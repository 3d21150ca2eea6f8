package dialect

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// schema is what is known of a schema of the document.
type schema struct {
	node      *tree.Node
	component string // its key in components.schemas, or of the reference that lifts it there
	children  []edge
	parents   []edge

	request, other bool // reached from a request body, from anything else

	hidden  map[string]bool // names of properties that requests need not have: readOnly
	relaxed bool            // it, or what it refers to, differs in requests: see relaxes
	loose   bool            // accepts more than the model
	losses  []loss
	union   bool // its oneOf becomes anyOf

	name        string // of the model; empty for a schema that is not a component
	requestName string // of the model for requests, when that is another
}

// edge leads from a schema to one in it, or back.
type edge struct {
	to   *schema
	same bool // both describe the same value
	not  bool // the value must not be valid
}

// subschemas are the keywords that hold schemas and that the dialect can express.
var subschemas = map[string]struct{ same, not bool }{
	"allOf": {same: true}, "anyOf": {same: true}, "oneOf": {same: true}, "not": {same: true, not: true},
	"properties": {}, "items": {}, "additionalProperties": {}, "prefixItems": {}, "patternProperties": {},
	"unevaluatedProperties": {},
}

const maxReferences = 100 // that lead to references

// findSchemas finds all schemas and from where they are reached.
func (t *translation) findSchemas() {
	t.visit = func(n *tree.Node) *tree.Node {
		t.reach(t.schema(n), t.inRequest > 0)
		return n
	}
	t.walk(t.root, "document")
	for _, f := range t.models {
		s := t.schema(f.Value)
		s.component = f.Name
		t.named[f.Name] = s
		if !s.request && !s.other {
			t.reach(s, false)
		}
	}
	for _, s := range t.order {
		for _, e := range s.children {
			e.to.parents = append(e.to.parents, edge{to: s, same: e.same, not: e.not})
		}
	}
}

// schema returns what is known of a node, and finds its children the first time.
func (t *translation) schema(n *tree.Node) *schema {
	if known := t.schemas[n]; known != nil {
		return known
	}
	s := &schema{node: n}
	t.schemas[n] = s
	t.order = append(t.order, s)
	return s
}

// reach marks a schema and all below it as reached.
func (t *translation) reach(s *schema, request bool) {
	stack := []*schema{s}
	for len(stack) > 0 {
		s := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if request && s.request || !request && s.other {
			continue
		}
		if !s.request && !s.other {
			s.children = t.children(s.node)
		}
		s.request, s.other = s.request || request, s.other || !request
		for _, e := range slices.Backward(s.children) {
			stack = append(stack, e.to)
		}
	}
}

func (t *translation) children(n *tree.Node) []edge {
	if !n.Is(tree.Mapping) {
		return nil
	}
	var edges []edge
	if ref := n.Get("$ref"); ref.Is(tree.String) {
		if target := t.target(ref.Text); target != nil {
			edges = append(edges, edge{to: t.referred(ref.Text, target), same: true})
		}
		if t.refAlone {
			return edges
		}
	}
	for _, f := range n.Fields {
		k, ok := subschemas[f.Name]
		if !ok {
			continue
		}
		for _, c := range schemasOf(f) {
			edges = append(edges, edge{to: t.schema(c), same: k.same, not: k.not})
		}
	}
	return edges
}

// schemasOf returns the schemas that a keyword holds.
func schemasOf(f tree.Field) []*tree.Node {
	switch {
	case f.Name == "properties" || f.Name == "patternProperties":
		var all []*tree.Node
		for _, p := range f.Value.Fields {
			all = append(all, p.Value)
		}
		return all
	case f.Value.Is(tree.Sequence):
		return f.Value.Items
	}
	return []*tree.Node{f.Value}
}

const componentPrefix = "#/components/schemas/"

// target returns the node that a reference leads to, or nil.
func (t *translation) target(ref string) *tree.Node {
	if known, ok := t.targets[ref]; ok {
		return known
	}
	n := t.root
	for i, token := range tokensOf(ref) {
		switch {
		case i == 2 && strings.HasPrefix(ref, componentPrefix):
			n = t.model[token]
		case n.Is(tree.Sequence):
			at, err := strconv.Atoi(token)
			if err != nil || at < 0 || at >= len(n.Items) {
				n = nil
				break
			}
			n = n.Items[at]
		default:
			n = n.Get(token)
		}
	}
	if !strings.HasPrefix(ref, "#/") {
		n = nil
	}
	t.targets[ref] = n
	return n
}

var pointerEscapes = strings.NewReplacer("~1", "/", "~0", "~")

// tokensOf takes a local reference apart (RFC 6901, section 6).
func tokensOf(ref string) []string {
	pointer := strings.TrimPrefix(ref, "#/")
	if decoded, err := url.PathUnescape(pointer); err == nil {
		pointer = decoded
	}
	tokens := strings.Split(pointer, "/")
	for i, token := range tokens {
		tokens[i] = pointerEscapes.Replace(token)
	}
	return tokens
}

// referred returns the schema that a reference leads to. One that is not a
// component becomes one: API Gateway refers to models by their names only.
func (t *translation) referred(ref string, target *tree.Node) *schema {
	s := t.schema(target)
	tokens := tokensOf(ref)
	if s.component == "" {
		s.component = strings.Join(tokens, " ")
		if len(tokens) == 3 && strings.HasPrefix(ref, componentPrefix) {
			s.component = tokens[2]
		} else {
			t.lifted = append(t.lifted, s)
		}
	}
	return s
}

// follow returns the node that a chain of references leads to.
func (t *translation) follow(n *tree.Node) *tree.Node {
	for range maxReferences {
		ref := n.Get("$ref")
		if !ref.Is(tree.String) || !t.refAlone && len(n.Fields) > 1 {
			return n
		}
		target := t.target(ref.Text)
		if target == nil {
			return n
		}
		n = target
	}
	return n
}

// findHidden finds the properties that requests need not have because they are
// readOnly: wherever one of the schemas that describe an object says so.
func (t *translation) findHidden() {
	var changed []*schema
	for _, s := range t.order {
		if s.request {
			s.hidden = t.readOnly(s.node)
			changed = append(changed, s)
		}
	}
	spread(changed, func(s *schema) []edge { return s.parents })
	spread(t.order, func(s *schema) []edge { return s.children })
	for _, s := range t.order {
		if s.request && relaxes(s) {
			mark(s, func(s *schema) *bool { return &s.relaxed })
			s.lose("", nil)
		}
	}
}

// spread adds the hidden names of schemas to those next to them that describe
// the same value.
func spread(from []*schema, next func(*schema) []edge) {
	queue := slices.Clone(from)
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		if len(s.hidden) == 0 {
			continue
		}
		for _, e := range next(s) {
			if !e.same || e.not || !e.to.request {
				continue
			}
			before := len(e.to.hidden)
			if e.to.hidden == nil {
				e.to.hidden = map[string]bool{}
			}
			maps.Copy(e.to.hidden, s.hidden)
			if len(e.to.hidden) > before {
				queue = append(queue, e.to)
			}
		}
	}
}

// mark sets a flag of a schema and of all that contain it or refer to it.
func mark(s *schema, flag func(*schema) *bool) {
	stack := []*schema{s}
	for len(stack) > 0 {
		s := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if *flag(s) {
			continue
		}
		*flag(s) = true
		for _, e := range s.parents {
			stack = append(stack, e.to)
		}
	}
}

// readOnly returns the names of the properties that a schema itself makes readOnly.
func (t *translation) readOnly(n *tree.Node) map[string]bool {
	properties := n.Get("properties")
	if !properties.Is(tree.Mapping) {
		return nil
	}
	var names map[string]bool
	for _, f := range properties.Fields {
		if !t.isReadOnly(f.Value, maxReferences) {
			continue
		}
		if names == nil {
			names = map[string]bool{}
		}
		names[f.Name] = true
	}
	return names
}

func (t *translation) isReadOnly(n *tree.Node, depth int) bool {
	if depth == 0 || !n.Is(tree.Mapping) {
		return false
	}
	ref := n.Get("$ref")
	if ref.Is(tree.String) && t.isReadOnly(t.target(ref.Text), depth-1) {
		return true
	}
	if ref.Is(tree.String) && t.refAlone {
		return false
	}
	if n.Get("readOnly").True() {
		return true
	}
	all := n.Get("allOf")
	return all.Is(tree.Sequence) && slices.ContainsFunc(all.Items, func(part *tree.Node) bool { return t.isReadOnly(part, depth/2) })
}

// relaxes reports whether a schema asks for something that requests need not have.
func relaxes(s *schema) bool {
	if len(s.hidden) == 0 {
		return false
	}
	if least, ok := s.node.Get("minProperties").Int(); ok && least > 0 {
		return true
	}
	return slices.ContainsFunc(s.node.Get("required").Strings(), func(name string) bool { return s.hidden[name] })
}
