// Package jsonpath evaluates JSONPath expressions as the Jayway library does,
// which is the dialect of API Gateway ("Variables for data transformations
// for API Gateway": $input.json and $input.path).
package jsonpath

import (
	"errors"
	"fmt"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// Path is a compiled expression. It is safe for concurrent use.
type Path struct {
	source   string
	first    *segment
	definite bool
}

// ErrNotFound says that a definite path leads to nothing in a document.
var ErrNotFound = errors.New("path not found")

// ErrTooMuchWork says that an evaluation was given up, because the path
// visits the document too many times over.
var ErrTooMuchWork = errors.New("the path visits too many values")

// SyntaxError is an error of an expression.
type SyntaxError struct {
	// Path is the faulty expression.
	Path string
	// Offset is the position of the error in bytes, from 0.
	Offset int
	// Message says what was expected.
	Message string
}

// Error returns the message with the expression and the position.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("invalid JSONPath %q at offset %d: %s", e.Path, e.Offset, e.Message)
}

// String returns the expression as it was written.
func (p *Path) String() string { return p.source }

// Definite reports whether the path leads to one value at most. An indefinite
// path has a list as its result, which may be empty.
func (p *Path) Definite() bool { return p.definite }

// Get returns what the path leads to, and whether there is such a thing. An
// indefinite path finds its list, which may be empty, unless it asks for items
// of what is not a list.
func (p *Path) Get(root jsonvalue.Value) (jsonvalue.Value, bool) {
	v, err := p.Eval(root)
	return v, err == nil
}

// Eval is Get with the reason: [ErrNotFound], or [ErrTooMuchWork].
func (p *Path) Eval(root jsonvalue.Value) (jsonvalue.Value, error) {
	budget := maxVisits
	e := evaluation{root: root, budget: &budget}
	return e.result(p, root)
}

// maxVisits is the number of values that one evaluation may visit.
const maxVisits = 5_000_000

// kind reports the segments of a path apart.
type kind int

const (
	property kind = iota // .name, ['name'], ['a','b']
	wildcard             // .*, [*]
	scan                 // ..
	indexes              // [0], [0,2]
	slice                // [1:], [:2], [1:2]
	filter               // [?(...)]
	function             // .length()
)

// segment is one step of a path. Its upstream is what is before it.
type segment struct {
	kind kind
	next *segment

	names   []string
	indexes []int
	from    *int
	to      *int
	filter  condition
	call    *call

	upstreamDefinite bool
}

// definite reports whether the segment itself leads to one value.
func (s *segment) definite() bool {
	switch s.kind {
	case property:
		return len(s.names) == 1 || s.next == nil
	case indexes:
		return len(s.indexes) == 1
	case function:
		return true
	default:
		return false
	}
}

// link sets what each segment knows of the others and returns whether all are
// definite.
func link(first *segment) bool {
	definite := true
	for s := first; s != nil; s = s.next {
		s.upstreamDefinite = definite
		definite = definite && s.definite()
	}
	return definite
}
