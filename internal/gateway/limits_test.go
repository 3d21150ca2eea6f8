package gateway_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gatewright/gatewright/internal/gateway"
)

const limitsDefinition = `
openapi: 3.0.1
info: {title: limits, version: "1"}
x-amazon-apigateway-minimum-compression-size: 1000000
x-amazon-apigateway-request-validators: {all: {validateRequestBody: true, validateRequestParameters: true}}
x-amazon-apigateway-gateway-responses:
  REQUEST_TOO_LARGE: {responseTemplates: {application/json: '{"custom":true}'}}
  DEFAULT_4XX: {responseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}}
components:
  schemas:
    Anything: {type: [object, array], uniqueItems: true, maxItems: 10000000}
x-responses: &responses {"200": {description: ok}}
paths:
  /mock:
    post:
      responses: *responses
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {$default: '{"statusCode":200}'}
        responses: {default: {statusCode: "200"}}
  /mock/{rest+}:
    get: &get
      responses: *responses
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode":200}'}
        responses: {default: {statusCode: "200"}}
  /proxy:
    post:
      responses: *responses
      x-amazon-apigateway-integration: {type: HTTP_PROXY, httpMethod: POST, uri: "http://backend/"}
  /validated:
    post:
      x-amazon-apigateway-request-validator: all
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Anything"}}}}
      responses: *responses
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode":200}'}
        responses: {default: {statusCode: "200"}}
  /template:
    post:
      responses: *responses
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '#set($b = $input.path("$"))#set($c = $input.json("$"))#set($d = $util.parseJson($input.body)){"statusCode":200}'}
        responses: {default: {statusCode: "200"}}
  /function:
    post:
      responses: *responses
      x-amazon-apigateway-integration: {type: AWS_PROXY, httpMethod: POST, uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations"}
    get:
      responses: *responses
      x-amazon-apigateway-integration: {type: AWS_PROXY, httpMethod: POST, uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations"}
`

func nothing(context.Context, gateway.LambdaCall) (gateway.LambdaResult, error) {
	return gateway.LambdaResult{Payload: []byte(`{}`)}, nil
}

func limited(t testing.TB, o gateway.Options) *gateway.Gateway {
	t.Helper()
	api, problems := readDefinition(limitsDefinition)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	o.APIID, o.Lambda = "0123456789", lambdaFunc(nothing)
	o.HTTP = roundTrip(func(r *http.Request) (*http.Response, error) {
		_, err := io.Copy(io.Discard, r.Body)
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody}, err
	})
	g, problems := gateway.New(api, o)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return g
}

const payloadLimit = 10 << 20

