package config

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// maxConditions is how many conditions may choose in the files of a project. Each
// doubles the definitions that are made of them.
const maxConditions = 5

// Variants are a project as it is when the conditions of CloudFormation hold by which
// Fn::If in its files chooses, and when they do not: a tree of decisions.
type Variants struct {
	condition        string // decides between the variants; empty: there is one, the project
	holds, otherwise *Variants

	conditions map[string]bool // all that led to the project
	project    *Project
	problems   diag.List
}

// LoadVariants reads the project at a path under each combination of its conditions.
// A finished definition has one variant: it is not translated.
func LoadVariants(path string, o Options) *Variants {
	l := &variantLoader{path: path, options: o}
	if path == "-" {
		var problems diag.List
		if l.stdin, problems = readStdin(o.Stdin); problems != nil {
			return &Variants{project: &Project{}, problems: problems}
		}
	}
	return l.decide(l.load(nil))
}

type variantLoader struct {
	path    string
	options Options
	stdin   []byte
}

func (l *variantLoader) load(conditions map[string]bool) *Variants {
	o := l.options
	o.conditions, o.Stdin = conditions, bytes.NewReader(l.stdin)
	project, problems := Load(l.path, o)
	return &Variants{conditions: conditions, project: project, problems: problems}
}

// decide returns the variants of a project of which some conditions are not decided.
func (l *variantLoader) decide(v *Variants) *Variants {
	isFinished := v.project.Definition != nil && v.project.Full == nil
	if isFinished || len(v.project.conditions) == 0 {
		return v
	}
	name := v.project.conditions[0]
	if len(v.conditions)+len(v.project.conditions) > maxConditions {
		v.problems.Errorf(name.Position(), "unsupported-intrinsic", "Fn::If chooses by more than %d conditions", maxConditions).Help =
			"choose by fewer, or by the value of a parameter: Ref or Fn::FindInMap"
		return v
	}
	held := *v // it was loaded as if its conditions hold
	held.conditions = withCondition(v.conditions, name.Text, true)
	project := *v.project
	project.conditions = project.conditions[1:]
	held.project = &project
	return &Variants{
		condition: name.Text,
		holds:     l.decide(&held),
		otherwise: l.decide(l.load(withCondition(v.conditions, name.Text, false))),
	}
}

func withCondition(all map[string]bool, name string, holds bool) map[string]bool {
	all = maps.Clone(all)
	if all == nil {
		all = map[string]bool{}
	}
	all[name] = holds
	return all
}

// First returns the project as it is when all conditions hold.
func (v *Variants) First() *Project {
	for v.condition != "" {
		v = v.holds
	}
	return v.project
}

func (v *Variants) leaves() []*Variants {
	if v.condition == "" {
		return []*Variants{v}
	}
	return slices.Concat(v.holds.leaves(), v.otherwise.leaves())
}

// HasErrors reports whether loading a variant found an error.
func (v *Variants) HasErrors() bool {
	return slices.ContainsFunc(v.leaves(), func(leaf *Variants) bool { return leaf.problems.HasErrors() })
}

// Problems returns those of loading the project, and those that a function finds of a
// variant for which it is told what loading found, each once. One that not all variants
// have says which conditions they have in common that do.
func (v *Variants) Problems(find func(*Project, diag.List) diag.List) diag.List {
	type finding struct {
		rule, message string
		position      diag.Position
	}
	var all diag.List
	found := map[finding][]*Variants{}
	leaves := v.leaves()
	for _, leaf := range leaves {
		for _, d := range append(slices.Clone(leaf.problems), find(leaf.project, leaf.problems)...) {
			key := finding{d.Rule, d.Message, d.Position}
			if in := found[key]; len(in) == 0 || in[0] == leaf {
				all.Add(d)
			}
			if in := found[key]; len(in) == 0 || in[len(in)-1] != leaf {
				found[key] = append(in, leaf)
			}
		}
	}
	for i, d := range all {
		if in := found[finding{d.Rule, d.Message, d.Position}]; len(in) < len(leaves) {
			all[i].Notes = append(slices.Clone(d.Notes), diag.Note{Message: "when " + assumption(in)})
		}
	}
	return all
}

// assumption returns what variants have in common, else the conditions of the first:
// "IsProd is false and IsBlue is true".
func assumption(variants []*Variants) string {
	common := maps.Clone(variants[0].conditions)
	maps.DeleteFunc(common, func(name string, holds bool) bool {
		return slices.ContainsFunc(variants, func(v *Variants) bool {
			other, decided := v.conditions[name]
			return !decided || other != holds
		})
	})
	if len(common) == 0 {
		common = variants[0].conditions
	}
	var terms []string
	for _, name := range slices.Sorted(maps.Keys(common)) {
		terms = append(terms, fmt.Sprintf("%s is %t", name, common[name]))
	}
	return strings.Join(terms, " and ")
}

// Merge makes a value of every variant, and one of them all.
func (v *Variants) Merge(of func(*Project) *tree.Node, merge func(condition string, holds, otherwise *tree.Node) *tree.Node) *tree.Node {
	if v.condition == "" {
		return of(v.project)
	}
	return merge(v.condition, v.holds.Merge(of, merge), v.otherwise.Merge(of, merge))
}

func readStdin(r io.Reader) (text []byte, problems diag.List) {
	text, err := io.ReadAll(r)
	if err != nil {
		problems.Errorf(diag.Position{File: "stdin"}, "unreadable-file", "stdin cannot be read: %v", err)
	}
	return text, problems
}
