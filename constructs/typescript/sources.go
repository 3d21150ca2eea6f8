// Package typescript holds the sources of the construct in TypeScript, which the
// generator copies into the packages that it writes.
package typescript

import (
	"embed"
	"io/fs"
)

//go:embed src/*.ts
var sources embed.FS

// Sources gives the files of the construct.
func Sources() (fs.FS, error) { return fs.Sub(sources, "src") }
