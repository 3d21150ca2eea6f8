// Command bench compares gatewright with a rival in the same run: each row does
// the same work on both sides, in turns, and prints both figures and their ratio.
// What it downloads goes into the checkout's .cache.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"text/tabwriter"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// settings are the flags.
type settings struct {
	binary   string        // of gatewright
	duration time.Duration // of one turn
	turns    int           // on each side
	cache    string
}

func run() error {
	var s settings
	serve := flag.String("serve", "", "run one rival, named, until it is killed")
	only := flag.String("run", "", "rows to run, a regular expression")
	peers := flag.Bool("peers", false, "compare other local servers, installed from npm")
	flag.StringVar(&s.binary, "gatewright", "bin/gatewright", "the binary to measure")
	flag.DurationVar(&s.duration, "time", 3*time.Second, "length of one turn")
	flag.IntVar(&s.turns, "turns", 3, "turns on each side; the median counts")
	flag.StringVar(&s.cache, "cache", ".cache/bench", "directory of what is downloaded")
	flag.Parse()
	if *serve != "" {
		return serveRival(*serve, flag.Arg(0))
	}
	pattern, err := regexp.Compile(*only)
	if err != nil {
		return err
	}
	rows := ownRows
	if *peers {
		rows = peerRows
	}
	return runRows(s, rows, pattern)
}

// row is one line of the table.
type row struct {
	work, unit, aim string
	measure         func(s settings) (figures, error)
}

// figures are those of both sides.
type figures struct {
	ours, rival float64
	lower       bool // whether less is better; then no rival is the rule
}

func runRows(s settings, rows []row, pattern *regexp.Regexp) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "WORK\tGATEWRIGHT\tRIVAL\tUNIT\tRATIO\tAIM")
	var problems []error
	for _, r := range rows {
		if !pattern.MatchString(r.work) {
			continue
		}
		f, err := r.measure(s)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", r.work, err))
			continue
		}
		fmt.Fprintln(table, r.line(f))
	}
	return errors.Join(append(problems, table.Flush())...)
}

func (r row) line(f figures) string {
	if f.rival == 0 {
		return fmt.Sprintf("%s\t%.4g\t-\t%s\t-\t%s", r.work, f.ours, r.unit, r.aim)
	}
	return fmt.Sprintf("%s\t%.4g\t%.4g\t%s\t%.0f %%\t%s", r.work, f.ours, f.rival, r.unit, 100*f.ours/f.rival, r.aim)
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
