// Package console is the web console of "gatewright dev": it shows what API Gateway does
// with each request, and sends, replays and changes requests. docs/console.md describes
// its JSON API.
package console

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gatewright/gatewright/internal/gateway"
)

// Options configure a Server.
type Options struct {
	// Port is where to listen on 127.0.0.1, or, when it is taken, any port that is free;
	// 0 means any.
	Port int
	// Path is what dev serves, for those who look for its console.
	Path string
	// Logger receives what fails; nil discards it.
	Logger *slog.Logger
}

// Server is a console. Its methods may be called concurrently.
type Server struct {
	options  Options
	token    string
	listener net.Listener
	requests *ring
	output   *output
	client   *http.Client
	file     string // that tells others of the console; empty: none

	mu      sync.Mutex
	backend Backend // nil: nothing is served yet
	reloads []Reload
	news    map[chan Reload]struct{}
}

// Reload is an edit that was taken in, or was not.
type Reload struct {
	Time         time.Time `json:"time"`
	Microseconds int64     `json:"microseconds"`
	Paths        []string  `json:"paths"`
	Failed       bool      `json:"failed"`
	Problems     []Warning `json:"problems"`
}

// maxReloads is how many reloads are kept.
const maxReloads = 100

// Listen opens the console's port, before anything is served.
func Listen(o Options) (*Server, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	listener, err := listen(o.Port)
	if err != nil {
		return nil, err
	}
	s := &Server{
		options: o, listener: listener, token: rand.Text(), requests: newRing(), output: newOutput(), news: map[chan Reload]struct{}{},
		client: &http.Client{
			Timeout:       sendTimeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport: &http.Transport{
				DisableCompression: true,
				TLSClientConfig:    &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}, //nolint:gosec // it calls its own listeners only
			},
		},
	}
	if s.file, err = writeRunFile(Run{URL: "http://" + s.Addr(), Token: s.token, Path: o.Path}); err != nil {
		o.Logger.Warn("gatewright requests and gatewright mcp do not find the console", "error", err)
	}
	return s, nil
}

func listen(port int) (net.Listener, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil && port != 0 {
		listener, err = net.Listen("tcp", "127.0.0.1:0")
	}
	return listener, err
}

// Addr returns where the console is, as "127.0.0.1:3001".
func (s *Server) Addr() string { return s.listener.Addr().String() }

func (s *Server) port() string {
	_, port, err := net.SplitHostPort(s.Addr())
	if err != nil {
		return ""
	}
	return port
}

// Show makes the console show what a backend serves.
func (s *Server) Show(b Backend) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.backend = b
}

func (s *Server) shown() Backend {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.backend
}

// Observe keeps a request to an API.
func (s *Server) Observe(api string, r *gateway.Recording) { s.requests.add(api, r) }

// Line keeps a line that a function wrote while it had an invocation.
func (s *Server) Line(function, requestID, line string) { s.output.add(function, requestID, line) }

// Reloaded keeps an edit.
func (s *Server) Reloaded(r Reload) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reloads = append(s.reloads, r); len(s.reloads) > maxReloads {
		s.reloads = s.reloads[1:]
	}
	for listener := range s.news {
		select {
		case listener <- r:
		default:
		}
	}
}

// Serve responds until the context ends.
func (s *Server) Serve(ctx context.Context) error {
	server := &http.Server{
		Handler: s.guard(s.routes()), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx },
		ErrorLog:    slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	stop := context.AfterFunc(ctx, func() {
		if err := server.Close(); err != nil {
			s.options.Logger.Warn("the console did not end in good order", "error", err)
		}
	})
	defer stop()
	if err := server.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Close stops listening and removes what tells others of the console.
func (s *Server) Close() error {
	s.client.CloseIdleConnections()
	err := s.listener.Close()
	if errors.Is(err, net.ErrClosed) {
		err = nil
	}
	return errors.Join(err, removeRunFile(s.file))
}
