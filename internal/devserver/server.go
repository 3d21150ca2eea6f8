// Package devserver serves an API on a developer's machine while it is being edited:
// a project of gatewright.yaml, an OpenAPI document, or an app of the AWS CDK. The
// last version without errors responds until a better one is there.
package devserver

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/console"
	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/gateway/jwt"
	"github.com/gatewright/gatewright/internal/local"
	"github.com/gatewright/gatewright/internal/local/cloudformation"
	"github.com/gatewright/gatewright/internal/local/watch"
	"github.com/gatewright/gatewright/spec"
	"github.com/gatewright/gatewright/spec/stage"
)

// Options configure a Server.
type Options struct {
	// Path is a directory with gatewright.yaml or cdk.json, one of these files, an
	// OpenAPI document, a cloud assembly, or a template of CloudFormation or AWS SAM.
	Path string
	// Stage is the name of the stage; empty means the project's.
	Stage string
	// Data is the directory for the objects of buckets without a directory; empty
	// means a temporary one.
	Data string
	// Endpoints are where AWS services are that do not run here, by the services' names
	// as in integrations' URIs, or for All.
	Endpoints map[string]*url.URL
	// Concurrency bounds the calls of functions that run at once, by the functions'
	// names or for All; it wins over what the project says.
	Concurrency map[string]int
	// DebugPorts are the ports of 127.0.0.1 at which functions wait for a debugger, by
	// the functions' names.
	DebugPorts map[string]int
	// EnvFiles are files with variables, and with a role's credentials, by the names of
	// the functions that get them or for All. An edit is taken in with the next reload.
	EnvFiles map[string]string
	// StrictResponses makes responses errors that the model does not declare; else the
	// log warns of them.
	StrictResponses bool
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// VPCLinks are the addresses ("host:port") of what is behind the VPC links of a
	// CDK app, by the links' construct paths or logical IDs.
	VPCLinks map[string]string
	// Parameters are values of parameters of a CDK app's stacks, by "NAME" or
	// "STACK:NAME".
	Parameters map[string]string
	// Context is the context that a CDK app is run with, over that of its files.
	Context map[string]string
	// VPCEndpoint is the ID of the VPC endpoint that calls come from; empty means the
	// project's.
	VPCEndpoint string
	// Host and Port are where to listen; with an empty Host the server does not, and
	// only Handler responds. Port 0 is any that is free. When other machines can
	// reach the address, the built-in credentials are not accepted.
	Host string
	Port int
	// NoWatch turns reloading off.
	NoWatch bool
	// Console shows what happens to requests; nil: nothing does.
	Console *console.Server
	// Scheme of the APIs' URLs, "http" or "https"; empty means "http".
	Scheme string
	// RequestLog receives a line about each request, in color when Color is set; nil:
	// nobody.
	RequestLog io.Writer
	Color      bool
	// Verbose logs the lines of API Gateway's execution log.
	Verbose bool
	// AccessLog and ExecutionLog are files, or "-" for Stderr. Empty means none,
	// except for what the stage's settings name.
	AccessLog, ExecutionLog string
	// Stderr receives what functions and the commands of apps write.
	Stderr io.Writer
	// Logger receives what the server reports; nil discards it.
	Logger *slog.Logger
	// Generate writes the code that a gatewright.yaml names, after its model was edited;
	// nil: nobody does.
	Generate func(file string) error
	// Report receives the problems of a version that is loaded, with warnings; nil
	// discards them.
	Report func(diag.List)
}

