package wire_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/gateway/wire"
)

// serve runs a server that remembers, and returns its address.
func serve(t testing.TB, handler http.Handler) string {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Listener = wire.Listener(server.Listener)
	server.Config.ConnContext = wire.ConnContext
	server.Start()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// echo responds with the names, after it has read the body.
func echo(t testing.TB) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			t.Error(err)
		}
		if _, err := io.WriteString(w, strings.Join(wire.Names(r), " ")); err != nil {
			t.Error(err)
		}
	})
}

func dial(t testing.TB, address string) (net.Conn, *bufio.Reader) {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c, bufio.NewReader(c)
}

func send(t testing.TB, c io.Writer, text string) {
	t.Helper()
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
}

func receive(t testing.TB, r *bufio.Reader) string {
	t.Helper()
	response, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestNames(t *testing.T) {
	large := strings.Repeat("GET / HTTP/1.1\r\nX-Fake: 1\r\n", 5000)
	tests := []struct{ name, request, want string }{
		{"casing and order", "GET /a HTTP/1.1\r\nhost: x\r\nX-lower: 1\r\nACCEPT: */*\r\n\r\n", "host X-lower ACCEPT"},
		{"a name twice", "GET / HTTP/1.1\r\nHost: x\r\nx-a: 1\r\nX-A: 2\r\n\r\n", "Host x-a"},
		{"empty value", "GET / HTTP/1.1\r\nHost: x\r\nx-empty:\r\n\r\n", "Host x-empty"},
		{"body", "POST / HTTP/1.1\r\nHost: x\r\ncontent-length: 3\r\n\r\nabc", "Host content-length"},
		{
			"body like a head", "POST / HTTP/1.1\r\nHost: x\r\nx-real: 1\r\ncontent-length: 44\r\n\r\nGET /x HTTP/1.1\r\nX-REAL: 1\r\nCONTENT-LENGTH: 1",
			"Host x-real content-length",
		},
		{"large body", fmt.Sprintf("POST / HTTP/1.1\r\nHost: x\r\nx-a: 1\r\ncontent-length: %d\r\n\r\n%s", len(large), large), "Host x-a content-length"},
		{"chunked body", "POST / HTTP/1.1\r\nHost: x\r\nTRANSFER-encoding: chunked\r\nx-a: 1\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "Host x-a"},
		{"HTTP/1.0", "GET / HTTP/1.0\r\nx-a: 1\r\nConnection: keep-alive\r\n\r\n", "x-a Connection"},
		{"query", "GET /a%20b?q=%zz HTTP/1.1\r\nHost: x\r\nx-A: 1\r\n\r\n", "Host x-A"},
		{"long head", "GET / HTTP/1.1\r\nHost: x\r\nx-a: " + strings.Repeat("v", 9000) + "\r\nx-b: 1\r\n\r\n", "Host x-a x-b"},
		{"head that is too long to remember", "GET / HTTP/1.1\r\nHost: x\r\nx-a: " + strings.Repeat("v", 30000) + "\r\nx-b: 1\r\nx-c: " + strings.Repeat("v", 6000) + "\r\n\r\n", "Host x-a X-B X-C"},
	}
	address := serve(t, echo(t))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, r := dial(t, address)
			for range 3 { // on one connection
				send(t, c, tt.request)
				if diff := cmp.Diff(tt.want, receive(t, r)); diff != "" {
					t.Fatal(diff)
				}
			}
		})
	}
}

func TestPipelinedRequests(t *testing.T) {
	const n = 50
	var requests strings.Builder
	for i := range n {
		name := []string{"x-name", "X-NAME", "x-Name"}[i%3]
		fmt.Fprintf(&requests, "POST /%d HTTP/1.1\r\nHost: x\r\n%s: %d\r\nContent-length: 5\r\n\r\nhello", i, name, i)
	}
	c, r := dial(t, serve(t, echo(t)))
	go func() { _, _ = io.WriteString(c, requests.String()) }()
	for i := range n {
		want := "Host " + []string{"x-name", "X-NAME", "x-Name"}[i%3] + " Content-length"
		if got := receive(t, r); got != want {
			t.Fatalf("request %d: %q, want %q", i, got, want)
		}
	}
}

// A head comes in pieces, the first of which net/http reads in the background
// while it serves the request before.
func TestHeadInPieces(t *testing.T) {
	var started sync.WaitGroup
	started.Add(1)
	release := make(chan struct{})
	first := sync.OnceFunc(func() {
		started.Done()
		<-release
	})
	handler := echo(t)
	c, r := dial(t, serve(t, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		first()
		handler.ServeHTTP(w, req)
	})))
	send(t, c, "GET /1 HTTP/1.1\r\nHOST: x\r\n\r\n")
	started.Wait()
	send(t, c, "G")
	close(release)
	if got := receive(t, r); got != "HOST" {
		t.Errorf("first: %q", got)
	}
	for _, piece := range strings.SplitAfter("ET /2 HTTP/1.1\r\nhosT: x\r\nX-pieces: 1\r\n\r\n", "\r") {
		send(t, c, piece)
	}
	if got := receive(t, r); got != "hosT X-pieces" {
		t.Errorf("second: %q", got)
	}
}

