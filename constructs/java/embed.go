// Package java holds the sources of the construct for Java, which the generator copies
// into the packages that it writes.
package java

import (
	"embed"
	"io/fs"
)

//go:embed src/main/java
var sources embed.FS

// Pom is the pom.xml of the module with the construct, with GROUP, ARTIFACT and VERSION in the places of what they are called.
//
//go:embed generated-pom.xml
var Pom string

// Source is a file of the construct.
type Source struct {
	Path string // below the module's directory, with slashes
	Text []byte
}

// Sources returns the files of the construct.
func Sources() ([]Source, error) {
	var all []Source
	err := fs.WalkDir(sources, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := sources.ReadFile(path)
		all = append(all, Source{path, text})
		return err
	})
	return all, err
}
