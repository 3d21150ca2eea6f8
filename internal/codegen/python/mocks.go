package python

import (
	"net/http"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// mocksFile writes a function for each response of each operation.
func (g *generator) mocksFile() *file {
	body := &file{}
	g.writeMocks(body)
	f := newFile(g.module + "/mock_integrations.py")
	f.doc("", "Integrations that answer without a backend.")
	f.P()
	f.P("from __future__ import annotations")
	f.P()
	f.P("from collections.abc import Mapping")
	f.P("from typing import ", strings.Join(typingIn(body), ", "))
	f.P()
	f.P("from . import models")
	f.P("from .gatewright.integrations import MockResponseIntegration, PlaceholderIntegration")
	f.P("from .gatewright.operation import TypeSafeApiIntegration")
	f.P("from .operations import OperationConfig")
	f.P()
	f.exports([]string{"MockIntegrations"})
	f.P()
	f.Text.WriteString(body.Text.String())
	return f
}

func (g *generator) writeMocks(f *file) {
	f.P("_GENERATED: Any = object()")
	f.P()
	f.P()
	f.P("class MockIntegrations:")
	f.doc("    ", "Integrations that answer without a backend: one for each response of each operation.")
	f.P()
	g.writeMockAll(f)
	for _, o := range g.api.Operations {
		for _, r := range o.Responses {
			g.writeMock(f, o, r)
		}
	}
}

func (g *generator) writeMockAll(f *file) {
	f.P("    @staticmethod")
	f.P("    def mock_all(")
	if len(g.api.Operations) > 0 {
		f.P("        *,")
	}
	for _, o := range g.api.Operations {
		f.P("        ", g.names.operations[o].snake, ": TypeSafeApiIntegration = _GENERATED,")
	}
	f.P("    ) -> OperationConfig[TypeSafeApiIntegration]:")
	f.doc("        ", "Answer every operation with data made from the model, but for those that are given here.")
	f.P("        _generated = TypeSafeApiIntegration(integration=PlaceholderIntegration())")
	f.P("        return OperationConfig(")
	for _, o := range g.api.Operations {
		snake := g.names.operations[o].snake
		f.P("            ", snake, "=_generated if ", snake, " is _GENERATED else ", snake, ",")
	}
	f.P("        )")
}

func (g *generator) writeMock(f *file, o *model.Operation, r *model.Response) {
	f.P()
	f.P("    @staticmethod")
	f.P("    def ", g.names.operations[o].mocks[r.Status], "(")
	argument, bodyType := g.mockBody(o, r)
	if argument != "" {
		f.P("        body: ", elsewhere(union([]string{bodyType, "None"})), " = None,")
	}
	f.P("        *,")
	if isRange(r.Status) {
		f.P("        status_code: int,")
	}
	f.P("        headers: Mapping[str, str] | None = None,")
	f.P("    ) -> MockResponseIntegration:")
	f.doc("        ", "Answer "+o.Method+" "+o.Path+" with "+r.Status+".", r.Description)
	f.P("        return MockResponseIntegration(")
	f.P("            response=", quote(r.Status), ",")
	if argument != "" {
		f.P("            ", argument, "=body,")
	}
	if isRange(r.Status) {
		f.P("            status_code=status_code,")
	}
	f.P("            headers=headers,")
	f.P("        )")
}

// isRange reports whether a response is for several statuses.
func isRange(status string) bool { return status == "default" || strings.HasSuffix(status, "XX") }

// mockBody returns how a response's body is given, "json" or "body", and its type. It is
// empty where there is none.
func (g *generator) mockBody(o *model.Operation, r *model.Response) (argument, bodyType string) {
	if hasNoBody(o, r) {
		return "", ""
	}
	for _, m := range r.Content {
		if shape.IsJSON(m) {
			return "json", g.types.use(m.Schema, responseName(g.names.operations[o].pascal, r))
		}
	}
	return "body", "str"
}

// hasNoBody reports whether HTTP (RFC 9110, sections 6.4.1 and 9.3.2) or the model has
// a response without a body.
func hasNoBody(o *model.Operation, r *model.Response) bool {
	return len(r.Content) == 0 || r.Status == "204" || r.Status == "304" || strings.HasPrefix(r.Status, "1") || o.Method == http.MethodHead
}
