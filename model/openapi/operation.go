package openapi

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
)

// methods returns the HTTP method of a key of a path item.
var methods = map[string]string{
	"get": "GET", "put": "PUT", "post": "POST", "delete": "DELETE", "options": "OPTIONS", "head": "HEAD",
	"patch": "PATCH", "trace": "TRACE", anyMethod: "ANY",
}

func (m *builder) paths() {
	paths := m.document.Get("paths")
	if paths == nil {
		m.missingPaths()
		return
	}
	if paths.Kind != tree.Mapping {
		return
	}
	for i := range paths.Fields {
		f := &paths.Fields[i]
		if isExtension(f.Name) || !f.Value.Is(tree.Mapping) {
			continue
		}
		position := fieldPosition(paths, f)
		if m.checkPath(f.Name, position) {
			m.pathItem(f.Name, f.Value, position)
		}
	}
}

func (m *builder) missingPaths() {
	if m.needsPaths {
		m.errorf(m.document.Position(), "missing-key", `"paths" is missing`)
		return
	}
	if m.document.Get("webhooks") == nil && m.document.Get("components") == nil {
		m.errorf(m.document.Position(), "missing-key", `"paths", "webhooks" and "components" are all missing; one is needed`)
	}
}

func (m *builder) checkPath(path string, p diag.Position) bool {
	if !strings.HasPrefix(path, "/") {
		m.errorf(p, "invalid-path", "the path %q must start with /", path).Help = `write "/` + path + `"`
		return false
	}
	names, ok := templateNames(path)
	if !ok {
		m.errorf(p, "invalid-path", "the braces of the path %q do not match", path)
		return false
	}
	for i, name := range names {
		if name == "" {
			m.errorf(p, "invalid-path", "the path %q has a parameter without a name", path)
		} else if slices.Contains(names[:i], name) {
			m.errorf(p, "invalid-path", "the path %q has the parameter {%s} twice", path, name)
		}
	}
	return true
}

// templateNames returns the names in the braces of a path, without the "+" of a
// greedy one.
func templateNames(path string) (names []string, ok bool) {
	for {
		before, after, found := strings.Cut(path, "{")
		if strings.Contains(before, "}") {
			return nil, false
		}
		if !found {
			return names, true
		}
		name, rest, closed := strings.Cut(after, "}")
		if !closed || strings.ContainsAny(name, "{/") {
			return nil, false
		}
		names = append(names, strings.TrimSuffix(name, "+"))
		path = rest
	}
}

func (m *builder) pathItem(path string, item *tree.Node, p diag.Position) {
	shared := m.parameterList(item.Get("parameters"))
	for _, parameter := range shared {
		parameter.PathItem = path
	}
	for i := range item.Fields {
		f := &item.Fields[i]
		method := methods[f.Name]
		if method == "" || !f.Value.Is(tree.Mapping) || isReference(f.Value) {
			continue
		}
		position := fieldPosition(item, f)
		if f.Value.Source != item.Source {
			position = f.Value.Position()
		}
		o := m.operation(path, method, f.Value, position)
		o.Parameters = m.operationParameters(o, shared, p)
		m.api.Operations = append(m.api.Operations, o)
	}
}

func (m *builder) operation(path, method string, n *tree.Node, p diag.Position) *model.Operation {
	if method == "TRACE" {
		m.warnf(p, "unsupported-method", "API Gateway does not support the method TRACE")
	}
	return &model.Operation{
		ID:          m.operationID(path, method, n),
		Method:      method,
		Path:        path,
		Summary:     n.Get("summary").Str(),
		Description: n.Get("description").Str(),
		Tags:        n.Get("tags").Strings(),
		Deprecated:  n.Get("deprecated").True(),
		RequestBody: m.requestBody(n.Get("requestBody")),
		Responses:   m.responseList(n, method, p),
		Security:    m.security(n),
		Node:        n,
		Position:    p,
	}
}

func (m *builder) operationID(path, method string, n *tree.Node) string {
	id := n.Get("operationId")
	if id.Str() == "" {
		return naming.Operation(method, path)
	}
	if naming.Camel(id.Text) == "" {
		m.errorf(id.Position(), "invalid-operation-id", "the operationId %q has neither letters nor digits", id.Text)
	}
	return id.Text
}

// sameID reports two operations with one ID.
func (m *builder) sameID(first, second *model.Operation) {
	d := m.errorf(idPosition(second), "duplicate-operation-id", "two operations are called %q", second.ID)
	d.Notes = append(d.Notes, diag.Note{Position: idPosition(first), Message: "the other one"})
}

// nameOperations returns a name of its own to each operation for which the model has
// none. A name that another operation has, also after it is converted to an
// identifier, gets the first number from 2 that makes it another one.
func (m *builder) nameOperations() {
	taken := map[string]bool{}
	take := func(id string) {
		taken[naming.Camel(id)], taken[naming.Snake(id)] = true, true
	}
	isTaken := func(id string) bool { return taken[naming.Camel(id)] || taken[naming.Snake(id)] }
	for _, o := range m.api.Operations {
		if o.Node.Get("operationId").Str() != "" {
			take(o.ID)
		}
	}
	for _, o := range m.api.Operations {
		if o.Node.Get("operationId").Str() != "" {
			continue
		}
		name := o.ID
		for i := 2; isTaken(o.ID); i++ {
			o.ID = name + strconv.Itoa(i)
		}
		take(o.ID)
	}
}

