package tree

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gatewright/gatewright/diag"
)

// The limits on one document. They are far above what people write: GitHub's
// description of its API, with 1,200 operations, holds 260,000 values.
const (
	maxDepth  = 1000
	maxValues = 1_000_000
)

// maxProblems is how many problems of one file are reported.
const maxProblems = 20

// Read reads one YAML or JSON document. The name tells the format (".json" is
// JSON) and is in positions; without such an ending a text that starts with
// "{" or "[" is tried as JSON first. The list holds every problem found; the
// node is nil when there is an error.
func Read(name string, text []byte) (*Node, diag.List) {
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	source := &Source{Name: name, Text: text}
	if problems := checkText(source); problems != nil {
		return nil, problems
	}
	if strings.EqualFold(filepath.Ext(name), ".json") {
		return readJSON(source)
	}
	if t := bytes.TrimLeft(text, " \t\r\n"); len(t) > 0 && (t[0] == '{' || t[0] == '[') {
		if n, problems := readJSON(source); !problems.HasErrors() || isTooLarge(problems) {
			return n, problems
		}
	}
	return readYAML(source)
}

var (
	errTooDeep  = fmt.Errorf("the document nests deeper than %d levels", maxDepth)
	errTooLarge = fmt.Errorf("the document holds more than %d values", maxValues)
)

func checkText(s *Source) (problems diag.List) {
	if len(bytes.TrimSpace(s.Text)) == 0 {
		problems.Errorf(diag.Position{File: s.Name}, "empty-file", "the file is empty")
		return problems
	}
	if offset := invalidUTF8(s.Text); offset >= 0 {
		problems.Errorf(newLines(s).at(offset), "invalid-encoding", "the file is not UTF-8 text")
		return problems
	}
	return nil
}

func isTooLarge(problems diag.List) bool {
	return slices.ContainsFunc(problems, func(d diag.Diagnostic) bool { return d.Rule == "too-large" })
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for offset := 0; offset < len(text); {
		r, size := utf8.DecodeRune(text[offset:])
		if r == utf8.RuneError && size == 1 {
			return offset
		}
		offset += size
	}
	return -1
}

// lines turns offsets that never go back into positions.
type lines struct {
	source *Source
	offset int // of the last position asked for
	line   int32
	column int32
}

func newLines(s *Source) *lines { return &lines{source: s, line: 1, column: 1} }

func (l *lines) at(offset int) diag.Position {
	line, column := l.lineColumn(offset)
	return diag.Position{File: l.source.Name, Line: int(line), Column: int(column)}
}

func (l *lines) lineColumn(offset int) (line, column int32) {
	between := l.source.Text[l.offset:min(offset, len(l.source.Text))]
	if last := bytes.LastIndexByte(between, '\n'); last >= 0 {
		l.line += int32(bytes.Count(between[:last], []byte{'\n'})) + 1
		l.column = 1
		l.offset += last + 1
		between = between[last+1:]
	}
	l.column += int32(utf8.RuneCount(between))
	l.offset += len(between)
	return l.line, l.column
}

type jsonReader struct {
	source *Source
	dec    *jsontext.Decoder
	lines  *lines
	intern map[string]string
	nodes  []Node // a block from which nodes are cut
	count  int
	diag.List
}

func readJSON(s *Source) (*Node, diag.List) {
	r := &jsonReader{
		source: s,
		dec:    jsontext.NewDecoder(bytes.NewBuffer(s.Text), jsontext.AllowDuplicateNames(true)),
		lines:  newLines(s),
		intern: map[string]string{},
	}
	n, err := r.value(0)
	if err != nil {
		r.fail(err)
	} else if rest := bytes.TrimLeft(s.Text[r.dec.InputOffset():], " \t\r\n"); len(rest) > 0 {
		r.Errorf(newLines(s).at(len(s.Text)-len(rest)), "invalid-json", "invalid JSON: something follows the end of the document")
	}
	if r.HasErrors() {
		return nil, r.List
	}
	return n, r.List
}

