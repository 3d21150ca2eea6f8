package config_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/config"
)

var update = flag.Bool("update", false, "write what is found as what is expected")

// TestProblems loads the files of each archive and compares what is said of them
// with its file "problems".
func TestProblems(t *testing.T) {
	archives, err := filepath.Glob("testdata/problems/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := problemsOf(t, archive)
			for i, f := range archive.Files {
				if f.Name != "problems" {
					continue
				}
				if *update {
					archive.Files[i].Data = []byte(got)
				} else if diff := cmp.Diff(string(f.Data), got); diff != "" {
					t.Errorf("problems differ (-want +got):\n%s", diff)
				}
			}
			if *update {
				if err := os.WriteFile(path, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func problemsOf(t *testing.T, archive *txtar.Archive) string {
	t.Helper()
	abs, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	defer t.Chdir(abs)
	for _, f := range archive.Files {
		if f.Name == "problems" {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(f.Name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f.Name, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, problems := config.Load(".", config.Options{})
	var text strings.Builder
	if err := diag.WriteText(&text, problems, nil); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// TestSchemaAcceptsTheFormat holds the published schema against the example.
func TestSchemaAcceptsTheFormat(t *testing.T) {
	schema := compileSchema(t)
	good := []string{
		`{"model": "api.yaml", "integrations": {"a": {"lambda": "f"}, "b": {"mock": {}, "authorizer": "none"}}}`,
		`{"model": "api.yaml", "functions": {"f": {"arn": {"Fn::GetAtt": ["F", "Arn"]}}, "g": {"arn": {"Ref": "G"}}, "h": {"arn": "H.Arn"}}}`,
		`{"model": "api.yaml", "authorizers": {"users": {"type": "cognito", "userPools": [{"Fn::GetAtt": "Pool.Arn"}]}}}`,
		`{"model": "api.yaml", "integrations": {"a": {"Fn::If": ["IsProd", {"lambda": "f"}, {"mock": {}}]}}}`,
		`{"model": "api.yaml", "integrations": {"Fn::If": ["IsProd", {}, {"Ref": "AWS::NoValue"}]}, "mockAll": {"Fn::If": ["IsProd", false, true]}}`,
		`{"model": "api.yaml", "functions": {"f": {"runtime": {"Fn::If": ["IsProd", "nodejs22.x", "nodejs24.x"]}, "timeout": {"Fn::If": ["IsProd", "9s", "1s"]}}}}`,
		`{"model": "api.yaml", "binaryMediaTypes": ["IsProd", ["image/png"], "AWS::NoValue"], "integrations": {"a": ["IsProd", {"mock": {}}, {"mock": {}}]}}`,
	}
	bad := []string{
		`{}`,
		`{"model": 1}`,
		`{"model": "api.yaml", "integration": {}}`,
		`{"model": "api.yaml", "integrations": {"a": {}}}`,
		`{"model": "api.yaml", "integrations": {"a": {"lambda": "f", "mock": {}}}}`,
		`{"model": "api.yaml", "functions": {"f": {"timeout": 900}}}`,
		`{"model": "api.yaml", "functions": {"f": {"arn": {"Ref": "A", "Fn::Sub": "b"}}}}`,
		`{"model": "api.yaml", "functions": {"f": {"arn": {"Ref": ["A"]}}}}`,
		`{"model": "api.yaml", "functions": {"f": {"arn": {"GetAtt": "A.Arn"}}}}`,
		`{"model": "api.yaml", "functions": {"f": {"arn": {"Parameters": {}}}}}`,
		`{"model": "api.yaml", "integrations": {"a": {"Fn::If": ["IsProd", {"mock": {}}]}}}`,
		`{"model": "api.yaml", "integrations": {"a": {"Fn::If": ["IsProd", {}, {}], "mock": {}}}}`,
		`{"model": "api.yaml", "integrations": {"a": ["IsProd", {"mock": {}}]}}`,
		`{"model": "api.yaml", "authorizers": {"users": {"type": "jwt", "issuers": [{"issuer": "https://a", "audiences": ["b"]}], "defaultAlgorithms": ["RS256", "RS384", "NONE"]}}}`,
	}
	// What an editor sees of !Join, !GetAtt, !Sub, !Transform and !ImportValue.
	for _, short := range []string{`["", ["a", "b"]]`, `["A", "Arn"]`, `["${x}", {"x": {"Ref": "A"}}]`, `{"Name": "AWS::Include", "Parameters": {}}`, `{"Fn::Sub": "${A}-arn"}`} {
		good = append(good, `{"model": "api.yaml", "functions": {"f": {"arn": `+short+`}}}`)
	}
	for _, text := range good {
		if err := schema.Validate(decode(t, text)); err != nil {
			t.Errorf("the schema refuses %s: %v", text, err)
		}
	}
	for _, text := range bad {
		if schema.Validate(decode(t, text)) == nil {
			t.Errorf("the schema accepts %s", text)
		}
	}
}

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	if err := c.AddResource(config.SchemaID, decode(t, string(config.Schema()))); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(config.SchemaID)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func decode(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}
