package mockdata_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/model/openapi"
)

// ours is the directory whose schemas all have values. Other models contradict
// themselves now and then, which must be told.
const ours = "testdata"

// TestCorpus judges the values for all schemas and all bodies of real models,
// read by the reader of OpenAPI: the hostile ones of testdata, and the files in
// the directory that GATEWRIGHT_CORPUS names.
func TestCorpus(t *testing.T) {
	t.Parallel()
	files := []string{ours + "/openapi30.yaml", ours + "/openapi31.yaml"}
	if directory := os.Getenv("GATEWRIGHT_CORPUS"); directory != "" {
		for _, ending := range []string{"*.json", "*.yaml", "*.yml"} {
			more, err := filepath.Glob(filepath.Join(directory, ending))
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, more...)
		}
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			testModel(t, file)
		})
	}
}

func testModel(t *testing.T, file string) {
	t.Helper()
	api, problems := openapi.Read(file)
	isOurs := filepath.Dir(file) == ours
	if err := problems.Err(); err != nil {
		if isOurs {
			t.Fatal(err)
		}
		t.Logf("not a valid model: %v", err)
		return
	}
	c := &corpus{t: t, isOurs: isOurs, api: api, g: mockdata.New(1)}
	whole, sent, received := newJudge(t, api.Document, ""), newJudge(t, api.Document, "readOnly"), newJudge(t, api.Document, "writeOnly")
	for _, s := range api.Schemas {
		c.value(whole, s, "schema "+s.Name)
	}
	for _, o := range api.Operations {
		if o.RequestBody != nil {
			for _, m := range o.RequestBody.Content {
				c.body(sent, o.ID, m, c.g.RequestBody)
			}
		}
		for _, r := range o.Responses {
			for _, m := range r.Content {
				c.body(received, o.ID+" "+r.Status, m, c.g.Body)
			}
			if _, err := c.g.Response(r); err != nil {
				c.refused(o.ID+" "+r.Status, err)
			}
		}
	}
	t.Logf("%d values judged, %d refused", c.count, c.refusals)
	if c.count == 0 && isOurs {
		t.Error("the model has no values")
	}
}

type corpus struct {
	t   *testing.T
	api *model.API
	g   *mockdata.Generator

	isOurs          bool
	count, refusals int
}

// refused counts schemas without a value. The reason must be a diagnostic with a
// position.
func (c *corpus) refused(what string, err error) {
	c.refusals++
	var d diag.Diagnostic
	if c.isOurs || !errors.As(err, &d) || !d.Position.IsValid() {
		c.t.Errorf("%s: %v", what, err)
		return
	}
	c.t.Logf("%s: %v", what, err)
}

func (c *corpus) value(j *judge, s *model.Schema, what string) {
	n, err := c.g.Value(s)
	if err != nil {
		c.refused(what, err)
		return
	}
	if size := len(n.JSON(false)); size > maxSize {
		c.t.Errorf("%s: %d bytes", what, size)
	}
	c.judgeOne(j, s, what, n)
}

func (c *corpus) body(j *judge, what string, m *model.MediaType, generate func(*model.MediaType) (mockdata.Body, error)) {
	what += " " + m.Type
	b, err := generate(m)
	if err != nil {
		c.refused(what, err)
		return
	}
	if b.ContentType == "" {
		c.t.Errorf("%s: no content type", what)
	}
	if b.Value != nil && b.ContentType == "application/json" && !json.Valid(b.Text) {
		c.t.Errorf("%s: not JSON: %s", what, b.Text)
	}
	authored := m.Example != nil || len(m.Examples) > 0 // may be of any size
	if size := len(b.Text); size > 2*maxSize && !authored {
		c.t.Errorf("%s: %d bytes", what, size)
	}
	if m.Schema != nil && b.Value != nil {
		c.judgeOne(j, m.Schema, what, b.Value)
	}
}

func (c *corpus) judgeOne(j *judge, s *model.Schema, what string, n *tree.Node) {
	c.count++
	compiled := j.compiled[s.Position.String()]
	if compiled == nil {
		url := fmt.Sprintf("https://judge.example/schema%d.json", c.count)
		j.add(c.t, url, j.translate(c.api.Document, s.Node))
		j.addPlaces(c.t, c.api.Document)
		var err error
		if compiled, err = j.compiler.Compile(url); err != nil && !c.isOurs {
			c.t.Logf("%s: the judge refuses the schema: %v", what, err)
			return
		} else if err != nil {
			c.t.Fatal(err)
		}
		j.compiled[s.Position.String()] = compiled
	}
	if err := judgeValue(compiled, n); err != nil {
		text := n.JSON(false)
		c.t.Errorf("%s: %s\n%v", what, text[:min(len(text), 2000)], err)
	}
}

func BenchmarkResponses(b *testing.B) {
	file := os.Getenv("GATEWRIGHT_BENCH_MODEL")
	if file == "" {
		file = "testdata/openapi30.yaml"
	}
	api, problems := openapi.Read(file)
	if err := problems.Err(); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		g := mockdata.New(1)
		for _, s := range api.Schemas {
			if _, err := g.Value(s); err != nil {
				b.Fatal(err)
			}
		}
		for _, o := range api.Operations {
			for _, r := range o.Responses {
				if _, err := g.Response(r); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}
