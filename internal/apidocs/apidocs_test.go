package apidocs_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"github.com/gatewright/gatewright/internal/apidocs"
	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/openapi"
)

var update = flag.Bool("update", false, "write what the tests got into their golden files")

func read(t *testing.T, text []byte) *model.API {
	t.Helper()
	files, err := txtar.FS(&txtar.Archive{Files: []txtar.File{{Name: "api.yaml", Data: text}}})
	if err != nil {
		t.Fatal(err)
	}
	api, problems := openapi.ReadFS(files, "api.yaml")
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return api
}

// TestMarkdown compares with golden files: each archive has a model, and the Markdown
// that is written of it.
func TestMarkdown(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, path := range archives {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		callers := apidocs.Callers{}
		for line := range strings.Lines(string(archive.Comment)) {
			if id, who, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
				callers[id] = who
			}
		}
		files, err := apidocs.New(read(t, archive.Files[0].Data), callers).Markdown()
		if err != nil {
			t.Fatal(err)
		}
		got := &txtar.Archive{Comment: archive.Comment, Files: archive.Files[:1]}
		for _, f := range files {
			got.Files = append(got.Files, txtar.File{Name: f.Path, Data: f.Text})
		}
		if *update {
			if err := os.WriteFile(path, txtar.Format(got), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(string(txtar.Format(archive)), string(txtar.Format(got))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

// hostile is what a stranger's model may hold in each of its strings.
const hostile = `<script>document.title='owned'</script>"'><img src=x onerror=owned()> [a](javascript:owned()) ![b](https://example.com/pixel.png) {{.Title}} | ` + "```"

// TestHostileModel reads the page of a model that is hostile in all of its strings: it
// has no element, attribute or address that is not the page's own.
func TestHostileModel(t *testing.T) {
	q := `'` + strings.ReplaceAll(hostile, `'`, `''`) + `'`
	text := strings.ReplaceAll(`
openapi: 3.0.3
info: { title: Q, version: Q, description: Q }
tags: [{ name: Q, description: Q }]
paths:
  /a/{id}:
    post:
      operationId: Q
      summary: Q
      description: Q
      tags: [Q]
      parameters: [{ name: id, in: path, required: true, description: Q, example: Q, schema: { type: string, default: Q, enum: [Q] } }]
      requestBody: { description: Q, content: { application/json: { schema: { $ref: '#/components/schemas/S' }, example: { q: Q } } } }
      responses:
        '200': { description: Q, headers: { X-A: { description: Q, schema: { type: string } } }, content: { text/plain: { schema: { type: string, pattern: Q }, example: Q } } }
components:
  schemas:
    S: { type: object, description: Q, properties: { q: { type: string, description: Q, example: Q } } }
`, "Q", q)
	files, err := apidocs.New(read(t, []byte(text)), nil).HTML()
	if err != nil {
		t.Fatal(err)
	}
	page := files[0].Text
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	scripts := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script":
			scripts++
		case "img", "iframe", "object", "embed", "link", "base", "svg":
			t.Errorf("the page has an element %s", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "style" ||
				a.Key == "href" && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "https://example.com/") && a.Val != "" {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
	}
	if scripts != 1 || !bytes.Contains(page, []byte("https://example.com/pixel.png")) {
		t.Errorf("the page has %d scripts, or lacks the link to the image", scripts)
	}
}

// TestMarker lets later runs change what was written, and nothing else.
func TestMarker(t *testing.T) {
	model, err := os.ReadFile("../../examples/petstore/api.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d := apidocs.New(read(t, model), nil)
	for _, write := range []func() ([]codegen.File, error){d.HTML, d.Markdown} {
		files, err := write()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if !bytes.Contains(f.Text[:min(512, len(f.Text))], []byte(codegen.Marker)) {
				t.Errorf("%s lacks the marker in its first 512 bytes", f.Path)
			}
		}
	}
}
