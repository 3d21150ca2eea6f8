package golang_test

import (
	"bytes"
	"flag"
	"go/scanner"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gatewright/gatewright/internal/codegen/golang"
	"github.com/gatewright/gatewright/model/openapi"
)

var update = flag.Bool("update", false, "write what the tests got into their golden files")

// A file of the corpus is a txtar archive: a model, Go tests that use what is
// generated from it, and the generated files that are looked at (want/…).
const (
	corpusModule = "example.com/corpus"
	wantPrefix   = "want/"
	modelFile    = "api.yaml"
)

// generated are the files of one model of the corpus.
type generated struct {
	name    string
	archive *txtar.Archive
	sources map[string][]byte // by the path in the module
	cdk     map[string][]byte // the same, of what is not compiled here: it needs the CDK
}

func generate(t testing.TB, name string) *generated {
	t.Helper()
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	g := &generated{name: strings.TrimSuffix(filepath.Base(name), ".txtar"), archive: archive, sources: map[string][]byte{}, cdk: map[string][]byte{}}
	fsys := fstest.MapFS{}
	for _, f := range archive.Files {
		switch {
		case f.Name == modelFile:
			fsys[modelFile] = &fstest.MapFile{Data: f.Data}
		case strings.HasSuffix(f.Name, "_test.go"):
			g.sources[f.Name] = f.Data
		}
	}
	api, problems := openapi.ReadFS(fsys, modelFile)
	if problems.HasErrors() {
		t.Fatalf("%s: %v", name, problems)
	}
	writer := golang.New(api, golang.Package{ImportPath: path.Join(corpusModule, g.name)})
	writer.StubsPath = path.Join(corpusModule, g.name, "handlers")
	output, err := writer.Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, f := range output.Files {
		if strings.HasPrefix(f.Path, writer.CDK.Name+"/") {
			g.cdk[path.Join(g.name, f.Path)] = f.Text
		} else {
			g.sources[path.Join(g.name, f.Path)] = f.Text
		}
	}
	for _, f := range output.Stubs {
		g.sources[path.Join(g.name, "handlers", f.Path)] = f.Text
	}
	return g
}

func (g *generated) all() map[string][]byte {
	all := maps.Clone(g.sources)
	maps.Copy(all, g.cdk)
	return all
}

func corpus(t *testing.T) []*generated {
	t.Helper()
	names, err := filepath.Glob("testdata/corpus/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	all := make([]*generated, len(names))
	for i, name := range names {
		all[i] = generate(t, name)
	}
	return all
}

func TestGolden(t *testing.T) {
	for _, g := range corpus(t) {
		t.Run(g.name, func(t *testing.T) { g.compare(t) })
	}
}

// compare holds the generated files to those in the archive, which has at least the
// types.
func (g *generated) compare(t *testing.T) {
	typesFile := wantPrefix + "types.go"
	if !slices.ContainsFunc(g.archive.Files, func(f txtar.File) bool { return f.Name == typesFile }) {
		g.archive.Files = append(g.archive.Files, txtar.File{Name: typesFile})
	}
	all := g.all()
	for i, f := range g.archive.Files {
		name, ok := strings.CutPrefix(f.Name, wantPrefix)
		if !ok {
			continue
		}
		got := all[path.Join(g.name, name)]
		if got == nil {
			t.Errorf("%s is not generated", name)
		}
		if *update {
			g.archive.Files[i].Data = got
		} else if diff := cmp.Diff(string(f.Data), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f.Name, diff)
		}
	}
	if *update && !t.Failed() {
		if err := os.WriteFile(filepath.Join("testdata/corpus", g.name+".txtar"), txtar.Format(g.archive), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestHostileText generates from text that tries to be more than text: all of it must
// be in literals and comments, and no comment may be one that a tool obeys.
func TestHostileText(t *testing.T) {
	const payload = "pwned"
	g := generate(t, "testdata/corpus/hostile.txtar")
	found := 0
	for name, source := range g.all() {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		fset := token.NewFileSet()
		file := fset.AddFile(name, -1, len(source))
		var s scanner.Scanner
		s.Init(file, source, func(p token.Position, message string) { t.Errorf("%s: %s", p, message) }, scanner.ScanComments)
		for {
			pos, tok, literal := s.Scan()
			if tok == token.EOF {
				break
			}
			at := fset.Position(pos)
			has := strings.Contains(strings.ToLower(literal), payload)
			switch {
			case has && (tok == token.STRING || tok == token.COMMENT):
				found++
			case has && tok == token.IDENT && !isMadeName(literal):
				t.Errorf("%s: the identifier %s", at, literal)
			}
			if literal == "//go:embed model.json" || literal == "//go:noinline" {
				continue // the generator's own
			}
			if tok == token.COMMENT && !strings.HasPrefix(literal, "// ") && literal != "//" || strings.Contains(literal, "\n") && tok == token.COMMENT ||
				strings.HasPrefix(literal, "// +build") {
				t.Errorf("%s: the comment %s", at, literal)
			}
		}
		if bytes.ContainsAny(source, "\x00\x0b\x0c\r\u202e\u2066\u2028\u2029\u0085\ufeff\u200b") {
			t.Errorf("%s: there are characters that cannot be seen", name)
		}
	}
	if found == 0 {
		t.Error("the payload is nowhere")
	}
}

// isMadeName reports whether an identifier is one that the generator made of a name:
// in capitals at the start of words, as no text of the model is.
func isMadeName(identifier string) bool { return !strings.Contains(identifier, "pwned") }

// TestCorpusCompilesAndWorks puts all that is generated into one module, looks at it
// with Go's own tools, and runs the tests in the corpus.
func TestCorpusCompilesAndWorks(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles many packages")
	}
	dir := writeModule(t, corpus(t))
	if out := run(t, dir, "gofmt", "-l", "."); out != "" {
		t.Errorf("not formatted:\n%s", out)
	}
	run(t, dir, "go", "vet", "./...")
	run(t, dir, "go", "test", "-count=1", ".")
}

func TestCorpusSatisfiesStaticcheck(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a linter")
	}
	const staticcheck = "honnef.co/go/tools/cmd/staticcheck@v0.8.2"
	if out, err := exec.Command("go", "run", staticcheck, "-version").CombinedOutput(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("staticcheck cannot be had: %v\n%s", err, out)
		}
		t.Skip("staticcheck cannot be had")
	}
	run(t, writeModule(t, corpus(t)), "go", "run", staticcheck, "./...")
}

