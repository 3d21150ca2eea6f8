package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/atomicfile"
	"github.com/gatewright/gatewright/internal/binding"
	"github.com/gatewright/gatewright/internal/check"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/template"
	"github.com/gatewright/gatewright/internal/terraform"
	"github.com/gatewright/gatewright/internal/tree"
)

func newRender(s *streams) *cobra.Command {
	var output, format string
	var strict bool
	c := &cobra.Command{
		Use:   "render [PATH]",
		Short: "Write the definition that deploys",
		Long: `Write the finished OpenAPI document: the model with an x-amazon-apigateway-integration
for every operation, validators, CORS, authorizers and what else gatewright.yaml asks for.

The problems that gatewright check reports are printed on stderr. The exit status is 1 when
an operation has no integration or the definition cannot be written, with --strict also for
every other error; then nothing is written.

PATH is a directory with gatewright.yaml (default: this one), that file, an OpenAPI
document, or - for a document on stdin.`,
		Example: `  gatewright render > api.json
  gatewright render services/pets -o dist/api.yaml
  gatewright render --format cloudformation -o template.yaml
  gatewright render --format terraform -o api.tf.json
  gatewright render --strict -o api.json   # in a pipeline: nothing that API Gateway refuses`,
		Args: onePath,
		RunE: func(c *cobra.Command, args []string) error {
			format, err := formatFor(format, output)
			if err != nil {
				return usage(c, err)
			}
			return render(s, pathOf(args), output, format, strict)
		},
	}
	s.addAll(c)
	c.Flags().BoolVar(&strict, "strict", false, "fail on every error of gatewright check, and write nothing then")
	c.Flags().StringVarP(&output, "output", "o", "", "write to this `file` instead of stdout")
	c.Flags().StringVar(&format, "format", "", "json, yaml, cloudformation, terraform or binding (default: by the output's name, else json);\ncloudformation is a template with the API and what it needs, in YAML or JSON by the output's name;\nterraform is a configuration with the same, for a .tf.json file;\nbinding is for constructs of the CDK: the definition and what to deploy with it")
	return c
}

// formatFor returns the format to write: the one asked for, or that of the output.
func formatFor(format, output string) (string, error) {
	if format == "" {
		format = "json"
		if isYAML(output) {
			format = "yaml"
		}
	}
	if !slices.Contains([]string{"json", "yaml", "cloudformation", "terraform", "binding"}, format) {
		return "", fmt.Errorf("--format is json, yaml, cloudformation, terraform or binding, not %q", format)
	}
	if format == "terraform" && output != "" && !strings.HasSuffix(output, ".tf.json") {
		return "", fmt.Errorf("Terraform reads the JSON syntax from files that end in .tf.json, not from %q", output) //nolint:staticcheck // a name
	}
	return format, nil
}

func isYAML(output string) bool {
	return slices.Contains([]string{".yaml", ".yml"}, filepath.Ext(output))
}

func render(s *streams, path, output, format string, strict bool) error {
	isTemplate := format == "cloudformation" || format == "terraform"
	if format == "binding" {
		return renderForBinding(s, path)
	}
	variants := config.LoadVariants(path, config.Options{Stdin: s.in, Template: isTemplate})
	failed := variants.HasErrors()
	problems := variants.Problems(check.Definition)
	var document *tree.Node
	switch {
	case failed:
	case isTemplate:
		var found diag.List
		document, found = templateFor(format, variants)
		problems, failed = append(problems, found...), found.HasErrors()
	default:
		document = variants.Merge(func(p *config.Project) *tree.Node { return p.Definition.Output() }, intrinsic.Merge)
	}
	if failed || strict && problems.HasErrors() {
		return problems
	}
	s.writeProblems(problems)
	text, err := encode(document, format == "yaml" || format == "cloudformation" && isYAML(output))
	if err != nil {
		return err
	}
	if output == "" {
		_, err = s.out.Write(text)
		return err
	}
	return atomicfile.Write(output, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// templateFor returns the template of a project, or the configuration of Terraform that is
// made of it.
func templateFor(format string, variants *config.Variants) (*tree.Node, diag.List) {
	if format != "terraform" {
		return template.New(variants)
	}
	made, problems := template.NewForTerraform(variants)
	if problems.HasErrors() {
		return nil, problems
	}
	configuration, found := terraform.New(made)
	return configuration, append(problems, found...)
}

// renderForBinding responds to the construct of another language, also when its document is
// wrong: it tells its user.
func renderForBinding(s *streams, path string) error {
	project, problems := config.Load(path, config.Options{Stdin: s.in})
	if project.Binding == nil && !problems.HasErrors() {
		problems.Errorf(diag.Position{File: project.File}, "missing-binding", "the document does not say which construct sent it").Help =
			"constructs send it under binding; for the definition alone leave --format binding out"
	}
	response, failed, err := binding.Write(project, problems, sourceOf)
	if err != nil {
		return err
	}
	if _, err = s.out.Write(response); err == nil && failed {
		err = errReported
	}
	return err
}

func encode(document *tree.Node, inYAML bool) ([]byte, error) {
	if inYAML {
		return document.YAML()
	}
	return document.JSON(true), nil
}

func warningsOf(problems diag.List) diag.List {
	return slices.DeleteFunc(slices.Clone(problems), func(d diag.Diagnostic) bool { return d.Severity != diag.Warning })
}
