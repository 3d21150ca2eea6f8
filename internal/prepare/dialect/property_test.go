package dialect_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/dlclark/regexp2"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/validate"
	"github.com/gatewright/gatewright/internal/prepare/dialect"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/spec"
)

// tally counts what became of bodies.
type tally struct{ valid, invalid, refused, absent int }

func (c tally) String() string {
	return fmt.Sprintf("%d valid bodies and %d missing ones, all accepted; %d of %d invalid ones refused (%.1f %%)",
		c.valid, c.absent, c.refused, c.invalid, 100*float64(c.refused)/float64(max(1, c.invalid)))
}

// Whatever the model accepts, the translated model accepts too: by a validator
// that shares no code with this project, and by the gateway's own.
func TestValidBodiesAreAccepted(t *testing.T) {
	for _, version := range []string{"3.0.3", "3.1.0"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			var counted tally
			for seed := range uint64(200) {
				tryRandom(t, version, seed, &counted)
				if t.Failed() {
					return
				}
			}
			if counted.valid < 2000 || counted.absent < 200 || counted.invalid < 5000 {
				t.Errorf("too few bodies: %v", counted)
			}
			t.Log(counted)
		})
	}
}

func FuzzValidBodiesAreAccepted(f *testing.F) {
	f.Add(uint64(1), false)
	f.Fuzz(func(t *testing.T, seed uint64, newer bool) {
		tryRandom(t, map[bool]string{false: "3.0.3", true: "3.1.0"}[newer], seed, &tally{})
	})
}

// tryRandom tries bodies for the operations of one random document: those that the
// generator makes, and variations of them that may be invalid.
func tryRandom(t *testing.T, version string, seed uint64, counted *tally) {
	t.Helper()
	w := &writer{Rand: rand.New(rand.NewPCG(seed, 11)), newer: version == "3.1.0"}
	source := w.document(version).JSON(true)
	api := readModel(t, source)
	document, _ := dialect.Translate(api.Document, dialect.Options{CDK: w.chance(30)})
	original, translated := judgeOf(t, api.Document, jsonschema.Draft2020), judgeOf(t, document, jsonschema.Draft4)
	gateway := validators(t, document)
	for i, o := range api.Operations {
		if !o.RequestBody.Required {
			counted.absent++
			if err := gateway[i].Body(t.Context(), "", jsonvalue.NewDocument(nil)); err != nil {
				t.Errorf("seed %d: %s is refused without its optional body: %v\n%s\n%s", seed, o.ID, err, models(api.Document), document.Get("paths").JSON(true))
				return
			}
		}
		for salt := range uint64(3) {
			g := mockdata.New(seed*10 + salt)
			body, err := g.RequestValue(o.RequestBody.Content[0].Schema)
			if err != nil {
				continue
			}
			bodies := append(w.variations(body), body)
			for _, b := range bodies {
				made := b == body
				accepted, alsoAccepted := translated.accepts(t, i, b), gateway[i].Body(t.Context(), "application/json", jsonvalue.NewDocument(b.JSON(false))) == nil
				if made || original.accepts(t, i, b) {
					counted.valid++
					if !accepted || !alsoAccepted {
						t.Errorf("seed %d: %s %s is valid by the model; accepted by the translated one: %v, by the gateway: %v\n%s\n%s",
							seed, o.ID, b.JSON(false), accepted, alsoAccepted, models(api.Document), models(document))
						return
					}
					continue
				}
				counted.invalid++
				if !alsoAccepted {
					counted.refused++
				}
			}
		}
	}
}

func models(document *tree.Node) string {
	var b strings.Builder
	for _, f := range document.Get("components", "schemas").Fields {
		fmt.Fprintf(&b, "%s: %s\n", f.Name, f.Value.JSON(false))
	}
	return b.String()
}

func validators(t *testing.T, document *tree.Node) []*validate.Validator {
	t.Helper()
	document = document.Copy()
	document.Set(spec.ExtRequestValidators, tree.NewMapping(tree.Field{Name: "all", Value: tree.NewMapping(
		tree.Field{Name: "validateRequestBody", Value: tree.NewBool(true)})}))
	document.Set(spec.ExtRequestValidator, tree.NewString("all"))
	api, problems := spec.Read(&spec.Document{Root: document})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if err := validate.Check(api.Root, api.Operations).Err(); err != nil {
		t.Fatalf("%v\n%s", err, document.JSON(true))
	}
	all := make([]*validate.Validator, len(api.Operations))
	for i, o := range api.Operations {
		all[i], _ = validate.Compile(api.Root, o)
	}
	return all
}

