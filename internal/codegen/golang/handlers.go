package golang

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

var (
	contextContext = Ident{"context", "Context"}
	httpHeader     = Ident{"net/http", "Header"}
)

// HandlerFiles returns the files of the handlers' package: one for each operation, and
// the router.
func (g *Generator) HandlerFiles() []*File {
	readers := newScope()
	files := make([]*File, 0, len(g.API.Operations)+1)
	for _, o := range g.API.Operations {
		h := &handlerWriter{Generator: g, File: g.handlerFile(g.Operation(o).FileName), operation: o, names: g.Operation(o), readers: readers}
		h.write()
		files = append(files, h.File)
	}
	return append(files, g.router())
}

func (g *Generator) handlerFile(name string) *File {
	return g.NewFile(g.Handlers.Name+"/"+name+".go", g.Handlers)
}

// handlerWriter writes the file of one operation.
type handlerWriter struct {
	*Generator
	*File

	operation *model.Operation
	names     *OperationNames
	readers   *scope // names of functions that read objects, in the whole package

	objects []*objectReader // to be written
}

// objectReader is a function that reads an object's properties.
type objectReader struct {
	name string
	of   Type
}

func (h *handlerWriter) write() {
	parameters, bodies := h.input()
	h.decode(parameters, bodies)
	h.forms(bodies)
	h.objectReaders()
	h.responses()
	h.constructors()
}

// title returns which operation something is for: "getPet (GET /pets/{petId})".
func title(o *model.Operation) string {
	return o.ID + " (" + o.Method + " " + o.Path + ")"
}

// input declares what the handler's function takes.
func (h *handlerWriter) input() ([]*input, []*content) {
	names := newScope()
	var bodies []*content
	if body := h.operation.RequestBody; body != nil {
		bodies = h.contents(body.Content, names, h.formType)
		if needsType(bodies) {
			names.take("ContentType")
		}
	}
	parameters := h.parameters(h.operation, names)
	h.Doc(h.names.Input + " is the input of " + title(h.operation) + ".")
	if len(parameters)+len(bodies) == 0 {
		h.P("type ", h.names.Input, " struct{}")
		return nil, nil
	}
	h.P("type ", h.names.Input, " struct {")
	for i, in := range parameters {
		h.inputField(in, i > 0)
	}
	h.bodyFields(bodies, len(parameters) > 0)
	h.P("}")
	return parameters, bodies
}

func (h *handlerWriter) inputField(in *input, follows bool) {
	text := withDeprecation(sentence(strings.TrimSpace(in.doc)), in.deprecated)
	if follows && text != "" {
		h.P()
	}
	h.Doc(text)
	h.P(in.name, " ", in.declared())
}

func (h *handlerWriter) bodyFields(bodies []*content, follows bool) {
	body := h.operation.RequestBody
	for i, c := range bodies {
		alone := len(bodies) == 1
		text := ""
		switch {
		case i > 0:
		case !alone:
			text = "The body, in one of these types. " + sentence(body.Description)
		default:
			text = sentence(body.Description)
		}
		if follows && text != "" {
			h.P()
		}
		h.Doc(text)
		h.P(c.name, " ", h.bodyType(c, alone))
	}
	if needsType(bodies) {
		h.P()
		h.Doc("ContentType is the body's media type.")
		h.P("ContentType string")
	}
}

// bodyType is nil where there need not be a body.
func (h *handlerWriter) bodyType(c *content, alone bool) Type {
	return c.declared(alone && h.operation.RequestBody.Required)
}

// formType returns the struct for the fields of a form.
func (h *handlerWriter) formType(m *model.MediaType) Type {
	name := h.names.Form
	if shape.BodyOf(m) == shape.Multipart && h.hasURLEncoded() {
		name = h.names.Multipart
	}
	return Type{expr: Code{h.Handlers.Ident(name)}, kind: shape.Struct}
}

