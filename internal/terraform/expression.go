package terraform

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model/naming"
)

// escapes keep what looks like a template of Terraform from being one.
var escapes = strings.NewReplacer("${", "$${", "%{", "%%{")

// quotes write a string between quotes in an expression (Terraform, "Strings and
// Templates").
var quotes = strings.NewReplacer("\\", "\\\\", "\"", "\\\"", "\n", "\\n", "\r", "\\r", "\t", "\\t", "${", "$${", "%{", "%%{")

// value returns a value as the JSON syntax has it: what is not constant is a template in a
// string.
func (w *writer) value(n *tree.Node) *tree.Node {
	name, argument, isCall := intrinsic.Function(n)
	switch {
	case isCall && name == "Fn::Sub":
		return tree.NewString(w.interpolate(argument, escapes))
	case isCall || hasOptional(n):
		return tree.NewString("${" + w.expression(n) + "}")
	case n.Is(tree.String):
		return tree.NewString(escapes.Replace(n.Text))
	}
	out := n.Copy()
	for i, f := range n.Fields {
		out.Fields[i] = tree.Field{Name: escapes.Replace(f.Name), Value: w.value(f.Value)}
	}
	for i, item := range n.Items {
		out.Items[i] = w.value(item)
	}
	return out
}

// expression returns a value as an expression.
func (w *writer) expression(n *tree.Node) string {
	switch n.Kind {
	case tree.String:
		return quoted(n.Text)
	case tree.Sequence:
		return w.list(n)
	case tree.Mapping:
		if name, argument, isCall := intrinsic.Function(n); isCall {
			return w.call(n, name, argument)
		}
		if named := n.Get("Condition"); len(n.Fields) == 1 && named.Is(tree.String) {
			return w.condition(named.Text)
		}
		return w.object(n)
	default:
		return n.Text
	}
}

func quoted(text string) string { return `"` + quotes.Replace(text) + `"` }

// object returns a mapping. Fields that may be absent are merged into the others.
func (w *writer) object(n *tree.Node) string {
	var constant, optional []string
	for _, f := range n.Fields {
		if isOptional(f.Value) {
			optional = append(optional, w.optional(f.Value, func(value *tree.Node) string {
				return "{" + quoted(f.Name) + " = " + w.expression(value) + "}"
			}, "{}"))
			continue
		}
		constant = append(constant, quoted(f.Name)+" = "+w.expression(f.Value))
	}
	object := "{" + strings.Join(constant, ", ") + "}"
	if len(optional) > 0 {
		return "merge(" + strings.Join(append([]string{object}, optional...), ", ") + ")"
	}
	return object
}

// list returns a sequence. Items that may be absent are lists of their own.
func (w *writer) list(n *tree.Node) string {
	var items, lists []string
	for _, item := range n.Items {
		if isOptional(item) {
			lists = append(lists, w.optional(item, func(value *tree.Node) string { return "[" + w.expression(value) + "]" }, "[]"))
			continue
		}
		items = append(items, w.expression(item))
		lists = append(lists, "["+w.expression(item)+"]")
	}
	if len(items) == len(lists) {
		return "[" + strings.Join(items, ", ") + "]"
	}
	return "concat(" + strings.Join(lists, ", ") + ")"
}

// optional returns the choice between what holds a value and what holds none.
func (w *writer) optional(n *tree.Node, hold func(*tree.Node) string, none string) string {
	switch {
	case isNoValue(n):
		return none
	case !isOptional(n):
		return hold(n)
	}
	choice := n.Get("Fn::If").Items
	return w.choose(choice[0].Text, w.optional(choice[1], hold, none), w.optional(choice[2], hold, none))
}

// choose returns the choice between two expressions, whose types may differ, which
// Terraform's own does not allow.
func (w *writer) choose(condition, holds, otherwise string) string {
	return "jsondecode(" + w.condition(condition) + " ? jsonencode(" + holds + ") : jsonencode(" + otherwise + "))"
}

func isNoValue(n *tree.Node) bool { return n.Get("Ref").Str() == "AWS::NoValue" }

func isChoice(n *tree.Node) bool {
	name, argument, isCall := intrinsic.Function(n)
	return isCall && name == "Fn::If" && argument.Is(tree.Sequence) && len(argument.Items) == 3
}

// isOptional reports whether a value may be absent.
func isOptional(n *tree.Node) bool {
	return isNoValue(n) || isChoice(n) && slices.ContainsFunc(n.Get("Fn::If").Items[1:], isOptional)
}

// hasOptional reports whether a field or an item of a value may be absent.
func hasOptional(n *tree.Node) bool {
	return slices.ContainsFunc(n.Fields, func(f tree.Field) bool { return isOptional(f.Value) }) || slices.ContainsFunc(n.Items, isOptional)
}

