package golang_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/gatewright/gatewright/internal/codegen/golang"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/openapi"
)

func TestExported(t *testing.T) {
	for name, want := range map[string]string{
		"getPetById":    "GetPetByID",
		"list-pet-urls": "ListPetURLs",
		"HTTPServer":    "HTTPServer",
		"type":          "Type",
		"2fa":           "X2fa",
		"名前":            "X名前",
		"größe":         "Größe",
		"+1":            "Plus1",
		"-1":            "Minus1",
		">=":            "GreaterEqual",
		"":              "Empty",
		"\u0301a":       "A",
		"\x00":          "Symbol",
	} {
		if got := golang.Exported(name); got != want {
			t.Errorf("Exported(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestLongNamesAreCutAndDiffer(t *testing.T) {
	a, b := golang.Exported(strings.Repeat("long", 75)+"A"), golang.Exported(strings.Repeat("long", 75)+"B")
	if a == b {
		t.Errorf("both are %s", a)
	}
	if n := utf8.RuneCountInString(a); n > 100 {
		t.Errorf("%s has %d characters", a, n)
	}
}

func TestPackageName(t *testing.T) {
	for path, want := range map[string]string{
		"example.com/shop/petstore":  "petstore",
		"example.com/shop/pet-store": "petstore",
		"example.com/shop/v2":        "shop",
		"example.com/123":            "api123",
		"example.com/func":           "funcapi",
		"example.com/main":           "mainapi",
	} {
		if got := golang.PackageName(path); got != want {
			t.Errorf("PackageName(%q) = %q, want %q", path, got, want)
		}
	}
}

const colliding = `
openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /a: {get: {operationId: say, responses: {"200": {description: d}}}}
  /b: {get: {operationId: sayInput, responses: {"200": {description: d}}}}
  /c: {get: {operationId: say200, responses: {"200": {description: d}}}}
  /d: {get: {operationId: list_linux, responses: {"200": {description: d}}}}
  /e: {get: {operationId: run_test, responses: {"200": {description: d}}}}
  /f: {get: {operationId: router, responses: {"200": {description: d}}}}
  /g: {get: {operationId: vendor, responses: {"200": {description: d}}}}
components:
  schemas:
    Integrations: {type: string}
    MockSay200: {type: string}
    Pet: {type: string}
    pet: {type: string}
    p-e-t: {type: string}
`

func TestNamesThatCollide(t *testing.T) {
	g := golang.New(read(t, colliding), golang.Package{ImportPath: "example.com/x"})
	var got []string
	for _, o := range g.API.Operations {
		n := g.Operation(o)
		got = append(got, n.Name+" "+n.FileName+" "+n.Folder)
	}
	want := []string{
		"Say2 say2 say", "SayInput say_input sayinput", "Say200 say200 say200", "ListLinux list_linux_operation listlinux",
		"RunTest run_test_operation runtest", "Router2 router2 router", "Vendor vendor vendoroperation",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	source := sourceOf(t, g.Types())
	for _, declared := range []string{"type Integrations2 string", "type MockSay200 string", "type Pet string", "type Pet2 string", "type PET string"} {
		if !strings.Contains(source, declared) {
			t.Errorf("%s is missing in\n%s", declared, source)
		}
	}
}

func read(t *testing.T, document string) *model.API {
	t.Helper()
	api, problems := openapi.ReadFS(fstest.MapFS{"api.yaml": {Data: []byte(document)}}, "api.yaml")
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return api
}

func sourceOf(t *testing.T, f *golang.File) string {
	t.Helper()
	source, err := f.Source()
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}