// TestTooLarge verifies every byte of the responses to what is too large.
func TestTooLarge(t *testing.T) {
	g := limited(t, gateway.Options{})
	edge := limited(t, gateway.Options{EdgeOptimized: true})
	short := strings.Repeat("x", 1600-len("arn:aws:execute-api:us-east-1:123456789012:0123456789/prod/GET/mock/"))
	for _, tt := range []struct {
		name     string
		gateway  *gateway.Gateway
		target   string
		header   int
		body     int
		chunked  bool
		status   int
		text     string
		kind     string
		allCORS  bool
		jsonType bool
	}{
		{name: "body that fits", body: payloadLimit, target: "/mock", status: 200, jsonType: true},
		{name: "body", body: payloadLimit + 1, target: "/mock", status: 413, text: "HTTP content length exceeded 10485760 bytes."},
		{name: "body in chunks", body: payloadLimit + 1, chunked: true, target: "/mock", status: 413, text: "HTTP content length exceeded 10485760 bytes."},
		{name: "headers that fit", header: 10240, target: "/mock/x", status: 200, jsonType: true},
		{name: "headers", header: 10241, target: "/mock/x", status: 431, text: "HTTP header is larger than 10240 bytes."},
		{name: "target that fits", target: "/mock/x?" + strings.Repeat("x", 10240-8), status: 200, jsonType: true},
		{name: "target", target: "/mock/x?" + strings.Repeat("x", 10241-8), status: 414, text: `{"message":"Request URI too long"}`, allCORS: true, jsonType: true},
		{name: "edge target that fits", gateway: edge, target: "/mock/x?" + strings.Repeat("x", 8192-8), status: 200, jsonType: true},
		{name: "edge target", gateway: edge, target: "/mock/x?" + strings.Repeat("x", 8193-8), status: 414, text: `{"message":"Request URI too long"}`, allCORS: true, jsonType: true},
		{name: "ARN that fits", target: "/mock/" + short, status: 200, jsonType: true},
		{name: "ARN", target: "/mock/" + short + "x", status: 414, text: `{"message":"Request URI too long"}`, allCORS: true, jsonType: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			method := http.MethodGet
			var body io.Reader
			if tt.body > 0 {
				method, body = http.MethodPost, strings.NewReader(strings.Repeat("x", tt.body))
			}
			r := httptest.NewRequest(method, tt.target, body)
			if tt.chunked {
				r.ContentLength = -1
			}
			if tt.header > 0 {
				r.Header.Set("X-Long", strings.Repeat("x", tt.header))
			}
			w := httptest.NewRecorder()
			if tt.gateway == nil {
				tt.gateway = g
			}
			tt.gateway.ServeHTTP(w, r)
			if w.Code != tt.status || w.Body.String() != tt.text {
				t.Errorf("%d %q", w.Code, w.Body)
			}
			if isJSON := w.Result().Header.Get("Content-Type") == "application/json"; isJSON != tt.jsonType {
				t.Errorf("header %v", w.Header())
			}
			for _, name := range []string{"x-amzn-RequestId", "x-amz-apigw-id"} { // as the service writes them
				if len(w.Header()[name]) != 1 {
					t.Errorf("header %v", w.Header())
				}
			}
			if cors := w.Result().Header.Get("Access-Control-Allow-Origin") == "*"; cors != tt.allCORS {
				t.Errorf("header %v", w.Header())
			}
		})
	}
}

