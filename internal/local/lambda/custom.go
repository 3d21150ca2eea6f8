package lambda

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/build"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// custom is the provided.al2023 family: a Go package that is built here, or a
// bundle with an executable "bootstrap" ("Building a custom runtime for Lambda").
type custom struct{}

func (custom) build(ctx context.Context, w *workshop, f Function) (*artifact, error) {
	root, err := w.unpack(f.Code)
	if err != nil {
		return nil, err
	}
	if hasGoFiles(root) && !isArchive(f.Code) {
		return buildGo(ctx, w, f, root)
	}
	if f.DebugPort != 0 {
		return nil, fmt.Errorf("of custom runtimes only Go sources can be debugged, and %s is a bundle", f.Code)
	}
	program := filepath.Join(root, "bootstrap")
	info, err := os.Stat(program)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s has neither Go files nor an executable named bootstrap", f.Code)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("bootstrap in %s is not a regular file", f.Code)
	case runtime.GOOS != "windows" && info.Mode()&0o111 == 0:
		return nil, fmt.Errorf("bootstrap in %s is not executable; set its execute permission (chmod +x) before it is packaged", f.Code)
	}
	return &artifact{root: root, command: []string{program}}, nil
}

// buildGo compiles the main package in dir. The program runs in that directory,
// so that it finds the files next to its sources, as it would in its bundle.
func buildGo(ctx context.Context, w *workshop, f Function, dir string) (*artifact, error) {
	program := filepath.Join(w.dir, "bootstrap")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	command, flags := []string{program}, []string{"build", "-o", program}
	if f.DebugPort != 0 {
		var err error
		if command, err = debugGo(f, program); err != nil {
			return nil, err
		}
		unoptimized, err := debugFlags(ctx, dir)
		if err != nil {
			return nil, err
		}
		flags = append(flags, unoptimized...)
	}
	done := w.rt.options.Building(w.name)
	_, err := run(ctx, dir, "go", append(flags, ".")...)
	done(err)
	if err != nil {
		return nil, err
	}
	if p, err := build.ImportDir(dir, 0); err == nil && p.Name != "main" {
		return nil, fmt.Errorf("package %s is not a main package; name the directory of the function's main package", p.Name)
	}
	return &artifact{root: dir, command: command}, nil
}

func (custom) inputs(ctx context.Context, f Function, before inputs) inputs {
	if isArchive(f.Code) || !hasGoFiles(f.Code) {
		return bundleInputs(f.Code)
	}
	if before.shape != "" && before.shape == goShape(before) {
		before.bundles = nil
		return before
	}
	in, err := goInputs(ctx, f.Code)
	if err != nil {
		// The build reports what is wrong; until then the package itself counts.
		return inputs{dirs: []string{f.Code}, match: isGoSource}
	}
	return in
}

// goPackage is what of "go list -json" is needed.
type goPackage struct {
	Dir        string
	Standard   bool
	EmbedFiles []string
	Module     *goModule
}

type goModule struct {
	Main    bool
	GoMod   string
	Version string
	Replace *goModule
}

// local reports whether a developer edits the module in place.
func (m *goModule) local() bool {
	return m != nil && (m.Main || m.Replace != nil && m.Replace.Version == "")
}

// goInputs lists the packages of local modules that the package in dir needs.
func goInputs(ctx context.Context, dir string) (inputs, error) {
	began := time.Now()
	output, err := run(ctx, dir, "go", "list", "-e", "-deps",
		"-json=Dir,Standard,EmbedFiles,Module", ".")
	if err != nil {
		return inputs{}, err
	}
	in := inputs{match: isGoSource}
	modules := map[string]bool{}
	decoder := json.NewDecoder(bytes.NewReader(output))
	for {
		var p goPackage
		switch err := decoder.Decode(&p); {
		case errors.Is(err, io.EOF):
			if !in.modifiedSince(began) {
				in.shape = goShape(in)
			}
			return in, nil
		case err != nil:
			return inputs{}, fmt.Errorf("read go list: %w", err)
		}
		if p.Standard || p.Dir == "" || !p.Module.local() {
			continue
		}
		in.dirs = append(in.dirs, p.Dir)
		for _, name := range p.EmbedFiles {
			in.files = append(in.files, filepath.Join(p.Dir, name))
		}
		if mod := p.Module.GoMod; mod != "" && !modules[mod] {
			modules[mod] = true
			in.files = append(in.files, mod, strings.TrimSuffix(mod, ".mod")+".sum")
		}
	}
}

func hasGoFiles(dir string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".go") && !strings.HasSuffix(entry.Name(), "_test.go") {
			return true
		}
	}
	return false
}

// isGoSource reports whether a file can take part in a Go build.
func isGoSource(name string) bool {
	switch filepath.Ext(name) {
	case ".go":
		return !strings.HasSuffix(name, "_test.go")
	case ".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".s", ".S", ".m", ".syso":
		return true
	}
	return false
}
