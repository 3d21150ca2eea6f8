package python

import (
	"strings"

	"github.com/gatewright/gatewright/codegen"
	"github.com/gatewright/gatewright/model"
)

// operationsFile lists the operations, and says that each needs an integration.
func (g *generator) operationsFile() *file {
	f := newFile(g.module + "/operations.py")
	f.doc("", "The operations of the API.")
	f.p()
	f.p("from __future__ import annotations")
	f.p()
	f.p("from collections.abc import Callable")
	f.p("from dataclasses import dataclass")
	f.p("from typing import Generic, TypeVar")
	f.p()
	f.p("from .gatewright.operation import OperationDetails")
	f.p()
	f.list("__all__ = [", []string{"OPERATION_LOOKUP", "OperationConfig", "Operations"}, "]")
	f.p()
	f.p(`T = TypeVar("T")`)
	f.p()
	f.p()
	f.p("@dataclass(frozen=True, kw_only=True)")
	f.p("class OperationConfig(Generic[T]):")
	f.doc("    ", "What belongs to each operation. Leaving one out is a TypeError that names it.")
	f.p()
	for _, o := range g.api.Operations {
		f.p("    ", g.names.operations[o].snake, ": T")
		f.doc("    ", codegen.Describe(o))
	}
	f.p()
	f.p("    def by_id(self) -> dict[str, T]:")
	f.doc("        ", "Give what belongs to each operation, by the operations' IDs.")
	f.p("        return {")
	for _, o := range g.api.Operations {
		f.p("            ", quote(o.ID), ": self.", g.names.operations[o].snake, ",")
	}
	f.p("        }")
	f.p()
	f.p()
	f.p("OPERATION_LOOKUP: OperationConfig[OperationDetails] = OperationConfig(")
	for _, o := range g.api.Operations {
		f.p("    ", g.names.operations[o].snake, "=OperationDetails(method=", quote(strings.ToLower(o.Method)),
			", path=", quote(o.Path), ", content_types=", tuple(o.ContentTypes()), "),")
	}
	f.p(")")
	f.doc("", "All operations.")
	f.p()
	f.p()
	f.p("class Operations:")
	f.doc("    ", "Rules for all operations.")
	f.p()
	f.p("    @staticmethod")
	f.p("    def all(value: T) -> OperationConfig[T]:")
	f.doc("        ", "Give each operation the same value.")
	f.p("        return OperationConfig(")
	for _, o := range g.api.Operations {
		f.p("            ", g.names.operations[o].snake, "=value,")
	}
	f.p("        )")
	f.p()
	f.p("    @staticmethod")
	f.p("    def each(rule: Callable[[str, OperationDetails], T]) -> OperationConfig[T]:")
	f.doc("        ", "Give each operation what a function gives for its ID and details.")
	f.p("        return OperationConfig(")
	for _, o := range g.api.Operations {
		snake := g.names.operations[o].snake
		f.p("            ", snake, "=rule(", quote(o.ID), ", OPERATION_LOOKUP.", snake, "),")
	}
	f.p("        )")
	return f
}

// apiFile writes the construct.
func (g *generator) apiFile() *file {
	f := newFile(g.module + "/api.py")
	f.doc("", "The construct of the API.")
	f.p()
	f.p("from __future__ import annotations")
	f.p()
	f.p("from importlib.resources import files")
	f.p("from typing import Unpack")
	f.p()
	f.p("from constructs import Construct")
	f.p()
	f.p("from .gatewright.operation import TypeSafeApiIntegration")
	f.p("from .gatewright.type_safe_rest_api import TypeSafeApiOptions, TypeSafeRestApi")
	f.p("from .operations import OPERATION_LOOKUP, OperationConfig")
	f.p()
	f.list("__all__ = [", []string{"Api"}, "]")
	f.p()
	f.p()
	f.p("class Api(TypeSafeRestApi):")
	f.doc("    ", "The API "+sentence(g.api.Title), "It is a REST API of Amazon API Gateway with its stage, its logs and the permissions that the integrations need.", g.api.Description)
	f.p()
	f.p("    def __init__(")
	f.p("        self,")
	f.p("        scope: Construct,")
	f.p("        id: str,")
	f.p("        *,")
	f.p("        integrations: OperationConfig[TypeSafeApiIntegration],")
	f.p("        **options: Unpack[TypeSafeApiOptions],")
	f.p("    ) -> None:")
	f.doc("        ", "Make the API, with an integration for each operation.")
	f.p("        super().__init__(")
	f.p("            scope,")
	f.p("            id,")
	f.p("            integrations=integrations.by_id(),")
	f.p("            operation_lookup=OPERATION_LOOKUP.by_id(),")
	f.p(`            model=files(__name__.rpartition(".")[0]).joinpath("model.json").read_text(encoding="utf-8"),`)
	f.p("            **options,")
	f.p("        )")
	return f
}

// functionsFile writes a construct for each operation that names its handler. It is
// nil when none does.
func (g *generator) functionsFile() *file {
	with := g.withHandlers()
	if len(with) == 0 {
		return nil
	}
	f := newFile(g.module + "/functions.py")
	f.doc("", "The functions of the operations whose handlers the model names.")
	f.p()
	f.p("from __future__ import annotations")
	f.p()
	f.p("from typing import Unpack")
	f.p()
	f.p("from constructs import Construct")
	f.p()
	f.p("from .gatewright.operation_function import Handler, OperationFunction, OperationFunctionProps")
	f.p()
	f.list("__all__ = [", g.functions(), "]")
	for _, o := range with {
		g.writeFunction(f, o)
	}
	return f
}

func (g *generator) withHandlers() []*model.Operation {
	var all []*model.Operation
	for _, o := range g.api.Operations {
		if codegen.HandlerOf(o) != nil {
			all = append(all, o)
		}
	}
	return all
}

// functions are the names of the constructs of functions.
func (g *generator) functions() []string {
	var all []string
	for _, o := range g.withHandlers() {
		all = append(all, g.names.operations[o].pascal+"Function")
	}
	return all
}

func (g *generator) writeFunction(f *file, o *model.Operation) {
	x := codegen.HandlerOf(o)
	f.p()
	f.p()
	f.p("class ", g.names.operations[o].pascal, "Function(OperationFunction):")
	f.doc("    ", "The function of "+codegen.Describe(o))
	f.p()
	f.p("    def __init__(self, scope: Construct, id: str, **props: Unpack[OperationFunctionProps]) -> None:")
	f.doc("        ", "Make the function; what is not given has a default.")
	f.p("        super().__init__(")
	f.p("            scope,")
	f.p("            id,")
	f.p("            Handler(")
	f.p("                operation=", quote(o.ID), ",")
	f.p("                language=", quote(x.Get("language").Str()), ",")
	if code := x.Get("code").Str(); code != "" {
		f.p("                code=", quote(code), ",")
	}
	if entry := x.Get("handler").Str(); entry != "" {
		f.p("                entry=", quote(entry), ",")
	}
	f.p("            ),")
	f.p("            **props,")
	f.p("        )")
}
