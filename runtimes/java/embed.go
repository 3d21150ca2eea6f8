// Package java holds the sources of what handlers in Java run on, which the generator copies into the packages that it writes.
package java

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed handler/src/main/java
var sources embed.FS

// Pom is the pom.xml of the module with the models and the handlers, with GROUP, ARTIFACT and VERSION in the places of what they
// are called.
//
//go:embed generated-pom.xml
var Pom string

// Package is the package of the handlers' sources, which generated projects have below their own.
const Package = "io.github.gatewright.handler"

// Source is a file.
type Source struct {
	Path string // below the module's directory, with slashes
	Text []byte
}

// Sources returns the files. Package becomes the package below another one.
func Sources(below string) ([]Source, error) {
	var all []Source
	moved := below + ".gatewright.handler"
	paths := strings.NewReplacer(strings.ReplaceAll(Package, ".", "/"), strings.ReplaceAll(moved, ".", "/"))
	err := fs.WalkDir(sources, "handler", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := sources.ReadFile(path)
		all = append(all, Source{
			Path: paths.Replace(strings.TrimPrefix(path, "handler/")),
			Text: []byte(strings.ReplaceAll(string(text), Package, moved)),
		})
		return err
	})
	return all, err
}
