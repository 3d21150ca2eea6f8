package golang

import (
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// runtimePath is the package of what types of models have in common.
const runtimePath = "github.com/gatewright/gatewright/types"

var (
	rawJSON   = Ident{"encoding/json", "RawMessage"}
	jsonText  = Ident{"encoding/json", "Number"}
	timeTime  = Ident{"time", "Time"}
	typesDate = Ident{runtimePath, "Date"}
)

// types are the types of a model. All are found when it is made, in the order of the
// document, so that what they are called does not depend on who asks first.
type types struct {
	core         Package
	forms        *shape.Forms
	inline       *codegen.InlineNames
	open         map[*model.Schema]bool // lists and maps that are being written
	scope        *scope
	known        map[*model.Schema]Type
	declarations []*declaration
	roots        []*declaration // those that are no part of others
	current      *declaration   // being filled
}

// declaration is a type that the core package declares.
type declaration struct {
	name   string
	kind   shape.Kind
	schema *model.Schema
	place  string         // where an inline schema stands, for its comment; empty: it is a named one
	parts  []*declaration // of inline schemas in it

	alias     bool       // declared with "="
	under     Type       // of what is neither struct nor union
	constants []constant // of an enumeration
	fields    []*field   // of a struct, a tuple
	rest      *Type      // of a tuple's further items
	union     *declaredUnion
}

type constant struct {
	name string
	node *tree.Node
}

// field is a field of a struct.
type field struct {
	name     string
	property string // as JSON calls it
	tag      string // what else the tag says, for what JSON does not have as a property
	typ      Type   // as it is declared
	value    Type   // without pointer or Nullable
	omit     bool   // left out when it is not set
	isNull   bool   // declared as a Nullable
	schema   *model.Schema
	filled   Code // what stands for nil where JSON would have null; nil: nil is not a problem
}

type declaredUnion struct {
	*shape.UnionForm
	fields []*field
}

func newTypes(g *Generator) *types {
	t := &types{
		core: g.Core, forms: shape.NewForms(), inline: codegen.NewInlineNames(g.API), open: map[*model.Schema]bool{}, scope: g.names.core,
		known: map[*model.Schema]Type{},
	}
	t.declareSchemas(g.API.Schemas, g.names.schemas)
	for _, s := range g.API.Schemas {
		t.fill(t.known[s].decl)
	}
	for _, o := range g.API.Operations {
		t.operation(o, g.names.operations[o])
	}
	t.breakCycles()
	return t
}

// declareSchemas declares all named schemas, before any is looked into.
func (t *types) declareSchemas(schemas []*model.Schema, names map[*model.Schema]string) {
	for _, s := range schemas {
		t.declare(s, t.forms.Of(s), names[s])
	}
}

// of returns the type of a schema, or the zero Type.
func (t *types) of(s *model.Schema) Type {
	if s == nil {
		return Type{}
	}
	if known, ok := t.known[s]; ok {
		return known
	}
	return t.at(s, "Value", "")
}

// at returns the type of a schema at some place. A schema that does not come from the document, and must have a name, is
// called after that place.
func (t *types) at(s *model.Schema, name, place string) Type {
	if s == nil {
		return Type{expr: Code{rawJSON}}
	}
	if known, ok := t.known[s]; ok {
		return known
	}
	if inline, ok := t.inline.Of(s, Exported); ok {
		name = inline
	}
	f := t.forms.Of(s)
	if f.Kind == shape.Same {
		t.known[s] = Type{expr: Code{rawJSON}} // a schema that is itself says nothing
		same := t.at(f.Same, name, place)
		t.known[s] = same
		return same
	}
	if !hasName(f) && !t.open[s] {
		return t.write(s, f, name, place)
	}
	d := t.declare(s, f, t.scope.take(shortened(name)))
	d.place = place
	if !t.open[s] {
		t.fill(d)
	}
	return t.known[s]
}

// write returns a type that needs no name, unless it turns out to hold itself: then it
// was declared on the way.
func (t *types) write(s *model.Schema, f shape.Form, name, place string) Type {
	t.open[s] = true
	typ := t.written(f, name, place)
	delete(t.open, s)
	if named, ok := t.known[s]; ok {
		named.decl.under = typ
		return named
	}
	t.known[s] = typ
	return typ
}

// hasName reports whether Go has no way to write a type but to declare it.
func hasName(f shape.Form) bool {
	switch f.Kind {
	case shape.Enum, shape.Mixed, shape.Tuple, shape.Struct, shape.Union:
		return true
	default:
		return false
	}
}

// written returns a type that Go can write without declaring it.
func (t *types) written(f shape.Form, name, place string) Type {
	switch f.Kind {
	case shape.Bool, shape.Int, shape.Float, shape.String:
		return Type{expr: Code{f.Basic}, kind: f.Kind}
	case shape.Big:
		return Type{expr: Code{jsonText}, kind: shape.Big}
	case shape.Bytes:
		return Type{expr: Code{"[]byte"}, kind: shape.Bytes}
	case shape.Time:
		return Type{expr: Code{timeTime}, kind: shape.Time}
	case shape.Date:
		return Type{expr: Code{typesDate}, kind: shape.Date}
	case shape.List:
		elem := t.element(f.Elem, name+"Item", place)
		return Type{expr: Code{"[]", elem}, kind: shape.List, elem: &elem}
	case shape.Map:
		elem := t.element(f.Elem, name+"Value", place)
		return Type{expr: Code{"map[string]", elem}, kind: shape.Map, elem: &elem}
	default:
		return Type{expr: Code{rawJSON}}
	}
}

// element returns the type of what a list or a map holds.
func (t *types) element(s *model.Schema, name, place string) Type {
	return t.at(s, name, place).nullable(s)
}

// declare allocates a declaration, whose contents [types.fill] finds.
func (t *types) declare(s *model.Schema, f shape.Form, name string) *declaration {
	if f.Kind == shape.Same {
		f.Kind = t.forms.Target(f.Same).Kind
	}
	d := &declaration{name: name, kind: f.Kind, schema: s}
	t.declarations = append(t.declarations, d)
	typ := Type{expr: Code{t.core.Ident(name)}, kind: f.Kind, decl: d}
	if t.current != nil {
		t.current.parts = append(t.current.parts, d)
	} else {
		t.roots = append(t.roots, d)
	}
	t.known[s] = typ
	return d
}

func (t *types) fill(d *declaration) {
	outer := t.current
	t.current = d
	defer func() { t.current = outer }()
	f := t.forms.Of(d.schema)
	switch f.Kind {
	case shape.Same:
		t.fillSame(d, f.Same)
	case shape.Enum, shape.Mixed:
		d.under = Type{expr: Code{f.Basic}, kind: f.Kind}
		t.nameConstants(d, f.Enum)
	case shape.Struct:
		t.fillStruct(d, f.Object)
	case shape.Tuple:
		t.fillTuple(d, f)
	case shape.Union:
		t.fillUnion(d, f.Union)
	case shape.Raw, shape.Big, shape.Time, shape.Date:
		d.alias = true // a type of their own would lose their methods
		d.under = t.written(f, d.name, d.where())
	default:
		d.under = t.written(f, d.name, d.where())
	}
}

// fillSame declares another name for the type of another schema.
func (t *types) fillSame(d *declaration, same *model.Schema) {
	d.alias = true
	if same.Name == "" {
		t.inPlaceOf(d, same)
		return
	}
	d.under = t.known[same]
	if isCircle(d.schema) {
		d.under = Type{expr: Code{rawJSON}}
	}
}

// isCircle reports whether a schema is but a name for itself.
func isCircle(s *model.Schema) bool {
	seen := map[*model.Schema]bool{}
	for !seen[s] {
		seen[s] = true
		f := shape.Of(s)
		if f.Kind != shape.Same {
			return false
		}
		s = f.Same
	}
	return true
}

// inPlaceOf declares a named schema whose shape an inline part of it says: the part
// is called like the whole.
func (t *types) inPlaceOf(d *declaration, part *model.Schema) {
	t.known[part] = t.known[d.schema]
	named := d.schema
	d.schema, d.alias = part, false
	t.fill(d)
	d.schema = named
}

// nameConstants names the values of an enumeration.
func (t *types) nameConstants(d *declaration, values []*tree.Node) {
	seen := map[string]bool{}
	for _, v := range values {
		text := canonical(v)
		if seen[text] {
			continue
		}
		seen[text] = true
		d.constants = append(d.constants, constant{name: t.scope.take(shortened(d.name + constantName(v))), node: v})
	}
}

func constantName(v *tree.Node) string {
	switch v.Kind {
	case tree.Number:
		return camel(strings.NewReplacer(".", "Point", "e", "E").Replace(v.Text))
	case tree.Bool, tree.String:
		return camel(v.Text)
	case tree.Sequence:
		return "List"
	case tree.Mapping:
		return "Object"
	default:
		return "Null"
	}
}

// methods are the names that fields of structs must not have.
var methods = strings.Fields("MarshalJSON UnmarshalJSON")

func (t *types) fillStruct(d *declaration, o *shape.ObjectForm) {
	scope := newScope(methods...)
	for _, p := range o.Properties {
		f := &field{property: p.Name, schema: p.Schema, name: scope.take(Exported(p.Name))}
		f.value = t.at(p.Schema, d.name+camel(p.Name), d.placeOf(p.Name))
		f.settle(p.Required)
		d.fields = append(d.fields, f)
	}
	for _, u := range o.Unions {
		name := "AnyOf"
		if u.OneOf {
			name = "OneOf"
		}
		s := &model.Schema{Discriminator: u.Discriminator}
		if u.OneOf {
			s.OneOf = u.Alternatives
		} else {
			s.AnyOf = u.Alternatives
		}
		f := &field{name: scope.take(name), tag: "inline"}
		f.typ = t.at(s, d.name+f.name, d.placeOf(f.name))
		f.value = f.typ
		d.fields = append(d.fields, f)
	}
	t.openFields(d, o, scope)
}

// openFields are for properties that only patterns or additionalProperties describe.
func (t *types) openFields(d *declaration, o *shape.ObjectForm, scope *scope) {
	extra := o.Additional
	for _, p := range o.Patterns {
		expression, ok := goPattern(p.Pattern)
		if !ok {
			if extra == nil {
				extra = p.Schema
			} else if extra != p.Schema {
				extra = &model.Schema{}
			}
			continue
		}
		f := &field{name: scope.take("PatternProperties"), tag: "pattern=" + expression}
		f.typ = mapOf(t.element(p.Schema, d.name+"Pattern", d.where()))
		f.value = f.typ
		d.fields = append(d.fields, f)
	}
	if extra == nil {
		return
	}
	f := &field{name: scope.take("AdditionalProperties"), tag: "rest"}
	f.typ = mapOf(t.element(extra, d.name+"Value", d.where()))
	f.value = f.typ
	d.fields = append(d.fields, f)
}

func mapOf(elem Type) Type {
	return Type{expr: Code{"map[string]", elem}, kind: shape.Map, elem: &elem}
}

// placeOf returns where an inline schema of a property stands.
func (d *declaration) placeOf(property string) string { return d.where() + "." + property }

// where returns where a schema is in the model.
func (d *declaration) where() string {
	if d.place != "" {
		return d.place
	}
	return d.name
}

// settle finds how a property is declared: what is not required is nil, or the zero
// value, when it is not there; what may be null is nil when it is null; what may be
// both is a Nullable.
func (f *field) settle(required bool) {
	null := f.schema != nil && shape.IsNullable(f.schema)
	f.omit = !required
	switch {
	case f.value.kind == shape.Raw && !f.value.ptr:
		f.typ = f.value // has a null of its own
	case required && null, !required && !null:
		f.typ = f.value.Optional()
	case required:
		f.typ = f.value
		f.filled = f.value.empty()
	default:
		f.isNull = true
		f.typ = Type{expr: Code{Ident{runtimePath, "Nullable"}, "[", f.value, "]"}, kind: f.value.kind}
	}
}

func (t *types) fillTuple(d *declaration, f shape.Form) {
	for i, s := range f.Items {
		item := &field{name: "Item" + numeral(i), schema: s, omit: i >= f.Min}
		item.value = t.at(s, d.name+item.name, d.where())
		item.typ = item.value.nullable(s)
		if i >= f.Min {
			item.typ = item.value.Optional()
		}
		d.fields = append(d.fields, item)
	}
	if f.Elem != nil && f.Elem.Always != nil && !*f.Elem.Always {
		return
	}
	rest := t.element(f.Elem, d.name+"Item", d.where())
	d.rest = &rest
}

func (t *types) fillUnion(d *declaration, u *shape.UnionForm) {
	d.union = &declaredUnion{UnionForm: u}
	scope := newScope(methods...)
	for _, a := range u.Alternatives {
		f := &field{schema: a}
		name := a.Name
		if name == "" {
			name = shape.Label(a, t.forms.Target(a).Kind)
		}
		f.name = scope.take(Exported(name))
		f.value = t.at(a, d.name+camel(name), d.where())
		f.typ = f.value.Optional()
		d.union.fields = append(d.union.fields, f)
	}
}

// operation finds the types of all that an operation takes and returns.
func (t *types) operation(o *model.Operation, names *OperationNames) {
	for _, p := range o.Parameters {
		t.at(shape.ParameterSchema(p), names.Name+camel(p.Name), o.ID+"."+p.Name)
	}
	if o.RequestBody != nil {
		for _, m := range o.RequestBody.Content {
			t.requestBody(m, o, names)
		}
	}
	for _, r := range o.Responses {
		for _, h := range r.Headers {
			t.at(h.Schema, names.Statuses[r.Status]+camel(h.Name), o.ID+"."+r.Status+"."+h.Name)
		}
		for _, m := range r.Content {
			if shape.BodyOf(m) == shape.JSON {
				t.at(m.Schema, names.Statuses[r.Status]+"Response", o.ID+"."+r.Status)
			}
		}
	}
}

func (t *types) requestBody(m *model.MediaType, o *model.Operation, names *OperationNames) {
	switch shape.BodyOf(m) {
	case shape.JSON:
		t.at(m.Schema, names.Name+"RequestContent", o.ID+".body")
	case shape.URLEncoded, shape.Multipart:
		for _, p := range t.formProperties(m.Schema) {
			t.at(p.Schema, names.Form+camel(p.Name), o.ID+".body."+p.Name)
		}
	case shape.Text, shape.Binary:
	}
}

// formProperties returns the fields of a form.
func (t *types) formProperties(s *model.Schema) []*shape.PropertyForm {
	if s == nil {
		return nil
	}
	if o := t.forms.Target(s).Object; o != nil {
		return o.Properties
	}
	return nil
}
