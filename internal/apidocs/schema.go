package apidocs

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// Schema is a schema of the model that has a name.
type Schema struct {
	Name, Anchor, Description string
	Type                      Type // empty: an object, whose fields follow
	Fields                    []Field
	Details                   string
	Example                   string
}

// Field is a parameter, a header, or a property of an object.
type Field struct {
	Name        string // of a property in an object without a name: owner.name, tags[].name
	In          string // of a parameter
	Type        Type
	Required    bool
	Deprecated  bool
	Description string
	Details     string // what values are allowed
	Example     string
}

// Type is a type in words, in which schemas that have a name are links.
type Type []Word

// Word is a part of a type.
type Word struct {
	Text   string
	Schema *Schema // nil: no link
}

// String returns the words.
func (t Type) String() string {
	var b strings.Builder
	for _, w := range t {
		b.WriteString(w.Text)
	}
	return b.String()
}

func words(text string) Type { return Type{{Text: text}} }

func (w *writer) nameSchemas() {
	for _, s := range w.api.Schemas {
		w.schemas[s] = &Schema{Name: s.Name, Anchor: w.anchor("schema", s.Name), Description: strings.TrimSpace(s.Description)}
	}
}

func (w *writer) fillSchema(s *model.Schema) *Schema {
	named := w.schemas[s]
	named.Details = details(s)
	named.Fields = w.fields("", s, nil)
	if !isPlainObject(s) {
		named.Type = w.shape(s)
	}
	if value, err := w.mocks.ResponseValue(s); err == nil {
		named.Example = strings.TrimRight(string(value.JSON(true)), "\n")
	}
	return named
}

func isPlainObject(s *model.Schema) bool {
	return len(s.Properties) > 0 && len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) == 0 && s.AdditionalProperties == nil
}

// typeOf returns the type of a place: the name of its schema, or what the schema says.
func (w *writer) typeOf(s *model.Schema) Type {
	if s == nil {
		return words("any")
	}
	if named := w.schemas[s]; named != nil {
		return Type{{named.Name, named}}
	}
	return w.shape(s)
}

// shape says what values a schema allows, without its name.
func (w *writer) shape(s *model.Schema) Type {
	switch {
	case s.Always != nil && !*s.Always:
		return words("nothing")
	case len(s.OneOf) > 0:
		return w.joined(s.OneOf, " | ")
	case len(s.AnyOf) > 0:
		return w.joined(s.AnyOf, " | ")
	case len(s.AllOf) > 0:
		return w.joined(s.AllOf, " & ")
	}
	var t Type
	switch {
	case slices.Contains(s.Types, "array"):
		t = append(words("array of "), w.typeOf(s.Items)...)
	case slices.Contains(s.Types, "object") && s.AdditionalProperties != nil && s.AdditionalProperties.Always == nil:
		t = append(words("map of "), w.typeOf(s.AdditionalProperties)...)
	default:
		t = words(cmp.Or(strings.Join(s.Types, " | "), "any"))
		if s.Format != "" {
			t = append(t, Word{Text: " (" + s.Format + ")"})
		}
	}
	if s.Nullable {
		t = append(t, Word{Text: " | null"})
	}
	return t
}

// joined joins the types of alternatives or parts; one that only describes is left out.
func (w *writer) joined(all []*model.Schema, with string) Type {
	var t Type
	for _, s := range all {
		one := w.typeOf(s)
		if one.String() == "any" && len(all) > 1 {
			continue
		}
		if len(t) > 0 {
			t = append(t, Word{Text: with})
		}
		t = append(t, one...)
	}
	if t == nil {
		return words("any")
	}
	return t
}

func (w *writer) field(name string, s *model.Schema, required bool) Field {
	f := Field{Name: name, Required: required, Type: w.typeOf(s)}
	if s != nil {
		f.Deprecated, f.Description = s.Deprecated, s.Description
		if w.schemas[s] == nil {
			f.Details = details(s)
			if s.Items != nil && w.schemas[s.Items] == nil && details(s.Items) != "" {
				f.Details = join(f.Details, "each "+details(s.Items))
			}
		}
	}
	return f
}

