package gatewaytest_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"github.com/gatewright/gatewright/gatewaytest"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/spec/stage"
)

const files = `
openapi: 3.0.3
info: { title: Files, version: "1" }
paths:
  /function:
    put: { operationId: putFunction, requestBody: &picture { required: true, content: { image/png: { schema: { type: string, format: binary } } } }, responses: &saved { "200": { description: ok } } }
    get: &download { operationId: getFunction, responses: { "200": { description: ok, content: { image/png: { schema: { type: string, format: binary } } } }, "404": { description: none, content: { application/json: { schema: { type: object } } } } } }
  /s3/{key}:
    put: { operationId: putObject, requestBody: *picture, responses: *saved }
    get: { <<: *download, operationId: getObject }
  /http:
    put: { operationId: putHTTP, requestBody: *picture, responses: *saved }
    get: { <<: *download, operationId: getHTTP }
  /proxy:
    put: { operationId: putProxy, requestBody: *picture, responses: *saved }
    get: { <<: *download, operationId: getProxy }
  /mock: { get: { <<: *download, operationId: getMock } }
  /form:
    post:
      operationId: addForm
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded: { schema: { type: object, required: [user], properties: { user: { type: string } } } }
          text/plain: { schema: { type: string, maxLength: 1 } }
          application/xml: { schema: { type: object, required: [user] } }
          multipart/form-data: { schema: { type: object, required: [file], properties: { file: { type: string, format: binary } } } }
          application/json: { schema: { type: object, required: [user] } }
      responses: *saved
`

// fileStore is a backend that keeps one file, and answers 404 to those who ask for none.
type fileStore struct{ data []byte }

func (s *fileStore) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method == http.MethodPut:
		s.data, _ = io.ReadAll(r.Body)
	case s.data == nil:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `{"found": false}`)
	default:
		w.Header().Set("Content-Type", "image/png")
		_, _ = w.Write(s.data)
	}
}

// function is the same as a Lambda function.
func (s *fileStore) function(_ context.Context, r events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	response := events.APIGatewayProxyResponse{StatusCode: http.StatusOK}
	if r.HTTPMethod == http.MethodPut {
		data, err := base64.StdEncoding.DecodeString(r.Body)
		s.data = data
		return response, err
	}
	response.Headers = map[string]string{"Content-Type": "image/png"}
	response.Body, response.IsBase64Encoded = base64.StdEncoding.EncodeToString(s.data), true
	return response, nil
}

// echo returns the event's body and whether it is in base64.
func echo(_ context.Context, r events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	text, err := json.Marshal(map[string]any{"body": r.Body, "base64": r.IsBase64Encoded})
	return events.APIGatewayProxyResponse{StatusCode: http.StatusOK, Body: string(text)}, err
}

func newFiles(t *testing.T, stores map[string]*fileStore, options ...gatewaytest.Option) *gatewaytest.API {
	t.Helper()
	for _, name := range []string{"function", "http", "proxy"} {
		stores[name] = &fileStore{}
	}
	store := gatewaytest.Handler(stores["function"].function)
	object := integration.S3("files", integration.S3Path("{key}"))
	return gatewaytest.New(t, gatewaytest.Text(files), append([]gatewaytest.Option{gatewaytest.Integrations(map[string]integration.Integration{
		"putFunction": store, "getFunction": store, "addForm": gatewaytest.Handler(echo),
		"putObject": object, "getObject": object,
		"putHTTP": integration.HTTP("http://http.internal/"), "getHTTP": integration.HTTP("http://http.internal/"),
		"putProxy": integration.HTTPProxy("http://proxy.internal/"), "getProxy": integration.HTTPProxy("http://proxy.internal/"),
		"getMock": integration.Mock(),
	}), gatewaytest.Host("http.internal", stores["http"]), gatewaytest.Host("proxy.internal", stores["proxy"]),
		gatewaytest.Bucket("files", t.TempDir())}, options...)...)
}

