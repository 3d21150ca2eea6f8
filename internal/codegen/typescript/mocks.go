package typescript

import (
	"net/http"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// mocksFile writes a function for each response of each operation.
func (g *generator) mocksFile() *file {
	f, body := newFile("mock-integrations"), &file{}
	used := map[string]bool{}
	for _, o := range g.api.Operations {
		for _, r := range o.Responses {
			g.writeMock(body, used, o, r)
		}
	}
	f.types.P(`import { type MockResponseOptions, MockResponseIntegration } from "./gatewright/integrations.js";`)
	f.types.P(`import type { TypeSafeApiIntegration } from "./gatewright/operation.js";`)
	f.types.P(`import type { OperationConfig } from "./operations.js";`)
	g.importTypes(f, used, "./types.js")
	f.types.P()
	f.doc("", "Integrations that answer without a backend: one for each response of each operation.")
	f.types.P("export declare class MockIntegrations {")
	f.doc("  ", "Answers every operation with data made from the model. Single ones can be replaced: { ...MockIntegrations.mockAll(), sayHello: … }.")
	f.types.P("  static mockAll(): OperationConfig<TypeSafeApiIntegration>;")
	f.code.P(`import { MockResponseIntegration, PlaceholderIntegration } from "./gatewright/integrations.js";`)
	f.code.P(`import { Operations } from "./operations.js";`)
	f.code.P()
	f.code.P("export class MockIntegrations {")
	f.code.P("  static mockAll() {")
	f.code.P("    return Operations.all(() => ({ integration: new PlaceholderIntegration() }));")
	f.code.P("  }")
	f.add(body)
	f.both("}")
	return f
}

// importTypes imports the types that a file uses.
func (g *generator) importTypes(f *file, used map[string]bool, from string) {
	var all []string
	for _, s := range g.names.all {
		if name := g.names.schemas[s]; used[name] {
			all = append(all, name)
		}
	}
	if len(all) > 0 {
		f.types.P("import type { ", strings.Join(all, ", "), " } from ", quote(from), ";")
	}
}

func (g *generator) writeMock(f *file, used map[string]bool, o *model.Operation, r *model.Response) {
	name := g.names.operations[o].mocks[r.Status]
	f.both()
	f.doc("  ", "Answers "+o.Method+" "+o.Path+" with "+r.Status+".", r.Description)
	kind, bodyType := g.mockBody(used, o, r)
	options, given, optional := "options?: MockResponseOptions", "options = {}", "body?: "+bodyType
	if isRange(r.Status) {
		options, given, optional = "options: MockResponseOptions & { readonly statusCode: number }", "options", "body: "+bodyType+" | undefined"
	}
	response := "{ response: " + quote(r.Status)
	if kind != "" {
		options, given, response = optional+", "+options, "body, "+given, response+", "+kind+": body"
	}
	f.types.P("  static ", name, "(", options, "): MockResponseIntegration;")
	f.code.P("  static ", name, "(", given, ") {")
	f.code.P("    return new MockResponseIntegration(", response, " }, options);")
	f.code.P("  }")
}

// isRange reports whether a response is for several statuses.
func isRange(status string) bool { return status == "default" || strings.HasSuffix(status, "XX") }

// mockBody returns how a response's body is given, "json" or "body", and its type. It is
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

// use returns the type of a schema, and remembers which types are named in it.
func (g *generator) use(used map[string]bool, s *model.Schema, indent string) string {
	w := &typeWriter{generator: g, used: used}
	return w.typeOf(s, indent)
}

// hasNoBody reports whether HTTP (RFC 9110, sections 6.4.1 and 9.3.2) or the model has
// a response without a body.
func hasNoBody(o *model.Operation, r *model.Response) bool {
	return len(r.Content) == 0 || r.Status == "204" || r.Status == "304" || strings.HasPrefix(r.Status, "1") || o.Method == http.MethodHead
}