// fieldsOfInline returns the fields of a body whose schema has no name.
func (w *writer) fieldsOfInline(s *model.Schema) []Field {
	if w.schemas[s] != nil {
		return nil
	}
	return w.fields("", s, nil)
}

// fields are the properties of an object, those of the objects in it that have no name
// included. Above are the schemas that lead there: a model may be circular.
func (w *writer) fields(prefix string, s *model.Schema, above []*model.Schema) []Field {
	if slices.Contains(above, s) || len(above) > maxDepth {
		return nil
	}
	above = append(slices.Clip(above), s)
	var fields []Field
	for _, p := range s.Properties {
		f := w.field(prefix+p.Name, p.Schema, p.Required)
		if p.Schema.ReadOnly {
			f.Details = join(f.Details, "only in responses")
		}
		if p.Schema.WriteOnly {
			f.Details = join(f.Details, "only in requests")
		}
		fields = append(fields, f)
		fields = append(fields, w.inner(prefix+p.Name, p.Schema, above)...)
	}
	if slices.Contains(s.Types, "array") {
		fields = append(fields, w.inner(strings.TrimSuffix(prefix, "."), s, above)...)
	}
	for _, part := range s.AllOf {
		if w.schemas[part] == nil {
			fields = append(fields, w.fields(prefix, part, above)...)
		}
	}
	return fields
}

const maxDepth = 4 // of objects without a name in one another

// inner are the fields of an object, or of the items of an array, that has no name.
func (w *writer) inner(name string, s *model.Schema, above []*model.Schema) []Field {
	if s == nil || w.schemas[s] != nil {
		return nil
	}
	if slices.Contains(s.Types, "array") {
		if s.Items == nil || w.schemas[s.Items] != nil {
			return nil
		}
		return w.fields(name+"[].", s.Items, above)
	}
	return w.fields(name+".", s, above)
}

// details says in a few words what values a schema allows.
func details(s *model.Schema) string {
	var all []string
	add := func(format string, values ...any) { all = append(all, fmt.Sprintf(format, values...)) }
	if len(s.Enum) > 0 {
		add("one of %s", values(s.Enum))
	}
	if s.Const != nil {
		add("always %s", values([]*tree.Node{s.Const}))
	}
	addRange(add, s)
	addCount(add, s.MinLength, s.MaxLength, "character")
	addCount(add, s.MinItems, s.MaxItems, "item")
	addCount(add, s.MinProperties, s.MaxProperties, "property")
	if s.UniqueItems {
		add("all different")
	}
	if s.Pattern != "" {
		add("matches %s", s.Pattern)
	}
	if s.MultipleOf != nil {
		add("a multiple of %s", number(s.MultipleOf))
	}
	if s.Default != nil {
		add("default %s", values([]*tree.Node{s.Default}))
	}
	return strings.Join(all, "; ")
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

func values(nodes []*tree.Node) string {
	texts := make([]string, len(nodes))
	for i, n := range nodes {
		texts[i] = string(n.JSON(false))
	}
	return strings.Join(texts, ", ")
}

func addRange(add func(string, ...any), s *model.Schema) {
	if s.Minimum != nil {
		add("%s %s", map[bool]string{false: "≥", true: ">"}[s.ExclusiveMinimum], number(s.Minimum))
	}
	if s.Maximum != nil {
		add("%s %s", map[bool]string{false: "≤", true: "<"}[s.ExclusiveMaximum], number(s.Maximum))
	}
}

func addCount(add func(string, ...any), least, most *int, of string) {
	switch {
	case least != nil && most != nil && *least == *most:
		add("%s", count(*least, of))
	case least != nil && most != nil:
		add("%d to %s", *least, count(*most, of))
	case least != nil && *least > 0:
		add("at least %s", count(*least, of))
	case most != nil:
		add("at most %s", count(*most, of))
	}
}

func count(n int, of string) string {
	if n != 1 {
		of = strings.TrimSuffix(of, "y") + map[bool]string{false: "s", true: "ies"}[strings.HasSuffix(of, "y")]
	}
	return fmt.Sprintf("%d %s", n, of)
}

func number(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	f, _ := r.Float64() // documentation needs no more digits
	return strconv.FormatFloat(f, 'g', -1, 64)
}
