// Command bench compares gatewright with a rival in the same run: each row does
// the same work on both sides, in turns, and prints both figures, their ratio and
// the aim. What it downloads goes into the checkout's .cache. It reads /proc, so
// it runs on Linux.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	var s settings
	serve := flag.String("serve", "", "run one rival, named, until it is killed")
	only := flag.String("run", "", "rows to run, a regular expression")
	peers := flag.Bool("peers", false, "compare other local servers, installed from npm")
	flag.StringVar(&s.binary, "gatewright", "bin/gatewright", "the binary to measure")
	flag.DurationVar(&s.duration, "time", 3*time.Second, "length of one turn")
	flag.IntVar(&s.turns, "turns", 5, "turns on each side; the median counts")
	flag.StringVar(&s.cache, "cache", ".cache/bench", "directory of what is downloaded")
	flag.Parse()
	if *serve != "" {
		return serveRival(ctx, *serve, flag.Args())
	}
	pattern, err := regexp.Compile(*only)
	if err != nil {
		return err
	}
	if s.turns < 1 {
		return errors.New("-turns must be 1 or more")
	}
	unlock, err := lock(s.cache)
	if err != nil {
		return err
	}
	defer unlock()
	rows := ownRows
	if *peers {
		rows = peerRows
	}
	return runRows(ctx, s, rows, pattern)
}

// lock keeps a second bench away, which would spoil the figures of both.
func lock(dir string) (unlock func() error, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	file, err := os.Create(filepath.Join(dir, "lock"))
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("another bench runs in %s: %w", dir, err), file.Close())
	}
	return file.Close, nil
}
