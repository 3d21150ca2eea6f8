package dialect

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// writer writes one schema in the dialect.
type writer struct {
	*translation
	of         *schema
	node       *tree.Node
	forRequest bool
	notes      []string // keywords in fields that only describe
	fields     []tree.Field
	all        []*tree.Node // what else must hold
	rule       rule         // that is being applied
	orNull     bool         // the whole, or null
	listed     []*tree.Node // the values, with null among them, that say all that types do; nil: they do not
}

// write returns a schema in the dialect, for requests or for anything else.
func (t *translation) write(n *tree.Node, forRequest bool) *tree.Node {
	switch {
	case n.Is(tree.Bool):
		return boolean(n)
	case !n.Is(tree.Mapping):
		return n
	case t.isAlias(n):
		return t.aliasOf(n, forRequest)
	}
	w := &writer{translation: t, of: t.schema(n), node: n, forRequest: forRequest, listed: t.nullableEnum(n)}
	for _, f := range n.Fields {
		w.rule = rules[f.Name]
		switch {
		case w.rule.write != nil:
			w.rule.write(w, f)
		case isExtension(f.Name):
			w.put(f)
		}
	}
	return w.finish()
}

// boolean returns a boolean schema as a mapping.
func boolean(n *tree.Node) *tree.Node {
	out := &tree.Node{Kind: tree.Mapping, Source: n.Source, Line: n.Line, Column: n.Column}
	if !n.True() {
		out.Set("not", tree.NewMapping())
	}
	return out
}

func (t *translation) aliasOf(n *tree.Node, forRequest bool) *tree.Node {
	ref := n.Get("$ref")
	to := t.refTo(ref.Text, forRequest)
	if len(n.Fields) == 1 && to == ref.Text {
		return n
	}
	out := only(n, "$ref").Copy()
	out.Set("$ref", withText(ref, to))
	return out
}

func withText(n *tree.Node, text string) *tree.Node {
	c := *n
	c.Text = text
	return &c
}

// refTo returns the reference to the model that another reference leads to.
func (t *translation) refTo(ref string, forRequest bool) string {
	s := t.schemas[t.target(ref)]
	switch {
	case s == nil || s.name == "":
		return ref
	case forRequest && s.requestName != "":
		return componentPrefix + s.requestName
	}
	return componentPrefix + s.name
}

func (w *writer) put(f tree.Field) {
	if isExtension(f.Name) || w.rule.note {
		w.notes = append(w.notes, f.Name)
	}
	w.fields = append(w.fields, f)
}

func (w *writer) set(name string, value *tree.Node) { w.put(tree.Field{Name: name, Value: value}) }

func (w *writer) has(name string) bool {
	return slices.ContainsFunc(w.fields, func(f tree.Field) bool { return f.Name == name })
}

// finish puts what was written together.
func (w *writer) finish() *tree.Node {
	w.needItems()
	w.addAll()
	out := &tree.Node{Kind: tree.Mapping, Source: w.node.Source, Line: w.node.Line, Column: w.node.Column, Fields: w.fields}
	if w.orNull {
		return w.nullOr(out)
	}
	if slices.EqualFunc(out.Fields, w.node.Fields, func(a, b tree.Field) bool { return a.Name == b.Name && a.Value == b.Value }) {
		return w.node
	}
	return out
}

// needItems adds what OpenAPI 3.0 demands of arrays.
func (w *writer) needItems() {
	names, _ := w.translation.types(w.node)
	if len(names) == 1 && names[0] == "array" && !w.has("items") {
		w.fields = append(w.fields, tree.Field{Name: "items", Value: tree.NewMapping()})
	}
}

func (w *writer) addAll() {
	if len(w.all) == 0 {
		return
	}
	for i := range w.fields {
		if f := &w.fields[i]; f.Name == "allOf" {
			f.Value = f.Value.Copy()
			f.Value.Items = slices.Concat(w.all, f.Value.Items)
			return
		}
	}
	w.fields = append(w.fields, tree.Field{Name: "allOf", Value: tree.NewSequence(w.all...)})
}

// onlyNull returns a schema that allows null alone. A template of CloudFormation holds
// no null, so that there it is what no other type allows.
func (t *translation) onlyNull() *tree.Node {
	if !t.CDK {
		return mapping("enum", tree.NewSequence(&tree.Node{Kind: tree.Null}))
	}
	t.usesNull = true
	return mapping("$ref", tree.NewString(componentPrefix+t.nullName))
}

