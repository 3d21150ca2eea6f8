// Package typescript holds the construct in TypeScript, compiled, which the generator copies into the packages that it
// writes.
package typescript

import (
	"embed"
	"io/fs"
)

//go:generate npm run compile

//go:embed compiled/esm compiled/cjs
var compiled embed.FS

// Compiled returns the modules of the construct and their types, for import in esm and for require in cjs.
func Compiled() (fs.FS, error) { return fs.Sub(compiled, "compiled") }
