// Package atomicfile writes files so that nobody ever sees half of one.
package atomicfile

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Write lets write fill a file beside path and then renames it to path. When
// anything fails, what was at path stays as it was.
func Write(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	buffered := bufio.NewWriter(f)
	err = errors.Join(write(buffered), buffered.Flush(), f.Chmod(modeOf(path)), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// modeOf gives the permissions of the file that is replaced, or the usual ones.
func modeOf(path string) os.FileMode {
	if info, err := os.Stat(path); err == nil {
		return info.Mode().Perm()
	}
	return 0o644
}
