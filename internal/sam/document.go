package sam

import (
	"iter"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// document is the definition of an API while it is made. Its nodes are its own.
type document struct {
	root      *tree.Node
	isSwagger bool // version 2.0

	conditional []conditional
}

// conditional is an operation that exists when a condition holds.
type conditional struct {
	item      *tree.Node // of its path
	method    string
	condition *tree.Node
}

func newDocument(r *resource) *document {
	title := r.properties.Get("Name")
	if title == nil {
		title = ref("AWS::StackName")
	}
	return &document{root: intrinsic.From(r.node, tree.NewObject(
		"openapi", tree.NewString("3.0.1"),
		"info", tree.NewObject("version", tree.NewString("1.0"), "title", title),
		"paths", tree.NewMapping(),
	))}
}

// edit returns a copy of a definition to change.
func edit(body *tree.Node) *document {
	return &document{root: clone(body), isSwagger: body.Get("swagger") != nil}
}

func clone(n *tree.Node) *tree.Node {
	out := n.Copy()
	for i := range out.Fields {
		out.Fields[i].Value = clone(out.Fields[i].Value)
	}
	for i := range out.Items {
		out.Items[i] = clone(out.Items[i])
	}
	return out
}

// part returns a mapping of the document; what is not there is added.
func (d *document) part(names ...string) *tree.Node {
	n := d.root
	for _, name := range names {
		child := n.Get(name)
		if !child.Is(tree.Mapping) {
			child = tree.NewMapping()
			n.Set(name, child)
		}
		n = child
	}
	return n
}

func (d *document) schemes() *tree.Node {
	if d.isSwagger {
		return d.part("securityDefinitions")
	}
	return d.part("components", "securitySchemes")
}

func (d *document) schemas() *tree.Node {
	if d.isSwagger {
		return d.part("definitions")
	}
	return d.part("components", "schemas")
}

func (d *document) schemaReference(name string) string {
	if d.isSwagger {
		return "#/definitions/" + name
	}
	return "#/components/schemas/" + name
}

// setType sets the type of a parameter or a header.
func (d *document) setType(n *tree.Node, name string) {
	if d.isSwagger {
		n.Set("type", tree.NewString(name))
		return
	}
	n.Set("schema", tree.NewObject("type", tree.NewString(name)))
}

// methodKey returns the key of a method in a path.
func methodKey(name string) string {
	if name == "any" {
		return spec.ExtAnyMethod
	}
	return name
}

// add adds the operation of an event's method, and reports whether the document did not
// have one. Of one that is there, what the event does not say stays.
func (d *document) add(m *eventMethod, operation, condition *tree.Node) (isNew bool) {
	item, key := d.part("paths", m.path), methodKey(m.name)
	if item.Source == nil {
		intrinsic.From(m.at, item)
	}
	if known := item.Get(key); known != nil {
		for _, f := range operation.Fields {
			known.Set(f.Name, f.Value)
		}
		return false
	}
	item.Fields = append(item.Fields, tree.Field{Name: key, Value: operation, Line: m.at.Line, Column: m.at.Column})
	if condition != nil {
		d.conditional = append(d.conditional, conditional{item, key, condition})
	}
	return true
}

// wrap makes the operations with a condition Fn::If. Until then they can be changed as
// others.
func (d *document) wrap() {
	for _, c := range d.conditional {
		c.item.Set(c.method, choose(c.condition, c.item.Get(c.method), ref("AWS::NoValue")))
	}
}

// whenever returns a value that is there when one of the operations of a path is. It is
// called before other operations are added.
func (d *document) whenever(item, value *tree.Node) *tree.Node {
	chosen, count := ref("AWS::NoValue"), 0
	for _, c := range d.conditional {
		if c.item == item {
			chosen, count = choose(c.condition, value, chosen), count+1
		}
	}
	if count < len(item.Fields) {
		return value
	}
	return chosen
}

func choose(condition, value, otherwise *tree.Node) *tree.Node {
	return tree.NewObject("Fn::If", tree.NewSequence(condition, value, otherwise))
}

// choices returns a mapping, or those that Fn::If chooses between.
func choices(n *tree.Node) iter.Seq[*tree.Node] {
	return func(yield func(*tree.Node) bool) {
		name, argument, isCall := intrinsic.Function(n)
		switch {
		case !isCall && n.Is(tree.Mapping):
			yield(n)
		case isCall && name == "Fn::If" && len(items(argument)) == 3:
			for _, choice := range argument.Items[1:] {
				for inner := range choices(choice) {
					if !yield(inner) {
						return
					}
				}
			}
		}
	}
}

// items returns the paths with what is at each.
func (d *document) items() iter.Seq2[string, *tree.Node] {
	return func(yield func(string, *tree.Node) bool) {
		for _, f := range fields(d.root.Get("paths")) {
			for item := range choices(f.Value) {
				if !yield(f.Name, item) {
					return
				}
			}
		}
	}
}

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace", spec.ExtAnyMethod}

// operations returns those of a path item by the keys of their methods.
func operations(item *tree.Node) iter.Seq2[string, *tree.Node] {
	return func(yield func(string, *tree.Node) bool) {
		for _, f := range item.Fields {
			if !slices.Contains(methods, strings.ToLower(f.Name)) {
				continue
			}
			for operation := range choices(f.Value) {
				if !yield(strings.ToLower(f.Name), operation) {
					return
				}
			}
		}
	}
}

// methods returns the operations at a path by the keys of their methods.
func (d *document) methods(path string) iter.Seq2[string, *tree.Node] {
	return func(yield func(string, *tree.Node) bool) {
		for at, item := range d.items() {
			if at != path {
				continue
			}
			for key, operation := range operations(item) {
				if !yield(key, operation) {
					return
				}
			}
		}
	}
}
