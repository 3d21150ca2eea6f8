// Package model holds what an API is: its operations, parameters, bodies,
// responses and schemas, each with the place it was written. It is the one
// representation that renderers and generators read; readers for model languages
// (package openapi) produce it. Nothing in it belongs to a target language.
package model

import (
	"math/big"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// API is a whole model.
type API struct {
	Title       string
	Version     string // of the API
	Description string
	OpenAPI     string // version of OpenAPI in which Document is written: "3.0.3"

	// Document is the model as one OpenAPI document in which every reference is
	// local. Vendor extensions are kept. It must not be changed.
	Document *tree.Node
	// Files are all the files that the model was read from, the root first.
	Files []string

	Operations      []*Operation // in the order of the document
	Schemas         []*Schema    // the named ones, in the order of the document
	SecuritySchemes []*SecurityScheme
	Security        []SecurityRequirement // the default; nil when the model says nothing

	Position diag.Position
}

// Operation finds an operation by its ID, or returns nil.
func (a *API) Operation(id string) *Operation {
	for _, o := range a.Operations {
		if o.ID == id {
			return o
		}
	}
	return nil
}

// OperationIDs returns the IDs of all operations in the order of the document.
func (a *API) OperationIDs() []string {
	ids := make([]string, len(a.Operations))
	for i, o := range a.Operations {
		ids[i] = o.ID
	}
	return ids
}

// Operation is one method of one path.
type Operation struct {
	ID          string // operationId; a name made from method and path when the model has none
	Method      string // in upper case; "ANY" for x-amazon-apigateway-any-method
	Path        string // as written: "/pets/{petId}"
	Summary     string
	Description string
	Tags        []string
	Deprecated  bool

	// Parameters include those of the path item that the operation does not
	// override, and those that only the path names (as required strings).
	Parameters  []*Parameter
	RequestBody *RequestBody // nil: takes none
	Responses   []*Response  // in the order of the document

	// Security is nil when the operation says nothing and the API's default
	// holds; empty when it says that none is needed.
	Security []SecurityRequirement

	Node     *tree.Node // the operation in API.Document
	Position diag.Position
}

// Extension returns the value of a vendor extension ("x-handler"), or nil.
func (o *Operation) Extension(name string) *tree.Node { return o.Node.Get(name) }

// PathParameters returns the names in the braces of the path, in order, without
// the "+" of a greedy one.
func (o *Operation) PathParameters() []string {
	var names []string
	for segment := range strings.SplitSeq(o.Path, "/") {
		if strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}") {
			names = append(names, strings.TrimSuffix(segment[1:len(segment)-1], "+"))
		}
	}
	return names
}

// Response finds a response by its status, or returns nil.
func (o *Operation) Response(status string) *Response {
	for _, r := range o.Responses {
		if r.Status == status {
			return r
		}
	}
	return nil
}

// ContentTypes returns the media types of the requests that the operation accepts, in
// order: application/json where it has no body.
func (o *Operation) ContentTypes() []string {
	if o.RequestBody == nil || len(o.RequestBody.Content) == 0 {
		return []string{"application/json"}
	}
	types := make([]string, len(o.RequestBody.Content))
	for i, m := range o.RequestBody.Content {
		types[i] = m.Type
	}
	return types
}

// ResponseContentTypes returns the media types of all responses, each once, in order.
func (o *Operation) ResponseContentTypes() []string {
	var types []string
	seen := map[string]bool{}
	for _, r := range o.Responses {
		for _, m := range r.Content {
			if !seen[m.Type] {
				seen[m.Type] = true
				types = append(types, m.Type)
			}
		}
	}
	return types
}

// Parameter is one parameter of an operation.
type Parameter struct {
	Name        string
	Component   string // key in components.parameters; empty: written in place
	PathItem    string // path that describes it for all its operations; empty: the operation does
	In          string // "path", "query", "header" or "cookie"
	Required    bool
	Deprecated  bool
	Description string
	Style       string // as written; empty: OpenAPI's default for In
	Explode     *bool  // nil: OpenAPI's default for Style
	AllowEmpty  bool   // allowEmptyValue
	Schema      *Schema
	Content     []*MediaType // instead of a schema
	Example     *tree.Node
	Examples    []*Example
	Position    diag.Position
}

// RequestBody is the body that an operation takes.
type RequestBody struct {
	Component   string // key in components.requestBodies; empty: written in place
	Required    bool
	Description string
	Content     []*MediaType
	Position    diag.Position
}

