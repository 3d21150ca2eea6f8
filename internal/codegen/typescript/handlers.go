package typescript

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

const runtimeModule = "../gatewright/handler/index.js"

// handlerFiles writes a file for each operation, so that a bundle of one handler holds one, and a router.
func (g *generator) handlerFiles() []*file {
	files := make([]*file, 0, len(g.api.Operations)+4)
	index, shapes := newFile("handlers/index"), g.newShapes()
	for _, o := range g.api.Operations {
		w := &handlerWriter{generator: g, operation: o, operationNames: g.names.operations[o], shapes: shapes, used: map[string]bool{}}
		files = append(files, w.file())
		index.both(`export * from "./`, w.operationNames.file, `.js";`)
	}
	if f := shapes.file(); f != nil {
		files = append(files, f)
	}
	index.both(`export * from "./router.js";`)
	index.both(`export { buildCorsInterceptor, buildResponseHeaderInterceptor, buildTryCatchInterceptor } from "`, runtimeModule, `";`)
	index.both(`export { ContextKey, corsInterceptor, INTERCEPTORS, Response, tryCatchInterceptor } from "`, runtimeModule, `";`)
	index.types.P("export type {")
	for _, name := range slices.Sorted(slices.Values(runtimeTypes)) {
		index.types.P("  ", name, ",")
	}
	index.types.P(`} from "`, runtimeModule, `";`)
	powertools := newFile("handlers/powertools")
	powertools.both(`export * from "../gatewright/handler/powertools.js";`)
	return append(files, g.routerFile(), g.testingFile(), powertools, index)
}

// importedTypes are those of what handlers run on that the file of an operation may import; no schema is called so.
var importedTypes = strings.Fields(`ChainedLambdaHandlerFunction ChainedRequestInput HandlerChain HttpStatus LambdaHandlerFunction OperationHandler
	OperationResponse OtherStatus RequestInput StatusIn UploadedFile`)

// runtimeTypes are what users write of the types that handlers run on.
var runtimeTypes = append(strings.Fields(`AnyResponse CorsOptions Interceptor InterceptorContext LambdaContext LambdaHandler LambdaHandlerChain
	OperationInput ProxyEvent ProxyResult RequestContext ResponseHeaders RequestIdentity`), importedTypes...)

// handlerWriter writes the file of one operation.
type handlerWriter struct {
	*generator
	*operationNames

	operation *model.Operation
	shapes    *shapes

	used     map[string]bool // types of the model
	imports  []string        // of what runs
	types    []string        // of the types of handlers
	mentions []string        // shapes of the model
}

// runtime returns a function that handlers run on, and imports it.
func (w *handlerWriter) runtime(name string) expression {
	if !slices.Contains(w.imports, name) {
		w.imports = append(w.imports, name)
	}
	return raw(name)
}

// runtimeType returns a type of handlers, and imports it.
func (w *handlerWriter) runtimeType(name string) string {
	if !slices.Contains(w.types, name) {
		w.types = append(w.types, name)
	}
	return name
}

// shape returns the shape of a schema's values, and imports it when it has a name.
func (w *handlerWriter) shape(s *model.Schema) expression {
	value := w.shapes.of(s, false)
	w.mention(value)
	return value
}

// mention imports the named shapes that a shape holds.
func (w *handlerWriter) mention(value expression) {
	switch v := value.(type) {
	case raw:
		name := strings.TrimPrefix(string(v), "() => ")
		if isIdentifierName(name) && !slices.Contains(w.mentions, name) {
			w.mentions = append(w.mentions, name)
		}
	case object:
		for _, p := range v {
			w.mention(p.value)
		}
	case list:
		for _, item := range v {
			w.mention(item)
		}
	}
}

func (w *handlerWriter) file() *file {
	body := &file{}
	parameters := w.parameters()
	w.inputTypes(body, parameters)
	w.responseTypes(body)
	w.handlerTypes(body)
	spec := w.operationSpec(parameters)

	f := newFile("handlers/" + w.operationNames.file)
	slices.Sort(w.types)
	f.types.P("import type {")
	for _, name := range w.types {
		f.types.P("  ", name, ",")
	}
	f.types.P(`} from "`, runtimeModule, `";`)
	w.importTypes(f, w.used, "../types.js")
	w.runtime("handlerOf")
	slices.Sort(w.imports)
	f.code.P("import { ", strings.Join(w.imports, ", "), ` } from "`, runtimeModule, `";`)
	if slices.Sort(w.mentions); len(w.mentions) > 0 {
		f.code.P("import { ", strings.Join(w.mentions, ", "), ` } from "./shapes.js";`)
	}
	f.code.P()
	f.code.P(constant("operation", spec))
	f.add(body)
	return f
}

