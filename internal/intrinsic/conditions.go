package intrinsic

import (
	"github.com/gatewright/gatewright/internal/tree"
)

// choose takes [condition, then, else].
func (e *Evaluator) choose(at, argument *tree.Node) *tree.Node {
	arguments, ok := e.arguments(at, "Fn::If", argument, 3, "the name of a condition and two values")
	if !ok {
		return Unresolved(at)
	}
	if e.Condition(arguments[0]) {
		return e.Resolve(arguments[1])
	}
	return e.Resolve(arguments[2])
}

// Truth decides a condition function (AWS CloudFormation User Guide, "Condition
// functions").
func (e *Evaluator) Truth(n *tree.Node) bool {
	if !e.allow(n) {
		return false
	}
	if !n.Is(tree.Mapping) || len(n.Fields) != 1 {
		text, _ := Scalar(n)
		if text != "true" && text != "false" {
			e.Problem(n, "a condition must be Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition")
		}
		return text == "true"
	}
	name, argument := n.Fields[0].Name, n.Fields[0].Value
	switch name {
	case "Condition":
		return e.Condition(argument)
	case "Fn::Not":
		terms, ok := e.arguments(n, name, argument, 1, "a list of one condition")
		return ok && !e.Truth(terms[0])
	case "Fn::And":
		return e.every(n, argument)
	case "Fn::Or":
		return e.any(n, argument)
	case "Fn::Equals":
		terms, ok := e.arguments(n, name, argument, 2, "two values")
		return ok && e.equal(terms[0], terms[1])
	}
	text, _ := Scalar(e.Resolve(n))
	return text == "true"
}

func (e *Evaluator) every(n, terms *tree.Node) bool {
	holds := e.isList(n, terms)
	for _, term := range terms.Items {
		holds = e.Truth(term) && holds
	}
	return holds
}

func (e *Evaluator) any(n, terms *tree.Node) bool {
	holds := false
	e.isList(n, terms)
	for _, term := range terms.Items {
		holds = e.Truth(term) || holds
	}
	return holds
}

func (e *Evaluator) isList(n, terms *tree.Node) bool {
	if terms.Is(tree.Sequence) && len(terms.Items) > 0 {
		return true
	}
	e.Problem(n, "%s takes a list of conditions", n.Fields[0].Name)
	return false
}

// equal compares as CloudFormation does: texts of any type by what they say.
func (e *Evaluator) equal(a, b *tree.Node) bool {
	a, b = e.Resolve(a), e.Resolve(b)
	left, ok := Scalar(a)
	right, also := Scalar(b)
	if ok && also {
		return left == right
	}
	return tree.Equal(a, b)
}