func (o Options) withDefaults() Options {
	if o.Stderr == nil {
		o.Stderr = io.Discard
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Report == nil {
		o.Report = func(diag.List) {}
	}
	return o
}

// Server serves the APIs of a path. Its methods are called in this order: Start,
// Serve, Close; the others between Start and Close.
type Server struct {
	options Options
	ctx     context.Context // ends at Close, or with the context of New
	cancel  context.CancelFunc

	work      workDir
	app       *cloudApp // nil: not an app of the CDK
	world     *local.World
	logs      logFiles
	keys      func() (jwt.Keys, error) // of the local user pools
	watcher   *watch.Watcher           // nil: not watching
	listeners []net.Listener
	requests  requestLog

	serving atomic.Pointer[version]

	mu      sync.Mutex           // one reload at a time; guards what follows
	files   []string             // that were read last, with or without errors
	seen    map[string]fileState // of these files when they were read
	project *config.Project      // that was read last without errors
	failed  bool                 // the last reload
	inputs  map[string][]string  // what the functions' builds depend on, by the functions' names

	generated generated // that a CDK app is made from
}

// version is what responds to requests at a time.
type version struct {
	definitions
	gateways []*gateway.Gateway // one for each API
	problems diag.List          // warnings
}

// definitions are the APIs of a path as they were read, and what they need.
type definitions struct {
	project     *config.Project
	apis        []definition // at least one
	setup       local.Setup
	unsupported []cloudformation.Absent
}

// definition is an API and how its gateway is set up.
type definition struct {
	name     string    // empty for a project's only one
	api      *spec.API // as it is served
	deployed *spec.API // as API Gateway takes it
	options  gateway.Options
	keys     []stage.APIKey // whose values were made up here
}

// gateway returns that of an API by its name, or nil.
func (v *version) gateway(name string) *gateway.Gateway {
	for i, d := range v.apis {
		if d.name == name {
			return v.gateways[i]
		}
	}
	return nil
}

// New returns a server that has loaded nothing yet. It ends with the context. Close
// must be called.
func New(ctx context.Context, o Options) *Server {
	o = o.withDefaults()
	s := &Server{
		options:  o,
		app:      findCloudApp(o.Path, o.VPCLinks),
		logs:     logFiles{stderr: o.Stderr},
		keys:     sync.OnceValues(openPoolKeys),
		requests: requestLog{to: o.RequestLog, color: o.Color},
	}
	s.ctx, s.cancel = context.WithCancel(ctx)
	return s
}

// open creates what is behind the gateways.
func (s *Server) open() error {
	if err := s.work.create(); err != nil {
		return err
	}
	o := s.options
	s.world = local.New(local.Options{
		Work:         s.work.path,
		Region:       config.LocalRegion,
		AccountID:    config.LocalAccount,
		Data:         o.Data,
		Endpoint:     o.Endpoints[All],
		Endpoints:    o.Endpoints,
		FunctionLog:  o.Stderr,
		FunctionLine: s.functionLine(),
		Logger:       o.Logger,
		Building:     func(name string) func(error) { return reportBuild(o.Logger, name) },
		Busy:         func(name string, waiting, concurrency int) { reportBusy(o.Logger, name, waiting, concurrency) },
	})
	return nil
}

// Start loads the APIs, builds their functions and begins to watch. Any problem is an
// error; those of the input are a diag.List.
func (s *Server) Start() error {
	if err := errors.Join(s.open(), s.listenFirst()); err != nil {
		return err
	}
	first, problems := s.load()
	if problems.HasErrors() {
		return problems
	}
	s.options.Report(problems)
	s.explainCallers(first)
	s.explainDebuggers()
	s.serving.Store(first)
	if err := s.listenOthers(len(first.apis)); err != nil {
		return err
	}
	s.showConsole()
	if s.options.NoWatch {
		return nil
	}
	return s.watch()
}

// Close ends what runs, removes what was temporary and returns when all of it has
// ended.
func (s *Server) Close() error {
	s.cancel()
	var problems []error
	if s.watcher != nil {
		problems = append(problems, s.watcher.Close())
	}
	problems = append(problems, closeAll(s.listeners))
	if s.world != nil {
		problems = append(problems, s.world.Close())
	}
	return errors.Join(append(problems, s.logs.close(), s.work.remove())...)
}

// API is one of the APIs that are served.
type API struct {
	Name string // empty when a project has only one
	// Definition is what API Gateway takes from the definition.
	Definition *spec.API
	// AccountID is the account that it has here.
	AccountID string
	// Serves reports whether requests reach an operation; API Gateway refuses some paths.
	Serves func(method, path string) bool
	// Runs reports whether what an operation needs runs on this machine.
	Runs func(method, path string) bool
	// Keys are those whose values were made up here.
	Keys []stage.APIKey
	// Addr is where it is served; nil: nowhere.
	Addr net.Addr
}

// APIs returns the APIs of the first version.
func (s *Server) APIs() []API {
	var all []API
	v := s.serving.Load()
	for i, d := range v.apis {
		api := API{Name: d.name, Definition: d.deployed, AccountID: d.options.AccountID, Serves: v.gateways[i].Serves, Runs: s.runs(d), Keys: d.keys}
		if i < len(s.listeners) {
			api.Addr = s.listeners[i].Addr()
		}
		all = append(all, api)
	}
	return all
}

// Unsupported returns what does not run on this machine.
func (s *Server) Unsupported() []cloudformation.Absent { return s.serving.Load().unsupported }