// judge is a JSON Schema library at work on the request bodies of a document.
type judge struct{ bodies []*jsonschema.Schema }

func judgeOf(t *testing.T, document *tree.Node, draft *jsonschema.Draft) *judge {
	t.Helper()
	const at = "https://judge.example/document.json"
	c := jsonschema.NewCompiler()
	c.DefaultDraft(draft)
	c.AssertFormat()
	c.UseRegexpEngine(func(s string) (jsonschema.Regexp, error) {
		r, err := regexp2.Compile(s, regexp2.ECMAScript)
		return expression{r}, err
	})
	read := document
	if draft == jsonschema.Draft2020 {
		read = plain(document, document)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(read.JSON(false)))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.AddResource(at, value); err != nil {
		t.Fatal(err)
	}
	j := &judge{}
	for i := range document.Get("paths").Fields {
		s, err := c.Compile(fmt.Sprintf("%s#/paths/~1p%d/post/requestBody/content/application~1json/schema", at, i))
		if err != nil {
			t.Fatalf("%v\n%s", err, read.JSON(true))
		}
		j.bodies = append(j.bodies, s)
	}
	return j
}

func (j *judge) accepts(t *testing.T, body int, n *tree.Node) bool {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(n.JSON(false)))
	if err != nil {
		t.Fatal(err)
	}
	return j.bodies[body].Validate(v) == nil
}

type expression struct{ *regexp2.Regexp }

func (e expression) MatchString(s string) bool {
	ok, err := e.Regexp.MatchString(s)
	return ok && err == nil
}

// plain returns a model's schemas as JSON Schemas of 2020-12: what OpenAPI 3.0 says
// in its own way.
func plain(root, n *tree.Node) *tree.Node {
	old := strings.HasPrefix(root.Get("openapi").Str(), "3.0")
	out := n.Copy()
	if ref := n.Get("$ref"); old && ref.Is(tree.String) {
		return tree.NewMapping(tree.Field{Name: "$ref", Value: ref})
	}
	for i := range out.Items {
		out.Items[i] = plain(root, out.Items[i])
	}
	for i := range out.Fields {
		switch f := &out.Fields[i]; f.Name {
		case "enum", "const", "default":
		default:
			f.Value = plain(root, f.Value)
		}
	}
	if !old {
		return out
	}
	for _, side := range []string{"inimum", "aximum"} {
		if exclusive := n.Get("exclusiveM" + side); exclusive.Is(tree.Bool) {
			out.Delete("exclusiveM" + side)
			if bound := n.Get("m" + side); exclusive.True() && bound != nil {
				out.Delete("m" + side)
				out.Set("exclusiveM"+side, bound)
			}
		}
	}
	if kind := n.Get("type"); n.Get("nullable").True() && kind.Is(tree.String) {
		out.Set("type", tree.NewStrings([]string{kind.Text, "null"}))
	}
	return out
}

// variations returns bodies that differ from one in one place each.
func (w *writer) variations(n *tree.Node) []*tree.Node {
	var all []*tree.Node
	vary(n, func(changed *tree.Node) { all = append(all, changed) })
	w.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(len(all), 12)]
}

func vary(n *tree.Node, yield func(*tree.Node)) {
	number := func(text string) *tree.Node { return &tree.Node{Kind: tree.Number, Text: text} }
	for _, other := range []*tree.Node{{Kind: tree.Null}, number("7"), number("-0.5"), tree.NewString("zz"), tree.NewString(""), tree.NewBool(true), tree.NewSequence(), tree.NewMapping()} {
		yield(other)
	}
	switch n.Kind {
	case tree.String:
		yield(tree.NewString(n.Text + "x"))
		yield(tree.NewString("2026-11-30"))
	case tree.Number:
		yield(number("1000"))
		yield(number("9007199254740993"))
	case tree.Sequence:
		for i, item := range n.Items {
			vary(item, func(changed *tree.Node) {
				c := n.Copy()
				c.Items[i] = changed
				yield(c)
			})
		}
		c := n.Copy()
		c.Items = append(c.Items, number("3"))
		yield(c)
	case tree.Mapping:
		for i, f := range n.Fields {
			vary(f.Value, func(changed *tree.Node) {
				c := n.Copy()
				c.Fields[i].Value = changed
				yield(c)
			})
			c := n.Copy()
			c.Fields = slices.Delete(c.Fields, i, i+1)
			yield(c)
		}
		for _, name := range []string{"a", "c", "x-more"} {
			if n.Get(name) == nil {
				c := n.Copy()
				c.Set(name, tree.NewString("zz"))
				yield(c)
			}
		}
	}
}
