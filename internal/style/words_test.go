// Package style verifies the language of the repository.
package style

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = "../.."

// replacements are expressions that native readers stop at, and what to write.
var replacements = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`(?i)\banew\b`), "again"},
	{regexp.MustCompile(`(?i)\bheed(s|ed)?\b`), "satisfy, keep"},
	{regexp.MustCompile(`(?i)\bhurr(y|ies|ied)\b`), "set a deadline"},
	{regexp.MustCompile(`(?i)\bleads? back to itself\b`), "refers to itself"},
	{regexp.MustCompile(`(?i)\bfault of gatewright\b`), "bug in gatewright"},
	{regexp.MustCompile(`\bgives? whether\b`), "reports whether"},
	{regexp.MustCompile(`(?i)\bstands? in for\b`), "substitute, local target"},
	{regexp.MustCompile(`(?i)\bpass(es|ed) over\b`), "skips, skipped"},
	{regexp.MustCompile(`(?i)\bthe client left\b`), "the client disconnected"},
	{regexp.MustCompile(`(?i)\bis no (regular expression|media type|number|date|origin|parameter|key set)\b`), "is not a …"},
	{regexp.MustCompile(`(?i)\b(whilst|nought|thereby|wherein|unto)\b`), "plain words"},
	{regexp.MustCompile(`\bmake judges\b`), "make validators"},
}

// others are files of other people, history, and this list.
var others = regexp.MustCompile(`^(CHANGELOG\.md|LICENSE|internal/style/|conformance/(corpus|suites)/|.*/testdata/corpus/|.*package-lock\.json)`)

// TestWords keeps the worst expressions out of everything that is committed.
func TestWords(t *testing.T) {
	list := exec.CommandContext(t.Context(), "git", "ls-files")
	list.Dir = root
	files, err := list.Output()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("not a checkout: ", err)
	}
	for file := range strings.Lines(string(files)) {
		file = strings.TrimSpace(file)
		if others.MatchString(file) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
		if err != nil || bytes.IndexByte(text, 0) >= 0 {
			continue // removed in the work tree, a link to a directory, or binary
		}
		for _, r := range replacements {
			for _, at := range r.pattern.FindAllIndex(text, 3) {
				line := 1 + bytes.Count(text[:at[0]], []byte("\n"))
				t.Errorf("%s:%d: %q: write %s", file, line, text[at[0]:at[1]], r.instead)
			}
		}
	}
}
