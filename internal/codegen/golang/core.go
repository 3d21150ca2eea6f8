package golang

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/model"
)

// The library that generated code runs on.
const (
	integrationPath = "github.com/gatewright/gatewright/integration"
	library         = "github.com/gatewright/gatewright"
)

func integrationIdent(name string) Ident { return Ident{Package: integrationPath, Name: name} }

// integrationType is what methods of Integrations give.
var integrationType = integrationIdent("Integration")

const modelFile = "model.json"

// mainFile is the file with the documentation of the core package: that of the
// package's name, unless this is taken or the go command would make something of it.
func (g *Generator) mainFile() *File {
	name := g.Core.Name
	if strings.Contains(name, "_") || slices.Contains(coreFiles, name) {
		name = "api"
	}
	f := g.NewFile(name+".go", g.Core)
	f.About(g.about())
	f.P("// This does not compile with a library that is older than the generator. To get a")
	f.P("// newer one: go get ", library, "@latest")
	f.P("const _ = ", integrationIdent("IsAtLeastVersion0_1"))
	f.P()
	f.P("// Model is the API's model: an OpenAPI document in JSON.")
	f.P("//")
	f.Embed(modelFile, "Model")
	return f
}

// coreFiles are the other files of the core package, without their extension.
var coreFiles = []string{"types", "operations", "integrations", "mocks"}

// about documents the core package.
func (g *Generator) about() string {
	title := strings.Join(strings.Fields(g.API.Title+" "+g.API.Version), " ")
	return "Package " + g.Core.Name + " is the API " + title + ".\n\n" + g.API.Description + "\n\n" +
		"A type that implements Integrations says what happens for each operation. Mocks implements it with data made from the model."
}

func (g *Generator) modelFile() codegen.File {
	return codegen.File{Path: modelFile, Text: append(g.API.Document.JSON(true), '\n')}
}

// operationsFile lists the operations.
func (g *Generator) operationsFile() *File {
	f := g.NewFile("operations.go", g.Core)
	operation := integrationIdent("Operation")
	f.P("// Operations gives the operations of the API in the order of the model.")
	f.P("func Operations() []", operation, " {")
	f.P("return []", operation, "{")
	for _, o := range g.API.Operations {
		f.P(operationLiteral(o), ",")
	}
	f.P("}")
	f.P("}")
	return f
}

func operationLiteral(o *model.Operation) Code {
	c := Code{"{\nID: ", Quote(o.ID), ", Method: ", Quote(o.Method), ", Path: ", Quote(o.Path), ",\n"}
	if len(o.Tags) > 0 {
		c = append(c, "Tags: ", stringsLiteral(o.Tags), ",\n")
	}
	if o.Deprecated {
		c = append(c, "Deprecated: true,\n")
	}
	if len(o.Parameters) > 0 {
		c = append(c, "Parameters: []", integrationIdent("Parameter"), "{\n")
		for _, p := range o.Parameters {
			c = append(c, "{Name: ", Quote(p.Name), ", In: ", Quote(p.In))
			if p.Required {
				c = append(c, ", Required: true")
			}
			c = append(c, "},\n")
		}
		c = append(c, "},\n")
	}
	if len(o.Responses) > 0 {
		c = append(c, "Responses: []", integrationIdent("Response"), "{\n")
		for _, r := range o.Responses {
			c = append(c, responseLiteral(r), ",\n")
		}
		c = append(c, "},\n")
	}
	return append(c, "}")
}

func responseLiteral(r *model.Response) Code {
	c := Code{"{Status: ", Quote(r.Status)}
	if len(r.Content) > 0 {
		types := make([]string, len(r.Content))
		for i, m := range r.Content {
			types[i] = m.Type
		}
		c = append(c, ", ContentTypes: ", stringsLiteral(types))
	}
	return append(c, "}")
}

func stringsLiteral(all []string) Code {
	quoted := make([]Code, len(all))
	for i, s := range all {
		quoted[i] = Code{Quote(s)}
	}
	return Code{"[]string{", Join(quoted, ", "), "}"}
}
