package gateway_test

import (
	"bufio"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/gateway/wire"
)

const smugglingDefinition = `
openapi: 3.0.1
info: {title: smuggling, version: "1"}
x-mock: &mock
  type: MOCK
  requestTemplates: {$default: '{"statusCode":200}'}
  responses: {default: {statusCode: "200", responseTemplates: {application/json: 'path=$context.path resource=$context.resourcePath a=$input.params("a")'}}}
paths:
  /open: {x-amazon-apigateway-any-method: {responses: {"200": {description: ok}}, x-amazon-apigateway-integration: *mock}}
  /secret/{a}: {x-amazon-apigateway-any-method: {responses: {"200": {description: ok}}, x-amazon-apigateway-integration: *mock}}
  /proxy/{proxy+}:
    x-amazon-apigateway-any-method:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: HTTP_PROXY
        httpMethod: ANY
        uri: http://BACKEND/{proxy}
        requestParameters: {integration.request.path.proxy: method.request.path.proxy}
`

// TestSmuggling writes to a socket what proxies and servers have read in different
// ways, followed by a request for /secret/smuggled. The server must refuse the first
// and close, or take it for one request and answer /secret/smuggled as another.
func TestSmuggling(t *testing.T) {
	address, _ := serveSocket(t)
	const next = "GET /secret/smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
	for _, tt := range []struct {
		name, request string
		want          []string // statuses, until the connection ends
	}{
		{"two lengths", "POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 60\r\n\r\n", []string{"400"}},
		{"two equal lengths", "POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", []string{"200", "200"}},
		{"a list of lengths", "POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: 0, 60\r\n\r\n", []string{"400"}},
		{"a length with a sign", "POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: +0\r\n\r\n", []string{"400"}},
		{"a negative length", "POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", []string{"400"}},
		{"a length with a tail", "POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: 0 60\r\n\r\n", []string{"400"}},
		{"a hexadecimal length", "POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: 0x0\r\n\r\n", []string{"400"}},
		{"length and chunks", "POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: 60\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", []string{"400"}},
		{"chunks and length", "POST /open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 60\r\n\r\n0\r\n\r\n", []string{"400"}},
		{"chunks twice", "POST /open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", []string{"501"}},
		{"an unknown coding", "POST /open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", []string{"501"}},
		{"a coding after chunked", "POST /open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", []string{"501"}},
		{"a coding with a tab", "POST /open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n", []string{"200", "200"}},
		{"a coding with a vertical tab", "POST /open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n", []string{"400"}},
		{"a space before the colon", "POST /open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", []string{"400"}},
		{"chunks with extensions", "POST /open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b;c=\"d\"\r\nx\r\n0;e\r\n\r\n", []string{"200", "200"}},
		{"a chunk with a bad length", "POST /open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n0\r\n\r\n", []string{"400"}},
		{"a chunk with a large length", "POST /open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000000\r\n\r\n0\r\n\r\n", []string{"400"}},
		{"a chunk ended by LF", "POST /open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\nx\n0\n\n", []string{"400"}},
		{"a trailer that is a length", "POST /open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTrailer: Content-Length\r\n\r\n0\r\nContent-Length: 60\r\n\r\n", []string{"400"}},
		{"a folded line", "GET /open HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n Content-Length: 60\r\n\r\n", []string{"200", "200"}},
		{"a folded first line", "GET /open HTTP/1.1\r\n Host: y\r\nHost: x\r\n\r\n", []string{"400"}},
		{"a bare CR", "GET /open HTTP/1.1\r\nHost: x\r\nX-A: 1\rContent-Length: 60\r\n\r\n", []string{"400"}},
		{"a NUL in a value", "GET /open HTTP/1.1\r\nHost: x\r\nX-A: 1\x002\r\n\r\n", []string{"400"}},
		{"a NUL in a name", "GET /open HTTP/1.1\r\nHost: x\r\nX\x00A: 1\r\n\r\n", []string{"400"}},
		{"a name with a space", "GET /open HTTP/1.1\r\nHost: x\r\nX A: 1\r\n\r\n", []string{"400"}},
		{"a name in brackets", "GET /open HTTP/1.1\r\nHost: x\r\nX(A): 1\r\n\r\n", []string{"400"}},
		{"no name", "GET /open HTTP/1.1\r\nHost: x\r\n: 1\r\n\r\n", []string{"400"}},
		{"no colon", "GET /open HTTP/1.1\r\nHost: x\r\nX-A\r\n\r\n", []string{"400"}},
		{"two hosts", "GET /open HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", []string{"400"}},
		{"no host", "GET /open HTTP/1.1\r\n\r\n", []string{"400"}},
		{"a host with a path", "GET /open HTTP/1.1\r\nHost: x/y\r\n\r\n", []string{"400"}},
		{"a target with a space", "GET /open /secret/x HTTP/1.1\r\nHost: x\r\n\r\n", []string{"400"}},
		{"a target with a NUL", "GET /open\x00 HTTP/1.1\r\nHost: x\r\n\r\n", []string{"400"}},
		{"a method with a bracket", "GE(T /open HTTP/1.1\r\nHost: x\r\n\r\n", []string{"400"}},
		{"HTTP/0.9", "GET /open\r\n\r\n", []string{"400"}},
		{"HTTP/1.2", "GET /open HTTP/1.2\r\nHost: x\r\n\r\n", []string{"200", "200"}},
		{"a preface of HTTP/2 in the middle", "GET /open HTTP/1.1\r\nHost: x\r\n\r\nPRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", []string{"200", "403"}},
		{"a body with GET", "GET /open HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nGET /", []string{"200", "200"}},
		{"Upgrade", "GET /open HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n", []string{"200", "200"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := answers(t, address, tt.request+next)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("statuses (-want +got):\n%s", d)
			}
		})
	}
}

