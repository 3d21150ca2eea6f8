package java

import (
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
)

// routerMethods are the methods of routers that have no parameters.
var routerMethods = strings.Fields("getInterceptors interceptors operationIds prepare")

// routerFile writes the router.
func (g *generator) routerFile(names map[*operation]*handlerNames) codegen.File {
	f := newFile(g.pkg+".handlers", "HandlerRouter", newScope([]string{"HandlerRouter"}))
	text, override := Ident{"java.lang", "String"}, Code{"@", Ident{"java.lang", "Override"}}
	stringMap, list := mapOf(lang("String")).expr, Ident{"java.util", "List"}
	f.Doc("One Lambda handler for several operations: those whose methods are overridden. Requests for others are answered with 404.")
	f.P("public abstract class HandlerRouter extends ", g.runtime("Router"), " {")
	f.P()
	f.P("private static final ", stringMap, " OPERATIONS = operations();")
	f.P()
	f.P("private static ", stringMap, " operations() {")
	f.P(stringMap, " all = new ", Ident{"java.util", "LinkedHashMap"}, "<>();")
	for i := 0; i < len(g.operations); i += perMethod {
		f.P("addFrom", i, "(all);")
	}
	f.P("return all;")
	f.P("}")
	for i := 0; i < len(g.operations); i += perMethod {
		f.P()
		f.P("private static void addFrom", i, "(", stringMap, " all) {")
		for _, o := range g.operations[i:min(i+perMethod, len(g.operations))] {
			f.P("all.put(", Quote(o.Method+" "+resourceOf(o.Path)), ", ", Quote(o.ID), ");")
		}
		f.P("}")
	}
	methods := newScope(keywords, objectMethods, routerMethods)
	byMethod := map[*operation]string{}
	for _, o := range g.operations {
		byMethod[o] = methods.take(memberName(o.ID))
		f.P()
		f.Doc("Creates the handler of " + o.title() + "; null: the router does not serve it.")
		f.P("public ", names[o].ident(""), " ", byMethod[o], "() {")
		f.P("return null;")
		f.P("}")
	}
	f.P()
	f.P(override)
	f.P("protected final ", list, "<", text, "> operationIds() {")
	f.P("return ", list, ".copyOf(OPERATIONS.values());")
	f.P("}")
	f.P()
	f.P(override)
	f.P("protected final ", text, " operationIdOf(", text, " method, ", text, " resource) {")
	f.P("return OPERATIONS.get(method + \" \" + resource);")
	f.P("}")
	g.writeCreate(f, byMethod)
	f.P("}")
	return f.Source()
}

// writeCreate writes the methods that create a handler by the ID of its operation.
func (g *generator) writeCreate(f *File, methods map[*operation]string) {
	text, handler := Ident{"java.lang", "String"}, g.runtime("RoutedHandler")
	for i := 0; i == 0 || i < len(g.operations); i += perMethod {
		end := min(i+perMethod, len(g.operations))
		f.P()
		if i == 0 {
			f.P("@", Ident{"java.lang", "Override"})
			f.P("protected final ", handler, " create(", text, " operationId) {")
		} else {
			f.P("private ", handler, " createFrom", i, "(", text, " operationId) {")
		}
		f.P("return switch (operationId) {")
		for _, o := range g.operations[i:end] {
			f.P("case ", Quote(o.ID), " -> ", methods[o], "();")
		}
		otherwise := Code{"null"}
		if end < len(g.operations) {
			otherwise = Code{"createFrom", end, "(operationId)"}
		}
		f.P("default -> ", otherwise, ";")
		f.P("};")
		f.P("}")
	}
}

// resourceOf returns the resource of a path: API Gateway has none that ends in a slash.
func resourceOf(path string) string {
	if path == "/" {
		return path
	}
	return strings.TrimSuffix(path, "/")
}
