package typescript

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
)

// handlerFiles writes a file for each operation, so that a bundle of one handler holds
// one.
func (g *generator) handlerFiles() []*file {
	files := make([]*file, 0, len(g.api.Operations)+1)
	index := newFile("handlers/index")
	for _, o := range g.api.Operations {
		files = append(files, g.handlerFile(o))
		index.both(`export * from "./`, g.names.operations[o].file, `.js";`)
	}
	index.types.P(`export type { Handle, HandlerRequest, Interceptor, LambdaHandler, ProxyEvent, ProxyResult } from "../gatewright/handler.js";`)
	return append(files, index)
}

func (g *generator) handlerFile(o *model.Operation) *file {
	n, used := g.names.operations[o], map[string]bool{}
	parameters := parametersOf(o)
	body := &file{}
	g.writeInput(body, used, o, parameters)
	g.writeResponse(body, used, o)
	f := newFile("handlers/" + n.file)
	f.types.P(`import type { Handle, Interceptor, LambdaHandler } from "../gatewright/handler.js";`)
	g.importTypes(f, used, "../types.js")
	f.code.P(`import { lambdaHandler } from "../gatewright/handler.js";`)
	f.add(body)
	writeCodec(f, o, parameters)
	f.both()
	f.doc("", "Makes what AWS Lambda calls of a handler of "+codegen.Describe(o), "The first interceptor is the outermost.")
	f.types.P("export declare function ", n.camel, "Handler(")
	f.types.P("  handle: Handle<", n.pascal, "Input, ", n.pascal, "Response>,")
	f.types.P("  ...interceptors: Interceptor<", n.pascal, "Input, ", n.pascal, "Response>[]")
	f.types.P("): LambdaHandler;")
	f.code.P("export function ", n.camel, "Handler(handle, ...interceptors) {")
	f.code.P("  return lambdaHandler(codec, handle, interceptors);")
	f.code.P("}")
	return f
}

// parameter is a parameter that handlers get.
type parameter struct {
	*model.Parameter
	property string
	kind     string // "string", "number", "boolean"
	array    bool
}

func parametersOf(o *model.Operation) []parameter {
	scope := codegen.NewScope()
	var all []parameter
	for _, p := range o.Parameters {
		if p.In == "cookie" {
			continue
		}
		property := naming.Camel(p.Name)
		if property == "" || !isIdentifierName(property) {
			property = "parameter" + identifier(property, "")
		}
		one := parameter{Parameter: p, property: scope.Take(property), kind: "string"}
		s := p.Schema
		if s != nil && len(s.Types) == 1 && s.Types[0] == "array" && s.Items != nil {
			one.array, s = true, s.Items
		}
		if s != nil && len(s.Types) == 1 {
			switch s.Types[0] {
			case "integer", "number":
				one.kind = "number"
			case "boolean":
				one.kind = "boolean"
			}
		}
		all = append(all, one)
	}
	return all
}

func (g *generator) writeInput(f *file, used map[string]bool, o *model.Operation, parameters []parameter) {
	name := g.names.operations[o].pascal
	f.types.P()
	f.doc("", "The parameters of "+codegen.Describe(o))
	f.types.P("export interface ", name, "RequestParameters {")
	for _, p := range parameters {
		f.doc("  ", p.Description)
		optional, text := "?", p.kind
		if p.Required {
			optional = ""
		}
		if p.array {
			text = "readonly " + text + "[]"
		}
		f.types.P("  readonly ", p.property, optional, ": ", text, ";")
	}
	f.types.P("}")
	f.types.P()
	f.doc("", "What a handler of "+o.ID+" gets.")
	f.types.P("export interface ", name, "Input {")
	f.types.P("  readonly requestParameters: ", name, "RequestParameters;")
	if b := o.RequestBody; b != nil && len(b.Content) > 0 {
		text := g.requestBody(used, b)
		if !b.Required {
			text += " | undefined"
		}
		f.doc("  ", b.Description)
		f.types.P("  readonly body: ", text, ";")
		if len(b.Content) > 1 {
			f.doc("  ", "The media type of the body, without parameters.")
			f.types.P("  readonly contentType: string | undefined;")
		}
	}
	f.types.P("}")
}

