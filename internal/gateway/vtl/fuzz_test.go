package vtl_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/vtl"
)

func FuzzRender(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for i := 0; i < len(archive.Files); i += 2 {
			f.Add(text(archive.Files[i]), goldenBody)
		}
	}
	f.Fuzz(func(t *testing.T, source, body string) {
		tmpl, err := vtl.Parse("t", source)
		if err != nil {
			if _, ok := errors.AsType[*vtl.SyntaxError](err); !ok {
				t.Errorf("%q: %v", source, err)
			}
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		in := goldenInput()
		in.Body = jsonvalue.NewDocument([]byte(body))
		if _, err := tmpl.Render(ctx, in); err != nil {
			if _, ok := errors.AsType[*vtl.RenderError](err); !ok {
				t.Errorf("%q: %v", source, err)
			}
		}
	})
}
