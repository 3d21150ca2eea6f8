//go:build unix

package lambda

import (
	"os"
	"syscall"
)

// The group may be gone already; there is nothing to do about the error then.

func interruptGroup(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGTERM) }

func killGroup(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }
