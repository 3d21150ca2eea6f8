package openapi

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// builder makes the model of a bundled document. What has a wrong shape has been
// reported by the bundler and is skipped here.
type builder struct {
	*report
	dialect
	document *tree.Node
	api      *model.API

	lookup     lookup
	targets    map[string]*tree.Node // of local references
	schemas    map[*tree.Node]*model.Schema
	unfilled   []*tree.Node // schemas that are made and wait for their contents
	parameters map[*tree.Node]*model.Parameter
	bodies     map[*tree.Node]*model.RequestBody
	responses  map[*tree.Node]*model.Response
	components map[*tree.Node]string // keys of what components has besides schemas
	schemes    map[string]bool
	schemesAt  []string
}

func build(document *tree.Node, d dialect, r *report) *model.API {
	m := &builder{
		report: r, dialect: d, document: document,
		api:        &model.API{Document: document, OpenAPI: d.version, Position: document.Position()},
		lookup:     lookup{},
		targets:    map[string]*tree.Node{},
		schemas:    map[*tree.Node]*model.Schema{},
		parameters: map[*tree.Node]*model.Parameter{},
		bodies:     map[*tree.Node]*model.RequestBody{},
		responses:  map[*tree.Node]*model.Response{},
		components: componentKeys(document),
		schemes:    map[string]bool{},
	}
	m.info()
	m.namedSchemas()
	m.securitySchemes()
	m.api.Security = m.security(document)
	m.paths()
	m.fillSchemas()
	m.checkExtensionOfSelf()
	m.checkOperationNames()
	return m.api
}

// componentKeys returns the key of each parameter, header, request body and response in components.
func componentKeys(document *tree.Node) map[*tree.Node]string {
	keys := map[*tree.Node]string{}
	for _, section := range []string{"parameters", "headers", "requestBodies", "responses"} {
		n := document.Get("components", section)
		if !n.Is(tree.Mapping) {
			continue
		}
		for i := range n.Fields {
			if f := &n.Fields[i]; !isReference(f.Value) {
				keys[f.Value] = f.Name
			}
		}
	}
	return keys
}

func (m *builder) info() {
	info := m.document.Get("info")
	if info == nil {
		m.warnf(m.document.Position(), "missing-key", `"info" is missing`).
			Help = `an OpenAPI document has "info" with a "title" and a "version"`
		return
	}
	if info.Kind != tree.Mapping {
		return
	}
	m.api.Title = info.Get("title").Str()
	m.api.Version = info.Get("version").Str()
	m.api.Description = info.Get("description").Str()
	for _, key := range []string{"title", "version"} {
		if info.Field(key) == nil {
			m.warnf(m.document.FieldPosition("info"), "missing-key", `"info" has no %q`, key)
		}
	}
}

func (m *builder) namedSchemas() {
	section := m.document.Get("components", "schemas")
	if !section.Is(tree.Mapping) {
		return
	}
	for i := range section.Fields {
		f := &section.Fields[i]
		if m.isAlias(f.Value) {
			continue // the same schema under another name
		}
		s := m.schema(f.Value)
		if s == nil {
			continue
		}
		if s.Name == "" {
			s.Name = f.Name
		}
		if f.Value.Source == section.Source {
			s.Position = fieldPosition(section, f)
		}
		m.api.Schemas = append(m.api.Schemas, s)
	}
}

var schemeTypes = []string{"apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"}

func (m *builder) securitySchemes() {
	section := m.document.Get("components", "securitySchemes")
	if !section.Is(tree.Mapping) {
		return
	}
	for i := range section.Fields {
		f := &section.Fields[i]
		m.schemes[f.Name] = true
		m.schemesAt = append(m.schemesAt, f.Name)
		if n := m.deref(f.Value); n.Is(tree.Mapping) {
			m.api.SecuritySchemes = append(m.api.SecuritySchemes, m.securityScheme(f.Name, n, fieldPosition(section, f)))
		}
	}
}

func (m *builder) securityScheme(name string, n *tree.Node, p diag.Position) *model.SecurityScheme {
	s := &model.SecurityScheme{
		Name: name, Type: n.Get("type").Str(), In: n.Get("in").Str(), KeyName: n.Get("name").Str(), Node: n, Position: p,
	}
	switch {
	case n.Field("type") == nil:
		m.errorf(p, "missing-key", `the security scheme %q has no "type"`, name)
	case s.Type != "" && !slices.Contains(schemeTypes, s.Type):
		d := m.errorf(n.Get("type").Position(), "unknown-value", "%q is not a type of a security scheme (%s)", s.Type, strings.Join(schemeTypes, ", "))
		suggest(d, s.Type, schemeTypes)
	case s.Type == "apiKey":
		m.apiKey(s, n)
	}
	return s
}

func (m *builder) apiKey(s *model.SecurityScheme, n *tree.Node) {
	if n.Field("name") == nil {
		m.errorf(s.Position, "missing-key", `the security scheme %q has no "name" of the header or parameter that holds the key`, s.Name)
	}
	if !slices.Contains([]string{"query", "header", "cookie"}, s.In) {
		p := s.Position
		if n.Get("in") != nil {
			p = n.Get("in").Position()
		}
		m.errorf(p, "unknown-value", `the security scheme %q needs "in": query, header or cookie`, s.Name)
	}
}

// security returns the requirements that a document or an operation states: nil when
// it states none, empty when it states that none is needed.
func (m *builder) security(n *tree.Node) []model.SecurityRequirement {
	list := n.Get("security")
	if !list.Is(tree.Sequence) {
		return nil
	}
	requirements := make([]model.SecurityRequirement, 0, len(list.Items))
	for _, item := range list.Items {
		requirement := make(model.SecurityRequirement, 0, len(item.Fields))
		for i := range item.Fields {
			f := &item.Fields[i]
			p := fieldPosition(item, f)
			if !m.schemes[f.Name] {
				d := m.errorf(p, "unknown-security-scheme", "components.securitySchemes has no %q", f.Name)
				suggest(d, f.Name, m.schemesAt)
			}
			requirement = append(requirement, model.SchemeScopes{Scheme: f.Name, Scopes: f.Value.Strings(), Position: p})
		}
		requirements = append(requirements, requirement)
	}
	return requirements
}

// deref returns what a value is or refers to, or nil when that cannot be found,
// which has been reported.
func (m *builder) deref(n *tree.Node) *tree.Node {
	for range maxChain + 2 {
		if n == nil || !isReference(n) {
			return n
		}
		n = m.target(n.Get("$ref").Text)
	}
	return nil
}

func (m *builder) target(ref string) *tree.Node {
	if known, ok := m.targets[ref]; ok {
		return known
	}
	var found *tree.Node
	if r, fault := parseReference(ref); fault == "" && r.file == "" {
		found = m.lookup.descend(m.document, r.tokens...)
	}
	m.targets[ref] = found
	return found
}

// isAlias reports whether a schema is but another name of the one it refers to.
func (m *builder) isAlias(n *tree.Node) bool {
	return isReference(n) && (len(n.Fields) == 1 || !m.refSiblings)
}

// checkOperationNames reports operations that have one name.
func (m *builder) checkOperationNames() {
	m.nameOperations()
	byID := map[string]*model.Operation{}
	for _, o := range m.api.Operations {
		if first := byID[o.ID]; first != nil {
			m.sameID(first, o)
			continue
		}
		byID[o.ID] = o
	}
}
