package limits

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// ignored are the keywords that API Gateway's models do not know: JSON Schema
// draft 4 is what they are.
var ignored = []string{
	"discriminator", "example", "examples", "nullable", "readOnly", "writeOnly", "deprecated", "xml", "default",
	"const", "contains", "if", "then", "else", "propertyNames", "prefixItems", "dependentRequired", "dependentSchemas",
	"unevaluatedProperties", "unevaluatedItems", "minContains", "maxContains", "$defs", "$anchor", "$dynamicRef", "$dynamicAnchor",
}

// loosening are those whose absence lets more bodies through, or fewer.
var loosening = []string{
	"nullable", "const", "contains", "if", "propertyNames", "prefixItems", "dependentRequired", "dependentSchemas",
	"unevaluatedProperties", "unevaluatedItems", "exclusiveMinimum", "exclusiveMaximum", "$dynamicRef",
}

var modelName = regexp.MustCompile(`^[a-zA-Z0-9]+$`)

// schemaWalk visits the schemas of bodies, each named one once.
type schemaWalk struct {
	checker *checker
	seen    map[string]bool
	counts  map[string]int // of each ignored keyword
	first   map[string]diag.Position
	names   []string // of the keywords, in the order of the document
}

func (c *checker) schemas(*spec.API) {
	w := &schemaWalk{checker: c, seen: map[string]bool{}, counts: map[string]int{}, first: map[string]diag.Position{}}
	c.eachOperation(func(path, method string, _ *tree.Node, f tree.Field) {
		n := c.resolve(f.Value)
		w.content(c.resolve(n.Get("requestBody")))
		if responses := n.Get("responses"); responses != nil {
			for _, r := range responses.Fields {
				response := c.resolve(r.Value)
				w.content(response)
				c.checkPrimitive(method+" "+path, r.Name, response)
			}
		}
	})
	for _, name := range w.names {
		d := c.Warnf(w.first[name], "ignored-keyword", "API Gateway's models ignore the keyword %s (%s in this definition)", name, times(w.counts[name]))
		if slices.Contains(loosening, name) {
			d.Help = "the validation of bodies differs from what the schema says"
		}
	}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return counted(n, "time")
}

func (w *schemaWalk) content(n *tree.Node) {
	content := n.Get("content")
	if content == nil {
		return
	}
	for _, f := range content.Fields {
		w.schema(f.Value.Get("schema"))
	}
}

func (w *schemaWalk) schema(n *tree.Node) {
	if !n.Is(tree.Mapping) {
		return
	}
	if ref := n.Get("$ref"); ref.Is(tree.String) {
		w.reference(ref)
		return
	}
	for _, f := range n.Fields {
		if isIgnored(f) {
			w.count(f.Name, n.FieldPosition(f.Name))
		}
		switch f.Name {
		case "properties", "patternProperties", "definitions":
			for _, g := range f.Value.Fields {
				w.schema(g.Value)
			}
		case "items", "additionalProperties", "not":
			w.schema(f.Value)
		case "allOf", "anyOf", "oneOf":
			for _, item := range f.Value.Items {
				w.schema(item)
			}
		}
	}
}

// isIgnored reports whether a keyword is ignored. The exclusive bounds are
// numbers in later drafts, which draft 4 does not know.
func isIgnored(f tree.Field) bool {
	if f.Name == "exclusiveMinimum" || f.Name == "exclusiveMaximum" {
		return f.Value.Is(tree.Number)
	}
	return slices.Contains(ignored, f.Name)
}

func (w *schemaWalk) count(keyword string, position diag.Position) {
	if w.counts[keyword] == 0 {
		w.names = append(w.names, keyword)
		w.first[keyword] = position
	}
	w.counts[keyword]++
}

func (w *schemaWalk) reference(ref *tree.Node) {
	if w.seen[ref.Text] {
		return
	}
	w.seen[ref.Text] = true
	if !strings.HasPrefix(ref.Text, "#") {
		w.checker.Errorf(ref.Position(), "external-reference", "API Gateway does not follow the reference %s to another file", ref.Text)
		return
	}
	target := spec.Resolve(w.checker.root, ref.Text)
	if target == nil {
		w.checker.Errorf(ref.Position(), "unresolved-reference", "nothing is at %q", ref.Text)
		return
	}
	if name, ok := strings.CutPrefix(ref.Text, "#/components/schemas/"); ok && !modelName.MatchString(name) {
		position := target.Position()
		if at := w.checker.root.Get("components", "schemas").FieldPosition(name); at.IsValid() {
			position = at
		}
		w.checker.Errorf(position, "model-name", "API Gateway takes letters and digits in the name of a model; %q has others", name).
			Help = "rename the schema"
	}
	w.schema(target)
}

// checkPrimitive warns of responses that are neither objects nor arrays.
func (c *checker) checkPrimitive(operation, status string, response *tree.Node) {
	content := response.Get("content")
	if content == nil {
		return
	}
	for _, f := range content.Fields {
		t := c.resolve(f.Value.Get("schema")).Get("type")
		if slices.Contains([]string{"string", "number", "integer", "boolean"}, t.Str()) && strings.Contains(f.Name, "json") {
			c.Warnf(t.Position(), "primitive-response", "API Gateway has no models of the type %s, that of %s for %s", t.Text, status, operation)
		}
	}
}
