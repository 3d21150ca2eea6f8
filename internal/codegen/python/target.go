// Package python generates Python packages: types, one integration for each operation,
// mocks and the construct of the CDK.
package python

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	constructs "github.com/gatewright/gatewright/constructs/python"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/version"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
	"github.com/gatewright/gatewright/runtimes/python/handler"
)

// Target is Python.
var Target = codegen.Target{Name: "python", Title: "Python", Generate: generate}

// generator is what the files of a model share.
type generator struct {
	api       *model.API
	name      string // of the package: petstore
	module    string // where its modules lie: src/petstore
	noCDK     bool
	mocks     []codegen.MockOption
	construct []string // what the construct exports
	names     *names
	types     *types
	shapes    *shapes

	handlerNames map[*model.Operation]handlerNames
	handlers     map[*model.Operation]codegen.Handler
}

func generate(api *model.API, s codegen.Settings) (codegen.Output, diag.List) {
	var problems diag.List
	name := packageName(s, &problems)
	codegen.CheckHandlers(api, &problems)
	codegen.CheckOperations(api, "Python", naming.Snake, &problems)
	module := "src/" + name
	construct, exported, err := constructFiles(module+"/gatewright/", s.NoCDK)
	runtime, failed := sourcesOf(handler.Sources, module+"/gatewright/handler/")
	if err := errors.Join(err, failed); err != nil {
		problems.Errorf(api.Position, "failed-generation", "the code cannot be written: %v", err).Help = "this is a bug in gatewright; please report it"
	}
	if problems.HasErrors() {
		return codegen.Output{}, problems
	}
	g := &generator{api: api, name: name, module: module, noCDK: s.NoCDK, mocks: s.MockOptions(), construct: exported, names: newNames(api, exported), handlers: codegen.HandlersOf(api)}
	g.types = newTypes(api, g.names)
	g.shapes = newShapes(g.types.forms)
	g.nameHandlers()
	return codegen.Output{Files: append(append(g.files(), construct...), runtime...), Stubs: g.stubs()}, problems
}

func (g *generator) files() []codegen.File {
	files := []*file{g.modelsFile()}
	if !g.noCDK {
		files = append(files, g.operationsFile(), g.apiFile(), g.mocksFile())
		if f := g.functionsFile(); f != nil {
			files = append(files, f)
		}
	}
	files = append(files, g.handlerFiles()...)
	files = append(files, g.initFile(), g.projectFile())
	output := make([]codegen.File, 0, len(files)+4)
	for _, f := range files {
		output = append(output, f.File())
	}
	output = append(output,
		codegen.File{Path: g.module + "/py.typed", Text: []byte("# " + codegen.Marker + "\n")},
		codegen.File{Path: "README.md", Text: g.readme()},
		codegen.File{Path: ".gitignore", Text: []byte("# " + codegen.Marker + "\n__pycache__/\n*.egg-info/\nbuild/\ndist/\n")})
	if !g.noCDK {
		output = append(output, codegen.File{Path: g.module + "/model.json", Text: append(g.api.Document.JSON(true), '\n')})
	}
	return output
}

var packagePart = regexp.MustCompile(`^[a-z_][a-z0-9_]*$`)

func packageName(s codegen.Settings, problems *diag.List) string {
	if s.Package == "" {
		return nameOfDirectory(s.Dir)
	}
	switch {
	case !packagePart.MatchString(s.Package) || strings.HasPrefix(s.Package, "__") || slices.Contains(keywords, s.Package) || len(s.Package) > longest:
		problems.Errorf(s.At("package"), "invalid-package-name", "%q cannot be the name of a package", s.Package).Help =
			"a name is made of small letters, digits and underscores, such as petstore or acme_petstore"
	case slices.Contains(modules, s.Package):
		problems.Errorf(s.At("package"), "invalid-package-name", "%q is the name of a module of Python or of the CDK", s.Package).Help =
			"choose another one, such as " + s.Package + "_api"
	}
	return s.Package
}

func nameOfDirectory(dir string) string {
	whole, err := filepath.Abs(dir)
	if err != nil {
		whole = dir
	}
	name := strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(filepath.Base(whole)), "_"), "_")
	switch {
	case name == "" || len(name) > longest:
		return "api"
	case name[0] <= '9':
		return "api_" + name
	case slices.Contains(keywords, name) || slices.Contains(modules, name):
		return name + "_api"
	}
	return name
}

var (
	allNames   = regexp.MustCompile(`(?s)\n__all__ = \[(.*?)\]`)
	quotedName = regexp.MustCompile(`"(\w+)"`)
)

// constructFiles returns the sources of the construct, and the names that they export. Without the CDK, they are what holds the
// package of handlers.
func constructFiles(below string, noCDK bool) (files []codegen.File, names []string, err error) {
	if noCDK {
		f := newFile(below + "__init__.py")
		f.doc("", "What is the same in all generated packages.")
		return []codegen.File{f.File()}, nil, nil
	}
	files, err = sourcesOf(constructs.Sources, below)
	for _, f := range files {
		if f.Path == below+"__init__.py" {
			names = exportedBy(string(f.Text))
		}
	}
	if err == nil && len(names) == 0 {
		err = errors.New("the construct exports nothing")
	}
	return files, names, err
}

// sourcesOf returns sources that are written by hand, as files of the package.
func sourcesOf(open func() (fs.FS, error), below string) (files []codegen.File, err error) {
	sources, err := open()
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(sources, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".py") {
			return err
		}
		text, err := fs.ReadFile(sources, path)
		files = append(files, codegen.File{Path: below + path, Text: append([]byte("# "+codegen.Marker+"\n\n"), text...)})
		return err
	})
	return files, err
}

