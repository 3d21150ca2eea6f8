package gateway_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

const echoDefinition = `
openapi: 3.0.1
info: {title: echo, version: "1"}
x-amazon-apigateway-minimum-compression-size: 20
paths:
  /echo/{name}:
    x-amazon-apigateway-any-method:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: AWS
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:echo/invocations
        responses: {default: {statusCode: "200"}}
  /static:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode":200}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: '{"name":"a name of some length"}'}}}
  /name/{name}:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode":200}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: '$input.params("name") $context.requestId'}}}
`

// lambdaFunc is a gateway.Lambda.
type lambdaFunc func(context.Context, gateway.LambdaCall) (gateway.LambdaResult, error)

func (f lambdaFunc) Invoke(ctx context.Context, call gateway.LambdaCall) (gateway.LambdaResult, error) {
	return f(ctx, call)
}

func echo(_ context.Context, call gateway.LambdaCall) (gateway.LambdaResult, error) {
	return gateway.LambdaResult{Payload: bytes.Clone(call.Payload)}, nil
}

func readDefinition(text string) (*spec.API, diag.List) {
	root, problems := tree.Read("definition.yaml", []byte(text))
	if problems.HasErrors() {
		return nil, problems
	}
	return spec.Read(&spec.Document{Root: root})
}

func serve(t *testing.T, definition string, o gateway.Options) *httptest.Server {
	t.Helper()
	api, problems := readDefinition(definition)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	g, problems := gateway.New(api, o)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	s := httptest.NewServer(g)
	t.Cleanup(s.Close)
	return s
}

type result struct {
	status int
	header http.Header
	body   string
}

func do(t *testing.T, method, url string, body io.Reader, headers ...string) result {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true, ExpectContinueTimeout: time.Minute}}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return result{response.StatusCode, response.Header, string(text)}
}

func TestResponsesAreCompressed(t *testing.T) {
	s := serve(t, echoDefinition, gateway.Options{Lambda: lambdaFunc(echo)})
	const want = `{"name":"a name of some length"}`
	for _, c := range []struct{ accept, encoding string }{
		{"gzip", "gzip"},
		{"deflate, gzip", "deflate"},
		{"br, GZIP;q=0.5", "gzip"},
		{"gzip;q=0", ""},
		{"identity, gzip", ""},
		{"br", ""},
		{"", ""},
		{"*", "gzip"},
		{"*;q=0", ""},
		{"gzip;q=0, *", ""},
		{"deflate;q=0.5, *;q=0.7", "gzip"},
		{"deflate;q=0.5,gzip;q=1.0", "gzip"},
		{"gzip;q=0.2, deflate;q=0.9", "deflate"},
		{"gzip;q=1.0, identity;q=0.5, *;q=0", "gzip"},
		{"gzip;q=0.5, identity", ""},
		{"gzip;q=2", ""},
		{"gzip;q=x", ""},
		{" gzip ; q=0.3 ", "gzip"},
	} {
		got := do(t, "GET", s.URL+"/static", nil, "Accept-Encoding", c.accept)
		if got.header.Get("Content-Encoding") != c.encoding {
			t.Errorf("%s: Content-Encoding %q, want %q", c.accept, got.header.Get("Content-Encoding"), c.encoding)
		}
		if body := inflate(t, c.encoding, got.body); body != want {
			t.Errorf("%s: body %q", c.accept, body)
		}
	}
	small := do(t, "GET", s.URL+"/echo/x", strings.NewReader("small"), "Accept-Encoding", "gzip")
	if small.header.Get("Content-Encoding") != "" || small.body != "small" {
		t.Errorf("a body below the threshold: %+v", small)
	}
}

