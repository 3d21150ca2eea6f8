// Package scorecard keeps the results of an outside suite of tests in a file
// that is committed: how many pass, and why each of the others does not.
//
// A test that fails and is not in the file fails the run, and so does one that
// is in the file and passes.
package scorecard

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// Card gathers the results of a suite.
type Card struct {
	results map[string]string // what is wrong by the name of the test; empty: nothing
}

// Add notes the result of a test. A nil error is a pass. Names differ, and hold
// no line ends.
func (c *Card) Add(name string, err error) {
	if c.results == nil {
		c.results = map[string]string{}
	}
	fault := ""
	if err != nil {
		fault, _, _ = strings.Cut(err.Error(), "\n")
	}
	c.results[name] = fault
}

// Check compares the results with the file, or writes them into it. The file's
// first line reads "passed 12 of 14"; each other one is a miss, as
// "name => reason". Updating keeps the reasons that are there; who updates writes
// those of new misses by hand, before the next run passes.
func (c *Card) Check(t *testing.T, file string, update bool) {
	t.Helper()
	known, total := read(t, file)
	if update {
		c.write(t, file, known)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(c.results)) {
		fault := c.results[name]
		reason, expected := known[name]
		switch {
		case fault != "" && !expected:
			t.Errorf("%s: %s", name, fault)
		case fault == "" && expected:
			t.Errorf("%s passes, though %s says that it does not", name, file)
		case expected && (reason == "" || strings.HasPrefix(reason, noReason)):
			t.Errorf("%s: %s gives no reason why it does not pass", name, file)
		}
	}
	for name := range known {
		if _, ran := c.results[name]; !ran {
			t.Errorf("%s is in %s and was not run", name, file)
		}
	}
	if want := c.total(); total != want {
		t.Errorf("%s begins with %q, want %q", file, total, want)
	}
}

// noReason begins what stands for the reason of a new miss.
const noReason = "TO BE EXPLAINED"

func (c *Card) total() string {
	passed := 0
	for _, fault := range c.results {
		if fault == "" {
			passed++
		}
	}
	return fmt.Sprintf("passed %d of %d", passed, len(c.results))
}

func read(t *testing.T, file string) (known map[string]string, total string) {
	t.Helper()
	known = map[string]string{}
	data, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return known, ""
	}
	if err != nil {
		t.Fatal(err)
	}
	total, rest, _ := strings.Cut(string(data), "\n")
	for line := range strings.SplitSeq(rest, "\n") {
		if name, reason, ok := strings.Cut(line, " => "); ok {
			known[name] = reason
		}
	}
	return known, total
}

func (c *Card) write(t *testing.T, file string, known map[string]string) {
	t.Helper()
	var b strings.Builder
	b.WriteString(c.total() + "\n")
	for _, name := range slices.Sorted(maps.Keys(c.results)) {
		if c.results[name] == "" {
			continue
		}
		reason := known[name]
		if reason == "" {
			reason = noReason + ": " + c.results[name]
		}
		fmt.Fprintf(&b, "%s => %s\n", name, reason)
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
