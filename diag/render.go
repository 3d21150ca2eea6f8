package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Sources gives the text of a file that a position names, or false when it
// cannot be had. It serves to show the line at fault.
type Sources func(file string) (text string, ok bool)

// WriteText writes diagnostics for a person to read: the position and message,
// the line at fault with a caret, notes and help. Sources may be nil.
func WriteText(w io.Writer, l List, sources Sources) error {
	var b strings.Builder
	lines := lineCache{sources: sources, files: map[string][]string{}}
	for _, d := range l.Sorted() {
		if d.Position.IsValid() {
			fmt.Fprintf(&b, "%s: ", d.Position)
		}
		fmt.Fprintf(&b, "%s: %s\n", d.Severity, d.Message)
		writeExcerpt(&b, d.Position, lines)
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
	_, err := io.WriteString(w, b.String())
	return err
}

// excerptWidth is how many characters of a line at fault are shown.
const excerptWidth = 120

func writeExcerpt(b *strings.Builder, p Position, lines lineCache) {
	line := lines.line(p)
	if strings.TrimSpace(line) == "" {
		return
	}
	runes := []rune(strings.ReplaceAll(line, "\t", " "))
	column := max(p.Column, 1)
	start := 0
	if column > excerptWidth {
		start = column - excerptWidth/2
	}
	if start >= len(runes) {
		return
	}
	end := min(len(runes), start+excerptWidth)
	gutter := fmt.Sprintf("%5d | ", p.Line)
	fmt.Fprintf(b, "%s%s\n", gutter, string(runes[start:end]))
	if p.Column > 0 {
		fmt.Fprintf(b, "%s^\n", strings.Repeat(" ", len(gutter)+column-1-start))
	}
}

// lineCache gives lines of files, each of which is read once.
type lineCache struct {
	sources Sources
	files   map[string][]string
}

// line gives the line of a position, or "" when it cannot be had.
func (c lineCache) line(p Position) string {
	if c.sources == nil || p.Line == 0 {
		return ""
	}
	lines, read := c.files[p.File]
	if !read {
		if text, ok := c.sources(p.File); ok {
			lines = strings.Split(text, "\n")
		}
		c.files[p.File] = lines
	}
	if p.Line > len(lines) {
		return ""
	}
	return strings.TrimSuffix(lines[p.Line-1], "\r")
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

// WriteJSON writes diagnostics as one JSON array.
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
// they show beside the changed lines of a pull request (GitHub's "Workflow
// commands for GitHub Actions").
func WriteGitHub(w io.Writer, l List) error {
	var b strings.Builder
	for _, d := range l.Sorted() {
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
	_, err := io.WriteString(w, b.String())
	return err
}

var dataEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")

func escapeData(s string) string { return dataEscapes.Replace(s) }

var propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")

func escapeProperty(s string) string { return propertyEscapes.Replace(s) }
