package cloudformation

import (
	"github.com/gatewright/gatewright/internal/tree"
)

// choose takes [condition, then, else].
func (s *stack) choose(at, argument *tree.Node) *tree.Node {
	arguments, ok := s.arguments(at, "Fn::If", argument, 3, "the name of a condition and two values")
	if !ok {
		return unresolved(at)
	}
	if s.condition(arguments[0]) {
		return s.resolve(arguments[1])
	}
	return s.resolve(arguments[2])
}

// condition decides a condition by its name. One that is wrong does not hold.
func (s *stack) condition(name *tree.Node) bool {
	definition := s.template.Get("Conditions").Get(name.Str())
	if definition == nil {
		s.problem(name, "there is no condition %q", name.Text)
		return false
	}
	if decided, ok := s.conditions[name.Text]; ok {
		return decided
	}
	holds := false
	s.once(definition, name, "the condition "+name.Text, func() {
		holds = s.truth(definition)
	})
	s.conditions[name.Text] = holds
	return holds
}

// truth decides a condition function (AWS CloudFormation User Guide, "Condition
// functions").
func (s *stack) truth(n *tree.Node) bool {
	if !s.allow(n) {
		return false
	}
	if !n.Is(tree.Mapping) || len(n.Fields) != 1 {
		text, _ := scalar(n)
		if text != "true" && text != "false" {
			s.problem(n, "a condition must be Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition")
		}
		return text == "true"
	}
	name, argument := n.Fields[0].Name, n.Fields[0].Value
	switch name {
	case "Condition":
		return s.condition(argument)
	case "Fn::Not":
		terms, ok := s.arguments(n, name, argument, 1, "a list of one condition")
		return ok && !s.truth(terms[0])
	case "Fn::And":
		return s.every(n, argument)
	case "Fn::Or":
		return s.any(n, argument)
	case "Fn::Equals":
		terms, ok := s.arguments(n, name, argument, 2, "two values")
		return ok && s.equal(terms[0], terms[1])
	}
	value := s.resolve(n)
	text, _ := scalar(value)
	return text == "true"
}

func (s *stack) every(n, terms *tree.Node) bool {
	holds := s.isList(n, terms)
	for _, term := range terms.Items {
		holds = s.truth(term) && holds
	}
	return holds
}

func (s *stack) any(n, terms *tree.Node) bool {
	holds := false
	s.isList(n, terms)
	for _, term := range terms.Items {
		holds = s.truth(term) || holds
	}
	return holds
}

func (s *stack) isList(n, terms *tree.Node) bool {
	if terms.Is(tree.Sequence) && len(terms.Items) > 0 {
		return true
	}
	s.problem(n, "%s takes a list of conditions", n.Fields[0].Name)
	return false
}

// equal compares as CloudFormation does: texts of any type by what they say.
func (s *stack) equal(a, b *tree.Node) bool {
	a, b = s.resolve(a), s.resolve(b)
	left, ok := scalar(a)
	right, also := scalar(b)
	if ok && also {
		return left == right
	}
	return tree.Equal(a, b)
}
