package openapi

import "github.com/gatewright/gatewright/internal/tree"

// kind is a kind of object that the OpenAPI Specification defines.
type kind uint8

const (
	anything    kind = iota // not looked into
	literal                 // an example: not looked into, but may be in a file of its own
	text                    // a string
	boolean                 // true or false
	number                  // any number
	count                   // an integer from 0
	texts                   // a list of strings
	textOrAll               // a string or a list of them: a schema's type
	bound                   // a number, or OpenAPI 3.0's boolean: exclusiveMinimum
	needs                   // a schema's list of required names
	textLists               // a mapping of lists of strings
	anyListKind             // a list of anything

	documentKind
	infoKind
	pathsKind
	webhooksKind
	pathItemKind
	operationKind
	parametersKind
	parameterKind
	requestBodyKind
	responsesKind
	responseKind
	headersKind
	headerKind
	contentKind
	mediaTypeKind
	encodingsKind
	encodingKind
	examplesKind
	exampleKind
	linksKind
	linkKind
	callbacksKind
	callbackKind
	schemaKind
	schemasKind
	schemaListKind
	discriminatorKind
	mappingKind
	componentsKind
	componentSchemasKind
	componentResponsesKind
	componentParametersKind
	componentExamplesKind
	componentBodiesKind
	componentHeadersKind
	componentSecurityKind
	componentLinksKind
	componentCallbacksKind
	componentPathItemsKind
	securitySchemeKind
	securityKind
	requirementKind
	serversKind
	serverKind
	tagsKind
	tagKind

	kinds // how many there are
)

// shape is what an object of some kind looks like.
type shape struct {
	name    string          // as a message calls it
	node    tree.Kind       // what it must be
	section string          // of components; empty: a reference is replaced by what it refers to
	fields  map[string]kind // of a mapping with known keys
	each    kind            // of what a mapping with free keys, or a list, holds
	free    bool            // its keys are free
	open    bool            // keys that are not known are no error
	plain   bool            // it has no vendor extensions: a key "x-…" is as any other
	mild    bool            // one that is wrong is left out with a warning: it describes and decides nothing
}

