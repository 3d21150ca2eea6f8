package gateway

import (
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/gatewright/gatewright/internal/gateway/event"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/jwt"
	"github.com/gatewright/gatewright/internal/gateway/policy"
	"github.com/gatewright/gatewright/spec"
)

// tokenGuard lets callers through by a token in a header: what the authorizers of
// user pools and of other issuers have in common.
type tokenGuard struct {
	id         string
	header     string
	issuers    []string // that are trusted
	algorithms []string // that tokens may be signed with
	tokens     *tokens
}

// tokens verifies tokens for all authorizers of an API, each once.
type tokens struct {
	keys    map[string]jwt.Keys // by issuer
	checked *bounded[*checkedToken]
}

const (
	maxTokens = 2048
	// rechecked is how long a verified signature is not verified again.
	rechecked = 5 * time.Minute
)

// checkedToken is a token whose signature is verified, with what is made of it.
type checkedToken struct {
	*jwt.Token
	until  time.Time // when it is looked at again
	claims []event.Pair
}

// tokenGuard returns the guard of an authorizer, which trusts no issuer yet.
func (c *guards) tokenGuard(a *spec.Authorizer, algorithms []string) tokenGuard {
	if c.tokens == nil {
		c.tokens = &tokens{keys: map[string]jwt.Keys{}, checked: newBounded[*checkedToken](maxTokens)}
	}
	g := tokenGuard{id: authorizerID(c.gateway, a), header: a.Header, algorithms: algorithms, tokens: c.tokens}
	if source, ok := strings.CutPrefix(strings.TrimSpace(a.IdentitySource), "method.request.header."); ok {
		g.header = source
	}
	return g
}

// trust accepts the tokens of an issuer.
func (g *tokenGuard) trust(issuer string, keys jwt.Keys) {
	if g.tokens.keys[issuer] == nil {
		g.tokens.keys[issuer] = keys
	}
	g.issuers = append(g.issuers, issuer)
}

// authorize lets a caller through whose token is verified, in time and accepted.
func (g *tokenGuard) authorize(x *exchange, accept func(*checkedToken) *failure) *failure {
	if x.logs(levelInfo) {
		x.logInfo("Starting authorizer: " + g.id + " for request: " + x.ids.request)
	}
	token, f := g.token(x)
	if f != nil {
		return f
	}
	if err := token.Check(x.started); errors.Is(err, jwt.ErrExpired) {
		return &failure{kind: notAuthorized, message: "The incoming token has expired", before: true, reason: "Unauthorized request: " + x.ids.request}
	} else if err != nil || !slices.Contains(g.issuers, token.Issuer) || !slices.Contains(g.algorithms, token.Algorithm) {
		return g.refused(x, "")
	}
	if f := accept(token); f != nil {
		return f
	}
	x.caller = &caller{claims: token.claims}
	if x.logs(levelInfo) {
		x.logInfo("Successfully completed authorizer execution")
	}
	if x.gateway.policy == nil {
		return nil
	}
	return x.admitted(x.byResourcePolicy(policy.Principal{}))
}

// refused is the response to a caller without a token that is accepted.
func (g *tokenGuard) refused(x *exchange, why string) *failure {
	reason := "Unauthorized request: " + x.ids.request
	if why != "" {
		reason += ": " + why
	}
	return unauthorized(reason)
}

// token returns the caller's token, once its signature is verified.
func (g *tokenGuard) token(x *exchange) (*checkedToken, *failure) {
	values := x.headers(g.header)
	text := strings.TrimSpace(withoutBearer(last(values)))
	if text == "" || differ(values) {
		return nil, g.refused(x, "")
	}
	if t, ok := g.tokens.checked.get(text); ok && x.started.Before(t.until) {
		return t, nil
	}
	verified, err := jwt.Verify(x.request.Context(), text, g.algorithms, g.keysOf)
	var missing *jwt.KeysError
	switch {
	case errors.As(err, &missing):
		x.logBackend("a token could not be checked", slog.String("requestId", x.ids.request), err)
		return nil, &failure{kind: authorizerFailure, before: true, reason: "Execution failed: " + err.Error()}
	case err != nil:
		return nil, g.refused(x, err.Error())
	}
	t := &checkedToken{Token: verified, until: x.started.Add(rechecked), claims: claimPairs(verified.Claims)}
	g.tokens.checked.put(strings.Clone(text), t)
	return t, nil
}

// keysOf returns the keys of an issuer that the authorizer trusts.
func (g *tokenGuard) keysOf(issuer string) jwt.Keys {
	if !slices.Contains(g.issuers, issuer) {
		return nil
	}
	return g.tokens.keys[issuer]
}

func withoutBearer(text string) string {
	const bearer = "Bearer "
	if len(text) >= len(bearer) && strings.EqualFold(text[:len(bearer)], bearer) {
		return text[len(bearer):]
	}
	return text
}

// javaDate is how the service writes the times of a token.
const javaDate = "Mon Jan 02 15:04:05 UTC 2006"

// claimPairs returns the claims as $context and events have them: as strings, lists
// joined by commas, and the times iat and exp as dates.
func claimPairs(claims *jsonvalue.Map) []event.Pair {
	pairs := make([]event.Pair, 0, claims.Len())
	for e := range claims.All {
		p := event.Pair{Name: e.Key}
		switch v := e.Value.(type) {
		case nil:
			continue
		case *jsonvalue.List:
			p.Value = joined(v)
		case *jsonvalue.Map:
			p.Value = jsonvalue.JSON(v)
		default:
			p.Value = jsonvalue.String(v)
			if seconds, ok := jsonvalue.Int(v); ok && (e.Key == "iat" || e.Key == "exp") {
				p.Value = time.Unix(seconds, 0).UTC().Format(javaDate)
			}
		}
		pairs = append(pairs, p)
	}
	return pairs
}

func joined(list *jsonvalue.List) string {
	texts := make([]string, len(list.Items))
	for i, item := range list.Items {
		if text, ok := item.(string); ok {
			texts[i] = text
		} else {
			texts[i] = jsonvalue.JSON(item)
		}
	}
	return strings.Join(texts, ",")
}
