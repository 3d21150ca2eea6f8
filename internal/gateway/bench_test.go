package gateway_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/gateway"
)

const benchDefinition = `
openapi: 3.0.1
info: {title: bench, version: "1"}
x-amazon-apigateway-request-validators: {all: {validateRequestBody: true, validateRequestParameters: true}}
components:
  schemas:
    Pet:
      type: object
      required: [name, kind]
      properties: {name: {type: string, minLength: 1}, kind: {type: string, enum: [cat, dog]}, age: {type: integer, minimum: 0}}
x-responses: &responses {"200": {description: ok, headers: {X-Kind: {schema: {type: string}}}}}
paths:
  /static/{petId}:
    get:
      responses: *responses
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: '{"id":"1","name":"Rex","kind":"dog"}'}}}
  /dynamic/{petId}:
    get:
      responses: *responses
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses:
          default:
            statusCode: "200"
            responseParameters: {method.response.header.X-Kind: "'dog'"}
            responseTemplates: {application/json: '{"id":"$input.params("petId")","request":"$context.requestId","stage":"$context.stage"}'}
  /pets:
    post:
      x-amazon-apigateway-request-validator: all
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses: *responses
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: '{}'}}}
  /proxy/{proxy+}:
    x-amazon-apigateway-any-method:
      responses: *responses
      x-amazon-apigateway-integration:
        type: HTTP_PROXY
        httpMethod: ANY
        uri: BACKEND/{proxy}
        requestParameters: {integration.request.path.proxy: method.request.path.proxy}
`

func benchGateway(b *testing.B, backend string) *gateway.Gateway {
	b.Helper()
	api, problems := readDefinition(strings.ReplaceAll(benchDefinition, "BACKEND", backend))
	if problems.HasErrors() {
		b.Fatal(problems)
	}
	g, problems := gateway.New(api, gateway.Options{})
	if problems.HasErrors() {
		b.Fatal(problems)
	}
	return g
}

// discard is a ResponseWriter that keeps nothing.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(status int)      { d.status = status }

// benchHandler calls a handler without a connection, so that what is counted is
// the handler's own.
func benchHandler(b *testing.B, h http.Handler, method, target, body string, status int) {
	b.Helper()
	r := httptest.NewRequest(method, target, nil)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "bench")
	reader := strings.NewReader(body)
	w := &discard{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		clear(w.header)
		if body != "" {
			reader.Reset(body)
			r.Body, r.ContentLength = io.NopCloser(reader), int64(len(body))
		}
		h.ServeHTTP(w, r)
	}
	if w.status != status {
		b.Fatalf("status %d", w.status)
	}
}

func BenchmarkMockStatic(b *testing.B) {
	benchHandler(b, benchGateway(b, "http://127.0.0.1"), "GET", "/static/7", "", 200)
}

func BenchmarkMockDynamic(b *testing.B) {
	benchHandler(b, benchGateway(b, "http://127.0.0.1"), "GET", "/dynamic/7", "", 200)
}

func BenchmarkValidatedValid(b *testing.B) {
	benchHandler(b, benchGateway(b, "http://127.0.0.1"), "POST", "/pets", `{"name":"Rex","kind":"dog","age":3}`, 200)
}

func BenchmarkValidatedInvalid(b *testing.B) {
	benchHandler(b, benchGateway(b, "http://127.0.0.1"), "POST", "/pets", `{"name":"Rex","kind":"fish","age":3}`, 400)
}

// BenchmarkServed compares requests over connections with bare net/http.
func BenchmarkServed(b *testing.B) {
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if _, err := io.WriteString(w, `{"id":"1","name":"Rex","kind":"dog"}`); err != nil {
			b.Error(err)
		}
	}))
	defer backend.Close()
	target, err := url.Parse(backend.URL)
	if err != nil {
		b.Fatal(err)
	}
	reverse := httputil.NewSingleHostReverseProxy(target)
	reverse.Transport = &http.Transport{MaxIdleConns: 1000, MaxIdleConnsPerHost: 256, DisableCompression: true}
	g := benchGateway(b, backend.URL)
	bare := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			b.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		if _, err := io.WriteString(w, `{"id":"1","name":"Rex","kind":"dog"}`); err != nil {
			b.Error(err)
		}
	})
	pet := `{"name":"Rex","kind":"dog","age":3}`
	for _, c := range []struct {
		name, method, path, body string
		handler                  http.Handler
	}{
		{"get-bare", "GET", "/", "", bare},
		{"get-mock-static", "GET", "/static/7", "", g},
		{"get-mock-dynamic", "GET", "/dynamic/7", "", g},
		{"post-bare", "POST", "/pets", pet, bare},
		{"post-validated", "POST", "/pets", pet, g},
		{"post-invalid", "POST", "/pets", `{"name":"Rex","kind":"fish"}`, g},
		{"proxy-ReverseProxy", "GET", "/proxy/x", "", reverse},
		{"proxy-gateway", "GET", "/proxy/x", "", g},
	} {
		b.Run(c.name, func(b *testing.B) { benchServed(b, c.handler, c.method, c.path, c.body) })
	}
}

func benchServed(b *testing.B, h http.Handler, method, path, body string) {
	server := httptest.NewServer(h)
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, MaxIdleConns: 64}}
	b.SetParallelism(16)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			r, err := http.NewRequest(method, server.URL+path, strings.NewReader(body))
			if err != nil {
				b.Error(err)
				return
			}
			response, err := client.Do(r)
			if err != nil {
				b.Error(err)
				return
			}
			if _, err := io.Copy(io.Discard, response.Body); err != nil {
				b.Error(err)
			}
			if err := response.Body.Close(); err != nil {
				b.Error(err)
			}
		}
	})
}

// BenchmarkNew1000 loads a definition of a thousand operations.
func BenchmarkNew1000(b *testing.B) {
	var text bytes.Buffer
	head, _, _ := strings.Cut(benchDefinition, "paths:")
	text.WriteString(head + "paths:\n")
	for i := range 1000 {
		fmt.Fprintf(&text, `  /pets%d/{petId}:
    post:
      x-amazon-apigateway-request-validator: all
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses: *responses
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses:
          "4\\d{2}": {statusCode: "200"}
          default:
            statusCode: "200"
            responseTemplates: {application/json: '{"id":"$input.params("petId")","name":$input.json("$.name")}'}
`, i)
	}
	api, problems := readDefinition(text.String())
	if problems.HasErrors() {
		b.Fatal(problems)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, problems := gateway.New(api, gateway.Options{}); problems.HasErrors() {
			b.Fatal(problems)
		}
	}
}

// BenchmarkObserved is [BenchmarkMockDynamic] with an observer.
func BenchmarkObserved(b *testing.B) {
	api, problems := readDefinition(strings.ReplaceAll(benchDefinition, "BACKEND", "http://127.0.0.1"))
	if problems.HasErrors() {
		b.Fatal(problems)
	}
	g, problems := gateway.New(api, gateway.Options{Observe: func(*gateway.Recording) {}})
	if problems.HasErrors() {
		b.Fatal(problems)
	}
	benchHandler(b, g, "GET", "/dynamic/7", "", 200)
}
