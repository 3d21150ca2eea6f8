package cdkgo

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what the tests got into their golden files")

// example is an app of the CDK and what it makes.
type example struct {
	name      string
	stack     string
	app       string     // the folder of its cdk.json
	toolchain *toolchain // nil: it is in Go, and built in place

	dir        string // where it is built
	assembly   string // where it was synthesized to
	wholesaler string // the URL of its HTTP backend
	failed     bool   // it cannot be synthesized
}

var (
	petstore   = &example{name: "petstore-cdk-go", stack: "Petstore", app: "infra"}
	orders     = &example{name: "ecs-nlb-go", stack: "Orders", app: "infra"}
	translated = []*example{
		{name: "petstore-cdk-typescript", stack: "Petstore", app: ".", toolchain: typeScript},
		{name: "petstore-cdk-python", stack: "Petstore", app: ".", toolchain: python},
		{name: "petstore-cdk-java", stack: "Petstore", app: ".", toolchain: java},
	}
	examples = append([]*example{petstore, orders}, translated...)
)

func root() string { return filepath.Join("..", "..") }

func (e *example) source() string { return filepath.Join(root(), "examples", e.name) }

// infra is the folder of the app of an example that is built in place.
func (e *example) infra() string { return filepath.Join(e.source(), e.app) }

// work is a directory for the length of all tests.
var work string

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "gatewright-examples-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	work = dir
	return m.Run()
}

// gatewright returns the command, built once.
func gatewright(t *testing.T) string {
	t.Helper()
	program := filepath.Join(work, "gatewright")
	if _, err := os.Stat(program); err != nil {
		build(t, root(), program, "./cmd/gatewright")
	}
	return program
}

// synthesize returns the directory that an example's app is synthesized to, once, as the CDK's command line does it.
func (e *example) synthesize(t *testing.T) string {
	t.Helper()
	acceptance(t)
	if e.toolchain != nil {
		e.toolchain.need(t)
	}
	if e.failed {
		t.Fatalf("%s was not synthesized", e.name)
	}
	if e.assembly != "" {
		return e.assembly
	}
	e.failed = true // until the end
	e.dir = e.source()
	if e.toolchain != nil {
		e.dir = filepath.Join(work, e.name)
		e.wholesaler = startWholesaler(filepath.Join(e.dir, "wholesaler"))
		e.toolchain.build(t, e)
	}
	e.assembly = filepath.Join(work, "assemblies", e.name)
	e.run(t, "sh", "-c", e.settings(t).App)
	e.failed = false
	return e.assembly
}

// startWholesaler serves the prices until all tests have ended.
func startWholesaler(dir string) string {
	return httptest.NewServer(http.FileServer(http.Dir(dir))).URL
}

// run runs a command in the folder of an example's app, as the CDK's command line does.
func (e *example) run(t *testing.T, command ...string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), command[0], command[1:]...)
	c.Dir = filepath.Join(e.dir, e.app)
	c.Env = append(os.Environ(), "CDK_OUTDIR="+e.assembly, "CDK_CONTEXT_JSON="+e.context(t))
	if e.toolchain != nil {
		c.Env = append(c.Env, e.environ(t)...)
	}
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %s: %v\n%s", e.name, strings.Join(command, " "), err, out)
	}
}

// environ returns what the app of another language needs in its environment.
func (e *example) environ(t *testing.T) []string {
	t.Helper()
	path := filepath.Join(absolute(t, root()), ".venv", "bin") + string(os.PathListSeparator) + os.Getenv("PATH")
	environ := []string{"GATEWRIGHT=" + gatewright(t), "PATH=" + path}
	for _, about := range []string{"END_OF_LIFE", "DEPRECATED", "UNTESTED"} {
		environ = append(environ, "JSII_SILENCE_WARNING_"+about+"_NODE_VERSION=1")
	}
	if e.toolchain.environ != nil {
		environ = append(environ, e.toolchain.environ(e.dir)...)
	}
	return environ
}

// settings are those of cdk.json.
type settings struct {
	App     string
	Context map[string]any
}

func (e *example) settings(t *testing.T) settings {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(e.infra(), "cdk.json"))
	if err != nil {
		t.Fatal(err)
	}
	var s settings
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// context returns the context that cdk.json names, with the HTTP backend of the test.
func (e *example) context(t *testing.T) string {
	t.Helper()
	context := e.settings(t).Context
	if _, ok := context["wholesaler"]; ok {
		context["wholesaler"] = e.wholesaler
	}
	text, err := json.Marshal(context)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (e *example) template(t *testing.T) string {
	t.Helper()
	return filepath.Join(e.synthesize(t), e.stack+".template.json")
}

// What differs from one run to another: the name of an asset, since another compiler makes another one, the name of the
// deployment, which is a hash of the definition, and the address of the HTTP backend.
var (
	hash       = regexp.MustCompile(`[0-9a-f]{64}`)
	deployment = regexp.MustCompile(`(ApiDeployment[0-9A-F]{8})[0-9a-f]{32}`)
)

func (e *example) stable(template []byte) []byte {
	template = hash.ReplaceAll(template, []byte("ASSET"))
	if e.wholesaler == "" {
		return template
	}
	template = deployment.ReplaceAll(template, []byte("${1}HASH"))
	return bytes.ReplaceAll(template, []byte(e.wholesaler), []byte("https://wholesaler.example.com"))
}

func TestGolden(t *testing.T) {
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			text, err := os.ReadFile(e.template(t))
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			if err := json.Indent(&got, e.stable(text), "", "  "); err != nil {
				t.Fatal(err)
			}
			got.WriteByte('\n')
			golden := filepath.Join("testdata", e.name+".json")
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", golden, diff)
			}
		})
	}
}

// TestLinter lets CloudFormation's linter look at the templates.
func TestLinter(t *testing.T) {
	linter := judge(t, "cfn-lint")
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			// The CDK has functions depend on their roles twice: W3005.
			out, err := exec.Command(linter, "--regions", "eu-west-1", "--ignore-checks", "W3005", "--template", e.template(t)).CombinedOutput()
			if err != nil {
				t.Errorf("cfn-lint: %v\n%s", err, out)
			}
		})
	}
}

// judge finds a program in the checkout's virtual environment, which `make validators` makes.
func judge(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(absolute(t, root()), ".venv", "bin", name)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing: %v", name, err)
		}
		t.Skipf("%s is missing; make validators installs it", name)
	}
	return path
}
