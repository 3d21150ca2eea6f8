package devserver

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/compose"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/local/lambda"
	"github.com/gatewright/gatewright/internal/prepare/limits"
	"github.com/gatewright/gatewright/spec"
)

// load reads the APIs and starts what they need.
func (s *Server) load() (*version, diag.List) {
	read, problems := s.read(s.ctx)
	if problems.HasErrors() {
		return nil, problems
	}
	next := &version{definitions: *read}
	for _, d := range read.apis {
		g, found := compose.Gateway(d.api, d.options, s.keys)
		problems = append(problems, found...)
		next.gateways = append(next.gateways, g)
	}
	if problems.HasErrors() {
		return nil, problems
	}
	s.project = read.project
	problems = append(problems, functionProblems(read.project, s.world.Apply(s.ctx, read.setup))...)
	if functions := s.world.Functions(); functions != nil && !problems.HasErrors() {
		problems = append(problems, functionProblems(read.project, functions.Prepare(s.ctx))...)
	}
	for _, d := range read.apis {
		if s.app == nil {
			problems = append(problems, s.missingFunctions(d.api)...)
		}
	}
	next.problems = problems
	return next, problems
}

// read reads the definitions of the APIs and nothing of what is behind them.
func (s *Server) read(ctx context.Context) (*definitions, diag.List) {
	var read *definitions
	var problems diag.List
	if s.app != nil {
		read, problems = s.readApp(ctx)
	} else {
		read, problems = s.readProject()
	}
	if problems.HasErrors() {
		return read, problems
	}
	problems = append(problems, s.override(read)...)
	for i := range read.apis {
		o := &read.apis[i].options
		s.logRequests(&read.apis[i], len(read.apis) > 1)
		s.observe(&read.apis[i], len(read.apis) > 1)
		s.addCredentials(o)
		if err := s.addLogs(o); err != nil {
			problems.Errorf(diag.Position{File: read.project.File}, "unwritable-file", "%v", err)
		}
		o.BrokenResponse, o.StrictResponses = s.reportBroken, s.options.StrictResponses
		o.Services, o.Now, o.Logger = s.world, s.options.Now, s.options.Logger
		o.Source.VPCEndpoint = cmp.Or(s.options.VPCEndpoint, o.Source.VPCEndpoint)
		problems = append(problems, privateProblems(&read.apis[i])...)
	}
	return read, problems
}

// readProject reads gatewright.yaml or an OpenAPI document.
func (s *Server) readProject() (*definitions, diag.List) {
	began := time.Now()
	project, api, problems := compose.Read(s.options.Path, config.Options{Stage: s.options.Stage})
	s.remember(slices.Concat(project.Files, slices.Sorted(maps.Values(s.options.EnvFiles))), began, problems.HasErrors())
	read := &definitions{project: project}
	if problems.HasErrors() {
		return read, problems
	}
	o, found := compose.Options(project)
	o.Lambda = s.world
	if project.ModelOnly {
		o.AnyPath = true
		found = append(found, refusedPaths(project)...)
	}
	read.apis = []definition{{api: api, deployed: api, options: o}}
	read.setup = setupOf(project, api)
	return read, append(problems, found...)
}

// refusedPaths says once that paths are served which API Gateway refuses.
func refusedPaths(p *config.Project) (problems diag.List) {
	refused := limits.CheckPaths(p.Model.Document)
	refused = slices.DeleteFunc(refused, func(d diag.Diagnostic) bool { return d.Severity != diag.Error })
	if len(refused) == 0 {
		return nil
	}
	what := "a path"
	if len(refused) > 1 {
		what = strconv.Itoa(len(refused)) + " paths"
	}
	problems.Warnf(refused[0].Position, "refused-path", "API Gateway refuses %s of this document; served here all the same", what).Help =
		"gatewright check shows what to write in their place"
	return problems
}

// fileState reports whether a file has changed since.
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

