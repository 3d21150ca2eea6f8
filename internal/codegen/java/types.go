package java

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// What generated classes are made of.
const (
	jacksonAnnotation = "com.fasterxml.jackson.annotation"
	jacksonDatabind   = "com.fasterxml.jackson.databind"
	jsonPackage       = "io.github.gatewright.json"
)

var (
	jsonNode = Type{Code{Ident{jacksonDatabind, "JsonNode"}}}
	scalars  = map[string]Type{
		"bool": lang("Boolean"), "int32": lang("Integer"), "int64": lang("Long"),
		"float32": lang("Float"), "float64": lang("Double"), "string": lang("String"),
	}
)

func lang(name string) Type { return Type{Code{Ident{"java.lang", name}}} }

// Type is a Java type, as any file writes it.
type Type struct{ expr Code }

// primitives are the primitive types by the classes that box them.
var primitives = map[string]string{
	"Boolean": "boolean", "Integer": "int", "Long": "long", "Float": "float", "Double": "double",
}

// primitive returns the type of values that are never null.
func (t Type) primitive() Code {
	if t.isPrimitive() {
		return Code{primitives[t.expr[0].(Ident).Name]} //nolint:forcetypeassert // the type of a primitive is a name
	}
	return t.expr
}

// isPrimitive reports whether Java has a primitive type for the type's values.
func (t Type) isPrimitive() bool {
	id, ok := t.expr[0].(Ident)
	return ok && id.Package == "java.lang" && primitives[id.Name] != ""
}

// types are the types of a model. All are found when it is made, in the order of the
// document, so that what they are called does not depend on who asks first.
type types struct {
	pkg     string
	forms   *shape.Forms
	inline  *codegen.InlineNames
	scope   scope
	known   map[*model.Schema]Type
	open    map[*model.Schema]bool // being looked at: without a name of their own they have no end
	classes []*class
	byName  map[string]*class
	named   map[*model.Schema]*class
}

// class is a class of the model's package.
type class struct {
	name   string
	kind   classKind
	schema *model.Schema
	place  string // where an inline schema stands, for its comment; empty: it is a named one

	constants     []constant
	underlying    Type // of an enumeration
	components    []*component
	rest          *component // for properties that are not named
	closed        bool
	alternatives  []*alternative
	discriminator string
	unions        []*class // that it is an alternative of
}

type classKind uint8

const (
	recordClass   classKind = iota
	enumClass               // constants
	sealedClass             // an interface, of whose classes a value is one
	combinedClass           // a record of all that a value is at once: anyOf of objects
)

type constant struct {
	name string
	node *tree.Node
}

// component is a component of a record.
type component struct {
	name     string
	property string
	required bool
	null     bool // null is a value
	typ      Type // without Nullable
	schema   *model.Schema
}

// alternative is one of those of a union.
type alternative struct {
	name   string // of the nested record that holds it; empty: its class is one of the union's
	typ    Type
	class  *class
	values []string // of the discriminator
}

func newTypes(api *model.API, pkg string) *types {
	t := &types{
		pkg: pkg, forms: shape.NewForms(), inline: codegen.NewInlineNames(api), scope: newScope(langNames, ownNames), byName: map[string]*class{}, known: map[*model.Schema]Type{}, open: map[*model.Schema]bool{},
		named: map[*model.Schema]*class{},
	}
	for _, s := range api.Schemas {
		t.nameSchema(s)
	}
	for _, s := range api.Schemas {
		if c := t.named[s]; c != nil {
			t.fill(c)
		}
	}
	for _, o := range api.Operations {
		t.operation(o)
	}
	for _, o := range api.Operations {
		t.inputs(o)
	}
	t.nameNested()
	return t
}

// ownNames are classes that stand inside of others, which would hide one of the model.
var ownNames = []string{"Builder"}

// operation finds the types of all bodies that an operation takes and returns.
func (t *types) operation(o *model.Operation) {
	name := className(o.ID)
	if o.RequestBody != nil {
		for _, m := range o.RequestBody.Content {
			if m.Schema != nil && shape.BodyOf(m) == shape.JSON {
				t.at(m.Schema, name+"RequestContent", o.ID+"'s request")
			}
		}
	}
	for _, r := range o.Responses {
		for _, m := range r.Content {
			if m.Schema != nil && shape.BodyOf(m) == shape.JSON {
				t.at(m.Schema, name+className("R" + r.Status)[1:]+"Response", o.ID+"'s response "+r.Status)
			}
		}
	}
}

