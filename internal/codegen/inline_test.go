package codegen_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/golang"
	"github.com/gatewright/gatewright/internal/codegen/java"
	"github.com/gatewright/gatewright/internal/codegen/python"
	"github.com/gatewright/gatewright/internal/codegen/typescript"
	"github.com/gatewright/gatewright/model/openapi"
)

// bindings are the languages, each with the declarations of types in its generated files.
var bindings = []struct {
	target codegen.Target
	file   *regexp.Regexp
	types  *regexp.Regexp
}{
	{golang.Target, regexp.MustCompile(`^types\.go$`), regexp.MustCompile(`(?m)^type (\w+)`)},
	{java.Target, regexp.MustCompile(`/model/\w+\.java$`), regexp.MustCompile(`(?m)^public (?:sealed )?(?:record|enum|interface) (\w+)`)},
	{python.Target, regexp.MustCompile(`/models\.py$`), regexp.MustCompile(`(?m)^(?:class )?(\w+)(?:\(TypedDict\)|: TypeAlias = )`)},
	{typescript.Target, regexp.MustCompile(`^esm/types\.d\.ts$`), regexp.MustCompile(`(?m)^export (?:type|interface) (\w+)`)},
}

const inlineModel = "testdata/inline.yaml"

func readInlineModel(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(inlineModel)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// typesOf returns the names of the types that a language declares for a model, sorted.
func typesOf(t *testing.T, language int, text string) []string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "openapi.yaml")
	for name, content := range map[string]string{path: text, filepath.Join(dir, "go.mod"): "module example.com/pets\n"} {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	api, problems := openapi.Read(path)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	b := bindings[language]
	output, problems := b.target.Generate(api, codegen.Settings{
		Dir: filepath.Join(dir, "pets"), Stubs: filepath.Join(dir, "handlers"), At: func(string) diag.Position { return diag.Position{} },
	})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	var names []string
	for _, f := range output.Files {
		if b.file.MatchString(f.Path) {
			for _, found := range b.types.FindAllStringSubmatch(string(f.Text), -1) {
				names = append(names, found[1])
			}
		}
	}
	slices.Sort(names)
	return names
}

// The types of inline schemas have the same names in all languages.
func TestInlineNamesAreThoseOfAllLanguages(t *testing.T) {
	want := strings.Fields(`AddPetRequestContent AddPetRequestContentOwner Dog GetPet200Response GetPet200ResponseExtra
		GetPetDefaultResponseItem GetPetDefaultResponseItemCode NotFoundResponse Pet PetChoice PetChoiceObject PetChoiceObject2
		PetHTTPStatus PetMoreValue PetOwner PetOwnerAddress PetSize PetStatus PetTagsItem`)
	// Handlers read parameters, and write headers, with types of their own; where the
	// language has unions of literals, these need no name.
	ofHandlers := map[string][]string{
		"go":     {"GetPet200XKind", "GetPetSort", "LimitParameter", "PetsByPetIDView"},
		"java":   {"GetPet200XKind", "GetPetSort", "LimitParameter", "PetsByPetIdView"},
		"python": {"GetPetSort", "LimitParameter", "PetsByPetIdView"},
	}
	for i, b := range bindings {
		t.Run(b.target.Name, func(t *testing.T) {
			expected := append(slices.Clone(want), ofHandlers[b.target.Name]...)
			if b.target.Name != golang.Target.Name {
				expected[slices.Index(expected, "PetHTTPStatus")] = "PetHttpStatus"
			}
			slices.Sort(expected)
			if diff := cmp.Diff(expected, typesOf(t, i, readInlineModel(t))); diff != "" {
				t.Errorf("types (-want +got):\n%s", diff)
			}
		})
	}
}

// An operation that uses what others use, and is before them in the document, renames none of their types.
func TestAnAddedOperationRenamesNoType(t *testing.T) {
	before := readInlineModel(t)
	added := `paths:
  /cats:
    post:
      operationId: addCat
      parameters: [{$ref: '#/components/parameters/Limit'}]
      requestBody: {$ref: '#/components/requestBodies/AddPet'}
      responses:
        '404': {$ref: '#/components/responses/NotFound'}
`
	viewers := `
    head:
      operationId: headPet
      responses: {'404': {$ref: '#/components/responses/NotFound'}}
    get:
      operationId: getPet`
	after := strings.Replace(before, "paths:\n", added, 1)
	after = strings.Replace(after, "\n    get:\n      operationId: getPet", viewers, 1)
	if strings.Count(after, "operationId") != strings.Count(before, "operationId")+2 {
		t.Fatal("the operations are not in the document")
	}
	for i, b := range bindings {
		t.Run(b.target.Name, func(t *testing.T) {
			if diff := cmp.Diff(typesOf(t, i, before), typesOf(t, i, after)); diff != "" {
				t.Errorf("types (-before +after):\n%s", diff)
			}
		})
	}
}
