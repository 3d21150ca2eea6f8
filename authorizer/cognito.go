package authorizer

import (
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// Cognito lets users of Cognito user pools through (API Gateway Developer Guide,
// "Control access to REST APIs using Amazon Cognito user pools as an
// authorizer"). The pools are given by their ARNs.
func Cognito(name string, userPoolARNs []string, options ...CognitoOption) Authorizer {
	c := cognito{name: name, pools: userPoolARNs, source: authorizationHeader}
	for _, o := range options {
		o.applyCognito(&c)
	}
	return c
}

// CognitoOption is an option of Cognito.
type CognitoOption interface{ applyCognito(c *cognito) }

// AuthorizationScopes sets scopes of which a caller's token must hold one. Without any,
// callers of a Cognito authorizer send ID tokens, with them access tokens.
func AuthorizationScopes(scopes ...string) TokenHeaderOption {
	return tokenHeaderOption{
		func(c *cognito) { c.scopes = append(c.scopes, scopes...) },
		func(j *jwt) { j.scopes = append(j.scopes, scopes...) },
	}
}

// IdentitySource sets where the token is: "method.request.header.X-Token". The default
// is the header Authorization.
func IdentitySource(source string) IdentitySourceOption { return identitySource(source) }

// IdentitySourceOption is an option of the authorizers that look at one header.
type IdentitySourceOption interface {
	TokenHeaderOption
	TokenOption
}

type identitySource string

func (s identitySource) applyCognito(c *cognito) { c.source = string(s) }
func (s identitySource) applyJWT(j *jwt)         { j.source = string(s) }
func (s identitySource) applyToken(l *lambda)    { l.sources = []string{string(s)} }

// WithScopes returns a Cognito or JWT authorizer, or one of the model's, that asks for
// one of other scopes. Authorizers of other kinds have none and stay as they are.
func WithScopes(a Authorizer, scopes ...string) Authorizer {
	switch of := a.(type) {
	case cognito:
		of.scopes = scopes
		return of
	case jwt:
		of.scopes = scopes
		return of
	case fromModel:
		of.scopes = scopes
		return of
	}
	return a
}

type cognito struct {
	name   string
	pools  []string
	scopes []string
	source string
}

func (cognito) sealed()                    {}
func (c cognito) Name() string             { return c.name }
func (c cognito) Scopes() []string         { return c.scopes }
func (c cognito) ARNs() []string           { return c.pools }
func (c cognito) RequestHeaders() []string { return sourceHeaders([]string{c.source}) }

func (c cognito) Check() []string {
	problems := checkName(c.name)
	if len(c.pools) == 0 {
		problems = append(problems, "a Cognito authorizer needs the ARN of at least one user pool")
	}
	return append(problems, checkSource("Cognito", c.source)...)
}

func (c cognito) Scheme(spec.Placement) *tree.Node {
	a := spec.Authorizer{Name: c.name, Type: "cognito_user_pools", Header: strings.TrimPrefix(c.source, headerSource), ProviderARNs: c.pools}
	return a.SchemeNode()
}
