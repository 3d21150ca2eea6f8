package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// handshakeTimeout is how long a client may take to agree on encryption.
const handshakeTimeout = 10 * time.Second

// TLSListener makes the connections of l encrypted. Those that speak HTTP/1
// remember what they read last; those of HTTP/2 are as net/http takes them. It
// shakes hands next to [net.Listener.Accept], so that nobody waits for a slow client.
func TLSListener(l net.Listener, config *tls.Config) net.Listener {
	t := &tlsListener{Listener: l, config: config, ready: make(chan net.Conn), done: make(chan struct{})}
	go t.acceptAll()
	return t
}

type tlsListener struct {
	net.Listener
	config *tls.Config
	ready  chan net.Conn
	done   chan struct{} // closed when there are no more
	close  sync.Once
	err    error // of the listener; set before done is closed
}

// Accept returns the next connection that is encrypted.
func (t *tlsListener) Accept() (net.Conn, error) {
	select {
	case c := <-t.ready:
		return c, nil
	case <-t.done:
		return nil, t.err
	}
}

// Close ends the listener, and the connections that are not encrypted yet.
func (t *tlsListener) Close() error {
	t.end(net.ErrClosed)
	return t.Listener.Close()
}

func (t *tlsListener) end(err error) {
	t.close.Do(func() {
		t.err = err
		close(t.done)
	})
}

func (t *tlsListener) acceptAll() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	pause := time.Duration(0)
	for {
		c, err := t.Listener.Accept()
		if err == nil {
			pause = 0
			go t.shakeHands(ctx, c)
			continue
		}
		passing, ok := err.(interface{ Temporary() bool }) // as net/http asks, for when files run out
		if !ok || !passing.Temporary() {
			t.end(err)
			return
		}
		pause = min(max(2*pause, 5*time.Millisecond), time.Second)
		select {
		case <-time.After(pause):
		case <-t.done:
			return
		}
	}
}

// shakeHands agrees on encryption and hands the connection to Accept.
func (t *tlsListener) shakeHands(ctx context.Context, c net.Conn) {
	ctx, cancel := context.WithTimeout(ctx, handshakeTimeout)
	defer cancel()
	encrypted := tls.Server(c, t.config)
	if err := encrypted.HandshakeContext(ctx); err != nil {
		refuse(c, err)
		return
	}
	var ready net.Conn = encrypted
	if encrypted.ConnectionState().NegotiatedProtocol != "h2" {
		ready = &tlsConn{conn: conn{Conn: encrypted}, encrypted: encrypted}
	}
	select {
	case t.ready <- ready:
	case <-t.done:
		_ = c.Close()
	}
}

// refuse closes a connection that is not encrypted. TLS has told its client why; one
// that speaks plain HTTP gets a response.
func refuse(c net.Conn, cause error) {
	var header tls.RecordHeaderError
	if errors.As(cause, &header) && header.Conn != nil && looksLikeHTTP(header.RecordHeader) {
		_, _ = io.WriteString(c, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nThis server speaks HTTPS only.\n")
	}
	_ = c.Close()
}

// looksLikeHTTP reports whether the first bytes of a connection are those of a request.
func looksLikeHTTP(first [5]byte) bool {
	switch string(first[:]) {
	case "GET /", "HEAD ", "POST ", "PUT /", "PATCH", "DELET", "OPTIO":
		return true
	}
	return false
}

// tlsConn is an encrypted connection that remembers.
type tlsConn struct {
	conn
	encrypted *tls.Conn
}

// ConnectionState is what net/http puts into Request.TLS.
func (c *tlsConn) ConnectionState() tls.ConnectionState { return c.encrypted.ConnectionState() }
