// Package swagger converts Swagger 2.0 documents to OpenAPI 3.0.1. The values of the
// result have the positions of those that they are made from.
package swagger

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// Is reports whether a document is a Swagger 2.0 document.
func Is(document *tree.Node) bool { return document.Get("swagger") != nil }

// Converter converts one document, and the parts of it that are in other files.
type Converter struct {
	root     *tree.Node
	follow   func(ref *tree.Node) *tree.Node
	rewrites bool // references
}

// New returns the converter of a document. Follow returns what the string of a $ref
// refers to, or nil; references then stay as they are, and Tokens tells where they lead.
// Without it, references are followed in the document alone, and are converted too.
func New(document *tree.Node, follow func(ref *tree.Node) *tree.Node) *Converter {
	c := &Converter{root: document, follow: follow, rewrites: follow == nil}
	if follow == nil {
		c.follow = c.local
	}
	return c
}

// moved reports where the sections of a document are in OpenAPI 3.
var moved = map[string]string{
	"definitions": "schemas", "parameters": "parameters", "responses": "responses", "securityDefinitions": "securitySchemes",
}

// Document returns the document in OpenAPI 3.0.1.
func (c *Converter) Document() *tree.Node {
	out, components := at(c.root, tree.NewMapping()), at(c.root, tree.NewMapping())
	for _, f := range c.root.Fields {
		switch f.Name {
		case "swagger":
			put(out, f, "openapi", at(f.Value, tree.NewString("3.0.1")))
		case "host", "basePath", "schemes":
			if out.Get("servers") == nil {
				put(out, f, "servers", c.servers(f.Value))
			}
		case "consumes", "produces":
		case "paths":
			put(out, f, "paths", each(f.Value, func(path string, n *tree.Node) *tree.Node {
				if !strings.HasPrefix(path, "/") {
					return n
				}
				return c.PathItem(n)
			}))
		case "definitions", "parameters", "responses", "securityDefinitions":
			c.section(components, f)
		default:
			out.Fields = append(out.Fields, f)
		}
	}
	if len(components.Fields) > 0 {
		out.Set("components", components)
	}
	return out
}

// section converts a section of the document to one of components. Parameters that are
// bodies become request bodies; those of forms are only parts of one.
func (c *Converter) section(components *tree.Node, f tree.Field) {
	if !f.Value.Is(tree.Mapping) {
		put(components, f, moved[f.Name], f.Value)
		return
	}
	section, bodies := at(f.Value, tree.NewMapping()), at(f.Value, tree.NewMapping())
	for _, g := range f.Value.Fields {
		switch f.Name {
		case "definitions":
			put(section, g, g.Name, c.Schema(g.Value))
		case "responses":
			put(section, g, g.Name, c.Response(g.Value))
		case "securityDefinitions":
			put(section, g, g.Name, securityScheme(g.Value))
		default:
			switch place(c.resolved(g.Value)) {
			case "body":
				put(bodies, g, g.Name, c.body(g.Value, c.consumes(nil)))
			case "formData":
			default:
				put(section, g, g.Name, c.Parameter(g.Value))
			}
		}
	}
	if len(section.Fields) > 0 || len(f.Value.Fields) == 0 {
		put(components, f, moved[f.Name], section)
	}
	if len(bodies.Fields) > 0 {
		put(components, f, "requestBodies", bodies)
	}
}

// servers returns the list of servers in the form in which API Gateway exports it, so
// that an import can use the base path.
func (c *Converter) servers(position *tree.Node) *tree.Node {
	scheme := "https"
	if schemes := c.root.Get("schemes").Strings(); len(schemes) > 0 && !slices.Contains(schemes, scheme) {
		scheme = schemes[0]
	}
	url := ""
	if host := c.root.Get("host").Str(); host != "" {
		url = scheme + "://" + host
	}
	server := tree.NewMapping()
	base := strings.Trim(c.root.Get("basePath").Str(), "/")
	if base == "" {
		server.Set("url", tree.NewString(url+"/"))
		return at(position, tree.NewSequence(server))
	}
	server.Set("url", tree.NewString(url+"/{basePath}"))
	variable := tree.NewMapping(tree.Field{Name: "default", Value: tree.NewString(base)})
	server.Set("variables", tree.NewMapping(tree.Field{Name: "basePath", Value: variable}))
	return at(position, tree.NewSequence(server))
}

// methods are the keys of operations.
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "x-amazon-apigateway-any-method"}

// PathItem converts a path item. The body of its parameters is that of each operation
// that has none of its own.
func (c *Converter) PathItem(n *tree.Node) *tree.Node {
	if !n.Is(tree.Mapping) {
		return n
	}
	shared, bodies := c.parameters(n.Get("parameters"))
	out := at(n, tree.NewMapping())
	for _, f := range n.Fields {
		switch {
		case f.Name == "parameters" && shared != nil:
			put(out, f, f.Name, shared)
		case slices.Contains(methods, f.Name):
			put(out, f, f.Name, c.operation(f.Value, bodies))
		default:
			out.Fields = append(out.Fields, c.ref(f))
		}
	}
	return out
}

