package intrinsic

import (
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// SubArguments returns the text of an Fn::Sub and the values of its own variables: it
// takes "text with ${Name}, ${Id.Attribute} and ${!Literal}", or a list of that and a
// mapping.
func SubArguments(argument *tree.Node) (text, values *tree.Node, ok bool) {
	text = argument
	if argument.Is(tree.Sequence) && len(argument.Items) == 2 && argument.Items[1].Is(tree.Mapping) {
		text, values = argument.Items[0], argument.Items[1]
	}
	ok = text.Is(tree.String)
	return text, values, ok
}

// Substitute returns the text of an Fn::Sub with its variables replaced.
func Substitute(text string, value func(variable string) string) string {
	var b strings.Builder
	for rest := text; ; {
		before, after, opened := strings.Cut(rest, "${")
		name, behind, closed := strings.Cut(after, "}")
		if !opened || !closed {
			b.WriteString(rest)
			return b.String()
		}
		b.WriteString(before)
		name = strings.TrimSpace(name)
		if literal, ok := strings.CutPrefix(name, "!"); ok {
			b.WriteString("${" + literal + "}")
		} else {
			b.WriteString(value(name))
		}
		rest = behind
	}
}

// Rename returns the text of an Fn::Sub with its variables renamed.
func Rename(text string, name func(variable string) string) string {
	return variable.ReplaceAllStringFunc(text, func(found string) string {
		return "${" + name(strings.TrimSpace(found[2:len(found)-1])) + "}"
	})
}

func (e *Evaluator) sub(at, argument *tree.Node) *tree.Node {
	text, values, ok := SubArguments(argument)
	if !ok {
		e.Problem(at, "Fn::Sub takes a text, or a list of a text and a mapping")
		return Unresolved(at)
	}
	size := len(text.Text)
	replaced := Substitute(text.Text, func(variable string) string {
		if size > maxText {
			return ""
		}
		value := e.substitute(at, variable, values)
		size += len(value)
		return value
	})
	if e.tooLong(at, size) {
		return Unresolved(at)
	}
	return From(text, tree.NewString(replaced))
}

// substitute returns the string for a variable.
func (e *Evaluator) substitute(at *tree.Node, name string, values *tree.Node) string {
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
