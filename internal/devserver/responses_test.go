package devserver_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/devserver"
)

const declaring = `
openapi: 3.0.3
info: { title: Pets, version: "1" }
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: ok
          headers: { X-Total: { required: true, schema: { type: integer } }, X-Other: { schema: { type: string } } }
          content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } }, image/*: {} }
        4XX: { description: bad, content: { application/problem+json: { schema: { type: object, required: [title] } } } }
        "204": { description: none }
components:
  schemas:
    Pet:
      type: object
      required: [name, secret, id]
      properties: { name: { type: string, nullable: true }, id: { type: integer, readOnly: true }, secret: { type: string, writeOnly: true } }
`

// TestBrokenResponses verifies that a backend's response that the model does not declare
// is one warning and reaches the client unchanged, and is an error when asked for.
func TestBrokenResponses(t *testing.T) {
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		w.Header().Set("Content-Type", q.Get("type"))
		if q.Get("total") != "" {
			w.Header().Set("x-total", q.Get("total"))
		}
		var status int
		_, _ = fmt.Sscan(q.Get("status"), &status)
		w.WriteHeader(status)
		fmt.Fprint(w, q.Get("body"))
	}))
	defer backend.Close()
	dir := project(t, map[string]string{"api.yaml": declaring, "gatewright.yaml": `
model: api.yaml
integrations: { getPet: { http: { uri: "` + backend.URL + `/{id}" } } }
`})
	warns := serveWith(t, dir, func(o *devserver.Options) { o.NoWatch = true })
	strict := serveWith(t, dir, func(o *devserver.Options) { o.NoWatch, o.StrictResponses = true, true })
	const asJSON, problem = "application/json%3b+charset=utf-8", "application/problem%2bjson"
	for _, tt := range []struct{ query, want string }{
		{query: "status=200&total=1&type=" + asJSON + "&body={%22name%22:null,%22id%22:1}"},
		{query: "status=200&total=1&type=image/png&body=png"},
		{query: "status=204&type="},
		{query: "status=404&type=" + problem + "&body={%22title%22:%22none%22}"},
		{query: "status=200&total=1&type=" + asJSON + "&body={%22name%22:5,%22id%22:1}", want: "the body of the response 200 does not match its schema: ["},
		{query: "status=200&total=1&type=" + asJSON + "&body={%22name%22:null}", want: `missing required properties ([\"id\"])`},
		{query: "status=200&total=1&type=" + asJSON + "&body={", want: "the body of the response 200 is not JSON"},
		{query: "status=200&total=1&type=" + asJSON, want: "the body of the response 200 is empty"},
		{query: "status=200&total=1&type=text/html&body=x", want: "the content type text/html of the response 200 is not declared; declared: application/json, image/*"},
		{query: "status=200&type=" + asJSON + "&body={%22name%22:null,%22id%22:1}", want: "the header X-Total is missing from the response 200"},
		{query: "status=404&type=" + problem + "&body={}", want: "the body of the response 4XX does not match its schema"},
		{query: "status=500&type=" + asJSON + "&body={}", want: "the status 500 is not declared; declared: 200, 4XX, 204"},
	} {
		before := len(warns.output.String())
		status, body := warns.get("/pets/1?" + tt.query)
		if !strings.HasPrefix(tt.query, fmt.Sprintf("status=%d&", status)) {
			t.Errorf("%s: the response became %d %s", tt.query, status, body)
		}
		lines := warns.output.String()[before:]
		warnings := 0
		if tt.want != "" {
			warnings = 1
		}
		if n := strings.Count(lines, "the response to getPet breaks the model"); n != warnings {
			t.Errorf("%s: %d warnings: %s", tt.query, n, lines)
		}
		if !strings.Contains(lines, tt.want) {
			t.Errorf("%s: want %q, got %s", tt.query, tt.want, lines)
		}
		failed, _ := strict.get("/pets/1?" + tt.query)
		if want := tt.want != ""; want && failed != http.StatusInternalServerError || !want && failed != status {
			t.Errorf("%s: strict responses: %d", tt.query, failed)
		}
	}
}
