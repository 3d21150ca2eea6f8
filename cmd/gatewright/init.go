package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/initproject"
)

// initOptions are what init is told, or asks.
type initOptions struct {
	language, dir, from string
}

func newInit(s *streams) *cobra.Command {
	flags := map[string]*bool{}
	var from string
	c := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Create a project that runs and passes its tests",
		Long: `Create a project: a model, or your own with --from, one integration for each operation,
a handler with a test, gatewright.yaml, the app that deploys it, and a workflow for CI.
Nothing is overwritten.

In a terminal, init asks for what it is not told.`,
		Example: `  gatewright init --typescript shop
  gatewright init --go --from openapi.yaml shop`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage(c, fmt.Errorf("%s takes one directory, found %d", c.CommandPath(), len(args)))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			o := initOptions{from: from}
			for _, name := range initproject.Languages() {
				switch {
				case !*flags[name]:
				case o.language != "":
					return usage(c, fmt.Errorf("--%s and --%s exclude each other", o.language, name))
				default:
					o.language = name
				}
			}
			if len(args) == 1 {
				o.dir = args[0]
			}
			if err := o.complete(s, c); err != nil {
				return usage(c, err)
			}
			return initialize(s, o)
		},
	}
	for _, name := range initproject.Languages() {
		flags[name] = c.Flags().Bool(name, false, initFlags[name])
	}
	s.addAll(c)
	c.Flags().StringVar(&from, "from", "", "use this OpenAPI `document` as the model; its operations return data made from it")
	return c
}

var initFlags = map[string]string{
	"go":         "an app of the AWS CDK in Go",
	"typescript": "an app of the AWS CDK in TypeScript",
	"python":     "an app of the AWS CDK in Python",
	"java":       "an app of the AWS CDK in Java",
	"yaml":       "integrations in gatewright.yaml, without the CDK",
}

// complete asks for what is missing, in a terminal.
func (o *initOptions) complete(s *streams, c *cobra.Command) error {
	if o.language != "" && o.dir != "" {
		return nil
	}
	if !isTerminal(s.in) {
		if o.language == "" {
			return errors.New("name a language: --" + strings.Join(initproject.Languages(), ", --"))
		}
		return errors.New("name a directory: gatewright init --" + o.language + " DIR")
	}
	answers := bufio.NewReader(s.in)
	ask := func(to *string, question, usual string) error {
		if *to != "" {
			return nil
		}
		fmt.Fprintf(s.err, "%s [%s]: ", question, usual)
		line, err := answers.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		*to = strings.TrimSpace(line)
		if *to == "" {
			*to = usual
		}
		return nil
	}
	if err := ask(&o.language, "Language ("+strings.Join(initproject.Languages(), ", ")+")", "typescript"); err != nil {
		return err
	}
	if !slices.Contains(initproject.Languages(), o.language) {
		return fmt.Errorf("the language must be %s, found %q", strings.Join(initproject.Languages(), ", "), o.language)
	}
	if err := ask(&o.dir, "Directory", "petstore"); err != nil {
		return err
	}
	if c.Flags().Changed("from") {
		return nil
	}
	if err := ask(&o.from, "OpenAPI document, if there is one", "none"); err != nil {
		return err
	}
	if o.from == "none" {
		o.from = ""
	}
	return nil
}

// initialize writes a project and generates its package.
func initialize(s *streams, o initOptions) error {
	var own *config.Project
	if o.from != "" {
		project, problems := config.Load(o.from, config.Options{Generate: true})
		if problems.HasErrors() {
			return problems
		}
		own = project
	}
	p, err := initproject.New(o.dir, o.language, own)
	if err != nil {
		return err
	}
	if err := p.Write(); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s: %s written\n", filepath.ToSlash(o.dir), count(p.Files(), "file"))
	if o.language != "yaml" {
		if err := generate(s, o.dir, noGenerateFlags()); err != nil {
			return err
		}
	}
	fmt.Fprintf(s.out, "\nNext:\n  cd %s\n  %s\n", o.dir, strings.Join(p.Steps, "\n  "))
	return nil
}
