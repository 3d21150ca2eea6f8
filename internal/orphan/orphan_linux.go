// Package orphan ends processes that left the process group, the session and the parent
// that they were started with. They are known by their environment, which children
// inherit. Only Linux shows it; elsewhere such processes go on.
package orphan

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// A process may start another one while Kill looks for it, and goes only some time after
// it was killed.
const (
	looks     = 50
	lookEvery = 2 * time.Millisecond
)

// Kill ends the processes of this user whose environment has, for each of the prefixes,
// an assignment ("NAME=VALUE") that begins with it. A process that has cleared its
// environment, or is another user's, is not found.
func Kill(prefixes ...string) {
	for range looks {
		if !killOnce(prefixes) {
			return
		}
		time.Sleep(lookEvery)
	}
}

// killOnce reports whether it found a process.
func killOnce(prefixes []string) (found bool) {
	processes, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return false
	}
	for _, dir := range processes {
		pid, err := strconv.Atoi(filepath.Base(dir))
		if err != nil || pid == os.Getpid() || !hasAll(dir, prefixes) {
			continue
		}
		// Find gets hold of the process, whose number may have been another's before.
		if p, err := os.FindProcess(pid); err == nil && hasAll(dir, prefixes) {
			found = p.Kill() == nil || found
		}
	}
	return found
}

// hasAll reports whether the environment of a process has all assignments. That of a
// process that has ended is empty.
func hasAll(dir string, prefixes []string) bool {
	environment, err := os.ReadFile(filepath.Join(dir, "environ"))
	if err != nil {
		return false
	}
	assignments := bytes.Split(environment, []byte{0})
	return !slices.ContainsFunc(prefixes, func(prefix string) bool {
		return !slices.ContainsFunc(assignments, func(a []byte) bool { return bytes.HasPrefix(a, []byte(prefix)) })
	})
}
