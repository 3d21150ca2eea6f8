package intrinsic_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
)

// TestMerge holds that a merged value is, under each combination of the conditions, the
// value that was merged for it.
func TestMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		values := make([]*tree.Node, 4)
		for i := range values {
			values[i] = tree.NewMapping(tree.Field{Name: "root", Value: random(r, 3)})
		}
		merged := intrinsic.Merge("A", intrinsic.Merge("B", values[0], values[1]), intrinsic.Merge("B", values[2], values[3]))
		for i, want := range values {
			if got := decide(t, merged, map[string]bool{"A": i < 2, "B": i%2 == 0}); !tree.Equal(got, want) {
				t.Fatalf("of\n%s\nvalue %d is\n%s, want\n%s", merged.JSON(false), i, got.JSON(false), want.JSON(false))
			}
		}
	}
}

// TestMergeShares holds that what both values have is not chosen.
func TestMergeShares(t *testing.T) {
	merged := intrinsic.Merge("A", read(t, `{"a": 1, "b": [1, {"c": 2}], "d": 3}`), read(t, `{"a": 1, "b": [1, {"c": 4}], "e": {"Ref": "E"}}`))
	want := read(t, `{"a": 1, "b": [1, {"c": {"Fn::If": ["A", 2, 4]}}],
		"d": {"Fn::If": ["A", 3, {"Ref": "AWS::NoValue"}]}, "e": {"Fn::If": ["A", {"Ref": "AWS::NoValue"}, {"Ref": "E"}]}}`)
	if !tree.Equal(merged, want) {
		t.Errorf("got %s", merged.JSON(false))
	}
}

func TestDecide(t *testing.T) {
	tests := map[string]string{
		`{"Fn::If": ["A", {"Fn::If": ["B", 1, 2]}, 3]}`:                                       `2`,
		`[1, {"Fn::If": ["B", 2, {"Ref": "AWS::NoValue"}]}, {"Ref": "AWS::NoValue"}, 3]`:      `[1, 3]`,
		`{"a": {"Fn::If": ["B", 1, {"Ref": "AWS::NoValue"}]}, "b": {"Ref": "X"}}`:             `{"b": {"Ref": "X"}}`,
		`{"Fn::Sub": ["${x}", {"x": {"Fn::If": ["A", {"Ref": "X"}, "y"]}}]}`:                  `{"Fn::Sub": ["${x}", {"x": {"Ref": "X"}}]}`,
		`{"properties": {"Ref": {"type": "string"}}, "b": {"Fn::If": ["B", [], ["a", "b"]]}}`: `{"properties": {"Ref": {"type": "string"}}, "b": ["a", "b"]}`,
	}
	for text, want := range tests {
		if got := decide(t, read(t, text), map[string]bool{"A": true, "B": false}); !tree.Equal(got, read(t, want)) {
			t.Errorf("%s: got %s, want %s", text, got.JSON(false), want)
		}
	}
}

func decide(t *testing.T, n *tree.Node, conditions map[string]bool) *tree.Node {
	t.Helper()
	e := &intrinsic.Evaluator{Environment: environment{t: t, conditions: conditions}, Budget: intrinsic.NewBudget()}
	return e.Decide(n)
}

// environment knows conditions only.
type environment struct {
	intrinsic.Environment

	t          *testing.T
	conditions map[string]bool
}

func (e environment) Condition(name *tree.Node) bool { return e.conditions[name.Text] }

func (e environment) Problem(at *tree.Node, format string, args ...any) {
	e.t.Errorf("%s: "+format, append([]any{at.Position()}, args...)...)
}

func read(t *testing.T, text string) *tree.Node {
	t.Helper()
	n, problems := tree.Read("value.json", []byte(text))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return n
}

// random returns a value of few names and few numbers, so that two have much in common.
func random(r *rand.Rand, depth int) *tree.Node {
	if depth == 0 || r.IntN(4) == 0 {
		return tree.NewInt(r.IntN(3))
	}
	n := tree.NewSequence()
	if r.IntN(3) > 0 {
		n = tree.NewMapping()
	}
	for i := range r.IntN(4) {
		value := random(r, depth-1)
		if n.Kind == tree.Sequence {
			n.Items = append(n.Items, value)
		} else if r.IntN(2) == 0 {
			n.Set("f"+strconv.Itoa(i), value)
		}
	}
	return n
}
