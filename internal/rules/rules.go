// Package rules is the registry of the rules behind diagnostics.
//
// Names begin with what is wrong: invalid- (a value that is not allowed), missing-,
// unknown- (a name that nothing has), ignored- (what API Gateway leaves out),
// unsupported-, conflicting-, duplicate-, failed-, too-.
package rules

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Rule is what a diagnostic is about.
type Rule struct {
	Name        string // as in diagnostics
	Explanation string // one paragraph of Markdown
}

// All returns the rules in alphabetical order.
func All() []Rule { return slices.Clone(registry) }

// Names returns the names of all rules in alphabetical order.
func Names() []string {
	names := make([]string, len(registry))
	for i, r := range registry {
		names[i] = r.Name
	}
	return names
}

// Find returns the rule of a name.
func Find(name string) (Rule, bool) {
	i, found := slices.BinarySearchFunc(registry, name, func(r Rule, name string) int { return strings.Compare(r.Name, name) })
	if !found {
		return Rule{}, false
	}
	return registry[i], true
}

// Page returns docs/rules.md.
func Page() []byte {
	var b bytes.Buffer
	b.WriteString("<!-- Written by go test ./internal/rules -update. -->\n\n# Rules\n\n" +
		"Every problem that gatewright reports names its rule in brackets: `[missing-integration]`, and in\n" +
		"the forms `json` and `github` as `rule` and `title`. `gatewright explain RULE` prints these paragraphs.\n")
	for _, r := range registry {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", r.Name, r.Explanation)
	}
	return b.Bytes()
}
