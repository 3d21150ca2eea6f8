package cloudformation

import (
	"maps"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
)

// pseudo returns the value of a pseudo parameter (AWS CloudFormation User Guide,
// "Pseudo parameters reference"). That of AWS::NoValue is nil.
func (s *stack) pseudo(at *tree.Node, name string) (value *tree.Node, ok bool) {
	if !strings.HasPrefix(name, "AWS::") {
		return nil, false
	}
	switch name {
	case "AWS::NoValue":
		return nil, true
	case "AWS::NotificationARNs":
		return intrinsic.From(at, tree.NewSequence()), true
	}
	texts := map[string]string{
		"AWS::Region":    s.region,
		"AWS::AccountId": s.account,
		"AWS::Partition": s.partition(),
		"AWS::URLSuffix": s.suffix(),
		"AWS::StackName": s.name,
		"AWS::StackId":   s.stackID(),
	}
	text, ok := texts[name]
	if !ok {
		return nil, false
	}
	return intrinsic.From(at, tree.NewString(text)), true
}

func (s *stack) partition() string {
	switch {
	case strings.HasPrefix(s.region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(s.region, "us-gov-"):
		return "aws-us-gov"
	}
	return "aws"
}

func (s *stack) suffix() string {
	if strings.HasPrefix(s.region, "cn-") {
		return "amazonaws.com.cn"
	}
	return "amazonaws.com"
}

func (s *stack) stackID() string {
	return "arn:" + s.partition() + ":cloudformation:" + s.region + ":" + s.account + ":stack/" + s.name + "/" + identifier(s.name, 12)
}

// parameter returns the value of a parameter: the one it is given, or its default.
// It is a placeholder when there is neither.
func (s *stack) parameter(at *tree.Node, name string) (value *tree.Node, ok bool) {
	declaration := s.template.Get("Parameters").Get(name)
	if declaration == nil {
		return nil, false
	}
	if known, ok := s.parameters[name]; ok {
		return known, true
	}
	value = intrinsic.Placeholder(declaration, "parameter "+name)
	s.once(declaration, at, "the parameter "+name, func() {
		if given := s.givenTo(name); given != nil {
			value = given
		} else if fallback := declaration.Get("Default"); fallback != nil {
			value = fallback
		}
		value = s.typed(declaration.Get("Type").Str(), value)
	})
	s.parameters[name] = value
	return value, true
}

// givenTo returns the value that the user, the stack around a nested one, or the app
// gives to a parameter.
func (s *stack) givenTo(name string) *tree.Node {
	for _, key := range []string{s.name + ":" + name, name} {
		if value, ok := s.options.Parameters[key]; ok && s.nestedIn == nil {
			return intrinsic.From(s.template.Get("Parameters"), tree.NewString(value))
		}
	}
	given := s.given.Get(name)
	if s.nestedIn == nil {
		return given
	}
	return s.nestedIn.resolveFor(s.nestedIn.logicalID, given)
}

// typed makes of a parameter's text what its type says.
func (s *stack) typed(kind string, value *tree.Node) *tree.Node {
	text, ok := intrinsic.Scalar(value)
	if value.Is(tree.Sequence) { // as parents give lists to nested stacks
		return intrinsic.From(value, tree.NewStrings(value.Strings()))
	}
	if !ok {
		s.problem(value, "the value of a parameter must be a string, found %s", value.Kind)
		return intrinsic.Unresolved(value)
	}
	if inner, ok := strings.CutPrefix(kind, "AWS::SSM::Parameter::Value<"); ok {
		kind = strings.TrimSuffix(inner, ">")
		if text, ok = s.ssmParameter(text); !ok {
			return intrinsic.Placeholder(value, "SSM parameter "+value.Text)
		}
	}
	if kind != "CommaDelimitedList" && !strings.HasPrefix(kind, "List<") {
		return intrinsic.From(value, tree.NewString(text))
	}
	items := strings.Split(text, ",")
	for i := range items {
		items[i] = strings.TrimSpace(items[i])
	}
	return intrinsic.From(value, tree.NewStrings(items))
}

// ssmParameter finds the value of a parameter that the app itself puts into
// Systems Manager.
func (s *stack) ssmParameter(name string) (value string, ok bool) {
	for _, r := range s.reader.resources("AWS::SSM::Parameter") {
		if r.physicalName(r.node) == name {
			return r.text("Value"), true
		}
	}
	return "", false
}

// checkParameters reports values for parameters that no stack has.
func (r *reader) checkParameters() {
	known := map[string]bool{}
	for _, s := range r.stacks {
		declared := s.template.Get("Parameters")
		if s.nestedIn != nil || !declared.Is(tree.Mapping) {
			continue
		}
		for _, f := range declared.Fields {
			known[f.Name], known[s.name+":"+f.Name] = true, true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.options.Parameters)) {
		if known[name] {
			continue
		}
		d := r.Errorf(diag.Position{}, "unknown-stack-parameter", "no stack of the app has a parameter %s", name)
		if near := diag.Nearest(name, slices.Sorted(maps.Keys(known))); near != "" {
			d.Help = "did you mean " + near + "?"
		}
	}
}

// unknownParameter returns the parameter without a value that a string needs, or "".
func unknownParameter(text string) string {
	_, rest, _ := strings.Cut(text, "<parameter ")
	name, _, found := strings.Cut(rest, ">")
	if !found {
		return ""
	}
	return name
}

// unknown returns why a string cannot be used that has a placeholder in it, what it is
// the name of, and how it can be given.
func unknown(what, text string) string {
	if name := unknownParameter(text); name != "" {
		return what + " is the parameter " + name + ", which has no value; give it one with --parameter " + name + "=VALUE"
	}
	return what + " is " + text + ", which is known only once it is deployed"
}
