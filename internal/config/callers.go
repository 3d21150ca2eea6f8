package config

import (
	"cmp"
	"net/netip"
	"net/url"
	"regexp"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// Credential is a pair of keys of the file, and whose they are.
type Credential struct {
	Name            string // its key
	AccessKeyID     string
	SecretAccessKey string
	SessionToken    string
	ARN             string       // empty: the default
	Policies        []*tree.Node // documents that nobody has looked at yet
	Position        diag.Position
}

// UserPool is a Cognito user pool whose tokens come from elsewhere.
type UserPool struct {
	ARN      string
	Issuer   string // empty: Amazon Cognito's
	JWKS     string // a URL; empty: the issuer's
	Position diag.Position
}

// TokenIssuer is an issuer of JWT authorizers whose tokens come from elsewhere.
type TokenIssuer struct {
	Issuer   string
	JWKS     string // a URL; empty: the one that its discovery document names
	Position diag.Position
}

// Source is where calls come from as far as policies can tell.
type Source struct{ IP, VPC, VPCEndpoint string }

// identityARN is what signers are called by.
var identityARN = regexp.MustCompile(`^arn:[a-z-]+:(iam::\d{12}:(user/.+|root)|sts::\d{12}:assumed-role/[^/]+/[^/]+)$`)

// callers reads who may call, and from where.
func (l *loader) callers() {
	p := l.project
	credentials := l.get("credentials")
	seen := map[string]bool{}
	for _, f := range fields(credentials) {
		c := Credential{
			Name:            f.Name,
			AccessKeyID:     get(f.Value, "accessKeyId").Str(),
			SecretAccessKey: get(f.Value, "secretAccessKey").Str(),
			SessionToken:    get(f.Value, "sessionToken").Str(),
			ARN:             get(f.Value, "arn").Str(),
			Position:        credentials.FieldPosition(f.Name),
		}
		if arn := get(f.Value, "arn"); arn != nil && !identityARN.MatchString(arn.Text) {
			l.Errorf(arn.Position(), "invalid-value", "arn must be that of a user or of an assumed role's session, found %q", arn.Text).Help =
				"such as arn:aws:iam::123456789012:user/ann or arn:aws:sts::123456789012:assumed-role/Reader/ann"
		}
		if policies := get(f.Value, "policies"); policies != nil {
			c.Policies = policies.Items
		}
		if seen[c.AccessKeyID] {
			l.Errorf(get(f.Value, "accessKeyId").Position(), "duplicate-value", "the access key ID %q is there twice", c.AccessKeyID)
		}
		seen[c.AccessKeyID] = true
		p.Credentials = append(p.Credentials, c)
	}
	pools := l.get("userPools")
	for _, f := range fields(pools) {
		l.checkARN(get(f.Value, "arn"), "cognito-idp", examplePool)
		p.UserPools = append(p.UserPools, UserPool{
			ARN: get(f.Value, "arn").Str(), Issuer: get(f.Value, "issuer").Str(), JWKS: l.jwks(get(f.Value, "jwks")),
			Position: pools.FieldPosition(f.Name),
		})
	}
	issuers := l.get("tokenIssuers")
	for _, f := range fields(issuers) {
		p.TokenIssuers = append(p.TokenIssuers, TokenIssuer{
			Issuer: get(f.Value, "issuer").Str(), JWKS: l.jwks(get(f.Value, "jwks")), Position: issuers.FieldPosition(f.Name),
		})
	}
	source := l.get("source")
	p.Source = Source{IP: l.address(get(source, "ip")), VPC: get(source, "vpc").Str(), VPCEndpoint: get(source, "vpcEndpoint").Str()}
}

// jwks returns a URL that can be fetched.
func (l *loader) jwks(n *tree.Node) string {
	if n == nil {
		return ""
	}
	u, err := url.Parse(n.Text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		l.Errorf(n.Position(), "invalid-value", "jwks must be a URL such as https://example.com/.well-known/jwks.json, found %q", n.Text)
	}
	return n.Text
}

func (l *loader) address(n *tree.Node) string {
	if n == nil {
		return ""
	}
	if _, err := netip.ParseAddr(n.Text); err != nil {
		l.Errorf(n.Position(), "invalid-value", "ip must be an address such as 203.0.113.7, found %q", cmp.Or(n.Text, "nothing"))
	}
	return n.Text
}
