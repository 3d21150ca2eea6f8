package cloudformation

import (
	"path/filepath"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/sam"
	"github.com/gatewright/gatewright/internal/tree"
)

// maxStacks is how many stacks an app or a template may have, those in others included.
const maxStacks = 500

// stack is a template and where it stands.
type stack struct {
	*reader
	name     string
	file     string
	template *tree.Node
	account  string
	region   string
	nestedIn *resource  // nil: a stack of its own
	given    *tree.Node // values of parameters; of a nested stack, in the terms of the other one
	depth    int

	isTemplate bool // that was read by itself, rather than of an app

	order     []*resource // of the template
	resources map[string]*resource

	parameters map[string]*tree.Node // once resolved
	outputs    map[string]*tree.Node // once resolved
	conditions map[string]bool       // once decided
}

// resource is a resource of a stack.
type resource struct {
	*stack
	logicalID string
	kind      string // "AWS::Lambda::Function"
	node      *tree.Node
	position  diag.Position
	nested    *stack // of an AWS::CloudFormation::Stack
	name      string // once it is known; see physicalName
}

func newStack(r *reader, name, file string, template *tree.Node) *stack {
	return &stack{
		reader: r, name: name, file: file, template: template,
		resources:  map[string]*resource{},
		parameters: map[string]*tree.Node{},
		outputs:    map[string]*tree.Node{},
		conditions: map[string]bool{},
	}
}

// addStack adds a stack with its resources, those that AWS SAM makes of its own included.
func (r *reader) addStack(s *stack) {
	if sam.Uses(s.template) {
		transformed, problems := sam.Transform(s.template, sam.Options{Resolve: s.resolve, Include: s.included})
		r.Add(problems...)
		s.template = transformed
	}
	s.findResources()
	r.stacks = append(r.stacks, s)
}

// findResources lists the resources of the template.
func (s *stack) findResources() {
	template := s.template
	if !template.Is(tree.Mapping) {
		s.Errorf(template.Position(), "invalid-template", "a template must be a mapping, found %s", template.Kind)
		return
	}
	all := template.Get("Resources")
	if all == nil {
		return
	}
	if !all.Is(tree.Mapping) {
		s.Errorf(all.Position(), "invalid-template", "Resources must be a mapping, found %s", all.Kind)
		return
	}
	for _, f := range all.Fields {
		found := &resource{
			stack: s, logicalID: f.Name, kind: f.Value.Get("Type").Str(), node: f.Value, position: all.FieldPosition(f.Name),
		}
		if found.kind == "" {
			s.Errorf(found.position, "invalid-template", "the resource %s has no Type", f.Name)
		}
		s.order = append(s.order, found)
		s.resources[f.Name] = found
	}
}

// nestStacks reads the templates of nested stacks.
func (r *reader) nestStacks() {
	for i := 0; i < len(r.stacks); i++ { //nolint:intrange // grows
		s := r.stacks[i]
		for _, held := range s.order {
			switch {
			case held.kind != "AWS::CloudFormation::Stack" || !held.exists():
			case len(r.stacks) == maxStacks: // depth alone is no bound where each stack holds several
				s.Errorf(held.position, "invalid-template", "there are more than %d stacks", maxStacks)
				return
			default:
				s.nest(held)
			}
		}
	}
	for _, s := range r.stacks { // what was resolved without all stacks in sight
		clear(s.parameters)
		clear(s.outputs)
		clear(s.conditions)
	}
}

func (s *stack) nest(held *resource) {
	if s.depth >= maxNesting {
		s.Errorf(held.position, "invalid-template", "stacks nest deeper than %d levels", maxNesting)
		return
	}
	file, ok := held.templateFile()
	if !ok {
		s.Warnf(held.position, "unknown-template", "the template of the nested stack %s is not on this machine; what is in it is not there", held.path())
		return
	}
	template := s.reader.file(file, diag.Note{Position: held.position, Message: "nested here"})
	if template == nil {
		return
	}
	nested := newStack(s.reader, s.name+"-"+held.logicalID, file, template)
	nested.account, nested.region = s.account, s.region
	nested.nestedIn, nested.depth = held, s.depth+1
	nested.given = held.node.Get("Properties", "Parameters")
	held.nested = nested
	s.addStack(nested)
}

// templateFile finds a nested template by the key at the end of its URL, or by
// what the CDK tells about the asset.
func (r *resource) templateFile() (string, bool) {
	if found, ok := r.assetAt(r.text("TemplateURL")); ok {
		return found, true
	}
	if found, ok := r.assetOf("TemplateURL"); ok {
		return found, true
	}
	path, isLocal := r.localFile(r.property("TemplateURL"))
	return path, isLocal && isFile(path)
}

// assetOf returns the asset that the CDK names in a resource's metadata for one of
// its properties.
func (r *resource) assetOf(property string) (string, bool) {
	metadata := r.node.Get("Metadata")
	source := metadata.Get("aws:asset:path").Str()
	if source == "" || metadata.Get("aws:asset:property").Str() != property {
		return "", false
	}
	return resolvePath(filepath.Dir(r.file), source), true
}

// path returns the construct's path as the CDK shows it, or the stack's name and
// the logical ID. In a template of its own that ID is enough.
func (r *resource) path() string {
	if p := r.node.Get("Metadata", "aws:cdk:path").Str(); p != "" {
		return strings.TrimSuffix(p, "/Resource")
	}
	if r.isTemplate {
		return r.logicalID
	}
	return r.stack.name + "/" + r.logicalID
}

// exists reports whether the resource's condition holds.
func (r *resource) exists() bool {
	condition := r.node.Get("Condition")
	return condition == nil || r.condition(condition)
}

// property returns a property, resolved; nil when it is not there.
func (r *resource) property(names ...string) *tree.Node {
	n := r.node.Get("Properties")
	for _, name := range names {
		if n = r.resolveFor(r.logicalID, n.Get(name)); n == nil {
			return nil
		}
	}
	return n
}

// text returns a property that is a text, or "".
func (r *resource) text(names ...string) string {
	n := r.property(names...)
	if n == nil {
		return ""
	}
	text, ok := intrinsic.Scalar(n)
	if !ok {
		r.Errorf(n.Position(), "invalid-template", "%s: %s must be a string, found %s", r.logicalID, strings.Join(names, "."), n.Kind)
	}
	return text
}

// resolveFor resolves a value that belongs to a resource or another entry of the
// template, which messages then name.
func (s *stack) resolveFor(subject string, n *tree.Node) *tree.Node {
	before := s.subject
	s.subject = subject
	defer func() { s.subject = before }()
	return s.resolve(n)
}
