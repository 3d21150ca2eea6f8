package local

import (
	"slices"

	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/local/userpool"
	"github.com/gatewright/gatewright/spec"
)

// TokenIssuer is whose tokens an API's authorizers accept.
type TokenIssuer struct {
	ARN   string         // of a user pool; empty: an issuer of JWT authorizers
	Token userpool.Token // what its tokens must say
}

// Name is what authorizers call it.
func (i TokenIssuer) Name() string {
	if i.ARN != "" {
		return i.ARN
	}
	return i.Token.Issuer
}

// TokenIssuers returns those of an API, user pools first, each once.
func TokenIssuers(api *spec.API) []TokenIssuer {
	var all []TokenIssuer
	for _, arn := range PoolARNs(api) {
		if issuer := gateway.CognitoIssuer(arn); issuer != "" {
			all = append(all, PoolIssuer(arn))
		}
	}
	for _, a := range api.Authorizers {
		if a.JWT == nil {
			continue
		}
		for _, issuer := range a.JWT.Issuers {
			if !slices.ContainsFunc(all, func(i TokenIssuer) bool { return i.Token.Issuer == issuer.Issuer }) {
				all = append(all, TokenIssuer{Token: acceptedToken(a.JWT, issuer)})
			}
		}
	}
	return all
}

// PoolIssuer is the user pool with an ARN.
func PoolIssuer(arn string) TokenIssuer {
	return TokenIssuer{ARN: arn, Token: userpool.Token{Issuer: gateway.CognitoIssuer(arn), Claims: map[string]any{}}}
}

// acceptedToken is a token that a JWT authorizer accepts, but for its user and scopes.
func acceptedToken(c *spec.JWTConfiguration, issuer spec.JWTIssuer) userpool.Token {
	t := userpool.Token{Issuer: issuer.Issuer, Use: userpool.JWT, Claims: map[string]any{}}
	if len(c.Algorithms) > 0 {
		t.Algorithm = c.Algorithms[0]
	}
	if len(issuer.Audiences) > 0 {
		t.Client = issuer.Audiences[0]
	}
	for _, claim := range issuer.Claims {
		switch {
		case claim.Required && len(claim.Values) > 0:
			t.Claims[claim.Name] = claim.Values[0]
		case claim.Required:
			t.Claims[claim.Name] = "local"
		}
	}
	return t
}
