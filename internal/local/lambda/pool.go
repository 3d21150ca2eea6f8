package lambda

import (
	"cmp"
	"errors"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// scaleAfter is how long an invocation waits for a busy process before
	// another one may be started.
	scaleAfter = 10 * time.Millisecond
	// initLimit is the service's bound of the Init phase; after it the service
	// starts again within the first invocation's timeout, hence it is added
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
	dir      *workspace
	arn      string
	version  string // of the function

	mu        sync.Mutex
	procs     map[*process]struct{}
	idle      []*process    // the one used last comes last and is used first
	queue     []*invocation // the oldest first
	queueing  time.Time     // when the queue was last empty
	saidBusy  time.Time     // when the log last said that invocations wait
	starting  int           // processes before their first request for work
	retired   bool          // takes no more invocations
	paused    bool          // starts no processes
	closed    bool          // interrupts those it has
	scale     *time.Timer   // set while the queue may need another process
	coldStart time.Duration // the last process's initialisation
	typical   time.Duration // of an invocation, as a moving average
	appetite  appetite
	backOff   time.Duration // after the last failed start; 0 after a good one
	retryAt   time.Time
	failure   *InitError // of the last start
	versions  map[string]*pool

	freed sync.Once      // dir
	ended sync.WaitGroup // processes until they are reaped
}

func newPool(rt *Runtime, config Function, a *artifact, dir *workspace, version string) *pool {
	p := &pool{rt: rt, config: config, artifact: a, dir: dir, procs: map[*process]struct{}{}, arn: rt.ARN(config.Name), version: version}
	dir.uses.Add(1)
	rt.mu.Lock()
	rt.pools[p] = struct{}{}
	rt.mu.Unlock()
	return p
}

// workspace is the directory of a build, for as long as some pool uses it.
type workspace struct {
	path string
	uses atomic.Int32
}

func (w *workspace) free() {
	if w.uses.Add(-1) == 0 {
		// The Runtime's directory, removed at Close, holds whatever is left.
		_ = os.RemoveAll(w.path)
	}
}

// of returns the pool of another version of the function, of the same build: as in the
// service, versions do not share processes. A function that is debugged has one process.
func (p *pool) of(version string) *pool {
	if version == p.version || p.config.DebugPort != 0 {
		return p
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if found := p.versions[version]; found != nil || p.retired {
		return cmp.Or(found, p)
	}
	if p.versions == nil {
		p.versions = map[string]*pool{}
	}
	p.versions[version] = newPool(p.rt, p.config, p.artifact, p.dir, version)
	return p.versions[version]
}

// submit returns the invocation to an idle process, or queues it. It is false when
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
	if len(p.queue) == 0 {
		p.queueing = time.Now()
	}
	p.queue = append(p.queue, inv)
	if len(p.procs) == 0 {
		p.start()
	} else {
		p.watchQueue()
	}
	return true
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
		defer func() { inv.started(proc) }()
		p.starting--
		p.backOff, p.failure = 0, nil
		proc.ready = time.Now()
		p.coldStart = proc.ready.Sub(proc.started)
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

// started notes how long an invocation waited for a process that has just started.
func (inv *invocation) started(proc *process) {
	if inv == nil {
		return
	}
	since := inv.queued
	if proc.started.After(since) {
		since = proc.started
	}
	inv.start = time.Since(since)
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
	p.typical += (time.Since(proc.assigned) - p.typical) / 8
	result.Start = inv.start
	p.finish(inv, outcome{result: result})
	return true
}

// serving returns the invocation of an ID, or nil when the process does not have it.
func (p *pool) serving(proc *process, id string) *invocation {
	p.mu.Lock()
	defer p.mu.Unlock()
	if inv := proc.current; inv != nil && inv.id == id {
		return inv
	}
	return nil
}

var (
	errInitTimeout  = errors.New("initialization took longer")
	errNotResponded = errors.New("the previous invocation has no response yet")
	errStopping     = errors.New("the process is about to end")
)
