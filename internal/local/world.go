// Package local is what stands behind the gateway on a laptop: Lambda functions
// as processes, S3 buckets as directories, and any other AWS service at an
// endpoint that the user names.
package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/lambdaruntime"
	"github.com/gatewright/gatewright/internal/local/lambda"
	"github.com/gatewright/gatewright/internal/local/s3"
)

// Options configure a World.
type Options struct {
	Region    string
	AccountID string
	// Data holds the objects of buckets without a directory, each bucket in a
	// folder of its name. Empty: a temporary directory that Close removes.
	Data string
	// Work is a directory for builds and for buckets without a directory; empty
	// means the system's temporary one.
	Work string
	// Endpoint is where AWS services other than Lambda and S3 are; nil: nowhere.
	Endpoint *url.URL
	// Endpoints are those of single services, by their names in integrations' URIs. They
	// win over Endpoint, and the one of s3 over the buckets here.
	Endpoints map[string]*url.URL
	// FunctionLog receives what functions write, each line with the function's
	// name before it.
	FunctionLog io.Writer
	// FunctionLine is called with each line that a function writes; see lambda.Options.
	FunctionLine func(function, requestID, line string)
	// Building is called when the code of a function begins to be compiled; see
	// lambda.Options.
	Building func(name string) (done func(error))
	// Busy is called when calls of a function wait for others; see lambda.Options.
	Busy   func(name string, waiting, concurrency int)
	Logger *slog.Logger
}

// Setup is what a World holds at a time.
type Setup struct {
	Functions []Function
	Buckets   []s3.Bucket // without a Directory: one below Options.Data
	// Credentials sign the requests of integrations to AWS itself, at the endpoints that
	// Options name; keys as in lambda.Function.
	Credentials map[string]string
}

// Function is a Lambda function and the ARN by which integrations call it.
type Function struct {
	lambda.Function
	ARN string // empty: the one of this region and account
}

// World runs functions and buckets. It serves the gateway as its Lambda and as
// its AWS services.
type World struct {
	options   Options
	temporary string // directory of buckets without one; empty until needed

	mu        sync.RWMutex
	names     map[string]string // function names by ARN
	missing   map[string]string // why functions do not run here, by their names
	debugged  map[string]bool   // functions under a debugger
	functions *lambda.Runtime   // nil until there is a function
	buckets   *s3.Server        // nil until there is a bucket
	signer    aws.Credentials   // of requests to AWS itself
	door      *http.Server      // serves buckets to functions; nil until both are there
	doorURL   string
	client    *http.Transport
}

// New creates an empty World. Close must be called.
func New(o Options) *World {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone() //nolint:forcetypeassert // as net/http documents it
	return &World{options: o, names: map[string]string{}, client: transport}
}

// Apply makes the setup what the World holds. What stays the same goes on
// undisturbed. When something is wrong the error tells all of it; functions and
// buckets that are in order are there all the same.
func (w *World) Apply(ctx context.Context, setup Setup) error {
	return errors.Join(
		w.applyBuckets(setup.Buckets, len(setup.Functions) > 0),
		w.applyCredentials(setup),
		w.applyFunctions(ctx, setup.Functions),
	)
}

func (w *World) applyBuckets(buckets []s3.Bucket, forFunctions bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.buckets == nil && len(buckets) == 0 {
		return nil
	}
	if w.buckets == nil {
		server, err := s3.New(s3.Options{
			Credentials: bucketCredentials(),
			Region:      w.options.Region,
			Logger:      w.options.Logger,
		})
		if err != nil {
			return err
		}
		w.buckets = server
	}
	if forFunctions && w.door == nil {
		if err := w.openDoor(); err != nil {
			return err
		}
	}
	buckets = slices.Clone(buckets)
	for i := range buckets {
		if buckets[i].Directory != "" {
			continue
		}
		data, err := w.data()
		if err != nil {
			return err
		}
		buckets[i].Directory = filepath.Join(data, buckets[i].Name)
	}
	return w.buckets.SetBuckets(buckets)
}

// applyCredentials sets those that sign requests to AWS, and lets functions with
// credentials of their own use the buckets here.
func (w *World) applyCredentials(setup Setup) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.signer = credentialsOf(setup.Credentials)
	if w.buckets == nil {
		return nil
	}
	accepted := bucketCredentials()
	for _, f := range setup.Functions {
		c := credentialsOf(f.Credentials)
		known := slices.ContainsFunc(accepted, func(a s3.Credentials) bool { return a.AccessKeyID == c.AccessKeyID })
		if c.HasKeys() && !known {
			accepted = append(accepted, s3.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey, SessionToken: c.SessionToken})
		}
	}
	return w.buckets.SetCredentials(accepted)
}

