package openapi

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/swagger"
	"github.com/gatewright/gatewright/internal/tree"
)

// The limits on what a model may consist of. They are far above real models and
// keep a hostile one from taking all memory.
const (
	maxFileSize = 100 << 20 // bytes
	maxFiles    = 10_000
)

var errOutside = errors.New("the file is outside the model's directory")

// files are the files of one model, each read once.
type files struct {
	fsys     fs.FS
	root     string                  // the model's name in fsys
	open     func() (fs.File, error) // opens the model itself
	given    string                  // the model's name as the user gave it
	display  func(string) string     // a file's name for the user
	problems *diag.List              // what is wrong inside the files
	replace  func(*tree.Node) *tree.Node
	swagger  *swagger.Converter     // nil: the document is OpenAPI 3
	list     []*file                // in the order of reading
	byName   map[string]*file       // by the name in fsys
	bySource map[*tree.Source]*file // by what nodes know
}

// file is one file, which may have turned out to be unreadable.
type file struct {
	name    string // in the file system
	node    *tree.Node
	fault   string // why it cannot be read; empty when it can, or when its text is at fault
	missing bool
}

func (f *files) loadRoot() (*tree.Node, bool) {
	f.byName = map[string]*file{}
	f.bySource = map[*tree.Source]*file{}
	loaded := f.load(f.root, f.given, f.open)
	if loaded.fault != "" {
		f.problems.Errorf(diag.Position{File: f.given}, "unreadable-file", "%s", loaded.fault)
	}
	return loaded.node, loaded.node != nil
}

// get returns the file of a name in the file system. Problems of its text are
// reported when it is first read.
func (f *files) get(name string) *file {
	if known := f.byName[name]; known != nil {
		return known
	}
	if len(f.list) >= maxFiles {
		return &file{name: name, fault: fmt.Sprintf("the model consists of more than %d files", maxFiles)}
	}
	return f.load(name, f.display(name), func() (fs.File, error) { return f.fsys.Open(name) })
}

func (f *files) load(name, display string, open func() (fs.File, error)) *file {
	loaded := &file{name: name}
	f.byName[name] = loaded
	f.list = append(f.list, loaded)
	text, err := f.readAll(name, open)
	if err != nil {
		loaded.missing = errors.Is(err, fs.ErrNotExist)
		loaded.fault = readFault(err)
		return loaded
	}
	node, problems := tree.Read(display, text)
	f.problems.Add(problems...)
	if node != nil {
		loaded.node = f.replace(node)
		f.bySource[node.Source] = loaded
	}
	return loaded
}

func (f *files) readAll(name string, open func() (fs.File, error)) (text []byte, err error) {
	if err := f.checkRegular(name); err != nil {
		return nil, err
	}
	opened, err := open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	info, err := opened.Stat()
	if err != nil {
		return nil, err
	}
	if err := regular(info); err != nil {
		return nil, err
	}
	text, err = io.ReadAll(io.LimitReader(opened, maxFileSize+1))
	if err == nil && len(text) > maxFileSize {
		err = fmt.Errorf("the file is larger than %d MiB", maxFileSize>>20)
	}
	return text, err
}

// checkRegular refuses what must not even be opened, such as a named pipe. The
// model itself may be a link that leads out of the file system.
func (f *files) checkRegular(name string) error {
	info, err := fs.Stat(f.fsys, name)
	if err != nil {
		if name == f.root {
			return nil
		}
		return err
	}
	return regular(info)
}

func regular(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return errors.New("it is a directory, not a file")
	case !info.Mode().IsRegular():
		return errors.New("it is not a regular file")
	default:
		return nil
	}
}

// names returns the files for the user, the model first.
func (f *files) names() []string {
	names := make([]string, len(f.list))
	for i, file := range f.list {
		names[i] = f.display(file.name)
		if i == 0 {
			names[i] = f.given
		}
	}
	return names
}

// siblings returns the names of the files in a directory, to suggest one.
func (f *files) siblings(directory string) []string {
	entries, err := fs.ReadDir(f.fsys, directory)
	if err != nil {
		return nil // no suggestion then
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// readFault reports in plain words why a file cannot be read.
func readFault(err error) string {
	switch {
	case errors.Is(err, errOutside), errors.Is(err, fs.ErrInvalid), strings.Contains(err.Error(), "path escapes from parent"):
		return errOutside.Error()
	case errors.Is(err, fs.ErrNotExist):
		return "the file does not exist"
	case errors.Is(err, fs.ErrPermission):
		return "the file cannot be read: permission denied"
	}
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return "the file cannot be read: " + pathError.Err.Error()
	}
	return "the file cannot be read: " + err.Error()
}

// inDirectory reports whether a cleaned name is in a cleaned directory.
func inDirectory(name, directory string) bool {
	return fs.ValidPath(name) && (directory == "." || name == directory || strings.HasPrefix(name, directory+"/"))
}

// next to gives the name of a file that is named relative to another one.
func beside(other, name string) string { return path.Join(path.Dir(other), name) }
