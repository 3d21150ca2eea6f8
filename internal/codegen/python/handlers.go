package python

import (
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// inRuntime are the names that petstore.handlers has from what handlers run on.
var inRuntime = strings.Fields(`INTERCEPTORS ApiRequest ApiResponse ChainedApiRequest ContextKey File Interceptor InvalidRequest
	LambdaHandler Response build_cors_interceptor build_response_headers_interceptor cors_interceptor try_catch_interceptor`)

// inRouter are the names of the router.
var inRouter = []string{"HandlerRouterHandlers", "handler_router"}

// handlerEndings are what follows the name of an operation in the names of its handler.
var handlerEndings = strings.Fields(`RequestParameters RequestBody Request ChainedRequest Form Multipart OperationResponses
	HandlerFunction Interceptor`)

// handlerNames are what the module of an operation's handler calls its parts.
type handlerNames struct {
	module    string // get_pet
	decorator string // get_pet_handler
	pascal    string // GetPet
}

func (g *generator) nameHandlers() {
	g.handlerNames = map[*model.Operation]handlerNames{}
	modules := codegen.NewScope(append(strings.Fields("powertools router shapes testing"), inRuntime...)...)
	classes := codegen.NewScope(append(append(slices.Clone(inRuntime), inRouter...), reserved...)...)
	for _, o := range g.api.Operations {
		n := g.names.operations[o]
		endings := slices.Clone(handlerEndings)
		for _, r := range responsesOf(o) {
			endings = append(endings, strings.Title(r.Status)+"OperationResponse") //nolint:staticcheck // of ASCII
		}
		g.handlerNames[o] = handlerNames{
			module: modules.Take(n.snake), decorator: strings.TrimSuffix(n.snake, "_") + "_handler", pascal: classes.TakeAll(n.pascal, endings),
		}
	}
}

// responsesOf returns the responses that a function can give: API Gateway takes none that are only informational. An operation
// that describes none can give any.
func responsesOf(o *model.Operation) []*model.Response {
	all := slices.DeleteFunc(slices.Clone(o.Responses), func(r *model.Response) bool { return strings.HasPrefix(r.Status, "1") })
	if len(all) == 0 {
		return []*model.Response{{Status: "default"}}
	}
	return all
}

// handlerFiles returns the modules of petstore.handlers.
func (g *generator) handlerFiles() []*file {
	if len(g.api.Operations) == 0 {
		return nil
	}
	files := make([]*file, 0, len(g.api.Operations)+4)
	homes := make([]home, 0, len(g.api.Operations)+2)
	for _, o := range g.api.Operations {
		w := &handlerWriter{generator: g, file: g.handlerFile(g.handlerNames[o].module), o: o, names: g.handlerNames[o]}
		files = append(files, w.write())
		homes = append(homes, home{w.names.module, w.exported})
	}
	homes = append(homes, home{"router", inRouter}, home{"..gatewright.handler", inRuntime})
	if f := g.shapesFile(); f != nil {
		files = append(files, f)
	}
	return append(files, g.routerFile(), g.testingFile(), g.powertoolsFile(), g.handlersInit(homes))
}

func (g *generator) handlerFile(module string) *file {
	return newFile(g.module + "/handlers/" + module + ".py")
}

func (g *generator) handlersInit(homes []home) *file {
	f := g.handlerFile("__init__")
	f.doc("", "Lambda handlers of "+titleOf(g.api)+": a decorator for each operation, a router, responses and interceptors.",
		"A module is loaded when something of it is used, so that a function pays for its own operation only.")
	f.P()
	lazyModule(f, homes, nil)
	return f
}

// titleOf returns what an API is called in a sentence.
func titleOf(api *model.API) string {
	if title := strings.TrimSpace(api.Title); title != "" {
		return title
	}
	return "the API"
}

// handlerWriter writes the module of one operation.
type handlerWriter struct {
	*generator
	*file

	o        *model.Operation
	names    handlerNames
	exported []string
	body     file // what follows the imports
}

// title returns which operation something is for: "getPet (GET /pets/{petId})".
func title(o *model.Operation) string { return o.ID + " (" + o.Method + " " + o.Path + ")" }

func (w *handlerWriter) write() *file {
	inputs := w.parameters()
	w.parametersClass(inputs)
	bodies := w.requestBody()
	w.requestTypes(bodies)
	w.responseTypes()
	w.readers(inputs)
	w.operation(inputs, bodies)
	w.decorator()
	w.head()
	return w.file
}

// head writes what precedes the body: its imports follow from what the body uses.
func (w *handlerWriter) head() {
	text := w.body.Text.String()
	w.doc("", "The handler of "+title(w.o)+".")
	w.P()
	w.P("from __future__ import annotations")
	w.P()
	w.P("from typing import ", strings.Join(slices.DeleteFunc(strings.Fields("TYPE_CHECKING Any Final Literal NotRequired TypeAlias TypedDict overload"), func(word string) bool {
		return word != "TYPE_CHECKING" && !mentions(text, word)
	}), ", "))
	w.P()
	w.P("from ..gatewright.handler import ", strings.Join(append([]string{"Operation"}, slices.DeleteFunc(strings.Fields("check content formats parse read shape"), func(module string) bool {
		return !regexp.MustCompile(`\b` + module + `\.`).MatchString(text)
	})...), ", "))
	w.P()
	if strings.Contains(text, "shapes.") {
		w.P("from . import shapes")
		w.P()
	}
	w.P("if TYPE_CHECKING:")
	if strings.Contains(text, "builtins.") {
		w.P("    import builtins")
	}
	w.P("    from collections.abc import ", strings.Join(slices.DeleteFunc(strings.Fields("Callable Iterable Sequence"), func(name string) bool { return !mentions(text, name) }), ", "))
	w.P()
	if strings.Contains(text, "models.") {
		w.P("    from .. import models")
	}
	w.P("    from ..gatewright.handler import ", strings.Join(slices.DeleteFunc(strings.Fields("ApiResponse ChainedApiRequest File Interceptor LambdaHandler"), func(name string) bool {
		return !mentions(text, name)
	}), ", "))
	w.P("    from ..gatewright.handler.read import Decoder")
	w.P()
	w.exports(w.exported)
	w.Text.WriteString(text)
}

// mentions reports whether a text has a name that is not a part of another one.
func mentions(text, name string) bool {
	return regexp.MustCompile(`\b` + name + `\b`).MatchString(text)
}

// declare begins a type of the module.
func (w *handlerWriter) declare(name string) string {
	w.exported = append(w.exported, name)
	return name
}

func (w *handlerWriter) alias(name, expr string, doc ...string) {
	w.body.P()
	w.body.P(w.declare(name), ": TypeAlias = ", quotedType(expr))
	w.body.doc("", doc...)
}

// quotedType writes a type that nothing evaluates.
func quotedType(expr string) string {
	if strings.Contains(expr, `"`) && !strings.ContainsAny(expr, `'\`) {
		return "'" + expr + "'"
	}
	return quote(expr)
}

// parametersClass declares what a handler has of path, query, headers and cookies.
func (w *handlerWriter) parametersClass(inputs []*input) {
	f := &w.body
	f.P()
	f.P()
	f.P("class ", w.declare(w.names.pascal+"RequestParameters"), ":")
	f.doc("    ", "The parameters of "+w.o.ID+".")
	f.P()
	slots := make([]string, len(inputs))
	for i, in := range inputs {
		slots[i] = in.name
	}
	declared := func(in *input) string { return unshadowed(in.declared(), slots) }
	f.P(wrapped("    ", "__slots__ = "+tuple(slots)))
	if len(inputs) == 0 {
		return
	}
	f.P()
	for _, in := range inputs {
		f.P("    ", in.name, ": Final[", declared(in), "]")
		f.doc("    ", sentence(in.doc), deprecation(in.deprecated))
	}
	f.P()
	f.P("    def __init__(")
	f.P("        self,")
	f.P("        *,")
	for _, in := range inputs {
		f.P("        ", in.name, ": ", declared(in), in.initial(), ",")
	}
	f.P("    ) -> None:")
	for _, in := range inputs {
		f.P("        self.", in.name, " = ", in.name)
	}
}

// unshadowed writes a type in a class that has attributes of some names: those of Python are told from these.
func unshadowed(expr string, attributes []string) string {
	return builtin.ReplaceAllStringFunc(expr, func(found string) string {
		if slices.Contains(attributes, found) {
			return "builtins." + found
		}
		return found
	})
}

var builtin = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|\b(?:bool|bytes|dict|float|int|list|str)\b`)

// requestTypes declares what a handler gets.
func (w *handlerWriter) requestTypes(bodies *requestBody) {
	pascal := w.names.pascal
	w.body.P()
	w.alias(pascal+"RequestBody", bodies.typ, bodies.doc)
	w.alias(pascal+"Request", "ChainedApiRequest["+pascal+"RequestParameters, "+pascal+"RequestBody]", "What the handler gets.")
	w.alias(pascal+"ChainedRequest", pascal+"Request", "What an interceptor of this operation gets.")
}

// responseTypes declares what a handler returns.
func (w *handlerWriter) responseTypes() {
	var all []string
	for _, r := range responsesOf(w.o) {
		name := w.names.pascal + strings.Title(r.Status) + "OperationResponse" //nolint:staticcheck // of ASCII
		w.alias(name, "ApiResponse["+w.statusType(r)+", "+elsewhere(w.responseBody(r))+"]", r.Description)
		all = append(all, name)
	}
	pascal := w.names.pascal
	w.alias(pascal+"OperationResponses", strings.Join(all, " | "), "What the handler returns.")
	w.alias(pascal+"HandlerFunction", "Callable[["+pascal+"Request], "+pascal+"OperationResponses]")
	w.alias(pascal+"Interceptor", "Callable[["+pascal+"ChainedRequest], "+pascal+"OperationResponses]")
}

// statusType returns the type of a response's status. That of several statuses has none that is described by itself, so that
// it takes the place of no other response.
func (w *handlerWriter) statusType(r *model.Response) string {
	if !isRange(r.Status) {
		return "Literal[" + r.Status + "]"
	}
	var statuses []string
	for status := 200; status < 600; status++ {
		text := strconv.Itoa(status)
		class := text[:1] + "XX"
		described := slices.ContainsFunc(responsesOf(w.o), func(other *model.Response) bool {
			return other.Status == text || r.Status == "default" && other.Status == class
		})
		if http.StatusText(status) != "" && !described && (r.Status == "default" || r.Status == class) {
			statuses = append(statuses, text)
		}
	}
	if len(statuses) == 0 {
		return "int"
	}
	return "Literal[" + strings.Join(statuses, ", ") + "]"
}

// responseBody returns the type of a response's body.
func (w *handlerWriter) responseBody(r *model.Response) string {
	if len(w.o.Responses) == 0 {
		return anything
	}
	if hasNoBody(w.o, r) {
		return "None"
	}
	var all []string
	for _, m := range r.Content {
		switch shape.BodyOf(m) {
		case shape.JSON:
			all = append(all, w.types.use(m.Schema, responseName(w.generator.names.operations[w.o].pascal, r)))
		case shape.Text:
			all = append(all, "str")
			if isEvents(m) {
				all = append(all, "Iterable["+w.types.use(m.Schema, responseName(w.generator.names.operations[w.o].pascal, r))+"]")
			}
		default:
			all = append(all, "bytes")
		}
	}
	return anyOf(all)
}

// isEvents reports whether a body is a stream of events, each of which has the schema.
func isEvents(m *model.MediaType) bool { return strings.HasPrefix(m.Type, "text/event-stream") }

// anyOf returns the type of values of one of some types.
func anyOf(types []string) string {
	if slices.Contains(types, anything) {
		return anything
	}
	return union(types)
}

// readers writes the constants that read parameters.
func (w *handlerWriter) readers(inputs []*input) {
	f := &w.body
	if len(inputs) > 0 {
		f.P()
	}
	for _, in := range inputs {
		f.P(wrapped("", in.constant()+" = "+w.reader(in)))
	}
}

// operation writes what the runtime knows of the operation.
func (w *handlerWriter) operation(inputs []*input, bodies *requestBody) {
	f, o, pascal := &w.body, w.o, w.names.pascal
	f.P()
	f.P()
	if len(inputs) == 0 {
		f.P("def _parameters(_: Decoder) -> ", pascal, "RequestParameters:")
		f.P("    return ", pascal, "RequestParameters()")
	} else {
		f.P("def _parameters(decoder: Decoder) -> ", pascal, "RequestParameters:")
		f.P("    return ", pascal, "RequestParameters(")
		for _, in := range inputs {
			f.P("        ", in.name, "=", in.constant(), "(decoder),")
		}
		f.P("    )")
	}
	f.P()
	f.P()
	f.P("OPERATION: Final[Operation[Literal[", quote(o.ID), "]]] = Operation(")
	f.P("    ", quote(o.ID), ",")
	f.P("    ", quote(o.Method), ",")
	f.P("    ", quote(o.Path), ",")
	f.P("    parameters=_parameters,")
	if bodies.reader != "" {
		f.P(wrapped("    ", "body="+bodies.reader+","))
	}
	f.P("    responses={")
	for _, r := range responsesOf(o) {
		f.P(wrapped("        ", quote(r.Status)+": "+w.responseContents(r)+","))
	}
	f.P("    },")
	f.P(")")
}

// responseContents returns how the bodies of a response are written.
func (w *handlerWriter) responseContents(r *model.Response) string {
	if len(w.o.Responses) == 0 {
		return `(content.json("*/*"), content.text("*/*"), content.binary("*/*"))`
	}
	if hasNoBody(w.o, r) {
		return "()"
	}
	return "(" + strings.Join(w.contents(r.Content, false), ", ") + ",)"
}

// decorator writes what makes a Lambda handler of a function.
func (w *handlerWriter) decorator() {
	f, o := &w.body, w.o
	function := w.names.pascal + "HandlerFunction"
	result := "LambdaHandler[Literal[" + quote(o.ID) + "]]"
	f.P()
	f.P()
	f.P("@overload")
	f.P("def ", w.declare(w.names.decorator), "(handler: ", function, ", /) -> ", result, ": ...")
	f.P("@overload")
	f.P("def ", w.names.decorator, "(")
	f.P("    *, interceptors: Sequence[Interceptor] = ()")
	f.P(") -> Callable[[", function, "], ", result, "]: ...")
	f.P("def ", w.names.decorator, "(handler: ", function, " | None = None, /, *, interceptors: Sequence[Interceptor] = ()) -> Any:")
	f.doc("    ", "Create the Lambda handler of "+title(o)+". The first interceptor is the outermost.", sentence(o.Summary), sentence(o.Description), deprecation(o.Deprecated))
	f.P("    return OPERATION.decorate(handler, interceptors)")
}

// routerFile writes the Lambda handler of several operations.
func (g *generator) routerFile() *file {
	f := g.handlerFile("router")
	f.doc("", "One Lambda handler for all operations, or for some.")
	f.P()
	f.P("from __future__ import annotations")
	f.P()
	f.P("from typing import TYPE_CHECKING, Final, Literal")
	f.P()
	f.P("from ..gatewright.handler import Router")
	f.P()
	f.P("if TYPE_CHECKING:")
	f.P("    from collections.abc import Sequence")
	f.P()
	f.P("    from ..gatewright.handler import Interceptor, LambdaHandler")
	f.P()
	f.exports(inRouter)
	f.P()
	f.P()
	f.P("class HandlerRouterHandlers:")
	f.doc("    ", "The handlers of a router. Requests for operations that are left out are answered with 404, and logged.")
	f.P()
	f.P(`    __slots__ = ("all",)`)
	f.P()
	f.P("    def __init__(")
	f.P("        self,")
	f.P("        *,")
	for _, o := range g.api.Operations {
		f.P("        ", g.names.operations[o].snake, ": LambdaHandler[Literal[", quote(o.ID), "]] | None = None,")
	}
	f.P("    ) -> None:")
	f.P("        given = (")
	for _, o := range g.api.Operations {
		f.P("            ", g.names.operations[o].snake, ",")
	}
	f.P("        )")
	f.P("        self.all: Final = [handler for handler in given if handler is not None]")
	f.P()
	f.P()
	f.P("def handler_router(*, handlers: HandlerRouterHandlers, interceptors: Sequence[Interceptor] = ()) -> Router:")
	f.doc("    ", "Create one Lambda handler of several. The first interceptor is the outermost, and all of them are around those of the handlers.")
	f.P("    return Router(handlers.all, interceptors)")
	return f
}

// testingFile writes what tests call handlers with.
func (g *generator) testingFile() *file {
	f := g.handlerFile("testing")
	f.doc("", "Events and contexts for tests of handlers.")
	f.P()
	f.P("from __future__ import annotations")
	f.P()
	f.P("from importlib import import_module")
	f.P("from typing import TYPE_CHECKING, Any, Final, Literal")
	f.P()
	f.P("from ..gatewright.handler.testing import EventOf, test_context")
	f.P()
	f.P("if TYPE_CHECKING:")
	f.P("    from collections.abc import Mapping, Sequence")
	f.P()
	f.exports([]string{"test_context", "test_event"})
	f.P()
	f.P("_MODULES: Final = {")
	for _, o := range g.api.Operations {
		f.P("    ", quote(g.names.operations[o].snake), ": ", quote(g.handlerNames[o].module), ",")
	}
	f.P("}")
	f.P()
	f.P()
	f.P("class test_event(EventOf):  # noqa: N801")
	f.doc("    ", "An event of API Gateway for an operation, with what is given.")
	f.P()
	f.P("    def __init__(")
	f.P("        self,")
	f.P("        operation: Literal[")
	for _, o := range g.api.Operations {
		f.P("            ", quote(g.names.operations[o].snake), ",")
	}
	f.P("        ],")
	f.P("        *,")
	f.P("        path: Mapping[str, object] | None = None,")
	f.P("        query: Mapping[str, object | Sequence[object]] | None = None,")
	f.P("        headers: Mapping[str, object | Sequence[object]] | None = None,")
	f.P("        cookies: Mapping[str, str] | None = None,")
	f.P("        body: Any = None,")
	f.P("        content_type: str | None = None,")
	f.P("    ) -> None:")
	f.P("        module = import_module(f\".{_MODULES[operation]}\", __package__)")
	f.P("        super().__init__(")
	f.P("            module.OPERATION,")
	for name := range strings.FieldsSeq("path query headers cookies body content_type") {
		f.P("            ", name, "=", name, ",")
	}
	f.P("        )")
	return f
}

// powertoolsFile writes the entry of the interceptors that need AWS Lambda Powertools.
func (g *generator) powertoolsFile() *file {
	f := g.handlerFile("powertools")
	f.doc("", "Interceptors that log, trace and measure with AWS Lambda Powertools: pip install '"+projectName(g.name)+"[powertools]'.")
	f.P()
	lazyModule(f, []home{{"..gatewright.handler.powertools", []string{"INTERCEPTORS", "LoggingInterceptor", "MetricsInterceptor", "TracingInterceptor"}}}, g.extra("AWS Lambda Powertools", "powertools", "aws_lambda_powertools"))
	return f
}

// stubs returns the handlers of operations that the model wants in Python without saying where they are, each with a test. They
// are written only where there is none yet.
func (g *generator) stubs() []codegen.File {
	var all []codegen.File
	folders := codegen.HandlerFolders(g.api)
	for _, o := range g.withHandlers() {
		if h := g.handlers[o]; h.Language != "python" || h.At == "" {
			continue
		}
		for name, text := range map[string]string{"app.py": g.stub(o), "test_" + folders[o] + ".py": g.stubTest(o)} {
			all = append(all, codegen.File{Path: path.Join(folders[o], name), Text: []byte(text)})
		}
	}
	slices.SortFunc(all, func(a, b codegen.File) int { return strings.Compare(a.Path, b.Path) })
	return all
}

func (g *generator) stub(o *model.Operation) string {
	var f file
	n := g.handlerNames[o]
	f.doc("", "The Lambda function of "+title(o)+".")
	f.P()
	f.P("from typing import Any")
	f.P()
	f.P("from ", g.name, ".handlers import INTERCEPTORS, Response, ", n.pascal, "OperationResponses, ", n.pascal, "Request, ", n.decorator)
	f.P()
	f.P()
	f.P("@", n.decorator, "(interceptors=INTERCEPTORS)")
	f.P("def handler(input: ", n.pascal, "Request, **kwargs: Any) -> ", n.pascal, "OperationResponses:")
	f.doc("    ", sentence(o.Summary), "It is not implemented yet.")
	f.P("    raise Response.not_implemented({\"message\": ", quote(o.ID+" is not implemented yet."), "})")
	return f.Text.String()
}

func (g *generator) stubTest(o *model.Operation) string {
	var f file
	f.P("from app import handler")
	f.P()
	f.P("from ", g.name, ".handlers.testing import test_context, test_event")
	f.P()
	f.P()
	f.P("def test_", g.names.operations[o].snake, "_is_not_implemented_yet() -> None:")
	f.P("    result = handler(test_event(", quote(g.names.operations[o].snake), "), test_context())")
	f.P("    assert result[\"statusCode\"] == 501")
	return f.Text.String()
}