// remember keeps which files were read, and how they were then. A file that was
// written while they were being read counts as changed since. A project that
// could not be read does not name all its files; then those before stay too.
func (s *Server) remember(files []string, began time.Time, incomplete bool) {
	if incomplete {
		files = append(slices.Clone(files), s.files...)
	}
	slices.Sort(files)
	s.files, s.seen = slices.Compact(files), make(map[string]fileState, len(files))
	for _, file := range s.files {
		state := stateOf(file)
		if state.modified.Before(began) || state.modified.After(time.Now()) {
			s.seen[file] = state
		}
	}
}

// missingFunctions warns of functions that are called and do not run here.
func (s *Server) missingFunctions(api *spec.API) (problems diag.List) {
	missing := func(uri string) string {
		arn := config.FunctionOf(uri)
		if arn == "" || len(s.world.Missing([]string{arn})) == 0 {
			return ""
		}
		return arn
	}
	const help = "give it under functions with its arn and its code"
	for _, o := range api.Operations {
		if o.Integration == nil {
			continue
		}
		if arn := missing(o.Integration.URI); arn != "" {
			problems.Warnf(o.Integration.Position, "missing-function",
				"the function %s of %s does not run here; the operation will answer 500", arn, o.ID).Help = help
		}
	}
	for _, a := range api.Authorizers {
		if arn := missing(a.AuthorizerURI); arn != "" {
			problems.Warnf(a.Position, "missing-function",
				"the function %s of the authorizer %s does not run here; operations behind it will answer 500", arn, a.Name).Help = help
		}
	}
	return problems
}

// reportBroken warns of a response that its operation does not declare.
func (s *Server) reportBroken(o *spec.Operation, problem string) {
	s.options.Logger.Warn(Printable("the response to "+cmp.Or(o.ID, o.Method+" "+o.Path)+" breaks the model: "+problem), "at", o.Position.String())
}

// reportBusy says that calls of a function wait for others.
func reportBusy(log *slog.Logger, name string, waiting, concurrency int) {
	log.Warn("calls of "+name+" wait for others to end; see --concurrency", "waiting", waiting, "concurrency", concurrency)
}

// reportBuild says that a function is being compiled, and how long it took.
func reportBuild(log *slog.Logger, name string) (done func(error)) {
	began := time.Now()
	log.Info("building " + name + " …")
	return func(err error) {
		if err == nil {
			log.Info("built "+name, "in", time.Since(began).Round(time.Millisecond))
		}
	}
}

// functionProblems converts errors of functions to diagnostics at their positions.
func functionProblems(p *config.Project, err error) (problems diag.List) {
	for _, e := range unjoin(err) {
		var build *lambda.BuildError
		var start *lambda.InitError
		position := diag.Position{File: p.File}
		switch {
		case errors.As(e, &build) && len(p.MissingCode(build.Name)) > 0:
			missing := p.MissingCode(build.Name)[0]
			missing.Severity = diag.Error // here it cannot run
			problems.Add(missing)
			continue
		case errors.As(e, &build):
			position = p.FunctionPosition(build.Name)
		case errors.As(e, &start):
			position = p.FunctionPosition(start.Name)
		}
		problems.Errorf(position, "failed-function", "%v", e)
	}
	return problems
}

// unjoin returns the single errors of a joined one.
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

// privateProblems warns of an API that only calls from a VPC may reach: without a source
// every call to it is refused.
func privateProblems(d *definition) (problems diag.List) {
	source := d.options.Source
	if d.api.Policy == nil || source.VPC != "" || source.VPCEndpoint != "" {
		return nil
	}
	if policy := strings.ToLower(string(d.api.Policy.JSON(false))); !strings.Contains(policy, "aws:sourcevpc") {
		return nil
	}
	problems.Warnf(d.api.Policy.Position(), "private-api", "the resource policy lets calls in from a VPC only; calls from this machine are answered with 403").Help =
		"name the endpoint that calls come from, with --vpc-endpoint ID or source: {vpcEndpoint: ID} in gatewright.yaml"
	return problems
}
