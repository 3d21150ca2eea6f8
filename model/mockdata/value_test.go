package mockdata_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model/mockdata"
)

const maxSize = 200_000

// TestHostileSchemas has an independent validator judge a value for each schema,
// with several seeds.
func TestHostileSchemas(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"testdata/openapi30.yaml", "testdata/openapi31.yaml"} {
		root := readDocument(t, file)
		j := newJudge(t, root, "")
		for seed := range uint64(6) {
			g := mockdata.New(seed)
			for _, s := range newDecoder(t, root).named() {
				name := s.Position.String()
				if s.Name != "" {
					name = s.Name
				}
				n, err := g.Value(s)
				if err != nil {
					t.Errorf("seed %d: %v", seed, err)
					continue
				}
				if err := judgeValue(j.component(t, name), n); err != nil {
					t.Errorf("seed %d: %s: %s\n%v", seed, name, n.JSON(false), err)
				}
				if size := len(n.JSON(false)); size > maxSize {
					t.Errorf("%s: %d bytes", name, size)
				}
			}
		}
	}
}

// TestUnsatisfiable checks that a schema without a value returns an error that
// names the keyword at fault and its place.
func TestUnsatisfiable(t *testing.T) {
	t.Parallel()
	root := readDocument(t, "testdata/unsatisfiable.yaml")
	g := mockdata.New(1)
	for _, s := range newDecoder(t, root).named() {
		n, err := g.Value(s)
		if err == nil {
			t.Errorf("%s: got %s", s.Name, n.JSON(false))
			continue
		}
		var d diag.Diagnostic
		if !errors.As(err, &d) {
			t.Errorf("%s: %v is not a diagnostic", s.Name, err)
			continue
		}
		if keyword := s.Node.Get("x-keyword").Str(); !strings.Contains(d.Message, ": "+keyword+": ") {
			t.Errorf("%s: %q does not name %q", s.Name, d.Message, keyword)
		}
		if d.Position.Line != s.Position.Line && !strings.HasPrefix(s.Name, "Endless") {
			t.Errorf("%s: reported at line %d instead of %d", s.Name, d.Position.Line, s.Position.Line)
		}
	}
}

// TestExactValues pins what an author or a rule decides.
func TestExactValues(t *testing.T) {
	t.Parallel()
	tests := []struct{ file, schema, want string }{
		{"30", "ExampleZero", `0`},
		{"30", "ExampleFalse", `false`},
		{"30", "ExampleEmpty", `""`},
		{"30", "ExampleNull", `null`},
		{"30", "ExampleOverDefault", `"from the example"`},
		{"30", "ExamplePartlyValid", `{"a":"from the example","b":"made"}`},
		{"30", "DefaultZero", `0`},
		{"30", "DefaultFalse", `false`},
		{"30", "DefaultEmpty", `""`},
		{"30", "NullableCircle", `{"next":{"next":null}}`},
		{"30", "Tree", `{"children":[{"children":[]}]}`},
		{"30", "EnumsTogether", `"c"`},
		{"30", "EnumOfNull", `null`},
		{"30", "NoItems", `[]`},
		{"30", "ClosedEmpty", `{}`},
		{"30", "MultipleOfFraction", `0.01`},
		{"30", "MultipleOfBoth", `30`},
		{"31", "ConstZero", `0`},
		{"31", "ConstNull", `null`},
		{"31", "ConstObject", `{"a":[1,{"b":null}]}`},
		{"31", "Examples", `""`},
		{"31", "ExamplesSecond", `7`},
		{"31", "OnlyNull", `null`},
	}
	for _, test := range tests {
		n := value(t, test.file, test.schema)
		if got := string(n.JSON(false)); got != test.want {
			t.Errorf("%s: got %s, want %s", test.schema, got, test.want)
		}
	}
}

// TestMaxArrayLength verifies that arrays have as many items as their schemas allow.
func TestMaxArrayLength(t *testing.T) {
	t.Parallel()
	root := readDocument(t, "testdata/openapi30.yaml")
	g := mockdata.NewWithOptions(mockdata.Options{MaxArrayLength: 3})
	for schema, want := range map[string]int{"NoItems": 0, "UniqueBooleans": 2, "UniqueEnum": 3, "FourItems": 4, "UntypedItems": 3} {
		n, err := g.Value(newDecoder(t, root).component(schema))
		if err != nil {
			t.Fatal(err)
		}
		if got := len(n.Items); got != want {
			t.Errorf("%s: %d items in %s, want %d", schema, got, n.JSON(false), want)
		}
	}
}

