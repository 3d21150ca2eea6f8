// Package client holds what generated clients in TypeScript run on, compiled, which the generator copies into the packages that
// it writes.
package client

import (
	"embed"
	"io/fs"
)

//go:generate npm --prefix .. run compile

//go:embed compiled/esm compiled/cjs
var compiled embed.FS

// Compiled returns the modules and their types, for import in esm and for require in cjs.
func Compiled() (fs.FS, error) { return fs.Sub(compiled, "compiled") }
