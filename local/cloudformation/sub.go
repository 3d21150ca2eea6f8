package cloudformation

import (
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// sub takes "text with ${Name}, ${Id.Attribute} and ${!Literal}", or a list of that
// and a mapping with values of its own.
func (s *stack) sub(at, argument *tree.Node) *tree.Node {
	text, values := argument, (*tree.Node)(nil)
	if argument.Is(tree.Sequence) && len(argument.Items) == 2 && argument.Items[1].Is(tree.Mapping) {
		text, values = argument.Items[0], argument.Items[1]
	}
	if !text.Is(tree.String) {
		s.problem(at, "Fn::Sub takes a text, or a list of a text and a mapping")
		return unresolved(at)
	}
	var b strings.Builder
	for rest := text.Text; ; {
		before, after, opened := strings.Cut(rest, "${")
		name, behind, closed := strings.Cut(after, "}")
		if !opened || !closed {
			b.WriteString(rest)
			break
		}
		b.WriteString(before)
		b.WriteString(s.substitute(at, strings.TrimSpace(name), values))
		if s.tooLong(at, b.Len()) {
			return unresolved(at)
		}
		rest = behind
	}
	return from(at, tree.NewString(b.String()))
}

// substitute gives the text for what stands between the braces.
func (s *stack) substitute(at *tree.Node, name string, values *tree.Node) string {
	if literal, ok := strings.CutPrefix(name, "!"); ok {
		return "${" + literal + "}"
	}
	var value *tree.Node
	if own := values.Get(name); own != nil {
		value = s.resolve(own)
	} else if id, attribute, dotted := strings.Cut(name, "."); dotted {
		value = s.attribute(at, id, attribute)
	} else {
		value = s.ref(at, name)
	}
	text, ok := scalar(value)
	if !ok && !s.exhausted {
		s.problem(at, "${%s} in Fn::Sub must stand for a string", name)
	}
	return text
}