func (h *handlerWriter) hasURLEncoded() bool {
	return slices.ContainsFunc(h.operation.RequestBody.Content, func(m *model.MediaType) bool { return shape.BodyOf(m) == shape.URLEncoded })
}

// decode writes the function that makes the input of a request.
func (h *handlerWriter) decode(parameters []*input, bodies []*content) {
	h.P()
	name := "decode" + h.names.Name
	if len(parameters)+len(bodies) == 0 {
		h.P("func ", name, "(*", inHandler("Request"), ") (", h.names.Input, ", error) {")
		h.P("return ", h.names.Input, "{}, nil")
		h.P("}")
		return
	}
	h.P("func ", name, "(r *", inHandler("Request"), ") (", h.names.Input, ", error) {")
	h.P("var in ", h.names.Input)
	h.P("d := ", inHandler("Decode"), "(r)")
	for _, in := range parameters {
		h.readInto("in."+in.name, in, in.store())
	}
	h.decodeBody(bodies)
	h.P("return in, d.Err()")
	h.P("}")
}

// reader returns the name of the function that reads an object's properties.
func (h *handlerWriter) reader(in *input) string {
	r := &objectReader{name: h.readers.take("read" + h.names.Name + in.name), of: in.typ}
	h.objects = append(h.objects, r)
	return r.name
}

func (h *handlerWriter) decodeBody(bodies []*content) {
	if len(bodies) == 0 {
		return
	}
	var types []Code
	for _, c := range bodies {
		types = append(types, quoted(c.types)...)
	}
	body := Code{"d.Body(", strconv.FormatBool(h.operation.RequestBody.Required), ", ", Join(types, ", "), ")"}
	if len(bodies) == 1 {
		h.P("if ", body, ` != "" {`)
		h.readBody(bodies[0], h.bodyType(bodies[0], true))
		h.P("}")
	} else {
		h.P("switch ", body, " {")
		for _, c := range bodies {
			h.P("case ", Join(quoted(c.types), ", "), ":")
			h.readBody(c, h.bodyType(c, false))
		}
		h.P("}")
	}
	if needsType(bodies) {
		h.P("in.ContentType = d.MediaType()")
	}
}

func quoted(texts []string) []Code {
	all := make([]Code, len(texts))
	for i, text := range texts {
		all[i] = Code{Quote(text)}
	}
	return all
}

func (h *handlerWriter) readBody(c *content, declared Type) {
	store := asValue
	if declared.ptr {
		store = asPointer
	}
	switch c.body {
	case shape.JSON:
		h.P("d.BodyJSON(&in.", c.name, ")")
	case shape.Text:
		h.P("in.", c.name, " = ", store.of("d.Text()"))
	case shape.URLEncoded:
		h.readForm("BodyForm", c, store)
	case shape.Multipart:
		h.readForm("BodyMultipart", c, store)
	case shape.Binary:
		h.P("in.", c.name, " = d.Bytes()")
	}
}

func (h *handlerWriter) readForm(method string, c *content, store store) {
	h.P("if form := d.", method, "(); form != nil {")
	h.P("in.", c.name, " = ", store.of(h.formReader(c), "(form)"))
	h.P("}")
}

// store is how a value is put into a field.
type store uint8

const (
	asValue store = iota
	asPointer
	asNullable // a types.Nullable
)

// of returns what is put into the field.
func (s store) of(value ...any) Code {
	switch s {
	case asPointer:
		return Code{"new(", Code(value), ")"}
	case asNullable:
		return Code{Ident{runtimePath, "Value"}, "(", Code(value), ")"}
	case asValue:
	}
	return value
}