func (w *handlerWriter) inputTypes(f *file, parameters []*input) {
	f.types.P()
	f.doc("", "The parameters of "+codegen.Describe(w.operation)+".")
	f.types.P("export interface ", w.pascal, "RequestParameters ", w.interfaceOf(parameters, ""))
	f.types.P()
	f.doc("", "The body of a request to "+w.operation.ID+".")
	f.types.P("export type ", w.pascal, "RequestBody = ", w.requestBody(), ";")
}

// interfaceOf returns the members of an interface for values.
func (w *handlerWriter) interfaceOf(inputs []*input, indent string) string {
	if len(inputs) == 0 {
		return "{}"
	}
	var b strings.Builder
	b.WriteString("{\n")
	inner := indent + "  "
	for _, in := range inputs {
		b.WriteString(comment(inner, in.doc, deprecation(in.deprecated)))
		optional := ""
		if in.isOptional() {
			optional = "?"
		}
		b.WriteString(inner + "readonly " + key(in.property) + optional + ": " + w.typeOf(in, inner) + ";\n")
	}
	b.WriteString(indent + "}")
	return b.String()
}

// requestBody returns the type of a request's body: one of those of its media types.
func (w *handlerWriter) requestBody() string {
	b := w.operation.RequestBody
	if b == nil || len(b.Content) == 0 {
		return "undefined"
	}
	var types []string
	for _, m := range b.Content {
		text := w.contentType(m)
		if !slices.Contains(types, text) {
			types = append(types, text)
		}
	}
	if !b.Required {
		types = append(types, "undefined")
	}
	return strings.Join(types, " | ")
}

// contentType returns the type of a request's body of a media type.
func (w *handlerWriter) contentType(m *model.MediaType) string {
	switch shape.BodyOf(m) {
	case shape.JSON:
		return inParentheses(w.use(w.used, m.Schema, "  "))
	case shape.Text:
		return "string"
	case shape.URLEncoded, shape.Multipart:
		if fields := w.fields(m); len(fields) > 0 {
			return w.interfaceOf(fields, "")
		}
	case shape.Binary:
	}
	return bytesType
}

// bytesType is the type of bodies that are neither JSON nor text. Global types are named in full: a model may have types so
// called.
const bytesType = "globalThis.Uint8Array"

// bodySpec returns how a request's body is read.
func (w *handlerWriter) bodySpec() expression {
	b := w.operation.RequestBody
	content, body := object{}, object{}
	for _, m := range b.Content {
		content.add(m.Type, w.contentSpec(m))
	}
	if b.Required {
		body.add("required", raw("true"))
	}
	body.add("content", content)
	return body
}

func (w *handlerWriter) contentSpec(m *model.MediaType) expression {
	kind := shape.BodyOf(m)
	switch kind {
	case shape.JSON:
		spec := object{{"read", w.runtime("jsonBody")}}
		if m.Schema != nil {
			spec.add("shape", w.shape(m.Schema))
		}
		return spec
	case shape.Text:
		return object{{"read", w.runtime("textBody")}}
	case shape.URLEncoded, shape.Multipart:
		fields := w.fields(m)
		if len(fields) == 0 {
			break
		}
		specs := list{}
		for _, in := range fields {
			specs = append(specs, w.spec(in))
		}
		return object{{"read", w.runtime(map[shape.Body]string{shape.URLEncoded: "formBody", shape.Multipart: "multipartBody"}[kind])}, {"fields", specs}}
	case shape.Binary:
	}
	return object{{"read", w.runtime("bytesBody")}}
}

// operationSpec returns how an operation's requests are read, and its responses written.
func (w *handlerWriter) operationSpec(parameters []*input) expression {
	o := w.operation
	spec := object{{"id", raw(quote(o.ID))}, {"method", raw(quote(o.Method))}, {"path", raw(quote(o.Path))}}
	specs := list{}
	for _, in := range parameters {
		specs = append(specs, w.spec(in))
	}
	spec.add("parameters", specs)
	if b := o.RequestBody; b != nil && len(b.Content) > 0 {
		spec.add("body", w.bodySpec())
	}
	responses := object{}
	for _, r := range o.Responses {
		content := object{}
		for _, m := range r.Content {
			content.add(m.Type, raw(quote(bodyKind(m))))
		}
		if isRange(r.Status) {
			responses.add(r.Status, content)
		} else {
			responses = append(responses, property{r.Status, content})
		}
	}
	spec.add("responses", responses)
	return spec
}

// bodyKind is how a response's body of a media type is written.
func bodyKind(m *model.MediaType) string {
	if isEvents(m) {
		return "events"
	}
	switch shape.BodyOf(m) {
	case shape.JSON:
		return "json"
	case shape.Text:
		return "text"
	default:
		return "bytes"
	}
}

func isEvents(m *model.MediaType) bool {
	essence, _, _ := strings.Cut(strings.ToLower(m.Type), ";")
	return strings.TrimSpace(essence) == "text/event-stream"
}

