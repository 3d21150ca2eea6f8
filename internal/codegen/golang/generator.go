package golang

import (
	"path"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// Generator makes the files of a model. It is what they share: names and types.
type Generator struct {
	API      *model.API
	Core     Package // types, integrations, mocks: petstore
	CDK      Package // petstorecdk
	Handlers Package // petstorehandler

	StubsPath string // import path of the folder of the handlers' stubs
	NoCDK     bool   // leaves the CDK package out
	Mocks     []codegen.MockOption

	names *names
	types *types

	handlers map[*model.Operation]codegen.Handler
}

// New creates the generator of a model. The core package's name may be empty: it is
// then made of the import path.
func New(api *model.API, core Package) *Generator {
	if core.Name == "" {
		core.Name = PackageName(core.ImportPath)
	}
	sub := func(suffix string) Package {
		return Package{ImportPath: path.Join(core.ImportPath, core.Name+suffix), Name: core.Name + suffix}
	}
	g := &Generator{API: api, Core: core, CDK: sub("cdk"), Handlers: sub("handler"), names: newNames(api), handlers: codegen.HandlersOf(api)}
	g.types = newTypes(g)
	return g
}

// PackageName returns the name of a package at the end of an import path: its small
// letters and digits.
func PackageName(importPath string) string {
	name := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(lastElement(importPath)))
	switch {
	case name == "" || name[0] <= '9':
		return "api" + name
	case isReserved(name) || name == "main":
		return name + "api"
	}
	return name
}

// NewFile creates a file of one of the model's packages, with a path relative to the
// core package's folder.
func (g *Generator) NewFile(name string, pkg Package) *File {
	f := NewFile(name, pkg)
	for _, p := range []Package{g.Core, g.CDK, g.Handlers} {
		f.ImportName(p)
	}
	return f
}

// Operation returns what an operation is called.
func (g *Generator) Operation(o *model.Operation) *OperationNames { return g.names.operations[o] }

// Type returns the Go type of values of a schema that stands anywhere in the model,
// as the body of a request or of a response has it: null apart, which makes it a
// pointer. It is the zero Type for no schema.
func (g *Generator) Type(s *model.Schema) Type { return g.types.of(s).nullable(s) }

// HasGoHandler reports whether the model says that an operation's handler is written
// in Go: x-handler with language: go.
func HasGoHandler(o *model.Operation) bool {
	x := o.Extension("x-handler")
	return x.Is(tree.Mapping) && x.Get("language").Str() == "go"
}

// hasStub reports whether an operation's handler in Go is where its stub is.
func hasStub(o *model.Operation) bool {
	return HasGoHandler(o) && codegen.HandlerOf(o).Get("code") == nil
}

// sorted puts operations in the order of their names in Go.
func (g *Generator) sorted() []*model.Operation {
	return slices.SortedFunc(slices.Values(g.API.Operations), func(a, b *model.Operation) int {
		return strings.Compare(g.Operation(a).Name, g.Operation(b).Name)
	})
}
