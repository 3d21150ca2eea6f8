package lambda

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"
)

const (
	// scaleAfter is how long an invocation waits for a busy process before
	// another one is started: a function that answers faster is served better
	// by the processes there are than by a cold start.
	scaleAfter = 10 * time.Millisecond
	// initLimit is the service's bound of the Init phase; after it the service
	// starts anew within the first invocation's timeout, hence it is added
	// ("Understanding the Lambda execution environment lifecycle").
	initLimit = 10 * time.Second
	// After a failed start the pool waits before the next one: firstBackOff,
	// doubled each time up to maxBackOff.
	firstBackOff = 100 * time.Millisecond
	maxBackOff   = 10 * time.Second
)

// pool is the set of processes of one build of a function, with the invocations
// that wait for one.
type pool struct {
	rt       *Runtime
	config   Function
	artifact *artifact
	dir      string // removed with the last process
	arn      string

	mu       sync.Mutex
	procs    map[*process]struct{}
	idle     []*process    // the one used last comes last and is used first
	queue    []*invocation // the oldest first
	starting int           // processes before their first request for work
	retired  bool          // takes no more invocations
	closed   bool          // interrupts those it has
	scale    *time.Timer   // set while the queue may need another process
	backOff  time.Duration // after the last failed start; 0 after a good one
	retryAt  time.Time
	failure  *InitError // of the last start

	ended sync.WaitGroup // processes until they are reaped
}

func newPool(rt *Runtime, config Function, a *artifact, dir string) *pool {
	p := &pool{rt: rt, config: config, artifact: a, dir: dir, procs: map[*process]struct{}{}, arn: rt.ARN(config.Name)}
	rt.mu.Lock()
	rt.pools[p] = struct{}{}
	rt.mu.Unlock()
	return p
}

// submit gives the invocation to an idle process, or queues it. It is false when
// the pool has been replaced.
func (p *pool) submit(inv *invocation) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.retired {
		return false
	}
	if n := len(p.idle); n > 0 {
		proc := p.idle[n-1]
		p.idle = p.idle[:n-1]
		proc.assign(inv)
		proc.work <- inv
		return true
	}
	if len(p.procs) == 0 && p.failure != nil && time.Now().Before(p.retryAt) {
		p.finish(inv, p.backedOff(inv.id))
		return true
	}
	p.queue = append(p.queue, inv)
	if len(p.procs) == 0 {
		p.start()
	} else {
		p.watchQueue()
	}
	return true
}

// backedOff is the outcome while no process may be started.
func (p *pool) backedOff(id string) outcome {
	failure := *p.failure
	failure.RetryAfter = time.Until(p.retryAt)
	failure.Result.RequestID = id
	return outcome{result: failure.Result, err: &failure}
}

// watchQueue lets scaleUp look at the queue when its head has waited.
func (p *pool) watchQueue() {
	if p.scale == nil {
		p.scale = time.AfterFunc(scaleAfter, p.scaleUp)
	}
}

// scaleUp starts a process for each invocation that has waited too long, within
// the function's concurrency and not more at a time than there are processors.
func (p *pool) scaleUp() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.scale = nil
	if p.closed || len(p.queue) == 0 {
		return
	}
	longest := time.Now().Add(-scaleAfter)
	late := 0
	for late < len(p.queue) && !p.queue[late].queued.After(longest) {
		late++
	}
	wanted := min(late, max(2, runtime.GOMAXPROCS(0))) - p.starting
	for range min(wanted, p.config.MaxConcurrency-len(p.procs)) {
		p.start()
	}
	p.watchQueue()
}

// start begins a process; its failure is reported like a failed initialisation.
func (p *pool) start() {
	proc, err := newProcess(p)
	if err != nil {
		p.failStart(nil, err, nil)
		return
	}
	p.procs[proc] = struct{}{}
	p.starting++
	p.ended.Go(proc.reap)
}

