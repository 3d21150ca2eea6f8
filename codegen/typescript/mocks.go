package typescript

import (
	"net/http"
	"strings"

	"github.com/gatewright/gatewright/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// mocksFile writes a function for each response of each operation.
func (g *generator) mocksFile() *file {
	f := newFile("src/mock-integrations.ts")
	body := newFile("")
	used := map[string]bool{}
	for _, o := range g.api.Operations {
		for _, r := range o.Responses {
			g.writeMock(body, used, o, r)
		}
	}
	f.P(`import { type MockResponseOptions, MockResponseIntegration, PlaceholderIntegration } from "./gatewright/integrations.js";`)
	f.P(`import type { TypeSafeApiIntegration } from "./gatewright/operation.js";`)
	f.P(`import { type OperationConfig, Operations } from "./operations.js";`)
	g.importTypes(f, used, "./types.js")
	f.P()
	f.doc("", "Integrations that answer without a backend: one for each response of each operation.")
	f.P("export class MockIntegrations {")
	f.doc("  ", "Answers every operation with data made from the model. Single ones can be replaced: { ...MockIntegrations.mockAll(), sayHello: … }.")
	f.P("  static mockAll(): OperationConfig<TypeSafeApiIntegration> {")
	f.P("    return Operations.all(() => ({ integration: new PlaceholderIntegration() }));")
	f.P("  }")
	f.P(strings.TrimSuffix(strings.TrimPrefix(body.Text.String(), newFile("").Text.String()), "\n"))
	f.P("}")
	return f
}

// importTypes imports the types that a file uses.
func (g *generator) importTypes(f *file, used map[string]bool, from string) {
	var all []string
	for _, s := range g.api.Schemas {
		if name := g.names.schemas[s]; used[name] {
			all = append(all, name)
		}
	}
	if len(all) > 0 {
		f.P("import type { ", strings.Join(all, ", "), " } from ", quote(from), ";")
	}
}

func (g *generator) writeMock(f *file, used map[string]bool, o *model.Operation, r *model.Response) {
	name := g.names.operations[o].mocks[r.Status]
	f.P()
	f.doc("  ", "Answers "+o.Method+" "+o.Path+" with "+r.Status+".", r.Description)
	kind, bodyType := g.mockBody(used, o, r)
	options := "options: MockResponseOptions = {}"
	if isRange(r.Status) {
		options = "options: MockResponseOptions & { readonly statusCode: number }"
	}
	response := "response: " + quote(r.Status)
	switch {
	case kind == "":
		f.P("  static ", name, "(", options, "): MockResponseIntegration {")
		f.P("    return new MockResponseIntegration({ ", response, " }, options);")
	default:
		if isRange(r.Status) {
			f.P("  static ", name, "(body: ", bodyType, " | undefined, ", options, "): MockResponseIntegration {")
		} else {
			f.P("  static ", name, "(body?: ", bodyType, ", ", options, "): MockResponseIntegration {")
		}
		f.P("    return new MockResponseIntegration({ ", response, ", ", kind, ": body }, options);")
	}
	f.P("  }")
}

// isRange reports whether a response is for several statuses.
func isRange(status string) bool { return status == "default" || strings.HasSuffix(status, "XX") }

// mockBody tells how a response's body is given, "json" or "body", and its type. It is
// empty where there is none.
func (g *generator) mockBody(used map[string]bool, o *model.Operation, r *model.Response) (kind, bodyType string) {
	if hasNoBody(o, r) {
		return "", ""
	}
	for _, m := range r.Content {
		if shape.IsJSON(m) {
			return "json", g.use(used, m.Schema, "  ")
		}
	}
	return "body", "string"
}

// use gives the type of a schema, and remembers which types are named in it.
func (g *generator) use(used map[string]bool, s *model.Schema, indent string) string {
	w := &typeWriter{generator: g, used: used}
	return w.typeOf(s, indent)
}

// hasNoBody reports whether HTTP (RFC 9110, sections 6.4.1 and 9.3.2) or the model has
// a response without a body.
func hasNoBody(o *model.Operation, r *model.Response) bool {
	return len(r.Content) == 0 || r.Status == "204" || r.Status == "304" || strings.HasPrefix(r.Status, "1") || o.Method == http.MethodHead
}
