package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/gateway/event"
	"github.com/gatewright/gatewright/internal/gateway/policy"
	"github.com/gatewright/gatewright/internal/pattern"
	"github.com/gatewright/gatewright/spec"
)

// lambdaGuard lets those through whom a function lets through ("Use API Gateway
// Lambda authorizers"). Its function sees a token, or the whole request but the
// body.
type lambdaGuard struct {
	id         string
	function   string
	url        string // at which API Gateway calls it, for the execution log
	isToken    bool
	sources    []*source // one header of a token authorizer
	validation *pattern.Regexp
	stage      []event.Pair
	ttl        time.Duration
	decisions  *bounded[*authorizerOutput] // nil: none is kept
}

const (
	defaultTTL     = 300 * time.Second
	maxTTL         = 3600 // seconds
	maxDecisions   = 2048
	authorizerTime = 29 * time.Second // that a function may take
)

var identitySources = prefixes{
	{"method.request.header.", requestHeader},
	{"method.request.querystring.", requestQuery},
	{"context.", contextVariable},
	{"stageVariables.", stageVariable},
}

// function makes the guard of a Lambda authorizer, one for all operations.
func (c *guards) function(a *spec.Authorizer) guard {
	if g := c.lambda[a]; g != nil {
		return g
	}
	g := &lambdaGuard{id: authorizerID(c.gateway, a), isToken: a.Type == "token", stage: c.gateway.stagePairs(), ttl: defaultTTL}
	c.lambda[a] = g
	c.gateway.deciders = append(c.gateway.deciders, g)
	arn, err := parseARN(c.gateway.expand(a.AuthorizerURI))
	if err == nil {
		g.url = arn.url()
		var ok bool
		if g.function, ok = functionOf(arn.rest); !ok || arn.service != "lambda" {
			err = errors.New("authorizerUri must name a Lambda function, found " + strconv.Quote(a.AuthorizerURI))
		}
	}
	if err != nil {
		c.errorf(a, "%v", err)
	}
	c.readSources(g, a)
	if a.IdentityValidationExpression != "" && g.isToken {
		if g.validation, err = pattern.CompileJava(a.IdentityValidationExpression); err != nil {
			c.errorf(a, "identityValidationExpression %q is not a regular expression: %v", a.IdentityValidationExpression, err)
		}
	}
	if a.ResultTTLInSeconds != nil {
		g.ttl = time.Duration(*a.ResultTTLInSeconds) * time.Second
		if *a.ResultTTLInSeconds < 0 || *a.ResultTTLInSeconds > maxTTL {
			c.errorf(a, "authorizerResultTtlInSeconds must be from 0 to %d, found %d", maxTTL, *a.ResultTTLInSeconds)
		}
	}
	if g.ttl > 0 && len(g.sources) == 0 {
		c.problems.Warnf(a.Position, "missing-identity-source", "the authorizer %s has no identity source: it is called again for each request here, and API Gateway refuses it",
			a.Name).Help = "give it an identity source, or set authorizerResultTtlInSeconds to 0"
	}
	if g.ttl > 0 && len(g.sources) > 0 {
		g.decisions = newBounded[*authorizerOutput](maxDecisions)
	}
	return g
}

func (c *guards) errorf(a *spec.Authorizer, format string, args ...any) *diag.Diagnostic {
	return c.problems.Errorf(a.Position, "invalid-authorizer", "the authorizer %s: "+format, append([]any{a.Name}, args...)...)
}

// readSources reads the identity sources. Those of a token authorizer are its
// scheme's header unless it names another.
func (c *guards) readSources(g *lambdaGuard, a *spec.Authorizer) {
	text := a.IdentitySource
	if g.isToken && text == "" {
		text = "method.request.header." + a.Header
	}
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		s, ok := parseSource(name, identitySources)
		if !ok || s.origin == static {
			c.errorf(a, "%q is not an identity source", name).Help =
				"take method.request.header.X, method.request.querystring.X, stageVariables.X or context.X"
			continue
		}
		g.sources = append(g.sources, s)
	}
	if g.isToken && (len(g.sources) != 1 || g.sources[0].origin != requestHeader) {
		c.errorf(a, "the identity source of a token authorizer must be one header, found %q", text)
	}
}

