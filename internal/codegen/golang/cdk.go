package golang

import (
	"path"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
)

// What the construct's package is made of.
var (
	cdkPackage        = Package{ImportPath: library + "/constructs/go/cdk", Name: "cdk"}
	mockdataPackage   = Package{ImportPath: library + "/model/mockdata", Name: "mockdata"}
	constructsPackage = Package{ImportPath: "github.com/aws/constructs-go/constructs/v10", Name: "constructs"}
	lambdaPackage     = Package{ImportPath: "github.com/aws/aws-cdk-go/awscdk/v2/awslambda", Name: "awslambda"}
)

// constructFile writes the construct of the API.
func (g *Generator) constructFile() *File {
	f := g.NewFile(g.CDK.Name+"/api.go", g.CDK)
	integrations := g.Core.Ident("Integrations")
	f.About("Package " + g.CDK.Name + " deploys the API of package " + g.Core.Name + " with the AWS CDK.")
	f.P("// This does not compile with a library that is older than the generator. To get a")
	f.P("// newer one: go get ", library, "/constructs/go@latest")
	f.P("const _ = ", cdkPackage.Ident("IsAtLeastVersion0_1"))
	f.P()
	f.P("// ApiProps are the properties of the API. Integrations is needed.")
	f.P("type ApiProps = ", cdkPackage.Ident("ApiProps"), "[", integrations, "]")
	f.P()
	f.P("// NewApi makes the API: a REST API of Amazon API Gateway with its stage, its logs and the")
	f.P("// permissions that the integrations need.")
	f.P("func NewApi(scope ", constructsPackage.Ident("Construct"), ", id string, props *ApiProps) ", cdkPackage.Ident("Api"), " {")
	f.P("return ", cdkPackage.Ident("NewApi"), "(scope, id, ", cdkPackage.Ident("Package"), "[", integrations, "]{")
	f.P("Model: ", g.Core.Ident("Model"), ",")
	f.P("Operations: ", g.Core.Ident("Operations"), "(),")
	f.P("Map: ", g.Core.Ident("Map"), ",")
	if len(g.Mocks) > 0 {
		f.P("MockDataOptions: ", mockdataPackage.Ident("Options"), "{")
		for _, o := range g.Mocks {
			f.P(naming.Pascal(o.Name), ": ", o.Value, ",")
		}
		f.P("},")
	}
	f.P("}, props)")
	f.P("}")
	return f
}

// functionsFile writes a construct for each operation that names its handler. It is
// nil when none does.
func (g *Generator) functionsFile() *File {
	f := g.NewFile(g.CDK.Name+"/functions.go", g.CDK)
	written := false
	for _, o := range g.sorted() {
		if o.Extension(codegen.HandlerExtension) != nil {
			g.writeFunction(f, o)
			written = true
		}
	}
	if !written {
		return nil
	}
	return f
}

func (g *Generator) writeFunction(f *File, o *model.Operation) {
	h := g.handlers[o]
	language, code := h.Language, h.Code
	if h.At != "" && language == "go" {
		code = path.Join(g.StubsPath, g.Operation(o).Folder)
	}
	where := "in " + code
	if language == "go" {
		where = "the Go package " + code
	}
	name := "New" + g.Operation(o).Name + "Function"
	f.Doc(name + " makes the function of " + o.Method + " " + o.Path + ". Its code is " + where + ". Properties that are not given have defaults, and props may be nil.")
	f.P("func ", name, "(scope ", constructsPackage.Ident("Construct"), ", id string, props *", lambdaPackage.Ident("FunctionProps"), ") ", lambdaPackage.Ident("Function"), " {")
	f.P("return ", cdkPackage.Ident("NewFunction"), "(scope, id, ", cdkPackage.Ident("Handler"), "{")
	f.P("Operation: ", Quote(o.ID), ",")
	f.P("Language: ", Quote(language), ",")
	f.P("Code: ", Quote(code), ",")
	if h.Entry != "" {
		f.P("Entry: ", Quote(h.Entry), ",")
	}
	if h.At != "" && language != "go" {
		f.P("At: ", Quote(h.At), ",")
	}
	f.P("}, props)")
	f.P("}")
	f.P()
}
