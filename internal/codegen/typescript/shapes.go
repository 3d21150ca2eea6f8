package typescript

import (
	"slices"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// shapes writes what JSON values look like, for handlers to check. Schemas that have a name are in a file of their own.
type shapes struct {
	*generator

	forms  *shape.Forms
	used   map[*model.Schema]bool // of the named schemas
	order  []*model.Schema
	within []*model.Schema // schemas without a name, of which this one is a part
}

func (g *generator) newShapes() *shapes {
	return &shapes{generator: g, forms: shape.NewForms(), used: map[*model.Schema]bool{}}
}

// of returns the shape of a schema's values where it is used. Inside of shapes, a name is called when it is needed, since
// schemas may hold themselves.
func (w *shapes) of(s *model.Schema, inside bool) expression {
	if s == nil {
		return raw(`"any"`)
	}
	if name, ok := w.names.schemas[s]; ok {
		if !w.used[s] {
			w.used[s] = true
			w.order = append(w.order, s)
		}
		if inside {
			return raw("() => " + name)
		}
		return raw(name)
	}
	return w.definition(s)
}

// definition returns the shape of a schema, whatever its name.
func (w *shapes) definition(s *model.Schema) expression {
	if slices.Contains(w.within, s) {
		return raw(`"any"`)
	}
	w.within = append(w.within, s)
	defer func() { w.within = w.within[:len(w.within)-1] }()
	form := w.forms.Of(s)
	switch form.Kind {
	case shape.Same:
		return w.of(form.Same, true)
	case shape.Bool:
		return raw(`"boolean"`)
	case shape.Int:
		if form.Basic == "int32" {
			return raw(`"int32"`)
		}
		return raw(`"integer"`)
	case shape.Float, shape.Big:
		return raw(`"number"`)
	case shape.String:
		return raw(`"string"`)
	case shape.Bytes:
		return raw(`"byte"`)
	case shape.Time:
		return raw(`"date-time"`)
	case shape.Date:
		return raw(`"date"`)
	case shape.Enum, shape.Mixed:
		return object{{"enum", valuesOf(form.Enum)}}
	case shape.List:
		return object{{"list", w.of(form.Elem, true)}}
	case shape.Tuple:
		return object{{"list", raw(`"any"`)}}
	case shape.Map:
		return object{{"map", w.of(form.Elem, true)}}
	case shape.Struct:
		return w.properties(form.Object)
	case shape.Union:
		return w.union(form.Union)
	case shape.Raw:
	}
	return raw(`"any"`)
}

func (w *shapes) properties(o *shape.ObjectForm) expression {
	properties, required := object{}, []string(nil)
	for _, p := range o.Properties {
		properties.add(p.Name, w.of(p.Schema, true))
		if p.Required {
			required = append(required, p.Name)
		}
	}
	all := object{{"properties", properties}}
	if len(required) > 0 {
		all.add("required", quotedList(required))
	}
	return all
}

func (w *shapes) union(u *shape.UnionForm) expression {
	alternatives, mapping := list{}, object{}
	for _, a := range u.Alternatives {
		alternatives = append(alternatives, w.of(a, true))
		if u.Discriminator != nil {
			for _, value := range u.Discriminated(a) {
				mapping.add(value, w.of(a, true))
			}
		}
	}
	all := object{{"anyOf", alternatives}}
	if u.Discriminator != nil {
		all.add("discriminator", raw(quote(u.Discriminator.PropertyName)))
		all.add("mapping", mapping)
	}
	return all
}

// file returns the module of the named schemas that are used, and of those that they use; nil: there are none.
func (w *shapes) file() *file {
	if len(w.order) == 0 {
		return nil
	}
	f := newFile("handlers/shapes")
	f.types.P("export {};")
	for done := 0; done < len(w.order); { // it grows
		s := w.order[done]
		done++
		f.code.P("export ", constant(w.names.schemas[s], w.definition(s)))
		f.code.P()
	}
	return f
}

// valuesOf returns values of a model as those of JavaScript.
func valuesOf(nodes []*tree.Node) list {
	all := make(list, len(nodes))
	for i, n := range nodes {
		all[i] = valueOf(n)
	}
	return all
}

// valueOf returns a value of a model. JSON is JavaScript, but for a property called __proto__.
func valueOf(n *tree.Node) expression {
	switch n.Kind {
	case tree.String:
		return raw(quote(n.Text))
	case tree.Sequence:
		return valuesOf(n.Items)
	case tree.Mapping:
		o := object{}
		for _, f := range n.Fields {
			o.add(f.Name, valueOf(f.Value))
		}
		return o
	default:
		return raw(string(n.JSON(false)))
	}
}
