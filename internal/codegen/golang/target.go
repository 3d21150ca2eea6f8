package golang

import (
	"errors"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
)

// Target is Go.
var Target = codegen.Target{Name: "go", Title: "Go", Generate: generate}

func generate(api *model.API, s codegen.Settings) (codegen.Output, diag.List) {
	var problems diag.List
	var lookups []string
	core := Package{ImportPath: locate(s, "out", s.Dir, &lookups, &problems), Name: s.Package}
	goMod := lookups[len(lookups)-1]
	stubs := ""
	if !problems.HasErrors() && slices.ContainsFunc(api.Operations, hasStub) {
		stubs = locate(s, "handlers", s.Stubs, &lookups, &problems)
	}
	checkName(s, &problems)
	codegen.CheckHandlers(api, &problems)
	codegen.CheckOperations(api, "Go", naming.Camel, &problems)
	if core.Name == "" {
		core.Name = PackageName(core.ImportPath)
	}
	checkNeighbours(s.Dir, core.Name, &problems)
	if problems.HasErrors() {
		return codegen.Output{}, problems
	}
	g := New(api, core)
	g.StubsPath, g.NoCDK, g.Mocks = stubs, s.NoCDK, s.MockOptions()
	output, err := g.Output()
	if err != nil {
		problems.Errorf(api.Position, "failed-generation", "the code cannot be written: %v", err).Help = "this is a bug in gatewright; please report it, with the model"
	}
	output.Lookups = lookups
	output.NextStep = nextStep(goMod, s.NoCDK)
	return output, problems
}

// locate returns the import path of a directory.
func locate(s codegen.Settings, key, dir string, lookups *[]string, problems *diag.List) string {
	importPath, looked, err := importPathOf(dir)
	*lookups = append(*lookups, looked...)
	switch {
	case errors.Is(err, errNoModule):
		problems.Errorf(s.At(key), "missing-module", "%s is in no Go module: %v", dir, err).Help =
			"make one in the directory of the project: go mod init example.com/NAME"
	case err != nil:
		problems.Errorf(s.At(key), "missing-module", "%s cannot be a Go package: %v", dir, err)
	}
	return importPath
}

// checkName insists that a package's name can be imported, and be that of a file.
func checkName(s codegen.Settings, problems *diag.List) {
	if s.Package == "" {
		return
	}
	if !token.IsIdentifier(s.Package) || isReserved(s.Package) || s.Package == "main" || strings.HasSuffix(s.Package, "_test") {
		problems.Errorf(s.At("package"), "invalid-package-name", "%q cannot be the name of a package", s.Package).Help =
			"a name is made of small letters and digits, such as petstore"
	}
}

// checkNeighbours insists that files of the user next to the generated ones are of the
// same package. What cannot be read is left to the compiler.
func checkNeighbours(dir, name string, problems *diag.List) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return
	}
	for _, path := range files {
		if ours, err := build.Default.MatchFile(dir, filepath.Base(path)); err != nil || !ours || isGenerated(path) {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly)
		if err != nil || f.Name.Name == name || f.Name.Name == name+"_test" && strings.HasSuffix(path, "_test.go") {
			continue
		}
		problems.Errorf(diag.Position{File: path, Line: 1}, "invalid-package-name", "the file is of package %s, and the generated ones next to it would be of package %s", f.Name.Name, name).Help =
			"generate into a directory of its own, such as " + filepath.Join(dir, "api")
		return
	}
}

// isGenerated reports whether a file is one of an earlier run.
func isGenerated(path string) bool {
	text, err := os.ReadFile(path)
	return err == nil && strings.HasPrefix(string(text), header)
}
