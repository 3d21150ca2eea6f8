package main

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"time"
)

var nanosecondsPerOp = regexp.MustCompile(`\s([0-9.]+) ns/op`)

// goBenchmark returns what one run of a Go benchmark of this module says that an
// operation takes, in a unit.
func (b *bench) goBenchmark(pkg, name string, unit time.Duration) func() (float64, error) {
	return func() (float64, error) {
		ctx, cancel := context.WithTimeout(b.ctx, commandLimit)
		defer cancel()
		out, err := command(ctx, "go", "test", pkg, "-run", "^$", "-bench", "^"+name+"$", "-benchtime", b.duration.String()).Output()
		if err != nil {
			return 0, fmt.Errorf("go test %s: %w\n%s", pkg, err, out)
		}
		found := nanosecondsPerOp.FindSubmatch(out)
		if found == nil {
			return 0, fmt.Errorf("go test %s has no benchmark %s:\n%s", pkg, name, out)
		}
		n, err := strconv.ParseFloat(string(found[1]), 64)
		return n / float64(unit.Nanoseconds()), err
	}
}

// inGoTest starts an API inside a Go test, asks it once and stops it.
func inGoTest(b *bench) (figures, error) {
	return b.median(b.goBenchmark("./gatewaytest", "BenchmarkStartAskStop/over_the_wire", time.Millisecond))
}

// againstHandWritten compares a Lambda handler on package handler with one that does the
// same by hand.
func againstHandWritten(b *bench) (figures, error) {
	return b.alternating(
		b.goBenchmark("./handler", "BenchmarkOperation/wrapped", time.Microsecond),
		b.goBenchmark("./handler", "BenchmarkOperation/by_hand", time.Microsecond))
}
