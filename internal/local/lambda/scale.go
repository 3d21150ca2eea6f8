package lambda

import "time"

// growth is what the decision to add processes depends on.
type growth struct {
	late       int // invocations that have waited too long
	starting   int // processes before their first request for work
	processes  int // with those that start
	most       int // the function's concurrency
	processors int

	drain     time.Duration // what the processes need for the queue
	standing  time.Duration // since the queue was empty
	coldStart time.Duration // what another process needs to begin
	hungry    bool          // the processes would use more of the processors than they get
}

// more returns how many processes to add: one for each invocation that has waited
// too long, not more at a time than there are processors. While a burst drains
// faster than a process begins, another one would only take their time; and so would
// one beyond the processors while all are busy computing. A queue that is still
// there after that time is not a burst.
func (g growth) more() int {
	if g.drain <= g.coldStart && !g.stands() {
		return 0
	}
	atOnce := max(2, g.processors)
	n := min(min(g.late, atOnce)-g.starting, g.most-g.processes)
	if g.hungry {
		n = min(n, atOnce-g.processes)
	}
	return max(n, 0)
}

func (g growth) stands() bool { return g.standing > g.coldStart }

// appetite reports whether processes want more of the processors than they get. It
// compares what each had computed, or waited to compute, at two times.
type appetite struct {
	at     time.Time
	wanted map[*process]time.Duration // by those that were there
	hungry bool
}

const (
	// Two looks at the processes tell something when they are at least tasting and
	// at most stale apart. On a busy system the wait for a processor takes tens of
	// milliseconds, and counts when it is over.
	tasting = 100 * time.Millisecond
	stale   = time.Second
	// hunger is the part of the time for which a process that computes wants a
	// processor, with much to spare. One that waits for others wants it for a few
	// hundredths.
	hunger = 0.25
	// quick is the time of an invocation that leaves none to wait for others; it
	// decides where the system does not tell what processes want.
	quick = 5 * time.Millisecond
)

// look brings the response up to date.
func (a *appetite) look(now time.Time, processes map[*process]struct{}, typical time.Duration) bool {
	passed := now.Sub(a.at)
	if passed < tasting {
		return a.hungry
	}
	before := a.wanted
	a.at, a.wanted = now, make(map[*process]time.Duration, len(processes))
	var wanted time.Duration
	compared, known := 0, true
	for proc := range processes {
		if proc.state == stateStarting {
			continue
		}
		total, ok := processorTime(proc.cmd.Process.Pid)
		known = known && ok
		a.wanted[proc] = total
		if earlier, seen := before[proc]; seen {
			wanted += total - earlier
			compared++
		}
	}
	switch {
	case !known:
		a.hungry = typical < quick
	case compared == 0 || passed > stale:
		a.hungry = true // until the next look
	default:
		a.hungry = float64(wanted) >= hunger*float64(passed)*float64(compared)
	}
	return a.hungry
}
