package gateway

import (
	"maps"
	"math/rand/v2"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/spec"
)

// divert compiles the definition once more, with the canary's stage variables. What
// counts requests is one for both.
func (g *Gateway) divert(api *spec.API, problems *diag.List) {
	o := g.options
	o.StageVariables = maps.Clone(o.StageVariables)
	if o.StageVariables == nil {
		o.StageVariables = map[string]string{}
	}
	maps.Copy(o.StageVariables, o.Canary.StageVariables)
	var found diag.List
	g.canary = compileGateway(api, o, g.usage, &found)
	if found.HasErrors() {
		problems.Add(found...)
		return
	}
	if o.Canary.UseStageCache {
		g.canary.cache = g.cache
	}
	g.canary.access = g.access
	g.isCanary, g.canary.isCanary = new(false), new(true)
}

// takes decides whether the canary takes a request.
func (g *Gateway) takes() bool {
	return rand.Float64()*100 < g.options.Canary.Percent
}
