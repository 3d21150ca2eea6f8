package java

import (
	"net/http"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// mocksFile writes MockIntegrations: a method for each response of each operation.
func (g *generator) mocksFile() codegen.File {
	f := g.start("MockIntegrations", "Integrations that answer without a backend: one for each response of each operation.")
	integration := constructIdent("TypeSafeApiIntegration")
	f.P("public final class MockIntegrations {")
	f.P()
	f.P("private MockIntegrations() {}")
	f.P()
	f.P("/** Has all operations answer data made from the model, until they are replaced one by one. */")
	f.P("public static OperationConfig.Builder<", integration, "> mockAll() {")
	f.P("return Operations.each(operation -> ", integration, ".builder().integration(", mockIdent, ".placeholder()).build());")
	f.P("}")
	for _, o := range g.operations {
		for _, r := range o.Responses {
			g.writeMock(f, o, r)
		}
	}
	f.P("}")
	return f.Source()
}

var mockIdent = constructIdent("MockIntegration")

func (g *generator) writeMock(f *File, o *operation, r *model.Response) {
	var parameters, arguments []Code
	arguments = append(arguments, Code{Quote(r.Status)})
	status := Code{"null"}
	if isRange(r.Status) {
		parameters, status = append(parameters, Code{"int status"}), Code{"status"}
	}
	arguments = append(arguments, status)
	kind, body := g.mockBody(o.Operation, r)
	g.writeMockMethod(f, o, r, parameters, append(arguments, Code{mockIdent, ".Body.NONE"}, Code{"null"}), kind)
	if kind != "NONE" {
		parameters = append(parameters, Code{body, " body"})
		g.writeMockMethod(f, o, r, parameters, append(arguments, Code{mockIdent, ".Body.", kind}, Code{"body"}), "")
	}
}

func (g *generator) writeMockMethod(f *File, o *operation, r *model.Response, parameters, arguments []Code, generated string) {
	f.P()
	f.Doc(mockDoc(o, r, generated))
	f.P("public static ", mockIdent, " ", o.mocks[r.Status], "(", Join(parameters, ", "), ") {")
	f.P("return ", mockIdent, ".respond(", Join(arguments, ", "), ");")
	f.P("}")
}

func mockDoc(o *operation, r *model.Response, generated string) string {
	status := "with " + r.Status
	switch {
	case r.Status == "default":
		status = "with a status that has no response of its own"
	case isRange(r.Status):
		status = "with a status of " + r.Status
	}
	text := "Answers " + o.Method + " " + o.Path + " " + status
	if generated != "" && generated != "NONE" {
		text += ", with a body made from the model"
	}
	if description := sentence(r.Description); description != "" {
		return text + ": " + description
	}
	return text + "."
}

// isRange reports whether a response is for several statuses.
func isRange(status string) bool { return status == "default" || strings.HasSuffix(status, "XX") }

// mockBody returns how a response's body is given, and its type: that of its first
// content type in JSON, else text or bytes.
func (g *generator) mockBody(o *model.Operation, r *model.Response) (string, Code) {
	if hasNoBody(o, r) {
		return "NONE", nil
	}
	for _, m := range r.Content {
		if shape.BodyOf(m) != shape.JSON {
			continue
		}
		if m.Schema == nil {
			return "JSON", Code{Ident{"java.lang", "Object"}}
		}
		return "JSON", g.types.typeOf(m.Schema).expr
	}
	return "TEXT", Code{Ident{"java.lang", "String"}}
}

// hasNoBody reports whether HTTP (RFC 9110, sections 6.4.1 and 9.3.2) or the model has
// no body in a response.
func hasNoBody(o *model.Operation, r *model.Response) bool {
	return len(r.Content) == 0 || o.Method == http.MethodHead || r.Status == "204" || r.Status == "304" || strings.HasPrefix(r.Status, "1")
}
