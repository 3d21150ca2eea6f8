package authorizer

import (
	"fmt"
	"strings"

	"github.com/gatewright/gatewright/internal/pattern"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// Token lets those through whom a Lambda function lets through after looking at
// one header (API Gateway Developer Guide, "Use API Gateway Lambda authorizers").
// The function is given by its ARN. The header is Authorization by default.
func Token(name, functionARN string, options ...TokenOption) Authorizer {
	t := lambda{kind: "token", name: name, function: functionARN, sources: []string{headerSource + "Authorization"}}
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

// TTL is how long the function's answer for the same identity is kept, in seconds
// up to 3600; 0: not at all. The default is 300.
func TTL(seconds int) LambdaOption { return lambdaOption(func(l *lambda) { l.ttl = &seconds }) }

// Credentials is the ARN of the role that API Gateway takes to call the function.
// The default is the function's own policy.
func Credentials(roleARN string) LambdaOption {
	return lambdaOption(func(l *lambda) { l.credentials = roleARN })
}

// IdentitySource is the header with the token: "method.request.header.X-Token".
func IdentitySource(source string) TokenOption {
	return tokenOption(func(l *lambda) { l.sources = []string{source} })
}

// Validation is a regular expression that a token must match as a whole, else it
// is refused without the function being called.
func Validation(expression string) TokenOption {
	return tokenOption(func(l *lambda) { l.validation = expression })
}

// IsLambda reports whether a function decides: only then can API keys come from
// an authorizer.
func IsLambda(a Authorizer) bool {
	_, ok := a.(lambda)
	return ok
}

type lambda struct {
	kind        string
	name        string
	function    string
	sources     []string
	ttl         *int
	validation  string
	credentials string
}

func (lambda) sealed()                    {}
func (l lambda) Name() string             { return l.name }
func (lambda) Scopes() []string           { return nil }
func (l lambda) ARNs() []string           { return []string{l.function, l.credentials} }
func (l lambda) RequestHeaders() []string { return sourceHeaders(l.sources) }

func (l lambda) Check() []string {
	problems := checkName(l.name)
	if l.function == "" {
		problems = append(problems, "a Lambda authorizer needs a function")
	}
	if l.ttl != nil && (*l.ttl < 0 || *l.ttl > 3600) {
		problems = append(problems, fmt.Sprintf("the TTL of %d seconds is not between 0 and 3600", *l.ttl))
	}
	if _, err := pattern.CompileJava(l.validation); err != nil {
		problems = append(problems, fmt.Sprintf("the validation %q is no regular expression: %v", l.validation, err))
	}
	if l.kind == "token" {
		return append(problems, l.checkToken()...)
	}
	return append(problems, l.checkRequest()...)
}

func (l lambda) checkToken() []string {
	if name, ok := strings.CutPrefix(l.sources[0], headerSource); !ok || name == "" || strings.ContainsAny(name, " ,") {
		return []string{fmt.Sprintf("the identity source of a token authorizer must be one header, such as method.request.header.Authorization, found %q", l.sources[0])}
	}
	return nil
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
		problems = append(problems, "a request authorizer whose answers are kept needs an identity source; add one, or set ttl: 0")
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
		AuthorizerCredentials:        l.credentials,
		IdentitySource:               strings.Join(l.sources, ", "),
		IdentityValidationExpression: l.validation,
		ResultTTLInSeconds:           l.ttl,
	}
	if headers := l.RequestHeaders(); len(l.sources) == 1 && len(headers) == 1 {
		a.Header = headers[0]
	}
	return a.SchemeNode()
}
