//go:build !linux

package watch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/fsnotify/fsnotify"
)

// portable watches directories by fsnotify. Its queue cannot be asked.
type portable struct {
	notify   *fsnotify.Watcher
	handle   func(event)
	flush    func()
	finished chan struct{}

	mu   sync.Mutex
	dirs map[string]fs.FileInfo // what was at the path when it was added
}

func newNotifier(handle func(event), flush func()) (notifier, error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	n := &portable{notify: notify, handle: handle, flush: flush, finished: make(chan struct{}), dirs: map[string]fs.FileInfo{}}
	go n.run()
	return n, nil
}

func (n *portable) close() error {
	err := n.notify.Close()
	<-n.finished
	return err
}

func (n *portable) locked(do func() error) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return do()
}

func (n *portable) watch(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if before, ok := n.dirs[dir]; ok {
		if os.SameFile(before, info) {
			return nil
		}
		_ = n.notify.Remove(dir) // which the system may have done already
	}
	if err := n.notify.Add(dir); err != nil {
		return err
	}
	n.dirs[dir] = info
	return nil
}

func (n *portable) keep(dirs map[string]bool) {
	for dir := range n.dirs {
		if !dirs[dir] {
			delete(n.dirs, dir)
			_ = n.notify.Remove(dir) // which the system may have done already
		}
	}
}

func (n *portable) drain() {}

func (n *portable) run() {
	defer close(n.finished)
	for {
		var e event
		select {
		case found, ok := <-n.notify.Events:
			if !ok {
				return
			}
			if found.Op == fsnotify.Chmod {
				continue
			}
			e = event{dir: filepath.Dir(found.Name), name: filepath.Base(found.Name), structural: !found.Has(fsnotify.Write), directory: true, written: true}
		case err, ok := <-n.notify.Errors:
			if !ok {
				return
			}
			e = event{lost: errors.Is(err, fsnotify.ErrEventOverflow)}
		}
		n.mu.Lock()
		n.handle(e)
		n.flush()
		n.mu.Unlock()
	}
}
