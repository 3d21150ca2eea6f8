package lambda_test

import (
	"archive/zip"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gatewright/gatewright/internal/local/lambda"
)

// goProgram is a function whose response is a constant that tests edit.
const goProgram = `package main

import (
	"io"
	"log"
	"net/http"
	"os"
	"strings"

	"example.com/edited/part"
)

func main() {
	base := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"
	for {
		next, err := http.Get(base + "next")
		if err != nil {
			log.Fatal(err)
		}
		io.Copy(io.Discard, next.Body)
		id := next.Header.Get("Lambda-Runtime-Aws-Request-Id")
		if _, err := http.Post(base+id+"/response", "", strings.NewReader(part.Answer)); err != nil {
			log.Fatal(err)
		}
	}
}
`

func goModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module example.com/edited\n\ngo 1.26\n")
	write(t, filepath.Join(dir, "cmd", "main.go"), goProgram)
	write(t, filepath.Join(dir, "part", "part.go"), "package part\n\nconst Answer = `\"one\"`\n")
	return dir
}

func TestRebuildGo(t *testing.T) {
	t.Parallel()
	dir := goModule(t)
	rt, _ := start(t, lambda.Function{Name: "edited", Code: filepath.Join(dir, "cmd"), Runtime: "provided.al2023"})
	part := filepath.Join(dir, "part", "part.go")
	expect := func(want string) {
		t.Helper()
		if got := answer[string](t, rt, "edited", `{}`); got != want {
			t.Errorf("answer = %q, want %q", got, want)
		}
	}
	changed := func(want bool) {
		t.Helper()
		if got, err := rt.Changed("edited"); err != nil || got != want {
			t.Errorf("Changed = %t, %v; want %t", got, err, want)
		}
	}
	changed(true) // never built
	expect("one")
	changed(false)

	write(t, part, "package part\n\nconst Answer = `\"second\"`\n")
	changed(true)
	expect("one") // the watcher has not asked for it yet
	if err := rt.Rebuild(t.Context(), "edited"); err != nil {
		t.Fatal(err)
	}
	expect("second")
	changed(false)

	write(t, part, "package part\n\nconst Answer = 1 +\n")
	err := rt.Rebuild(t.Context(), "edited")
	failure, ok := errors.AsType[*lambda.BuildError](err)
	if !ok || !strings.Contains(failure.Output, filepath.Join("part", "part.go")+":") || !strings.Contains(err.Error(), "syntax error") {
		t.Errorf("error = %v", err)
	}
	expect("second")
	changed(false)

	write(t, part, "package part\n\nconst Answer = `\"the third\"`\n")
	if err := rt.Rebuild(t.Context(), "edited"); err != nil {
		t.Fatal(err)
	}
	expect("the third")

	more := filepath.Join(dir, "more")
	write(t, filepath.Join(more, "more.go"), "package more\n\nconst Answer = `\"of another package\"`\n")
	write(t, part, "package part\n\nimport \"example.com/edited/more\"\n\nconst Answer = more.Answer\n")
	if err := rt.Rebuild(t.Context(), "edited"); err != nil {
		t.Fatal(err)
	}
	expect("of another package")
	changed(false)
	if got, err := rt.Dependencies(t.Context(), "edited"); err != nil || !slices.Contains(got, more) {
		t.Errorf("Dependencies = %q, %v; want %s among them", got, err, more)
	}
	write(t, filepath.Join(more, "more.go"), "package more\n\nconst Answer = `\"and edited\"`\n")
	changed(true)
}

func TestRebuildKeepsInFlight(t *testing.T) {
	t.Parallel()
	rt, _ := start(t, plain("busy"))
	before := pid(t, rt, "busy", `{"do":"pid"}`)
	finished := make(chan int)
	go func() { finished <- pid(t, rt, "busy", `{"do":"sleep","millis":1500}`) }()
	if err := rt.Rebuild(t.Context(), "busy"); err != nil {
		t.Fatal(err)
	}
	after := pid(t, rt, "busy", `{"do":"pid"}`)
	if after == before {
		t.Error("the old process still serves")
	}
	if used := <-finished; used != before && used != after {
		t.Errorf("the invocation in flight ended in process %d", used)
	}
	eventually(t, "the old process has ended", func() bool { return !alive(t, before) })
}