func (c *Converter) operation(n *tree.Node, shared []*tree.Node) *tree.Node {
	if !n.Is(tree.Mapping) {
		return n
	}
	parameters, bodies := c.parameters(n.Get("parameters"))
	if len(bodies) == 0 {
		bodies = shared
	}
	body := c.requestBody(bodies, n)
	out := at(n, tree.NewMapping())
	for _, f := range n.Fields {
		switch f.Name {
		case "parameters":
			if parameters != nil {
				put(out, f, f.Name, parameters)
			}
			if body != nil {
				put(out, f, "requestBody", body)
			}
		case "consumes", "produces", "schemes":
		case "responses":
			put(out, f, f.Name, each(f.Value, func(status string, r *tree.Node) *tree.Node {
				if strings.HasPrefix(status, "x-") {
					return r
				}
				return c.response(r, n)
			}))
		default:
			out.Fields = append(out.Fields, f)
		}
	}
	if body != nil && out.Get("requestBody") == nil {
		out.Set("requestBody", body)
	}
	return out
}

// parameters converts those that stay parameters, and returns the others as they are.
func (c *Converter) parameters(list *tree.Node) (stay *tree.Node, bodies []*tree.Node) {
	if !list.Is(tree.Sequence) {
		return list, nil
	}
	stay = at(list, tree.NewSequence())
	for _, item := range list.Items {
		if in := place(c.resolved(item)); in == "body" || in == "formData" {
			bodies = append(bodies, item)
		} else {
			stay.Items = append(stay.Items, c.Parameter(item))
		}
	}
	if len(stay.Items) == 0 && len(bodies) > 0 {
		return nil, bodies
	}
	return stay, bodies
}

func place(parameter *tree.Node) string { return parameter.Get("in").Str() }

// schemaKeywords are those that a parameter or header of Swagger 2.0 has itself.
var schemaKeywords = []string{
	"type", "format", "items", "default", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength",
	"pattern", "maxItems", "minItems", "uniqueItems", "enum", "multipleOf", "x-nullable",
}

// Parameter converts a parameter of the path, the query or a header, and headers of
// responses.
func (c *Converter) Parameter(n *tree.Node) *tree.Node {
	if !n.Is(tree.Mapping) || n.Get("$ref").Is(tree.String) {
		return c.referred(n)
	}
	out, schema := at(n, tree.NewMapping()), at(n, tree.NewMapping())
	for _, f := range n.Fields {
		switch {
		case slices.Contains(schemaKeywords, f.Name):
			schema.Fields = append(schema.Fields, f)
		case f.Name == "collectionFormat":
		case f.Name == "allowEmptyValue" && place(n) != "query":
		case f.Name == "x-example":
			put(out, f, "example", f.Value)
		case f.Name == "schema":
			put(out, f, f.Name, c.Schema(f.Value))
		default:
			out.Fields = append(out.Fields, f)
		}
	}
	if len(schema.Fields) > 0 && out.Get("schema") == nil {
		out.Set("schema", c.Schema(schema))
	}
	if n.Get("type").Str() == "array" {
		setStyle(out, n.Get("collectionFormat"), place(n) == "query")
	}
	return out
}

// setStyle says how a list is written. OpenAPI 3 has no form for tabs; commas come
// nearest.
func setStyle(out, format *tree.Node, form bool) {
	style, explode := "form", format.Str() == "multi"
	switch format.Str() {
	case "ssv":
		style = "spaceDelimited"
	case "pipes":
		style = "pipeDelimited"
	default:
		if !form {
			return // separated by commas, as by default
		}
	}
	out.Set("style", tree.NewString(style))
	out.Set("explode", tree.NewBool(explode))
}

// The content types of messages whose document names none.
const (
	jsonType      = "application/json"
	bytesType     = "application/octet-stream"
	formType      = "application/x-www-form-urlencoded"
	multipartType = "multipart/form-data"
)

func (c *Converter) consumes(operation *tree.Node) []string { return c.types(operation, "consumes") }

// types returns the content types that an operation, or else the document, names.
func (c *Converter) types(operation *tree.Node, key string) []string {
	if own := operation.Get(key); own != nil {
		return own.Strings()
	}
	return c.root.Get(key).Strings()
}

// typesOf returns the content types of a message with a schema.
func typesOf(types []string, schema *tree.Node) []string {
	switch {
	case len(types) > 0:
		return types
	case schema.Get("type").Str() == "file":
		return []string{bytesType}
	}
	return []string{jsonType}
}

