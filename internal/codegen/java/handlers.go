package java

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// runtime returns a class of what handlers run on.
func (g *generator) runtime(name string) Ident { return Ident{g.pkg + ".gatewright.handler", name} }

// handlerNames are what the handler of an operation is called.
type handlerNames struct {
	pkg      string // com.example.petstore.handlers.get_pet
	name     string // GetPet
	classes  scope  // of the package
	statuses map[string]string
}

func (n *handlerNames) ident(suffix string) Ident { return Ident{n.pkg, n.name + suffix} }

// nameHandlers names the handlers of all operations.
func (g *generator) nameHandlers() map[*operation]*handlerNames {
	all, names, packages := map[*operation]*handlerNames{}, newScope(langNames), newScope(keywords)
	for _, o := range g.operations {
		words := strings.ToLower(strings.Join(words(o.ID), "_"))
		if first := words[0]; '0' <= first && first <= '9' {
			words = "_" + words
		}
		n := &handlerNames{name: names.take(className(o.ID)), pkg: g.pkg + ".handlers." + packages.take(shortened(words)), statuses: map[string]string{}}
		n.classes = newScope([]string{n.name})
		for _, suffix := range []string{"Input", "RequestInput", "RequestParameters", "Response", "Form", "Multipart"} {
			n.classes.reserve(n.name + suffix)
		}
		for _, r := range responsesOf(o.Operation) {
			status := strings.ReplaceAll(r.Status, "default", "Default")
			n.statuses[r.Status] = n.name + status + "Response"
			n.classes.reserve(n.statuses[r.Status])
		}
		all[o] = n
	}
	return all
}

// handlerFiles write the packages of the operations and the router.
func (g *generator) handlerFiles() []codegen.File {
	names := g.nameHandlers()
	var files []codegen.File
	for _, o := range g.operations {
		h := &handlerWriter{generator: g, operation: o, names: names[o]}
		files = append(files, h.files()...)
	}
	return append(files, g.routerFile(names), g.testEventsFile())
}

// handlerWriter writes the classes of one operation.
type handlerWriter struct {
	*generator

	operation *operation
	names     *handlerNames
}

// title returns which operation something is for: "getPet (GET /pets/{petId})".
func (o *operation) title() string { return o.ID + " (" + o.Method + " " + o.Path + ")" }

func (h *handlerWriter) start(suffix, doc string) *File {
	return h.startClass(h.names.name+suffix, doc)
}

func (h *handlerWriter) startClass(name, doc string) *File {
	f := newFile(h.names.pkg, name, h.names.classes)
	f.Doc(doc)
	if h.operation.Deprecated {
		f.P("@SuppressWarnings(\"deprecation\") // the operation is")
	}
	return f
}

func (h *handlerWriter) files() []codegen.File {
	parameters := h.parameters(h.operation.Operation)
	var bodies []*content
	members := newMembers("requestParameters", "contentType")
	if body := h.operation.RequestBody; body != nil {
		bodies = h.contents(body.Content, members, h.formClass)
	}
	var files []codegen.File
	if len(parameters) > 0 {
		files = append(files, h.inputsFile("RequestParameters", "The parameters of "+h.operation.title()+".", parameters))
	}
	for _, c := range bodies {
		if c.body == shape.URLEncoded || c.body == shape.Multipart {
			text := "The form that " + h.operation.title() + " takes."
			if c.media.Schema != nil {
				text += "\n\n" + sentence(c.media.Schema.Description)
			}
			suffix := strings.TrimPrefix(c.typ.expr[0].(Ident).Name, h.names.name) //nolint:forcetypeassert // the type of a form is a name
			files = append(files, h.inputsFile(suffix, text, h.formInputs(h.operation.Operation, c.media)))
		}
	}
	files = append(files, h.inputFile(len(parameters) > 0, bodies), h.requestFile(), h.handlerFile())
	return append(files, h.responseFiles()...)
}

// formClass returns the record of a form.
func (h *handlerWriter) formClass(m *model.MediaType) Type {
	suffix := "Form"
	isURLEncoded := func(m *model.MediaType) bool { return shape.BodyOf(m) == shape.URLEncoded }
	if shape.BodyOf(m) == shape.Multipart && slices.ContainsFunc(h.operation.RequestBody.Content, isURLEncoded) {
		suffix = "Multipart"
	}
	return Type{Code{h.names.ident(suffix)}}
}

