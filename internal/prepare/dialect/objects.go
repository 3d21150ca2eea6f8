package dialect

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// object describes an object of OpenAPI 3.0: the keys that it may have, each with
// the kind of its value. Extensions are kept as they are.
type object struct {
	fields map[string]string // a key without a kind is copied
	each   string            // the kind of all values, of a mapping with free keys or a list
	open   bool              // has extensions next to its free keys
	isRef  bool              // may be a Reference Object
	finish func(t *translation, n *tree.Node)
}

const (
	schemaKind      = "schema"
	requestBodyKind = "requestBody"
	callbackKind    = "callback"
	operationKind   = "operation"
)

// objects are those of the OpenAPI Specification 3.0.4, "Schema", but the Schema
// Object itself, whose rules are in rules.go.
var objects = map[string]object{
	"document": {finish: (*translation).dropRequirements, fields: map[string]string{
		"openapi": "", "info": "info", "servers": "servers", "paths": "paths", "components": "components",
		"security": "", "tags": "tags", "externalDocs": "",
	}},
	"info": {fields: map[string]string{
		"title": "", "description": "", "termsOfService": "", "contact": "", "license": "license", "version": "",
	}},
	"license": {fields: map[string]string{"name": "", "url": ""}},
	"servers": {each: "server"},
	"server":  {fields: map[string]string{"url": "", "description": "", "variables": ""}},
	"tags":    {each: "tag"},
	"tag":     {fields: map[string]string{"name": "", "description": "", "externalDocs": ""}},
	"paths":   {each: "pathItem", open: true},
	"pathItem": {fields: map[string]string{
		"$ref": "", "summary": "", "description": "", "servers": "servers", "parameters": "parameters",
		"get": operationKind, "put": operationKind, "post": operationKind, "delete": operationKind,
		"options": operationKind, "head": operationKind, "patch": operationKind, "trace": operationKind,
		"x-amazon-apigateway-any-method": operationKind,
	}},
	operationKind: {finish: (*translation).operation, fields: map[string]string{
		"tags": "", "summary": "", "description": "", "externalDocs": "", "operationId": "", "parameters": "parameters",
		"requestBody": requestBodyKind, "responses": "responses", "callbacks": "callbacks", "deprecated": "",
		"security": "", "servers": "servers",
	}},
	"parameters": {each: "parameter"},
	"parameter": {isRef: true, finish: (*translation).needSchema, fields: map[string]string{
		"name": "", "in": "", "description": "", "required": "", "deprecated": "", "allowEmptyValue": "", "style": "",
		"explode": "", "allowReserved": "", "schema": schemaKind, "example": "", "examples": "examples", "content": "content",
	}},
	requestBodyKind: {isRef: true, finish: (*translation).needContent, fields: map[string]string{
		"description": "", "content": "content", "required": "",
	}},
	"content": {each: "mediaType"},
	"mediaType": {finish: (*translation).oneExample, fields: map[string]string{
		"schema": schemaKind, "example": "", "examples": "examples", "encoding": "encodings",
	}},
	"encodings": {each: "encoding"},
	"encoding": {fields: map[string]string{
		"contentType": "", "headers": "headers", "style": "", "explode": "", "allowReserved": "",
	}},
	"responses":   {each: "response", open: true},
	"responseSet": {each: "response"},
	"response": {isRef: true, finish: (*translation).needDescription, fields: map[string]string{
		"description": "", "headers": "headers", "content": "content", "links": "links",
	}},
	"headers": {each: "header"},
	"header": {isRef: true, finish: (*translation).needSchema, fields: map[string]string{
		"description": "", "required": "", "deprecated": "", "allowEmptyValue": "", "style": "", "explode": "",
		"allowReserved": "", "schema": schemaKind, "example": "", "examples": "examples", "content": "content",
	}},
	"examples": {each: "example"},
	"example": {isRef: true, fields: map[string]string{
		"summary": "", "description": "", "value": "", "externalValue": "",
	}},
	"links": {each: "link"},
	"link": {isRef: true, fields: map[string]string{
		"operationRef": "", "operationId": "", "parameters": "", "requestBody": "", "description": "", "server": "server",
	}},
	"callbacks":  {each: callbackKind},
	callbackKind: {isRef: true, each: "pathItem", open: true},
	"components": {finish: (*translation).dropSchemes, fields: map[string]string{
		"schemas": "schemas", "responses": "responseSet", "parameters": "parameterSet", "examples": "examples",
		"requestBodies": "requestBodies", "headers": "headers", "securitySchemes": "securitySchemes", "links": "links", "callbacks": "callbacks",
	}},
	"parameterSet":    {each: "parameter"},
	"requestBodies":   {each: requestBodyKind},
	"securitySchemes": {each: "securityScheme"},
	"securityScheme": {isRef: true, fields: map[string]string{
		"type": "", "description": "", "name": "", "in": "", "scheme": "", "bearerFormat": "", "flows": "", "openIdConnectUrl": "",
	}},
}