// requestBody returns the body that parameters describe; nil when there are none.
func (c *Converter) requestBody(parameters []*tree.Node, operation *tree.Node) *tree.Node {
	if len(parameters) == 0 {
		return nil
	}
	for _, p := range parameters {
		if place(c.resolved(p)) != "body" {
			continue
		}
		if name, ok := c.sectionEntry(p, "parameters"); ok && operation.Get("consumes") == nil {
			return reference(p, "#/components/requestBodies/"+name)
		}
		return c.body(c.resolved(p), c.consumes(operation))
	}
	return c.form(parameters, c.consumes(operation))
}

// body converts a parameter that is the whole body.
func (c *Converter) body(n *tree.Node, types []string) *tree.Node {
	if name, ok := c.sectionEntry(n, "parameters"); ok {
		return reference(n, "#/components/requestBodies/"+name)
	}
	out := at(n, tree.NewMapping())
	for _, f := range n.Fields {
		switch f.Name {
		case "name", "in":
		case "schema":
			put(out, f, "content", c.content(f.Value, types, nil))
		default:
			out.Fields = append(out.Fields, f)
		}
	}
	return out
}

// form makes one body of the parameters of a form.
func (c *Converter) form(parameters []*tree.Node, types []string) *tree.Node {
	properties, required, encoding := tree.NewMapping(), tree.NewSequence(), tree.NewMapping()
	files := false
	for _, p := range parameters {
		n := c.resolved(p)
		name := n.Get("name")
		if !name.Is(tree.String) {
			continue
		}
		files = files || n.Get("type").Str() == "file"
		converted := c.Parameter(n)
		property := at(n, tree.NewMapping())
		if schema := converted.Get("schema"); schema.Is(tree.Mapping) {
			property = schema.Copy()
		}
		property.Set("description", n.Get("description"))
		properties.Set(name.Text, property)
		if n.Get("required").True() {
			required.Items = append(required.Items, name)
		}
		if n.Get("type").Str() == "array" {
			style := tree.NewMapping()
			setStyle(style, n.Get("collectionFormat"), true)
			encoding.Set(name.Text, style)
		}
	}
	schema := at(parameters[0], tree.NewMapping(tree.Field{Name: "type", Value: tree.NewString("object")}))
	schema.Set("properties", properties)
	if len(required.Items) > 0 {
		schema.Set("required", required)
	}
	media := at(parameters[0], tree.NewMapping(tree.Field{Name: "schema", Value: schema}))
	if len(encoding.Fields) > 0 {
		media.Set("encoding", encoding)
	}
	content := at(parameters[0], tree.NewMapping())
	for _, name := range formTypes(types, files) {
		content.Set(name, media)
	}
	out := at(parameters[0], tree.NewMapping())
	if len(required.Items) > 0 {
		out.Set("required", tree.NewBool(true))
	}
	out.Set("content", content)
	return out
}

// formTypes returns the content types of forms among those given, or the one that fits.
func formTypes(types []string, files bool) []string {
	types = slices.DeleteFunc(slices.Clone(types), func(name string) bool {
		name, _, _ = strings.Cut(name, ";")
		return name != multipartType && (files || name != formType)
	})
	switch {
	case len(types) > 0:
		return types
	case files:
		return []string{multipartType}
	}
	return []string{formType}
}

// Response converts a response that several operations may use.
func (c *Converter) Response(n *tree.Node) *tree.Node { return c.response(n, nil) }

func (c *Converter) response(n, operation *tree.Node) *tree.Node {
	if _, ok := c.sectionEntry(n, "responses"); ok && operation.Get("produces") != nil {
		n = c.resolved(n) // with other content types than elsewhere
	}
	if !n.Is(tree.Mapping) || n.Get("$ref").Is(tree.String) {
		return c.referred(n)
	}
	out := at(n, tree.NewMapping())
	for _, f := range n.Fields {
		switch f.Name {
		case "headers":
			put(out, f, f.Name, each(f.Value, func(_ string, h *tree.Node) *tree.Node { return c.Parameter(h) }))
		case "schema", "examples":
			if out.Get("content") == nil {
				put(out, f, "content", c.content(n.Get("schema"), c.types(operation, "produces"), n.Get("examples")))
			}
		default:
			out.Fields = append(out.Fields, f)
		}
	}
	return out
}

// content returns the content types of a message with its schema and its examples.
func (c *Converter) content(schema *tree.Node, types []string, examples *tree.Node) *tree.Node {
	position := schema
	if schema == nil {
		position, types = examples, nil
	} else {
		types = typesOf(types, schema)
	}
	var converted *tree.Node
	if schema != nil {
		converted = c.Schema(schema)
	}
	content := at(position, tree.NewMapping())
	for _, name := range types {
		media := at(position, tree.NewMapping())
		media.Set("schema", converted)
		content.Set(name, media)
	}
	if examples.Is(tree.Mapping) {
		for _, f := range examples.Fields {
			media := at(f.Value, tree.NewMapping())
			if known := content.Get(f.Name); known != nil {
				media = known
			} else {
				media.Set("schema", converted)
			}
			put(media, f, "example", f.Value)
			content.Set(f.Name, media)
		}
	}
	return content
}
