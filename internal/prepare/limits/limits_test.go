package limits_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/prepare/limits"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

var update = flag.Bool("update", false, "write what the tests got into their golden files")

// Each golden file is a txtar archive: a definition and what is said of it.
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
	got := text(t, limits.Check(read(t, archive.Files[0].Name, archive.Files[0].Data)))
	if *update {
		archive.Files = archive.Files[:1]
		if got != "" {
			archive.Files = append(archive.Files, txtar.File{Name: "want", Data: []byte(got)})
		}
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want := ""
	if len(archive.Files) > 1 {
		want = string(archive.Files[1].Data)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func read(t *testing.T, name string, source []byte) *spec.Document {
	t.Helper()
	root, problems := tree.Read(name, source)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return &spec.Document{Root: root}
}

func text(t *testing.T, problems diag.List) string {
	t.Helper()
	var b strings.Builder
	if err := diag.WriteText(&b, problems, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// integrationOf returns a definition of one operation.
func integrationOf(integration string) string {
	return "openapi: 3.0.3\npaths: {/a: {get: {responses: {'200': {description: ok}}, x-amazon-apigateway-integration: " + integration + "}}}\n"
}

func TestSizes(t *testing.T) {
	large := strings.Repeat("x", 300<<10+1)
	many := "openapi: 3.0.3\npaths:\n"
	for i := range 300 {
		many += fmt.Sprintf("  /p%d: {}\n", i)
	}
	tests := map[string]struct{ definition, rule string }{
		"mapping template": {integrationOf(`{type: MOCK, requestTemplates: {application/json: "` + large + `"}, responses: {default: {statusCode: 200}}}`), "too-large-template"},
		"template":         {"openapi: 3.0.3\nx-large: " + strings.Repeat("x", 1_000_000), "too-large"},
		"file":             {"openapi: 3.0.3\nx-large: " + strings.Repeat("x", 6<<20), "too-large"},
		"resources":        {many, "too-many-resources"},
		"policy":           {"openapi: 3.0.3\nx-amazon-apigateway-policy: {a: " + strings.Repeat("x", 8192) + "}", "too-large"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			problems := limits.Check(read(t, "api.yaml", []byte(test.definition)))
			if len(problems) != 1 || problems[0].Rule != test.rule {
				t.Errorf("found %v, want one of %s", problems, test.rule)
			}
		})
	}
}

func TestStages(t *testing.T) {
	nowhere := func(string) diag.Position { return diag.Position{} }
	many := map[string]string{}
	for i := range 101 {
		many[fmt.Sprintf("v%d", i)] = "x"
	}
	tests := map[string]struct {
		problems diag.List
		want     int
	}{
		"name":             {limits.CheckStage("prod_1-a", diag.Position{}), 0},
		"empty name":       {limits.CheckStage("", diag.Position{}), 1},
		"long name":        {limits.CheckStage(strings.Repeat("a", 129), diag.Position{}), 1},
		"name with slash":  {limits.CheckStage("a/b", diag.Position{}), 1},
		"variables":        {limits.CheckStageVariables(map[string]string{"backend": "http://localhost:9000/a?b=c#d&e,f~g"}, nowhere), 0},
		"placeholder":      {limits.CheckStageVariables(map[string]string{"a": "${Token[TOKEN.1]}"}, nowhere), 0},
		"variable's name":  {limits.CheckStageVariables(map[string]string{"a-b": "x"}, nowhere), 1},
		"variable's value": {limits.CheckStageVariables(map[string]string{"a": "x y"}, nowhere), 1},
		"long value":       {limits.CheckStageVariables(map[string]string{"a": strings.Repeat("x", 513)}, nowhere), 1},
		"many variables":   {limits.CheckStageVariables(many, nowhere), 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if len(test.problems) != test.want {
				t.Errorf("found %v, want %d problems", test.problems, test.want)
			}
		})
	}
}
