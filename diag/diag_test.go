package diag_test

import (
	"errors"
	"strings"
	"testing"
	"time"

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
	want := "api.yaml:1:501: error: here\n" +
		"    1 | …" + strings.Repeat("x", 60) + "!" + strings.Repeat("y", 59) + "…\n" +
		strings.Repeat(" ", 8+61) + "^\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTextOfOneLongLine(t *testing.T) {
	line := strings.Repeat(`{"é":1},`, 300_000)
	var l diag.List
	for column := 2; column < 2_400_000; column += 100 {
		l.Errorf(at(1, column), "mark", "at %d", column)
	}
	var b strings.Builder
	began := time.Now()
	if err := diag.WriteText(&b, l, func(string) (string, bool) { return line, true }); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("%d positions in one line took %v", len(l), took)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	text, caret := []rune(lines[len(lines)-2]), strings.IndexByte(lines[len(lines)-1], '^')
	if i := l[len(l)-1].Position.Column - 1; text[caret] != []rune(`{"é":1},`)[i%8] {
		t.Errorf("the caret is not below column %d:\n%s", i+1, string(text))
	}
}

func TestLimit(t *testing.T) {
	var l diag.List
	for line := range 5 {
		l.Warnf(at(line+1, 1), "unused", "nothing refers to it")
		l.Warnf(at(line+1, 1), "deprecated", "it is old")
		l.Warnf(at(line+1, 1), "unused", "nothing refers to it")
	}
	l.Errorf(at(9, 1), "unknown-key", "there is no key %q", "tpye")
	want := `api.yaml:1:1: warning: nothing refers to it [unused]
api.yaml:1:1: warning: it is old [deprecated]
api.yaml:2:1: warning: nothing refers to it [unused]
api.yaml:2:1: warning: it is old [deprecated]
api.yaml:9:1: error: there is no key "tpye" [unknown-key]
… and 3 more unused in this document
… and 3 more deprecated in this document
`
	var b strings.Builder
	if err := (diag.Text{Limit: 2, Rules: true}).Write(&b, l); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	b.Reset()
	if err := diag.WriteGitHub(&b, l, 2); err != nil {
		t.Fatal(err)
	}
	if want := "::notice title=unused::… and 3 more unused in this document\n"; !strings.Contains(b.String(), want) {
		t.Errorf("%q is not in\n%s", want, b.String())
	}
	if all, omitted := l.Limit(0); len(all) != 11 || omitted != nil {
		t.Errorf("without a limit there are %d, and %v left out", len(all), omitted)
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
	if err := diag.WriteGitHub(&b, sample(), 0); err != nil {
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
