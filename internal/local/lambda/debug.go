package lambda

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	// unlimited is the timeout of a function under a debugger, which may be stopped for
	// as long as a person thinks.
	unlimited = 24 * time.Hour
	// portGrace is how long a debugger's port may be in use by the process before.
	portGrace = 5 * time.Second
)

// timeout returns the time that an invocation may take.
func (p *pool) timeout() time.Duration {
	if p.config.DebugPort != 0 {
		return unlimited
	}
	return p.config.Timeout
}

// debugAddress returns where a debugger finds the function.
func (f Function) debugAddress() string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(f.DebugPort))
}

// awaitDebugPort returns when the debugger's port is free.
func (p *pool) awaitDebugPort() error {
	if p.config.DebugPort == 0 {
		return nil
	}
	for deadline := time.Now().Add(portGrace); ; time.Sleep(20 * time.Millisecond) {
		listener, err := net.Listen("tcp", p.config.debugAddress())
		switch {
		case err == nil:
			return listener.Close()
		case time.Now().After(deadline):
			return fmt.Errorf("the debugger's port %d cannot be used: %w", p.config.DebugPort, err)
		}
	}
}

// freeDebugPort ends the process that has the debugger's port, which may be stopped at
// a breakpoint. Invocations that come wait until keep is called, or for another pool.
func (f *function) freeDebugPort() (keep func()) {
	p := f.current.Load()
	if f.config.DebugPort == 0 || p == nil {
		return func() {}
	}
	p.pause()
	return p.resume
}

// pause ends the processes, and starts none until resume.
func (p *pool) pause() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.paused = true
	for proc := range p.procs {
		go proc.terminate()
	}
}

func (p *pool) resume() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.paused = false
	if len(p.queue) > 0 && len(p.procs) == 0 {
		p.start()
	}
}

// debugGo returns the command under Go's debugger.
func debugGo(f Function, program string) ([]string, error) {
	dlv, err := exec.LookPath("dlv")
	if err != nil {
		return nil, errors.New("to debug a function in Go, install Delve: go install github.com/go-delve/delve/cmd/dlv@latest")
	}
	return []string{
		dlv, "exec", "--headless", "--api-version=2", "--accept-multiclient", "--continue",
		"--listen=" + f.debugAddress(), program,
	}, nil
}

// debugFlags returns the flags that compile the developer's own modules without
// optimizations, so that every line and variable is there.
func debugFlags(ctx context.Context, dir string) ([]string, error) {
	modules, err := run(ctx, dir, "go", "list", "-m")
	if err != nil {
		return nil, err
	}
	flags := []string{"-trimpath=false", "-ldflags="} // GOFLAGS may leave out what a debugger needs
	for module := range strings.FieldsSeq(string(modules)) {
		flags = append(flags, "-gcflags="+module+"/...=-N -l")
	}
	return flags, nil
}

// debugPython returns the arguments by which Python runs under its debugger.
func debugPython(ctx context.Context, f Function, python string) ([]string, error) {
	if f.DebugPort == 0 {
		return nil, nil
	}
	if _, err := run(ctx, "", python, "-c", "import debugpy"); err != nil {
		return nil, fmt.Errorf("to debug a function in Python, install debugpy: %s -m pip install debugpy", filepath.ToSlash(python))
	}
	// Frozen modules of Python itself cannot be stepped into, which nobody asks for here.
	return []string{"-Xfrozen_modules=off", "-m", "debugpy", "--listen", f.debugAddress()}, nil
}
