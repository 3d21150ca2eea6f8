package typescript_test

import (
	"bytes"
	"encoding/json"
	"fmt"
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
	"github.com/gatewright/gatewright/internal/codegen/typescript"
	"github.com/gatewright/gatewright/internal/snippets"
	"github.com/gatewright/gatewright/model/openapi"
)

const (
	modules = "../../../constructs/typescript/node_modules"
	example = "../../../examples/petstore/api.yaml"
)

// project is a directory in which packages were generated and may be compiled.
type project struct {
	*testing.T
	dir string
}

func newProject(t *testing.T) *project {
	t.Helper()
	installed, err := filepath.Abs(modules)
	if err != nil {
		t.Fatal(err)
	}
	_, noNode := exec.LookPath("node")
	_, noModules := os.Stat(filepath.Join(installed, "aws-cdk-lib"))
	if noNode != nil || noModules != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("node, or what npm ci installs into constructs/typescript, is missing")
		}
		t.Skip("run npm ci in constructs/typescript")
	}
	p := &project{T: t, dir: t.TempDir()}
	if err := os.Symlink(installed, filepath.Join(p.dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	p.write("package.json", `{"type": "module"}`)
	return p
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
	p.generateWith(codegen.Settings{Dir: filepath.Join(p.dir, name)}, model)
}

func (p *project) generateWith(s codegen.Settings, model string) {
	p.Helper()
	api, problems := openapi.Read(model)
	if problems.HasErrors() {
		p.Fatal(problems)
	}
	s.At = func(string) diag.Position { return diag.Position{} }
	output, problems := typescript.Target.Generate(api, s)
	if problems.HasErrors() {
		p.Fatal(problems)
	}
	plan, err := codegen.NewPlan(output, s)
	if err != nil {
		p.Fatal(err)
	}
	if err := plan.Apply(); err != nil {
		p.Fatal(err)
	}
	p.sources(filepath.Base(s.Dir), output.Files)
}

// sources copies the declarations of a package to where the compiler checks them as sources: those of libraries it skips.
func (p *project) sources(name string, files []codegen.File) {
	p.Helper()
	for _, f := range files {
		if inPackage, ok := strings.CutPrefix(f.Path, "esm/"); ok && strings.HasSuffix(inPackage, ".d.ts") {
			p.write("types/"+name+"/"+strings.TrimSuffix(inPackage, ".d.ts")+".ts", string(f.Text))
		}
	}
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

// node runs a program of a package in node_modules, and returns what it writes to stdout.
func (p *project) node(script string, args ...string) (string, error) {
	p.Helper()
	c := exec.CommandContext(p.Context(), "node", append([]string{script}, args...)...)
	c.Dir = p.dir
	var errors bytes.Buffer
	c.Stderr = &errors
	out, err := c.Output()
	if err != nil && errors.Len() > 0 {
		err = fmt.Errorf("%w: %s", err, errors.String())
	}
	return string(out), err
}

// compile type-checks everything.
func (p *project) compile() string {
	p.Helper()
	p.write("tsconfig.json", `{"compilerOptions": {"target": "ES2022", "lib": ["ES2022"], "module": "NodeNext",
		"moduleResolution": "NodeNext", "types": ["node"], "strict": true, "skipLibCheck": true, "noEmit": true,
		"isolatedModules": true}, "include": ["types", "programs"]}`)
	out, err := p.node("node_modules/typescript/bin/tsc", "-p", ".", "--pretty", "false")
	if err != nil && out == "" {
		p.Fatal(err)
	}
	return out
}

// bundle makes one file of a program, and returns its path.
func (p *project) bundle(entry string, more ...string) string {
	p.Helper()
	out := filepath.Join(p.dir, "out", filepath.Base(entry)+".mjs")
	c := exec.CommandContext(p.Context(), filepath.Join(p.dir, "node_modules/.bin/esbuild"), append([]string{
		filepath.Join(p.dir, entry), "--bundle", "--platform=node", "--format=esm", "--target=node20", "--packages=external", "--outfile=" + out,
	}, more...)...)
	if text, err := c.CombinedOutput(); err != nil {
		p.Fatalf("esbuild: %v\n%s", err, text)
	}
	return out
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

// TestPackages compiles what is generated from models of all shapes, hostile ones
// included, and programs that use the petstore: the right ones without an error, and the
// wrong one with exactly the errors that it should have.
func TestPackages(t *testing.T) {
	p := newProject(t)
	p.generate("petstore", example)
	p.programs("shop.ts", "wrong.ts", "handlers.ts", "dev.ts")
	p.documented(func(b snippets.Block) bool { return b.Document != clientsDocument })
	archives, err := filepath.Glob("../golang/testdata/corpus/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no models: %v", err)
	}
	for _, path := range archives {
		p.generate(strings.TrimSuffix(filepath.Base(path), ".txtar"), modelOf(p, path))
	}
	p.generate("published", "testdata/names.yaml")
	p.generateWith(codegen.Settings{Dir: filepath.Join(p.dir, "bare"), NoCDK: true}, "testdata/names.yaml")
	want := []string{
		`programs/wrong.ts(8,31): error TS2741: Property 'sayHello' is missing in type`,
		`programs/wrong.ts(9,78): error TS2561: Object literal may only specify known properties, but 'sayHallo' does not exist in type 'OperationConfig<TypeSafeApiIntegration>'. Did you mean to write 'sayHello'?`,
		`programs/wrong.ts(10,34): error TS2353: Object literal may only specify known properties, and 'text' does not exist in type 'Greeting'.`,
		`programs/wrong.ts(11,20): error TS2339: Property 'sayHello418' does not exist on type 'typeof MockIntegrations'.`,
		`programs/wrong.ts(12,105): error TS2322: Type 'null' is not assignable to type 'Integration'.`,
		`programs/wrong.ts(16,19): error TS2345: Argument of type '[() => Promise<MadeResponse<200, { readonly text: "hello"; }`,
		`programs/wrong.ts(17,19): error TS2345: Argument of type '[() => Promise<MadeResponse<418, { readonly message: "hello"; }`,
		`programs/wrong.ts(18,92): error TS2339: Property 'nmae' does not exist on type 'SayHelloRequestParameters'.`,
		`programs/wrong.ts(19,31): error TS2322: Type 'OperationHandler<"sayHello">' is not assignable to type 'OperationHandler<"getPet"> | undefined'.`,
	}
	got := strings.Split(strings.TrimSpace(p.compile()), "\n")
	got = withoutIndented(got)
	for i, line := range got {
		if i >= len(want) || !strings.HasPrefix(line, want[i]) {
			t.Errorf("unexpected: %s", line)
		}
	}
	if len(got) < len(want) {
		t.Errorf("missing: %q", want[len(got):])
	}
}

// documented copies programs that the documentation shows.
func (p *project) documented(includes func(snippets.Block) bool) {
	p.Helper()
	found, err := snippets.Of("../../..", "ts")
	if err != nil {
		p.Fatal(err)
	}
	for _, one := range found {
		if !includes(one) {
			continue
		}
		p.write("programs/"+one.Name()+".ts", documentedImports.Replace(one.Text))
	}
}

// documentedImports are how documentation imports entries of the package.
var documentedImports = strings.NewReplacer(
	`from "petstore"`, `from "../petstore/esm/index.js"`,
	`from "petstore/client"`, `from "../petstore/esm/client/index.js"`,
	`from "petstore/client/sigv4"`, `from "../petstore/esm/client/sigv4.js"`,
	`from "petstore/handlers"`, `from "../petstore/esm/handlers/index.js"`,
	`from "petstore/handlers/testing"`, `from "../petstore/esm/handlers/testing.js"`,
	`from "petstore/handlers/powertools"`, `from "../petstore/esm/handlers/powertools.js"`,
)

// withoutIndented leaves out the lines that go on about an error.
func withoutIndented(lines []string) []string {
	var kept []string
	for _, line := range lines {
		if !strings.HasPrefix(line, " ") {
			kept = append(kept, line)
		}
	}
	return kept
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

// TestConditions holds that package.json says where the types are before what always holds,
// of which nothing is read that follows.
func TestConditions(t *testing.T) {
	api, problems := openapi.Read(example)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	output, problems := typescript.Target.Generate(api, codegen.Settings{Dir: "petstore", At: func(string) diag.Position { return diag.Position{} }})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	at := slices.IndexFunc(output.Files, func(f codegen.File) bool { return f.Path == "package.json" })
	if at < 0 {
		t.Fatal("there is no package.json")
	}
	_, exports, _ := bytes.Cut(output.Files[at].Text, []byte(`"exports"`))
	conditions := regexp.MustCompile(`"(types|default)": "\./(?:esm|cjs)/`).FindAllSubmatch(exports, -1)
	for i, want := range []string{"types", "default", "types", "default"} {
		if i >= len(conditions) || string(conditions[i][1]) != want {
			t.Fatalf("the conditions are not types and default:\n%s", exports)
		}
	}
}

// TestHostileTexts holds that texts of a model stay in literals, comments and the names of
// properties, whatever they try.
func TestHostileTexts(t *testing.T) {
	p := newProject(t)
	p.generate("hostile", modelOf(p, "../golang/testdata/corpus/hostile.txtar"))
	script, err := filepath.Abs("testdata/scan.mjs")
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.node(script, "hostile/esm")
	if err != nil || out != "" {
		t.Errorf("%v\n%s", err, out)
	}
	p.write("broken/a.ts", "export const a = 1; /* */ pwned /* */")
	if out, err := p.node(script, "broken"); err != nil || !strings.Contains(out, "a.ts:1:27") {
		t.Errorf("the scan does not see what it should: %v\n%s", err, out)
	}
}

// TestSynth runs an app of the CDK, and a handler as AWS Lambda does.
func TestSynth(t *testing.T) {
	p := newProject(t)
	p.engine()
	p.generate("petstore", example)
	p.programs("shop.ts", "handlers.ts")
	out, err := p.node(p.bundle("programs/shop.ts"))
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
	for kind, want := range map[string]int{"AWS::ApiGateway::RestApi": 3, "AWS::WAFv2::WebACL": 2, "AWS::Lambda::Permission": 10} {
		if counts[kind] != want {
			t.Errorf("there are %d of %s, want %d", counts[kind], kind, want)
		}
	}
	if regexp.MustCompile(`\$\{Token\[|gatewright:role`).MatchString(out) {
		t.Error("the template holds tokens")
	}

	out, err = p.node(p.bundle("programs/handlers.ts"))
	if err != nil {
		t.Fatal(err)
	}
	response := func(status int, body string) string {
		return fmt.Sprintf(`{"statusCode":%d,"headers":{"Content-Type":"application/json","Access-Control-Allow-Origin":"https://example.com"},"body":%q,"isBase64Encoded":false}`, status, body)
	}
	want := `{"responses":[` + strings.Join([]string{
		strings.Replace(response(200, `{"message":"HELLO you"}`), `"Content-Type":"application/json","Access-Control-Allow-Origin":"https://example.com"`, `"Access-Control-Allow-Origin":"https://example.com","Content-Type":"application/json"`, 1),
		response(400, `{"message":"Invalid request: query parameter name is missing"}`),
		response(500, `{"message":"Internal server error"}`),
		`{"statusCode":404,"headers":{"Content-Type":"application/json"},"body":"{\"message\":\"Not Found\"}","isBase64Encoded":false}`,
	}, ",") + `],"seen":["you","nobody"]}` + "\n"
	if diff := cmp.Diff(want, out); diff != "" {
		t.Errorf("the handler answers otherwise (-want +got):\n%s", diff)
	}
}

// TestNames requires that types are called as in the model: a name of JavaScript's own objects, or of an operation, is no
// reason for another one. What the construct exports gets a suffix.
func TestNames(t *testing.T) {
	p := &project{T: t, dir: t.TempDir()}
	for _, noCDK := range []bool{false, true} {
		p.generateWith(codegen.Settings{Dir: filepath.Join(p.dir, "names"), NoCDK: noCDK}, "testdata/names.yaml")
		text, err := os.ReadFile(filepath.Join(p.dir, "names/esm/types.d.ts"))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, found := range regexp.MustCompile(`(?m)^export (?:interface|type) (\w+)`).FindAllSubmatch(text, -1) {
			got = append(got, string(found[1]))
		}
		want := strings.Fields("Error Health Date Object Record Readonly Uint8Array Promise GetThingInput IntegrationModel ApiModel")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("noCDK %t (-want +got):\n%s", noCDK, diff)
		}
	}
}

// TestHandlerBodies runs what was just generated, without anything installed or built: handlers of bodies of all kinds.
func TestHandlerBodies(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("node is missing")
		}
		t.Skip("node is missing")
	}
	p := &project{T: t, dir: t.TempDir()}
	p.generateWith(codegen.Settings{Dir: filepath.Join(p.dir, "files"), NoCDK: true}, "testdata/bodies.yaml")
	text, err := os.ReadFile("testdata/programs/bodies.mjs")
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"esm", "cjs"} {
		p.write("bodies.mjs", strings.ReplaceAll(string(text), "FORMAT", format))
		out, err := p.node("bodies.mjs")
		if err != nil {
			t.Fatal(err)
		}
		want := `png bytes 00fffe -> 200 image/png AP/+
csv text a,b -> 200 text/csv a,b
json json {"a":1} -> 200 application/json {"a":1}
vendor json {"b":2} -> 200 application/json {"b":2}
none json {"a":1} -> 200 application/json {"a":1}
refused -> 415 application/json {"message":"Unsupported Media Type"}
`
		if diff := cmp.Diff(want, out); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
}

