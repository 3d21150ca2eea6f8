package sam

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// Names in security requirements. The last two only mark operations to which a default
// of their API does not apply.
const (
	iam       = "AWS_IAM"
	apiKey    = "api_key"
	noAuth    = "NONE"
	noAPIKey  = "api_key_false"
	anyCaller = "CALLER_CREDENTIALS"
)

// secure adds what Auth of an event says to the security of its operation.
func (t *transformer) secure(a *api, m *eventMethod, r *resource, operation *tree.Node) {
	auth := m.event.Get("Auth")
	security := &tree.Node{Kind: tree.Sequence, Items: slices.Clone(items(operation.Get("security")))}
	if name := t.text(auth.Get("Authorizer")); name != "" {
		known := a.auth.Get("Authorizers", name)
		if known == nil && name != iam && name != noAuth {
			t.invalid(auth.Get("Authorizer"), r, "the authorizer %s of %s %s is not one of the API %s", name, strings.ToUpper(m.name), m.path, a.id)
			return
		}
		scopes := auth.Get("AuthorizationScopes")
		if scopes == nil {
			scopes = known.Get("AuthorizationScopes")
		}
		security.Items = append(security.Items, requirement(name, scopes))
		if name == iam {
			a.addIAM()
		}
	}
	if key := auth.Get("ApiKeyRequired"); key != nil {
		if t.isTrue(key) {
			security.Items = append(security.Items, requirement(apiKey, nil))
			a.addAPIKey()
		} else {
			security.Items = append(security.Items, requirement(noAPIKey, nil))
		}
	}
	if len(security.Items) > 0 {
		operation.Set("security", security)
	}
	if policy := auth.Get("ResourcePolicy"); policy != nil {
		a.policies = append(a.policies, pathPolicy{m.path, policy})
	}
}

func requirement(name string, scopes *tree.Node) *tree.Node {
	if scopes == nil {
		scopes = tree.NewSequence()
	}
	return tree.NewObject(name, scopes)
}

// addCredentials sets who invokes a function of which callers are known by IAM: SAM takes
// their own credentials unless InvokeRole names a role, or NONE.
func (a *api) addCredentials(m *eventMethod) {
	own := m.event.Get("Auth")
	name := own.Get("Authorizer").Str()
	if m.integration.Get("credentials") != nil || name != iam && (len(fields(own)) > 0 || a.auth.Get("DefaultAuthorizer").Str() != iam) {
		return
	}
	role := own.Get("InvokeRole")
	if role == nil {
		role = a.auth.Get("InvokeRole")
	}
	switch {
	case role.Str() == noAuth || role.Is(tree.Null):
		return
	case role.Str() == anyCaller:
		role = nil
	}
	if role == nil {
		role = sub("arn:${AWS::Partition}:iam::*:user/*")
	}
	m.integration.Set("credentials", role)
}

// addAuth adds what Auth of an API says: authorizers, and who calls the operations that do
// not say it themselves.
func (t *transformer) addAuth(a *api) {
	for _, f := range fields(a.auth.Get("Authorizers")) {
		a.document.schemes().Set(f.Name, t.authorizer(a, f))
	}
	standard := t.text(a.auth.Get("DefaultAuthorizer"))
	if standard != "" && standard != iam && a.auth.Get("Authorizers", standard) == nil {
		t.invalid(a.auth.Get("DefaultAuthorizer"), a.resource, "the default authorizer %s is not one of the API's Authorizers", standard)
	}
	if standard == iam {
		a.addIAM()
	}
	needsKey := t.isTrue(a.auth.Get("ApiKeyRequired"))
	if needsKey {
		a.addAPIKey()
	}
	for _, item := range a.document.items() {
		for name, operation := range operations(item) {
			if operation.Get(spec.ExtIntegration) != nil {
				d := defaults{apiKey: needsKey && (name != "options" || t.isOn(a.auth.Get("AddApiKeyRequiredToCorsPreflight")))}
				if name != "options" || t.isOn(a.auth.Get("AddDefaultAuthorizerToCorsPreflight")) {
					d.authorizer = standard
				}
				a.complete(operation, d)
			}
		}
	}
}

// isOn reports whether a switch is on that is so unless it is turned off.
func (t *transformer) isOn(n *tree.Node) bool { return n == nil || t.isTrue(n) }

// defaults are what an API asks of callers of one of its operations.
type defaults struct {
	authorizer string
	apiKey     bool
}

