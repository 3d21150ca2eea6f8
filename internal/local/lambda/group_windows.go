package lambda

import (
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// childAttributes keep the console's Ctrl-C away from the child. There is no
// parent-death signal: when this process dies, the child's long poll of the
// Runtime API breaks, at which every runtime interface client exits.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

func startChild(cmd *exec.Cmd) error { return cmd.Start() }

// interruptGroup ends the tree at once: Windows has no SIGTERM for a program
// without a window.
func interruptGroup(p *os.Process) { killGroup(p) }

func killGroup(p *os.Process) {
	// taskkill knows the tree; Kill is for a system without it. Either fails
	// when the process is gone already.
	if exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(p.Pid)).Run() != nil {
		_ = p.Kill()
	}
}
