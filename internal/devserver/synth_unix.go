//go:build unix

package devserver

import (
	"os/exec"
	"syscall"
)

// inGroup makes the command end with all that it started.
func inGroup(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
}
