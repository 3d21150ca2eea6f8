package golang_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/golang"
	"github.com/gatewright/gatewright/model/openapi"
)

// FuzzGenerate makes models of any bytes: what is generated from them is always Go
// that type-checks.
func FuzzGenerate(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 60 {
		seed := make([]byte, 40*(i+1))
		for j := range seed {
			seed[j] = byte(r.Uint32())
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		document := randomModel(data)
		api, problems := openapi.ReadFS(fstest.MapFS{"api.json": {Data: document}}, "api.json")
		if problems.HasErrors() {
			return
		}
		g := golang.New(api, golang.Package{ImportPath: "example.com/fuzz"})
		g.NoCDK = true
		output, err := g.Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, document)
		}
		if err := typeCheck(output); err != nil {
			t.Fatalf("%v\n%s", err, document)
		}
	})
}

// typeCheck checks the core package, and then the handlers' and the stubs, which import
// it.
func typeCheck(output codegen.Output) error {
	folders := map[string][]codegen.File{}
	for _, f := range append(slices.Clone(output.Files), stubs(output.Stubs)...) {
		if strings.HasSuffix(f.Path, ".go") {
			folders[path.Dir(f.Path)] = append(folders[path.Dir(f.Path)], f)
		}
	}
	known := map[string]*types.Package{}
	order := []string{".", "fuzzhandler"}
	for folder := range folders {
		if !slices.Contains(order, folder) {
			order = append(order, folder)
		}
	}
	for _, folder := range order {
		pkg, err := checkPackage(path.Join("example.com/fuzz", folder), folders[folder], known)
		if err != nil {
			return fmt.Errorf("%s: %w", folder, err)
		}
		known[pkg.Path()] = pkg
	}
	return nil
}

func stubs(files []codegen.File) []codegen.File {
	moved := slices.Clone(files)
	for i := range moved {
		moved[i].Path = path.Join("handlers", moved[i].Path)
	}
	return moved
}

func checkPackage(importPath string, files []codegen.File, known map[string]*types.Package) (*types.Package, error) {
	fset := token.NewFileSet()
	var parsed []*ast.File
	for _, f := range files {
		file, err := parser.ParseFile(fset, f.Path, f.Text, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, file)
	}
	var faults []error
	config := types.Config{Importer: packages(known), Error: func(err error) { faults = append(faults, err) }, GoVersion: "go1.26"}
	pkg, err := config.Check(importPath, fset, parsed, nil)
	if len(faults) > 0 {
		return nil, errors.Join(faults[:min(len(faults), 5)]...)
	}
	return pkg, err
}

// packages imports what was checked before, and otherwise what the go command compiled.
type packages map[string]*types.Package

func (p packages) Import(importPath string) (*types.Package, error) {
	if pkg := p[importPath]; pkg != nil {
		return pkg, nil
	}
	compiled.Lock()
	defer compiled.Unlock()
	imports, err := compiledImporter()
	if err != nil {
		return nil, err
	}
	return imports.Import(importPath)
}

var (
	compiled         sync.Mutex // the importer is for one at a time
	compiledImporter = sync.OnceValues(func() (types.Importer, error) {
		out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}",
			"github.com/gatewright/gatewright/types", "github.com/gatewright/gatewright/handler/...",
			"github.com/gatewright/gatewright/integration", "github.com/aws/aws-lambda-go/lambda", "net/http", "embed").Output()
		if err != nil {
			return nil, err
		}
		exports := map[string]string{}
		for line := range strings.Lines(string(out)) {
			importPath, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
			exports[importPath] = file
		}
		lookup := func(importPath string) (io.ReadCloser, error) { return os.Open(exports[importPath]) }
		return importer.ForCompiler(token.NewFileSet(), "gc", lookup), nil
	})
)

// chooser makes choices of bytes. When there are no more, it makes the first one.
type chooser struct{ data []byte }

func (c *chooser) n(n int) int {
	if len(c.data) == 0 {
		return 0
	}
	b := int(c.data[0])
	c.data = c.data[1:]
	return b % n
}

func (c *chooser) of(options ...string) string { return options[c.n(len(options))] }

func (c *chooser) maybe() bool { return c.n(3) == 2 }

// object is a JSON object in the making.
type object = map[string]any

// nasty are names that are hard to make identifiers of.
var nasty = strings.Split("id|ID|Id|type|func|string|error|body|Body|contentType|a b|a-b|a_b|2fa|名前|größe|`|\"|*/|\n|x,y|-|+|Model|Mocks|All|Map|"+
	"Integrations|Operations|router|api|new|handler|types|json|time|http|context|d|in|r|w|v|plain|err|nil|value|OneOf|AnyOf|AdditionalProperties|"+
	"PatternProperties|Respond|StatusCode|ExtraHeaders|MarshalJSON|UnmarshalJSON|IsKnown|Item1|Rest|X|x|xY|"+strings.Repeat("long", 40), "|")

var componentNames = []string{"A", "B", "a", "C", "error", "Model", "getA200", "MockGetA200", "types", "json", "X1", "1", "GetAInput", "D"}

func randomModel(data []byte) []byte {
	c := &chooser{data: data}
	schemas := object{}
	for _, name := range componentNames {
		schemas[name] = c.schema(3)
	}
	paths := object{}
	for i := range 1 + c.n(3) {
		paths[fmt.Sprintf("/p%d/{%s}", i, "id")] = object{c.of("get", "post", "put"): c.operation(i)}
	}
	document, err := json.Marshal(object{
		"openapi": "3.1.0", "info": object{"title": c.name(), "version": "1", "description": c.name()},
		"paths": paths, "components": object{"schemas": schemas},
	})
	if err != nil {
		panic(err)
	}
	return document
}