func TestOriginal(t *testing.T) {
	names := wire.HeaderNames{"Host", "x-API-key"}
	for name, want := range map[string]string{"X-Api-Key": "x-API-key", "Host": "Host", "Accept": "Accept"} {
		if got := names.Original(name); got != want {
			t.Errorf("Original(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestWithoutListener(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
	r.Header.Set("x-b", "1")
	r.Header.Set("x-a", "1")
	if diff := cmp.Diff(wire.HeaderNames{"X-A", "X-B"}, wire.Names(r)); diff != "" {
		t.Error(diff)
	}
	r.ProtoMajor = 2
	if diff := cmp.Diff(wire.HeaderNames{"x-a", "x-b"}, wire.Names(r)); diff != "" {
		t.Error(diff)
	}
}

// Requests of many clients at once, each with a casing of its own.
func TestManyConnections(t *testing.T) {
	address := serve(t, echo(t))
	var clients sync.WaitGroup
	for i := range 16 {
		c, r := dial(t, address)
		clients.Go(func() {
			name := strings.ToUpper("x-") + strings.Repeat("a", i) + "Z"
			for range 20 {
				if _, err := fmt.Fprintf(c, "GET / HTTP/1.1\r\nHost: x\r\n%s: 1\r\n\r\n", name); err != nil {
					t.Error(err)
					return
				}
				if got := receive(t, r); got != "Host "+name {
					t.Errorf("got %q, want %q", got, name)
				}
			}
		})
	}
	clients.Wait()
}

// BenchmarkHandler compares a bare handler with and without the listener.
func BenchmarkHandler(b *testing.B) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if _, err := io.WriteString(w, "hello"); err != nil {
			b.Error(err)
		}
	})
	bench := func(address string) func(*testing.B) {
		return func(b *testing.B) {
			c, r := dial(b, address)
			request := []byte("GET /pets/7 HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nUser-Agent: bench\r\nx-api-key: abc\r\n\r\n")
			buffer := make([]byte, 4096)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Write(request); err != nil {
					b.Fatal(err)
				}
				if _, err := r.Read(buffer); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	plain := httptest.NewServer(handler)
	b.Cleanup(plain.Close)
	b.Run("bare", bench(plain.Listener.Addr().String()))
	b.Run("wire", bench(serve(b, handler)))
}

func BenchmarkNames(b *testing.B) {
	address := serve(b, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b.ReportAllocs()
		for b.Loop() {
			wire.Names(r)
		}
	}))
	c, r := dial(b, address)
	send(b, c, "GET / HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nUser-Agent: bench\r\nx-api-key: abc\r\n\r\n")
	receive(b, r)
}

// TestTLS holds that names are known through encryption too, that net/http sees it,
// and that a slow client keeps nobody waiting.
func TestTLS(t *testing.T) {
	borrowed := httptest.NewUnstartedServer(nil)
	borrowed.StartTLS() // for its certificate
	defer borrowed.Close()
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.Proto, " ", r.TLS != nil, " ", strings.Join(wire.Names(r), " "))
	})
	server := httptest.NewUnstartedServer(handler)
	server.Listener = wire.TLSListener(server.Listener, &tls.Config{
		Certificates: borrowed.TLS.Certificates, NextProtos: []string{"h2", "http/1.1"}, MinVersion: tls.VersionTLS12,
	})
	server.Config.ConnContext = wire.ConnContext
	server.Start()
	defer server.Close()
	address := server.Listener.Addr().String()

	dial(t, address) // says nothing
	client := borrowed.Client().Transport.(*http.Transport)
	plain, reader := dial(t, address)
	send(t, plain, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	if got := receive(t, reader); got != "This server speaks HTTPS only.\n" {
		t.Errorf("a plain client gets %q", got)
	}
	c, err := tls.Dial("tcp", address, client.TLSClientConfig)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	send(t, c, "GET / HTTP/1.1\r\nhost: x\r\nX-cased: 1\r\n\r\n")
	if got, want := receive(t, bufio.NewReader(c)), "HTTP/1.1 true host X-cased"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	second := &http.Client{Transport: &http.Transport{TLSClientConfig: client.TLSClientConfig.Clone(), ForceAttemptHTTP2: true}}
	response, err := second.Get("https://" + address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	second.CloseIdleConnections()
	if !strings.HasPrefix(string(body), "HTTP/2.0 true ") {
		t.Errorf("by HTTP/2: %q", body)
	}
}