func TestRebuildPython(t *testing.T) {
	t.Parallel()
	need(t, "python3")
	dir := t.TempDir()
	file := filepath.Join(dir, "app.py")
	write(t, file, "def handler(event, context):\n    return 'one'\n")
	rt, _ := start(t, lambda.Function{Name: "edited", Code: dir, Runtime: "python3.12", Handler: "app.handler"})
	if got := answer[string](t, rt, "edited", `{}`); got != "one" {
		t.Errorf("before: %q", got)
	}

	write(t, file, "def handler(event, context)\n    return 'broken'\n")
	err := rt.Rebuild(t.Context(), "edited")
	if failure, ok := errors.AsType[*lambda.InitError](err); !ok || !strings.Contains(err.Error(), "Runtime.UserCodeSyntaxError: Syntax error in module 'app'") {
		t.Errorf("error = %v (%v)", err, failure)
	}
	if got := answer[string](t, rt, "edited", `{}`); got != "one" {
		t.Errorf("while broken: %q", got)
	}

	write(t, file, "def handler(event, context):\n    return 'repaired'\n")
	write(t, filepath.Join(dir, "new", "more.py"), "")
	if changed, err := rt.Changed("edited"); err != nil || !changed {
		t.Errorf("Changed = %t, %v", changed, err)
	}
	if err := rt.Rebuild(t.Context(), "edited"); err != nil {
		t.Fatal(err)
	}
	if got := answer[string](t, rt, "edited", `{}`); got != "repaired" {
		t.Errorf("after: %q", got)
	}
}

func TestInvokeSeesARepairedBuild(t *testing.T) {
	t.Parallel()
	dir := goModule(t)
	part := filepath.Join(dir, "part", "part.go")
	write(t, part, "package part\n\nconst Answer = nothing\n")
	rt, _ := start(t, lambda.Function{Name: "edited", Code: filepath.Join(dir, "cmd"), Runtime: "provided.al2023"})
	for range 2 {
		_, err := rt.Invoke(t.Context(), "edited", []byte(`{}`))
		if _, ok := errors.AsType[*lambda.BuildError](err); !ok || !strings.Contains(err.Error(), "undefined: nothing") {
			t.Errorf("error = %v", err)
		}
	}
	write(t, part, "package part\n\nconst Answer = `\"repaired\"`\n")
	if got := answer[string](t, rt, "edited", `{}`); got != "repaired" {
		t.Errorf("answer = %q", got)
	}
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	broken := plain("changes")
	broken.Environment = map[string]string{"INIT": "exit"}
	moved := plain("changes")
	moved.Environment = map[string]string{"MOVED": "1"}

	rt, _ := start(t, plain("stays"), plain("changes"), plain("goes"))
	of := func(name string) int { return pid(t, rt, name, `{"do":"pid"}`) }
	stays, changes, goes := of("stays"), of("changes"), of("goes")

	err := rt.Update(t.Context(), []lambda.Function{plain("stays"), broken})
	if _, ok := errors.AsType[*lambda.InitError](err); !ok {
		t.Errorf("error = %v", err)
	}
	if got := of("changes"); got != changes {
		t.Errorf("a configuration that fails replaced process %d by %d", changes, got)
	}
	if _, err := rt.Invoke(t.Context(), "goes", []byte(`{}`)); err == nil {
		t.Error("a function that is gone still answers")
	}
	if err := rt.Update(t.Context(), []lambda.Function{plain("stays"), moved}); err != nil {
		t.Fatal(err)
	}
	if got := of("changes"); got == changes {
		t.Error("the changed function keeps its process")
	}
	if got := of("stays"); got != stays {
		t.Error("the unchanged function lost its process")
	}
	for _, old := range []int{changes, goes} {
		eventually(t, "the old process has ended", func() bool { return !alive(t, old) })
	}
}

