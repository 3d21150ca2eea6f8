package prepare

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// setPaths puts into every operation what the integrations and options add to it.
func (p *preparation) setPaths(integrations map[*model.Operation]*prepared) {
	operations := make(map[string]*model.Operation, len(p.api.Operations))
	for _, o := range p.api.Operations {
		operations[o.Method+" "+o.Path] = o
	}
	paths := p.root.Get("paths")
	if paths == nil {
		return
	}
	paths = paths.Copy()
	for i := range paths.Fields {
		f := &paths.Fields[i]
		if strings.HasPrefix(f.Name, "/") {
			f.Value = p.pathItem(f.Name, p.resolve(f.Value), operations, integrations)
		}
	}
	p.root.Set("paths", paths)
}

// resolve follows local references; what cannot be followed stays as it is.
func (p *preparation) resolve(n *tree.Node) *tree.Node {
	for range 32 {
		target := spec.Resolve(p.root, n.Get("$ref").Str())
		if target == nil {
			return n
		}
		n = target
	}
	return n
}

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

func (p *preparation) pathItem(path string, item *tree.Node, operations map[string]*model.Operation, integrations map[*model.Operation]*prepared) *tree.Node {
	item = item.Copy()
	item.Set("parameters", p.requirable(item.Get("parameters")))
	var present []string
	for i := range item.Fields {
		f := &item.Fields[i]
		method := strings.ToUpper(f.Name)
		if f.Name == spec.ExtAnyMethod {
			method = spec.AnyMethod
		} else if !slices.Contains(methods, f.Name) {
			continue
		}
		present = append(present, method)
		o := operations[method+" "+path]
		if r := integrations[o]; r != nil {
			f.Value = p.operation(o, r)
		}
	}
	if p.cors != nil && len(present) > 0 && !slices.Contains(present, "OPTIONS") {
		item.Set("options", p.cors.preflight(path, present, item))
	}
	return item
}

func (p *preparation) operation(o *model.Operation, r *prepared) *tree.Node {
	n := o.Node.Copy()
	if n.Get("operationId") == nil {
		n.Set("operationId", tree.NewString(o.ID))
	}
	if p.cors != nil && !r.raw && !r.rendered.IsProxy() {
		p.warnBinary(o, r.rendered)
		p.cors.addTo(r.rendered, o, p.isBinaryBody(o, r.rendered))
	}
	p.setParameters(n, o, r)
	p.setRequestBody(n)
	p.setResponses(n, o, r)
	p.setSecurity(n, o, r)
	if !r.fromModel {
		n.Set(spec.ExtIntegration, r.rendered.Node())
	}
	return n
}