// inputsFile writes a record of inputs.
func (h *handlerWriter) inputsFile(suffix, doc string, inputs []*input) codegen.File {
	f := h.start(suffix, doc)
	name := h.names.name + suffix
	r := &inputReader{generator: h.generator, File: f, names: newScope([]string{"read"})}
	f.P("public record ", name, "(")
	for i, in := range inputs {
		f.P("    ", in.typ.expr, " ", in.name, separator(i, len(inputs)))
	}
	f.P("    ) {")
	f.P()
	f.P("static ", name, " read(", h.runtime("Decoder"), " decoder) {")
	if strings.HasSuffix(suffix, "RequestParameters") {
		f.P("return new ", name, "(")
	} else {
		f.P("return decoder == null ? null : new ", name, "(")
	}
	for i, in := range inputs {
		f.P("    ", r.read(in, "decoder"), separator(i, len(inputs)))
	}
	f.P("    );")
	f.P("}")
	for _, in := range inputs {
		f.P()
		f.Doc(getterDoc(in))
		if in.deprecated {
			f.P("@", Ident{"java.lang", "Deprecated"})
		}
		f.getter(in.typ.expr, in.name)
	}
	r.writeReaders()
	f.P("}")
	return f.Source()
}

func getterDoc(in *input) string {
	if text := sentence(in.doc); text != "" {
		return text
	}
	if in.required || in.fallback != nil {
		return "Returns " + in.property + "."
	}
	return "Returns " + in.property + ", or null when it is not there."
}

// lines writes a call with each of its arguments on a line of its own, if there are several.
func (f *File) lines(call Code, arguments []Code) {
	if len(arguments) < 2 {
		f.P(call, "(", Join(arguments, ", "), ");")
		return
	}
	indent := ",\n" + strings.Repeat("  ", f.indent+2)
	f.P(call, "(")
	f.P("    ", Join(arguments, indent), ");")
}

// getter writes the method that returns a component in the manner of beans.
func (f *File) getter(typ Code, name string) {
	f.P("public ", typ, " ", getter(name), "() {")
	f.P("return ", name, ";")
	f.P("}")
}

// inputFile writes the record of the parameters and the body.
func (h *handlerWriter) inputFile(hasParameters bool, bodies []*content) codegen.File {
	f := h.start("Input", "The input of "+h.operation.title()+".")
	name := h.names.name + "Input"
	parameters := h.names.ident("RequestParameters")
	type component struct{ typ, name, value, doc Code }
	var components []component
	if hasParameters {
		components = append(components, component{Code{parameters}, Code{"requestParameters"}, Code{"requestParameters"}, Code{"Returns the parameters."}})
	}
	for _, c := range bodies {
		text := "Returns the body, or null when it is of another media type."
		if len(bodies) == 1 {
			text = "Returns the body."
			if !h.operation.RequestBody.Required {
				text = "Returns the body, or null when there is none."
			}
		}
		components = append(components, component{c.typ.expr, Code{c.name}, Code{"decoder.isBody(", Join(quoted(c.types), ", "), ") ? ", readBody(c), " : null"}, Code{text}})
	}
	if needsType(bodies) {
		components = append(components, component{lang("String").expr, Code{"contentType"}, Code{"decoder.mediaType()"}, Code{"Returns the body's media type."}})
	}
	declared, values := make([]Code, len(components)), make([]Code, len(components))
	for i, c := range components {
		declared[i], values[i] = Code{c.typ, " ", c.name}, c.value
	}
	if len(declared) < 2 {
		f.P("public record ", name, "(", Join(declared, ", "), ") {")
	} else {
		f.P("public record ", name, "(")
		f.P("    ", Join(declared, ",\n    "))
		f.P("    ) {")
	}
	f.P()
	f.P("static ", name, " read(", h.runtime("Decoder"), " decoder) {")
	if hasParameters {
		f.P(parameters, " requestParameters = ", parameters, ".read(decoder);")
	}
	if len(bodies) > 0 {
		arguments := Code{h.required()}
		for _, c := range bodies {
			for _, text := range quoted(c.types) {
				arguments = append(arguments, ", ", text)
			}
		}
		f.P("decoder.body(", arguments, ");")
	}
	f.lines(Code{"return new ", name}, values)
	f.P("}")
	for _, c := range components {
		f.P()
		f.P("/** ", c.doc, " */")
		f.getter(c.typ, c.name[0].(string)) //nolint:forcetypeassert // a component's name is text
	}
	f.P("}")
	return f.Source()
}

