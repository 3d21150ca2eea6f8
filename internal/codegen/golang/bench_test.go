package golang_test

import (
	"regexp"
	"strconv"
	"testing"
)

// BenchmarkOverhead compares a generated handler with code that does the same by hand on
// aws-lambda-go, in a module of its own: decode the event, check the input, write the
// response. It reports how often the time of the one is that of the other.
func BenchmarkOverhead(b *testing.B) {
	dir := writeModule(b, []*generated{generate(b, "testdata/corpus/overhead.txtar")})
	times := map[string][]float64{}
	for b.Loop() {
		out := run(b, dir, "go", "test", "-run", "^$", "-bench", "Overhead", "-benchtime", "1s", ".")
		for _, m := range regexp.MustCompile(`BenchmarkOverhead/(\w+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op`).FindAllStringSubmatch(out, -1) {
			nanoseconds, err := strconv.ParseFloat(m[2], 64)
			if err != nil {
				b.Fatal(err)
			}
			times[m[1]] = append(times[m[1]], nanoseconds)
		}
	}
	generated, byHand := sum(times["Generated"]), sum(times["ByHand"])
	if byHand == 0 {
		b.Fatal("nothing was measured")
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(generated/float64(len(times["Generated"])), "ns/generated")
	b.ReportMetric(byHand/float64(len(times["ByHand"])), "ns/by-hand")
	b.ReportMetric(generated/byHand, "ratio")
}

func sum(values []float64) (total float64) {
	for _, v := range values {
		total += v
	}
	return total
}
