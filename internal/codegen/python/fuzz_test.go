package python_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/python"
	"github.com/gatewright/gatewright/model/openapi"
)

// FuzzTexts holds that texts of a model change nothing of the code but its literals.
func FuzzTexts(f *testing.F) {
	for _, text := range []string{"x", `"""`, `\`, `"\`, "'''\n>>> pwned()", "\r\n\u2028\x00", `\N{BULLET}`, "# coding: pwned", "\xff", "\"\"\"\n\npwned\n\"\"\""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		want, _ := codeAround(t, "x")
		got, ok := codeAround(t, text)
		if !ok {
			return // not a model
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q changes the code (-want +got):\n%s", text, diff)
		}
	})
}

// codeAround generates from a model with a text wherever texts may be that name nothing,
// and returns the code without literals.
func codeAround(t *testing.T, text string) (string, bool) {
	t.Helper()
	said := map[string]any{"type": "object", "description": text, "title": text, "properties": map[string]any{
		"key": map[string]any{"enum": []string{text}, "description": text},
	}}
	body := map[string]any{"description": text, "content": map[string]any{"application/json": map[string]any{"schema": map[string]any{"$ref": "#/components/schemas/Said"}}}}
	document, err := json.Marshal(map[string]any{
		"openapi": "3.1.0",
		"info":    map[string]any{"title": text, "description": text, "version": "1"},
		"paths": map[string]any{"/said": map[string]any{"get": map[string]any{
			"operationId": "say", "summary": text, "description": text, "responses": map[string]any{"200": body},
			"x-handler": map[string]any{"language": "python", "code": "c" + text, "handler": "h" + text},
		}}},
		"components": map[string]any{"schemas": map[string]any{"Said": said}},
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "model.json")
	if err := os.WriteFile(path, document, 0o600); err != nil {
		t.Fatal(err)
	}
	api, problems := openapi.Read(path)
	if problems.HasErrors() {
		return "", false
	}
	output, problems := python.Target.Generate(api, codegen.Settings{Dir: "said", At: func(string) diag.Position { return diag.Position{} }})
	if problems.HasErrors() {
		return "", false
	}
	var code strings.Builder
	for _, f := range output.Files {
		if strings.HasSuffix(f.Path, ".py") && !strings.Contains(f.Path, "/gatewright/") {
			code.WriteString(withoutLiterals(t, string(f.Text)))
		}
	}
	return code.String(), true
}

// withoutLiterals puts S in the place of each literal, and leaves out the lines that are
// nothing else.
func withoutLiterals(t *testing.T, code string) string {
	t.Helper()
	var kept strings.Builder
	for {
		before, rest, found := strings.Cut(code, `"`)
		kept.WriteString(before)
		if !found {
			break
		}
		kept.WriteByte('S')
		end, multiline := `"`, strings.HasPrefix(rest, `""`)
		if multiline {
			end, rest = `"""`, rest[2:]
		}
		for !strings.HasPrefix(rest, end) {
			switch {
			case rest == "" || rest[0] == '\n' && !multiline:
				t.Fatalf("a literal does not end: %s", code)
			case rest[0] == '\\':
				rest = rest[2:]
			default:
				rest = rest[1:]
			}
		}
		code = rest[len(end):]
	}
	var lines []string
	for line := range strings.Lines(kept.String()) {
		if text := strings.TrimSpace(line); text != "" && text != "S" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}
