package integration_test

import (
	"encoding/base64"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/model/openapi"
	"github.com/gatewright/gatewright/spec"
)

var update = flag.Bool("update", false, "write what the tests got into their golden files")

// rendering is an integration of an operation of testdata/api.yaml. What it
// renders is in testdata/<integration>/<name>.json, an error in <name>.txt.
type rendering struct {
	name        string
	operation   string
	integration integration.Integration
	binary      []string
	data        mockdata.Options
}

// golden renders a table of integrations and compares them with the files of a
// folder, in which nothing else may be.
func golden(t *testing.T, folder string, table []rendering) {
	t.Helper()
	api := petstore(t)
	expected := map[string]bool{}
	for _, r := range table {
		t.Run(r.name, func(t *testing.T) {
			extension, got := render(t, api, r)
			name := filepath.Join("testdata", folder, r.name+extension)
			expected[name] = true
			compare(t, name, got)
		})
	}
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !expected[f] {
			t.Errorf("%s belongs to no case", f)
		}
	}
}

func render(t *testing.T, api *model.API, r rendering) (extension, text string) {
	t.Helper()
	o := api.Operation(r.operation)
	if o == nil {
		t.Fatalf("the model has no operation %s", r.operation)
	}
	i, err := r.integration.Render(integration.Props{Operation: o, API: api, BinaryMediaTypes: r.binary, Data: mockdata.NewWithOptions(r.data)})
	if err == nil {
		return ".json", string(i.Node().JSON(true))
	}
	text = err.Error() + "\n"
	var option *integration.OptionError
	if errors.As(err, &option) && option.Help != "" {
		text += "help: " + option.Help + "\n"
	}
	return ".txt", text
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func petstore(t testing.TB) *model.API {
	t.Helper()
	api, problems := openapi.Read("testdata/api.yaml")
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return api
}

func mapping(target, source string) spec.Mapping {
	return spec.Mapping{Target: target, Source: source}
}

func jsonTemplate(text string) spec.Template {
	return spec.Template{ContentType: "application/json", Text: text}
}

func decode(t *testing.T, text string) string {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
