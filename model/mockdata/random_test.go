package mockdata_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model/mockdata"
)

// writer makes schemas at random: of all keywords, often contradictory.
type writer struct {
	*rand.Rand
	depth int
}

func (w *writer) chance(percent int) bool { return w.IntN(100) < percent }

func (w *writer) schema() *tree.Node {
	w.depth++
	defer func() { w.depth-- }()
	n := tree.NewMapping()
	switch {
	case w.depth > 1 && w.chance(12):
		n.Set("$ref", tree.NewString(fmt.Sprintf("#/components/schemas/S%d", w.IntN(4))))
		return n
	case w.depth < 4 && w.chance(25):
		w.combine(n)
		if w.chance(60) {
			return n
		}
	}
	switch w.IntN(7) {
	case 0:
		w.number(n, "integer")
	case 1:
		w.number(n, "number")
	case 2, 3:
		w.text(n)
	case 4:
		n.Set("type", tree.NewString("boolean"))
	case 5:
		w.array(n)
	default:
		w.object(n)
	}
	if w.chance(8) {
		n.Set("nullable", tree.NewBool(true))
	}
	if w.chance(6) {
		n.Delete("type")
	}
	return n
}

func (w *writer) combine(n *tree.Node) {
	list := func(count int) *tree.Node {
		s := tree.NewSequence()
		for range count {
			s.Items = append(s.Items, w.schema())
		}
		return s
	}
	switch w.IntN(4) {
	case 0:
		n.Set("allOf", list(1+w.IntN(3)))
	case 1:
		n.Set("oneOf", list(1+w.IntN(3)))
	case 2:
		n.Set("anyOf", list(1+w.IntN(3)))
	default:
		n.Set("not", w.schema())
	}
}

func (w *writer) set(n *tree.Node, percent int, name string, value int) {
	if w.chance(percent) {
		n.Set(name, tree.NewInt(value))
	}
}

func (w *writer) number(n *tree.Node, kind string) {
	n.Set("type", tree.NewString(kind))
	if w.chance(15) {
		n.Set("enum", tree.NewSequence(tree.NewInt(w.IntN(5)), tree.NewInt(w.IntN(20)), tree.NewString("x")))
	}
	w.set(n, 40, "minimum", w.IntN(40)-20)
	w.set(n, 40, "maximum", w.IntN(60)-20)
	w.set(n, 10, "exclusiveMinimum", w.IntN(40)-20)
	w.set(n, 10, "exclusiveMaximum", w.IntN(60)-20)
	if w.chance(25) {
		n.Set("multipleOf", &tree.Node{Kind: tree.Number, Text: []string{"2", "3", "0.5", "0.01", "1.5", "7"}[w.IntN(6)]})
	}
	if w.chance(15) {
		n.Set("format", tree.NewString([]string{"int32", "int64"}[w.IntN(2)]))
	}
}

var (
	somePatterns = []string{`^[a-z]+$`, `\d`, `^(?=.*a)(?=.*b).{3,9}$`, `^(?!x)`, `^(a|b)\1`, `z$`, `^[A-F0-9]{4,}$`, `\bx\b`}
	someFormats  = []string{"date", "date-time", "time", "duration", "email", "uuid", "uri", "uri-reference", "hostname", "ipv4", "ipv6", "byte", "json-pointer"}
)

func (w *writer) text(n *tree.Node) {
	n.Set("type", tree.NewString("string"))
	if w.chance(15) {
		n.Set("enum", tree.NewStrings([]string{"a", "bb", somePatterns[w.IntN(8)]}))
	}
	w.set(n, 25, "minLength", w.IntN(12))
	w.set(n, 25, "maxLength", w.IntN(30))
	if w.chance(25) {
		n.Set("pattern", tree.NewString(somePatterns[w.IntN(len(somePatterns))]))
	}
	if w.chance(20) {
		n.Set("format", tree.NewString(someFormats[w.IntN(len(someFormats))]))
	}
}