// TestPaths holds that the route and whoever looks at the path see the same, and
// that nothing tidies it.
func TestPaths(t *testing.T) {
	address, received := serveSocket(t)
	const forbidden = `{"message":"Missing Authentication Token"}`
	for target, want := range map[string]string{
		"/secret/x":                  "path=/prod/secret/x resource=/secret/{a} a=x",
		"//secret/x":                 "path=/prod//secret/x resource=/secret/{a} a=x",
		"/secret//x":                 forbidden,
		"/open/../secret/x":          forbidden,
		"/open/..":                   forbidden,
		"/secret/..":                 "path=/prod/secret/.. resource=/secret/{a} a=..",
		"/secret/%2e%2e":             "path=/prod/secret/%2e%2e resource=/secret/{a} a=..",
		"/secret%2Fx":                forbidden,
		"/secret/x%2Fy":              "path=/prod/secret/x%2Fy resource=/secret/{a} a=x/y",
		"/secret/x%00":               "path=/prod/secret/x%00 resource=/secret/{a} a=x\x00",
		"/secret/x/":                 "path=/prod/secret/x/ resource=/secret/{a} a=x",
		"/secret/x;y=/z":             forbidden,
		"/secret\\x":                 forbidden,
		"/SECRET/x":                  forbidden,
		"http://other/secret/x":      "path=/prod/secret/x resource=/secret/{a} a=x",
		"http://other?/secret/x":     forbidden,
		"https://u:p@other/secret/x": "path=/prod/secret/x resource=/secret/{a} a=x",
		"/secret/x?/open":            "path=/prod/secret/x resource=/secret/{a} a=x",
		"/secret/x#/open":            "path=/prod/secret/x#/open resource=/secret/{a} a=x#",
	} {
		got := answerTo(t, address, "GET "+target+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
		if target == "/secret/x#/open" { // no client sends it; it must not mean /open
			if strings.Contains(got, "resource=/open") {
				t.Errorf("%s: %q", target, got)
			}
			continue
		}
		if got != want {
			t.Errorf("%s: %q, want %q", target, got, want)
		}
	}
	for target, want := range map[string]string{
		"/proxy/a//b":                  "/a//b",
		"/proxy/a/../b":                "/a/../b",
		"/proxy/a%2F..%2Fb":            "/a%2F..%2Fb",
		"/proxy/a%0d%0aX-Evil:%201":    "/a%0d%0aX-Evil:%201",
		"/proxy/a%20HTTP/1.1":          "/a%20HTTP/1.1",
		"/proxy/http://evil/":          "/http://evil",
		"/proxy/a?x=%0d%0aX-Evil:%201": "/a?x=%0D%0AX-Evil%3A%201",
	} {
		answerTo(t, address, "GET "+target+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
		if got := <-received; got != want {
			t.Errorf("%s reaches the backend as %q, want %q", target, got, want)
		}
	}
}

// serveSocket serves behind a socket, before a backend that tells what reaches it.
func serveSocket(t *testing.T) (address string, received <-chan string) {
	t.Helper()
	targets := make(chan string, 1)
	backend := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { targets <- r.RequestURI }))
	t.Cleanup(backend.Close)
	api, problems := readDefinition(strings.ReplaceAll(smugglingDefinition, "BACKEND", backend.Listener.Addr().String()))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	g, problems := gateway.New(api, gateway.Options{})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	server := httptest.NewUnstartedServer(g)
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	server.Config.Protocols = &protocols
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.Listener = wire.Listener(server.Listener)
	server.Config.ConnContext = wire.ConnContext
	server.Start()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String(), targets
}

// exchangeBytes writes to a socket and reads until the server closes it.
func exchangeBytes(t *testing.T, address, request string) string {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(c)
	if err != nil && len(answer) == 0 { // a reset after a response is the server's way to refuse the rest
		t.Fatal(err)
	}
	return string(answer)
}

// answers returns the statuses of all answers on a connection.
func answers(t *testing.T, address, request string) []string {
	t.Helper()
	reader := bufio.NewReader(strings.NewReader(exchangeBytes(t, address, request)))
	var statuses []string
	for {
		response, err := http.ReadResponse(reader, nil)
		if err != nil {
			return statuses
		}
		if _, err := io.Copy(io.Discard, response.Body); err != nil {
			t.Error(err)
		}
		statuses = append(statuses, response.Status[:3])
	}
}

// answerTo returns the body of the response to a request.
func answerTo(t *testing.T, address, request string) string {
	t.Helper()
	_, body, _ := strings.Cut(exchangeBytes(t, address, request), "\r\n\r\n")
	return body
}
