package cloudformation_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gatewright/gatewright/internal/local/cloudformation"
)

// FuzzTemplate reads any text as a template. It must neither panic nor hang, and
// what it returns must be whole.
func FuzzTemplate(f *testing.F) {
	for _, pattern := range []string{"testdata/intrinsics/*.txtar", "testdata/assemblies/*.txtar", "testdata/broken/*.txtar", "testdata/templates/*.txtar"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatalf("no file matches %s: %v", pattern, err)
		}
		for _, file := range files {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				f.Fatal(err)
			}
			for _, part := range archive.Files {
				f.Add(part.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, template []byte) {
		dir := t.TempDir()
		writeManifest(t, dir)
		for _, name := range []string{"template.json", "template.yaml"} {
			if err := os.WriteFile(filepath.Join(dir, name), template, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		o := cloudformation.Options{Work: filepath.Join(dir, "work")}
		assembly, problems := cloudformation.Read(dir, o)
		alone, found := cloudformation.ReadTemplate(filepath.Join(dir, "template.yaml"), o)
		assembly.APIs, problems = append(assembly.APIs, alone.APIs...), append(problems, found...)
		for _, api := range assembly.APIs {
			if !json.Valid(api.Document.JSON()) {
				t.Errorf("the definition of %s is not JSON", api.Path)
			}
			if len(api.Local.Operations) != len(api.Deployed.Operations) {
				t.Errorf("%s has lost operations", api.Path)
			}
		}
		for _, p := range problems {
			if !p.Position.IsValid() || p.Message == "" {
				t.Errorf("%+v is no help", p)
			}
		}
	})
}
