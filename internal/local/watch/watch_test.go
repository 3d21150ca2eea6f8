package watch_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gatewright/gatewright/internal/local/watch"
)

// seen are the changes that a Watcher has reported.
type seen struct {
	mu    sync.Mutex
	paths []string
}

func (s *seen) add(paths []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paths = append(s.paths, paths...)
}

func (s *seen) take() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	paths := s.paths
	s.paths = nil
	return paths
}

// start watches paths.
func start(t *testing.T, paths ...string) (*watch.Watcher, *seen) {
	t.Helper()
	changes := &seen{}
	w, err := watch.New(changes.add)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := w.Set(paths); err != nil {
		t.Fatal(err)
	}
	return w, changes
}

// settled returns what was reported for all that was changed before.
func settled(t *testing.T, w *watch.Watcher, changes *seen) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := w.Wait(ctx); err != nil {
		t.Fatal(err)
	}
	return changes.take()
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// dir is a temporary directory that scenarios work in.
type dir struct {
	t    *testing.T
	path string
}

func (d dir) at(name string) string { return filepath.Join(d.path, filepath.FromSlash(name)) }

func (d dir) write(name, text string) {
	d.t.Helper()
	check(d.t, os.MkdirAll(filepath.Dir(d.at(name)), 0o755))
	check(d.t, os.WriteFile(d.at(name), []byte(text), 0o600))
}

func (d dir) rename(from, to string) { d.t.Helper(); check(d.t, os.Rename(d.at(from), d.at(to))) }
func (d dir) remove(name string)     { d.t.Helper(); check(d.t, os.RemoveAll(d.at(name))) }
func (d dir) link(target, name string) {
	d.t.Helper()
	check(d.t, os.MkdirAll(filepath.Dir(d.at(name)), 0o755))
	check(d.t, os.Symlink(filepath.FromSlash(target), d.at(name)))
}

// swap replaces a link at once, as a Kubernetes volume does.
func (d dir) swap(target, name string) {
	d.t.Helper()
	d.link(target, name+".tmp")
	d.rename(name+".tmp", name)
}