func TestPrepareReportsAllFailures(t *testing.T) {
	t.Parallel()
	library := t.TempDir()
	write(t, filepath.Join(library, "go.mod"), "module example.com/library\n\ngo 1.26\n")
	write(t, filepath.Join(library, "library.go"), "package library\n")
	maven := t.TempDir()
	write(t, filepath.Join(maven, "pom.xml"), "<project/>")
	write(t, filepath.Join(maven, "target", "original-pets.jar"), "")
	write(t, filepath.Join(maven, "target", "pets.jar"), "")
	write(t, filepath.Join(maven, "target", "classes", "A.class"), "")
	noExec := t.TempDir()
	write(t, filepath.Join(noExec, "bootstrap"), "#!/bin/sh\n")

	functions := []lambda.Function{
		{Name: "absent", Code: "testdata/absent", Runtime: "provided.al2023"},
		{Name: "text", Code: "build_test.go", Runtime: "provided.al2023"},
		{Name: "empty", Code: t.TempDir(), Runtime: "provided.al2023"},
		{Name: "library", Code: library, Runtime: "provided.al2023"},
		{Name: "noexec", Code: noExec, Runtime: "provided.al2023"},
		plain("good"),
	}
	wants := []string{
		`function "absent" does not build: the code `, "testdata/absent does not exist",
		"must be a directory, a .zip or a .jar file",
		"has neither Go files nor an executable named bootstrap",
		"package library is not a main package",
		"is not executable",
	}
	if _, err := exec.LookPath("javac"); err == nil {
		functions = append(functions,
			lambda.Function{Name: "maven", Code: maven, Runtime: "java21", Handler: "A::a"},
			lambda.Function{Name: "noclasses", Code: "testdata/node", Runtime: "java21", Handler: "A::a"})
		wants = append(wants, "run mvn package and name the jar, for example "+filepath.ToSlash(filepath.Join(maven, "target", "pets.jar")),
			"has neither class files nor jars in lib")
	}
	rt, _ := start(t, functions...)
	err := rt.Prepare(t.Context())
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range wants {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("missing: %s\nin:\n%v", want, err)
		}
	}
	if got := answer[string](t, rt, "good", `{"do":"greeting"}`); got != "hello" {
		t.Errorf("the good one: %q", got)
	}
}

func TestDependencies(t *testing.T) {
	t.Parallel()
	dir := goModule(t)
	bundle := t.TempDir()
	write(t, filepath.Join(bundle, "index.js"), "")
	write(t, filepath.Join(bundle, "lib", "a.js"), "")
	write(t, filepath.Join(bundle, "node_modules", "b", "index.js"), "")
	rt, _ := start(t,
		lambda.Function{Name: "go", Code: filepath.Join(dir, "cmd"), Runtime: "provided.al2023"},
		lambda.Function{Name: "embeds", Code: "testdata/goplain", Runtime: "provided.al2023"},
		lambda.Function{Name: "node", Code: bundle, Runtime: "nodejs22.x", Handler: "index.handler"},
		lambda.Function{Name: "jar", Code: filepath.Join(bundle, "x.jar"), Runtime: "java21", Handler: "X"})
	plainDir, err := filepath.Abs("testdata/goplain")
	if err != nil {
		t.Fatal(err)
	}
	in := func(base string, names ...string) (paths []string) {
		for _, name := range names {
			paths = append(paths, filepath.Join(base, name))
		}
		return paths
	}
	for name, want := range map[string][]string{
		"go":     in(dir, "cmd", "go.mod", "go.sum", "part"),
		"embeds": in(plainDir, "", "go.mod", "go.sum", "greeting.txt"),
		"node":   in(bundle, "", "lib"),
		"jar":    in(bundle, "x.jar"),
	} {
		got, err := rt.Dependencies(t.Context(), name)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("Dependencies(%s) = %q, %v; want %q", name, got, err, want)
		}
	}
}

