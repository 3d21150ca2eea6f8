package main

import (
	"errors"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/gatewright/gatewright/internal/apidocs"
	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/spec"
)

// docsOptions are the flags of docs.
type docsOptions struct {
	html, markdown string
	check          bool
}

func newDocs(s *streams) *cobra.Command {
	var o docsOptions
	c := &cobra.Command{
		Use:   "docs [PATH]",
		Short: "Write the documentation of the API",
		Long: `Write the documentation of the API: operations by tag, schemas, examples, who may call,
curl commands, and the errors that API Gateway makes by itself. The HTML is one page that
loads nothing from elsewhere and works offline; operations can be tried in it. The Markdown
is a file per tag. The same input gives the same bytes.

PATH is a directory with gatewright.yaml (default: this one), that file, or an OpenAPI
document.`,
		Example: `  gatewright docs --html site
  gatewright docs --markdown docs/api openapi.yaml
  gatewright docs --markdown docs/api --check   in CI: fails when the files are not those of the model`,
		Args: onePath,
		RunE: func(c *cobra.Command, args []string) error {
			if o.html == "" && o.markdown == "" {
				return usage(c, errors.New("--html or --markdown is required: the directory to write into"))
			}
			return writeDocs(s, pathOf(args), o)
		},
	}
	s.addAll(c)
	c.Flags().StringVar(&o.html, "html", "", "write index.html into this `directory`")
	c.Flags().StringVar(&o.markdown, "markdown", "", "write Markdown into this `directory`")
	c.Flags().BoolVar(&o.check, "check", false, "change nothing; list what would change, and fail when there is any")
	return c
}

func writeDocs(s *streams, path string, o docsOptions) error {
	project, problems := config.Load(path, config.Options{Stdin: s.in})
	if problems.HasErrors() {
		return problems
	}
	s.writeProblems(warningsOf(problems))
	plans, err := o.plans(apidocs.New(project.Model, callersByOperation(project)))
	if err != nil {
		return err
	}
	if o.check {
		return checkPlans(s, plans, "docs")
	}
	for _, p := range plans {
		if err := p.Apply(); err != nil {
			return err
		}
		if _, err := io.WriteString(s.out, summaryOf(p)); err != nil {
			return err
		}
	}
	return nil
}

// plans are what must change on the disk.
func (o *docsOptions) plans(d *apidocs.Document) ([]*codegen.Plan, error) {
	var plans []*codegen.Plan
	for _, format := range []struct {
		dir   string
		files func() ([]codegen.File, error)
	}{{o.html, d.HTML}, {o.markdown, d.Markdown}} {
		if format.dir == "" {
			continue
		}
		files, err := format.files()
		if err != nil {
			return nil, err
		}
		plan, err := codegen.NewPlan(codegen.Output{Files: files}, codegen.Settings{Dir: filepath.Clean(format.dir)})
		if err != nil {
			return nil, err
		}
		plans = append(plans, plan)
	}
	return plans, nil
}

// callersByOperation says who may call each operation, as gatewright.yaml says; nil: as
// the model does.
func callersByOperation(p *config.Project) apidocs.Callers {
	if p.ModelOnly || p.Definition == nil {
		return nil
	}
	api, problems := spec.Read(p.Definition)
	if problems.HasErrors() {
		return nil // it has been rendered, and check says what is wrong with it
	}
	all := apidocs.Callers{}
	for _, o := range api.Operations {
		if o.ID != "" {
			all[o.ID] = callers(o)
		}
	}
	return all
}
