package devserver

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/gatewright/gatewright/internal/orphan"
)

// workDir is a private directory of a server for what is temporary. It is locked
// while its process lives, also when that is killed.
type workDir struct {
	path string // empty: not created yet
	lock *os.File
}

const (
	workPattern = "gatewright-dev-*"
	lockName    = "lock"
)

// create creates the directory, and removes those that killed processes have left.
func (w *workDir) create() error {
	removeAbandoned(os.TempDir())
	path, err := os.MkdirTemp("", workPattern)
	if err != nil {
		return err
	}
	lock, err := os.Create(filepath.Join(path, lockName))
	if err == nil {
		err = lockFile(lock)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(path))
	}
	w.path, w.lock = path, lock
	return nil
}

func (w *workDir) remove() error {
	if w.path == "" {
		return nil
	}
	return errors.Join(w.lock.Close(), os.RemoveAll(w.path))
}

// removeAbandoned ends the functions and apps, and what these have started, of the
// directories whose lock nobody holds, and removes the directories. What cannot be
// removed, because it belongs to somebody else, is left alone.
func removeAbandoned(parent string) {
	found, err := filepath.Glob(filepath.Join(parent, workPattern))
	if err != nil {
		return
	}
	for _, path := range found {
		lock, err := os.OpenFile(filepath.Join(path, lockName), os.O_RDWR, 0)
		if err != nil {
			continue
		}
		if lockFile(lock) == nil {
			orphan.Kill("LAMBDA_RUNTIME_DIR=" + path)
			orphan.Kill("CDK_OUTDIR=" + path)
			_ = os.RemoveAll(path)
		}
		_ = lock.Close()
	}
}
