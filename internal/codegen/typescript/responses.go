package typescript

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// responseTypes writes a type for each response of an operation, and one for all of them.
func (w *handlerWriter) responseTypes(f *file) {
	o := w.operation
	var names []string
	for _, r := range answers(o) {
		name := w.pascal + statusName(r.Status) + "OperationResponse"
		names = append(names, name)
		f.types.P()
		f.doc("", r.Description)
		f.types.P("export type ", name, " = ", strings.Join(w.responseType(r), " | "), ";")
	}
	f.types.P()
	f.doc("", "The responses of "+o.ID+".")
	if len(names) == 0 {
		f.types.P("export type ", w.pascal, "OperationResponses = ", w.runtimeType("OperationResponse"), "<", w.runtimeType("HttpStatus"), ", unknown>;")
		return
	}
	f.types.P("export type ", w.pascal, "OperationResponses = ", strings.Join(names, " | "), ";")
}

// answers returns the responses that a function can give: API Gateway takes none that are only informational.
func answers(o *model.Operation) []*model.Response {
	return slices.DeleteFunc(slices.Clone(o.Responses), func(r *model.Response) bool { return strings.HasPrefix(r.Status, "1") })
}

// responseType returns the types of a response, one for each media type. The first one, JSON if there is any, need not be
// named in the headers.
func (w *handlerWriter) responseType(r *model.Response) []string {
	status := w.statusType(r.Status)
	w.runtimeType("OperationResponse")
	if hasNoBody(w.operation, r) {
		return []string{"OperationResponse<" + status + ", undefined>" + w.headersType(r, "")}
	}
	all := make([]string, 0, len(r.Content))
	for _, m := range r.Content {
		contentType := ""
		switch {
		case strings.Contains(m.Type, "*"):
			contentType = "string"
		case m.Type != usualType(r):
			contentType = quote(m.Type)
		}
		all = append(all, "OperationResponse<"+status+", "+w.responseBody(m)+">"+w.headersType(r, contentType))
	}
	return all
}

// statusType returns the type of a response's status: a range of them holds none that is described.
func (w *handlerWriter) statusType(status string) string {
	class := strings.TrimSuffix(status, "XX")
	if status != "default" && class == status {
		return status
	}
	var described []string
	for _, r := range answers(w.operation) {
		switch {
		case r.Status == status || r.Status == "default":
		case !strings.HasSuffix(r.Status, "XX"):
			described = append(described, r.Status)
		case status == "default":
			described = append(described, w.runtimeType("StatusIn")+"<"+r.Status[:1]+">")
		}
	}
	if status != "default" {
		arguments := append([]string{class}, strings.Join(described, " | "))
		return w.runtimeType("StatusIn") + "<" + strings.Join(slices.DeleteFunc(arguments, func(text string) bool { return text == "" }), ", ") + ">"
	}
	if len(described) == 0 {
		return w.runtimeType("HttpStatus")
	}
	return w.runtimeType("OtherStatus") + "<" + strings.Join(described, " | ") + ">"
}

// usualType returns the media type of a response that names none.
func usualType(r *model.Response) string {
	usual := ""
	for _, m := range r.Content {
		switch {
		case strings.Contains(m.Type, "*"):
		case shape.IsJSON(m):
			return m.Type
		case usual == "":
			usual = m.Type
		}
	}
	return usual
}

func (w *handlerWriter) responseBody(m *model.MediaType) string {
	switch bodyKind(m) {
	case "json":
		return w.use(w.used, m.Schema, "")
	case "text":
		return "string"
	case "events":
		event := w.use(w.used, m.Schema, "")
		return "globalThis.AsyncIterable<" + event + "> | globalThis.Iterable<" + event + ">"
	}
	return bytesType + " | string"
}

// headersType returns what a response says of its headers, as a further type that holds; empty: nothing.
func (w *handlerWriter) headersType(r *model.Response, contentType string) string {
	var members []string
	optional := "?"
	if contentType != "" {
		members, optional = append(members, `readonly "Content-Type": `+contentType), ""
	}
	for _, h := range r.Headers {
		if strings.EqualFold(h.Name, "Content-Type") {
			continue
		}
		text, mark := "string", "?"
		if h.Schema != nil {
			text = w.use(w.used, h.Schema, "")
		}
		if h.Required {
			optional, mark = "", ""
		}
		members = append(members, "readonly "+key(h.Name)+mark+": "+text)
	}
	if len(members) == 0 {
		return ""
	}
	return " & { readonly headers" + optional + ": { " + strings.Join(members, "; ") + " } }"
}
