// Package apidocs writes the documentation of an API from its model: operations by tag,
// schemas, examples, who may call, and the responses that API Gateway makes by itself;
// as one HTML page that needs nothing else, and as Markdown, a file per tag.
package apidocs

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/mockdata"
)

// Document is an API as readers see it.
type Document struct {
	Title, Version, Description string
	Groups                      []*Group
	Schemas                     []*Schema
	Errors                      []Error
}

// Group is the operations with one tag.
type Group struct {
	Name, Anchor, Description string
	Operations                []*Operation
}

// Operation is a method of a path.
type Operation struct {
	ID, Anchor, Method, Path, Summary, Description string
	Deprecated                                     bool
	Callers                                        string // who may call it
	Parameters                                     []Field
	Body                                           *Body // nil: takes none
	Responses                                      []Response
	Curl                                           string
}

// Body is the body of a request.
type Body struct {
	Description string
	Required    bool
	Contents    []Content
}

// Content is a body in one media type.
type Content struct {
	MediaType string
	Type      Type
	Fields    []Field // of a schema that has no name
	Example   string  // empty: it is not text
}

// Response is one response of an operation.
type Response struct {
	Status, Description string
	Headers             []Field
	Contents            []Content
}

// Callers says who may call operations, by their IDs.
type Callers map[string]string

// New reads an API. Callers of an operation that it does not name are those of the
// model's security.
func New(api *model.API, callers Callers) *Document {
	w := &writer{api: api, callers: callers, mocks: mockdata.New(1), anchors: map[string]bool{}, schemas: map[*model.Schema]*Schema{}}
	d := &Document{Title: api.Title, Version: api.Version, Description: strings.TrimSpace(api.Description), Errors: gatewayErrors}
	w.nameSchemas()
	d.Groups = w.groups()
	for _, s := range api.Schemas {
		d.Schemas = append(d.Schemas, w.fillSchema(s))
	}
	return d
}

type writer struct {
	api     *model.API
	callers Callers
	mocks   *mockdata.Generator
	anchors map[string]bool
	schemas map[*model.Schema]*Schema // the named ones
}

// anchor returns a name for a place of the page that no other place has.
func (w *writer) anchor(kind, name string) string {
	anchor := kind + "-" + slug(name)
	for i := 2; w.anchors[anchor]; i++ {
		anchor = fmt.Sprintf("%s-%s-%d", kind, slug(name), i)
	}
	w.anchors[anchor] = true
	return anchor
}

// slug is a name in small letters, digits and dashes.
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
			b.WriteByte('-')
		}
	}
	return cmp.Or(strings.Trim(b.String(), "-"), "x")
}

const untagged = "Operations"

// groups are the operations by their first tags: in the order of the model's list of
// tags, then in that of the operations.
func (w *writer) groups() []*Group {
	byName := map[string]*Group{}
	var groups []*Group
	add := func(name, description string) *Group {
		g := byName[name]
		if g == nil {
			g = &Group{Name: name, Anchor: w.anchor("tag", name), Description: strings.TrimSpace(description)}
			byName[name] = g
			groups = append(groups, g)
		}
		return g
	}
	if tags := w.api.Document.Get("tags"); tags.Is(tree.Sequence) {
		for _, t := range tags.Items {
			add(t.Get("name").Str(), t.Get("description").Str())
		}
	}
	for _, o := range w.api.Operations {
		name := untagged
		if len(o.Tags) > 0 {
			name = o.Tags[0]
		}
		g := add(name, "")
		g.Operations = append(g.Operations, w.operation(o))
	}
	return slices.DeleteFunc(groups, func(g *Group) bool { return len(g.Operations) == 0 })
}

