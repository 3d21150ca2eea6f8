package prepare_test

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
	"github.com/gatewright/gatewright/internal/prepare"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/openapi"
	"github.com/gatewright/gatewright/spec"
)

var update = flag.Bool("update", false, "write what the tests got into their golden files")

// A golden file is a txtar archive: the model, gatewright.yaml where positions in
// it matter, and what is expected of them. Its input is in inputs under its name.
const (
	modelFile       = "api.yaml"
	configFile      = "gatewright.yaml"
	wantDiagnostics = "want/diagnostics"
	wantDefinition  = "want/definition.yaml"
)

func TestGolden(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	tested := map[string]bool{}
	for _, name := range archives {
		base := strings.TrimSuffix(filepath.Base(name), ".txtar")
		tested[base] = true
		t.Run(base, func(t *testing.T) { golden(t, base, name) })
	}
	for name := range inputs {
		if !tested[name] {
			t.Errorf("testdata/%s.txtar is missing", name)
		}
	}
}

func golden(t *testing.T, base, name string) {
	input, ok := inputs[base]
	if !ok {
		t.Fatalf("there is no input for %s", name)
	}
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	in := input()
	if config := section(archive, configFile); config != nil {
		root, problems := tree.Read(configFile, config)
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		in.At = prepare.PositionsIn(root)
	}
	api := readModel(t, section(archive, modelFile))
	before := api.Document.JSON(false)
	document, problems := prepare.Prepare(api, in)
	if !bytes.Equal(before, api.Document.JSON(false)) {
		t.Error("the model was changed")
	}
	if (document == nil) != problems.HasErrors() {
		t.Errorf("a definition was made: %v, with errors: %v", document != nil, problems.HasErrors())
	}
	got := map[string]string{wantDiagnostics: text(t, problems)}
	if document != nil {
		got[wantDefinition] = definition(t, document)
		checkReadable(t, document)
	}
	compare(t, name, archive, got)
}

func definition(t *testing.T, d *spec.Document) string {
	t.Helper()
	yaml, err := d.YAML()
	if err != nil {
		t.Fatal(err)
	}
	return string(yaml)
}

// checkReadable insists that the gateway can read what was made.
func checkReadable(t *testing.T, d *spec.Document) {
	t.Helper()
	if _, problems := spec.Read(d); problems.HasErrors() {
		t.Errorf("the definition cannot be read: %v", problems)
	}
}

func text(t *testing.T, problems diag.List) string {
	t.Helper()
	var b strings.Builder
	if err := diag.WriteText(&b, problems, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func readModel(t testing.TB, source []byte) *model.API {
	t.Helper()
	api, problems := openapi.ReadFS(fstest.MapFS{modelFile: {Data: source}}, modelFile)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return api
}

func section(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func compare(t *testing.T, name string, archive *txtar.Archive, got map[string]string) {
	t.Helper()
	if *update {
		var kept []txtar.File
		for _, f := range archive.Files {
			if !strings.HasPrefix(f.Name, "want/") {
				kept = append(kept, f)
			}
		}
		for _, want := range []string{wantDiagnostics, wantDefinition} {
			if got[want] != "" {
				kept = append(kept, txtar.File{Name: want, Data: []byte(got[want])})
			}
		}
		archive.Files = kept
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, want := range []string{wantDiagnostics, wantDefinition} {
		if diff := cmp.Diff(string(section(archive, want)), got[want]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", want, diff)
		}
	}
}