func idPosition(o *model.Operation) diag.Position {
	if id := o.Node.Get("operationId"); id.Str() != "" {
		return id.Position()
	}
	return o.Position
}

var statusForm = regexp.MustCompile(`^([1-5]([0-9][0-9]|XX)|default)$`)

func (m *builder) responseList(n *tree.Node, method string, p diag.Position) []*model.Response {
	responses := n.Get("responses")
	if responses == nil {
		// API Gateway's own exports leave them out of ANY methods.
		if m.needsResponses && method != "ANY" {
			m.errorf(p, "missing-key", `the operation has no "responses"`)
		}
		return nil
	}
	if responses.Kind != tree.Mapping {
		return nil
	}
	if len(responses.Fields) == 0 {
		m.warnf(n.FieldPosition("responses"), "missing-responses", `"responses" describes no response`)
	}
	var list []*model.Response
	for i := range responses.Fields {
		f := &responses.Fields[i]
		if isExtension(f.Name) {
			continue
		}
		if !statusForm.MatchString(f.Name) {
			d := m.errorf(fieldPosition(responses, f), "invalid-status", "%q is not a status of a response: 200, 4XX and default are", f.Name)
			if upper := strings.ToUpper(f.Name); statusForm.MatchString(upper) {
				d.Help = `write "` + upper + `"`
			}
			continue
		}
		if r := m.response(f.Value); r != nil {
			own := *r
			own.Status = f.Name
			if f.Value.Source == responses.Source {
				own.Position = fieldPosition(responses, f)
			}
			list = append(list, &own)
		}
	}
	return list
}

// response returns a response, without its status, once for all that refer to it.
func (m *builder) response(n *tree.Node) *model.Response {
	n = m.deref(n)
	if !n.Is(tree.Mapping) {
		return nil
	}
	if known := m.responses[n]; known != nil {
		return known
	}
	if n.Field("description") == nil {
		m.warnf(n.Position(), "missing-key", `the response has no "description"`)
	}
	r := &model.Response{
		Component:   m.components[n],
		Description: n.Get("description").Str(),
		Headers:     m.headers(n.Get("headers")),
		Content:     m.content(n.Get("content")),
		Position:    n.Position(),
	}
	m.responses[n] = r
	return r
}

func (m *builder) headers(n *tree.Node) []*model.Header {
	if !n.Is(tree.Mapping) {
		return nil
	}
	var headers []*model.Header
	for i := range n.Fields {
		f := &n.Fields[i]
		h := m.deref(f.Value)
		if !h.Is(tree.Mapping) {
			continue
		}
		header := &model.Header{
			Name:        f.Name,
			Component:   m.components[h],
			Required:    h.Get("required").True(),
			Description: h.Get("description").Str(),
			Schema:      m.schema(h.Get("schema")),
			Example:     h.Get("example"),
			Examples:    m.examples(h.Get("examples")),
			Position:    fieldPosition(n, f),
		}
		if content := m.content(h.Get("content")); header.Schema == nil && len(content) > 0 {
			header.Schema = content[0].Schema
		}
		headers = append(headers, header)
	}
	return headers
}

func (m *builder) requestBody(n *tree.Node) *model.RequestBody {
	p := n.Position()
	n = m.deref(n)
	if !n.Is(tree.Mapping) {
		return nil
	}
	if known := m.bodies[n]; known != nil {
		return known
	}
	if n.Field("content") == nil {
		m.warnf(p, "missing-key", `the request body has no "content"`)
	}
	body := &model.RequestBody{
		Component:   m.components[n],
		Required:    n.Get("required").True(),
		Description: n.Get("description").Str(),
		Content:     m.content(n.Get("content")),
		Position:    n.Position(),
	}
	m.bodies[n] = body
	return body
}

func (m *builder) content(n *tree.Node) []*model.MediaType {
	if !n.Is(tree.Mapping) {
		return nil
	}
	types := make([]*model.MediaType, 0, len(n.Fields))
	for i := range n.Fields {
		f := &n.Fields[i]
		if !f.Value.Is(tree.Mapping) {
			continue
		}
		types = append(types, &model.MediaType{
			Type:     f.Name,
			Schema:   m.schema(f.Value.Get("schema")),
			Example:  f.Value.Get("example"),
			Examples: m.examples(f.Value.Get("examples")),
			Position: fieldPosition(n, f),
		})
	}
	return types
}

// examples returns the named examples that have a value here; those that only name
// a URL (externalValue) have none.
func (m *builder) examples(n *tree.Node) []*model.Example {
	if !n.Is(tree.Mapping) {
		return nil
	}
	var examples []*model.Example
	for _, f := range n.Fields {
		if value := m.deref(f.Value).Get("value"); value != nil {
			examples = append(examples, &model.Example{Name: f.Name, Value: value})
		}
	}
	return examples
}
