// Package watch reports when files change. It follows symbolic links, editors that
// write a file by renaming another one over it, and directories that are removed,
// put back, renamed or replaced, also above what is watched.
package watch

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A change is taken to be complete once nothing has changed for a moment: settle when
// all files that were written are closed again, quiet when one is not, or the system
// does not say. A change that does not end is reported in parts.
const (
	settle    = 10 * time.Millisecond
	quiet     = 25 * time.Millisecond
	longest   = 500 * time.Millisecond
	unwatched = "node_modules __pycache__" // directories that installations and interpreters write
)

// Watcher watches files and directory trees.
type Watcher struct {
	changed  func(paths []string)
	notifier notifier
	closing  chan struct{}
	wake     chan struct{} // holds one
	finished sync.WaitGroup

	// Guarded by the notifier, which handles one event at a time.
	tree  tree // what is watched
	moved bool // its paths may lead elsewhere

	seen    atomic.Uint64 // how many changes were seen
	handled atomic.Uint64 // how many of these changed has returned for

	mu      sync.Mutex
	pending map[string]bool // paths that have changed
	open    map[string]bool // files that were written and are not closed
	first   time.Time       // of the pending changes
	last    time.Time
	waiters chan struct{} // closed when handled grows
}

// New returns a Watcher of nothing yet. After a change it calls changed with the paths
// of what has changed, never twice at the same time.
func New(changed func(paths []string)) (*Watcher, error) {
	w := &Watcher{
		changed: changed, closing: make(chan struct{}), wake: make(chan struct{}, 1),
		pending: map[string]bool{}, open: map[string]bool{}, waiters: make(chan struct{}),
	}
	n, err := newNotifier(w.handle, w.refresh)
	if err != nil {
		return nil, err
	}
	w.notifier = n
	w.tree.notifier = n
	w.finished.Go(w.run)
	return w, nil
}

// Close ends the watching. No call is made after it has returned.
func (w *Watcher) Close() error {
	close(w.closing)
	err := w.notifier.close()
	w.finished.Wait()
	return err
}

// Set names the files and directories to watch, in place of those before. What does
// not exist is reported when it appears. Of directories everything below counts, except
// hidden directories, node_modules and __pycache__, and what links below them lead to.
func (w *Watcher) Set(paths []string) error {
	absolute := make([]string, len(paths))
	for i, path := range paths {
		var err error
		if absolute[i], err = filepath.Abs(path); err != nil {
			return err
		}
	}
	return w.notifier.locked(func() error { return w.tree.set(absolute) })
}

// Report reports changes that the caller has seen itself.
func (w *Watcher) Report(paths []string) {
	if len(paths) > 0 {
		w.add(paths, false)
	}
}

// Wait returns when changed has returned for all changes that were made before the
// call, or with the error of the context. While nothing changes it costs at most one
// system call. Where the system has no queue of events that can be asked, it does not
// know of a change that the system has not delivered yet.
func (w *Watcher) Wait(ctx context.Context) error {
	w.notifier.drain()
	seen := w.seen.Load()
	if w.handled.Load() >= seen {
		return nil
	}
	for {
		w.mu.Lock()
		next := w.waiters
		w.mu.Unlock()
		if w.handled.Load() >= seen {
			return nil
		}
		select {
		case <-next:
		case <-w.closing:
			return errors.New("the watcher is closed")
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// event is a change of a name in a directory that the notifier watches.
type event struct {
	dir        string // as it was given to the notifier
	name       string // empty: the directory itself
	structural bool   // the name appeared, went or was replaced
	directory  bool   // the name is, or may be, of a directory
	written    bool   // a file was written and is not closed yet
	closed     bool   // a file that was written was closed
	lost       bool   // events were lost: anything may have changed
}

// handle takes an event in. The notifier calls it for one at a time, and refresh
// after those that came together.
func (w *Watcher) handle(e event) {
	var paths []string
	if e.lost {
		paths = w.tree.roots
	} else {
		paths = w.tree.paths(e.dir, e.name)
	}
	if len(paths) == 0 {
		return
	}
	w.moved = w.moved || e.lost || e.structural && (e.directory || w.tree.leads(e.dir, e.name))
	if e.closed {
		w.mu.Lock()
		for _, path := range paths {
			delete(w.open, path)
		}
		w.mu.Unlock()
	}
	w.add(paths, e.written)
}

// refresh looks up again where the paths lead after a directory or a link has changed.
// What cannot be watched is an error of the next Set, which follows a change.
func (w *Watcher) refresh() {
	if w.moved {
		w.moved = false
		_ = w.tree.refresh()
	}
}

func (w *Watcher) add(paths []string, written bool) {
	w.mu.Lock()
	now := time.Now()
	if len(w.pending) == 0 {
		w.first = now
	}
	w.last = now
	for _, path := range paths {
		w.pending[path] = true
		if written {
			w.open[path] = true
		}
	}
	w.seen.Add(1)
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// run calls changed once changes are complete.
func (w *Watcher) run() {
	for {
		select {
		case <-w.wake:
		case <-w.closing:
			return
		}
		for rest := w.incomplete(); rest > 0; rest = w.incomplete() {
			select {
			case <-time.After(rest):
			case <-w.closing:
				return
			}
		}
		paths, seen := w.take()
		if len(paths) > 0 {
			w.changed(paths)
		}
		w.mu.Lock()
		w.handled.Store(seen)
		close(w.waiters)
		w.waiters = make(chan struct{})
		w.mu.Unlock()
	}
}

// incomplete returns how long to wait until the pending changes may be complete.
func (w *Watcher) incomplete() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	rest := settle
	if len(w.open) > 0 {
		rest = quiet
	}
	return min(time.Until(w.last.Add(rest)), time.Until(w.first.Add(longest)))
}

// take returns the pending changes, sorted, and how many changes have been seen.
func (w *Watcher) take() (paths []string, seen uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	paths = sortedKeys(w.pending)
	clear(w.pending)
	clear(w.open)
	return paths, w.seen.Load()
}

// ignored reports whether edits in a directory of a tree do not count: installed
// packages, version control, caches.
func ignored(name string) bool {
	if strings.HasPrefix(name, ".") {
		return true
	}
	for skipped := range strings.FieldsSeq(unwatched) {
		if name == skipped {
			return true
		}
	}
	return false
}

// backup reports whether a name is one that editors give to copies.
func backup(name string) bool { return strings.HasSuffix(name, "~") }

// notifier watches directories by the means of the system.
type notifier interface {
	// watch begins to watch a directory, unless it is watched already; when another
	// directory has taken its place, that one.
	watch(dir string) error
	// keep ends the watching of all directories but these.
	keep(dirs map[string]bool)
	// locked runs while no event is handled.
	locked(do func() error) error
	// drain handles the events that the system has queued.
	drain()
	close() error
}

// missing reports whether an error says that there is nothing at a path.
func missing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNotDirectory)
}
