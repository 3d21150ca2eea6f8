package lambda

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// inputs are the files that a build depends on.
type inputs struct {
	dirs  []string               // the files directly in these directories
	files []string               // and these
	match func(name string) bool // which names in dirs count; nil means all

	bundles []string // these files and directories, with all that is below them when it is asked

	// shape is that of the Go sources: while it stays the same, so do the other inputs. Empty: not known.
	shape string
}

// unwatched directories hold what a build or an installation writes.
var unwatched = []string{"node_modules", "__pycache__", ".git", ".venv"}

// bundleInputs are a file, or a directory with what is below it.
func bundleInputs(code string) inputs { return inputs{bundles: []string{code}} }

// expand returns what there is now of the bundles.
func (in inputs) expand() (trees inputs) {
	known := map[string]bool{}
	for _, bundle := range in.bundles {
		if info, err := os.Stat(bundle); err != nil || !info.IsDir() {
			trees.files = append(trees.files, bundle)
		} else {
			trees.addTree(bundle, known)
		}
	}
	return trees
}

// addTree adds a directory with those below it and those that links below it lead to,
// each once. One that cannot be read is left out; the build reports it.
func (in *inputs) addTree(dir string, known map[string]bool) {
	target, err := filepath.EvalSymlinks(dir)
	if err != nil || known[target] {
		return
	}
	known[target] = true
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	in.dirs = append(in.dirs, dir)
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		if slices.Contains(unwatched, entry.Name()) {
			continue
		}
		if info, err := os.Stat(path); (entry.IsDir() || entry.Type()&fs.ModeSymlink != 0) && err == nil && info.IsDir() {
			in.addTree(path, known)
		}
	}
}

// paths returns what to watch, sorted.
func (in inputs) paths() []string {
	trees := in.expand()
	paths := slices.Concat(in.dirs, in.files, trees.dirs, trees.files)
	slices.Sort(paths)
	return slices.Compact(paths)
}

// modifiedSince reports whether a file was written after a time, as far as the
// file system tells.
func (in inputs) modifiedSince(began time.Time) bool {
	if len(in.bundles) > 0 && in.expand().modifiedSince(began) {
		return true
	}
	modified := func(path string) bool {
		info, err := os.Stat(path)
		return err == nil && info.ModTime().After(began) && !info.ModTime().After(time.Now())
	}
	for _, dir := range in.dirs {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue // the snapshot says so
		}
		for _, entry := range entries {
			if !entry.IsDir() && (in.match == nil || in.match(entry.Name())) && modified(filepath.Join(dir, entry.Name())) {
				return true
			}
		}
	}
	return slices.ContainsFunc(in.files, modified)
}

// snapshot is how files were at a time, by their paths.
type snapshot map[string]fileState

// fileState changes when a file is written, appears or goes.
type fileState struct {
	size     int64
	modified int64 // in nanoseconds since 1970
	problem  uint8 // 0: none, 1: it does not exist, 2: another one
}

// snapshot returns how the files are now.
func (in inputs) snapshot() snapshot {
	s := snapshot{}
	for _, part := range []inputs{in, in.expand()} {
		for _, dir := range part.dirs {
			s.addDir(dir, part.match)
		}
		for _, file := range part.files {
			info, err := os.Stat(file)
			s.add(file, info, err)
		}
	}
	return s
}

// differences returns the paths of files that are not the same in both.
func (s snapshot) differences(other snapshot) []string {
	var paths []string
	for path, state := range other {
		if known, ok := s[path]; !ok || known != state {
			paths = append(paths, path)
		}
	}
	for path := range s {
		if _, ok := other[path]; !ok {
			paths = append(paths, path)
		}
	}
	return paths
}

func (s snapshot) addDir(dir string, match func(string) bool) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		s.add(dir, nil, err)
		return
	}
	for _, entry := range entries {
		if entry.IsDir() || match != nil && !match(entry.Name()) {
			continue
		}
		info, err := os.Stat(filepath.Join(dir, entry.Name())) // where a link leads
		if err == nil && info.IsDir() {
			continue
		}
		s.add(filepath.Join(dir, entry.Name()), info, err)
	}
}

func (s snapshot) add(path string, info fs.FileInfo, err error) {
	switch {
	case err == nil:
		s[path] = fileState{size: info.Size(), modified: info.ModTime().UnixNano()}
	case errors.Is(err, fs.ErrNotExist):
		s[path] = fileState{problem: 1}
	default:
		s[path] = fileState{problem: 2}
	}
}
