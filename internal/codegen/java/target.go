package java

import (
	"bytes"
	_ "embed" // the pom.xml
	"encoding/xml"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	construct "github.com/gatewright/gatewright/constructs/java"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/version"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
	handler "github.com/gatewright/gatewright/runtimes/java"
)

// Target is Java.
var Target = codegen.Target{Name: "java", Title: "Java", Generate: generate}

const modelName = "model.json"

// generator makes the files of a model.
type generator struct {
	api        *model.API
	pkg        string
	artifact   string
	classes    scope // of the main package
	operations []*operation
	stages     []*operation // the same, by their names
	types      *types
	noCDK      bool
	mocks      []codegen.MockOption
	handlers   map[*model.Operation]codegen.Handler
}

func generate(api *model.API, s codegen.Settings) (codegen.Output, diag.List) {
	var problems diag.List
	pkg := s.Package
	if pkg == "" {
		pkg = packageName(s.Dir)
	}
	codegen.CheckHandlers(api, &problems)
	codegen.CheckOperations(api, "Java", naming.Camel, &problems)
	if !isPackage(pkg) {
		problems.Errorf(s.At("package"), "invalid-package-name", "%q cannot be the name of a package", pkg).Help =
			"a name is made of small letters and digits, in parts with dots between: com.example.petstore"
	}
	if problems.HasErrors() {
		return codegen.Output{}, problems
	}
	g := &generator{api: api, pkg: pkg, artifact: artifactName(s.Dir), classes: newScope(mainClasses), operations: nameOperations(api), noCDK: s.NoCDK, mocks: s.MockOptions(), handlers: codegen.HandlersOf(api)}
	for _, o := range g.operations {
		g.classes.reserve(o.class)
	}
	g.stages = slices.SortedFunc(slices.Values(g.operations), func(a, b *operation) int { return strings.Compare(a.method, b.method) })
	g.types = newTypes(api, pkg+".model")
	files, err := g.files()
	if err != nil {
		problems.Errorf(api.Position, "failed-generation", "the code cannot be written: %v", err).Help = "this is a bug in gatewright; please report it, with the model"
	}
	return codegen.Output{Files: files}, problems
}

// The directories of the modules.
const (
	runtimeModule = "runtime/" // models and handlers: what a function needs
	infraModule   = "infra/"   // the construct
)

//go:embed parent-pom.xml
var parentPom string

func (g *generator) files() ([]codegen.File, error) {
	copied, err := handler.Sources(g.pkg)
	if err != nil {
		return nil, err
	}
	files := []codegen.File{
		g.pom("", parentPom),
		{Path: ".gitignore", Text: []byte("# " + codegen.Marker + "\ntarget/\n")},
		{Path: "README.md", Text: g.readme()},
		g.pom(runtimeModule, handler.Pom),
	}
	for _, s := range copied {
		files = append(files, codegen.File{Path: runtimeModule + s.Path, Text: slices.Concat([]byte(header), s.Text)})
	}
	files = append(files, in(runtimeModule, g.types.files())...)
	files = append(files, in(runtimeModule, g.handlerFiles())...)
	if g.noCDK {
		return files, nil
	}
	construct, err := g.constructFiles()
	return append(files, in(infraModule, construct)...), err
}

// in returns files in the directory of a module.
func in(module string, files []codegen.File) []codegen.File {
	for i := range files {
		files[i].Path = module + files[i].Path
	}
	return files
}

// constructFiles write the module with the construct.
func (g *generator) constructFiles() ([]codegen.File, error) {
	copied, err := construct.Sources()
	if err != nil {
		return nil, err
	}
	files := []codegen.File{g.pom("", construct.Pom)}
	for _, s := range copied {
		files = append(files, codegen.File{Path: s.Path, Text: slices.Concat([]byte(header), s.Text)})
	}
	files = append(files, g.configFile(), g.operationsFile(), g.mocksFile(), g.modelFile())
	return append(append(files, g.apiFiles()...), g.functionFiles()...), nil
}

func (g *generator) modelFile() codegen.File {
	return codegen.File{
		Path: "src/main/resources/" + strings.ReplaceAll(g.pkg, ".", "/") + "/" + modelName,
		Text: append(g.api.Document.JSON(true), '\n'),
	}
}

// packageName makes the name of a package of that of a directory.
func packageName(dir string) string {
	name := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(filepath.Base(dir)))
	if name == "" || name[0] <= '9' || isKeyword(name) || isReserved(name) {
		name = "api" + name
	}
	return name
}

var packagePart = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

func isPackage(name string) bool {
	for part := range strings.SplitSeq(name, ".") {
		if !packagePart.MatchString(part) || isKeyword(part) {
			return false
		}
	}
	return name != constructPackage && name != jsonPackage && !isReserved(name)
}

// isReserved reports whether Java refuses to load classes of a package of this name.
func isReserved(name string) bool {
	first, _, _ := strings.Cut(name, ".")
	return first == "java"
}

// artifactName makes the name of a Maven artifact of that of a directory.
func artifactName(dir string) string {
	name := strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(filepath.Base(dir)), "-"), "-")
	if name == "" {
		return "api"
	}
	return name
}

// pom describes a module to Maven; "" is all of them.
func (g *generator) pom(module, text string) codegen.File {
	if g.noCDK {
		text = strings.Replace(text, "    <module>infra</module>\n", "", 1)
	}
	title := strings.Join(strings.Fields(g.api.Title), " ")
	replaced := strings.NewReplacer("GROUP", g.pkg, "ARTIFACT", g.artifact, "VERSION", MavenVersion(g.api.Version), "NAME", inXML(title)).Replace(text)
	return codegen.File{Path: module + "pom.xml", Text: []byte("<!-- " + codegen.Marker + " -->\n" + replaced)}
}

func inXML(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a bytes.Buffer takes everything
	return strings.ReplaceAll(b.String(), "${", "$&#8203;{")
}

// MavenVersion returns the model's version where Maven takes it.
func MavenVersion(text string) string {
	if regexp.MustCompile(`^[0-9]+(\.[0-9A-Za-z-]+)*$`).MatchString(text) && len(text) <= 40 {
		return text
	}
	return "0.0.0"
}

func (g *generator) readme() []byte {
	text := fmt.Appendf(nil, `<!-- %s -->

# %s

Generated by gatewright %s. After an edit of the model, run gatewright generate, and install the modules again:

    mvn install

The models and the handlers, for functions:

    <dependency>
      <groupId>%s</groupId>
      <artifactId>%s-runtime</artifactId>
    </dependency>
`, codegen.Marker, g.artifact, version.Version, g.pkg, g.artifact)
	if g.noCDK {
		return text
	}
	return fmt.Appendf(text, `
The construct, for apps of the AWS CDK:

    <dependency>
      <groupId>%s</groupId>
      <artifactId>%s-infra</artifactId>
    </dependency>
`, g.pkg, g.artifact)
}
