package lambda

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// goShape returns what decides which packages and files a Go program is built from, in a hash: the names of its sources
// with all up to the end of their imports, and its module files. An edit below the imports leaves it as it is, which
// saves "go list". It is empty where it does not suffice: when files are embedded, or a source does not parse.
func goShape(in inputs) string {
	hash := sha256.New()
	for _, dir := range in.dirs {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return ""
		}
		for _, entry := range entries {
			name := entry.Name()
			if entry.IsDir() || !isGoSource(name) {
				continue
			}
			path := filepath.Join(dir, name)
			fmt.Fprintf(hash, "%q\n", path)
			if strings.HasSuffix(name, ".go") && !hashImports(hash, path) {
				return ""
			}
		}
	}
	for _, file := range in.files { // of modules: embedded files have no shape
		text, err := os.ReadFile(file)
		fmt.Fprintf(hash, "%q %v\n%s", file, err, text)
	}
	return string(hash.Sum(nil))
}

// hashImports reports whether it could add a source up to the end of its imports.
func hashImports(hash io.Writer, path string) bool {
	text, err := os.ReadFile(path)
	if err != nil || bytes.Contains(text, []byte("//go:embed")) {
		return false
	}
	files := token.NewFileSet()
	source, err := parser.ParseFile(files, path, text, parser.ImportsOnly)
	if err != nil {
		return false
	}
	end := source.Name.End()
	for _, declaration := range source.Decls {
		if imports, ok := declaration.(*ast.GenDecl); ok && imports.Tok == token.IMPORT {
			end = max(end, imports.End())
		}
	}
	_, err = hash.Write(text[:files.PositionFor(end, false).Offset])
	return err == nil
}
