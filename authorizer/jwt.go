package authorizer

import (
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// JWT lets callers through whose JSON Web Token one of the issuers signed (API Gateway
// Developer Guide, "Control access to REST APIs with JWT authorizers"). Tokens are
// signed with RS256 by default, and come in the header Authorization.
func JWT(name string, issuers []Issuer, options ...JWTOption) Authorizer {
	j := jwt{name: name, source: authorizationHeader, issuers: issuers, algorithms: []string{"RS256"}}
	for _, o := range options {
		o.applyJWT(&j)
	}
	return j
}

// ExistingJWT is a JWT authorizer that the API has already, by its ID. Its issuers are
// not known here: gatewright dev lets nobody through, except in an app of the CDK that
// creates the authorizer itself.
func ExistingJWT(name, authorizerID string, options ...JWTOption) Authorizer {
	j := jwt{name: name, source: authorizationHeader, id: authorizerID, existing: true}
	for _, o := range options {
		o.applyJWT(&j)
	}
	return j
}

// Issuer is an issuer of tokens that a JWT authorizer trusts.
type Issuer struct {
	Issuer           string   // an https URL, equal to the token's iss to the letter
	Audiences        []string // of which a token's aud, or its client_id, must be one
	AdditionalClaims []AdditionalClaim
}

// AdditionalClaim is a claim of an issuer's tokens that is a string.
type AdditionalClaim struct {
	ClaimName      string
	Required       bool     // tokens without it are refused
	ExpectedValues []string // compared to the letter; empty: any
}

// JWTOption is an option of JWT.
type JWTOption interface{ applyJWT(j *jwt) }

// TokenHeaderOption is an option of the authorizers that take a token from a header.
type TokenHeaderOption interface {
	CognitoOption
	JWTOption
}

type tokenHeaderOption struct {
	cognito func(*cognito)
	jwt     func(*jwt)
}

func (o tokenHeaderOption) applyCognito(c *cognito) { o.cognito(c) }
func (o tokenHeaderOption) applyJWT(j *jwt)         { o.jwt(j) }

type jwtOption func(*jwt)

func (o jwtOption) applyJWT(j *jwt) { o(j) }

// DefaultAlgorithms are those that tokens may be signed with: RS256, RS384, RS512,
// ES256, ES384 and ES512.
func DefaultAlgorithms(names ...string) JWTOption {
	return jwtOption(func(j *jwt) { j.algorithms = names })
}

// IsJWT reports whether an authorizer is JWT or ExistingJWT.
func IsJWT(a Authorizer) bool {
	_, ok := a.(jwt)
	return ok
}

type jwt struct {
	name       string
	source     string
	issuers    []Issuer
	algorithms []string
	scopes     []string
	id         string
	existing   bool
}

func (jwt) sealed()                    {}
func (j jwt) Name() string             { return j.name }
func (j jwt) Scopes() []string         { return j.scopes }
func (jwt) ARNs() []string             { return nil }
func (j jwt) RequestHeaders() []string { return sourceHeaders([]string{j.source}) }

func (j jwt) Check() []string {
	problems := append(checkName(j.name), checkSource("JWT", j.source)...)
	if j.existing {
		if j.id == "" {
			problems = append(problems, "the ID of the existing authorizer is missing")
		}
		return problems
	}
	return append(problems, j.configuration().Check()...)
}

func (j jwt) Scheme(spec.Placement) *tree.Node {
	a := spec.Authorizer{
		Name: j.name, Type: spec.JWTAuthorizer, Header: strings.TrimPrefix(j.source, headerSource), ID: j.id,
		IdentitySource: j.source,
	}
	if !j.existing {
		a.JWT = j.configuration()
	}
	return a.SchemeNode()
}

func (j jwt) configuration() *spec.JWTConfiguration {
	c := &spec.JWTConfiguration{Algorithms: j.algorithms}
	for _, i := range j.issuers {
		issuer := spec.JWTIssuer{Issuer: i.Issuer, Audiences: i.Audiences}
		for _, claim := range i.AdditionalClaims {
			issuer.Claims = append(issuer.Claims, spec.JWTClaim{Name: claim.ClaimName, Required: claim.Required, Values: claim.ExpectedValues})
		}
		c.Issuers = append(c.Issuers, issuer)
	}
	return c
}
