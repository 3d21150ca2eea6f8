package devserver

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestAbandonedProcesses verifies that the functions and the app of a killed server, and
// what they have started, end at the next start.
func TestAbandonedProcesses(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	left := filepath.Join(os.TempDir(), "gatewright-dev-1")
	write(t, filepath.Join(left, lockName), "")
	for _, variable := range []string{"LAMBDA_RUNTIME_DIR=" + left + "/gatewright-lambda-1/runtime", "CDK_OUTDIR=" + left + "/cdk.out"} {
		c := exec.Command("sleep", "1000")
		c.Env = append(os.Environ(), variable)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		timeout := time.AfterFunc(10*time.Second, func() {
			t.Errorf("the process with %s goes on", variable)
			_ = c.Process.Kill()
		})
		defer timeout.Stop()
		defer c.Wait() // it was killed
	}
	var next workDir
	if err := next.create(); err != nil {
		t.Fatal(err)
	}
	if err := next.remove(); err != nil {
		t.Error(err)
	}
}