// walk returns the translated form of an object, and calls visit for each schema
// in it.
func (t *translation) walk(n *tree.Node, kind string) *tree.Node {
	o := objects[kind]
	switch {
	case kind == schemaKind:
		return t.visit(n)
	case kind == "schemas":
		return n // writeModels writes them
	case n.Is(tree.Sequence):
		return t.each(n, o.each)
	case !n.Is(tree.Mapping):
		return n
	case o.isRef && n.Get("$ref").Is(tree.String):
		return only(n, "$ref")
	}
	defer t.enter(kind)()
	out := t.object(n, o)
	if o.finish != nil {
		if out == n {
			out = n.Copy()
		}
		o.finish(t, out)
	}
	if kind == requestBodyKind {
		t.allowNoBody(n, out)
	}
	return out
}

// enter notes where the walk is, and returns what notes that it left.
func (t *translation) enter(kind string) (leave func()) {
	switch {
	case kind == callbackKind: // a request that the API sends, which API Gateway does not see
		t.callbacks++
		return func() { t.callbacks-- }
	case kind == requestBodyKind && t.callbacks == 0:
		t.inRequest++
		return func() { t.inRequest-- }
	case kind == "headers" && t.inRequest > 0:
		before := t.inRequest
		t.inRequest = 0
		return func() { t.inRequest = before }
	}
	return func() {}
}

func (t *translation) each(n *tree.Node, kind string) *tree.Node {
	out := n
	for i, item := range n.Items {
		if value := t.walk(item, kind); value != item {
			if out == n {
				out = n.Copy()
			}
			out.Items[i] = value
		}
	}
	return out
}

func (t *translation) object(n *tree.Node, o object) *tree.Node {
	out := &tree.Node{Kind: tree.Mapping, Source: n.Source, Line: n.Line, Column: n.Column}
	changed := false
	for _, f := range n.Fields {
		kind, known := o.fields[f.Name]
		switch {
		case o.fields == nil && (!o.open || !isExtension(f.Name)):
			kind = o.each
		case !known && !isExtension(f.Name):
			changed = true
			continue
		}
		value := f.Value
		if kind != "" {
			value = t.walk(f.Value, kind)
		}
		changed = changed || value != f.Value
		f.Value = value
		out.Fields = append(out.Fields, f)
	}
	if !changed {
		return n
	}
	return out
}

func isExtension(key string) bool { return strings.HasPrefix(key, "x-") }

func only(n *tree.Node, name string) *tree.Node {
	if len(n.Fields) == 1 {
		return n
	}
	out := n.Copy()
	out.Fields = slices.DeleteFunc(out.Fields, func(f tree.Field) bool { return f.Name != name })
	return out
}

func (t *translation) operation(n *tree.Node) {
	t.needResponses(n)
	t.dropRequirements(n)
}

// needResponses adds what OpenAPI 3.0 demands of an operation.
func (t *translation) needResponses(n *tree.Node) {
	if responses := n.Get("responses"); responses == nil || len(responses.Fields) == 0 {
		n.Set("responses", mapping("default", mapping("description", tree.NewString(""))))
	}
}

func (t *translation) needContent(n *tree.Node) {
	if n.Get("content") == nil {
		n.Set("content", tree.NewMapping())
	}
}

func (t *translation) needDescription(n *tree.Node) {
	if n.Get("description") == nil {
		n.Fields = append([]tree.Field{{Name: "description", Value: tree.NewString("")}}, n.Fields...)
	}
}

func (t *translation) needSchema(n *tree.Node) {
	switch {
	case n.Get("schema") != nil:
		n.Delete("content")
	case n.Get("content") == nil:
		n.Set("schema", mapping("type", tree.NewString("string")))
	}
	if n.Get("in").Str() == "path" && !n.Get("required").True() {
		n.Set("required", tree.NewBool(true))
	}
	t.oneExample(n)
}

func (t *translation) oneExample(n *tree.Node) {
	if n.Get("example") != nil {
		n.Delete("examples")
	}
}

func mapping(name string, value *tree.Node) *tree.Node {
	return tree.NewMapping(tree.Field{Name: name, Value: value})
}