// readInto reads an input into a field. What could be of any type is read without a type parameter: the compiler compiles a
// generic function again for each struct.
func (h *handlerWriter) readInto(field string, in *input, store store) {
	switch {
	case in.isStruct():
		h.P("if o := ", in.object(), "; o != nil {")
		h.P(field, " = ", store.of(h.reader(in), "(o)"))
		h.P("}")
	case in.isAny() && store == asValue:
		h.P(in.any("&" + field))
	case in.isAny():
		h.P("if value := new(", in.typ, "); ", in.any("value"), " {")
		value := Code{"value"}
		if store == asNullable {
			value = store.of("*value")
		}
		h.P(field, " = ", value)
		h.P("}")
	case store == asNullable:
		value := "value"
		if in.given() == aPointer {
			value = "*value"
		}
		h.P("if value := ", in.read(h.Generator), "; value != nil {")
		h.P(field, " = ", store.of(value))
		h.P("}")
	case in.given() == aValue:
		h.P(field, " = ", store.of(in.read(h.Generator)))
	default:
		h.P(field, " = ", in.read(h.Generator))
	}
}

// formReader returns the name of the function that reads a form.
func (h *handlerWriter) formReader(c *content) Code { return Code{"read", c.typ} }

// forms declares the structs for forms, and the functions that read them.
func (h *handlerWriter) forms(bodies []*content) {
	for _, c := range bodies {
		if c.body != shape.URLEncoded && c.body != shape.Multipart {
			continue
		}
		inputs := h.formInputs(h.operation, c.media)
		h.P()
		text := ""
		if s := c.media.Schema; s != nil {
			text = "\n\n" + sentence(s.Description)
		}
		h.Doc(nameOf(c.typ) + " is the form that " + title(h.operation) + " takes." + text)
		h.P("type ", c.typ, " struct {")
		for i, in := range inputs {
			h.inputField(in, i > 0)
		}
		h.P("}")
		h.P()
		h.P("func ", h.formReader(c), "(d *", inHandler("Decoder"), ") ", c.typ, " {")
		h.P("var form ", c.typ)
		for _, in := range inputs {
			h.readInto("form."+in.name, in, in.store())
		}
		h.P("return form")
		h.P("}")
	}
}

// nameOf returns the name of a type that is but an identifier.
func nameOf(t Type) string {
	id, _ := t.expr[0].(Ident)
	return id.Name
}

// objectReaders writes the functions that read objects.
func (h *handlerWriter) objectReaders() {
	for _, r := range h.objects {
		h.P()
		h.P("func ", r.name, "(d *", inHandler("Decoder"), ") ", r.of, " {")
		h.P("var v ", r.of)
		for _, f := range r.of.decl.structure().fields {
			if f.tag == "" {
				h.readField(f)
			}
		}
		h.P("return v")
		h.P("}")
	}
}

// readField reads a property into a field of a struct of the model.
func (h *handlerWriter) readField(f *field) {
	in := &input{
		name: f.name, property: f.property, schema: f.schema, typ: f.value, required: !f.omit,
		source: Code{inHandler("Field"), "(", Quote(f.property), ")"},
	}
	store := asValue
	switch {
	case f.isNull:
		store = asNullable
	case f.typ.ptr:
		store = asPointer
	}
	h.readInto("v."+f.name, in, store)
}

// constructors writes the functions that make a handler.
func (h *handlerWriter) constructors() {
	o := h.operation
	function := Code{"f func(", contextContext, ", ", h.names.Input, ") (", h.names.Response, ", error)"}
	h.P()
	h.Doc(h.names.Name + " makes the Lambda handler of " + title(o) + ". The first interceptor is the outermost." + paragraph(o.Summary) + paragraph(o.Description) + paragraph(withDeprecation("", o.Deprecated)))
	h.P("func ", h.names.Name, "(", function, ", interceptors ...", inHandler("Interceptor"), ") *", inHandler("Handler"), " {")
	h.P("return ", inHandler("New"), "(", h.names.Operation, "(f), interceptors...)")
	h.P("}")
	h.P()
	h.Doc(h.names.Operation + " returns " + title(o) + " as handler.NewRouter takes it.")
	h.P("//")
	h.P("//go:noinline") // Router would be one large function
	h.P("func ", h.names.Operation, "(", function, ") ", inHandler("Operation"), " {")
	h.P("serve := func(ctx ", contextContext, ", r *", inHandler("Request"), ") (", inHandler("Responder"), ", error) {")
	h.P("in, err := decode", h.names.Name, "(r)")
	h.P("if err != nil {")
	h.P("return nil, err")
	h.P("}")
	h.P("return f(ctx, in)")
	h.P("}")
	h.P("return ", inHandler("Operation"), "{")
	h.P("ID: ", Quote(o.ID), ",")
	h.P("Method: ", method(o.Method), ",")
	h.P("Path: ", Quote(o.Path), ",")
	h.P("Serve: ", inHandler("Serve"), "(serve),")
	h.P("}")
	h.P("}")
}

