package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gatewright/gatewright/config"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/gateway"
	"github.com/gatewright/gatewright/local"
	"github.com/gatewright/gatewright/local/cloudformation"
	"github.com/gatewright/gatewright/local/lambda"
	"github.com/gatewright/gatewright/local/userpool"
	"github.com/gatewright/gatewright/local/watch"
	"github.com/gatewright/gatewright/spec"
	"github.com/gatewright/gatewright/spec/stage"
)

// development is an API that is served while it is being edited. The last
// definition that was good keeps serving until a better one is there.
type development struct {
	path    string
	streams *streams
	settings

	logs logFiles

	encryption *tls.Config // nil: none
	app        *cloudApp   // nil: no app of the CDK
	world      *local.World
	pool       *userpool.Keys // nil until an API needs it
	watcher    *watch.Watcher

	serving   atomic.Pointer[serving]
	unsettled atomic.Pointer[chan struct{}] // closed once an edit has been taken in; nil: no edit under way

	mu    sync.Mutex           // one reload at a time
	files []string             // of the last project, good or bad
	seen  map[string]fileState // of these files when they were last read
}

// fileState tells whether a file has changed since.
type fileState struct {
	modified time.Time
	size     int64
}

func stateOf(file string) fileState {
	info, err := os.Stat(file)
	if err != nil {
		return fileState{}
	}
	return fileState{info.ModTime(), info.Size()}
}

// serving is what answers requests at a time.
type serving struct {
	apis    []servedAPI // at least one
	project *config.Project
	absent  []cloudformation.Absent // what does not run here
}

// servedAPI is an API and what answers for it.
type servedAPI struct {
	name    string // of the API; empty for a project's only one
	gateway *gateway.Gateway
	api     *spec.API
	keys    []stage.APIKey // that were made here
}

// find gives an API by its name, or nil.
func (s *serving) find(name string) *servedAPI {
	for i := range s.apis {
		if s.apis[i].name == name {
			return &s.apis[i]
		}
	}
	return nil
}

func newDevelopment(path string, s *streams, settings settings) *development {
	d := &development{path: path, streams: s, settings: settings, app: findCloudApp(path), logs: logFiles{stderr: s.err}}
	d.world = local.New(local.Options{
		Region:      config.LocalRegion,
		AccountID:   config.LocalAccount,
		Data:        settings.data,
		Endpoint:    settings.endpoint,
		FunctionLog: s.err,
		Logger:      settings.log,
	})
	return d
}

func (d *development) close() error {
	var err error
	if d.watcher != nil {
		err = d.watcher.Close()
	}
	return errors.Join(err, d.app.close(), d.world.Close(), d.logs.close())
}

// start loads everything for the first time. Unlike later on, any problem is an
// error.
func (d *development) start(ctx context.Context) error {
	next, problems := d.load(ctx)
	if problems.HasErrors() {
		return problems
	}
	if functions := d.world.Functions(); functions != nil {
		if problems := functionProblems(next.project, functions.Prepare(ctx)); problems != nil {
			return problems
		}
	}
	writeProblems(d.streams.err, problems)
	d.tellCallers(next)
	d.serving.Store(next)
	return nil
}

// load reads the project and puts behind the gateway what it needs.
func (d *development) load(ctx context.Context) (*serving, diag.List) {
	if d.app != nil {
		return d.loadApp(ctx)
	}
	began := time.Now()
	project, problems := config.Load(d.path, config.Options{Local: true, Stage: d.stage})
	d.remember(project.Files, began, problems.HasErrors())
	if problems.HasErrors() {
		return nil, problems
	}
	api, found := spec.Read(project.Definition)
	problems = append(problems, found...)
	o := d.gatewayOptions(project)
	problems = append(problems, d.addCallers(&o, project, api)...)
	if err := d.addLogs(&o); err != nil {
		problems.Errorf(diag.Position{File: project.File}, "unwritable", "%v", err)
	}
	g, found := gateway.New(api, o)
	problems = append(problems, found...)
	if problems.HasErrors() {
		return nil, problems
	}
	problems = append(problems, functionProblems(project, d.world.Apply(ctx, setupOf(project, api)))...)
	problems = append(problems, d.unanswered(api)...)
	return &serving{apis: []servedAPI{{gateway: g, api: api}}, project: project}, problems
}

