package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/snippets"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model/openapi"
)

// TestSnippets reads the YAML that the documentation shows: models, what an operation of
// one says, and gatewright.yaml or a part of it.
func TestSnippets(t *testing.T) {
	blocks, err := snippets.Of("../..", "yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks {
		t.Run(b.Name(), func(t *testing.T) {
			var problems diag.List
			switch {
			case strings.HasPrefix(b.Text, "openapi:"):
				problems = readModel(t, b.Text)
			case strings.HasPrefix(b.Text, "x-handler:"):
				problems = readModel(t, "openapi: 3.0.3\ninfo: { title: Shop, version: '1' }\npaths:\n  /hello:\n    get:\n"+
					"      operationId: sayHello\n      responses: { '204': { description: Done. } }\n      "+b.Text)
			default:
				problems = readFormat(b.Text)
			}
			for _, p := range problems {
				t.Errorf("%s: %s", b, p)
			}
		})
	}
}

func readModel(t *testing.T, text string) diag.List {
	t.Helper()
	path := filepath.Join(t.TempDir(), "api.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	_, problems := openapi.Read(path)
	return problems
}

// readFormat holds a part of gatewright.yaml to the format; a part need not say where
// the model is.
func readFormat(text string) diag.List {
	root, problems := tree.Read("gatewright.yaml", []byte(text))
	if problems.HasErrors() {
		return problems
	}
	if root.Get("model") == nil {
		root, problems = tree.Read("gatewright.yaml", []byte("model: api.yaml\n"+text))
		if problems.HasErrors() {
			return problems
		}
	}
	var functions intrinsic.Tokens
	format.conform(functions.Hide(root), "gatewright.yaml", &problems)
	return problems
}