func (h *handlerWriter) required() string {
	if h.operation.RequestBody.Required {
		return "true"
	}
	return "false"
}

// readBody returns the expression that reads a body.
func readBody(c *content) Code {
	switch c.body {
	case shape.JSON:
		return Code{"decoder.bodyJson(", typeToken(c.typ), ")"}
	case shape.Text:
		return Code{"decoder.text()"}
	case shape.URLEncoded:
		return Code{c.typ.expr, ".read(decoder.form())"}
	case shape.Multipart:
		return Code{c.typ.expr, ".read(decoder.multipart())"}
	case shape.Binary:
	}
	return Code{"decoder.bytes()"}
}

// requestFile writes the record that a handler gets.
func (h *handlerWriter) requestFile() codegen.File {
	f := h.start("RequestInput", "A request for "+h.operation.title()+".")
	context := Ident{"com.amazonaws.services.lambda.runtime", "Context"}
	stringMap := mapOf(lang("Object")).expr
	components := []struct {
		typ  Code
		name string
	}{
		{Code{h.names.ident("Input")}, "input"},
		{Code{h.runtime("ProxyEvent")}, "event"},
		{Code{context}, "context"},
		{stringMap, "interceptorContext"},
	}
	f.P("public record ", h.names.name, "RequestInput(")
	for i, c := range components {
		f.P("    ", c.typ, " ", c.name, separator(i, len(components)))
	}
	f.P("    ) implements ", h.runtime("RequestInput"), "<", h.names.ident("Input"), "> {")
	for _, c := range components {
		f.P()
		f.P("@", Ident{"java.lang", "Override"})
		f.getter(c.typ, c.name)
	}
	f.P("}")
	return f.Source()
}

// handlerFile writes the class that handlers extend.
func (h *handlerWriter) handlerFile() codegen.File {
	o := h.operation
	f := h.start("", "Handles "+o.title()+"."+paragraph(o.Summary)+paragraph(o.Description))
	input, request := h.names.ident("Input"), h.names.ident("RequestInput")
	override := Code{"@", Ident{"java.lang", "Override"}}
	f.P("public abstract class ", h.names.name, " extends ", h.runtime("OperationHandler"), "<", input, "> {")
	f.P()
	f.P("/** Creates the handler. */")
	f.P("protected ", h.names.name, "() {")
	f.P("super(", Quote(o.ID), ");")
	f.P("}")
	f.P()
	f.P("/** Responds to a request. Responses may also be thrown. */")
	f.P("public abstract ", h.names.ident("Response"), " handle(", request, " request);")
	f.P()
	f.P(override)
	f.P("protected final ", input, " read(", h.runtime("Decoder"), " decoder) {")
	f.P("return ", input, ".read(decoder);")
	f.P("}")
	f.P()
	f.P(override)
	f.P("protected final ", h.runtime("Response"), " respond(", h.runtime("RequestInput"), "<", input, "> request) {")
	f.lines(Code{request, " input = new ", request}, []Code{{"request.getInput()"}, {"request.getEvent()"}, {"request.getContext()"}, {"request.getInterceptorContext()"}})
	f.P("return handle(input);")
	f.P("}")
	if types := h.responseTypes(); len(types) > 0 {
		list := Ident{"java.util", "List"}
		f.P()
		f.P(override)
		f.P("protected ", list, "<", Ident{"java.lang", "Class"}, "<?>> responseTypes() {")
		f.P("return ", list, ".of(", Join(types, ", "), ");")
		f.P("}")
	}
	f.P("}")
	return f.Source()
}

// responseTypes returns the classes of the model that responses have as their bodies.
func (h *handlerWriter) responseTypes() []Code {
	var all []Code
	seen := map[*class]bool{}
	for _, r := range responsesOf(h.operation.Operation) {
		for _, m := range r.Content {
			if shape.BodyOf(m) != shape.JSON || m.Schema == nil {
				continue
			}
			if c := h.types.classOf(m.Schema); c != nil && !seen[c] {
				seen[c] = true
				all = append(all, Code{h.types.ident(c).expr, ".class"})
			}
		}
	}
	return all
}

func paragraph(text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	return "\n\n" + sentence(text)
}
