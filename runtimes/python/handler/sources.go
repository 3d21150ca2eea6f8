// Package handler holds the sources that Lambda handlers of generated Python packages run on, which the generator copies into
// the packages that it writes.
package handler

import (
	"embed"
	"io/fs"
)

//go:embed src/gatewright/handler/*.py
var sources embed.FS

// Sources returns the files of the package gatewright.handler.
func Sources() (fs.FS, error) { return fs.Sub(sources, "src/gatewright/handler") }