func credentialsOf(variables map[string]string) aws.Credentials {
	return aws.Credentials{
		AccessKeyID: variables["AWS_ACCESS_KEY_ID"], SecretAccessKey: variables["AWS_SECRET_ACCESS_KEY"], SessionToken: variables["AWS_SESSION_TOKEN"],
	}
}

// data returns the directory of buckets that have none of their own.
func (w *World) data() (string, error) {
	if w.options.Data != "" {
		return w.options.Data, nil
	}
	if w.temporary == "" {
		dir, err := os.MkdirTemp(w.options.Work, "gatewright-buckets-")
		if err != nil {
			return "", err
		}
		w.temporary = dir
	}
	return w.temporary, nil
}

// openDoor serves the buckets over HTTP to functions, on loopback.
func (w *World) openDoor() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	w.doorURL = "http://" + listener.Addr().String()
	w.door = &http.Server{Handler: w.buckets, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := w.door.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			w.options.Logger.Error("the S3 endpoint for functions ended", "error", err)
		}
	}()
	return nil
}

func (w *World) applyFunctions(ctx context.Context, functions []Function) error {
	w.mu.Lock()
	if w.functions == nil {
		if len(functions) == 0 {
			w.mu.Unlock()
			return nil
		}
		if err := w.startFunctions(); err != nil {
			w.mu.Unlock()
			return err
		}
	}
	w.names, w.missing = map[string]string{}, w.unsupported(functions)
	w.debugged = map[string]bool{}
	configs := make([]lambda.Function, 0, len(functions))
	for _, f := range functions {
		w.debugged[f.Name] = f.DebugPort != 0
		if w.missing[f.Name] == "" {
			configs = append(configs, f.Function)
		}
		w.names[w.functions.ARN(f.Name)] = f.Name
		if f.ARN != "" {
			w.names[f.ARN] = f.Name
		}
	}
	w.mu.Unlock()
	return w.functions.Update(ctx, configs)
}

// unsupported returns why functions do not run here, by their names, and warns of each
// once.
func (w *World) unsupported(functions []Function) map[string]string {
	reasons := map[string]string{}
	for _, f := range functions {
		if _, known := lambdaruntime.Find(f.Runtime); !known || lambdaruntime.Supported(f.Runtime) {
			continue
		}
		reasons[f.Name] = "functions of the runtime " + f.Runtime + " do not run here"
		if w.missing[f.Name] == "" {
			w.options.Logger.Warn("the operations of function "+f.Name+" respond 501", "reason", reasons[f.Name])
		}
	}
	return reasons
}

func (w *World) startFunctions() error {
	runtime, err := lambda.New(lambda.Options{
		Region:      w.options.Region,
		AccountID:   w.options.AccountID,
		Log:         w.options.FunctionLog,
		Line:        w.options.FunctionLine,
		Environment: w.functionEnvironment(),
		Building:    w.options.Building,
		Busy:        w.options.Busy,
		WorkDir:     w.options.Work,
	})
	w.functions = runtime
	return err
}

// functionEnvironment leads the SDKs of functions to what runs here and to
// nothing else.
func (w *World) functionEnvironment() map[string]string {
	environment := map[string]string{
		"AWS_ACCESS_KEY_ID":     functionKeyID,
		"AWS_SECRET_ACCESS_KEY": functionSecret,
		"AWS_SESSION_TOKEN":     functionToken,
	}
	if w.doorURL != "" {
		environment["AWS_ENDPOINT_URL_S3"] = w.doorURL
	}
	if w.options.Endpoint != nil {
		environment["AWS_ENDPOINT_URL"] = w.options.Endpoint.String()
	}
	for service, endpoint := range w.options.Endpoints {
		if service != "" {
			environment[endpointVariable(service)] = endpoint.String()
		}
	}
	return environment
}

// Functions returns the runtime of the functions, or nil when there are none.
func (w *World) Functions() *lambda.Runtime {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.functions
}

// ARN returns the ARN that a function without one has here.
func (w *World) ARN(name string) string {
	return FunctionARN(w.options.Region, w.options.AccountID, name)
}