// TestMigration runs the stack that docs/from-aws-pdk.md shows.
func TestMigration(t *testing.T) {
	p := newProject(t)
	p.engine()
	p.generate("petstore", example)
	p.programs("migration.ts")
	p.documented(func(b snippets.Block) bool { return b.Document != clientsDocument })
	p.write("dist/hello/index.js", "exports.handler = async () => ({ statusCode: 200 });")
	out, err := p.node(p.bundle("programs/migration.ts"))
	if err != nil {
		t.Fatal(err)
	}
	snippets.HoldMigration(t, out)
}

// TestOneHandlerIsSmall holds that a bundle of one handler has nothing of the others in
// it, nor of the CDK.
func TestOneHandlerIsSmall(t *testing.T) {
	p := newProject(t)
	p.write("models/large.json", largeModel(100))
	p.generate("large", filepath.Join(p.dir, "models/large.json"))
	p.write("programs/one.ts", `import { getThing7Handler } from "../large/esm/handlers/index.js";
export const handler = getThing7Handler(async ({ input }) => ({ statusCode: 200, body: { id: input.requestParameters.id, name: "it" } }));
`)
	text, err := os.ReadFile(p.bundle("programs/one.ts"))
	if err != nil {
		t.Fatal(err)
	}
	if len(text) > 60_000 {
		t.Errorf("the bundle has %d bytes", len(text))
	}
	if bytes.Contains(text, []byte("aws-cdk-lib")) || bytes.Contains(text, []byte("Thing8")) {
		t.Error("the bundle holds more than one handler")
	}
	t.Logf("%d bytes", len(text))
}

