package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const hostileSize = 1 << 20

// hostileBodies hold the most values in their bytes.
func hostileBodies() []string {
	bodies := []string{
		growing("[", "%[2]d,", "0]"),
		growing("{", `"%[1]x":0,`, `"":0}`),
	}
	for _, item := range []string{"0,", "0.1,", `"a",`, "{},", `{"":0},`} {
		bodies = append(bodies, "["+strings.Repeat(item, hostileSize/len(item))+"0]")
	}
	return bodies
}

// growing repeats a format with the length so far and the count.
func growing(begin, item, end string) string {
	text := []byte(begin)
	for i := 1; len(text) < hostileSize; i++ {
		text = fmt.Appendf(text, item, len(text), i)
	}
	return string(text) + end
}

// ofHostileBodies compares the CPU that the server takes for a request with what its
// client takes, in ms: for that of the hostile bodies with the highest ratio.
func ofHostileBodies(path string) func(*bench) (figures, error) {
	return func(b *bench) (worst figures, err error) {
		p, err := b.startDev("127.0.0.1:9")
		if err != nil {
			return worst, err
		}
		for _, body := range hostileBodies() {
			f, err := b.cpuOfRequest(p, post(path, body))
			if err != nil {
				return worst, err
			}
			if f.ratio > worst.ratio {
				worst = f
			}
		}
		return worst, nil
	}
}

// ofRecursiveBody is the CPU that the server takes for a small body whose model has
// alternatives that overlap and hold themselves, in ms.
func ofRecursiveBody(b *bench) (figures, error) {
	p, err := b.startDev("127.0.0.1:9")
	if err != nil {
		return figures{}, err
	}
	const depth = 19
	f, err := b.cpuOfRequest(p, post("/filter", strings.Repeat(`{"inner":`, depth)+`{"op":"x"}`+strings.Repeat("}", depth)))
	return figures{ours: f.ours}, err
}

func (b *bench) cpuOfRequest(p *process, request []byte) (figures, error) {
	status := once(p.address, request)
	var server, client []float64
	for range b.turns {
		before, err := cpuOfBoth(p)
		if err != nil {
			return figures{}, err
		}
		count, err := load{address: p.address, request: request, status: status, connections: 1}.connection(time.Now().Add(b.duration))
		if err != nil {
			return figures{}, err
		}
		after, err := cpuOfBoth(p)
		if err != nil {
			return figures{}, err
		}
		each := float64(count) * float64(time.Millisecond)
		server = append(server, float64(after.server-before.server)/each)
		client = append(client, float64(after.client-before.client)/each)
	}
	return compare(server, client), nil
}

type cpuTimes struct{ server, client time.Duration }

// cpuOfBoth returns what a server and we, its client, have taken so far.
func cpuOfBoth(p *process) (cpuTimes, error) {
	server, err := p.cpu()
	if err != nil {
		return cpuTimes{}, err
	}
	var own syscall.Rusage
	err = syscall.Getrusage(syscall.RUSAGE_SELF, &own)
	return cpuTimes{server, time.Duration(own.Utime.Nano() + own.Stime.Nano())}, err
}

// userHZ is the unit of the times in /proc, in s⁻¹.
const userHZ = 100

// cpu returns what a process has taken so far (proc(5), utime and stime of /proc/PID/stat).
func (p *process) cpu() (time.Duration, error) { return cpuTime(p.cmd.Process.Pid) }

func cpuTime(pid int) (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:])) // the name may hold anything
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		return 0, err
	}
	system, err := strconv.Atoi(fields[12])
	return time.Duration(user+system) * time.Second / userHZ, err
}