func authorizerID(g *Gateway, a *spec.Authorizer) string {
	const length = 6
	return idOf(g.options.APIID+"\x00"+a.Name, length)
}

// stagePairs returns the stage's variables as events have them.
func (g *Gateway) stagePairs() []event.Pair {
	var pairs []event.Pair
	for name, value := range g.options.StageVariables {
		pairs = append(pairs, event.Pair{Name: name, Value: value})
	}
	slices.SortFunc(pairs, func(a, b event.Pair) int { return strings.Compare(a.Name, b.Name) })
	return pairs
}

func (g *lambdaGuard) authorize(x *exchange) *failure {
	resource := x.byResourcePolicy(policy.Principal{})
	if resource == policy.Deny {
		return x.denied("anonymous", explicitDeny)
	}
	key, f := g.key(x)
	if f != nil {
		return f
	}
	if x.logs(levelInfo) {
		x.logInfo("Starting authorizer: " + g.id + " for request: " + x.ids.request)
	}
	output, asked, f := g.decision(x, key)
	if f != nil {
		return f
	}
	if x.recording != nil {
		x.recording.decision, x.recording.asked = output, asked
	}
	switch own := x.byPolicies(policy.Principal{}, output.policy); {
	case own == policy.Deny:
		return deniedByAuthorizer(" with an explicit deny in an identity-based policy")
	case own != policy.Allow && resource != policy.Allow:
		return deniedByAuthorizer("")
	}
	x.caller = &caller{principal: output.principal, context: output.context, latency: asked.latency, request: asked.id}
	x.usageIdentifierKey = output.usageKey
	if x.logs(levelInfo) {
		x.logInfo("Using valid authorizer policy for principal: " + maskTail(output.principal))
		x.logInfo("Successfully completed authorizer execution")
	}
	return nil
}

func deniedByAuthorizer(why string) *failure {
	return &failure{
		kind: accessDenied, before: true, message: "User is not authorized to access this resource" + why,
		reason: "The client is not authorized to perform this operation.",
	}
}

// key returns what identifies the caller: the token, or all values of the identity
// sources. Without one of them nobody is asked, unless nothing is kept anyway.
func (g *lambdaGuard) key(x *exchange) (string, *failure) {
	if g.isToken {
		return g.token(x)
	}
	var key []byte
	for _, s := range g.sources {
		values := s.all(x)
		if last(values) == "" && g.decisions != nil {
			return "", unauthorized("Unauthorized request: " + x.ids.request)
		}
		key = strconv.AppendInt(key, int64(len(values)), 10)
		for _, v := range values {
			key = strconv.AppendInt(append(key, ' '), int64(len(v)), 10)
			key = append(append(key, ' '), v...)
		}
	}
	return string(key), nil
}

// token returns the only value of the authorizer's header. Several that differ are
// refused: the function would see one, and a backend another.
func (g *lambdaGuard) token(x *exchange) (string, *failure) {
	values := g.sources[0].all(x)
	token := last(values)
	if token == "" || differ(values) {
		return "", unauthorized("Unauthorized request: " + x.ids.request)
	}
	if g.validation == nil {
		return token, nil
	}
	if ok, err := g.validation.MatchWhole(token); err != nil || !ok {
		return "", unauthorized("Unauthorized request: " + x.ids.request)
	}
	return token, nil
}

// all returns every value of a source that requests have.
func (s *source) all(x *exchange) []string {
	switch s.origin {
	case requestHeader:
		return x.headers(s.name)
	case requestQuery:
		return x.queryParameters(s.name)
	default:
		if v, ok := s.value(x); ok {
			return []string{v}
		}
		return nil
	}
}

func differ(values []string) bool {
	for _, v := range values {
		if v != values[0] {
			return true
		}
	}
	return false
}

// asking is what it took to have a function's response; nothing for one that was kept.
type asking struct {
	id      string // of the invocation
	latency int64  // milliseconds
}

