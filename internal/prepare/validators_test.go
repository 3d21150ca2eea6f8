package prepare_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gatewright/gatewright/internal/prepare"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// judge finds a Python program in the checkout's virtual environment, which
// `make validators` makes.
func judge(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", ".venv", "bin", name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing: %v", name, err)
		}
		t.Skipf("%s is missing; make validators installs it", name)
	}
	return path
}

// prepared returns the definitions of all golden files by their names.
func prepared(t *testing.T) map[string]*spec.Document {
	t.Helper()
	documents := map[string]*spec.Document{}
	for name, input := range inputs {
		archive, err := txtar.ParseFile(filepath.Join("testdata", name+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		in := input()
		// The linter takes the variables that API Gateway's import replaces for those of Fn::Sub.
		in.Placement = spec.Placement{Partition: "aws", Region: "eu-west-1"}
		document, problems := prepare.Prepare(readModel(t, section(archive, modelFile)), in)
		if document != nil && !problems.HasErrors() {
			documents[name] = document
		}
	}
	if len(documents) == 0 {
		t.Fatal("no definitions")
	}
	return documents
}

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestOpenAPI lets another implementation read the definitions as OpenAPI.
func TestOpenAPI(t *testing.T) {
	validator := judge(t, "openapi-spec-validator")
	var files []string
	for name, d := range prepared(t) {
		files = append(files, write(t, name+".json", d.JSON()))
	}
	for name, definition := range translated(t) {
		files = append(files, write(t, name+".yaml", definition))
	}
	run(t, validator, files)
}

// translated returns the definitions of the golden files of the dialect by their names.
func translated(t *testing.T) map[string][]byte {
	t.Helper()
	archives, err := filepath.Glob("dialect/testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no golden files of the dialect: %v", err)
	}
	definitions := map[string][]byte{}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		definitions[strings.TrimSuffix(filepath.Base(name), ".txtar")] = section(archive, "want/definition.yaml")
	}
	return definitions
}

// TestCloudFormation lets CloudFormation's linter read the definitions as the
// bodies of REST APIs.
func TestCloudFormation(t *testing.T) {
	linter := judge(t, "cfn-lint")
	var files []string
	for name, d := range prepared(t) {
		files = append(files, write(t, name+".json", template(d)))
	}
	run(t, linter, append([]string{"--"}, files...))
}

// template is a CloudFormation template with one REST API.
func template(d *spec.Document) []byte {
	field := func(name string, value *tree.Node) tree.Field { return tree.Field{Name: name, Value: value} }
	api := tree.NewMapping(
		field("Type", tree.NewString("AWS::ApiGateway::RestApi")),
		field("Properties", tree.NewMapping(field("Body", d.Root))),
	)
	return tree.NewMapping(
		field("AWSTemplateFormatVersion", tree.NewString("2010-09-09")),
		field("Resources", tree.NewMapping(field("Api", api))),
	).JSON(true)
}

func run(t *testing.T, program string, arguments []string) {
	t.Helper()
	var output bytes.Buffer
	command := exec.CommandContext(t.Context(), program, arguments...)
	command.Stdout, command.Stderr = &output, &output
	if err := command.Run(); err != nil {
		t.Error(fmt.Errorf("%s: %w\n%s", filepath.Base(program), err, strings.TrimSpace(output.String())))
	}
}
