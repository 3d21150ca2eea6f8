package codegen

import (
	"strings"
	"unicode/utf8"
)

// Wrap breaks words into lines of so many characters. A word that is longer than a
// line has one of its own.
func Wrap(words []string, width int) []string {
	var lines []string
	line, length := "", 0
	for _, w := range words {
		n := utf8.RuneCountInString(w)
		if length > 0 && length+1+n > width {
			lines, line, length = append(lines, line), "", 0
		}
		if length > 0 {
			line, length = line+" ", length+1
		}
		line, length = line+w, length+n
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// WrapParagraphs breaks texts into lines of so many characters. An empty line stands
// between two texts, and where one of them has some.
func WrapParagraphs(texts []string, width int) []string {
	var lines []string
	for _, text := range texts {
		for block := range strings.SplitSeq(text, "\n\n") {
			words := strings.Fields(block)
			if len(words) == 0 {
				continue
			}
			if len(lines) > 0 {
				lines = append(lines, "")
			}
			lines = append(lines, Wrap(words, width)...)
		}
	}
	return lines
}
