package openapi_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/openapi"
)

const header = "openapi: 3.0.3\ninfo: {title: t, version: v}\n"

// write puts files into a new directory and returns its name.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	directory := t.TempDir()
	for name, text := range files {
		full := filepath.Join(directory, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return directory
}

func readOne(t *testing.T, text string) (*model.API, diag.List) {
	t.Helper()
	return openapi.ReadFS(fstest.MapFS{"api.yaml": {Data: []byte(text)}}, "api.yaml")
}

func wantErrors(t *testing.T, got diag.List, want ...string) {
	t.Helper()
	var messages []string
	for _, d := range got {
		messages = append(messages, d.Error())
	}
	if diff := cmp.Diff(want, messages); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func TestReadNamesFilesAsGiven(t *testing.T) {
	directory := write(t, map[string]string{
		"models/api.yaml":       header + "paths: {/a: {$ref: paths/a.yaml}}\n",
		"models/paths/a.yaml":   "get: {responses: {'200': {$ref: '../common.yaml#/ok'}}}\n",
		"models/common.yaml":    "ok: {description: fine}\n",
		"models/sub/other.yaml": "",
	})
	t.Chdir(filepath.Join(directory, "models", "sub"))
	for given, files := range map[string][]string{
		"../api.yaml": {"../api.yaml", "../paths/a.yaml", "../common.yaml"},
		filepath.Join(directory, "models/api.yaml"): {filepath.Join(directory, "models/api.yaml"), filepath.Join(directory, "models/paths/a.yaml"), filepath.Join(directory, "models/common.yaml")},
	} {
		api, problems := openapi.Read(given)
		wantErrors(t, problems)
		if api == nil {
			continue
		}
		if diff := cmp.Diff(files, api.Files); diff != "" {
			t.Errorf("files (-want +got):\n%s", diff)
		}
		if got, want := api.Operations[0].Position.String(), files[1]+":1:1"; got != want {
			t.Errorf("the operation is at %s, want %s", got, want)
		}
	}
}

func TestReadStaysInsideDirectory(t *testing.T) {
	directory := write(t, map[string]string{
		"outside.yaml":        "{description: secret}",
		"models/inside.yaml":  "{description: fine}",
		"models/up.yaml":      header + "paths: {/a: {get: {responses: {'200': {$ref: ../outside.yaml}}}}}\n",
		"models/link.yaml":    header + "paths: {/a: {get: {responses: {'200': {$ref: leak.yaml}}}}}\n",
		"models/dir.yaml":     header + "paths: {/a: {get: {responses: {'200': {$ref: up/outside.yaml}}}}}\n",
		"models/allowed.yaml": header + "paths: {/a: {get: {responses: {'200': {$ref: alias.yaml}}}}}\n",
	})
	models := filepath.Join(directory, "models")
	for link, to := range map[string]string{"leak.yaml": "../outside.yaml", "up": "..", "alias.yaml": "inside.yaml", "main.yaml": "../outside.yaml"} {
		if err := os.Symlink(to, filepath.Join(models, link)); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(models)
	for name, want := range map[string]string{
		"up.yaml":   `up.yaml:3:46: the reference "../outside.yaml" leads out of the model's directory`,
		"link.yaml": `link.yaml:3:46: the reference "leak.yaml" cannot be followed: the file is outside the model's directory`,
		"dir.yaml":  `dir.yaml:3:46: the reference "up/outside.yaml" cannot be followed: the file is outside the model's directory`,
	} {
		_, problems := openapi.Read(name)
		wantErrors(t, problems, want)
	}
	if _, problems := openapi.Read("allowed.yaml"); problems != nil {
		t.Errorf("a link inside the directory: %v", problems)
	}
	if api, problems := openapi.Read("up.yaml", openapi.Within("..")); api == nil {
		t.Errorf("with the directory above: %v", problems)
	}
	if _, problems := openapi.Read("../outside.yaml", openapi.Within(".")); len(problems) != 1 || problems[0].Rule != "unsupported-reference" {
		t.Errorf("a model outside of the directory: %v", problems)
	}
	// The model itself is what the user named; it may be a link to anywhere.
	_, problems := openapi.Read("main.yaml")
	wantErrors(t, problems, `main.yaml:1:1: this is not an OpenAPI document: the key "openapi" with the version is missing`)
}

func TestReadFSStaysInsideDirectory(t *testing.T) {
	fsys := fstest.MapFS{
		"models/api.yaml": {Data: []byte(header + "paths: {/a: {$ref: ../secret.yaml}, /b: {$ref: ./ok.yaml}}\n")},
		"models/ok.yaml":  {Data: []byte("{}")},
		"secret.yaml":     {Data: []byte("{}")},
	}
	_, problems := openapi.ReadFS(fsys, "models/api.yaml")
	wantErrors(t, problems, `models/api.yaml:3:20: the reference "../secret.yaml" cannot be followed: the file is outside the model's directory`)
}

func TestReadRefusesWhatIsNoFile(t *testing.T) {
	directory := write(t, map[string]string{"locked.yaml": header, "refs.yaml": header + "paths: {/a: {$ref: locked.yaml}}"})
	if err := os.Chmod(filepath.Join(directory, "locked.yaml"), 0); err != nil {
		t.Fatal(err)
	}
	t.Chdir(directory)
	wants := map[string]string{
		".":            ".: the file cannot be read: it is a directory, not a file",
		"no.yaml":      "no.yaml: the file does not exist",
		"none/no.yaml": "none/no.yaml: the file does not exist",
	}
	if runtime.GOOS != "windows" {
		wants[os.DevNull] = os.DevNull + ": the file cannot be read: it is not a regular file"
	}
	if os.Geteuid() > 0 { // permissions do not bind the superuser
		wants["locked.yaml"] = "locked.yaml: the file cannot be read: permission denied"
		wants["refs.yaml"] = `refs.yaml:3:20: the reference "locked.yaml" cannot be followed: the file cannot be read: permission denied`
	}
	for name, want := range wants {
		_, problems := openapi.Read(name)
		wantErrors(t, problems, want)
	}
}

func TestCircularSchemasAreCircular(t *testing.T) {
	api, problems := openapi.ReadFS(fstest.MapFS{
		"api.yaml":   {Data: []byte(header + "paths: {}\ncomponents: {schemas: {Pet: {$ref: pet.yaml}, Pets: {type: array, items: {$ref: pet.yaml}}}}")},
		"pet.yaml":   {Data: []byte("{properties: {owner: {$ref: owner.yaml}}}")},
		"owner.yaml": {Data: []byte("{properties: {pet: {$ref: 'api.yaml#/components/schemas/Pet'}}}")},
	}, "api.yaml")
	wantErrors(t, problems)
	if len(api.Schemas) != 3 {
		t.Fatalf("got %d schemas", len(api.Schemas))
	}
	pet := api.Schemas[0]
	if got := pet.Property("owner").Schema.Property("pet").Schema; got != pet {
		t.Errorf("the owner's pet is another schema: %q", got.Name)
	}
	if got := api.Schemas[1].Items; got != pet {
		t.Errorf("an item of Pets is another schema: %q", got.Name)
	}
}

// Schemas that refer to one another in a long line take no deep stack.
func TestLongLineOfSchemas(t *testing.T) {
	const length = 50_000
	var text strings.Builder
	text.WriteString(`{"openapi":"3.1.0","info":{"title":"","version":""},"paths":{},"components":{"schemas":{`)
	for i := range length {
		text.WriteString(`"A` + itoa(i) + `":{"properties":{"next":{"$ref":"#/components/schemas/A` + itoa((i+1)%length) + `"}}},`)
	}
	text.WriteString(`"End":{}}}}`)
	api, problems := readOne(t, text.String())
	wantErrors(t, problems)
	s := api.Schemas[0]
	for range length {
		s = s.Property("next").Schema
	}
	if s != api.Schemas[0] {
		t.Errorf("the line ends at %q", s.Name)
	}
}

func TestSingleFileIsNotCopied(t *testing.T) {
	api, problems := readOne(t, header+"paths: {}\ncomponents: {schemas: {A: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}}}")
	wantErrors(t, problems)
	if source := api.Document.Get("components", "schemas", "A").Source; source != api.Document.Source {
		t.Error("the schema is not that of the file")
	}
	if got, want := api.Document.Get("components", "schemas", "A", "properties", "a").Position().String(), "api.yaml:4:58"; got != want {
		t.Errorf("the property is at %s, want %s", got, want)
	}
}

// Hostile and broken input gives one clear message in bounded time and memory.
func TestHostileInput(t *testing.T) {
	chain := header + "paths: {}\ncomponents:\n  schemas:\n"
	for i := range 200 {
		chain += "    A" + itoa(i) + ": {$ref: '#/components/schemas/A" + itoa(i+1) + "'}\n"
	}
	chain += "    A200: {}\n"
	inlined := header + "paths:\n"
	for i := range 30 {
		item := "{$ref: '#/paths/~1p" + itoa(i+1) + "'}"
		inlined += "  /p" + itoa(i) + ": {get: {responses: {'200': {description: ''}}, callbacks: {a: {x: " + item + "}, b: {x: " + item + "}}}}\n"
	}
	inlined += "  /p30: {}\n"
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
	for i := range 9 {
		n := itoa(i)
		bomb += "a" + itoa(i+1) + ": &a" + itoa(i+1) + " [" + strings.TrimSuffix(strings.Repeat("*a"+n+", ", 9), ", ") + "]\n"
	}
	for name, c := range map[string]struct{ text, rule string }{
		"bomb":            {bomb, "too-large"},
		"deep":            {header + "x-a: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "too-large"},
		"deeper":          {strings.Repeat("[", 10<<20), "too-large"},
		"many values":     {"[" + strings.Repeat("1,", 5<<20) + "1]", "too-large"},
		"many lines":      {strings.Repeat("- 1\n", 5<<19), "too-large"},
		"one long word":   {strings.Repeat("x", 10<<20), "invalid-type"},
		"binary":          {strings.Repeat("\x00\xff", 5<<20), "invalid-encoding"},
		"control":         {strings.Repeat("\x01", 1<<20), "invalid-yaml"},
		"self alias":      {"a: &a [*a]", "circular-alias"},
		"unknown alias":   {"a: *b", "invalid-yaml"},
		"reference chain": {chain, "circular-reference"},
		"reference bomb":  {inlined, "too-large"},
		"huge number":     {`{"openapi": "3.0.3", "info": {"title": "", "version": ""}, "paths": {}, "components": {"schemas": {"A": {"minimum": 1e308, "maximum": 1e999999999}}}}`, "invalid-number"},
	} {
		t.Run(name, func(t *testing.T) {
			api, problems := readOne(t, c.text)
			if api != nil || len(problems) == 0 || len(problems) > 201 {
				t.Fatalf("got a model: %v, and %d problems", api != nil, len(problems))
			}
			for _, d := range problems {
				if d.Severity == diag.Error && d.Rule != c.rule && d.Rule != "too-many-problems" {
					t.Errorf("got %s: %.200s", d.Rule, d.Error())
				}
			}
		})
	}
}

func TestManyProblemsAreCut(t *testing.T) {
	var paths strings.Builder
	for i := range 1000 {
		paths.WriteString("  p" + itoa(i) + ": {unknown: 1}\n")
	}
	_, problems := readOne(t, header+"paths:\n"+paths.String())
	count := map[string]int{}
	for _, d := range problems {
		count[d.Severity.String()+" "+d.Rule]++
	}
	want := map[string]int{
		"error invalid-path": 200, "error too-many-problems": 1,
		"warning unknown-key": 200, "warning too-many-problems": 1,
	}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestReadIsDeterministic(t *testing.T) {
	archive := "testdata/split.txtar"
	first := documentOf(t, archive)
	for range 5 {
		if diff := cmp.Diff(first, documentOf(t, archive)); diff != "" {
			t.Fatalf("another reading differs:\n%s", diff)
		}
	}
}

func documentOf(t *testing.T, name string) string {
	t.Helper()
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	api, problems := openapi.ReadFS(inputs(archive))
	wantErrors(t, problems)
	return dumpDocument(t, api)
}

func itoa(i int) string { return strconv.Itoa(i) }
