package prepare

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// setParameters declares the query parameters and headers that the integration
// takes from the request, as API Gateway demands, and refuses path parameters that
// the path does not have.
func (p *preparation) setParameters(n *tree.Node, o *model.Operation, r *prepared) {
	list := p.requirable(n.Get("parameters"))
	for _, m := range r.rendered.RequestParameters {
		in, name := requestSource(m.Source)
		switch {
		case in == "" || declaresParameter(o, in, name):
		case in == "path":
			d := p.Errorf(p.at(o, "requestParameters"), "unknown-parameter", "the integration of %s maps the path parameter %s, which %s does not have", o.ID, name, o.Path)
			d.Help = "it has " + orNone(o.PathParameters())
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

// requestSource returns the parameter that a mapping takes its value from, or "".
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

// unrequirable is the parameters that the model requires and API Gateway cannot, by
// their places: it looks for one key in the query string, and no empty value counts
// ("Request validation for REST APIs").
type unrequirable map[diag.Position]bool

func (p *preparation) findUnrequirable() {
	p.optional = unrequirable{}
	var names []string
	var places []diag.Note
	for _, o := range p.api.Operations {
		for _, q := range o.Parameters {
			reason := whyUnrequirable(q)
			if !q.Required || reason == "" || p.optional[q.Position] {
				continue
			}
			p.optional[q.Position] = true
			names = append(names, q.Name)
			places = append(places, diag.Note{Position: q.Position, Message: q.Name + " of " + o.ID + " " + reason})
		}
	}
	if len(names) == 0 {
		return
	}
	d := p.Warnf(places[0].Position, "ignored-required", "API Gateway cannot require %s, which the definition has as optional: %s",
		counted(len(names), "parameter", "parameters"), strings.Join(names, ", "))
	d.Notes = places
	d.Help = "check them in the integration, as generated handlers do"
}

// whyUnrequirable says why a valid request may lack the key under which API Gateway
// looks for a parameter, or "" (OpenAPI Specification, "Style Values").
func whyUnrequirable(q *model.Parameter) string {
	exploded := q.Explode == nil || *q.Explode
	switch {
	case q.In == "cookie":
		return "is a cookie"
	case q.In != "query" || len(q.Content) > 0:
		return ""
	case q.AllowEmpty:
		return "may be empty"
	case q.Style == "deepObject":
		return "is sent as " + q.Name + "[KEY]=VALUE"
	case (q.Style == "" || q.Style == "form") && exploded && mayBeObject(q.Schema):
		return "is an object whose properties are sent as parameters of their own"
	}
	return ""
}

func mayBeObject(s *model.Schema) bool {
	return slices.ContainsFunc(partsOf(s), func(part *model.Schema) bool {
		return slices.Contains(part.Types, "object") || len(part.Types) == 0 && (len(part.Properties) > 0 || part.AdditionalProperties != nil)
	})
}

// requirable returns a list of parameters in which those that cannot be required are
// optional.
func (p *preparation) requirable(list *tree.Node) *tree.Node {
	if len(p.optional) == 0 || !list.Is(tree.Sequence) {
		return list
	}
	list = list.Copy()
	for i, item := range list.Items {
		if parameter := p.resolve(item); p.optional[parameter.Position()] {
			parameter = parameter.Copy()
			parameter.Set("required", tree.NewBool(false))
			list.Items[i] = parameter
		}
	}
	return list
}
