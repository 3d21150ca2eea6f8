package cdkgo

import (
	"go/parser"
	gotoken "go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/snippets"
)

// TestSnippets compiles the Go that the documentation shows, on the real CDK. Each block
// is in a frame of testdata/snippets, which has the imports, and declares what the
// text around the block takes for granted; a frame quotes=FILE holds that the block is
// quoted from that file of the library.
func TestSnippets(t *testing.T) {
	blocks, err := snippets.Of(root(), "go")
	if err != nil {
		t.Fatal(err)
	}
	module := newModule(t)
	frames := framesOf(t)
	for _, b := range blocks {
		frame, ok := frames[b.Name()]
		delete(frames, b.Name())
		if !ok {
			t.Errorf("%s: testdata/snippets has no frame %s.go.txt for the block", b, b.Name())
			continue
		}
		if source, quoted := strings.CutPrefix(strings.TrimSpace(frame), "quotes="); quoted {
			quotes(t, b, source)
			continue
		}
		module.write(t, "blocks/"+b.Name()+"/block.go", framed(t, b, frame))
	}
	for name := range frames {
		t.Errorf("no document shows what belongs in testdata/snippets/%s.go.txt", name)
	}
	module.run(t, "go", "build", "-mod=mod", "./blocks/...")
}

func framesOf(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("testdata/snippets/*.go.txt")
	if err != nil {
		t.Fatal(err)
	}
	frames := map[string]string{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		frames[strings.TrimSuffix(filepath.Base(path), ".go.txt")] = string(text)
	}
	return frames
}

// framed puts a block into its frame: declarations in the place of the line
// "DECLARATIONS", the statements that follow them in that of "STATEMENTS".
func framed(t *testing.T, b snippets.Block, frame string) string {
	t.Helper()
	declarations, statements, ok := split(b.Text)
	if !ok {
		t.Errorf("%s: the block is neither declarations, nor statements, nor the one before the other", b)
	}
	for place, code := range map[string]string{"DECLARATIONS\n": declarations, "STATEMENTS\n": statements} {
		if strings.Contains(frame, place) != (strings.TrimSpace(code) != "") {
			t.Errorf("%s: its frame has a place for %q, or has none, unlike the block", b, strings.TrimSpace(place))
		}
		frame = strings.Replace(frame, place, code, 1)
	}
	return frame
}

// split takes as much of a block for declarations as can be.
func split(text string) (declarations, statements string, ok bool) {
	paragraphs := strings.SplitAfter(text, "\n\n")
	for i := len(paragraphs); i >= 0; i-- {
		declarations, statements = strings.Join(paragraphs[:i], ""), strings.Join(paragraphs[i:], "")
		if parses("package p\n"+declarations) && parses("package p\nfunc f() {\n"+statements+"}\n") {
			return declarations, statements, true
		}
	}
	return "", "", false
}

func parses(source string) bool {
	_, err := parser.ParseFile(gotoken.NewFileSet(), "", source, parser.SkipObjectResolution)
	return err == nil
}

// quotes holds a block to the file that it is quoted from: what stands between lines
// with … is there, one after the other, however it is indented.
func quotes(t *testing.T, b snippets.Block, source string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(), filepath.FromSlash(source)))
	if err != nil {
		t.Fatal(err)
	}
	rest := plain(string(text))
	for part := range strings.SplitSeq(plain(b.Text), "\n…\n") {
		_, after, found := strings.Cut(rest, strings.Trim(part, "\n"))
		if !found {
			t.Errorf("%s: %s has not, or not there:\n%s", b, source, part)
		}
		rest = after
	}
}

// plain leaves indentation and alignment out.
func plain(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.Join(strings.Fields(line), " ") + "\n")
	}
	return b.String()
}

// module is a module on the CDK, with the packages that the documentation generates.
type module struct{ dir string }

func newModule(t *testing.T) module {
	t.Helper()
	m := module{t.TempDir()}
	example := filepath.Join(root(), "examples", "petstore-cdk-go")
	repository, err := filepath.Abs(root())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(example, name))
		if err != nil {
			t.Fatal(err)
		}
		m.write(t, name, strings.NewReplacer(
			"module github.com/gatewright/gatewright/examples/petstore-cdk-go\n", "module github.com/gatewright/gatewright/snippets\n",
			"=> ../..", "=> "+repository,
		).Replace(string(text)))
	}
	model, err := os.ReadFile("testdata/snippets/petstore.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m.write(t, "openapi.yaml", string(model))
	m.write(t, "api.yaml", shopModel(t))

	gatewright := filepath.Join(t.TempDir(), "gatewright")
	build(t, root(), gatewright, "./cmd/gatewright")
	m.run(t, gatewright, "generate", "--go", "petstore", "openapi.yaml")
	m.run(t, gatewright, "generate", "--go", "shop", "api.yaml")
	return m
}

// shopModel is the model that docs/cdk-go.md begins with.
func shopModel(t *testing.T) string {
	t.Helper()
	blocks, err := snippets.Of(root(), "yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks {
		if b.Document == "docs/cdk-go.md" && strings.HasPrefix(b.Text, "openapi:") {
			return b.Text
		}
	}
	t.Fatal("docs/cdk-go.md shows no model")
	return ""
}

func (m module) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(m.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (m module) run(t *testing.T, program string, arguments ...string) {
	t.Helper()
	command := exec.Command(program, arguments...)
	command.Dir = m.dir
	if out, err := command.CombinedOutput(); err != nil {
		t.Errorf("%s %s: %v\n%s", filepath.Base(program), strings.Join(arguments, " "), err, out)
	}
}
