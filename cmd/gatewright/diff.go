package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/apidiff"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

func newDiff(s *streams) *cobra.Command {
	var format, deployed string
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Report what breaks clients when one version of a model replaces another",
		Long: `Report, operation by operation, what breaks clients of an API when NEW takes the place of
OLD: what was removed, narrowed or is required now. Errors break clients that follow OLD;
warnings break those that expect no more than OLD has. The exit status is 1 when there is an
error.

OLD and NEW are OpenAPI documents, or directories with gatewright.yaml; - is stdin.

With --deployed, compare the definition of PATH with one that API Gateway has exported, and
report every operation, integration and authorization that differs.`,
		Example: `  git show main:api.yaml | gatewright diff - api.yaml
  gatewright diff --format github old.yaml new.yaml    # in GitHub Actions
  aws apigateway get-export --rest-api-id ID --stage-name prod --export-type oas30 \
    --parameters extensions=apigateway export.json
  gatewright diff --deployed export.json`,
		Args: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("deployed") {
				return onePath(c, args)
			}
			if len(args) != 2 {
				return usage(c, fmt.Errorf("%s takes two paths, OLD and NEW, found %d", c.CommandPath(), len(args)))
			}
			if args[0] == "-" && args[1] == "-" {
				return usage(c, errors.New("only one of OLD and NEW can be stdin"))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if problemFormats[format] == nil {
				return usage(c, fmt.Errorf("--format is text, json or github, not %q", format))
			}
			if deployed != "" {
				return diffDeployed(s, deployed, pathOf(args), format)
			}
			return diffModels(s, args[0], args[1], format)
		},
	}
	s.addAll(c)
	c.Flags().StringVar(&format, "format", "text", "text, json or github")
	c.Flags().StringVar(&deployed, "deployed", "", "`file` that API Gateway has exported")
	return c
}

func diffModels(s *streams, before, after, format string) error {
	old, problems := loadModel(s, before)
	now, more := loadModel(s, after)
	if err := append(problems, more...).Err(); err != nil {
		return err
	}
	changes := apidiff.Compare(old, now)
	summary := "nothing breaks"
	if len(changes.Problems) > 0 {
		summary = counts(changes.Problems)
	}
	if len(changes.Added) > 0 {
		summary += ", " + count(len(changes.Added), "operation") + " added: " + strings.Join(changes.Added, ", ")
	}
	return s.writeDiff(changes.Problems, summary, format)
}

// loadModel returns the model at a path, and the errors in it.
func loadModel(s *streams, path string) (*model.API, diag.List) {
	project, problems := config.Load(path, config.Options{Generate: true, Stdin: s.in})
	if problems.HasErrors() {
		return nil, problems
	}
	return project.Model, nil
}

func diffDeployed(s *streams, exported, path, format string) error {
	was, problems := loadDefinition(s, exported)
	is, more := loadDefinition(s, path)
	if err := append(problems, more...).Err(); err != nil {
		return err
	}
	drift := apidiff.Deployed(was, is)
	summary := "what is deployed is what the definition says"
	if len(drift) > 0 {
		summary = count(len(drift), "difference")
	}
	return s.writeDiff(drift, summary, format)
}

func loadDefinition(s *streams, path string) (*spec.API, diag.List) {
	project, problems := config.Load(path, config.Options{Stdin: s.in})
	if problems.HasErrors() {
		return nil, problems
	}
	api, more := spec.Read(project.Definition)
	if more.HasErrors() {
		return nil, more
	}
	return api, nil
}

func (s *streams) writeDiff(problems diag.List, summary, format string) error {
	if err := problemFormats[format](s, problems); err != nil {
		return err
	}
	if format == "text" {
		fmt.Fprintln(s.out, summary)
	}
	if problems.HasErrors() {
		return errReported
	}
	return nil
}
