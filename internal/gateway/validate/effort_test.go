package validate_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/validate"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// overlapping are models whose alternatives overlap at each level of a body, which
// would double the work with each level.
func overlapping(keyword string) string {
	return `{"$ref": "#/components/schemas/Filter", "components": {"schemas": {
		"Filter": {"` + keyword + `": [{"$ref": "#/components/schemas/Not"}, {"$ref": "#/components/schemas/Group"}, {"$ref": "#/components/schemas/Leaf"}]},
		"Not": {"type": "object", "properties": {"inner": {"$ref": "#/components/schemas/Filter"}, "op": {"type": "string"}}},
		"Group": {"type": "object", "properties": {"inner": {"$ref": "#/components/schemas/Filter"}, "name": {"type": "string"}}},
		"Leaf": {"type": "object", "required": ["field"], "properties": {"field": {"type": "string"}}}}}}`
}

func validator(t *testing.T, schema string) *validate.Validator {
	t.Helper()
	root, list := tree.Read("model.json", []byte(schema))
	if list.HasErrors() {
		t.Fatal(list)
	}
	return compile(t, root, spec.Body{ContentType: "application/json", Schema: root})
}

func nested(key, leaf string, depth int) string {
	return strings.Repeat(`{"`+key+`":`, depth) + leaf + strings.Repeat("}", depth)
}

func TestWorkIsBounded(t *testing.T) {
	chain := `{"anyOf": [{"$ref": "#/s/0"}], "s": {`
	for i := range 60 {
		next := fmt.Sprintf(`{"$ref": "#/s/%d"}`, i+1)
		chain += fmt.Sprintf(`"%d": {"anyOf": [%s, {"allOf": [%s]}]}, `, i, next, next)
	}
	chain += `"60": {"type": "string"}}}`
	patterns := `{"patternProperties": {"^a": {"$ref": "#"}, "a$": {"$ref": "#"}, "a": {"$ref": "#"}}, "type": "object"}`
	for _, tt := range []struct {
		name, schema, body string
	}{
		{"oneOf", overlapping("oneOf"), nested("inner", `{"op":"x"}`, 24)},
		{"oneOf without a match", overlapping("oneOf"), nested("inner", `7`, 24)},
		{"anyOf", overlapping("anyOf"), nested("inner", `7`, 24)},
		{"allOf", overlapping("allOf"), nested("inner", `{"field":"x"}`, 22)},
		{"alternatives of a number", chain, `7`},
		{"patternProperties", patterns, nested("a", `{}`, 40)},
		{"patternProperties that fail", patterns, nested("a", `7`, 40)},
		{"a long list", overlapping("oneOf"), `{"inner": {"inner": {"inner": [` + strings.Repeat("1,", 3000) + `1]}}}`},
		{"an enum at each level", `{"enum": [1, {}], "not": {"properties": {"a": {"$ref": "#"}}}}`, nested("a", `{}`, 200)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			work, err := validator(t, tt.schema).Work(t.Context(), tt.body)
			if most := 4_000 + 40*len(tt.body); err != nil || work > most {
				t.Errorf("work %d, want at most %d; %v", work, most, err)
			}
		})
	}
}

func TestOverlappingAlternatives(t *testing.T) {
	for depth := range 30 {
		v := validator(t, overlapping("anyOf"))
		if err := v.Body(t.Context(), "", jsonvalue.NewDocument([]byte(nested("inner", `{"op":"x"}`, depth)))); err != nil {
			t.Errorf("depth %d: %v", depth, err)
		}
		want := `application/json: [instance failed to match at least one required schema among 3]`
		if err := v.Body(t.Context(), "", jsonvalue.NewDocument([]byte(nested("inner", `7`, depth)))); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("depth %d: got %v", depth, err)
		}
	}
}

// TestTooMuchWork applies a model of many alternatives that repeat at every value.
func TestTooMuchWork(t *testing.T) {
	schema := `{"items": {"anyOf": [` + strings.Repeat(`{"type": "string"},`, 1_500) + `{"type": "number"}]}}`
	var body strings.Builder
	for i := range 400 {
		fmt.Fprintf(&body, "%d,", i)
	}
	err := validator(t, schema).Body(t.Context(), "", jsonvalue.NewDocument([]byte("["+body.String()+"0]")))
	if !errors.Is(err, validate.ErrModel) || !strings.HasSuffix(err.Error(), "too much work to apply to this body") {
		t.Error(err)
	}
}

func TestValidationEndsWithItsClient(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	body := jsonvalue.NewDocument([]byte(`[` + strings.Repeat("1,", 100_000) + `1]`))
	if err := validator(t, `{"items": {"type": "number"}}`).Body(ctx, "", body); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if work, _ := validator(t, `{"items": {"type": "number"}}`).Work(ctx, body.Text()); work > 2_000 {
		t.Errorf("work %d after the client disconnected", work)
	}
}