func exportedBy(text string) []string {
	var names []string
	if list := allNames.FindStringSubmatch(text); list != nil {
		for _, found := range quotedName.FindAllStringSubmatch(list[1], -1) {
			names = append(names, found[1])
		}
	}
	return names
}

// home is a module, and what the package has from there.
type home struct {
	module string
	names  []string
}

func (g *generator) homes() []home {
	homes := []home{{"models", g.types.exported()}}
	if !g.noCDK {
		homes = append(homes,
			home{"api", []string{"Api"}},
			home{"operations", []string{"OPERATION_LOOKUP", "OperationConfig", "Operations"}},
			home{"mock_integrations", []string{"MockIntegrations"}},
			home{"functions", g.functions()},
			home{"gatewright", g.construct})
	}
	return slices.DeleteFunc(homes, func(h home) bool { return len(h.names) == 0 })
}

// initFile is what the package exports. Each module is loaded when something of it is
// used, so that handlers have the types without the CDK.
func (g *generator) initFile() *file {
	f := newFile(g.module + "/__init__.py")
	f.doc("", sentence(g.api.Title), g.api.Description)
	f.P()
	lazyModule(f, g.homes(), g.extra("the AWS CDK", "infra", "aws_cdk", "constructs"))
	return f
}

// extra is what modules of a package need that is not installed with it.
type extra struct {
	modules       []string
	what, install string
}

// lazyModule writes the rest of a package that has names from its modules, and loads one when something of it is used.
func lazyModule(f *file, homes []home, extra *extra) {
	f.P("from importlib import import_module")
	f.P("from typing import TYPE_CHECKING")
	f.P()
	if len(homes) > 0 {
		f.P("if TYPE_CHECKING:")
	}
	var all []string
	for _, h := range homes {
		f.P("    from ", h.from(), " import (")
		for _, name := range h.names {
			f.P("        ", name, " as ", name, ",")
		}
		f.P("    )")
		all = append(all, h.names...)
	}
	f.P()
	slices.Sort(all)
	f.exports(all)
	f.P()
	f.P("_MODULES: dict[str, str] = {")
	for _, h := range homes {
		for _, name := range h.names {
			f.P("    ", quote(name), ": ", quote(h.from()), ",")
		}
	}
	f.P("}")
	f.P()
	f.P("if not TYPE_CHECKING:")
	f.P()
	f.P("    def __getattr__(name):")
	f.P("        if name not in _MODULES:")
	f.P(`            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")`)
	if extra == nil {
		f.P("        return getattr(import_module(_MODULES[name], __package__), name)")
	} else {
		f.P("        try:")
		f.P("            return getattr(import_module(_MODULES[name], __package__), name)")
		f.P("        except ModuleNotFoundError as error:")
		f.P("            if error.name not in ", tuple(extra.modules), ":")
		f.P("                raise")
		f.P("            message = f\"{__name__}.{name} needs ", extra.what, ": pip install '", extra.install, "'\"")
		f.P("            raise ModuleNotFoundError(message, name=error.name) from error")
	}
	f.P()
	f.P("    def __dir__():")
	f.P("        return __all__")
}

func (g *generator) extra(what, name string, modules ...string) *extra {
	return &extra{modules: modules, what: what, install: projectName(g.name) + "[" + name + "]"}
}

// from returns how a module is imported.
func (h home) from() string {
	if strings.HasPrefix(h.module, ".") {
		return h.module
	}
	return "." + h.module
}

var release = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){0,4}$`)

// packageVersion returns the model's version where Python takes it (PEP 440).
func packageVersion(of string) string {
	if release.MatchString(of) {
		return of
	}
	return "0.0.0"
}

// projectName returns what pip calls a package.
func projectName(name string) string { return strings.ReplaceAll(name, "_", "-") }

// projectFile is what pip reads.
func (g *generator) projectFile() *file {
	f := newFile("pyproject.toml")
	f.P("[build-system]")
	f.P(`requires = ["setuptools>=71"]`)
	f.P(`build-backend = "setuptools.build_meta"`)
	f.P()
	f.P("[project]")
	f.P("name = ", inTOML(projectName(g.name)))
	f.P("version = ", inTOML(packageVersion(g.api.Version)))
	f.P("description = ", inTOML(strings.Join(strings.Fields(printable(g.api.Title)), " ")))
	f.P(`readme = "README.md"`)
	f.P(`requires-python = ">=3.11"`)
	f.P("dependencies = []")
	f.P()
	f.P("[project.optional-dependencies]")
	if !g.noCDK {
		f.P(strings.Replace(constructs.Dependencies, "dependencies", "infra", 1))
	}
	f.P(`powertools = ["aws-lambda-powertools>=3,<4", "aws-xray-sdk>=2.15,<3"]`)
	f.P()
	f.P("[tool.setuptools.packages.find]")
	f.P(`where = ["src"]`)
	f.P()
	f.P("[tool.setuptools.package-data]")
	f.P(g.name, ` = ["model.json", "py.typed"]`)
	return f
}

// inTOML returns a text in TOML: printable ones need two escapes.
func inTOML(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

func (g *generator) readme() []byte {
	return fmt.Appendf(nil, `<!-- %s -->

# %s

Made by gatewright %s from a model in OpenAPI.

    pip install -e .
`, codegen.Marker, g.name, version.Version)
}
