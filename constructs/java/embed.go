// Package java holds the sources of the construct for Java, which the generator copies
// into the packages that it writes.
package java

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed src/main/java
var sources embed.FS

// Pom is the pom.xml of generated packages, with GROUP, ARTIFACT, VERSION and NAME in the
// places of what they are called.
//
//go:embed generated-pom.xml
var Pom string

// Source is a file of the construct.
type Source struct {
	Path string // below the package's directory, with slashes
	Text []byte
}

// cdk is what needs the AWS CDK.
const cdk = "src/main/java/io/github/gatewright/cdk/"

// Sources returns the files of the construct; without the CDK, those that serve the types
// of a model.
func Sources(withCDK bool) ([]Source, error) {
	var all []Source
	err := fs.WalkDir(sources, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !withCDK && strings.HasPrefix(path, cdk) {
			return err
		}
		text, err := sources.ReadFile(path)
		all = append(all, Source{path, text})
		return err
	})
	return all, err
}
