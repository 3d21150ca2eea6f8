package main

import (
	"net/http"
	"time"
)

// cpuAgainst compares the CPU of a request, in µs, with a rival's for the same.
func cpuAgainst(rival string, request []byte) func(*bench) (figures, error) {
	return func(b *bench) (figures, error) {
		other, err := b.startRival(nil, rival)
		if err != nil {
			return figures{}, err
		}
		ours, err := b.startDev("127.0.0.1:9")
		if err != nil {
			return figures{}, err
		}
		return b.inTurns(ours.cpuEach(request, connections), other.cpuEach(request, connections))
	}
}

// cpuOfFunction is the CPU of a request for a function, in µs: of the gateway and the
// function's processes together.
func cpuOfFunction(path string, connections int) func(*bench) (figures, error) {
	return func(b *bench) (figures, error) {
		p, err := b.startDev("127.0.0.1:9")
		if err != nil {
			return figures{}, err
		}
		measure := p.cpuEach(get(path), connections)
		if _, err := measure(b.duration); err != nil { // which starts the processes
			return figures{}, err
		}
		return b.median(func() (float64, error) { return measure(b.duration) })
	}
}

// cpuEach loads a server and returns the CPU that each request takes, in µs.
func (p *process) cpuEach(request []byte, connections int) func(time.Duration) (float64, error) {
	return func(d time.Duration) (float64, error) {
		before, err := p.cpuOfTree()
		if err != nil {
			return 0, err
		}
		began := time.Now()
		rate, err := load{p.address, request, http.StatusOK, connections}.run(d)
		if err != nil {
			return 0, err
		}
		requests := rate * time.Since(began).Seconds()
		after, err := p.cpuOfTree()
		return float64((after - before).Microseconds()) / requests, err
	}
}

// cpuOfTree returns what a process and its children have taken so far.
func (p *process) cpuOfTree() (total time.Duration, err error) {
	for _, pid := range append(children(p.cmd.Process.Pid), p.cmd.Process.Pid) {
		one, err := cpuTime(pid)
		if err != nil {
			return 0, err
		}
		total += one
	}
	return total, nil
}