// largeModel makes a model of many operations.
func largeModel(operations int) string {
	paths := map[string]any{}
	for i := range operations {
		thing := map[string]any{"type": "object", "required": []string{"id", "name"}, "properties": map[string]any{
			"id": map[string]any{"type": "string"}, "name": map[string]any{"type": "string", "description": "What it is called."},
		}}
		paths[fmt.Sprintf("/things%d/{id}", i)] = map[string]any{"get": map[string]any{
			"operationId": fmt.Sprintf("getThing%d", i),
			"parameters":  []any{map[string]any{"name": "id", "in": "path", "required": true, "schema": map[string]any{"type": "string"}}},
			"responses": map[string]any{"200": map[string]any{"description": "ok", "content": map[string]any{
				"application/json": map[string]any{"schema": thing},
			}}},
		}}
	}
	text, err := json.Marshal(map[string]any{"openapi": "3.0.3", "info": map[string]any{"title": "Large", "version": "1"}, "paths": paths})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// BenchmarkGenerate generates a package of 100 operations.
func BenchmarkGenerate(b *testing.B) {
	path := filepath.Join(b.TempDir(), "large.json")
	if err := os.WriteFile(path, []byte(largeModel(100)), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		api, problems := openapi.Read(path)
		if problems.HasErrors() {
			b.Fatal(problems)
		}
		if _, problems = typescript.Target.Generate(api, codegen.Settings{Dir: b.TempDir()}); problems.HasErrors() {
			b.Fatal(problems)
		}
	}
}
