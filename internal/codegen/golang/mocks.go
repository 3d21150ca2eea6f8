package golang

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// mocksFile writes Mocks, and a function for each response of each operation.
func (g *Generator) mocksFile() *File {
	f := g.NewFile("mocks.go", g.Core)
	g.writeMocks(f)
	for _, o := range g.sorted() {
		for _, r := range o.Responses {
			g.writeMock(f, o, r)
		}
	}
	return f
}

func (g *Generator) writeMocks(f *File) {
	f.P("// Mocks answers every operation with data made from the model. A type that embeds it")
	f.P("// can replace it method by method; but then a new operation of the model goes unseen,")
	f.P("// so leave it out in the end.")
	f.P("type Mocks struct{}")
	f.P()
	f.P("var _ Integrations = Mocks{}")
	f.P()
	for _, o := range g.sorted() {
		name := g.Operation(o).Name
		f.P("// ", name, " answers the first success response.")
		f.P("func (Mocks) ", name, "() ", integrationType, " { return ", integrationIdent("Placeholder"), "() }")
		f.P()
	}
}

// writeMock writes the function for one response.
func (g *Generator) writeMock(f *File, o *model.Operation, r *model.Response) {
	name := g.Operation(o).Mocks[r.Status]
	kind, body := g.mockBody(o, r)
	f.Doc(mockDoc(name, o, r, kind))
	var parameters, arguments []Code
	if isRange(r.Status) {
		parameters = append(parameters, Code{"status int"})
	}
	arguments = append(arguments, Code{Quote(r.Status)})
	if kind != emptyMock {
		parameters = append(parameters, Code{"body ...", body})
		arguments = append(arguments, Code{"body..."})
	}
	f.P("func ", name, "(", Join(parameters, ", "), ") ", integrationIdent("MockResponse"), " {")
	call := Code{integrationIdent(kind.function()), "(", Join(arguments, ", "), ")"}
	if isRange(r.Status) {
		call = append(call, ".WithStatus(status)")
	}
	f.P("return ", call)
	f.P("}")
	f.P()
}

func mockDoc(name string, o *model.Operation, r *model.Response, kind mockKind) string {
	status := "with " + r.Status
	switch {
	case r.Status == "default":
		status = "with a status that has no response of its own"
	case isRange(r.Status):
		status = "with a status of " + r.Status
	}
	text := fmt.Sprintf("%s answers %s %s %s", name, o.Method, o.Path, status)
	if description := sentence(r.Description); description != "" {
		text += ": " + description
	} else {
		text += "."
	}
	if kind != emptyMock {
		text += "\n\nWithout a body it makes one from the model."
	}
	return text
}

// isRange reports whether a response is for several statuses.
func isRange(status string) bool { return status == "default" || strings.HasSuffix(status, "XX") }

// mockKind is how a mock's body is given.
type mockKind int

const (
	emptyMock mockKind = iota
	jsonMock           // a value
	textMock           // text or bytes
)

func (k mockKind) function() string {
	return [...]string{"MockResponseOf", "MockJSONOf", "MockTextOf"}[k]
}

// mockBody returns the type of a response's body: that of its first content type in
// JSON, else text or bytes.
func (g *Generator) mockBody(o *model.Operation, r *model.Response) (mockKind, Code) {
	if hasNoBody(o, r) {
		return emptyMock, nil
	}
	for _, m := range r.Content {
		if shape.BodyOf(m) != shape.JSON {
			continue
		}
		if m.Schema == nil {
			return jsonMock, Code{"any"}
		}
		return jsonMock, Code{g.Type(m.Schema)}
	}
	if shape.BodyOf(r.Content[0]) == shape.Text {
		return textMock, Code{"string"}
	}
	return textMock, Code{"[]byte"}
}

// hasNoBody reports whether HTTP (RFC 9110, sections 6.4.1 and 9.3.2) or the model has
// no body in a response.
func hasNoBody(o *model.Operation, r *model.Response) bool {
	return len(r.Content) == 0 || o.Method == http.MethodHead || r.Status == "204" || r.Status == "304" || strings.HasPrefix(r.Status, "1")
}
