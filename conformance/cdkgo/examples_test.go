package cdkgo

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what the tests got into their golden files")

// example is an app of the CDK and what it makes.
type example struct {
	name  string
	stack string
}

var examples = []example{
	{"petstore-cdk-go", "Petstore"},
	{"ecs-nlb-go", "Orders"},
}

func root() string { return filepath.Join("..", "..") }

func (e example) infra() string { return filepath.Join(root(), "examples", e.name, "infra") }

// assemblies are the directories that the apps were synthesized to, each once.
var assemblies = map[string]string{}

// TestMain synthesizes the examples, as the CDK's command line does.
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
	for _, e := range examples {
		assemblies[e.name] = filepath.Join(dir, e.name)
		command := exec.Command("go", "run", ".")
		command.Dir = e.infra()
		command.Env = append(os.Environ(), "CDK_OUTDIR="+assemblies[e.name], "CDK_CONTEXT_JSON="+contextOf(e))
		if out, err := command.CombinedOutput(); err != nil {
			panic(e.name + ": " + err.Error() + "\n" + string(out))
		}
	}
	return m.Run()
}

// contextOf gives the context that cdk.json names.
func contextOf(e example) string {
	text, err := os.ReadFile(filepath.Join(e.infra(), "cdk.json"))
	if err != nil {
		panic(err)
	}
	var settings struct{ Context json.RawMessage }
	if err := json.Unmarshal(text, &settings); err != nil {
		panic(err)
	}
	return string(settings.Context)
}

func (e example) template() string {
	return filepath.Join(assemblies[e.name], e.stack+".template.json")
}

// hash is the name of an asset: another compiler makes another one.
var hash = regexp.MustCompile(`[0-9a-f]{64}`)

func TestGolden(t *testing.T) {
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			text, err := os.ReadFile(e.template())
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			if err := json.Indent(&got, hash.ReplaceAll(text, []byte("ASSET")), "", "  "); err != nil {
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
	// The CDK has functions depend on their roles twice: W3005.
	args := []string{"--regions", "eu-west-1", "--ignore-checks", "W3005", "--template"}
	for _, e := range examples {
		args = append(args, e.template())
	}
	if out, err := exec.Command(linter, args...).CombinedOutput(); err != nil {
		t.Errorf("cfn-lint: %v\n%s", err, out)
	}
}

// judge finds a program in the checkout's virtual environment, which `make judges` makes.
func judge(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(root(), ".venv", "bin", name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing: %v", name, err)
		}
		t.Skipf("%s is missing; make judges installs it", name)
	}
	return path
}
