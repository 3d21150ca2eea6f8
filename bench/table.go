package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"text/tabwriter"
)

// row is one line of the table.
type row struct {
	work, unit string
	aim        aim
	measure    func(*bench) (figures, error)
}

// aim is what a row should reach. The zero value asks for nothing.
type aim struct {
	ratio float64 // of the rival, at least
	share float64 // of the rival, at most
	most  float64 // in the row's unit
}

func atLeast(ratio float64) aim     { return aim{ratio: ratio} }
func atMostRatio(share float64) aim { return aim{share: share} }
func atMost(figure float64) aim     { return aim{most: figure} }

// figures are those of both sides.
type figures struct {
	ours, rival float64
	ratio       float64 // 0 without a rival
}

// compare returns the medians of turns taken side by side. The ratio is the median
// of the turns' own ratios: it stays right when the machine gets slower midway.
func compare(ours, rival []float64) figures {
	ratios := make([]float64, len(ours))
	for i := range ours {
		ratios[i] = ours[i] / rival[i]
	}
	return figures{ours: median(ours), rival: median(rival), ratio: median(ratios)}
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

func runRows(ctx context.Context, s settings, rows []row, pattern *regexp.Regexp) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "WORK\tGATEWRIGHT\tRIVAL\tUNIT\tRATIO\tAIM\tMET")
	var problems []error
	for _, r := range rows {
		if !pattern.MatchString(r.work) || ctx.Err() != nil {
			continue
		}
		fmt.Fprintln(os.Stderr, r.work)
		b := &bench{settings: s, ctx: ctx}
		f, err := r.measure(b)
		b.end()
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", r.work, err))
			continue
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", r.work, figure(f.ours), figure(f.rival), r.unit, percent(f.ratio), r.aim.verdict(f))
	}
	return errors.Join(append(problems, table.Flush(), ctx.Err())...)
}

// verdict returns the last two columns.
func (a aim) verdict(f figures) string {
	met := map[bool]string{true: "yes", false: "no"}
	switch {
	case a.ratio > 0:
		return fmt.Sprintf(">= %s\t%s", percent(a.ratio), met[f.ratio >= a.ratio])
	case a.share > 0:
		return fmt.Sprintf("<= %s\t%s", percent(a.share), met[f.ratio <= a.share])
	case a.most > 0:
		return fmt.Sprintf("<= %s\t%s", figure(a.most), met[f.ours <= a.most])
	default:
		return "-\t-"
	}
}

func percent(ratio float64) string {
	if ratio == 0 {
		return "-"
	}
	if math.Abs(ratio) < 0.1 {
		return fmt.Sprintf("%.1f %%", 100*ratio)
	}
	return fmt.Sprintf("%.0f %%", 100*ratio)
}

// figure writes a number with three digits or all before the point.
func figure(n float64) string {
	switch size := math.Abs(n); {
	case n == 0:
		return "-"
	case size < 10:
		return fmt.Sprintf("%.2f", n)
	case size < 100:
		return fmt.Sprintf("%.1f", n)
	default:
		return fmt.Sprintf("%.0f", n)
	}
}
