package typescript

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/clients"
	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

const clientModule = "../gatewright/client/index.js"

// clientFiles writes a file for each operation, so that a bundle holds those only that it calls, and what creates clients.
func (g *generator) clientFiles(api *clients.API) []*file {
	names, credentials := g.newClientNames(api), credentialNames(api)
	files := make([]*file, 0, len(api.Operations)+3)
	index := newFile("client/index")
	index.both(`export * from "./client.js";`)
	for _, o := range api.Operations {
		w := &clientWriter{
			handlerWriter: &handlerWriter{generator: g, operation: o.Operation, shapes: g.newShapes(), used: map[string]bool{}},
			clientNames:   names[o], operation: o, credentials: credentials, aliases: map[string]string{},
		}
		files = append(files, w.file())
		index.both(`export * from "./`, names[o].file, `.js";`)
	}
	index.both(`export { ApiError, clientCredentials, ok, refreshToken, ResponseError } from "`, clientModule, `";`)
	index.types.P("export type { ", strings.Join(slices.DeleteFunc(slices.Clone(clientTypes), func(name string) bool { return name == "AwsCredentials" }), ", "), ` } from "`, clientModule, `";`)
	sigv4 := newFile("client/sigv4")
	sigv4.both(`export * from "../gatewright/client/sigv4.js";`)
	return append(files, g.clientFile(api, credentials), sigv4, index)
}

// clientFile writes what creates clients.
func (g *generator) clientFile(api *clients.API, names map[*clients.Credential]string) *file {
	f := newFile("client/client")
	kinds := []string{"Client", "ClientOptions", "Given"}
	for _, c := range api.Credentials {
		if name := credentialTypes[c.Kind]; name != "string" && !slices.Contains(kinds, name) {
			kinds = append(kinds, name)
		}
	}
	slices.Sort(kinds)
	f.types.P("import type { ", strings.Join(kinds, ", "), ` } from "`, clientModule, `";`)
	f.types.P()
	f.doc("", "The credentials of a client. A client without one cannot call the operations that need it.")
	f.types.P("export interface Credentials {")
	given := make([]string, 0, len(api.Credentials))
	for _, c := range api.Credentials {
		f.doc("  ", credentialDoc(c), c.Doc)
		f.types.P("  readonly ", names[c], "?: ", credentialTypes[c.Kind], ";")
		given = append(given, names[c])
	}
	f.types.P("}")
	f.types.P()
	f.doc("", "Creates a client of the API "+g.api.Title+". The type of the client says which credentials it has.")
	f.types.P("export declare function createClient<const Options extends ClientOptions & Credentials>(options: Options): Client<Given<Options, Credentials>>;")
	f.code.P(`import { newClient } from "`, clientModule, `";`)
	f.code.P()
	f.code.P("export function createClient(options) {")
	if len(given) == 0 {
		f.code.P("  return newClient(options, {});")
	} else {
		f.code.P("  const { ", strings.Join(given, ", "), " } = options;")
		f.code.P("  return newClient(options, { ", strings.Join(given, ", "), " });")
	}
	f.code.P("}")
	return f
}

var credentialTypes = map[clients.Kind]string{
	clients.SigV4: "Signer", clients.APIKey: "string", clients.Token: "TokenSource", clients.Custom: "CustomCredential",
}

func credentialDoc(c *clients.Credential) string {
	switch c.Kind {
	case clients.SigV4:
		return "Signs requests with Signature Version 4: sigV4 of the entry client/sigv4."
	case clients.APIKey:
		return "The key in the " + map[string]string{"header": "header ", "query": "query parameter ", "cookie": "cookie "}[c.In] + c.Field + "."
	case clients.Token:
		return "The token in the header " + c.Field + ", or a function that returns one."
	case clients.Custom:
	}
	if len(c.Sources) > 0 {
		return "Adds what the authorizer reads: " + strings.Join(c.Sources, ", ") + "."
	}
	return "Adds what the authorizer reads."
}

// clientWriter writes the file of one operation. What it takes from the model is typed as for handlers.
type clientWriter struct {
	*handlerWriter
	*clientNames

	operation   *clients.Operation
	credentials map[*clients.Credential]string
	aliases     map[string]string // of the types that clients run on, by name
}

