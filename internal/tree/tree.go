// Package tree holds YAML and JSON documents without loss of order, each node
// with the place it came from. Everything that is read or written by gatewright
// passes through it.
package tree

import (
	"slices"
	"strconv"
	"sync"

	"github.com/gatewright/gatewright/diag"
)

// Kind is the JSON type of a node.
type Kind uint8

// The kinds of nodes.
const (
	Null Kind = iota
	Bool
	Number
	String
	Sequence
	Mapping
)

// String returns the kind as a person would call it: "a mapping".
func (k Kind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "a list", "a mapping"}[k]
}

// Node is a value in a document. Nodes of a document that was read are shared
// between its users and must not be changed; change a Copy or build new ones.
type Node struct {
	Kind   Kind
	Text   string  // of a Bool "true" or "false", of a Number its JSON literal, of a String its value
	Fields []Field // of a Mapping, in the order of the source
	Items  []*Node // of a Sequence
	Source *Source // nil for a node that was not read
	Line   int32   // from 1; 0 for a node that was not read
	Column int32   // from 1, in characters
}

// Field is one entry of a mapping.
type Field struct {
	Name   string
	Value  *Node
	Line   int32 // of the name
	Column int32
}

// Source is a file that nodes were read from.
type Source struct {
	Name string
	Text []byte

	indexed sync.Once
	marks   []mark // in the order of the text; see from
}

// Position returns the place of n, or the zero Position.
func (n *Node) Position() diag.Position {
	if n == nil || n.Source == nil {
		return diag.Position{}
	}
	return diag.Position{File: n.Source.Name, Line: int(n.Line), Column: int(n.Column)}
}

// FieldPosition returns the place of the name of a field of n, or that of n when
// it has no such field.
func (n *Node) FieldPosition(name string) diag.Position {
	p := n.Position()
	if f := n.Field(name); f != nil && f.Line > 0 {
		p.Line, p.Column = int(f.Line), int(f.Column)
	}
	return p
}

// Field returns the entry of a mapping by its name, or nil.
func (n *Node) Field(name string) *Field {
	if n == nil {
		return nil
	}
	for i := range n.Fields {
		if n.Fields[i].Name == name {
			return &n.Fields[i]
		}
	}
	return nil
}

// Get returns the value at the end of a chain of mapping entries, or nil.
func (n *Node) Get(names ...string) *Node {
	for _, name := range names {
		f := n.Field(name)
		if f == nil {
			return nil
		}
		n = f.Value
	}
	return n
}

// Is reports whether n is there and of kind k.
func (n *Node) Is(k Kind) bool { return n != nil && n.Kind == k }

// Str returns the text of a String, or "".
func (n *Node) Str() string {
	if n.Is(String) {
		return n.Text
	}
	return ""
}

// True reports whether n is the boolean true.
func (n *Node) True() bool { return n.Is(Bool) && n.Text == "true" }

// Int returns the value of a Number that is an integer.
func (n *Node) Int() (int, bool) {
	if !n.Is(Number) {
		return 0, false
	}
	i, err := strconv.Atoi(n.Text)
	return i, err == nil
}

// NewString creates a String.
func NewString(s string) *Node { return &Node{Kind: String, Text: s} }

// NewInt creates a Number.
func NewInt(i int) *Node { return &Node{Kind: Number, Text: strconv.Itoa(i)} }

// NewBool creates a Bool.
func NewBool(b bool) *Node { return &Node{Kind: Bool, Text: strconv.FormatBool(b)} }

// NewSequence creates a Sequence.
func NewSequence(items ...*Node) *Node { return &Node{Kind: Sequence, Items: items} }

// NewStrings creates a Sequence of Strings.
func NewStrings(items []string) *Node {
	n := &Node{Kind: Sequence, Items: make([]*Node, len(items))}
	for i, s := range items {
		n.Items[i] = NewString(s)
	}
	return n
}

// NewMapping creates a Mapping.
func NewMapping(fields ...Field) *Node { return &Node{Kind: Mapping, Fields: fields} }

// NewObject creates a Mapping of names and values in turn. A nil value is skipped.
func NewObject(namesAndValues ...any) *Node {
	n := NewMapping()
	for pair := range slices.Chunk(namesAndValues, 2) {
		n.Set(pair[0].(string), pair[1].(*Node)) //nolint:forcetypeassert // callers pass them in turn
	}
	return n
}

// Set puts a value into a mapping, in the place of the entry of this name if
// there is one, else at the end. A nil value is skipped.
func (n *Node) Set(name string, value *Node) {
	if value == nil {
		return
	}
	if f := n.Field(name); f != nil {
		f.Value = value
		return
	}
	n.Fields = append(n.Fields, Field{Name: name, Value: value})
}

// Delete removes entries of a mapping.
func (n *Node) Delete(names ...string) {
	n.Fields = slices.DeleteFunc(n.Fields, func(f Field) bool { return slices.Contains(names, f.Name) })
}

// Copy returns a node whose own entries or items can be changed; the values below
// are shared with n.
func (n *Node) Copy() *Node {
	c := *n
	c.Fields = slices.Clone(n.Fields)
	c.Items = slices.Clone(n.Items)
	return &c
}

// Strings returns the texts of a Sequence of Strings, leaving out other items.
func (n *Node) Strings() []string {
	if n == nil {
		return nil
	}
	var texts []string
	for _, item := range n.Items {
		if item.Kind == String {
			texts = append(texts, item.Text)
		}
	}
	return texts
}

// Equal reports whether two nodes are the same JSON value, with numbers compared
// by their literal and the order of mappings ignored.
func Equal(a, b *Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.Kind != b.Kind || a.Text != b.Text || len(a.Fields) != len(b.Fields) {
		return false
	}
	for _, f := range a.Fields {
		if g := b.Field(f.Name); g == nil || !Equal(f.Value, g.Value) {
			return false
		}
	}
	return slices.EqualFunc(a.Items, b.Items, Equal)
}
