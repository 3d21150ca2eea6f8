package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// startBoth serves the benchmarks' API with the console at an address, and without.
func (b *bench) startBoth() (with, without *process, console string, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, "", err
	}
	console = listener.Addr().String()
	if err := listener.Close(); err != nil {
		return nil, nil, "", err
	}
	dir, err := b.copied("bench/testdata/api", "BACKEND", "127.0.0.1:9")
	if err != nil {
		return nil, nil, "", err
	}
	if without, err = b.dev(dir); err != nil {
		return nil, nil, "", err
	}
	_, port, err := net.SplitHostPort(console)
	if err != nil {
		return nil, nil, "", err
	}
	with, err = b.start(server{command: []string{b.binary, "dev", dir, "--port", "0", "--no-watch", "--quiet", "--console-port", port}})
	return with, without, console, err
}

// consoleCPU compares the CPU of a request, in µs, with the console and without.
func consoleCPU(path string) func(*bench) (figures, error) {
	return func(b *bench) (figures, error) {
		with, without, _, err := b.startBoth()
		if err != nil {
			return figures{}, err
		}
		return b.inTurns(with.cpuEach(get(path), connections), without.cpuEach(get(path), connections))
	}
}

// openConsole compares the throughput while a page of the console is open with that of a
// server without one.
func openConsole(b *bench) (figures, error) {
	with, without, console, err := b.startBoth()
	if err != nil {
		return figures{}, err
	}
	events, err := http.Get("http://" + console + "/api/v1/events") //nolint:noctx,bodyclose // it is closed below
	if err != nil {
		return figures{}, err
	}
	if events.StatusCode != http.StatusOK {
		return figures{}, errors.Join(fmt.Errorf("the console responded %s", events.Status), events.Body.Close())
	}
	var received int64
	read := make(chan struct{})
	go func() {
		defer close(read)
		received, _ = io.Copy(io.Discard, events.Body) // it ends when it is closed
	}()
	f, err := b.inTurns(with.throughput, without.throughput)
	err = errors.Join(err, events.Body.Close())
	if <-read; err == nil && received < 1<<10 {
		err = errors.New("the page was sent " + strconv.FormatInt(received, 10) + " bytes")
	}
	return f, err
}

func (p *process) throughput(d time.Duration) (float64, error) {
	return load{p.address, getPet, http.StatusOK, connections}.run(d)
}
