package python_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/python"
	"github.com/gatewright/gatewright/internal/snippets"
	"github.com/gatewright/gatewright/model/openapi"
)

var update = flag.Bool("update", false, "write what the tests got into their golden files")

const (
	environment = "../../../.venv"
	example     = "../../../examples/petstore/api.yaml"
	shapes      = "testdata/shapes.yaml"
	corpus      = "../golang/testdata/corpus/*.txtar"
)

// project is a directory in which packages were generated, and may be checked and run.
type project struct {
	*testing.T
	dir    string
	python string
}

func newProject(t *testing.T) *project {
	t.Helper()
	interpreter, err := filepath.Abs(filepath.Join(environment, "bin/python"))
	if err != nil {
		t.Fatal(err)
	}
	if exec.CommandContext(t.Context(), interpreter, "-c", "import importlib.util as u; assert u.find_spec('aws_cdk') and u.find_spec('mypy'); import setuptools; assert int(setuptools.__version__.split('.')[0]) > 70").Run() != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("what constructs/python/requirements-dev.txt names is not installed in .venv; run make validators")
		}
		t.Skip("run make validators")
	}
	return &project{T: t, dir: t.TempDir(), python: interpreter}
}

func (p *project) write(name, text string) {
	p.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		p.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		p.Fatal(err)
	}
}

// generate writes the package of a model.
func (p *project) generate(name, model string) {
	p.Helper()
	for _, f := range generate(p.T, name, model) {
		p.write(name+"/"+f.Path, string(f.Text))
	}
}

func generate(t *testing.T, name, model string) []codegen.File {
	t.Helper()
	return outputOf(t, name, model).Files
}

func outputOf(t *testing.T, name, model string) codegen.Output {
	t.Helper()
	api, problems := openapi.Read(model)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	output, problems := python.Target.Generate(api, codegen.Settings{Dir: name, At: func(string) diag.Position { return diag.Position{} }})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return output
}

// programs copies the programs of the tests.
func (p *project) programs(names ...string) {
	p.Helper()
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join("testdata/programs", name))
		if err != nil {
			p.Fatal(err)
		}
		p.write("programs/"+name, string(text))
	}
}

// run runs Python with the generated packages and the programs, and returns what it writes
// to stdout.
func (p *project) run(args ...string) (string, error) {
	p.Helper()
	sources, err := filepath.Glob(filepath.Join(p.dir, "*/src"))
	if err != nil {
		p.Fatal(err)
	}
	path := strings.Join(append(sources, filepath.Join(p.dir, "programs")), string(filepath.ListSeparator))
	c := exec.CommandContext(p.Context(), p.python, args...)
	c.Dir = p.dir
	c.Env = append(os.Environ(), "PYTHONPATH="+path, "MYPYPATH="+path, "PYTHONDONTWRITEBYTECODE=1", "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION=1",
		"JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION=1", "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=1")
	var errors bytes.Buffer
	c.Stderr = &errors
	out, err := c.Output()
	if err != nil && errors.Len() > 0 {
		err = fmt.Errorf("%w: %s", err, errors.String())
	}
	return string(out), err
}

// engine builds the command.
func (p *project) engine() {
	p.Helper()
	path := filepath.Join(p.dir, "gatewright")
	if out, err := exec.CommandContext(p.Context(), "go", "build", "-o", path, "../../../cmd/gatewright").CombinedOutput(); err != nil {
		p.Fatalf("go build: %v\n%s", err, out)
	}
	p.Setenv("GATEWRIGHT", path)
}