func (w *writer) array(n *tree.Node) {
	n.Set("type", tree.NewString("array"))
	w.set(n, 35, "minItems", w.IntN(4))
	w.set(n, 25, "maxItems", w.IntN(6))
	if w.chance(25) {
		n.Set("uniqueItems", tree.NewBool(true))
	}
	if w.depth < 5 && w.chance(80) {
		n.Set("items", w.schema())
	}
	if w.depth < 4 && w.chance(15) {
		n.Set("prefixItems", tree.NewSequence(w.schema(), w.schema()))
	}
	if w.depth < 4 && w.chance(15) {
		n.Set("contains", w.schema())
		w.set(n, 40, "maxContains", 1+w.IntN(2))
	}
}

func (w *writer) object(n *tree.Node) {
	n.Set("type", tree.NewString("object"))
	names := []string{"a", "b", "c", "d"}
	properties := tree.NewMapping()
	for _, name := range names {
		if w.depth < 5 && w.chance(50) {
			properties.Set(name, w.schema())
		}
	}
	n.Set("properties", properties)
	required := tree.NewSequence()
	for _, name := range append(names, "ghost") {
		if w.chance(20) {
			required.Items = append(required.Items, tree.NewString(name))
		}
	}
	if len(required.Items) > 0 {
		n.Set("required", required)
	}
	w.set(n, 12, "minProperties", w.IntN(5))
	w.set(n, 12, "maxProperties", w.IntN(6))
	switch {
	case w.chance(20):
		n.Set("additionalProperties", tree.NewBool(false))
	case w.depth < 4 && w.chance(20):
		n.Set("additionalProperties", w.schema())
	}
	if w.depth < 4 && w.chance(12) {
		n.Set("patternProperties", tree.NewMapping(tree.Field{Name: "^[a-b]", Value: w.schema()}))
	}
	if w.chance(6) {
		n.Set("propertyNames", tree.NewMapping(tree.Field{Name: "maxLength", Value: tree.NewInt(1 + w.IntN(5))}))
	}
	if w.chance(8) {
		n.Set("dependentRequired", tree.NewMapping(tree.Field{Name: "a", Value: tree.NewStrings([]string{"b", "e"})}))
	}
}

func (w *writer) document() *tree.Node {
	schemas := tree.NewMapping()
	for i := range 4 {
		w.depth = 0
		schemas.Set(fmt.Sprintf("S%d", i), w.schema())
	}
	return tree.NewMapping(
		tree.Field{Name: "openapi", Value: tree.NewString("3.1.0")},
		tree.Field{Name: "components", Value: tree.NewMapping(tree.Field{Name: "schemas", Value: schemas})},
	)
}

// tryRandom judges the values of four random schemas, which may refer to each
// other, and tells how many there were.
func tryRandom(t testing.TB, seed uint64) (values int) {
	t.Helper()
	w := &writer{Rand: rand.New(rand.NewPCG(seed, 7))}
	text := w.document().JSON(true)
	root := parseDocument(t, "random.json", string(text))
	j := newJudge(t, root, "")
	d := newDecoder(t, root)
	g := mockdata.New(seed)
	for i := range 4 {
		name := fmt.Sprintf("S%d", i)
		n, err := g.Value(d.component(name))
		if err != nil {
			continue
		}
		values++
		if err := judgeValue(j.component(t, name), n); err != nil {
			t.Errorf("seed %d: %s: %s\n%v\n%s", seed, name, n.JSON(false), err, text)
		}
	}
	return values
}

func TestRandomSchemas(t *testing.T) {
	t.Parallel()
	const documents = 1500
	values := 0
	for seed := range uint64(documents) {
		values += tryRandom(t, seed)
		if t.Failed() {
			return
		}
	}
	// Some of the schemas contradict themselves; most do not.
	if least := documents * 4 * 3 / 4; values < least {
		t.Errorf("%d values were made, want at least %d", values, least)
	}
	t.Logf("%d of %d schemas have values", values, documents*4)
}

func FuzzRandomSchemas(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { tryRandom(t, seed) })
}
