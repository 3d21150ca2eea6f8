// Package watch tells when files change. It knows about editors that write a
// file by renaming another one over it, and about directories that appear later.
package watch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// quiet is how long nothing must change before a change is taken to be whole:
// editors and compilers write in several steps.
const quiet = 25 * time.Millisecond

// Watcher watches files and directory trees.
type Watcher struct {
	notify   *fsnotify.Watcher
	noticed  func()
	changed  func(paths []string)
	reported chan []string
	closing  chan struct{}
	finished chan struct{}

	mu      sync.Mutex
	files   map[string]bool // absolute paths of watched files
	trees   []string        // absolute paths of watched directories, whose whole content counts
	watched map[string]bool // directories that are registered with the system
}

// New makes a watcher of nothing yet. As soon as something changes it calls
// noticed; once no more has changed for a moment it calls changed with the paths
// of all that did. Both are called from one goroutine.
func New(noticed func(), changed func(paths []string)) (*Watcher, error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	w := &Watcher{
		notify: notify, noticed: noticed, changed: changed,
		reported: make(chan []string), closing: make(chan struct{}), finished: make(chan struct{}),
		files: map[string]bool{}, watched: map[string]bool{},
	}
	go w.run()
	return w, nil
}

// Close ends the watching. No call is made after it has returned.
func (w *Watcher) Close() error {
	close(w.closing)
	err := w.notify.Close()
	<-w.finished
	return err
}

// Report tells of changes that the caller has seen itself, as if the system had.
func (w *Watcher) Report(paths []string) {
	if len(paths) == 0 {
		return
	}
	select {
	case w.reported <- paths:
	case <-w.closing:
	}
}

// Set names the files and directories to watch, in place of those before. What
// does not exist yet is noticed when it appears, as long as its directory exists.
func (w *Watcher) Set(paths []string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.files, w.trees = map[string]bool{}, nil
	wanted := map[string]bool{}
	var problems []error
	for _, path := range paths {
		path, err := filepath.Abs(path)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			w.trees = append(w.trees, path)
			problems = append(problems, collect(path, wanted))
			continue
		}
		w.files[path] = true
		wanted[filepath.Dir(path)] = true
	}
	problems = append(problems, w.register(wanted))
	return errors.Join(problems...)
}

// register makes the system watch just the wanted directories.
func (w *Watcher) register(wanted map[string]bool) error {
	var problems []error
	for dir := range w.watched {
		if !wanted[dir] {
			delete(w.watched, dir)
			if err := w.notify.Remove(dir); err != nil && !errors.Is(err, fsnotify.ErrNonExistentWatch) {
				problems = append(problems, err)
			}
		}
	}
	for dir := range wanted {
		if w.watched[dir] {
			continue
		}
		if err := w.notify.Add(dir); err != nil {
			problems = append(problems, &fs.PathError{Op: "watch", Path: dir, Err: err})
			continue
		}
		w.watched[dir] = true
	}
	return errors.Join(problems...)
}

// collect adds a directory and those below it, without what is not source.
func collect(root string, into map[string]bool) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && path == root:
			return err
		case err != nil:
			return nil //nolint:nilerr // gone meanwhile
		case !entry.IsDir():
			return nil
		case path != root && ignored(entry.Name()):
			return filepath.SkipDir
		}
		into[path] = true
		return nil
	})
}

// ignored names directories in which edits do not count: installed packages,
// version control, caches.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || slices.Contains([]string{"node_modules", "__pycache__"}, name)
}

func (w *Watcher) run() {
	defer close(w.finished)
	var pending []string
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	add := func(paths ...string) {
		if len(pending) == 0 {
			w.noticed()
		}
		for _, path := range paths {
			if !slices.Contains(pending, path) {
				pending = append(pending, path)
			}
		}
		timer.Reset(quiet)
	}
	for {
		select {
		case event, ok := <-w.notify.Events:
			if !ok {
				return
			}
			if w.concerns(event) {
				add(event.Name)
			}
		case paths := <-w.reported:
			add(paths...)
		case _, ok := <-w.notify.Errors:
			if !ok {
				return
			}
			add(w.all()...) // events were lost: let everything be looked at again
		case <-timer.C:
			paths := pending
			pending = nil
			w.changed(paths)
		}
	}
}

// concerns tells whether an event is about what is watched, and has directories
// watched that have just appeared.
func (w *Watcher) concerns(event fsnotify.Event) bool {
	if event.Op == fsnotify.Chmod {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.files[event.Name] {
		return true
	}
	inTree := slices.ContainsFunc(w.trees, func(tree string) bool { return within(event.Name, tree) })
	if !inTree || ignored(filepath.Base(event.Name)) || strings.HasSuffix(event.Name, "~") {
		return false
	}
	if event.Has(fsnotify.Create) {
		if info, err := os.Stat(event.Name); err == nil && info.IsDir() {
			w.follow(event.Name)
		}
	}
	return true
}

// follow watches a directory that has appeared in a tree.
func (w *Watcher) follow(dir string) {
	found := map[string]bool{}
	if collect(dir, found) != nil {
		return // gone again
	}
	for d := range found {
		if !w.watched[d] && w.notify.Add(d) == nil {
			w.watched[d] = true
		}
	}
}

func (w *Watcher) all() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	paths := slices.Clone(w.trees)
	for file := range w.files {
		paths = append(paths, file)
	}
	return paths
}

func within(path, dir string) bool {
	return path == dir || strings.HasPrefix(path, dir+string(filepath.Separator))
}
