package typescript

import (
	"strings"

	"github.com/gatewright/gatewright/codegen"
	"github.com/gatewright/gatewright/model"
)

// operationsFile lists the operations, and says that each needs an integration.
func (g *generator) operationsFile() *file {
	f := newFile("src/operations.ts")
	f.p(`import type { OperationDetails } from "./gatewright/operation.js";`)
	f.p()
	f.doc("", "What belongs to each operation: leaving one out does not compile.")
	f.p("export interface OperationConfig<T> {")
	for _, o := range g.api.Operations {
		f.doc("  ", codegen.Describe(o))
		f.p("  readonly ", key(o.ID), ": T;")
	}
	f.p("}")
	f.p()
	f.doc("", "All operations, by their IDs.")
	f.p("export const OperationLookup: OperationConfig<OperationDetails> = {")
	for _, o := range g.api.Operations {
		f.p("  ", entryKey(o.ID), ": { method: ", quote(strings.ToLower(o.Method)), ", path: ", quote(o.Path),
			", contentTypes: ", quoteAll(o.ContentTypes()), " },")
	}
	f.p("};")
	f.p()
	f.doc("", "Rules for all operations.")
	f.p("export class Operations {")
	f.doc("  ", "Gives each operation the same value, or the one that a function gives for it.")
	f.p("  static all<T>(value: T | ((operationId: keyof OperationConfig<T>, details: OperationDetails) => T)): OperationConfig<T> {")
	f.p("    const of = (id: keyof OperationConfig<T>): T =>")
	f.p("      typeof value === \"function\" ? (value as (id: keyof OperationConfig<T>, details: OperationDetails) => T)(id, OperationLookup[id]) : value;")
	f.p("    return {")
	for _, o := range g.api.Operations {
		f.p("      ", entryKey(o.ID), ": of(", quote(o.ID), "),")
	}
	f.p("    };")
	f.p("  }")
	f.p("}")
	return f
}

// apiFile writes the construct.
func (g *generator) apiFile() *file {
	f := newFile("src/api.ts")
	f.p(`import type { Construct } from "constructs";`)
	f.p(`import type { TypeSafeApiIntegration } from "./gatewright/operation.js";`)
	f.p(`import { type TypeSafeApiOptions, TypeSafeRestApi } from "./gatewright/type-safe-rest-api.js";`)
	f.p(`import { model } from "./model.js";`)
	f.p(`import { type OperationConfig, OperationLookup } from "./operations.js";`)
	f.p()
	f.doc("", "Properties of the API.")
	f.p("export interface ApiProps extends TypeSafeApiOptions {")
	f.doc("  ", "An integration for each operation.")
	f.p("  readonly integrations: OperationConfig<TypeSafeApiIntegration>;")
	f.p("}")
	f.p()
	f.doc("", "The API "+g.api.Title+": a REST API of Amazon API Gateway with its stage, its logs and the permissions that the integrations need.", g.api.Description)
	f.p("export class Api extends TypeSafeRestApi {")
	f.p("  constructor(scope: Construct, id: string, props: ApiProps) {")
	f.p("    super(scope, id, {")
	f.p("      ...props,")
	f.p("      integrations: { ...props.integrations },")
	f.p("      operationLookup: { ...OperationLookup },")
	f.p("      model,")
	f.p("    });")
	f.p("  }")
	f.p("}")
	return f
}

// modelFile holds the model's text.
func (g *generator) modelFile() *file {
	f := newFile("src/model.ts")
	f.doc("", "The API's model: an OpenAPI document in JSON.")
	f.p("export const model: string =")
	f.p("  ", quote(string(g.modelText())), ";")
	return f
}

func (g *generator) modelText() []byte { return append(g.api.Document.JSON(true), '\n') }

// functionsFile writes a construct for each operation that names its handler. It is
// nil when none does.
func (g *generator) functionsFile() *file {
	f := newFile("src/functions.ts")
	f.p(`import type { Construct } from "constructs";`)
	f.p(`import { OperationFunction, type OperationFunctionProps } from "./gatewright/operation-function.js";`)
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
	f.p()
	f.doc("", "Properties of the function of "+o.ID+"; what is not given has a default.")
	f.p("export type ", name, "FunctionProps = OperationFunctionProps;")
	f.p()
	f.doc("", "The function of "+codegen.Describe(o))
	f.p("export class ", name, "Function extends OperationFunction {")
	f.p("  constructor(scope: Construct, id: string, props: ", name, "FunctionProps = {}) {")
	f.p("    super(scope, id, {")
	f.p("      operation: ", quote(o.ID), ",")
	f.p("      language: ", quote(x.Get("language").Str()), ",")
	if code := x.Get("code").Str(); code != "" {
		f.p("      code: ", quote(code), ",")
	}
	if entry := x.Get("handler").Str(); entry != "" {
		f.p("      entry: ", quote(entry), ",")
	}
	f.p("    }, props);")
	f.p("  }")
	f.p("}")
}

// indexFile is what the package exports.
func (g *generator) indexFile(hasFunctions bool) *file {
	f := newFile("src/index.ts")
	f.p(`export * from "./types.js";`)
	f.p(`export * from "./operations.js";`)
	if !g.noCDK {
		f.p(`export * from "./api.js";`)
		f.p(`export * from "./mock-integrations.js";`)
		if hasFunctions {
			f.p(`export * from "./functions.js";`)
		}
		f.p(`export * from "./gatewright/index.js";`)
	}
	f.p(`export * from "./handlers/index.js";`)
	return f
}
