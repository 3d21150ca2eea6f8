package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// process is a server in a process of its own.
type process struct {
	cmd     *exec.Cmd
	address string
	ready   time.Duration // from its start to its address being printed
}

// start runs a command that prints a line with its URL.
func start(name string, args ...string) (*process, error) {
	cmd := exec.Command(name, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if address, ok := strings.CutPrefix(lines.Text(), "http://"); ok {
			p := &process{cmd: cmd, address: address, ready: time.Since(began)}
			go func() { // the rest must not fill the pipe
				for lines.Scan() {
				}
			}()
			return p, nil
		}
	}
	return nil, errors.Join(fmt.Errorf("%s %s printed no address", name, strings.Join(args, " ")), cmd.Wait())
}

// stop ends the process and gives the most memory it had, in MiB.
func (p *process) stop() (float64, error) {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return 0, err
	}
	_ = p.cmd.Wait() // a server that is ended has no good status
	return peakMemory(p.cmd), nil
}

func peakMemory(cmd *exec.Cmd) float64 {
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return float64(usage.Maxrss) / 1024
}

func cpuSeconds(cmd *exec.Cmd) float64 {
	return (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
}
