package lambda

import (
	"fmt"
	"os"
	"slices"
	"time"
)

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

// retire lets the processes finish their work and end. Waiting invocations go to
// the successor; without one they are served first.
func (p *pool) retire(successor *pool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.retired = true
	for version, other := range p.versions {
		if successor == nil {
			other.retire(nil)
		} else {
			other.retire(successor.of(version))
		}
	}
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
		p.freed.Do(p.dir.free)
		p.rt.mu.Lock()
		delete(p.rt.pools, p)
		p.rt.mu.Unlock()
	}()
}