func (r *jsonReader) fail(err error) {
	offset := int(r.dec.InputOffset())
	message := err.Error()
	if syntactic, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		offset = int(syntactic.ByteOffset)
		message = syntactic.Err.Error()
		if errors.Is(syntactic.Err, io.ErrUnexpectedEOF) {
			message = "the document ends too early"
		}
	}
	position := newLines(r.source).at(offset)
	if errors.Is(err, errTooDeep) || errors.Is(err, errTooLarge) {
		r.Errorf(position, "too-large", "%s", message)
		return
	}
	r.Errorf(position, "invalid-json", "invalid JSON: %s", message)
}

func (r *jsonReader) node(k Kind, text string) *Node {
	if len(r.nodes) == 0 {
		r.nodes = make([]Node, 256)
	}
	n := &r.nodes[0]
	r.nodes = r.nodes[1:]
	n.Kind, n.Text, n.Source = k, text, r.source
	n.Line, n.Column = r.lines.lineColumn(r.start())
	return n
}

// start is the offset at which the next token begins.
func (r *jsonReader) start() int {
	offset := int(r.dec.InputOffset())
	for offset < len(r.source.Text) && strings.IndexByte(" \t\r\n,:", r.source.Text[offset]) >= 0 {
		offset++
	}
	return offset
}

func (r *jsonReader) value(depth int) (*Node, error) {
	if depth > maxDepth {
		return nil, errTooDeep
	}
	if r.count++; r.count > maxValues {
		return nil, errTooLarge
	}
	n := r.node(Null, "")
	t, err := r.dec.ReadToken()
	if err != nil {
		return nil, err
	}
	switch t.Kind() {
	case '{':
		n.Kind = Mapping
		return n, r.mapping(n, depth)
	case '[':
		n.Kind = Sequence
		return n, r.sequence(n, depth)
	case '"':
		n.Kind, n.Text = String, t.String()
	case '0':
		n.Kind, n.Text = Number, t.String()
	case 't', 'f':
		n.Kind, n.Text = Bool, t.String()
	default: // null, which a node is until told otherwise
	}
	return n, nil
}

func (r *jsonReader) mapping(n *Node, depth int) error {
	for r.dec.PeekKind() != '}' {
		f := Field{}
		f.Line, f.Column = r.lines.lineColumn(r.start())
		name, err := r.dec.ReadToken()
		if err != nil {
			return err
		}
		f.Name = r.interned(name.String())
		if f.Value, err = r.value(depth + 1); err != nil {
			return err
		}
		n.Fields = append(n.Fields, f)
	}
	checkDuplicates(n, &r.List)
	_, err := r.dec.ReadToken()
	return err
}

func (r *jsonReader) sequence(n *Node, depth int) error {
	for r.dec.PeekKind() != ']' {
		item, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		n.Items = append(n.Items, item)
	}
	_, err := r.dec.ReadToken()
	return err
}

func (r *jsonReader) interned(s string) string {
	if known, ok := r.intern[s]; ok {
		return known
	}
	r.intern[s] = s
	return s
}

// checkDuplicates reports names that a mapping holds twice. Few entries are
// compared pair by pair, which allocates nothing.
func checkDuplicates(n *Node, problems *diag.List) {
	if len(n.Fields) <= 8 {
		for i := range n.Fields {
			for j := range i {
				if n.Fields[j].Name == n.Fields[i].Name {
					n.reportDuplicate(j, i, problems)
					break
				}
			}
		}
		return
	}
	seen := make(map[string]int, len(n.Fields))
	for i, f := range n.Fields {
		if first, twice := seen[f.Name]; twice {
			n.reportDuplicate(first, i, problems)
			continue
		}
		seen[f.Name] = i
	}
}

func (n *Node) reportDuplicate(first, second int, problems *diag.List) {
	if len(*problems) >= maxProblems {
		return
	}
	at := func(i int) diag.Position {
		return diag.Position{File: n.Source.Name, Line: int(n.Fields[i].Line), Column: int(n.Fields[i].Column)}
	}
	d := problems.Errorf(at(second), "duplicate-key", "the key %q occurs twice in this mapping", n.Fields[second].Name)
	d.Notes = append(d.Notes, diag.Note{Position: at(first), Message: "first here"})
}
