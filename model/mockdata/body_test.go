package mockdata_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"image"
	_ "image/gif"
	_ "image/png"
	"io"
	"mime"
	"mime/multipart"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/model/openapi"
)

func readAPI(t testing.TB, text string) *model.API {
	t.Helper()
	api, problems := openapi.ReadFS(fstest.MapFS{"api.yaml": {Data: []byte(text)}}, "api.yaml")
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return api
}

// TestResponses compares what the responses of a model answer with what is
// written next to it.
func TestResponses(t *testing.T) {
	t.Parallel()
	archive, err := txtar.ParseFile("testdata/responses.txtar")
	if err != nil {
		t.Fatal(err)
	}
	api := readAPI(t, string(archive.Files[0].Data))
	want := map[string]string{}
	for _, f := range archive.Files[1:] {
		want[f.Name] = string(f.Data)
	}
	g := mockdata.New(1)
	golden := archive.Files[:1]
	for _, o := range api.Operations {
		for _, r := range o.Responses {
			name := o.ID + " " + r.Status
			out, err := g.Response(r)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			golden = append(golden, txtar.File{Name: name, Data: []byte(describe(out))})
			if diff := cmp.Diff(want[name], describe(out)); diff != "" && !*update {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
			delete(want, name)
		}
	}
	for name := range want {
		t.Errorf("there is no response %q", name)
	}
	archive.Files = golden
	updateArchive(t, "testdata/responses.txtar", archive)
}

var update = flag.Bool("update", false, "write what the tests get into testdata")

func updateArchive(t *testing.T, file string, a *txtar.Archive) {
	t.Helper()
	if !*update {
		return
	}
	if err := os.WriteFile(file, txtar.Format(a), 0o600); err != nil {
		t.Fatal(err)
	}
}

func describe(r mockdata.Response) string {
	var b strings.Builder
	for _, h := range r.Headers {
		b.WriteString(h.Name + ": " + h.Value + "\n")
	}
	for _, p := range r.Problems {
		b.WriteString("! " + p.Message + "\n")
	}
	if r.Body == nil {
		return b.String()
	}
	b.WriteString("Content-Type: " + r.Body.ContentType + "\n\n")
	b.WriteString(strings.ReplaceAll(string(r.Body.Text), "\r\n", "\n"))
	if !strings.HasSuffix(b.String(), "\n") {
		b.WriteString("\n")
	}
	return b.String()
}

func TestBinaryBodies(t *testing.T) {
	t.Parallel()
	g := mockdata.New(1)
	for _, mediaType := range []string{"image/png", "image/gif", "image/*"} {
		b, err := g.Body(&model.MediaType{Type: mediaType, Schema: &model.Schema{Types: []string{"string"}, Format: "binary"}})
		if err != nil {
			t.Fatal(err)
		}
		if !b.Binary {
			t.Errorf("%s is not binary", mediaType)
		}
		if _, _, err := image.Decode(bytes.NewReader(b.Text)); err != nil {
			t.Errorf("%s: %v", mediaType, err)
		}
	}
	least := 40
	b, err := g.Body(&model.MediaType{Type: "application/octet-stream", Schema: &model.Schema{MinLength: &least}})
	if err != nil || len(b.Text) != least {
		t.Errorf("got %d bytes, %v", len(b.Text), err)
	}
}

func TestMultipartBody(t *testing.T) {
	t.Parallel()
	text := &model.Schema{Types: []string{"string"}}
	file := &model.Schema{Types: []string{"string"}, Format: "binary"}
	b, err := mockdata.New(1).RequestBody(&model.MediaType{
		Type: "multipart/form-data",
		Schema: &model.Schema{Types: []string{"object"}, Properties: []*model.Property{
			{Name: `na"me`, Schema: text}, {Name: "file", Schema: file},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, parameters, err := mime.ParseMediaType(b.ContentType)
	if err != nil {
		t.Fatal(err)
	}
	form, err := multipart.NewReader(bytes.NewReader(b.Text), parameters["boundary"]).ReadForm(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	if len(form.Value) != 1 || len(form.File["file"]) != 1 {
		t.Errorf("got the form %v", form)
	}
}

func TestXMLIsWellFormed(t *testing.T) {
	t.Parallel()
	root := readDocument(t, "testdata/openapi30.yaml")
	g := mockdata.New(2)
	for _, s := range newDecoder(t, root).named() {
		b, err := g.Body(&model.MediaType{Type: "application/xml", Schema: s})
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(bytes.NewReader(b.Text))
		for err == nil {
			_, err = d.Token()
		}
		if !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v\n%s", s.Name, err, b.Text)
		}
	}
}

func TestCheckExamples(t *testing.T) {
	t.Parallel()
	archive, err := txtar.ParseFile("testdata/examples.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, d := range mockdata.New(1).CheckExamples(readAPI(t, string(archive.Files[0].Data))) {
		got.WriteString(d.Severity.String() + ": " + d.Error() + "\n")
	}
	if diff := cmp.Diff(string(archive.Files[1].Data), got.String()); diff != "" && !*update {
		t.Errorf("(-want +got):\n%s", diff)
	}
	archive.Files[1].Data = []byte(got.String())
	updateArchive(t, "testdata/examples.txtar", archive)
}
