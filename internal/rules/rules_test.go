package rules_test

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/rules"
)

var update = flag.Bool("update", false, "write docs/rules.md")

const (
	root = "../.."
	page = root + "/docs/rules.md"
)

func TestPage(t *testing.T) {
	want := rules.Page()
	if *update {
		if err := os.WriteFile(page, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil || string(got) != string(want) {
		t.Errorf("docs/rules.md is not what the registry says (%v); write it with -update", err)
	}
}

func TestRegistry(t *testing.T) {
	all := rules.All()
	name := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)
	for i, r := range all {
		if !name.MatchString(r.Name) {
			t.Errorf("%q is not in kebab-case", r.Name)
		}
		if i > 0 && all[i-1].Name >= r.Name {
			t.Errorf("%s is not in alphabetical order, or twice", r.Name)
		}
		if len(r.Explanation) < 60 || !strings.HasSuffix(r.Explanation, ".") || strings.Contains(r.Explanation, "\n\n") {
			t.Errorf("%s is not explained in one paragraph: %q", r.Name, r.Explanation)
		}
	}
}

// families are the first words of names; most say what is wrong with what follows.
var families = strings.Fields(`
	agentcore breaking circular conflicting drifted duplicate empty failed ignored invalid loosened missing refused too unconfirmed undeclared
	undocumented unknown unmappable unreadable unsatisfiable unserved unsupported unused unwritable
	authorized base64 binary cache cdk dynamic integrations private`)

func TestNamesBelongToFamilies(t *testing.T) {
	for _, r := range rules.All() {
		if first, _, _ := strings.Cut(r.Name, "-"); !slices.Contains(families, first) {
			t.Errorf("%s begins with a word of its own; what is wrong has a name such as invalid-, missing-, unknown- or ignored-", r.Name)
		}
	}
}

// TestEveryRuleIsRegistered finds the rules in the code: the arguments of parameters
// and variables that are called rule, and the fields Rule of diagnostics.
func TestEveryRuleIsRegistered(t *testing.T) {
	code := parse(t)
	code.collect()
	for name, places := range code.found {
		if _, ok := rules.Find(name); !ok {
			t.Errorf("%s: the rule %q is not in the registry", places[0], name)
		}
	}
	for _, r := range rules.All() {
		if code.found[r.Name] == nil {
			t.Errorf("the rule %q is in the registry, and nothing reports it", r.Name)
		}
	}
	for _, unknown := range code.unknown {
		t.Errorf("%s: the rule is neither a literal, a constant nor a parameter called rule", unknown)
	}
}

// code is the Go code of the repository without tests.
type code struct {
	files     *token.FileSet
	packages  map[string][]*ast.File // by directory
	positions map[string]int         // of the parameter rule, by directory and function name
	found     map[string][]string
	unknown   []string
}

func parse(t *testing.T) *code {
	t.Helper()
	c := &code{
		files: token.NewFileSet(), packages: map[string][]*ast.File{}, found: map[string][]string{},
		positions: map[string]int{},
	}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			if name := entry.Name(); name == "testdata" || name == "node_modules" || path != root && strings.HasPrefix(name, ".") {
				return fs.SkipDir
			}
		case filepath.Ext(path) == ".go" && !strings.HasSuffix(path, "_test.go"):
			file, err := parser.ParseFile(c.files, path, nil, parser.SkipObjectResolution)
			if err == nil { // else it is a template of generated code
				c.packages[filepath.Dir(path)] = append(c.packages[filepath.Dir(path)], file)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// collect fills found and unknown.
func (c *code) collect() {
	for dir, files := range c.packages {
		for _, file := range files {
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok {
					if i := ruleParameter(f.Type); i >= 0 {
						c.positions[dir+" "+f.Name.Name] = i
					}
				}
			}
		}
	}
	for dir, files := range c.packages {
		constants := constantsOf(files)
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool { c.visit(n, dir, constants); return true })
		}
	}
}

// ruleParameter returns the index of the parameter called rule, or -1.
func ruleParameter(f *ast.FuncType) int {
	i := 0
	for _, field := range f.Params.List {
		for _, name := range field.Names {
			if kind, ok := field.Type.(*ast.Ident); ok && name.Name == "rule" && kind.Name == "string" {
				return i
			}
			i++
		}
	}
	return -1
}

func (c *code) visit(n ast.Node, dir string, constants map[string]string) {
	switch n := n.(type) {
	case *ast.CallExpr:
		name := ""
		switch f := n.Fun.(type) {
		case *ast.SelectorExpr:
			name = f.Sel.Name
		case *ast.Ident:
			name = f.Name
		}
		if i, ok := c.position(dir, name, n.Args); ok {
			c.add(n.Args[i], constants)
		}
	case *ast.AssignStmt:
		for i, to := range n.Lhs {
			if name := typeName(to); len(n.Lhs) != len(n.Rhs) || name != "rule" && name != "Rule" {
				continue
			}
			if literal, ok := n.Rhs[i].(*ast.BasicLit); ok {
				c.add(literal, constants)
			}
		}
	case *ast.CompositeLit:
		if name := typeName(n.Type); name != "Diagnostic" && name != "" { // "": an item of a diag.List
			return
		}
		for _, e := range n.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "Rule" {
					c.add(kv.Value, constants)
				}
			}
		}
	}
}

// position returns the index of the rule among the arguments of a call: those of
// diag.List's own methods, which have a position before it and a format after it, and
// of functions of the same package.
func (c *code) position(dir, name string, args []ast.Expr) (int, bool) {
	if i, ok := c.positions[dir+" "+name]; ok {
		return i, i < len(args)
	}
	if name != "Errorf" && name != "Warnf" || len(args) < 3 {
		return 0, false
	}
	_, isFormat := args[0].(*ast.BasicLit) // as in fmt.Errorf
	return 1, !isFormat
}

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func (c *code) add(e ast.Expr, constants map[string]string) {
	name, place := "", c.files.Position(e.Pos()).String()
	switch e := e.(type) {
	case *ast.BasicLit:
		name, _ = strconv.Unquote(e.Value)
	case *ast.Ident:
		if name = constants[e.Name]; name == "" && e.Name == "rule" {
			return
		}
	case *ast.SelectorExpr: // of another package: its constant is collected there
		if e.Sel.Name == "Rule" {
			return
		}
	}
	if name == "" {
		c.unknown = append(c.unknown, place)
		return
	}
	c.found[name] = append(c.found[name], place)
}

// constantsOf returns the constants of a package that are strings.
func constantsOf(files []*ast.File) map[string]string {
	all := map[string]string{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for i, name := range spec.Names {
				if i < len(spec.Values) {
					if literal, ok := spec.Values[i].(*ast.BasicLit); ok && literal.Kind == token.STRING {
						all[name.Name], _ = strconv.Unquote(literal.Value)
					}
				}
			}
			return true
		})
	}
	return all
}