// nullModel returns the schema that onlyNull refers to.
func nullModel() *tree.Node {
	others := tree.NewSequence()
	for _, name := range []string{"string", "number", "boolean", "object"} {
		others.Items = append(others.Items, mapping("type", tree.NewString(name)))
	}
	list := mapping("type", tree.NewString("array"))
	list.Set("items", tree.NewMapping())
	others.Items = append(others.Items, list)
	return mapping("not", mapping("anyOf", others))
}

// nullOr returns a schema that also allows null: what describes stays outside.
func (w *writer) nullOr(n *tree.Node) *tree.Node {
	out, value := n.Copy(), n.Copy()
	isNote := func(f tree.Field) bool { return slices.Contains(w.notes, f.Name) }
	out.Fields = slices.DeleteFunc(out.Fields, func(f tree.Field) bool { return !isNote(f) })
	value.Fields = slices.DeleteFunc(value.Fields, isNote)
	out.Fields = append(out.Fields, tree.Field{Name: "anyOf", Value: tree.NewSequence(value, w.onlyNull())})
	return out
}

// anyOf adds alternatives. There can be several such lists; only one is a keyword
// of the schema itself.
func (w *writer) anyOf(alternatives *tree.Node) {
	if w.node.Get("anyOf") != nil && alternatives != w.node.Get("anyOf") || w.has("anyOf") {
		w.all = append(w.all, mapping("anyOf", alternatives))
		return
	}
	w.set("anyOf", alternatives)
}

func (w *writer) types(f tree.Field) {
	names, null := w.translation.types(w.node)
	switch {
	case len(names) == 0 && !null || w.listed != nil:
	case len(names) == 0 && (w.node.Get("enum") != nil || w.node.Get("const") != nil):
		w.all = append(w.all, w.onlyNull())
	case len(names) == 0:
		w.values([]*tree.Node{{Kind: tree.Null}})
	case len(names) == 1 && !null:
		w.oneType(f, names[0])
	case len(names) == 1 && (w.translation.nullable || !hasValueKeywords(w.node)):
		w.oneType(f, names[0])
		w.orNull = true
	case len(names) == 1 && !w.allowsNull():
		w.oneType(f, names[0])
	default:
		w.anyType(names, null)
	}
}

func (w *writer) oneType(f tree.Field, name string) {
	if !f.Value.Is(tree.String) {
		f.Value = tree.NewString(name)
	}
	w.put(f)
}

func (w *writer) anyType(names []string, null bool) {
	list := tree.NewSequence()
	for _, name := range names {
		alternative := mapping("type", tree.NewString(name))
		if name == "array" {
			alternative.Set("items", tree.NewMapping())
		}
		list.Items = append(list.Items, alternative)
	}
	if null {
		list.Items = append(list.Items, w.onlyNull())
	}
	w.anyOf(list)
}

// nullableEnum returns the values of an enum that allows null, where no type needs to be
// said next to them; else nil.
func (t *translation) nullableEnum(n *tree.Node) []*tree.Node {
	values, complete := t.enumOf(n)
	names, null := t.types(n)
	others := slices.ContainsFunc(valueKeywords, func(name string) bool { return name != "enum" && name != "const" && n.Get(name) != nil })
	if !null || len(values) == 0 || !complete || others {
		return nil
	}
	lists := false
	for _, v := range values {
		lists = lists || v.Is(tree.Null)
		if !v.Is(tree.Null) && len(names) > 0 && !hasType(v, names) {
			return nil
		}
	}
	switch {
	case lists:
		return values
	case t.nullable:
		return append(slices.Clip(values), &tree.Node{Kind: tree.Null})
	}
	return nil
}

// hasType reports whether a value is of one of some types, to every validator.
func hasType(v *tree.Node, names []string) bool {
	name := map[tree.Kind]string{tree.String: "string", tree.Bool: "boolean", tree.Mapping: "object", tree.Sequence: "array"}[v.Kind]
	switch {
	case name != "":
		return slices.Contains(names, name)
	case slices.Contains(names, "number"):
		return true
	}
	return slices.Contains(names, "integer") && !strings.ContainsAny(v.Text, ".eE")
}

// allowsNull reports whether null is among the values that are listed, if any are.
func (w *writer) allowsNull() bool {
	values, _ := w.enumOf(w.node)
	return values == nil || slices.ContainsFunc(values, isNull)
}

