// Package spec holds API Gateway's definition of a REST API: an OpenAPI document
// with x-amazon-apigateway extensions, as a document to deploy (Document) and as
// what API Gateway takes from it (API). It is the waist of gatewright: renderers
// produce it, the local gateway and the deployment consume it and nothing else.
package spec

import (
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// The OpenAPI extensions of API Gateway that this package reads and writes
// (Amazon API Gateway Developer Guide, "OpenAPI extensions for API Gateway").
const (
	ExtIntegration            = "x-amazon-apigateway-integration"
	ExtAnyMethod              = "x-amazon-apigateway-any-method"
	ExtAPIKeySource           = "x-amazon-apigateway-api-key-source"
	ExtAuth                   = "x-amazon-apigateway-auth"
	ExtAuthType               = "x-amazon-apigateway-authtype"
	ExtAuthorizer             = "x-amazon-apigateway-authorizer"
	ExtBinaryMediaTypes       = "x-amazon-apigateway-binary-media-types"
	ExtMinimumCompressionSize = "x-amazon-apigateway-minimum-compression-size"
	ExtGatewayResponses       = "x-amazon-apigateway-gateway-responses"
	ExtRequestValidators      = "x-amazon-apigateway-request-validators"
	ExtRequestValidator       = "x-amazon-apigateway-request-validator"
	ExtPolicy                 = "x-amazon-apigateway-policy"
)

// AnyMethod is the method of an operation that answers every method for which
// its path has no other one.
const AnyMethod = "ANY"

// Document is a definition as it is deployed.
type Document struct {
	Root *tree.Node
	// Written is the document as it is written, where that is not Root: with
	// CloudFormation's intrinsic functions, for which strings are in Root.
	Written *tree.Node
}

// Output returns the document as it is written.
func (d *Document) Output() *tree.Node {
	if d.Written != nil {
		return d.Written
	}
	return d.Root
}

// JSON returns the document's bytes, indented; the same document always gives the
// same bytes.
func (d *Document) JSON() []byte { return d.Output().JSON(true) }

// YAML returns the document's bytes; the same document always gives the same bytes.
func (d *Document) YAML() ([]byte, error) { return d.Output().YAML() }

// API is what API Gateway takes from a definition.
type API struct {
	Title                  string
	Operations             []*Operation // in the order of the document
	GatewayResponses       []*GatewayResponse
	BinaryMediaTypes       []string
	MinimumCompressionSize *int   // bytes; nil: no compression
	APIKeySource           string // "HEADER" or "AUTHORIZER"
	Authorizers            []*Authorizer
	Policy                 *tree.Node // the resource policy; nil: none
	Root                   *tree.Node // the document, against which schemas' references resolve
}

// Operation is a method of a resource.
type Operation struct {
	ID             string
	Method         string // in upper case, or "ANY"
	Path           string
	Parameters     []Parameter
	Bodies         []Body
	Responses      []MethodResponse
	Validator      Validator
	Authorization  Authorization
	APIKeyRequired bool
	Integration    *Integration // nil: none
	Position       diag.Position
}

// Parameter is a method request parameter; API Gateway looks at nothing else.
type Parameter struct {
	Name     string
	In       string // "path", "query" or "header"
	Required bool
}

// Body is the model of a request body in one content type.
type Body struct {
	ContentType string
	Schema      *tree.Node
}

// MethodResponse is a status that an operation declares.
type MethodResponse struct {
	Status   string // "200", "2XX" or "default"
	Headers  []string
	Required []string // headers that the response must have
	Content  []Body   // a Schema may be nil; API Gateway does not look at it
}

// Validator reports what of a request is validated.
type Validator struct {
	Body       bool
	Parameters bool
}

// The ways to authorize.
const (
	AuthNone    = "NONE"
	AuthIAM     = "AWS_IAM"
	AuthCustom  = "CUSTOM"
	AuthCognito = "COGNITO_USER_POOLS"
	AuthJWT     = "JWT"
)

// The types of authorizers.
const (
	TokenAuthorizer   = "token"
	RequestAuthorizer = "request"
	CognitoAuthorizer = "cognito_user_pools"
	JWTAuthorizer     = "jwt"
)

// Authorization is what a caller of an operation needs.
type Authorization struct {
	Type       string      // NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS or JWT
	Authorizer *Authorizer // of CUSTOM, COGNITO_USER_POOLS and JWT
	Scopes     []string
}

// Authorizer is x-amazon-apigateway-authorizer in its security scheme.
type Authorizer struct {
	Name                         string // of the security scheme
	Type                         string // "token", "request", "cognito_user_pools", "jwt", or one that is not known
	Header                       string // the scheme's header: the identity source of token and Cognito authorizers
	AuthorizerURI                string
	AuthorizerCredentials        string
	IdentitySource               string // comma separated
	IdentityValidationExpression string
	ResultTTLInSeconds           *int // nil: API Gateway's default of 300
	ProviderARNs                 []string
	JWT                          *JWTConfiguration // of the type "jwt"; nil: that of the authorizer with the ID
	ID                           string            // of an authorizer that exists; empty: the definition creates it
	Position                     diag.Position
}

// Supported reports whether the type is one that API Gateway is known to have.
func (a *Authorizer) Supported() bool {
	switch a.Type {
	case TokenAuthorizer, RequestAuthorizer, CognitoAuthorizer, JWTAuthorizer:
		return true
	}
	return false
}

// SchemeNode returns the security scheme that holds the authorizer, as it stands
// in a definition.
func (a *Authorizer) SchemeNode() *tree.Node {
	n := tree.NewMapping()
	setString(n, "type", "apiKey")
	setString(n, "name", a.Header)
	setString(n, "in", "header")
	authType := "custom"
	if a.Type == CognitoAuthorizer || a.Type == JWTAuthorizer {
		authType = a.Type
	}
	setString(n, ExtAuthType, authType)
	authorizer := tree.NewMapping()
	setString(authorizer, "type", a.Type)
	setString(authorizer, "authorizerUri", a.AuthorizerURI)
	setString(authorizer, "authorizerCredentials", a.AuthorizerCredentials)
	setString(authorizer, "identitySource", a.IdentitySource)
	setString(authorizer, "identityValidationExpression", a.IdentityValidationExpression)
	if a.ResultTTLInSeconds != nil {
		authorizer.Set("authorizerResultTtlInSeconds", tree.NewInt(*a.ResultTTLInSeconds))
	}
	if len(a.ProviderARNs) > 0 {
		authorizer.Set("providerARNs", tree.NewStrings(a.ProviderARNs))
	}
	setString(authorizer, "authorizerId", a.ID)
	if a.JWT != nil {
		authorizer.Set("jwtConfiguration", a.JWT.node())
	}
	n.Set(ExtAuthorizer, authorizer)
	return n
}

// GatewayResponse is an entry of x-amazon-apigateway-gateway-responses.
type GatewayResponse struct {
	Type       string // "DEFAULT_4XX", "BAD_REQUEST_BODY", …
	StatusCode string // empty: the type's own
	Parameters []Mapping
	Templates  []Template
	Position   diag.Position
}

// Node returns the gateway response as it is in a definition.
func (g *GatewayResponse) Node() *tree.Node {
	n := tree.NewMapping()
	setString(n, "statusCode", g.StatusCode)
	setMappings(n, "responseParameters", g.Parameters)
	setTemplates(n, "responseTemplates", g.Templates)
	return n
}
