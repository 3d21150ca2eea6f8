package devserver

import (
	"os"
	"path/filepath"
	"testing"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestProjectOf finds the project of an app.
func TestProjectOf(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"repo/.git/config", "repo/go.mod", "repo/a/infra/cdk.json", "repo/b/package.json", "other/go.mod", "other/sub/.git/config", "other/sub/infra/cdk.json"} {
		write(t, filepath.Join(root, filepath.FromSlash(name)), "")
	}
	for directory, want := range map[string]string{
		"repo/a/infra": "repo", "repo/b": "repo/b", "repo": "repo", "other/sub/infra": "other/sub/infra",
	} {
		if got := projectOf(filepath.Join(root, directory)); got != filepath.Join(root, want) {
			t.Errorf("the project of %s is %s, want %s", directory, got, want)
		}
	}
}
