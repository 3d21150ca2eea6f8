package lambda

import (
	"errors"
	"fmt"
	"net"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"github.com/gatewright/gatewright/internal/orphan"
)

type state int

const (
	stateStarting state = iota // until it asks for work
	stateIdle                  // waits for work
	stateBusy                  // has an invocation, or has not asked for the next one
	stateStopping              // no longer the pool's
)

const (
	// stopGrace is what a process gets between SIGTERM and SIGKILL.
	stopGrace = 2 * time.Second
	// pipeGrace bounds the wait for output that a grandchild may hold open.
	pipeGrace = 500 * time.Millisecond
)

// process is one child: an execution environment. Its own listener serves the
// Runtime API, so that it can only reach its own invocations.
type process struct {
	pool        *pool
	cmd         *exec.Cmd
	api         *apiServer
	host        string // what requests must name
	log         *lineWriter
	work        chan *invocation // holds one; taken by its long poll
	initialized chan struct{}    // closed when it asked for work or failed to
	done        chan struct{}    // closed when it is reaped

	// Guarded by pool.mu.
	state      state
	current    *invocation // handed over and not answered
	started    time.Time
	ready      time.Time   // when it asked for work first
	assigned   time.Time   // when it got the current invocation
	deadline   time.Time   // of the initialisation or invocation
	timer      *time.Timer // calls pool.expire at the deadline or before
	armed      bool        // the timer runs
	idleSince  time.Time
	poll       chan struct{} // closed when the process polls again
	initReport []byte        // posted to /runtime/init/error
	initCause  error
	failure    *InitError // set before initialized is closed
}

// newProcess starts a child for the pool. It is called with pool.mu held.
func newProcess(p *pool) (*process, error) {
	if err := p.awaitDebugPort(); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve the Runtime API: %w", err)
	}
	limit, now := initLimit+p.timeout(), time.Now()
	proc := &process{
		pool:        p,
		host:        listener.Addr().String(),
		log:         newLineWriter(p.rt.log, p.config.Name, p.rt.options.Line),
		work:        make(chan *invocation, 1),
		initialized: make(chan struct{}),
		done:        make(chan struct{}),
		started:     now,
		deadline:    now.Add(limit),
		armed:       true,
	}
	proc.api = &apiServer{listener: listener, handle: proc.handleAPI, conns: map[net.Conn]struct{}{}}
	proc.cmd = proc.command()
	if err := startChild(proc.cmd); err != nil {
		return nil, errors.Join(startError(err), listener.Close())
	}
	proc.timer = time.AfterFunc(limit, func() { p.expire(proc) })
	go proc.api.serve()
	return proc, nil
}

func (proc *process) command() *exec.Cmd {
	a := proc.pool.artifact
	cmd := exec.Command(a.command[0], a.command[1:]...)
	cmd.Dir = a.root
	cmd.Env = proc.pool.rt.environment(proc.pool.config, a, proc.pool.version, proc.host, logStreamName(time.Now(), proc.pool.version, newInstanceID()))
	cmd.Stdout = proc.log
	cmd.Stderr = proc.log
	cmd.SysProcAttr = childAttributes()
	cmd.WaitDelay = pipeGrace
	return cmd
}

// startError adds advice to the error of a program that cannot be executed.
func startError(err error) error {
	if errors.Is(err, syscall.ENOEXEC) {
		return fmt.Errorf("%w: the bootstrap is built for another platform, or is a script without a #! line", err)
	}
	return err
}

// assign makes the process responsible for an invocation; pool.mu is held. A
// timer that still runs for an earlier invocation is left alone: it fires before
// this one's deadline, and then waits for it. To set a timer each time would wake
// the network poller each time.
func (proc *process) assign(inv *invocation) {
	limit := proc.pool.timeout()
	proc.assigned = time.Now()
	inv.deadline = proc.assigned.Add(limit)
	proc.log.serving.Store(&inv.id)
	inv.deadlines = strconv.FormatInt(inv.deadline.UnixMilli(), 10)
	proc.state = stateBusy
	proc.current = inv
	proc.deadline = inv.deadline
	if !proc.armed {
		proc.armed = true
		proc.timer.Reset(limit)
	}
}

// disarm stops the timer for good, or until the next assign.
func (proc *process) disarm() {
	proc.timer.Stop()
	proc.armed = false
}

// newPoll ends an earlier poll of the process; pool.mu is held.
func (proc *process) newPoll() <-chan struct{} {
	if proc.poll != nil {
		close(proc.poll)
	}
	proc.poll = make(chan struct{})
	return proc.poll
}

// undelivered returns the invocation again that a broken connection did not
// fetch; pool.mu is held.
func (proc *process) undelivered() (*invocation, error) {
	select {
	case inv := <-proc.work:
		return inv, nil
	default:
		return nil, errNotResponded
	}
}

// reap waits for the end of the process, then ends what it has started: its group, and
// what has left that.
func (proc *process) reap() {
	err := proc.cmd.Wait()
	proc.kill()
	orphan.Kill("LAMBDA_RUNTIME_DIR="+proc.pool.rt.dir, "AWS_LAMBDA_RUNTIME_API="+proc.host)
	proc.log.flush()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		proc.log.say("wait for the process: " + err.Error())
	}
	proc.api.close()
	close(proc.done)
	proc.pool.exited(proc, proc.cmd.ProcessState)
}

// terminate asks the process group to end, then makes it.
func (proc *process) terminate() {
	interruptGroup(proc.cmd.Process)
	grace := time.NewTimer(stopGrace)
	defer grace.Stop()
	select {
	case <-proc.done:
	case <-grace.C:
		proc.kill()
	}
}

func (proc *process) kill() { killGroup(proc.cmd.Process) }
