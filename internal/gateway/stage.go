package gateway

import (
	"maps"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/spec"
	"github.com/gatewright/gatewright/spec/stage"
)

// settings are what a stage says about an operation, ready to use.
type settings struct {
	level     logLevel
	dataTrace bool
	caching   caching
}

// setUp takes what the stage says about an operation. A canary has the same bucket.
func (c *compiler) setUp(op *operation) {
	g := c.gateway
	joined, general := g.options.For(op.Method, op.Path)
	op.settings.level, op.settings.dataTrace = logSettings(joined)
	op.settings.caching = newCaching(op, joined, general, c.problems)
	bucket, known := g.usage.methods[op.name]
	if !known {
		bucket = newBucket(joined.Throttle)
		g.usage.methods[op.name] = bucket
	}
	op.bucket = bucket
}

// warnMethods reports of settings and throttles of methods that the API has not.
func (g *Gateway) warnMethods(api *spec.API, problems *diag.List) {
	operations := make(map[string]bool, len(api.Operations))
	for _, o := range api.Operations {
		operations[o.Method+" "+o.Path] = true
	}
	check := func(at diag.Position, key, where string) {
		method, path, _ := strings.Cut(key, " ")
		if key == stage.AllMethods || method == "*" || path == "*" || operations[key] {
			return
		}
		d := problems.Warnf(at, "unknown-method", "%s: the API has no method %q", where, key)
		if near := diag.Nearest(key, slices.Sorted(maps.Keys(operations))); near != "" {
			d.Help = "did you mean " + near + "?"
		}
	}
	for _, key := range slices.Sorted(maps.Keys(g.options.Methods)) {
		check(g.options.Methods[key].Position, key, "the stage's settings")
	}
	for _, p := range g.options.UsagePlans {
		for _, key := range slices.Sorted(maps.Keys(p.Methods)) {
			check(p.Position, key, "the usage plan "+p.Name)
		}
	}
}
