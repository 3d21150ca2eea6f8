// Package apireport holds the exported names of the public packages, so that a
// change of what users see shows in review.
package apireport

import (
	"bytes"
	"flag"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/gatewright/gatewright/"

// public names the packages of this module that users and generated code import.
var public = []string{
	"authorizer", "diag", "gatewaytest", "handler", "handler/ecmascript", "integration",
	"model", "model/mockdata", "model/naming", "model/openapi", "spec", "spec/stage", "types",
}

const golden = "testdata/api.txt"

var update = flag.Bool("update", false, "write the report")

func TestExportedNames(t *testing.T) {
	got := report(t)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the exported names changed:\n%s\nif that is meant, run: go test ./internal/apireport -update", difference(string(want), got))
	}
}

// difference lists the lines that only one of two sorted reports has.
func difference(want, got string) string {
	var b strings.Builder
	before, after := strings.Split(want, "\n"), strings.Split(got, "\n")
	for _, line := range before {
		if !slices.Contains(after, line) {
			b.WriteString("- " + line + "\n")
		}
	}
	for _, line := range after {
		if !slices.Contains(before, line) {
			b.WriteString("+ " + line + "\n")
		}
	}
	return b.String()
}

func report(t *testing.T) string {
	t.Helper()
	files := compiled(t)
	load := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) { return os.Open(files[path]) })
	var lines []string
	for path := range files {
		path, ours := strings.CutPrefix(path, module)
		switch {
		case !ours || isPrivate(path):
		case !slices.Contains(public, path):
			t.Errorf("package %s is public; move it under internal, or add it to the list of this test", path)
		default:
			p, err := load.Import(module + path)
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, exported(p)...)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

// compiled returns the files of export data of all packages, by their import paths.
func compiled(t *testing.T) map[string]string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", module+"...")
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	files := map[string]string{}
	for line := range bytes.Lines(out) {
		path, file, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
		files[path] = file
	}
	return files
}

// isPrivate reports whether nobody outside of this repository imports a package.
func isPrivate(path string) bool {
	folders := strings.Split(path, "/")
	return slices.Contains(folders, "internal") || slices.Contains([]string{"bench", "cmd", "conformance", "constructs", "examples", "runtimes"}, folders[0])
}

// exported lists what a package exports, a line each: constants, variables,
// functions, types, their fields and methods.
func exported(p *types.Package) []string {
	path := strings.TrimPrefix(p.Path(), module)
	qualify := func(other *types.Package) string {
		if other == p {
			return ""
		}
		return strings.TrimPrefix(other.Path(), module)
	}
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, path+": "+fmt.Sprintf(format, args...)) }
	for _, name := range p.Scope().Names() {
		object := p.Scope().Lookup(name)
		if !object.Exported() {
			continue
		}
		named, isType := object.(*types.TypeName)
		if !isType {
			add("%s", types.ObjectString(object, qualify))
			continue
		}
		add("type %s %s", name, kindOf(named.Type()))
		for _, f := range fields(named.Type()) {
			add("%s.%s %s", name, f.Name(), types.TypeString(f.Type(), qualify))
		}
		for _, m := range methods(named.Type()) {
			add("%s.%s%s", name, m.Name(), strings.TrimPrefix(types.TypeString(m.Type(), qualify), "func"))
		}
	}
	return lines
}

func kindOf(t types.Type) string {
	switch u := t.Underlying().(type) {
	case *types.Struct:
		return "struct"
	case *types.Interface:
		return "interface"
	default:
		return types.TypeString(u, func(p *types.Package) string { return p.Name() })
	}
}

func fields(t types.Type) []*types.Var {
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	var all []*types.Var
	for f := range s.Fields() {
		if f.Exported() {
			all = append(all, f)
		}
	}
	return all
}

func methods(t types.Type) []*types.Func {
	var all []*types.Func
	set := types.NewMethodSet(t)
	if !types.IsInterface(t) {
		set = types.NewMethodSet(types.NewPointer(t))
	}
	for s := range set.Methods() {
		if m, ok := s.Obj().(*types.Func); ok && m.Exported() {
			all = append(all, m)
		}
	}
	return all
}
