package cloudformation

import (
	"fmt"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// The limits on what is resolved. CloudFormation takes templates of 1,000,000
// bytes.
const (
	maxValues = 2_000_000
	maxText   = 4 << 20 // bytes
)

// resolve gives a value with all references and intrinsic functions resolved. It
// is nil for AWS::NoValue. Parts without any are shared with the template.
func (s *stack) resolve(n *tree.Node) *tree.Node {
	if n == nil || !s.allow(n) {
		return nil
	}
	switch n.Kind {
	case tree.Sequence:
		return s.resolveItems(n)
	case tree.Mapping:
		if name, argument, ok := intrinsicOf(n); ok {
			return s.call(name, n, argument)
		}
		return s.resolveFields(n)
	default:
		return n
	}
}

// allow counts the values that are resolved: a template of a few lines can ask
// for billions.
func (s *stack) allow(n *tree.Node) bool {
	s.allowance--
	if s.allowance < 0 && !s.exhausted {
		s.exhausted = true
		s.problem(n, "the templates hold more than %d values once they are resolved", maxValues)
	}
	return !s.exhausted
}

func (s *stack) resolveItems(n *tree.Node) *tree.Node {
	var changed *tree.Node
	for i, item := range n.Items {
		resolved := s.resolve(item)
		if resolved != item && changed == nil {
			changed = n.Copy()
			changed.Items = changed.Items[:i]
		}
		if changed != nil && resolved != nil {
			changed.Items = append(changed.Items, resolved)
		}
	}
	if changed != nil {
		return changed
	}
	return n
}

func (s *stack) resolveFields(n *tree.Node) *tree.Node {
	var changed *tree.Node
	for i, f := range n.Fields {
		resolve := s.resolve
		if f.Name == "Fn::Transform" {
			resolve = s.include
		}
		resolved := resolve(f.Value)
		if resolved != f.Value && changed == nil {
			changed = n.Copy()
			changed.Fields = changed.Fields[:i]
		}
		switch {
		case changed == nil || resolved == nil:
		case f.Name == "Fn::Transform" && resolved.Is(tree.Mapping): // what is included stands beside the rest
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

// intrinsicOf takes a function call apart: a mapping with one entry, whose name is
// that of a function.
func intrinsicOf(n *tree.Node) (name string, argument *tree.Node, ok bool) {
	if len(n.Fields) != 1 {
		return "", nil, false
	}
	f := n.Fields[0]
	isRef := f.Name == "Ref" && f.Value.Is(tree.String) // an API may well describe something named Ref
	return f.Name, f.Value, isRef || strings.HasPrefix(f.Name, "Fn::")
}

// call calls an intrinsic function (AWS CloudFormation User Guide, "Intrinsic
// function reference").
func (s *stack) call(name string, at, argument *tree.Node) *tree.Node {
	switch name {
	case "Ref":
		return s.ref(at, argument.Text)
	case "Fn::GetAtt":
		return s.getAtt(at, argument)
	case "Fn::Sub":
		return s.sub(at, argument)
	case "Fn::Join":
		return s.join(at, argument)
	case "Fn::Split":
		return s.split(at, argument)
	case "Fn::Select":
		return s.selectItem(at, argument)
	case "Fn::If":
		return s.choose(at, argument)
	case "Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals":
		return from(at, tree.NewBool(s.truth(at)))
	case "Fn::FindInMap":
		return s.findInMap(at, argument)
	case "Fn::Base64":
		return s.base64(at, argument)
	case "Fn::ImportValue":
		return s.importValue(at, argument)
	case "Fn::GetStackOutput":
		return s.getStackOutput(at, argument)
	case "Fn::GetAZs":
		return s.getAZs(at, argument)
	case "Fn::Length":
		return s.length(at, argument)
	case "Fn::ToJsonString":
		return s.toJSONString(at, argument)
	case "Fn::Transform":
		return s.include(argument)
	default:
		return placeholder(at, name)
	}
}

// problem says that something in a template is wrong.
func (s *stack) problem(at *tree.Node, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if s.subject != "" {
		message = s.subject + ": " + message
	}
	s.Errorf(s.place(at), "invalid-template", "%s", message)
}

func (s *stack) place(n *tree.Node) diag.Position {
	if p := n.Position(); p.IsValid() {
		return p
	}
	return diag.Position{File: s.file}
}

// once runs f unless it is already running for the same thing, which is a cycle.
func (s *stack) once(what any, at *tree.Node, name string, f func()) {
	if s.active[what] {
		s.problem(at, "%s leads back to itself", name)
		return
	}
	s.active[what] = true
	defer delete(s.active, what)
	f()
}

// from gives a new value the place of the one that it was made from.
func from(at, n *tree.Node) *tree.Node {
	n.Source, n.Line, n.Column = at.Source, at.Line, at.Column
	return n
}

// placeholder stands for what cannot be known.
func placeholder(at *tree.Node, what string) *tree.Node {
	return from(at, tree.NewString("<"+what+">"))
}

// unresolved stands for what is wrong, after that was said, so that nothing else is
// said because of it.
func unresolved(at *tree.Node) *tree.Node { return placeholder(at, "unresolved") }

// isPlaceholder tells whether a text holds a placeholder.
func isPlaceholder(text string) bool {
	_, rest, opened := strings.Cut(text, "<")
	return opened && strings.Contains(rest, ">")
}

// scalar gives the text of a string, a number or a boolean.
func scalar(n *tree.Node) (string, bool) {
	if n == nil {
		return "", false
	}
	switch n.Kind {
	case tree.String, tree.Number, tree.Bool:
		return n.Text, true
	}
	return "", false
}
