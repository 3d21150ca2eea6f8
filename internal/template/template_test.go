package template_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/template"
	"github.com/gatewright/gatewright/internal/tree"
)

var update = flag.Bool("update", false, "write what the tests got into their golden files")

// render returns the template of the project at a path.
func render(path string) (*tree.Node, diag.List) {
	variants := config.LoadVariants(path, config.Options{Template: true})
	if variants.HasErrors() {
		return nil, variants.Problems(func(*config.Project, diag.List) diag.List { return nil })
	}
	return template.New(variants)
}

func TestGolden(t *testing.T) {
	for _, name := range []string{"shop", "choices"} {
		t.Run(name, func(t *testing.T) {
			made, problems := render(filepath.Join("testdata", name))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			got, err := made.YAML()
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", name+".golden.yaml")
			if *update {
				if err := os.WriteFile(golden, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("(-golden +template):\n%s", diff)
			}
		})
	}
}

// TestLint has cfn-lint check the templates of projects.
func TestLint(t *testing.T) {
	linter := tool(t, "cfn-lint")
	for _, path := range []string{"testdata/shop", "testdata/choices", "../../examples/petstore"} {
		run(t, linter, "--regions", "eu-west-1", "--template", write(t, path))
	}
}

// TestDeploy deploys a template to moto and calls the API.
func TestDeploy(t *testing.T) {
	python := tool(t, "python")
	t.Setenv("AWS_ACCESS_KEY_ID", "moto")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "moto")
	out := run(t, python, "testdata/deploy.py", write(t, "testdata/shop"))
	for _, want := range []string{
		"CREATE_COMPLETE\n",
		"the backend responds to /orders\n",
		`{"ArnLike": {"AWS:SourceArn": "arn:aws:execute-api:eu-west-1:123456789012:API/prod/GET/pets"}}`,
		`{"ArnLike": {"AWS:SourceArn": "arn:aws:execute-api:eu-west-1:123456789012:API/authorizers/*"}}`,
		`{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::petstore-pets/pets/*"]}`,
		`{"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": ["arn:aws:kms:eu-west-1:111122223333:key/1"]}`,
		`{"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": ["arn:aws:sqs:eu-west-1:111122223333:orders"]}`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("there is no %s in\n%s", want, out)
		}
	}
}

// TestDeployChoices deploys a template with conditions to moto, once for each combination.
func TestDeployChoices(t *testing.T) {
	python := tool(t, "python")
	t.Setenv("AWS_ACCESS_KEY_ID", "moto")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "moto")
	got := run(t, python, "testdata/choices.py", write(t, "testdata/choices"))
	prod := "HTTP_PROXY https://orders.example.com/orders\nPREFIX GET /pets AWS_PROXY Live/invocations\n" +
		"PREFIX GET /pets/{id} AWS arn:aws:apigateway:eu-west-1:s3:path/petstore-pets/pets/{id}\nPREFIX deployments 1\n"
	test := "\nPREFIX GET /pets AWS_PROXY Test/invocations\nPREFIX GET /pets/{id} MOCK \nPREFIX deployments 1\n"
	want := ""
	for _, c := range []struct{ prefix, rest string }{
		{"true true", prod}, {"true false", prod},
		{"false true", "HTTP_PROXY https://test.example.com" + test}, {"false false", "AWS_PROXY Test/invocations" + test},
	} {
		want += strings.ReplaceAll("PREFIX POST /orders "+c.rest, "PREFIX", c.prefix)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestErrors(t *testing.T) {
	const model = `{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {"/": {"get": {"operationId": "one", "responses": {"200": {"description": "ok"}}}}}}`
	tests := map[string]struct{ file, text, want string }{
		"mapping": {
			"gatewright.yaml", `{"model": "api.json", "functions": {"f": {"arn": {"Fn::FindInMap": ["Arns", {"Ref": "AWS::Region"}, "f"]}}}, "integrations": {"one": {"lambda": "f"}}}`,
			"error: Fn::FindInMap needs a mapping, which this template does not have",
		},
		"service without a permission": {
			"gatewright.yaml", `{"model": "api.json", "integrations": {"one": {"service": {"service": "sqs", "path": "1/orders"}}}}`,
			"error: the integration of one: the permission names no resource",
		},
		"finished definition": {
			"api.json", strings.Replace(model, `"operationId"`, `"x-amazon-apigateway-integration": {"type": "MOCK"}, "operationId"`, 1),
			"error: a finished definition does not say what else to deploy",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range map[string]string{"api.json": model, test.file: test.text} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var text bytes.Buffer
			_, problems := render(filepath.Join(dir, test.file))
			if err := diag.WriteText(&text, problems, nil); err != nil {
				t.Fatal(err)
			}
			if !problems.HasErrors() || !strings.Contains(text.String(), test.want) {
				t.Errorf("there is no %q in\n%s", test.want, &text)
			}
		})
	}
}

// write writes the template of a project to a file, and returns its path.
func write(t *testing.T, path string) string {
	t.Helper()
	made, problems := render(path)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	file := filepath.Join(t.TempDir(), "template.json")
	if err := os.WriteFile(file, made.JSON(true), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// tool returns a program that make validators installs.
func tool(t *testing.T, name string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("it runs programs that take seconds")
	}
	path := filepath.Join("..", "..", ".venv", "bin", name)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing", name)
		}
		t.Skipf("%s is missing; make validators installs it", name)
	}
	return path
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	var problems bytes.Buffer
	command := exec.CommandContext(t.Context(), name, args...)
	command.Stderr = &problems
	out, err := command.Output()
	if err != nil {
		t.Errorf("%s: %v\n%s%s", name, err, out, &problems)
	}
	return string(out)
}
