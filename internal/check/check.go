// Package check finds what API Gateway would refuse, ignore or not run of a project's
// definition.
package check

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/gateway/validate"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/prepare/limits"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/spec"
)

// Definition returns the problems of a project's definition. Known are those of
// loading it; a problem that is among them in other words is left out. Without a
// definition, they are those of the model.
func Definition(p *config.Project, known diag.List) diag.List {
	c := &collector{known: known}
	if p.Model != nil { // a finished definition may hold none
		c.add(mockdata.New(0).CheckExamples(p.Model))
	}
	switch {
	case p.Definition != nil:
	case p.Model == nil:
		return nil
	default:
		c.add(limits.CheckPaths(p.Model.Document))
		return c.problems
	}
	c.add(limits.Check(p.Definition))
	api, found := spec.Read(p.Definition)
	c.add(found)
	if found.HasErrors() {
		return c.problems
	}
	_, found = gateway.New(withoutTokens(api), gateway.Options{Stage: p.Stage, StageVariables: p.StageVariables, Settings: p.Settings})
	c.add(slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
		// What is deployed gets its keys elsewhere, and limits.Check reports paths and missing models.
		return d.Rule == gateway.RuleNoAPIKey || d.Rule == gateway.RuleUnservedPath || d.Rule == validate.RuleMissingModel
	}))
	c.add(validate.Check(api.Root, api.Operations))
	return c.problems
}

// withoutTokens returns the API without the tokens of CloudFormation's functions, and
// without the operations whose backend is known only once CloudFormation has evaluated
// one.
func withoutTokens(api *spec.API) *spec.API {
	known := *api
	known.Operations = slices.DeleteFunc(slices.Clone(api.Operations), func(o *spec.Operation) bool {
		return o.Integration != nil && strings.HasPrefix(o.Integration.URI, intrinsic.TokenPrefix)
	})
	return known.Replace(intrinsic.WithoutTokens)
}

// collector collects the problems that several steps find, each once.
type collector struct {
	known    diag.List
	problems diag.List
}

// add adds the problems of a step that no step before it has found.
func (c *collector) add(found diag.List) {
	seen := map[place]bool{}
	for _, d := range slices.Concat(c.known, c.problems) {
		seen[place{d.Rule, d.Position}] = true
		if d.Rule == "missing-integration" { // one for all operations, which its notes name
			for _, n := range d.Notes {
				seen[place{d.Rule, n.Position}] = true
			}
		}
	}
	for _, d := range found {
		if !d.Position.IsValid() || !seen[place{d.Rule, d.Position}] {
			c.problems.Add(d)
		}
	}
}

// place is where a rule found something.
type place struct {
	rule     string
	position diag.Position
}