// clientType returns a type that clients run on, and imports it, by another name where the model has a type so called.
func (w *clientWriter) clientType(name string) string {
	if _, ok := w.aliases[name]; !ok {
		w.aliases[name] = name
		for _, taken := range w.names.schemas {
			if taken == name {
				w.aliases[name] = "Gatewright" + name
			}
		}
	}
	return w.aliases[name]
}

func (w *clientWriter) file() *file {
	body := &file{}
	parameters := w.clientParameters()
	needsInput := w.inputType(body, parameters)
	w.resultType(body)
	w.function(body, needsInput)
	if w.operation.Pages != nil {
		w.pages(body, parameters, needsInput)
	}
	w.runtime("call")
	spec := w.spec(parameters)

	f := newFile("client/" + w.clientNames.file)
	w.importClientTypes(f)
	w.importTypes(f, w.used, "../types.js")
	slices.Sort(w.imports)
	f.code.P("import { ", strings.Join(w.imports, ", "), ` } from "`, clientModule, `";`)
	f.code.P()
	f.code.P(constant("operation", spec))
	f.add(body)
	return f
}

func (w *clientWriter) importClientTypes(f *file) {
	var all []string
	for name, alias := range w.aliases {
		if alias != name {
			name += " as " + alias
		}
		all = append(all, name)
	}
	slices.Sort(all)
	f.types.P("import type { ", strings.Join(all, ", "), ` } from "`, clientModule, `";`)
	if slices.Sort(w.types); len(w.types) > 0 { // the statuses of ranges
		f.types.P("import type { ", strings.Join(w.types, ", "), ` } from "`, runtimeModule, `";`)
	}
}

// clientParameters returns the parameters, which are properties of the input next to the body.
func (w *clientWriter) clientParameters() []*input {
	if b := w.operation.RequestBody; b != nil && len(b.Content) > 0 {
		return w.parameters("body", "contentType")
	}
	return w.parameters()
}

// inputType writes the type of the input, and reports whether there must be one.
func (w *clientWriter) inputType(f *file, parameters []*input) bool {
	f.types.P()
	f.doc("", "What "+w.operation.ID+" is called with.")
	bodies, isRequired := w.bodyMembers()
	members := w.members(parameters)
	if len(bodies) == 1 {
		members, bodies = append(members, bodies[0]), nil
	}
	text := "{}"
	if len(members) > 0 {
		text = "{\n" + strings.Join(members, "") + "}"
	}
	if len(bodies) == 0 {
		f.types.P("export interface ", w.pascal, "Input ", text)
	} else {
		f.types.P("export type ", w.pascal, "Input = ", text, " & (")
		for _, one := range bodies {
			f.types.P("  | {\n", one, "    }")
		}
		f.types.P(");")
	}
	return isRequired || slices.ContainsFunc(parameters, func(in *input) bool { return in.required })
}

func (w *clientWriter) members(inputs []*input) []string {
	all := make([]string, 0, len(inputs))
	for _, in := range inputs {
		optional := "?"
		if in.required {
			optional = ""
		}
		all = append(all, comment("  ", in.doc, deprecation(in.deprecated))+"  readonly "+key(in.property)+optional+": "+w.sentType(in, "  ")+";\n")
	}
	return all
}

// sentType returns the type of a value that a client sends.
func (w *clientWriter) sentType(in *input, indent string) string {
	switch in.isFile {
	case "one":
		return w.clientType("FormFile")
	case "many":
		return "readonly " + w.clientType("FormFile") + "[]"
	}
	return w.typeOf(in, indent)
}

// bodyMembers returns the members of the input that say what the body is, one for each media type, and whether there must be
// a body.
func (w *clientWriter) bodyMembers() (members []string, isRequired bool) {
	b := w.operation.RequestBody
	if b == nil {
		return nil, false
	}
	optional := "?"
	if b.Required {
		optional = ""
	}
	for i, m := range b.Content {
		indent := "  "
		if len(b.Content) > 1 {
			indent = "      "
		}
		text := indent + "readonly body" + optional + ": " + w.sentBody(m) + ";\n"
		switch {
		case strings.Contains(m.Type, "*"):
			text += comment(indent, "The media type of the body.") + indent + "readonly contentType" + optional + ": string;\n"
		case i > 0:
			text += indent + "readonly contentType" + optional + ": " + quote(m.Type) + ";\n"
		case len(b.Content) > 1:
			text += indent + "readonly contentType?: " + quote(m.Type) + ";\n"
		}
		members = append(members, text)
	}
	return members, b.Required && len(members) > 0
}

