package java

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

func annotation(name string) Ident { return Ident{jacksonAnnotation, name} }

func databind(name string) Ident { return Ident{jacksonDatabind + ".annotation", name} }

func jsonIdent(name string) Ident { return Ident{jsonPackage, name} }

// files writes the classes of the model.
func (t *types) files() []codegen.File {
	files := make([]codegen.File, len(t.classes))
	for i, c := range t.classes {
		f := newFile(t.pkg, c.name, t.scope)
		f.Doc(c.doc())
		if c.schema.Deprecated {
			f.P("@", Ident{"java.lang", "Deprecated"})
		}
		switch c.kind {
		case enumClass:
			f.enum(c)
		case sealedClass:
			f.union(t, c)
		case combinedClass:
			f.combined(t, c)
		case recordClass:
			f.record(t, c)
		}
		files[i] = f.Source()
	}
	return files
}

func (c *class) doc() string {
	text := c.schema.Description
	if strings.TrimSpace(text) == "" {
		text = c.schema.Title
	}
	if strings.TrimSpace(text) == "" && c.place != "" {
		return "What " + c.place + " holds."
	}
	return sentence(text)
}

// enum writes an enumeration.
func (f *File) enum(c *class) {
	f.P("public enum ", c.name, " {")
	for i, one := range c.constants {
		end := ","
		if i == len(c.constants)-1 {
			end = ";"
		}
		f.P(one.name, "(", literal(one.node, c.underlying), ")", end)
	}
	f.P()
	underlying, equal := c.underlying.primitive(), "one.value == value"
	if !c.underlying.isPrimitive() {
		equal = "one.value.equals(value)"
	}
	f.P("private final ", underlying, " value;")
	f.P()
	f.P(c.name, "(", underlying, " value) {")
	f.P("this.value = value;")
	f.P("}")
	f.P()
	f.P("/** The value in JSON. */")
	f.P("@", annotation("JsonValue"))
	f.P("public ", underlying, " value() {")
	f.P("return value;")
	f.P("}")
	f.P()
	f.P("/** Gives the constant of a value in JSON. */")
	f.P("@", annotation("JsonCreator"))
	f.P("public static ", c.name, " of(", underlying, " value) {")
	f.P("for (", c.name, " one : values()) {")
	f.P("if (", equal, ") {")
	f.P("return one;")
	f.P("}")
	f.P("}")
	f.P("throw new ", Ident{"java.lang", "IllegalArgumentException"}, `("`, c.name, ` has no value " + value);`)
	f.P("}")
	f.P("}")
}

// literal returns a scalar in Java.
func literal(n *tree.Node, t Type) Code {
	if n.Kind == tree.String {
		return Code{Quote(n.Text)}
	}
	suffix := map[string]string{"Integer": "", "Long": "L", "Float": "f", "Double": "d"}[t.expr[0].(Ident).Name] //nolint:forcetypeassert // the type of a scalar is a name
	if i, ok := n.Int(); ok && suffix != "f" && suffix != "d" {
		return Code{i, suffix}
	}
	return Code{n.Text, suffix}
}

// union writes an interface that the alternatives implement.
func (f *File) union(t *types, c *class) {
	f.P("@", jsonIdent("Union"), "(")
	if c.discriminator != "" {
		f.P("    discriminator = ", Quote(c.discriminator), ",")
	}
	f.P("    value = {", "")
	for _, a := range c.alternatives {
		of := Code{"@", jsonIdent("Union"), ".Of(type = ", c.classOf(t, a), ".class"}
		if len(a.values) > 0 {
			of = append(of, ", names = {", Join(quoted(a.values), ", "), "}")
		}
		f.P("      ", append(of, "),"))
	}
	f.P("    })")
	f.P("@", databind("JsonDeserialize"), "(using = ", jsonIdent("UnionReader"), ".class)")
	permitted := make([]Code, len(c.alternatives))
	for i, a := range c.alternatives {
		permitted[i] = c.classOf(t, a)
	}
	f.P("public sealed interface ", c.name, f.implemented(t, c, " extends "))
	f.P("    permits ", Join(permitted, ", "), " {")
	for _, a := range c.alternatives {
		if a.name == "" {
			continue
		}
		f.P()
		f.P("/** One of the alternatives, with its value. */")
		f.P("@", databind("JsonDeserialize"), "(using = ", Ident{jacksonDatabind, "JsonDeserializer"}, ".None.class)")
		f.P("record ", a.name, "(@", annotation("JsonValue"), " ", a.typ.primitive(), " value) implements ", t.ident(c).expr, " {")
		f.P("@", annotation("JsonCreator"), "(mode = ", annotation("JsonCreator"), ".Mode.DELEGATING)")
		f.P("public ", a.name, " {}")
		f.P("}")
	}
	f.P("}")
}

