package typescript

import (
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/model"
)

// operationsFile lists the operations, and says that each needs an integration.
func (g *generator) operationsFile() *file {
	f := newFile("operations")
	f.types.P(`import type { OperationDetails } from "./gatewright/operation-details.js";`)
	f.types.P()
	f.doc("", "What belongs to each operation: leaving one out does not compile.")
	f.types.P("export interface OperationConfig<T> {")
	for _, o := range g.api.Operations {
		f.doc("  ", codegen.Describe(o))
		f.types.P("  readonly ", key(o.ID), ": T;")
	}
	f.types.P("}")
	f.types.P()
	f.doc("", "All operations, by their IDs.")
	f.types.P("export declare const OperationLookup: OperationConfig<OperationDetails>;")
	f.types.P()
	f.doc("", "Rules for all operations.")
	f.types.P("export declare class Operations {")
	f.doc("  ", "Returns the same value for each operation, or the one that a function returns for it.")
	f.types.P("  static all<T>(value: T | ((operationId: keyof OperationConfig<T>, details: OperationDetails) => T)): OperationConfig<T>;")
	f.types.P("}")
	f.code.P("export const OperationLookup = {")
	for _, o := range g.api.Operations {
		f.code.P("  ", entryKey(o.ID), ": { method: ", quote(strings.ToLower(o.Method)), ", path: ", quote(o.Path),
			", contentTypes: ", quoteAll(o.ContentTypes()),
			", responseContentTypes: ", quoteAll(o.ResponseContentTypes()), " },")
	}
	f.code.P("};")
	f.code.P()
	f.code.P("export class Operations {")
	f.code.P("  static all(value) {")
	f.code.P("    const of = (id) => (typeof value === \"function\" ? value(id, OperationLookup[id]) : value);")
	f.code.P("    return {")
	for _, o := range g.api.Operations {
		f.code.P("      ", entryKey(o.ID), ": of(", quote(o.ID), "),")
	}
	f.code.P("    };")
	f.code.P("  }")
	f.code.P("}")
	return f
}

// apiFile writes the construct.
func (g *generator) apiFile() *file {
	f := newFile("api")
	f.types.P(`import type { Construct } from "constructs";`)
	f.types.P(`import type { TypeSafeApiIntegration } from "./gatewright/operation.js";`)
	f.types.P(`import { type TypeSafeApiOptions, TypeSafeRestApi } from "./gatewright/type-safe-rest-api.js";`)
	f.types.P(`import type { OperationConfig } from "./operations.js";`)
	f.types.P()
	f.doc("", "Properties of the API.")
	f.types.P("export interface ApiProps extends TypeSafeApiOptions {")
	f.doc("  ", "An integration for each operation.")
	f.types.P("  readonly integrations: OperationConfig<TypeSafeApiIntegration>;")
	f.types.P("}")
	f.types.P()
	f.doc("", "The API "+g.api.Title+": a REST API of Amazon API Gateway with its stage, its logs and the permissions that the integrations need.", g.api.Description)
	f.types.P("export declare class Api extends TypeSafeRestApi {")
	f.types.P("  constructor(scope: Construct, id: string, props: ApiProps);")
	f.types.P("}")
	f.code.P(`import { TypeSafeRestApi } from "./gatewright/type-safe-rest-api.js";`)
	f.code.P(`import { model } from "./model.js";`)
	f.code.P(`import { OperationLookup } from "./operations.js";`)
	f.code.P()
	f.code.P("export class Api extends TypeSafeRestApi {")
	f.code.P("  constructor(scope, id, props) {")
	f.code.P("    super(scope, id, {")
	if len(g.mocks) > 0 {
		var options []string
		for _, o := range g.mocks {
			options = append(options, o.Name+": "+o.Value)
		}
		f.code.P("      mockDataOptions: { ", strings.Join(options, ", "), " },")
	}
	f.code.P("      ...props,")
	f.code.P("      integrations: { ...props.integrations },")
	f.code.P("      operationLookup: { ...OperationLookup },")
	f.code.P("      model,")
	f.code.P("    });")
	f.code.P("  }")
	f.code.P("}")
	return f
}

// modelFile holds the model's text.
func (g *generator) modelFile() *file {
	f := newFile("model")
	f.doc("", "The API's model: an OpenAPI document in JSON.")
	f.types.P("export declare const model: string;")
	f.code.P("export const model =")
	f.code.P("  ", quote(string(g.modelText())), ";")
	return f
}

func (g *generator) modelText() []byte { return append(g.api.Document.JSON(true), '\n') }

// functionsFile writes a construct for each operation that names its handler. It is
// nil when none does.
func (g *generator) functionsFile() *file {
	f := newFile("functions")
	f.types.P(`import type { Construct } from "constructs";`)
	f.types.P(`import { OperationFunction, type OperationFunctionProps } from "./gatewright/operation-function.js";`)
	f.code.P(`import { OperationFunction } from "./gatewright/operation-function.js";`)
	found := false
	for _, o := range g.api.Operations {
		if _, ok := g.handlers[o]; ok {
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
	name, h := g.names.operations[o].pascal, g.handlers[o]
	f.types.P()
	f.doc("", "Properties of the function of "+o.ID+"; what is not given has a default.")
	f.types.P("export type ", name, "FunctionProps = OperationFunctionProps;")
	f.types.P()
	f.doc("", "The function of "+codegen.Describe(o), "Its code is in "+h.Code+".")
	f.types.P("export declare class ", name, "Function extends OperationFunction {")
	f.types.P("  constructor(scope: Construct, id: string, props?: ", name, "FunctionProps);")
	f.types.P("}")
	f.code.P()
	f.code.P("export class ", name, "Function extends OperationFunction {")
	f.code.P("  constructor(scope, id, props = {}) {")
	f.code.P("    super(scope, id, {")
	f.code.P("      operation: ", quote(o.ID), ",")
	f.code.P("      language: ", quote(h.Language), ",")
	f.code.P("      code: ", quote(h.Code), ",")
	if h.Entry != "" {
		f.code.P("      entry: ", quote(h.Entry), ",")
	}
	if h.At != "" {
		f.code.P("      at: ", quote(h.At), ",")
	}
	f.code.P("    }, props);")
	f.code.P("  }")
	f.code.P("}")
}

// indexFile is what the package exports.
func (g *generator) indexFile(hasFunctions bool) *file {
	f := newFile("index")
	f.both(`export * from "./types.js";`)
	f.both(`export * from "./operations.js";`)
	if g.noCDK {
		f.both(`export * from "./gatewright/operation-details.js";`)
	} else {
		f.both(`export * from "./api.js";`)
		f.both(`export * from "./mock-integrations.js";`)
		if hasFunctions {
			f.both(`export * from "./functions.js";`)
		}
		f.both(`export * from "./gatewright/index.js";`)
	}
	return f
}
