package cloudformation_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/tools/txtar"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/local/cloudformation"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// TestTemplates reads templates of AWS SAM and of CloudFormation.
func TestTemplates(t *testing.T) {
	forEach(t, "testdata/templates/*.txtar", func(_ *testing.T, dir string, archive *txtar.Archive) string {
		assembly, problems := cloudformation.ReadTemplate(filepath.Join(dir, "template.yaml"), optionsOf(dir, archive))
		return describe(assembly, problems)
	})
}

// TestTranslator compares the APIs with those that AWS SAM's own translator makes of the
// same templates.
func TestTranslator(t *testing.T) {
	python := translator(t)
	for _, name := range []string{"implicit", "auth", "explicit", "machines"} {
		t.Run(name, func(t *testing.T) {
			archive, err := txtar.ParseFile(filepath.Join("testdata", "templates", name+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			unpack(t, dir, archive)
			o := optionsOf(dir, archive)
			arguments := []string{"testdata/translate.py", filepath.Join(dir, "template.yaml")}
			for parameter, value := range o.Parameters {
				arguments = append(arguments, parameter+"="+value)
			}
			command := exec.CommandContext(t.Context(), python, arguments...)
			command.Stderr, command.Env = os.Stderr, append(os.Environ(), "AWS_DEFAULT_REGION=us-east-1")
			translated, err := command.Output()
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, "translated.json")
			if err := os.WriteFile(file, translated, 0o600); err != nil {
				t.Fatal(err)
			}
			want, _ := cloudformation.ReadTemplate(file, o)
			got, problems := cloudformation.ReadTemplate(filepath.Join(dir, "template.yaml"), o)
			if problems.HasErrors() {
				t.Fatal(problems)
			}
			got.APIs = slices.DeleteFunc(got.APIs, func(a *cloudformation.API) bool { return a.Path == "File" }) // which the translator leaves in S3
			if diff := cmp.Diff(want.APIs, got.APIs, sameAPI); diff != "" {
				t.Errorf("(-translator +transform):\n%s", diff)
			}
		})
	}
}

// sameAPI ignores places, documents, and the order of what is in mappings.
var sameAPI = cmp.Options{
	cmpopts.IgnoreTypes(diag.Position{}),
	cmpopts.IgnoreFields(cloudformation.API{}, "Document", "Local"),
	cmpopts.IgnoreFields(spec.API{}, "Root", "Title"),
	cmp.Comparer(func(a, b *tree.Node) bool { return sorted(a) == sorted(b) }),
	cmpopts.SortSlices(func(a, b *spec.Operation) bool { return a.Path+" "+a.Method < b.Path+" "+b.Method }),
	cmpopts.SortSlices(func(a, b *spec.Authorizer) bool { return a.Name < b.Name }),
	cmpopts.SortSlices(func(a, b spec.Mapping) bool { return a.Target < b.Target }),
	cmpopts.SortSlices(func(a, b string) bool { return a < b }),
	cmpopts.EquateEmpty(),
}

// sorted returns a value in which nothing depends on the order of mappings and lists.
func sorted(n *tree.Node) string {
	if n == nil {
		return ""
	}
	var parts []string
	for _, f := range n.Fields {
		parts = append(parts, f.Name+": "+sorted(f.Value))
	}
	for _, item := range n.Items {
		parts = append(parts, sorted(item))
	}
	slices.Sort(parts)
	return fmt.Sprintf("%s %q %q", n.Kind, n.Text, parts)
}

// translator returns the Python in which AWS SAM's translator is installed: cfn-lint uses it.
func translator(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("it runs programs that take seconds")
	}
	python := filepath.Join("..", "..", "..", ".venv", "bin", "python")
	if _, err := os.Stat(python); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("AWS SAM's translator is missing")
		}
		t.Skip("AWS SAM's translator is missing; make validators installs it")
	}
	return python
}
