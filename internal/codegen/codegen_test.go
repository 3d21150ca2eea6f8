package codegen_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/codegen"
)

const marked = "// " + codegen.Marker + "\n\n"

// project is a directory with what was generated into it, and other files.
type project struct {
	t   *testing.T
	dir string
}

func newProject(t *testing.T) *project { return &project{t, t.TempDir()} }

func (p *project) path(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }

func (p *project) settings() codegen.Settings {
	return codegen.Settings{Dir: p.path("shop"), Stubs: p.path("handlers")}
}

func (p *project) put(name, text string) {
	p.t.Helper()
	if err := os.MkdirAll(filepath.Dir(p.path(name)), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(p.path(name), []byte(text), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// files returns the texts of all files, without the manifest.
func (p *project) files() map[string]string {
	p.t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(p.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == ".gatewright-files" {
			return err
		}
		name, _ := filepath.Rel(p.dir, path)
		text, err := os.ReadFile(path)
		all[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return all
}

func output(files ...string) codegen.Output {
	var o codegen.Output
	for i := 0; i < len(files); i += 2 {
		o.Files = append(o.Files, codegen.File{Path: files[i], Text: []byte(files[i+1])})
	}
	return o
}

// generate applies an output and returns the changes that it made.
func (p *project) generate(o codegen.Output) []string {
	p.t.Helper()
	plan, err := codegen.NewPlan(o, p.settings())
	if err != nil {
		p.t.Fatal(err)
	}
	if err := plan.Apply(); err != nil {
		p.t.Fatal(err)
	}
	return p.changes(plan)
}

func (p *project) changes(plan *codegen.Plan) []string {
	p.t.Helper()
	var changes []string
	for _, c := range plan.Changes {
		name, err := filepath.Rel(p.dir, c.Path)
		if err != nil {
			p.t.Fatal(err)
		}
		changes = append(changes, string(c.Kind)+" "+filepath.ToSlash(name))
	}
	return changes
}

func (p *project) want(what string, got, want any) {
	p.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		p.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestPlanFollowsTheOutput(t *testing.T) {
	p := newProject(t)
	p.put("shop/own.go", "package shop\n")
	first := output("a.go", marked+"a", "cdk/b.go", marked+"b", "model.json", "{}")
	first.Stubs = []codegen.File{{Path: "hello/main.go", Text: []byte("stub")}}
	p.want("first run", p.generate(first), []string{
		"create shop/a.go", "create shop/cdk/b.go", "create shop/model.json", "stub handlers/hello/main.go",
	})
	p.want("second run", p.generate(first), []string(nil))

	p.put("handlers/hello/main.go", "mine")
	second := output("a.go", marked+"A", "model.json", `{"a":1}`)
	second.Stubs = first.Stubs
	p.want("third run", p.generate(second), []string{"update shop/a.go", "remove shop/cdk/b.go", "update shop/model.json"})
	p.want("files", p.files(), map[string]string{
		"shop/a.go": marked + "A", "shop/model.json": `{"a":1}`, "shop/own.go": "package shop\n", "handlers/hello/main.go": "mine",
	})
	if _, err := os.Stat(p.path("shop/cdk")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the empty directory is still there: %v", err)
	}
}

func TestUnchangedFilesKeepTheirTime(t *testing.T) {
	p := newProject(t)
	p.generate(output("a.go", marked+"a", "b.go", marked+"b"))
	long := time.Now().Add(-time.Hour).Truncate(time.Second)
	for _, name := range []string{"shop/a.go", "shop/b.go", "shop/.gatewright-files"} {
		if err := os.Chtimes(p.path(name), long, long); err != nil {
			t.Fatal(err)
		}
	}
	p.generate(output("a.go", marked+"a", "b.go", marked+"B"))
	for name, same := range map[string]bool{"shop/a.go": true, "shop/b.go": false, "shop/.gatewright-files": true} {
		info, err := os.Stat(p.path(name))
		if err != nil {
			t.Fatal(err)
		}
		if info.ModTime().Equal(long) != same {
			t.Errorf("%s was last written at %v", name, info.ModTime())
		}
	}
}

// TestForeignFilesAreLeftAlone has files of the user in the places of generated ones,
// of which all are named and none is touched.
func TestForeignFilesAreLeftAlone(t *testing.T) {
	p := newProject(t)
	p.put("shop/a.go", "package shop // mine\n")
	p.put("shop/model.json", `{"mine": true}`)
	p.put("shop/dir.go/x", "")
	before := p.files()
	_, err := codegen.NewPlan(output("a.go", marked+"a", "model.json", "{}", "dir.go", marked, "new.go", marked), p.settings())
	problems, ok := errors.AsType[diag.List](err)
	if !ok || len(problems) != 3 {
		t.Fatalf("the error is %v", err)
	}
	for i, name := range []string{"shop/a.go", "shop/model.json", "shop/dir.go"} {
		if problems[i].Position.File != p.path(name) || problems[i].Help == "" {
			t.Errorf("problem %d is %+v, not of %s", i, problems[i], name)
		}
	}
	p.want("files", p.files(), before)
}

// TestTakenFilesAreLeftAlone has the user take the marker off a generated file.
func TestTakenFilesAreLeftAlone(t *testing.T) {
	p := newProject(t)
	p.generate(output("a.go", marked+"a", "b.go", marked+"b"))
	p.put("shop/b.go", "mine")
	if _, err := codegen.NewPlan(output("a.go", marked+"a", "b.go", marked+"B"), p.settings()); err == nil {
		t.Error("the file would be overwritten")
	}
	p.want("changes", p.generate(output("a.go", marked+"a")), []string(nil))
	p.want("files", p.files(), map[string]string{"shop/a.go": marked + "a", "shop/b.go": "mine"})
}

func TestEditedFilesAreGeneratedAgain(t *testing.T) {
	p := newProject(t)
	o := output("a.go", marked+"a", "model.json", "{}")
	p.generate(o)
	p.put("shop/a.go", marked+"edited")
	p.put("shop/model.json", "edited")
	p.want("changes", p.generate(o), []string{"update shop/a.go", "update shop/model.json"})
}

// TestManifestIsLost has a directory come without its manifest.
func TestManifestIsLost(t *testing.T) {
	p := newProject(t)
	p.generate(output("a.go", marked+"a", "model.json", "{}", "old.go", marked))
	if err := os.Remove(p.path("shop/.gatewright-files")); err != nil {
		t.Fatal(err)
	}
	p.want("changes", p.generate(output("a.go", marked+"a", "model.json", `{"a":1}`)), []string{"update shop/model.json"})
	p.want("files", p.files(), map[string]string{"shop/a.go": marked + "a", "shop/model.json": `{"a":1}`, "shop/old.go": marked})
}

// TestManifestIsNotTrusted has a manifest name files that no generator wrote.
func TestManifestIsNotTrusted(t *testing.T) {
	p := newProject(t)
	p.put("outside.json", "{}")
	p.put("shop/own.go", "package shop")
	p.put("shop/.hidden.json", "{}")
	p.put("shop/old.go", marked)
	p.put("shop/.gatewright-files", "# …\n<<<<<<< ours\n../outside.json\n/etc/hosts.json\nown.go\n.hidden.json\nold.go\nsub/../own.go\n=======\n")
	p.want("changes", p.generate(output("a.go", marked)), []string{"create shop/a.go", "remove shop/old.go"})
	got := slices.Sorted(maps.Keys(p.files()))
	p.want("files", got, []string{"outside.json", "shop/.hidden.json", "shop/a.go", "shop/own.go"})
}

// TestFailureChangesNothing has one of several files fail.
func TestFailureChangesNothing(t *testing.T) {
	p := newProject(t)
	p.generate(output("a.go", marked+"a"))
	before := p.files()
	o := output("a.go", marked+"A", "new/b.go", marked, strings.Repeat("long", 100)+".go", marked)
	plan, err := codegen.NewPlan(o, p.settings())
	if err == nil {
		err = plan.Apply()
	}
	if err == nil {
		t.Fatal("a name that no file system takes was written")
	}
	p.want("files", p.files(), before)
	if _, err := os.Stat(p.path("shop/new")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a directory was left behind: %v", err)
	}
}

// TestRecord holds when a run may be left out.
func TestRecord(t *testing.T) {
	o := output("a.go", marked+"a", "model.json", "{}")
	o.Stubs = []codegen.File{{Path: "hello/main.go", Text: []byte("stub")}}
	for _, tt := range []struct {
		name  string
		spoil func(p *project)
		holds bool
	}{
		{"nothing", func(*project) {}, true},
		{"a file of the user", func(p *project) { p.put("shop/own.go", "package shop") }, true},
		{"a stub edited", func(p *project) { p.put("handlers/hello/main.go", "mine") }, true},
		{"an input edited", func(p *project) { p.put("api.yaml", "other") }, false},
		{"an input gone", func(p *project) { os.Remove(p.path("api.yaml")) }, false},
		{"a nearer go.mod", func(p *project) { p.put("shop/go.mod", "module shop") }, false},
		{"an output edited", func(p *project) { p.put("shop/a.go", marked+"b") }, false},
		{"an output gone", func(p *project) { os.Remove(p.path("shop/model.json")) }, false},
		{"the manifest gone", func(p *project) { os.Remove(p.path("shop/.gatewright-files")) }, false},
		{"a stub gone", func(p *project) { os.Remove(p.path("handlers/hello/main.go")) }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newProject(t)
			t.Setenv("XDG_CACHE_HOME", p.path("cache"))
			t.Setenv("HOME", p.path("home"))
			t.Setenv("LocalAppData", p.path("cache"))
			p.put("api.yaml", "model")
			p.generate(o)
			r := codegen.NewRecord("generate", p.dir)
			if r.Last() != nil {
				t.Fatal("there is a record before there was a run")
			}
			r.Add(o, p.settings())
			r.Print("as before\n", "")
			began := time.Now().Add(time.Second)
			if err := r.Save(began, []string{p.path("api.yaml"), p.path("shop/go.mod")}); err != nil {
				t.Fatal(err)
			}
			tt.spoil(p)
			last := codegen.NewRecord("generate", p.dir).Last()
			if (last != nil) != tt.holds {
				t.Errorf("the record holds: %v", last != nil)
			}
			if last != nil && last.Out != "as before\n" {
				t.Errorf("it prints %q", last.Out)
			}
			if codegen.NewRecord("generate", "elsewhere").Last() != nil {
				t.Error("another call has the same record")
			}
		})
	}
}

// TestRecordOfAnEditedInput has an input be edited while it is read.
func TestRecordOfAnEditedInput(t *testing.T) {
	p := newProject(t)
	t.Setenv("XDG_CACHE_HOME", p.path("cache"))
	t.Setenv("HOME", p.path("home"))
	t.Setenv("LocalAppData", p.path("cache"))
	began := time.Now()
	p.put("api.yaml", "model")
	r := codegen.NewRecord("generate")
	if err := r.Save(began, []string{p.path("api.yaml")}); err != nil {
		t.Fatal(err)
	}
	if codegen.NewRecord("generate").Last() != nil {
		t.Error("what may have been read before the edit counts as read after it")
	}
}