// TestBombs holds what inflates to much more than it is.
func TestBombs(t *testing.T) {
	skipShort(t)
	g := limited(t, gateway.Options{})
	for _, tt := range []struct{ size, status int }{
		{200 << 10, 200}, // small enough in any case
		{1 << 20, 413},   // a thousand times its size
		{64 << 20, 413},
	} {
		var zipped bytes.Buffer
		w := gzip.NewWriter(&zipped)
		if _, err := io.CopyN(w, zeros{}, int64(tt.size)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		sent := zipped.Len()
		r := httptest.NewRequest(http.MethodPost, "/mock", &zipped)
		r.Header.Set("Content-Encoding", "gzip")
		answer := httptest.NewRecorder()
		used := allocated(func() { g.ServeHTTP(answer, r) })
		if answer.Code != tt.status {
			t.Errorf("%d bytes of %d: %d %s", tt.size, sent, answer.Code, answer.Body)
		}
		if limit := uint64(max(3*100*sent, 1<<20)); used > limit {
			t.Errorf("%d bytes of %d took %d bytes of memory, more than %d", tt.size, sent, used, limit)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// skipShort skips what counts memory: in short runs the race detector counts too.
func skipShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("the race detector takes memory of its own")
	}
}

// allocated returns how many bytes a call allocates, garbage included: no less than
// it holds at any time.
func allocated(call func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	call()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestMemoryOfLargeBodies holds that what passes through takes three bodies' worth
// of memory.
func TestMemoryOfLargeBodies(t *testing.T) {
	skipShort(t)
	g := limited(t, gateway.Options{})
	body := bytes.Repeat([]byte("x"), payloadLimit)
	for _, path := range []string{"/mock", "/proxy", "/function"} {
		for _, length := range []int64{payloadLimit, -1} {
			r := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(body))
			r.Header.Set("Content-Type", "text/plain")
			r.ContentLength = length
			w := httptest.NewRecorder()
			used := allocated(func() { g.ServeHTTP(w, r) })
			if w.Code != 200 {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
			limit := uint64(3*payloadLimit + 1<<20)
			if path == "/function" {
				limit += payloadLimit + payloadLimit/2 // the event, which is the function's
			}
			t.Logf("%s, length %d: %.2f bodies", path, length, float64(used)/payloadLimit)
			if used > limit {
				t.Errorf("%s, length %d: %d bytes of memory, %.1f bodies", path, length, used, float64(used)/payloadLimit)
			}
		}
	}
}

// TestMemoryOfHostileRequests holds that no request takes a hundred times its bytes.
func TestMemoryOfHostileRequests(t *testing.T) {
	skipShort(t)
	const size = 1 << 20
	g := limited(t, gateway.Options{})
	bodies := map[string]string{
		"numbers":  "[" + strings.Repeat("0,", size/2) + "0]",
		"arrays":   "[" + strings.Repeat("[],", size/3) + "0]",
		"objects":  "[" + strings.Repeat("{},", size/3) + "0]",
		"depth":    strings.Repeat("[", size/2) + strings.Repeat("]", size/2),
		"strings":  "[" + strings.Repeat(`"",`, size/3) + "0]",
		"names":    namesOf(size),
		"escapes":  `["` + strings.Repeat(`\u0001`, size/6) + `"]`,
		"controls": strings.Repeat("\x01", size),
	}
	for _, path := range []string{"/mock", "/validated", "/template", "/function", "/proxy"} {
		for name, body := range bodies {
			r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
			w := httptest.NewRecorder()
			used := allocated(func() { g.ServeHTTP(w, r) })
			t.Logf("%s %s: %.1f times its size, status %d", path, name, float64(used)/float64(len(body)), w.Code)
			if used > 100*uint64(len(body)) {
				t.Errorf("%s %s: %d bytes took %d", path, name, len(body), used)
			}
		}
	}
	for name, target := range map[string]string{
		"parameters":       "/function?" + strings.Repeat("a&", 5000),
		"other parameters": "/function?" + namedParameters(10000),
	} {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		used := allocated(func() { g.ServeHTTP(httptest.NewRecorder(), r) })
		t.Logf("%s: %.1f times its size", name, float64(used)/float64(len(target)))
		if used > 100*uint64(len(target)) {
			t.Errorf("%s: %d bytes took %d", name, len(target), used)
		}
	}
}

// TestMemoryOfManyHeaders counts what headers take that have names and no values.
func TestMemoryOfManyHeaders(t *testing.T) {
	skipShort(t)
	g := limited(t, gateway.Options{})
	for _, path := range []string{"/function", "/proxy", "/template"} {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader("{}"))
		size := 0
		for i := range 8000 {
			name := fmt.Sprintf("X-%x", i)
			r.Header[name] = []string{""}
			size += len(name) + len(":\r\n")
		}
		w := httptest.NewRecorder()
		used := allocated(func() { g.ServeHTTP(w, r) })
		t.Logf("%s: %.1f times their size, status %d", path, float64(used)/float64(size), w.Code)
		if used > 100*uint64(size) {
			t.Errorf("%s: %d bytes of headers took %d", path, size, used)
		}
	}
}

func namesOf(size int) string {
	var b strings.Builder
	for b.WriteByte('{'); b.Len() < size; {
		fmt.Fprintf(&b, `"%x":0,`, b.Len())
	}
	return b.String() + `"":0}`
}

func namedParameters(size int) string {
	var b strings.Builder
	for b.Len() < size {
		fmt.Fprintf(&b, "%x&", b.Len())
	}
	return b.String()
}

// TestSlowClients lets a thousand clients dribble heads and bodies: others are
// answered meanwhile, and the slow ones are cut within 30 s. The time is not real.
func TestSlowClients(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := &pipes{accepted: make(chan net.Conn), closed: make(chan struct{})}
		server := &http.Server{Handler: limited(t, gateway.Options{}), ReadHeaderTimeout: 10 * time.Second}
		served := make(chan error)
		go func() { served <- server.Serve(listener) }()
		began := time.Now()
		cut := make([]time.Duration, 1000)
		var all sync.WaitGroup
		for i := range cut {
			all.Go(func() { cut[i] = dribble(listener.dial(), i%4, began) })
		}
		for range 10 {
			time.Sleep(time.Second)
			asked := time.Now()
			if answer := ask(t, listener.dial()); answer != http.StatusOK || time.Since(asked) > 0 {
				t.Errorf("meanwhile: %d after %s", answer, time.Since(asked))
			}
		}
		all.Wait()
		slices.Sort(cut)
		if last := cut[len(cut)-1]; last > 30*time.Second {
			t.Errorf("a slow client was served for %s", last)
		}
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
}

// TestSlowReader lets a client take its response slowly: it is cut.
func TestSlowReader(t *testing.T) {
	api, problems := readDefinition(echoDefinition)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	synctest.Test(t, func(t *testing.T) {
		g, problems := gateway.New(api, gateway.Options{Lambda: lambdaFunc(echo)})
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		listener := &pipes{accepted: make(chan net.Conn), closed: make(chan struct{})}
		server := &http.Server{Handler: g}
		served := make(chan error)
		go func() { served <- server.Serve(listener) }()
		c := listener.dial()
		body := strings.Repeat("x", 1<<20)
		if _, err := fmt.Fprintf(c, "POST /echo/x HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", len(body), body); err != nil {
			t.Fatal(err)
		}
		began, size, buffer := time.Now(), 0, make([]byte, 1000)
		for {
			time.Sleep(time.Second)
			n, err := c.Read(buffer)
			if size += n; err != nil {
				break
			}
		}
		if took := time.Since(began); took > 40*time.Second || size >= 1<<20 {
			t.Errorf("the client got %d bytes in %s", size, took)
		}
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		<-served
	})
}

// dribble sends a byte a second until the server has enough, and tells when.
func dribble(c net.Conn, how int, began time.Time) time.Duration {
	defer c.Close()
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		_, _ = io.Copy(io.Discard, c) // until the server closes
	}()
	for text := slowHead(how); ; text = "x" {
		if _, err := io.WriteString(c, text); err != nil {
			<-closed
			return time.Since(began)
		}
		select {
		case <-closed:
			return time.Since(began)
		case <-time.After(time.Second):
		}
	}
}

func slowHead(how int) string {
	const head = "POST /mock HTTP/1.1\r\nHost: x\r\n"
	switch how {
	case 1:
		return head + "Content-Length: 100000\r\n\r\n"
	case 2:
		return head + fmt.Sprintf("Content-Length: %d\r\n\r\n", payloadLimit+1) // refused at once
	case 3:
		return head + "X-Long: " + strings.Repeat("x", 10241) + "\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n" // refused before its body
	}
	return head
}

func ask(t *testing.T, c net.Conn) int {
	t.Helper()
	defer c.Close()
	if _, err := io.WriteString(c, "GET /mock/x HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Error(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Error(err)
		return 0
	}
	_ = response.Body.Close()
	return response.StatusCode
}

// pipes is a listener without a network.
type pipes struct {
	accepted chan net.Conn
	closed   chan struct{}
	once     sync.Once
}

func (p *pipes) dial() net.Conn {
	client, server := net.Pipe()
	p.accepted <- server
	return client
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.accepted:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

// BenchmarkHostile measures what the most expensive bodies cost, next to what it costs
// a client to send them.
func BenchmarkHostile(b *testing.B) {
	const size = 1 << 20
	g := limited(b, gateway.Options{})
	for name, body := range map[string]string{
		"numbers": "[" + strings.Repeat("0,", size/2) + "0]",
		"objects": "[" + strings.Repeat("{},", size/3) + "0]",
		"names":   namesOf(size),
	} {
		b.Run("client/"+name, func(b *testing.B) { benchSending(b, body) })
		for _, path := range []string{"/validated", "/template", "/function"} {
			b.Run(path[1:]+"/"+name, func(b *testing.B) {
				for b.Loop() {
					r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
					g.ServeHTTP(httptest.NewRecorder(), r)
				}
			})
		}
	}
}

// benchSending sends a body to a server that only reads it.
func benchSending(b *testing.B, body string) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			b.Error(err)
		}
	}))
	defer server.Close()
	for b.Loop() {
		response, err := http.Post(server.URL, "application/json", strings.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		if err := response.Body.Close(); err != nil {
			b.Error(err)
		}
	}
}
