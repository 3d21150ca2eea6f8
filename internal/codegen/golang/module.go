package golang

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// errNoModule says that a directory is in no Go module.
var errNoModule = errors.New("no go.mod is there or above")

// importPathOf returns the import path of a directory, which need not be there, by the
// nearest go.mod. It also gives the places where it looked for that.
func importPathOf(dir string) (importPath string, lookups []string, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return "", nil, err
	}
	for at := dir; ; at = filepath.Dir(at) {
		file := filepath.Join(at, "go.mod")
		lookups = append(lookups, file)
		text, err := os.ReadFile(file)
		switch {
		case err == nil:
			importPath, err := importPathIn(file, text, strings.TrimPrefix(dir, at))
			return importPath, lookups, err
		case !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR):
			return "", lookups, err
		case filepath.Dir(at) == at:
			return "", lookups, errNoModule
		}
	}
}

func importPathIn(file string, text []byte, below string) (string, error) {
	name := modfile.ModulePath(text)
	if name == "" {
		return "", fmt.Errorf("%s names no module", file)
	}
	importPath := path.Join(name, filepath.ToSlash(below))
	if err := module.CheckImportPath(importPath); err != nil {
		return "", fmt.Errorf("it would have the import path %s, which Go does not take: %w", importPath, err)
	}
	return importPath, nil
}
