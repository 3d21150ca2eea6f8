package intrinsic

import (
	"github.com/gatewright/gatewright/internal/tree"
)

// Decide returns a value in which the conditions of the environment have decided every
// Fn::If, without what is AWS::NoValue; nil when that is the value itself. Other functions
// stay. Parts without any Fn::If are shared with n.
func (e *Evaluator) Decide(n *tree.Node) *tree.Node {
	if !e.allow(n) {
		return nil
	}
	name, argument, _ := Function(n)
	switch {
	case name == "Ref" && argument.Text == noValue:
		return nil
	case name == "Fn::If":
		arguments, ok := e.arguments(n, name, argument, 3, "the name of a condition and two values")
		switch {
		case !ok:
			return Unresolved(n)
		case e.Condition(arguments[0]):
			return e.Decide(arguments[1])
		}
		return e.Decide(arguments[2])
	}
	return transformed(n, e.Decide)
}

// Merge returns a value that is one of two values, as a condition of CloudFormation
// decides. What they have in common is there once.
func Merge(condition string, holds, otherwise *tree.Node) *tree.Node {
	switch {
	case tree.Equal(holds, otherwise):
		return holds
	case isParts(holds, tree.Mapping) && isParts(otherwise, tree.Mapping):
		return mergeFields(condition, holds, otherwise)
	case isParts(holds, tree.Sequence) && isParts(otherwise, tree.Sequence) && len(holds.Items) == len(otherwise.Items):
		merged := tree.NewSequence()
		for i := range holds.Items {
			merged.Items = append(merged.Items, Merge(condition, holds.Items[i], otherwise.Items[i]))
		}
		return merged
	}
	return tree.NewMapping(tree.Field{Name: "Fn::If", Value: tree.NewSequence(tree.NewString(condition), orNoValue(holds), orNoValue(otherwise))})
}

func mergeFields(condition string, holds, otherwise *tree.Node) *tree.Node {
	merged := tree.NewMapping()
	for _, f := range holds.Fields {
		merged.Set(f.Name, Merge(condition, f.Value, otherwise.Get(f.Name)))
	}
	for _, f := range otherwise.Fields {
		if holds.Field(f.Name) == nil {
			merged.Set(f.Name, Merge(condition, nil, f.Value))
		}
	}
	return merged
}

// isParts reports whether a value of a kind is not the call of a function.
func isParts(n *tree.Node, kind tree.Kind) bool {
	if !n.Is(kind) {
		return false
	}
	_, _, call := Function(n)
	return !call
}

func orNoValue(n *tree.Node) *tree.Node {
	if n == nil {
		return tree.NewMapping(tree.Field{Name: "Ref", Value: tree.NewString(noValue)})
	}
	return n
}

// noValue is the pseudo parameter that removes what has it as its value.
const noValue = "AWS::NoValue"
