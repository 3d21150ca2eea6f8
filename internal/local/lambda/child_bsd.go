//go:build unix && !linux

package lambda

import (
	"os/exec"
	"syscall"
)

// childAttributes put the child into a process group of its own. There is no
// parent-death signal: when this process dies, the child's long poll of the
// Runtime API breaks, at which every runtime interface client exits.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}

func startChild(cmd *exec.Cmd) error { return cmd.Start() }
