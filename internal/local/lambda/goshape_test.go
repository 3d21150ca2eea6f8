package lambda

import (
	"os"
	"path/filepath"
	"testing"
)

func TestGoShape(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in := inputs{dirs: []string{dir}, files: []string{filepath.Join(dir, "go.mod")}, match: isGoSource}
	write("go.mod", "module example.com/shape\n")
	write("a.go", "package a\n\nimport \"fmt\"\n\nfunc f() { fmt.Print(1) }\n")
	first := goShape(in)
	if first == "" {
		t.Fatal("sources that parse have no shape")
	}
	for _, edit := range []struct{ what, name, text string }{
		{"a function", "a.go", "package a\n\nimport \"fmt\"\n\nfunc f() { fmt.Print(2) }\n"},
		{"a function that does not parse", "a.go", "package a\n\nimport \"fmt\"\n\nfunc f() { fmt.Print(2 }\n"},
		{"a test", "a_test.go", "package a\n\nimport \"testing\"\n"},
	} {
		write(edit.name, edit.text)
		if goShape(in) != first {
			t.Errorf("an edit of %s changes the shape", edit.what)
		}
	}
	for _, edit := range []struct{ what, name, text string }{
		{"the imports", "a.go", "package a\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\nfunc f() { fmt.Print(os.Args) }\n"},
		{"a build constraint", "a.go", "//go:build linux\n\npackage a\n\nimport \"fmt\"\n\nfunc f() { fmt.Print(1) }\n"},
		{"the files", "b.go", "package a\n"},
		{"the module", "go.mod", "module example.com/shape\n\ngo 1.26\n"},
		{"what is embedded", "a.go", "package a\n\nimport _ \"embed\"\n\n//go:embed x\nvar x string\n"},
	} {
		before := goShape(in)
		write(edit.name, edit.text)
		if goShape(in) == before {
			t.Errorf("an edit of %s does not change the shape", edit.what)
		}
	}
	if goShape(in) != "" {
		t.Error("sources that embed files have a shape")
	}
}
