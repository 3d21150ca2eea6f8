//go:build unix

package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestSignals verifies that dev ends in good order when it is interrupted or its terminal
// is closed, and by nohup outlives the latter.
func TestSignals(t *testing.T) {
	need(t, "node")
	need(t, "nohup")
	for _, test := range []struct {
		name    string
		command []string
		signals []os.Signal
	}{
		{"interrupt", nil, []os.Signal{os.Interrupt}},
		{"terminate", nil, []os.Signal{syscall.SIGTERM}},
		{"hang up", nil, []os.Signal{syscall.SIGHUP}},
		{"nohup", []string{"nohup"}, []os.Signal{syscall.SIGHUP, os.Interrupt}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			temporary := t.TempDir()
			program := filepath.Join(t.TempDir(), "gatewright") // as which TestMain runs the command
			if err := os.Symlink(executable(t), program); err != nil {
				t.Fatal(err)
			}
			words := append(test.command, program, "dev", copyExample(t), "--port", "0")
			c := exec.Command(words[0], words[1:]...)
			c.Env = append(os.Environ(), "TMPDIR="+temporary)
			stderr := &syncBuffer{}
			c.Stderr = stderr
			stdout, err := c.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			url := ""
			for lines := bufio.NewScanner(stdout); url == "" && lines.Scan(); {
				if strings.HasPrefix(lines.Text(), "http://") {
					url = lines.Text()
				}
			}
			dev := &served{url: url}
			for i, signal := range test.signals {
				if status, body := dev.get(t, "/pets"); url == "" || status != 200 {
					t.Errorf("before signal %d it responds %d %q", i, status, body)
				}
				if err := c.Process.Signal(signal); err != nil {
					t.Error(err)
				}
			}
			if err := c.Wait(); err != nil {
				t.Errorf("it ends with %v:\n%s", err, stderr)
			}
			if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
				t.Errorf("left in the temporary directory: %v, %v", left, err)
			}
		})
	}
}

func executable(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}
