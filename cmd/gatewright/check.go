package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/check"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/deploy"
	"github.com/gatewright/gatewright/spec"
)

func newCheck(s *streams) *cobra.Command {
	var format string
	var agentCore bool
	c := &cobra.Command{
		Use:   "check [PATH]",
		Short: "Report every problem of the model, the file and API Gateway's limits",
		Long: `Report every problem of the model and of gatewright.yaml, what does not run, and what
API Gateway's import would refuse or ignore. The exit status is 1 when there is an error.

PATH is a directory with gatewright.yaml (default: this one), that file, an OpenAPI
document, or - for a document on stdin.`,
		Example: `  gatewright check
  gatewright check --format github    # in GitHub Actions: problems show next to the lines`,
		Args: onePath,
		RunE: func(c *cobra.Command, args []string) error {
			if problemFormats[format] == nil {
				return usage(c, fmt.Errorf("--format is text, json or github, not %q", format))
			}
			find := check.Definition
			if agentCore {
				find = func(p *config.Project, known diag.List) diag.List {
					return append(check.Definition(p, known), check.AgentCore(p)...)
				}
			}
			return runCheck(s, pathOf(args), format, find)
		},
	}
	s.addAll(c)
	c.Flags().StringVar(&format, "format", "text", "text, json or github")
	c.Flags().BoolVar(&agentCore, "agentcore", false, "report also what keeps a stage from being a target of Amazon Bedrock AgentCore Gateway")
	return c
}

// problemFormats write a list of problems. Text goes to stderr, as with the other
// commands; what a program reads goes to stdout.
var problemFormats = map[string]func(s *streams, l diag.List) error{
	"text":   func(s *streams, l diag.List) error { s.writeProblems(l); return nil },
	"json":   func(s *streams, l diag.List) error { return diag.WriteJSON(s.out, l) },
	"github": func(s *streams, l diag.List) error { return diag.WriteGitHub(s.out, l, s.limit()) },
}

func runCheck(s *streams, path, format string, find func(*config.Project, diag.List) diag.List) error {
	variants := config.LoadVariants(path, config.Options{Check: true, Stdin: s.in})
	problems := variants.Problems(find)
	if err := problemFormats[format](s, problems); err != nil {
		return err
	}
	if problems.HasErrors() {
		if format == "text" {
			fmt.Fprintln(s.err, counts(problems))
			fmt.Fprintln(s.err, "Explain a rule: gatewright explain "+firstError(problems).Rule)
		}
		return errReported
	}
	if format == "text" {
		project := variants.First()
		fmt.Fprintln(s.out, count(operations(project), "operation")+", "+counts(problems))
		for name, value := range functionEnvironment(project) {
			fmt.Fprintf(s.out, "set on functions with generated handlers: %s='%s'\n", name, value)
		}
	}
	return nil
}

// firstError returns the first of the errors that are printed.
func firstError(problems diag.List) diag.Diagnostic {
	all := problems.Sorted()
	return all[slices.IndexFunc(all, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })]
}

// counts returns how many errors and warnings there are, each once.
func counts(problems diag.List) string {
	all := problems.Sorted()
	warnings := len(warningsOf(all))
	errors := "no errors"
	if n := len(all) - warnings; n > 0 {
		errors = count(n, "error")
	}
	return errors + ", " + count(warnings, "warning")
}

// operations returns how many operations there are. A finished definition may hold no
// valid model.
func operations(p *config.Project) int {
	if p.Model != nil {
		return len(p.Model.Operations)
	}
	api, _ := spec.Read(p.Definition)
	return len(api.Operations)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// errReported says that the input is wrong and the user has been told.
var errReported = errors.New("the input is wrong")

// functionEnvironment returns the variables that the functions of a file need in the
// cloud. Constructs set them themselves.
func functionEnvironment(p *config.Project) map[string]string {
	if len(p.Functions) == 0 || p.Binding != nil {
		return nil
	}
	return deploy.Environment(p.Input.CORS)
}
