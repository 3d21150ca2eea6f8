// Package diag holds what gatewright has to say about its input: positions,
// diagnostics and their renderings. A diagnostic is a value; who prints it, and
// how, is decided elsewhere.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Position is a place in a source file.
type Position struct {
	File   string // as the user named it, or relative to the file that refers to it
	Line   int    // from 1; 0 when only the file is known
	Column int    // from 1, in characters; 0 when only the line is known
}

// IsValid reports whether p names at least a file.
func (p Position) IsValid() bool { return p.File != "" }

// String returns file:line:column, leaving out what is not known.
func (p Position) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return p.File + ":" + strconv.Itoa(p.Line)
	default:
		return p.File + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
	}
}

// Compare orders positions by file, line and column.
func (p Position) Compare(q Position) int {
	return cmp.Or(
		strings.Compare(p.File, q.File),
		cmp.Compare(p.Line, q.Line),
		cmp.Compare(p.Column, q.Column),
	)
}

// Severity reports whether a diagnostic stops the work.
type Severity int

// The severities. Only an Error stops the work.
const (
	Error Severity = iota
	Warning
)

// String returns "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Note points at a second place that has to do with a diagnostic.
type Note struct {
	Position Position
	Message  string
}

// Diagnostic is one finding about the user's input.
type Diagnostic struct {
	Severity Severity
	Rule     string // stable name of the rule, in kebab-case: "missing-integration"
	Position Position
	Message  string // what is wrong, without a final full stop
	Notes    []Note
	Help     string // what to do next; empty when the message says it
}

// Error returns the diagnostic on one line, so that it serves as an error.
func (d Diagnostic) Error() string {
	if !d.Position.IsValid() {
		return d.Message
	}
	return d.Position.String() + ": " + d.Message
}

// List collects diagnostics. The zero value is an empty list.
type List []Diagnostic

// Add appends diagnostics.
func (l *List) Add(d ...Diagnostic) { *l = append(*l, d...) }

// Errorf appends an error and returns it, so that notes and help can be added.
func (l *List) Errorf(pos Position, rule, format string, args ...any) *Diagnostic {
	return l.add(Error, pos, rule, format, args...)
}

// Warnf appends a warning and returns it, so that notes and help can be added.
func (l *List) Warnf(pos Position, rule, format string, args ...any) *Diagnostic {
	return l.add(Warning, pos, rule, format, args...)
}

func (l *List) add(s Severity, pos Position, rule, format string, args ...any) *Diagnostic {
	*l = append(*l, Diagnostic{Severity: s, Rule: rule, Position: pos, Message: fmt.Sprintf(format, args...)})
	return &(*l)[len(*l)-1]
}

// HasErrors reports whether any diagnostic is an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Err returns the list as an error, or nil when it holds no error.
func (l List) Err() error {
	if !l.HasErrors() {
		return nil
	}
	return l
}

// Error returns one line for each diagnostic.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, d := range l {
		lines[i] = d.Error()
	}
	return strings.Join(lines, "\n")
}

// Sorted returns the list in the order of the sources, each finding once.
func (l List) Sorted() List {
	sorted := make(List, 0, len(l))
	seen := make(map[finding]bool, len(l))
	for _, d := range l {
		if f := (finding{d.Severity, d.Position, d.Message}); !seen[f] {
			seen[f] = true
			sorted = append(sorted, d)
		}
	}
	slices.SortStableFunc(sorted, func(a, b Diagnostic) int { return a.Position.Compare(b.Position) })
	return sorted
}

// finding is what makes two diagnostics the same for a reader.
type finding struct {
	severity Severity
	position Position
	message  string
}

// Omitted counts the diagnostics of a rule that are beyond a limit.
type Omitted struct {
	Rule  string
	Count int
}

// String returns a phrase such as "728 more invalid-example in this document".
func (o Omitted) String() string { return fmt.Sprintf("%d more %s in this document", o.Count, o.Rule) }

// Limit returns the list as Sorted does, with at most n diagnostics of each rule, and
// how many of which rules are left out. With n of 0 none is.
func (l List) Limit(n int) (List, []Omitted) {
	var shown List
	var omitted []Omitted
	found, at := map[string]int{}, map[string]int{}
	for _, d := range l.Sorted() {
		found[d.Rule]++
		switch i, more := at[d.Rule]; {
		case n <= 0 || found[d.Rule] <= n:
			shown = append(shown, d)
		case more:
			omitted[i].Count++
		default:
			at[d.Rule] = len(omitted)
			omitted = append(omitted, Omitted{d.Rule, 1})
		}
	}
	return shown, omitted
}