func (w *clientWriter) sentBody(m *model.MediaType) string {
	switch shape.BodyOf(m) {
	case shape.JSON:
		return w.use(w.used, m.Schema, "  ")
	case shape.Text:
		return "string"
	case shape.URLEncoded, shape.Multipart:
		if fields := w.fields(m); len(fields) > 0 {
			return "{\n" + strings.Join(w.members(fields), "") + "  }"
		}
	case shape.Binary:
	}
	return w.clientType("BinaryBody")
}

// resultType writes the type of the responses, of which each has its status.
func (w *clientWriter) resultType(f *file) {
	var all []string
	for _, r := range answers(w.operation.Operation) {
		all = append(all, w.results(r)...)
	}
	if len(all) == 0 {
		all = append(all, "never")
	}
	f.types.P()
	f.doc("", "The responses of "+w.operation.ID+".")
	f.types.P("export type ", w.pascal, "Result =")
	for i, one := range all {
		end := ""
		if i == len(all)-1 {
			end = ";"
		}
		f.types.P("  | ", one, end)
	}
}

// results returns the types of a response, one for each media type.
func (w *clientWriter) results(r *model.Response) []string {
	status, headers := w.statusType(r.Status), w.requiredHeaders(r)
	if hasNoBody(w.operation.Operation, r) {
		return []string{headers + w.clientType("Result") + "<" + status + ">"}
	}
	all := make([]string, 0, len(r.Content))
	for _, m := range r.Content {
		text := headers + w.clientType("Result") + "<" + status + ", " + w.receivedBody(m) + ">"
		if len(r.Content) > 1 {
			text += " & { readonly contentType: " + quote(m.Type) + " }"
		}
		all = append(all, text)
	}
	return all
}

