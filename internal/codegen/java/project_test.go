package java_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/java"
	"github.com/gatewright/gatewright/internal/snippets"
	"github.com/gatewright/gatewright/model/openapi"
)

// need fails in CI, and skips elsewhere, when a tool is missing.
func need(t *testing.T, tool string) {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing", tool)
		}
		t.Skipf("%s is missing", tool)
	}
}

// generate writes the package com.example.NAME of a model into a directory of its name.
func generate(t *testing.T, root, name, model string) []codegen.File {
	t.Helper()
	api, problems := openapi.Read(model)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	dir := filepath.Join(root, name)
	output, problems := java.Target.Generate(api, codegen.Settings{
		Dir: dir, Package: "com.example." + name, At: func(string) diag.Position { return diag.Position{} },
	})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	for _, f := range output.Files {
		write(t, filepath.Join(dir, filepath.FromSlash(f.Path)), f.Text)
	}
	return output.Files
}

func write(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestProjects builds generated projects and runs the tests in testdata/maven against
// them, in one run of Maven: what the compiler and the formatter say, JSON there and
// back, APIs that are synthesized by this gatewright, as the construct in Go makes them.
func TestProjects(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs Maven")
	}
	for _, tool := range []string{"java", "javac", "mvn", "node"} {
		need(t, tool)
	}
	root := t.TempDir()
	if err := os.CopyFS(root, os.DirFS("testdata/maven")); err != nil {
		t.Fatal(err)
	}
	generate(t, root, "shop", "testdata/shop.json")
	generate(t, root, "pets", "../../../constructs/go/cdk/testdata/shop.json")
	generate(t, root, "guarded", "testdata/guarded.json")
	generate(t, root, "options", "../../../constructs/go/cdk/testdata/options.json")
	generate(t, root, "hostile", "testdata/hostile.json")
	generate(t, root, "hello", "testdata/hello.json")
	documented(t, root)

	gatewright := filepath.Join(root, "gatewright")
	if out, err := exec.Command("go", "build", "-o", gatewright, "../../../cmd/gatewright").CombinedOutput(); err != nil {
		t.Fatalf("gatewright cannot be built: %v\n%s", err, out)
	}
	maven := exec.Command("mvn", "--batch-mode", "--no-transfer-progress", "verify")
	maven.Dir = root
	maven.Env = append(os.Environ(), "GATEWRIGHT="+gatewright,
		"GOLDEN="+absolute(t, "../../../constructs/go/cdk/testdata"), "CONSTRUCT_SOURCES="+absolute(t, "../../../constructs/java/src/main/java"),
		"RUNTIME_SOURCES="+absolute(t, "../../../runtimes/java/handler/src"), "CONFORMANCE_SOURCES="+absolute(t, "../../../conformance/handlers/testdata/java"),
		"EXAMPLE_SOURCES="+absolute(t, "../../../examples/petstore-cdk-java"),
		"JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=true",
		"JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION=true", "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION=true")
	out, err := maven.CombinedOutput()
	if err != nil {
		t.Fatalf("Maven: %v\n%s", err, out)
	}
	if !regexp.MustCompile(`Tests run: [1-9]`).Match(out) {
		t.Fatalf("no test ran:\n%s", out)
	}
	t.Logf("%s", regexp.MustCompile(`Tests run:.*`).FindAll(out, -1))
	for _, jar := range []string{"runtime/target/shop-runtime-1.2.0", "infra/target/shop-infra-1.2.0"} {
		for _, kind := range []string{".jar", "-sources.jar"} {
			if _, err := os.Stat(filepath.Join(root, "shop", jar+kind)); err != nil {
				t.Error(err)
			}
		}
	}
	hasNoConstruct(t, filepath.Join(root, "shop/runtime/target/shop-runtime-1.2.0.jar"))
	dev(t, gatewright, filepath.Join(root, "tests"))
}

// hasNoConstruct verifies that what a function deploys has models and handlers, and nothing of the CDK.
func hasNoConstruct(t *testing.T, path string) {
	t.Helper()
	jar, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = jar.Close() }()
	expected := map[string]bool{"com/example/shop/model/": false, "com/example/shop/handlers/": false, "com/example/shop/gatewright/handler/": false, "io/github/gatewright/json/": false}
	for _, f := range jar.File {
		known := !strings.HasSuffix(f.Name, ".class")
		for folder := range expected {
			if strings.HasPrefix(f.Name, folder) {
				known, expected[folder] = true, true
			}
		}
		if !known {
			t.Errorf("the functions' jar has %s", f.Name)
		}
	}
	for folder, found := range expected {
		if !found {
			t.Errorf("the functions' jar lacks %s", folder)
		}
	}
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	whole, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return whole
}