// inputs finds the types of parameters, forms and headers of an operation.
func (t *types) inputs(o *model.Operation) {
	name := className(o.ID)
	for _, p := range o.Parameters {
		t.at(shape.ParameterSchema(p), name+className(p.Name), o.ID+"."+p.Name)
	}
	if o.RequestBody != nil {
		for _, m := range o.RequestBody.Content {
			if body := shape.BodyOf(m); body != shape.URLEncoded && body != shape.Multipart {
				continue
			}
			for _, p := range t.formProperties(m.Schema) {
				t.at(p.Schema, name+className(p.Name), o.ID+".body."+p.Name)
			}
		}
	}
	for _, r := range o.Responses {
		for _, h := range r.Headers {
			t.at(h.Schema, name+className(h.Name), o.ID+"'s response "+r.Status+"."+h.Name)
		}
	}
}

// nameNested keeps records inside of unions from hiding other classes.
func (t *types) nameNested() {
	for _, c := range t.classes {
		for _, a := range c.alternatives {
			for a.name != "" && t.scope.has(a.name) {
				a.name += "_"
			}
		}
	}
}

// nameSchema declares the class of a named schema, if it has one, before any is looked
// into. What Java writes without a name has none: a list, a text.
func (t *types) nameSchema(s *model.Schema) {
	f := t.forms.Of(s)
	part := s
	for range 10 { // one that is but another name of an inline one is called like it
		if f.Kind != shape.Same || f.Same.Name != "" {
			break
		}
		part = f.Same
		f = t.forms.Of(part)
	}
	if !hasClass(f.Kind) {
		return
	}
	c := t.declare(part, schemaClass(s.Name))
	c.schema = part
	t.known[s] = t.known[part]
	t.named[s] = c
}

// schemaClass returns the name of a named schema's class: the model's, with the suffix Model if java.lang, or a class that is
// inside of others, has that name.
func schemaClass(name string) string {
	if id := className(name); !slices.Contains(langNames, id) && !slices.Contains(ownNames, id) {
		return id
	}
	return className(name + " model")
}

func hasClass(k shape.Kind) bool {
	return k == shape.Enum || k == shape.Struct || k == shape.Union
}

func (t *types) declare(s *model.Schema, name string) *class {
	c := t.add(&class{name: t.scope.take(name), schema: s})
	t.known[s] = t.ident(c)
	return c
}

func (t *types) add(c *class) *class {
	t.classes = append(t.classes, c)
	t.byName[c.name] = c
	return c
}

func (t *types) ident(c *class) Type { return Type{Code{Ident{t.pkg, c.name}}} }

// at returns the type of a schema that is at some place, after which it is called
// when it must have a name.
func (t *types) at(s *model.Schema, name, place string) Type {
	if s == nil {
		return jsonNode
	}
	if known, ok := t.known[s]; ok {
		return known
	}
	if t.open[s] {
		return jsonNode // a list of such lists, and so on
	}
	t.open[s] = true
	defer delete(t.open, s)
	f := t.forms.Of(s)
	if hasClass(f.Kind) {
		c := t.declare(s, t.inlineName(s, name))
		c.place = place
		t.fill(c)
		return t.known[s]
	}
	typ := t.written(f, name, place)
	t.known[s] = typ
	return typ
}

// inlineName returns the name of the class of a schema that the model does not name; otherwise is that of one that does not
// come from the document.
func (t *types) inlineName(s *model.Schema, otherwise string) string {
	if name, ok := t.inline.Of(s, className); ok {
		return name
	}
	return shortened(otherwise)
}

