package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/lmittmann/tint"
	"github.com/spf13/cobra"

	"github.com/gatewright/gatewright/internal/console"
	"github.com/gatewright/gatewright/internal/devserver"
)

// devOptions are the flags of dev.
type devOptions struct {
	host       string
	port       int
	stage      string
	data       string
	endpoints  []string
	clock      string
	links      map[string]string
	values     map[string]string // of parameters
	context    map[string]string // of CDK apps
	endpointID string
	noWatch    bool

	consolePort int
	noConsole   bool

	concurrency []string
	debug       []string
	envFiles    []string
	verbose     bool
	quiet       bool
	strict      bool

	accessLog, executionLog string

	encryption devserver.Encryption
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
a laptop is listed. Where there is a cdk.json, a gatewright.yaml next to it is served
when it is named itself.

Or it is a template of AWS SAM or of CloudFormation, or a directory with template.yaml and
without gatewright.yaml: its REST APIs are served, with functions from their CodeUri.`,
		Example: `  gatewright dev
  gatewright dev services/pets --port 8080
  gatewright dev openapi.yaml
  gatewright dev infra               run the CDK app there, and serve its APIs
  gatewright dev template.yaml       serve the REST APIs of a SAM template
  gatewright dev --debug createOrder=9229
  gatewright dev infra -c stage=test --parameter UploadBucket=uploads`,
		Args: onePath,
		RunE: func(c *cobra.Command, args []string) error { return dev(c, s, pathOf(args), o) },
	}
	s.addAll(c)
	f := c.Flags()
	f.StringVar(&o.host, "host", "127.0.0.1", "address to listen on; one that is not loopback lets other machines in")
	f.IntVar(&o.port, "port", 3000, "port to listen on; 0: any that is free")
	f.StringVar(&o.stage, "stage", "", "name of the stage (default: the file's, else prod)")
	f.StringVar(&o.data, "data", "", "`directory` for the objects of buckets that name none (default: a temporary one)")
	f.StringArrayVar(&o.endpoints, "aws-endpoint", nil, "`URL` of AWS services other than Lambda and S3, or SERVICE=URL of one, such as dynamodb=http://127.0.0.1:8000; repeatable")
	f.StringArrayVar(&o.concurrency, "concurrency", nil, "`N` or FUNCTION=N calls of a function run at once, each in a process of its own (default 10); repeatable")
	f.StringArrayVar(&o.envFiles, "env-file", nil, "`FILE` or FUNCTION=FILE with lines of NAME=VALUE for functions, a role's credentials too; repeatable")
	f.StringArrayVar(&o.debug, "debug", nil, "`FUNCTION=PORT` of 127.0.0.1 at which the function waits for a debugger, without timeouts; repeatable")
	f.StringVar(&o.clock, "clock", "", "`time` that the gateway takes for now, as 2026-01-02T15:04:05Z (for tests)")
	f.StringToStringVar(&o.links, "vpc-link", nil, "`PATH=HOST:PORT` of the local target of a VPC link of a CDK app, by its construct path or logical ID")
	f.StringToStringVar(&o.values, "parameter", nil, "`NAME=VALUE` of a parameter of a template or of a CDK app's stack; STACK:NAME=VALUE where several have it")
	f.StringToStringVarP(&o.context, "context", "c", nil, "`NAME=VALUE` of the context that a CDK app is run with, as for cdk")
	f.StringVar(&o.endpointID, "vpc-endpoint", "", "`ID` of the VPC endpoint that calls come from, for private APIs")
	f.BoolVar(&o.noWatch, "no-watch", false, "do not look for edits")
	f.StringVar(&o.accessLog, "access-log", "", "`file` for a line about each request, in the stage's format, else JSON; -: stderr")
	f.StringVar(&o.executionLog, "execution-log", "", "write API Gateway's execution log, to stderr or, with --execution-log=FILE, to a `file`")
	f.Lookup("execution-log").NoOptDefVal = devserver.LogToStderr
	f.BoolVar(&o.encryption.On, "tls", false, "serve HTTPS, with a certificate made for this machine and kept in the user's cache")
	f.StringVar(&o.encryption.Cert, "tls-cert", "", "serve HTTPS with the certificate of a PEM `file`")
	f.StringVar(&o.encryption.Key, "tls-key", "", "PEM `file` with the key of --tls-cert")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "show the lines of API Gateway's execution log")
	f.BoolVar(&o.strict, "strict-responses", false, "respond 500 where a function or an HTTP backend responds what the model does not declare (default: a warning)")
	f.IntVar(&o.consolePort, "console-port", 0, "port of the console on 127.0.0.1 (default: that of the API + 1; any free one when it is taken)")
	f.BoolVar(&o.noConsole, "no-console", false, "do not record requests, and serve no console")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "do not show a line about each request")
	return c
}

// dev serves the API of path until the context ends.
func dev(c *cobra.Command, s *streams, path string, o devOptions) (err error) {
	options, err := o.server(s, path)
	if err != nil {
		return usage(c, err)
	}
	encryption, err := o.encryption.Config(o.host, options.Logger)
	if errors.Is(err, devserver.ErrHalfCertificate) {
		return usage(c, err)
	} else if err != nil {
		return err
	}
	scheme := "http"
	if encryption != nil {
		scheme = "https"
	}
	options.Scheme = scheme
	if options.Console = o.console(path, options.Logger); options.Console != nil {
		defer func() { err = errors.Join(err, options.Console.Close()) }()
	}
	server := devserver.New(c.Context(), options)
	defer func() { err = errors.Join(err, server.Close()) }()
	if err := server.Start(); err != nil {
		if c.Context().Err() != nil {
			return nil // it was told to stop, as when it serves
		}
		return err
	}
	if err := announce(s.out, server, scheme); err != nil {
		return err
	}
	if options.Console != nil {
		fmt.Fprintf(s.out, "console: http://%s\n", options.Console.Addr())
		serving, stop := context.WithCancel(c.Context())
		var all sync.WaitGroup
		all.Go(func() {
			if err := options.Console.Serve(serving); err != nil {
				options.Logger.Warn("the console has ended", "error", err)
			}
		})
		defer func() { stop(); all.Wait() }()
	}
	return server.Serve(encryption)
}

// console opens the console's port; a failure is a warning, since the APIs can be served
// without it.
func (o devOptions) console(path string, log *slog.Logger) *console.Server {
	if o.noConsole {
		return nil
	}
	port := o.consolePort
	if port == 0 && o.port > 0 && o.port < 65535 {
		port = o.port + 1
	}
	c, err := console.Listen(console.Options{Port: port, Path: path, Logger: log})
	if err != nil {
		log.Warn("no console: it cannot listen", "error", err)
		return nil
	}
	return c
}

// server returns the flags, understood.
func (o devOptions) server(s *streams, path string) (devserver.Options, error) {
	level := slog.LevelInfo
	if o.verbose {
		level = slog.LevelDebug
	}
	options := devserver.Options{
		Path: path, Stage: o.stage, Data: o.data, VPCLinks: o.links, VPCEndpoint: o.endpointID, Parameters: o.values, Context: o.context,
		Host: o.host, Port: o.port,
		NoWatch: o.noWatch, Verbose: o.verbose, AccessLog: o.accessLog, ExecutionLog: o.executionLog,
		Stderr: s.err, StrictResponses: o.strict,
		Logger: slog.New(tint.NewTextHandler(s.err, &tint.Options{
			Level: level, TimeFormat: time.TimeOnly, NoColor: !isTerminal(s.err),
		})),
		Report:   s.writeProblems,
		Generate: func(file string) error { return regenerate(s, file) },
	}
	if !o.quiet {
		options.RequestLog, options.Color = s.err, isTerminal(s.err)
	}
	if o.port < 0 || o.port > 65535 {
		return options, fmt.Errorf("--port must be from 0 to 65535, found %d", o.port)
	}
	if o.consolePort < 0 || o.consolePort > 65535 {
		return options, fmt.Errorf("--console-port must be from 0 to 65535, found %d", o.consolePort)
	}
	var problems [4]error
	options.Endpoints, problems[0] = named("--aws-endpoint", o.endpoints, parseEndpoint)
	options.Concurrency, problems[1] = named("--concurrency", o.concurrency, parseConcurrency)
	options.DebugPorts, problems[2] = parseDebugPorts(o.debug)
	options.EnvFiles, problems[3] = named("--env-file", o.envFiles, parseFile)
	if err := errors.Join(problems[:]...); err != nil {
		return options, err
	}
	if o.clock != "" {
		at, err := time.Parse(time.RFC3339, o.clock)
		if err != nil {
			return options, fmt.Errorf("--clock must be a time such as 2026-01-02T15:04:05Z, found %q", o.clock)
		}
		options.Now = func() time.Time { return at }
	}
	return options, nil
}

// isTerminal reports whether a person writes what is read, or reads what is written.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
