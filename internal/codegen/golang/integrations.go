package golang

import (
	"strings"

	"github.com/gatewright/gatewright/model"
)

// integrationsFile writes the interface that a user implements, and what goes
// through all of its methods.
func (g *Generator) integrationsFile() *File {
	f := g.NewFile("integrations.go", g.Core)
	g.writeInterface(f)
	g.writeAll(f)
	g.writeMap(f)
	return f
}

func (g *Generator) writeInterface(f *File) {
	f.P("// Integrations says what happens when Amazon API Gateway receives a request, by")
	f.P("// operation. A type that lacks one does not compile where it is used.")
	f.P("type Integrations interface {")
	for i, o := range g.sorted() {
		if i > 0 {
			f.P()
		}
		f.Doc(withDeprecation(g.operationDoc(o), o.Deprecated))
		f.P(g.Operation(o).Name, "() ", integrationType)
	}
	f.P("}")
	f.P()
}

// operationDoc says what an operation is.
func (g *Generator) operationDoc(o *model.Operation) string {
	text := o.Summary
	if strings.TrimSpace(text) == "" {
		text, _, _ = strings.Cut(strings.TrimSpace(o.Description), "\n\n")
	}
	return g.Operation(o).Name + " is " + o.Method + " " + o.Path + ". " + sentence(text)
}

func (g *Generator) writeAll(f *File) {
	operation := integrationIdent("Operation")
	f.P("// All has one rule give the integrations of all operations.")
	f.P("func All(rule func(o ", operation, ") ", integrationType, ") Integrations {")
	f.P("return all{rule, Operations()}")
	f.P("}")
	f.P()
	f.P("type all struct {")
	f.P("rule func(o ", operation, ") ", integrationType)
	f.P("operations []", operation)
	f.P("}")
	index := map[*model.Operation]int{}
	for i, o := range g.API.Operations {
		index[o] = i
	}
	for _, o := range g.sorted() {
		f.P()
		f.P("func (a all) ", g.Operation(o).Name, "() ", integrationType, " { return a.rule(a.operations[", index[o], "]) }")
	}
	f.P()
}

func (g *Generator) writeMap(f *File) {
	f.P("// Map gives integrations by the IDs of their operations. Where a method gives none,")
	f.P("// or comes from an embedded interface that is nil, there is a nil one.")
	if len(g.API.Operations) == 0 {
		f.P("func Map(Integrations) map[string]", integrationType, " { return nil }")
		return
	}
	f.P("func Map(i Integrations) map[string]", integrationType, " {")
	f.P("if i == nil {")
	f.P("i = All(func(", integrationIdent("Operation"), ") ", integrationType, " { return nil })")
	f.P("}")
	f.P("return map[string]", integrationType, "{")
	for _, o := range g.sorted() {
		f.P(Quote(o.ID), ": ", integrationIdent("From"), "(i.", g.Operation(o).Name, "),")
	}
	f.P("}")
	f.P("}")
}
