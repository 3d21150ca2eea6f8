// Package vtl is the engine of API Gateway's mapping templates: the Velocity
// Template Language as Apache Velocity 1.7 defines it, with the differences
// that API Gateway shows ("Mapping template transformations for REST APIs in
// API Gateway" and "Variables for data transformations for API Gateway").
//
// A reference that leads to nothing is the empty string everywhere: it prints
// as nothing, equals "" and another such reference, and counts as true in #if,
// where only the boolean false is false. #macro defines nothing, and #parse,
// #include, #evaluate and the calls of macros print as they are written. Java
// methods work on strings, numbers, lists and maps; there is no reflection and
// no way to the host.
package vtl

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// MaxTemplateSize is the largest template in bytes ("Amazon API Gateway quotas
// and important notes").
const MaxTemplateSize = 300 * 1024

// MaxIterations is the number of times that one #foreach runs at most; items
// beyond it are skipped.
const MaxIterations = 1000

// MaxOutput is the largest text in bytes that a template, or a string in it,
// may become: API Gateway's payload size.
const MaxOutput = 10 << 20

// Bounds against templates that would run for ever.
const (
	maxWork  = 20_000_000 // evaluated nodes, list items and 16ths of bytes of text
	maxDepth = 100        // nested #define blocks, strings, parentheses and directives
)

// Template is a parsed template. It is safe for concurrent use.
type Template struct {
	name  string
	text  string
	body  block
	slots []string // names of the variables
	undoc []int    // offsets of $method.request
	pool  sync.Pool

	patterns     sync.Map // *pattern.Regexp by source
	patternCount atomic.Int32
}

// SyntaxError is one error of a template.
type SyntaxError struct {
	// Name is the template's name as given to Parse.
	Name string
	// Line and Column say where, both from 1, the column in characters.
	Line, Column int
	// Message says what was expected.
	Message string
}

// Error returns the message with the position.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.Name, e.Line, e.Column, e.Message)
}

// SyntaxErrors are all the errors of a template, in the order of the text.
type SyntaxErrors []*SyntaxError

// Error returns one error a line.
func (es SyntaxErrors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap makes each error reachable for errors.As.
func (es SyntaxErrors) Unwrap() []error {
	errs := make([]error, len(es))
	for i, e := range es {
		errs[i] = e
	}
	return errs
}

// RenderError is a failure while rendering.
type RenderError struct {
	// Name is the template's name as given to Parse.
	Name string
	// Line and Column say where, both from 1, the column in characters.
	Line, Column int
	// Err is the cause.
	Err error
}

// Error returns the cause with the position.
func (e *RenderError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %v", e.Name, e.Line, e.Column, e.Err)
}

// Unwrap returns the cause.
func (e *RenderError) Unwrap() error { return e.Err }

// Causes of a RenderError other than errors of methods.
var (
	// ErrTooMuchWork says that the template did not come to an end in time.
	ErrTooMuchWork = errors.New("the template takes too much work")
	// ErrTooLarge says that the output, or a value, grew beyond MaxOutput.
	ErrTooLarge = errors.New("the output is too large")
	// ErrTooDeep says that blocks call each other without end.
	ErrTooDeep = errors.New("the template nests too deep")
)

// Parse reads a template. The name goes into messages. The error is of type
// [SyntaxErrors].
func Parse(name, text string) (*Template, error) {
	t := &Template{name: name, text: text}
	if len(text) > MaxTemplateSize {
		message := fmt.Sprintf("the template has %d bytes; API Gateway allows %d", len(text), MaxTemplateSize)
		return nil, SyntaxErrors{{Name: name, Line: 1, Column: 1, Message: message}}
	}
	names := &names{index: map[string]int{}}
	for _, n := range predefined {
		names.slot(n)
	}
	p := &parser{src: text, names: names}
	t.body = p.template()
	t.slots = names.list
	if !names.ownMethod {
		t.undoc = names.undocumented
	}
	if len(p.faults) > 0 {
		return nil, t.syntaxErrors(p.faults)
	}
	t.pool.New = func() any { return &state{t: t, vars: make([]any, len(t.slots))} }
	return t, nil
}

func (t *Template) syntaxErrors(faults []fault) SyntaxErrors {
	var errs SyntaxErrors
	for _, f := range faults {
		line, column := position(t.text, f.at)
		errs = append(errs, &SyntaxError{t.name, line, column, f.message})
	}
	return errs
}

// position turns an offset in bytes to a line and a column in characters.
func position(text string, at int) (line, column int) {
	before := text[:min(at, len(text))]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[start:]) + 1
}

// Position is a place in a template: line and column from 1, the column in
// characters.
type Position struct{ Line, Column int }

// Undocumented returns where the template uses $method.request, which API Gateway
// documents for mappings of parameters only.
func (t *Template) Undocumented() []Position {
	places := make([]Position, len(t.undoc))
	for i, at := range t.undoc {
		places[i].Line, places[i].Column = position(t.text, at)
	}
	return places
}

// Name returns the template's name.
func (t *Template) Name() string { return t.name }

// Render renders the template. The error is a [*RenderError]; the output up
// to it is lost.
func (t *Template) Render(ctx context.Context, in *Input) ([]byte, error) {
	return t.AppendRender(ctx, nil, in)
}

// AppendRender is Render onto the end of dst.
func (t *Template) AppendRender(ctx context.Context, dst []byte, in *Input) ([]byte, error) {
	switch static, ok := t.Static(); {
	case ok:
		return append(dst, static...), nil
	case dst == nil:
		dst = make([]byte, 0, len(t.text)+256)
	}
	s, ok := t.pool.Get().(*state)
	if !ok {
		return nil, errors.New("vtl: the pool holds another type")
	}
	s.start(ctx, dst, in)
	err := t.body.render(s)
	out := s.out
	s.reset()
	t.pool.Put(s)
	if err != nil && !errors.Is(err, errStop) && !errors.Is(err, errBreak) {
		return nil, err
	}
	return out, nil
}

// Static returns the output of a template without references and directives, which is always the same.
func (t *Template) Static() (string, bool) {
	switch len(t.body) {
	case 0:
		return "", true
	case 1:
		text, ok := t.body[0].(text)
		return string(text), ok
	}
	return "", false
}

// names returns each variable of a template a number.
type names struct {
	index map[string]int
	list  []string

	undocumented []int // offsets of $method.request
	ownMethod    bool  // the template has a variable $method of its own
}

func (n *names) slot(name string) int {
	if i, ok := n.index[name]; ok {
		return i
	}
	i := len(n.list)
	n.index[name] = i
	n.list = append(n.list, name)
	return i
}

// Slots of the variables that the engine sets.
const (
	slotInput = iota
	slotUtil
	slotContext
	slotStageVariables
	slotForeach
	slotVelocityCount
	slotVelocityHasNext
	slotMethod
)

var predefined = [...]string{
	slotInput:           "input",
	slotUtil:            "util",
	slotContext:         "context",
	slotStageVariables:  "stageVariables",
	slotForeach:         "foreach",
	slotVelocityCount:   "velocityCount",
	slotVelocityHasNext: "velocityHasNext",
	slotMethod:          "method",
}