func inflate(t *testing.T, encoding, body string) string {
	t.Helper()
	var reader io.Reader = strings.NewReader(body)
	var err error
	switch encoding {
	case "gzip":
		reader, err = gzip.NewReader(reader)
	case "deflate":
		reader, err = zlib.NewReader(reader)
	}
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestRequestsAreInflated(t *testing.T) {
	s := serve(t, echoDefinition, gateway.Options{Lambda: lambdaFunc(echo)})
	var zipped, deflated, bomb bytes.Buffer
	for w, text := range map[io.WriteCloser]string{
		gzip.NewWriter(&zipped): "hello", zlib.NewWriter(&deflated): "hello", gzip.NewWriter(&bomb): strings.Repeat("0", 11<<20),
	} {
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		encoding, body string
		status         int
		want           string
	}{
		{"gzip", zipped.String(), 200, "hello"},
		{"deflate", deflated.String(), 200, "hello"},
		{"gzip", "no gzip", 415, `{"message":"Unsupported Media Type"}`},
		{"br", "x", 415, `{"message":"Unsupported Media Type"}`},
		{"gzip", bomb.String(), 413, `{"message":"Request Too Long"}`},
	} {
		got := do(t, "POST", s.URL+"/echo/x", strings.NewReader(c.body), "Content-Encoding", c.encoding)
		if got.status != c.status || got.body != c.want {
			t.Errorf("%s: %d %q, want %d %q", c.encoding, got.status, got.body, c.status, c.want)
		}
	}
}

func TestLimits(t *testing.T) {
	s := serve(t, echoDefinition, gateway.Options{Lambda: lambdaFunc(echo)})
	const limit = 10 << 20
	full := do(t, "POST", s.URL+"/echo/x", strings.NewReader(strings.Repeat("x", limit)))
	if full.status != 200 || len(full.body) != limit {
		t.Errorf("10 MiB: %d with %d bytes", full.status, len(full.body))
	}
	for name, body := range map[string]io.Reader{
		"announced": strings.NewReader(strings.Repeat("x", limit+1)),
		"chunked":   io.MultiReader(strings.NewReader(strings.Repeat("x", limit)), strings.NewReader("x")),
	} {
		if got := do(t, "POST", s.URL+"/echo/x", body, "Expect", "100-continue"); got.status != 413 {
			t.Errorf("%s body over 10 MiB: %d", name, got.status)
		}
	}
	if got := do(t, "GET", s.URL+"/static", nil, "X-Long", strings.Repeat("x", 10241)); got.status != 431 {
		t.Errorf("headers over 10240 bytes: %d", got.status)
	}
	if got := do(t, "GET", s.URL+"/static?"+strings.Repeat("x", 10240), nil); got.status != 414 {
		t.Errorf("URL over 10240 bytes: %d", got.status)
	}
}

// TestBugBecomes500 lets what is behind the gateway panic.
func TestBugBecomes500(t *testing.T) {
	var log bytes.Buffer
	s := serve(t, echoDefinition, gateway.Options{
		Logger: slog.New(slog.NewTextHandler(&log, nil)),
		Lambda: lambdaFunc(func(context.Context, gateway.LambdaCall) (gateway.LambdaResult, error) { panic("out of pets") }),
	})
	got := do(t, "POST", s.URL+"/echo/x", strings.NewReader("{}"))
	if got.status != 500 || got.body != `{"message": "Internal server error"}` {
		t.Errorf("got %d %q", got.status, got.body)
	}
	if !strings.Contains(log.String(), "out of pets") {
		t.Errorf("the log does not tell: %s", log.String())
	}
	if got := do(t, "GET", s.URL+"/static", nil); got.status != 200 {
		t.Errorf("the next request: %d", got.status)
	}
}

func TestClientLeaves(t *testing.T) {
	started, ended := make(chan struct{}), make(chan error, 1)
	s := serve(t, echoDefinition, gateway.Options{
		Lambda: lambdaFunc(func(ctx context.Context, _ gateway.LambdaCall) (gateway.LambdaResult, error) {
			close(started)
			<-ctx.Done()
			ended <- ctx.Err()
			return gateway.LambdaResult{}, ctx.Err()
		}),
	})
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/echo/x", nil)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		<-started
		cancel()
	}()
	if response, err := http.DefaultClient.Do(r); err == nil {
		t.Errorf("an answer came: %s", response.Status)
		if err := response.Body.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the function's context ended with %v", err)
	}
}

