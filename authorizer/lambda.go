package authorizer

import (
	"fmt"
	"strings"
	"time"

	"github.com/gatewright/gatewright/internal/pattern"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// Token lets those through whom a Lambda function lets through after looking at
// one header (API Gateway Developer Guide, "Use API Gateway Lambda authorizers").
// The function is given by its ARN. The header is Authorization by default.
func Token(name, functionARN string, options ...TokenOption) Authorizer {
	t := lambda{kind: "token", name: name, function: functionARN, sources: []string{authorizationHeader}}
	for _, o := range options {
		o.applyToken(&t)
	}
	return t
}

// Request lets those through whom a Lambda function lets through after looking at
// the whole request but its body. The function is given by its ARN. Requests
// without one of the identity sources are refused, unless the TTL is 0.
func Request(name, functionARN string, identitySources []string, options ...RequestOption) Authorizer {
	r := lambda{kind: "request", name: name, function: functionARN, sources: identitySources}
	for _, o := range options {
		o.applyRequest(&r)
	}
	return r
}

// TokenOption is an option of Token.
type TokenOption interface{ applyToken(l *lambda) }

// RequestOption is an option of Request.
type RequestOption interface{ applyRequest(l *lambda) }

// LambdaOption is an option of both kinds of Lambda authorizers.
type LambdaOption interface {
	TokenOption
	RequestOption
}

type lambdaOption func(*lambda)

func (o lambdaOption) applyToken(l *lambda)   { o(l) }
func (o lambdaOption) applyRequest(l *lambda) { o(l) }

type tokenOption func(*lambda)

func (o tokenOption) applyToken(l *lambda) { o(l) }

// ResultsCacheTTL sets the time for which a decision is cached, up to an hour; 0: not
// at all. The default is 5 minutes.
func ResultsCacheTTL(ttl time.Duration) LambdaOption {
	return lambdaOption(func(l *lambda) { l.ttl = &ttl })
}

// Role sets the ARN of the role with which API Gateway calls the function. The default
// is the function's own policy.
func Role(arn string) LambdaOption {
	return lambdaOption(func(l *lambda) { l.role = arn })
}

// IdentityValidationExpression sets a regular expression that a token must match as a
// whole, or the function is not called.
func IdentityValidationExpression(expression string) TokenOption {
	return tokenOption(func(l *lambda) { l.validation = expression })
}

// IsLambda reports whether a function decides: only then can API keys come from
// an authorizer.
func IsLambda(a Authorizer) bool {
	_, ok := a.(lambda)
	return ok
}

type lambda struct {
	kind       string
	name       string
	function   string
	sources    []string
	ttl        *time.Duration
	validation string
	role       string
}

func (lambda) sealed()                    {}
func (l lambda) Name() string             { return l.name }
func (lambda) Scopes() []string           { return nil }
func (l lambda) ARNs() []string           { return []string{l.function, l.role} }
func (l lambda) RequestHeaders() []string { return sourceHeaders(l.sources) }

func (l lambda) Check() []string {
	problems := checkName(l.name)
	if l.function == "" {
		problems = append(problems, "a Lambda authorizer needs a function")
	}
	if l.ttl != nil && (*l.ttl < 0 || *l.ttl > time.Hour) {
		problems = append(problems, fmt.Sprintf("the resultsCacheTtl of %v is not between 0s and 1h", *l.ttl))
	}
	if _, err := pattern.CompileJava(l.validation); err != nil {
		problems = append(problems, fmt.Sprintf("the identityValidationExpression %q is not a regular expression: %v", l.validation, err))
	}
	if l.kind == "token" {
		return append(problems, checkSource("token", l.sources[0])...)
	}
	return append(problems, l.checkRequest()...)
}

var requestSources = []string{headerSource, "method.request.querystring.", "stageVariables.", "context."}

func (l lambda) checkRequest() []string {
	var problems []string
	for _, s := range l.sources {
		if !hasName(s, requestSources) {
			problems = append(problems, fmt.Sprintf("the identity source %q starts with none of %s", s, strings.Join(requestSources, ", ")))
		}
	}
	if len(l.sources) == 0 && (l.ttl == nil || *l.ttl > 0) {
		problems = append(problems, "a request authorizer whose answers are kept needs an identity source; add one, or set resultsCacheTtl to 0s")
	}
	return problems
}

func hasName(text string, prefixes []string) bool {
	for _, p := range prefixes {
		if name, ok := strings.CutPrefix(text, p); ok && name != "" {
			return true
		}
	}
	return false
}

func (l lambda) Scheme(p spec.Placement) *tree.Node {
	a := spec.Authorizer{
		Name:                         l.name,
		Type:                         l.kind,
		Header:                       "Unused", // what the Developer Guide asks for when the source is not one header
		AuthorizerURI:                p.InvocationARN(l.function),
		AuthorizerCredentials:        l.role,
		IdentitySource:               strings.Join(l.sources, ", "),
		IdentityValidationExpression: l.validation,
	}
	if l.ttl != nil {
		seconds := int(l.ttl.Seconds())
		a.ResultTTLInSeconds = &seconds
	}
	if headers := l.RequestHeaders(); len(l.sources) == 1 && len(headers) == 1 {
		a.Header = headers[0]
	}
	return a.SchemeNode()
}
