package openapi_test

import (
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/openapi"
)

// FuzzRead reads any two files, of which the first may refer to the second. What
// is read without error must have names and local references only, and its bundled
// document must be read as the same model.
func FuzzRead(f *testing.F) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data, archive.Files[min(1, len(archive.Files)-1)].Data)
	}
	f.Add([]byte(header+"paths: {$ref: 'b.yaml#/p'}"), []byte("p: {/a: {get: {$ref: '#/o'}}}\no: {responses: {'200': {description: ''}}}"))
	f.Fuzz(func(t *testing.T, main, other []byte) {
		api, problems := openapi.ReadFS(fstest.MapFS{"a.yaml": {Data: main}, "b.yaml": {Data: other}}, "a.yaml")
		if (api == nil) != problems.HasErrors() {
			t.Fatalf("a model was given: %v; %v", api != nil, problems)
		}
		if api != nil {
			checkRereading(t, api)
		}
	})
}

func checkRereading(t *testing.T, api *model.API) {
	again, problems := openapi.ReadFS(fstest.MapFS{"c.json": {Data: api.Document.JSON(false)}}, "c.json")
	if again == nil {
		t.Fatalf("the bundled document is refused: %v\n%s", problems, api.Document.JSON(true))
	}
	if len(again.Operations) != len(api.Operations) || len(again.Schemas) != len(api.Schemas) {
		t.Fatalf("the bundled document has %d operations and %d schemas, not %d and %d",
			len(again.Operations), len(again.Schemas), len(api.Operations), len(api.Schemas))
	}
	for i, o := range api.Operations {
		if o.ID == "" || again.Operations[i].ID != o.ID {
			t.Fatalf("operation %d is called %q, then %q", i, o.ID, again.Operations[i].ID)
		}
	}
}
