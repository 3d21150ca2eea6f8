package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/config"
)

// TestExamplesAreGenerated holds that the code of the examples is what is generated
// from their models.
func TestExamplesAreGenerated(t *testing.T) {
	files, err := filepath.Glob("../../examples/*/gatewright.yaml")
	if err != nil {
		t.Fatal(err)
	}
	tested := 0
	for _, file := range files {
		if project, _ := config.Load(file, config.Options{Generate: true}); len(project.Generate) == 0 {
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
