package lambda

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// written are the files that functions have written, as far as can be told: the system
// does not say who writes a file.
type written struct {
	mu    sync.Mutex
	files map[string]bool
}

// Wrote reports whether a function has written a file that was not there when its code
// was built, or when an app was run. A file counts as written by a function once it
// appears while one is at work, unless its name is one of code.
func (rt *Runtime) Wrote(path string, isNew bool) bool {
	rt.written.mu.Lock()
	known := rt.written.files[path]
	rt.written.mu.Unlock()
	if known || !isNew || isCode(path) {
		return known
	}
	info, err := os.Stat(path)
	if err != nil || !rt.atWork(info.ModTime()) {
		return false
	}
	rt.written.mu.Lock()
	defer rt.written.mu.Unlock()
	if rt.written.files == nil {
		rt.written.files = map[string]bool{}
	}
	rt.written.files[path] = true
	return true
}

// isCode reports whether a file is one that functions are made from: a developer may
// add it at any time.
func isCode(path string) bool {
	return isGoSource(path) || slices.Contains([]string{
		"", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".py", ".java", ".kt", ".class", ".jar", ".zip", ".node", ".so", ".wasm", ".sh",
		".mod", ".sum", ".toml", ".xml", ".gradle", ".yaml", ".yml",
	}, strings.ToLower(filepath.Ext(path)))
}

// workSlack is how much later than a function has written it a file may be looked at,
// and how much longer a function may write than its invocation lasts.
const workSlack = time.Second

// atWork reports whether some process was starting or had an invocation at a time that
// is not long ago.
func (rt *Runtime) atWork(at time.Time) bool {
	return slices.ContainsFunc(rt.livePools(), func(p *pool) bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		for proc := range p.procs {
			began := proc.assigned
			if began.IsZero() {
				began = proc.started
			}
			ended := time.Now()
			if proc.state == stateIdle {
				ended = proc.idleSince
			}
			if !at.Before(began.Add(-workSlack)) && !at.After(ended.Add(workSlack)) {
				return true
			}
		}
		return false
	})
}

// maxRewrites is how many starts in a row must have written a file that was there before
// for it to count as the function's own: a developer may edit a file during a start, too.
const maxRewrites = 3

// countRewrites counts which of the edits that a build is due to were made by the start
// of a process that the last build was followed by.
func (f *function) countRewrites() {
	f.mu.Lock()
	defer f.mu.Unlock()
	now, counts := f.inputs.snapshot(), map[string]int{}
	for path, n := range f.rewrites {
		if n >= maxRewrites {
			counts[path] = n
		}
	}
	for _, path := range f.seen.differences(now) {
		if f.startWrote(now[path]) {
			counts[path] = f.rewrites[path] + 1
		}
		if counts[path] == maxRewrites {
			f.rt.warnOnce("the function " + f.config.Name + " writes " + path + " when it starts, which does not count as an edit")
		}
	}
	f.rewrites = counts
}

// clockTick is how much earlier than the clock a file system may say that a file was
// written.
const clockTick = 10 * time.Millisecond

// startWrote reports whether a file was written while a process of the function started.
func (f *function) startWrote(file fileState) bool {
	at := time.Unix(0, file.modified)
	return slices.ContainsFunc(f.rt.livePools(), func(p *pool) bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.config.Name != f.config.Name {
			return false
		}
		for proc := range p.procs {
			ready := proc.ready
			if ready.IsZero() {
				ready = time.Now()
			}
			if !at.Before(proc.started.Add(-clockTick)) && !at.After(ready) {
				return true
			}
		}
		return false
	})
}
