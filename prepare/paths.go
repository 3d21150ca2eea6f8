package prepare

import (
	"fmt"
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
			f.Value = p.operation(o, r, item)
		}
	}
	if p.cors != nil && len(present) > 0 && !slices.Contains(present, "OPTIONS") {
		item.Set("options", p.cors.preflight(path, present, item))
	}
	return item
}

func (p *preparation) operation(o *model.Operation, r *prepared, item *tree.Node) *tree.Node {
	n := o.Node.Copy()
	if n.Get("operationId") == nil {
		n.Set("operationId", tree.NewString(o.ID))
	}
	if p.cors != nil && !r.raw && !r.rendered.IsProxy() {
		p.warnBinary(o, r)
		p.cors.addTo(r.rendered, o)
	}
	p.setParameters(n, o, r, item)
	p.setResponses(n, o, r)
	p.setSecurity(n, o, r)
	if !r.fromModel {
		n.Set(spec.ExtIntegration, r.rendered.Node())
	}
	return n
}

// setParameters declares the query parameters and headers that the integration
// takes from the request, as API Gateway demands, and refuses path parameters that
// the path does not have.
func (p *preparation) setParameters(n *tree.Node, o *model.Operation, r *prepared, item *tree.Node) {
	list := n.Get("parameters")
	for _, m := range r.rendered.RequestParameters {
		in, name := requestSource(m.Source)
		switch {
		case in == "" || declaresParameter(o, in, name):
		case in == "path":
			d := p.Errorf(p.at(o, "requestParameters"), "unknown-parameter", "the integration of %s maps the path parameter %s, which %s does not have", o.ID, name, o.Path)
			d.Help = fmt.Sprintf("it has %s", orNone(o.PathParameters()))
		default:
			if list = copyList(list); !listsParameter(list, in, name) {
				list.Items = append(list.Items, newParameter(in, name, false))
			}
		}
	}
	n.Set("parameters", list)
}

func copyList(n *tree.Node) *tree.Node {
	if n == nil {
		return tree.NewSequence()
	}
	return n.Copy()
}

func newParameter(in, name string, required bool) *tree.Node {
	return tree.NewMapping(
		tree.Field{Name: "name", Value: tree.NewString(name)},
		tree.Field{Name: "in", Value: tree.NewString(in)},
		tree.Field{Name: "required", Value: tree.NewBool(required)},
		tree.Field{Name: "schema", Value: stringSchema},
	)
}

var stringSchema = tree.NewMapping(tree.Field{Name: "type", Value: tree.NewString("string")})

func listsParameter(list *tree.Node, in, name string) bool {
	return slices.ContainsFunc(list.Items, func(n *tree.Node) bool {
		return n.Get("in").Str() == in && n.Get("name").Str() == name
	})
}

func declaresParameter(o *model.Operation, in, name string) bool {
	if in == "path" {
		return slices.Contains(o.PathParameters(), name)
	}
	return slices.ContainsFunc(o.Parameters, func(q *model.Parameter) bool { return q.In == in && q.Name == name })
}

// requestSource gives the parameter that a mapping takes its value from, or "".
func requestSource(source string) (in, name string) {
	rest, ok := strings.CutPrefix(source, "method.request.")
	if !ok {
		return "", ""
	}
	kind, name, _ := strings.Cut(rest, ".")
	switch kind {
	case "path":
		return "path", name
	case "querystring", "multivaluequerystring":
		return "query", name
	case "header", "multivalueheader":
		return "header", name
	}
	return "", ""
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
