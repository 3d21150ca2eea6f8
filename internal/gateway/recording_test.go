package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/spec/stage"
)

const observedDefinition = `
openapi: 3.0.1
info: {title: observed, version: "1"}
x-amazon-apigateway-request-validators: {all: {validateRequestBody: true, validateRequestParameters: true}}
components:
  securitySchemes:
    gate:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: {type: token, authorizerUri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:gate/invocations"}
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        kind:
          type: string
          enum: [cat, dog]
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      parameters:
      - {name: petId, in: path, required: true, schema: {type: string}}
      - {name: limit, in: query, required: true, schema: {type: integer}}
      x-amazon-apigateway-request-validator: all
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses:
          "4\\d\\d": {statusCode: "400"}
          default: {statusCode: "200", responseTemplates: {application/json: '{"id": "$input.params("petId")"}'}}
  /pets:
    post:
      operationId: addPet
      x-amazon-apigateway-request-validator: all
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      security: [{gate: []}]
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration: &function
        type: AWS
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:add/invocations
        requestParameters: {integration.request.header.X-Amz-Invocation-Type: "'RequestResponse'"}
        requestTemplates:
          application/json: |
            {"name": $input.json('$.name'), "token": "$input.params('Authorization')"}
        responses: {default: {statusCode: "200"}}
  /broken:
    get:
      operationId: broken
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses:
          default:
            statusCode: "200"
            responseTemplates:
              application/json: |
                {
                  "total": $util.parseJson("").amount
                }
  /keyed:
    get:
      operationId: keyed
      security: [{api_key: []}]
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration: *function
  /cached:
    get:
      operationId: cached
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: '{"request": "$context.requestId"}'}}}
  /crash:
    get:
      operationId: crash
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: AWS_PROXY
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:crash/invocations
`

// observed serves the definition, with what was recorded of each request and the lines of
// its execution log.
type observed struct {
	*httptest.Server
	mu    sync.Mutex
	all   []*gateway.Recording
	lines []string
	seen  chan struct{}
}

func observe(t *testing.T) *observed {
	t.Helper()
	o := &observed{seen: make(chan struct{}, 100)}
	definition := strings.Replace(observedDefinition, "  securitySchemes:\n", "  securitySchemes:\n    api_key: {type: apiKey, name: x-api-key, in: header}\n", 1)
	options := gateway.Options{
		Lambda: lambdaFunc(observedFunctions),
		Observe: func(r *gateway.Recording) {
			o.mu.Lock()
			o.all = append(o.all, r)
			o.mu.Unlock()
			o.seen <- struct{}{}
		},
		ExecutionLog: func(_, line string) {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.lines = append(o.lines, line)
		},
		Settings: stage.Settings{
			APIKeys:    []stage.APIKey{{ID: "alice", Value: "alice-0123456789abcdef"}},
			UsagePlans: []stage.UsagePlan{{Name: "small", Keys: []string{"alice"}, Throttle: &stage.Throttle{Rate: 0.001, Burst: 1}}},
			CacheSize:  1 << 20,
			Methods:    map[string]stage.MethodSettings{"GET /cached": {Caching: new(true)}},
		},
	}
	o.Server = serve(t, definition, options)
	return o
}

func observedFunctions(_ context.Context, call gateway.LambdaCall) (gateway.LambdaResult, error) {
	switch {
	case strings.HasSuffix(call.FunctionARN, ":gate"):
		effect := "Deny"
		if strings.Contains(string(call.Payload), "allow-this-caller") {
			effect = "Allow"
		}
		return gateway.LambdaResult{Payload: []byte(`{"principalId":"ada","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"` + effect + `","Action":"execute-api:Invoke","Resource":"*"}]}}`), RequestID: "gate-1"}, nil
	case strings.HasSuffix(call.FunctionARN, ":crash"):
		return gateway.LambdaResult{Payload: []byte(`{"errorMessage":"it broke"}`), FunctionError: "Unhandled", RequestID: "crash-1", Start: 90 * time.Millisecond}, nil
	}
	return gateway.LambdaResult{Payload: []byte(`{"sent":` + string(call.Payload) + `}`), RequestID: "add-1"}, nil
}