// nullable makes a schema without a type allow null, where anything else in it
// could refuse it.
func (w *writer) nullable(f tree.Field) {
	if w.listed == nil && w.translation.nullable && f.Value.True() && w.node.Get("type") == nil && hasValueKeywords(w.node) {
		w.orNull = true
	}
}

func (w *writer) enum(f tree.Field) {
	values, complete := w.enumOf(w.node)
	switch {
	case f.Name == "const" && w.node.Get("enum") != nil || !complete:
	case w.listed != nil:
		w.values(w.listed)
	case len(values) == 0:
		w.all = append(w.all, mapping("not", tree.NewMapping()))
	case f.Name == "enum" && slices.Equal(values, f.Value.Items) && (!w.CDK || !slices.ContainsFunc(values, isNull)):
		w.put(f)
	default:
		w.values(values)
	}
}

// values allows some values only.
func (w *writer) values(list []*tree.Node) {
	rest := slices.DeleteFunc(slices.Clone(list), isNull)
	switch {
	case !w.CDK || len(rest) == len(list):
		w.set("enum", tree.NewSequence(list...))
	case len(rest) == 0:
		w.all = append(w.all, w.onlyNull())
	default:
		w.anyOf(tree.NewSequence(mapping("enum", tree.NewSequence(rest...)), w.onlyNull()))
	}
}

func isNull(n *tree.Node) bool { return n.Is(tree.Null) }

func (w *writer) pattern(f tree.Field) {
	if isES5(f.Value.Str()) {
		w.put(f)
	}
}

// maxCount is the greatest number that API Gateway's validator reads as a length.
const maxCount = math.MaxInt32

func (w *writer) count(f tree.Field) {
	n, ok := wholeNumber(f.Value)
	least := f.Name[:3] == "min"
	if f.Name == "minProperties" && w.forRequest {
		n -= len(w.of.hidden)
	}
	switch {
	case !ok || n > maxCount && !least || n <= 0 && least:
		return
	case n > maxCount:
		n = maxCount
	}
	if text := strconv.Itoa(n); text != f.Value.Text {
		f.Value = withText(f.Value, text)
	}
	w.put(f)
}

func (w *writer) properties(f tree.Field) {
	f.Value = w.each(f.Value)
	w.put(f)
}

// each writes the schemas of a mapping.
func (w *writer) each(n *tree.Node) *tree.Node {
	out := n
	for i, f := range n.Fields {
		if value := w.write(f.Value, w.forRequest); value != f.Value {
			if out == n {
				out = n.Copy()
			}
			out.Fields[i].Value = value
		}
	}
	return out
}

// list writes the schemas of a list.
func (w *writer) list(n *tree.Node) *tree.Node {
	out := n
	for i, item := range n.Items {
		if value := w.write(item, w.forRequest); value != item {
			if out == n {
				out = n.Copy()
			}
			out.Items[i] = value
		}
	}
	return out
}

func (w *writer) required(f tree.Field) {
	var names []*tree.Node
	seen := map[string]bool{}
	for _, item := range f.Value.Items {
		if item.Is(tree.String) && !seen[item.Text] && (!w.forRequest || !w.of.hidden[item.Text]) {
			seen[item.Text] = true
			names = append(names, item)
		}
	}
	switch {
	case len(names) == 0:
	case len(names) == len(f.Value.Items):
		w.put(f)
	default:
		f.Value = f.Value.Copy()
		f.Value.Items = names
		w.put(f)
	}
}

// additionalProperties writes one schema for all properties that are not
// described: those whose names match a pattern may be what the pattern asks for.
func (w *writer) additionalProperties(f tree.Field) {
	name, rest := "additionalProperties", w.node.Get("additionalProperties")
	if rest == nil && isPlainlyClosed(w.node) {
		name, rest = "unevaluatedProperties", w.node.Get("unevaluatedProperties")
	}
	patterns := w.node.Get("patternProperties")
	switch {
	case w.has("additionalProperties") || rest == nil || f.Name == "unevaluatedProperties" && f.Name != name:
	case patterns != nil && len(patterns.Fields) > 0:
		if rest.Is(tree.Bool) && rest.True() {
			return
		}
		var alternatives []*tree.Node
		for _, p := range w.each(patterns).Fields {
			alternatives = append(alternatives, p.Value)
		}
		if !rest.Is(tree.Bool) {
			alternatives = append(alternatives, w.write(rest, w.forRequest))
		}
		w.set("additionalProperties", anyOf(alternatives))
	case rest.Is(tree.Bool):
		w.set("additionalProperties", rest)
	default:
		w.set("additionalProperties", w.write(rest, w.forRequest))
	}
}