// shapes describes all kinds, as the OpenAPI Specification 3.0.4 and 3.1.1 do
// under "Schema".
var shapes = [kinds]shape{
	anything:    {name: "a value"},
	literal:     {name: "an example"},
	text:        {name: "a string", node: tree.String},
	boolean:     {name: "a boolean", node: tree.Bool},
	number:      {name: "a number", node: tree.Number},
	count:       {name: "an integer", node: tree.Number},
	textOrAll:   {name: "a type"},
	bound:       {name: "a bound"},
	needs:       {name: "a list of names", node: tree.Sequence},
	anyListKind: {name: "a list", node: tree.Sequence},
	texts:       {name: "a list of strings", node: tree.Sequence, each: text},
	textLists:   {name: "lists of names", node: tree.Mapping, each: texts, free: true, plain: true},

	documentKind: {name: "an OpenAPI document", node: tree.Mapping, fields: map[string]kind{
		"openapi": text, "info": infoKind, "jsonSchemaDialect": text, "servers": serversKind, "paths": pathsKind,
		"webhooks": webhooksKind, "components": componentsKind, "security": securityKind, "tags": tagsKind,
		"externalDocs": anything,
	}},
	infoKind: {name: "an info object", node: tree.Mapping, fields: map[string]kind{
		"title": text, "summary": text, "description": text, "termsOfService": text, "contact": anything,
		"license": anything, "version": text,
	}},
	pathsKind:    {name: "paths", node: tree.Mapping, each: pathItemKind, free: true},
	webhooksKind: {name: "webhooks", node: tree.Mapping, each: pathItemKind, free: true},
	pathItemKind: {name: "a path item", node: tree.Mapping, fields: map[string]kind{
		"summary": text, "description": text, "servers": serversKind, "parameters": parametersKind,
		"get": operationKind, "put": operationKind, "post": operationKind, "delete": operationKind,
		"options": operationKind, "head": operationKind, "patch": operationKind, "trace": operationKind,
		anyMethod: operationKind,
	}},
	operationKind: {name: "an operation", node: tree.Mapping, fields: map[string]kind{
		"tags": texts, "summary": text, "description": text, "externalDocs": anything, "operationId": text,
		"parameters": parametersKind, "requestBody": requestBodyKind, "responses": responsesKind,
		"callbacks": callbacksKind, "deprecated": boolean, "security": securityKind, "servers": serversKind,
	}},
	parametersKind: {name: "a list of parameters", node: tree.Sequence, each: parameterKind},
	parameterKind: {name: "a parameter", node: tree.Mapping, section: "parameters", fields: map[string]kind{
		"name": text, "in": text, "description": text, "required": boolean, "deprecated": boolean,
		"allowEmptyValue": boolean, "style": text, "explode": boolean, "allowReserved": boolean,
		"schema": schemaKind, "example": literal, "examples": examplesKind, "content": contentKind,
	}},
	requestBodyKind: {name: "a request body", node: tree.Mapping, section: "requestBodies", fields: map[string]kind{
		"description": text, "content": contentKind, "required": boolean,
	}},
	responsesKind: {name: "responses", node: tree.Mapping, each: responseKind, free: true},
	responseKind: {name: "a response", node: tree.Mapping, section: "responses", fields: map[string]kind{
		"description": text, "headers": headersKind, "content": contentKind, "links": linksKind,
	}},
	headersKind: {name: "headers", node: tree.Mapping, each: headerKind, free: true, plain: true},
	headerKind: {name: "a header", node: tree.Mapping, section: "headers", fields: map[string]kind{
		"description": text, "required": boolean, "deprecated": boolean, "allowEmptyValue": boolean, "style": text,
		"explode": boolean, "allowReserved": boolean, "schema": schemaKind, "example": literal,
		"examples": examplesKind, "content": contentKind,
	}, open: true},
	contentKind: {name: "content", node: tree.Mapping, each: mediaTypeKind, free: true, plain: true},
	mediaTypeKind: {name: "a media type", node: tree.Mapping, fields: map[string]kind{
		"schema": schemaKind, "example": literal, "examples": examplesKind, "encoding": encodingsKind,
	}},
	encodingsKind: {name: "encodings", node: tree.Mapping, each: encodingKind, free: true, plain: true},
	encodingKind: {name: "an encoding", node: tree.Mapping, fields: map[string]kind{
		"contentType": text, "headers": headersKind, "style": text, "explode": boolean, "allowReserved": boolean,
	}},
	examplesKind: {name: "examples", node: tree.Mapping, each: exampleKind, free: true, plain: true, mild: true},
	exampleKind: {name: "an example", node: tree.Mapping, section: "examples", mild: true, fields: map[string]kind{
		"summary": text, "description": text, "value": literal, "externalValue": text,
	}},
	linksKind: {name: "links", node: tree.Mapping, each: linkKind, free: true, plain: true, mild: true},
	linkKind: {name: "a link", node: tree.Mapping, section: "links", mild: true, fields: map[string]kind{
		"operationRef": text, "operationId": text, "parameters": anything, "requestBody": anything,
		"description": text, "server": serverKind,
	}},
	callbacksKind: {name: "callbacks", node: tree.Mapping, each: callbackKind, free: true, plain: true},
	callbackKind:  {name: "a callback", node: tree.Mapping, section: "callbacks", each: pathItemKind, free: true},

	schemaKind:     {name: "a schema", node: tree.Mapping, section: "schemas", fields: schemaFields, open: true},
	schemasKind:    {name: "schemas", node: tree.Mapping, each: schemaKind, free: true, plain: true},
	schemaListKind: {name: "a list of schemas", node: tree.Sequence, each: schemaKind},
	discriminatorKind: {name: "a discriminator", node: tree.Mapping, fields: map[string]kind{
		"propertyName": text, "mapping": mappingKind,
	}},
	mappingKind: {name: "a discriminator's mapping", node: tree.Mapping, each: text, free: true, plain: true},

	componentsKind: {name: "components", node: tree.Mapping, fields: map[string]kind{
		"schemas": componentSchemasKind, "responses": componentResponsesKind, "parameters": componentParametersKind,
		"examples": componentExamplesKind, "requestBodies": componentBodiesKind, "headers": componentHeadersKind,
		"securitySchemes": componentSecurityKind, "links": componentLinksKind, "callbacks": componentCallbacksKind,
		"pathItems": componentPathItemsKind,
	}},
	componentSchemasKind:    {name: "schemas", node: tree.Mapping, each: schemaKind, free: true, plain: true},
	componentResponsesKind:  {name: "responses", node: tree.Mapping, each: responseKind, free: true, plain: true},
	componentParametersKind: {name: "parameters", node: tree.Mapping, each: parameterKind, free: true, plain: true},
	componentExamplesKind:   {name: "examples", node: tree.Mapping, each: exampleKind, free: true, plain: true, mild: true},
	componentBodiesKind:     {name: "request bodies", node: tree.Mapping, each: requestBodyKind, free: true, plain: true},
	componentHeadersKind:    {name: "headers", node: tree.Mapping, each: headerKind, free: true, plain: true},
	componentSecurityKind:   {name: "security schemes", node: tree.Mapping, each: securitySchemeKind, free: true, plain: true},
	componentLinksKind:      {name: "links", node: tree.Mapping, each: linkKind, free: true, plain: true, mild: true},
	componentCallbacksKind:  {name: "callbacks", node: tree.Mapping, each: callbackKind, free: true, plain: true},
	componentPathItemsKind:  {name: "path items", node: tree.Mapping, each: pathItemKind, free: true, plain: true},
	securitySchemeKind: {name: "a security scheme", node: tree.Mapping, section: "securitySchemes", fields: map[string]kind{
		"type": text, "description": text, "name": text, "in": text, "scheme": text, "bearerFormat": text,
		"flows": anything, "openIdConnectUrl": text,
	}},
	securityKind:    {name: "a list of security requirements", node: tree.Sequence, each: requirementKind},
	requirementKind: {name: "a security requirement", node: tree.Mapping, each: texts, free: true, plain: true},
	serversKind:     {name: "a list of servers", node: tree.Sequence, each: serverKind, mild: true},
	serverKind:      {name: "a server", node: tree.Mapping, mild: true, open: true},
	tagsKind:        {name: "a list of tags", node: tree.Sequence, each: tagKind, mild: true},
	tagKind:         {name: "a tag", node: tree.Mapping, mild: true, open: true, fields: map[string]kind{"name": text, "description": text}},
}

