package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/lmittmann/tint"
	"github.com/spf13/cobra"

	"github.com/gatewright/gatewright/gateway/wire"
	"github.com/gatewright/gatewright/local"
)

// devOptions are the flags of dev.
type devOptions struct {
	host     string
	port     int
	stage    string
	data     string
	endpoint string
	clock    string
	links    map[string]string
	noWatch  bool
	verbose  bool

	accessLog, executionLog string

	encryption encryption
}

func newDev(s *streams) *cobra.Command {
	var o devOptions
	c := &cobra.Command{
		Use:   "dev [PATH]",
		Short: "Serve the API on this machine",
		Long: `Serve the API on this machine, answering as API Gateway would: mocks, Lambda functions
as processes, S3 buckets as directories, HTTP backends. Edits of the model, of
gatewright.yaml and of functions show with the next request.

PATH is a directory with gatewright.yaml (default: this one), that file, or an OpenAPI
document, whose operations without an integration answer data made from the model.

It may also be a directory with cdk.json, in any language of the AWS CDK: the app is
run, and every REST API in it is served, each at a port of its own. A directory that
the app was synthesized to, such as cdk.out, is served as it is. What does not run on
a laptop is listed. Where there is a cdk.json, a gatewright.yaml beside it is served
when it is named itself.`,
		Example: `  gatewright dev
  gatewright dev services/pets --port 8080
  gatewright dev openapi.yaml
  gatewright dev infra               run the CDK app there, and serve its APIs`,
		Args: onePath,
		RunE: func(c *cobra.Command, args []string) error { return dev(c, s, pathOf(args), o) },
	}
	f := c.Flags()
	f.StringVar(&o.host, "host", "127.0.0.1", "address to listen on; one that is not loopback lets other machines in")
	f.IntVar(&o.port, "port", 3000, "port to listen on; 0: any that is free")
	f.StringVar(&o.stage, "stage", "", "name of the stage (default: the file's, else prod)")
	f.StringVar(&o.data, "data", "", "`directory` for the objects of buckets that name none (default: a temporary one)")
	f.StringVar(&o.endpoint, "aws-endpoint", "", "`URL` of AWS services other than Lambda and S3")
	f.StringVar(&o.clock, "clock", "", "`time` that the gateway takes for now, as 2026-01-02T15:04:05Z (for tests)")
	f.StringToStringVar(&o.links, "vpc-link", nil, "`PATH=HOST:PORT` of what stands in for a VPC link of a CDK app, by its construct path or logical ID")
	f.BoolVar(&o.noWatch, "no-watch", false, "do not look for edits")
	f.StringVar(&o.accessLog, "access-log", "", "`file` for a line about each request, in the stage's format, else JSON; -: stderr")
	f.StringVar(&o.executionLog, "execution-log", "", "write API Gateway's execution log, to stderr or, with --execution-log=FILE, to a `file`")
	f.Lookup("execution-log").NoOptDefVal = toStderr
	f.BoolVar(&o.encryption.on, "tls", false, "serve HTTPS, with a certificate made for this machine and kept in the user's cache")
	f.StringVar(&o.encryption.cert, "tls-cert", "", "serve HTTPS with the certificate of a PEM `file`")
	f.StringVar(&o.encryption.key, "tls-key", "", "PEM `file` with the key of --tls-cert")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "log each request, with the lines of API Gateway's execution log")
	return c
}

// dev serves the API of path until the context ends.
func dev(c *cobra.Command, s *streams, path string, o devOptions) (err error) {
	settings, err := o.settings(s.err)
	if err != nil {
		return usage(c, err)
	}
	encryption, err := o.encryption.config(o.host, settings.log)
	if errors.Is(err, errHalfCertificate) {
		return usage(c, err)
	} else if err != nil {
		return err
	}
	d := newDevelopment(path, s, settings)
	d.encryption = encryption
	if d.app != nil {
		d.app.links = o.links
	}
	defer func() { err = errors.Join(err, d.close()) }()

	if err := d.start(c.Context()); err != nil {
		return err
	}
	apis := d.serving.Load().apis
	listeners, err := listen(o, len(apis))
	if err != nil {
		return err
	}
	if !o.noWatch {
		if err := d.watch(); err != nil {
			return errors.Join(err, closeAll(listeners))
		}
	}
	if err := d.announce(listeners); err != nil {
		return errors.Join(err, closeAll(listeners))
	}
	handlers := make([]http.Handler, len(apis))
	for i, a := range apis {
		handlers[i] = d.handler(o.host, a.name)
	}
	return serveAll(c.Context(), encrypted(listeners, encryption), handlers)
}

