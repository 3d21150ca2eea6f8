package cdk_test

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/constructs/go/cdk"
	"github.com/gatewright/gatewright/integration"
)

var update = flag.Bool("update", false, "write what the tests got into their golden files")

// TestMain ends the one process that runs the CDK for all tests.
func TestMain(m *testing.M) {
	status := m.Run()
	jsii.Close()
	os.Exit(status)
}

type (
	backend = map[string]integration.Integration
	props   = cdk.ApiProps[backend]
)

// newAPI makes an API as generated code does.
func newAPI(stack awscdk.Stack, model string, p *props) cdk.Api {
	generated := cdk.Package[backend]{Model: model, Map: func(b backend) map[string]integration.Integration { return b }}
	return cdk.NewApi(stack, "Api", generated, p)
}

// synth makes a stack and returns its templates, by the names of their files: the stack's own is "Test".
func synth(t *testing.T, context map[string]any, build func(awscdk.Stack)) map[string]template {
	t.Helper()
	dir := t.TempDir()
	app := awscdk.NewApp(&awscdk.AppProps{
		Outdir: jsii.String(dir), Context: &context, AnalyticsReporting: jsii.Bool(false), TreeMetadata: jsii.Bool(false),
	})
	build(awscdk.NewStack(app, jsii.String("Test"), nil))
	app.Synth(nil)
	files, err := filepath.Glob(filepath.Join(dir, "*.template.json"))
	if err != nil {
		t.Fatal(err)
	}
	nested, err := filepath.Glob(filepath.Join(dir, "*.nested.template.json"))
	if err != nil {
		t.Fatal(err)
	}
	templates := map[string]template{}
	for _, file := range append(files, nested...) {
		made := readTemplate(t, file)
		made.annotations = annotations(t, filepath.Join(dir, "manifest.json"))
		templates[strings.SplitN(filepath.Base(file), ".", 2)[0]] = made
	}
	return templates
}

type template struct {
	Parameters map[string]any
	Resources  map[string]*resource
	Outputs    map[string]any

	text        []byte
	size        int
	annotations []string
}

type resource struct {
	Type       string
	Properties map[string]any
	DependsOn  []string `json:",omitempty"`
}

func readTemplate(t *testing.T, file string) template {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	made := template{text: text, size: len(text)}
	if err := json.Unmarshal(text, &made); err != nil {
		t.Fatal(err)
	}
	return made
}

func indented(t *testing.T, value any) []byte {
	t.Helper()
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(text, '\n')
}

// annotations returns what the app told its user, with the kind of each.
func annotations(t *testing.T, manifest string) []string {
	t.Helper()
	text, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Artifacts map[string]struct {
			Metadata map[string][]struct {
				Type string
				Data any
			}
			AdditionalMetadataFile string
		}
	}
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, artifact := range read.Artifacts {
		if name := artifact.AdditionalMetadataFile; name != "" {
			text, err := os.ReadFile(filepath.Join(filepath.Dir(manifest), name))
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(text, &artifact.Metadata); err != nil {
				t.Fatal(err)
			}
		}
		for _, path := range slices.Sorted(maps.Keys(artifact.Metadata)) {
			for _, one := range artifact.Metadata[path] {
				if kind, ok := strings.CutPrefix(one.Type, "aws:cdk:"); ok && (kind == "warning" || kind == "info" || kind == "error") {
					found = append(found, kind+" "+path+": "+one.Data.(string))
				}
			}
		}
	}
	return found
}

// of returns the resources of a type.
func (t template) of(kind string) map[string]*resource {
	found := map[string]*resource{}
	for id, r := range t.Resources {
		if r.Type == kind {
			found[id] = r
		}
	}
	return found
}

// only returns the one resource of a type.
func (t template) only(tb testing.TB, kind string) *resource {
	tb.Helper()
	found := t.of(kind)
	if len(found) != 1 {
		tb.Fatalf("there are %d resources %s", len(found), kind)
	}
	for _, r := range found {
		return r
	}
	return nil
}

func (t template) kinds() map[string]int {
	counts := map[string]int{}
	for _, r := range t.Resources {
		counts[r.Type]++
	}
	return counts
}

func compare(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}
