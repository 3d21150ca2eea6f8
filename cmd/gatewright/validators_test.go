package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestValidators lets cfn-lint and openapi-spec-validator look at the example's
// definition, in a template and alone. `make validators` installs them.
func TestValidators(t *testing.T) {
	var definition, problems bytes.Buffer
	if status := run(context.Background(), []string{"render", "../../examples/petstore"}, strings.NewReader(""), &definition, &problems); status != exitDone {
		t.Fatalf("render ended with status %d:\n%s", status, &problems)
	}
	dir := t.TempDir()
	api, template := filepath.Join(dir, "api.json"), filepath.Join(dir, "template.json")
	if err := os.WriteFile(api, definition.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	stack, err := json.Marshal(map[string]any{"Resources": map[string]any{"Api": map[string]any{
		"Type": "AWS::ApiGateway::RestApi", "Properties": map[string]any{"Body": json.RawMessage(definition.Bytes())},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(template, stack, 0o600); err != nil {
		t.Fatal(err)
	}
	judge(t, "openapi-spec-validator", api)
	judge(t, "cfn-lint", "--regions", "eu-west-1", "--template", template)
}

func judge(t *testing.T, name string, args ...string) {
	t.Helper()
	tool := filepath.Join("..", "..", ".venv", "bin", name)
	if _, err := os.Stat(tool); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing", name)
		}
		t.Skipf("%s is missing; make validators installs it", name)
	}
	if out, err := exec.Command(tool, args...).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
}
