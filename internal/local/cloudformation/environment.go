package cloudformation

import (
	"fmt"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
)

// environment is what the intrinsic functions of a template refer to.
type environment struct{ *stack }

// resolve returns a value with all intrinsic functions evaluated; nil for
// AWS::NoValue.
func (s *stack) resolve(n *tree.Node) *tree.Node { return s.localReferences(s.evaluator().Resolve(n)) }

// textOf resolves a value that must be a string.
func (s *stack) textOf(n *tree.Node, what string) (string, bool) {
	return s.evaluator().Text(n, what)
}

func (s *stack) evaluator() *intrinsic.Evaluator {
	return &intrinsic.Evaluator{Environment: environment{s}, Budget: s.budget}
}

// Ref implements intrinsic.Environment.
func (e environment) Ref(at *tree.Node, name string) *tree.Node {
	if value, ok := e.pseudo(at, name); ok {
		return value
	}
	if value, ok := e.parameter(at, name); ok {
		return value
	}
	if r := e.lookup(at, name); r != nil {
		return intrinsic.From(at, tree.NewString(r.id(at)))
	}
	return intrinsic.Placeholder(at, name)
}

// Attribute implements intrinsic.Environment.
func (e environment) Attribute(at *tree.Node, id, attribute string) *tree.Node {
	r := e.lookup(at, id)
	if r == nil {
		return intrinsic.Placeholder(at, id+"."+attribute)
	}
	if output, ok := strings.CutPrefix(attribute, "Outputs."); ok && r.nested != nil {
		return r.nested.output(at, output)
	}
	return r.attributeValue(at, attribute)
}

// Condition implements intrinsic.Environment.
func (e environment) Condition(name *tree.Node) bool { return e.condition(name) }

// Mapping implements intrinsic.Environment.
func (e environment) Mapping(_ *tree.Node, keys []string) *tree.Node {
	return e.template.Get("Mappings").Get(keys...)
}

// Region implements intrinsic.Environment.
func (e environment) Region() string { return e.region }

// Call implements intrinsic.Environment.
func (e environment) Call(function string, at, argument *tree.Node) *tree.Node {
	switch function {
	case "Fn::ImportValue":
		return e.importValue(at, argument)
	case "Fn::GetStackOutput":
		return e.getStackOutput(at, argument)
	case "Fn::Transform":
		return e.include(argument)
	default:
		return intrinsic.Placeholder(at, function)
	}
}

// Problem implements intrinsic.Environment.
func (e environment) Problem(at *tree.Node, format string, args ...any) {
	e.problem(at, format, args...)
}

// lookup finds a resource that exists, or reports that it does not.
func (s *stack) lookup(at *tree.Node, name string) *resource {
	r := s.resources[name]
	switch {
	case r == nil:
		s.problem(at, "%q is neither a resource nor a parameter of the stack %s", name, s.name)
		if near := diag.Nearest(name, s.names()); near != "" {
			s.List[len(s.List)-1].Help = "did you mean " + near + "?"
		}
	case !r.exists():
		s.problem(at, "the resource %s is not there: its condition %s does not hold", name, r.node.Get("Condition").Str())
		return nil
	}
	return r
}

func (s *stack) names() []string {
	var names []string
	for _, r := range s.order {
		names = append(names, r.logicalID)
	}
	if parameters := s.template.Get("Parameters"); parameters != nil {
		for _, f := range parameters.Fields {
			names = append(names, f.Name)
		}
	}
	return names
}

// condition decides a condition by its name. One that is wrong does not hold.
func (s *stack) condition(name *tree.Node) bool {
	definition := s.template.Get("Conditions").Get(name.Str())
	if definition == nil {
		s.problem(name, "unknown condition %q", name.Text)
		return false
	}
	if decided, ok := s.conditions[name.Text]; ok {
		return decided
	}
	holds := false
	s.once(definition, name, "the condition "+name.Text, func() {
		holds = s.evaluator().Truth(definition)
	})
	s.conditions[name.Text] = holds
	return holds
}

// problem reports an error in a template.
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
		s.problem(at, "%s refers to itself", name)
		return
	}
	s.active[what] = true
	defer delete(s.active, what)
	f()
}
