package gatewaytest

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/compose"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/gateway/jwt"
	"github.com/gatewright/gatewright/internal/gateway/policy"
	"github.com/gatewright/gatewright/internal/local"
	"github.com/gatewright/gatewright/internal/local/userpool"
)

// Credential is a pair of keys with which a test signs requests, and whose they
// are.
type Credential struct {
	AccessKeyID     string
	SecretAccessKey string
	SessionToken    string   // of temporary credentials
	ARN             string   // default: a user of the access key's name in the API's account
	Policies        []string // the identity's policy documents; without any, only a resource policy lets it through
}

// Credentials are those that operations with IAM authorization accept.
func Credentials(all ...Credential) Option {
	return func(s *setup) {
		for _, c := range all {
			s.credentials = append(s.credentials, s.credential(c))
		}
	}
}

func (s *setup) credential(c Credential) gateway.Credential {
	s.t.Helper()
	all := gateway.Credential{
		AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey, SessionToken: c.SessionToken, ARN: c.ARN,
	}
	for _, document := range c.Policies {
		p, problems := policy.Parse("the policy of "+c.AccessKeyID, []byte(document), policy.Options{})
		if problems.HasErrors() {
			s.t.Fatalf("the API cannot be served:\n%v", problems)
		}
		all.Policies = append(all.Policies, p)
	}
	return all
}

// Caller is where calls come from, as resource policies see it.
type Caller struct {
	IP          string // address; default that of the connection
	VPC         string // such as "vpc-1a2b3c4d"
	VPCEndpoint string // such as "vpce-1a2b3c4d"
}

// CallsFrom sets where calls come from.
func CallsFrom(from Caller) Option {
	return func(s *setup) { s.source = gateway.Source(from) }
}

// adoptCallers takes over the credentials of a project that no option has set.
func (s *setup) adoptCallers(p *config.Project) diag.List {
	if s.source == (gateway.Source{}) {
		s.source = gateway.Source(p.Source)
	}
	o, problems := compose.Options(p)
	for _, c := range o.Credentials {
		if !slices.ContainsFunc(s.credentials, func(g gateway.Credential) bool { return g.AccessKeyID == c.AccessKeyID }) {
			s.credentials = append(s.credentials, c)
		}
	}
	return problems
}

// poolKeys are those of all user pools in tests. Making a key takes a while.
var poolKeys = sync.OnceValues(userpool.NewKeys)

// localKeys returns those of all user pools in tests.
func localKeys() (jwt.Keys, error) { return poolKeys() }

// TokenOption sets a property of a token.
type TokenOption func(t *token)

// token is what options say of a token.
type token struct {
	userpool.Token

	issuer string
}

// Scopes make it an access token with scopes.
func Scopes(scopes ...string) TokenOption {
	return func(t *token) { t.Scopes = append(t.Scopes, scopes...) }
}

// Groups are the user's.
func Groups(groups ...string) TokenOption {
	return func(t *token) { t.Groups = append(t.Groups, groups...) }
}

// Claims are in it besides the usual ones, and in their place.
func Claims(claims map[string]any) TokenOption {
	return func(t *token) { maps.Copy(t.Claims, claims) }
}

// ExpiresIn is how long it is good; the default is an hour. With a negative
// duration it has expired.
func ExpiresIn(d time.Duration) TokenOption {
	return func(t *token) { t.Lifetime = d }
}

// Client is the app client that it was issued to; of a JWT authorizer's issuer, its
// audience, which is the first of the issuer otherwise.
func Client(id string) TokenOption { return func(t *token) { t.Client = id } }

// FromPool is the user pool, by its ARN; the default is the first that the API's
// authorizers name.
func FromPool(arn string) TokenOption { return func(t *token) { t.issuer = arn } }

// FromIssuer is the issuer of a JWT authorizer; the default is the first when no
// authorizer names a user pool.
func FromIssuer(issuer string) TokenOption { return func(t *token) { t.issuer = issuer } }

// Token returns a token of a user who need not exist: of a user pool an ID token, or,
// with scopes, an access token; of an issuer a token with what the JWT authorizer
// requires. It goes into the header of the API's authorizer.
func (a *API) Token(user string, options ...TokenOption) string {
	a.t.Helper()
	given := token{Token: userpool.Token{Claims: map[string]any{}}}
	for _, o := range options {
		o(&given)
	}
	t := a.issuer(given.issuer).Token
	if t.Issuer == "" {
		a.t.Fatalf("no token for %s: the API's authorizers name no user pool and no issuer, and %q is not the ARN of a pool", user, given.issuer)
	}
	t.User, t.Scopes, t.Groups, t.Issued, t.Lifetime = user, given.Scopes, given.Groups, a.now(), given.Lifetime
	t.Client = cmp.Or(given.Client, t.Client)
	t.Claims = maps.Clone(t.Claims)
	maps.Copy(t.Claims, given.Claims)
	keys, err := poolKeys()
	if err != nil {
		a.t.Fatalf("no token for %s: %v", user, err)
	}
	text, err := keys.Sign(t)
	if err != nil {
		a.t.Fatalf("no token for %s: %v", user, err)
	}
	return text
}

// issuer returns the user pool or issuer of a name, or the first.
func (a *API) issuer(name string) local.TokenIssuer {
	for _, i := range a.issuers {
		if name == "" || i.Name() == name {
			return i
		}
	}
	return local.PoolIssuer(name)
}

// Sign signs a request for the API with a credential, as the AWS SDKs do.
func (a *API) Sign(r *http.Request, c Credential) {
	a.t.Helper()
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			a.t.Fatalf("sign a request: %v", err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	sum := sha256.Sum256(body)
	keys := aws.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey, SessionToken: c.SessionToken}
	if err := v4.NewSigner().SignHTTP(r.Context(), keys, r, hex.EncodeToString(sum[:]), "execute-api", region, a.now()); err != nil {
		a.t.Fatalf("sign a request: %v", err)
	}
}
