package snippets_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/snippets"
)

const root = "../.."

// compiled names, for each language of code, the test that takes the blocks of all
// documents.
var compiled = map[string]string{
	"go":   "conformance/cdkgo/snippets_test.go",
	"ts":   "internal/codegen/typescript/package_test.go",
	"py":   "internal/codegen/python/package_test.go",
	"java": "internal/codegen/java/project_test.go",
	"yaml": "internal/config/snippets_test.go",
}

// shown is what is not a code of a program: what is typed into a shell, what is said, and
// drawings. TestJSON reads json.
var shown = map[string]bool{"sh": true, "console": true, "text": true, "json": true}

// TestEveryBlockIsCompiled fails for a block that no test compiles.
func TestEveryBlockIsCompiled(t *testing.T) {
	for language, test := range compiled {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(test)))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), `, "`+language+`")`) || !strings.Contains(string(text), "snippets.Of(") {
			t.Errorf("%s does not take the blocks in %s", test, language)
		}
	}
	blocks := all(t)
	for _, b := range blocks {
		switch {
		case shown[b.Language]:
		case compiled[b.Language] == "":
			t.Errorf("%s: no test compiles blocks in %q; those that are known are go, ts, py, java and yaml, and sh, console, text and json for what is no program", b, b.Language)
		case b.Note != "" && b.Note != snippets.Before:
			t.Errorf("%s: %q is no note of a block", b, b.Note)
		case b.Note == snippets.Before && (b.Document != "docs/from-aws-pdk.md" || strings.Contains(b.Text, "gatewright")):
			t.Errorf("%s: only the code of AWS PDK may be left out by the note %q", b, b.Note)
		}
	}
	fences := 0
	for _, document := range documents(t, blocks) {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(document)))
		if err != nil {
			t.Fatal(err)
		}
		fences += strings.Count(string(text), "```")
	}
	if fences != 2*len(blocks) {
		t.Errorf("there are %d blocks, but %d fences", len(blocks), fences)
	}
}

// TestJSON reads the JSON that documents show.
func TestJSON(t *testing.T) {
	for _, b := range all(t) {
		var v any
		if b.Language != "json" {
			continue
		}
		if err := json.Unmarshal([]byte(b.Text), &v); err != nil {
			t.Errorf("%s: %v", b, err)
		}
	}
}

func all(t *testing.T) []snippets.Block {
	t.Helper()
	blocks, err := snippets.All(root)
	if err != nil {
		t.Fatal(err)
	}
	return blocks
}

func documents(t *testing.T, blocks []snippets.Block) []string {
	t.Helper()
	var names []string
	seen := map[string]bool{}
	for _, b := range blocks {
		if !seen[b.Document] {
			names = append(names, b.Document)
		}
		seen[b.Document] = true
	}
	return names
}