// decision returns what the function says, or has said.
func (g *lambdaGuard) decision(x *exchange, key string) (*authorizerOutput, asking, *failure) {
	if g.decisions != nil {
		if output, ok := g.decisions.get(key); ok && x.started.Before(output.expires) {
			return output, asking{}, nil
		}
	}
	asked := x.gateway.options.Now()
	output, id, f := g.ask(x, key)
	if f != nil {
		return nil, asking{}, f
	}
	answered := x.gateway.options.Now()
	if g.decisions != nil {
		output.expires = answered.Add(g.ttl)
		g.decisions.put(strings.Clone(key), output)
	}
	return output, asking{id, answered.Sub(asked).Milliseconds()}, nil
}

// ask invokes the function, and returns the ID of the invocation too.
func (g *lambdaGuard) ask(x *exchange, key string) (*authorizerOutput, string, *failure) {
	if x.gateway.options.Lambda == nil {
		return nil, "", authorizerMisconfigured("Invalid permissions on Lambda function")
	}
	payload := g.event(x, key)
	g.logRequest(x, key, payload)
	ctx, cancel := context.WithTimeout(x.request.Context(), authorizerTime)
	defer cancel()
	result, err := x.gateway.options.Lambda.Invoke(ctx, LambdaCall{FunctionARN: g.function, Payload: payload})
	if err != nil {
		return nil, "", g.invocationFailure(ctx, x, err)
	}
	if x.traces() {
		x.logInfo("Authorizer result body before parsing: " + string(result.Payload))
	}
	if result.FunctionError != "" && errorMessage(result.Payload) == "Unauthorized" {
		return nil, "", unauthorized("Unauthorized request: " + x.ids.request)
	}
	if x.recording != nil {
		x.recording.authorizerStart = result.Start
	}
	output, err := readAuthorizerOutput(result.Payload)
	if err == nil && result.FunctionError != "" {
		err = fmt.Errorf("the function failed: %s", errorMessage(result.Payload))
	}
	if err != nil {
		return nil, "", authorizerMisconfigured(err.Error())
	}
	return output, result.RequestID, nil
}

// logRequest reports of a call of the function. It hides tokens, as the service does.
func (g *lambdaGuard) logRequest(x *exchange, key string, payload []byte) {
	if !x.traces() {
		return
	}
	if g.isToken {
		x.logInfo("Incoming identity: " + maskTail(key))
		payload = event.AppendToken(nil, maskTail(key), x.methodARN())
	}
	x.logInvocation(g.url, x.gateway.apiARN+"/authorizers/"+g.id, payload)
}

func (g *lambdaGuard) event(x *exchange, key string) []byte {
	if g.isToken {
		return event.AppendToken(nil, key, x.methodARN())
	}
	r := x.event(g.stage)
	r.Context.Identity.APIKey = x.header("X-Api-Key")
	return event.AppendRequest(nil, r, x.methodARN())
}

func (g *lambdaGuard) invocationFailure(ctx context.Context, x *exchange, err error) *failure {
	x.logBackend("an authorizer's function could not be invoked", slog.String("function", g.function), err)
	var notFound *FunctionNotFoundError
	var throttled *FunctionThrottledError
	var timeout *FunctionTimeoutError
	switch {
	case errors.As(err, &notFound):
		return authorizerMisconfigured("Invalid permissions on Lambda function")
	case errors.As(err, &throttled):
		return authorizerMisconfigured("Lambda invocation failed with status: 429")
	case errors.As(err, &timeout), errors.Is(ctx.Err(), context.DeadlineExceeded):
		f := authorizerMisconfigured("")
		f.reason = "Execution failed due to a timeout error"
		return f
	}
	return authorizerMisconfigured("Authorizer error")
}

// maskTail hides a text but its last two characters, as the service's log does.
func maskTail(text string) string {
	const shown = 2
	if len(text) <= shown {
		return strings.Repeat("*", len(text))
	}
	return strings.Repeat("*", len(text)-shown) + text[len(text)-shown:]
}
