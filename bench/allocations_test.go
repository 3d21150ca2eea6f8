package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
)

var update = flag.Bool("update", false, "write allocations.md again")

const allocationsFile = "allocations.md"

// counts are the allocations of one request, by benchmark.
type counts struct {
	allocations, bytes int
}

var (
	benchmarkLine = regexp.MustCompile(`(?m)^Benchmark(\w+?)(?:-\d+)?\s.*?(\d+) B/op\s+(\d+) allocs/op`)
	tableLine     = regexp.MustCompile(`(?m)^\| (\w+) \| (\d+) \| (\d+) \|$`)
)

// TestAllocations fails when a request through a MOCK integration allocates more
// often than the committed table says.
func TestAllocations(t *testing.T) {
	// Without the collector no pool is emptied, so that the counts are the same
	// in every run.
	command := exec.Command("go", "test", "../internal/gateway", "-run", "^$", "-bench", "^Benchmark(Mock|Validated)", "-benchtime", "2000x", "-benchmem")
	command.Env = append(os.Environ(), "GOGC=off")
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var names []string
	counted := map[string]counts{}
	for _, m := range benchmarkLine.FindAllStringSubmatch(string(out), -1) {
		names = append(names, m[1])
		counted[m[1]] = counts{allocations: number(t, m[3]), bytes: number(t, m[2])}
	}
	if len(counted) == 0 {
		t.Fatalf("no benchmark was run:\n%s", out)
	}
	if *update {
		writeAllocations(t, names, counted)
	}
	compareAllocations(t, counted, committedAllocations(t))
}

func compareAllocations(t *testing.T, counted map[string]counts, committed map[string]int) {
	t.Helper()
	const advice = "if that is meant: go test ./bench -run TestAllocations -update"
	for name, now := range counted {
		allowed, known := committed[name]
		switch {
		case !known:
			t.Errorf("%s is not in %s; %s", name, allocationsFile, advice)
		case now.allocations > allowed:
			t.Errorf("%s allocates %d times, %s says %d; %s", name, now.allocations, allocationsFile, allowed, advice)
		}
	}
	for name := range committed {
		if _, ok := counted[name]; !ok {
			t.Errorf("%s is in %s, but there is no such benchmark; %s", name, allocationsFile, advice)
		}
	}
}

func committedAllocations(t *testing.T) map[string]int {
	t.Helper()
	text, err := os.ReadFile(allocationsFile)
	if err != nil {
		t.Fatal(err)
	}
	committed := map[string]int{}
	for _, m := range tableLine.FindAllStringSubmatch(string(text), -1) {
		committed[m[1]] = number(t, m[2])
	}
	return committed
}

func writeAllocations(t *testing.T, names []string, counted map[string]counts) {
	t.Helper()
	var table bytes.Buffer
	table.WriteString(`# Allocations on the MOCK path

What the gateway allocates for one request, without the connection: the
benchmarks of internal/gateway/bench_test.go. TestAllocations holds the counts; the bytes
are for information. Written by "go test ./bench -run TestAllocations -update".

| Benchmark | Allocations | Bytes |
|---|---|---|
`)
	for _, name := range names {
		fmt.Fprintf(&table, "| %s | %d | %d |\n", name, counted[name].allocations, counted[name].bytes)
	}
	if err := os.WriteFile(allocationsFile, table.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
