package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/config"
)

// TestExamplesAreGenerated verifies that the Go code of the examples is what is
// generated from their models. Packages in other languages are not committed; the
// tests of conformance/cdkgo generate them.
func TestExamplesAreGenerated(t *testing.T) {
	files, err := filepath.Glob("../../examples/*/gatewright.yaml")
	if err != nil {
		t.Fatal(err)
	}
	tested := 0
	for _, file := range files {
		project, _ := config.Load(file, config.Options{Generate: true})
		if !slices.ContainsFunc(project.Generate, func(g config.Generate) bool { return g.Language == "go" }) {
			continue
		}
		tested++
		var out, errors strings.Builder
		if status := run(t.Context(), []string{"generate", "--check", file}, strings.NewReader(""), &out, &errors); status != exitDone {
			t.Errorf("run gatewright generate %s:\n%s%s", filepath.ToSlash(filepath.Dir(file)), &out, &errors)
		}
	}
	if tested == 0 {
		t.Error("no example has generated code")
	}
}