// bodyKind is how a handler gets a body of a media type.
func bodyKind(m *model.MediaType) string {
	switch shape.BodyOf(m) {
	case shape.JSON:
		return "json"
	case shape.Text, shape.URLEncoded:
		return "text"
	default:
		return "bytes"
	}
}

// requestBody returns the type of a request's body: one of those of its media types.
func (g *generator) requestBody(used map[string]bool, b *model.RequestBody) string {
	var types []string
	for _, m := range b.Content {
		text := bodyTypes[bodyKind(m)]
		if text == "" {
			text = inParentheses(g.use(used, m.Schema, "  "))
		}
		if !slices.Contains(types, text) {
			types = append(types, text)
		}
	}
	return strings.Join(types, " | ")
}

// bodyTypes are the types of bodies that are not JSON. The global types are named in full: a model may have types so called.
var bodyTypes = map[string]string{"text": "string", "bytes": "globalThis.Uint8Array"}

func (g *generator) writeResponse(f *file, used map[string]bool, o *model.Operation) {
	n := g.names.operations[o]
	const headers = "readonly headers?: { readonly [name: string]: string }"
	f.types.P()
	f.doc("", "What a handler of "+o.ID+" answers.")
	if len(o.Responses) == 0 {
		f.types.P("export interface ", n.pascal, "Response {")
		f.types.P("  readonly statusCode: number;")
		f.types.P("  ", headers, ";")
		f.types.P("}")
		return
	}
	f.types.P("export type ", n.pascal, "Response =")
	var all []string
	for _, r := range o.Responses {
		for _, body := range g.responseBodies(used, o, r) {
			all = append(all, "  | { readonly statusCode: "+statusType(r.Status)+body+"; "+headers+" }")
		}
	}
	f.types.P(strings.Join(all, "\n"), ";")
}

func statusType(status string) string {
	if isRange(status) {
		return "number"
	}
	return status
}

// responseBodies returns the properties of a response's body, for each media type. The first one, JSON if there is any, need
// not be named.
func (g *generator) responseBodies(used map[string]bool, o *model.Operation, r *model.Response) []string {
	if hasNoBody(o, r) {
		return []string{""}
	}
	var all []string
	usual := contentType(r)
	for _, m := range r.Content {
		optional, name := "", quote(m.Type)
		if m.Type == usual || len(r.Content) == 1 {
			optional = "?"
		}
		if strings.Contains(m.Type, "*") {
			name = "string"
		}
		body := map[string]string{"text": "string", "bytes": "string | globalThis.Uint8Array"}[bodyKind(m)]
		if body == "" {
			body = g.use(used, m.Schema, "    ")
		}
		all = append(all, "; readonly contentType"+optional+": "+name+"; readonly body: "+body)
	}
	return all
}

func writeCodec(f *file, o *model.Operation, parameters []parameter) {
	f.code.P()
	f.code.P("const codec = {")
	f.code.P("  parameters: [")
	for _, p := range parameters {
		more := ""
		if p.array {
			more += ", array: true"
		}
		if p.Required {
			more += ", required: true"
		}
		f.code.P(fmt.Sprintf("    { name: %s, property: %s, in: %s, type: %s%s },", quote(p.Name), quote(p.property), quote(p.In), quote(p.kind), more))
	}
	f.code.P("  ],")
	if b := o.RequestBody; b != nil && len(b.Content) > 0 {
		f.code.P("  bodies: {")
		for _, m := range b.Content {
			f.code.P("    ", entryKey(essence(m.Type)), ": ", quote(bodyKind(m)), ",")
		}
		f.code.P("  },")
		if b.Required {
			f.code.P("  bodyRequired: true,")
		}
	}
	f.code.P("  contentTypes: {")
	for _, r := range o.Responses {
		if len(r.Content) > 0 {
			f.code.P("    ", quote(r.Status), ": ", quote(contentType(r)), ",")
		}
	}
	f.code.P("  },")
	f.code.P("};")
}

// essence returns a media type without parameters, in lower case.
func essence(mediaType string) string {
	before, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(before))
}

// contentType returns the content type of a response whose handler names none.
func contentType(r *model.Response) string {
	for _, m := range r.Content {
		if shape.IsJSON(m) && !strings.Contains(m.Type, "*") {
			return m.Type
		}
	}
	if t := r.Content[0].Type; !strings.Contains(t, "*") {
		return t
	}
	return "application/json"
}
