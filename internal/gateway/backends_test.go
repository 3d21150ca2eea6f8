package gateway_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gatewright/gatewright/internal/gateway"
)

const backendDefinition = `
openapi: 3.0.1
info: {title: backends, version: "1"}
x-responses: &responses {"200": {description: ok}}
paths:
  /http:
    x-amazon-apigateway-any-method:
      responses: *responses
      x-amazon-apigateway-integration: &http
        type: http
        httpMethod: ANY
        uri: http://BACKEND/
        requestParameters:
          integration.request.header.Idempotency-Key: method.request.header.Idempotency-Key
        responses: {default: {statusCode: "200"}}
  /proxy:
    x-amazon-apigateway-any-method:
      responses: *responses
      x-amazon-apigateway-integration: {<<: *http, type: http_proxy, requestParameters: {}}
  /function:
    get:
      responses: *responses
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations
`

// TestHeadsThatAreRefused has backends respond with heads that cannot be passed on.
func TestHeadsThatAreRefused(t *testing.T) {
	many := func(count int, value string) string {
		var b strings.Builder
		b.WriteString("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n")
		for i := range count {
			fmt.Fprintf(&b, "X-%d: %s\r\n", i, value)
		}
		return b.String() + "\r\n"
	}
	for name, tt := range map[string]struct {
		head   string
		status int
	}{
		"status 000":                {"HTTP/1.1 000 X\r\nContent-Length: 0\r\n\r\n", 502},
		"status 101, unasked":       {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nraw", 502},
		"early hints, then a final": {"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200},
		"headers that fit":          {many(10_000, "1"), 200},
		"too many headers":          {many(40_000, "1"), 502},
		"empty headers":             {many(40_000, ""), 502},
		"a long header":             {many(1, strings.Repeat("x", 10_241)), 502},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, strings.ReplaceAll(backendDefinition, "BACKEND", rawBackend(t, tt.head)), gateway.Options{})
			for _, path := range []string{"/http", "/proxy"} {
				r := do(t, http.MethodGet, s.URL+path, nil)
				if r.status != tt.status {
					t.Errorf("%s: status %d, want %d", path, r.status, tt.status)
				}
				if n := len(r.header); name == "headers that fit" && path == "/proxy" && n < 10_000 {
					t.Errorf("%s: %d headers", path, n)
				}
			}
		})
	}
}

// rawBackend responds to each request with the same bytes, and returns its
// address. It keeps connections: a request that meets a closing one is not sent
// twice, but answered 504.
func rawBackend(t *testing.T, response string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				for r := bufio.NewReader(c); ; {
					if _, err := http.ReadRequest(r); err != nil {
						return
					}
					if _, err := io.WriteString(c, response); err != nil {
						return
					}
				}
			}()
		}
	}()
	return listener.Addr().String()
}

// TestNothingIsSentTwice breaks a kept connection while a request is under way: the
// backend must see it once, whatever net/http thinks of its method and headers.
func TestNothingIsSentTwice(t *testing.T) {
	var seen atomic.Int32
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Warm") != "" {
			return
		}
		seen.Add(1)
		if r.Method == http.MethodPost && r.Header.Get("Idempotency-Key") != "k" {
			t.Errorf("the backend got the headers %v", r.Header)
		}
		connection, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		connection.Close()
	}))
	defer backend.Close()
	s := serve(t, strings.ReplaceAll(backendDefinition, "BACKEND", backend.Listener.Addr().String()), gateway.Options{})
	for _, path := range []string{"/http", "/proxy"} {
		for _, method := range []string{"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"} {
			for _, body := range []string{"", "payload"} {
				if r := do(t, method, s.URL+"/proxy", nil, "X-Warm", "1"); r.status != http.StatusOK {
					t.Fatalf("the connection could not be warmed: %d", r.status)
				}
				seen.Store(0)
				r := do(t, method, s.URL+path, strings.NewReader(body), "Idempotency-Key", "k")
				if n := seen.Load(); n != 1 || r.status != http.StatusGatewayTimeout {
					t.Errorf("%s %s with %q: the backend saw %d requests, the client %d", method, path, body, n, r.status)
				}
			}
		}
	}
}

