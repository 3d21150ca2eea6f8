package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gatewright/gatewright/internal/devserver"
	"github.com/gatewright/gatewright/internal/local"
	"github.com/gatewright/gatewright/internal/local/userpool"
)

// tokenOptions are the flags of token.
type tokenOptions struct {
	user      string
	use       string
	client    string
	pool      string
	issuer    string
	audience  string
	clock     string
	scopes    []string
	groups    []string
	claims    []string
	expiresIn time.Duration
}

func newToken(s *streams) *cobra.Command {
	o := tokenOptions{expiresIn: userpool.DefaultLifetime}
	c := &cobra.Command{
		Use:   "token [PATH] --user NAME",
		Short: "Print a token that a Cognito or JWT authorizer accepts on this machine",
		Long: `Print a token that "gatewright dev" accepts in place of those of Amazon Cognito or
of the issuer of a JWT authorizer. The user need not exist.

Of a user pool it is an access token with scopes, else an ID token: operations with
scopes take the one, all others the other. Of another issuer it has the first
audience and the claims that the authorizer requires.

PATH is what dev would serve; its authorizers name the issuers. Of a CDK app they are
read from cdk.out; where there is none, the app is run. With --pool ARN, or --issuer and
--audience, nothing is run. The key that signs is
in the user's cache directory, in gatewright/user-pool.json, and is created when it is
first needed. Its tokens open nothing but dev: remove the file, and they are void.`,
		Example: `  gatewright token --user u1
  gatewright token --user u1 --scope pets/read
  gatewright token --user u1 --issuer https://login.example.com/ --audience pets
  gatewright token --user u1 --group admin --claim email=u1@example.com --expires-in 10m
  curl -H "Authorization: $(gatewright token --user u1)" http://127.0.0.1:3000/pets`,
		Args: onePath,
		RunE: func(c *cobra.Command, args []string) error { return token(c, s, pathOf(args), o) },
	}
	s.addAll(c)
	f := c.Flags()
	f.StringVar(&o.user, "user", "", "`name` of the user (required)")
	f.StringArrayVar(&o.scopes, "scope", nil, "`scope` of an access token; may be given several times")
	f.StringArrayVar(&o.groups, "group", nil, "`group` of the user; may be given several times")
	f.StringArrayVar(&o.claims, "claim", nil, "`NAME=VALUE` of a claim, JSON or text; may be given several times, and replaces the usual ones")
	f.StringVar(&o.client, "client", "", "`id` of the app client of a user pool (default "+userpool.DefaultClient+")")
	f.StringVar(&o.audience, "audience", "", "`audience` of a token of another issuer (default: its first)")
	f.StringVar(&o.issuer, "issuer", "", "`URL` of the issuer, when the API has several")
	f.StringVar(&o.use, "use", "", "id or access (default: access with scopes, else id)")
	f.DurationVar(&o.expiresIn, "expires-in", o.expiresIn, "how long the token is good, as 10m; -1s: it has expired")
	f.StringVar(&o.pool, "pool", "", "`ARN` or ID of the user pool, when the API has several")
	f.StringVar(&o.clock, "clock", "", "`time` at which the token is issued, as 2026-01-02T15:04:05Z (for tests)")
	return c
}

// token prints a token for the API of path.
func token(c *cobra.Command, s *streams, path string, o tokenOptions) error {
	if err := o.check(); err != nil {
		return usage(c, err)
	}
	issuer, explicit := o.explicit(path)
	if !explicit {
		issuers, err := issuersAt(c, s, path)
		if err != nil {
			return err
		}
		if issuer, err = o.choose(issuers); err != nil {
			return usage(c, err)
		}
	}
	t, err := o.token(issuer.Token)
	if err != nil {
		return usage(c, err)
	}
	text, err := userpool.Sign(t)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, text)
	return err
}

// explicit returns the issuer that the flags describe in full: a pool by its ARN, or,
// rather than run an app, an issuer with an audience.
func (o *tokenOptions) explicit(path string) (local.TokenIssuer, bool) {
	if o.issuer != "" && o.audience != "" && devserver.IsApp(path) {
		return local.TokenIssuer{Token: userpool.Token{Issuer: o.issuer, Use: userpool.JWT, Claims: map[string]any{}}}, true
	}
	issuer := local.PoolIssuer(o.pool)
	return issuer, issuer.Token.Issuer != ""
}

// check returns what is wrong with the flags, whatever the issuer.
func (o *tokenOptions) check() error {
	switch {
	case o.user == "":
		return errors.New("--user is required")
	case o.use != "" && o.use != userpool.ID && o.use != userpool.Access:
		return fmt.Errorf("--use must be id or access, found %q", o.use)
	case o.use == userpool.ID && len(o.scopes) > 0:
		return errors.New("an ID token has no scopes; leave out --use or --scope")
	case o.pool != "" && o.issuer != "":
		return errors.New("--pool and --issuer exclude each other")
	}
	return nil
}

// token returns what the token says: what its issuer's tokens must, and the flags.
func (o *tokenOptions) token(t userpool.Token) (userpool.Token, error) {
	t.User, t.Scopes, t.Groups, t.Issued, t.Lifetime = o.user, o.scopes, o.groups, time.Now(), o.expiresIn
	if t.Use == userpool.JWT {
		if o.use != "" || o.client != "" {
			return t, errors.New("--use and --client are for tokens of user pools; give the --audience")
		}
		t.Client = cmp.Or(o.audience, t.Client)
	} else {
		if o.audience != "" {
			return t, errors.New("--audience is for tokens of JWT authorizers; give the --client")
		}
		t.Use, t.Client = o.use, o.client
	}
	for _, claim := range o.claims {
		name, value, ok := strings.Cut(claim, "=")
		if !ok || name == "" {
			return t, fmt.Errorf("--claim must be NAME=VALUE, found %q", claim)
		}
		t.Claims[name] = userpool.ClaimValue(value)
	}
	if o.clock != "" {
		var err error
		if t.Issued, err = time.Parse(time.RFC3339, o.clock); err != nil {
			return t, fmt.Errorf("--clock must be a time such as 2026-01-02T15:04:05Z, found %q", o.clock)
		}
	}
	return t, nil
}

// choose returns the user pool or issuer that is meant.
func (o *tokenOptions) choose(all []local.TokenIssuer) (local.TokenIssuer, error) {
	names := make([]string, len(all))
	for i, issuer := range all {
		names[i] = issuer.Name()
		if o.pool != "" && strings.HasSuffix(issuer.ARN, ":userpool/"+o.pool) || o.issuer != "" && issuer.Token.Issuer == o.issuer {
			return issuer, nil
		}
	}
	listed := strings.Join(names, ", ")
	switch {
	case o.pool != "":
		return local.TokenIssuer{}, fmt.Errorf("the API has no user pool %q; it has %s", o.pool, listed)
	case o.issuer != "":
		return local.TokenIssuer{}, fmt.Errorf("the API has no issuer %q; it has %s", o.issuer, listed)
	case len(all) > 1:
		return local.TokenIssuer{}, fmt.Errorf("the API accepts tokens of several issuers; choose one with --pool or --issuer: %s", listed)
	}
	return all[0], nil
}

// issuersAt returns the issuers of tokens of the APIs at a path that are signed here.
func issuersAt(c *cobra.Command, s *streams, path string) ([]local.TokenIssuer, error) {
	options, err := devOptions{}.server(s, path)
	if err != nil {
		return nil, err
	}
	return devserver.TokenIssuers(c.Context(), options)
}