// complete adds the defaults to the security of an operation that does not say otherwise.
func (a *api) complete(operation *tree.Node, d defaults) {
	var authorizers, keys, others []*tree.Node
	isOpen, isKeyless := false, false
	for _, item := range items(operation.Get("security")) {
		switch {
		case item.Get(noAuth) != nil:
			isOpen = true
		case item.Get(noAPIKey) != nil:
			isKeyless = true
		case item.Get(apiKey) != nil:
			keys = append(keys, item)
		case item.Get(iam) != nil || slices.ContainsFunc(fields(a.auth.Get("Authorizers")), func(f tree.Field) bool { return item.Get(f.Name) != nil }):
			authorizers = append(authorizers, item)
		default:
			others = append(others, item)
		}
	}
	if d.authorizer != "" && !isOpen && len(authorizers) == 0 {
		authorizers = append(authorizers, requirement(d.authorizer, a.auth.Get("Authorizers", d.authorizer, "AuthorizationScopes")))
	}
	if d.apiKey && !isKeyless && len(keys) == 0 {
		keys = append(keys, requirement(apiKey, nil))
	}
	operation.Delete("security")
	if all := slices.Concat(others, authorizers, keys); len(all) > 0 {
		operation.Set("security", tree.NewSequence(all...))
	}
}

func (a *api) addIAM() {
	a.document.schemes().Set(iam, tree.NewObject(
		"type", tree.NewString("apiKey"), "name", tree.NewString("Authorization"), "in", tree.NewString("header"),
		spec.ExtAuthType, tree.NewString("awsSigv4")))
}

func (a *api) addAPIKey() {
	a.document.schemes().Set(apiKey, tree.NewObject(
		"type", tree.NewString("apiKey"), "name", tree.NewString("x-api-key"), "in", tree.NewString("header")))
}

// authorizer returns the security scheme of an authorizer.
func (t *transformer) authorizer(a *api, f tree.Field) *tree.Node {
	n := f.Value
	identity := n.Get("Identity")
	header := identity.Get("Header")
	if header == nil {
		header = tree.NewString("Authorization")
	}
	scheme := intrinsic.From(n, tree.NewObject("type", tree.NewString("apiKey"), "name", header, "in", tree.NewString("header")))
	described := intrinsic.From(n, tree.NewMapping())
	switch pool := n.Get("UserPoolArn"); {
	case pool != nil:
		scheme.Set(spec.ExtAuthType, tree.NewString("cognito_user_pools"))
		if !pool.Is(tree.Sequence) {
			pool = tree.NewSequence(pool)
		}
		described.Set("type", tree.NewString("cognito_user_pools"))
		described.Set("providerARNs", pool)
		described.Set("identityValidationExpression", identity.Get("ValidationExpression"))
	case n.Get("FunctionArn") != nil:
		scheme.Set(spec.ExtAuthType, tree.NewString("custom"))
		t.describeLambda(n, scheme, described)
	default:
		t.invalid(n, a.resource, "the authorizer %s needs a UserPoolArn or a FunctionArn", f.Name)
	}
	scheme.Set(spec.ExtAuthorizer, described)
	return scheme
}

// describeLambda describes a Lambda authorizer.
func (t *transformer) describeLambda(n, scheme, described *tree.Node) {
	identity := n.Get("Identity")
	isRequest := t.text(n.Get("FunctionPayloadType")) == "REQUEST"
	kind := "token"
	if isRequest {
		kind = "request"
		scheme.Set("name", tree.NewString("Unused"))
	}
	described.Set("type", tree.NewString(kind))
	described.Set("authorizerUri", tree.NewObject("Fn::Sub", tree.NewSequence(
		tree.NewString("arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations"),
		tree.NewObject("__FunctionArn__", n.Get("FunctionArn")))))
	described.Set("authorizerResultTtlInSeconds", identity.Get("ReauthorizeEvery"))
	if role := n.Get("FunctionInvokeRole"); role.Str() != noAuth {
		described.Set("authorizerCredentials", role)
	}
	if !isRequest {
		described.Set("identityValidationExpression", identity.Get("ValidationExpression"))
		return
	}
	var sources []string
	for _, place := range []struct{ property, prefix string }{
		{"Headers", "method.request.header."}, {"QueryStrings", "method.request.querystring."},
		{"StageVariables", "stageVariables."}, {"Context", "context."},
	} {
		for _, name := range identity.Get(place.property).Strings() {
			sources = append(sources, place.prefix+name)
		}
	}
	if len(sources) > 0 {
		described.Set("identitySource", tree.NewString(strings.Join(sources, ", ")))
	}
}
