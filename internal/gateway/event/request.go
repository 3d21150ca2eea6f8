// Package event builds the events that Lambda functions receive from API Gateway
// and reads what they return (Amazon API Gateway Developer Guide, "Lambda proxy
// integrations in API Gateway").
package event

import "github.com/gatewright/gatewright/internal/gateway/route"

// Field is a header or a query parameter with its values in the order in which
// the client sent them.
type Field struct {
	Name   string
	Values []string
}

// Pair is a name with one value.
type Pair struct {
	Name  string
	Value string
}

// Request is what a proxy event is made from. Strings that are empty become null
// where API Gateway has null.
type Request struct {
	Resource       string // the path template
	Path           string // as the client sent it, without the stage
	Method         string
	Headers        []Field // with the client's casing; their names differ
	Query          []Field // decoded, see ParseQuery
	PathParameters route.Params
	StageVariables []Pair
	Body           []byte
	BodyIsBinary   bool // the body goes as base64
	Context        RequestContext
}

// RequestContext is what API Gateway knows about a request.
type RequestContext struct {
	AccountID         string
	APIID             string
	Authorizer        *Authorizer // nil: none
	DeploymentID      string
	DomainName        string
	DomainPrefix      string
	ExtendedRequestID string
	Identity          Identity
	IsCanaryRequest   *bool  // nil: the stage has no canary
	OperationName     string // empty: none
	Path              string // with the stage
	Protocol          string // "HTTP/1.1"
	RequestID         string
	RequestTime       string // "04/Mar/2020:19:15:17 +0000"
	RequestTimeEpoch  int64  // milliseconds
	ResourceID        string
	Stage             string
}

// Identity says who the caller is. Empty strings become null, except those that
// are marked optional, which are left out.
type Identity struct {
	AccessKey                     string
	AccountID                     string
	APIKey                        string // optional
	APIKeyID                      string // optional
	Caller                        string
	ClientCert                    *ClientCert // optional
	CognitoAuthenticationProvider string
	CognitoAuthenticationType     string
	CognitoIdentityID             string
	CognitoIdentityPoolID         string
	PrincipalOrgID                string
	SourceIP                      string
	User                          string
	UserAgent                     string
	UserARN                       string
	VPCEID                        string // optional
	VPCID                         string // optional
}

// ClientCert is the client's certificate under mutual TLS.
type ClientCert struct {
	PEM          string
	SubjectDN    string
	IssuerDN     string
	SerialNumber string
	NotBefore    string // "May 28 12:30:02 2019 GMT"
	NotAfter     string
}

// Authorizer is what an authorizer said about the caller.
type Authorizer struct {
	PrincipalID        string
	Context            []Pair // what a Lambda authorizer returned, as strings
	IntegrationLatency int64  // milliseconds, of a Lambda authorizer

	// Claims are those of the token that a Cognito authorizer accepted; when
	// they are not nil, the rest does not count.
	Claims []Pair
}