// FunctionARN returns the ARN of a function by its name.
func FunctionARN(region, account, name string) string {
	return "arn:aws:lambda:" + region + ":" + account + ":function:" + name
}

// Close ends the functions and removes what was temporary.
func (w *World) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var problems []error
	if w.functions != nil {
		problems = append(problems, w.functions.Close())
	}
	if w.door != nil {
		problems = append(problems, w.door.Close())
	}
	if w.buckets != nil {
		problems = append(problems, w.buckets.Close())
	}
	if w.temporary != "" {
		problems = append(problems, os.RemoveAll(w.temporary))
	}
	w.client.CloseIdleConnections()
	return errors.Join(problems...)
}

// Missing returns the ARNs, of those given, that no function answers to.
func (w *World) Missing(arns []string) []string {
	w.mu.RLock()
	defer w.mu.RUnlock()
	var missing []string
	for _, arn := range arns {
		if _, ok := w.nameOf(arn); !ok {
			missing = append(missing, arn)
		}
	}
	return missing
}

// Runs reports whether a function runs here.
func (w *World) Runs(arn string) bool {
	w.mu.RLock()
	defer w.mu.RUnlock()
	name, found := w.nameOf(arn)
	return found && w.missing[name] == ""
}

// nameOf finds the function of an ARN, with or without a version or an alias, or
// of a bare name.
func (w *World) nameOf(arn string) (string, bool) {
	if name, ok := w.names[arn]; ok {
		return name, true
	}
	if at := strings.LastIndexByte(arn, ':'); at >= 0 {
		if name, ok := w.names[arn[:at]]; ok {
			return name, true
		}
	}
	for _, name := range slices.Sorted(maps.Values(w.names)) {
		if name == arn {
			return name, true
		}
	}
	return "", false
}

// Invoke calls a function for the gateway.
func (w *World) Invoke(ctx context.Context, call gateway.LambdaCall) (gateway.LambdaResult, error) {
	w.mu.RLock()
	name, found := w.nameOf(call.FunctionARN)
	functions, missing, debugged := w.functions, w.missing[name], w.debugged[name]
	w.mu.RUnlock()
	switch {
	case !found || functions == nil:
		return gateway.LambdaResult{}, &gateway.FunctionNotFoundError{FunctionARN: call.FunctionARN}
	case missing != "":
		return gateway.LambdaResult{}, &gateway.FunctionUnsupportedError{FunctionARN: call.FunctionARN, Reason: missing}
	}
	if debugged {
		var cancel context.CancelFunc
		ctx, cancel = withoutDeadline(ctx)
		defer cancel()
	}
	ctx = lambda.WithInvokedARN(ctx, call.FunctionARN)
	if call.Async {
		id, err := functions.InvokeAsync(ctx, name, call.Payload)
		return gateway.LambdaResult{RequestID: id}, err
	}
	var result lambda.Result
	var err error
	if call.Response != nil {
		result, err = functions.InvokeStream(ctx, name, call.Payload, call.Response)
	} else {
		result, err = functions.Invoke(ctx, name, call.Payload)
	}
	var notFound *lambda.NotFoundError
	var start *lambda.InitError
	var tooLarge *lambda.PayloadTooLargeError
	switch {
	case errors.As(err, &notFound):
		err = &gateway.FunctionNotFoundError{FunctionARN: call.FunctionARN}
	case errors.As(err, &tooLarge):
		err = &gateway.FunctionPayloadError{FunctionARN: call.FunctionARN, Size: tooLarge.Size, Limit: tooLarge.Limit}
	case errors.As(err, &start): // what the service responds with status 200
		w.options.Logger.Error(err.Error())
		result, err = start.Result, nil
	}
	return gateway.LambdaResult{
		Payload: result.Payload, FunctionError: result.FunctionError, RequestID: result.RequestID, Start: result.Start,
	}, err
}

// withoutDeadline returns a context that ends when its parent is canceled, and not when
// the parent's time is up: a function may be stopped at a breakpoint.
func withoutDeadline(parent context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(parent))
	stop := context.AfterFunc(parent, func() {
		if !errors.Is(parent.Err(), context.DeadlineExceeded) {
			cancel()
		}
	})
	return ctx, func() { stop(); cancel() }
}

// errNoEndpoint says what to do about a service that does not run here.
func errNoEndpoint(service string) error {
	return fmt.Errorf("the AWS service %q does not run on this machine; name one with --aws-endpoint %s=URL", service, service)
}
