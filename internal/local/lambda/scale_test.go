package lambda

import (
	"testing"
	"time"
)

// TestGrowth holds when processes are added, on two processors.
func TestGrowth(t *testing.T) {
	const ms = time.Millisecond
	for _, tt := range []struct {
		name string
		growth
		want int
	}{
		{"nobody waits", growth{drain: time.Second}, 0},
		{"the queue drains soon", growth{late: 30, processes: 2, drain: 20 * ms, coldStart: 50 * ms}, 0},
		{"a queue stands that would drain soon", growth{late: 30, processes: 1, drain: 20 * ms, standing: 60 * ms, coldStart: 50 * ms, hungry: true}, 1},
		{"one waits", growth{late: 1, processes: 1, drain: 100 * ms, coldStart: 50 * ms}, 1},
		{"many wait", growth{late: 30, processes: 1, drain: time.Second, coldStart: 50 * ms}, 2},
		{"some start already", growth{late: 30, starting: 1, processes: 2, drain: time.Second, coldStart: 50 * ms}, 1},
		{"enough start already", growth{late: 30, starting: 2, processes: 3, drain: time.Second, coldStart: 50 * ms}, 0},
		{"the concurrency is used up", growth{late: 30, processes: 10, drain: time.Second, coldStart: 50 * ms}, 0},
		{"one is left of it", growth{late: 30, processes: 9, drain: time.Second, coldStart: 50 * ms}, 1},
		{"they wait for others", growth{late: 30, processes: 3, drain: time.Second, coldStart: 50 * ms}, 2},
		{"they compute", growth{late: 30, processes: 3, drain: time.Second, coldStart: 50 * ms, hungry: true}, 0},
		{"they compute on one processor", growth{late: 30, processes: 1, drain: time.Second, coldStart: 50 * ms, hungry: true}, 1},
		{"they compute on both", growth{late: 30, processes: 2, drain: time.Second, coldStart: 50 * ms, hungry: true}, 0},
	} {
		g := tt.growth
		g.most, g.processors = 10, 2
		if got := g.more(); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}
