package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gatewright/gatewright/gateway"
	"github.com/gatewright/gatewright/internal/devserver"
	"github.com/gatewright/gatewright/local/userpool"
)

// tokenOptions are the flags of token.
type tokenOptions struct {
	user      string
	use       string
	client    string
	pool      string
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
		Short: "Print a token that a Cognito authorizer takes on this machine",
		Long: `Print a token of a Cognito user pool that "gatewright dev" takes in place of Amazon
Cognito's. The user need not exist. With scopes it is an access token, else an ID
token: operations with scopes take the one, all others the other.

PATH is what dev would serve; it tells the user pool. The key that signs lies in the
user's cache directory, in gatewright/user-pool.json, and is made when it is first
needed. Its tokens open nothing but dev: remove the file, and they are void.`,
		Example: `  gatewright token --user u1
  gatewright token --user u1 --scope pets/read
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
	f.StringVar(&o.client, "client", userpool.DefaultClient, "`id` of the app client")
	f.StringVar(&o.use, "use", "", "id or access (default: access with scopes, else id)")
	f.DurationVar(&o.expiresIn, "expires-in", o.expiresIn, "how long the token is good, as 10m; -1s: it has expired")
	f.StringVar(&o.pool, "pool", "", "`ARN` or ID of the user pool, when the API has several")
	f.StringVar(&o.clock, "clock", "", "`time` at which the token is issued, as 2026-01-02T15:04:05Z (for tests)")
	return c
}

// token prints a token for the API of path.
func token(c *cobra.Command, s *streams, path string, o tokenOptions) error {
	t, err := o.token()
	if err != nil {
		return usage(c, err)
	}
	if t.Issuer = gateway.CognitoIssuer(o.pool); t.Issuer == "" {
		arns, err := poolsAt(c, s, path)
		if err != nil {
			return err
		}
		arn, err := o.choose(arns)
		if err != nil {
			return usage(c, err)
		}
		t.Issuer = gateway.CognitoIssuer(arn)
	}
	file, err := userpool.DefaultFile()
	if err != nil {
		return err
	}
	keys, err := userpool.Open(file)
	if err != nil {
		return err
	}
	text, err := keys.Sign(t)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, text)
	return err
}

// token understands the flags.
func (o *tokenOptions) token() (userpool.Token, error) {
	t := userpool.Token{
		User: o.user, Use: o.use, Client: o.client, Scopes: o.scopes, Groups: o.groups,
		Claims: map[string]any{}, Issued: time.Now(), Lifetime: o.expiresIn,
	}
	switch {
	case o.user == "":
		return t, errors.New("--user is required")
	case o.use != "" && o.use != userpool.ID && o.use != userpool.Access:
		return t, fmt.Errorf("--use must be id or access, found %q", o.use)
	case o.use == userpool.ID && len(o.scopes) > 0:
		return t, errors.New("an ID token has no scopes; leave out --use or --scope")
	}
	for _, claim := range o.claims {
		name, value, ok := strings.Cut(claim, "=")
		if !ok || name == "" {
			return t, fmt.Errorf("--claim must be NAME=VALUE, found %q", claim)
		}
		t.Claims[name] = claimValue(value)
	}
	if o.clock != "" {
		var err error
		if t.Issued, err = time.Parse(time.RFC3339, o.clock); err != nil {
			return t, fmt.Errorf("--clock must be a time such as 2026-01-02T15:04:05Z, found %q", o.clock)
		}
	}
	return t, nil
}

// claimValue takes a value as JSON where it is, else as text.
func claimValue(text string) any {
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return text
	}
	return json.RawMessage(text)
}

// choose gives the ARN of the pool that is meant.
func (o *tokenOptions) choose(arns []string) (string, error) {
	if o.pool != "" {
		for _, arn := range arns {
			if strings.HasSuffix(arn, ":userpool/"+o.pool) {
				return arn, nil
			}
		}
		return "", fmt.Errorf("the API has no user pool %q; it has %s", o.pool, strings.Join(arns, ", "))
	}
	if len(arns) > 1 {
		return "", fmt.Errorf("the API has several user pools; choose one with --pool: %s", strings.Join(arns, ", "))
	}
	return arns[0], nil
}

// poolsAt returns the user pools of the APIs at a path whose tokens are signed here.
func poolsAt(c *cobra.Command, s *streams, path string) ([]string, error) {
	options, err := devOptions{}.server(s, path)
	if err != nil {
		return nil, err
	}
	return devserver.UserPools(c.Context(), options)
}
