package mockdata_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dlclark/regexp2"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gatewright/gatewright/internal/tree"
)

// judge validates values with a JSON Schema library: it shares no code with the
// generator, and works on the document as it was written.
type judge struct {
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
	places   map[string]string // of references that lead to other places than components
	pending  []string          // those whose places are not added yet
	leftOut  string            // the keyword whose properties are required of nobody: "readOnly", "writeOnly" or none
}

const judged = "https://judge.example/document.json"

// newJudge takes a document whose schemas are those of OpenAPI.
func newJudge(t testing.TB, root *tree.Node, leftOut string) *judge {
	t.Helper()
	j := &judge{compiler: jsonschema.NewCompiler(), compiled: map[string]*jsonschema.Schema{}, places: map[string]string{}, leftOut: leftOut}
	j.compiler.DefaultDraft(jsonschema.Draft2020)
	j.compiler.AssertFormat()
	j.compiler.UseRegexpEngine(func(s string) (jsonschema.Regexp, error) {
		r, err := regexp2.Compile(plainProperties(s), regexp2.ECMAScript|regexp2.Unicode)
		if err != nil {
			return nil, err
		}
		r.MatchTimeout = 5 * time.Second
		return engine{r}, nil
	})
	for name, low := range map[string]string{"int32": "-2147483648", "int64": "-9223372036854775808"} {
		j.compiler.RegisterFormat(&jsonschema.Format{Name: name, Validate: integerFrom(low)})
	}
	j.compiler.RegisterFormat(&jsonschema.Format{Name: "byte", Validate: func(v any) error {
		if s, ok := v.(string); ok {
			_, err := base64.StdEncoding.DecodeString(s)
			return err
		}
		return nil
	}})
	j.compiler.RegisterFormat(&jsonschema.Format{Name: "uri-template", Validate: func(v any) error {
		if s, ok := v.(string); ok && !uriTemplates.MatchString(s) {
			return errors.New("no URI template")
		}
		return nil
	}})
	schemas := tree.NewMapping()
	for _, f := range fields(root.Get("components", "schemas")) {
		schemas.Fields = append(schemas.Fields, tree.Field{Name: f.Name, Value: j.translate(root, f.Value)})
	}
	j.add(t, judged, tree.NewMapping(tree.Field{Name: "components", Value: tree.NewMapping(tree.Field{Name: "schemas", Value: schemas})}))
	j.addPlaces(t, root)
	return j
}

// uriTemplates are those of RFC 6570, section 2. The library's own check refuses
// all operators.
var uriTemplates = regexp.MustCompile(`^(?:[!#-&(-;=?-\[\]_a-z~]|\{[+#./;?&]?\w+(?:\.\w+)*(?::\d{1,4}|\*)?(?:,\w+(?:\.\w+)*(?::\d{1,4}|\*)?)*\})*$`)

func plainProperties(s string) string {
	return strings.NewReplacer(`\p{Script=`, `\p{`, `\p{Letter}`, `\p{L}`).Replace(s)
}

type engine struct{ *regexp2.Regexp }

func (e engine) MatchString(s string) bool {
	ok, err := e.Regexp.MatchString(s)
	return ok && err == nil
}

func integerFrom(low string) func(any) error {
	return func(v any) error {
		var r *big.Rat
		switch v := v.(type) {
		case fmt.Stringer: // json.Number
			r, _ = new(big.Rat).SetString(v.String())
		case float64:
			r = new(big.Rat).SetFloat64(v)
		default:
			return nil
		}
		least, _ := new(big.Rat).SetString(low)
		most := new(big.Rat).Sub(new(big.Rat).Neg(least), big.NewRat(1, 1))
		if !r.IsInt() || r.Cmp(least) < 0 || r.Cmp(most) > 0 {
			return errors.New("out of range")
		}
		return nil
	}
}

func (j *judge) add(t testing.TB, url string, n *tree.Node) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(n.JSON(false)))
	if err != nil {
		t.Fatal(err)
	}
	if err := j.compiler.AddResource(url, doc); err != nil {
		t.Fatal(err)
	}
}

// at returns the schema at a place in the document.
func (j *judge) at(t testing.TB, url string) *jsonschema.Schema {
	t.Helper()
	if s := j.compiled[url]; s != nil {
		return s
	}
	s, err := j.compiler.Compile(url)
	if err != nil {
		t.Fatal(err)
	}
	j.compiled[url] = s
	return s
}

