// Package typescript generates npm packages: types, one integration for each
// operation, mocks, the construct of the CDK and handlers of functions.
package typescript

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	constructs "github.com/gatewright/gatewright/constructs/typescript"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/clients"
	"github.com/gatewright/gatewright/internal/version"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
	"github.com/gatewright/gatewright/runtimes/typescript/client"
	"github.com/gatewright/gatewright/runtimes/typescript/handler"
)

// Target is TypeScript.
var Target = codegen.Target{Name: "typescript", Title: "TypeScript", Generate: generate}

// generator is what the files of a model share.
type generator struct {
	api   *model.API
	name  string // of the package
	noCDK bool
	mocks []codegen.MockOption
	names *names

	handlers map[*model.Operation]codegen.Handler
	client   *clients.API // nil: none
}

func generate(api *model.API, s codegen.Settings) (codegen.Output, diag.List) {
	var problems diag.List
	name := packageName(s, &problems)
	codegen.CheckHandlers(api, &problems)
	codegen.CheckOperations(api, "TypeScript", naming.Camel, &problems)
	library, exported, err := libraryFiles(s)
	if err != nil {
		problems.Errorf(api.Position, "failed-generation", "the code cannot be written: %v", err).Help = "this is a bug in gatewright; please report it"
	}
	if problems.HasErrors() {
		return codegen.Output{}, problems
	}
	g := &generator{
		api: api, name: name, noCDK: s.NoCDK, mocks: s.MockOptions(), names: newNames(api, append(exported, ownNames...)), handlers: codegen.HandlersOf(api),
		client: s.Client,
	}
	return codegen.Output{Files: append(g.files(), library...)}, problems
}

func (g *generator) files() []codegen.File {
	files := []*file{g.typesFile(), g.operationsFile()}
	hasFunctions := false
	if !g.noCDK {
		files = append(files, g.modelFile(), g.apiFile(), g.mocksFile())
		if f := g.functionsFile(); f != nil {
			files, hasFunctions = append(files, f), true
		}
	}
	files = append(files, g.handlerFiles()...)
	if g.client != nil {
		files = append(files, g.clientFiles(g.client)...)
	}
	files = append(files, g.indexFile(hasFunctions))
	var output []codegen.File
	for _, f := range files {
		output = append(output, f.files()...)
	}
	return append(output, g.projectFiles()...)
}

// npmName is what npm takes as a package's name.
var npmName = regexp.MustCompile(`^(@[a-z0-9-~][a-z0-9-._~]*/)?[a-z0-9-~][a-z0-9-._~]*$`)

func packageName(s codegen.Settings, problems *diag.List) string {
	if s.Package != "" {
		if !npmName.MatchString(s.Package) || len(s.Package) > 214 {
			problems.Errorf(s.At("package"), "invalid-package-name", "%q cannot be the name of a package", s.Package).Help =
				"a name is made of small letters, digits and hyphens, such as petstore or @acme/petstore"
		}
		return s.Package
	}
	dir, err := filepath.Abs(s.Dir)
	if err != nil {
		dir = s.Dir
	}
	name := strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(filepath.Base(dir)), "-"), "-")
	if name == "" {
		return "api"
	}
	return name
}

// withoutCDK are the modules of the construct that need no CDK.
var withoutCDK = []string{"operation-details"}

// exportedType are the names that a module of the construct exports.
var exportedType = regexp.MustCompile(`(?m)^export (?:declare )?(?:abstract )?(?:class|interface|type|const|function) ([A-Za-z_]+)`)

// libraryFiles returns the modules of the construct and those that handlers run on, compiled, and all names that the
// construct exports, whether it is in the package or not: what types are called must not depend on it.
func libraryFiles(s codegen.Settings) (files []codegen.File, exported []string, err error) {
	construct, err := constructs.Compiled()
	if err != nil {
		return nil, nil, err
	}
	handlers, err := handler.Compiled()
	if err != nil {
		return nil, nil, err
	}
	files, exported, err = copied(construct, "gatewright/", func(module string) bool { return !s.NoCDK || slices.Contains(withoutCDK, module) })
	if err != nil {
		return nil, nil, err
	}
	all := func(string) bool { return true }
	more, _, err := copied(handlers, "gatewright/handler/", all)
	if err != nil || s.Client == nil {
		return append(files, more...), exported, err
	}
	called, err := client.Compiled()
	if err != nil {
		return nil, nil, err
	}
	ofClients, _, err := copied(called, "gatewright/client/", all)
	return slices.Concat(files, more, ofClients), exported, err
}