// anyMethod is API Gateway's extension for an operation that takes every method
// (Amazon API Gateway Developer Guide, "x-amazon-apigateway-any-method object").
const anyMethod = "x-amazon-apigateway-any-method"

// schemaFields are the keywords of OpenAPI 3.0's Schema Object and of JSON Schema
// 2020-12, with the older names that are still met.
var schemaFields = map[string]kind{
	"title": text, "description": text, "type": textOrAll, "format": text, "enum": anyListKind, "const": anything,
	"default": anything, "example": literal, "examples": anything, "nullable": boolean,
	"minimum": number, "maximum": number, "exclusiveMinimum": bound, "exclusiveMaximum": bound, "multipleOf": number,
	"minLength": count, "maxLength": count, "pattern": text,
	"items": schemaKind, "prefixItems": schemaListKind, "contains": schemaKind, "minContains": count,
	"maxContains": count, "minItems": count, "maxItems": count, "uniqueItems": boolean, "unevaluatedItems": schemaKind,
	"properties": schemasKind, "patternProperties": schemasKind, "additionalProperties": schemaKind,
	"unevaluatedProperties": schemaKind, "propertyNames": schemaKind, "required": needs, "minProperties": count,
	"maxProperties": count, "dependentRequired": textLists, "dependentSchemas": schemasKind,
	"allOf": schemaListKind, "oneOf": schemaListKind, "anyOf": schemaListKind, "not": schemaKind,
	"if": schemaKind, "then": schemaKind, "else": schemaKind, "discriminator": discriminatorKind,
	"readOnly": boolean, "writeOnly": boolean, "deprecated": boolean, "xml": anything, "externalDocs": anything,
	"contentEncoding": text, "contentMediaType": text, "contentSchema": schemaKind,
	"$defs": schemasKind, "definitions": schemasKind, "$id": text, "$schema": text, "$comment": text,
	"$anchor": text, "$dynamicAnchor": text, "$dynamicRef": text, "$vocabulary": anything,
	"additionalItems": anything, "id": anything, "dependencies": anything,
}

// sectionNames returns how a message calls what a section of components holds.
var sectionNames = func() map[string]string {
	names := map[string]string{"pathItems": shapes[pathItemKind].name}
	for _, s := range shapes {
		if s.section != "" {
			names[s.section] = s.name
		}
	}
	return names
}()
