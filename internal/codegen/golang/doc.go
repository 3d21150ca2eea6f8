// Package golang writes Go packages from a model: types, operations, integrations,
// mocks and Lambda handlers.
//
// A [Generator] holds what all files of a model share: the names that it gives in Go
// and the types of its schemas. Whoever writes a file takes both from there, so that
// a name is allocated once:
//
//	g := golang.New(api, golang.Package{ImportPath: "example.com/shop/petstore", Name: "petstore"})
//	f := g.NewFile("operations.go", g.Core)
//	for _, o := range api.Operations {
//		f.Doc(o.Summary)
//		f.P("func ", g.Operation(o).Name, "(body ", g.Type(schema), ") ", golang.Ident{Package: "time", Name: "Time"}, " {")
//		…
//	}
//	source, err := f.Source()
//
// Text of the model goes into code only through [Quote] and into comments only
// through [File.Doc]; both keep it from being anything else.
package golang
