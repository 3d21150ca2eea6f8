package devserver

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/local/cloudformation"
	"github.com/gatewright/gatewright/internal/tree"
)

// The files of a CDK app (AWS CDK Developer Guide, "Configure the AWS CDK CLI" and
// "Save context values").
const (
	cdkFile     = "cdk.json"
	contextFile = "cdk.context.json"
)

// synth runs a CDK app as the CDK's own command line does.
type synth struct {
	file    string // cdk.json
	sources sources
}

// The time after which a run says that it still goes on, and that a command has to
// end once it was told to.
const (
	progressEvery = 10 * time.Second
	endWithin     = 2 * time.Second
)

// run has the app write its cloud assembly to a directory, and returns the directory
// where it is.
func (s *synth) run(ctx context.Context, out string, d *Server) (assembly string, problems diag.List) {
	text, err := os.ReadFile(s.file)
	if err != nil {
		problems.Errorf(diag.Position{File: s.file}, "unreadable-file", "the file cannot be read: %v", err)
		return "", problems
	}
	settings, problems := tree.Read(s.file, text)
	if problems.HasErrors() {
		return "", problems
	}
	s.sources.begin(filepath.Dir(s.file), settings.Get("output").Str())
	defer s.sources.end()
	app := settings.Get("app")
	if app.Str() == "" {
		problems.Errorf(settings.FieldPosition("app"), "missing-app", "the file names no command that runs the app").Help =
			`add one: "app": "go run ."`
		return "", problems
	}
	if made := filepath.Join(filepath.Dir(s.file), app.Text); isFile(filepath.Join(made, cloudformation.Manifest)) {
		return made, nil
	}
	if err := prepareRecords(recordsIn(out)); err != nil {
		problems.Errorf(settings.Position(), "unwritable-file", "%v", err)
		return "", problems
	}
	variables, err := s.environment(d, settings, out)
	if err != nil {
		problems.Errorf(settings.Position(), "invalid-context", "%v", err)
		return "", problems
	}
	for _, command := range []*tree.Node{settings.Get("build"), app} {
		if command.Str() == "" {
			continue
		}
		if err := s.command(ctx, commandOf(s.file, command.Text), variables, d); err != nil {
			problems.Errorf(command.Position(), "failed-app", "%q failed: %v", command.Text, err)
			return "", problems
		}
	}
	if !isFile(filepath.Join(out, cloudformation.Manifest)) {
		problems.Errorf(app.Position(), "invalid-assembly", "%q wrote no cloud assembly to the directory that CDK_OUTDIR names", app.Text).Help =
			"leave outdir out of new App(…), and call app.synth()"
		return "", problems
	}
	return out, nil
}

// made returns the cloud assembly that the CDK's own command line has written before;
// empty: it has not.
func (s *synth) made() string {
	text, err := os.ReadFile(s.file)
	if err != nil {
		return ""
	}
	settings, problems := tree.Read(s.file, text)
	if problems.HasErrors() {
		return "" // a run reports them
	}
	dir := filepath.Join(filepath.Dir(s.file), filepath.FromSlash(cmp.Or(settings.Get("output").Str(), "cdk.out")))
	if !isFile(filepath.Join(dir, cloudformation.Manifest)) {
		return ""
	}
	return dir
}

// commandOf returns the command as a shell takes it. A JavaScript file that is not
// executable is run by Node.js, as the CDK's command line does.
func commandOf(file, command string) string {
	info, err := os.Stat(filepath.Join(filepath.Dir(file), command))
	if err == nil && info.Mode().IsRegular() && info.Mode()&0o111 == 0 && strings.HasSuffix(command, ".js") {
		return `node "` + command + `"`
	}
	return command
}

// environment returns the variables by which the command line and an app talk.
func (s *synth) environment(d *Server, settings *tree.Node, out string) ([]string, error) {
	values := tree.NewMapping(
		tree.Field{Name: "aws:cdk:enable-path-metadata", Value: tree.NewBool(true)},
		tree.Field{Name: "aws:cdk:enable-asset-metadata", Value: tree.NewBool(true)},
		tree.Field{Name: "aws:cdk:bundling-stacks", Value: tree.NewStrings([]string{"**"})},
	)
	saved := filepath.Join(filepath.Dir(s.file), contextFile)
	if text, err := os.ReadFile(saved); err == nil {
		known, problems := tree.Read(saved, text)
		if problems.HasErrors() {
			return nil, problems
		}
		addContext(values, known)
	}
	addContext(values, settings.Get("context"))
	for name, value := range d.options.Context {
		values.Set(name, tree.NewString(value))
	}

	// Assets that are not bundled stay where their sources are, and so do Go functions of
	// gatewright's own constructs: an edit of a function needs no run of the app.
	values.Set("aws:cdk:disable-asset-staging", tree.NewBool(true))
	values.Set("gatewright:local", tree.NewBool(true))

	variables := append(os.Environ(), recordBundles(recordsIn(out))...)
	variables = append(variables,
		"CDK_OUTDIR="+out,
		"CDK_DEFAULT_ACCOUNT="+cmp.Or(os.Getenv("CDK_DEFAULT_ACCOUNT"), config.LocalAccount),
		"CDK_DEFAULT_REGION="+cmp.Or(os.Getenv("CDK_DEFAULT_REGION"), config.LocalRegion),
	)
	text := values.JSON(false)
	if len(text) <= maxVariable {
		return append(variables, "CDK_CONTEXT_JSON="+string(text)), nil
	}
	overflow := out + ".context.json"
	if err := os.WriteFile(overflow, text, 0o600); err != nil {
		return nil, err
	}
	return append(variables, "CDK_CONTEXT_JSON={}", "CONTEXT_OVERFLOW_LOCATION="+overflow), nil
}

// maxVariable is how long a variable may be on all systems; longer context goes
// into a file.
const maxVariable = 32_000 // bytes

func addContext(values, more *tree.Node) {
	if more.Is(tree.Mapping) {
		for _, f := range more.Fields {
			values.Set(f.Name, f.Value)
		}
	}
}

// command runs a command in the app's directory. What it writes is shown when it
// fails.
func (s *synth) command(ctx context.Context, text string, variables []string, d *Server) error {
	shell := []string{"sh", "-c", text}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd", "/C", text}
	}
	var output bytes.Buffer
	c := exec.CommandContext(ctx, shell[0], shell[1:]...)
	c.Dir, c.Env = filepath.Dir(s.file), variables
	c.Stdout, c.Stderr = &output, &output
	c.WaitDelay = endWithin
	inGroup(c)
	d.options.Logger.Info("running the CDK app", "command", text)
	defer d.progress(text)()
	err := c.Run()
	if err == nil {
		return nil
	}
	if _, writeErr := d.options.Stderr.Write(output.Bytes()); writeErr != nil {
		err = errors.Join(err, fmt.Errorf("show what it wrote: %w", writeErr))
	}
	return err
}

// progress reports every now and then that a command still runs, until it is stopped.
func (s *Server) progress(command string) (stop func()) {
	began, ended := time.Now(), make(chan struct{})
	go func() {
		for ticker := time.NewTicker(progressEvery); ; {
			select {
			case <-ticker.C:
				s.options.Logger.Info("the CDK app still runs", "command", command, "for", time.Since(began).Round(time.Second))
			case <-ended:
				ticker.Stop()
				return
			}
		}
	}()
	return func() { close(ended) }
}
