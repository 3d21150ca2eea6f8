package prepare_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/gateway/vtl"
	"github.com/gatewright/gatewright/internal/prepare"
	"github.com/gatewright/gatewright/spec"
)

// TestSeveralOrigins runs the template that answers the origin that asked.
func TestSeveralOrigins(t *testing.T) {
	api := readModel(t, []byte("openapi: 3.0.3\ninfo: {title: a, version: v}\npaths: {/a: {get: {operationId: a, responses: {'204': {description: none}}}}}\n"))
	document, problems := prepare.Prepare(api, prepare.Input{
		MockAll: true,
		CORS:    &integration.CORS{AllowOrigins: []string{"https://a.example", "https://b.example"}},
	})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	definition, problems := spec.Read(document)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		header, origin string
		allowed        bool
	}{
		"first":          {"Origin", "https://a.example", true},
		"second":         {"Origin", "https://b.example", true},
		"small letters":  {"origin", "https://b.example", true},
		"stranger":       {"Origin", "https://a.example.evil", false},
		"no origin":      {"X-Other", "https://a.example", false},
		"empty":          {"Origin", "", false},
		"in other case":  {"Origin", "HTTPS://A.example", false},
		"only in a part": {"Origin", "https://a.exampl", false},
	}
	for _, o := range definition.Operations {
		for name, test := range tests {
			t.Run(o.Method+" "+name, func(t *testing.T) {
				var overrides vtl.Overrides
				in := &vtl.Input{Header: vtl.Pairs{{Name: test.header, Value: test.origin}}, Overrides: &overrides}
				template, err := vtl.Parse("cors", o.Integration.Responses[0].ResponseTemplates[0].Text)
				if err != nil {
					t.Fatal(err)
				}
				out, err := template.Render(t.Context(), in)
				if err != nil {
					t.Fatal(err)
				}
				var want []vtl.Override
				if test.allowed {
					want = []vtl.Override{{Name: "Access-Control-Allow-Origin", Values: []string{test.origin}}}
				}
				if diff := cmp.Diff(want, overrides.ResponseHeader()); diff != "" || len(out) > 0 {
					t.Errorf("printed %q, headers (-want +got):\n%s", out, diff)
				}
			})
		}
	}
}
