package python

import (
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
)

// operationsFile lists the operations, and says that each needs an integration.
func (g *generator) operationsFile() *file {
	f := newFile(g.module + "/operations.py")
	f.doc("", "The operations of the API.")
	f.P()
	f.P("from __future__ import annotations")
	f.P()
	f.P("from collections.abc import Callable")
	f.P("from dataclasses import dataclass")
	f.P("from typing import Generic, TypeVar")
	f.P()
	f.P("from .gatewright.operation import OperationDetails")
	f.P()
	f.exports([]string{"OPERATION_LOOKUP", "OperationConfig", "Operations"})
	f.P()
	f.P(`T = TypeVar("T")`)
	f.P()
	f.P()
	f.P("@dataclass(frozen=True, kw_only=True)")
	f.P("class OperationConfig(Generic[T]):")
	f.doc("    ", "What belongs to each operation. Leaving one out is a TypeError that names it.")
	f.P()
	for _, o := range g.api.Operations {
		f.P("    ", g.names.operations[o].snake, ": T")
		f.doc("    ", codegen.Describe(o))
	}
	f.P()
	f.P("    def by_id(self) -> dict[str, T]:")
	f.doc("        ", "Give what belongs to each operation, by the operations' IDs.")
	f.P("        return {")
	for _, o := range g.api.Operations {
		f.P("            ", quote(o.ID), ": self.", g.names.operations[o].snake, ",")
	}
	f.P("        }")
	f.P()
	f.P()
	f.P("OPERATION_LOOKUP: OperationConfig[OperationDetails] = OperationConfig(")
	for _, o := range g.api.Operations {
		f.P("    ", g.names.operations[o].snake, "=OperationDetails(method=", quote(strings.ToLower(o.Method)),
			", path=", quote(o.Path), ", content_types=", tuple(o.ContentTypes()),
			", response_content_types=", tuple(o.ResponseContentTypes()), "),")
	}
	f.P(")")
	f.doc("", "All operations.")
	f.P()
	f.P()
	f.P("class Operations:")
	f.doc("    ", "Rules for all operations.")
	f.P()
	f.P("    @staticmethod")
	f.P("    def all(value: T) -> OperationConfig[T]:")
	f.doc("        ", "Give each operation the same value.")
	f.P("        return OperationConfig(")
	for _, o := range g.api.Operations {
		f.P("            ", g.names.operations[o].snake, "=value,")
	}
	f.P("        )")
	f.P()
	f.P("    @staticmethod")
	f.P("    def each(rule: Callable[[str, OperationDetails], T]) -> OperationConfig[T]:")
	f.doc("        ", "Give each operation what a function gives for its ID and details.")
	f.P("        return OperationConfig(")
	for _, o := range g.api.Operations {
		snake := g.names.operations[o].snake
		f.P("            ", snake, "=rule(", quote(o.ID), ", OPERATION_LOOKUP.", snake, "),")
	}
	f.P("        )")
	return f
}

// apiFile writes the construct.
func (g *generator) apiFile() *file {
	f := newFile(g.module + "/api.py")
	f.doc("", "The construct of the API.")
	f.P()
	f.P("from __future__ import annotations")
	f.P()
	f.P("from typing import Unpack")
	f.P()
	f.P("from constructs import Construct")
	f.P()
	f.P("from .gatewright.installation import model_of")
	f.P("from .gatewright.operation import TypeSafeApiIntegration")
	if len(g.mocks) > 0 {
		f.P("from .gatewright.options import MockDataOptions")
	}
	f.P("from .gatewright.type_safe_rest_api import TypeSafeApiOptions, TypeSafeRestApi")
	f.P("from .operations import OPERATION_LOOKUP, OperationConfig")
	f.P()
	f.exports([]string{"Api"})
	f.P()
	f.P()
	f.P("class Api(TypeSafeRestApi):")
	f.doc("    ", "The API "+sentence(g.api.Title), "It is a REST API of Amazon API Gateway with its stage, its logs and the permissions that the integrations need.", g.api.Description)
	f.P()
	f.P("    def __init__(")
	f.P("        self,")
	f.P("        scope: Construct,")
	f.P("        id: str,")
	f.P("        *,")
	f.P("        integrations: OperationConfig[TypeSafeApiIntegration],")
	f.P("        **options: Unpack[TypeSafeApiOptions],")
	f.P("    ) -> None:")
	f.doc("        ", "Make the API, with an integration for each operation.")
	if len(g.mocks) > 0 {
		var options []string
		for _, o := range g.mocks {
			options = append(options, naming.Snake(o.Name)+"="+strings.Replace(o.Value, "true", "True", 1))
		}
		f.P(`        options.setdefault("mock_data_options", MockDataOptions(`, strings.Join(options, ", "), "))")
	}
	f.P("        super().__init__(")
	f.P("            scope,")
	f.P("            id,")
	f.P("            integrations=integrations.by_id(),")
	f.P("            operation_lookup=OPERATION_LOOKUP.by_id(),")
	f.P(`            model=model_of(__name__.rpartition(".")[0]),`)
	f.P("            **options,")
	f.P("        )")
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
	f.P()
	f.P("from __future__ import annotations")
	f.P()
	f.P("from typing import Unpack")
	f.P()
	f.P("from constructs import Construct")
	f.P()
	f.P("from .gatewright.operation_function import Handler, OperationFunction, OperationFunctionProps")
	f.P()
	f.exports(g.functions())
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
	h := g.handlers[o]
	f.P()
	f.P()
	f.P("class ", g.names.operations[o].pascal, "Function(OperationFunction):")
	f.doc("    ", "The function of "+codegen.Describe(o))
	f.P()
	f.P("    def __init__(self, scope: Construct, id: str, **props: Unpack[OperationFunctionProps]) -> None:")
	f.doc("        ", "Make the function; what is not given has a default.")
	f.P("        super().__init__(")
	f.P("            scope,")
	f.P("            id,")
	f.P("            Handler(")
	f.P("                operation=", quote(o.ID), ",")
	f.P("                language=", quote(h.Language), ",")
	f.P("                code=", quote(h.Code), ",")
	if h.Entry != "" {
		f.P("                entry=", quote(h.Entry), ",")
	}
	if h.At != "" {
		f.P("                at=", quote(h.At), ",")
	}
	f.P("            ),")
	f.P("            **props,")
	f.P("        )")
}
