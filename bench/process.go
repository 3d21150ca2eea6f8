package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// settings are the flags.
type settings struct {
	binary   string        // of gatewright
	duration time.Duration // of one turn
	turns    int           // on each side
	cache    string
}

// bench measures one row. It ends what it started.
type bench struct {
	settings
	ctx     context.Context
	running []*process
}

func (b *bench) end() {
	for _, p := range b.running {
		p.stop()
	}
	b.running = nil
}

// The most that a server may take to start and a command to end.
const (
	startLimit   = 3 * time.Minute
	commandLimit = 5 * time.Minute
	stopLimit    = 5 * time.Second
)

// server is a command that serves HTTP.
type server struct {
	command     []string
	dir         string
	environment []string // next to our own
	address     string   // empty: it prints its URL on a line of its own
}

// process is a running server.
type process struct {
	cmd     *exec.Cmd
	cancel  context.CancelFunc
	output  *output
	ended   chan struct{}
	began   time.Time
	address string
}

// start starts a server, which answers once a URL is printed, or later when it
// prints none: see await.
func (b *bench) start(s server) (*process, error) {
	ctx, cancel := context.WithCancel(b.ctx)
	p := &process{
		cmd:     command(ctx, s.command...),
		cancel:  cancel,
		output:  &output{address: make(chan string, 1)},
		ended:   make(chan struct{}),
		address: s.address,
	}
	p.cmd.Dir = s.dir
	p.cmd.Env = append(os.Environ(), s.environment...)
	p.cmd.Stdout, p.cmd.Stderr = p.output, p.output
	p.began = time.Now()
	if err := p.cmd.Start(); err != nil {
		cancel()
		return nil, err
	}
	b.running = append(b.running, p)
	go func() {
		_ = p.cmd.Wait() // a server that is ended has no good status
		close(p.ended)
	}()
	if p.address != "" {
		return p, nil
	}
	select {
	case p.address = <-p.output.address:
		return p, nil
	case <-p.ended:
		return nil, p.failure("ended")
	case <-time.After(startLimit):
		return nil, p.failure("printed no address")
	}
}

// command makes a command that ends, with its children, when the context does.
func command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = stopLimit
	return cmd
}

// await asks until the status is the one wanted, and returns the time since the
// server's start.
func (p *process) await(request []byte, status int) (time.Duration, error) {
	last := 0
	for time.Since(p.began) < startLimit {
		if last = once(p.address, request); last == status {
			return time.Since(p.began), nil
		}
		select {
		case <-p.ended:
			return 0, p.failure("ended")
		case <-time.After(time.Millisecond):
		}
	}
	return 0, p.failure(fmt.Sprintf("answered %d, not %d", last, status))
}

func (p *process) failure(what string) error {
	return fmt.Errorf("%s %s:\n%s", strings.Join(p.cmd.Args, " "), what, p.output)
}

func (p *process) stop() {
	p.cancel()
	<-p.ended
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL) // most often nobody is left
}

// output is what a server prints; of much, the beginning.
type output struct {
	mu      sync.Mutex
	text    bytes.Buffer
	address chan string
	found   bool
}

const outputLimit = 64 << 10

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.text.Len() < outputLimit {
		o.text.Write(p)
		o.look()
	}
	return len(p), nil
}

// look finds the first whole line that is a URL.
func (o *output) look() {
	for line := range bytes.Lines(o.text.Bytes()) {
		address, isURL := strings.CutPrefix(string(line), "http://")
		if isURL && !o.found && strings.HasSuffix(address, "\n") {
			o.found = true
			o.address <- strings.TrimSpace(address)
		}
	}
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// usage is what a command took.
type usage struct {
	cpu  time.Duration
	peak float64 // of resident memory, in MiB
}

// finish runs a command to its end.
func (b *bench) finish(args ...string) (usage, error) {
	ctx, cancel := context.WithTimeout(b.ctx, commandLimit)
	defer cancel()
	cmd := command(ctx, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		return usage{}, err
	}
	peak := watchPeak(cmd.Process.Pid)
	err := cmd.Wait()
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, &stderr)
	}
	return usage{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), <-peak}, err
}

// watchPeak returns the most memory that a process had, once it has ended. The
// figure of wait4(2) would not do: it starts from what the parent has.
func watchPeak(pid int) <-chan float64 {
	peak := make(chan float64, 1)
	go func() {
		last := 0.0
		for {
			now, err := memory(pid, "VmHWM")
			if err != nil {
				peak <- last
				return
			}
			last = now
			time.Sleep(time.Millisecond)
		}
	}()
	return peak
}

// resident returns the memory that a process and its children have, in MiB.
func (p *process) resident() (float64, error) {
	total := 0.0
	for _, pid := range append(children(p.cmd.Process.Pid), p.cmd.Process.Pid) {
		now, err := memory(pid, "VmRSS")
		if err != nil {
			return 0, err
		}
		total += now
	}
	return total, nil
}

// memory returns a figure of /proc/PID/status in MiB. A process that has ended
// has none.
func memory(pid int, name string) (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(status), name+":")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0, errors.New("/proc tells no " + name)
	}
	kib, err := strconv.ParseFloat(fields[0], 64)
	return kib / 1024, err
}

// children returns the processes that a process started, and those that they did.
func children(pid int) (all []int) {
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid)) // the pattern is good
	for _, list := range lists {
		text, err := os.ReadFile(list)
		if err != nil {
			continue // the thread has ended
		}
		for field := range strings.FieldsSeq(string(text)) {
			if child, err := strconv.Atoi(field); err == nil {
				all = append(append(all, child), children(child)...)
			}
		}
	}
	return all
}