// scenarios are what people and programs do to a project p with a model api.yaml and
// a function in fn. Each step must be reported for one of the paths; "" must not be
// reported.
var scenarios = []struct {
	name  string
	watch []string // default: p/api.yaml and p/fn
	setup func(d dir)
	steps []step
}{
	{name: "written in place", steps: []step{
		{func(d dir) { d.write("p/api.yaml", "2") }, "p/api.yaml"},
		{func(d dir) { d.write("p/fn/index.js", "2") }, "p/fn/index.js"},
	}},
	{name: "renamed over", steps: []step{
		{func(d dir) { d.write("p/.api.yaml.swp", "2"); d.rename("p/.api.yaml.swp", "p/api.yaml") }, "p/api.yaml"},
		{func(d dir) { d.write("p/api.new", "3"); d.rename("p/api.new", "p/api.yaml") }, "p/api.yaml"},
		{func(d dir) { d.write("p/api.yaml", "4") }, "p/api.yaml"},
	}},
	{name: "moved to a backup and written", steps: []step{
		{func(d dir) { d.rename("p/api.yaml", "p/api.yaml~"); d.write("p/api.yaml", "2") }, "p/api.yaml"},
		{func(d dir) { d.write("p/api.yaml", "3") }, "p/api.yaml"},
	}},
	{name: "removed and written again", steps: []step{
		{func(d dir) { d.remove("p/api.yaml") }, "p/api.yaml"},
		{func(d dir) { d.write("p/api.yaml", "2") }, "p/api.yaml"},
		{func(d dir) { d.write("p/api.yaml", "3") }, "p/api.yaml"},
	}},
	{name: "appended to in two writes", steps: []step{
		{func(d dir) {
			f, err := os.OpenFile(d.at("p/api.yaml"), os.O_APPEND|os.O_WRONLY, 0)
			check(d.t, err)
			for range 2 {
				_, err = f.WriteString("x")
				check(d.t, err)
			}
			check(d.t, f.Close())
		}, "p/api.yaml"},
	}},
	{name: "truncated", steps: []step{
		{func(d dir) { check(d.t, os.Truncate(d.at("p/api.yaml"), 0)) }, "p/api.yaml"},
	}},
	{name: "not watched", steps: []step{
		{func(d dir) { d.write("p/notes.txt", "2"); d.write("q/x", "2") }, ""},
		{func(d dir) { d.write("p/fn/node_modules/left-pad/index.js", "2") }, ""},
		{func(d dir) { d.write("p/fn/.cache/x", "2"); d.write("p/fn/index.js~", "2") }, ""},
		{func(d dir) { check(d.t, os.Chmod(d.at("p/api.yaml"), 0o644)) }, ""},
		{func(d dir) { _, err := os.ReadFile(d.at("p/api.yaml")); check(d.t, err) }, ""},
	}},
	{name: "file that appears later", watch: []string{"p/later.yaml"}, steps: []step{
		{func(d dir) { d.write("p/later.yaml", "1") }, "p/later.yaml"},
	}},
	{name: "directory that appears later", watch: []string{"p/a/b/c.yaml"}, steps: []step{
		{func(d dir) { d.write("p/a/b/c.yaml", "1") }, "p/a/b/c.yaml"},
		{func(d dir) { d.write("p/a/b/c.yaml", "2") }, "p/a/b/c.yaml"},
	}},
	{name: "new directory in a function", steps: []step{
		{func(d dir) { d.write("p/fn/src/lib/x.js", "1") }, "p/fn/src"},
		{func(d dir) { d.write("p/fn/src/lib/x.js", "2") }, "p/fn/src/lib/x.js"},
	}},
	{name: "directory of a function renamed within it", setup: func(d dir) { d.write("p/fn/a/x.js", "1") }, steps: []step{
		{func(d dir) { d.rename("p/fn/a", "p/fn/b") }, "p/fn/b"},
		{func(d dir) { d.write("p/fn/b/x.js", "2") }, "p/fn/b/x.js"},
	}},
	{name: "function removed and put back", steps: []step{
		{func(d dir) { d.remove("p/fn") }, "p/fn"},
		{func(d dir) { d.write("p/fn/index.js", "1") }, "p/fn"},
		{func(d dir) { d.write("p/fn/index.js", "2") }, "p/fn/index.js"},
	}},
	{name: "all functions removed and put back", watch: []string{"p/functions/a", "p/functions/b"}, setup: func(d dir) {
		d.write("p/functions/a/index.js", "1")
		d.write("p/functions/b/index.js", "1")
	}, steps: []step{
		{func(d dir) { d.remove("p/functions") }, "p/functions/a"},
		{func(d dir) { d.write("p/functions/a/index.js", "1"); d.write("p/functions/b/index.js", "1") }, "p/functions/a"},
		{func(d dir) { d.write("p/functions/b/index.js", "2") }, "p/functions/b/index.js"},
	}},
	{name: "removed and put back at once", steps: []step{
		{func(d dir) {
			d.remove("p")
			d.write("p/api.yaml", "2")
			d.write("p/fn/index.js", "2")
		}, "p/api.yaml"},
		{func(d dir) { d.write("p/fn/index.js", "3") }, "p/fn/index.js"},
		{func(d dir) { d.write("p/api.yaml", "3") }, "p/api.yaml"},
	}},
	{name: "project renamed and back", steps: []step{
		{func(d dir) { d.rename("p", "away") }, "p/api.yaml"},
		{func(d dir) { d.write("away/api.yaml", "2") }, ""},
		{func(d dir) { d.rename("away", "p") }, "p/api.yaml"},
		{func(d dir) { d.write("p/api.yaml", "3") }, "p/api.yaml"},
		{func(d dir) { d.write("p/fn/index.js", "3") }, "p/fn/index.js"},
	}},
	{name: "project replaced by another", setup: func(d dir) {
		d.write("next/api.yaml", "2")
		d.write("next/fn/index.js", "2")
	}, steps: []step{
		{func(d dir) { d.rename("p", "old"); d.rename("next", "p") }, "p/api.yaml"},
		{func(d dir) { d.write("old/api.yaml", "3") }, ""},
		{func(d dir) { d.write("p/api.yaml", "3") }, "p/api.yaml"},
		{func(d dir) { d.write("p/fn/index.js", "3") }, "p/fn/index.js"},
	}},
	{name: "directory above renamed and back", watch: []string{"up/per/p/api.yaml"}, setup: func(d dir) { d.write("up/per/p/api.yaml", "1") }, steps: []step{
		{func(d dir) { d.rename("up", "away"); d.rename("away", "up") }, "up/per/p/api.yaml"},
		{func(d dir) { d.write("up/per/p/api.yaml", "2") }, "up/per/p/api.yaml"},
	}},
	{name: "target of a linked model", watch: []string{"p/model.yaml"}, setup: func(d dir) {
		d.write("shared/model.yaml", "1")
		d.link("../shared/model.yaml", "p/model.yaml")
	}, steps: []step{
		{func(d dir) { d.write("shared/model.yaml", "2") }, "p/model.yaml"},
		{func(d dir) { d.write("shared/x", "2"); d.rename("shared/x", "shared/model.yaml") }, "p/model.yaml"},
	}},
	{name: "link to a model replaced", watch: []string{"p/model.yaml"}, setup: func(d dir) {
		d.write("shared/a.yaml", "1")
		d.write("shared/b.yaml", "1")
		d.link("../shared/a.yaml", "p/model.yaml")
	}, steps: []step{
		{func(d dir) { d.swap("../shared/b.yaml", "p/model.yaml") }, "p/model.yaml"},
		{func(d dir) { d.write("shared/b.yaml", "2") }, "p/model.yaml"},
		{func(d dir) { d.write("shared/a.yaml", "2") }, ""},
	}},
	{name: "..data", watch: []string{"p/model.yaml"}, setup: func(d dir) {
		d.write("p/..1/model.yaml", "1")
		d.link("..1", "p/..data")
		d.link("..data/model.yaml", "p/model.yaml")
	}, steps: []step{
		{func(d dir) { d.write("p/..2/model.yaml", "2"); d.swap("..2", "p/..data"); d.remove("p/..1") }, "p/model.yaml"},
		{func(d dir) { d.write("p/..3/model.yaml", "3"); d.swap("..3", "p/..data"); d.remove("p/..2") }, "p/model.yaml"},
	}},
	{name: "linked function", watch: []string{"p/hello"}, setup: func(d dir) {
		d.write("elsewhere/hello/index.js", "1")
		d.link("../elsewhere/hello", "p/hello")
	}, steps: []step{
		{func(d dir) { d.write("elsewhere/hello/index.js", "2") }, "p/hello/index.js"},
		{func(d dir) { d.write("elsewhere/hello/lib/x.js", "2") }, "p/hello/lib"},
		{func(d dir) { d.write("elsewhere/hello/lib/x.js", "3") }, "p/hello/lib/x.js"},
	}},
	{name: "link to a function replaced", watch: []string{"p/current"}, setup: func(d dir) {
		d.write("p/v1/index.js", "1")
		d.write("p/v2/index.js", "1")
		d.link("v1", "p/current")
	}, steps: []step{
		{func(d dir) { d.swap("v2", "p/current") }, "p/current"},
		{func(d dir) { d.write("p/v2/index.js", "2") }, "p/current/index.js"},
		{func(d dir) { d.write("p/v1/index.js", "2") }, ""},
	}},
	{name: "links in a function", setup: func(d dir) {
		d.write("shared/lib/x.js", "1")
		d.write("shared/one.js", "1")
		d.link("../../shared/lib", "p/fn/lib")
		d.link("../../shared/one.js", "p/fn/one.js")
		d.link(".", "p/fn/self")
	}, steps: []step{
		{func(d dir) { d.write("shared/lib/x.js", "2") }, "p/fn/lib/x.js"},
		{func(d dir) { d.write("shared/one.js", "2") }, "p/fn/one.js"},
		{func(d dir) { d.write("p/fn/index.js", "2") }, "p/fn/index.js"},
	}},
	{name: "broken link that is mended", watch: []string{"p/model.yaml"}, setup: func(d dir) { d.link("../later/model.yaml", "p/model.yaml") }, steps: []step{
		{func(d dir) { d.write("later/model.yaml", "1") }, "p/model.yaml"},
		{func(d dir) { d.write("later/model.yaml", "2") }, "p/model.yaml"},
	}},
	{name: "circular links", watch: []string{"p/a", "p/api.yaml"}, setup: func(d dir) {
		d.link("b", "p/a")
		d.link("a", "p/b")
	}, steps: []step{
		{func(d dir) { d.write("p/api.yaml", "2") }, "p/api.yaml"},
		{func(d dir) { d.remove("p/a"); d.write("p/a", "1") }, "p/a"},
	}},
	{name: "file becomes a directory", watch: []string{"p/x"}, setup: func(d dir) { d.write("p/x", "1") }, steps: []step{
		{func(d dir) { d.remove("p/x"); d.write("p/x/index.js", "1") }, "p/x"},
		{func(d dir) { d.write("p/x/index.js", "2") }, "p/x/index.js"},
	}},
	{name: "many files at once", steps: []step{
		{func(d dir) {
			for i := range 500 {
				d.write("p/fn/"+strings.Repeat("x", i%50+1)+".js", "1")
			}
			d.write("p/api.yaml", "2")
		}, "p/api.yaml"},
	}},
}

