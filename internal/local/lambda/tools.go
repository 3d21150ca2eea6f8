package lambda

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
)

// tool is a language's program as found on this machine.
type tool struct {
	path    string // the program itself, not a version manager's shim
	version string // as the program states it
	home    string // Java only
}

// tools looks each program up once; failures are tried again.
type tools struct {
	mu     sync.Mutex
	found  map[string]tool
	warned map[string]bool
}

func (t *tools) lookup(key string, probe func() (tool, error)) (tool, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if found, ok := t.found[key]; ok {
		return found, nil
	}
	found, err := probe()
	if err == nil {
		t.found[key] = found
	}
	return found, err
}

// warnOnce writes a line to the log the first time that the text occurs.
func (rt *Runtime) warnOnce(text string) {
	rt.tools.mu.Lock()
	defer rt.tools.mu.Unlock()
	if rt.tools.warned[text] {
		return
	}
	rt.tools.warned[text] = true
	rt.log.writeLine([]byte("warning: " + text + "\n"))
}

// probeLines runs a program that prints its path and version, one a line.
func probeLines(ctx context.Context, program string, args ...string) (tool, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return tool{}, err
	}
	output, err := run(ctx, "", path, args...)
	if err != nil {
		return tool{}, err
	}
	lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(string(output), "\r", "")), "\n")
	if len(lines) != 2 {
		return tool{}, fmt.Errorf("%s answered %q to the question for its version", program, output)
	}
	return tool{path: lines[0], version: lines[1]}, nil
}

// missing is the error for a program that is not installed.
func missing(what, runtime string, cause error) error {
	if errors.Is(cause, exec.ErrNotFound) {
		return fmt.Errorf("runtime %s needs %s on the PATH", runtime, what)
	}
	return fmt.Errorf("runtime %s needs %s: %w", runtime, what, cause)
}