// TestModels holds what is generated from a model of many shapes.
func TestModels(t *testing.T) {
	const golden = "testdata/shapes.txtar"
	var got txtar.Archive
	for _, f := range generate(t, "shapes", shapes) {
		if !strings.Contains(f.Path, "/gatewright/") && !strings.HasSuffix(f.Path, ".json") && len(f.Text) > 0 {
			got.Files = append(got.Files, txtar.File{Name: f.Path, Data: f.Text})
		}
	}
	text := txtar.Format(&got)
	if *update {
		if err := os.WriteFile(golden, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(text)); diff != "" {
		t.Errorf("other files are generated (-want +got):\n%s", diff)
	}
}

// TestPackages type-checks what is generated from models of all shapes, hostile ones
// included, and programs that use it: the right ones without an error, and the wrong
// one with exactly the errors that it should have.
func TestPackages(t *testing.T) {
	p := newProject(t)
	p.generate("petstore", example)
	p.generate("shapes", shapes)
	p.generate("pets", "../../../constructs/go/cdk/testdata/shop.json")
	p.programs("shop.py", "values.py", "wrong.py", "golden.py")
	p.documented()
	archives, err := filepath.Glob(corpus)
	if err != nil || len(archives) == 0 {
		t.Fatalf("no models: %v", err)
	}
	packages := []string{"-p", "petstore", "-p", "shapes"}
	for _, path := range archives {
		name := "corpus_" + strings.TrimSuffix(filepath.Base(path), ".txtar")
		p.generate(name, modelOf(p, path))
		packages = append(packages, "-m", name, "-m", name+".models", "-m", name+".operations", "-m", name+".mock_integrations", "-m", name+".api")
	}
	programs, err := filepath.Glob(filepath.Join(p.dir, "programs/*.py"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range programs {
		packages = append(packages, "-m", strings.TrimSuffix(filepath.Base(path), ".py"))
	}
	want := []string{
		`6: error: Missing named argument "say_hello" for "OperationConfig"  [call-arg]`,
		`7: error: Unexpected keyword argument "say_hallo" for "mock_all" of "MockIntegrations"; did you mean "say_hello"?  [call-arg]`,
		`8: error: Argument 1 to "say_hello_200" of "MockIntegrations" has incompatible type "dict[str, str]"; expected "Greeting | None"  [arg-type]`,
		`9: error: "type[MockIntegrations]" has no attribute "say_hello_418"  [attr-defined]`,
		`10: error: Argument "integration" to "TypeSafeApiIntegration" has incompatible type "None"; expected "AnyIntegration"  [arg-type]`,
		`11: error: "OperationConfig[TypeSafeApiIntegration]" has no attribute "say_hallo"; maybe "say_hello"?  [attr-defined]`,
	}
	out, err := p.run(append([]string{"-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context"}, packages...)...)
	if err == nil || strings.Contains(err.Error(), ": ") {
		t.Fatalf("mypy: %v\n%s", err, out)
	}
	var got []string
	for line := range strings.Lines(out) {
		if line = strings.TrimSpace(line); !strings.Contains(line, ": note: ") {
			got = append(got, strings.TrimPrefix(line, "programs/wrong.py:"))
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mypy finds other errors (-want +got):\n%s", diff)
	}
}

// documented copies the programs that the documentation shows.
func (p *project) documented() {
	p.Helper()
	found, err := snippets.Of("../../..", "py")
	if err != nil {
		p.Fatal(err)
	}
	for _, one := range found {
		p.write("programs/"+one.Name()+".py", one.Text)
	}
}

// modelOf writes the model of an archive, and returns its path.
func modelOf(p *project, path string) string {
	p.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		p.Fatal(err)
	}
	for _, f := range archive.Files {
		if f.Name == "api.yaml" {
			name := "models/" + filepath.Base(path) + ".yaml"
			p.write(name, string(f.Data))
			return filepath.Join(p.dir, name)
		}
	}
	p.Fatalf("%s has no api.yaml", path)
	return ""
}

// TestBehaviour runs what is generated: values there and back, the operation that is
// left out, the types without the CDK.
func TestBehaviour(t *testing.T) {
	p := newProject(t)
	p.generate("petstore", example)
	p.generate("shapes", shapes)
	p.programs("behaviour.py", "values.py")
	out, err := p.run("programs/behaviour.py")
	want := "OperationConfig.__init__() missing 1 required keyword-only argument: 'say_hello'\n"
	if err != nil || out != want {
		t.Errorf("got %q, %v; want %q", out, err, want)
	}
}

// TestHandlers runs handlers, which need nothing but Python.
func TestHandlers(t *testing.T) {
	p := newProject(t)
	p.generate("petstore", example)
	p.programs("handlers.py")
	out, err := p.run("programs/handlers.py")
	want := `200 {"message":"Hello, Ada!"}
400 {"message":"Invalid request: query parameter name is missing"} *
404 {"message":"There is no pet 007."}
404 {"message":"Not Found"}
5
`
	if diff := cmp.Diff(want, out); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// TestStubs writes the handler that the model wants, and runs its test.
func TestStubs(t *testing.T) {
	p := newProject(t)
	p.write("api.yaml", `openapi: 3.0.3
info: { title: Shop, version: "1" }
paths:
  /hello: { get: { operationId: sayHello, x-handler: { language: python }, responses: { "200": { description: A greeting. } } } }
  /bye: { get: { operationId: sayBye, x-handler: { language: python, code: bye }, responses: { "200": { description: A greeting. } } } }
  /away: { get: { operationId: goAway, x-handler: { language: go }, responses: { "200": { description: A greeting. } } } }
`)
	output := outputOf(t, "shop", filepath.Join(p.dir, "api.yaml"))
	for _, f := range output.Files {
		p.write("shop/"+f.Path, string(f.Text))
	}
	var stubs []string
	for _, f := range output.Stubs {
		stubs = append(stubs, f.Path)
		p.write("handlers/"+f.Path, string(f.Text))
	}
	if diff := cmp.Diff([]string{"sayhello/app.py", "sayhello/test_sayhello.py"}, stubs); diff != "" {
		t.Fatalf("other stubs are written (-want +got):\n%s", diff)
	}
	if out, err := p.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "handlers/sayhello"); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err := p.run("-m", "mypy", "--strict", "handlers/sayhello/app.py"); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// suggestion is what mypy adds to an error in some versions.
var suggestion = regexp.MustCompile(`; maybe "[^"]*"\?`)

// TestHandlerTypes type-checks generated handlers of models of all shapes, and handlers that they refuse.
func TestHandlerTypes(t *testing.T) {
	p := newProject(t)
	p.generate("petstore", example)
	p.programs("handlers.py", "wrong_handlers.py")
	want := []string{
		`14: error: Incompatible return value type (got "ApiResponse[Literal[201], dict[str, object]]", expected "ApiResponse[Literal[200], Pet] | ApiResponse[Literal[404], Problem]")  [return-value]`,
		`19: error: Incompatible types (expression has type "Literal['cow']", TypedDict item "kind" has type "Literal['cat', 'dog', 'parrot']")  [typeddict-item]`,
		`24: error: Cannot assign to final attribute "pet_id"  [misc]`,
		`25: error: "GetPetRequestParameters" has no attribute "pet_number"  [attr-defined]`,
		`28: error: Argument "say_hello" to "HandlerRouterHandlers" has incompatible type "LambdaHandler[Literal['getPet']]"; expected "LambdaHandler[Literal['sayHello']] | None"  [arg-type]`,
	}
	packages := []string{"-m", "handlers", "-m", "wrong_handlers"}
	for _, name := range p.corpus() {
		packages = append(packages, "-p", name+".handlers")
	}
	out, err := p.run(append([]string{"-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context"}, packages...)...)
	if err == nil || strings.Contains(err.Error(), ": ") {
		t.Fatalf("mypy: %v\n%s", err, out)
	}
	var got []string
	for line := range strings.Lines(out) {
		if line = strings.TrimSpace(line); !strings.Contains(line, ": note: ") {
			got = append(got, suggestion.ReplaceAllString(strings.TrimPrefix(line, "programs/wrong_handlers.py:"), ""))
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mypy finds other errors (-want +got):\n%s", diff)
	}
}

// TestAcceptancePyright checks the same handlers with Pyright, which downloads itself from npm.
func TestAcceptancePyright(t *testing.T) {
	if os.Getenv("GATEWRIGHT_ACCEPTANCE") != "1" {
		t.Skip("make acceptance runs it")
	}
	p := newProject(t)
	p.generate("petstore", example)
	p.programs("handlers.py", "wrong_handlers.py")
	p.corpus()
	sources, err := filepath.Glob(filepath.Join(p.dir, "*/src"))
	if err != nil {
		t.Fatal(err)
	}
	settings, err := json.Marshal(map[string]any{"pythonVersion": "3.11", "extraPaths": sources, "include": append(sources, "programs"), "reportMissingModuleSource": false})
	if err != nil {
		t.Fatal(err)
	}
	p.write("pyrightconfig.json", string(settings))
	out, err := p.run("-m", "pyright", "--pythonpath", p.python, "-p", ".")
	if err == nil {
		t.Fatalf("pyright finds nothing in wrong_handlers.py:\n%s", out)
	}
	var lines []string
	for _, found := range regexp.MustCompile(`(?m)^ *\S*?([\w.]+\.py):(\d+):\d+ - error`).FindAllStringSubmatch(out, -1) {
		if at := found[1] + ":" + found[2]; !slices.Contains(lines, at) {
			lines = append(lines, at)
		}
	}
	want := []string{"wrong_handlers.py:14", "wrong_handlers.py:19", "wrong_handlers.py:24", "wrong_handlers.py:25", "wrong_handlers.py:28"}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("pyright finds other errors (-want +got):\n%s\n%s", diff, out)
	}
}

// corpus generates the packages of all models of the generators' tests, and returns the names of those with handlers.
func (p *project) corpus() []string {
	p.Helper()
	archives, err := filepath.Glob(corpus)
	if err != nil || len(archives) == 0 {
		p.Fatalf("no models: %v", err)
	}
	models := map[string]string{"shapes_": shapes, "conformance_": "../../../conformance/handlers/api.yaml"}
	for _, path := range archives {
		models["corpus_"+strings.TrimSuffix(filepath.Base(path), ".txtar")] = modelOf(p, path)
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(models)) {
		for _, f := range outputOf(p.T, name, models[name]).Files {
			p.write(name+"/"+f.Path, string(f.Text))
			if strings.HasSuffix(f.Path, "handlers/__init__.py") {
				names = append(names, strings.Split(f.Path, "/")[1])
			}
		}
	}
	return names
}

// TestHostileTexts holds that texts of a model stay in literals, whatever they try.
func TestHostileTexts(t *testing.T) {
	p := newProject(t)
	p.generate("hostile", modelOf(p, "../golang/testdata/corpus/hostile.txtar"))
	p.generate("shapes", shapes)
	scan, err := filepath.Abs("testdata/scan.py")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"hostile", "shapes"} {
		if out, err := p.run("-W", "error", scan, dir); err != nil || out != "" {
			t.Errorf("%v\n%s", err, out)
		}
	}
	p.write("broken/a.py", "\"\"\"pwned\"\"\"\na = 'pwned'; pwned = 1 # pwned\n")
	if out, err := p.run(scan, "broken"); err != nil || out != "broken/a.py:2:14\nbroken/a.py:2:24\n" {
		t.Errorf("the scan does not see what it should: %v\n%s", err, out)
	}
}

// TestSynth runs an app of the CDK.
func TestSynth(t *testing.T) {
	p := newProject(t)
	p.engine()
	p.generate("petstore", example)
	p.programs("shop.py")
	out, err := p.run("programs/shop.py")
	if err != nil {
		t.Fatal(err)
	}
	var template struct {
		Resources map[string]struct{ Type string }
	}
	if err := json.Unmarshal([]byte(out), &template); err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, r := range template.Resources {
		counts[r.Type]++
	}
	for kind, want := range map[string]int{"AWS::ApiGateway::RestApi": 5, "AWS::WAFv2::WebACL": 2, "AWS::Lambda::Permission": 11} {
		if counts[kind] != want {
			t.Errorf("there are %d of %s, want %d", counts[kind], kind, want)
		}
	}
	if regexp.MustCompile(`\$\{Token\[|gatewright:role`).MatchString(out) {
		t.Error("the template holds tokens")
	}
}

// TestMigration runs the stack that docs/from-aws-pdk.md shows.
func TestMigration(t *testing.T) {
	p := newProject(t)
	p.engine()
	p.generate("petstore", example)
	p.programs("migration.py")
	p.documented()
	p.write("handlers/hello/app.py", "def handler(event, context):\n    return {'statusCode': 200}\n")
	out, err := p.run("programs/migration.py")
	if err != nil {
		t.Fatal(err)
	}
	snippets.HoldMigration(t, out)
}

// TestGolden compares with the templates of the construct in Go.
func TestGolden(t *testing.T) {
	p := newProject(t)
	p.engine()
	const testdata = "../../../constructs/go/cdk/testdata"
	p.generate("pets", filepath.Join(testdata, "shop.json"))
	p.programs("golden.py")
	golden, err := filepath.Abs(testdata)
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.run("programs/golden.py", golden)
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^nothing\n\d+\nundeployed\n\d+\n$`).MatchString(out) {
		t.Errorf("the templates differ:\n%s", out)
	}
}

// TestBuild has pip build the package, which needs what it has next to its modules.
func TestBuild(t *testing.T) {
	p := newProject(t)
	p.generate("petstore", example)
	if out, err := p.run("-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", "wheels", "./petstore"); err != nil {
		t.Fatalf("pip: %v\n%s", err, out)
	}
	out, err := p.run("-m", "zipfile", "-l", "wheels/petstore-1.0.0-py3-none-any.whl")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"petstore/__init__.py", "petstore/py.typed", "petstore/model.json", "petstore/gatewright/__init__.py"} {
		if !strings.Contains(out, name+" ") {
			t.Errorf("the wheel has no %s:\n%s", name, out)
		}
	}
}

// TestPackageNames has names that are made, given, and refused.
func TestPackageNames(t *testing.T) {
	api, problems := openapi.Read(shapes)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	for _, c := range []struct{ dir, given, path string }{
		{"out/pet-store", "", "src/pet_store/models.py"},
		{"out/2shops", "", "src/api_2shops/models.py"},
		{"out/class", "", "src/class_api/models.py"},
		{"out/json", "", "src/json_api/models.py"},
		{"out", "acme_shop", "src/acme_shop/models.py"},
		{"out", "json", ""},
		{"out", "aws_cdk", ""},
		{"out", "class", ""},
		{"out", "../shop", ""},
		{"out", "shop\"", ""},
		{"out", "Shop", ""},
	} {
		output, problems := python.Target.Generate(api, codegen.Settings{
			Dir: c.dir, Package: c.given, NoCDK: true, At: func(string) diag.Position { return diag.Position{File: "gatewright.yaml", Line: 3} },
		})
		found := ""
		for _, f := range output.Files {
			if strings.HasSuffix(f.Path, "/models.py") {
				found = f.Path
			}
		}
		if found != c.path || problems.HasErrors() != (c.path == "") {
			t.Errorf("%q in %s gives %q, and the problems %v", c.given, c.dir, found, problems)
		}
	}
}
