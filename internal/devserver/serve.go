package devserver

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/gatewright/gatewright/internal/gateway/wire"
)

// listenFirst opens the port that the user has chosen, before anything is loaded:
// clients that call early wait.
func (s *Server) listenFirst() error {
	host, port := s.options.Host, s.options.Port
	if host == "" {
		return nil
	}
	first, err := listenAt(host, port)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w\nchoose another port with --port, or any free one with --port 0",
			net.JoinHostPort(host, strconv.Itoa(port)), err)
	}
	s.listeners = []net.Listener{first}
	return nil
}

// listenOthers opens a port for each further API: those after the first, or any that
// are free.
func (s *Server) listenOthers(apis int) error {
	host, port := s.options.Host, s.options.Port
	for i := len(s.listeners); 0 < i && i < apis; i++ {
		next := 0
		if port > 0 {
			next = port + i
		}
		listener, err := listenAt(host, next)
		if err != nil {
			listener, err = listenAt(host, 0)
		}
		if err != nil {
			return fmt.Errorf("cannot listen on %s: %w", host, err)
		}
		s.listeners = append(s.listeners, listener)
	}
	return nil
}

func listenAt(host string, port int) (net.Listener, error) {
	return net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
}

// isOpen reports whether other machines can reach the server, by its address: a name
// such as LOCALHOST may be spelled in many ways.
func (s *Server) isOpen() bool {
	if len(s.listeners) == 0 {
		return false
	}
	address, ok := s.listeners[0].Addr().(*net.TCPAddr)
	return !ok || !address.IP.IsLoopback()
}

func closeAll(listeners []net.Listener) error {
	var problems []error
	for _, l := range listeners {
		if err := l.Close(); !errors.Is(err, net.ErrClosed) {
			problems = append(problems, err)
		}
	}
	return errors.Join(problems...)
}

// Timeouts of clients. Handlers bound what they do themselves.
const (
	readHeaderTimeout = 10 * time.Second
	idleTimeout       = 2 * time.Minute
	shutdownTimeout   = 3 * time.Second
	pingAfter         = 15 * time.Second // a silent client of HTTP/2 is pinged
)

// ballast is memory in bytes that nobody touches, so that the system does not provide
// it. The garbage collector counts it and waits until about as much has gathered: what
// an API holds itself is so little that it would have to run every few hundred
// requests.
const ballast = 32 << 20

// Serve responds to requests until the server's context ends or a listener fails. It
// speaks HTTPS when config is not nil.
func (s *Server) Serve(config *tls.Config) error {
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	defer runtime.KeepAlive(make([]byte, ballast))
	apis := s.serving.Load().apis
	problems := make([]error, len(s.listeners))
	var all sync.WaitGroup
	for i, l := range s.listeners {
		all.Go(func() {
			defer cancel()
			problems[i] = serve(ctx, encrypted(l, config), s.Handler(apis[i].name))
		})
	}
	all.Wait()
	return errors.Join(problems...)
}

// encrypted makes connections speak TLS, if there is a configuration, and remember
// how clients write header names.
func encrypted(l net.Listener, config *tls.Config) net.Listener {
	if config != nil {
		return wire.TLSListener(l, config)
	}
	return wire.Listener(l)
}

// serve responds until the context ends, then lets requests in progress finish.
func serve(ctx context.Context, listener net.Listener, h http.Handler) error {
	server := newHTTPServer(h)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if server.Shutdown(last) != nil { // requests that do not end are cut
		return server.Close()
	}
	return nil
}

// newHTTPServer returns the server in front of gateways. It speaks HTTP/1 and HTTP/2,
// the latter also without TLS to clients with prior knowledge.
func newHTTPServer(h http.Handler) *http.Server {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Server{
		Handler: h,

		DisableGeneralOptionsHandler: true, // "OPTIONS *" is checked like others
		ReadHeaderTimeout:            readHeaderTimeout,
		IdleTimeout:                  idleTimeout,
		MaxHeaderBytes:               64 << 10,
		ConnContext:                  wire.ConnContext,
		Protocols:                    &protocols,
		HTTP2:                        &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: readHeaderTimeout, WriteByteTimeout: readHeaderTimeout},
		ErrorLog:                     slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
}
