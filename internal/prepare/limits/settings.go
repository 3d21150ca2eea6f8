package limits

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/spec"
)

func (c *checker) securitySchemes(*spec.API) {
	schemes := c.root.Get("components", "securitySchemes")
	if schemes == nil {
		return
	}
	for _, f := range schemes.Fields {
		if t := c.resolve(f.Value).Get("type").Str(); t != "apiKey" {
			c.Warnf(schemes.FieldPosition(f.Name), "ignored-security", "API Gateway ignores the security scheme %s: its type is %s, not apiKey", f.Name, t)
		}
	}
}

func (c *checker) authorizers(api *spec.API) {
	if n := len(api.Authorizers); n > maxAuthorizers {
		c.Warnf(c.root.Get("components", "securitySchemes").Position(), "too-many-authorizers", "there are %d authorizers; API Gateway allows %d", n, maxAuthorizers)
	}
	for _, a := range api.Authorizers {
		if ttl := a.ResultTTLInSeconds; ttl != nil && (*ttl < 0 || *ttl > maxAuthorizerTTL) {
			c.Errorf(a.Position, "invalid-authorizer", "the answers of the authorizer %s are kept for %d seconds; API Gateway allows 0 to %d", a.Name, *ttl, maxAuthorizerTTL)
		}
		c.authorizer(a)
	}
}

func (c *checker) authorizer(a *spec.Authorizer) {
	switch a.Type {
	case spec.CognitoAuthorizer:
		if len(a.ProviderARNs) == 0 {
			c.Errorf(a.Position, "missing-user-pool", "the authorizer %s names no user pool", a.Name)
		}
	case spec.JWTAuthorizer:
		c.jwtAuthorizer(a)
	case spec.TokenAuthorizer, spec.RequestAuthorizer:
		if a.AuthorizerURI == "" {
			c.Errorf(a.Position, "missing-authorizer-function", "the authorizer %s names no function", a.Name)
		}
	default:
		c.Warnf(a.Position, "unknown-authorizer", "the authorizer %s has the type %q, which is not known", a.Name, a.Type).
			Help = "API Gateway has the types token, request, cognito_user_pools and jwt"
	}
}

// UnconfirmedJWT warns that AWS may not read a JWT authorizer as it is written.
func UnconfirmedJWT(problems *diag.List, at diag.Position, name string) {
	problems.Warnf(at, "unconfirmed-jwt", "how a definition spells JWT authorizers of REST APIs is not documented; %s is spelt by analogy", name).
		Help = "after each deployment, make sure that a call without a token is answered with 401"
}

func (c *checker) jwtAuthorizer(a *spec.Authorizer) {
	if a.Position.IsValid() { // else it was rendered, and the user knows
		UnconfirmedJWT(&c.List, a.Position, a.Name)
	}
	if source, ok := strings.CutPrefix(a.IdentitySource, "method.request.header."); !ok || source == "" || strings.Contains(source, ",") {
		c.Errorf(a.Position, "invalid-authorizer", "the authorizer %s: identitySource must name one header, found %q", a.Name, a.IdentitySource).
			Help = `such as "method.request.header.Authorization"`
	}
	if a.ResultTTLInSeconds != nil || a.AuthorizerURI != "" || a.AuthorizerCredentials != "" || len(a.ProviderARNs) > 0 || a.IdentityValidationExpression != "" {
		c.Errorf(a.Position, "invalid-authorizer", "the authorizer %s: a JWT authorizer has no cache, function, role, user pools or validation expression", a.Name)
	}
	switch {
	case a.JWT != nil:
		for _, problem := range a.JWT.Check() {
			c.Errorf(a.Position, "invalid-authorizer", "the authorizer %s: %s", a.Name, problem)
		}
	case a.ID == "":
		c.Errorf(a.Position, "invalid-authorizer", "the authorizer %s has no jwtConfiguration", a.Name)
	}
}

// binaryMediaTypes warns of entries that nothing matches: only the right side of
// a type may be a wildcard, or both.
func (c *checker) binaryMediaTypes(api *spec.API) {
	list := c.root.Get(spec.ExtBinaryMediaTypes)
	for i, t := range api.BinaryMediaTypes {
		kind, sub, ok := strings.Cut(t, "/")
		if !ok || kind == "*" && sub != "*" || strings.Contains(kind+sub, "*") && kind != "*" && sub != "*" {
			c.Warnf(list.Items[i].Position(), "ignored-media-type", "no content type matches the binary media type %s", t).
				Help = `write a type such as "image/png", "image/*" or "*/*"`
		}
	}
	if size := api.MinimumCompressionSize; size != nil && (*size < 0 || *size > 10_485_760) {
		c.Errorf(c.root.FieldPosition(spec.ExtMinimumCompressionSize), "invalid-setting", "the minimum compression size of %d bytes is not between 0 and 10485760", *size)
	}
}

func (c *checker) policy(api *spec.API) {
	if api.Policy == nil {
		return
	}
	if n := utf8.RuneCount(api.Policy.JSON(false)); n > maxPolicy {
		c.Errorf(c.root.FieldPosition(spec.ExtPolicy), "too-large", "the resource policy has %d characters; API Gateway allows %d", n, maxPolicy)
	}
}

var stageName = regexp.MustCompile(`^[a-zA-Z0-9_-]+$`)

// CheckStage returns what API Gateway would refuse of a stage's name.
func CheckStage(name string, position diag.Position) diag.List {
	var problems diag.List
	if !stageName.MatchString(name) || len(name) > maxStageName {
		problems.Errorf(position, "invalid-stage", "the stage's name %q is not of 1 to %d letters, digits, '_' and '-'", name, maxStageName)
	}
	return problems
}

var (
	variableName  = regexp.MustCompile(`^[a-zA-Z0-9_]+$`)
	variableValue = regexp.MustCompile(`^[A-Za-z0-9._~:/?#&=,-]*$`)
)

// CheckStageVariables returns what API Gateway would refuse of a stage's variables.
// The function tells where a variable was written.
func CheckStageVariables(variables map[string]string, at func(name string) diag.Position) diag.List {
	var problems diag.List
	if n := len(variables); n > maxStageVariables {
		problems.Errorf(at(""), "invalid-stage-variable", "there are %d stage variables; API Gateway allows %d", n, maxStageVariables)
	}
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		value := variables[name]
		switch {
		case !variableName.MatchString(name) || len(name) > maxVariableName:
			problems.Errorf(at(name), "invalid-stage-variable", "the stage variable's name %q is not of 1 to %d letters, digits and '_'", name, maxVariableName)
		case strings.Contains(value, "${"): // a deployment's placeholder
		case len(value) > maxVariableValue:
			problems.Errorf(at(name), "invalid-stage-variable", "the stage variable %s has %d characters; API Gateway allows %d", name, len(value), maxVariableValue)
		case !variableValue.MatchString(value):
			problems.Errorf(at(name), "invalid-stage-variable", "the value of the stage variable %s has other characters than letters, digits and -._~:/?#&=,", name)
		}
	}
	return problems
}
