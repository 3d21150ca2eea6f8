package tree

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/gatewright/gatewright/diag"
)

// TextPosition returns the place in the file of a line and column, both from 1,
// inside the text of a String. It is exact for literal blocks (YAML's "|") and
// for the first line of other strings without escapes, and the place of n itself
// where the file writes the text in another way.
func (n *Node) TextPosition(line, column int) diag.Position {
	p := n.Position()
	if p.Line == 0 || line < 1 || column < 1 {
		return p
	}
	start := n.Source.from(n.Line, n.Column)
	if len(start) == 0 {
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

// blockIndent is the indentation of a literal block: that of its first line that
// holds anything, as YAML detects it.
func (n *Node) blockIndent(lines int) int {
	text := n.Source.from(n.Line+1, 1)
	for range lines {
		line, rest, _ := bytes.Cut(text, []byte{'\n'})
		if len(bytes.TrimSpace(line)) > 0 {
			return len(line) - len(bytes.TrimLeft(line, " "))
		}
		text = rest
	}
	return 0
}

// markDistance is how many bytes of a source at most lie between two marks.
const markDistance = 256

// mark is a place in a source, from which others are found.
type mark struct {
	offset       int
	line, column int32
}

// from returns the text of s from a place to the end, or nothing when there is no
// such place. The first call takes time linear in the size of s, others do not
// depend on it.
func (s *Source) from(line, column int32) []byte {
	s.indexed.Do(s.index)
	next, _ := slices.BinarySearchFunc(s.marks, true, func(m mark, _ bool) int {
		if m.line > line || m.line == line && m.column > column {
			return 1
		}
		return -1
	})
	m := s.marks[next-1]
	text := s.Text[m.offset:]
	for ; m.line < line; m.line++ {
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			return nil
		}
		text, m.column = text[end+1:], 1
	}
	for ; m.column < column; m.column++ {
		if len(text) == 0 || text[0] == '\n' {
			return nil
		}
		_, size := utf8.DecodeRune(text)
		text = text[size:]
	}
	return text
}

func (s *Source) index() {
	l := newLines(s)
	s.marks = []mark{{line: 1, column: 1}}
	for offset := markDistance; offset < len(s.Text); offset += markDistance {
		start := offset
		for start > 0 && !utf8.RuneStart(s.Text[start]) {
			start--
		}
		line, column := l.lineColumn(start)
		s.marks = append(s.marks, mark{start, line, column})
	}
}
