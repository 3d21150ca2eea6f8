package intrinsic

import (
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

const transform = "Fn::Transform"

// Resolve returns a value with all intrinsic functions evaluated. It is nil for
// AWS::NoValue. Parts without any are shared with n.
func (e *Evaluator) Resolve(n *tree.Node) *tree.Node {
	if n == nil || !e.allow(n) {
		return nil
	}
	switch n.Kind {
	case tree.Sequence:
		return transformed(n, e.Resolve)
	case tree.Mapping:
		if name, argument, ok := Function(n); ok {
			return e.call(name, n, argument)
		}
		return e.resolveFields(n)
	default:
		return n
	}
}

func (e *Evaluator) resolveFields(n *tree.Node) *tree.Node {
	var changed *tree.Node
	for i, f := range n.Fields {
		resolved := e.resolveField(f)
		if resolved != f.Value && changed == nil {
			changed = n.Copy()
			changed.Fields = changed.Fields[:i]
		}
		switch {
		case changed == nil || resolved == nil:
		case f.Name == transform && resolved.Is(tree.Mapping): // what is included takes its place next to the rest
			changed.Fields = append(changed.Fields, resolved.Fields...)
		default:
			f.Value = resolved
			changed.Fields = append(changed.Fields, f)
		}
	}
	if changed != nil {
		return changed
	}
	return n
}

func (e *Evaluator) resolveField(f tree.Field) *tree.Node {
	if f.Name == transform {
		return e.Call(transform, f.Value, f.Value)
	}
	return e.Resolve(f.Value)
}

// Function returns the name and the argument of a function call: a mapping with one
// entry, whose name is that of a function.
func Function(n *tree.Node) (name string, argument *tree.Node, ok bool) {
	if !n.Is(tree.Mapping) || len(n.Fields) != 1 {
		return "", nil, false
	}
	f := n.Fields[0]
	isRef := f.Name == "Ref" && f.Value.Is(tree.String) // an API may well describe something named Ref
	return f.Name, f.Value, isRef || strings.HasPrefix(f.Name, "Fn::")
}

// call evaluates an intrinsic function (AWS CloudFormation User Guide, "Intrinsic
// function reference").
func (e *Evaluator) call(name string, at, argument *tree.Node) *tree.Node {
	switch name {
	case "Ref":
		return e.Ref(at, argument.Text)
	case "Fn::GetAtt":
		return e.getAtt(at, argument)
	case "Fn::Sub":
		return e.sub(at, argument)
	case "Fn::Join":
		return e.join(at, argument)
	case "Fn::Split":
		return e.split(at, argument)
	case "Fn::Select":
		return e.selectItem(at, argument)
	case "Fn::If":
		return e.choose(at, argument)
	case "Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals":
		return From(at, tree.NewBool(e.Truth(at)))
	case "Fn::FindInMap":
		return e.findInMap(at, argument)
	case "Fn::Base64":
		return e.base64(at, argument)
	case "Fn::GetAZs":
		return e.getAZs(at, argument)
	case "Fn::Length":
		return e.length(at, argument)
	case "Fn::ToJsonString":
		return e.toJSONString(at, argument)
	case transform:
		return e.Call(name, argument, argument)
	default:
		return e.Call(name, at, argument)
	}
}

// From returns a new value the position of the one that it was made from.
func From(at, n *tree.Node) *tree.Node {
	n.Source, n.Line, n.Column = at.Source, at.Line, at.Column
	return n
}

// Placeholder returns the value of what cannot be known.
func Placeholder(at *tree.Node, what string) *tree.Node {
	return From(at, tree.NewString("<"+what+">"))
}

// Unresolved returns the value of what is wrong and has been reported, so that nothing
// else is reported because of it.
func Unresolved(at *tree.Node) *tree.Node { return Placeholder(at, "unresolved") }

// IsPlaceholder reports whether a string holds a placeholder.
func IsPlaceholder(text string) bool {
	_, rest, opened := strings.Cut(text, "<")
	return opened && strings.Contains(rest, ">")
}

// Scalar returns a string, a number or a boolean as a string.
func Scalar(n *tree.Node) (string, bool) {
	if n == nil {
		return "", false
	}
	switch n.Kind {
	case tree.String, tree.Number, tree.Bool:
		return n.Text, true
	default:
		return "", false
	}
}
