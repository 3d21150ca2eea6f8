package watch_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/gatewright/gatewright/local/watch"
)

// start watches paths and gives what changes.
func start(t *testing.T, paths ...string) (changes chan []string, w *watch.Watcher) {
	t.Helper()
	changes = make(chan []string, 16)
	noticed := 0
	w, err := watch.New(func() { noticed++ }, func(paths []string) {
		if noticed == 0 {
			t.Error("changed was called before noticed")
		}
		changes <- paths
	})
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
	return changes, w
}

func expect(t *testing.T, changes chan []string, path string) {
	t.Helper()
	deadline := time.After(10 * time.Second)
	for {
		select {
		case paths := <-changes:
			if slices.Contains(paths, path) {
				return
			}
		case <-deadline:
			t.Fatalf("no change of %s was seen", path)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestFile(t *testing.T) {
	dir := t.TempDir()
	model, other := filepath.Join(dir, "api.yaml"), filepath.Join(dir, "notes.txt")
	write(t, model, "a")
	changes, _ := start(t, model)

	write(t, other, "not watched")
	write(t, model, "b")
	expect(t, changes, model)

	write(t, model+".new", "c")
	if err := os.Rename(model+".new", model); err != nil {
		t.Fatal(err)
	}
	expect(t, changes, model)
	select {
	case paths := <-changes:
		if slices.Contains(paths, other) {
			t.Errorf("a file that is not watched was reported: %v", paths)
		}
	default:
	}
}

func TestFileThatAppearsLater(t *testing.T) {
	model := filepath.Join(t.TempDir(), "api.yaml")
	changes, _ := start(t, model)
	write(t, model, "a")
	expect(t, changes, model)
}

func TestTree(t *testing.T) {
	dir := t.TempDir()
	changes, _ := start(t, dir)

	inner := filepath.Join(dir, "src", "lib")
	if err := os.MkdirAll(inner, 0o700); err != nil {
		t.Fatal(err)
	}
	expect(t, changes, filepath.Join(dir, "src"))
	write(t, filepath.Join(inner, "handler.js"), "a")
	expect(t, changes, filepath.Join(inner, "handler.js"))
}

func TestTreeIgnoresInstalledPackages(t *testing.T) {
	dir := t.TempDir()
	packages := filepath.Join(dir, "node_modules", "left-pad")
	if err := os.MkdirAll(packages, 0o700); err != nil {
		t.Fatal(err)
	}
	changes, _ := start(t, dir)
	write(t, filepath.Join(packages, "index.js"), "a")
	write(t, filepath.Join(dir, "index.js"), "a")
	for _, path := range <-changes {
		if path != filepath.Join(dir, "index.js") {
			t.Errorf("unexpected change of %s", path)
		}
	}
}

func TestSetReplaces(t *testing.T) {
	first, second := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	write(t, first, "1")
	write(t, second, "1")
	changes, w := start(t, first)
	if err := w.Set([]string{second}); err != nil {
		t.Fatal(err)
	}
	write(t, first, "2")
	write(t, second, "2")
	for _, path := range <-changes {
		if path != second {
			t.Errorf("unexpected change of %s", path)
		}
	}
}

func TestReport(t *testing.T) {
	changes, w := start(t)
	w.Report([]string{"a", "b"})
	expect(t, changes, "b")
}
