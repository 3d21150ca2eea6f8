package spec

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// JWTConfiguration is the jwtConfiguration of an authorizer: which tokens it accepts.
type JWTConfiguration struct {
	Issuers    []JWTIssuer
	Algorithms []string // "RS256", "ES384", …
}

// JWTIssuer is an issuer that an authorizer trusts.
type JWTIssuer struct {
	Issuer    string // an https URL, equal to the token's iss to the letter
	Audiences []string
	Claims    []JWTClaim
}

// JWTClaim is a claim that tokens of an issuer must have, or may have with one of its
// values only.
type JWTClaim struct {
	Name     string
	Required bool
	Values   []string // empty: any
}

// JWTAlgorithms are those that tokens may be signed with (RFC 7518, section 3.1):
// asymmetric ones alone, so that a public key is never taken for a shared secret.
var JWTAlgorithms = []string{"RS256", "RS384", "RS512", "ES256", "ES384", "ES512"}

// checkedClaims are those that every JWT authorizer checks, or that scopes stand for.
var checkedClaims = []string{"iss", "aud", "exp", "nbf", "iat", "scope", "scp"}

// Check returns what API Gateway would not accept, each as a sentence without its full
// stop ("Control access to REST APIs with JWT authorizers", Amazon API Gateway
// Developer Guide).
func (c *JWTConfiguration) Check() []string {
	var problems []string
	report := func(format string, arguments ...any) { problems = append(problems, fmt.Sprintf(format, arguments...)) }
	if len(c.Issuers) == 0 {
		report("a JWT authorizer needs at least one issuer")
	}
	if len(c.Algorithms) == 0 {
		report("a JWT authorizer needs at least one algorithm")
	}
	for _, a := range c.Algorithms {
		if !slices.Contains(JWTAlgorithms, a) {
			report("the algorithm %q is not one of %s", a, strings.Join(JWTAlgorithms, ", "))
		}
	}
	seen := map[string]bool{}
	for _, i := range c.Issuers {
		if problem := checkIssuer(i.Issuer); problem != "" {
			report("the issuer %q %s", i.Issuer, problem)
		}
		if seen[i.Issuer] {
			report("the issuer %q is there twice", i.Issuer)
		}
		seen[i.Issuer] = true
		if len(i.Audiences) == 0 {
			report("the issuer %q needs at least one audience", i.Issuer)
		}
		for _, claim := range i.Claims {
			if claim.Name == "" || slices.Contains(checkedClaims, claim.Name) {
				report("the claim %q of the issuer %q cannot be an additional claim", claim.Name, i.Issuer)
			}
		}
	}
	return problems
}

// checkIssuer returns why a URL cannot be that of an issuer, or "".
func checkIssuer(issuer string) string {
	u, err := url.Parse(issuer)
	switch {
	case strings.Contains(issuer, "${"): // known when it is deployed
		return ""
	case err != nil || u.Scheme != "https" || u.Host == "":
		return "is not an absolute https URL"
	case u.User != nil:
		return "has user information"
	case u.RawQuery != "" || u.ForceQuery:
		return "has a query"
	case strings.Contains(issuer, "#"):
		return "has a fragment"
	}
	return ""
}

// claimFormat is the only format that API Gateway has for claims.
const claimFormat = "SINGLE_STRING"

func (c *JWTConfiguration) node() *tree.Node {
	issuers := tree.NewSequence()
	for _, i := range c.Issuers {
		issuer := tree.NewMapping(
			tree.Field{Name: "issuer", Value: tree.NewString(i.Issuer)},
			tree.Field{Name: "audiences", Value: tree.NewStrings(i.Audiences)},
		)
		if len(i.Claims) > 0 {
			claims := tree.NewSequence()
			for _, claim := range i.Claims {
				claims.Items = append(claims.Items, claim.node())
			}
			issuer.Set("additionalClaims", claims)
		}
		issuers.Items = append(issuers.Items, issuer)
	}
	return tree.NewMapping(
		tree.Field{Name: "issuers", Value: issuers},
		tree.Field{Name: "defaultAlgorithms", Value: tree.NewStrings(c.Algorithms)},
	)
}

func (c JWTClaim) node() *tree.Node {
	n := tree.NewMapping(
		tree.Field{Name: "claimName", Value: tree.NewString(c.Name)},
		tree.Field{Name: "format", Value: tree.NewString(claimFormat)},
		tree.Field{Name: "required", Value: tree.NewBool(c.Required)},
	)
	if len(c.Values) > 0 {
		n.Set("expectedValues", tree.NewStrings(c.Values))
	}
	return n
}

func (r *reader) jwtConfiguration(n *tree.Node) *JWTConfiguration {
	c := &JWTConfiguration{}
	if !r.expect(n, tree.Mapping, "jwtConfiguration") {
		return c
	}
	if algorithms := n.Get("defaultAlgorithms"); algorithms != nil {
		c.Algorithms = r.texts(algorithms, "defaultAlgorithms")
	}
	for _, item := range r.items(n, "issuers") {
		issuer := JWTIssuer{Issuer: item.Get("issuer").Str()}
		if audiences := item.Get("audiences"); audiences != nil {
			issuer.Audiences = r.texts(audiences, "audiences")
		}
		for _, claim := range r.items(item, "additionalClaims") {
			c := JWTClaim{Name: claim.Get("claimName").Str(), Required: claim.Get("required").True()}
			if values := claim.Get("expectedValues"); values != nil {
				c.Values = r.texts(values, "expectedValues")
			}
			if format := claim.Get("format"); format != nil {
				r.oneOf(format, "format", format.Text, claimFormat)
			}
			issuer.Claims = append(issuer.Claims, c)
		}
		c.Issuers = append(c.Issuers, issuer)
	}
	return c
}

// items returns the mappings of a sequence that may be absent.
func (r *reader) items(n *tree.Node, name string) []*tree.Node {
	list := n.Get(name)
	if list == nil || !r.expect(list, tree.Sequence, name) {
		return nil
	}
	var items []*tree.Node
	for _, item := range list.Items {
		if r.expect(item, tree.Mapping, name) {
			items = append(items, item)
		}
	}
	return items
}
