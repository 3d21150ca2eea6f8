// Package handlers verifies that the handlers of all languages respond the same: README.md.
package handlers

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/golang"
	"github.com/gatewright/gatewright/internal/codegen/typescript"
	"github.com/gatewright/gatewright/model/openapi"
)

var update = flag.Bool("update", false, "write what the program in Go responds to responses.json")

const (
	events    = "events.json"
	responses = "responses.json"

	cors = `{"allowOrigins":["https://shop.example.com","http://localhost:5173"],"allowCredentials":true,"exposeHeaders":["Location"]}`
)

// call is an event and which of a program's handlers gets it.
type call struct {
	Name      string          `json:"name"`
	Operation string          `json:"operation"`
	Event     json.RawMessage `json:"event"`
}

// response is what a handler returned, in a form that hides what API Gateway takes for the same.
type response struct {
	Name    string              `json:"name,omitempty"`
	Status  int                 `json:"status,omitempty"`
	Headers map[string][]string `json:"headers,omitempty"` // names in lower case
	Body    any                 `json:"body,omitempty"`    // parsed where it is JSON
	Base64  bool                `json:"base64,omitempty"`
	Error   string              `json:"error,omitempty"` // of an event that is not one of API Gateway
}

func TestGo(t *testing.T) {
	dir := t.TempDir()
	generate(t, golang.Target, filepath.Join(dir, "conformance"), map[string]string{filepath.Join(dir, "go.mod"): goMod(t)})
	write(t, filepath.Join(dir, "go.sum"), read(t, "../../go.sum"))
	write(t, filepath.Join(dir, "main.go"), read(t, "testdata/go/main.go"))
	build := exec.CommandContext(t.Context(), "go", "build", "-o", "program", ".")
	build.Dir, build.Env = dir, append(os.Environ(), "GOFLAGS=-mod=mod")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got := run(t, exec.CommandContext(t.Context(), filepath.Join(dir, "program")))
	if *update {
		write(t, responses, lines(t, got))
	}
	compare(t, got)
}

// TestTypeScript compiles the program against the generated types, and bundles and runs it.
func TestTypeScript(t *testing.T) {
	installed, err := filepath.Abs("../../constructs/typescript/node_modules")
	if err != nil {
		t.Fatal(err)
	}
	_, noNode := exec.LookPath("node")
	_, noModules := os.Stat(filepath.Join(installed, "esbuild"))
	need(t, noNode == nil && noModules == nil, "run npm ci in constructs/typescript")
	dir := t.TempDir()
	generate(t, typescript.Target, filepath.Join(dir, "conformance"), map[string]string{
		filepath.Join(dir, "package.json"): `{"type": "module", "dependencies": {"conformance": "*"}}`,
		filepath.Join(dir, "tsconfig.json"): `{"compilerOptions": {"target": "ES2022", "lib": ["ES2022"], "module": "NodeNext", "strict": true, "noEmit": true,
			"types": ["node"], "typeRoots": ["` + installed + `/@types"], "paths": {"conformance": ["./conformance/esm/index.d.ts"],
			"conformance/handlers": ["./conformance/esm/handlers/index.d.ts"]}}, "files": ["app.ts"]}`,
	})
	write(t, filepath.Join(dir, "app.ts"), read(t, "testdata/typescript/app.ts"))
	link(t, filepath.Join(dir, "conformance"), filepath.Join(dir, "node_modules/conformance"))
	for _, command := range [][]string{
		{"node", filepath.Join(installed, "typescript/bin/tsc"), "-p", ".", "--pretty", "false"},
		{filepath.Join(installed, ".bin/esbuild"), "app.ts", "--bundle", "--platform=node", "--format=esm", "--outfile=app.mjs", "--log-level=warning"},
	} {
		c := exec.CommandContext(t.Context(), command[0], command[1:]...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", command, err, out)
		}
	}
	compare(t, run(t, exec.CommandContext(t.Context(), "node", filepath.Join(dir, "app.mjs"))))
}

func link(t *testing.T, from, to string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(from, to); err != nil {
		t.Fatal(err)
	}
}

// goMod returns the go.mod of a module that uses the library from its checkout.
func goMod(t *testing.T) string {
	t.Helper()
	repository, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(read(t, "../../go.mod")), "module github.com/gatewright/gatewright\n", "module example.com/app\n", 1)
	return text + "\nrequire github.com/gatewright/gatewright v0.0.0\n\nreplace github.com/gatewright/gatewright => " + repository + "\n"
}

