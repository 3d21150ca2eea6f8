package mockdata_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/model/mockdata"
)

// TestRecursionThroughPartsIsSmall compares values of schemas that hold themselves
// by a reference with those of schemas that do so through parts without a name.
func TestRecursionThroughPartsIsSmall(t *testing.T) {
	t.Parallel()
	const document = `{components: {schemas: {
  Thing: {allOf: [{$ref: "#/components/schemas/Root"}, {type: object, properties: {
    cause: %[1]s, causes: {type: array, items: %[1]s}, byName: {type: object, additionalProperties: %[1]s}, last: %[1]s}}]},
  Root: {type: object, required: [code], properties: {code: {type: integer}, inner: %[2]s}}}}}`
	size := func(thing, root string) int {
		d := newDecoder(t, parseDocument(t, "api.yaml", fmt.Sprintf(document, thing, root)))
		n, err := mockdata.New(0).Value(d.component("Thing"))
		if err != nil {
			t.Fatal(err)
		}
		return len(n.JSON(false))
	}
	const thing, root = `{$ref: "#/components/schemas/Thing"}`, `{$ref: "#/components/schemas/Root"}`
	plain := size(thing, root)
	for _, part := range []string{
		`{allOf: [%s]}`, `{allOf: [%s, {description: more}]}`, `{allOf: [%s], nullable: true}`, `{oneOf: [%s]}`, `{anyOf: [%s, {type: string}]}`,
		`{allOf: [{allOf: [{anyOf: [%s]}]}]}`,
	} {
		got := size(fmt.Sprintf(part, thing), fmt.Sprintf(part, root))
		if got > plain+plain/10 || got > 1000 {
			t.Errorf("%s: %d bytes, %d by plain references", part, got, plain)
		}
	}
}

// TestContradictionIsRemembered makes many values of a format and a pattern that no
// text satisfies together.
func TestContradictionIsRemembered(t *testing.T) {
	t.Parallel()
	var properties strings.Builder
	for i := range 200 {
		fmt.Fprintf(&properties, `at%d: {type: string, format: time, pattern: "^[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?$"}, `, i)
	}
	d := newDecoder(t, parseDocument(t, "api.yaml", `{components: {schemas: {Times: {type: object, properties: {`+properties.String()+`zone: {type: string}}}}}}`))
	g := mockdata.New(0)
	n, err := g.Value(d.component("Times"))
	if err != nil || len(n.Fields) != 1 {
		t.Errorf("got %v, %v", n, err)
	}
	if got := g.Synthesized(); got != 1 {
		t.Errorf("%d searches for one set of rules", got)
	}
}

// TestOverlappingAlternatives makes values of alternatives that all match the same
// objects, also inside each other.
func TestOverlappingAlternatives(t *testing.T) {
	t.Parallel()
	const alternatives = 12
	open := func(inner string) string {
		var all []string
		for i := range alternatives {
			all = append(all, fmt.Sprintf(
				`{allOf: [{$ref: "#/components/schemas/Base"}, {type: object, properties: {kind: {enum: [a, b, c]}, count%d: {type: integer}, inner%d: %s}}]}`, i, i%3, inner))
		}
		return `{oneOf: [` + strings.Join(all, ", ") + `]}`
	}
	root := parseDocument(t, "api.yaml", `{components: {schemas: {
  Base: {type: object, properties: {name: {type: string}}},
  Flat: `+open(`{type: string}`)+`,
  Deep: `+open(`{type: array, items: {$ref: "#/components/schemas/Flat"}}`)+`,
  ByFormat: {oneOf: [
    {type: object, properties: {at: {type: string}, n: {type: integer}}},
    {type: object, properties: {at: {type: string, format: date}, n: {type: integer, format: int32}, kind: {enum: [a]}}}]},
  Endless: `+open(`{$ref: "#/components/schemas/Endless"}`)+`}}}`)
	d, j := newDecoder(t, root), newJudge(t, root, "")
	for _, name := range []string{"Flat", "Deep", "Endless", "ByFormat"} {
		g := mockdata.New(0)
		n, err := g.Value(d.component(name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := judgeValue(j.component(t, name), n); err != nil {
			t.Errorf("%s: %s\n%v", name, n.JSON(false), err)
		}
		if name == "ByFormat" && n.Get("kind") == nil {
			t.Errorf("%s: only formats tell the alternatives apart: %s", name, n.JSON(false))
		}
		if effort := g.Effort(); effort > 8_000 {
			t.Errorf("%s: %d attempts", name, effort)
		}
	}
}
