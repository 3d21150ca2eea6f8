package template

import (
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
)

// New returns the template of a project that was loaded for one. The conditions by which
// Fn::If chooses in its files are decided by parameters of the template.
func New(v *config.Variants) (*tree.Node, diag.List) { return newTemplate(v, false) }

// NewForTerraform returns the template from which the configuration of Terraform is made:
// references of Terraform stay, as {"Ref": ADDRESS}, rather than become parameters.
func NewForTerraform(v *config.Variants) (*tree.Node, diag.List) { return newTemplate(v, true) }

func newTemplate(v *config.Variants, forTerraform bool) (*tree.Node, diag.List) {
	var problems diag.List
	m := &merger{conditions: tree.NewMapping()}
	merged := v.Merge(func(p *config.Project) *tree.Node {
		t, found := of(p, forTerraform)
		problems = append(problems, found...)
		return t
	}, m.merge)
	if problems.HasErrors() {
		return nil, problems
	}
	return m.withConditions(merged), problems
}

// merger makes one template of those of all variants.
type merger struct {
	conditions *tree.Node // names of parameters by those of the conditions that they decide
}

func (m *merger) merge(condition string, holds, otherwise *tree.Node) *tree.Node {
	if holds == nil || otherwise == nil || tree.Equal(holds, otherwise) {
		return holds
	}
	id := alphanumeric(condition) + "Condition"
	m.conditions.Set(id, tree.NewString(alphanumeric(condition)))
	merged := holds.Copy()
	merged.Set("Parameters", mergeParameters(holds.Get("Parameters"), otherwise.Get("Parameters")))
	merged.Set("Resources", mergeResources(id, holds.Get("Resources"), otherwise.Get("Resources")))
	merged.Set("Outputs", intrinsic.Merge(id, holds.Get("Outputs"), otherwise.Get("Outputs")))
	return merged
}

// mergeParameters returns those of both. One whose defaults differ has none.
func mergeParameters(holds, otherwise *tree.Node) *tree.Node {
	if holds == nil || otherwise == nil {
		return either(holds, otherwise)
	}
	merged := holds.Copy()
	for _, f := range otherwise.Fields {
		known := holds.Get(f.Name)
		if known != nil && !tree.Equal(known.Get("Default"), f.Value.Get("Default")) {
			f.Value = f.Value.Copy()
			f.Value.Delete("Default")
		}
		merged.Set(f.Name, f.Value)
	}
	return merged
}

func mergeResources(condition string, holds, otherwise *tree.Node) *tree.Node {
	merged := tree.NewMapping()
	for _, id := range namesOf(holds, otherwise) {
		a, b := holds.Get(id), otherwise.Get(id)
		resource := either(a, b).Copy()
		if a != nil && b != nil {
			resource.Set("Properties", intrinsic.Merge(condition, a.Get("Properties"), b.Get("Properties")))
		}
		resource.Delete("Condition")
		resource.Set("Condition", existence(condition, a, b))
		merged.Set(id, resource)
	}
	return merged
}

// existence returns the condition function of whether a resource exists that does in
// certain variants; nil: always.
func existence(condition string, holds, otherwise *tree.Node) *tree.Node {
	inner, other := holds.Get("Condition"), otherwise.Get("Condition")
	if holds != nil && otherwise != nil && tree.Equal(inner, other) {
		return inner
	}
	term := tree.NewObject("Condition", tree.NewString(condition))
	var terms []*tree.Node
	if holds != nil {
		terms = append(terms, operation("Fn::And", term, inner))
	}
	if otherwise != nil {
		terms = append(terms, operation("Fn::And", operation("Fn::Not", term), other))
	}
	return operation("Fn::Or", terms...)
}

// operation returns a condition function of its terms that are there. And and Or of one
// are that one.
func operation(name string, terms ...*tree.Node) *tree.Node {
	all := tree.NewSequence()
	for _, term := range terms {
		if term != nil {
			all.Items = append(all.Items, term)
		}
	}
	if len(all.Items) == 1 && name != "Fn::Not" {
		return all.Items[0]
	}
	return tree.NewObject(name, all)
}

// withConditions adds the conditions of a template, and the parameters that decide them.
func (m *merger) withConditions(t *tree.Node) *tree.Node {
	if len(m.conditions.Fields) == 0 {
		return t
	}
	parameters, conditions := tree.NewMapping(), tree.NewMapping()
	if known := t.Get("Parameters"); known != nil {
		parameters = known.Copy()
	}
	for _, f := range m.conditions.Fields {
		id := f.Value.Text
		if parameters.Get(id) != nil {
			id += "Holds"
		}
		parameters.Set(id, tree.NewObject("Type", tree.NewString("String"), "AllowedValues", tree.NewStrings([]string{"true", "false"}),
			"Description", tree.NewString("Whether the condition "+f.Value.Text+" holds.")))
		conditions.Set(f.Name, tree.NewObject("Fn::Equals", tree.NewSequence(ref(id), tree.NewString("true"))))
	}
	resources := t.Get("Resources").Copy()
	for i, f := range resources.Fields {
		if function := f.Value.Get("Condition"); function != nil {
			resource := f.Value.Copy()
			resource.Set("Condition", nameCondition(conditions, f.Name+"Condition", function))
			resources.Fields[i].Value = resource
		}
	}
	complete := tree.NewMapping()
	for _, f := range t.Fields {
		switch f.Name {
		case "Resources":
			complete.Set("Parameters", parameters)
			complete.Set("Conditions", conditions)
			complete.Set("Resources", resources)
		case "Parameters":
		default:
			complete.Set(f.Name, f.Value)
		}
	}
	return complete
}

// nameCondition returns the name of a condition with a function, which it adds where there
// is none.
func nameCondition(conditions *tree.Node, name string, function *tree.Node) *tree.Node {
	if known := function.Get("Condition"); known != nil {
		return known
	}
	for _, f := range conditions.Fields {
		if tree.Equal(f.Value, function) {
			return tree.NewString(f.Name)
		}
	}
	conditions.Set(name, function)
	return tree.NewString(name)
}

func either(a, b *tree.Node) *tree.Node {
	if a != nil {
		return a
	}
	return b
}

// namesOf returns the names of two mappings, each once.
func namesOf(a, b *tree.Node) []string {
	var names []string
	for _, f := range a.Fields {
		names = append(names, f.Name)
	}
	for _, f := range b.Fields {
		if a.Field(f.Name) == nil {
			names = append(names, f.Name)
		}
	}
	return names
}
