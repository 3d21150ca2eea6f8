package limits

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// ignored are the keywords that API Gateway's models, which are JSON Schemas of
// draft 4, do not know, and without which they accept or refuse other bodies.
var ignored = []string{
	"nullable", "const", "contains", "if", "propertyNames", "prefixItems", "dependentRequired", "dependentSchemas",
	"unevaluatedProperties", "unevaluatedItems", "$dynamicRef",
}

var modelName = regexp.MustCompile(`^[a-zA-Z0-9]+$`)

// schemaWalk visits the schemas of bodies, each named one once for requests and
// once for responses.
type schemaWalk struct {
	checker *checker
	request bool
	seen    map[visited]bool
	counts  map[string]int // of each ignored keyword
	first   map[string]diag.Position
	names   []string // of the keywords, in the order of the document
}

// visited is a reference that was followed.
type visited struct {
	ref     string
	request bool
}

func (c *checker) schemas(*spec.API) {
	w := &schemaWalk{checker: c, seen: map[visited]bool{}, counts: map[string]int{}, first: map[string]diag.Position{}}
	c.eachOperation(func(path, method string, _ *tree.Node, f tree.Field) {
		n := c.resolve(f.Value)
		w.request = true
		w.content(c.resolve(n.Get("requestBody")))
		w.request = false
		if responses := n.Get("responses"); responses != nil {
			for _, r := range responses.Fields {
				response := c.resolve(r.Value)
				w.content(response)
				c.checkPrimitive(method+" "+path, r.Name, response)
			}
		}
	})
	for _, name := range w.names {
		c.Warnf(w.first[name], "ignored-keyword", "API Gateway's models ignore the keyword %s (%s in this definition)", name, times(w.counts[name])).Help = ignoredHelp[name]
	}
}

// ignoredHelp says what to write instead.
var ignoredHelp = func() map[string]string {
	help := map[string]string{
		"nullable":         `write anyOf: [{...}, {enum: [null]}] instead; requests with null are refused`,
		"readOnly":         `leave the property out of "required", or use another schema for requests: requests without it are refused`,
		"const":            "write enum with one value instead; other values are accepted",
		"exclusiveMinimum": "write minimum, and exclusiveMinimum: true next to it; the bound is not checked",
		"exclusiveMaximum": "write maximum, and exclusiveMaximum: true next to it; the bound is not checked",
	}
	for _, name := range ignored {
		if help[name] == "" {
			help[name] = "check in the integration what it rules out"
		}
	}
	return help
}()

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
	w.readOnly(n)
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

// readOnly counts the properties that a request must have although only responses
// have them.
func (w *schemaWalk) readOnly(n *tree.Node) {
	if !w.request {
		return
	}
	for _, name := range n.Get("required").Strings() {
		if p := w.checker.resolve(n.Get("properties", name)); p.Get("readOnly").True() {
			w.count("readOnly", p.FieldPosition("readOnly"))
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
	at := visited{ref.Text, w.request}
	if w.seen[at] {
		return
	}
	w.seen[at] = true
	if !strings.HasPrefix(ref.Text, "#") {
		w.checker.Errorf(ref.Position(), "unsupported-reference", "API Gateway does not follow the reference %s to another file", ref.Text)
		return
	}
	target := spec.Resolve(w.checker.root, ref.Text)
	if target == nil && !strings.HasPrefix(ref.Text, "#/components/schemas/") {
		w.checker.Errorf(ref.Position(), "unknown-reference", "nothing is at %q", ref.Text)
		return
	}
	if target == nil {
		w.checker.Warnf(ref.Position(), "missing-model", "model %q not found: API Gateway's import ignores the reference", ref.Text).
			Help = "describe it in components.schemas"
		return
	}
	if name, ok := strings.CutPrefix(ref.Text, "#/components/schemas/"); ok && !modelName.MatchString(name) {
		position := target.Position()
		if at := w.checker.root.Get("components", "schemas").FieldPosition(name); at.IsValid() {
			position = at
		}
		w.checker.Warnf(position, "invalid-model-name", "the name of an API Gateway model has letters and digits only; %q has others", name).
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
			c.Warnf(t.Position(), "ignored-response-model", "API Gateway has no models of the type %s, that of %s for %s", t.Text, status, operation)
		}
	}
}
