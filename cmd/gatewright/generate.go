package main

import (
	"errors"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/clients"
	"github.com/gatewright/gatewright/internal/codegen/golang"
	"github.com/gatewright/gatewright/internal/codegen/java"
	"github.com/gatewright/gatewright/internal/codegen/python"
	"github.com/gatewright/gatewright/internal/codegen/typescript"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/tree"
)

// targets are the languages in which code is generated.
var targets = []codegen.Target{golang.Target, java.Target, python.Target, typescript.Target}

// generateOptions are the flags of generate.
type generateOptions struct {
	dirs     map[string]*string // by target
	name     string
	handlers string
	noCDK    bool
	client   bool
	check    bool
}

func newGenerate(s *streams) *cobra.Command {
	o := generateOptions{dirs: map[string]*string{}}
	c := &cobra.Command{
		Use:   "generate [PATH]",
		Short: "Write code made from the model",
		Long: `Write the packages that gatewright.yaml names under generate: types, the interface that
the integrations implement, mocks, a construct for the AWS CDK, Lambda handlers and, with client: true, a client. Only
files that were generated are ever changed or removed, and files that stay the same keep
their modification time. Stubs of handlers are written once and are yours from then on.

PATH is a directory with gatewright.yaml (default: this one), that file, or an OpenAPI
document, for which flags say what to write.`,
		Example: `  gatewright generate
  gatewright generate --go petstore openapi.yaml
  gatewright generate --check        in CI: fails when the code is not that of the model`,
		Args: onePath,
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.validate(); err != nil {
				return usage(c, err)
			}
			return generate(s, pathOf(args), o)
		},
	}
	s.addAll(c)
	f := c.Flags()
	for _, t := range targets {
		o.dirs[t.Name] = f.String(t.Name, "", "write "+t.Title+" into this `directory`")
	}
	f.StringVar(&o.name, "package", "", "`name` of the package (default: made of the directory's name)")
	f.StringVar(&o.handlers, "handlers", "", "`directory` of the stubs of Lambda handlers (default: handlers, next to the package)")
	f.BoolVar(&o.noCDK, "no-cdk", false, "leave out the package with a construct for the AWS CDK")
	f.BoolVar(&o.client, "client", false, "write a client of the API too, in TypeScript")
	f.BoolVar(&o.check, "check", false, "change nothing; list what would change, and fail when there is any")
	return c
}

// validate reports flags that say nothing.
func (o *generateOptions) validate() error {
	if o.client && *o.dirs[typescript.Target.Name] == "" {
		return errors.New("--client requires --typescript; in gatewright.yaml write client: true under generate.typescript")
	}
	for _, t := range targets {
		if *o.dirs[t.Name] != "" {
			return nil
		}
	}
	switch {
	case o.name != "":
		return errors.New("--package requires --go; in gatewright.yaml the name stands under generate")
	case o.handlers != "":
		return errors.New("--handlers requires --go; in gatewright.yaml the directory stands under generate")
	case o.noCDK:
		return errors.New("--no-cdk requires --go; in gatewright.yaml write cdk: false under generate")
	}
	return nil
}

// words tell one call of the command from another.
func (o *generateOptions) words() []string {
	words := []string{o.name, o.handlers, strconv.FormatBool(o.noCDK), strconv.FormatBool(o.client)}
	for _, t := range targets {
		words = append(words, *o.dirs[t.Name])
	}
	return words
}

// job is code to generate in one language.
type job struct {
	target   codegen.Target
	settings codegen.Settings
	problems diag.List // of the client
}

// jobs are those that the flags ask for, or else those of the file.
func (o *generateOptions) jobs(p *config.Project) ([]job, error) {
	var jobs []job
	for _, t := range targets {
		if dir := *o.dirs[t.Name]; dir != "" {
			jobs = append(jobs, newJob(t, config.Generate{Out: filepath.Clean(dir), Package: o.name, NoCDK: o.noCDK, Handlers: o.handlers, Client: o.client && t.Name == typescript.Target.Name}, p))
		}
	}
	if len(jobs) > 0 {
		return jobs, nil
	}
	for _, g := range p.Generate {
		i := slices.IndexFunc(targets, func(t codegen.Target) bool { return t.Name == g.Language })
		jobs = append(jobs, newJob(targets[i], g, p))
	}
	if len(jobs) == 0 {
		return nil, nothingToGenerate(p)
	}
	return jobs, nil
}

func newJob(t codegen.Target, g config.Generate, p *config.Project) job {
	if g.Handlers == "" {
		g.Handlers = filepath.Join(filepath.Dir(g.Out), "handlers")
	}
	at := func(key string) diag.Position {
		if position, ok := g.Positions[key]; ok {
			return position
		}
		if position, ok := g.Positions["out"]; ok {
			return position
		}
		return diag.Position{File: p.File}
	}
	j := job{target: t, settings: codegen.Settings{
		Dir: g.Out, Stubs: g.Handlers, Package: g.Package, NoCDK: g.NoCDK, MockData: p.MockData, At: at,
	}}
	if g.Client {
		j.settings.Client, j.problems = clients.Of(p.Model, definitionOf(p), clients.Default{Name: g.DefaultAuthorizer, Position: at("client")})
	}
	return j
}

// definitionOf returns the definition of a project, nil where it is that of a model alone.
func definitionOf(p *config.Project) *tree.Node {
	if p.ModelOnly || p.Definition == nil {
		return nil
	}
	return p.Definition.Root
}

func nothingToGenerate(p *config.Project) error {
	var problems diag.List
	d := problems.Errorf(diag.Position{File: p.File}, "missing-generate", "the file does not say what to generate")
	d.Help = "name a directory: gatewright generate --go DIR " + p.File
	if p.File != p.Model.Document.Position().File {
		d.Help = "add to it: generate: { go: { out: DIR } }"
	}
	return problems
}