// trace sends a request and returns its trace, and the lines of the execution log.
func (o *observed) trace(t *testing.T, method, path, body string, header map[string]string) (*gateway.Trace, []string) {
	t.Helper()
	o.mu.Lock()
	o.lines = nil
	o.mu.Unlock()
	r, err := http.NewRequest(method, o.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil {
		t.Fatal(err)
	}
	<-o.seen
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.all[len(o.all)-1].Trace(), o.lines
}

var bearer = map[string]string{"Authorization": "Bearer allow-this-caller-7", "Content-Type": "application/json"}

func TestTraces(t *testing.T) {
	o := observe(t)
	for _, tt := range []struct {
		name, method, path, body string
		header                   map[string]string
		status                   int
		stopped, by, reason      string
		states                   string // of the ten steps, their first letters
	}{
		{name: "mock", method: "GET", path: "/pets/7?limit=1", status: 200, by: "mock", states: "pooopopppp"},
		{name: "missing parameter", method: "GET", path: "/pets/7", status: 400, stopped: "validation", by: "validation", reason: "Missing: limit", states: "pooofssssp"},
		{name: "unmatched", method: "GET", path: "/nothing", status: 403, stopped: "match", by: "match", reason: "No operation for GET /nothing", states: "fssssssssp"},
		{name: "no token", method: "POST", path: "/pets", body: "{}", status: 401, stopped: "authorizer", by: "authorizer", reason: "No identity was sent", states: "pfssssssssp"[:1] + "fssssssssp"[:8] + "p"},
		{name: "denied", method: "POST", path: "/pets", body: "{}", header: map[string]string{"Authorization": "another-caller"}, status: 403, stopped: "authorizer", by: "authorizer", reason: "The policy for ada does not allow it", states: "pfsssssssp"},
		{name: "body", method: "POST", path: "/pets", body: "{\"name\": \"Rex\",\n \"kind\": \"fish\"}", header: bearer, status: 400, stopped: "validation", by: "validation", reason: `Body: instance value ("fish") not found in enum (possible values: ["cat","dog"])`, states: "ppoofssssp"},
		{name: "function", method: "POST", path: "/pets", body: `{"name": "Rex"}`, header: bearer, status: 200, by: "lambda add", states: "ppoopopppp"},
		{name: "template", method: "GET", path: "/broken", status: 500, stopped: "integrationResponse", by: "integrationResponse", reason: "Line 2: $util.parseJson: invalid JSON at offset 0: expected a value", states: "pooooopp" + "fp"},
		{name: "no key", method: "GET", path: "/keyed", status: 403, stopped: "key", by: "key", reason: "No API Key was given", states: "pofsssssss"[:9] + "p"},
		{name: "key", method: "GET", path: "/keyed", header: map[string]string{"x-api-key": "alice-0123456789abcdef"}, status: 200, by: "lambda add", states: "poppoopppp"},
		{name: "throttled", method: "GET", path: "/keyed", header: map[string]string{"x-api-key": "alice-0123456789abcdef"}, status: 429, stopped: "throttle", by: "throttle", reason: "A bucket for key alice was empty", states: "popfsssssp"},
		{name: "kept", method: "GET", path: "/cached", status: 200, by: "mock", states: "pooooppppp"},
		{name: "cache", method: "GET", path: "/cached", status: 200, by: "cache", states: "pooooasssp"},
		{name: "crash", method: "GET", path: "/crash", status: 502, stopped: "integration", by: "lambda crash", states: "pooooo" + "ofsp"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			trace, lines := o.trace(t, tt.method, tt.path, tt.body, tt.header)
			states := ""
			for _, s := range trace.Steps {
				states += s.State[:1]
			}
			if trace.Status != tt.status || trace.Stopped != tt.stopped || trace.By != tt.by || states != tt.states {
				t.Errorf("status %d, stopped %q, by %q, states %s; want %d, %q, %q, %s", trace.Status, trace.Stopped, trace.By, states, tt.status, tt.stopped, tt.by, tt.states)
			}
			if tt.reason != "" && trace.Reason != tt.reason {
				t.Errorf("reason %q, want %q", trace.Reason, tt.reason)
			}
			if trace.Outcome == "" {
				t.Error("no outcome")
			}
			var derived []string
			for _, l := range trace.Log {
				derived = append(derived, l.Line)
			}
			if diff := cmp.Diff(normalized(lines), normalized(derived)); diff != "" && tt.header["Authorization"] == "" {
				t.Errorf("the derived log differs from the one that was written (-written, +derived):\n%s", diff)
			}
		})
	}
}

// normalized returns lines without what differs from one clock to another.
func normalized(lines []string) []string {
	latency := regexp.MustCompile(`latency: \d+ ms`)
	masked := regexp.MustCompile(`\*+\w*`)
	trace := regexp.MustCompile(`Root=[^,}]+`)
	all := []string{}
	for _, line := range lines {
		all = append(all, masked.ReplaceAllString(latency.ReplaceAllString(trace.ReplaceAllString(line, "trace"), "latency"), "*"))
	}
	return all
}

