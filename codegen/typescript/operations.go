package typescript

import (
	"strings"

	"github.com/gatewright/gatewright/codegen"
	"github.com/gatewright/gatewright/model"
)

// operationsFile lists the operations, and says that each needs an integration.
func (g *generator) operationsFile() *file {
	f := newFile("src/operations.ts")
	f.P(`import type { OperationDetails } from "./gatewright/operation.js";`)
	f.P()
	f.doc("", "What belongs to each operation: leaving one out does not compile.")
	f.P("export interface OperationConfig<T> {")
	for _, o := range g.api.Operations {
		f.doc("  ", codegen.Describe(o))
		f.P("  readonly ", key(o.ID), ": T;")
	}
	f.P("}")
	f.P()
	f.doc("", "All operations, by their IDs.")
	f.P("export const OperationLookup: OperationConfig<OperationDetails> = {")
	for _, o := range g.api.Operations {
		f.P("  ", entryKey(o.ID), ": { method: ", quote(strings.ToLower(o.Method)), ", path: ", quote(o.Path),
			", contentTypes: ", quoteAll(o.ContentTypes()), " },")
	}
	f.P("};")
	f.P()
	f.doc("", "Rules for all operations.")
	f.P("export class Operations {")
	f.doc("  ", "Gives each operation the same value, or the one that a function gives for it.")
	f.P("  static all<T>(value: T | ((operationId: keyof OperationConfig<T>, details: OperationDetails) => T)): OperationConfig<T> {")
	f.P("    const of = (id: keyof OperationConfig<T>): T =>")
	f.P("      typeof value === \"function\" ? (value as (id: keyof OperationConfig<T>, details: OperationDetails) => T)(id, OperationLookup[id]) : value;")
	f.P("    return {")
	for _, o := range g.api.Operations {
		f.P("      ", entryKey(o.ID), ": of(", quote(o.ID), "),")
	}
	f.P("    };")
	f.P("  }")
	f.P("}")
	return f
}

// apiFile writes the construct.
func (g *generator) apiFile() *file {
	f := newFile("src/api.ts")
	f.P(`import type { Construct } from "constructs";`)
	f.P(`import type { TypeSafeApiIntegration } from "./gatewright/operation.js";`)
	f.P(`import { type TypeSafeApiOptions, TypeSafeRestApi } from "./gatewright/type-safe-rest-api.js";`)
	f.P(`import { model } from "./model.js";`)
	f.P(`import { type OperationConfig, OperationLookup } from "./operations.js";`)
	f.P()
	f.doc("", "Properties of the API.")
	f.P("export interface ApiProps extends TypeSafeApiOptions {")
	f.doc("  ", "An integration for each operation.")
	f.P("  readonly integrations: OperationConfig<TypeSafeApiIntegration>;")
	f.P("}")
	f.P()
	f.doc("", "The API "+g.api.Title+": a REST API of Amazon API Gateway with its stage, its logs and the permissions that the integrations need.", g.api.Description)
	f.P("export class Api extends TypeSafeRestApi {")
	f.P("  constructor(scope: Construct, id: string, props: ApiProps) {")
	f.P("    super(scope, id, {")
	f.P("      ...props,")
	f.P("      integrations: { ...props.integrations },")
	f.P("      operationLookup: { ...OperationLookup },")
	f.P("      model,")
	f.P("    });")
	f.P("  }")
	f.P("}")
	return f
}

// modelFile holds the model's text.
func (g *generator) modelFile() *file {
	f := newFile("src/model.ts")
	f.doc("", "The API's model: an OpenAPI document in JSON.")
	f.P("export const model: string =")
	f.P("  ", quote(string(g.modelText())), ";")
	return f
}

func (g *generator) modelText() []byte { return append(g.api.Document.JSON(true), '\n') }

// functionsFile writes a construct for each operation that names its handler. It is
// nil when none does.
func (g *generator) functionsFile() *file {
	f := newFile("src/functions.ts")
	f.P(`import type { Construct } from "constructs";`)
	f.P(`import { OperationFunction, type OperationFunctionProps } from "./gatewright/operation-function.js";`)
	found := false
	for _, o := range g.api.Operations {
		if x := codegen.HandlerOf(o); x != nil {
			g.writeFunction(f, o)
			found = true
		}
	}
	if !found {
		return nil
	}
	return f
}

func (g *generator) writeFunction(f *file, o *model.Operation) {
	x, name := codegen.HandlerOf(o), g.names.operations[o].pascal
	f.P()
	f.doc("", "Properties of the function of "+o.ID+"; what is not given has a default.")
	f.P("export type ", name, "FunctionProps = OperationFunctionProps;")
	f.P()
	f.doc("", "The function of "+codegen.Describe(o))
	f.P("export class ", name, "Function extends OperationFunction {")
	f.P("  constructor(scope: Construct, id: string, props: ", name, "FunctionProps = {}) {")
	f.P("    super(scope, id, {")
	f.P("      operation: ", quote(o.ID), ",")
	f.P("      language: ", quote(x.Get("language").Str()), ",")
	if code := x.Get("code").Str(); code != "" {
		f.P("      code: ", quote(code), ",")
	}
	if entry := x.Get("handler").Str(); entry != "" {
		f.P("      entry: ", quote(entry), ",")
	}
	f.P("    }, props);")
	f.P("  }")
	f.P("}")
}

// indexFile is what the package exports.
func (g *generator) indexFile(hasFunctions bool) *file {
	f := newFile("src/index.ts")
	f.P(`export * from "./types.js";`)
	f.P(`export * from "./operations.js";`)
	if !g.noCDK {
		f.P(`export * from "./api.js";`)
		f.P(`export * from "./mock-integrations.js";`)
		if hasFunctions {
			f.P(`export * from "./functions.js";`)
		}
		f.P(`export * from "./gatewright/index.js";`)
	}
	f.P(`export * from "./handlers/index.js";`)
	return f
}
