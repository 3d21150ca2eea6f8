package gateway

import (
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/gatewright/gatewright/gateway/event"
	"github.com/gatewright/gatewright/gateway/jsonvalue"
	"github.com/gatewright/gatewright/gateway/jwt"
	"github.com/gatewright/gatewright/gateway/policy"
	"github.com/gatewright/gatewright/internal/pattern"
	"github.com/gatewright/gatewright/spec"
)

// cognitoGuard lets users of Cognito user pools through ("Control access to REST
// APIs using Amazon Cognito user pools as an authorizer").
type cognitoGuard struct {
	id       string
	header   string
	issuers  []string // those of its pools
	scopes   []string // of which an access token needs one; none: an ID token
	audience *pattern.Regexp
	tokens   *tokens
}

// tokens checks tokens for all authorizers of an API, each once.
type tokens struct {
	pools   map[string]jwt.Keys // by issuer
	checked *bounded[*checkedToken]
}

const (
	maxTokens = 2048
	// rechecked is how long a signature that was right is not looked at again.
	rechecked = 5 * time.Minute
)

// checkedToken is a token whose signature is right, with what is made of it.
type checkedToken struct {
	*jwt.Token
	until  time.Time // when it is looked at again
	claims []event.Pair
}

// cognito makes the guard of an operation.
func (c *guards) cognito(a *spec.Authorizer, scopes []string) guard {
	if c.tokens == nil {
		c.tokens = &tokens{pools: map[string]jwt.Keys{}, checked: newBounded[*checkedToken](maxTokens)}
	}
	g := &cognitoGuard{id: authorizerID(c.gateway, a), header: a.Header, scopes: scopes, tokens: c.tokens}
	if source, ok := strings.CutPrefix(strings.TrimSpace(a.IdentitySource), "method.request.header."); ok {
		g.header = source
	}
	for _, arn := range a.ProviderARNs {
		issuer, keys := c.pool(arn)
		if issuer == "" {
			c.problems.Warnf(a.Position, "unknown-user-pool",
				"the authorizer %s: %q is not the ARN of a user pool; it lets nobody through", a.Name, arn)
			continue
		}
		if c.tokens.pools[issuer] == nil {
			c.tokens.pools[issuer] = keys
		}
		g.issuers = append(g.issuers, issuer)
	}
	if a.IdentityValidationExpression != "" {
		var err error
		if g.audience, err = pattern.CompileJava(a.IdentityValidationExpression); err != nil {
			c.errorf(a, "identityValidationExpression %q is no regular expression: %v", a.IdentityValidationExpression, err)
		}
	}
	return g
}

// pool gives the issuer and the keys of a user pool.
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

// CognitoIssuer gives the issuer of the tokens of the user pool with an ARN, or
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
	if x.logs(levelInfo) {
		x.logInfo("Starting authorizer: " + g.id + " for request: " + x.ids.request)
	}
	token, f := g.token(x)
	if f != nil {
		return f
	}
	if err := token.Check(x.started); errors.Is(err, jwt.ErrExpired) {
		return &failure{kind: notAuthorized, message: "The incoming token has expired", before: true, reason: "Unauthorized request: " + x.ids.request}
	} else if err != nil || !g.accepts(token) {
		return unauthorized("Unauthorized request: " + x.ids.request)
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

// token gives the caller's token, once its signature is known to be right.
func (g *cognitoGuard) token(x *exchange) (*checkedToken, *failure) {
	values := x.headers(g.header)
	text := strings.TrimSpace(withoutBearer(last(values)))
	if text == "" || differ(values) {
		return nil, unauthorized("Unauthorized request: " + x.ids.request)
	}
	if t, ok := g.tokens.checked.get(text); ok && x.started.Before(t.until) {
		return t, nil
	}
	verified, err := jwt.Verify(x.request.Context(), text, g.keysOf)
	var missing *jwt.KeysError
	switch {
	case errors.As(err, &missing):
		x.logBackend("a token could not be checked", slog.String("requestId", x.ids.request), err)
		return nil, &failure{kind: authorizerFailure, before: true, reason: "Execution failed: " + err.Error()}
	case err != nil:
		return nil, unauthorized("Unauthorized request: " + x.ids.request + ": " + err.Error())
	}
	t := &checkedToken{Token: verified, until: x.started.Add(rechecked), claims: claimPairs(verified.Claims)}
	g.tokens.checked.put(strings.Clone(text), t)
	return t, nil
}

// keysOf gives the keys of an issuer that is one of the authorizer's pools.
func (g *cognitoGuard) keysOf(issuer string) jwt.Keys {
	if !slices.Contains(g.issuers, issuer) {
		return nil
	}
	return g.tokens.pools[issuer]
}

// accepts tells ID tokens from access tokens: a method with scopes takes an
// access token that has one of them, any other method an ID token.
func (g *cognitoGuard) accepts(t *checkedToken) bool {
	if !slices.Contains(g.issuers, t.Issuer) || !g.acceptsAudience(t) {
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

func withoutBearer(text string) string {
	const bearer = "Bearer "
	if len(text) >= len(bearer) && strings.EqualFold(text[:len(bearer)], bearer) {
		return text[len(bearer):]
	}
	return text
}

// javaDate is how the service writes the times of a token.
const javaDate = "Mon Jan 02 15:04:05 UTC 2006"

// claimPairs gives the claims as $context and events have them: as strings, lists
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
