package golang

import (
	"github.com/gatewright/gatewright/model"

	"github.com/gatewright/gatewright/internal/codegen/shape"
)

// Type is a Go type, as it is written in any file that uses it.
type Type struct {
	expr Code
	kind shape.Kind
	decl *declaration // of a type that the core package declares; nil: of none
	elem *Type        // of a list or a map that is not declared
	ptr  bool
}

// element is the type of what a list or a map holds.
func (t Type) element() *Type {
	for t.elem == nil && t.decl != nil {
		t = t.decl.under
	}
	return t.elem
}

func (t Type) code() Code { return t.expr }

// IsZero reports whether there is no type: the model describes no value.
func (t Type) IsZero() bool { return t.expr == nil }

// CanBeNil reports whether the type has a nil that stands for no value: pointers,
// slices, maps, and JSON as it is.
func (t Type) CanBeNil() bool {
	switch t.kind {
	case shape.Raw, shape.Bytes, shape.List, shape.Map:
		return true
	default:
		return t.ptr
	}
}

// Optional returns the type of a value that need not be there: itself if it can be nil,
// otherwise a pointer to it.
func (t Type) Optional() Type {
	if t.CanBeNil() {
		return t
	}
	t.expr, t.ptr = Code{"*", t.expr}, true
	return t
}

// IsDeclared reports whether the core package declares the type by a name.
func (t Type) IsDeclared() bool { return t.decl != nil && !t.ptr }

// nullable returns the type of a value that must be there and may be null, if its
// schema allows that.
func (t Type) nullable(s *model.Schema) Type {
	if s == nil || t.IsZero() || !shape.IsNullable(s) {
		return t
	}
	return t.Optional()
}

// empty returns an expression of a list or a map that has nothing in it, or nothing for
// a type that JSON does not take for null.
func (t Type) empty() Code {
	switch {
	case t.ptr:
		return nil
	case t.kind == shape.List, t.kind == shape.Map, t.kind == shape.Bytes:
		return Code{t.expr, "{}"}
	}
	return nil
}
