package cloudformation_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
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
	for _, name := range []string{"implicit", "auth", "explicit", "machines", "overrides"} {
		t.Run(name, func(t *testing.T) {
			archive, err := txtar.ParseFile(filepath.Join("testdata", "templates", name+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			unpack(t, dir, archive)
			file, o := filepath.Join(dir, "template.yaml"), optionsOf(dir, archive)
			want, _, err := translate(t, python, file, o)
			if err != nil {
				t.Fatal(err)
			}
			got, problems := cloudformation.ReadTemplate(file, o)
			if problems.HasErrors() {
				t.Fatal(problems)
			}
			if diff := cmp.Diff(want.APIs, translatable(got.APIs), sameAPI); diff != "" {
				t.Errorf("(-translator +transform):\n%s", diff)
			}
		})
	}
}

// TestInputs compares the APIs of all templates in the directory that GATEWRIGHT_SAM_INPUTS
// names, such as tests/translator/input of AWS SAM's translator, and counts them. Those that
// the translator refuses are left out.
func TestInputs(t *testing.T) {
	dir := os.Getenv("GATEWRIGHT_SAM_INPUTS")
	if dir == "" {
		t.Skip("GATEWRIGHT_SAM_INPUTS names no directory")
	}
	python := translator(t)
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no templates: %v", dir, err)
	}
	counts := map[string]int{}
	for _, input := range files {
		text, err := os.ReadFile(input)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(text, []byte("\nTransform:")) && !bytes.HasPrefix(text, []byte("Transform:")) {
			text = append([]byte("Transform: AWS::Serverless-2016-10-31\n"), text...)
		}
		file := filepath.Join(t.TempDir(), "template.yaml")
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		counts[compareInput(t, python, input, file)]++
	}
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%d %s", counts[what], what)
	}
}

// compareInput returns what is to be said of a template.
func compareInput(t *testing.T, python, input, file string) string {
	t.Helper()
	want, theirs, err := translate(t, python, file, cloudformation.Options{})
	if err != nil {
		return "refused by the translator"
	}
	got, problems := cloudformation.ReadTemplate(file, cloudformation.Options{})
	switch diff := cmp.Diff(want.APIs, translatable(got.APIs), sameAPI); {
	case problems.HasErrors() && theirs.HasErrors():
		return "with errors in what the translator makes of it, too"
	case problems.HasErrors():
		t.Errorf("%s: %v", input, problems)
		return "with errors here"
	case diff != "":
		t.Errorf("%s (-translator +transform):\n%s", input, diff)
		return "with other APIs here"
	case len(want.APIs) == 0:
		return "without REST APIs"
	}
	return "served"
}

// translate reads what AWS SAM's translator makes of a template.
func translate(t *testing.T, python, file string, o cloudformation.Options) (*cloudformation.Assembly, diag.List, error) {
	t.Helper()
	arguments := []string{"testdata/translate.py", file}
	for parameter, value := range o.Parameters {
		arguments = append(arguments, parameter+"="+value)
	}
	command := exec.CommandContext(t.Context(), python, arguments...)
	command.Env = append(os.Environ(), "AWS_DEFAULT_REGION=us-east-1")
	translated, err := command.Output()
	if err != nil {
		if failure, ok := errors.AsType[*exec.ExitError](err); ok {
			err = fmt.Errorf("%w\n%s", err, failure.Stderr)
		}
		return nil, nil, err
	}
	file = filepath.Join(filepath.Dir(file), "translated.json")
	if err := os.WriteFile(file, translated, 0o600); err != nil {
		return nil, nil, err
	}
	assembly, problems := cloudformation.ReadTemplate(file, o)
	return assembly, problems, nil
}

// translatable leaves out the API whose definition the translator leaves in S3.
func translatable(apis []*cloudformation.API) []*cloudformation.API {
	return slices.DeleteFunc(apis, func(a *cloudformation.API) bool { return a.Path == "File" })
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

// sorted returns a value in which nothing depends on the order of mappings and lists, nor on
// how often an item is there; a list of one item is that item.
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
	if parts = slices.Compact(parts); n.Kind == tree.Sequence && len(parts) == 1 {
		return parts[0]
	}
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