// TestBodylessRequests holds that a request without a body announces none.
func TestBodylessRequests(t *testing.T) {
	var mu sync.Mutex
	var heads []string
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	backend := &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		heads = append(heads, fmt.Sprint(r.Method, " ", r.ContentLength, r.TransferEncoding))
	})}
	go func() { _ = backend.Serve(listener) }() // ends with Close
	defer backend.Close()
	s := serve(t, strings.ReplaceAll(backendDefinition, "BACKEND", listener.Addr().String()), gateway.Options{})
	for _, method := range []string{"GET", "HEAD", "OPTIONS", "POST", "DELETE"} {
		do(t, method, s.URL+"/http", nil)
	}
	if got := strings.Join(heads, ", "); got != "GET 0 [], HEAD 0 [], OPTIONS 0 [], POST 0 [], DELETE 0 []" {
		t.Errorf("the backend got %s", got)
	}
}

// TestClientDisconnects holds that a client that goes away is not a warning, and that a
// backend that does is one.
func TestClientDisconnects(t *testing.T) {
	for name, gone := range map[string]bool{"client": true, "backend": false} {
		for _, path := range []string{"/http", "/proxy", "/function"} {
			ctx, cancel := context.WithCancel(t.Context())
			fail := func(ctx context.Context) error {
				if !gone {
					return errors.New("connection refused")
				}
				cancel()
				return ctx.Err()
			}
			var log bytes.Buffer
			api, _ := readDefinition(backendDefinition)
			g, problems := gateway.New(api, gateway.Options{
				Logger: slog.New(slog.NewTextHandler(&log, nil)),
				HTTP:   roundTrip(func(r *http.Request) (*http.Response, error) { return nil, fail(r.Context()) }),
				Lambda: lambdaFunc(func(ctx context.Context, _ gateway.LambdaCall) (gateway.LambdaResult, error) {
					return gateway.LambdaResult{}, fail(ctx)
				}),
			})
			if problems.HasErrors() {
				t.Fatal(problems)
			}
			g.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil).WithContext(ctx))
			if warned := log.Len() > 0; warned == gone {
				t.Errorf("%s goes away at %s: the log is %q", name, path, &log)
			}
			cancel()
		}
	}
}

// TestStreamRate holds that a stream slows down to 2 MB a second after 10 MB. The time
// is not real.
func TestStreamRate(t *testing.T) {
	api, _ := readDefinition(streamDefinition)
	for size, want := range map[int]time.Duration{10 << 20: 0, 14 << 20: 2 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			g, problems := gateway.New(api, gateway.Options{Lambda: streaming(func(_ context.Context, w io.Writer) (gateway.LambdaResult, error) {
				_, err := io.WriteString(w, "{}"+delimiter+strings.Repeat("x", size))
				return gateway.LambdaResult{}, err
			})})
			if problems.HasErrors() {
				t.Fatal(problems)
			}
			began := time.Now()
			w := httptest.NewRecorder()
			g.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/function", nil))
			if took := time.Since(began); took != want || w.Body.Len() != size {
				t.Errorf("%d of %d bytes came in %s, want %s", w.Body.Len(), size, took, want)
			}
		})
	}
}

// TestUnsupportedFunction holds that what cannot run says so to the client.
func TestUnsupportedFunction(t *testing.T) {
	s := serve(t, backendDefinition, gateway.Options{
		Lambda: lambdaFunc(func(_ context.Context, call gateway.LambdaCall) (gateway.LambdaResult, error) {
			return gateway.LambdaResult{}, &gateway.FunctionUnsupportedError{FunctionARN: call.FunctionARN, Reason: "it is written in COBOL"}
		}),
	})
	r := do(t, "GET", s.URL+"/function", nil)
	const want = `{"message": "the function arn:aws:lambda:us-east-1:123456789012:function:f is not on this machine: it is written in COBOL"}`
	if r.status != http.StatusNotImplemented || r.body != want {
		t.Errorf("%d %s", r.status, r.body)
	}
}