type step struct {
	do   func(d dir)
	want string
}

func TestScenarios(t *testing.T) {
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			root, err := filepath.EvalSymlinks(t.TempDir())
			check(t, err)
			d := dir{t, root}
			d.write("p/api.yaml", "1")
			d.write("p/fn/index.js", "1")
			if s.setup != nil {
				s.setup(d)
			}
			paths := slices.Clone(s.watch)
			if paths == nil {
				paths = []string{"p/api.yaml", "p/fn"}
			}
			for i := range paths {
				paths[i] = d.at(paths[i])
			}
			w, changes := start(t, paths...)
			for i, step := range s.steps {
				step.do(d)
				got := settled(t, w, changes)
				switch {
				case step.want == "" && len(got) > 0:
					t.Errorf("step %d: unexpected changes %q", i, got)
				case step.want != "" && !slices.Contains(got, d.at(step.want)):
					t.Errorf("step %d: want a change of %s, got %q", i, step.want, got)
				}
			}
		})
	}
}

func TestSetReplaces(t *testing.T) {
	d := dir{t, t.TempDir()}
	d.write("a", "1")
	d.write("b", "1")
	w, changes := start(t, d.at("a"))
	check(t, w.Set([]string{d.at("b")}))
	d.write("a", "2")
	d.write("b", "2")
	if got := settled(t, w, changes); !slices.Equal(got, []string{d.at("b")}) {
		t.Errorf("changes %q", got)
	}
}