func (c *class) classOf(t *types, a *alternative) Code {
	if a.name != "" {
		return Code{t.ident(c).expr, ".", a.name}
	}
	return t.ident(a.class).expr
}

func quoted(texts []string) []Code {
	all := make([]Code, len(texts))
	for i, text := range texts {
		all[i] = Code{Quote(text)}
	}
	return all
}

// implemented returns the clause that names the unions of which a class is one.
func (f *File) implemented(t *types, c *class, word string) Code {
	if len(c.unions) == 0 {
		return nil
	}
	var all []Code
	for _, u := range c.unions {
		all = append(all, t.ident(u).expr)
	}
	return Code{word, Join(all, ", ")}
}

// combined writes a record of what a value is at once.
func (f *File) combined(t *types, c *class) {
	f.P("@", databind("JsonDeserialize"), "(using = ", jsonIdent("CombinedReader"), ".class)")
	f.P("@", databind("JsonSerialize"), "(using = ", jsonIdent("CombinedWriter"), ".class)")
	f.P("public record ", c.name, "(")
	for i, one := range c.components {
		f.P("    ", one.typ.expr, " ", one.name, separator(i, len(c.components)))
	}
	f.P("    )", f.implemented(t, c, " implements "), " {}")
}

func separator(i, length int) string {
	if i < length-1 {
		return ","
	}
	return ""
}

// declared returns the type of a component: a Nullable if it is optional and may be null, a primitive if it is never null.
func (c *component) declared() Code {
	switch {
	case c.isTriple():
		return Code{jsonIdent("Nullable"), "<", c.typ.expr, ">"}
	case c.isPrimitive():
		return c.typ.primitive()
	}
	return c.typ.expr
}

func (c *component) isPrimitive() bool {
	return c.required && !c.null && c.typ.isPrimitive()
}

// field returns the type of a component in a builder, where it may not be set yet.
func (c *component) field() Code {
	if c.isPrimitive() {
		return c.typ.expr
	}
	return c.declared()
}

func (c *component) isTriple() bool { return c.null && !c.required && !isJSON(c.typ) }

func isJSON(t Type) bool {
	id, ok := t.expr[0].(Ident)
	return ok && len(t.expr) == 1 && id.Name == "JsonNode" && id.Package == jacksonDatabind
}

func (c *class) all() []*component {
	all := slices.Clone(c.components)
	if c.rest != nil {
		all = append(all, c.rest)
	}
	return all
}

// record writes a record with its builder.
func (f *File) record(t *types, c *class) {
	f.P("@", annotation("JsonInclude"), "(", annotation("JsonInclude"), ".Include.NON_NULL)")
	if !c.closed && c.rest == nil {
		f.P("@", annotation("JsonIgnoreProperties"), "(ignoreUnknown = true)")
	}
	if len(c.unions) > 0 {
		f.P("@", databind("JsonDeserialize"), "(using = ", Ident{jacksonDatabind, "JsonDeserializer"}, ".None.class)")
	}
	if len(c.all()) == 0 {
		f.P("public record ", c.name, "()", f.implemented(t, c, " implements "), " {}")
		return
	}
	f.P("public record ", c.name, "(")
	for i, one := range c.all() {
		f.P("    ", c.annotations(one), one.declared(), " ", one.name, separator(i, len(c.all())))
	}
	f.P("    )", f.implemented(t, c, " implements "), " {")
	f.P()
	f.canonical(c)
	f.builder(c)
	f.P("}")
}

