package openapi

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

var places = []string{"path", "query", "header", "cookie"}

// parameterList returns the parameters that a path item or an operation describes.
func (m *builder) parameterList(n *tree.Node) []*model.Parameter {
	if !n.Is(tree.Sequence) {
		return nil
	}
	var list []*model.Parameter
	first := map[parameterKey]diag.Position{}
	for _, item := range n.Items {
		p := m.parameter(item)
		if p == nil {
			continue
		}
		if at, twice := first[keyOf(p)]; twice {
			d := m.errorf(item.Position(), "duplicate-parameter", "the %s parameter %q occurs twice in this list", p.In, p.Name)
			d.Notes = append(d.Notes, diag.Note{Position: at, Message: "first here"})
			continue
		}
		list = append(list, p)
		first[keyOf(p)] = item.Position()
	}
	return list
}

// parameterKey identifies a parameter of an operation.
type parameterKey struct{ in, name string }

// keyOf returns the place and name of a parameter. Names of headers have no case
// (RFC 9110, section 5.1).
func keyOf(p *model.Parameter) parameterKey {
	if p.In == "header" {
		return parameterKey{p.In, strings.ToLower(p.Name)}
	}
	return parameterKey{p.In, p.Name}
}

// parameter returns a parameter, once for all that refer to it, or nil when it is
// unusable.
func (m *builder) parameter(n *tree.Node) *model.Parameter {
	n = m.deref(n)
	if !n.Is(tree.Mapping) {
		return nil
	}
	if known, ok := m.parameters[n]; ok {
		return known
	}
	m.parameters[n] = nil
	if !m.checkParameter(n) {
		return nil
	}
	p := &model.Parameter{
		Name:        n.Get("name").Str(),
		Component:   m.components[n],
		In:          n.Get("in").Str(),
		Required:    n.Get("required").True(),
		Deprecated:  n.Get("deprecated").True(),
		Description: n.Get("description").Str(),
		Style:       n.Get("style").Str(),
		AllowEmpty:  n.Get("allowEmptyValue").True(),
		Schema:      m.schema(n.Get("schema")),
		Content:     m.content(n.Get("content")),
		Example:     n.Get("example"),
		Examples:    m.examples(n.Get("examples")),
		Position:    n.Position(),
	}
	if explode := n.Get("explode"); explode.Is(tree.Bool) {
		value := explode.True()
		p.Explode = &value
	}
	if p.In == "path" && !p.Required {
		m.warnf(p.Position, "missing-required", `the path parameter %q must state "required: true"; it is taken as required`, p.Name)
		p.Required = true
	}
	m.parameters[n] = p
	return p
}

func (m *builder) checkParameter(n *tree.Node) bool {
	usable := true
	for _, key := range []string{"name", "in"} {
		if n.Field(key) == nil {
			m.errorf(n.Position(), "missing-key", "the parameter has no %q", key)
			usable = false
		} else if n.Get(key).Str() == "" {
			if n.Get(key).Is(tree.String) {
				m.errorf(n.Get(key).Position(), "missing-key", "the parameter has an empty %q", key)
			}
			usable = false
		}
	}
	if in := n.Get("in").Str(); in != "" && !slices.Contains(places, in) {
		m.unknownPlace(n, in)
		usable = false
	}
	if usable && n.Field("schema") == nil && n.Field("content") == nil {
		m.warnf(n.Position(), "missing-key", `the parameter %q has neither "schema" nor "content"`, n.Get("name").Text)
	}
	return usable
}

func (m *builder) unknownPlace(n *tree.Node, in string) {
	d := m.errorf(n.Get("in").Position(), "unknown-value", "%q is not a place of a parameter (%s)", in, strings.Join(places, ", "))
	switch in {
	case "body", "formData":
		d.Help = `OpenAPI 3 describes bodies in "requestBody" of the operation`
	default:
		suggest(d, in, places)
	}
}

// operationParameters returns the parameters of an operation: those of the path that
// it does not override, its own, and those that only the path names.
func (m *builder) operationParameters(o *model.Operation, shared []*model.Parameter, path diag.Position) []*model.Parameter {
	all := overridden(shared, m.parameterList(o.Node.Get("parameters")))
	names, _ := templateNames(o.Path)
	described := map[string]bool{}
	for _, p := range all {
		if p.In != "path" {
			continue
		}
		name := strings.TrimSuffix(p.Name, "+")
		described[name] = true
		if !slices.Contains(names, name) {
			d := m.errorf(p.Position, "unknown-path-parameter", "the path %q has no parameter {%s}", o.Path, p.Name)
			suggest(d, p.Name, names)
		}
	}
	for _, name := range names {
		if name != "" && !described[name] {
			m.warnf(path, "missing-path-parameter", "the path %q names {%s} but %s does not describe it; it is taken as a string", o.Path, name, o.Method)
			all = append(all, undescribed(name, path))
		}
	}
	return all
}

// overridden returns the shared parameters that an operation does not describe again,
// and its own.
func overridden(shared, own []*model.Parameter) []*model.Parameter {
	if len(shared) == 0 {
		return own
	}
	keys := map[parameterKey]bool{}
	for _, p := range own {
		keys[keyOf(p)] = true
	}
	all := make([]*model.Parameter, 0, len(shared)+len(own))
	for _, p := range shared {
		if !keys[keyOf(p)] {
			all = append(all, p)
		}
	}
	return append(all, own...)
}

// undescribed is the parameter that API Gateway adds by itself for a name in the
// path.
func undescribed(name string, p diag.Position) *model.Parameter {
	return &model.Parameter{
		Name: name, In: "path", Required: true, Position: p,
		Schema: &model.Schema{
			Types: []string{"string"}, Position: p,
			Node: tree.NewMapping(tree.Field{Name: "type", Value: tree.NewString("string")}),
		},
	}
}
