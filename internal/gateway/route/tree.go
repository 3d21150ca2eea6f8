// Package route finds the method of an API that a request is for, as API Gateway
// finds it.
//
// A resource's children are literal path parts and at most one variable, {name}
// or {name+}. At each resource the literal child is tried before the variable
// one; path and method are matched together, so that a branch without the
// method returns way to the next one (Amazon API Gateway Developer Guide, "Set up
// a proxy integration with a proxy resource").
package route

import (
	"fmt"
	"strings"
)

// Any is the method that stands for every method which its resource does not
// have itself.
const Any = "ANY"

// Tree finds values by method and path. The zero value is an empty tree. Any
// number of goroutines may look up at the same time, but not while one adds.
type Tree[T any] struct {
	// AnyPath also takes paths that API Gateway refuses: parts such as
	// {name}:cancel or {a}-{b}, and several variables in one place. A part with
	// literal text is tried before a variable, and these in the order of Add.
	AnyPath bool

	root node[T]
}

// node is a resource.
type node[T any] struct {
	part     string // of the path: a literal, or a variable with its braces
	name     string // of the variable
	greedy   bool   // the variable takes all that is left
	literals children[T]
	variable *node[T]
	mixed    []*node[T] // parts of text and variables; with AnyPath only
	others   []*node[T] // variables of other names; with AnyPath only
	pieces   []piece    // of a mixed part
	methods  []method[T]
	any      *method[T]
}

type method[T any] struct {
	name  string
	value T
}

// Add puts a value at a method ("GET", or [Any]) of a path template
// ("/pets/{petId}"). A slash at the end of the template means nothing.
//
// It fails, and adds nothing, when the template is not a path, a variable is
// not a whole part or is named twice, a greedy variable is not the last part,
// a resource would get a second variable child, or the method is there already.
func (t *Tree[T]) Add(methodName, pathTemplate string, v T) error {
	parts, err := parseTemplate(pathTemplate, t.AnyPath)
	if err != nil {
		return err
	}
	if methodName == "" {
		return fmt.Errorf("%s has a method without a name", pathTemplate)
	}
	if err := t.check(methodName, pathTemplate, parts); err != nil {
		return err
	}
	n := &t.root
	for _, p := range parts {
		n = n.child(p)
	}
	n.put(methodName, v)
	return nil
}

// check walks down the resources that exist and finds what contradicts them.
func (t *Tree[T]) check(methodName, template string, parts []part) error {
	n := &t.root
	for _, p := range parts {
		if !t.AnyPath && p.isVariable() && n.variable != nil && n.variable.part != p.text {
			return fmt.Errorf("%s has the variable %s where another path has %s: a resource can have only one variable child",
				template, p.text, n.variable.part)
		}
		if n = n.existing(p); n == nil {
			return nil
		}
	}
	if n.has(methodName) {
		return fmt.Errorf("%s %s is there twice", methodName, template)
	}
	return nil
}

func (n *node[T]) existing(p part) *node[T] {
	switch {
	case p.pieces != nil:
		return withPart(n.mixed, p.text)
	case !p.isVariable():
		return n.literals.find(p.text)
	case n.variable == nil || n.variable.part == p.text:
		return n.variable
	}
	return withPart(n.others, p.text)
}

func withPart[T any](nodes []*node[T], part string) *node[T] {
	for _, n := range nodes {
		if n.part == part {
			return n
		}
	}
	return nil
}

func (n *node[T]) child(p part) *node[T] {
	if c := n.existing(p); c != nil {
		return c
	}
	c := &node[T]{part: p.text, name: p.variable, greedy: p.greedy, pieces: p.pieces}
	switch {
	case p.pieces != nil:
		n.mixed = append(n.mixed, c)
	case !p.isVariable():
		n.literals.add(c)
	case n.variable == nil:
		n.variable = c
	default:
		n.others = append(n.others, c)
	}
	return c
}

func (n *node[T]) put(methodName string, v T) {
	m := method[T]{name: methodName, value: v}
	if methodName == Any {
		n.any = &m
		return
	}
	n.methods = append(n.methods, m)
}

func (n *node[T]) has(methodName string) bool {
	if methodName == Any {
		return n.any != nil
	}
	for i := range n.methods {
		if n.methods[i].name == methodName {
			return true
		}
	}
	return false
}

// Lookup finds the value for a request's method and its path without the stage,
// as it came: nothing is decoded, and case matters. Slashes at the start and at
// the end mean nothing; an empty part in between is part of a greedy variable's
// value and matches nothing else.
//
// Path parameters replace what params holds, in the order of the path; params
// may be nil. Nothing is allocated but room in params when it is too small. The
// time is at most proportional to the number of resources, whatever the path.
func (t *Tree[T]) Lookup(methodName, rawPath string, params *Params) (v T, ok bool) {
	if params != nil {
		*params = (*params)[:0]
	}
	m := t.root.find(methodName, strings.Trim(rawPath, "/"), params)
	if m == nil {
		return v, false
	}
	return m.value, true
}

// find matches what is left of the path below n.
func (n *node[T]) find(methodName, rest string, params *Params) *method[T] {
	for rest != "" {
		segment, after := cut(rest)
		literal := n.literals.find(segment)
		if n.variable == nil && n.mixed == nil {
			if literal == nil {
				return nil
			}
			n, rest = literal, after
			continue
		}
		if literal != nil {
			if m := literal.find(methodName, after, params); m != nil {
				return m
			}
		}
		if n.mixed != nil || n.others != nil {
			return n.findAny(methodName, rest, segment, after, params)
		}
		return n.variable.bind(methodName, rest, segment, after, params)
	}
	return n.method(methodName)
}

// findAny tries all children of n that have variables, as AnyPath allows them.
func (n *node[T]) findAny(methodName, rest, segment, after string, params *Params) *method[T] {
	for _, c := range n.mixed {
		mark := params.len()
		if bindPieces(c.pieces, segment, params) {
			if m := c.find(methodName, after, params); m != nil {
				return m
			}
		}
		params.truncate(mark)
	}
	if n.variable == nil {
		return nil
	}
	if m := n.variable.bind(methodName, rest, segment, after, params); m != nil {
		return m
	}
	for _, c := range n.others {
		if m := c.bind(methodName, rest, segment, after, params); m != nil {
			return m
		}
	}
	return nil
}

// bind returns the variable n its value and matches the rest.
func (n *node[T]) bind(methodName, rest, segment, after string, params *Params) *method[T] {
	mark := params.len()
	var m *method[T]
	switch {
	case n.greedy:
		params.add(n.name, rest)
		m = n.method(methodName)
	case segment != "":
		params.add(n.name, segment)
		m = n.find(methodName, after, params)
	}
	if m == nil {
		params.truncate(mark)
	}
	return m
}

func (n *node[T]) method(name string) *method[T] {
	for i := range n.methods {
		if n.methods[i].name == name {
			return &n.methods[i]
		}
	}
	if n.any != nil && anyCovers(name) {
		return n.any
	}
	return nil
}

// anyCovers reports whether ANY stands for a method (Amazon API Gateway
// Developer Guide, "Set up a method using the API Gateway console").
func anyCovers(name string) bool {
	switch name {
	case "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT":
		return true
	}
	return false
}

// cut splits a path without slashes at its ends at the first slash.
func cut(path string) (segment, after string) {
	if before, after, ok := strings.Cut(path, "/"); ok {
		return before, after
	}
	return path, ""
}
