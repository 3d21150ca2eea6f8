package cdkgo

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// toolchain builds an example in another language than Go in a copy of it, since what it is generated and built into is
// not in the repository. Its dependencies are those that the constructs are tested with.
type toolchain struct {
	programs []string
	links    func(t *testing.T) map[string]string // the dependencies: names in the copy, and what is linked there
	test     []string                             // the command of the example's own tests
	environ  func(dir string) []string
}

var (
	typeScript = &toolchain{
		programs: []string{"node", "npm"},
		links: func(t *testing.T) map[string]string {
			t.Helper()
			modules := filepath.Join(absolute(t, root()), "constructs", "typescript", "node_modules")
			entries, err := os.ReadDir(modules)
			if err != nil {
				t.Fatal(err)
			}
			links := map[string]string{"node_modules/petstore": "../petstore"}
			for _, entry := range entries {
				links[filepath.Join("node_modules", entry.Name())] = filepath.Join(modules, entry.Name())
			}
			return links
		},
		test: []string{"npm", "test"},
	}
	python = &toolchain{
		programs: []string{"node"},
		test:     []string{"python", "-m", "pytest", "--quiet"},
		environ: func(dir string) []string {
			return []string{"PYTHONPATH=" + filepath.Join(dir, "petstore", "src"), "PYTHONDONTWRITEBYTECODE=1"}
		},
	}
	java = &toolchain{
		programs: []string{"node", "java", "mvn"},
		test:     []string{"mvn", "--batch-mode", "--no-transfer-progress", "--quiet", "package"},
	}
)

// acceptance skips what runs an app of the CDK, which takes ten seconds and more, unless make acceptance runs it.
func acceptance(t *testing.T) {
	t.Helper()
	if os.Getenv("GATEWRIGHT_ACCEPTANCE") == "" {
		t.Skip("make acceptance runs it")
	}
}

// need fails in CI, and skips elsewhere, if a program that an example needs is missing.
func (c *toolchain) need(t *testing.T) {
	t.Helper()
	var missing []error
	for _, program := range c.programs {
		_, err := exec.LookPath(program)
		missing = append(missing, err)
	}
	for _, file := range []string{".venv/bin/python", "constructs/typescript/node_modules/aws-cdk-lib"} {
		_, err := os.Stat(filepath.Join(root(), file))
		missing = append(missing, err)
	}
	err := errors.Join(missing...)
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skipf("run make validators, and npm ci in constructs/typescript: %v", err)
	}
}

// build copies an example, generates its package, and runs its tests.
func (c *toolchain) build(t *testing.T, e *example) {
	t.Helper()
	copyExample(t, e.source(), e.dir)
	e.run(t, gatewright(t), "generate")
	if c.links != nil {
		links := c.links(t)
		for _, name := range slices.Sorted(maps.Keys(links)) {
			link(t, links[name], filepath.Join(e.dir, name))
		}
	}
	e.run(t, c.test...)
}

// copyExample copies an example, without what its .gitignore names.
func copyExample(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(from, ".gitignore"))
	if err != nil {
		t.Fatal(err)
	}
	ignored := strings.Fields(string(text))
	err = filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if slices.Contains(ignored, entry.Name()+"/") {
				return fs.SkipDir
			}
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), text, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, name); err != nil {
		t.Fatal(err)
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
