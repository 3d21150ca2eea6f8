package tree

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/gatewright/gatewright/diag"
)

// TextPosition gives the place in the file of a line and column, both from 1,
// inside the text of a String. It is exact for literal blocks (YAML's "|") and
// for the first line of other strings without escapes, and the place of n itself
// where the file writes the text in another way.
func (n *Node) TextPosition(line, column int) diag.Position {
	p := n.Position()
	if p.Line == 0 || line < 1 || column < 1 {
		return p
	}
	start := after(n.sourceLine(0), p.Column)
	if start == "" {
		return p
	}
	switch start[0] {
	case '|':
		p.Line += line
		p.Column = n.blockIndent(line) + column
	case '>': // lines are joined: what was where is lost
	case '"', '\'':
		if line == 1 {
			p.Column += column
		}
	default:
		if line == 1 {
			p.Column += column - 1
		}
	}
	return p
}

// sourceLine gives the line of the file that is i lines below the start of n.
func (n *Node) sourceLine(i int) string {
	text := n.Source.Text
	for range int(n.Line) - 1 + i {
		at := bytes.IndexByte(text, '\n')
		if at < 0 {
			return ""
		}
		text = text[at+1:]
	}
	line, _, _ := bytes.Cut(text, []byte{'\n'})
	return string(line)
}

// after gives what stands at a column and after it.
func after(line string, column int) string {
	for range column - 1 {
		if line == "" {
			return ""
		}
		_, size := utf8.DecodeRuneInString(line)
		line = line[size:]
	}
	return line
}

// blockIndent is the indentation of a literal block: that of its first line that
// holds anything, as YAML detects it.
func (n *Node) blockIndent(lines int) int {
	for i := 1; i <= lines; i++ {
		if l := n.sourceLine(i); strings.TrimSpace(l) != "" {
			return len(l) - len(strings.TrimLeft(l, " "))
		}
	}
	return 0
}