func (j *judge) component(t testing.TB, name string) *jsonschema.Schema {
	t.Helper()
	return j.at(t, judged+"#/components/schemas/"+strings.NewReplacer("~", "~0", "/", "~1", "%", "%25", " ", "%20").Replace(name))
}

func judgeValue(s *jsonschema.Schema, n *tree.Node) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(n.JSON(false)))
	if err != nil {
		return err
	}
	return s.Validate(v)
}

var (
	oneSchema   = []string{"items", "additionalProperties", "not", "contains", "propertyNames", "unevaluatedProperties", "if", "then", "else"}
	manySchemas = []string{"allOf", "oneOf", "anyOf", "prefixItems"}
	mapSchemas  = []string{"properties", "patternProperties", "dependentSchemas"}
	verbatim    = []string{"type", "enum", "const", "format", "pattern", "minimum", "maximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minContains", "maxContains", "minProperties", "maxProperties", "dependentRequired"}
)

// translate turns a schema of OpenAPI 3.0 or 3.1 into one of JSON Schema 2020-12.
func (j *judge) translate(root, n *tree.Node) *tree.Node {
	if !n.Is(tree.Mapping) {
		return n
	}
	out := tree.NewMapping()
	if ref := n.Get("$ref").Str(); ref != "" {
		out.Set("$ref", tree.NewString(j.reference(root, ref)))
		if strings.HasPrefix(root.Get("openapi").Str(), "3.0") {
			return out
		}
	}
	for _, f := range n.Fields {
		switch {
		case slices.Contains(verbatim, f.Name):
			out.Set(f.Name, f.Value)
		case slices.Contains(oneSchema, f.Name):
			out.Set(f.Name, j.translate(root, f.Value))
		case slices.Contains(manySchemas, f.Name):
			list := tree.NewSequence()
			for _, item := range f.Value.Items {
				list.Items = append(list.Items, j.translate(root, item))
			}
			out.Set(f.Name, list)
		case slices.Contains(mapSchemas, f.Name):
			m := tree.NewMapping()
			for _, p := range f.Value.Fields {
				m.Set(p.Name, j.translate(root, p.Value))
			}
			out.Set(f.Name, m)
		case f.Name == "required":
			names := slices.DeleteFunc(f.Value.Strings(), func(s string) bool {
				p := n.Get("properties", s)
				if ref := p.Get("$ref").Str(); ref != "" {
					p = root.Get(strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
				}
				return p.Get(j.leftOut).True()
			})
			out.Set("required", tree.NewStrings(names))
		case f.Name == "exclusiveMinimum" || f.Name == "exclusiveMaximum":
			translateExclusive(out, n, f)
		}
	}
	if n.Get("exclusiveMinimum").True() {
		out.Delete("minimum")
	}
	if n.Get("exclusiveMaximum").True() {
		out.Delete("maximum")
	}
	if t := n.Get("type"); n.Get("nullable").True() && t.Is(tree.String) {
		out.Set("type", tree.NewStrings([]string{t.Text, "null"}))
	}
	return out
}

// reference returns where a reference leads: components are all there, other parts
// of the document are added when they are needed.
func (j *judge) reference(root *tree.Node, ref string) string {
	if strings.HasPrefix(ref, "#/components/schemas/") && strings.Count(ref, "/") == 3 {
		return judged + ref
	}
	if j.places[ref] == "" {
		j.places[ref] = fmt.Sprintf("https://judge.example/place%d.json", len(j.places))
		j.pending = append(j.pending, ref)
	}
	return j.places[ref]
}

// addPlaces adds what references were found to lead to.
func (j *judge) addPlaces(t testing.TB, root *tree.Node) {
	t.Helper()
	for len(j.pending) > 0 {
		ref := j.pending[0]
		j.pending = j.pending[1:]
		j.add(t, j.places[ref], j.translate(root, newDecoder(t, root).resolve(ref)))
	}
}

func translateExclusive(out, n *tree.Node, f tree.Field) {
	switch {
	case f.Value.Is(tree.Number):
		out.Set(f.Name, f.Value)
	case f.Value.True():
		out.Set(f.Name, n.Get(strings.ToLower(strings.TrimPrefix(f.Name, "exclusive"))))
	}
}
