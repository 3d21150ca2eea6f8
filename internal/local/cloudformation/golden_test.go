package cloudformation_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/local/cloudformation"
)

var update = flag.Bool("update", false, "write the golden files")

// want is the file of an archive that holds what is expected.
const want = "want"

// forEach runs a test for each archive that matches, and compares what it returns.
func forEach(t *testing.T, pattern string, run func(t *testing.T, dir string, archive *txtar.Archive) string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no file matches %s: %v", pattern, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			unpack(t, dir, archive)
			got := strings.ReplaceAll(run(t, dir, archive), dir+string(filepath.Separator), "")
			compare(t, file, archive, got)
		})
	}
}

func unpack(t testing.TB, dir string, archive *txtar.Archive) {
	t.Helper()
	for _, f := range archive.Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func compare(t *testing.T, file string, archive *txtar.Archive, got string) {
	t.Helper()
	at := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == want })
	if *update {
		if at < 0 {
			at = len(archive.Files)
			archive.Files = append(archive.Files, txtar.File{Name: want})
		}
		archive.Files[at].Data = []byte(got)
		if err := os.WriteFile(file, txtar.Format(archive), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if at < 0 {
		t.Fatalf("%s holds no file %s", file, want)
	}
	if diff := cmp.Diff(string(archive.Files[at].Data), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestIntrinsics resolves the values under "Values" of a template as a part of the
// body of an API.
func TestIntrinsics(t *testing.T) {
	forEach(t, "testdata/intrinsics/*.txtar", func(t *testing.T, dir string, archive *txtar.Archive) string {
		if err := os.WriteFile(filepath.Join(dir, "template.json"), withAPI(t, archive.Files[0]), 0o600); err != nil {
			t.Fatal(err)
		}
		writeManifest(t, dir)
		assembly, problems := cloudformation.Read(dir, cloudformation.Options{})
		var b strings.Builder
		for _, api := range assembly.APIs {
			b.Write(api.Document.Root.Get("x-values").JSON(true))
		}
		writeProblems(&b, problems)
		return b.String()
	})
}

func writeManifest(t testing.TB, dir string) {
	t.Helper()
	const one = `{"artifacts": {"Shop": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/eu-west-1", "properties": {"templateFile": "template.json"}}}}`
	if err := os.WriteFile(filepath.Join(dir, cloudformation.Manifest), []byte(one), 0o600); err != nil {
		t.Fatal(err)
	}
}

// withAPI returns a template an API whose body holds the template's "Values". The
// values keep their places in the file.
func withAPI(t testing.TB, f txtar.File) []byte {
	t.Helper()
	before, after, found := bytes.Cut(f.Data, []byte(`"Values": `))
	if !found {
		t.Fatalf("%s holds no Values at its end", f.Name)
	}
	end := bytes.LastIndexByte(after, '}')
	return slices.Concat(before, []byte(`"Resources": { "More": { "Type": "AWS::SNS::Topic" }, "Table": { "Type": "AWS::DynamoDB::Table" }, "Api": { "Type": "AWS::ApiGateway::RestApi", "Properties": { "Body": { "openapi": "3.0.3", "paths": { "/": { "get": { "responses": {}, "x-amazon-apigateway-integration": { "type": "MOCK" } } } }, "x-values": `),
		after[:end], []byte("}}}}}"))
}

func writeProblems(b *strings.Builder, problems diag.List) {
	for _, p := range problems {
		fmt.Fprintf(b, "%s: %s\n", p.Severity, p.Error())
		for _, n := range p.Notes {
			fmt.Fprintf(b, "  %s: %s\n", n.Position, n.Message)
		}
		if p.Help != "" {
			fmt.Fprintf(b, "  help: %s\n", p.Help)
		}
	}
}

// TestAssemblies reads whole assemblies.
func TestAssemblies(t *testing.T) {
	forEach(t, "testdata/assemblies/*.txtar", func(_ *testing.T, dir string, archive *txtar.Archive) string {
		assembly, problems := cloudformation.Read(dir, optionsOf(dir, archive))
		return describe(assembly, problems)
	})
}

// TestBroken reads what is wrong, and holds what is said.
func TestBroken(t *testing.T) {
	forEach(t, "testdata/broken/*.txtar", func(t *testing.T, dir string, archive *txtar.Archive) string {
		_, problems := cloudformation.Read(dir, optionsOf(dir, archive))
		if !problems.HasErrors() {
			t.Error("nothing is wrong")
		}
		var b strings.Builder
		writeProblems(&b, problems)
		return b.String()
	})
}

// optionsOf takes options from the comment of an archive: "services", "stage=v1",
// "link=Shop/Link:127.0.0.1:80".
func optionsOf(dir string, archive *txtar.Archive) cloudformation.Options {
	o := cloudformation.Options{Work: filepath.Join(dir, "work"), VPCLinks: map[string]string{}, Parameters: map[string]string{}}
	for line := range strings.SplitSeq(string(archive.Comment), "\n") {
		name, value, _ := strings.Cut(line, "=")
		switch name {
		case "services":
			o.Services = true
		case "stage":
			o.Stage = value
		case "parameter":
			parameter, given, _ := strings.Cut(value, "=")
			o.Parameters[parameter] = given
		case "link":
			link, address, _ := strings.Cut(value, ":")
			o.VPCLinks[link] = address
		}
	}
	return o
}

// describeStage returns what an assembly says about a stage.
func describeStage(b *strings.Builder, api *cloudformation.API) {
	settings := api.Settings
	if len(settings.UsagePlans)+len(settings.Methods) == 0 && settings.CacheSize == 0 && settings.Canary == nil && settings.AccessLog == nil {
		return
	}
	text, err := json.MarshalIndent(settings, "", "  ")
	if err != nil {
		fmt.Fprintln(b, err)
	}
	fmt.Fprintf(b, "edge-optimized %v, made keys %d, settings %s\n", api.EdgeOptimized, len(api.MadeKeys), text)
}

// describe reports in text what an assembly holds.
func describe(a *cloudformation.Assembly, problems diag.List) string {
	var b strings.Builder
	for _, api := range a.APIs {
		fmt.Fprintf(&b, "API %s %s stage %s %v %v\n", api.Path, api.ID, api.Stage, api.StageVariables, api.VPCLinks)
		b.Write(api.Document.JSON())
		describeStage(&b, api)
		for i, o := range api.Local.Operations {
			if deployed := api.Deployed.Operations[i]; deployed.Integration.URI != o.Integration.URI {
				fmt.Fprintf(&b, "stub for %s %s: %s\n", o.Method, o.Path, o.Integration.URI)
			}
		}
	}
	for _, f := range a.Functions {
		fmt.Fprintf(&b, "function %s (%s) %s %s\n  %s\n  code %s, %s, %d MiB\n", f.Name, f.Path, f.Runtime, f.Handler, f.ARN, f.Code, f.Timeout, f.Memory)
		for _, layer := range f.Layers {
			fmt.Fprintf(&b, "  layer %s\n", layer)
		}
		for _, name := range slices.Sorted(maps.Keys(f.Environment)) {
			fmt.Fprintf(&b, "  %s=%s\n", name, f.Environment[name])
		}
	}
	for _, bucket := range a.Buckets {
		fmt.Fprintf(&b, "bucket %s\n", bucket.Name)
	}
	for _, missing := range a.Absent {
		fmt.Fprintf(&b, "absent %s %s: %s\n", missing.Type, missing.Path, missing.Reason)
	}
	writeProblems(&b, problems)
	return b.String()
}