func (c *chooser) name() string { return nasty[c.n(len(nasty))] }

func (c *chooser) operation(i int) object {
	o := object{"operationId": []string{"getA", "getAInput", "listB"}[i%3], "summary": c.name(), "responses": c.responses()}
	if c.maybe() {
		o["x-handler"] = object{"language": "go"}
	}
	parameters := []any{object{"name": "id", "in": "path", "required": true, "schema": c.schema(2)}}
	seen := map[string]bool{}
	for range c.n(5) {
		in, name := c.of("query", "header", "cookie"), c.name()
		if seen[in+strings.ToLower(name)] {
			continue
		}
		seen[in+strings.ToLower(name)] = true
		p := object{"name": name, "in": in, "required": c.maybe()}
		if c.maybe() {
			p["content"] = object{"application/json": object{"schema": c.schema(2)}}
		} else {
			p["schema"], p["explode"] = c.schema(2), c.maybe()
		}
		if in == "query" {
			p["style"] = c.of("form", "deepObject", "pipeDelimited", "spaceDelimited")
		}
		parameters = append(parameters, p)
	}
	o["parameters"] = parameters
	if c.n(2) == 1 {
		o["requestBody"] = object{"required": c.maybe(), "content": c.content()}
	}
	return o
}

func (c *chooser) content() object {
	content := object{}
	for range c.n(4) {
		content[c.of("application/json", "text/plain", "application/octet-stream", "application/x-www-form-urlencoded", "multipart/form-data",
			"application/hal+json", "image/*", "*/*")] = object{"schema": c.schema(3)}
	}
	return content
}

func (c *chooser) responses() object {
	responses := object{"200": object{"description": c.name()}}
	for range c.n(4) {
		headers := object{}
		for range c.n(3) {
			headers[c.of("X-A", "x-a", "Body", "Status-Code", "Respond", "Content-Type")] = object{"required": c.maybe(), "schema": c.schema(1)}
		}
		responses[c.of("200", "404", "4XX", "default", "204", "100")] = object{"description": c.name(), "headers": headers, "content": c.content()}
	}
	return responses
}

func (c *chooser) schema(depth int) any {
	if depth == 0 || c.n(3) == 1 {
		return object{"$ref": "#/components/schemas/" + componentNames[c.n(len(componentNames))]}
	}
	s := object{}
	switch c.n(12) {
	case 0:
		s["type"] = c.of("string", "integer", "number", "boolean")
		s["format"] = c.of("", "date-time", "date", "byte", "binary", "int32", "float", "uuid", "decimal", "email")
		c.restrict(s)
	case 1, 2, 3:
		c.object(s, depth)
	case 4:
		s["type"], s["items"] = "array", c.schema(depth-1)
	case 5:
		s["type"], s["additionalProperties"] = "object", c.schema(depth-1)
	case 6:
		s[c.of("oneOf", "anyOf")] = c.list(depth)
		c.discriminate(s)
	case 7:
		s["allOf"] = c.list(depth)
	case 8:
		s["enum"] = c.values()
		s["type"] = c.of("string", "integer", "number")
	case 9:
		s["enum"] = c.values()
	case 10:
		s["prefixItems"], s["type"], s["minItems"] = c.list(depth), "array", c.n(3)
	case 11:
		s["type"] = []string{c.of("string", "object"), c.of("integer", "array", "null"), "boolean"}
		s["items"] = c.schema(depth - 1)
	}
	if c.maybe() {
		s["description"] = c.name() + " " + c.name()
	}
	if c.maybe() {
		s["default"] = c.values()[0]
	}
	return s
}

func (c *chooser) restrict(s object) {
	s["minLength"], s["minimum"], s["exclusiveMaximum"], s["multipleOf"] = c.n(3), c.n(3)-1, float64(c.n(9))+0.5, float64(1+c.n(4))/2
	s["pattern"] = c.of("^a", `^\w+$`, "(?!x)", "`\"\n")
	s["readOnly"], s["deprecated"] = c.maybe(), c.maybe()
}

func (c *chooser) object(s object, depth int) {
	properties := object{}
	var required []string
	for range c.n(5) {
		name := c.name()
		properties[name] = c.schema(depth - 1)
		if c.maybe() && !slices.Contains(required, name) {
			required = append(required, name)
		}
	}
	s["type"], s["properties"] = "object", properties
	if required != nil {
		s["required"] = required
	}
	if c.maybe() {
		s["additionalProperties"] = c.schema(depth - 1)
	}
	if c.maybe() {
		s["patternProperties"] = object{c.of("^x", "(?!x)"): c.schema(depth - 1)}
	}
	if c.maybe() {
		s[c.of("oneOf", "anyOf", "allOf")] = c.list(depth)
	}
}

func (c *chooser) discriminate(s object) {
	if c.maybe() {
		s["discriminator"] = object{"propertyName": c.name(), "mapping": object{c.name(): "A", c.name(): "B"}}
	}
}

func (c *chooser) list(depth int) []any {
	var all []any
	for range 1 + c.n(3) {
		all = append(all, c.schema(depth-1))
	}
	return all
}

func (c *chooser) values() []any {
	all := []any{[]any{c.name(), 1, 2.5, true, nil, -1, []any{1}, object{"a": c.name()}, json.Number("123456789012345678901234567890")}[c.n(9)]}
	for range c.n(4) {
		all = append(all, []any{c.name(), c.n(9), 1.0, nil, c.name()}[c.n(5)])
	}
	return all
}
