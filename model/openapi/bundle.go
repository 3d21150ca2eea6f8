package openapi

import (
	"slices"
	"strconv"

	"github.com/gatewright/gatewright/internal/tree"
)

// The limits on work that references can multiply.
const (
	maxSteps  = 5_000_000 // values visited
	maxInline = 50        // references replaced by their targets inside one another
	maxChain  = 100       // references that lead to references
)

// bundler makes one document of all files of a model. It goes through the document
// by the shapes of OpenAPI's objects, checks these, and gives references to other
// files a local target: a component, or the place of the reference itself where
// components cannot hold such an object.
type bundler struct {
	*report
	dialect
	files *files
	root  *file

	lookup   lookup
	located  map[place]target           // where references lead
	locating map[place]bool             // those being followed
	named    map[*tree.Node]string      // local references to components made of other files
	used     map[string]map[string]bool // keys of names by section
	schemas  map[string]bool            // the names of the root's schemas
	kinds    map[*tree.Node]kind        // what referred values are used as

	inOpenAPI3 map[*tree.Node]*tree.Node // parts of Swagger 2.0 files, converted
	queue      []component               // still to be gone through
	inlining   []*tree.Node
	steps      int
}

// component is a value that becomes an entry of components.
type component struct {
	section, name string
	node          *tree.Node
	kind          kind
}

// homes returns the section of components whose entries a kind of mapping holds.
var homes = func() (sections [kinds]string) {
	for section, k := range shapes[componentsKind].fields {
		sections[k] = section
	}
	return sections
}()

// bundle returns the model as one document with local references only.
func bundle(f *files, document *tree.Node, d dialect) (*tree.Node, *report) {
	b := &bundler{
		report: &report{list: f.problems}, dialect: d, files: f, root: f.bySource[document.Source],
		lookup: lookup{}, located: map[place]target{}, locating: map[place]bool{}, named: map[*tree.Node]string{},
		used: map[string]map[string]bool{}, schemas: map[string]bool{}, kinds: map[*tree.Node]kind{}, inOpenAPI3: map[*tree.Node]*tree.Node{},
	}
	b.register(document)
	bundled := b.walk(document, documentKind, "")
	return b.withComponents(bundled), b.report
}

// register notes the names of the root's components, so that what other files
// hold under another name gets the root's.
func (b *bundler) register(document *tree.Node) {
	components := b.follow(document.Get("components"), componentsKind)
	if !components.Is(tree.Mapping) {
		return
	}
	for _, f := range components.Fields {
		k, known := shapes[componentsKind].fields[f.Name]
		if !known {
			continue
		}
		section := b.follow(f.Value, k)
		if !section.Is(tree.Mapping) {
			continue
		}
		for _, entry := range section.Fields {
			b.registerEntry(f.Name, entry, shapes[k].each)
		}
	}
}

func (b *bundler) registerEntry(section string, entry tree.Field, k kind) {
	b.names(section)[nameKey(entry.Name)] = true
	if k == schemaKind {
		b.schemas[entry.Name] = true
	}
	node := entry.Value
	if isReference(node) && b.isAlias(node, k) {
		t := b.resolve(node, k)
		if t.node == nil || t.file == b.root && b.isWalked(t.pointer) {
			return
		}
		node = t.node
	}
	if _, taken := b.named[node]; !taken && b.files.bySource[node.Source] != nil {
		b.named[node] = localReference(section, entry.Name)
	}
}

// follow returns what a value is or refers to.
func (b *bundler) follow(n *tree.Node, k kind) *tree.Node {
	if n != nil && isReference(n) {
		return b.resolve(n, k).node
	}
	return n
}

func (b *bundler) names(section string) map[string]bool {
	if b.used[section] == nil {
		b.used[section] = map[string]bool{}
	}
	return b.used[section]
}

// withComponents adds the components that references called for. Going through
// them can call for more.
func (b *bundler) withComponents(document *tree.Node) *tree.Node {
	if len(b.queue) == 0 {
		return document
	}
	components := &tree.Node{Kind: tree.Mapping}
	if old := document.Get("components"); old.Is(tree.Mapping) {
		components = old.Copy()
	}
	sections := map[string]*tree.Node{}
	for len(b.queue) > 0 {
		c := b.queue[0]
		b.queue = b.queue[1:]
		if sections[c.section] == nil {
			sections[c.section] = sectionOf(components, c.section)
		}
		if value := b.walk(c.node, c.kind, c.name); value != nil {
			s := sections[c.section]
			s.Fields = append(s.Fields, tree.Field{Name: c.name, Value: value})
		}
	}
	document = document.Copy()
	document.Set("components", components)
	return document
}

// sectionOf returns a section that can be added to.
func sectionOf(components *tree.Node, name string) *tree.Node {
	section := &tree.Node{Kind: tree.Mapping}
	if old := components.Get(name); old.Is(tree.Mapping) {
		section = old.Copy()
	}
	components.Set(name, section)
	return section
}

// walk returns the bundled form of a value: the value itself when nothing in it
// changes, nil when it is left out. The label is the key that it is under.
func (b *bundler) walk(n *tree.Node, k kind, label string) *tree.Node {
	if b.steps++; b.steps > maxSteps {
		if b.steps == maxSteps+1 {
			b.errorf(n.Position(), "too-large", "the references of this model multiply it to more than %d values", maxSteps)
		}
		return n
	}
	switch {
	case k == anything:
		return n
	case k == literal:
		return b.literal(n)
	case isReference(n):
		return b.reference(n, k)
	}
	n, ok := b.fit(n, k, label)
	switch {
	case !ok:
		return n
	case n.Kind == tree.Mapping:
		return b.mapping(n, k)
	case n.Kind == tree.Sequence:
		return b.sequence(n, k, label)
	default:
		return n
	}
}

