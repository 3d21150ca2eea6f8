// Command gatewright renders, checks and locally runs type-safe APIs on Amazon
// API Gateway.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/version"
)

// The exit statuses.
const (
	exitDone    = 0
	exitInput   = 1 // the input is wrong
	exitUsage   = 2 // the command was called wrongly
	exitOutside = 3 // something outside failed: a port is taken, a file not writable
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), ends()...)
	status := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// ends are the signals that end a command in good order: also that its terminal was
// closed, unless it was started to survive that, by nohup.
func ends() []os.Signal {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	return signals
}

// run runs one command and returns its exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	s := &streams{in: stdin, out: stdout, err: stderr}
	root := newRoot(s)
	root.SetArgs(args)
	return report(s, root.ExecuteContext(ctx))
}

// streams are what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
	all      bool // print every problem, not only the first of each rule
}

func newRoot(s *streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "gatewright",
		Short: "Type-safe APIs on Amazon API Gateway",
		Long: `gatewright makes type-safe APIs on Amazon API Gateway: it renders an API model and
one integration for each operation to a definition that deploys, and runs that same
definition on this machine.`,
		Example: `  gatewright init shop               create a project
  gatewright dev                     serve the API of gatewright.yaml
  gatewright dev openapi.yaml        answer every operation of a model with data made from it
  gatewright render -o api.json      write the definition that deploys
  gatewright generate                write the packages that gatewright.yaml names`,
		Version:       version.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArguments,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetFlagErrorFunc(usage)
	root.SetVersionTemplate("gatewright {{.Version}}\n")
	root.AddCommand(newInit(s), newDev(s), newRequests(s), newMCP(s), newRender(s), newGenerate(s), newDocs(s), newToken(s), newCheck(s), newDiff(s), newExplain(s), newSchema(s), newVersion(s))
	return root
}

// usageError says that the command was called wrongly.
type usageError struct {
	command *cobra.Command
	err     error
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usage(c *cobra.Command, err error) error { return &usageError{c, err} }

func noArguments(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if c.HasSubCommands() {
		err := fmt.Errorf("unknown command %q", args[0])
		var names []string
		for _, sub := range c.Commands() {
			names = append(names, sub.Name())
		}
		if near := diag.Nearest(args[0], names); near != "" {
			err = fmt.Errorf("%w; did you mean %q?", err, near)
		}
		return usage(c, err)
	}
	return usage(c, fmt.Errorf("%s takes no arguments, found %q", c.CommandPath(), args[0]))
}

// onePath lets a command be called with no path or one.
func onePath(c *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usage(c, fmt.Errorf("%s takes one path, found %d", c.CommandPath(), len(args)))
	}
	return nil
}

func pathOf(args []string) string {
	if len(args) == 0 {
		return "."
	}
	return args[0]
}

// report reports the user of an error and returns the exit status.
func report(s *streams, err error) int {
	var wrongUsage *usageError
	var problems diag.List
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &problems):
		s.writeProblems(problems)
		return exitInput
	case errors.Is(err, errReported):
		return exitInput
	case errors.As(err, &wrongUsage):
		fmt.Fprintf(s.err, "gatewright: %v\nSee '%s --help'.\n", wrongUsage, wrongUsage.command.CommandPath())
		return exitUsage
	default:
		fmt.Fprintf(s.err, "gatewright: %v\n", err)
		return exitOutside
	}
}

// problemsOfRule is how many problems of one rule are printed without --all.
const problemsOfRule = 10

// addAll adds the flag --all to a command that prints problems.
func (s *streams) addAll(c *cobra.Command) {
	c.Flags().BoolVar(&s.all, "all", false, fmt.Sprintf("print every problem, not only the first %d of each rule", problemsOfRule))
}

// limit returns how many problems of one rule to print; 0: all.
func (s *streams) limit() int {
	if s.all {
		return 0
	}
	return problemsOfRule
}

// writeProblems writes diagnostics with the lines at fault.
func (s *streams) writeProblems(problems diag.List) { s.writeProblemsTo(s.err, problems) }

func (s *streams) writeProblemsTo(w io.Writer, problems diag.List) {
	text := diag.Text{Sources: sourceOf, Limit: s.limit(), Rules: true}
	_ = text.Write(w, problems) // nothing is left to tell the user by
	if _, omitted := problems.Limit(text.Limit); len(omitted) > 0 {
		fmt.Fprintln(w, "  help: --all prints every problem")
	}
}

// sourceOf reads a file that a diagnostic points at.
func sourceOf(file string) (string, bool) {
	text, err := os.ReadFile(file)
	return string(text), err == nil
}