func (c *class) annotations(one *component) Code {
	if one == c.rest {
		return Code{"@", annotation("JsonAnySetter"), " @", annotation("JsonAnyGetter"), " "}
	}
	name := Code{"(", Quote(one.property), ") "}
	if one.required {
		name = Code{"(value = ", Quote(one.property), ", required = true) "}
	}
	code := Code{"@", annotation("JsonProperty"), name}
	switch {
	case one.required:
		code = append(code, include("ALWAYS")...)
	case one.isTriple():
		code = append(code, include("NON_EMPTY")...)
	}
	return code
}

func include(what string) Code {
	return Code{"@", annotation("JsonInclude"), "(", annotation("JsonInclude"), ".Include.", what, ") "}
}

// canonical writes the constructor, which insists on what must be there.
func (f *File) canonical(c *class) {
	f.P("/** Makes one; it throws a NullPointerException where something that must be there is null. */")
	f.P("public ", c.name, " {")
	for _, one := range c.components {
		switch {
		case one.required && !one.null && !isJSON(one.typ) && !one.isPrimitive():
			f.P(one.notNull(), ";")
		case one.isTriple():
			f.P(one.name, " = ", one.name, " == null ? ", jsonIdent("Nullable"), ".absent() : ", one.name, ";")
		}
	}
	if c.rest != nil {
		f.P(c.rest.name, " = ", c.rest.name, " == null ? ", Ident{"java.util", "Map"}, ".of() : ", c.rest.name, ";")
	}
	f.P("}")
	f.P()
}

// notNull returns the expression that fails if a component is null.
func (c *component) notNull() Code {
	return Code{Ident{"java.util", "Objects"}, ".requireNonNull(", c.name, ", ", Quote(c.property + " is required"), ")"}
}

func (f *File) builder(c *class) {
	f.P("/** Starts one to be made property by property. */")
	f.P("public static Builder builder() {")
	f.P("return new Builder();")
	f.P("}")
	f.P()
	f.P("/** Starts a copy, of which properties can be replaced. */")
	f.P("public Builder toBuilder() {")
	f.P("Builder builder = new Builder();")
	for _, one := range c.all() {
		f.P("builder.", one.name, " = ", one.name, ";")
	}
	f.P("return builder;")
	f.P("}")
	f.P()
	f.P("/** Makes a ", c.name, " property by property. */")
	f.P("public static final class Builder {")
	f.P()
	for _, one := range c.all() {
		f.P("private ", one.field(), " ", one.name, ";")
	}
	f.P()
	f.P("private Builder() {}")
	for _, one := range c.all() {
		f.setter(c, one)
	}
	f.P()
	f.P("/** Gives it. */")
	f.P("public ", c.name, " build() {")
	var values []Code
	for _, one := range c.all() {
		if one.isPrimitive() {
			values = append(values, one.notNull())
		} else {
			values = append(values, Code{one.name})
		}
	}
	f.P("return new ", c.name, "(", Join(values, ", "), ");")
	f.P("}")
	f.P("}")
}

func (f *File) setter(c *class, one *component) {
	f.P()
	f.Doc(one.doc(c))
	given, value := one.declared(), Code{one.name}
	if one.isTriple() {
		given, value = one.typ.expr, Code{jsonIdent("Nullable"), ".of(", one.name, ")"}
	}
	f.P("public Builder ", one.name, "(", given, " ", one.name, ") {")
	f.P("this.", one.name, " = ", value, ";")
	f.P("return this;")
	f.P("}")
}

func (c *component) doc(of *class) string {
	if c == of.rest {
		return "Properties next to the described ones."
	}
	text := ""
	if c.schema != nil {
		text = sentence(c.schema.Description)
	}
	if text == "" {
		text = "Sets " + c.property + "."
	}
	return text
}

// typeOf returns the type of a body, as another package writes it.
func (t *types) typeOf(s *model.Schema) Type {
	if s == nil {
		return jsonNode
	}
	return t.at(s, "Value", "")
}
