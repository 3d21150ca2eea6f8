package template

import (
	"maps"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/deploy"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model/naming"
)

// stageVariables returns those of the stage. Each is a parameter, whose default is the
// file's value.
func (w *writer) stageVariables() *tree.Node {
	all := tree.NewMapping()
	for _, name := range slices.Sorted(maps.Keys(w.project.StageVariables)) {
		id := w.unused("StageVariable" + alphanumeric(naming.Pascal(name)))
		w.parameter(id, "The stage variable "+name+".").Set("Default", tree.NewString(w.project.StageVariables[name]))
		all.Set(name, ref(id))
	}
	return all
}

func (w *writer) parameter(id, description string) *tree.Node {
	if known := w.parameters.Get(id); known != nil {
		return known
	}
	p := tree.NewObject("Type", tree.NewString("String"), "Description", tree.NewString(description))
	w.parameters.Set(id, p)
	return p
}

// value returns a value of the project as the template has it: with its intrinsic
// functions, which refer to parameters where they refer to what is outside of the
// template, with the ARN of the shared role, and with variables of API Gateway's import
// for CloudFormation to replace.
func (w *writer) value(n *tree.Node) *tree.Node { return w.complete(w.project.Tokens.Restore(n)) }

func (w *writer) text(s string) *tree.Node { return w.value(tree.NewString(s)) }

func (w *writer) complete(n *tree.Node) *tree.Node {
	if name, argument, ok := intrinsic.Function(n); ok {
		return w.call(n, name, argument)
	}
	switch {
	case n.Kind == tree.String && n.Text == deploy.SharedRole:
		return attribute(roleID, "Arn")
	case n.Kind == tree.String:
		return intrinsic.Sub(n)
	}
	return w.below(n)
}

// below completes the values of a mapping or a sequence.
func (w *writer) below(n *tree.Node) *tree.Node {
	out := n.Copy()
	for i := range out.Fields {
		out.Fields[i].Value = w.complete(out.Fields[i].Value)
	}
	for i := range out.Items {
		out.Items[i] = w.complete(out.Items[i])
	}
	return out
}

func (w *writer) call(n *tree.Node, name string, argument *tree.Node) *tree.Node {
	switch name {
	case "Ref":
		return ref(w.reference(argument.Text))
	case "Fn::GetAtt":
		if argument.Is(tree.String) {
			return ref(w.reference(argument.Text))
		}
		return ref(w.reference(strings.Join(argument.Strings(), ".")))
	case "Fn::Sub":
		if text, values, ok := intrinsic.SubArguments(argument); ok {
			return w.sub(text.Text, values)
		}
	case "Fn::FindInMap":
		w.problems.Errorf(n.Position(), "unsupported-intrinsic", "%s needs a mapping, which this template does not have", name).Help =
			"choose a value, or refer to it by Ref, which becomes a parameter of the template"
	}
	return w.below(n)
}

func (w *writer) sub(text string, values *tree.Node) *tree.Node {
	replaced := tree.NewString(intrinsic.Rename(text, func(variable string) string {
		if values.Get(variable) != nil {
			return variable
		}
		return w.reference(variable)
	}))
	if values == nil {
		return tree.NewObject("Fn::Sub", replaced)
	}
	return tree.NewObject("Fn::Sub", tree.NewSequence(replaced, w.below(values)))
}

// reference returns the name by which the template refers to something outside of it:
// that of a pseudo parameter, or of a parameter of the template.
func (w *writer) reference(name string) string {
	if strings.HasPrefix(name, "AWS::") {
		return name
	}
	if w.forTerraform && intrinsic.IsTerraform(name) {
		return name
	}
	for _, f := range w.project.Functions {
		if f.Parameter == name {
			w.parameter(name, "The ARN of the function "+f.Name+".")
		}
	}
	id := alphanumeric(name)
	if intrinsic.IsTerraform(name) {
		id = alphanumeric(naming.Pascal(name))
	}
	if slices.Contains(ids, id) {
		id += "Value"
	}
	w.parameter(id, "The value of "+name+".")
	return id
}
