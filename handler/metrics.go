package handler

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"math"
	"os"
	"slices"
	"sync"
	"time"
)

// Unit is a unit of CloudWatch ("MetricDatum" in its API reference). It has others than
// these, which may be written as text.
type Unit string

// The units that handlers need most.
const (
	UnitNone         Unit = "None"
	UnitCount        Unit = "Count"
	UnitMilliseconds Unit = "Milliseconds"
	UnitBytes        Unit = "Bytes"
)

// Metrics writes the metrics of each request to standard output in the embedded metric
// format, from which CloudWatch Logs makes metrics in the namespace ("Specification:
// Embedded metric format" in the CloudWatch user guide). The function needs neither
// permissions nor calls for it. Each request has the metrics that API Gateway has of a
// method, Latency (of the function, in milliseconds), 4XXError and 5XXError, with the
// dimension Operation; what handlers record by [MetricsFrom] comes to them.
func Metrics(namespace string) Interceptor { return MetricsTo(os.Stdout, namespace) }

// MetricsTo is [Metrics] that writes elsewhere, a line for each request.
func MetricsTo(w io.Writer, namespace string) Interceptor {
	var mu sync.Mutex // a line is written whole
	return func(next Func) Func {
		return func(ctx context.Context, r *Request) *Response {
			m := &RequestMetrics{values: map[string]*metric{}}
			start, status := time.Now(), 500 // that of a panic, which goes on
			defer func() {
				line, err := m.finish(namespace, r.Operation, status, start)
				if err == nil {
					mu.Lock()
					defer mu.Unlock()
					_, err = w.Write(line)
				}
				if err != nil {
					r.Logger(ctx).LogAttrs(ctx, slog.LevelError, "metrics could not be written", slog.Any("error", err))
				}
			}()
			response := next(context.WithValue(ctx, metricsKey{}, m), r)
			status = response.StatusCode
			return response
		}
	}
}

// finish adds the metrics that each request has, and returns its line.
func (m *RequestMetrics) finish(namespace, operation string, status int, start time.Time) ([]byte, error) {
	m.record("Latency", float64(time.Since(start))/float64(time.Millisecond), UnitMilliseconds, maxValues)
	m.record("4XXError", class(status, 4), UnitCount, maxValues)
	m.record("5XXError", class(status, 5), UnitCount, maxValues)
	return m.line(namespace, operation, start)
}

// class returns 1 for a status of a class, such as 5, and 0 for others.
func class(status, of int) float64 {
	if status/100 == of {
		return 1
	}
	return 0
}

type metricsKey struct{}

// RequestMetrics are the metrics of one request. Its methods may be called concurrently,
// and on nil, which records nothing.
type RequestMetrics struct {
	mu         sync.Mutex
	values     map[string]*metric
	properties map[string]any
}

type metric struct {
	unit   Unit
	values []float64
}

// MetricsFrom returns the metrics of the request that a handler's context belongs to; nil,
// which records nothing, where [Metrics] is not among the interceptors.
func MetricsFrom(ctx context.Context) *RequestMetrics {
	m, _ := ctx.Value(metricsKey{}).(*RequestMetrics)
	return m
}

// maxValues is how many values of a metric a line may have, and how many metrics, three of
// which are of [Metrics] itself.
const (
	maxValues = 100
	ownValues = 3
)

// ownNames are those that [Metrics] writes itself.
var ownNames = []string{"Latency", "4XXError", "5XXError", operationDimension, "_aws"}

// Record adds a value to a metric; its unit is that of the first one. Values that are not
// finite, names that [Metrics] writes itself, and what a line of the format cannot hold
// (100 values of a metric, 97 metrics), are left out.
func (m *RequestMetrics) Record(name string, value float64, unit Unit) {
	if m != nil && !math.IsNaN(value) && !math.IsInf(value, 0) && !slices.Contains(ownNames, name) {
		m.record(name, value, unit, maxValues-ownValues)
	}
}

func (m *RequestMetrics) record(name string, value float64, unit Unit, limit int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	known := m.values[name]
	if known == nil {
		if len(m.values) >= limit {
			return
		}
		known = &metric{unit: unit}
		m.values[name] = known
	}
	if len(known.values) < maxValues {
		known.values = append(known.values, value)
	}
}

// Property adds a value that is found in the logs but is no metric, such as a customer's
// ID, which would make a dimension of many metrics.
func (m *RequestMetrics) Property(name string, value any) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.properties == nil {
		m.properties = map[string]any{}
	}
	m.properties[name] = value
}

// operationDimension is the name of the only dimension.
const operationDimension = "Operation"

func (m *RequestMetrics) line(namespace, operation string, at time.Time) ([]byte, error) {
	type definition struct {
		Name string `json:"Name"`
		Unit Unit   `json:"Unit,omitempty"`
	}
	type directive struct {
		Namespace  string       `json:"Namespace"`
		Dimensions [][]string   `json:"Dimensions"`
		Metrics    []definition `json:"Metrics"`
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	members := map[string]any{}
	maps.Copy(members, m.properties)
	definitions := make([]definition, 0, len(m.values))
	for _, name := range slices.Sorted(maps.Keys(m.values)) {
		known := m.values[name]
		definitions = append(definitions, definition{name, known.unit})
		members[name] = known.values
		if len(known.values) == 1 {
			members[name] = known.values[0]
		}
	}
	members[operationDimension] = operation
	members["_aws"] = map[string]any{
		"Timestamp":         at.UnixMilli(),
		"CloudWatchMetrics": []directive{{namespace, [][]string{{operationDimension}}, definitions}},
	}
	line, err := json.Marshal(members)
	return append(line, '\n'), err
}
