// Package python holds the sources of the construct in Python, which the generator
// copies into the packages that it writes.
package python

import (
	"embed"
	"io/fs"
	"regexp"
)

//go:embed src/gatewright/*.py src/gatewright/py.typed
var sources embed.FS

//go:embed pyproject.toml
var project string

// Dependencies is the line of pyproject.toml with the versions of the AWS CDK that the construct works with.
var Dependencies = regexp.MustCompile(`(?m)^dependencies = .*$`).FindString(project)

// Sources returns the files of the construct.
func Sources() (fs.FS, error) { return fs.Sub(sources, "src/gatewright") }
