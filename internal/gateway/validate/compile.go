package validate

import (
	"math"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/pattern"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// compiler turns schemas as they are in a definition into compiled ones.
type compiler struct {
	root *tree.Node
	done map[*tree.Node]*schema // also those that are being compiled: schemas may be circular

	ofResponses bool // writeOnly properties need not be there
	diag.List
}

const rule = "invalid-model"

// RuleMissingModel is the rule of references to models that the definition does not have.
const RuleMissingModel = "missing-model"

// compile compiles a schema and all that it refers to. The list holds what is
// wrong with them; with an error the schema must not be used.
func compile(root, n *tree.Node) (*schema, diag.List) {
	c := newCompiler(root)
	return c.schema(n), c.List
}

func newCompiler(root *tree.Node) *compiler {
	return &compiler{root: root, done: map[*tree.Node]*schema{}}
}

func (c *compiler) schema(n *tree.Node) *schema {
	if s, ok := c.done[n]; ok {
		return s
	}
	s := &schema{node: n, maxLength: -1, maxItems: -1, maxProperties: -1}
	c.done[n] = s
	if !c.expect(n, tree.Mapping, "a model") {
		return s
	}
	if ref := n.Get("$ref"); ref != nil {
		s.ref = c.reference(ref)
		return s
	}
	for _, f := range n.Fields {
		c.keyword(s, n, f)
	}
	return s
}

// keyword takes in one keyword. Those that draft 4 does not know are ignored, as
// API Gateway ignores OpenAPI's own.
func (c *compiler) keyword(s *schema, n *tree.Node, f tree.Field) { //nolint:gocyclo,cyclop // one case a keyword
	v := f.Value
	switch f.Name {
	case "type":
		s.types = c.types(v)
	case "enum":
		c.enum(s, v)
	case "format":
		c.format(s, v)
	case "minimum":
		s.minimum = c.limit(v, n.Get("exclusiveMinimum"))
	case "maximum":
		s.maximum = c.limit(v, n.Get("exclusiveMaximum"))
	case "exclusiveMinimum", "exclusiveMaximum":
		c.exclusive(v, f.Name)
	case "multipleOf":
		s.multipleOf = c.divisor(v)
	case "minLength":
		s.minLength = c.count(v, f.Name, 0)
	case "maxLength":
		s.maxLength = c.count(v, f.Name, -1)
	case "pattern":
		if c.expect(v, tree.String, f.Name) {
			s.pattern = c.pattern(v.Position(), v.Text)
		}
	case "minItems":
		s.minItems = c.count(v, f.Name, 0)
	case "maxItems":
		s.maxItems = c.count(v, f.Name, -1)
	case "uniqueItems":
		s.uniqueItems = c.expect(v, tree.Bool, f.Name) && v.True()
	case "items":
		c.items(s, v)
	case "additionalItems":
		s.additionalItems, s.closedTuple = c.additional(v)
		s.closedTuple = s.closedTuple && n.Get("items").Is(tree.Sequence)
	case "minProperties":
		s.minProperties = c.count(v, f.Name, 0)
	case "maxProperties":
		s.maxProperties = c.count(v, f.Name, -1)
	case "required":
		s.required = c.names(v, f.Name)
		if c.ofResponses {
			s.required = slices.DeleteFunc(s.required, func(name string) bool { return c.isWriteOnly(n.Get("properties", name)) })
		}
	case "properties":
		s.properties = c.properties(v)
	case "patternProperties":
		s.patternProperties = c.patternProperties(v)
	case "additionalProperties":
		s.additionalProperties, s.closed = c.additional(v)
	case "dependencies":
		s.dependencies = c.dependencies(v)
	case "allOf":
		s.allOf = c.schemas(v, f.Name)
	case "anyOf":
		s.anyOf = c.schemas(v, f.Name)
	case "oneOf":
		s.oneOf = c.schemas(v, f.Name)
	case "not":
		s.not = c.schema(v)
	}
}

// isWriteOnly reports whether a property is in requests only.
func (c *compiler) isWriteOnly(n *tree.Node) bool {
	if n.Get("writeOnly").True() {
		return true
	}
	ref := n.Get("$ref")
	return ref.Is(tree.String) && c.resolve(ref.Text).Get("writeOnly").True()
}

func (c *compiler) expect(n *tree.Node, k tree.Kind, what string) bool {
	if n.Is(k) {
		return true
	}
	found := "nothing"
	if n != nil {
		found = n.Kind.String()
	}
	c.Errorf(n.Position(), rule, "%s must be %s, found %s", what, k, found)
	return false
}

// models is how API Gateway writes a reference to a model of the API itself.
const models = "https://apigateway.amazonaws.com/restapis/"

func (c *compiler) reference(n *tree.Node) *schema {
	if !c.expect(n, tree.String, "$ref") {
		return nil
	}
	seen := map[*tree.Node]bool{}
	for at := n; ; {
		target := c.resolve(at.Text)
		switch {
		case target == nil && !strings.HasPrefix(at.Text, "#/components/schemas/") && !strings.HasPrefix(at.Text, models):
			c.Errorf(at.Position(), rule, "nothing is at %q", at.Text)
			return nil
		case target == nil: // as API Gateway's import takes it
			c.Warnf(at.Position(), RuleMissingModel, "model %q not found: nothing is validated by it", at.Text)
			return nil
		case seen[target]:
			c.Errorf(n.Position(), rule, "the reference %q refers to itself", n.Text)
			return nil
		}
		seen[target] = true
		next := target.Get("$ref")
		if !next.Is(tree.String) {
			return c.schema(target)
		}
		at = next
	}
}

func (c *compiler) resolve(ref string) *tree.Node {
	if path, ok := strings.CutPrefix(ref, models); ok {
		_, name, _ := strings.Cut(path, "/models/")
		return c.root.Get("components", "schemas", name)
	}
	return spec.Resolve(c.root, ref)
}

func (c *compiler) types(n *tree.Node) kind {
	items := []*tree.Node{n}
	if n.Is(tree.Sequence) {
		items = n.Items
	}
	var set kind
	for _, item := range items {
		k := kindNamed(item.Str())
		switch {
		case !c.expect(item, tree.String, "type"):
		case k == 0:
			d := c.Errorf(item.Position(), rule, "%q is not a type of JSON", item.Text)
			if near := diag.Nearest(item.Text, kindNames[:]); near != "" {
				d.Help = "did you mean " + near + "?"
			}
		case k == kindNumber:
			k |= kindInteger
		}
		set |= k
	}
	return set
}

func (c *compiler) enum(s *schema, n *tree.Node) {
	if !c.expect(n, tree.Sequence, "enum") {
		return
	}
	if len(n.Items) == 0 {
		c.Errorf(n.Position(), rule, "enum has no values")
		return
	}
	s.enum = make(map[string]bool, len(n.Items))
	for _, item := range n.Items {
		v := c.value(item)
		s.enum[string(canonical(nil, v))] = true
		if s.enumTypes |= kindOf(v); jsonvalue.IsNumber(v) {
			s.enumTypes |= kindNumber | kindInteger
		}
	}
	s.enumText = jsonvalue.JSON(c.value(n))
}

// value returns a node as a value.
func (c *compiler) value(n *tree.Node) jsonvalue.Value {
	v, err := jsonvalue.Parse(string(n.JSON(false)))
	if err != nil {
		c.Errorf(n.Position(), rule, "%v", err)
	}
	return v
}

// format takes in a format; the numeric ones of OpenAPI are not supported.
func (c *compiler) format(s *schema, n *tree.Node) {
	if !c.expect(n, tree.String, "format") {
		return
	}
	if s.format = formats[n.Text]; s.format == nil {
		s.unsupported = n.Text
	}
}

func (c *compiler) limit(n, exclusive *tree.Node) *limit {
	if !c.expect(n, tree.Number, "a limit") {
		return nil
	}
	return &limit{value: asInteger(c.value(n)), exclusive: exclusive.True()}
}

// asInteger returns a number without a fraction as an integer: messages show a
// limit of 2.0 as 2.
func asInteger(v jsonvalue.Value) jsonvalue.Value {
	const exact = 1 << 53
	if f, ok := v.(float64); ok && f == math.Trunc(f) && math.Abs(f) <= exact {
		return jsonvalue.Integer(int64(f))
	}
	return v
}

// exclusive warns of the form that OpenAPI 3.1 gives to the exclusive limits.
func (c *compiler) exclusive(n *tree.Node, what string) {
	if n.Is(tree.Number) {
		c.Warnf(n.Position(), "ignored-keyword", "API Gateway ignores %s with a number: draft 4 of JSON Schema wants a boolean next to a limit", what)
		return
	}
	c.expect(n, tree.Bool, what)
}

func (c *compiler) divisor(n *tree.Node) *limit {
	l := c.limit(n, nil)
	if l != nil && compare(l.value, int32(0)) <= 0 {
		c.Errorf(n.Position(), rule, "multipleOf must be more than 0, found %s", n.Text)
		return nil
	}
	return l
}

// count reads a length, or returns the value that stands for none.
func (c *compiler) count(n *tree.Node, what string, none int) int {
	i, ok := n.Int()
	if !ok || i < 0 {
		c.Errorf(n.Position(), rule, "%s must be an integer of at least 0", what)
		return none
	}
	return i
}

func (c *compiler) pattern(at diag.Position, source string) *pattern.Regexp {
	p, err := pattern.CompileECMAScript(source)
	if err != nil {
		c.Errorf(at, rule, "%v", err)
		return nil
	}
	return p
}

func (c *compiler) items(s *schema, n *tree.Node) {
	if n.Is(tree.Sequence) {
		s.tuple = c.schemas(n, "items")
		return
	}
	s.items = c.schema(n)
}

// additional reads additionalItems or additionalProperties.
func (c *compiler) additional(n *tree.Node) (s *schema, closed bool) {
	if n.Is(tree.Bool) {
		return nil, !n.True()
	}
	return c.schema(n), false
}

// names reads a list of names, sorted.
func (c *compiler) names(n *tree.Node, what string) []string {
	if !c.expect(n, tree.Sequence, what) {
		return nil
	}
	if len(n.Items) == 0 {
		c.Errorf(n.Position(), rule, "%s has no names: API Gateway refuses an empty list", what).
			Help = "leave " + what + " out"
	}
	for _, item := range n.Items {
		c.expect(item, tree.String, "a name in "+what)
	}
	names := n.Strings()
	slices.Sort(names)
	return slices.Compact(names)
}

func (c *compiler) schemas(n *tree.Node, what string) []*schema {
	if !c.expect(n, tree.Sequence, what) {
		return nil
	}
	if len(n.Items) == 0 {
		c.Errorf(n.Position(), rule, "%s has no models", what)
	}
	schemas := make([]*schema, len(n.Items))
	for i, item := range n.Items {
		schemas[i] = c.schema(item)
	}
	return schemas
}

func (c *compiler) properties(n *tree.Node) map[string]*schema {
	if !c.expect(n, tree.Mapping, "properties") {
		return nil
	}
	properties := make(map[string]*schema, len(n.Fields))
	for _, f := range n.Fields {
		properties[f.Name] = c.schema(f.Value)
	}
	return properties
}

func (c *compiler) patternProperties(n *tree.Node) []patternProperty {
	if !c.expect(n, tree.Mapping, "patternProperties") {
		return nil
	}
	var properties []patternProperty
	for _, f := range n.Fields {
		if p := c.pattern(n.FieldPosition(f.Name), f.Name); p != nil {
			properties = append(properties, patternProperty{p, c.schema(f.Value)})
		}
	}
	return properties
}

func (c *compiler) dependencies(n *tree.Node) []dependency {
	if !c.expect(n, tree.Mapping, "dependencies") {
		return nil
	}
	dependencies := make([]dependency, 0, len(n.Fields))
	for _, f := range n.Fields {
		d := dependency{property: f.Name}
		if f.Value.Is(tree.Sequence) {
			d.required = c.names(f.Value, "dependencies")
		} else {
			d.schema = c.schema(f.Value)
		}
		dependencies = append(dependencies, d)
	}
	return dependencies
}