func (b *bundler) mapping(n *tree.Node, k kind) *tree.Node {
	out := n
	for i := range n.Fields {
		f := &n.Fields[i]
		value := b.field(n, f, k)
		if value == f.Value {
			continue
		}
		if out == n {
			out = n.Copy()
		}
		out.Fields[i].Value = value
	}
	if out != n {
		out.Fields = slices.DeleteFunc(out.Fields, func(f tree.Field) bool { return f.Value == nil })
	}
	return out
}

func (b *bundler) field(n *tree.Node, f *tree.Field, k kind) *tree.Node {
	s := &shapes[k]
	switch {
	case homes[k] != "":
		return b.component(homes[k], f, s.each)
	case k == mappingKind:
		return b.discriminated(f.Value)
	case s.free && (s.plain || !isExtension(f.Name)):
		return b.walk(f.Value, s.each, f.Name)
	case s.fields == nil:
		return f.Value
	case b.isForeign(k, f.Name):
		return nil
	}
	child, known := s.fields[f.Name]
	if !known {
		b.unknownKey(n, f, k)
		return f.Value
	}
	return b.walk(f.Value, child, f.Name)
}

// component returns the bundled form of an entry of components. One that only
// refers to another file takes the place of what it refers to.
func (b *bundler) component(section string, f *tree.Field, k kind) *tree.Node {
	if isReference(f.Value) && b.isAlias(f.Value, k) {
		t := b.resolve(f.Value, k)
		if t.node != nil && b.named[t.node] == localReference(section, f.Name) {
			if !b.fits(f.Value, t, k) {
				return broken(f.Value)
			}
			return b.walk(t.node, k, f.Name)
		}
	}
	return b.walk(f.Value, k, f.Name)
}

func (b *bundler) sequence(n *tree.Node, k kind, label string) *tree.Node {
	out := n
	each := shapes[k].each
	if k == textOrAll || k == needs {
		each = text
	}
	if each == anything {
		return n
	}
	for i, item := range n.Items {
		value := b.walk(item, each, "an item of "+strconv.Quote(label))
		if value == item {
			continue
		}
		if out == n {
			out = n.Copy()
		}
		out.Items[i] = value
	}
	if out != n {
		out.Items = slices.DeleteFunc(out.Items, func(item *tree.Node) bool { return item == nil })
	}
	return out
}

// reference returns the bundled form of a reference.
func (b *bundler) reference(n *tree.Node, k kind) *tree.Node {
	t := b.resolve(n, k)
	if t.node == nil || !b.fits(n, t, k) {
		return broken(n)
	}
	if shapes[k].section == "" {
		return b.inline(n, t, k)
	}
	return b.retarget(n, k, b.localize(t, k))
}

// broken stands for a reference whose error has been reported: it leads nowhere.
func broken(n *tree.Node) *tree.Node {
	c := n.Copy()
	c.Set("$ref", &tree.Node{Kind: tree.String, Source: n.Source, Line: n.Line, Column: n.Column})
	return c
}

// retarget makes a reference refer to something else.
func (b *bundler) retarget(n *tree.Node, k kind, to string) *tree.Node {
	out := n
	if len(n.Fields) > 1 {
		out = b.mapping(n, k)
	}
	old := n.Get("$ref")
	if old.Text == to {
		return out
	}
	if out == n {
		out = n.Copy()
	}
	out.Set("$ref", &tree.Node{Kind: tree.String, Text: to, Source: old.Source, Line: old.Line, Column: old.Column})
	return out
}

// inline puts what a reference refers to in its place. Keys next to the reference
// override those of the target.
func (b *bundler) inline(n *tree.Node, t target, k kind) *tree.Node {
	if slices.Contains(b.inlining, t.node) {
		b.errorf(n.Get("$ref").Position(), "circular-reference", "the reference %q leads to %s that contains this reference", n.Get("$ref").Text, shapes[k].name)
		return n
	}
	if len(b.inlining) == maxInline {
		b.errorf(n.Get("$ref").Position(), "unsupported-reference", "more than %d references stand inside what others refer to", maxInline)
		return n
	}
	b.inlining = append(b.inlining, t.node)
	value := b.walk(t.node, k, t.pointer)
	b.inlining = b.inlining[:len(b.inlining)-1]
	if value == nil || value.Kind != tree.Mapping || len(n.Fields) == 1 {
		return value
	}
	beside := n.Copy()
	beside.Delete("$ref")
	value = value.Copy()
	for _, f := range b.mapping(beside, k).Fields {
		value.Set(f.Name, f.Value)
	}
	return value
}

// literal returns an example. OpenAPI knows no references there, but many put a
// large example into a file of its own, and other bundlers follow.
func (b *bundler) literal(n *tree.Node) *tree.Node {
	if !isReference(n) || len(n.Fields) != 1 {
		return n
	}
	ref := n.Get("$ref")
	parsed, fault := parseReference(ref.Text)
	if fault != "" || parsed.file == "" {
		return n
	}
	if t := b.locate(ref); t.node != nil {
		return t.node
	}
	return n
}
