package event_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/gateway/event"
)

func TestParseQuery(t *testing.T) {
	one := func(name string, values ...string) event.Field { return event.Field{Name: name, Values: values} }
	tests := []struct {
		raw  string
		want []event.Field
	}{
		{"", nil},
		{"a=1", []event.Field{one("a", "1")}},
		{"a=1&b=2&a=3", []event.Field{one("a", "1", "3"), one("b", "2")}},
		{"a&b=", []event.Field{one("a", ""), one("b", "")}},
		{"a=b=c", []event.Field{one("a", "b=c")}},
		{"&&a=1&", []event.Field{one("a", "1")}},
		{"a+b=c+d%2B", []event.Field{one("a b", "c d+")}},
		{"%61=%C3%bc", []event.Field{one("a", "ü")}},
		{"a=1&%61=2", []event.Field{one("a", "1", "2")}},
		{"a=%zz%4&b=100%", []event.Field{one("a", "%zz%4"), one("b", "100%")}},
		{"a=%%41", []event.Field{one("a", "%A")}},
		{"a=1;b=2", []event.Field{one("a", "1"), one("b", "2")}},
		{"a=1&A=2", []event.Field{one("a", "1"), one("A", "2")}},
	}
	for _, tt := range tests {
		t.Run(tt.raw, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, event.ParseQuery(tt.raw)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseQueryOfManyParameters(t *testing.T) {
	var raw strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&raw, "n%d=%d&", i%500, i)
	}
	fields := event.ParseQuery(raw.String())
	if len(fields) != 500 {
		t.Fatalf("%d fields, want 500", len(fields))
	}
	want := event.Field{Name: "n499", Values: []string{"499", "999"}}
	if diff := cmp.Diff(want, fields[499]); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkParseQuery(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		event.ParseQuery("limit=20&tag=a&tag=b&q=hello+world")
	}
}