// settings are the flags of dev, understood.
type settings struct {
	stage    string
	data     string
	endpoint *url.URL
	now      func() time.Time
	verbose  bool
	open     bool // other machines can reach it
	log      *slog.Logger

	accessLog, executionLog string // files, or toStderr; empty: none
}

func (o devOptions) settings(stderr io.Writer) (settings, error) {
	level := slog.LevelInfo
	if o.verbose {
		level = slog.LevelDebug
	}
	s := settings{stage: o.stage, data: o.data, verbose: o.verbose, open: !isLoopback(o.host), accessLog: o.accessLog, executionLog: o.executionLog, log: slog.New(tint.NewTextHandler(stderr, &tint.Options{
		Level: level, TimeFormat: time.TimeOnly, NoColor: !isTerminal(stderr),
	}))}
	if o.port < 0 || o.port > 65535 {
		return s, fmt.Errorf("--port must be from 0 to 65535, found %d", o.port)
	}
	if o.endpoint != "" {
		endpoint, err := url.Parse(o.endpoint)
		if err != nil || endpoint.Host == "" || endpoint.Scheme != "http" && endpoint.Scheme != "https" {
			return s, fmt.Errorf("--aws-endpoint must be a URL such as http://127.0.0.1:5000, found %q", o.endpoint)
		}
		s.endpoint = endpoint
	}
	if o.clock != "" {
		at, err := time.Parse(time.RFC3339, o.clock)
		if err != nil {
			return s, fmt.Errorf("--clock must be a time such as 2026-01-02T15:04:05Z, found %q", o.clock)
		}
		s.now = func() time.Time { return at }
	}
	return s, nil
}

// listen opens a port for each API: the first is the one that the user chose, the
// others are those after it, or any that are free.
func listen(o devOptions, count int) ([]net.Listener, error) {
	first, err := listenAt(o.host, o.port)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w\nchoose another port with --port, or any free one with --port 0",
			net.JoinHostPort(o.host, strconv.Itoa(o.port)), err)
	}
	listeners := []net.Listener{first}
	for i := 1; i < count; i++ {
		port := 0
		if o.port > 0 {
			port = o.port + i
		}
		next, err := listenAt(o.host, port)
		if err != nil {
			next, err = listenAt(o.host, 0)
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("cannot listen on %s: %w", o.host, err), closeAll(listeners))
		}
		listeners = append(listeners, next)
	}
	return listeners, nil
}

func listenAt(host string, port int) (net.Listener, error) {
	return net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
}

func closeAll(listeners []net.Listener) error {
	var problems []error
	for _, l := range listeners {
		problems = append(problems, l.Close())
	}
	return errors.Join(problems...)
}

// encrypted has connections speak TLS, if that is asked for, and remember how
// clients write names.
func encrypted(listeners []net.Listener, config *tls.Config) []net.Listener {
	wired := make([]net.Listener, len(listeners))
	for i, l := range listeners {
		if config != nil {
			wired[i] = wire.TLSListener(l, config)
		} else {
			wired[i] = wire.Listener(l)
		}
	}
	return wired
}

// The time that a client has for its part. Handlers bound their own.
const (
	readHeaderTimeout = 10 * time.Second
	idleTimeout       = 2 * time.Minute
	shutdownTimeout   = 3 * time.Second
	pingAfter         = 15 * time.Second // a silent client of HTTP/2 is asked whether it is there
)

// ballast is memory in bytes that nobody touches, so that the system does not give it.
// The garbage collector counts it and waits until about as much has gathered: what an
// API holds itself is so little that it would have to run every few hundred requests.
const ballast = 32 << 20

// serveAll serves each API until the context ends or one of them fails.
func serveAll(ctx context.Context, listeners []net.Listener, handlers []http.Handler) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer runtime.KeepAlive(make([]byte, ballast))
	problems := make([]error, len(listeners))
	var all sync.WaitGroup
	for i, l := range listeners {
		all.Go(func() {
			defer cancel()
			problems[i] = serve(ctx, l, handlers[i])
		})
	}
	all.Wait()
	return errors.Join(problems...)
}

// serve answers until the context ends, then lets requests under way finish.
func serve(ctx context.Context, listener net.Listener, h http.Handler) error {
	server := newServer(h)
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

// newServer gives the server that stands in front of gateways. It speaks HTTP/1 and
// HTTP/2, the latter also without TLS to clients that know so.
func newServer(h http.Handler) *http.Server {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: readHeaderTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    64 << 10,
		ConnContext:       wire.ConnContext,
		Protocols:         &protocols,
		HTTP2:             &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: readHeaderTimeout, WriteByteTimeout: readHeaderTimeout},
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
}

func (d *development) handler(host, api string) http.Handler {
	if isLoopback(host) {
		return local.Guard(door{d, api})
	}
	return door{d, api}
}