func TestTracePlaces(t *testing.T) {
	o := observe(t)
	trace, _ := o.trace(t, "POST", "/pets", "{\"name\": \"Rex\",\n \"kind\": \"fish\"}", bearer)
	v := trace.Steps[gateway.StepValidate].Validation
	if len(v.Problems) != 1 {
		t.Fatalf("%d problems", len(v.Problems))
	}
	p := v.Problems[0]
	if p.Pointer != "/kind" || p.Line != 2 || p.Column != 10 || !strings.HasSuffix(p.At, "definition.yaml:22:11") {
		t.Errorf("the problem is at %s, %d:%d, %s", p.Pointer, p.Line, p.Column, p.At)
	}

	trace, _ = o.trace(t, "GET", "/broken", "", nil)
	template := trace.Steps[gateway.StepIntegrationResponse].IntegrationResponse.Template
	if len(template.Errors) != 1 || template.Errors[0].Line != 2 || !strings.HasPrefix(template.Errors[0].At, "definition.yaml:67:") {
		t.Errorf("the template's errors: %+v", template.Errors)
	}

	trace, _ = o.trace(t, "POST", "/pets", `{"name": "Rex"}`, bearer)
	a := trace.Steps[gateway.StepAuthorize].Authorizer
	if a.Decision != "allow" || a.Statement != "Statement[0]" || a.Policy != "authorizer" || a.Principal != "ada" || !strings.HasSuffix(a.Resource, "/POST/pets") {
		t.Errorf("the authorizer: %+v", a)
	}

	_, _ = o.trace(t, "GET", "/cached", "", nil)
	maker := o.all[len(o.all)-1].ID()
	trace, _ = o.trace(t, "GET", "/cached", "", nil)
	if c := trace.Steps[gateway.StepCache].Cache; !c.Hit || c.MadeBy != maker {
		t.Errorf("the cache: %+v, want an entry of %s", c, maker)
	}
	trace, _ = o.trace(t, "GET", "/crash", "", nil)
	if c := trace.Steps[gateway.StepIntegration].Integration; c.Start != 90_000 || c.RequestID != "crash-1" {
		t.Errorf("the call: %+v", c)
	}
}

// TestSecretsAreMasked sends secrets in every way and looks for them in what is kept.
func TestSecretsAreMasked(t *testing.T) {
	o := observe(t)
	secret := "s3cr3t-allow-this-caller"
	for _, header := range []map[string]string{
		{"Authorization": "Bearer " + secret},
		{"Authorization": secret, "Content-Type": "application/json"},
		{"Authorization": "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=" + secret},
		{"X-Api-Key": secret},
		{"Cookie": "session=" + secret},
		{"X-Amz-Security-Token": secret, "X-Other": secret},
	} {
		for _, path := range []string{"/pets", "/pets/" + secret, "/keyed?token=" + secret, "/nothing?X-Amz-Signature=" + secret} {
			for _, method := range []string{"GET", "POST"} {
				trace, _ := o.trace(t, method, path, `{"name": "`+secret+`"}`, header)
				text, err := json.Marshal(trace)
				if err != nil {
					t.Fatal(err)
				}
				if strings.Contains(string(text), secret) {
					t.Errorf("%s %s with %v keeps the secret: %.300s", method, path, header, text[max(0, bytes.Index(text, []byte(secret))-150):])
				}
			}
		}
	}
}

// TestNobodyObserves counts what requests allocate without an observer.
func TestNobodyObserves(t *testing.T) {
	api, problems := readDefinition(strings.ReplaceAll(benchDefinition, "BACKEND", "http://127.0.0.1"))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	count := func(o gateway.Options) float64 {
		g, problems := gateway.New(api, o)
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		r := httptest.NewRequest("GET", "/static/7", nil)
		w := &discard{header: http.Header{}}
		return testing.AllocsPerRun(100, func() { clear(w.header); g.ServeHTTP(w, r) })
	}
	without, with := count(gateway.Options{}), count(gateway.Options{Observe: func(*gateway.Recording) {}})
	if more := with - without; more < 1 || more > 8 {
		t.Errorf("an observer adds %v allocations to %v, want 1 to 8", more, without)
	}
}

// TestStreamIsRecorded holds that of a stream the beginning is kept, masked as other bodies,
// and its size.
func TestStreamIsRecorded(t *testing.T) {
	const size = 300 << 10
	var recording *gateway.Recording
	g := streamingGateway(t, gateway.Options{
		Observe: func(r *gateway.Recording) { recording = r },
		Lambda: streaming(func(_ context.Context, w io.Writer) (gateway.LambdaResult, error) {
			_, err := io.WriteString(w, "{}"+delimiter+"hello secret-of-ada "+strings.Repeat("x", size))
			return gateway.LambdaResult{}, err
		}),
	})
	r := httptest.NewRequest(http.MethodGet, "/function", nil)
	r.Header.Set("Authorization", "Bearer secret-of-ada")
	g.ServeHTTP(httptest.NewRecorder(), r)
	trace := recording.Trace()
	for name, body := range map[string]*gateway.BodyTrace{
		"response": trace.Response.Body, "integration": trace.Steps[gateway.StepIntegration].Integration.Response.Body,
	} {
		if body == nil || !strings.HasPrefix(body.Text, "hello ") || strings.Contains(body.Text, "secret-of-ada") || len(body.Text) > 129<<10 || !body.Cut || body.Size < size {
			t.Errorf("%s: %.80v", name, body)
		}
	}
	if step := trace.Steps[gateway.StepResponse].Response; !step.Streamed || step.Size < size {
		t.Errorf("%+v", step)
	}
}