// copied returns compiled modules as files of a folder of the package, and the names that they export.
func copied(compiled fs.FS, folder string, includes func(module string) bool) (files []codegen.File, exported []string, err error) {
	err = fs.WalkDir(compiled, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(compiled, name)
		if err != nil {
			return err
		}
		for _, found := range exportedType.FindAllStringSubmatch(string(text), -1) {
			exported = append(exported, found[1])
		}
		format, base := path.Split(name)
		if module, _, _ := strings.Cut(base, "."); includes(module) {
			text = append([]byte("// "+codegen.Marker+"\n\n"), text...)
			files = append(files, codegen.File{Path: format + folder + base, Text: text})
		}
		return nil
	})
	return files, exported, err
}

// cdkPackages are what the construct is made with.
var cdkPackages = map[string]string{"aws-cdk-lib": "^2.200.0", "constructs": "^10.0.0"}

// entryPoint are conditions of package.json, of which the first one that holds is taken.
type entryPoint struct {
	Types   string `json:"types"`
	Default string `json:"default"`
}

// powertoolsPackages are what the interceptors with Powertools are made with.
var powertoolsPackages = map[string]string{
	"@aws-lambda-powertools/logger": "^2.0.0", "@aws-lambda-powertools/metrics": "^2.0.0", "@aws-lambda-powertools/tracer": "^2.0.0",
}

// projectFiles are those that npm and the compiler read.
func (g *generator) projectFiles() []codegen.File {
	both := func(entry string) map[string]any {
		return map[string]any{
			"import":  entryPoint{"./esm/" + entry + ".d.ts", "./esm/" + entry + ".js"},
			"require": entryPoint{"./cjs/" + entry + ".d.ts", "./cjs/" + entry + ".js"},
		}
	}
	exports := map[string]any{
		".":              both("index"),
		"./handlers":     both("handlers/index"),
		"./handlers/*":   both("handlers/*"),
		"./types":        both("types"),
		"./package.json": "./package.json",
	}
	if g.client != nil {
		exports["./client"], exports["./client/*"] = both("client/index"), both("client/*")
	}
	manifest := map[string]any{
		"name":        g.name,
		"version":     packageVersion(g.api.Version),
		"description": strings.Join(strings.Fields(g.api.Title), " "),
		"private":     true,
		"type":        "module",
		"sideEffects": false,
		"main":        "./cjs/index.js",
		"module":      "./esm/index.js",
		"types":       "./cjs/index.d.ts",
		"exports":     exports,
		"files":       []string{"cjs", "esm", "model.json"},
	}
	peers := maps.Clone(powertoolsPackages)
	if !g.noCDK {
		maps.Copy(peers, cdkPackages)
	}
	optional := map[string]any{}
	for name := range peers {
		optional[name] = map[string]bool{"optional": true}
	}
	manifest["peerDependencies"], manifest["peerDependenciesMeta"] = peers, optional
	return []codegen.File{
		{Path: "package.json", Text: written(manifest)},
		{Path: "cjs/package.json", Text: written(map[string]any{"type": "commonjs", "sideEffects": false})},
		{Path: "model.json", Text: g.modelText()},
		{Path: "README.md", Text: g.readme()},
	}
}

func written(value any) []byte {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil { // texts and maps of them can always be written
		return nil
	}
	return []byte(b.String())
}

var semantic = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})$`)

// packageVersion returns the model's version where npm takes it.
func packageVersion(of string) string {
	if semantic.MatchString(of) {
		return of
	}
	return "0.0.0"
}

func (g *generator) readme() []byte {
	return fmt.Appendf(nil, `<!-- %s -->

# %s

Generated by gatewright %s from the model in model.json. There is nothing to build: the package holds JavaScript, for import
and for require, and its types.

Make it a workspace of the app that uses it, which npm, yarn and bun read from the app's package.json, and pnpm from
pnpm-workspace.yaml. After an edit of the model, run gatewright generate; nothing has to be installed again.

    "workspaces": ["%s"],
    "dependencies": { "%s": "*" }
`, codegen.Marker, g.name, version.Version, filepath.Base(g.name), g.name)
}
