package apidiff

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/spec"
)

// Deployed compares a definition with one that API Gateway has exported: operations,
// what is behind them, and who may call them.
func Deployed(exported, local *spec.API) diag.List {
	var d drift
	deployed := map[string]*spec.Operation{}
	for _, o := range exported.Operations {
		deployed[o.Method+" "+o.Path] = o
	}
	for _, o := range local.Operations {
		d.operation = o.Method + " " + o.Path
		was := deployed[d.operation]
		delete(deployed, d.operation)
		if was == nil {
			d.add("drifted-operation", o.Position, "the operation is not deployed")
			continue
		}
		d.integration(was.Integration, o.Integration, o.Position)
		d.security(was, o)
	}
	for _, o := range exported.Operations {
		d.operation = o.Method + " " + o.Path
		if deployed[d.operation] != nil {
			d.add("drifted-operation", o.Position, "the operation is deployed, and the definition lacks it")
		}
	}
	return d.problems
}

type drift struct {
	operation string
	problems  diag.List
}

func (d *drift) add(rule string, at diag.Position, format string, args ...any) {
	d.problems.Errorf(at, rule, d.operation+": "+format, args...)
}

func (d *drift) integration(was, is *spec.Integration, at diag.Position) {
	if was == nil || is == nil {
		if was != is {
			d.add("drifted-integration", at, "only one of the two has an integration")
		}
		return
	}
	for _, v := range []struct{ name, was, is string }{
		{"type", was.Type, is.Type},
		{"httpMethod", was.HTTPMethod, is.HTTPMethod},
		{"uri", was.URI, is.URI},
		{"credentials", was.Credentials, is.Credentials},
		{"connectionId", was.ConnectionID, is.ConnectionID},
	} {
		// What is known only to a deployment cannot be compared.
		if v.was != v.is && !strings.Contains(v.is, "${") {
			d.add("drifted-integration", is.Position, "%s of the integration is %q, deployed is %q", v.name, v.is, v.was)
		}
	}
}

func (d *drift) security(was, is *spec.Operation) {
	if was.Authorization.Type != is.Authorization.Type {
		d.add("drifted-security", is.Position, "the authorization is %s, deployed is %s", is.Authorization.Type, was.Authorization.Type)
	}
	if !slices.Equal(was.Authorization.Scopes, is.Authorization.Scopes) {
		d.add("drifted-security", is.Position, "the scopes are [%s], deployed are [%s]", strings.Join(is.Authorization.Scopes, " "), strings.Join(was.Authorization.Scopes, " "))
	}
	if was.APIKeyRequired != is.APIKeyRequired {
		d.add("drifted-security", is.Position, "an API key is required: %t, deployed: %t", is.APIKeyRequired, was.APIKeyRequired)
	}
}
