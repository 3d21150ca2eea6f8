package gateway

import (
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/gateway/policy"
	"github.com/gatewright/gatewright/spec"
)

// guard decides who may call an operation. Whatever goes wrong in it, nobody
// gets through.
type guard interface {
	authorize(x *exchange) *failure
}

// authorize finds out who calls and whether they may: by the operation's
// authorizer, by the API's resource policy, or by both ("How API Gateway resource
// policies affect authorization workflow").
func (x *exchange) authorize() *failure {
	if x.op.guard != nil {
		return x.op.guard.authorize(x)
	}
	if x.gateway.policy == nil {
		return nil
	}
	return x.admitted(x.byResourcePolicy(policy.Principal{}))
}

// admitted turns what the resource policy alone says about a caller whom nobody
// knows into a response: what it does not allow is denied.
func (x *exchange) admitted(d policy.Decision) *failure {
	switch d {
	case policy.Allow:
		return nil
	case policy.Deny:
		return x.denied("anonymous", explicitDeny)
	default:
		return x.denied("anonymous", "")
	}
}

// byResourcePolicy is what the API's resource policy says. Without one it says
// nothing.
func (x *exchange) byResourcePolicy(who policy.Principal) policy.Decision {
	if x.gateway.policy == nil {
		return policy.None
	}
	return policy.Evaluate(x.policyRequest(who), x.gateway.policy)
}

// byPolicies is what policies of the caller say.
func (x *exchange) byPolicies(who policy.Principal, policies ...*policy.Policy) policy.Decision {
	if len(policies) == 0 {
		return policy.None
	}
	return policy.Evaluate(x.policyRequest(who), policies...)
}

const invokeAction = "execute-api:Invoke"

func (x *exchange) policyRequest(who policy.Principal) *policy.Request {
	return &policy.Request{
		Action: invokeAction, Resource: x.methodARN(), Principal: who, Context: (*conditionView)(x),
	}
}

// methodARN names what is called: the method and the concrete path, with the slash
// at its end that routing does not see.
func (x *exchange) methodARN() string {
	return x.gateway.apiARN + "/" + x.gateway.options.Stage + "/" + x.method + "/" + strings.TrimPrefix(x.path, "/")
}

// sourceARN names the operation as the permissions of functions do: the method and
// the path as they are defined.
func (x *exchange) sourceARN() string {
	return x.gateway.apiARN + "/" + x.gateway.options.Stage + "/" + x.op.Method + x.op.Path
}

// The ends of what callers are told who may not.
const (
	explicitDeny    = " with an explicit deny"
	noIdentityAllow = " because no identity-based policy allows the " + invokeAction + " action"
	noResourceAllow = " because no resource-based policy allows the " + invokeAction + " action"
)

// denied is the response to a caller whom policies do not let through. It hides
// most of the account.
func (x *exchange) denied(who, why string) *failure {
	arn := x.methodARN()
	account := x.gateway.options.AccountID
	if shown := 4; len(account) > shown {
		masked := strings.Repeat("*", len(account)-shown) + account[len(account)-shown:]
		arn = strings.Replace(arn, ":"+account+":", ":"+masked+":", 1)
	}
	return &failure{
		kind: accessDenied, before: true,
		message: "User: " + who + " is not authorized to perform: " + invokeAction + " on resource: " + arn + why,
		reason:  "The client is not authorized to perform this operation.",
	}
}

func unauthorized(reason string) *failure {
	return &failure{kind: notAuthorized, before: true, reason: reason}
}

// guards makes guards of authorizers, each once.
type guards struct {
	*compiler
	iam    *iamGuard
	lambda map[*spec.Authorizer]*lambdaGuard
	tokens *tokens // nil until a user pool is needed
}

// guard returns what is before an operation; nil: nothing.
func (c *guards) guard(o *spec.Operation) guard {
	a := o.Authorization.Authorizer
	switch o.Authorization.Type {
	case "", spec.AuthNone:
		return nil
	case spec.AuthIAM:
		if c.iam == nil {
			c.iam = newIAMGuard(c.gateway)
			c.warnCredentials(o)
		}
		return c.iam
	case spec.AuthCognito:
		if a != nil {
			return c.cognito(a, o.Authorization.Scopes)
		}
	case spec.AuthJWT:
		if a != nil {
			return c.jwt(a, o.Authorization.Scopes)
		}
	case spec.AuthCustom:
		if a != nil && !a.Supported() {
			c.problems.Warnf(a.Position, "unknown-authorizer", "the authorizer %s has the type %q, which is not known here: %s allows nobody",
				a.Name, a.Type, operationName(o))
			return closed{}
		}
		if a != nil {
			return c.function(a)
		}
	}
	c.problems.Errorf(o.Position, "invalid-authorizer", "%s needs an authorizer that the definition does not have", operationName(o))
	return closed{}
}

// closed lets nobody through: it is where an authorizer cannot be.
type closed struct{}

func (closed) authorize(*exchange) *failure {
	return authorizerMisconfigured("The authorizer cannot be called")
}

func (c *guards) warnCredentials(o *spec.Operation) {
	if len(c.gateway.options.Credentials) > 0 {
		return
	}
	c.problems.Warnf(o.Position, "missing-credentials", "%s and all operations with IAM authorization answer 403, since no credentials are known here",
		operationName(o)).Help = "give some; in gatewright.yaml under credentials"
}

// authorizerMisconfigured is the response when an authorizer cannot be asked, or
// says what cannot be understood.
func authorizerMisconfigured(reason string) *failure {
	return &failure{kind: authorizerConfigurationError, before: true, reason: "Execution failed due to configuration error: " + reason}
}

// resourcePolicy reads the policy of an API.
func resourcePolicy(api *spec.API, arn string, problems *diag.List) *policy.Policy {
	if api.Policy == nil {
		return nil
	}
	p, found := policy.Read(api.Policy, policy.Options{OfResource: true, API: arn})
	problems.Add(found...)
	return p
}

// operationName names an operation in messages.
func operationName(o *spec.Operation) string {
	if o.ID != "" {
		return o.ID
	}
	return o.Method + " " + o.Path
}