// ready is called when a process asks for work. It returns the invocation to
// serve, or puts the process among the idle ones: then the invocation will come
// through its channel, unless poll is closed before. The error is for a process
// that must not ask.
func (p *pool) ready(proc *process) (inv *invocation, poll <-chan struct{}, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch proc.state {
	case stateStarting:
		p.starting--
		p.backOff, p.failure = 0, nil
		proc.disarm()
		close(proc.initialized)
	case stateBusy:
		if proc.current != nil {
			inv, err = proc.undelivered()
			return inv, nil, err
		}
	case stateIdle: // it lost its connection
		return nil, proc.newPoll(), nil
	case stateStopping:
		return nil, nil, errStopping
	}
	if inv := p.next(); inv != nil {
		proc.assign(inv)
		return inv, nil, nil
	}
	if p.retired {
		p.end(proc)
		return nil, nil, errStopping
	}
	proc.state = stateIdle
	proc.idleSince = time.Now()
	p.idle = append(p.idle, proc)
	return nil, proc.newPoll(), nil
}

// next takes the oldest invocation that somebody still waits for.
func (p *pool) next() *invocation {
	for len(p.queue) > 0 {
		inv := p.queue[0]
		p.queue[0] = nil
		p.queue = p.queue[1:]
		if !inv.finished {
			return inv
		}
	}
	return nil
}

// abandon takes an invocation out of the queue when its caller gave up. One that
// a process has is finished by it.
func (p *pool) abandon(inv *invocation) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.Index(p.queue, inv); i >= 0 {
		p.queue = slices.Delete(p.queue, i, i+1)
		inv.finished = true
	}
}

// finish answers an invocation, once.
func (p *pool) finish(inv *invocation, o outcome) {
	if !inv.finished {
		inv.finished = true
		inv.done <- o
	}
}

// complete answers the invocation that the process has. It is false when the
// process does not have it (any more).
func (p *pool) complete(proc *process, id string, result Result) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	inv := proc.current
	if inv == nil || inv.id != id {
		return false
	}
	proc.current = nil
	p.finish(inv, outcome{result: result})
	return true
}

// serves reports whether the process has the invocation.
func (p *pool) serves(proc *process, id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return proc.current != nil && proc.current.id == id
}

// expire is called by a process's timer: its initialisation, its invocation, or
// what it does after the response takes too long.
func (p *pool) expire(proc *process) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if left := time.Until(proc.deadline); left > 0 && (proc.state == stateBusy || proc.state == stateStarting) {
		proc.timer.Reset(left) // it was set for an earlier invocation
		return
	}
	proc.armed = false
	switch proc.state {
	case stateStarting:
		if proc.initCause == nil {
			proc.initCause = fmt.Errorf("%w than %s", errInitTimeout, initLimit+p.config.Timeout)
		}
	case stateBusy:
		if inv := proc.current; inv != nil {
			result := timedOut(inv.id, p.config.Timeout)
			proc.current = nil
			proc.log.say(fmt.Sprintf("RequestId: %s Error: Task timed out after %.2f seconds", inv.id, p.config.Timeout.Seconds()))
			p.finish(inv, outcome{result: result})
		}
		p.release(proc)
	default:
		return
	}
	proc.kill()
}

// release forgets a process that is about to end, so that another may start.
func (p *pool) release(proc *process) {
	if proc.state == stateStarting {
		p.starting--
	}
	proc.state = stateStopping
	proc.disarm()
	delete(p.procs, proc)
	if i := slices.Index(p.idle, proc); i >= 0 {
		p.idle = slices.Delete(p.idle, i, i+1)
	}
	switch {
	case len(p.queue) == 0 || p.closed:
	case len(p.procs) == 0:
		p.start()
	default:
		p.watchQueue()
	}
}

// end stops a process that has no work.
func (p *pool) end(proc *process) {
	p.release(proc)
	go proc.terminate()
}

// exited is called when a process has ended by itself or was killed.
func (p *pool) exited(proc *process, state *os.ProcessState) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch proc.state {
	case stateStopping:
	case stateStarting:
		p.starting--
		delete(p.procs, proc)
		proc.state = stateStopping
		proc.disarm()
		p.failStart(proc, initCause(proc, state), state)
	default:
		if inv := proc.current; inv != nil {
			proc.current = nil
			proc.log.say("RequestId: " + inv.id + " Error: " + exitReason(state))
			p.finish(inv, p.interrupted(exited(inv.id, state)))
		}
		p.release(proc)
	}
	p.cleanUp()
}

func (p *pool) interrupted(result Result) outcome {
	if p.closed {
		return outcome{err: ErrClosed}
	}
	return outcome{result: result}
}

func initCause(proc *process, state *os.ProcessState) error {
	if proc.initCause != nil {
		return proc.initCause
	}
	return fmt.Errorf("the process ended before it asked for an invocation: %s", state)
}