func (w *writer) call(n *tree.Node, name string, argument *tree.Node) string {
	all := func() []string {
		var expressions []string
		for _, item := range items(argument) {
			expressions = append(expressions, w.expression(item))
		}
		return expressions
	}
	count := len(items(argument))
	switch {
	case name == "Ref":
		return w.reference(n, argument.Text, "")
	case name == "Fn::GetAtt" && count == 2:
		return w.reference(n, argument.Items[0].Str(), argument.Items[1].Str())
	case name == "Fn::Sub":
		return `"` + w.interpolate(argument, quotes) + `"`
	case name == "Fn::If" && isChoice(n):
		return w.conditional(argument.Items)
	case name == "Fn::Equals" && count == 2:
		return "(" + strings.Join(all(), " == ") + ")"
	case name == "Fn::And":
		return "(" + strings.Join(all(), " && ") + ")"
	case name == "Fn::Or":
		return "(" + strings.Join(all(), " || ") + ")"
	case name == "Fn::Not" && count == 1:
		return "!" + all()[0]
	case name == "Fn::Join" && count == 2:
		return "join(" + strings.Join(all(), ", ") + ")"
	case name == "Fn::Split" && count == 2:
		return "split(" + strings.Join(all(), ", ") + ")"
	case name == "Fn::Select" && count == 2:
		return w.expression(argument.Items[1]) + "[" + argument.Items[0].Text + "]"
	case name == "Fn::Base64":
		return "base64encode(" + w.expression(argument) + ")"
	}
	return w.unsupported(n, name)
}

func (w *writer) unsupported(n *tree.Node, what string) string {
	w.problems.Errorf(n.Position(), "unsupported-intrinsic", "%s has no counterpart in Terraform", what).Help =
		"write the value, or refer to it by Ref, which becomes a variable of the configuration"
	return "null"
}

// conditional returns the choice of Fn::If.
func (w *writer) conditional(arguments []*tree.Node) string {
	holds, otherwise := w.expression(arguments[1]), w.expression(arguments[2])
	if isStructured(arguments[1]) || isStructured(arguments[2]) {
		return w.choose(arguments[0].Text, holds, otherwise)
	}
	return "(" + w.condition(arguments[0].Text) + " ? " + holds + " : " + otherwise + ")"
}

func isStructured(n *tree.Node) bool {
	if isChoice(n) {
		return slices.ContainsFunc(n.Get("Fn::If").Items[1:], isStructured)
	}
	_, _, isCall := intrinsic.Function(n)
	return !isCall && (n.Is(tree.Mapping) || n.Is(tree.Sequence))
}

// interpolate returns the text of an Fn::Sub as a template.
func (w *writer) interpolate(argument *tree.Node, escape *strings.Replacer) string {
	text, values, _ := intrinsic.SubArguments(argument)
	var b strings.Builder
	for rest := text.Text; ; {
		before, after, opened := strings.Cut(rest, "${")
		variable, behind, closed := strings.Cut(after, "}")
		if !opened || !closed {
			b.WriteString(escape.Replace(rest))
			return b.String()
		}
		b.WriteString(escape.Replace(before))
		variable = strings.TrimSpace(variable)
		if literal, ok := strings.CutPrefix(variable, "!"); ok {
			b.WriteString(escape.Replace("${" + literal + "}"))
		} else if value := values.Get(variable); value != nil {
			b.WriteString("${" + w.expression(value) + "}")
		} else {
			id, attribute, _ := strings.Cut(variable, ".")
			b.WriteString("${" + w.reference(argument, id, attribute) + "}")
		}
		rest = behind
	}
}

// pseudo are the data sources and their attributes for CloudFormation's pseudo parameters.
var pseudo = map[string]struct{ source, attribute string }{
	"AWS::Partition": {"aws_partition", "partition"},
	"AWS::URLSuffix": {"aws_partition", "dns_suffix"},
	"AWS::Region":    {"aws_region", "region"},
	"AWS::AccountId": {"aws_caller_identity", "account_id"},
}

// attributes are Terraform's names of what Fn::GetAtt returns; that of Ref is "".
var attributes = map[string]string{"": "id", "Arn": "arn", "RootResourceId": "root_resource_id"}

// reference returns the expression for a parameter, or an attribute of a resource.
func (w *writer) reference(at *tree.Node, id, attribute string) string {
	if id == "AWS::NoValue" {
		return "null"
	}
	if known, ok := pseudo[id]; ok {
		w.data.Set(known.source, tree.NewObject("current", tree.NewMapping()))
		return "data." + known.source + ".current." + known.attribute
	}
	if address := strings.TrimSuffix(id+"."+attribute, "."); intrinsic.IsTerraform(address) {
		return address
	}
	if r := w.resources[id]; r != nil && attributes[attribute] != "" {
		return w.attribute(r, attributes[attribute])
	}
	if w.template.Get("Parameters", id) != nil && attribute == "" {
		return "var." + naming.Snake(id)
	}
	return w.unsupported(at, strings.TrimSuffix(id+"."+attribute, "."))
}
