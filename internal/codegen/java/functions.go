package java

import (
	"github.com/gatewright/gatewright/internal/codegen"
)

// functionFiles write a construct for each operation whose handler the model names.
func (g *generator) functionFiles() []codegen.File {
	var files []codegen.File
	for _, o := range g.operations {
		if codegen.HandlerOf(o.Operation) != nil {
			files = append(files, g.functionFile(o))
		}
	}
	return files
}

func (g *generator) functionFile(o *operation) codegen.File {
	h := g.handlers[o.Operation]
	functions := "software.amazon.awscdk.services.lambda"
	f := g.start(o.class, "The function of "+o.about()+"\n\nIts code is in "+h.Code+". Properties that are not given have defaults.")
	f.P("public class ", o.class, " extends ", Ident{functions, "Function"}, " {")
	for _, props := range []struct{ parameter, argument Code }{
		{nil, Code{"null"}},
		{Code{", ", Ident{functions, "FunctionOptions"}, " options"}, Code{"options"}},
	} {
		f.P()
		f.P("/** Makes the function. */")
		f.P("public ", o.class, "(", Ident{"software.constructs", "Construct"}, " scope, ", Ident{"java.lang", "String"}, " id", props.parameter, ") {")
		f.P("super(scope, id, ", constructIdent("Functions"), ".complete(scope, id, new ", constructIdent("Functions"), ".Handler(",
			Join(quoted([]string{o.ID, h.Language, h.Code, h.Entry, h.At}), ", "), "), ", props.argument, "));")
		f.P("}")
	}
	f.P("}")
	return f.Source()
}
