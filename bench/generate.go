package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// oapiCodegen generates Go from OpenAPI; its version is pinned.
const (
	oapiCodegen        = "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen"
	oapiCodegenVersion = "v2.8.2"
)

func cpuOf(u usage) float64  { return u.cpu.Seconds() }
func peakOf(u usage) float64 { return u.peak }

// generating generates all that there is in Go from a document, without the
// construct, some times, and returns the median of one figure of the command's usage.
func generating(name string, d document, of func(usage) float64) func(*bench) (figures, error) {
	return func(b *bench) (figures, error) {
		m, err := b.module(name, d)
		if err != nil {
			return figures{}, err
		}
		return b.median(m.generateAnew(of))
	}
}

// againstOapiCodegen compares with oapi-codegen, which generates types only.
func againstOapiCodegen(name string, d document, of func(usage) float64) func(*bench) (figures, error) {
	return func(b *bench) (figures, error) {
		m, err := b.module(name, d)
		if err != nil {
			return figures{}, err
		}
		rival, err := b.goTool(oapiCodegen, oapiCodegenVersion)
		if err != nil {
			return figures{}, err
		}
		output := filepath.Join(m.dir, "rival.txt") // which no go command looks at
		return b.alternating(m.generateAnew(of), func() (float64, error) {
			u, err := b.finish(rival, "-generate", "types", "-package", name, "-o", output, m.document)
			return of(u), err
		})
	}
}

// againstFullRun compares a run that finds nothing changed with one that generates.
func againstFullRun(name string, d document) func(*bench) (figures, error) {
	return func(b *bench) (figures, error) {
		m, err := b.module(name, d)
		if err != nil {
			return figures{}, err
		}
		full := m.generateAnew(cpuOf)
		var last float64
		return b.alternating(func() (float64, error) {
			if last, err = full(); err != nil {
				return 0, err
			}
			u, err := m.generate()
			return cpuOf(u), err
		}, func() (float64, error) { return last, nil })
	}
}

// compiling has the Go compiler compile what was generated: the core package and the
// handlers.
func compiling(name string, d document, of func(usage) float64) func(*bench) (figures, error) {
	return func(b *bench) (figures, error) {
		m, err := b.module(name, d)
		if err != nil {
			return figures{}, err
		}
		if _, err := m.generate(); err != nil {
			return figures{}, err
		}
		turn := 0
		compile := func() (float64, error) {
			turn++
			if err := m.touch(turn); err != nil {
				return 0, err
			}
			u, err := b.finish("go", "-C", m.dir, "build", "./...")
			return of(u), err
		}
		if _, err := compile(); err != nil { // the library, too
			return figures{}, err
		}
		return b.median(compile)
	}
}

// module is a Go module into which code is generated from a document.
type module struct {
	*bench

	dir, name, document string
}

// module makes a Go module in the cache that uses this checkout's library.
func (b *bench) module(name string, d document) (*module, error) {
	file, err := d(b)
	if err != nil {
		return nil, err
	}
	library, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	m := &module{bench: b, dir: below(library, b.cache, "generated-"+name), name: name, document: below(library, file)}
	if err := errors.Join(os.RemoveAll(m.dir), os.MkdirAll(m.dir, 0o755)); err != nil {
		return nil, err
	}
	if _, err := b.finish("go", "-C", m.dir, "mod", "init", "example.com/"+name); err != nil {
		return nil, err
	}
	_, err = b.finish("go", "-C", m.dir, "work", "init", ".", library)
	return m, err
}

// below returns a path that may be relative to a directory.
func below(dir, path string, more ...string) string {
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	return filepath.Join(append([]string{path}, more...)...)
}

func (m *module) generate() (usage, error) {
	return m.finish("env", "XDG_CACHE_HOME="+filepath.Join(m.dir, "cache"),
		m.binary, "generate", "--go", filepath.Join(m.dir, m.name), "--no-cdk", m.document)
}

// generateAnew generates where nothing is.
func (m *module) generateAnew(of func(usage) float64) func() (float64, error) {
	return func() (float64, error) {
		if err := os.RemoveAll(filepath.Join(m.dir, m.name)); err != nil {
			return 0, err
		}
		u, err := m.generate()
		return of(u), err
	}
}

// touch changes every package, so that it is compiled again.
func (m *module) touch(turn int) error {
	files, err := filepath.Glob(filepath.Join(m.dir, m.name, "*handler"))
	if err != nil {
		return err
	}
	for _, dir := range append(files, filepath.Join(m.dir, m.name)) {
		text := fmt.Sprintf("package %s\n\n// Turn is that of the benchmark.\nconst Turn = %d\n", filepath.Base(dir), turn)
		if err := os.WriteFile(filepath.Join(dir, "turn.go"), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// goTool returns the path of a program that the go command installs into the cache,
// unless it is there.
func (b *bench) goTool(name, version string) (string, error) {
	dir, err := filepath.Abs(filepath.Join(b.cache, filepath.Base(name)+"-"+strings.TrimPrefix(version, "v")))
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, filepath.Base(name))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	_, err = b.finish("env", "GOBIN="+dir, "go", "install", name+"@"+version)
	return path, err
}