// TestExchangesDoNotMix sends many requests at once: nothing of one may show in
// another, though their memory is reused.
func TestExchangesDoNotMix(t *testing.T) {
	s := serve(t, echoDefinition, gateway.Options{Lambda: lambdaFunc(echo)})
	seen := sync.Map{}
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for n := range 50 {
				name := fmt.Sprintf("w%d-%d", worker, n)
				if got := do(t, "POST", s.URL+"/echo/x", strings.NewReader(name)); got.body != name {
					t.Errorf("sent %q, got %q", name, got.body)
				}
				got := do(t, "GET", s.URL+"/name/"+name, nil)
				answered, id, _ := strings.Cut(got.body, " ")
				if _, twice := seen.LoadOrStore(id, true); twice || answered != name || id != got.header.Get("X-Amzn-Requestid") {
					t.Errorf("asked %q, got %q with id %q", name, got.body, got.header.Get("X-Amzn-Requestid"))
				}
			}
		})
	}
	group.Wait()
}

func TestExecutionLog(t *testing.T) {
	var mu sync.Mutex
	var got []string
	s := serve(t, echoDefinition, gateway.Options{
		Lambda: lambdaFunc(echo),
		APIID:  "apiapiapia",
		Now:    func() time.Time { return time.Unix(0, 0) },
		ExecutionLog: func(id, line string) {
			mu.Lock()
			defer mu.Unlock()
			if id != "my-own-id" {
				t.Errorf("the line %q has the id %q", line, id)
			}
			name, _, ok := strings.Cut(line, ":")
			if ok && strings.HasSuffix(name, "headers") && name != "Endpoint request headers" || strings.HasPrefix(line, "Extended") {
				line = name
			}
			line = regexp.MustCompile(`Root=1-00000000-[0-9a-f]{24}(;Parent=[0-9a-f]{16};Sampled=0)?`).ReplaceAllString(line, "TRACE")
			got = append(got, line)
		},
	})
	do(t, "POST", s.URL+"/echo/a%20b?q=1&q=2", strings.NewReader("{}"), "x-amzn-RequestId", "my-own-id")
	const url = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:echo/invocations"
	want := []string{
		"Extended Request Id",
		"Verifying Usage Plan for request: my-own-id. API Key:  API Stage: apiapiapia/prod",
		"API Key  authorized because method 'ANY /echo/{name}' does not require API Key. Request will not contribute to throttle or quota limits",
		"Usage Plan check succeeded for API Key  and API Stage apiapiapia/prod",
		"Starting execution for request: my-own-id",
		"HTTP Method: POST, Resource Path: /echo/a%20b",
		"Method request path: {name=a%20b}",
		"Method request query string: {q=2}",
		"Method request headers",
		"Method request body before transformations: {}",
		"Endpoint request URI: " + url,
		"Endpoint request headers: {Accept=application/json, Authorization=" + strings.Repeat("*", 64) +
			", Host=lambda.us-east-1.amazonaws.com, User-Agent=AmazonAPIGateway_apiapiapia, X-Amz-Date=19700101T000000Z" +
			", X-Amz-Source-Arn=arn:aws:execute-api:us-east-1:123456789012:apiapiapia/prod/ANY/echo/{name}" +
			", X-Amzn-Trace-Id=TRACE, x-amzn-apigateway-api-id=apiapiapia" +
			", x-amzn-lambda-integration-tag=my-own-id}",
		"Endpoint request body after transformations: {}",
		"Sending request to " + url,
		"Received response. Status: 200, Integration latency: 0 ms",
		"Endpoint response headers",
		"Endpoint response body before transformations: {}",
		"Method response body after transformations: {}",
		"Method response headers",
		"Successfully completed execution",
		"Method completed with status: 200",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestLargeEvent lets a function refuse an event by its size.
func TestLargeEvent(t *testing.T) {
	s := serve(t, echoDefinition, gateway.Options{
		Lambda: lambdaFunc(func(_ context.Context, call gateway.LambdaCall) (gateway.LambdaResult, error) {
			return gateway.LambdaResult{}, &gateway.FunctionPayloadError{FunctionARN: call.FunctionARN, Size: 7 << 20, Limit: 6 << 20}
		}),
	})
	got := do(t, "POST", s.URL+"/echo/x", strings.NewReader("{}"))
	if got.status != 413 || got.body != `{"message": "Request Too Long"}` {
		t.Errorf("got %d %q", got.status, got.body)
	}
}

func TestProxiedEncodings(t *testing.T) {
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	if _, err := io.WriteString(w, "hello"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		body := zipped.Bytes()
		if r.URL.Path == "/lie" {
			body = []byte("plain")
		}
		if _, err := w.Write(body); err != nil {
			t.Error(err)
		}
	}))
	defer backend.Close()
	s := serve(t, `
openapi: 3.0.1
info: {title: encodings, version: "1"}
x-amazon-apigateway-binary-media-types: ["*/*"]
paths:
  /truth: {get: {x-amazon-apigateway-integration: {type: HTTP_PROXY, httpMethod: GET, uri: "`+backend.URL+`/truth"}}}
  /lie: {get: {x-amazon-apigateway-integration: {type: HTTP_PROXY, httpMethod: GET, uri: "`+backend.URL+`/lie"}}}
`, gateway.Options{})
	if got := do(t, "GET", s.URL+"/truth", nil); got.header.Get("Content-Encoding") != "gzip" || inflate(t, "gzip", got.body) != "hello" {
		t.Errorf("a gzip body: %+v", got)
	}
	if got := do(t, "GET", s.URL+"/lie", nil); got.header.Get("Content-Encoding") != "" || got.body != "plain" {
		t.Errorf("a plain body: %+v", got)
	}
}