// remember keeps which files were read, and how they were then. A file that was
// written while they were being read counts as changed since. A project that
// could not be read does not tell all its files; then those before stay too.
func (d *development) remember(files []string, began time.Time, incomplete bool) {
	if incomplete {
		files = append(slices.Clone(files), d.files...)
	}
	slices.Sort(files)
	d.files, d.seen = slices.Compact(files), make(map[string]fileState, len(files))
	for _, file := range d.files {
		state := stateOf(file)
		if state.modified.Before(began) || state.modified.After(time.Now()) {
			d.seen[file] = state
		}
	}
}

func (d *development) gatewayOptions(p *config.Project) gateway.Options {
	o := gateway.Options{
		Stage:          p.Stage,
		Region:         config.LocalRegion,
		AccountID:      config.LocalAccount,
		StageVariables: p.StageVariables,
		Settings:       p.Settings,
		Lambda:         d.world,
		Services:       d.world,
		Now:            d.now,
		Logger:         d.log,
	}
	if len(p.VPCLinks) > 0 {
		o.VPCLink = p.VPCLink
	}
	return o
}

// unanswered warns of operations whose function does not run here.
func (d *development) unanswered(api *spec.API) (problems diag.List) {
	for _, o := range api.Operations {
		if o.Integration == nil {
			continue
		}
		arn := config.FunctionOf(o.Integration.URI)
		if arn == "" || len(d.world.Missing([]string{arn})) == 0 {
			continue
		}
		problems.Warnf(o.Integration.Position, "function-elsewhere",
			"the function %s of %s does not run here; the operation will answer 500", arn, o.ID).Help =
			"give it under functions with its arn and its code"
	}
	for _, a := range api.Authorizers {
		arn := config.FunctionOf(a.AuthorizerURI)
		if arn == "" || len(d.world.Missing([]string{arn})) == 0 {
			continue
		}
		problems.Warnf(a.Position, "function-elsewhere",
			"the function %s of the authorizer %s does not run here; operations behind it will answer 500", arn, a.Name).Help =
			"give it under functions with its arn and its code"
	}
	return problems
}

// watch looks for edits from now on.
func (d *development) watch() error {
	w, err := watch.New(d.noticed, d.changed)
	if err != nil {
		return err
	}
	d.watcher = w
	if err := w.Set(d.files); err != nil {
		return err
	}
	go d.watchInputs()
	return nil
}

// noticed makes requests wait until the edit has been taken in.
func (d *development) noticed() {
	settled := make(chan struct{})
	d.unsettled.Store(&settled)
}

// changed takes in an edit.
func (d *development) changed(paths []string) {
	defer close(*d.unsettled.Swap(nil))
	d.mu.Lock()
	defer d.mu.Unlock()
	began := time.Now()
	var problems diag.List
	switch {
	case d.app != nil && d.app.synth != nil && !d.app.edited():
		return // the app has written to its directory itself
	case d.app != nil && d.app.synth != nil || slices.ContainsFunc(paths, d.isInput):
		problems = d.reload()
	default:
		problems = d.rebuild()
	}
	writeProblems(d.streams.err, problems)
	if problems.HasErrors() {
		d.log.Error("the edit is not served; what was good before still is")
	} else {
		d.log.Info("reloaded", "in", time.Since(began).Round(time.Millisecond))
	}
}

func (d *development) isInput(path string) bool { return slices.Contains(absolute(d.files), path) }

func (d *development) reload() diag.List {
	next, problems := d.load(context.Background())
	if !problems.HasErrors() {
		d.serving.Store(next)
	}
	go d.watchInputs()
	return problems
}

// rebuild builds the functions whose sources were edited.
func (d *development) rebuild() diag.List {
	var problems diag.List
	for _, f := range d.editedFunctions() {
		err := d.world.Functions().Rebuild(context.Background(), f.Name)
		problems = append(problems, functionProblems(d.serving.Load().project, err)...)
	}
	go d.watchInputs()
	return problems
}

// watchInputs watches all that the API is made from. Asking what functions depend
// on takes a while; what was edited meanwhile is reported then.
func (d *development) watchInputs() {
	d.mu.Lock()
	defer d.mu.Unlock()
	paths := slices.Concat(d.files, d.functionInputs())
	if err := d.watcher.Set(paths); err != nil {
		d.log.Warn("some edits are not seen", "error", err)
	}
	go d.watcher.Report(d.editedMeanwhile())
}

