package handlers

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/gatewright/gatewright/internal/codegen/python"
)

func TestPython(t *testing.T) {
	interpreter, err := filepath.Abs("../../.venv/bin/python")
	if err != nil {
		t.Fatal(err)
	}
	_, err = os.Stat(interpreter)
	need(t, err == nil, "run make validators")
	dir := t.TempDir()
	generate(t, python.Target, filepath.Join(dir, "conformance"), nil)
	write(t, filepath.Join(dir, "main.py"), read(t, "testdata/python/main.py"))
	program := exec.CommandContext(t.Context(), interpreter, "main.py")
	program.Dir, program.Env = dir, []string{"PYTHONPATH=" + filepath.Join(dir, "conformance/src")}
	compare(t, run(t, program))
	check := exec.CommandContext(t.Context(), interpreter, "-m", "mypy", "--strict", "main.py")
	check.Dir, check.Env = dir, append(os.Environ(), "MYPYPATH="+filepath.Join(dir, "conformance/src"))
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("mypy: %v\n%s", err, out)
	}
}