func paragraph(text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	return "\n\n" + sentence(text)
}

// method returns the constant of a method, where net/http has one.
func method(name string) any {
	if slices.Contains([]string{"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"}, name) {
		return Ident{"net/http", "Method" + name[:1] + strings.ToLower(name[1:])}
	}
	return Quote(name)
}

// router writes the file of the handler for all operations.
func (g *Generator) router() *File {
	f := g.handlerFile("router")
	f.About("Package " + g.Handlers.Name + " has a Lambda handler for each operation of " + titleOf(g.API) + ", and one for all.")
	f.Doc("This does not compile when the library is older than the generator: run \"go get github.com/gatewright/gatewright@latest\".")
	f.P("const _ = ", inHandler("IsAtLeastVersion0_1"))
	f.P()
	f.Doc("API answers requests to all operations.")
	f.P("type API interface {")
	for _, o := range g.sorted() {
		n := g.Operation(o)
		f.Doc(n.Name + " answers " + o.Method + " " + o.Path + ".")
		f.P(n.Name, "(ctx ", contextContext, ", in ", n.Input, ") (", n.Response, ", error)")
	}
	f.P("}")
	f.P()
	f.Doc("Router makes one Lambda handler of all operations. The first interceptor is the outermost.")
	f.P("func Router(api API, interceptors ...", inHandler("Interceptor"), ") *", inHandler("Handler"), " {")
	f.P("return ", inHandler("NewRouter"), "([]", inHandler("Operation"), "{")
	for _, o := range g.sorted() {
		f.P(g.Operation(o).Operation, "(api.", g.Operation(o).Name, "),")
	}
	f.P("}, interceptors...)")
	f.P("}")
	return f
}

// titleOf returns what an API is called in a sentence.
func titleOf(api *model.API) string {
	if title := strings.TrimSpace(api.Title); title != "" {
		return title
	}
	return "the API"
}

// Stubs returns the programs of operations whose handler the model wants in Go, without
// saying where it is; each is to be written only where there is none yet. Their paths are relative to the folder that
// holds handlers.
func (g *Generator) Stubs() []*File {
	var files []*File
	for _, o := range g.API.Operations {
		if hasStub(o) {
			files = append(files, g.stub(o))
		}
	}
	return files
}

func (g *Generator) stub(o *model.Operation) *File {
	n := g.Operation(o)
	f := g.NewFile(path.Join(n.Folder, "main.go"), Package{Name: "main"}).Unmarked()
	f.About("Command " + n.Folder + " is the Lambda function of " + title(o) + ".")
	f.P("func main() {")
	f.P(Ident{"github.com/aws/aws-lambda-go/lambda", "Start"}, "(", g.Handlers.Ident(n.Name), "(handle, ", inHandler("Defaults"), "()...))")
	f.P("}")
	f.P()
	f.Doc("handle answers a request." + paragraph(o.Summary))
	f.P("func handle(ctx ", contextContext, ", in ", g.Handlers.Ident(n.Input), ") (", g.Handlers.Ident(n.Response), ", error) {")
	f.P("return nil, &", inHandler("Error"), "{StatusCode: ", Ident{"net/http", "StatusNotImplemented"}, ", Message: ", Quote(o.ID+" is not implemented yet."), "}")
	f.P("}")
	return f
}
