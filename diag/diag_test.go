package diag_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/diag"
)

func at(line, column int) diag.Position {
	return diag.Position{File: "api.yaml", Line: line, Column: column}
}

func sample() diag.List {
	var l diag.List
	l.Warnf(at(3, 1), "unused", "nothing refers to %s", "Pet")
	d := l.Errorf(at(2, 3), "unknown-key", "there is no key %q", "tpye")
	d.Help = "did you mean type?"
	d.Notes = []diag.Note{{Position: at(1, 1), Message: "in this mapping"}, {Message: "keys are read as they stand"}}
	l.Errorf(diag.Position{}, "nowhere", "100 %% wrong")
	l.Errorf(at(2, 3), "unknown-key", "there is no key %q", "tpye")
	return l
}

func TestText(t *testing.T) {
	sources := func(file string) (string, bool) { return "root:\n  tpye: x\nPet: y\n", file == "api.yaml" }
	var b strings.Builder
	if err := diag.WriteText(&b, sample(), sources); err != nil {
		t.Fatal(err)
	}
	want := `error: 100 % wrong
api.yaml:2:3: error: there is no key "tpye"
    2 |   tpye: x
          ^
  api.yaml:1:1: in this mapping
  note: keys are read as they stand
  help: did you mean type?
api.yaml:3:1: warning: nothing refers to Pet
    3 | Pet: y
        ^
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTextShowsTheFaultInLongLines(t *testing.T) {
	line := strings.Repeat("x", 500) + "!" + strings.Repeat("y", 500)
	var l diag.List
	l.Errorf(at(1, 501), "mark", "here")
	var b strings.Builder
	if err := diag.WriteText(&b, l, func(string) (string, bool) { return line, true }); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(b.String(), "\n")
	if i := strings.IndexByte(lines[2], '^'); i < 0 || lines[1][i] != '!' {
		t.Errorf("the caret is not below the fault:\n%s", b.String())
	}
}

func TestJSON(t *testing.T) {
	var b strings.Builder
	if err := diag.WriteJSON(&b, sample()[:1]); err != nil {
		t.Fatal(err)
	}
	want := `[
  {
    "severity": "warning",
    "rule": "unused",
    "file": "api.yaml",
    "line": 3,
    "column": 1,
    "message": "nothing refers to Pet"
  }
]
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	b.Reset()
	if err := diag.WriteJSON(&b, nil); err != nil || b.String() != "[]\n" {
		t.Errorf("an empty list is written as %q, %v", b.String(), err)
	}
}

func TestGitHub(t *testing.T) {
	var b strings.Builder
	if err := diag.WriteGitHub(&b, sample()); err != nil {
		t.Fatal(err)
	}
	want := "::error title=nowhere::100 %25 wrong\n" +
		"::error file=api.yaml,line=2,col=3,title=unknown-key::there is no key \"tpye\"" +
		"%0Aapi.yaml:1:1: in this mapping%0Akeys are read as they stand%0Adid you mean type?\n" +
		"::warning file=api.yaml,line=3,col=1,title=unused::nothing refers to Pet\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestErr(t *testing.T) {
	if err := sample()[:1].Err(); err != nil {
		t.Errorf("a warning alone is the error %v", err)
	}
	var l diag.List
	if err := sample().Err(); !errors.As(err, &l) || len(l) != 4 {
		t.Errorf("the list is not the error: %v", err)
	}
}

func TestNearest(t *testing.T) {
	keys := []string{"type", "title", "integrations", "model"}
	for name, want := range map[string]string{
		"tpye": "type", "Type": "type", "integration": "integrations", "modle": "model", "frobnicate": "", "": "",
	} {
		if got := diag.Nearest(name, keys); got != want {
			t.Errorf("the nearest of %q is %q, not %q", name, got, want)
		}
	}
}