// randomBytes are not valid UTF-8, with all that text handling would change.
func randomBytes(t *testing.T) []byte {
	t.Helper()
	special := "\x00\xff\xfe\r\n\xc3\x28\xed\xa0\x80"
	data := make([]byte, 1<<16)
	if _, err := rand.Read(data[copy(data, special):]); err != nil {
		t.Fatal(err)
	}
	return data
}

func send(t *testing.T, api *gatewaytest.API, method, path, contentType, accept string, body []byte) answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "http://api.test"+path, bytes.NewReader(body))
	for name, value := range map[string]string{"Content-Type": contentType, "Accept": accept} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	return read(t, api.Do(r), nil)
}

// severalOrigins are such that a response depends on the origin of its request.
var severalOrigins = gatewaytest.CORS(integration.CORS{AllowOrigins: []string{"https://a.example", "https://b.example"}})

// TestBytesAreKept sends random bytes through every integration and gets them back.
func TestBytesAreKept(t *testing.T) {
	for name, options := range map[string][]gatewaytest.Option{
		"without CORS":    nil,
		"one origin":      {gatewaytest.CORS(integration.CORS{AllowOrigins: []string{"https://a.example"}})},
		"several origins": {severalOrigins},
	} {
		t.Run(name, func(t *testing.T) { keepsBytes(t, options...) })
	}
}

// TestBackendAllowsOrigin gets bytes from a backend that allows one of several origins, and
// from a bucket, with the header as clients over HTTP/1.1 and over HTTP/2 write it.
func TestBackendAllowsOrigin(t *testing.T) {
	backend := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if origin := r.Header.Get("Origin"); origin == "https://b.example" {
			w.Header().Set("Access-Control-Allow-Origin", origin)
		}
		w.Header().Set("Content-Type", "image/png")
		_, _ = io.WriteString(w, "\x89PNG")
	})
	api := newFiles(t, map[string]*fileStore{}, severalOrigins, gatewaytest.Host("http.internal", backend))
	send(t, api, http.MethodPut, "/s3/a", "image/png", "", []byte("\x89PNG"))
	for _, c := range []struct{ path, header, origin, want string }{
		{"/http", "Origin", "https://a.example", ""},
		{"/http", "Origin", "https://b.example", "https://b.example"},
		{"/http", "origin", "https://b.example", "https://b.example"},
		{"/http", "Origin", "", ""},
		{"/s3/a", "Origin", "https://a.example", "https://a.example"},
		{"/s3/a", "origin", "https://b.example", "https://b.example"},
		{"/s3/a", "Origin", "https://c.example", ""},
		{"/s3/a", "Origin", "", ""},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, api.URL()+c.path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header[c.header] = []string{c.origin}
		response, err := api.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if got := response.Header.Get("Access-Control-Allow-Origin"); got != c.want {
			t.Errorf("%+v: allowed is %q", c, got)
		}
		if got := read(t, response, nil); got != (answer{http.StatusOK, "\x89PNG"}) {
			t.Errorf("%+v: %d %q", c, got.Status, got.Body)
		}
	}
}

// TestOptionalBody sends no body where one is optional, and where one is required.
func TestOptionalBody(t *testing.T) {
	api := gatewaytest.New(t, gatewaytest.Text(`
openapi: 3.1.0
info: { title: Orders, version: "1" }
paths:
  /optional: { post: { operationId: optional, requestBody: { content: { application/json: { schema: &order { type: object, required: [id], properties: { id: { type: string } } } } } }, responses: { "204": { description: ok } } } }
  /list: { post: { operationId: list, requestBody: { required: false, content: { application/json: { schema: { type: [array, "null"], minItems: 1 } } } }, responses: { "204": { description: ok } } } }
  /required: { post: { operationId: required, requestBody: { required: true, content: { application/json: { schema: *order } } }, responses: { "204": { description: ok } } } }
`), gatewaytest.MockAll())
	for _, test := range []struct {
		path, body string
		status     int
	}{
		{"/optional", ``, http.StatusNoContent},
		{"/optional", `{"id": "1"}`, http.StatusNoContent},
		{"/optional", `{"id": 1}`, http.StatusBadRequest},
		{"/optional", `{"name": "1"}`, http.StatusBadRequest},
		{"/list", ``, http.StatusNoContent},
		{"/list", `null`, http.StatusNoContent},
		{"/list", `[]`, http.StatusBadRequest},
		{"/required", ``, http.StatusBadRequest},
		{"/required", `{}`, http.StatusBadRequest},
	} {
		for _, contentType := range []string{"", "application/json"} {
			if got := send(t, api, http.MethodPost, test.path, contentType, "", []byte(test.body)); got.Status != test.status {
				t.Errorf("POST %s %q with Content-Type %q: %d %s", test.path, test.body, contentType, got.Status, got.Body)
			}
		}
	}
}

