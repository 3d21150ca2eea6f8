package config

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/prepare"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// isDocument reports whether a file is an OpenAPI document, and not gatewright.yaml.
func isDocument(root *tree.Node) bool {
	return root.Get("openapi") != nil || root.Get("swagger") != nil
}

// isUnsupported reports whether the file is of another kind than those that are read,
// after saying which.
func (l *loader) isUnsupported() bool {
	what := spec.UnsupportedAPI(l.root)
	if what.Name == "" {
		return false
	}
	d := l.Errorf(what.Position, "unsupported-api", "%s; gatewright supports REST APIs only", what.Name)
	if what.Help != "" {
		d.Message, d.Help = what.Name+" is not supported by this command", what.Help
	}
	return true
}

// loadDocument loads an OpenAPI document without gatewright.yaml. One in which every
// operation has an integration is a finished definition: it is not translated. In any
// other, generated data answer the operations that have none.
func (l *loader) loadDocument(file string, written *tree.Node) {
	if !l.options.Generate && isFinished(l.root) {
		l.project.Definition = &spec.Document{Root: l.root, Written: written}
		if l.options.Check {
			l.describeDefinition(file)
		}
		return
	}
	l.loadModel(file)
	switch {
	case l.options.Generate:
	case l.project.Model != nil && len(l.project.Model.Operations) > 0 && !slices.ContainsFunc(l.project.Model.Operations, hasNoIntegration):
		l.define(&spec.Document{Root: l.project.Model.Document}) // finished, in several files
	default:
		l.project.ModelOnly = true
		l.prepare(prepare.Input{MockAll: true})
	}
}

func hasNoIntegration(o *model.Operation) bool { return o.Extension(spec.ExtIntegration) == nil }

// describeDefinition reads the model that a finished definition holds. API Gateway's
// import looks at little of it: an error is a warning here.
func (l *loader) describeDefinition(file string) {
	api, problems := l.readModel(file)
	for _, p := range problems {
		if p.Rule == "unknown-reference" {
			continue // limits reports those that the import looks at
		}
		p.Severity = diag.Warning
		l.Add(p)
	}
	l.project.Model = api
}

// isFinished reports whether every operation of a document has an integration and the
// document refers to no other file.
func isFinished(root *tree.Node) bool {
	operations := 0
	paths := root.Get("paths")
	if !paths.Is(tree.Mapping) {
		return false
	}
	for _, p := range paths.Fields {
		item := p.Value
		if target := spec.Resolve(root, item.Get("$ref").Str()); target != nil {
			item = target
		}
		for _, f := range item.Fields {
			if f.Name != spec.ExtAnyMethod && !slices.Contains(spec.Methods, f.Name) {
				continue
			}
			if f.Value.Get(spec.ExtIntegration) == nil {
				return false
			}
			operations++
		}
	}
	return operations > 0 && !refersToFiles(root)
}

// refersToFiles reports whether a value has a reference to another file.
func refersToFiles(n *tree.Node) bool {
	if ref := n.Get("$ref"); ref.Is(tree.String) && !strings.HasPrefix(ref.Text, "#") {
		return true
	}
	return slices.ContainsFunc(n.Fields, func(f tree.Field) bool { return refersToFiles(f.Value) }) ||
		slices.ContainsFunc(n.Items, refersToFiles)
}
