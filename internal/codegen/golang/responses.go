package golang

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// answers returns the responses that a function can give: API Gateway takes none that
// are only informational. An operation that describes none can give any.
func answers(o *model.Operation) []*model.Response {
	all := slices.DeleteFunc(slices.Clone(o.Responses), func(r *model.Response) bool { return strings.HasPrefix(r.Status, "1") })
	if len(all) == 0 {
		return []*model.Response{{Status: "default", Content: []*model.MediaType{{Type: "*/*"}}}}
	}
	return all
}

// responses declares the sealed set of an operation's responses.
func (h *handlerWriter) responses() {
	all := answers(h.operation)
	names := make([]string, len(all))
	for i, r := range all {
		names[i] = h.names.Statuses[r.Status]
	}
	h.P()
	h.Doc(h.names.Response + " is a response of " + h.operation.ID + ": " + enumerate(names) + ".")
	h.P("type ", h.names.Response, " interface {")
	h.P(inHandler("Responder"))
	h.P(h.marker(), "()")
	h.P("}")
	for _, r := range all {
		h.response(r)
	}
}

func enumerate(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// marker is the method that only the operation's responses have.
func (h *handlerWriter) marker() string { return "is" + h.names.Response }

// responseHeader is a header that the model describes.
type responseHeader struct {
	name, field string
	typ         Type
	required    bool
	doc         string
}

func (h *handlerWriter) response(r *model.Response) {
	name := h.names.Statuses[r.Status]
	scope := newScope("Respond", "ExtraHeaders")
	low, high, isRange := statusRange(r.Status)
	if isRange {
		scope.take("StatusCode")
	}
	bodies := h.contents(r.Content, scope, nil)
	if needsType(bodies) {
		scope.take("ContentType")
	}
	headers := h.headers(r, scope)

	h.P()
	h.Doc(about(name, responseDoc(r)))
	h.P("type ", name, " struct {")
	if isRange {
		h.P("StatusCode int // ", low, " to ", high)
	}
	for _, c := range bodies {
		h.P(c.name, " ", c.declared(len(bodies) == 1))
	}
	if needsType(bodies) {
		h.Doc("ContentType is the body's media type: " + enumerate(mediaTypes(bodies)) + ".")
		h.P("ContentType string")
	}
	for _, header := range headers {
		h.Doc(sentence(header.doc))
		h.P(header.field, " ", header.declared())
	}
	h.Doc("ExtraHeaders are sent besides.")
	h.P("ExtraHeaders ", httpHeader)
	h.P("}")
	h.P()
	h.P("func (", name, ") ", h.marker(), "() {}")
	h.respond(r, name, bodies, headers)
}

func responseDoc(r *model.Response) string {
	if text := strings.TrimSpace(r.Description); text != "" {
		return text
	}
	return "the response " + r.Status + "."
}

func mediaTypes(bodies []*content) []string {
	var all []string
	for _, c := range bodies {
		all = append(all, c.types...)
	}
	return all
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

func (h *handlerWriter) headers(r *model.Response, scope *scope) []*responseHeader {
	var all []*responseHeader
	for _, m := range r.Headers {
		if strings.EqualFold(m.Name, "Content-Type") {
			continue // the body's
		}
		header := &responseHeader{name: m.Name, field: scope.takeOr(Exported(m.Name), Exported(m.Name)+"Header"), typ: h.types.of(m.Schema), required: m.Required, doc: m.Description}
		if header.typ.IsZero() {
			header.typ = Type{expr: Code{"string"}, kind: shape.String}
		}
		all = append(all, header)
	}
	return all
}

func (header *responseHeader) declared() Type {
	if header.required {
		return header.typ
	}
	return header.typ.Optional()
}

func (h *handlerWriter) respond(r *model.Response, name string, bodies []*content, headers []*responseHeader) {
	low, high, isRange := statusRange(r.Status)
	h.P()
	h.Doc("Respond gives the response as it is sent.")
	h.P("func (r ", name, ") Respond() (*", inHandler("Response"), ", error) {")
	status := r.Status
	if isRange {
		status = "r.StatusCode"
		h.P("if err := ", inHandler("Within"), "(r.StatusCode, ", low, ", ", high, "); err != nil {")
		h.P("return nil, err")
		h.P("}")
	}
	h.P("w := ", inHandler("NewResponse"), "(", status, ")")
	h.P("w.Extend(r.ExtraHeaders)")
	for _, header := range headers {
		header.set(h.File)
	}
	h.respondBody(name, bodies)
	h.P("}")
}

func (header *responseHeader) set(f *File) {
	typ, value := header.declared(), "r."+header.field
	set := func(value string) {
		f.P("w.Set(", Quote(header.name), ", ", inHandler("Format"), "(", value, "))")
	}
	if header.required {
		set(value)
		return
	}
	f.P("if ", value, " != nil {")
	if typ.ptr {
		value = "*" + value
	}
	set(value)
	f.P("}")
}

func (h *handlerWriter) respondBody(name string, bodies []*content) {
	switch len(bodies) {
	case 0:
		h.P("return w.Empty()")
		return
	case 1:
		c := bodies[0]
		h.contentType(bodies)
		if empty := c.typ.empty(); empty != nil && c.body == shape.JSON && !shape.IsNullable(c.media.Schema) {
			h.P("if r.", c.name, " == nil {")
			h.P("r.", c.name, " = ", empty)
			h.P("}")
		}
		h.P("return ", written(c, "r."+c.name, mediaTypeOf(c, bodies)))
		return
	}
	h.P("switch {")
	for _, c := range bodies {
		h.P("case r.", c.name, " != nil:")
		value := "r." + c.name
		if c.declared(false).ptr && c.body != shape.JSON {
			value = "*" + value
		}
		h.contentTypeOf(c, "r.ContentType")
		h.P("return ", written(c, value, Code{"r.ContentType"}))
	}
	h.P("}")
	h.P("return nil, ", Ident{"errors", "New"}, "(", Quote(name+" has no body"), ")")
}

// mediaTypeOf returns the media type of the only body.
func mediaTypeOf(c *content, bodies []*content) Code {
	if needsType(bodies) {
		return Code{"r.ContentType"}
	}
	return Code{Quote(c.types[0])}
}

func written(c *content, value string, mediaType Code) Code {
	method := map[shape.Body]string{shape.JSON: "JSON", shape.Text: "Text"}[c.body]
	if method == "" {
		method = "Bytes"
	}
	return Code{"w.", method, "(", mediaType, ", ", value, ")"}
}

func (h *handlerWriter) contentType(bodies []*content) {
	if needsType(bodies) {
		h.contentTypeOf(bodies[0], "r.ContentType")
	}
}

// contentTypeOf settles which media type a body is sent as, and refuses one that the
// model does not have.
func (h *handlerWriter) contentTypeOf(c *content, field string) {
	if usual := c.usualType(); usual != "" {
		h.P("if ", field, ` == "" {`)
		h.P(field, " = ", Quote(usual))
		h.P("}")
	}
	h.P("if err := ", inHandler("OfType"), "(", field, ", ", Join(quoted(c.types), ", "), "); err != nil {")
	h.P("return nil, err")
	h.P("}")
}

// usualType returns the media type of a body when its sender does not say; empty: they
// must.
func (c *content) usualType() string {
	first := c.types[0]
	switch {
	case !strings.Contains(first, "*"):
		return first
	case c.body == shape.JSON:
		return "application/json"
	case c.body == shape.Text:
		return "text/plain"
	case first == "*/*" || first == "application/*":
		return "application/octet-stream"
	}
	return ""
}