// MediaType is a body in one content type.
type MediaType struct {
	Type     string  // "application/json", as written
	Schema   *Schema // nil: not described
	Example  *tree.Node
	Examples []*Example
	Position diag.Position
}

// IsJSON reports whether bodies of a media type are JSON: application/json, text/json
// and all with the suffix +json (RFC 6839, section 3.1). Parameters are ignored.
func IsJSON(mediaType string) bool {
	essence, _, _ := strings.Cut(mediaType, ";")
	essence = strings.ToLower(strings.TrimSpace(essence))
	return essence == "application/json" || essence == "text/json" || strings.HasSuffix(essence, "+json")
}

// Example is a named example.
type Example struct {
	Name  string
	Value *tree.Node
}

// Response is one response of an operation.
type Response struct {
	Status      string // "200", "4XX" or "default"
	Component   string // key in components.responses; empty: written in place
	Description string
	Headers     []*Header
	Content     []*MediaType
	Position    diag.Position
}

// Header is a header of a response.
type Header struct {
	Name        string
	Component   string // key in components.headers; empty: written in place
	Required    bool
	Description string
	Schema      *Schema
	Example     *tree.Node
	Examples    []*Example
	Position    diag.Position
}

// SecurityScheme is an entry of components.securitySchemes.
type SecurityScheme struct {
	Name     string // the component's key
	Type     string // "apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"
	In       string // of an apiKey
	KeyName  string // of an apiKey: the header or parameter
	Node     *tree.Node
	Position diag.Position
}

// SecurityRequirement is one alternative: all its schemes must be satisfied.
type SecurityRequirement []SchemeScopes

// SchemeScopes names a scheme and the scopes it must grant.
type SchemeScopes struct {
	Scheme   string
	Scopes   []string
	Position diag.Position
}

// Schema is a JSON Schema in OpenAPI's dialects, with references resolved: a
// schema that refers to another one is that other one (the same pointer), so
// circular models are circular here. A reference with keywords next to it, which
// OpenAPI 3.1 allows, is a schema whose AllOf starts with the one referred to.
type Schema struct {
	Name        string // the component's key; empty for an inline schema
	Title       string
	Description string

	// Always is set for a boolean schema: true accepts everything, false nothing.
	Always *bool

	// Types are JSON Schema's type names; empty: any. "null" is not listed but
	// Nullable is set, except where null is all that a schema allows.
	Types    []string
	Nullable bool
	Format   string

	Enum     []*tree.Node // nil: not restricted
	Const    *tree.Node
	Default  *tree.Node
	Example  *tree.Node
	Examples []*tree.Node // OpenAPI 3.1's list

	Minimum          *big.Rat
	Maximum          *big.Rat
	ExclusiveMinimum bool // Minimum itself is not allowed
	ExclusiveMaximum bool
	MultipleOf       *big.Rat

	MinLength *int // in characters
	MaxLength *int
	Pattern   string // ECMA-262

	Items       *Schema
	PrefixItems []*Schema
	Contains    *Schema
	MinContains *int
	MaxContains *int
	MinItems    *int
	MaxItems    *int
	UniqueItems bool

	Properties        []*Property // in the order of the document
	Required          []string    // all required names, also of properties not described
	PatternProperties []*PatternProperty
	PropertyNames     *Schema
	MinProperties     *int
	MaxProperties     *int
	// AdditionalProperties is nil when the schema does not say (then all are
	// allowed); a boolean is a schema with Always set.
	AdditionalProperties *Schema
	DependentRequired    map[string][]string

	AllOf         []*Schema
	OneOf         []*Schema
	AnyOf         []*Schema
	Not           *Schema
	Discriminator *Discriminator

	ReadOnly   bool
	WriteOnly  bool
	Deprecated bool

	Node     *tree.Node // the schema as written, references unresolved
	Position diag.Position
}

// Property finds a property by its name, or returns nil.
func (s *Schema) Property(name string) *Property {
	for _, p := range s.Properties {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// Property is a described property of an object.
type Property struct {
	Name     string
	Required bool
	Schema   *Schema
	Position diag.Position
}

// PatternProperty describes the properties whose names match a pattern.
type PatternProperty struct {
	Pattern string // ECMA-262
	Schema  *Schema
}

// Discriminator reports which alternative of a oneOf or anyOf a value is.
type Discriminator struct {
	PropertyName string
	Mapping      []DiscriminatorMapping // in the order of the document; empty: the schemas' names
}

// DiscriminatorMapping is one value of a discriminator.
type DiscriminatorMapping struct {
	Value  string
	Schema *Schema
}