func (d *development) functionInputs() []string {
	functions := d.world.Functions()
	if functions == nil {
		return nil
	}
	var paths []string
	for _, f := range d.serving.Load().project.Functions {
		if f.Code == "" {
			continue
		}
		found, err := functions.Dependencies(context.Background(), f.Name)
		if err != nil {
			d.log.Warn("edits of a function are not seen", "function", f.Name, "error", err)
		}
		paths = append(paths, found...)
	}
	return paths
}

// editedMeanwhile gives what has changed since it was read or built.
func (d *development) editedMeanwhile() []string {
	if d.app != nil && d.app.synth != nil {
		if d.app.edited() {
			return d.files
		}
		return nil
	}
	var edited []string
	for _, file := range d.files {
		if d.seen[file] != stateOf(file) {
			edited = append(edited, absolute([]string{file})...)
		}
	}
	for _, f := range d.editedFunctions() {
		edited = append(edited, f.Code)
	}
	return edited
}

// editedFunctions gives the functions that were built from other sources.
func (d *development) editedFunctions() []config.Function {
	functions := d.world.Functions()
	if functions == nil {
		return nil
	}
	var edited []config.Function
	for _, f := range d.serving.Load().project.Functions {
		if changed, err := functions.Changed(f.Name); err == nil && changed {
			edited = append(edited, f)
		}
	}
	return edited
}

// announce tells the user what is served and where.
func (d *development) announce(listeners []net.Listener) error {
	now, scheme := d.serving.Load(), "http"
	if d.encryption != nil {
		scheme = "https"
	}
	for i, a := range now.apis {
		if len(now.apis) > 1 {
			fmt.Fprintf(d.streams.out, "%s: %s://%s\n", a.name, scheme, listeners[i].Addr())
		}
		if err := errors.Join(writeTable(d.streams.out, a.api), writeKeys(d.streams.out, a.keys)); err != nil {
			return err
		}
		if i < len(now.apis)-1 {
			fmt.Fprintln(d.streams.out)
		}
	}
	if err := writeAbsent(d.streams.out, now.absent); err != nil {
		return err
	}
	_, err := fmt.Fprintf(d.streams.out, "\n%s://%s\n", scheme, listeners[0].Addr())
	return err
}

// door answers requests for one API by the newest good definition.
type door struct {
	*development
	name string // of the API
}

// ServeHTTP implements http.Handler.
func (d door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if settled := d.unsettled.Load(); settled != nil {
		select {
		case <-*settled:
		case <-r.Context().Done():
			return
		}
	}
	now := d.serving.Load().find(d.name)
	if now == nil {
		http.Error(w, "the API "+d.name+" is no longer there", http.StatusServiceUnavailable)
		return
	}
	if !d.verbose {
		now.gateway.ServeHTTP(w, r)
		return
	}
	began, answer := time.Now(), &answerLog{ResponseWriter: w, status: http.StatusOK}
	now.gateway.ServeHTTP(answer, r)
	d.log.Info(r.Method+" "+r.RequestURI, "status", answer.status, "bytes", answer.size,
		"in", time.Since(began).Round(10*time.Microsecond))
}

// answerLog remembers what was answered.
type answerLog struct {
	http.ResponseWriter
	status, size int
}

func (a *answerLog) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

func (a *answerLog) Write(p []byte) (int, error) {
	n, err := a.ResponseWriter.Write(p)
	a.size += n
	return n, err
}

// Unwrap lets http.ResponseController reach the real writer.
func (a *answerLog) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// functionProblems turns what the world says into diagnostics at the places of
// the functions concerned.
func functionProblems(p *config.Project, err error) (problems diag.List) {
	for _, e := range unjoin(err) {
		var build *lambda.BuildError
		var start *lambda.InitError
		position := diag.Position{File: p.File}
		switch {
		case errors.As(e, &build):
			position = p.FunctionPosition(build.Name)
		case errors.As(e, &start):
			position = p.FunctionPosition(start.Name)
		}
		problems.Errorf(position, "not-runnable", "%v", e)
	}
	return problems
}

// unjoin gives the single errors of a joined one.
func unjoin(err error) []error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, e := range joined.Unwrap() {
		all = append(all, unjoin(e)...)
	}
	return all
}
