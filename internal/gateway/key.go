package gateway

import (
	"strings"

	"golang.org/x/time/rate"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/spec"
)

// key finds out on whose account the request is: the holder of the API key that
// the caller sent, or that the authorizer named. Operations that need no key are on
// nobody's.
func (x *exchange) key() *failure {
	if !x.op.APIKeyRequired {
		x.logOpen()
		return nil
	}
	value := x.usageIdentifierKey
	if x.gateway.keySource == keyInHeader {
		value = x.header("X-Api-Key")
	}
	x.logVerifying(value)
	c := x.gateway.usage.clients[value]
	switch {
	case value == "":
		return x.keyRefused(value, "No API Key was given")
	case c == nil:
		return x.keyRefused(value, "There is no such API Key")
	case c.Disabled:
		return x.keyRefused(value, "The API Key is disabled")
	case c.plan == nil:
		return x.keyRefused(value, "No Usage Plan found for key and API Stage")
	}
	x.client = c
	return nil
}

// throttle lets a request pass whose caller has not used up the plan's quota, and
// that finds a token in each bucket: the client's, the method's, the account's.
// What is refused is not charged.
func (x *exchange) throttle() *failure {
	c, u := x.client, x.gateway.usage
	if c == nil && x.op.bucket == nil && u.account == nil {
		return nil
	}
	now := x.started
	var own *rate.Limiter
	if c != nil {
		if !c.charge(now) {
			return &failure{kind: quotaExceeded, before: true,
				reason: "Usage Plan check failed for API Key " + maskKey(c.Value) + ": the quota of " + c.plan.Name + " is used up"}
		}
		own = c.bucketFor(x.op)
	}
	if takeAll(now, own, x.op.bucket, u.account) {
		if c != nil {
			x.logChecked(c.Value)
		}
		return nil
	}
	if c != nil {
		c.refund(now)
	}
	return &failure{kind: throttled, before: true, reason: "Too many requests for " + x.op.name}
}

// keySource is where API keys come from.
type keySource uint8

const (
	keyInHeader keySource = iota
	keyFromAuthorizer
)

func keySourceOf(api *spec.API) keySource {
	if api.APIKeySource == "AUTHORIZER" {
		return keyFromAuthorizer
	}
	return keyInHeader
}

func (x *exchange) keyRefused(value, why string) *failure {
	f := &failure{kind: invalidAPIKey, before: true}
	if x.logs(levelError) {
		f.reason = "API Key " + maskKey(value) + " not authorized because method '" + x.op.name +
			"' requires API Key and API Key is not associated with a Usage Plan for API Stage " + x.apiStage() + ": " + why
	}
	return f
}

// logOpen writes what the service's log says of a method without a key.
func (x *exchange) logOpen() {
	if !x.logs(levelInfo) {
		return
	}
	x.logVerifying("")
	x.logInfo("API Key  authorized because method '" + x.op.name + "' does not require API Key. Request will not contribute to throttle or quota limits")
	x.logChecked("")
}

func (x *exchange) logVerifying(value string) {
	if x.logs(levelInfo) {
		x.logInfo("Verifying Usage Plan for request: " + x.ids.request + ". API Key: " + maskKey(value) + " API Stage: " + x.apiStage())
	}
}

func (x *exchange) logChecked(value string) {
	if x.logs(levelInfo) {
		x.logInfo("Usage Plan check succeeded for API Key " + maskKey(value) + " and API Stage " + x.apiStage())
	}
}

func (x *exchange) apiStage() string {
	return x.gateway.options.APIID + "/" + x.gateway.options.Stage
}

// maskKey hides a key but its last six characters, as the service's log does.
func maskKey(value string) string {
	const shown = 6
	if len(value) <= shown {
		return strings.Repeat("*", len(value))
	}
	return strings.Repeat("*", len(value)-shown) + value[len(value)-shown:]
}

// RuleNoAPIKey is the rule of the diagnostic that nobody can call some operations,
// because they need an API key and [Options] have none.
const RuleNoAPIKey = "missing-api-key"

// warnKeys reports at start which operations nobody can call, because they need an
// API key and no plan has one.
func (g *Gateway) warnKeys(api *spec.API, problems *diag.List) {
	for _, c := range g.usage.clients {
		if c.plan != nil && !c.Disabled {
			return
		}
	}
	var first *diag.Diagnostic
	for _, o := range api.Operations {
		switch {
		case !o.APIKeyRequired:
		case first == nil:
			first = problems.Warnf(o.Position, RuleNoAPIKey, "%s needs an API key, and no usage plan has one: it answers 403", operationName(o))
			first.Help = "give a key and a usage plan that holds it; in gatewright.yaml under apiKeyOptions.keys and usagePlans"
		default:
			first.Notes = append(first.Notes, diag.Note{Position: o.Position, Message: operationName(o) + " as well"})
		}
	}
}