func keepsBytes(t *testing.T, options ...gatewaytest.Option) {
	t.Helper()
	stores := map[string]*fileStore{}
	api := newFiles(t, stores, options...)
	for _, place := range []string{"function", "s3", "http", "proxy"} {
		path, data := "/"+place, randomBytes(t)
		if place == "s3" {
			path += "/photo"
		}
		if got := send(t, api, http.MethodPut, path, "image/png", "", data); got.Status != http.StatusOK {
			t.Fatalf("PUT %s: %d %s", path, got.Status, got.Body)
		}
		var kept []byte
		switch store := stores[place]; {
		case store != nil:
			kept = store.data
		default:
			object, err := os.ReadFile(filepath.Join(api.Bucket("files"), "photo"))
			if err != nil {
				t.Fatal(err)
			}
			kept = object
		}
		if !bytes.Equal(kept, data) {
			t.Errorf("%s: the upload changed from %d bytes to %d", place, len(data), len(kept))
		}
		for _, accept := range []string{"image/png", "image/png;q=0.9, */*", "*/*", "text/html, image/png", ""} {
			want := string(data)
			if place == "function" && !strings.HasPrefix(accept, "image/png") { // as API Gateway does
				want = base64.StdEncoding.EncodeToString(data)
			}
			if got := send(t, api, http.MethodGet, path, "", accept, nil); got != (answer{http.StatusOK, want}) {
				t.Errorf("GET %s with Accept %q: status %d, %d bytes instead of %d", path, accept, got.Status, len(got.Body), len(want))
			}
		}
	}
	if got := send(t, api, http.MethodGet, "/mock", "", "*/*", nil); got.Status != http.StatusOK || !strings.HasPrefix(got.Body, "\x89PNG") {
		t.Errorf("GET /mock: %d %q", got.Status, got.Body)
	}
}

// TestPatterns validates bodies by patterns in the syntaxes that models are written in. What
// API Gateway's validator does not know is left out of the definition.
func TestPatterns(t *testing.T) {
	api := gatewaytest.New(t, gatewaytest.Project(document(t, `
openapi: 3.0.3
info: { title: Patterns, version: "1" }
paths:
  /names:
    put:
      operationId: putName
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Name" } } } }
      responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Name" } } } } }
components:
  schemas:
    Name:
      type: object
      required: [octal, letters]
      properties:
        octal: { type: string, pattern: '^[^/:|\000-\037]+$', example: "a b" }
        letters: { type: string, pattern: '^\p{Alpha}+$', example: "é" }
`)))
	mock := answer{http.StatusOK, `{"octal":"a b","letters":"é"}`}
	for body, want := range map[string]answer{
		`{"octal": "a b", "letters": "é"}`:    mock,
		`{"octal": "a b", "letters": "1"}`:    mock,
		`{"octal": "a|b", "letters": "é"}`:    {http.StatusBadRequest, `{"message": "[ECMA 262 regex \"^[^/:|\\000-\\037]+$\" does not match input string \"a|b\"]"}`},
		`{"octal": "\u001f", "letters": "é"}`: {http.StatusBadRequest, `{"message": "[ECMA 262 regex \"^[^/:|\\000-\\037]+$\" does not match input string \"\u001F\"]"}`},
	} {
		if got := read(t, api.Do(httptest.NewRequest(http.MethodPut, "/names", strings.NewReader(body))), nil); got != want {
			t.Errorf("%s: got %+v, want %+v", body, got, want)
		}
	}
}

