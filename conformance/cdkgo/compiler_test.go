package cdkgo

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// edited runs a command in an example's app with an edit of its main.go, and returns what is said; it must fail.
func edited(t *testing.T, e *example, before, after string, command ...string) string {
	t.Helper()
	source, err := filepath.Abs(filepath.Join(e.infra(), "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), before) {
		t.Fatalf("%s has no %q", source, before)
	}
	dir := t.TempDir()
	edit, overlay := filepath.Join(dir, "main.go"), filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(edit, []byte(strings.Replace(string(text), before, after, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	replacements, err := json.Marshal(map[string]any{"Replace": map[string]string{source: edit}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(overlay, replacements, 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.Command("go", append(command, "-overlay", overlay, ".")...)
	run.Dir, run.Env = e.infra(), append(os.Environ(), "CDK_OUTDIR="+dir)
	out, err := run.CombinedOutput()
	if err == nil {
		t.Fatalf("it works:\n%s", out)
	}
	return string(out)
}

// TestForgottenOperation holds what the compiler says of a backend that lacks an operation.
func TestForgottenOperation(t *testing.T) {
	said := edited(t, petstore,
		"func (backend) DeletePet() integration.Integration { return petstore.MockDeletePet204() }", "", "build", "-o", os.DevNull)
	for _, want := range []string{"backend does not implement petstore.Integrations", "missing method DeletePet"} {
		if !strings.Contains(said, want) {
			t.Errorf("the compiler does not say %q:\n%s", want, said)
		}
	}
}

// TestNilIntegrations holds what the app says when operations have integrations that are nil, all in one error.
func TestNilIntegrations(t *testing.T) {
	said := edited(t, petstore, "Integrations: backend{", "Integrations: struct{ petstore.Integrations }{}, Role: nil, }); _ = (&petstorecdk.ApiProps{ Integrations: backend{", "run")
	want := "5 operations have an integration that is nil: sayHello, listPets, getPet, putPet, deletePet"
	if !strings.Contains(said, want) {
		t.Errorf("the app does not say %q:\n%s", want, said)
	}
}
