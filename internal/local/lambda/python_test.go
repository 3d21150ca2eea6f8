package lambda

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestPythonInputs watches generated packages, and not what is installed.
func TestPythonInputs(t *testing.T) {
	dir := t.TempDir()
	code, generated, installed := filepath.Join(dir, "hello"), filepath.Join(dir, "src"), filepath.Join(dir, "site-packages")
	for _, path := range []string{code, filepath.Join(generated, "petstore"), installed} {
		if err := os.MkdirAll(path, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	paths := generated + string(filepath.ListSeparator) + installed
	in := python{}.inputs(t.Context(), Function{Code: code, Environment: map[string]string{"PYTHONPATH": paths}}, inputs{})
	got := in.expand().dirs
	slices.Sort(got)
	if want := []string{code, generated, filepath.Join(generated, "petstore")}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