func TestZipWithBootstrap(t *testing.T) {
	t.Parallel()
	need(t, "go")
	bundle := t.TempDir()
	build := exec.Command("go", "build", "-o", filepath.Join(bundle, "bootstrap"), ".")
	build.Dir = "testdata/goplain"
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	archive := filepath.Join(t.TempDir(), "function.zip")
	pack(t, archive, bundle)
	f := plain("zipped")
	f.Code = archive
	directory := plain("directory")
	directory.Code = bundle
	rt, _ := start(t, f, directory)
	for _, name := range []string{"zipped", "directory"} {
		if got := answer[string](t, rt, name, `{"do":"greeting"}`); got != "hello" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// entry is one file of a hand-made archive.
type entry struct {
	name, text string
	mode       fs.FileMode
}

func archiveOf(t *testing.T, entries ...entry) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "function.zip")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	writer := zip.NewWriter(file)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		header.SetMode(e.mode)
		w, err := writer.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(e.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(writer.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestZipRefusals(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		entries []entry
		want    string
	}{
		"parent":       {[]entry{{"../evil", "x", 0o644}}, `entry "../evil": the entry leads out of the directory`},
		"deep parent":  {[]entry{{"a/../../evil", "x", 0o644}}, "leads out of the directory"},
		"absolute":     {[]entry{{"/evil", "x", 0o644}}, "leads out of the directory"},
		"backslash":    {[]entry{{`..\evil`, "x", 0o644}}, "leads out of the directory"},
		"link out":     {[]entry{{"l", "../..", fs.ModeSymlink | 0o777}}, "leads out of the directory"},
		"link root":    {[]entry{{"l", "/etc", fs.ModeSymlink | 0o777}}, "leads out of the directory"},
		"device":       {[]entry{{"d", "", fs.ModeDevice | 0o644}}, "neither a file nor a directory"},
		"twice":        {[]entry{{"a", "1", 0o644}, {"a", "2", 0o644}}, "exists"},
		"too large":    {[]entry{{"zeros", strings.Repeat("\x00", 251<<20), 0o644}}, "larger than 250 MB unzipped"},
		"no bootstrap": {[]entry{{"other", "x", 0o755}}, "has neither Go files nor an executable named bootstrap"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := plain("refused")
			f.Code = archiveOf(t, test.entries...)
			rt, _ := start(t, f)
			err := rt.Build(t.Context(), "refused")
			if _, ok := errors.AsType[*lambda.BuildError](err); !ok || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v, want %q", err, test.want)
			}
		})
	}
}

func TestForeignBootstrap(t *testing.T) {
	t.Parallel()
	need(t, "sh")
	f := plain("foreign")
	f.Code = archiveOf(t, entry{"bootstrap", "\x00\x01\x02 no program", 0o755}, entry{"bin/link", "../bootstrap", fs.ModeSymlink | 0o777})
	rt, _ := start(t, f)
	result, err := rt.Invoke(t.Context(), "foreign", []byte(`{}`))
	if _, ok := errors.AsType[*lambda.InitError](err); !ok || !strings.Contains(err.Error(), "built for another platform") {
		t.Errorf("error = %v", err)
	}
	if got := document(t, result); got.ErrorType != "Runtime.InvalidEntrypoint" {
		t.Errorf("result = %+v", got)
	}
}

func TestNoInvocationIsLostDuringRebuilds(t *testing.T) {
	t.Parallel()
	rt, _ := start(t, plain("busy"))
	invoke(t, rt, "busy", `{"do":"echo"}`)
	stop := make(chan struct{})
	var callers sync.WaitGroup
	for range 8 {
		callers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				result, err := rt.Invoke(t.Context(), "busy", []byte(`{"do":"echo"}`))
				if err != nil || result.FunctionError != "" {
					t.Errorf("lost: %s, %v", result.Payload, err)
					return
				}
			}
		})
	}
	for range 4 {
		if err := rt.Rebuild(t.Context(), "busy"); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	callers.Wait()
}
