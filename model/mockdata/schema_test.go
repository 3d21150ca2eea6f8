package mockdata_test

import (
	"math/big"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// decoder reads schemas as they are in a document, without the reader of
// OpenAPI.
type decoder struct {
	t       testing.TB
	root    *tree.Node
	schemas map[*tree.Node]*model.Schema
}

func newDecoder(t testing.TB, root *tree.Node) *decoder {
	return &decoder{t: t, root: root, schemas: map[*tree.Node]*model.Schema{}}
}

func readDocument(t testing.TB, file string) *tree.Node {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return parseDocument(t, file, string(text))
}

func parseDocument(t testing.TB, name, text string) *tree.Node {
	t.Helper()
	root, problems := tree.Read(name, []byte(text))
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return root
}

// named returns the schemas under components.
func (d *decoder) named() []*model.Schema {
	var all []*model.Schema
	for _, f := range d.root.Get("components", "schemas").Fields {
		all = append(all, d.component(f.Name))
	}
	return all
}

func (d *decoder) component(name string) *model.Schema {
	n := d.root.Get("components", "schemas", name)
	if n == nil {
		d.t.Fatalf("no schema %q", name)
	}
	s := d.schema(n)
	return s
}

func (d *decoder) resolve(ref string) *tree.Node {
	n := d.root
	for step := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		if unescaped, err := url.PathUnescape(step); err == nil {
			step = unescaped
		}
		if n.Is(tree.Sequence) {
			n = n.Items[int(step[0]-'0')]
		} else {
			n = n.Get(step)
		}
		if n == nil {
			d.t.Fatalf("nothing at %s", ref)
		}
	}
	return n
}

func (d *decoder) schema(n *tree.Node) *model.Schema {
	if n == nil {
		return nil
	}
	if s := d.schemas[n]; s != nil {
		return s
	}
	if ref := n.Get("$ref").Str(); ref != "" && (len(n.Fields) == 1 || strings.HasPrefix(d.root.Get("openapi").Str(), "3.0")) {
		return d.schema(d.resolve(ref))
	}
	s := &model.Schema{Node: n, Position: n.Position()}
	d.schemas[n] = s
	for _, f := range d.root.Get("components", "schemas").Fields {
		if f.Value == n {
			s.Name = f.Name
		}
	}
	if n.Is(tree.Bool) {
		always := n.True()
		s.Always = &always
		return s
	}
	if ref := n.Get("$ref").Str(); ref != "" {
		s.AllOf = append(s.AllOf, d.schema(d.resolve(ref)))
	}
	d.fillValues(s, n)
	d.fillBounds(s, n)
	d.fillSchemas(s, n)
	return s
}

func (d *decoder) fillValues(s *model.Schema, n *tree.Node) {
	types := n.Get("type").Strings()
	if t := n.Get("type").Str(); t != "" {
		types = []string{t}
	}
	s.Nullable = n.Get("nullable").True()
	for _, t := range types {
		if t == "null" {
			s.Nullable = true
		} else {
			s.Types = append(s.Types, t)
		}
	}
	s.Format = n.Get("format").Str()
	s.Pattern = n.Get("pattern").Str()
	if e := n.Get("enum"); e != nil {
		s.Enum = e.Items
	}
	if e := n.Get("examples"); e != nil {
		s.Examples = e.Items
	}
	s.Const, s.Default, s.Example = n.Get("const"), n.Get("default"), n.Get("example")
	s.ReadOnly, s.WriteOnly = n.Get("readOnly").True(), n.Get("writeOnly").True()
	s.Required = n.Get("required").Strings()
	for _, f := range fields(n.Get("dependentRequired")) {
		if s.DependentRequired == nil {
			s.DependentRequired = map[string][]string{}
		}
		s.DependentRequired[f.Name] = f.Value.Strings()
	}
}

func fields(n *tree.Node) []tree.Field {
	if n == nil {
		return nil
	}
	return n.Fields
}

func (d *decoder) fillBounds(s *model.Schema, n *tree.Node) {
	rat := func(name string) *big.Rat {
		v := n.Get(name)
		if !v.Is(tree.Number) {
			return nil
		}
		r, ok := new(big.Rat).SetString(v.Text)
		if !ok {
			d.t.Fatalf("%s is not a number", v.Text)
		}
		return r
	}
	integer := func(name string) *int {
		if i, ok := n.Get(name).Int(); ok {
			return &i
		}
		return nil
	}
	s.Minimum, s.Maximum, s.MultipleOf = rat("minimum"), rat("maximum"), rat("multipleOf")
	s.ExclusiveMinimum, s.ExclusiveMaximum = n.Get("exclusiveMinimum").True(), n.Get("exclusiveMaximum").True()
	if m := rat("exclusiveMinimum"); m != nil && (s.Minimum == nil || m.Cmp(s.Minimum) >= 0) {
		s.Minimum, s.ExclusiveMinimum = m, true
	}
	if m := rat("exclusiveMaximum"); m != nil && (s.Maximum == nil || m.Cmp(s.Maximum) <= 0) {
		s.Maximum, s.ExclusiveMaximum = m, true
	}
	s.MinLength, s.MaxLength = integer("minLength"), integer("maxLength")
	s.MinItems, s.MaxItems = integer("minItems"), integer("maxItems")
	s.MinContains, s.MaxContains = integer("minContains"), integer("maxContains")
	s.MinProperties, s.MaxProperties = integer("minProperties"), integer("maxProperties")
	s.UniqueItems = n.Get("uniqueItems").True()
}

func (d *decoder) fillSchemas(s *model.Schema, n *tree.Node) {
	all := func(name string) []*model.Schema {
		v := n.Get(name)
		if v == nil {
			return nil
		}
		list := []*model.Schema{}
		for _, item := range v.Items {
			list = append(list, d.schema(item))
		}
		return list
	}
	for _, f := range fields(n.Get("properties")) {
		p := &model.Property{Name: f.Name, Schema: d.schema(f.Value)}
		for _, r := range s.Required {
			p.Required = p.Required || r == f.Name
		}
		s.Properties = append(s.Properties, p)
	}
	for _, f := range fields(n.Get("patternProperties")) {
		s.PatternProperties = append(s.PatternProperties, &model.PatternProperty{Pattern: f.Name, Schema: d.schema(f.Value)})
	}
	s.AdditionalProperties = d.schema(n.Get("additionalProperties"))
	s.PropertyNames = d.schema(n.Get("propertyNames"))
	s.Items, s.PrefixItems, s.Contains = d.schema(n.Get("items")), all("prefixItems"), d.schema(n.Get("contains"))
	s.AllOf = append(s.AllOf, all("allOf")...)
	s.OneOf, s.AnyOf, s.Not = all("oneOf"), all("anyOf"), d.schema(n.Get("not"))
	if disc := n.Get("discriminator"); disc != nil {
		s.Discriminator = &model.Discriminator{PropertyName: disc.Get("propertyName").Str()}
		for _, f := range fields(disc.Get("mapping")) {
			ref := f.Value.Str()
			if !strings.HasPrefix(ref, "#") {
				ref = "#/components/schemas/" + ref
			}
			s.Discriminator.Mapping = append(s.Discriminator.Mapping, model.DiscriminatorMapping{Value: f.Name, Schema: d.schema(d.resolve(ref))})
		}
	}
}
