package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/gatewright/gatewright/config"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/gateway"
	"github.com/gatewright/gatewright/local"
	"github.com/gatewright/gatewright/local/cloudformation"
	"github.com/gatewright/gatewright/spec/stage"
)

// cloudApp is an app of the AWS CDK, or what one has synthesized.
type cloudApp struct {
	assembly string  // the directory of the cloud assembly
	synth    *synth  // writes it; nil: it is there
	work     string  // a private directory
	file     string  // that the user named: cdk.json or the manifest
	links    linkMap // what stands in for VPC links
}

type linkMap map[string]string

// findCloudApp gives the CDK app at a path: cdk.json, a directory with it, or a cloud
// assembly; nil: there is none.
func findCloudApp(path string) *cloudApp {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil
	case !info.IsDir() && filepath.Base(path) == cdkFile:
		return &cloudApp{file: path, synth: &synth{file: path}}
	case !info.IsDir():
		return nil
	case isFile(filepath.Join(path, cdkFile)):
		return findCloudApp(filepath.Join(path, cdkFile))
	case isFile(filepath.Join(path, cloudformation.Manifest)):
		return &cloudApp{file: filepath.Join(path, cloudformation.Manifest), assembly: path}
	}
	return nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func (a *cloudApp) close() error {
	if a == nil || a.work == "" {
		return nil
	}
	if a.synth != nil {
		a.synth.close()
	}
	return os.RemoveAll(a.work)
}

// loadApp synthesizes the app, reads what it made, and puts behind the gateways what
// they need.
func (d *development) loadApp(ctx context.Context) (*serving, diag.List) {
	began := time.Now()
	if problems := d.app.prepare(ctx, d); problems != nil {
		d.remember(d.app.watched(nil), began, true)
		return nil, problems
	}
	assembly, problems := cloudformation.Read(d.app.assembly, cloudformation.Options{
		Region:    config.LocalRegion,
		AccountID: config.LocalAccount,
		Stage:     d.stage,
		Work:      filepath.Join(d.app.work, "inline"),
		Services:  d.endpoint != nil,
		VPCLinks:  d.app.links,
	})
	d.remember(d.app.watched(assembly), began, problems.HasErrors())
	if !problems.HasErrors() && len(assembly.APIs) == 0 {
		problems.Errorf(diag.Position{File: d.app.file}, "no-api", "the app has no REST API that can be served")
	}
	if problems.HasErrors() {
		return nil, problems
	}
	next := &serving{project: d.app.project(assembly), absent: assembly.Absent}
	for _, api := range assembly.APIs {
		o := d.apiOptions(next.project, assembly, api)
		problems = append(problems, d.addCallers(&o, next.project, api.Local)...)
		if err := d.addLogs(&o); err != nil {
			problems.Errorf(diag.Position{File: d.app.file}, "unwritable", "%v", err)
		}
		g, found := gateway.New(api.Local, o)
		problems = append(problems, found...)
		next.apis = append(next.apis, servedAPI{name: api.Path, gateway: g, api: api.Deployed, keys: api.MadeKeys})
	}
	if problems.HasErrors() {
		return nil, problems
	}
	setup := local.Setup{Buckets: assembly.Buckets}
	for _, f := range assembly.Functions {
		setup.Functions = append(setup.Functions, f.Function)
	}
	for _, api := range assembly.APIs {
		setup.Buckets = withBucketsOf(setup.Buckets, api.Local)
	}
	problems = append(problems, functionProblems(next.project, d.world.Apply(ctx, setup))...)
	d.tellOfChanges(next)
	return next, problems
}

// prepare makes the assembly be there.
func (a *cloudApp) prepare(ctx context.Context, d *development) diag.List {
	if a.work == "" {
		dir, err := os.MkdirTemp("", "gatewright-cdk-")
		if err != nil {
			var problems diag.List
			problems.Errorf(diag.Position{File: a.file}, "unwritable", "no temporary directory can be made: %v", err)
			return problems
		}
		a.work = dir
	}
	if a.synth == nil {
		return nil
	}
	assembly, problems := a.synth.run(ctx, filepath.Join(a.work, "cdk.out"), d)
	a.assembly = assembly
	return problems
}

// watched gives what to watch: the project that the app belongs to, or the files of
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

// edited tells whether an app's sources are others than those that it last ran with.
func (a *cloudApp) edited() bool { return a.synth == nil || a.synth.sources.edited() }

// project names the functions where messages look for them.
func (a *cloudApp) project(assembly *cloudformation.Assembly) *config.Project {
	p := &config.Project{File: a.file}
	for _, f := range assembly.Functions {
		function := config.Function{Name: f.Name, ARN: f.ARN, Position: f.Position}
		if a.synth == nil { // the assets of an app that is run change their names when they change
			function.Code = f.Code
		}
		p.Functions = append(p.Functions, function)
	}
	return p
}

func (d *development) apiOptions(p *config.Project, assembly *cloudformation.Assembly, api *cloudformation.API) gateway.Options {
	of := *p
	of.Stage, of.StageVariables, of.VPCLinks, of.Settings = api.Stage, api.StageVariables, api.VPCLinks, api.Settings
	o := d.gatewayOptions(&of)
	o.Region, o.AccountID, o.APIID = api.Region, api.AccountID, api.ID
	o.EdgeOptimized = api.EdgeOptimized
	o.Lambda = assembly.Lambda(d.world)
	return o
}

// tellOfChanges tells what an edit has added that needs a word.
func (d *development) tellOfChanges(next *serving) {
	before := d.serving.Load()
	if before == nil {
		return
	}
	for _, api := range next.apis {
		if before.find(api.name) == nil {
			d.log.Warn("the API is new; it is served once dev is started anew", "api", api.name)
		}
	}
	known := map[string]bool{}
	for _, a := range before.absent {
		known[a.Type+a.Path] = true
	}
	for _, a := range next.absent {
		if !known[a.Type+a.Path] {
			d.log.Warn("not on this machine: "+a.Type+" "+a.Path, "because", a.Reason)
		}
	}
}

// writeKeys tells the API keys that no template tells.
func writeKeys(w io.Writer, keys []stage.APIKey) error {
	if len(keys) == 0 {
		return nil
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\nAPI KEY\tVALUE ON THIS MACHINE")
	for _, k := range keys {
		fmt.Fprintf(table, "%s\t%s\n", k.ID, k.Value)
	}
	return table.Flush()
}

// writeAbsent lists what does not run here.
func writeAbsent(w io.Writer, absent []cloudformation.Absent) error {
	if len(absent) == 0 {
		return nil
	}
	fmt.Fprintln(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NOT ON THIS MACHINE\tRESOURCE\tWHY")
	for _, a := range absent {
		fmt.Fprintf(table, "%s\t%s\t%s\n", a.Type, cmp.Or(a.Path, "-"), a.Reason)
	}
	return table.Flush()
}
