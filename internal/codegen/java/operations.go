package java

import (
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/version"
	"github.com/gatewright/gatewright/model"
)

const constructPackage = "io.github.gatewright.cdk"

func constructIdent(name string) Ident { return Ident{constructPackage, name} }

// operation is an operation, with what it is called.
type operation struct {
	*model.Operation
	method string            // sayHello
	stage  string            // SayHelloStage
	mocks  map[string]string // by status: sayHello200
	class  string            // SayHelloFunction
}

// What the main package has besides what comes from operations.
var (
	mainClasses   = strings.Fields("Api ApiProps OperationConfig Operations MockIntegrations")
	configClasses = strings.Fields("OperationConfig BuildStage Builder")
	mockMethods   = strings.Fields("mockAll respond")
)

// nameOperations returns operations their names, in the order of the document.
func nameOperations(api *model.API) []*operation {
	methods, stages := newScope(keywords, objectMethods), newScope(langNames, configClasses)
	mocks, classes := newScope(mockMethods, objectMethods), newScope(langNames, mainClasses)
	all := make([]*operation, len(api.Operations))
	for i, o := range api.Operations {
		one := &operation{Operation: o, method: methods.take(memberName(o.ID)), mocks: map[string]string{}}
		one.stage = stages.take(className(one.method) + "Stage")
		one.class = classes.take(className(one.method) + "Function")
		for _, r := range o.Responses {
			status := r.Status
			if status == "default" {
				status = "Default"
			}
			one.mocks[r.Status] = mocks.take(one.method + status)
		}
		all[i] = one
	}
	return all
}

func (o *operation) about() string {
	text := o.Summary
	if strings.TrimSpace(text) == "" {
		text, _, _ = strings.Cut(strings.TrimSpace(o.Description), "\n\n")
	}
	return o.Method + " " + o.Path + ". " + sentence(text)
}

// start begins a class of the main package.
func (g *generator) start(class, doc string) *File {
	f := newFile(g.pkg, class, g.classes)
	f.Doc(doc)
	f.P("@", constructIdent("Generated"))
	return f
}

// configFile writes OperationConfig, whose builder asks for one operation after the
// other: what lacks one does not compile.
func (g *generator) configFile() codegen.File {
	f := g.start("OperationConfig", "Something for each operation of the API. Its builder asks for them in the order of their names, so that moving one in the model changes nothing; what lacks one does not compile.")
	f.P("public final class OperationConfig<T> {")
	f.P()
	f.P("private final ", mapOfT, " byOperation;")
	f.P()
	f.P("private OperationConfig(", mapOfT, " byOperation) {")
	f.P("this.byOperation = ", Ident{"java.util", "Collections"}, ".unmodifiableMap(byOperation);")
	f.P("}")
	f.P()
	f.P("/** Gives what there is for each operation, by its ID. */")
	f.P("public ", mapOfT, " toMap() {")
	f.P("return byOperation;")
	f.P("}")
	f.P()
	f.P("/** Asks for the first operation. */")
	f.P("public static <T> ", g.stageAfter(-1), " builder() {")
	f.P("return new ", stagesClass(0), "<>(new ", Ident{"java.util", "LinkedHashMap"}, "<>());")
	f.P("}")
	f.P()
	f.P("static <T> Builder<T> of(", mapOfT, " byOperation) {")
	f.P("return new Builder<>(byOperation);")
	f.P("}")
	for i, o := range g.stages {
		f.P()
		f.Doc("Asks for " + o.ID + ".")
		f.P("public interface ", o.stage, "<T> {")
		f.P()
		f.Doc(o.about())
		f.P(g.stageAfter(i), " ", o.method, "(T value);")
		f.P("}")
	}
	f.P()
	f.P("/** All operations are there. */")
	f.P("public interface BuildStage<T> {")
	f.P()
	f.P("/** Gives the whole. */")
	f.P("OperationConfig<T> build();")
	f.P("}")
	g.writeStages(f)
	g.writeBuilder(f)
	f.P("}")
	return f.Source()
}

var mapOfT = Code{Ident{"java.util", "Map"}, "<", Ident{"java.lang", "String"}, ", T>"}

// stageAfter returns the interface that follows an operation.
func (g *generator) stageAfter(i int) string {
	if i+1 == len(g.stages) {
		return "BuildStage<T>"
	}
	return g.stages[i+1].stage + "<T>"
}

// perClass is how many stages one class implements: the signature of a class has at most
// 64 kB (JVMS 4.4.7).
const perClass = 100

