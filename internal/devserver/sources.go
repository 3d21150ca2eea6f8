package devserver

import (
	"cmp"
	"hash/maphash"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// sources are the files below a directory that an app is made from. Apps and their
// compilers write files there too; those must not make the app run again and again.
type sources struct {
	root   string
	output string // a directory that does not count

	before  map[string]source // when the last run began
	after   map[string]source // when it ended
	changed map[string]bool   // between the two
	written map[string]bool   // by the app itself
}

// source reports one content of a file from another.
type source struct {
	state   fileState
	content uint64 // 0: the file is too large to be looked at
}

var contentSeed = maphash.MakeSeed()

const maxContent = 4 << 20 // bytes of a file that is looked at

// begin takes the sources before a run of the app in a directory.
func (s *sources) begin(directory, output string) {
	s.root, s.output = projectOf(directory), filepath.Join(directory, cmp.Or(output, "cdk.out"))
	s.before = s.scan()
}

// moduleFiles tell that a directory holds a project of some language.
var moduleFiles = []string{"go.mod", "package.json", "pom.xml", "build.gradle", "build.gradle.kts", "pyproject.toml", "requirements.txt"}

// projectOf returns the directory of the project that an app belongs to, where the code
// of its functions is, too: the nearest one with a file that makes it one, in the same
// repository. Else it is the app's own.
func projectOf(directory string) string {
	absolute, err := filepath.Abs(directory)
	if err != nil {
		return directory
	}
	for found := directory; ; found, absolute = filepath.Join(found, ".."), filepath.Dir(absolute) {
		for _, name := range moduleFiles {
			if isFile(filepath.Join(absolute, name)) {
				return found
			}
		}
		_, err := os.Stat(filepath.Join(absolute, ".git"))
		if err == nil || absolute == filepath.Dir(absolute) {
			return directory
		}
	}
}

// end takes them after it. What was not there before, and what changed in two runs
// one after the other, is the app's own work.
func (s *sources) end() {
	s.after = s.scan()
	changed := map[string]bool{}
	if s.written == nil {
		s.written = map[string]bool{}
	}
	for _, path := range differences(s.before, s.after) {
		_, wasThere := s.before[path]
		if !wasThere || s.changed[path] {
			s.written[path] = true
		}
		changed[path] = true
	}
	s.changed = changed
}

// edited reports whether somebody else has changed them since the last run began,
// apart from those that are ignored.
func (s *sources) edited(ignored func(absolute string, isNew bool) bool) bool {
	changed := differences(s.after, s.scan())
	for path := range s.changed {
		if !s.written[path] {
			changed = append(changed, path)
		}
	}
	changed = slices.DeleteFunc(changed, func(path string) bool {
		_, known := s.after[path]
		return ignored(absolutePath(path), !known)
	})
	return len(changed) > len(ignoredByGit(s.root, changed))
}

// ignoredByGit returns those of the files below a directory that git ignores; none
// when it is not in a repository.
func ignoredByGit(dir string, paths []string) []string {
	if len(paths) == 0 {
		return nil
	}
	// Git reads the names from its standard input, relative to where it runs.
	relative := make([]string, 0, len(paths))
	for _, path := range paths {
		if name, err := filepath.Rel(dir, path); err == nil {
			relative = append(relative, name)
		}
	}
	command := exec.Command("git", "check-ignore", "-z", "--stdin")
	command.Dir, command.Stdin = dir, strings.NewReader(strings.Join(relative, "\x00"))
	found, err := command.Output() // an error: none is ignored, there is no git, or no repository
	if err != nil {
		return nil
	}
	return strings.FieldsFunc(string(found), func(c rune) bool { return c == 0 })
}

func differences(a, b map[string]source) []string {
	var paths []string
	for path, x := range a {
		if y, ok := b[path]; !ok || !x.same(y) {
			paths = append(paths, path)
		}
	}
	for path := range maps.Keys(b) {
		if _, ok := a[path]; !ok {
			paths = append(paths, path)
		}
	}
	return paths
}

func (x source) same(y source) bool {
	if x.content != 0 && y.content != 0 {
		return x.content == y.content
	}
	return x.state == y.state
}

// scan looks at all files. What was looked at and has not been touched since is
// not read again.
func (s *sources) scan() map[string]source {
	found := make(map[string]source, len(s.after))
	root := s.root + string(os.PathSeparator) // follows a symbolic link
	// What cannot be read is left out; the app's own command reports it.
	_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fs.SkipDir
		case path != root && s.ignores(path, entry):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return nil
		}
		found[path] = s.look(path)
		return nil
	})
	return found
}

func (s *sources) ignores(path string, entry fs.DirEntry) bool {
	name := entry.Name()
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasSuffix(name, ".log") ||
		slices.Contains([]string{"node_modules", "__pycache__"}, name) ||
		path == s.output
}

func (s *sources) look(path string) source {
	state := stateOf(path)
	for _, known := range []map[string]source{s.after, s.before} {
		if x, ok := known[path]; ok && x.state == state {
			return x
		}
	}
	x := source{state: state}
	if state.size > maxContent {
		return x
	}
	if text, err := os.ReadFile(path); err == nil {
		x.content = maphash.Bytes(contentSeed, text) | 1
	}
	return x
}
