// Package typescript generates npm packages: types, one integration for each
// operation, mocks, the construct of the CDK and handlers of functions.
package typescript

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/codegen"
	constructs "github.com/gatewright/gatewright/constructs/typescript"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/version"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
)

// Target is TypeScript.
var Target = codegen.Target{Name: "typescript", Title: "TypeScript", Generate: generate}

// generator is what the files of a model share.
type generator struct {
	api   *model.API
	name  string // of the package
	noCDK bool
	names *names
}

func generate(api *model.API, s codegen.Settings) (codegen.Output, diag.List) {
	var problems diag.List
	name := packageName(s, &problems)
	codegen.CheckHandlers(api, &problems)
	codegen.CheckOperations(api, "TypeScript", naming.Camel, &problems)
	face, taken, err := faceFiles(s.NoCDK)
	if err != nil {
		problems.Errorf(api.Position, "failed-generation", "the code cannot be written: %v", err).Help = "this is a fault of gatewright; please report it"
	}
	if problems.HasErrors() {
		return codegen.Output{}, problems
	}
	g := &generator{api: api, name: name, noCDK: s.NoCDK, names: newNames(api, taken)}
	return codegen.Output{Files: append(g.files(), face...)}, problems
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
	files = append(files, g.indexFile(hasFunctions))
	output := make([]codegen.File, 0, len(files)+4)
	for _, f := range files {
		output = append(output, f.File())
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

// withoutCDK are the files of the construct that need no CDK.
var withoutCDK = []string{"handler.ts", "operation.ts"}

// exported are the names that a file of the construct exports.
var exported = regexp.MustCompile(`(?m)^export (?:abstract )?(?:class|interface|type|const|function|enum) ([A-Za-z_]+)`)

// faceFiles gives the sources of the construct, and the names that they export.
func faceFiles(noCDK bool) (files []codegen.File, names []string, err error) {
	sources, err := constructs.Sources()
	if err != nil {
		return nil, nil, err
	}
	entries, err := fs.ReadDir(sources, ".")
	if err != nil {
		return nil, nil, err
	}
	for _, entry := range entries {
		if noCDK && !slices.Contains(withoutCDK, entry.Name()) {
			continue
		}
		text, err := fs.ReadFile(sources, entry.Name())
		if err != nil {
			return nil, nil, err
		}
		for _, found := range exported.FindAllStringSubmatch(string(text), -1) {
			names = append(names, found[1])
		}
		text = append([]byte("// "+codegen.Marker+"\n\n"), text...)
		files = append(files, codegen.File{Path: "src/gatewright/" + entry.Name(), Text: text})
	}
	return files, names, nil
}

// cdkPackages are what the construct is made with.
var cdkPackages = map[string]string{"aws-cdk-lib": "^2.200.0", "constructs": "^10.0.0"}

// entryPoint are conditions of package.json, of which the first one that holds is taken.
type entryPoint struct {
	Types   string `json:"types"`
	Default string `json:"default"`
}

// projectFiles are those that npm and the compiler read.
func (g *generator) projectFiles() []codegen.File {
	both := func(dir, entry string) map[string]any {
		file := func(format, extension string) string { return "./dist/" + format + "/" + dir + entry + extension }
		return map[string]any{
			"import":  entryPoint{file("esm", ".d.ts"), file("esm", ".js")},
			"require": entryPoint{file("cjs", ".d.ts"), file("cjs", ".js")},
		}
	}
	development := map[string]string{"@types/node": "^20.0.0", "typescript": "~5.9.0"}
	manifest := map[string]any{
		"name":        g.name,
		"version":     packageVersion(g.api.Version),
		"description": strings.Join(strings.Fields(g.api.Title), " "),
		"private":     true,
		"type":        "module",
		"sideEffects": false,
		"main":        "./dist/cjs/index.js",
		"module":      "./dist/esm/index.js",
		"types":       "./dist/esm/index.d.ts",
		"exports": map[string]any{
			".":              both("", "index"),
			"./handlers":     both("handlers/", "index"),
			"./handlers/*":   both("handlers/", "*"),
			"./types":        both("", "types"),
			"./package.json": "./package.json",
		},
		"files": []string{"dist", "src", "model.json"},
		"scripts": map[string]string{
			"build":   `tsc -p tsconfig.json && tsc -p tsconfig.cjs.json && node -e "require('fs').writeFileSync('dist/cjs/package.json', '{\"type\":\"commonjs\",\"sideEffects\":false}')"`,
			"prepare": "npm run build",
		},
		"devDependencies": development,
	}
	if !g.noCDK {
		manifest["peerDependencies"] = cdkPackages
		maps.Copy(development, cdkPackages)
	}
	compiler := map[string]any{
		"target": "ES2022", "lib": []string{"ES2022"}, "module": "NodeNext", "moduleResolution": "NodeNext",
		"types": []string{"node"}, "strict": true, "skipLibCheck": true, "isolatedModules": true,
		"declaration": true, "rootDir": "src", "outDir": "dist/esm",
	}
	common := map[string]any{
		"extends":         "./tsconfig.json",
		"compilerOptions": map[string]any{"module": "CommonJS", "moduleResolution": "Node10", "outDir": "dist/cjs"},
	}
	return []codegen.File{
		{Path: "package.json", Text: written(manifest)},
		{Path: "tsconfig.json", Text: written(map[string]any{"compilerOptions": compiler, "include": []string{"src"}})},
		{Path: "tsconfig.cjs.json", Text: written(common)},
		{Path: "model.json", Text: g.modelText()},
		{Path: "README.md", Text: g.readme()},
		{Path: ".gitignore", Text: []byte("# " + codegen.Marker + "\ndist/\nnode_modules/\n")},
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

// packageVersion gives the model's version where npm takes it.
func packageVersion(of string) string {
	if semantic.MatchString(of) {
		return of
	}
	return "0.0.0"
}

func (g *generator) readme() []byte {
	return fmt.Appendf(nil, `<!-- %s -->

# %s

Made by gatewright %s from the model in model.json.

    npm install
    npm run build
`, codegen.Marker, g.name, version.Version)
}