// TestBinaryHoldsOneOperation builds the handler of one operation: what belongs to the
// others, and the model's text, must not be in it.
func TestBinaryHoldsOneOperation(t *testing.T) {
	if testing.Short() {
		t.Skip("links a program")
	}
	dir := writeModule(t, []*generated{generate(t, "testdata/corpus/responses.txtar")})
	binary := filepath.Join(dir, "bootstrap")
	run(t, dir, "go", "build", "-o", binary, "./responses/handlers/getpet")
	symbols := run(t, dir, "go", "tool", "nm", binary)
	for _, own := range []string{"responseshandler.decodeGetPet", "responseshandler.GetPet"} {
		if !strings.Contains(symbols, own) {
			t.Errorf("the binary has no %s", own)
		}
	}
	for line := range strings.Lines(symbols) {
		isOurs := strings.Contains(line, corpusModule+"/responses")
		for _, other := range []string{"List", "Nullable", "Image", "Several", "Star", "Anything", "Router", "Mock", "Operations", "Model"} {
			if isOurs && strings.Contains(line, other) {
				t.Errorf("the binary has %s", line)
			}
		}
	}
	data := readFile(t, binary)
	for _, text := range []string{"What only the model says", "/several"} {
		if bytes.Contains(data, []byte(text)) {
			t.Errorf("the binary has the text %q", text)
		}
	}
}

// writeModule writes a module of all that is generated, whose tests have helpers.
func writeModule(t testing.TB, all []*generated) string {
	t.Helper()
	dir := t.TempDir()
	repository, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"go.mod": goMod(t, repository, corpusModule), "go.sum": readFile(t, filepath.Join(repository, "go.sum"))}
	files["event.json"] = readFile(t, "testdata/event.json")
	files["helpers_test.go"] = readFile(t, "testdata/helpers_test.go.txt")
	for _, g := range all {
		maps.Copy(files, g.sources)
	}
	writeFiles(t, dir, files)
	return dir
}

// goMod makes the go.mod of a module that uses the library from its checkout.
func goMod(t testing.TB, repository, module string) []byte {
	t.Helper()
	text := string(readFile(t, filepath.Join(repository, "go.mod")))
	text = strings.Replace(text, "module github.com/gatewright/gatewright\n", "module "+module+"\n", 1)
	return []byte(text + "\nrequire github.com/gatewright/gatewright v0.0.0\n\nreplace github.com/gatewright/gatewright => " + repository + "\n")
}

func writeFiles(t testing.TB, dir string, files map[string][]byte) {
	t.Helper()
	for name, data := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func run(t testing.TB, dir, program string, arguments ...string) string {
	t.Helper()
	c := exec.Command(program, arguments...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GOFLAGS=-mod=mod")
	out, err := c.CombinedOutput()
	if err != nil {
		t.Errorf("%s %s: %v\n%s", program, strings.Join(arguments, " "), err, out)
	}
	return string(out)
}
