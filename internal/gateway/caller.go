package gateway

import (
	"iter"
	"net/http"
	"slices"
	"strconv"

	"github.com/gatewright/gatewright/internal/gateway/event"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// caller is whom an authorizer has let through.
type caller struct {
	identity *identity // of a signer; nil: another authorizer

	principal string       // what a Lambda authorizer calls the caller
	context   []event.Pair // what it said besides
	latency   int64        // milliseconds that it took
	request   string       // the ID of its invocation; empty: its decision was kept

	claims []event.Pair // of the token that a Cognito authorizer took; nil: none
}

// authorizer is the caller as events have it, or nil.
func (c *caller) authorizer() *event.Authorizer {
	switch {
	case c == nil || c.identity != nil:
		return nil
	case c.claims != nil:
		return &event.Authorizer{Claims: c.claims}
	}
	return &event.Authorizer{PrincipalID: c.principal, Context: c.context, IntegrationLatency: c.latency}
}

// identify puts a signer into the identity of an event.
func (c *caller) identify(i *event.Identity) {
	if c == nil || c.identity == nil {
		return
	}
	i.AccessKey, i.AccountID = c.identity.AccessKeyID, c.identity.who.Account
	i.Caller, i.User, i.UserARN = c.identity.userID, c.identity.userID, c.identity.ARN
}

// identityValue returns a variable of $context.identity that says who has signed.
func (c *caller) identityValue(name string) (string, bool) {
	if c == nil || c.identity == nil {
		return "", false
	}
	switch name {
	case "accessKey":
		return c.identity.AccessKeyID, true
	case "accountId":
		return c.identity.who.Account, true
	case "caller", "user":
		return c.identity.userID, true
	case "userArn":
		return c.identity.ARN, true
	}
	return "", false
}

// authorizerView is $context.authorizer.
type authorizerView caller

// Get implements vtl.Lookup.
func (a *authorizerView) Get(name string) (jsonvalue.Value, bool) {
	switch {
	case a.claims != nil && name == "claims":
		return (*claimsView)(a), true
	case a.claims != nil:
		return nil, false
	case name == "principalId":
		return a.principal, true
	case name == "integrationLatency":
		return a.latency, true
	}
	if v, ok := find(a.context, name); ok {
		return v, true
	}
	switch name { // what access logs ask for
	case "requestId":
		return a.request, a.request != ""
	case "integrationStatus":
		return strconv.Itoa(http.StatusOK), a.request != ""
	}
	return nil, false
}

// Names implements vtl.Lookup.
func (a *authorizerView) Names() iter.Seq[string] {
	if a.claims != nil {
		return slices.Values([]string{"claims"})
	}
	return func(yield func(string) bool) {
		if !yield("principalId") {
			return
		}
		for i := range a.context {
			if !yield(a.context[i].Name) {
				return
			}
		}
		yield("integrationLatency")
	}
}

// claimsView is $context.authorizer.claims, of which only single claims can be
// read.
type claimsView caller

// Get implements vtl.Lookup.
func (c *claimsView) Get(name string) (jsonvalue.Value, bool) { return find(c.claims, name) }

// Names implements vtl.Lookup.
func (c *claimsView) Names() iter.Seq[string] { return func(func(string) bool) {} }

// JavaString prints nothing: as a whole the claims are null.
func (*claimsView) JavaString() string { return "" }

func find(pairs []event.Pair, name string) (jsonvalue.Value, bool) {
	for i := range pairs {
		if pairs[i].Name == name {
			return pairs[i].Value, true
		}
	}
	return nil, false
}
