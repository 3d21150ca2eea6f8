package devserver

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/compose"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/local/cloudformation"
)

// cloudApp is an app of the AWS CDK, what one has synthesized, or a template.
type cloudApp struct {
	template string            // a template of CloudFormation or AWS SAM; empty: an assembly is read
	assembly string            // the directory of the cloud assembly
	synth    *synth            // writes it; nil: it is there
	file     string            // that the user named: cdk.json or the manifest
	vpcLinks map[string]string // addresses of what is behind VPC links
	code     []string          // files and directories that only functions are made from, absolute
	bundles  bundles           // that runs of the app have made
}

// findCloudApp returns the CDK app at a path: cdk.json, a directory with it, or a cloud
// assembly; or the template there, which may be in a directory without gatewright.yaml.
// nil: there is none.
func findCloudApp(path string, vpcLinks map[string]string) *cloudApp {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil
	case !info.IsDir() && filepath.Base(path) == cdkFile:
		return &cloudApp{file: path, synth: &synth{file: path}, vpcLinks: vpcLinks}
	case !info.IsDir() && cloudformation.IsTemplate(path):
		return &cloudApp{file: path, template: path, vpcLinks: vpcLinks}
	case !info.IsDir():
		return nil
	case isFile(filepath.Join(path, cdkFile)):
		return findCloudApp(filepath.Join(path, cdkFile), vpcLinks)
	case isFile(filepath.Join(path, cloudformation.Manifest)):
		return &cloudApp{file: filepath.Join(path, cloudformation.Manifest), assembly: path, vpcLinks: vpcLinks}
	case config.Has(path):
		return nil
	}
	for _, name := range config.TemplateNames {
		if app := findCloudApp(filepath.Join(path, name), vpcLinks); app != nil {
			return app
		}
	}
	return nil
}

