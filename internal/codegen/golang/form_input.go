package golang

import (
	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// files reports whether a field of a form holds files.
type files uint8

const (
	noFile files = iota
	oneFile
	manyFiles
)

var handlerFile = Ident{handlerPath, "File"}

// isFile reports whether an input holds a file, or several.
func (in *input) isFile() files {
	if len(in.typ.expr) == 1 && in.typ.expr[0] == handlerFile {
		return oneFile
	}
	if len(in.typ.expr) == 2 && in.typ.expr[1] == handlerFile {
		return manyFiles
	}
	return noFile
}

// formInputs returns the fields of a form as inputs.
func (g *Generator) formInputs(o *model.Operation, m *model.MediaType) []*input {
	names := newScope()
	var inputs []*input
	for _, p := range g.types.formProperties(m.Schema) {
		in := &input{
			place: "body", property: p.Name, schema: p.Schema, typ: g.types.of(p.Schema), required: p.Required,
			name: names.take(Exported(p.Name)),
		}
		if in.typ.IsZero() {
			in.typ = Type{expr: Code{"string"}, kind: shape.String}
		}
		if shape.BodyOf(m) == shape.Multipart {
			in.setFile()
		}
		encoding := shape.Encoding(g.API, o, m, p.Name)
		style := encoding.Get("style").Str()
		in.asObject = style != ""
		in.source = append(Code{inHandler("Field"), "(", Quote(p.Name), ")"},
			styled(style, shape.Explode(encoding), "form", !in.isList() && !in.isStruct() && !in.isMap())...)
		if !in.required && in.isFile() == noFile {
			in.fallback = g.defaultOf(p.Schema, in.typ)
		}
		if p.Schema != nil && p.Schema.Name == "" {
			in.doc = fieldDoc(p.Schema)
		}
		inputs = append(inputs, in)
	}
	return inputs
}

func (in *input) setFile() {
	switch {
	case shape.IsFile(in.schema), in.schema != nil && shape.Of(in.schema).Kind == shape.Raw:
		in.typ = Type{expr: Code{handlerFile}, kind: shape.Struct}
	case in.typ.kind == shape.List && shape.IsFile(elementSchema(in.schema)):
		in.typ = Type{expr: Code{"[]", handlerFile}, kind: shape.List}
	}
}
