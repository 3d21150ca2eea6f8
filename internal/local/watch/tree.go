package watch

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

var errNotDirectory error = syscall.ENOTDIR

// maxLinks is how many symbolic links a path may lead through, as in Linux.
const maxLinks = 40

// tree is what is watched: which names in which directories matter, and to which of
// the paths that were set.
type tree struct {
	notifier notifier
	roots    []string // absolute, as they were set

	// names are those that a path leads through, by their directories: the file
	// itself, the directories above, links and their targets.
	names map[string]map[string][]string
	// dirs are the directories of trees in which all names matter, and how they are
	// called below the roots.
	dirs map[string][]string
}

// set replaces what is watched.
func (t *tree) set(roots []string) error {
	slices.Sort(roots)
	t.roots = slices.Compact(roots)
	return t.refresh()
}

// refresh looks up again where the roots lead. A directory is watched before it is
// read, so that nothing is missed between.
func (t *tree) refresh() error {
	t.names, t.dirs = map[string]map[string][]string{}, map[string][]string{}
	var problems []error
	for _, root := range t.roots {
		problems = append(problems, t.addRoot(root))
	}
	keep := map[string]bool{}
	for dir := range t.names {
		keep[dir] = true
	}
	for dir := range t.dirs {
		keep[dir] = true
	}
	t.notifier.keep(keep)
	return errors.Join(problems...)
}

func (t *tree) addRoot(root string) error {
	target, info, err := t.follow(root, root)
	switch {
	case err != nil && !missing(err) && !errors.Is(err, syscall.ELOOP):
		return err
	case err == nil && info.IsDir():
		return t.addDir(target, root)
	}
	return nil
}

// follow watches every name that a path leads through, for a root, and returns where
// it leads.
func (t *tree) follow(path, root string) (target string, info fs.FileInfo, err error) {
	links := 0
	volume := filepath.VolumeName(path)
	done, rest := volume+string(filepath.Separator), splitPath(path[len(volume):])
	for len(rest) > 0 {
		name := rest[0]
		rest = rest[1:]
		if name == ".." {
			done = filepath.Dir(done)
			continue
		}
		t.addName(done, name, root)
		next := filepath.Join(done, name)
		if info, err = os.Lstat(next); err != nil {
			return "", nil, err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			done = next
			continue
		}
		if links++; links > maxLinks {
			return "", nil, syscall.ELOOP
		}
		link, err := os.Readlink(next)
		if err != nil {
			return "", nil, err
		}
		if filepath.IsAbs(link) {
			volume := filepath.VolumeName(link)
			done, link = volume+string(filepath.Separator), link[len(volume):]
		}
		rest = append(splitPath(link), rest...)
	}
	info, err = os.Lstat(done)
	return done, info, err
}

func splitPath(path string) []string {
	return strings.FieldsFunc(path, func(c rune) bool { return os.IsPathSeparator(uint8(c)) && c < 0x80 })
}

// addName watches a name in a directory. A directory that may not be read is not
// watched: what is above a project may be others'.
func (t *tree) addName(dir, name, root string) {
	if t.names[dir] == nil {
		t.names[dir] = map[string][]string{}
		_ = t.notifier.watch(dir)
	}
	if !slices.Contains(t.names[dir][name], root) {
		t.names[dir][name] = append(t.names[dir][name], root)
	}
}

// addDir watches a directory with all below it; logical is its path below a root.
func (t *tree) addDir(dir, logical string) error {
	again := len(t.dirs[dir]) > 0
	if slices.Contains(t.dirs[dir], logical) || again && strings.HasPrefix(logical, t.dirs[dir][0]+string(filepath.Separator)) {
		return nil // a link that leads back
	}
	t.dirs[dir] = append(t.dirs[dir], logical)
	if err := t.notifier.watch(dir); err != nil {
		if missing(err) {
			return nil // gone meanwhile
		}
		return &fs.PathError{Op: "watch", Path: dir, Err: err}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		if missing(err) {
			return nil
		}
		return err
	}
	var problems []error
	for _, entry := range entries {
		name := filepath.Join(logical, entry.Name())
		switch {
		case ignored(entry.Name()):
		case entry.IsDir():
			problems = append(problems, t.addDir(filepath.Join(dir, entry.Name()), name))
		case entry.Type()&fs.ModeSymlink != 0:
			target, info, err := t.follow(filepath.Join(dir, entry.Name()), name)
			if err == nil && info.IsDir() {
				problems = append(problems, t.addDir(target, name))
			}
		}
	}
	return errors.Join(problems...)
}

// paths returns what a change of a name in a directory means: the roots that lead
// through it, and its path in a tree.
func (t *tree) paths(dir, name string) []string {
	paths := slices.Clone(t.names[dir][name])
	if ignored(name) || backup(name) {
		return paths
	}
	for _, logical := range t.dirs[dir] {
		if path := filepath.Join(logical, name); !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// leads reports whether a path leads through a name, or a name in a tree is a link.
func (t *tree) leads(dir, name string) bool {
	if len(t.names[dir][name]) > 0 {
		return true
	}
	info, err := os.Lstat(filepath.Join(dir, name))
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

func sortedKeys(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