// written returns a type that Java has without declaring it.
func (t *types) written(f shape.Form, name, place string) Type {
	switch f.Kind {
	case shape.Same:
		return t.at(f.Same, name, place)
	case shape.Bool, shape.Int, shape.Float, shape.String:
		return scalars[f.Basic]
	case shape.Big:
		return Type{Code{Ident{"java.math", "BigDecimal"}}}
	case shape.Bytes:
		return Type{Code{"byte[]"}}
	case shape.Time:
		return Type{Code{Ident{"java.time", "OffsetDateTime"}}}
	case shape.Date:
		return Type{Code{Ident{"java.time", "LocalDate"}}}
	case shape.List:
		return Type{Code{Ident{"java.util", "List"}, "<", t.at(f.Elem, name+"Item", place).expr, ">"}}
	case shape.Map:
		return mapOf(t.at(f.Elem, name+"Value", place))
	case shape.Tuple:
		return Type{Code{Ident{"java.util", "List"}, "<", jsonNode.expr, ">"}}
	default:
		return jsonNode
	}
}

func mapOf(value Type) Type {
	return Type{Code{Ident{"java.util", "Map"}, "<", Ident{"java.lang", "String"}, ", ", value.expr, ">"}}
}

func (t *types) fill(c *class) {
	f := t.forms.Of(c.schema)
	switch f.Kind {
	case shape.Enum:
		t.fillEnum(c, f)
	case shape.Union:
		t.fillUnion(c, f.Union, nil)
	default:
		t.fillObject(c, f.Object)
	}
}

func (t *types) fillEnum(c *class, f shape.Form) {
	c.kind, c.underlying = enumClass, scalars[f.Basic]
	names, seen := newScope(keywordNames), map[string]bool{}
	for _, n := range f.Enum {
		if seen[n.Text] {
			continue
		}
		seen[n.Text] = true
		text := n.Text
		if n.Is(tree.Number) {
			text = strings.NewReplacer("-", " minus ", ".", " point ", "+", " plus ").Replace(text)
		}
		c.constants = append(c.constants, constant{name: names.take(constantName(text)), node: n})
	}
}

// keywordNames are what constants must not be called.
var keywordNames = []string{"VALUE"}

// fillObject makes a record, or, where alternatives are next to properties, a union of
// records which all have these.
func (t *types) fillObject(c *class, o *shape.ObjectForm) {
	for _, u := range o.Unions {
		if !isIn(c.schema, u) {
			t.fillUnion(c, u, o)
			return
		}
	}
	t.fillRecord(c, o)
}

// isIn reports whether a schema is an alternative of a union: of its parent's, which
// says which children there are.
func isIn(s *model.Schema, u *shape.UnionForm) bool {
	return slices.Contains(u.Alternatives, s)
}

// packageRoots are the first parts of the names of packages, which variables would
// hide (JLS 6.4.2).
var packageRoots = []string{"java", "com", "io"}

// mostComponents is how many parameters the constructor of a record has at most (JVMS
// 4.3.3), next to the object itself and one for the properties that are not named. What
// is left goes there.
const mostComponents = 253

func (t *types) fillRecord(c *class, o *shape.ObjectForm) {
	names := newScope(objectMethods, keywords, packageRoots)
	c.closed = o.Closed && len(o.Patterns) == 0
	inRest := false
	for _, p := range o.Properties {
		if p.Name == "" || len(c.components) == mostComponents {
			inRest = true // Jackson takes "" for the component's name
			continue
		}
		one := &component{
			name: names.take(memberName(p.Name)), property: p.Name, required: p.Required, schema: p.Schema,
			null: p.Schema != nil && shape.IsNullable(p.Schema),
		}
		one.typ = t.at(p.Schema, c.name+className(one.name), c.placeOf(p.Name))
		c.components = append(c.components, one)
	}
	if inRest {
		c.rest = &component{name: names.take("additionalProperties"), typ: mapOf(jsonNode)}
		return
	}
	extra, described := o.Additional, o.Additional != nil
	if len(o.Patterns) > 0 {
		described = true
		if extra == nil && len(o.Patterns) == 1 {
			extra = o.Patterns[0].Schema
		} else {
			extra = nil
		}
	}
	if described {
		value := t.at(extra, c.name+"Value", c.placeOf("*"))
		c.rest = &component{name: names.take("additionalProperties"), typ: mapOf(value), schema: extra}
	}
}

