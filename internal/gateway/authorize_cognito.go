package gateway

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/jwt"
	"github.com/gatewright/gatewright/internal/pattern"
	"github.com/gatewright/gatewright/spec"
)

// cognitoAlgorithms are those that user pools sign with.
var cognitoAlgorithms = []string{"RS256"}

// cognitoGuard lets users of Cognito user pools through ("Control access to REST
// APIs using Amazon Cognito user pools as an authorizer").
type cognitoGuard struct {
	tokenGuard
	scopes   []string // of which an access token needs one; none: an ID token
	audience *pattern.Regexp
}

// cognito makes the guard of an operation.
func (c *guards) cognito(a *spec.Authorizer, scopes []string) guard {
	g := &cognitoGuard{tokenGuard: c.tokenGuard(a, cognitoAlgorithms), scopes: scopes}
	for _, arn := range a.ProviderARNs {
		issuer, keys := c.pool(arn)
		if issuer == "" {
			c.problems.Warnf(a.Position, "unknown-user-pool",
				"the authorizer %s: %q is not the ARN of a user pool; it lets nobody through", a.Name, arn)
			continue
		}
		g.trust(issuer, keys)
	}
	if a.IdentityValidationExpression != "" {
		var err error
		if g.audience, err = pattern.CompileJava(a.IdentityValidationExpression); err != nil {
			c.errorf(a, "identityValidationExpression %q is not a regular expression: %v", a.IdentityValidationExpression, err)
		}
	}
	return g
}

// pool returns the issuer and the keys of a user pool.
func (c *guards) pool(arn string) (issuer string, keys jwt.Keys) {
	options := &c.gateway.options
	issuer = CognitoIssuer(arn)
	for i := range options.UserPools {
		p := &options.UserPools[i]
		if p.ARN != arn {
			continue
		}
		if p.Issuer != "" {
			issuer = p.Issuer
		}
		if p.Keys != nil {
			keys = p.Keys
		}
	}
	if issuer != "" && keys == nil {
		keys = jwt.NewRemote(issuer+"/.well-known/jwks.json", nil, options.Now)
	}
	return issuer, keys
}

// CognitoIssuer returns the issuer of the tokens of the user pool with an ARN, or
// "" for a text that is no such ARN.
func CognitoIssuer(poolARN string) string {
	parts := strings.SplitN(poolARN, ":", arnParts)
	if len(parts) != arnParts || parts[0] != "arn" || parts[2] != "cognito-idp" || parts[3] == "" {
		return ""
	}
	id, ok := strings.CutPrefix(parts[5], "userpool/")
	if !ok || id == "" {
		return ""
	}
	suffix := "amazonaws.com"
	if parts[1] == "aws-cn" {
		suffix = "amazonaws.com.cn"
	}
	return "https://cognito-idp." + parts[3] + "." + suffix + "/" + id
}

func (g *cognitoGuard) authorize(x *exchange) *failure {
	return g.tokenGuard.authorize(x, func(t *checkedToken) *failure {
		if !g.accepts(t) {
			return g.refused(x, "")
		}
		return nil
	})
}

// accepts reports ID tokens from access tokens: a method with scopes takes an
// access token that has one of them, any other method an ID token.
func (g *cognitoGuard) accepts(t *checkedToken) bool {
	if !g.acceptsAudience(t) {
		return false
	}
	if len(g.scopes) == 0 {
		return t.Use == "id"
	}
	return t.Use == "access" && slices.ContainsFunc(t.Scopes, func(s string) bool { return slices.Contains(g.scopes, s) })
}

// acceptsAudience compares the token's app client with the authorizer's
// expression. Without one any app client of the pool will do.
func (g *cognitoGuard) acceptsAudience(t *checkedToken) bool {
	if g.audience == nil {
		return true
	}
	name := "aud"
	if t.Use == "access" {
		name = "client_id"
	}
	client, _ := t.Claims.Get(name)
	text, _ := client.(string)
	ok, err := g.audience.MatchWhole(text)
	return err == nil && ok
}
