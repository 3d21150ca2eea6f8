package handler_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/handler"
)

// measured serves a request with metrics, and returns the lines that were written.
func measured(t *testing.T, f handler.Func) []map[string]any {
	t.Helper()
	var out bytes.Buffer
	r := &handler.Request{Operation: "getPet", APIGatewayProxyRequest: events.APIGatewayProxyRequest{HTTPMethod: "GET"}}
	handler.MetricsTo(&out, "Petstore")(f)(t.Context(), r)
	var lines []map[string]any
	for line := range strings.Lines(out.String()) {
		var read map[string]any
		if err := json.Unmarshal([]byte(line), &read); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		lines = append(lines, read)
	}
	return lines
}

func TestMetrics(t *testing.T) {
	lines := measured(t, func(ctx context.Context, _ *handler.Request) *handler.Response {
		m := handler.MetricsFrom(ctx)
		m.Record("Price", 120, handler.UnitNone)
		m.Record("Price", 80.5, handler.UnitCount)
		m.Record("Broken", math.NaN(), handler.UnitCount)
		m.Property("petId", "7")
		return handler.NewResponse(404)
	})
	if len(lines) != 1 {
		t.Fatalf("%d lines", len(lines))
	}
	line := lines[0]
	if latency, ok := line["Latency"].(float64); !ok || latency < 0 {
		t.Errorf("Latency is %v", line["Latency"])
	}
	aws, ok := line["_aws"].(map[string]any)
	if !ok {
		t.Fatalf("_aws is %v", line["_aws"])
	}
	if at, ok := aws["Timestamp"].(float64); !ok || at < 1e12 {
		t.Errorf("Timestamp, in milliseconds, is %v", aws["Timestamp"])
	}
	delete(line, "Latency")
	delete(aws, "Timestamp")
	got, err := json.Marshal(line)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"4XXError":1,"5XXError":0,"Operation":"getPet","Price":[120,80.5],"_aws":{"CloudWatchMetrics":[{"Dimensions":[["Operation"]],` +
		`"Metrics":[{"Name":"4XXError","Unit":"Count"},{"Name":"5XXError","Unit":"Count"},{"Name":"Latency","Unit":"Milliseconds"},{"Name":"Price","Unit":"None"}],` +
		`"Namespace":"Petstore"}]},"petId":"7"}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A line holds no more than CloudWatch takes, however much a handler records and from
// where.
func TestMetricsAreBounded(t *testing.T) {
	lines := measured(t, func(ctx context.Context, _ *handler.Request) *handler.Response {
		m := handler.MetricsFrom(ctx)
		var all sync.WaitGroup
		for i := range 200 {
			all.Go(func() {
				m.Record("Many", float64(i), handler.UnitCount)
				m.Record("Metric"+strconv.Itoa(i), 1, handler.UnitCount)
			})
		}
		all.Wait()
		return handler.NewResponse(500)
	})
	many, ok := lines[0]["Many"].([]any)
	if !ok || len(many) != 100 {
		t.Errorf("Many has %d values", len(many))
	}
	for _, name := range []string{"Latency", "4XXError", "5XXError"} {
		if _, ok := lines[0][name]; !ok {
			t.Errorf("%s is not there", name)
		}
	}
}

// A panic goes on, and is measured as the 500 that it becomes.
func TestMetricsOfAPanic(t *testing.T) {
	var out bytes.Buffer
	f := handler.Recover(handler.MetricsTo(&out, "Petstore")(func(ctx context.Context, _ *handler.Request) *handler.Response {
		handler.MetricsFrom(ctx).Record("Latency", 5, handler.UnitCount) // is not the handler's
		panic("no such pet")
	}))
	if response := f(t.Context(), &handler.Request{Operation: "getPet"}); response.StatusCode != 500 {
		t.Errorf("status %d", response.StatusCode)
	}
	if line := out.String(); !strings.Contains(line, `"5XXError":1`) || strings.Contains(line, `"Latency":[`) {
		t.Errorf("the line is %q", line)
	}
}

func TestMetricsFromElsewhere(t *testing.T) {
	m := handler.MetricsFrom(t.Context())
	m.Record("Price", 1, handler.UnitCount) // neither may panic
	m.Property("petId", "7")
}
