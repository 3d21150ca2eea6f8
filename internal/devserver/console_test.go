package devserver_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/console"
	"github.com/gatewright/gatewright/internal/devserver"
)

const consoleModel = `
openapi: 3.0.3
info: {title: shown, version: "1"}
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      summary: Returns a pet.
      parameters: [{name: petId, in: path, required: true, schema: {type: string, enum: [rex]}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {type: object}}}}}
`

// TestConsole serves an API with its console, sends a request through it and reads its
// trace.
func TestConsole(t *testing.T) {
	directory := t.TempDir()
	t.Setenv("XDG_RUNTIME_DIR", directory)
	model := filepath.Join(directory, "api.yaml")
	if err := os.WriteFile(model, []byte(consoleModel), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := console.Listen(console.Options{Path: directory})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	s := devserver.New(ctx, devserver.Options{Path: model, Host: "127.0.0.1", Console: c, Stderr: io.Discard})
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 2)
	go func() { ended <- s.Serve(nil) }()
	go func() { ended <- c.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-ended, <-ended, s.Close(), c.Close()); err != nil {
			t.Error(err)
		}
	})
	run, err := console.Find(0, directory)
	if err != nil {
		t.Fatal(err)
	}
	client := console.Client{Run: run}
	if _, err := client.Post(ctx, "send", console.Outgoing{Method: http.MethodGet, Target: "/pets/rex"}); err != nil {
		t.Fatal(err)
	}
	all, err := client.Requests(ctx, url.Values{})
	if err != nil || len(all) != 1 {
		t.Fatalf("%d requests, %v", len(all), err)
	}
	trace, err := client.Trace(ctx, all[0].ID[:8])
	if err != nil || trace.Operation != "getPet" || trace.By != "mock" || trace.Steps[0].Match.Parameters[0].Value != "rex" || trace.Steps[0].Match.At != "api.yaml:6:5" {
		t.Errorf("%+v, %v", trace, err)
	}
	apis, err := client.Get(ctx, "apis")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"example":"rex"`, `"summary":"Returns a pet."`, `"url":"http://127.0.0.1:`, `"at":"api.yaml:6:5"`} {
		if !strings.Contains(string(apis), want) {
			t.Errorf("the APIs lack %s: %s", want, apis)
		}
	}
}
