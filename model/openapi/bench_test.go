package openapi_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gatewright/gatewright/model/openapi"
)

// BenchmarkRead reads a model of 1,000 operations and as many schemas.
func BenchmarkRead(b *testing.B) {
	var paths, schemas strings.Builder
	for i := range 500 {
		fmt.Fprintf(&paths, `
  /things%[1]d/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getThing%[1]d
      responses: {"200": {description: one, content: {application/json: {schema: {$ref: "#/components/schemas/Thing%[1]d"}}}}}
    put:
      operationId: putThing%[1]d
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Thing%[1]d"}}}}
      responses: {"204": {description: done}}`, i)
		fmt.Fprintf(&schemas, `
    Thing%d:
      type: object
      required: [id]
      properties:
        id: {type: string, minLength: 1, maxLength: 36}
        size: {type: integer, minimum: 0}
        next: {$ref: "#/components/schemas/Thing%d"}`, i, (i+1)%500)
	}
	text := []byte(header + "paths:" + paths.String() + "\ncomponents:\n  schemas:" + schemas.String() + "\n")
	api, problems := openapi.ReadFS(fstest.MapFS{"api.yaml": {Data: text}}, "api.yaml")
	if problems != nil {
		b.Fatal(problems)
	}
	for name, data := range map[string][]byte{"api.yaml": text, "api.json": api.Document.JSON(false)} {
		b.Run(name, func(b *testing.B) {
			fsys := fstest.MapFS{name: {Data: data}}
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if api, _ := openapi.ReadFS(fsys, name); len(api.Operations) != 1000 {
					b.Fatal("operations are missing")
				}
			}
		})
	}
}
