package lambda

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// family is what a group of runtimes has in common: how code becomes a command.
type family interface {
	// build makes the function's code ready to run; its error is the cause that
	// a BuildError wraps.
	build(ctx context.Context, w *workshop, f Function) (*artifact, error)
	// inputs lists what the result of build depends on; before is what the last build depended on.
	inputs(ctx context.Context, f Function, before inputs) inputs
}

// artifact is code that is ready to run.
type artifact struct {
	root        string            // LAMBDA_TASK_ROOT and the working directory
	command     []string          // program and arguments
	environment map[string]string // what the runtime itself adds
	sources     []string          // further inputs, which the build has found
}

// workshop is where one build of one function happens.
type workshop struct {
	rt   *Runtime
	name string // of the function
	dir  string // empty, private to this build, removed with it

	again bool // the code was built before

	layers []string // directories
}

// outputError is a failed command and what it wrote.
type outputError struct {
	err    error
	output string
}

func (e *outputError) Error() string { return e.err.Error() }
func (e *outputError) Unwrap() error { return e.err }

// build runs the family's build in a fresh directory.
func (rt *Runtime) build(ctx context.Context, f Function, again bool) (a *artifact, dir string, err error) {
	dir, err = os.MkdirTemp(filepath.Join(rt.dir, "functions"), f.Name+"-")
	if err != nil {
		return nil, "", &BuildError{Name: f.Name, Err: err}
	}
	w := &workshop{rt: rt, name: f.Name, dir: dir, again: again}
	if err = w.addLayers(f.Layers); err == nil {
		a, err = families[f.Runtime].build(ctx, w, f)
	}
	if err == nil {
		a.environment = w.layered(a.environment)
		return a, dir, nil
	}
	failure := &BuildError{Name: f.Name, Err: err}
	if output, ok := errors.AsType[*outputError](err); ok {
		failure.Output = output.output
	}
	return nil, "", errors.Join(failure, os.RemoveAll(dir))
}

// unpack returns the directory of the bundle: the code itself, or where the
// archive was extracted.
func (w *workshop) unpack(code string) (string, error) { return w.unpackTo("task", code) }

func (w *workshop) unpackTo(name, code string) (string, error) {
	path, err := filepath.Abs(code)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("the code %s does not exist", code)
	case err != nil:
		return "", err
	case info.IsDir():
		return path, nil
	case !isArchive(path):
		return "", fmt.Errorf("the code %s must be a directory, a .zip or a .jar file", code)
	}
	root := filepath.Join(w.dir, name)
	if err := extract(path, root); err != nil {
		return "", fmt.Errorf("extract %s: %w", code, err)
	}
	return root, nil
}

func isArchive(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".zip", ".jar":
		return true
	}
	return false
}

// run executes a tool of the developer's, with the developer's environment, and
// returns its standard output.
func run(ctx context.Context, dir, name string, args ...string) ([]byte, error) {
	return runIn(ctx, dir, nil, append([]string{name}, args...)...)
}

// runIn executes a tool with another environment; nil: the developer's.
func runIn(ctx context.Context, dir string, environment []string, command ...string) ([]byte, error) {
	name, args := command[0], command[1:]
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, environment
	cmd.WaitDelay = 10 * time.Second // a busy machine takes some to read what the tool has written
	var stdout, all bytes.Buffer
	cmd.Stdout = &stdout
	cmd.Stderr = &all
	err := cmd.Run()
	if err == nil {
		return stdout.Bytes(), nil
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	all.Write(stdout.Bytes())
	return nil, &outputError{
		err:    fmt.Errorf("%s %s: %w", filepath.Base(name), args[0], err),
		output: all.String(),
	}
}
