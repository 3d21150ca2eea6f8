package lambda

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// processorTime returns for how long the threads of a process have run, or have been
// ready to run and waited for a processor (Linux, Documentation/scheduler/
// sched-stats.rst, "/proc/<pid>/schedstat").
func processorTime(pid int) (time.Duration, bool) {
	files, err := filepath.Glob(filepath.Join("/proc", strconv.Itoa(pid), "task", "*", "schedstat"))
	if err != nil || len(files) == 0 {
		return 0, false
	}
	var total time.Duration
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // the thread has ended
		}
		fields := bytes.Fields(text)
		if len(fields) < 2 {
			return 0, false
		}
		for _, field := range fields[:2] { // nanoseconds on a processor, and waiting for one
			n, err := strconv.ParseInt(string(field), 10, 64)
			if err != nil {
				return 0, false
			}
			total += time.Duration(n)
		}
	}
	return total, true
}