// IsApp reports whether a path is that of a CDK app that must be run to be read.
func IsApp(path string) bool {
	app := findCloudApp(path, nil)
	return app != nil && app.synth != nil && app.synth.made() == ""
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// readApp synthesizes the app and reads what it wrote.
func (s *Server) readApp(ctx context.Context) (*definitions, diag.List) {
	began := time.Now()
	if problems := s.app.prepare(ctx, s); problems != nil {
		s.remember(s.app.watched(nil), began, true)
		return nil, problems
	}
	assembly, problems := s.app.read(cloudformation.Options{
		Region:    config.LocalRegion,
		AccountID: config.LocalAccount,
		Stage:     s.options.Stage,
		Work:      filepath.Join(s.work.path, "inline"),
		Services:  len(s.options.Endpoints) > 0,
		VPCLinks:  s.app.vpcLinks,

		Parameters: s.options.Parameters,
	})
	s.app.findCode(assembly, s.work.path)
	s.app.findBundles(assembly)
	s.remember(s.app.watched(assembly), began, problems.HasErrors())
	if !problems.HasErrors() && len(assembly.APIs) == 0 {
		d := problems.Errorf(diag.Position{File: s.app.file}, "missing-api", "%s has no REST API that can be served", s.app.what())
		for _, a := range assembly.Absent {
			if isAPI(a.Type) {
				d.Notes = append(d.Notes, diag.Note{Position: a.Position, Message: a.Type + " " + a.Path + ": " + a.Reason})
			}
		}
	}
	if problems.HasErrors() {
		return nil, problems
	}
	read := &definitions{project: s.app.project(assembly), unsupported: assembly.Absent}
	read.setup.Buckets = assembly.Buckets
	for _, f := range assembly.Functions {
		read.setup.Functions = append(read.setup.Functions, f.Function)
	}
	for _, api := range assembly.APIs {
		d, found := s.appDefinition(read.project, assembly, api)
		problems = append(problems, found...)
		read.apis = append(read.apis, d)
		read.setup.Buckets = withBucketsOf(read.setup.Buckets, api.Local)
	}
	return read, problems
}

// what names the app in messages.
func (a *cloudApp) what() string {
	if a.template != "" {
		return "the template"
	}
	return "the app"
}

// read reads the template, or the assembly.
func (a *cloudApp) read(o cloudformation.Options) (*cloudformation.Assembly, diag.List) {
	if a.template != "" {
		return cloudformation.ReadTemplate(a.template, o)
	}
	return cloudformation.Read(a.assembly, o)
}

// isAPI reports whether a type of resources is that of APIs, or of what makes them.
func isAPI(kind string) bool {
	switch kind {
	case "AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api", "AWS::Serverless::Api", "AWS::Serverless::HttpApi", "AWS::Serverless::Function":
		return true
	}
	return false
}

// prepare makes the assembly be there.
func (a *cloudApp) prepare(ctx context.Context, s *Server) diag.List {
	if a.synth == nil {
		return nil
	}
	assembly, problems := a.synth.run(ctx, filepath.Join(s.work.path, "cdk.out"), s)
	a.assembly = assembly
	return problems
}

// watched returns what to watch: the project that the app belongs to, or the files of
// the assembly.
func (a *cloudApp) watched(assembly *cloudformation.Assembly) []string {
	switch {
	case a.synth != nil:
		return []string{projectOf(filepath.Dir(a.file))}
	case assembly != nil:
		return assembly.Files
	}
	return []string{a.file}
}

// appEdited reports whether an app's sources are others than those that it last ran with,
// apart from those of its functions and what these have written.
func (s *Server) appEdited() bool {
	return s.app != nil && s.app.synth != nil && s.app.synth.sources.edited(func(path string, isNew bool) bool {
		functions := s.world.Functions()
		return s.app.isCode(path) || s.isBundled(path) || functions != nil && functions.Wrote(path, isNew)
	})
}

// isCode reports whether only functions are made from a path.
func (a *cloudApp) isCode(path string) bool {
	return slices.ContainsFunc(a.code, func(code string) bool { return within(path, code) })
}

// findCode finds where the functions and the layers of an app that is run have their
// sources, in the project as it is watched. What the app has made itself, in its
// assembly or in the server's directory, is not a source; a directory with the app in
// it is its source, too.
func (a *cloudApp) findCode(assembly *cloudformation.Assembly, work string) {
	if a.code = nil; a.synth == nil {
		return
	}
	dir := absolutePath(filepath.Dir(a.file))
	spell := below(absolutePath(projectOf(filepath.Dir(a.file))))
	find := func(code string) string {
		code = spell(absolutePath(code))
		if !within(dir, code) && !within(code, absolutePath(a.assembly)) && !within(code, work) {
			a.code = append(a.code, code)
		}
		return code
	}
	for i := range assembly.Functions {
		f := &assembly.Functions[i]
		f.Code = find(f.Code)
		for i, layer := range f.Layers {
			f.Layers[i] = find(layer)
		}
	}
}

// below returns a function that spells paths by way of a directory that they are in:
// apps see directories where symbolic links lead.
func below(dir string) func(path string) string {
	target := resolved(dir)
	return func(path string) string {
		if within(path, dir) || !within(path, target) {
			return path
		}
		return filepath.Join(dir, strings.TrimPrefix(path, target))
	}
}

// resolved returns where a path leads; itself when it is not there.
func resolved(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}

// project names the functions where messages look for them.
func (a *cloudApp) project(assembly *cloudformation.Assembly) *config.Project {
	p := &config.Project{File: a.file, AccountID: config.LocalAccount}
	for _, f := range assembly.Functions {
		p.Functions = append(p.Functions, config.Function{Name: f.Name, ARN: f.ARN, Position: f.Position, Code: f.Code})
	}
	return p
}

// appDefinition returns an API of an app with the options of its gateway.
func (s *Server) appDefinition(p *config.Project, assembly *cloudformation.Assembly, api *cloudformation.API) (definition, diag.List) {
	of := *p
	of.Stage, of.StageVariables, of.VPCLinks, of.Settings = api.Stage, api.StageVariables, api.VPCLinks, api.Settings
	o, problems := compose.Options(&of)
	o.Region, o.AccountID, o.APIID = api.Region, api.AccountID, api.ID
	o.EdgeOptimized = api.EdgeOptimized
	o.Lambda = assembly.Lambda(s.world)
	return definition{name: api.Path, api: api.Local, deployed: api.Deployed, options: o, keys: api.MadeKeys}, problems
}

// reportNews returns what an edit has added that is not served or supported.
func (s *Server) reportNews(next *version) {
	before := s.serving.Load()
	for _, d := range next.apis {
		if before.gateway(d.name) == nil {
			s.options.Logger.Warn("new API: restart dev to serve it", "api", d.name)
		}
	}
	known := map[string]bool{}
	for _, a := range before.unsupported {
		known[a.Type+a.Path] = true
	}
	for _, a := range next.unsupported {
		if !known[a.Type+a.Path] {
			s.options.Logger.Warn("unsupported resource: "+a.Type+" "+a.Path, "reason", a.Reason)
		}
	}
}
