// Package atomicfile writes files so that nobody ever sees half of one.
package atomicfile

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Write lets write fill a file next to path and then renames it to path. When
// anything fails, what was at path stays as it was.
func Write(path string, write func(io.Writer) error) error {
	f, err := Stage(path, write)
	if err != nil {
		return err
	}
	return f.Commit()
}

// File is a whole file that lies next to the path for which it was made. Its name
// begins with a dot.
type File struct{ staged, path string }

// Stage lets write fill a file next to path, which stays as it is until Commit. When
// anything fails, nothing is left behind.
func Stage(path string, write func(io.Writer) error) (*File, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, err
	}
	buffered := bufio.NewWriter(f)
	err = errors.Join(write(buffered), buffered.Flush(), f.Chmod(modeOf(path)), f.Close())
	if err != nil {
		return nil, errors.Join(err, os.Remove(f.Name()))
	}
	return &File{staged: f.Name(), path: path}, nil
}

// Commit puts the file in its place.
func (f *File) Commit() error {
	if err := os.Rename(f.staged, f.path); err != nil {
		return errors.Join(err, f.Discard())
	}
	return nil
}

// Discard removes the file instead.
func (f *File) Discard() error { return os.Remove(f.staged) }

// modeOf returns the permissions of the file that is replaced, or the usual ones.
func modeOf(path string) os.FileMode {
	if info, err := os.Stat(path); err == nil {
		return info.Mode().Perm()
	}
	return 0o644
}