// TestNoGatewayWithErrors: a definition with errors leaves
// nothing that could serve.
func TestNoGatewayWithErrors(t *testing.T) {
	api, problems := readDefinition(strings.ReplaceAll(echoDefinition, "arn:aws:apigateway", "arn:aws:x"))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	g, problems := gateway.New(api, gateway.Options{})
	if g != nil || !problems.HasErrors() {
		t.Errorf("New gave %v, %v", g, problems)
	}
}

// TestNothingBehind calls integrations of which nothing stands behind the
// gateway.
func TestNothingBehind(t *testing.T) {
	var log bytes.Buffer
	s := serve(t, `
openapi: 3.0.1
info: {title: nothing, version: "1"}
paths:
  /lambda: {get: {x-amazon-apigateway-integration: {type: AWS_PROXY, httpMethod: POST, uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations"}}}
  /service: {get: {x-amazon-apigateway-integration: {type: AWS, httpMethod: POST, uri: "arn:aws:apigateway:us-east-1:sqs:path/q"}}}
  /name: {get: {x-amazon-apigateway-integration: {type: HTTP_PROXY, httpMethod: GET, uri: "http://no-such-host.invalid/"}}}
  /address: {get: {x-amazon-apigateway-integration: {type: HTTP_PROXY, httpMethod: GET, uri: "http://127.0.0.1:1/"}}}
`, gateway.Options{
		Logger: slog.New(slog.NewTextHandler(&log, nil)),
		HTTP: roundTrip(func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Host, ".invalid") {
				return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Name: r.URL.Host, Err: "no such host", IsNotFound: true}}
			}
			return nil, errors.New("connection refused")
		}),
	})
	for path, want := range map[string]result{
		"/lambda":  {status: 500, body: `{"message": "Internal server error"}`},
		"/service": {status: 504, body: `{"message": "Network error communicating with endpoint"}`},
		"/name":    {status: 500, body: `{"message": "Internal server error"}`},
		"/address": {status: 500, body: `{"message": "Internal server error"}`}, // ports below 1024 but 80 and 443
	} {
		if got := do(t, "GET", s.URL+path, nil); got.status != want.status || got.body != want.body {
			t.Errorf("%s: %d %q, want %d %q", path, got.status, got.body, want.status, want.body)
		}
	}
	if !strings.Contains(log.String(), "no AWS services are behind this gateway") {
		t.Errorf("the log does not tell why: %s", log.String())
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestInsecureBackend(t *testing.T) {
	backend := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
	}))
	backend.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	defer backend.Close()
	s := serve(t, `
openapi: 3.0.1
info: {title: tls, version: "1"}
paths:
  /strict: {get: {x-amazon-apigateway-integration: {type: HTTP_PROXY, httpMethod: GET, uri: "`+backend.URL+`"}}}
  /insecure: {get: {x-amazon-apigateway-integration: {type: HTTP_PROXY, httpMethod: GET, uri: "`+backend.URL+`", tlsConfig: {insecureSkipVerification: true}}}}
`, gateway.Options{})
	for path, want := range map[string]int{"/strict": 504, "/insecure": 418} {
		if got := do(t, "GET", s.URL+path, nil); got.status != want {
			t.Errorf("%s: %d, want %d", path, got.status, want)
		}
	}
}
