// Package check finds what API Gateway would refuse, ignore or not run of a project's
// definition.
package check

import (
	"slices"

	"github.com/gatewright/gatewright/config"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/gateway"
	"github.com/gatewright/gatewright/gateway/validate"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/prepare/limits"
	"github.com/gatewright/gatewright/spec"
)

// Definition returns the problems of a project's definition. Known are those of
// loading it; a problem that is among them in other words is left out. Without a
// definition, they are those of the model.
func Definition(p *config.Project, known diag.List) diag.List {
	if p.Model == nil {
		return nil
	}
	c := &collector{known: known}
	c.add(mockdata.New(0).CheckExamples(p.Model))
	if p.Definition == nil {
		c.add(limits.CheckPaths(p.Model.Document))
		return c.problems
	}
	c.add(limits.Check(p.Definition))
	api, found := spec.Read(p.Definition)
	c.add(found)
	if found.HasErrors() {
		return c.problems
	}
	_, found = gateway.New(api, gateway.Options{Stage: p.Stage, StageVariables: p.StageVariables, Settings: p.Settings})
	c.add(slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
		// What is deployed gets its keys elsewhere, and limits.Check reports paths.
		return d.Rule == gateway.RuleNoAPIKey || d.Rule == gateway.RuleUnservedPath
	}))
	c.add(validate.Check(api.Root, api.Operations))
	return c.problems
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
