package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/snippets"
)

// TestIntegrationsPage renders the YAML of docs/integrations.md: one of its operations
// has the integration that the JSON after it shows, in which "…" stands for any string.
func TestIntegrationsPage(t *testing.T) {
	blocks, err := snippets.All("../..")
	if err != nil {
		t.Fatal(err)
	}
	var project string
	shown := 0
	for _, b := range blocks {
		switch {
		case b.Document != "docs/integrations.md":
		case b.Language == "yaml":
			project = b.Text
		case b.Language == "json":
			shown++
			var want any
			if err := json.Unmarshal([]byte(b.Text), &want); err != nil {
				t.Fatalf("%s: %v", b, err)
			}
			got := renderedIntegrations(t, project)
			var differences strings.Builder
			found := false
			for _, one := range got {
				difference := cmp.Diff(want, one, cmp.FilterValues(elided, cmp.Ignore()))
				found = found || difference == ""
				differences.WriteString(difference)
			}
			if !found {
				t.Errorf("%s: no operation has this integration (-shown +rendered):\n%s", b, &differences)
			}
		}
	}
	if shown == 0 {
		t.Error("the page shows no integration")
	}
}

func elided(a, b any) bool {
	_, first := a.(string)
	_, second := b.(string)
	return first && second && (a == "…" || b == "…")
}

// renderedIntegrations renders a part of a project for the model of the example, and
// returns the integrations of its operations.
func renderedIntegrations(t *testing.T, project string) []any {
	t.Helper()
	dir := t.TempDir()
	model, err := filepath.Abs("../../examples/petstore/api.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"gatewright.yaml":           "model: " + model + "\nmockAll: true\n" + project,
		"functions/hello/index.mjs": "export const handler = async () => ({ statusCode: 200 });\n",
		"data/pets/7.json":          "{}",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out, errors strings.Builder
	if status := run(t.Context(), []string{"render", dir}, strings.NewReader(""), &out, &errors); status != exitDone {
		t.Fatalf("render:\n%s\n%s", project, &errors)
	}
	var definition struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal([]byte(out.String()), &definition); err != nil {
		t.Fatal(err)
	}
	var integrations []any
	for _, methods := range definition.Paths {
		for _, value := range methods {
			if operation, ok := value.(map[string]any); ok && strings.Contains(project, operation["operationId"].(string)+":") {
				integrations = append(integrations, operation["x-amazon-apigateway-integration"])
			}
		}
	}
	return integrations
}
