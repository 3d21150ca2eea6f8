package codegen

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
)

// Plan is what must change on the disk so that an output lies there.
type Plan struct {
	Dir     string
	Files   int      // that are generated, without stubs
	Changes []Change // in the order of their paths; stubs last

	manifest *Change // nil: it stays as it is
}

// Change is what happens to one file.
type Change struct {
	Path string // as the user would name it
	Kind Kind
	text []byte
}

// Kind is what happens to a file.
type Kind string

// The kinds of changes.
const (
	Create Kind = "create"
	Update Kind = "update"
	Remove Kind = "remove"
	Stub   Kind = "stub" // is created
)

// NewPlan compares an output with what is on the disk. A file of somebody else in
// the place of a generated one is an error; all of them come in one diag.List.
func NewPlan(o Output, s Settings) (*Plan, error) {
	was, err := listed(s.Dir, o.Files)
	if err != nil {
		return nil, err
	}
	p := &planner{Plan: &Plan{Dir: s.Dir, Files: len(o.Files)}, was: was}
	for _, f := range o.Files {
		p.file(f)
		delete(was, f.Path)
	}
	for _, name := range slices.Sorted(maps.Keys(was)) {
		p.stale(name)
	}
	slices.SortFunc(p.Changes, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	for _, f := range o.Stubs {
		p.stub(s.Stubs, f)
	}
	p.list(o.Files)
	if err := errors.Join(p.failures...); err != nil {
		return nil, err
	}
	return p.Plan, p.foreign.Err()
}

// planner makes a plan.
type planner struct {
	*Plan
	was      map[string]bool // generated before, and not seen again yet
	foreign  diag.List
	failures []error // of reading
}

func (p *planner) add(path string, kind Kind, text []byte) {
	p.Changes = append(p.Changes, Change{Path: path, Kind: kind, text: text})
}

func (p *planner) path(name string) string { return filepath.Join(p.Dir, filepath.FromSlash(name)) }

// file compares a generated file with what is in its place.
func (p *planner) file(f File) {
	path := p.path(f.Path)
	old, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.add(path, Create, f.Text)
	case isDirectory(path):
		p.refuse(path, "a directory is in the place of a generated file")
	case err != nil:
		p.failures = append(p.failures, err)
	case bytes.Equal(old, f.Text):
	case owned(f.Path, old, p.was[f.Path]):
		p.add(path, Update, f.Text)
	default:
		p.refuse(path, "the file was not generated, so it is not overwritten")
	}
}

func (p *planner) refuse(path, message string) {
	p.foreign.Errorf(diag.Position{File: path}, "conflicting-file", "%s", message).Help =
		"rename it, or generate into another directory; remove it when nobody needs it"
}

// stale has a file removed that was generated once and is no longer.
func (p *planner) stale(name string) {
	path := p.path(name)
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) || isDirectory(path):
	case err != nil:
		p.failures = append(p.failures, err)
	case owned(name, text, true):
		p.add(path, Remove, nil)
	}
}

// stub has a stub written where nothing is.
func (p *planner) stub(dir string, f File) {
	path := filepath.Join(dir, filepath.FromSlash(f.Path))
	_, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.add(path, Stub, f.Text)
	case err != nil:
		p.failures = append(p.failures, err)
	}
}

// list brings the manifest up to date.
func (p *planner) list(files []File) {
	path, text := p.path(manifestName), manifestOf(files)
	if old, err := os.ReadFile(path); err != nil || !bytes.Equal(old, text) {
		p.manifest = &Change{Path: path, text: text}
	}
}

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
