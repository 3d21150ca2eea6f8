package devserver

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/gatewright/gatewright/internal/console"
	"github.com/gatewright/gatewright/internal/gateway/wire"
)

const benchDefinition = `
openapi: 3.0.1
info: { title: Pets, version: "1" }
paths:
  /pets/{petId}:
    get:
      responses: { "200": { description: ok } }
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: "200", responseTemplates: { application/json: '{"id":"1","name":"Rex","kind":"dog"}' } } }
    put:
      responses: { "200": { description: ok } }
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses:
          default:
            statusCode: "200"
            responseTemplates: { application/json: '{"id":"$input.params("petId")","request":"$context.requestId","stage":"$context.stage"}' }
`

// repeated is a listener with one connection, on which the same request comes n times. What is written to it
// is not kept, so that a server's own work is all that there is to measure.
type repeated struct {
	request []byte
	rest    []byte // of the request that is being read
	n       int
	sent    int    // requests
	status  string // of the last response
	once    chan struct{}
	done    chan struct{}
	aborted chan struct{} // the read that waits for the client to disconnect
}

func newRepeated(request string, n int) *repeated {
	return &repeated{request: []byte(request), n: n, once: make(chan struct{}, 1), done: make(chan struct{}), aborted: make(chan struct{})}
}

func (r *repeated) Accept() (net.Conn, error) {
	select {
	case r.once <- struct{}{}:
		return r, nil
	case <-r.done:
		return nil, net.ErrClosed
	}
}

func (r *repeated) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (r *repeated) Read(p []byte) (int, error) {
	if len(p) == 1 { // net/http waits for the client to disconnect while the handler runs
		<-r.aborted
		return 0, os.ErrDeadlineExceeded
	}
	if len(r.rest) == 0 {
		if r.sent == r.n {
			return 0, io.EOF
		}
		r.sent++
		r.rest = r.request
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func (r *repeated) Write(p []byte) (int, error) {
	line, _, _ := bytes.Cut(p, []byte("\r\n"))
	if r.sent == r.n {
		r.status = string(line)
	}
	return len(p), nil
}

func (r *repeated) Close() error {
	select {
	case <-r.done:
	default:
		close(r.done)
	}
	return nil
}

func (r *repeated) LocalAddr() net.Addr              { return r.Addr() }
func (r *repeated) RemoteAddr() net.Addr             { return r.Addr() }
func (r *repeated) SetDeadline(time.Time) error      { return nil }
func (r *repeated) SetWriteDeadline(time.Time) error { return nil }

// SetReadDeadline ends a read when the deadline is over, as net/http sets it once the handler has responded.
func (r *repeated) SetReadDeadline(at time.Time) error {
	if !at.IsZero() && at.Before(time.Unix(100, 0)) {
		r.aborted <- struct{}{}
	}
	return nil
}

// BenchmarkServer measures a request from the first byte read to the last byte written, without a network: that of the
// development server next to that of net/http, which writes the same bytes.
func BenchmarkServer(b *testing.B) {
	definition := filepath.Join(b.TempDir(), "api.yaml")
	if err := os.WriteFile(definition, []byte(benchDefinition), 0o600); err != nil {
		b.Fatal(err)
	}
	bare := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"id":"1","name":"Rex","kind":"dog"}`) // repeated takes all
	})
	defer runtime.KeepAlive(make([]byte, ballast))
	dev := benchHandler(b, Options{Path: definition, Host: "127.0.0.1", NoWatch: true})
	shown, err := console.Listen(console.Options{})
	if err != nil {
		b.Fatal(err)
	}
	watched := benchHandler(b, Options{Path: definition, Host: "127.0.0.1", NoWatch: true, Console: shown})
	b.Run("net-http", func(b *testing.B) { benchServer(b, &http.Server{Handler: bare}, "GET", noWire) })
	b.Run("mock", func(b *testing.B) { benchServer(b, newHTTPServer(dev), "GET", wire.Listener) })
	b.Run("mock-template", func(b *testing.B) { benchServer(b, newHTTPServer(dev), "PUT", wire.Listener) })
	b.Run("mock-template-with-console", func(b *testing.B) { benchServer(b, newHTTPServer(watched), "PUT", wire.Listener) })
}

// benchHandler returns what serves a definition until the benchmark ends.
func benchHandler(b *testing.B, o Options) http.Handler {
	b.Helper()
	s := New(context.Background(), o)
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	if err := s.Start(); err != nil {
		b.Fatal(err)
	}
	return s.Handler(s.serving.Load().apis[0].name)
}

func noWire(l net.Listener) net.Listener { return l }

func benchServer(b *testing.B, server *http.Server, method string, listener func(net.Listener) net.Listener) {
	b.Helper()
	b.ReportAllocs()
	client := newRepeated(method+" /pets/7 HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n", b.N)
	b.ResetTimer()
	if err := server.Serve(listener(client)); !errors.Is(err, net.ErrClosed) {
		b.Error(err)
	}
	if client.status != "HTTP/1.1 200 OK" {
		b.Errorf("the last response is %q", client.status)
	}
}