// dev serves the app among the tests as gatewright dev does, and calls it.
func dev(t *testing.T, gatewright, tests string) {
	t.Helper()
	const app = "java @target/arguments io.github.gatewright.tests.DevApp"
	write(t, filepath.Join(tests, "cdk.json"), []byte(`{"app": "`+app+`"}`))
	command := exec.Command(gatewright, "dev", "--port", "0", tests)
	var said bytes.Buffer
	command.Stderr, command.Env = &said, append(os.Environ(), "GATEWRIGHT="+gatewright)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = command.Process.Signal(os.Interrupt)
		_, _ = io.Copy(io.Discard, out)
		_ = command.Wait()
	}()
	lines, address := bufio.NewScanner(out), ""
	for address == "" && lines.Scan() {
		if strings.HasPrefix(lines.Text(), "http://") {
			address = strings.TrimSuffix(lines.Text(), "/")
		}
	}
	if address == "" {
		_ = command.Process.Kill()
		_ = command.Wait()
		t.Fatalf("dev does not serve the app:\n%s", said.String())
	}
	for _, c := range []struct {
		path   string
		status int
		part   string
	}{
		{"/hello?name=Ada", http.StatusOK, `"message":"Hello, Ada!"`},
		{"/hello", http.StatusBadRequest, "name"},
		{"/pets/1", http.StatusNotFound, "message"},
	} {
		answer, err := http.Get(address + c.path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		if err := errors.Join(err, answer.Body.Close()); err != nil {
			t.Fatal(err)
		}
		if answer.StatusCode != c.status || !strings.Contains(string(body), c.part) {
			t.Errorf("%s is answered with %d: %s", c.path, answer.StatusCode, body)
		}
	}
}

// documented copies the classes that the documentation shows, as they are there: one
// of the package migration to the tests, which synthesize it, the others to the project
// of the guide.
func documented(t *testing.T, root string) {
	t.Helper()
	found, err := snippets.Of("../../..", "java")
	if err != nil {
		t.Fatal(err)
	}
	class := regexp.MustCompile(`(?s)^package (\w+);.*\npublic class (\w+)[ <]`)
	for _, one := range found {
		name := class.FindStringSubmatch(one.Text)
		if name == nil {
			t.Errorf("%s: the block is not a class of a package", one)
			continue
		}
		sources := "hello/infra/src/main/java"
		if name[1] == "migration" {
			sources = "tests/src/main/java"
		}
		write(t, filepath.Join(root, sources, name[1], name[2]+".java"), []byte(one.Text))
	}
}

// TestHostileTextStaysText looks for the payload of a hostile model outside of comments
// and literals.
func TestHostileTextStaysText(t *testing.T) {
	literals := regexp.MustCompile(`"(\\.|[^"\\\n])*"`)
	comments := regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`)
	files := generate(t, t.TempDir(), "hostile", "testdata/hostile.json")
	seen := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Path, ".java") || isCopied(f.Path) {
			continue
		}
		text := string(f.Text)
		seen += strings.Count(text, "EVIL")
		if unicode := regexp.MustCompile(`(^|[^\\])(\\\\)*\\u+00[0-9a-f]{2}`).FindString(comments.FindString(text)); unicode != "" {
			t.Errorf("%s has the escape %q in a comment", f.Path, unicode)
		}
		code := comments.ReplaceAllString(literals.ReplaceAllString(text, `""`), "")
		for line := range strings.Lines(code) {
			if strings.Contains(line, "EVIL()") || strings.Contains(line, "EVIL ") {
				t.Errorf("%s has the payload in its code: %s", f.Path, line)
			}
		}
		for _, comment := range comments.FindAllString(text, -1) {
			inner := strings.TrimSuffix(strings.TrimPrefix(comment, "/**"), "*/")
			if strings.ContainsAny(inner, `@\{}`) || strings.Contains(inner, "<script") {
				t.Errorf("%s has markup in a comment: %s", f.Path, comment)
			}
		}
	}
	if seen == 0 {
		t.Fatal("the payload is nowhere")
	}
}

// TestPackageNames has names that are made, given, and refused.
func TestPackageNames(t *testing.T) {
	api, problems := openapi.Read("testdata/hello.json")
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	for _, c := range []struct{ dir, given, path string }{
		{"out/pet-store", "", "infra/src/main/java/petstore/Api.java"},
		{"out/2shops", "", "infra/src/main/java/api2shops/Api.java"},
		{"out/class", "", "infra/src/main/java/apiclass/Api.java"},
		{"out/java", "", "infra/src/main/java/apijava/Api.java"},
		{"out", "java", ""},
		{"out", "com.example.shop", "infra/src/main/java/com/example/shop/Api.java"},
		{"out", "com.class.shop", ""},
		{"out", "../shop", ""},
		{"out", "io.github.gatewright.cdk", ""},
		{"out", "com.example.shop;", ""},
	} {
		output, problems := java.Target.Generate(api, codegen.Settings{
			Dir: c.dir, Package: c.given, At: func(string) diag.Position { return diag.Position{File: "gatewright.yaml", Line: 3} },
		})
		found := ""
		for _, f := range output.Files {
			if strings.HasSuffix(f.Path, "/Api.java") {
				found = f.Path
			}
		}
		if found != c.path || problems.HasErrors() != (c.path == "") {
			t.Errorf("%q in %s gives %q, and the problems %v", c.given, c.dir, found, problems)
		}
	}
}

// TestPropertyOnBothSides has an alternative say more of a property that is next to the
// alternatives.
func TestPropertyOnBothSides(t *testing.T) {
	for _, f := range generate(t, t.TempDir(), "both", "testdata/both.yaml") {
		if strings.HasSuffix(f.Path, "/ThingOneProperty.java") {
			if text := string(f.Text); !strings.Contains(text, "String a") || !strings.Contains(text, "String b") {
				t.Errorf("what both sides say is not there:\n%s", text)
			}
			return
		}
	}
	t.Error("the property has no class")
}

// isCopied reports whether a file is the same in every package.
func isCopied(path string) bool {
	return strings.Contains(path, "io/github") || strings.Contains(path, "/gatewright/handler/")
}
