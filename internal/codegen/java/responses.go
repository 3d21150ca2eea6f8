package java

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// responsesOf returns the responses that a function can give: API Gateway takes none that are only informational. An operation
// that describes none can give any.
func responsesOf(o *model.Operation) []*model.Response {
	all := slices.DeleteFunc(slices.Clone(o.Responses), func(r *model.Response) bool { return strings.HasPrefix(r.Status, "1") })
	if len(all) == 0 {
		return []*model.Response{{Status: "default", Content: []*model.MediaType{{Type: "*/*"}}}}
	}
	return all
}

// responseFiles write the sealed interface of an operation's responses, and their classes.
func (h *handlerWriter) responseFiles() []codegen.File {
	all := responsesOf(h.operation.Operation)
	names := make([]Code, len(all))
	for i, r := range all {
		names[i] = Code{Ident{h.names.pkg, h.names.statuses[r.Status]}}
	}
	f := h.start("Response", "A response of "+h.operation.title()+".")
	f.P("public sealed interface ", h.names.name, "Response extends ", h.runtime("Response"))
	f.P("    permits ", Join(names, ", "), " {}")
	files := []codegen.File{f.Source()}
	for _, r := range all {
		files = append(files, h.responseFile(r))
	}
	return files
}

// statusRange returns the statuses that a response stands for, when it is not one.
func statusRange(status string) (low, high int, isRange bool) {
	if status == "default" {
		return 200, 599, true
	}
	if class, ok := strings.CutSuffix(status, "XX"); ok {
		n, err := strconv.Atoi(class)
		return n * 100, n*100 + 99, err == nil
	}
	return 0, 0, false
}

// responseWriter writes the class of one response.
type responseWriter struct {
	*handlerWriter
	*File

	name    string
	status  string // of the response
	bodies  []*content
	headers []*input
	typed   *content // whose value is kept; nil: none
}

// parameter is one of a method.
type parameter struct {
	typ  Code
	name string
}

func (h *handlerWriter) responseFile(r *model.Response) codegen.File {
	text := sentence(r.Description)
	if text == "" {
		text = "The response " + r.Status + "."
	}
	name := h.names.statuses[r.Status]
	members := newMembers("statusCode", "contentType", "headers", "events", "content", "typedBody")
	w := &responseWriter{handlerWriter: h, File: h.startClass(name, text), name: name, status: r.Status, bodies: h.contents(r.Content, members, nil)}
	w.headers = h.responseHeaders(r, members)
	if len(w.bodies) == 1 {
		w.typed = w.bodies[0]
	}
	w.write()
	return w.Source()
}

// responseHeaders returns the headers that the model describes.
func (h *handlerWriter) responseHeaders(r *model.Response, names members) []*input {
	names.reserve("getHeader")
	names.reserve("header")
	var all []*input
	for _, m := range r.Headers {
		if strings.EqualFold(m.Name, "Content-Type") {
			continue // the body's
		}
		in := h.types.newInput(m.Schema, m.Name, m.Required)
		in.name, in.doc = names.takeOr(memberName(m.Name), memberName(m.Name+" header")), m.Description
		all = append(all, in)
	}
	return all
}

func (w *responseWriter) write() {
	content := w.runtime("ResponseContent")
	w.P("public final class ", w.name, " extends ", w.runtime("HandlerResponse"), " implements ", w.names.ident("Response"), " {")
	w.P()
	w.P("private static final long serialVersionUID = 1L;")
	w.P()
	parameters := Code{content, " content"}
	if w.typed != nil {
		w.P("private final transient ", w.typed.typ.expr, " typedBody;")
		w.P()
		parameters = append(parameters, ", ", w.typed.typ.expr, " typedBody")
	}
	w.P("private ", w.name, "(", parameters, ") {")
	w.P("super(content);")
	if w.typed != nil {
		w.P("this.typedBody = typedBody;")
	}
	w.P("}")
	if len(w.bodies) == 0 {
		w.factories("of", nil)
	}
	for _, c := range w.bodies {
		method := "of"
		if len(w.bodies) > 1 {
			method += className(c.name)
		}
		w.factories(method, c)
	}
	if w.typed != nil {
		w.P()
		w.P("/** Returns the body that the response was created with. */")
		w.P("public ", w.typed.typ.expr, " getTypedBody() {")
		w.P("return typedBody;")
		w.P("}")
	}
	for _, header := range w.headers {
		if !header.required {
			w.headerSetter(header)
		}
	}
	w.P()
	w.P("@", Ident{"java.lang", "Override"})
	w.P("public ", w.name, " withHeader(", Ident{"java.lang", "String"}, " name, ", Ident{"java.lang", "String"}, "... values) {")
	w.P("return ", w.create(Code{"content().withHeader(name, values)"}, "typedBody"), ";")
	w.P("}")
	w.P("}")
}