// placeOf returns where an inline schema of a property stands.
func (c *class) placeOf(property string) string {
	if c.place != "" {
		return c.place + "." + property
	}
	return c.name + "." + property
}

// fillUnion makes an interface that the alternatives implement. What is next to the
// union, if anything, is in each.
func (t *types) fillUnion(c *class, u *shape.UnionForm, beside *shape.ObjectForm) {
	if !u.OneOf && beside == nil && t.allObjects(u) && u.Discriminator == nil {
		t.fillCombined(c, u)
		return
	}
	c.kind = sealedClass
	if u.Discriminator != nil {
		c.discriminator = u.Discriminator.PropertyName
	}
	nested, seen := newScope([]string{c.name, "Reader", "JsonValue"}, langNames), map[*class]bool{}
	for _, a := range u.Alternatives {
		one := &alternative{}
		if c.discriminator != "" {
			one.values = u.Discriminated(a)
		}
		name := t.alternativeName(a)
		if beside != nil && !extends(a, c.schema) {
			one.class = t.variant(c, a, name, beside)
			one.typ = t.ident(one.class)
		} else {
			one.typ = t.at(a, c.name+className(name), c.placeOf(name))
			one.class = t.classOf(a)
		}
		switch {
		case one.class == nil, one.class == c, t.forms.Target(a).Kind == shape.Enum, seen[one.class]:
			one.name, one.class = nested.take(className(name)+"Value"), nil
		default:
			seen[one.class] = true
			one.class.unions = append(one.class.unions, c)
		}
		c.alternatives = append(c.alternatives, one)
	}
	t.breakCycle(c)
}

// breakCycle wraps alternatives that are unions of which this one is an alternative:
// Java has no interfaces that extend each other.
func (t *types) breakCycle(c *class) {
	for _, a := range c.alternatives {
		if a.class != nil && c.isBelow(a.class, map[*class]bool{}) {
			a.class.unions = a.class.unions[:len(a.class.unions)-1]
			a.name, a.class = shortened(a.class.name+"Value"), nil
		}
	}
}

// isBelow reports whether a class is, over others, an alternative of another one.
func (c *class) isBelow(other *class, seen map[*class]bool) bool {
	if seen[c] {
		return false
	}
	seen[c] = true
	for _, u := range c.unions {
		if u == other || u.isBelow(other, seen) {
			return true
		}
	}
	return false
}

// classOf returns the class of a schema's values, if the model's package has it.
func (t *types) classOf(s *model.Schema) *class {
	typ := t.known[s]
	if len(typ.expr) != 1 {
		return nil
	}
	id, ok := typ.expr[0].(Ident)
	if !ok || id.Package != t.pkg {
		return nil
	}
	return t.byName[id.Name]
}

// extends reports whether a schema holds all that another one says.
func extends(s, base *model.Schema) bool {
	return slices.Contains(shape.Parts(s), base)
}

// variant makes the record of an alternative that is next to properties.
func (t *types) variant(c *class, a *model.Schema, name string, beside *shape.ObjectForm) *class {
	v := t.add(&class{name: t.scope.take(t.inlineName(a, c.name+className(name))), schema: a, place: c.placeOf(name)})
	both := beside
	if own := t.forms.Target(a).Object; own != nil {
		both = both.With(own)
	}
	t.fillRecord(v, both)
	return v
}

func (t *types) alternativeName(a *model.Schema) string {
	if a.Name != "" {
		return a.Name
	}
	return shape.Label(a, t.forms.Target(a).Kind)
}

func (t *types) allObjects(u *shape.UnionForm) bool {
	for _, a := range u.Alternatives {
		if t.forms.Target(a).Kind != shape.Struct {
			return false
		}
	}
	return true
}

// fillCombined makes a record with a component for each alternative of an anyOf of
// objects, of which a value can be several at once.
func (t *types) fillCombined(c *class, u *shape.UnionForm) {
	c.kind = combinedClass
	names := newScope(objectMethods, keywords, packageRoots)
	for _, a := range u.Alternatives {
		name := t.alternativeName(a)
		one := &component{name: names.take(memberName(name)), schema: a}
		one.typ = t.at(a, c.name+className(name), c.placeOf(name))
		c.components = append(c.components, one)
	}
}
