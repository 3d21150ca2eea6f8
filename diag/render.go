package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Sources returns the text of a file that a position names, or false when it
// cannot be had. It serves to show the line at fault.
type Sources func(file string) (text string, ok bool)

// WriteText writes diagnostics for a person to read: the position and message,
// the line at fault with a caret, notes and help. Sources may be nil.
func WriteText(w io.Writer, l List, sources Sources) error {
	return Text{Sources: sources}.Write(w, l)
}

// Text writes diagnostics for a person to read. The zero value writes all of
// them, without the lines at fault.
type Text struct {
	Sources Sources // nil: the lines at fault are not shown
	Limit   int     // diagnostics of each rule; 0: all
	Rules   bool    // name the rule behind each message
}

// Write writes the position, severity and message of each diagnostic, the line at
// error with a caret, notes and help. A last line for each rule says how many
// diagnostics are beyond the limit.
func (t Text) Write(w io.Writer, l List) error {
	var b strings.Builder
	shown, omitted := l.Limit(t.Limit)
	excerpts := excerpts{sources: t.Sources, files: map[string]*cursor{}}
	for _, d := range shown {
		if d.Position.IsValid() {
			fmt.Fprintf(&b, "%s: ", d.Position)
		}
		fmt.Fprintf(&b, "%s: %s", d.Severity, d.Message)
		if t.Rules && d.Rule != "" {
			fmt.Fprintf(&b, " [%s]", d.Rule)
		}
		b.WriteByte('\n')
		excerpts.write(&b, d.Position)
		for _, n := range d.Notes {
			if n.Position.IsValid() {
				fmt.Fprintf(&b, "  %s: %s\n", n.Position, n.Message)
			} else {
				fmt.Fprintf(&b, "  note: %s\n", n.Message)
			}
		}
		if d.Help != "" {
			fmt.Fprintf(&b, "  help: %s\n", d.Help)
		}
	}
	for _, o := range omitted {
		fmt.Fprintf(&b, "… and %s\n", o)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

type jsonPosition struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

type jsonNote struct {
	jsonPosition
	Message string `json:"message"`
}

type jsonDiagnostic struct {
	Severity string `json:"severity"`
	Rule     string `json:"rule"`
	jsonPosition
	Message string     `json:"message"`
	Notes   []jsonNote `json:"notes,omitempty"`
	Help    string     `json:"help,omitempty"`
}

// WriteJSON writes all diagnostics as one JSON array.
func WriteJSON(w io.Writer, l List) error {
	out := make([]jsonDiagnostic, 0, len(l))
	for _, d := range l.Sorted() {
		j := jsonDiagnostic{
			Severity:     d.Severity.String(),
			Rule:         d.Rule,
			jsonPosition: jsonPosition(d.Position),
			Message:      d.Message,
			Help:         d.Help,
		}
		for _, n := range d.Notes {
			j.Notes = append(j.Notes, jsonNote{jsonPosition(n.Position), n.Message})
		}
		out = append(out, j)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

// WriteGitHub writes diagnostics as GitHub Actions workflow commands, so that
// they show next to the changed lines of a pull request (GitHub's "Workflow
// commands for GitHub Actions"). Limit is how many of each rule are written, 0 for
// all: GitHub itself shows ten errors and ten warnings of a step, whatever their rules.
func WriteGitHub(w io.Writer, l List, limit int) error {
	var b strings.Builder
	shown, omitted := l.Limit(limit)
	for _, d := range shown {
		fmt.Fprintf(&b, "::%s ", d.Severity)
		if d.Position.IsValid() {
			fmt.Fprintf(&b, "file=%s,", escapeProperty(d.Position.File))
		}
		if d.Position.Line > 0 {
			fmt.Fprintf(&b, "line=%d,", d.Position.Line)
		}
		if d.Position.Column > 0 {
			fmt.Fprintf(&b, "col=%d,", d.Position.Column)
		}
		var message strings.Builder
		message.WriteString(d.Message)
		for _, n := range d.Notes {
			message.WriteString("\n" + strings.TrimPrefix(n.Position.String()+": "+n.Message, ": "))
		}
		if d.Help != "" {
			message.WriteString("\n" + d.Help)
		}
		fmt.Fprintf(&b, "title=%s::%s\n", escapeProperty(d.Rule), escapeData(message.String()))
	}
	for _, o := range omitted {
		fmt.Fprintf(&b, "::notice title=%s::… and %s\n", escapeProperty(o.Rule), escapeData(o.String()))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

var dataEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")

func escapeData(s string) string { return dataEscapes.Replace(s) }

var propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")

func escapeProperty(s string) string { return propertyEscapes.Replace(s) }