// writeStages writes the classes behind the stages, each of which hands over to the next.
func (g *generator) writeStages(f *File) {
	for from := 0; from == 0 || from < len(g.stages); from += perClass {
		g.writeStagesFrom(f, from, min(from+perClass, len(g.stages)))
	}
}

func (g *generator) writeStagesFrom(f *File, from, to int) {
	class := stagesClass(from)
	var stages []Code
	for i := from; i < to; i++ {
		stages = append(stages, Code{g.stageAfter(i - 1)})
	}
	isLast := to == len(g.stages)
	if isLast {
		stages = append(stages, Code{"BuildStage<T>"})
	}
	f.P()
	f.P("private static final class ", class, "<T>")
	f.P("    implements ", Join(stages, ",\n          "), " {")
	f.P()
	f.P("private final ", mapOfT, " byOperation;")
	f.P()
	f.P("private ", class, "(", mapOfT, " byOperation) {")
	f.P("this.byOperation = byOperation;")
	f.P("}")
	for i := from; i < to; i++ {
		o := g.stages[i]
		next := Code{"this"}
		if i+1 == to && !isLast {
			next = Code{"new ", stagesClass(to), "<>(byOperation)"}
		}
		f.P()
		f.P("@", Ident{"java.lang", "Override"})
		f.P("public ", g.stageAfter(i), " ", o.method, "(T value) {")
		f.P("byOperation.put(", Quote(o.ID), ", value);")
		f.P("return ", next, ";")
		f.P("}")
	}
	if isLast {
		f.P()
		f.P("@", Ident{"java.lang", "Override"})
		f.P("public OperationConfig<T> build() {")
		f.P("return new OperationConfig<>(new ", Ident{"java.util", "LinkedHashMap"}, "<>(byOperation));")
		f.P("}")
	}
	f.P("}")
}

func stagesClass(from int) string { return "Stages" + strconv.Itoa(from) }

// writeBuilder writes the builder of what has something for each operation already.
func (g *generator) writeBuilder(f *File) {
	f.P()
	f.P("/** Something for each operation, of which single ones can be replaced. */")
	f.P("public static final class Builder<T> implements BuildStage<T> {")
	f.P()
	f.P("private final ", mapOfT, " byOperation;")
	f.P()
	f.P("private Builder(", mapOfT, " byOperation) {")
	f.P("this.byOperation = byOperation;")
	f.P("}")
	for _, o := range g.operations {
		f.P()
		f.Doc(o.about())
		f.P("public Builder<T> ", o.method, "(T value) {")
		f.P("byOperation.put(", Quote(o.ID), ", value);")
		f.P("return this;")
		f.P("}")
	}
	f.P()
	f.P("@", Ident{"java.lang", "Override"})
	f.P("public OperationConfig<T> build() {")
	f.P("return new OperationConfig<>(new ", Ident{"java.util", "LinkedHashMap"}, "<>(byOperation));")
	f.P("}")
	f.P("}")
}

// perMethod is how many operations one method lists: the code of a method has at most
// 64 kB (JVMS 4.7.3).
const perMethod = 200

// listOf writes a list of strings.
func listOf(all []string) Code {
	return Code{Ident{"java.util", "List"}, ".of(", Join(quoted(all), ", "), ")"}
}

// operationsFile writes Operations.
func (g *generator) operationsFile() codegen.File {
	f := g.start("Operations", "The operations of the API.")
	details := constructIdent("OperationDetails")
	list := Code{Ident{"java.util", "List"}, "<", details, ">"}
	f.P("public final class Operations {")
	f.P()
	f.P("private static final ", list, " ALL = make();")
	f.P()
	f.P("private Operations() {}")
	f.P()
	f.P("/** Gives the operations in the order of the model. */")
	f.P("public static ", list, " list() {")
	f.P("return ALL;")
	f.P("}")
	f.P()
	f.P("private static ", list, " make() {")
	f.P(list, " all = new ", Ident{"java.util", "ArrayList"}, "<>();")
	for i := 0; i < len(g.operations); i += perMethod {
		f.P("addFrom", i, "(all);")
	}
	f.P("return ", Ident{"java.util", "List"}, ".copyOf(all);")
	f.P("}")
	for i := 0; i < len(g.operations); i += perMethod {
		f.P()
		f.P("private static void addFrom", i, "(", list, " all) {")
		for _, o := range g.operations[i:min(i+perMethod, len(g.operations))] {
			f.P("all.add(new ", details, "(", Join(quoted([]string{o.ID, o.Method, o.Path}), ", "), ", ", listOf(o.ContentTypes()), ", ", listOf(o.ResponseContentTypes()), "));")
		}
		f.P("}")
	}
	f.P()
	f.P("/** Has the same for all operations. */")
	f.P("public static <T> OperationConfig.Builder<T> all(T value) {")
	f.P("return each(operation -> value);")
	f.P("}")
	f.P()
	f.P("/** Has one rule give what there is for each operation. */")
	f.P("public static <T> OperationConfig.Builder<T> each(", Ident{"java.util.function", "Function"}, "<", details, ", T> rule) {")
	f.P(mapOfT, " byOperation = new ", Ident{"java.util", "LinkedHashMap"}, "<>();")
	f.P("for (", details, " operation : ALL) {")
	f.P("byOperation.put(operation.getOperationId(), rule.apply(operation));")
	f.P("}")
	f.P("return OperationConfig.of(byOperation);")
	f.P("}")
	f.P("}")
	return f.Source()
}

