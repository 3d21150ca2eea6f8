package codegen

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gatewright/gatewright/internal/atomicfile"
)

// Apply makes the changes of a plan. All files are written next to their places
// first; when that fails, everything stays as it was.
func (p *Plan) Apply() error {
	a := &application{}
	if err := a.stage(p); err != nil {
		return errors.Join(err, a.undo())
	}
	for _, c := range p.Changes {
		if c.Kind != Remove {
			continue
		}
		if err := os.Remove(c.Path); err != nil {
			return errors.Join(err, a.undo())
		}
		removeEmpty(filepath.Dir(c.Path), p.Dir)
	}
	for i, f := range a.staged {
		if err := f.Commit(); err != nil {
			a.staged = a.staged[i+1:]
			return errors.Join(err, a.undo())
		}
	}
	return nil
}

// application is a plan that is being carried out.
type application struct {
	staged []*atomicfile.File
	made   []string // directories, the outer ones first
}

func (a *application) stage(p *Plan) error {
	for _, c := range p.Changes {
		if c.Kind == Remove {
			continue
		}
		if err := a.write(c); err != nil {
			return err
		}
	}
	if p.manifest != nil {
		return a.write(*p.manifest)
	}
	return nil
}

func (a *application) write(c Change) error {
	if err := a.makeDir(filepath.Dir(c.Path)); err != nil {
		return err
	}
	f, err := atomicfile.Stage(c.Path, func(w io.Writer) error {
		_, err := w.Write(c.text)
		return err
	})
	if err != nil {
		return err
	}
	a.staged = append(a.staged, f)
	return nil
}

// makeDir makes a directory and those above it.
func (a *application) makeDir(dir string) error {
	err := os.Mkdir(dir, 0o755)
	switch {
	case err == nil:
		a.made = append(a.made, dir)
		return nil
	case isDirectory(dir):
		return nil
	case errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir:
		if err := a.makeDir(filepath.Dir(dir)); err != nil {
			return err
		}
		return a.makeDir(dir)
	}
	return err
}

// undo removes what was written next to its place, and the directories for it.
func (a *application) undo() error {
	var failures []error
	for _, f := range a.staged {
		failures = append(failures, f.Discard())
	}
	for _, dir := range slices.Backward(a.made) {
		_ = os.Remove(dir) // one that is not empty has files that are in their place
	}
	return errors.Join(failures...)
}

// removeEmpty removes a directory without entries, and those above it up to another.
func removeEmpty(dir, upTo string) {
	for dir != upTo && os.Remove(dir) == nil {
		dir = filepath.Dir(dir)
	}
}
