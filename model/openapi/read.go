// Package openapi reads models from Swagger 2.0 and OpenAPI 3.0 and 3.1 documents, in
// YAML or JSON, in one file or many.
package openapi

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// Option changes how a model is read.
type Option func(*options)

type options struct {
	within  string
	replace func(*tree.Node) *tree.Node
}

// Within lets references reach all files in a directory that holds the model's
// own. Without it they reach those next to and below the model.
func Within(directory string) Option {
	return func(o *options) { o.within = directory }
}

// Replacing replaces the value of each file once it is read.
func Replacing(replace func(file *tree.Node) *tree.Node) Option {
	return func(o *options) { o.replace = replace }
}

// Read reads the model in a file and in the files it refers to. The list holds
// all errors and warnings in the order of the sources; the model is nil when it
// holds an error. Positions name files as path does: relative when it is.
//
// References to other hosts, and to files outside the directory of the model (see
// Within), also by symbolic links, are errors.
func Read(name string, opts ...Option) (*model.API, diag.List) {
	o := optionsOf(opts)
	directory, base := filepath.Dir(name), filepath.Base(name)
	if o.within != "" {
		var problems diag.List
		if base, problems = relativeTo(o.within, name); problems != nil {
			return nil, problems
		}
		directory = o.within
	}
	root, err := os.OpenRoot(directory)
	if err != nil {
		var problems diag.List
		problems.Errorf(diag.Position{File: name}, "unreadable-file", "%s", readFault(err))
		return nil, problems
	}
	defer root.Close() //nolint:errcheck // nothing was written
	return read(&files{
		fsys:    root.FS(),
		root:    filepath.ToSlash(base),
		display: func(file string) string { return filepath.Join(directory, filepath.FromSlash(file)) },
		open:    func() (fs.File, error) { return openRegular(name) },
		given:   name,
		replace: o.replace,
	})
}

func optionsOf(opts []Option) options {
	o := options{replace: func(n *tree.Node) *tree.Node { return n }}
	for _, opt := range opts {
		opt(&o)
	}
	return o
}

// ReadFS reads a model as Read does, from a file system. Positions name files as
// the file system does. The option Within has no effect.
func ReadFS(fsys fs.FS, name string, opts ...Option) (*model.API, diag.List) {
	clean := path.Clean(name)
	return read(&files{
		fsys:    within{fsys, path.Dir(clean)},
		root:    clean,
		display: func(file string) string { return file },
		open:    func() (fs.File, error) { return fsys.Open(clean) },
		given:   name,
		replace: optionsOf(opts).replace,
	})
}

// openRegular opens a file after looking at what it is, because opening a named
// pipe waits.
func openRegular(name string) (fs.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if err := regular(info); err != nil {
		return nil, err
	}
	return os.Open(name)
}

// within is the part of a file system that is in one directory, under its names
// in the whole.
type within struct {
	fs.FS
	directory string
}

func (w within) Open(name string) (fs.File, error) {
	if !inDirectory(name, w.directory) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errOutside}
	}
	return w.FS.Open(name)
}

func relativeTo(directory, name string) (string, diag.List) {
	relative, err := relativePath(directory, name)
	if err != nil || !filepath.IsLocal(relative) {
		var problems diag.List
		problems.Errorf(diag.Position{File: name}, "unsupported-reference", "the model is not in the directory %s", directory)
		return "", problems
	}
	return relative, nil
}

func relativePath(directory, name string) (string, error) {
	d, errD := filepath.Abs(directory)
	n, errN := filepath.Abs(name)
	if err := errors.Join(errD, errN); err != nil {
		return "", err
	}
	return filepath.Rel(d, n)
}

// read reads a model in passes: its files become one tree of local references,
// which becomes the model.
func read(f *files) (*model.API, diag.List) {
	problems := diag.List{}
	f.problems = &problems
	api := f.readModel()
	switch {
	case problems.HasErrors():
		return nil, problems.Sorted()
	case len(problems) == 0:
		return api, nil
	default:
		return api, problems.Sorted()
	}
}

func (f *files) readModel() *model.API {
	document, ok := f.loadRoot()
	if !ok {
		return nil
	}
	d, ok := dialectOf(document, f.problems)
	if !ok {
		return nil
	}
	if d.swagger {
		document = f.fromSwagger(document)
	}
	bundled, r := bundle(f, document, d)
	api := build(bundled, d, r)
	api.Files = f.names()
	return api
}
