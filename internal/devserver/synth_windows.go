package devserver

import (
	"os/exec"
	"strconv"
)

// inGroup makes the command end with all that it started.
func inGroup(c *exec.Cmd) {
	c.Cancel = func() error {
		return exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(c.Process.Pid)).Run()
	}
}
