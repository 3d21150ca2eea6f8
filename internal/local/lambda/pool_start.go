package lambda

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"
)

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

// scaleUp starts the processes that the queue needs.
func (p *pool) scaleUp() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.scale = nil
	if p.closed || len(p.queue) == 0 {
		return
	}
	now := time.Now()
	g := growth{
		late: p.late(now), starting: p.starting, processes: len(p.procs),
		most: p.config.MaxConcurrency, processors: runtime.GOMAXPROCS(0),
		drain: p.drainTime(now), standing: now.Sub(p.queueing), coldStart: p.coldStart,
	}
	if g.stands() {
		g.late = len(p.queue)
	}
	// Up to the number of processors it makes no difference.
	g.hungry = len(p.procs) < g.processors || p.appetite.look(now, p.procs, p.typical)
	for range g.more() {
		p.start()
	}
	p.sayBusy(now)
	p.watchQueue()
}

const (
	// An invocation that waits for less than waits is not worth a line.
	waits = 100 * time.Millisecond
	// sayAgain is the time between two lines about the same function.
	sayAgain = 10 * time.Second
)

// sayBusy says that invocations wait because all processes that may be there have one.
func (p *pool) sayBusy(now time.Time) {
	if len(p.procs) < p.config.MaxConcurrency || now.Sub(p.queue[0].queued) < waits || now.Sub(p.saidBusy) < sayAgain {
		return
	}
	p.saidBusy = now
	p.rt.options.Busy(p.config.Name, len(p.queue), p.config.MaxConcurrency)
}

// late counts the invocations that have waited for longer than scaleAfter.
func (p *pool) late(now time.Time) int {
	n := 0
	for n < len(p.queue) && now.Sub(p.queue[n].queued) >= scaleAfter {
		n++
	}
	return n
}

// drainTime estimates how long the processes there are need for the queue. While
// it is shorter than a cold start, another process would only take their time.
func (p *pool) drainTime(now time.Time) time.Duration {
	each := p.typical
	for proc := range p.procs {
		if proc.current != nil {
			each = max(each, now.Sub(proc.assigned))
		}
	}
	return each * time.Duration(len(p.queue)) / time.Duration(max(1, len(p.procs)))
}

// start begins a process; its failure is reported like a failed initialisation.
func (p *pool) start() {
	if p.paused {
		return
	}
	proc, err := newProcess(p)
	if err != nil {
		p.failStart(nil, err, nil)
		return
	}
	p.procs[proc] = struct{}{}
	p.starting++
	p.ended.Go(proc.reap)
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

// initResult is the service's response to an invocation whose process failed to
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

// failInit records what a process reports about its initialisation and returns it
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