// requiredHeaders returns a type that names the headers which are always there, and what joins it to the next one.
func (w *clientWriter) requiredHeaders(r *model.Response) string {
	var names []string
	for _, h := range r.Headers {
		if h.Required {
			names = append(names, quote(h.Name))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "{ readonly headers: " + w.clientType("HeadersWith") + "<" + strings.Join(names, " | ") + "> } & "
}

func (w *clientWriter) receivedBody(m *model.MediaType) string {
	switch bodyKind(m) {
	case "json":
		return w.use(w.used, m.Schema, "")
	case "text":
		return "string"
	case "events":
		return "globalThis.AsyncIterable<" + w.clientType("ServerSentEvent") + "<" + w.use(w.used, m.Schema, "") + ">>"
	}
	return bytesType
}

// function writes the function that calls the operation.
func (w *clientWriter) function(f *file, needsInput bool) {
	f.both()
	declared, names := w.arguments(needsInput)
	if w.isBinary() {
		f.doc("", "Calls "+w.operation.ID+", and returns the body of a success as a stream.")
		f.types.P("export declare function ", w.camel, "(", w.clientOf(), ", input: ", w.pascal, "Input, options: ", w.clientType("CallOptions"),
			" & { readonly stream: true }): globalThis.Promise<", w.clientType("Streamed"), "<", w.pascal, "Result>>;")
	}
	f.doc("", w.doc()...)
	f.types.P("export declare function ", w.camel, "(", declared, "): globalThis.Promise<", w.pascal, "Result>;")
	f.code.P("export function ", w.camel, "(", names, ") {")
	f.code.P("  return call(client, operation, input, options);")
	f.code.P("}")
}

func (w *clientWriter) doc() []string {
	o := w.operation
	needs := make([]string, 0, len(o.Needs))
	for _, c := range o.Needs {
		needs = append(needs, w.credentials[c])
	}
	text := ""
	if len(needs) > 0 {
		text = "It needs a client with " + strings.Join(needs, " and ") + "."
		if len(o.Scopes) > 0 {
			text = strings.TrimSuffix(text, ".") + ", whose token grants " + strings.Join(o.Scopes, ", ") + "."
		}
	}
	return []string{"Calls " + codegen.Describe(o.Operation), o.Description, text, deprecation(o.Deprecated)}
}

// arguments returns the parameters of a function as they are declared, and as they are written.
func (w *clientWriter) arguments(needsInput bool) (declared, names string) {
	input, value := "input?: ", "input = {}"
	if needsInput {
		input, value = "input: ", "input"
	}
	return w.clientOf() + ", " + input + w.pascal + "Input, options?: " + w.clientType("CallOptions"), "client, " + value + ", options"
}

func (w *clientWriter) clientOf() string {
	needs := make([]string, 0, len(w.operation.Needs))
	for _, c := range w.operation.Needs {
		needs = append(needs, quote(w.credentials[c]))
	}
	if len(needs) == 0 {
		needs = []string{"never"}
	}
	return "client: " + w.clientType("Client") + "<" + strings.Join(needs, " | ") + ">"
}

// isBinary reports whether a success has a body of bytes, which can be read by and by.
func (w *clientWriter) isBinary() bool {
	for _, r := range w.operation.Successes {
		if !hasNoBody(w.operation.Operation, r) && slices.ContainsFunc(r.Content, func(m *model.MediaType) bool { return bodyKind(m) == "bytes" }) {
			return true
		}
	}
	return false
}

// pages writes the functions that call the operation for page after page.
func (w *clientWriter) pages(f *file, parameters []*input, needsInput bool) {
	p := w.operation.Pages
	declared, names := w.arguments(needsInput)
	w.runtime("pagesOf")
	f.both()
	f.doc("", "Calls "+w.operation.ID+" for page after page. A page that is not a success is the last.")
	f.types.P("export declare function ", w.camel, "Pages(", declared, "): globalThis.AsyncGenerator<", w.pascal, "Result, void>;")
	f.code.P("export function ", w.camel, "Pages(", names, ") {")
	f.code.P("  return ", "pagesOf(")
	f.code.P("    (page) => ", w.camel, "(client, page, options),")
	f.code.P("    input,")
	f.code.P("    (body) => body", access(p.Output), ",")
	f.code.P("    (page, token) => ({ ...page, ", w.withToken(parameters), " }),")
	f.code.P("  );")
	f.code.P("}")
	if p.Items == nil {
		return
	}
	w.runtime("itemsOf")
	item := "unknown"
	if form := w.shapes.forms.Target(p.Items[len(p.Items)-1].Schema); form.Kind == shape.List {
		item = w.use(w.used, form.Elem, "")
	}
	f.both()
	f.doc("", "Returns the items of all pages of "+w.operation.ID+". A page that is not a success is thrown as a ResponseError.")
	f.types.P("export declare function ", w.camel, "Items(", declared, "): globalThis.AsyncGenerator<", item, ", void>;")
	f.code.P("export function ", w.camel, "Items(", names, ") {")
	f.code.P("  return ", "itemsOf(", w.camel, "Pages(client, input, options), (body) => body", access(p.Items), ");")
	f.code.P("}")
}

// access returns that to a property of a body, which may be missing on the way.
func access(properties []*model.Property) string {
	var b strings.Builder
	for _, p := range properties {
		b.WriteString("?.")
		if isIdentifierName(p.Name) {
			b.WriteString(p.Name)
		} else {
			b.WriteString("[" + quote(p.Name) + "]")
		}
	}
	return b.String()
}

// withToken returns the property of the input that asks for another page.
func (w *clientWriter) withToken(parameters []*input) string {
	p := w.operation.Pages
	if p.Input == nil {
		return "body: { ...page.body, " + entryKey(p.InputProperty.Name) + ": token }"
	}
	i := slices.IndexFunc(parameters, func(in *input) bool { return in.name == p.Input.Name && in.in == p.Input.In })
	return entryKey(parameters[i].property) + ": token"
}

// spec returns how the operation is called.
func (w *clientWriter) spec(parameters []*input) expression {
	o := w.operation
	spec := object{{"id", raw(quote(o.ID))}, {"method", raw(quote(o.Method))}, {"path", raw(quote(o.Path))}}
	if len(parameters) > 0 {
		spec.add("parameters", sentSpecs(parameters))
	}
	if b := o.RequestBody; b != nil && len(b.Content) > 0 {
		content := object{}
		for _, m := range b.Content {
			content.add(m.Type, w.writer(m))
		}
		spec.add("body", content)
	}
	spec.add("responses", w.readers())
	if len(o.Needs) > 0 {
		all := list{}
		for _, c := range o.Needs {
			all = append(all, w.credentialSpec(c))
		}
		spec.add("credentials", all)
	}
	if o.Events != nil {
		spec.add("streams", raw("true"))
	}
	return spec
}

// sentSpecs returns how values are written.
func sentSpecs(inputs []*input) expression {
	all := list{}
	for _, in := range inputs {
		o := object{{"name", raw(quote(in.name))}}
		if in.property != in.name {
			o.add("property", raw(quote(in.property)))
		}
		if in.in != "body" {
			o.add("in", raw(quote(in.in)))
		}
		switch {
		case in.isFile != "":
			o.add("file", raw(quote(in.isFile)))
		case in.isJSON:
			o.add("kind", raw(`"json"`))
		case in.isList():
			o.add("kind", raw(`"list"`))
			in.addStyle(&o)
		case in.isMap(), in.isStruct():
			o.add("kind", raw(`"object"`))
			in.addStyle(&o)
		case in.style == "label", in.style == "matrix":
			o.add("style", raw(quote(in.style)))
		}
		all = append(all, o)
	}
	return all
}

// writer returns how a body of a media type is written.
func (w *clientWriter) writer(m *model.MediaType) expression {
	switch kind := shape.BodyOf(m); kind {
	case shape.JSON:
		return object{{"write", w.runtime("jsonBody")}}
	case shape.URLEncoded, shape.Multipart:
		if fields := w.fields(m); len(fields) > 0 {
			writers := map[shape.Body]string{shape.URLEncoded: "formBody", shape.Multipart: "multipartBody"}
			return object{{"write", w.runtime(writers[kind])}, {"fields", sentSpecs(fields)}}
		}
	case shape.Text, shape.Binary:
	}
	return object{{"write", w.runtime("plainBody")}}
}

// readers returns how the bodies of responses are read.
func (w *clientWriter) readers() expression {
	responses := object{}
	for _, r := range answers(w.operation.Operation) {
		content := object{}
		if !hasNoBody(w.operation.Operation, r) {
			for _, m := range r.Content {
				content.add(m.Type, w.reader(m))
			}
		}
		responses = append(responses, property{statusProperty(r.Status), content})
	}
	return responses
}

func (w *clientWriter) reader(m *model.MediaType) expression {
	switch bodyKind(m) {
	case "json":
		return w.runtime("readJson")
	case "text":
		return w.runtime("readText")
	case "events":
		if m.Schema != nil && shape.ResolvedKind(m.Schema) == shape.String {
			return w.runtime("readTextEvents")
		}
		return w.runtime("readEvents")
	}
	return w.runtime("readBytes")
}

var credentialKinds = map[clients.Kind]string{
	clients.SigV4: "signature", clients.APIKey: "key", clients.Token: "token", clients.Custom: "custom",
}

func (w *clientWriter) credentialSpec(c *clients.Credential) expression {
	spec := object{{"name", raw(quote(w.credentials[c]))}, {"kind", raw(quote(credentialKinds[c.Kind]))}}
	if c.Field != "" && c.Field != "Authorization" {
		spec.add("field", raw(quote(c.Field)))
	}
	if c.In == "query" || c.In == "cookie" {
		spec.add("in", raw(quote(c.In)))
	}
	if c.Prefix != "" {
		spec.add("prefix", raw(quote(c.Prefix)))
	}
	if c.Kind == clients.Token && len(w.operation.Scopes) > 0 {
		spec.add("scopes", quotedList(w.operation.Scopes))
	}
	return spec
}

// statusProperty is a status as the name of a property.
func statusProperty(status string) string {
	if _, err := strconv.Atoi(status); err == nil {
		return status
	}
	return key(status)
}