// generate writes what is generated of api.yaml into a directory, after other files.
func generate(t *testing.T, target codegen.Target, dir string, before map[string]string) {
	t.Helper()
	for path, text := range before {
		write(t, path, []byte(text))
	}
	api, problems := openapi.Read("api.yaml")
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	settings := codegen.Settings{Dir: dir, NoCDK: true, At: func(string) diag.Position { return diag.Position{} }}
	output, problems := target.Generate(api, settings)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	plan, err := codegen.NewPlan(output, settings)
	if err != nil {
		t.Fatal(err)
	}
	if err := plan.Apply(); err != nil {
		t.Fatal(err)
	}
}

// run returns a program all events and returns its responses.
func run(t *testing.T, program *exec.Cmd) []response {
	t.Helper()
	var input, stderr bytes.Buffer
	all := calls(t)
	for _, c := range all {
		line, err := json.Marshal(map[string]any{"operation": c.Operation, "event": c.Event})
		if err != nil {
			t.Fatal(err)
		}
		input.Write(append(line, '\n'))
	}
	program.Stdin, program.Stderr = &input, &stderr
	program.Env = append(append(os.Environ(), program.Env...), "GATEWRIGHT_CORS="+cors)
	out, err := program.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	var got []response
	scanner := bufio.NewScanner(bytes.NewReader(out))
	scanner.Buffer(nil, 16<<20)
	for scanner.Scan() {
		if len(got) == len(all) {
			t.Fatalf("there are more responses than events: %s", scanner.Text())
		}
		r := normal(t, scanner.Bytes())
		r.Name = all[len(got)].Name
		got = append(got, r)
	}
	if err := scanner.Err(); err != nil || len(got) != len(all) {
		t.Fatalf("%d responses to %d events: %v\n%s", len(got), len(all), err, stderr.String())
	}
	return got
}

func calls(t *testing.T) []call {
	t.Helper()
	var all []call
	if err := json.Unmarshal(read(t, events), &all); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, c := range all {
		if names[c.Name] {
			t.Fatalf("two events are called %q", c.Name)
		}
		names[c.Name] = true
	}
	return all
}

// normal reads a response of API Gateway's proxy integration.
func normal(t *testing.T, line []byte) response {
	t.Helper()
	var raw struct {
		StatusCode        int                 `json:"statusCode"`
		Headers           map[string]string   `json:"headers"`
		MultiValueHeaders map[string][]string `json:"multiValueHeaders"`
		Body              string              `json:"body"`
		IsBase64Encoded   bool                `json:"isBase64Encoded"`
		Error             string              `json:"error"`
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&raw); err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	r := response{Status: raw.StatusCode, Base64: raw.IsBase64Encoded, Error: raw.Error, Headers: map[string][]string{}}
	for name, value := range raw.Headers {
		name = strings.ToLower(name)
		r.Headers[name] = append(r.Headers[name], value)
	}
	for _, name := range slices.Sorted(maps.Keys(raw.MultiValueHeaders)) {
		r.Headers[strings.ToLower(name)] = append(r.Headers[strings.ToLower(name)], raw.MultiValueHeaders[name]...)
	}
	r.Body = raw.Body
	if contentType := r.Headers["content-type"]; slices.Equal(contentType, []string{"application/json"}) {
		if err := json.Unmarshal([]byte(raw.Body), &r.Body); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
	}
	return r
}

// compare verifies responses against responses.json.
func compare(t *testing.T, got []response) {
	t.Helper()
	var want []response
	if err := json.Unmarshal(read(t, responses), &want); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) {
		t.Fatalf("there are %d responses, and %d in %s", len(got), len(want), responses)
	}
	// Both went through JSON once, so that their values have the same types.
	var again []response
	if err := json.Unmarshal(lines(t, got), &again); err != nil {
		t.Fatal(err)
	}
	for i, r := range again {
		if diff := cmp.Diff(want[i], r); diff != "" {
			t.Errorf("%q (-want +got):\n%s", r.Name, diff)
		}
	}
}

// lines returns responses as JSON, one on a line.
func lines(t *testing.T, all []response) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for i, r := range all {
		fmt.Fprint(&b, map[bool]string{true: "[\n", false: ","}[i == 0])
		if err := e.Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	b.WriteString("]\n")
	return b.Bytes()
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// need skips a test whose toolchain is not there; in CI it is.
func need(t *testing.T, found bool, hint string) {
	t.Helper()
	switch {
	case found:
	case os.Getenv("CI") == "true":
		t.Fatal("the toolchain is missing: " + hint)
	default:
		t.Skip(hint)
	}
}