func value(t *testing.T, file, schema string) *tree.Node {
	t.Helper()
	root := readDocument(t, "testdata/openapi"+file+".yaml")
	n, err := mockdata.New(1).Value(newDecoder(t, root).component(schema))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestDiscriminators(t *testing.T) {
	t.Parallel()
	tests := []struct{ file, schema, property, want string }{
		{"30", "Pet", "petType", "dog"},
		{"30", "Dog", "petType", "dog"},
		{"30", "Cat", "petType", "cat"},
		{"30", "Kitten", "petType", "Kitten"},
		{"30", "Shape", "shape", "round"},
		{"30", "ShapeByName", "shape", "Circle"},
		{"30", "DiscriminatorForbidden", "k", "one"},
		{"31", "Car", "kind", "Car"},
		{"31", "AnyVehicle", "kind", "Car"},
		{"31", "Vehicle", "kind", "Vehicle"},
	}
	for _, test := range tests {
		if got := value(t, test.file, test.schema).Get(test.property).Str(); got != test.want {
			t.Errorf("%s: %s is %q, want %q", test.schema, test.property, got, test.want)
		}
	}
	if value(t, "30", "Pet").Get("bark") == nil {
		t.Error("a value of Pet says that it is a dog and has nothing of one")
	}
	var kinds []string
	for _, pet := range value(t, "30", "Pets").Items {
		kinds = append(kinds, pet.Get("petType").Str())
	}
	if got := strings.Join(kinds, " "); got != "dog cat dog" {
		t.Errorf("the pets are: %s", got)
	}
}

func TestDirections(t *testing.T) {
	t.Parallel()
	root := readDocument(t, "testdata/openapi30.yaml")
	g := mockdata.New(1)
	d := newDecoder(t, root)
	tests := []struct{ schema, request, response string }{
		{"ReadAndWrite", `{"secret":"s","name":"n","inner":{"pin":"1"}}`, `{"id":"i","name":"n","inner":{"at":"2024-05-05"}}`},
	}
	for _, test := range tests {
		for want, value := range map[string]func() (*tree.Node, error){
			test.request:  func() (*tree.Node, error) { return g.RequestValue(d.component(test.schema)) },
			test.response: func() (*tree.Node, error) { return g.ResponseValue(d.component(test.schema)) },
		} {
			n, err := value()
			if err != nil {
				t.Error(err)
			} else if got := string(n.JSON(false)); got != want {
				t.Errorf("%s: got %s, want %s", test.schema, got, want)
			}
		}
	}
	heir := d.component("ReadAndWriteHeir")
	sent, err := g.RequestValue(heir)
	if err != nil {
		t.Fatal(err)
	}
	received, err := g.ResponseValue(heir)
	if err != nil {
		t.Fatal(err)
	}
	if sent.Get("at") != nil || sent.Get("pin") == nil || received.Get("at") == nil || received.Get("pin") != nil {
		t.Errorf("sent %s, received %s", sent.JSON(false), received.JSON(false))
	}
}

// TestSameBytes checks that a value depends on the seed and its schema alone.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"testdata/openapi30.yaml", "testdata/openapi31.yaml"} {
		root := readDocument(t, file)
		all := newDecoder(t, root).named()
		forwards, backwards := mockdata.New(3), mockdata.New(3)
		want := map[string]string{}
		for _, s := range all {
			n, err := forwards.Value(s)
			if err != nil {
				t.Fatal(err)
			}
			want[s.Position.String()] = string(n.JSON(false))
		}
		for i := range all {
			s := all[len(all)-1-i]
			n, err := backwards.Value(s)
			if err != nil {
				t.Fatal(err)
			}
			if got := string(n.JSON(false)); got != want[s.Position.String()] {
				t.Errorf("%s: %s and %s", s.Name, want[s.Position.String()], got)
			}
		}
	}
}