// failStart records a failed start and, when no process is left that could serve
// them, answers the waiting invocations with it.
func (p *pool) failStart(proc *process, cause error, state *os.ProcessState) {
	p.backOff = min(max(2*p.backOff, firstBackOff), maxBackOff)
	p.retryAt = time.Now().Add(p.backOff)
	failure := &InitError{Name: p.config.Name, Err: cause, Result: p.initResult(proc, cause, state, "")}
	if proc != nil {
		failure.Log = proc.log.last()
		proc.failure = failure
		close(proc.initialized)
	}
	p.failure = failure
	if len(p.procs) > 0 {
		p.watchQueue()
		return
	}
	for inv := p.next(); inv != nil; inv = p.next() {
		answer := *failure
		answer.RetryAfter = p.backOff
		answer.Result = p.initResult(proc, cause, state, inv.id)
		p.finish(inv, outcome{result: answer.Result, err: &answer})
	}
}

// initResult is the service's answer to an invocation whose process failed to
// initialise: what the process reported, else how it ended.
func (p *pool) initResult(proc *process, cause error, state *os.ProcessState, id string) Result {
	switch {
	case proc == nil: // it was never started
		return failed(id, "Runtime.InvalidEntrypoint", "RequestId: "+id+" Error: "+cause.Error())
	case proc.initReport != nil:
		return Result{Payload: proc.initReport, FunctionError: unhandled, RequestID: id}
	case errors.Is(cause, errInitTimeout):
		return timedOut(id, p.config.Timeout)
	}
	return exited(id, state)
}

// failInit records what a process reports about its initialisation and gives it
// a moment to end. It is false when the process is past it.
func (p *pool) failInit(proc *process, report []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if proc.state != stateStarting {
		return false
	}
	proc.initReport = report
	proc.initCause = reportedCause(report)
	proc.deadline = time.Now().Add(stopGrace)
	proc.timer.Reset(stopGrace)
	return true
}

// warm sees to it that a process is ready.
func (p *pool) warm(ctx context.Context) error {
	p.mu.Lock()
	p.start()
	failure := p.failure
	var proc *process
	for started := range p.procs {
		proc = started
	}
	p.mu.Unlock()
	if proc == nil {
		return failure
	}
	select {
	case <-proc.initialized:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if proc.failure != nil {
		return proc.failure
	}
	return nil
}

// retire lets the processes finish their work and end. Waiting invocations go to
// the successor; without one they are served first.
func (p *pool) retire(successor *pool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.retired = true
	if successor != nil {
		for inv := p.next(); inv != nil; inv = p.next() {
			if !successor.submit(inv) {
				p.finish(inv, outcome{err: ErrClosed})
			}
		}
	}
	for _, proc := range slices.Clone(p.idle) {
		p.end(proc)
	}
	p.cleanUp()
}

// retireIdle ends the processes without work since a time, except the last one.
func (p *pool) retireIdle(since time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.procs) > 1 && len(p.idle) > 0 && p.idle[0].idleSince.Before(since) {
		p.end(p.idle[0])
	}
}

// close interrupts everything.
func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.retired, p.closed = true, true
	for inv := p.next(); inv != nil; inv = p.next() {
		p.finish(inv, outcome{err: ErrClosed})
	}
	for proc := range p.procs {
		if inv := proc.current; inv != nil {
			proc.current = nil
			p.finish(inv, outcome{err: ErrClosed})
		}
		proc.initCause = ErrClosed
		p.end(proc)
	}
	p.cleanUp()
}

// wait returns when all processes are reaped.
func (p *pool) wait() { p.ended.Wait() }

// cleanUp removes the build of a retired pool with its last process.
func (p *pool) cleanUp() {
	if !p.retired || len(p.procs) > 0 || len(p.queue) > 0 {
		return
	}
	go func() {
		p.ended.Wait()
		// The Runtime's directory, removed at Close, holds whatever is left.
		_ = os.RemoveAll(p.dir)
		p.rt.mu.Lock()
		delete(p.rt.pools, p)
		p.rt.mu.Unlock()
	}()
}

var (
	errInitTimeout  = errors.New("initialization took longer")
	errNotResponded = errors.New("the previous invocation has no response yet")
	errStopping     = errors.New("the process is about to end")
)