// apiFiles write the construct and its properties.
func (g *generator) apiFiles() []codegen.File {
	return []codegen.File{g.apiFile(), g.propsFile()}
}

func (g *generator) apiFile() codegen.File {
	title := strings.Join(strings.Fields(g.api.Title+" "+g.api.Version), " ")
	f := g.start("Api", "The API "+sentence(title)+"\n\n"+g.api.Description)
	generated := constructIdent("GeneratedPackage")
	f.P("public class Api extends ", constructIdent("TypeSafeRestApi"), " {")
	f.P()
	f.P("private static final ", generated, " GENERATED =")
	f.P("    new ", generated, "(", Quote(version.Version), ", Api.class.getResource(", Quote(modelName), "), Operations.list());")
	f.P()
	f.P("/** Makes the API: a REST API with its stage, its logs and the permissions that the integrations need. */")
	f.P("public Api(", Ident{"software.constructs", "Construct"}, " scope, ", Ident{"java.lang", "String"}, " id, ApiProps props) {")
	f.P("super(scope, id, GENERATED, props.getIntegrations(), props);")
	f.P("}")
	f.P("}")
	return f.Source()
}

func (g *generator) propsFile() codegen.File {
	config := Code{"OperationConfig<", constructIdent("TypeSafeApiIntegration"), ">"}
	byID := Code{Ident{"java.util", "Map"}, "<", Ident{"java.lang", "String"}, ", ", constructIdent("TypeSafeApiIntegration"), ">"}
	f := g.start("ApiProps", "The properties of the API. Integrations are needed.")
	f.P("public final class ApiProps extends ", constructIdent("TypeSafeRestApiProps"), " {")
	f.P()
	f.P("private final ", config, " integrations;")
	f.P()
	f.P("private ApiProps(Builder builder) {")
	f.P("super(builder);")
	f.P("this.integrations = builder.integrations;")
	f.P("}")
	f.P()
	f.P(byID, " getIntegrations() {")
	f.P("return integrations == null ? ", Ident{"java.util", "Map"}, ".of() : integrations.toMap();")
	f.P("}")
	f.P()
	f.P("/** Starts the properties. */")
	f.P("public static Builder builder() {")
	f.P("return new Builder();")
	f.P("}")
	f.P()
	f.P("/** Makes the properties one by one. */")
	f.P("public static final class Builder extends ", constructIdent("TypeSafeRestApiProps"), ".Builder<Builder> {")
	f.P()
	f.P("private ", config, " integrations;")
	f.P()
	if len(g.mocks) == 0 {
		f.P("private Builder() {}")
	} else {
		options := Code{constructIdent("MockDataOptions"), ".builder()"}
		for _, o := range g.mocks {
			options = append(options, ".", o.Name, "(", o.Value, ")")
		}
		f.P("private Builder() {")
		f.P("mockDataOptions(", options, ".build());")
		f.P("}")
	}
	f.P()
	f.P("/** What happens to the requests for each operation. */")
	f.P("public Builder integrations(", config, " integrations) {")
	f.P("this.integrations = integrations;")
	f.P("return this;")
	f.P("}")
	f.P()
	f.P("/** Gives the properties. */")
	f.P("public ApiProps build() {")
	f.P("return new ApiProps(this);")
	f.P("}")
	f.P()
	f.P("@", Ident{"java.lang", "Override"})
	f.P("protected Builder self() {")
	f.P("return this;")
	f.P("}")
	f.P("}")
	f.P("}")
	return f.Source()
}