// TestErrorsStayText asks for a picture and gets an error in JSON.
func TestErrorsStayText(t *testing.T) {
	api := newFiles(t, map[string]*fileStore{}, severalOrigins)
	for _, path := range []string{"/http", "/proxy", "/s3/none"} {
		got := send(t, api, http.MethodGet, path, "", "image/png", nil)
		if got.Status != http.StatusNotFound || !json.Valid([]byte(got.Body)) {
			t.Errorf("GET %s: %d %s", path, got.Status, got.Body)
		}
	}
}

// TestBodiesWithoutModel sends what no JSON Schema describes.
func TestBodiesWithoutModel(t *testing.T) {
	api := newFiles(t, map[string]*fileStore{})
	var form bytes.Buffer
	writer := multipart.NewWriter(&form)
	part, err := writer.CreateFormFile("file", "photo.png")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(randomBytes(t)); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		contentType string
		body        []byte
		base64      bool
	}{
		{"application/x-www-form-urlencoded", []byte(url.Values{"user": {"Ä & co"}}.Encode()), false},
		{"text/plain; charset=utf-8", []byte("more than one"), false},
		{"application/xml", []byte("<user/>"), false},
		{writer.FormDataContentType(), form.Bytes(), true},
	}
	for _, test := range tests {
		body := string(test.body)
		if test.base64 {
			body = base64.StdEncoding.EncodeToString(test.body)
		}
		want, err := json.Marshal(map[string]any{"body": body, "base64": test.base64})
		if err != nil {
			t.Fatal(err)
		}
		if got := send(t, api, http.MethodPost, "/form", test.contentType, "", test.body); got != (answer{http.StatusOK, string(want)}) {
			t.Errorf("%s: %d %.200s", test.contentType, got.Status, got.Body)
		}
	}
	want := answer{http.StatusBadRequest, `{"message": "[object has missing required properties ([\"user\"])]"}`}
	if got := send(t, api, http.MethodPost, "/form", "application/json", "", []byte("{}")); got != want {
		t.Errorf("JSON is validated no more: %d %s", got.Status, got.Body)
	}
}

// TestCachedPetsDiffer caches an operation by its path parameter.
func TestCachedPetsDiffer(t *testing.T) {
	calls := 0
	count := http.HandlerFunc(func(_ http.ResponseWriter, _ *http.Request) { calls++ })
	all := shop()
	all["getOrder"] = integration.HTTP("http://counted.internal/{id}")
	api := newShop(t, gatewaytest.Integrations(all), gatewaytest.Host("counted.internal", count),
		gatewaytest.Settings(stage.Settings{CacheSize: stage.DefaultCacheSize, Methods: map[string]stage.MethodSettings{"GET /pets/{petId}": {Caching: new(true)}, "GET /orders/{id}": {Caching: new(true)}}}))
	for path, want := range map[string]answer{"/pets/1": {http.StatusOK, "Rex"}, "/pets/deep%2Fdown": {http.StatusOK, "Moby"}, "/pets/99": {http.StatusNotFound, ""}} {
		for range 2 {
			if got := send(t, api, http.MethodGet, path, "", "", nil); got.Status != want.Status || want.Body != "" && got.Body != want.Body {
				t.Errorf("%s: %d %s", path, got.Status, got.Body)
			}
		}
	}
	for range 3 {
		send(t, api, http.MethodGet, "/orders/1", "", "", nil)
		send(t, api, http.MethodGet, "/orders/2", "", "", nil)
	}
	if calls != 2 {
		t.Errorf("the backend was called %d times for 2 orders", calls)
	}
}
