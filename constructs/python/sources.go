// Package python holds the sources of the construct in Python, which the generator
// copies into the packages that it writes.
package python

import (
	"embed"
	"io/fs"
)

//go:embed src/gatewright/*.py src/gatewright/py.typed
var sources embed.FS

// Sources gives the files of the construct.
func Sources() (fs.FS, error) { return fs.Sub(sources, "src/gatewright") }
