package gateway

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/jwt"
	"github.com/gatewright/gatewright/spec"
)

// jwtGuard lets callers through whose JSON Web Token one of its issuers signed
// ("Control access to REST APIs with JWT authorizers"). What that page leaves open
// is as HTTP APIs have it ("Control access to HTTP APIs with JWT authorizers").
type jwtGuard struct {
	tokenGuard
	trusted []spec.JWTIssuer
	scopes  []string // of which a token needs one; none: it needs none
}

// jwt returns the guard of an operation.
func (c *guards) jwt(a *spec.Authorizer, scopes []string) guard {
	configuration := a.JWT
	if configuration == nil {
		c.problems.Warnf(a.Position, "unknown-authorizer",
			"the authorizer %s refers to the existing authorizer %q, whose issuers are not known here; it lets nobody through", a.Name, a.ID)
		return closed{}
	}
	g := &jwtGuard{tokenGuard: c.tokenGuard(a, configuration.Algorithms), trusted: configuration.Issuers, scopes: scopes}
	for _, issuer := range configuration.Issuers {
		g.trust(issuer.Issuer, c.issuerKeys(issuer.Issuer))
	}
	return g
}

// issuerKeys returns the keys of an issuer: those of the options, else those that its
// discovery document names.
func (c *guards) issuerKeys(issuer string) jwt.Keys {
	for _, i := range c.gateway.options.Issuers {
		if i.Issuer == issuer && i.Keys != nil {
			return i.Keys
		}
	}
	return jwt.NewIssuer(issuer, nil, c.gateway.options.Now)
}

func (g *jwtGuard) authorize(x *exchange) *failure {
	return g.tokenGuard.authorize(x, func(t *checkedToken) *failure {
		i := slices.IndexFunc(g.trusted, func(i spec.JWTIssuer) bool { return i.Issuer == t.Issuer })
		switch {
		case t.Issued.After(x.started):
			return g.refused(x, "the token was issued in the future")
		case !acceptsAudience(g.trusted[i].Audiences, t.Claims):
			return g.refused(x, "the audience is not accepted")
		case !slices.ContainsFunc(g.scopes, t.hasScope) && len(g.scopes) > 0:
			return &failure{
				kind: accessDenied, before: true, message: "Forbidden",
				reason: "The client is not authorized to perform this operation: the token has none of the scopes of the method.",
			}
		}
		for _, claim := range g.trusted[i].Claims {
			if !acceptsClaim(claim, t.Claims) {
				return g.refused(x, "the claim "+claim.Name+" is not accepted")
			}
		}
		return nil
	})
}

// acceptsAudience compares aud, or client_id where there is no aud.
func acceptsAudience(accepted []string, claims *jsonvalue.Map) bool {
	audience, _ := claims.Get("aud")
	if audience == nil {
		audience, _ = claims.Get("client_id")
	}
	return slices.ContainsFunc(stringsOf(audience), func(a string) bool { return slices.Contains(accepted, a) })
}

// acceptsClaim checks a claim that the authorizer asks for: a string that is one of
// the expected ones, to the letter.
func acceptsClaim(c spec.JWTClaim, claims *jsonvalue.Map) bool {
	value, ok := claims.Get(c.Name)
	if !ok {
		return !c.Required
	}
	text, ok := value.(string)
	return ok && (len(c.Values) == 0 || slices.Contains(c.Values, text))
}

// hasScope looks into scope, and into scp, which some issuers have in its place.
func (t *checkedToken) hasScope(scope string) bool {
	if slices.Contains(t.Scopes, scope) {
		return true
	}
	scp, _ := t.Claims.Get("scp")
	if text, ok := scp.(string); ok {
		return slices.Contains(strings.Fields(text), scope)
	}
	return slices.Contains(stringsOf(scp), scope)
}

// stringsOf returns a string, or the strings of a list.
func stringsOf(value jsonvalue.Value) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case *jsonvalue.List:
		var all []string
		for _, item := range v.Items {
			if text, ok := item.(string); ok {
				all = append(all, text)
			}
		}
		return all
	}
	return nil
}
