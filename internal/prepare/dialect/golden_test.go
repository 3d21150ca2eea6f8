package dialect_test

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
	"github.com/gatewright/gatewright/internal/prepare/dialect"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/openapi"
)

var update = flag.Bool("update", false, "write what the tests got into their golden files")

const modelFile = "api.yaml"

// A golden file is a txtar archive: a model, and what is expected of it. Those
// whose names begin with "cdk-" are translated for the AWS CDK.
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
	api := readModel(t, archive.Files[0].Data)
	before := api.Document.JSON(false)
	document, problems := dialect.Translate(api.Document, dialect.Options{CDK: strings.HasPrefix(filepath.Base(name), "cdk-")})
	if !bytes.Equal(before, api.Document.JSON(false)) {
		t.Error("the model was changed")
	}
	yaml, err := document.YAML()
	if err != nil {
		t.Fatal(err)
	}
	got := []txtar.File{archive.Files[0]}
	if len(problems) > 0 {
		got = append(got, txtar.File{Name: "want/diagnostics", Data: text(t, problems)})
	}
	got = append(got, txtar.File{Name: "want/definition.yaml", Data: yaml})
	if *update {
		if err := os.WriteFile(name, txtar.Format(&txtar.Archive{Comment: archive.Comment, Files: got}), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(contents(archive.Files), contents(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func contents(files []txtar.File) map[string]string {
	all := map[string]string{}
	for _, f := range files {
		all[f.Name] = string(f.Data)
	}
	return all
}

func text(t *testing.T, problems diag.List) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := diag.WriteText(&b, problems, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readModel(t testing.TB, source []byte) *model.API {
	t.Helper()
	api, problems := openapi.ReadFS(fstest.MapFS{modelFile: {Data: source}}, modelFile)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return api
}
