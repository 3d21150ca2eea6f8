package java

import (
	"net/url"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/mockdata"
)

// testEventsFile writes the events that tests start from.
func (g *generator) testEventsFile() codegen.File {
	f := newFile(g.pkg+".handlers.testing", "TestEvents", newScope([]string{"TestEvents"}))
	testing := func(name string) Ident { return Ident{g.pkg + ".gatewright.handler.testing", name} }
	f.Doc("Events for the tests of handlers. Each has what its operation requires, made from the model.")
	f.P("public final class TestEvents {")
	f.P()
	f.P("private TestEvents() {}")
	f.P()
	f.P("/** Returns the context of an invocation. */")
	f.P("public static ", Ident{"com.amazonaws.services.lambda.runtime", "Context"}, " context() {")
	f.P("return new ", testing("TestContext"), "();")
	f.P("}")
	methods, data := newScope(keywords, objectMethods, []string{"context"}), mockdata.New(1)
	for _, o := range g.operations {
		f.P()
		f.Doc("Starts an event of " + o.title() + ".")
		f.P("public static ", testing("TestEvent"), " ", methods.take(memberName(o.ID)), "() {")
		event := Code{"return new ", testing("TestEvent"), "(", Quote(o.Method), ", ", Quote(resourceOf(o.Path)), ")"}
		for _, call := range g.exampleCalls(o.Operation, data) {
			event = append(event, "\n        .", call)
		}
		f.P(append(event, ";")...)
		f.P("}")
	}
	f.P("}")
	return f.Source()
}

// exampleCalls returns the calls that give an event what the operation requires.
func (g *generator) exampleCalls(o *model.Operation, data *mockdata.Generator) []Code {
	var calls []Code
	for _, p := range o.Parameters {
		schema := shape.ParameterSchema(p)
		if p.In != "path" && (!p.Required || p.In == "cookie") || schema == nil {
			continue
		}
		example, err := data.RequestBody(&model.MediaType{Type: "application/json", Schema: schema, Example: p.Example, Examples: p.Examples})
		if err != nil || !isScalar(example.Value) {
			continue // the test sets it
		}
		text := example.Value.Text
		if p.In == "path" {
			text = strings.ReplaceAll(url.PathEscape(text), "+", "%2B")
		}
		calls = append(calls, Code{p.In, "(", Quote(p.Name), ", ", Quote(text), ")"})
	}
	if b := o.RequestBody; b != nil && b.Required && len(b.Content) > 0 {
		if example, err := data.RequestBody(b.Content[0]); err == nil && !example.Binary && shape.IsJSON(b.Content[0]) {
			calls = append(calls, Code{"text(", Quote(example.ContentType), ", ", Quote(string(example.Text)), ")"})
		}
	}
	return calls
}

func isScalar(n *tree.Node) bool {
	return n.Is(tree.String) || n.Is(tree.Number) || n.Is(tree.Bool)
}
