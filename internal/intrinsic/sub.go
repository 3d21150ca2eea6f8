package intrinsic

import (
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// sub takes "text with ${Name}, ${Id.Attribute} and ${!Literal}", or a list of that
// and a mapping with values of its own.
func (e *Evaluator) sub(at, argument *tree.Node) *tree.Node {
	text, values := argument, (*tree.Node)(nil)
	if argument.Is(tree.Sequence) && len(argument.Items) == 2 && argument.Items[1].Is(tree.Mapping) {
		text, values = argument.Items[0], argument.Items[1]
	}
	if !text.Is(tree.String) {
		e.Problem(at, "Fn::Sub takes a text, or a list of a text and a mapping")
		return Unresolved(at)
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
		b.WriteString(e.substitute(at, strings.TrimSpace(name), values))
		if e.tooLong(at, b.Len()) {
			return Unresolved(at)
		}
		rest = behind
	}
	return From(at, tree.NewString(b.String()))
}

// substitute gives the text for what stands between the braces.
func (e *Evaluator) substitute(at *tree.Node, name string, values *tree.Node) string {
	if literal, ok := strings.CutPrefix(name, "!"); ok {
		return "${" + literal + "}"
	}
	var value *tree.Node
	if own := values.Get(name); own != nil {
		value = e.Resolve(own)
	} else if id, attribute, dotted := strings.Cut(name, "."); dotted {
		value = e.Attribute(at, id, attribute)
	} else {
		value = e.Ref(at, name)
	}
	text, ok := Scalar(value)
	if !ok && !e.Budget.exhausted {
		e.Problem(at, "${%s} in Fn::Sub must stand for a string", name)
	}
	return text
}
