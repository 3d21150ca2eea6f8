package cloudformation

import (
	"path/filepath"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
)

// output returns the value of one of the stack's outputs.
func (s *stack) output(at *tree.Node, name string) *tree.Node {
	declaration := s.template.Get("Outputs").Get(name)
	if declaration == nil {
		s.problem(at, "the stack %s has no output %q", s.name, name)
		return intrinsic.Unresolved(at)
	}
	if known, ok := s.outputs[name]; ok {
		return known
	}
	value := intrinsic.Placeholder(at, s.name+"."+name)
	s.once(declaration, at, "the output "+name+" of the stack "+s.name, func() {
		resolved := s.resolveFor(name, declaration.Get("Value"))
		text, ok := intrinsic.Scalar(resolved)
		if !ok {
			s.problem(declaration, "the value of the output %s must be a string", name)
			return
		}
		value = intrinsic.From(at, tree.NewString(text))
	})
	s.outputs[name] = value
	return value
}

// importValue returns what another stack exports. What no stack of the app exports
// is not known.
func (s *stack) importValue(at, argument *tree.Node) *tree.Node {
	name, ok := s.textOf(argument, "the name of Fn::ImportValue")
	if !ok {
		return intrinsic.Unresolved(at)
	}
	var best *stack
	var output string
	for _, other := range s.stacks {
		if found := other.exporting(name); found != "" && (best == nil || s.closer(other, best)) {
			best, output = other, found
		}
	}
	if best == nil {
		return intrinsic.Placeholder(at, "export "+name)
	}
	return best.output(at, output)
}

// closer prefers exports of the same account and region: only those can be
// imported.
func (s *stack) closer(a, b *stack) bool {
	near := func(o *stack) bool { return o.region == s.region && o.account == s.account }
	return near(a) && !near(b)
}

// exporting returns the output that is exported by a name, or "".
func (s *stack) exporting(name string) string {
	outputs := s.template.Get("Outputs")
	if outputs == nil {
		return ""
	}
	for _, f := range outputs.Fields {
		export := f.Value.Get("Export", "Name")
		if export == nil {
			continue
		}
		if export.Is(tree.String) && export.Text != name {
			continue
		}
		if s.resolveFor(f.Name, export).Str() == name {
			return f.Name
		}
	}
	return ""
}

// getStackOutput takes {"StackName": …, "OutputName": …}.
func (s *stack) getStackOutput(at, argument *tree.Node) *tree.Node {
	stackName, ok := s.textOf(argument.Get("StackName"), "the StackName of Fn::GetStackOutput")
	name, also := s.textOf(argument.Get("OutputName"), "the OutputName of Fn::GetStackOutput")
	if !ok || !also {
		return intrinsic.Unresolved(at)
	}
	var best *stack
	for _, other := range s.stacks {
		if other.name == stackName && (best == nil || s.closer(other, best)) {
			best = other
		}
	}
	if best == nil {
		return intrinsic.Placeholder(at, stackName+"."+name)
	}
	return best.output(at, name)
}

// include resolves the macro AWS::Include, whose file is an asset (AWS
// CloudFormation User Guide, "AWS::Include transform"). The results of other macros are not known.
func (s *stack) include(argument *tree.Node) *tree.Node {
	if argument.Get("Name").Str() != "AWS::Include" {
		return intrinsic.Placeholder(argument, "Fn::Transform")
	}
	from := argument.Get("Parameters", "Location")
	if from == nil {
		s.problem(argument, "AWS::Include has no Location")
		return intrinsic.Unresolved(argument)
	}
	location, ok := s.textOf(from, "the Location of AWS::Include")
	if !ok {
		return intrinsic.Unresolved(argument)
	}
	path, ok := s.includedFile(location)
	if !ok {
		s.Warnf(s.place(argument), "missing-include", "AWS::Include names %s, which is not in the assembly", location).Help =
			"put the file next to the template to have it read here"
		return intrinsic.Placeholder(argument, "AWS::Include of "+location+", which is not in the assembly")
	}
	var included *tree.Node
	s.once(path, argument, "AWS::Include of "+location, func() {
		note := diag.Note{Position: s.place(argument), Message: "included here"}
		included = s.resolve(s.reader.file(path, note))
	})
	return included
}

// includedFile finds a file that AWS::Include names: an asset, the file at that path, or one
// of the same name next to the template.
func (s *stack) includedFile(location string) (path string, ok bool) {
	if found, ok := s.assetAt(location); ok {
		return found, true
	}
	dir := filepath.Dir(s.file)
	if path = resolvePath(dir, location); isFile(path) {
		return path, true
	}
	path = filepath.Join(dir, filepath.Base(filepath.FromSlash(location)))
	return path, isFile(path)
}
