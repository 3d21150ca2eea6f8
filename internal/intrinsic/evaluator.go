// Package intrinsic reads CloudFormation's intrinsic functions, such as Fn::Sub and
// Ref, in templates, definitions and gatewright.yaml alike. Short forms (!Sub) are
// long ones once a document is read; see internal/tree.
package intrinsic

import (
	"github.com/gatewright/gatewright/internal/tree"
)

// Environment knows what intrinsic functions refer to.
type Environment interface {
	// Ref returns the value of a parameter, a pseudo parameter or a resource; nil
	// for AWS::NoValue.
	Ref(at *tree.Node, name string) *tree.Node
	// Attribute returns the value of an attribute of a resource.
	Attribute(at *tree.Node, id, name string) *tree.Node
	// Condition reports whether a condition holds.
	Condition(name *tree.Node) bool
	// Mapping returns an entry of the template's mappings, or nil when there is no
	// such entry.
	Mapping(at *tree.Node, keys []string) *tree.Node
	// Region returns the region in which functions are evaluated.
	Region() string
	// Call evaluates a function that only the environment knows, such as
	// Fn::ImportValue.
	Call(function string, at, argument *tree.Node) *tree.Node
	// Problem reports an error.
	Problem(at *tree.Node, format string, args ...any)
}

// Evaluator replaces intrinsic functions by their values.
type Evaluator struct {
	Environment
	Budget *Budget
}

// Budget limits how many values may be resolved. A template of a few lines can ask
// for billions.
type Budget struct {
	values    int
	exhausted bool
}

// NewBudget returns the budget of one document or of one app.
func NewBudget() *Budget { return &Budget{values: maxValues} }

// The limits on what is resolved. CloudFormation accepts templates of 1,000,000
// bytes.
const (
	maxValues = 2_000_000
	maxText   = 4 << 20 // bytes
)

// allow counts one value, and reports whether the budget allows it.
func (e *Evaluator) allow(n *tree.Node) bool {
	e.Budget.values--
	if e.Budget.values < 0 && !e.Budget.exhausted {
		e.Budget.exhausted = true
		e.Problem(n, "the templates hold more than %d values once they are resolved", maxValues)
	}
	return !e.Budget.exhausted
}