func (w *handlerWriter) handlerTypes(f *file) {
	o := w.operation
	arguments := "<" + w.pascal + "RequestParameters, " + w.pascal + "RequestBody, " + w.pascal + "OperationResponses>"
	for _, t := range []struct{ name, is, doc string }{
		{"RequestInput", w.runtimeType("RequestInput") + "<" + w.pascal + "RequestParameters, " + w.pascal + "RequestBody>", "A request to " + o.ID + "."},
		{"ChainedRequestInput", w.runtimeType("ChainedRequestInput") + arguments, "A request to " + o.ID + ", and what handles it next."},
		{"HandlerFunction", w.runtimeType("LambdaHandlerFunction") + arguments, "Responds to requests to " + o.ID + "."},
		{"ChainedHandlerFunction", w.runtimeType("ChainedLambdaHandlerFunction") + arguments, "Responds to requests to " + o.ID + ", or is an interceptor of them."},
	} {
		f.types.P()
		f.doc("", t.doc)
		f.types.P("export type ", w.pascal, t.name, " = ", t.is, ";")
	}
	f.both()
	f.doc("", "Returns what AWS Lambda calls for "+codegen.Describe(o)+".", "The last argument is the handler; before it are interceptors, the first one outermost.", deprecation(o.Deprecated))
	f.types.P("export declare function ", w.camel, "Handler(")
	f.types.P("  ...chain: ", w.runtimeType("HandlerChain"), arguments)
	f.types.P("): ", w.runtimeType("OperationHandler"), "<", quote(o.ID), ">;")
	f.code.P("export function ", w.camel, "Handler(...chain) {")
	f.code.P("  return handlerOf(operation, chain);")
	f.code.P("}")
}

// routerFile writes the handler of several operations.
func (g *generator) routerFile() *file {
	f := newFile("handlers/router")
	f.types.P(`import type { OperationHandler, RouterHandler, RouterProps } from "`, runtimeModule, `";`)
	f.types.P()
	f.doc("", "The handlers of a router, by the operations' IDs. It needs those only that it serves.")
	f.types.P("export interface HandlerRouterHandlers {")
	for _, o := range g.api.Operations {
		f.doc("  ", codegen.Describe(o))
		f.types.P("  readonly ", key(o.ID), "?: OperationHandler<", quote(o.ID), ">;")
	}
	f.types.P("}")
	f.types.P()
	f.doc("", "Returns what AWS Lambda calls for several operations. A request for another one is responded to with 404.")
	f.types.P("export declare function handlerRouter<Handlers extends HandlerRouterHandlers>(props: RouterProps<Handlers>): RouterHandler<keyof Handlers>;")
	f.code.P(`import { router } from "`, runtimeModule, `";`)
	f.code.P()
	f.code.P("export function handlerRouter(props) {")
	f.code.P("  return router(props);")
	f.code.P("}")
	return f
}

// testingFile writes what tests make events with.
func (g *generator) testingFile() *file {
	const module = "../gatewright/handler/testing.js"
	f := newFile("handlers/testing")
	for _, o := range g.api.Operations {
		n := g.names.operations[o]
		f.code.P("import { ", n.camel, `Handler } from "./`, n.file, `.js";`)
		f.types.P("import type { ", n.pascal, "RequestBody, ", n.pascal, `RequestParameters } from "./`, n.file, `.js";`)
	}
	f.code.P(`import { eventOf } from "`, module, `";`)
	f.code.P()
	f.code.P("const handlers = {")
	f.types.P(`import type { ProxyEvent } from "`, runtimeModule, `";`)
	f.types.P(`import type { TestInput } from "`, module, `";`)
	f.types.P()
	f.types.P(`export { testContext, type TestInput } from "`, module, `";`)
	f.types.P()
	f.doc("", "What the requests of tests say, by the operations' IDs.")
	f.types.P("export interface TestInputs {")
	for _, o := range g.api.Operations {
		n := g.names.operations[o]
		f.code.P("  ", entryKey(o.ID), ": ", n.camel, "Handler,")
		f.types.P("  readonly ", key(o.ID), ": TestInput<", n.pascal, "RequestParameters, ", n.pascal, "RequestBody>;")
	}
	f.code.P("};")
	f.types.P("}")
	f.code.P()
	f.code.P("export function testEvent(operation, input) {")
	f.code.P("  return eventOf(handlers[operation](), input);")
	f.code.P("}")
	f.code.P(`export { testContext } from "`, module, `";`)
	f.types.P()
	f.doc("", "Returns the event that API Gateway makes of a request to an operation.")
	f.types.P("export declare function testEvent<Operation extends keyof TestInputs>(operation: Operation, input?: TestInputs[Operation]): ProxyEvent;")
	return f
}
