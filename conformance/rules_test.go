package conformance_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestRules holds rules.md, the index of the cases, to what there is: every case
// that it names exists, every file of cases is named, and a rule without a case
// has a reason. scorecard.txt, which -update writes, counts the rules with cases.
func TestRules(t *testing.T) {
	text, err := os.ReadFile("rules.md")
	if err != nil {
		t.Fatal(err)
	}
	index := newIndex(t)
	var card strings.Builder
	section, held, all := "", 0, 0
	end := func() {
		if all > 0 {
			fmt.Fprintf(&card, "%s: %d of %d rules have cases\n", section, held, all)
		}
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		if title, ok := strings.CutPrefix(line, "## "); ok {
			end()
			section, held, all = title, 0, 0
			continue
		}
		rule := ruleRow.FindStringSubmatch(line)
		if rule == nil {
			continue
		}
		all++
		if index.check(rule[1], rule[2]) {
			held++
		}
	}
	end()
	index.checkNamed()
	checkScoreCard(t, card.String())
}

var ruleRow = regexp.MustCompile(`^\| (\d+\.\d+) \| [SODLU] \| .* \| ([^|]+) \|$`)

func checkScoreCard(t *testing.T, got string) {
	t.Helper()
	const file = "scorecard.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got):\n%s", file, d)
	}
}

// index is what a rule may name.
type index struct {
	t     *testing.T
	files map[string]bool // of cases; true once a rule names it
	known map[string]bool // requests, golden files, suites and tests
	seen  map[string]bool // rules
}

func newIndex(t *testing.T) *index {
	t.Helper()
	i := &index{t: t, files: map[string]bool{}, known: map[string]bool{}, seen: map[string]bool{}}
	i.archives("cases", func(file, inside string) {
		i.files[file] = false
		if name, ok := strings.CutPrefix(inside, "request "); ok {
			i.known[file+"/"+name] = true
		}
	})
	i.archives("../internal/gateway/vtl/testdata", func(file, inside string) {
		if name, ok := strings.CutSuffix(inside, ".vtl"); ok {
			i.known["vtl/"+file+"/"+name] = true
		}
	})
	for _, card := range i.glob("*/scorecard.txt", "*/*_test.go") {
		i.known["suite/"+filepath.Base(filepath.Dir(card))] = true
	}
	declared := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	for _, file := range i.glob("../internal/gateway/*_test.go", "../internal/gateway/*/*_test.go") {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range declared.FindAllStringSubmatch(string(source), -1) {
			i.known["test/"+m[1]] = true
		}
	}
	return i
}

func (i *index) archives(folder string, visit func(file, inside string)) {
	for _, path := range i.glob(folder + "/*.txtar") {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			i.t.Fatal(err)
		}
		for _, f := range archive.Files {
			visit(strings.TrimSuffix(filepath.Base(path), ".txtar"), f.Name)
		}
	}
}

func (i *index) glob(patterns ...string) []string {
	var all []string
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			i.t.Fatalf("nothing matches %s: %v", pattern, err)
		}
		all = append(all, files...)
	}
	return all
}

// check looks at what a rule names, and reports whether that is cases.
func (i *index) check(rule, cases string) bool {
	if i.seen[rule] {
		i.t.Errorf("there are two rules %s", rule)
	}
	i.seen[rule] = true
	if reason, isGap := strings.CutPrefix(cases, "gap: "); isGap {
		if strings.TrimSpace(reason) == "" {
			i.t.Errorf("rule %s gives no reason for its gap", rule)
		}
		return false
	}
	for name := range strings.FieldsSeq(cases) {
		file, _, _ := strings.Cut(name, "/")
		if _, isFile := i.files[file]; isFile {
			i.files[file] = true
		}
		if _, isFile := i.files[name]; !isFile && !i.known[name] {
			i.t.Errorf("rule %s names %s, which does not exist", rule, name)
		}
	}
	return true
}

// checkNamed reports the files of cases that no rule names.
func (i *index) checkNamed() {
	var missing []string
	for file, named := range i.files {
		if !named {
			missing = append(missing, file)
		}
	}
	slices.Sort(missing)
	if len(missing) > 0 {
		i.t.Errorf("no rule of rules.md names the cases %s", strings.Join(missing, ", "))
	}
}
