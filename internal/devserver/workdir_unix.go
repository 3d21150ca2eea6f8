//go:build unix

package devserver

import (
	"os"
	"syscall"
)

// lockFile locks a file until it is closed, or fails when somebody else has it.
func lockFile(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
