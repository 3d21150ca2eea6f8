// Package initproject writes the first files of a project: a model, integrations, a
// handler with its test, and the app that deploys it.
package initproject

import (
	"bytes"
	"embed"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"golang.org/x/tools/txtar"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/atomicfile"
	"github.com/gatewright/gatewright/internal/config"
)

//go:embed templates
var templates embed.FS

// Package is the directory of the generated package.
const Package = "api"

// Languages returns the names of the languages, in the order of the flags.
func Languages() []string { return []string{"go", "typescript", "python", "java", "yaml"} }

// Project is a project that can be written.
type Project struct {
	Dir   string
	Steps []string // commands to run in Dir, in their order

	files map[string][]byte // by path below Dir, with slashes
}

// New returns the project of a language in a directory. The user's own model, as Load
// has read it, replaces the example's; nil: there is none.
func New(dir, language string, own *config.Project) (*Project, error) {
	whole, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	d := newData(nameOf(whole), language)
	p := &Project{Dir: dir, files: map[string][]byte{}}
	if own != nil {
		d.use(own.Model)
	}
	for _, archive := range []string{"common", language} {
		if err := p.render(archive, d); err != nil {
			return nil, err
		}
	}
	if own != nil {
		delete(p.files, exampleModel)
		if err := p.copyModel(own); err != nil {
			return nil, err
		}
	}
	p.files["gatewright.schema.json"] = config.Schema()
	p.Steps = slices.Concat(d.Prepare, []string{d.Test, d.Dev})
	p.Steps = slices.DeleteFunc(p.Steps, func(step string) bool { return step == "gatewright generate" }) // it is done
	if d.Curl != "" {
		p.Steps = append(p.Steps, d.Curl)
	}
	return p, nil
}

// copyModel adds the files of a model. All of them are in its directory or below, which
// the model's reader insists on.
func (p *Project) copyModel(own *config.Project) error {
	root := filepath.Dir(own.Model.Document.Position().File)
	for _, file := range own.Files {
		name, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		p.files[filepath.ToSlash(name)] = text
	}
	return nil
}

var notInNames = regexp.MustCompile(`[^a-z0-9]+`)

// nameOf returns a name that npm, Maven and Go modules take.
func nameOf(dir string) string {
	name := strings.Trim(notInNames.ReplaceAllString(strings.ToLower(filepath.Base(dir)), "-"), "-")
	if name == "" || name == Package {
		return Package + "-project"
	}
	return name
}

// render adds the files of an archive.
func (p *Project) render(archive string, d *data) error {
	text, err := templates.ReadFile("templates/" + archive + ".txtar")
	if err != nil {
		return err
	}
	t, err := template.New(archive).Delims("[%", "%]").Parse(string(text))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, d); err != nil {
		return err
	}
	for _, f := range txtar.Parse(b.Bytes()).Files {
		p.files[f.Name] = f.Data
	}
	return nil
}

// Write writes the files. It refuses to overwrite any, and then writes none.
func (p *Project) Write() error {
	if err := p.conflicts(); err != nil {
		return err
	}
	var staged []*atomicfile.File
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		f, err := p.stage(name)
		if err != nil {
			return errors.Join(err, discard(staged))
		}
		staged = append(staged, f)
	}
	for i, f := range staged {
		if err := f.Commit(); err != nil {
			return errors.Join(err, discard(staged[i+1:]))
		}
	}
	return nil
}

// Files returns how many files there are.
func (p *Project) Files() int { return len(p.files) }

func (p *Project) stage(name string) (*atomicfile.File, error) {
	path := p.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	return atomicfile.Stage(path, func(w io.Writer) error {
		_, err := w.Write(p.files[name])
		return err
	})
}

func discard(staged []*atomicfile.File) error {
	var errs []error
	for _, f := range staged {
		errs = append(errs, f.Discard())
	}
	return errors.Join(errs...)
}

func (p *Project) path(name string) string { return filepath.Join(p.Dir, filepath.FromSlash(name)) }

// conflicts reports everything that is in the way.
func (p *Project) conflicts() error {
	var problems diag.List
	seen := map[string]bool{}
	for _, name := range append(slices.Sorted(maps.Keys(p.files)), Package) {
		path, err := p.inTheWay(name)
		if err != nil {
			return err
		}
		if path == "" || seen[path] {
			continue
		}
		seen[path] = true
		problems.Errorf(diag.Position{File: path}, "conflicting-file", "the file exists, so it is not overwritten").Help =
			"create the project in another directory, or move the file"
	}
	return problems.Err()
}

// inTheWay returns the path at which a file exists, or one in the place of its
// directory; empty: nothing does.
func (p *Project) inTheWay(name string) (string, error) {
	for i, c := range name + "/" {
		if c != '/' {
			continue
		}
		info, err := os.Lstat(p.path(name[:i]))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return "", nil
		case err != nil:
			return "", err
		case i == len(name) || !info.IsDir():
			return p.path(name[:i]), nil
		}
	}
	return "", nil
}
