package golang

import (
	"errors"
	"go/token"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/codegen"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/model"
)

// Target is Go.
var Target = codegen.Target{Name: "go", Title: "Go", Generate: generate}

func generate(api *model.API, s codegen.Settings) (codegen.Output, diag.List) {
	var problems diag.List
	var lookups []string
	core := Package{ImportPath: locate(s, "out", s.Dir, &lookups, &problems), Name: s.Package}
	stubs := ""
	if !problems.HasErrors() && slices.ContainsFunc(api.Operations, HasGoHandler) {
		stubs = locate(s, "handlers", s.Stubs, &lookups, &problems)
	}
	checkName(s, &problems)
	checkHandlers(api, &problems)
	if problems.HasErrors() {
		return codegen.Output{}, problems
	}
	g := New(api, core)
	g.StubsPath, g.NoCDK = stubs, s.NoCDK
	output, err := g.Output()
	if err != nil {
		problems.Errorf(api.Position, "generate", "the code cannot be written: %v", err).Help = "this is a fault of gatewright; please report it, with the model"
	}
	output.Lookups = lookups
	return output, problems
}

// locate gives the import path of a directory.
func locate(s codegen.Settings, key, dir string, lookups *[]string, problems *diag.List) string {
	importPath, looked, err := importPathOf(dir)
	*lookups = append(*lookups, looked...)
	switch {
	case errors.Is(err, errNoModule):
		problems.Errorf(s.At(key), "no-module", "%s is in no Go module: %v", dir, err).Help =
			"make one in the directory of the project: go mod init example.com/NAME"
	case err != nil:
		problems.Errorf(s.At(key), "no-module", "%s cannot be a Go package: %v", dir, err)
	}
	return importPath
}

// checkName insists that a package's name can be imported, and be that of a file.
func checkName(s codegen.Settings, problems *diag.List) {
	if s.Package == "" {
		return
	}
	if !token.IsIdentifier(s.Package) || isReserved(s.Package) || s.Package == "main" || strings.HasSuffix(s.Package, "_test") {
		problems.Errorf(s.At("package"), "package-name", "%q cannot be the name of a package", s.Package).Help =
			"a name is made of small letters and digits, such as petstore"
	}
}
