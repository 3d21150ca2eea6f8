package openapi_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/model/openapi"
)

var update = flag.Bool("update", false, "write what the tests got into their golden files")

// A golden file is a txtar archive: the files of a model, the main one first, and
// what is expected of it. An expectation that is not there means that nothing of
// the kind is expected, except for those of the model, which are then not looked
// at.
const (
	wantDiagnostics = "want/diagnostics"
	wantOperations  = "want/operations"
	wantSchemas     = "want/schemas"
	wantDocument    = "want/document"
)

func TestGolden(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if len(archives) == 0 {
		t.Fatal("no golden files")
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { golden(t, name) })
	}
}

func golden(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	fsys, main := inputs(archive)
	api, problems := openapi.ReadFS(fsys, main)
	if (api == nil) != problems.HasErrors() {
		t.Errorf("a model was given: %v, with errors: %v", api != nil, problems.HasErrors())
	}
	got := map[string]string{wantDiagnostics: diagnostics(t, problems)}
	if api != nil {
		checkRereading(t, api)
		got[wantOperations] = dumpOperations(api)
		got[wantSchemas] = dumpSchemas(api)
		got[wantDocument] = dumpDocument(t, api)
	}
	compare(t, archive, got)
	if *update && !t.Failed() {
		if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// inputs returns the files of a model, and the name of the main one.
func inputs(archive *txtar.Archive) (fstest.MapFS, string) {
	fsys := fstest.MapFS{}
	main := ""
	for _, f := range archive.Files {
		if strings.HasPrefix(f.Name, "want/") {
			continue
		}
		if main == "" {
			main = f.Name
		}
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return fsys, main
}

func compare(t *testing.T, archive *txtar.Archive, got map[string]string) {
	seen := map[string]bool{}
	for i, f := range archive.Files {
		if !strings.HasPrefix(f.Name, "want/") {
			continue
		}
		seen[f.Name] = true
		if *update {
			archive.Files[i].Data = []byte(got[f.Name])
			continue
		}
		if diff := cmp.Diff(string(f.Data), got[f.Name]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f.Name, diff)
		}
	}
	if !seen[wantDiagnostics] && got[wantDiagnostics] != "" {
		if *update {
			archive.Files = append(archive.Files, txtar.File{Name: wantDiagnostics, Data: []byte(got[wantDiagnostics])})
			return
		}
		t.Errorf("no diagnostics were expected, got:\n%s", got[wantDiagnostics])
	}
}

func diagnostics(t *testing.T, problems diag.List) string {
	var b bytes.Buffer
	if err := diag.WriteText(&b, problems, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
