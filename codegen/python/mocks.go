package python

import (
	"net/http"
	"strings"

	"github.com/gatewright/gatewright/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// mocksFile writes a function for each response of each operation.
func (g *generator) mocksFile() *file {
	body := &file{}
	g.writeMocks(body)
	f := newFile(g.module + "/mock_integrations.py")
	f.doc("", "Integrations that answer without a backend.")
	f.p()
	f.p("from __future__ import annotations")
	f.p()
	f.p("from collections.abc import Mapping")
	f.p("from typing import ", strings.Join(typingIn(body), ", "))
	f.p()
	f.p("from . import models")
	f.p("from .gatewright.integrations import MockResponseIntegration, PlaceholderIntegration")
	f.p("from .gatewright.operation import TypeSafeApiIntegration")
	f.p("from .operations import OperationConfig")
	f.p()
	f.list("__all__ = [", []string{"MockIntegrations"}, "]")
	f.p()
	f.b.WriteString(body.b.String())
	return f
}

func (g *generator) writeMocks(f *file) {
	f.p("_GENERATED: Any = object()")
	f.p()
	f.p()
	f.p("class MockIntegrations:")
	f.doc("    ", "Integrations that answer without a backend: one for each response of each operation.")
	f.p()
	g.writeMockAll(f)
	for _, o := range g.api.Operations {
		for _, r := range o.Responses {
			g.writeMock(f, o, r)
		}
	}
}

func (g *generator) writeMockAll(f *file) {
	f.p("    @staticmethod")
	f.p("    def mock_all(")
	if len(g.api.Operations) > 0 {
		f.p("        *,")
	}
	for _, o := range g.api.Operations {
		f.p("        ", g.names.operations[o].snake, ": TypeSafeApiIntegration = _GENERATED,")
	}
	f.p("    ) -> OperationConfig[TypeSafeApiIntegration]:")
	f.doc("        ", "Answer every operation with data made from the model, but for those that are given here.")
	f.p("        _generated = TypeSafeApiIntegration(integration=PlaceholderIntegration())")
	f.p("        return OperationConfig(")
	for _, o := range g.api.Operations {
		snake := g.names.operations[o].snake
		f.p("            ", snake, "=_generated if ", snake, " is _GENERATED else ", snake, ",")
	}
	f.p("        )")
}

func (g *generator) writeMock(f *file, o *model.Operation, r *model.Response) {
	f.p()
	f.p("    @staticmethod")
	f.p("    def ", g.names.operations[o].mocks[r.Status], "(")
	argument, bodyType := g.mockBody(o, r)
	if argument != "" {
		f.p("        body: ", elsewhere(union([]string{bodyType, "None"})), " = None,")
	}
	f.p("        *,")
	if isRange(r.Status) {
		f.p("        status_code: int,")
	}
	f.p("        headers: Mapping[str, str] | None = None,")
	f.p("    ) -> MockResponseIntegration:")
	f.doc("        ", "Answer "+o.Method+" "+o.Path+" with "+r.Status+".", r.Description)
	f.p("        return MockResponseIntegration(")
	f.p("            response=", quote(r.Status), ",")
	if argument != "" {
		f.p("            ", argument, "=body,")
	}
	if isRange(r.Status) {
		f.p("            status_code=status_code,")
	}
	f.p("            headers=headers,")
	f.p("        )")
}

// isRange reports whether a response is for several statuses.
func isRange(status string) bool { return status == "default" || strings.HasSuffix(status, "XX") }

// mockBody tells how a response's body is given, "json" or "body", and its type. It is
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
