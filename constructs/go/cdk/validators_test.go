package cdk_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestValidators lets CloudFormation's linter look at the templates. `make validators` installs it.
func TestValidators(t *testing.T) {
	linter := filepath.Join("..", "..", "..", ".venv", "bin", "cfn-lint")
	if _, err := os.Stat(linter); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("cfn-lint is missing")
		}
		t.Skip("cfn-lint is missing; make validators installs it")
	}
	dir := t.TempDir()
	// The CDK has functions depend on their roles twice: W3005.
	args := []string{"--regions", "eu-west-1", "--ignore-checks", "W3005", "--template"}
	for name, build := range cases {
		file := filepath.Join(dir, name+".json")
		if err := os.WriteFile(file, synth(t, nil, build)["Test"].text, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	if out, err := exec.Command(linter, args...).CombinedOutput(); err != nil {
		t.Errorf("cfn-lint: %v\n%s", err, out)
	}
}
