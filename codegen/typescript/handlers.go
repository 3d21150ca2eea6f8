package typescript

import (
	"fmt"
	"strings"

	"github.com/gatewright/gatewright/codegen"
	"github.com/gatewright/gatewright/codegen/shape"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
)

// handlerFiles writes a file for each operation, so that a bundle of one handler holds
// one.
func (g *generator) handlerFiles() []*file {
	files := make([]*file, 0, len(g.api.Operations)+1)
	index := newFile("src/handlers/index.ts")
	for _, o := range g.api.Operations {
		files = append(files, g.handlerFile(o))
		index.P(`export * from "./`, g.names.operations[o].file, `.js";`)
	}
	index.P(`export type { Handle, HandlerRequest, Interceptor, LambdaHandler, ProxyEvent, ProxyResult } from "../gatewright/handler.js";`)
	return append(files, index)
}

func (g *generator) handlerFile(o *model.Operation) *file {
	n, used := g.names.operations[o], map[string]bool{}
	parameters := parametersOf(o)
	body := newFile("")
	g.writeInput(body, used, o, parameters)
	g.writeResponse(body, used, o)
	f := newFile("src/handlers/" + n.file + ".ts")
	f.P(`import { type Handle, type Interceptor, lambdaHandler, type LambdaHandler, type OperationCodec } from "../gatewright/handler.js";`)
	g.importTypes(f, used, "../types.js")
	f.P(strings.TrimSuffix(strings.TrimPrefix(body.Text.String(), newFile("").Text.String()), "\n"))
	writeCodec(f, o, parameters)
	f.P()
	f.doc("", "Makes what AWS Lambda calls of a handler of "+codegen.Describe(o), "The first interceptor is the outermost.")
	f.P("export function ", n.camel, "Handler(")
	f.P("  handle: Handle<", n.pascal, "Input, ", n.pascal, "Response>,")
	f.P("  ...interceptors: Interceptor<", n.pascal, "Input, ", n.pascal, "Response>[]")
	f.P("): LambdaHandler {")
	f.P("  return lambdaHandler(codec, handle, interceptors);")
	f.P("}")
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
	f.P()
	f.doc("", "The parameters of "+codegen.Describe(o))
	f.P("export interface ", name, "RequestParameters {")
	for _, p := range parameters {
		f.doc("  ", p.Description)
		optional, text := "?", p.kind
		if p.Required {
			optional = ""
		}
		if p.array {
			text = "readonly " + text + "[]"
		}
		f.P("  readonly ", p.property, optional, ": ", text, ";")
	}
	f.P("}")
	f.P()
	f.doc("", "What a handler of "+o.ID+" gets.")
	f.P("export interface ", name, "Input {")
	f.P("  readonly requestParameters: ", name, "RequestParameters;")
	if kind, text := g.requestBody(used, o); kind != "" {
		if !o.RequestBody.Required {
			text += " | undefined"
		}
		f.doc("  ", o.RequestBody.Description)
		f.P("  readonly body: ", text, ";")
	}
	f.P("}")
}

// requestBody tells how a handler gets the body, "json" or "text", and its type. It is
// empty where there is none.
func (g *generator) requestBody(used map[string]bool, o *model.Operation) (kind, bodyType string) {
	if o.RequestBody == nil || len(o.RequestBody.Content) == 0 {
		return "", ""
	}
	for _, m := range o.RequestBody.Content {
		if shape.IsJSON(m) {
			return "json", inParentheses(g.use(used, m.Schema, "  "))
		}
	}
	return "text", "string"
}

func (g *generator) writeResponse(f *file, used map[string]bool, o *model.Operation) {
	n := g.names.operations[o]
	f.P()
	f.doc("", "What a handler of "+o.ID+" answers.")
	if len(o.Responses) == 0 {
		f.P("export interface ", n.pascal, "Response {")
		f.P("  readonly statusCode: number;")
		f.P("  readonly headers?: Readonly<Record<string, string>>;")
		f.P("}")
		return
	}
	f.P("export type ", n.pascal, "Response =")
	for i, r := range o.Responses {
		end := ""
		if i == len(o.Responses)-1 {
			end = ";"
		}
		f.P("  | { readonly statusCode: ", statusType(r.Status), g.responseBody(used, o, r), "; readonly headers?: Readonly<Record<string, string>> }", end)
	}
}

func statusType(status string) string {
	if isRange(status) {
		return "number"
	}
	return status
}

func (g *generator) responseBody(used map[string]bool, o *model.Operation, r *model.Response) string {
	if hasNoBody(o, r) {
		return ""
	}
	for _, m := range r.Content {
		if shape.IsJSON(m) {
			return "; readonly body: " + g.use(used, m.Schema, "    ")
		}
	}
	return "; readonly body: string | Uint8Array"
}

func writeCodec(f *file, o *model.Operation, parameters []parameter) {
	f.P()
	f.P("const codec: OperationCodec = {")
	f.P("  parameters: [")
	for _, p := range parameters {
		more := ""
		if p.array {
			more += ", array: true"
		}
		if p.Required {
			more += ", required: true"
		}
		f.P(fmt.Sprintf("    { name: %s, property: %s, in: %s, type: %s%s },", quote(p.Name), quote(p.property), quote(p.In), quote(p.kind), more))
	}
	f.P("  ],")
	if b := o.RequestBody; b != nil && len(b.Content) > 0 {
		kind := "text"
		for _, m := range b.Content {
			if shape.IsJSON(m) {
				kind = "json"
			}
		}
		f.P("  body: ", quote(kind), ",")
		if b.Required {
			f.P("  bodyRequired: true,")
		}
	}
	f.P("  contentTypes: {")
	for _, r := range o.Responses {
		if len(r.Content) > 0 {
			f.P("    ", quote(r.Status), ": ", quote(contentType(r)), ",")
		}
	}
	f.P("  },")
	f.P("};")
}

// contentType gives that of a response's body as a handler writes it.
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
