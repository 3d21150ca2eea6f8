package cdk

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/aws/jsii-runtime-go"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/prepare"
)

const (
	maxTemplate = 1_000_000 // bytes that CloudFormation takes
	reserve     = 8_000     // bytes that the API's other resources take at least

	compactContext = "@aws-cdk/core:suppressTemplateIndentation"
)

// checkSize panics when the definition makes the template larger than CloudFormation takes.
func (a *api) checkSize(d *definition, body map[string]any) {
	if len(d.document.Root.JSON(false)) < maxTemplate/8 { // indentation and tokens do not make that much of it
		return
	}
	compact, _ := a.Node().TryGetContext(jsii.String(compactContext)).(bool)
	size := a.templateSize(body, compact) + reserve
	if size <= maxTemplate {
		return
	}
	var problems diag.List
	p := problems.Errorf(diag.Position{File: modelFile}, "too-large-template",
		"the template would have %d bytes, which is %d more than the %d that CloudFormation takes", size, size-maxTemplate, maxTemplate)
	note := func(format string, values ...any) {
		p.Notes = append(p.Notes, diag.Note{Message: fmt.Sprintf(format, values...)})
	}
	if !a.prune {
		pruned, _ := a.body(prepare.Prune(d.full))
		note("Prune: true in ApiProps would save %d bytes: descriptions, examples and response schemas, which API Gateway ignores",
			size-reserve-a.templateSize(pruned, compact))
	}
	if !compact {
		note("%q: true in the context of cdk.json would save %d bytes of indentation", compactContext, size-reserve-a.templateSize(body, true))
	}
	p.Help = "do what the notes say, or make two models of it, each an Api in a stack of its own, behind one domain name"
	a.panicOn(problems)
}

// templateSize returns how long a definition is in a template, with its tokens resolved.
func (a *api) templateSize(body map[string]any, compact bool) int {
	var written bytes.Buffer
	e := json.NewEncoder(&written)
	e.SetEscapeHTML(false)
	if !compact {
		e.SetIndent("    ", " ") // a property of a resource stands four deep
	}
	if err := e.Encode(a.stack.Resolve(body)); err != nil {
		panic(fmt.Sprintf("the definition cannot be resolved: %v", err))
	}
	return written.Len()
}
