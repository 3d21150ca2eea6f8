package vtl

import (
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/jsonpath"
)

// node is a piece of a template that renders itself.
type node interface {
	render(s *state) error
}

// expr is something that has a value.
type expr interface {
	eval(s *state) (any, error)
}

// block is a sequence of nodes.
type block []node

// merge joins neighbouring texts.
func (b block) merge() block {
	out := b[:0]
	for from := 0; from < len(b); {
		n := textsIn(b[from:])
		if n < 2 {
			out = append(out, b[from])
			from++
			continue
		}
		var joined strings.Builder
		for _, t := range b[from : from+n] {
			joined.WriteString(string(t.(text))) //nolint:forcetypeassert // textsIn counts them
		}
		out = append(out, text(joined.String()))
		from += n
	}
	return out
}

// textsIn returns how many texts a block begins with.
func textsIn(b block) int {
	for i, n := range b {
		if _, ok := n.(text); !ok {
			return i
		}
	}
	return len(b)
}

// text prints as it is.
type text string

// reference is $name.property.method(args)[index].
type reference struct {
	at     int
	slot   int
	steps  []step
	prefix string // what escaping left of the backslashes before it
	suffix string // text after it
}

type stepKind int

const (
	propertyStep stepKind = iota
	methodStep
	indexStep
)

// step leads from one value to the next.
type step struct {
	at   int
	kind stepKind
	name string
	args []expr // of a method; of an index the one in brackets

	path *jsonpath.Path // of $input.json and $input.path with a constant path
}

type branch struct {
	condition expr // nil for #else
	body      block
}

type ifElse struct{ branches []branch }

type foreach struct {
	at    int
	slot  int
	items expr
	body  block
}

type define struct {
	slot int
	body block
}

type set struct {
	target *reference
	value  expr
}

type (
	stop      struct{}
	breakLoop struct{}
)

type literal struct{ value any }

// interpolation is a double-quoted string with references or directives.
type interpolation struct{ content block }

type list struct{ items []expr }

type mapping struct{ keys, values []expr }

// span is the range [from..to].
type span struct {
	at       int
	from, to expr
}

type not struct{ operand expr }

type op int

const (
	opOr op = iota
	opAnd
	opEqual
	opNotEqual
	opLess
	opLessEqual
	opGreater
	opGreaterEqual
	opAdd
	opSubtract
	opMultiply
	opDivide
	opModulo
)

type binary struct {
	at          int
	op          op
	left, right expr
}
