package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// edited is a project that is edited again and again: what responds to path has the text
// of its last version.
type edited struct {
	dir   string
	path  string
	write func(version string) error
	build func(dir string) error // what there is to build by itself; nil: nothing
	load  bool                   // other clients call it all the time
}

// times measures the edits of a project: in ms, from the end of an edit to its response.
// Where something is built, the figure is what comes on top of that, which the rival is. A
// response of an earlier version is an error.
func times(prepare func(*bench) (edited, error)) func(*bench) (figures, error) {
	return func(b *bench) (figures, error) {
		e, err := prepare(b)
		if err != nil {
			return figures{}, err
		}
		p, err := b.start(server{command: []string{b.binary, "dev", e.dir, "--port", "0", "--quiet", "--no-console"}})
		if err != nil {
			return figures{}, err
		}
		if e.load {
			ctx, cancel := context.WithCancel(b.ctx)
			loaded := make(chan error, 1)
			go func() { loaded <- keepLoading(ctx, load{p.address, get(e.path), http.StatusOK, connections}) }()
			f, err := e.measure(b, p)
			cancel()
			return f, errors.Join(err, <-loaded)
		}
		return e.measure(b, p)
	}
}

func keepLoading(ctx context.Context, l load) error {
	for ctx.Err() == nil {
		if _, err := l.run(100 * time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

const editsPerTurn = 4

var versions = regexp.MustCompile(`version (first|\d+)`)

// measure takes what comes on top of a build, and the build; the first edit does not count.
func (e edited) measure(b *bench, p *process) (figures, error) {
	var added, built []float64
	for i := range editsPerTurn*b.turns + 1 {
		total, err := e.edit(b.ctx, p, "version "+strconv.Itoa(i))
		if err != nil {
			return figures{}, err
		}
		alone := 0.0
		if e.build != nil {
			if alone, err = e.buildTime(b, "alone "+strconv.Itoa(i)); err != nil {
				return figures{}, err
			}
		}
		if i > 0 {
			added, built = append(added, total-alone), append(built, alone)
		}
	}
	if e.build == nil {
		return figures{ours: median(added)}, nil
	}
	return compare(added, built), nil
}

// edit writes a version and returns the time until it responds.
func (e edited) edit(ctx context.Context, p *process, version string) (float64, error) {
	if err := e.write(version); err != nil {
		return 0, err
	}
	began := time.Now()
	body, err := respond(ctx, "http://"+p.address+e.path)
	took := time.Since(began)
	if err == nil && !strings.Contains(body, version) {
		err = fmt.Errorf("after the edit to %s the response is %q:\n%s", version, body, p.output)
	}
	return milliseconds(took), err
}

// buildTime returns the time of a build by itself, of a copy that is edited as well. The
// server must not see that.
func (e edited) buildTime(b *bench, version string) (float64, error) {
	dir, err := filepath.Abs(filepath.Join(b.cache, "edited-alone"))
	if err != nil {
		return 0, err
	}
	if err := os.RemoveAll(dir); err != nil {
		return 0, err
	}
	if err := copyEdited(e.dir, dir, version); err != nil {
		return 0, err
	}
	began := time.Now()
	err = e.build(dir)
	return milliseconds(time.Since(began)), err
}

// copyEdited copies a project with another version in it; packages are linked to.
func copyEdited(from, to, version string) error {
	return filepath.WalkDir(from, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(to, strings.TrimPrefix(path, from))
		switch {
		case entry.Type()&os.ModeSymlink != 0:
			return os.Symlink(path, target)
		case entry.IsDir():
			return os.MkdirAll(target, 0o755)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, versions.ReplaceAll(text, []byte(version)), 0o644)
	})
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func respond(ctx context.Context, url string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(response.Body)
	return string(body), errors.Join(err, response.Body.Close())
}

// editedDir is a new directory for a project, and how a file of it gets a version.
func (b *bench) editedDir(name string) (string, error) {
	dir, err := filepath.Abs(filepath.Join(b.cache, "edited-"+name))
	if err != nil {
		return "", err
	}
	return dir, errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o755))
}

// replacing writes a file with a version in it, as editors do: next to it, then renamed.
func replacing(file, text string) func(version string) error {
	return func(version string) error {
		err := os.MkdirAll(filepath.Dir(file), 0o755)
		if err == nil {
			err = os.WriteFile(file+"~", []byte(strings.ReplaceAll(text, "VERSION", version)), 0o644)
		}
		return errors.Join(err, os.Rename(file+"~", file))
	}
}

// editedYAML is a gatewright.yaml of 100 operations.
func editedYAML(b *bench) (edited, error) {
	dir, err := b.editedDir("yaml")
	if err != nil {
		return edited{}, err
	}
	const resources = 25 // of four operations each
	var text strings.Builder
	text.WriteString("model: model.json\nintegrations:\n")
	for i := range resources {
		for _, method := range []string{"get", "put", "patch", "delete"} {
			fmt.Fprintf(&text, "  %sThing%d: { mock: { body: VERSION } }\n", method, i)
		}
	}
	encoded, err := json.Marshal(definition(resources))
	if err != nil {
		return edited{}, err
	}
	write := replacing(filepath.Join(dir, "gatewright.yaml"), text.String())
	err = errors.Join(os.WriteFile(filepath.Join(dir, "model.json"), encoded, 0o644), write("version first"))
	return edited{dir: dir, path: "/things0/1", write: write, load: true}, err
}

// editedGo is a function in Go.
func editedGo(b *bench) (edited, error) {
	dir, err := b.editedDir("go")
	if err != nil {
		return edited{}, err
	}
	source, err := os.ReadFile("bench/testdata/api/functions/go/main.go")
	if err != nil {
		return edited{}, err
	}
	write := replacing(filepath.Join(dir, "function/main.go"), strings.Replace(string(source), "Minka", "VERSION", 1))
	build := func(dir string) error {
		_, err := b.finish("go", "-C", filepath.Join(dir, "function"), "build", "-o", filepath.Join(dir, "bootstrap"), ".")
		return err
	}
	return edited{dir: dir, path: "/hello", write: write, build: build}, errors.Join(write("version first"),
		os.WriteFile(filepath.Join(dir, "api.yaml"), []byte(`openapi: 3.0.3
info: { title: Hello, version: "1" }
paths: { /hello: { get: { operationId: hello, responses: { "200": { description: ok } } } } }
`), 0o644),
		os.WriteFile(filepath.Join(dir, "gatewright.yaml"), []byte(`model: api.yaml
functions: { hello: { code: function, runtime: provided.al2023, handler: bootstrap } }
integrations: { hello: { lambda: hello } }
`), 0o644))
}

// editedHandler is the handler of a NodejsFunction in an app of the CDK.
func editedHandler(b *bench) (edited, error) {
	modules, err := b.npmModules("synth")
	if err != nil {
		return edited{}, err
	}
	dir, err := b.editedDir("handler")
	if err != nil {
		return edited{}, err
	}
	if err := errors.Join(os.CopyFS(dir, os.DirFS("bench/testdata/handler")), os.Symlink(modules, filepath.Join(dir, "node_modules"))); err != nil {
		return edited{}, err
	}
	source, err := os.ReadFile("bench/testdata/handler/hello.ts")
	if err != nil {
		return edited{}, err
	}
	write := replacing(filepath.Join(dir, "hello.ts"), string(source))
	build := func(dir string) error {
		_, err := b.finish(filepath.Join(modules, ".bin/esbuild"), "--bundle", filepath.Join(dir, "hello.ts"), "--platform=node", "--outfile="+filepath.Join(dir, "index.js"))
		return err
	}
	return edited{dir: dir, path: "/hello", write: write, build: build}, write("version first")
}
