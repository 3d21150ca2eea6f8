package apidiff_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/apidiff"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/openapi"
)

// load reads a document of one operation.
func load(t *testing.T, operation string) *model.API {
	t.Helper()
	file := filepath.Join(t.TempDir(), "api.yaml")
	text := `openapi: 3.1.0
info: { title: T, version: "1" }
paths:
  /things/{id}:
    post: ` + operation + `
components:
  securitySchemes:
    a: { type: http, scheme: bearer }
    b: { type: oauth2, flows: {} }
  schemas:
    Cat: { type: object, required: [meow], properties: { meow: { type: string } } }
    Dog: { type: object, required: [bark], properties: { bark: { type: string } } }
    Tree: { type: object, properties: { children: { type: array, items: { $ref: "#/components/schemas/Tree" } } } }
    List: { type: object, properties: { next: { $ref: "#/components/schemas/List" }, value: { type: integer } } }
    ListOfText: { type: object, properties: { next: { $ref: "#/components/schemas/ListOfText" }, value: { type: string } } }
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	api, problems := openapi.Read(file)
	if problems.HasErrors() {
		t.Fatalf("%s: %v", operation, problems)
	}
	return api
}

func found(old, now *model.API) string {
	var words []string
	for _, d := range apidiff.Compare(old, now).Problems {
		word := strings.TrimPrefix(d.Rule, "breaking-")
		if d.Severity == diag.Warning {
			word += "?"
		}
		words = append(words, word)
	}
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

// TestSchemas compares schemas in requests and in responses. A question mark is a warning.
func TestSchemas(t *testing.T) {
	const cat, dog = `{ $ref: "#/components/schemas/Cat" }`, `{ $ref: "#/components/schemas/Dog" }`
	tests := []struct{ before, after, request, response string }{
		{`{ type: string }`, `{ type: string }`, "", ""},
		{`{ type: string }`, `{ type: integer }`, "type", "type"},
		{`{ type: integer }`, `{ type: number }`, "", "type"},
		{`{ type: number }`, `{ type: integer }`, "type", ""},
		{`{ type: string }`, `{}`, "", "type"},
		{`{}`, `{ type: string }`, "type", ""},
		{`{ type: [string, "null"] }`, `{ type: string }`, "type", ""},
		{`{ type: string }`, `{ type: [string, "null"] }`, "", "type"},
		{`{ type: string, enum: [a, b] }`, `{ type: string, enum: [a] }`, "values", ""},
		{`{ type: string, enum: [a] }`, `{ type: string, enum: [a, b] }`, "", "values?"},
		{`{ type: string }`, `{ type: string, enum: [a] }`, "values", ""},
		{`{ type: string, enum: [a] }`, `{ type: string }`, "", "values?"},
		{`{ const: a }`, `{ enum: [a, b] }`, "", "values?"},
		{`{ type: integer, minimum: 1 }`, `{ type: integer, minimum: 2 }`, "limit", ""},
		{`{ type: integer, minimum: 2 }`, `{ type: integer, minimum: 1 }`, "", "limit?"},
		{`{ type: integer, maximum: 9 }`, `{ type: integer }`, "", "limit?"},
		{`{ type: integer }`, `{ type: integer, maximum: 9 }`, "limit", ""},
		{`{ type: string, maxLength: 5 }`, `{ type: string, maxLength: 4 }`, "limit", ""},
		{`{ type: string, minLength: 1 }`, `{ type: string, minLength: 1 }`, "", ""},
		{`{ type: array, minItems: 1 }`, `{ type: array, minItems: 2 }`, "limit", ""},
		{`{ type: string, pattern: "^a" }`, `{ type: string, pattern: "^b" }`, "limit", "limit?"},
		{`{ type: string, format: date }`, `{ type: string }`, "", "limit?"},
		{`{ type: array, items: { type: string } }`, `{ type: array, items: { type: integer } }`, "type", "type"},
		{`{ type: array, items: { type: string } }`, `{ type: array }`, "", "type"},
		{`{ type: object, properties: { a: {} } }`, `{ type: object, required: [a], properties: { a: {} } }`, "required", ""},
		{`{ type: object, required: [a], properties: { a: {} } }`, `{ type: object, properties: { a: {} } }`, "", "required"},
		{`{ type: object, required: [a], properties: { a: {} } }`, `{ type: object }`, "", "required"},
		{`{ type: object, properties: { a: {} } }`, `{ type: object }`, "", "property?"},
		{`{ type: object, properties: { a: {} } }`, `{ type: object, additionalProperties: false }`, "property", "property?"},
		{`{ type: object }`, `{ type: object, properties: { a: {} } }`, "", ""},
		{`{ type: object, properties: { a: { readOnly: true } } }`, `{ type: object, required: [a], properties: { a: { readOnly: true } } }`, "", ""},
		{`{ type: object, additionalProperties: { type: string } }`, `{ type: object, additionalProperties: { type: integer } }`, "type", "type"},
		{cat, `{ allOf: [` + cat + `] }`, "", ""},
		{cat, `{ allOf: [` + cat + `, { required: [name], properties: { name: {} } }] }`, "required", ""},
		{`{ oneOf: [` + cat + `, ` + dog + `] }`, `{ oneOf: [` + cat + `] }`, "alternative", ""},
		{`{ oneOf: [` + cat + `] }`, `{ oneOf: [` + dog + `, ` + cat + `] }`, "", "alternative?"},
		{`{ $ref: "#/components/schemas/Tree" }`, `{ $ref: "#/components/schemas/Tree" }`, "", ""},
		{`{ $ref: "#/components/schemas/List" }`, `{ $ref: "#/components/schemas/ListOfText" }`, "type", "type"},
		{`true`, `false`, "type", ""},
	}
	for _, test := range tests {
		request := func(schema string) string {
			return `{ requestBody: { content: { application/json: { schema: ` + schema + ` } } }, responses: { "204": { description: D } } }`
		}
		response := func(schema string) string {
			return `{ responses: { "200": { description: D, content: { application/json: { schema: ` + schema + ` } } } } }`
		}
		if got := found(load(t, request(test.before)), load(t, request(test.after))); got != test.request {
			t.Errorf("request, %s to %s: got %q, want %q", test.before, test.after, got, test.request)
		}
		if got := found(load(t, response(test.before)), load(t, response(test.after))); got != test.response {
			t.Errorf("response, %s to %s: got %q, want %q", test.before, test.after, got, test.response)
		}
	}
}

// TestOperations compares what is around schemas.
func TestOperations(t *testing.T) {
	const done = `responses: { "204": { description: D } }`
	parameter := func(words string) string {
		return `{ parameters: [{ name: p, in: query, schema: { type: array, items: { type: string } }` + words + ` }], ` + done + ` }`
	}
	header := func(words string) string {
		return `{ responses: { "204": { description: D, headers: { ` + words + ` } } } }`
	}
	secured := func(words string) string { return `{ security: [` + words + `], ` + done + ` }` }
	tests := []struct{ before, after, want string }{
		{`{ ` + done + ` }`, parameter(""), ""},
		{`{ ` + done + ` }`, parameter(", required: true"), "parameter"},
		{parameter(""), parameter(", required: true"), "parameter"},
		{parameter(", required: true"), parameter(""), ""},
		{parameter(""), `{ ` + done + ` }`, "parameter?"},
		{parameter(""), parameter(", explode: false"), "parameter"},
		{parameter(""), parameter(", explode: true, style: form"), ""},
		{`{ ` + done + ` }`, `{ requestBody: { required: true, content: {} }, ` + done + ` }`, "body"},
		{`{ requestBody: { content: {} }, ` + done + ` }`, `{ requestBody: { required: true, content: {} }, ` + done + ` }`, "body"},
		{`{ requestBody: { content: { text/plain: {}, text/html: {} } }, ` + done + ` }`, `{ requestBody: { content: { TEXT/plain: {} } }, ` + done + ` }`, "body"},
		{`{ requestBody: { content: { text/plain: {} } }, ` + done + ` }`, `{ ` + done + ` }`, "body?"},
		{`{ responses: { "200": { description: D }, "404": { description: D } } }`, `{ responses: { "404": { description: D } } }`, "response"},
		{`{ responses: { "200": { description: D }, "404": { description: D } } }`, `{ responses: { "200": { description: D } } }`, "response?"},
		{header(`X: { required: true, schema: { type: string } }`), header(``), "header"},
		{header(`X: { required: true, schema: { type: string } }`), header(`x: { schema: { type: string } }`), "header"},
		{header(`X: { schema: { type: string } }`), header(`X: { schema: { type: integer } }`), "type"},
		{`{ operationId: one, ` + done + ` }`, `{ operationId: two, ` + done + ` }`, "name?"},
		{`{ ` + done + ` }`, secured(`{ a: [] }`), "security"},
		{secured(`{ a: [] }`), `{ ` + done + ` }`, ""},
		{secured(`{ a: [] }`), secured(`{ a: [] }, { b: [] }`), ""},
		{secured(`{ a: [] }, { b: [] }`), secured(`{ a: [] }`), "security"},
		{secured(`{ b: [read] }`), secured(`{ b: [read, write] }`), "security"},
		{secured(`{ b: [read, write] }`), secured(`{ b: [read] }`), ""},
		{secured(`{ a: [] }`), secured(`{ a: [], b: [] }`), "security"},
	}
	for _, test := range tests {
		if got := found(load(t, test.before), load(t, test.after)); got != test.want {
			t.Errorf("%s to %s: got %q, want %q", test.before, test.after, got, test.want)
		}
	}
}

// TestNothingBreaks compares the examples' models with themselves.
func TestNothingBreaks(t *testing.T) {
	files, err := filepath.Glob("../../examples/*/api.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(fmt.Errorf("no models: %w", err))
	}
	for _, file := range files {
		before, _ := openapi.Read(file)
		after, _ := openapi.Read(file)
		if changes := apidiff.Compare(before, after); len(changes.Problems) > 0 || len(changes.Added) > 0 {
			t.Errorf("%s: %v, added %v", file, changes.Problems, changes.Added)
		}
	}
}
