package diag

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// excerptWidth is how many characters of a line at fault are shown.
const excerptWidth = 120

// excerpts writes lines at fault. Each file is read once, and positions that come in
// order cost time linear in its size, also when the whole file is one line.
type excerpts struct {
	sources Sources
	files   map[string]*cursor
}

// write writes the part of the line around a position, and a caret below it.
func (e excerpts) write(b *strings.Builder, p Position) {
	if e.sources == nil || p.Line == 0 {
		return
	}
	c := e.files[p.File]
	if c == nil {
		c = &cursor{}
		if text, ok := e.sources(p.File); ok {
			c.lines = strings.Split(text, "\n")
		}
		e.files[p.File] = c
	}
	text, caret := c.excerpt(p)
	if strings.TrimSpace(text) == "" {
		return
	}
	gutter := fmt.Sprintf("%5d | ", p.Line)
	fmt.Fprintf(b, "%s%s\n", gutter, text)
	if p.Column > 0 {
		fmt.Fprintf(b, "%s^\n", strings.Repeat(" ", len(gutter)+caret))
	}
}

// cursor finds columns of lines, starting from the last one that was found.
type cursor struct {
	lines  []string
	line   int // from 1
	column int // from 0, in characters
	offset int // of the column, in bytes
}

// excerpt returns the part of a line around a position, with an ellipsis where it is
// cut, and the characters in it before the position.
func (c *cursor) excerpt(p Position) (text string, caret int) {
	if p.Line > len(c.lines) {
		return "", 0
	}
	line := strings.TrimSuffix(c.lines[p.Line-1], "\r")
	caret = max(p.Column, 1) - 1
	start := 0
	if caret >= excerptWidth {
		start = caret - excerptWidth/2
	}
	from := c.seek(p.Line, start, line)
	to, _ := advance(line, from, excerptWidth)
	text = strings.ReplaceAll(line[from:to], "\t", " ")
	caret -= start
	if from > 0 {
		text, caret = "…"+text, caret+1
	}
	if to < len(line) {
		text += "…"
	}
	return text, caret
}

// seek returns the offset of a column, or the end of the line.
func (c *cursor) seek(number, column int, line string) int {
	if number != c.line || column < c.column {
		c.line, c.column, c.offset = number, 0, 0
	}
	offset, passed := advance(line, c.offset, column-c.column)
	c.offset, c.column = offset, c.column+passed
	return offset
}

// advance returns the offset up to n characters after another, and how many it passed.
func advance(line string, offset, n int) (end, passed int) {
	for passed < n && offset < len(line) {
		_, size := utf8.DecodeRuneInString(line[offset:])
		offset += size
		passed++
	}
	return offset, passed
}