// create returns the call of the constructor.
func (w *responseWriter) create(content Code, body string) Code {
	if w.typed == nil {
		return Code{"new ", w.name, "(", content, ")"}
	}
	return Code{"new ", w.name, "(", content, ", ", body, ")"}
}

// headerSetter writes the method that sets an optional header.
func (w *responseWriter) headerSetter(header *input) {
	w.P()
	text := sentence(header.doc)
	if text == "" {
		text = "Sets the header " + header.property + "."
	}
	w.Doc(text)
	w.P("public ", w.name, " with", className(header.name), "(", header.typ.primitive(), " ", header.name, ") {")
	w.P("return ", w.create(Code{"content().withTypedHeader(", Quote(header.property), ", ", header.name, ")"}, "typedBody"), ";")
	w.P("}")
}

// factories write the methods that create a response with a body; nil: without one.
func (w *responseWriter) factories(method string, c *content) {
	if c == nil || !w.takesType(c) {
		w.factory(method, c, nil, false)
		w.factory(method, c, nil, true)
		if c != nil && c.body == shape.Text && len(w.bodies) == 1 {
			w.events(method, c)
		}
		return
	}
	if c.usualType() != "" {
		w.factory(method, c, nil, false)
		w.factory(method, c, nil, true)
	}
	w.factory(method, c, &parameter{lang("String").expr, "contentType"}, false)
}

// events writes the method that creates a response of events, which are sent together.
func (w *responseWriter) events(method string, c *content) {
	event, ok := w.types.known[c.media.Schema]
	if _, _, isRange := statusRange(w.status); !ok || isRange || len(w.headers) > 0 || c.types[0] != "text/event-stream" || len(c.types) > 1 {
		return
	}
	w.P()
	w.P("/** Creates the response of events, which are sent together: Lambda does not stream responses of Java. */")
	w.P("public static ", w.name, " ", method, "(", Ident{"java.lang", "Iterable"}, "<", event.expr, "> events) {")
	w.P("return of(", w.runtime("ResponseContent"), ".events(events));")
	w.P("}")
}

// takesType reports whether a body can be of several media types.
func (w *responseWriter) takesType(c *content) bool {
	return len(c.types) > 1 || strings.Contains(c.types[0], "*")
}

// factory writes a method that creates a response.
func (w *responseWriter) factory(method string, c *content, contentType *parameter, withHeaders bool) {
	low, high, isRange := statusRange(w.status)
	var parameters []parameter
	status := Code{w.status}
	if isRange {
		parameters = append(parameters, parameter{Code{"int"}, "statusCode"})
		status = Code{w.runtime("ResponseContent"), ".within(statusCode, ", low, ", ", high, ")"}
	}
	if c != nil {
		parameters = append(parameters, parameter{c.typ.primitive(), c.name})
	}
	if contentType != nil {
		parameters = append(parameters, *contentType)
	}
	for _, header := range w.headers {
		if header.required {
			parameters = append(parameters, parameter{header.typ.primitive(), header.name})
		}
	}
	if withHeaders {
		parameters = append(parameters, parameter{mapOf(lang("String")).expr, "headers"})
	}
	declared := make([]Code, len(parameters))
	for i, p := range parameters {
		declared[i] = Code{p.typ, " ", p.name}
	}
	w.P()
	w.P("/** Creates the response", map[bool]string{true: " with further headers"}[withHeaders], ". */")
	w.P("public static ", w.name, " ", method, "(", Join(declared, ", "), ") {")
	w.P(w.runtime("ResponseContent"), " content = ", w.written(c, status, contentType != nil), ";")
	for _, header := range w.headers {
		if header.required {
			w.P("content = content.withTypedHeader(", Quote(header.property), ", ", header.name, ");")
		}
	}
	result := Code{"content"}
	if withHeaders {
		result = Code{"content.withHeaders(headers)"}
	}
	body := ""
	if c != nil {
		body = c.name
	}
	w.P("return ", w.create(result, body), ";")
	w.P("}")
}

// written returns the expression of a response with a body.
func (w *responseWriter) written(c *content, status Code, hasType bool) Code {
	content := w.runtime("ResponseContent")
	if c == nil {
		return Code{content, ".empty(", status, ")"}
	}
	mediaType := Code{Quote(c.usualType())}
	if hasType {
		mediaType = Code{content, ".ofType(contentType, ", Join(quoted(c.types), ", "), ")"}
	}
	method := map[shape.Body]string{shape.JSON: "json", shape.Text: "text"}[c.body]
	if method == "" {
		method = "bytes"
	}
	return Code{content, ".", method, "(", status, ", ", mediaType, ", ", c.name, ")"}
}
