package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
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
	noWatch  bool
	verbose  bool
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
document, whose operations without an integration answer data made from the model.`,
		Example: `  gatewright dev
  gatewright dev services/pets --port 8080
  gatewright dev openapi.yaml`,
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
	f.BoolVar(&o.noWatch, "no-watch", false, "do not look for edits")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "log each request, with the lines of API Gateway's execution log")
	return c
}

// dev serves the API of path until the context ends.
func dev(c *cobra.Command, s *streams, path string, o devOptions) (err error) {
	settings, err := o.settings(s.err)
	if err != nil {
		return usage(c, err)
	}
	d := newDevelopment(path, s, settings)
	defer func() { err = errors.Join(err, d.close()) }()

	if err := d.start(c.Context()); err != nil {
		return err
	}
	listener, err := listen(o)
	if err != nil {
		return err
	}
	if !o.noWatch {
		if err := d.watch(); err != nil {
			return errors.Join(err, listener.Close())
		}
	}
	if err := d.announce(listener.Addr()); err != nil {
		return errors.Join(err, listener.Close())
	}
	return serve(c.Context(), listener, d.handler(o.host))
}

// settings are the flags of dev, understood.
type settings struct {
	stage    string
	data     string
	endpoint *url.URL
	now      func() time.Time
	verbose  bool
	log      *slog.Logger
}

func (o devOptions) settings(stderr io.Writer) (settings, error) {
	level := slog.LevelInfo
	if o.verbose {
		level = slog.LevelDebug
	}
	s := settings{stage: o.stage, data: o.data, verbose: o.verbose, log: slog.New(tint.NewTextHandler(stderr, &tint.Options{
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

func listen(o devOptions) (net.Listener, error) {
	address := net.JoinHostPort(o.host, strconv.Itoa(o.port))
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w\nchoose another port with --port, or any free one with --port 0", address, err)
	}
	return listener, nil
}

// The time that a client has for its part. Handlers bound their own.
const (
	readHeaderTimeout = 10 * time.Second
	idleTimeout       = 2 * time.Minute
	shutdownTimeout   = 3 * time.Second
)

// serve answers until the context ends, then lets requests under way finish.
func serve(ctx context.Context, listener net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: readHeaderTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    64 << 10,
		ConnContext:       wire.ConnContext,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(wire.Listener(listener)) }()
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

func (d *development) handler(host string) http.Handler {
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return local.Guard(d)
	}
	return d
}
