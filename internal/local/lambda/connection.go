package lambda

import (
	"bufio"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

const (
	// maxHead bounds the line and the header of a request in bytes.
	maxHead = 1 << 20
	// maxRest bounds what is read, in bytes, of a body that was not wanted: one
	// that is a little too large is read to its end, so that the response can say so.
	maxRest = maxResponse + 1<<20
	// bufferSize is also the limit of net/http for the trailers, which hold the
	// error of a response that fails midway.
	bufferSize = 64 << 10
)

// apiServer serves the Runtime API to one process. Requests are parsed by
// net/http. The rest of an http.Server is left out, because it watches each long
// poll for a lost client, which costs as much as the invocation: here the end of
// the process and its next poll end a poll.
type apiServer struct {
	listener net.Listener
	handle   func(w *answerWriter, r *http.Request)

	mu     sync.Mutex
	closed bool
	conns  map[net.Conn]struct{}
}

// serve accepts connections until close.
func (s *apiServer) serve() {
	for {
		conn, err := s.listener.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil: // out of file descriptors, say
			time.Sleep(10 * time.Millisecond)
		case s.track(conn):
			go s.serveConn(conn)
		}
	}
}

func (s *apiServer) track(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = conn.Close()
		return false
	}
	s.conns[conn] = struct{}{}
	return true
}

// close ends the listener and all connections. Their errors tell nothing: the
// process is gone.
func (s *apiServer) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	_ = s.listener.Close()
	for conn := range s.conns {
		_ = conn.Close()
	}
}

func (s *apiServer) serveConn(conn net.Conn) {
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.conns, conn)
		_ = conn.Close()
	}()
	limited := &io.LimitedReader{R: conn}
	reader := bufio.NewReaderSize(limited, bufferSize)
	w := &answerWriter{conn: conn}
	for {
		limited.N = maxHead
		r, err := http.ReadRequest(reader)
		if err != nil {
			return // the client is gone, or does not speak HTTP
		}
		limited.N = math.MaxInt64 // whoever reads the body knows its limit
		w.begin(r)
		s.handle(w, r)
		if w.err != nil || r.Close {
			return
		}
		if _, err := io.CopyN(io.Discard, r.Body, maxRest); !errors.Is(err, io.EOF) {
			return
		}
	}
}

// answerWriter writes one response at a time.
type answerWriter struct {
	conn   net.Conn
	buffer []byte
	err    error
}

// begin invites a client that waits for it to send the body (RFC 9110, section
// 10.1.1).
func (w *answerWriter) begin(r *http.Request) {
	if r.Header.Get("Expect") == "100-continue" {
		_, w.err = io.WriteString(w.conn, "HTTP/1.1 100 Continue\r\n\r\n")
	}
}

// send writes a response; fields are names and values in turn.
func (w *answerWriter) send(status int, body []byte, fields ...string) {
	b := append(w.buffer[:0], "HTTP/1.1 "...)
	b = strconv.AppendInt(b, int64(status), 10)
	b = append(b, ' ')
	b = append(b, http.StatusText(status)...)
	b = append(b, "\r\nContent-Type: application/json\r\nContent-Length: "...)
	b = strconv.AppendInt(b, int64(len(body)), 10)
	for pair := range slices.Chunk(fields, 2) {
		b = append(b, "\r\n"...)
		b = append(b, pair[0]...)
		b = append(b, ": "...)
		b = append(b, pair[1]...)
	}
	b = append(b, "\r\n\r\n"...)
	w.buffer = b
	if w.err == nil {
		buffers := net.Buffers{b, body}
		_, w.err = buffers.WriteTo(w.conn)
	}
}
