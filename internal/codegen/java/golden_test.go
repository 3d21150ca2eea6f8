package java_test

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what the tests got into their golden files")

// TestGolden holds what is generated of a small model, without the construct's own
// sources.
func TestGolden(t *testing.T) {
	const golden = "testdata/hello.golden.txtar"
	var archive txtar.Archive
	for _, f := range generate(t, t.TempDir(), "hello", "testdata/hello.json") {
		if !isCopied(f.Path) {
			archive.Files = append(archive.Files, txtar.File{Name: f.Path, Data: f.Text})
		}
	}
	got := txtar.Format(&archive)
	if *update {
		if err := os.WriteFile(golden, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("other code is generated; run go test ./internal/codegen/java -update (-want +got):\n%s", diff)
	}
}
