package vtl_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/vtl"
)

const goldenBody = `{"s":"str","n":1,"d":1.5,"a":[1,2,3],"o":{"k":"v","n":null},"b":true,"l":[{"x":1},{"x":"two"}]}`

func goldenInput() *vtl.Input {
	return &vtl.Input{
		Body:           jsonvalue.NewDocument([]byte(goldenBody)),
		Path:           vtl.Pairs{{Name: "id", Value: "7"}},
		Querystring:    vtl.Pairs{{Name: "q", Value: "1"}},
		Header:         vtl.Pairs{{Name: "Content-Type", Value: "application/json"}, {Name: "X-Foo", Value: "bar"}},
		StageVariables: vtl.Pairs{{Name: "table", Value: "pets"}, {Name: "a-b", Value: "c"}},
		Context: vtl.Pairs{
			{Name: "requestId", Value: "id-1"},
			{Name: "identity", Value: vtl.Pairs{{Name: "sourceIp", Value: "127.0.0.1"}, {Name: "userAgent", Value: "curl"}}},
			{Name: "stage", Value: "dev"},
			{Name: "authorizer", Value: vtl.Pairs{{Name: "claims", Value: vtl.Pairs{{Name: "sub", Value: "user"}}}}},
		},
		Overrides: &vtl.Overrides{},
	}
}

// TestGolden renders the templates of testdata: x.vtl becomes x.out, or fails
// with the text in x.err.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		topic := strings.TrimSuffix(filepath.Base(file), ".txtar")
		for i := 0; i+1 < len(archive.Files); i += 2 {
			source, want := archive.Files[i], archive.Files[i+1]
			t.Run(topic+"/"+source.Name, func(t *testing.T) {
				got, kind := golden(text(source))
				if diff := cmp.Diff(text(want), got); diff != "" || filepath.Ext(want.Name) != kind {
					t.Errorf("%s:\n%s", kind, diff)
				}
			})
		}
	}
}

// text is the content of a file without the line end that txtar adds.
func text(f txtar.File) string { return strings.TrimSuffix(string(f.Data), "\n") }

func golden(source string) (result, kind string) {
	tmpl, err := vtl.Parse("t", source)
	if err != nil {
		return err.Error(), ".err"
	}
	out, err := tmpl.Render(context.Background(), goldenInput())
	if err != nil {
		return err.Error(), ".err"
	}
	return string(out), ".out"
}