func (w *writer) operation(o *model.Operation) *Operation {
	op := &Operation{
		ID: o.ID, Anchor: w.anchor("operation", o.ID), Method: o.Method, Path: o.Path, Summary: o.Summary, Description: strings.TrimSpace(o.Description),
		Deprecated: o.Deprecated, Callers: w.callersOf(o),
	}
	for _, p := range o.Parameters {
		schema := shape.ParameterSchema(p)
		f := w.field(p.Name, schema, p.Required || p.In == "path")
		f.In, f.Deprecated = p.In, p.Deprecated || f.Deprecated
		f.Description = cmp.Or(p.Description, f.Description)
		f.Example = w.parameterExample(p, schema)
		op.Parameters = append(op.Parameters, f)
	}
	if b := o.RequestBody; b != nil {
		op.Body = &Body{Description: strings.TrimSpace(b.Description), Required: b.Required, Contents: w.contents(b.Content, w.mocks.RequestBody)}
	}
	for _, r := range o.Responses {
		response := Response{Status: r.Status, Description: strings.TrimSpace(r.Description), Contents: w.contents(r.Content, w.mocks.Body)}
		for _, h := range r.Headers {
			f := w.field(h.Name, h.Schema, h.Required)
			f.Description = cmp.Or(h.Description, f.Description)
			response.Headers = append(response.Headers, f)
		}
		op.Responses = append(op.Responses, response)
	}
	op.Curl = curl(op)
	return op
}

func (w *writer) contents(all []*model.MediaType, example func(*model.MediaType) (mockdata.Body, error)) []Content {
	var contents []Content
	for _, m := range all {
		c := Content{MediaType: m.Type}
		if m.Schema != nil {
			c.Type = w.typeOf(m.Schema)
			c.Fields = w.fieldsOfInline(m.Schema)
		}
		if body, err := example(m); err == nil && !body.Binary {
			c.Example = string(body.Text)
			if body.Value != nil && model.IsJSON(m.Type) {
				c.Example = string(body.Value.JSON(true))
			}
			c.Example = strings.TrimRight(c.Example, "\n")
		}
		contents = append(contents, c)
	}
	return contents
}

// parameterExample returns a value of a required parameter, as it is in a URL or header.
func (w *writer) parameterExample(p *model.Parameter, schema *model.Schema) string {
	n := p.Example
	if n == nil && len(p.Examples) > 0 {
		n = p.Examples[0].Value
	}
	if n == nil && schema != nil {
		n, _ = w.mocks.RequestValue(schema) // without an example the name is used
	}
	switch {
	case n == nil:
		return ""
	case n.Is(tree.Sequence) && len(n.Items) > 0:
		n = n.Items[0]
	}
	if n.Is(tree.Mapping) || n.Is(tree.Sequence) {
		return string(n.JSON(false))
	}
	return n.Text
}

// callersOf says who may call an operation.
func (w *writer) callersOf(o *model.Operation) string {
	if callers, ok := w.callers[o.ID]; ok {
		return callers
	}
	security := o.Security
	if security == nil {
		security = w.api.Security
	}
	var alternatives []string
	for _, requirement := range security {
		var schemes []string
		for _, s := range requirement {
			scheme := s.Scheme
			if len(s.Scopes) > 0 {
				scheme += " (" + strings.Join(s.Scopes, ", ") + ")"
			}
			schemes = append(schemes, scheme)
		}
		alternatives = append(alternatives, cmp.Or(strings.Join(schemes, " and "), "anyone"))
	}
	return cmp.Or(strings.Join(alternatives, "; or "), "anyone")
}

// curl returns a command that calls an operation. $BASE_URL is where the API is.
func curl(o *Operation) string {
	path := o.Path
	var query, rest []string
	for _, f := range o.Parameters {
		value := cmp.Or(f.Example, f.Name)
		switch f.In {
		case "path":
			path = strings.NewReplacer("{"+f.Name+"}", url.PathEscape(value), "{"+f.Name+"+}", url.PathEscape(value)).Replace(path)
		case "query":
			if f.Required {
				query = append(query, url.QueryEscape(f.Name)+"="+url.QueryEscape(value))
			}
		case "header":
			if f.Required {
				rest = append(rest, "-H "+quote(f.Name+": "+value))
			}
		case "cookie":
			if f.Required {
				rest = append(rest, "-b "+quote(f.Name+"="+value))
			}
		}
	}
	if len(query) > 0 {
		path += "?" + strings.Join(query, "&")
	}
	line := "curl"
	if method := cmp.Or(strings.TrimSuffix(o.Method, "ANY"), http.MethodGet); method != http.MethodGet {
		line += " -X " + method
	}
	line += ` "$BASE_URL"` + quote(path)
	if o.Body != nil && len(o.Body.Contents) > 0 && o.Body.Contents[0].Example != "" {
		c := o.Body.Contents[0]
		rest = append(rest, "-H "+quote("Content-Type: "+c.MediaType), "--data-raw "+quote(c.Example))
	}
	return strings.Join(append([]string{line}, rest...), " \\\n  ")
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
