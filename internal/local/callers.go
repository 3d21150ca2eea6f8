package local

import (
	"net/http"
	"slices"
	"time"

	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/gateway/jwt"
	"github.com/gatewright/gatewright/internal/gateway/policy"
	"github.com/gatewright/gatewright/internal/local/s3"
	"github.com/gatewright/gatewright/spec"
)

// The keys with which people sign requests here unless a project names others.
// They open nothing but what runs here.
const (
	AccessKeyID     = "AKIALOCALGATEWRIGHT0"
	SecretAccessKey = "local-only-secret-of-gatewright"
)

// The credentials that functions get, as of an assumed role.
const (
	functionKeyID  = "ASIALOCALGATEWRIGHT0"
	functionSecret = "local-only-secret-of-functions"
	functionToken  = "local"
)

// anything is the policy of who may do everything.
const anything = `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}`

// DefaultCredential is the credential of people, who may call everything.
func DefaultCredential(account string) gateway.Credential {
	return gateway.Credential{
		AccessKeyID: AccessKeyID, SecretAccessKey: SecretAccessKey,
		ARN: "arn:aws:iam::" + account + ":user/local", Policies: everything(),
	}
}

// FunctionCredential is the credential of functions, whose roles are not known
// here: they may call everything.
func FunctionCredential(account string) gateway.Credential {
	return gateway.Credential{
		AccessKeyID: functionKeyID, SecretAccessKey: functionSecret, SessionToken: functionToken,
		ARN: "arn:aws:sts::" + account + ":assumed-role/local-function/local-function", Policies: everything(),
	}
}

func everything() []*policy.Policy {
	p, _ := policy.Parse("everything.json", []byte(anything), policy.Options{}) // in which nothing is wrong
	return []*policy.Policy{p}
}

func bucketCredentials() []s3.Credentials {
	return []s3.Credentials{
		{AccessKeyID: AccessKeyID, SecretAccessKey: SecretAccessKey},
		{AccessKeyID: functionKeyID, SecretAccessKey: functionSecret},
	}
}

// UserPools returns the Cognito user pools that an API's authorizers name: those that
// are given, and for all others the keys here.
func UserPools(api *spec.API, given []gateway.UserPool, keys jwt.Keys) []gateway.UserPool {
	pools := slices.Clone(given)
	for _, arn := range PoolARNs(api) {
		if !slices.ContainsFunc(pools, func(p gateway.UserPool) bool { return p.ARN == arn }) {
			pools = append(pools, gateway.UserPool{ARN: arn, Keys: keys})
		}
	}
	return pools
}

// Issuers returns the issuers that an API's JWT authorizers name: those that are given,
// and for all others the keys here.
func Issuers(api *spec.API, given []gateway.Issuer, keys jwt.Keys) []gateway.Issuer {
	issuers := slices.Clone(given)
	for _, name := range IssuerNames(api) {
		if !slices.ContainsFunc(issuers, func(i gateway.Issuer) bool { return i.Issuer == name }) {
			issuers = append(issuers, gateway.Issuer{Issuer: name, Keys: keys})
		}
	}
	return issuers
}

// IssuerNames returns the issuers that an API's JWT authorizers name, each once.
func IssuerNames(api *spec.API) []string {
	var names []string
	for _, a := range api.Authorizers {
		if a.JWT == nil {
			continue
		}
		for _, issuer := range a.JWT.Issuers {
			if !slices.Contains(names, issuer.Issuer) {
				names = append(names, issuer.Issuer)
			}
		}
	}
	return names
}

// PoolARNs returns the user pools that an API's authorizers name, each once.
func PoolARNs(api *spec.API) []string {
	var arns []string
	for _, a := range api.Authorizers {
		for _, arn := range a.ProviderARNs {
			if !slices.Contains(arns, arn) {
				arns = append(arns, arn)
			}
		}
	}
	return arns
}

// RemoteKeys returns the key set at a URL, for user pools that are elsewhere.
func RemoteKeys(url string, transport http.RoundTripper, now func() time.Time) jwt.Keys {
	if now == nil {
		now = time.Now
	}
	return jwt.NewRemote(url, transport, now)
}

// IssuerKeys returns the key set that an issuer's discovery document names.
func IssuerKeys(issuer string) jwt.Keys { return jwt.NewIssuer(issuer, nil, time.Now) }
