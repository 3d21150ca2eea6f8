// Package authorizer says who may call an operation: everyone (None), signers of
// requests (IAM), users of Cognito user pools, holders of JSON Web Tokens of other
// issuers (JWT), or whomever a Lambda function lets through.
package authorizer

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// Authorizer is a way to authorize. Only this package makes them.
type Authorizer interface {
	// Name is that of the security scheme; empty for None.
	Name() string
	// Scopes are those that a caller's token needs one of; only Cognito and JWT have
	// them.
	Scopes() []string
	// Check returns what API Gateway would not accept, each as a sentence without
	// its full stop.
	Check() []string
	// Scheme returns the security scheme of a definition, or nil for None and for
	// one that the model defines.
	Scheme(p spec.Placement) *tree.Node
	// ARNs are those that it names: they tell where the API is deployed.
	ARNs() []string
	// RequestHeaders are those that callers send to be authorized.
	RequestHeaders() []string

	sealed()
}

// The names of the security schemes that are not the user's. The first is
// Smithy's for the trait aws.auth#sigv4.
const (
	IAMName    = "aws.auth.sigv4"
	APIKeyName = "api_key"
)

// APIKeyHeader is the header that API Gateway takes API keys from.
const APIKeyHeader = "x-api-key"

// None lets everyone through.
func None() Authorizer { return none{} }

// IsNone reports whether an authorizer is None.
func IsNone(a Authorizer) bool {
	_, ok := a.(none)
	return ok
}

type none struct{}

func (none) sealed()                          {}
func (none) Name() string                     { return "" }
func (none) Scopes() []string                 { return nil }
func (none) Check() []string                  { return nil }
func (none) Scheme(spec.Placement) *tree.Node { return nil }
func (none) RequestHeaders() []string         { return nil }
func (none) ARNs() []string                   { return nil }

// IAM lets those through whose requests are signed (Signature Version 4) and
// whose policies allow execute-api:Invoke.
func IAM() Authorizer { return iam{} }

type iam struct{}

func (iam) sealed()          {}
func (iam) Name() string     { return IAMName }
func (iam) Scopes() []string { return nil }
func (iam) Check() []string  { return nil }
func (iam) ARNs() []string   { return nil }
func (iam) RequestHeaders() []string {
	return []string{"Authorization", "X-Amz-Date", "X-Amz-Security-Token"}
}

func (iam) Scheme(spec.Placement) *tree.Node {
	n := keyScheme("Authorization")
	n.Set(spec.ExtAuthType, tree.NewString("awsSigv4"))
	return n
}

// APIKeyScheme returns the security scheme that stands for API keys.
func APIKeyScheme() *tree.Node { return keyScheme(APIKeyHeader) }

func keyScheme(header string) *tree.Node {
	return tree.NewMapping(
		tree.Field{Name: "type", Value: tree.NewString("apiKey")},
		tree.Field{Name: "name", Value: tree.NewString(header)},
		tree.Field{Name: "in", Value: tree.NewString("header")},
	)
}

// Model is the security scheme of this name in the model, which holds its
// authorizer itself.
func Model(name string, scopes ...string) Authorizer { return fromModel{name, scopes} }

// IsModel reports whether an authorizer is one of the model's.
func IsModel(a Authorizer) bool {
	_, ok := a.(fromModel)
	return ok
}

type fromModel struct {
	name   string
	scopes []string
}

func (fromModel) sealed()                          {}
func (m fromModel) Name() string                   { return m.name }
func (m fromModel) Scopes() []string               { return m.scopes }
func (fromModel) Check() []string                  { return nil }
func (fromModel) Scheme(spec.Placement) *tree.Node { return nil }
func (fromModel) RequestHeaders() []string         { return nil }
func (fromModel) ARNs() []string                   { return nil }

// schemeName is what OpenAPI allows as the name of a component.
var schemeName = regexp.MustCompile(`^[a-zA-Z0-9._-]+$`)

func checkName(name string) []string {
	if !schemeName.MatchString(name) {
		return []string{fmt.Sprintf("the authorizer's name %q has other characters than letters, digits, '.', '-' and '_'", name)}
	}
	return nil
}

const (
	headerSource        = "method.request.header."
	authorizationHeader = headerSource + "Authorization"
)

// checkSource reports an identity source that is not one header.
func checkSource(kind, source string) []string {
	if name, ok := strings.CutPrefix(source, headerSource); !ok || name == "" || strings.ContainsAny(name, " ,") {
		return []string{fmt.Sprintf("the identity source of a %s authorizer must be one header, such as method.request.header.Authorization, found %q", kind, source)}
	}
	return nil
}

// sourceHeaders returns the headers among identity sources.
func sourceHeaders(sources []string) []string {
	var headers []string
	for _, s := range sources {
		if name, ok := strings.CutPrefix(s, headerSource); ok {
			headers = append(headers, name)
		}
	}
	return headers
}
