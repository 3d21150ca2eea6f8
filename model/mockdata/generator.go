// Package mockdata makes values that follow a model: the author's examples where
// there are some, else values that the schemas describe.
//
// A value comes from the schema's example, its const, enum or default, or is
// built from its keywords; allOf, oneOf, anyOf and not are resolved to sets of
// plain schemas that hold together (conjunctions). Whatever is built is checked
// against the schema before it is given, so that a value is valid or there is an
// error, never something in between.
package mockdata

import (
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/mockdata/internal/synth"
)

const (
	// maxSize bounds a value, in bytes of compact JSON.
	maxSize = 200_000
	// roomySize is the size up to which optional properties are put in.
	roomySize = 100_000
)

// Generator makes mock data. The same seed and schema give the same bytes, on
// every machine, whatever else was made before. It is not safe for concurrent
// use.
type Generator struct {
	Options
	known        map[*model.Schema]*facts
	conjunctions map[string]int
	made         map[key]outcome
	hopeless     map[key]*problem
	valid        map[verdict]bool
	patterns     map[string]compiled
	synthesized  map[string]synthesized // by the key of rules
	constants    map[constant]*model.Schema
	hints        map[string]func(*source) string
	effort       int // that is left for the value being made
}

type compiled struct {
	pattern *synth.Pattern
	err     error
}

// Options say which data a generator makes.
type Options struct {
	// Seed selects the values: another seed, other values.
	Seed uint64
	// MaxArrayLength is the length of arrays, unless their schemas require more
	// items or allow fewer. The default is 1.
	MaxArrayLength int
	// Disable has mocks without a body of their own respond without one, and
	// without the headers that the model declares.
	Disable bool
}

// New creates a generator. Another seed gives other values.
func New(seed uint64) *Generator { return NewWithOptions(Options{Seed: seed}) }

// NewWithOptions creates a generator with options.
func NewWithOptions(o Options) *Generator {
	return &Generator{
		Options:      o,
		known:        map[*model.Schema]*facts{},
		conjunctions: map[string]int{},
		made:         map[key]outcome{},
		hopeless:     map[key]*problem{},
		valid:        map[verdict]bool{},
		patterns:     map[string]compiled{},
		synthesized:  map[string]synthesized{},
		constants:    map[constant]*model.Schema{},
		hints:        map[string]func(*source) string{},
	}
}

// Value makes a JSON value that is valid against the schema, in at most 200,000
// bytes of compact JSON. The value is shared with later ones and must not be
// changed. The error is a diag.Diagnostic; it tells the keyword and position of
// what cannot be satisfied, or not be proved to be.
func (g *Generator) Value(s *model.Schema) (*tree.Node, error) { return g.value(s, either) }

// RequestValue makes a value as a client sends it: without readOnly properties,
// even required ones.
func (g *Generator) RequestValue(s *model.Schema) (*tree.Node, error) { return g.value(s, request) }

// ResponseValue makes a value as a server sends it: without writeOnly
// properties, even required ones.
func (g *Generator) ResponseValue(s *model.Schema) (*tree.Node, error) { return g.value(s, response) }

// maxEffort bounds the attempts that one value may cost.
const maxEffort = 20_000

func (g *Generator) value(s *model.Schema, d direction) (*tree.Node, error) {
	g.effort = maxEffort
	out := g.enter(task{goal: conjunction{}.and(s), path: path(g.Seed), direction: d})
	if out.problem != nil {
		return nil, out.problem.diagnostic(s)
	}
	if out.size > maxSize {
		return nil, fail(s, "size", "the smallest value is larger than %d bytes", maxSize).diagnostic(s)
	}
	return out.node, nil
}

func (g *Generator) pattern(source string) (*synth.Pattern, error) {
	if c, ok := g.patterns[source]; ok {
		return c.pattern, c.err
	}
	p, err := synth.Compile(source)
	g.patterns[source] = compiled{p, err}
	return p, err
}

// task is one value to make.
type task struct {
	goal      conjunction
	path      path
	name      string // of the property, to choose fitting words
	direction direction
	fuel      int  // for circular references
	lean      bool // leave out all that is optional
	salt      int  // 0 for the first choice; others give other values
	depth     int
}

func (t task) source() *source { return &source{uint64(t.path.index(t.salt))} }

// key is what the value of a task depends on.
type key struct {
	goal      int
	path      path // 0 for named schemas, which are the same everywhere
	name      string
	direction direction
	fuel      int
	lean      bool
	salt      int
}

// outcome is a value and its size in bytes of compact JSON, or a problem.
type outcome struct {
	node    *tree.Node
	size    int
	problem *problem
}

func failed(p *problem) outcome { return outcome{problem: p} }

func whole(n *tree.Node) outcome { return outcome{node: n, size: size(n)} }

func size(n *tree.Node) int {
	switch n.Kind {
	case tree.Null:
		return 4
	case tree.Bool, tree.Number:
		return len(n.Text)
	case tree.String:
		return len(n.Text) + 2
	default:
		total := 2 + len(n.Items) + len(n.Fields)
		for _, item := range n.Items {
			total += size(item)
		}
		for i := range n.Fields {
			total += len(n.Fields[i].Name) + 3 + size(n.Fields[i].Value)
		}
		return total
	}
}
