package generate

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the generated files")

const root = "../../.."

// TestGenerated verifies that the committed files are those of the declaration.
func TestGenerated(t *testing.T) {
	files, err := Files()
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("nothing is generated")
	}
	for _, f := range files {
		path := filepath.Join(root, filepath.FromSlash(f.Path))
		present, err := os.ReadFile(path)
		if err != nil && (!*update || !errors.Is(err, fs.ErrNotExist)) {
			t.Error(err)
			continue
		}
		want, err := f.Apply(present)
		switch {
		case err != nil:
			t.Error(err)
		case bytes.Equal(present, want):
		case *update:
			if err := os.WriteFile(path, want, 0o600); err != nil {
				t.Error(err)
			}
		default:
			t.Errorf("%s is out of date: run go generate ./internal/vocabulary", f.Path)
		}
	}
}