// items writes one schema for all items of an array: those of a tuple may be what
// any of its places asks for.
func (w *writer) items(f tree.Field) {
	rest, prefix := w.node.Get("items"), w.node.Get("prefixItems")
	switch {
	case w.has("items") || rest.Is(tree.Sequence):
	case prefix.Is(tree.Sequence) && len(prefix.Items) > 0:
		if rest == nil || rest.Is(tree.Bool) && rest.True() {
			return
		}
		alternatives := w.list(prefix).Items
		if !rest.Is(tree.Bool) {
			alternatives = append(slices.Clip(alternatives), w.write(rest, w.forRequest))
		} else {
			w.atMost(len(prefix.Items))
		}
		w.set("items", anyOf(alternatives))
	case rest.Is(tree.Bool) && !rest.True():
		w.atMost(0)
	case f.Name == "items":
		f.Value = w.write(rest, w.forRequest)
		w.put(f)
	}
}

// atMost limits the length of an array.
func (w *writer) atMost(items int) {
	if w.node.Get("maxItems") != nil {
		w.all = append(w.all, mapping("maxItems", tree.NewInt(items)))
		return
	}
	w.set("maxItems", tree.NewInt(items))
}

func anyOf(alternatives []*tree.Node) *tree.Node {
	if len(alternatives) == 1 {
		return alternatives[0]
	}
	return mapping("anyOf", tree.NewSequence(alternatives...))
}

// reference writes a $ref that has other keywords next to it.
func (w *writer) reference(f tree.Field) {
	w.all = append(w.all, mapping("$ref", withText(f.Value, w.refTo(f.Value.Text, w.forRequest))))
}

func (w *writer) not(f tree.Field) {
	if s := w.schemas[f.Value]; s == nil || s.loose {
		return
	}
	f.Value = w.write(f.Value, w.forRequest)
	w.put(f)
}

// parts writes allOf and anyOf.
func (w *writer) parts(f tree.Field) {
	if len(f.Value.Items) > 0 {
		f.Value = w.list(f.Value)
		w.put(f)
	}
}

func (w *writer) oneOf(f tree.Field) {
	switch {
	case len(f.Value.Items) == 0:
	case w.of.union:
		w.anyOf(w.list(f.Value))
	default:
		f.Value = w.list(f.Value)
		w.put(f)
	}
}

func (w *writer) firstExample(f tree.Field) {
	if w.node.Get("example") == nil && len(f.Value.Items) > 0 {
		w.set("example", f.Value.Items[0])
	}
}

// discriminator writes a discriminator with the names of the models. A value that
// was the name of an alternative stays one where the name changes.
func (w *writer) discriminator(f tree.Field) {
	n := f.Value
	if !n.Is(tree.Mapping) {
		return
	}
	values := tree.NewMapping()
	mapped := map[*tree.Node]bool{}
	if old := n.Get("mapping"); old.Is(tree.Mapping) {
		for _, m := range old.Fields {
			if s := w.named[m.Value.Str()]; s != nil && s.name != "" {
				mapped[s.node] = true
				m.Value = withText(m.Value, w.refTo(componentPrefix+escapeToken(m.Value.Text), w.forRequest))
			} else if target := w.target(m.Value.Str()); target != nil {
				mapped[target] = true
				m.Value = withText(m.Value, w.refTo(m.Value.Text, w.forRequest))
			}
			values.Fields = append(values.Fields, m)
		}
	}
	for _, name := range []string{"oneOf", "anyOf"} {
		for _, a := range itemsOf(w.node.Get(name)) {
			s := w.schemas[w.target(a.Get("$ref").Str())]
			if s == nil || mapped[s.node] || s.name == "" || w.refTo(a.Get("$ref").Str(), w.forRequest) == componentPrefix+s.component {
				continue
			}
			values.Set(s.component, tree.NewString(w.refTo(a.Get("$ref").Str(), w.forRequest)))
		}
	}
	out := n.Copy()
	out.Fields = slices.DeleteFunc(out.Fields, func(f tree.Field) bool { return f.Name != "propertyName" && f.Name != "mapping" })
	if len(values.Fields) > 0 {
		out.Set("mapping", values)
	}
	if !tree.Equal(out, n) {
		f.Value = out
	}
	w.put(f)
}

func itemsOf(n *tree.Node) []*tree.Node {
	if n == nil {
		return nil
	}
	return n.Items
}
