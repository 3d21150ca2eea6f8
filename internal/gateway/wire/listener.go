// Package wire tells how a client wrote the names of its headers, which net/http
// does not keep: API Gateway hands them to functions in the client's casing.
//
// Put [Listener] around a server's listener, or [TLSListener] for encryption, and
// [ConnContext] into its http.Server; then [Names] gives the names. Nothing is parsed
// before it is asked for.
package wire

import (
	"context"
	"io"
	"net"
)

// Listener makes the connections of l remember what they read last.
func Listener(l net.Listener) net.Listener { return listener{l} }

type listener struct{ net.Listener }

// Accept waits for the next connection.
func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c}, nil
}

type contextKey struct{}

// ConnContext is for the field of that name of http.Server. It changes nothing
// for connections that are not from a [Listener].
func ConnContext(ctx context.Context, c net.Conn) context.Context {
	switch c := c.(type) {
	case *conn:
		return context.WithValue(ctx, contextKey{}, c)
	case *tlsConn:
		return context.WithValue(ctx, contextKey{}, &c.conn)
	}
	return ctx
}

// conn is a connection that remembers.
type conn struct {
	net.Conn
	memory memory
}

// ReadFrom lets the system copy files to the connection where it can.
func (c *conn) ReadFrom(r io.Reader) (int64, error) { return io.Copy(c.Conn, r) }

// CloseWrite reports the client that nothing more comes, as net/http does before it
// closes a connection from which it has not read all.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}
