package codegen

import "strings"

// Source is a file of source in the making.
type Source struct {
	Path string
	Text strings.Builder
}

// P adds a line.
func (s *Source) P(parts ...string) {
	for _, part := range parts {
		s.Text.WriteString(part)
	}
	s.Text.WriteByte('\n')
}

// File returns what has been written.
func (s *Source) File() File { return File{Path: s.Path, Text: []byte(s.Text.String())} }