func TestReport(t *testing.T) {
	w, changes := start(t)
	w.Report([]string{"a", "b"})
	if got := settled(t, w, changes); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("changes %q", got)
	}
}

// TestWaitsForEachEdit holds that Wait knows of an edit that was made just before, and
// that it ends while a program goes on writing.
func TestWaitsForEachEdit(t *testing.T) {
	d := dir{t, t.TempDir()}
	d.write("api.yaml", "0")
	d.write("log", "0")
	w, changes := start(t, d.at("api.yaml"), d.at("log"))
	stop := make(chan struct{})
	var writer sync.WaitGroup
	writer.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
				_ = os.WriteFile(d.at("log"), []byte("x"), 0o600)
			}
		}
	})
	for range 3 {
		d.write("api.yaml", "1")
		if got := settled(t, w, changes); !slices.Contains(got, d.at("api.yaml")) {
			t.Errorf("changes %q", got)
		}
	}
	close(stop)
	writer.Wait()
}

func TestWaitEndsWithItsContext(t *testing.T) {
	d := dir{t, t.TempDir()}
	d.write("api.yaml", "0")
	hang := make(chan struct{})
	w, err := watch.New(func([]string) { <-hang })
	check(t, err)
	check(t, w.Set([]string{d.at("api.yaml")}))
	d.write("api.yaml", "1")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := w.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	close(hang)
	check(t, w.Close())
}

func BenchmarkWait(b *testing.B) {
	file := filepath.Join(b.TempDir(), "api.yaml")
	w, err := watch.New(func([]string) {})
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	if err := w.Set([]string{file}); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := w.Wait(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
