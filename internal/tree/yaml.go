package tree

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gatewright/gatewright/diag"
)

// maxAliasNodes is how many nodes the aliases of one document may stand for in
// all. It stops documents that are small on disk and huge when expanded.
const maxAliasNodes = 200_000

type yamlReader struct {
	source  *Source
	intern  map[string]string
	count   int // values so far
	aliases int // values that aliases have stood for so far
	inAlias int
	open    map[*yaml.Node]bool // anchors being expanded
	stopped bool                // a limit is reached
	diag.List
}

func readYAML(s *Source) (*Node, diag.List) {
	r := &yamlReader{source: s, intern: map[string]string{}, open: map[*yaml.Node]bool{}}
	if separators(s.Text) > maxValues {
		r.Errorf(diag.Position{File: s.Name}, "too-large", "%s", errTooLarge)
		return nil, r.List
	}
	document, second, err := decodeYAML(s.Text)
	if err != nil {
		r.fail(err)
		return nil, r.List
	}
	if len(document.Content) == 0 {
		r.Errorf(diag.Position{File: s.Name}, "empty-file", "the file holds no YAML value")
		return nil, r.List
	}
	if second != nil {
		r.errorf(second, "too-many-documents", "a second YAML document starts here; a file must hold one only")
	}
	n := r.node(document.Content[0], 0)
	if r.HasErrors() {
		return nil, r.List
	}
	return n, r.List
}

// separators counts lines, commas and brackets: a text has about as many as values.
// The parser keeps all it reads, so what is too much must be known before.
func separators(text []byte) int {
	count := 0
	for _, c := range []byte("\n,[{") {
		count += bytes.Count(text, []byte{c})
	}
	return count
}

// decodeYAML reads the first document of a text, and the second if there is one.
// It turns a panic of the parser into an error.
func decodeYAML(text []byte) (first, second *yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("yaml: %v", p)
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(text))
	first = &yaml.Node{}
	if err := dec.Decode(first); err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	second = &yaml.Node{}
	switch err := dec.Decode(second); {
	case errors.Is(err, io.EOF), err == nil && isEmptyDocument(second):
		return first, nil, nil
	case err != nil:
		return nil, nil, err
	}
	return first, second, nil
}

// isEmptyDocument reports whether a document is a mere "---" at the end of a file.
func isEmptyDocument(y *yaml.Node) bool {
	return len(y.Content) == 0 || len(y.Content) == 1 && y.Content[0].Tag == "!!null" && y.Content[0].Value == ""
}

var yamlErrorLine = regexp.MustCompile(`^line (\d+): `)

// parserFaults are the errors for which the library counts lines from 0; those of
// its scanner count from 1.
var parserFaults = regexp.MustCompile(`^did not find expected (node content|key|',' or|'-' indicator|<)|^found undefined tag handle|^found duplicate %|^found incompatible YAML`)

func (r *yamlReader) fail(err error) {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	position := diag.Position{File: r.source.Name}
	if m := yamlErrorLine.FindStringSubmatch(message); m != nil {
		position.Line, _ = strconv.Atoi(m[1])
		message = message[len(m[0]):]
	}
	if parserFaults.MatchString(message) {
		position.Line++
	}
	d := r.Errorf(position, "invalid-yaml", "invalid YAML: %s", message)
	lines := []int{position.Line}
	if strings.Contains(message, "tab character") {
		lines = append(lines, position.Line+1)
	}
	for _, line := range lines {
		column := tabColumn(r.source.Text, line)
		if column == 0 {
			continue
		}
		d.Position.Line, d.Position.Column = line, column
		d.Message = "invalid YAML: a tab indents this line"
		d.Help = "indent with spaces; YAML allows no tabs there"
	}
}

// tabColumn returns where a tab is in the indentation of a line, or 0.
func tabColumn(text []byte, line int) int {
	for n := 1; len(text) > 0 && n <= line; n++ {
		current, rest, _ := bytes.Cut(text, []byte{'\n'})
		if n == line {
			indent := current[:len(current)-len(bytes.TrimLeft(current, " \t"))]
			return bytes.IndexByte(indent, '\t') + 1
		}
		text = rest
	}
	return 0
}

func (r *yamlReader) position(y *yaml.Node) diag.Position {
	return diag.Position{File: r.source.Name, Line: y.Line, Column: y.Column}
}

func (r *yamlReader) errorf(y *yaml.Node, rule, format string, args ...any) {
	if len(r.List) < maxProblems {
		r.Errorf(r.position(y), rule, format, args...)
	}
}

func (r *yamlReader) node(y *yaml.Node, depth int) *Node {
	n := &Node{Source: r.source, Line: int32(y.Line), Column: int32(y.Column)}
	if r.stops(y, depth) {
		return n
	}
	switch y.Kind {
	case yaml.MappingNode:
		n.Kind = Mapping
		r.mapping(n, y, depth)
	case yaml.SequenceNode:
		n.Kind = Sequence
		n.Items = make([]*Node, len(y.Content))
		for i, item := range y.Content {
			n.Items[i] = r.node(item, depth+1)
		}
	case yaml.ScalarNode:
		r.scalar(n, y)
	case yaml.AliasNode:
		return r.alias(y, depth)
	case yaml.DocumentNode: // documents do not nest
	}
	return r.longForm(y.Tag, n)
}

// stops reports whether a limit is reached, so that no more is read.
func (r *yamlReader) stops(y *yaml.Node, depth int) bool {
	if r.stopped {
		return true
	}
	r.count++
	if r.inAlias > 0 {
		r.aliases++
	}
	r.stopped = true
	switch {
	case depth > maxDepth:
		r.errorf(y, "too-large", "%s", errTooDeep)
	case r.aliases > maxAliasNodes:
		r.errorf(y, "too-large", "the aliases of this document stand for more than %d values", maxAliasNodes)
	case r.count > maxValues:
		r.errorf(y, "too-large", "%s", errTooLarge)
	default:
		r.stopped = false
	}
	return r.stopped
}

func (r *yamlReader) alias(y *yaml.Node, depth int) *Node {
	if r.open[y.Alias] {
		r.errorf(y, "circular-alias", "the alias *%s stands for a value that contains it", y.Value)
		return &Node{Source: r.source, Line: int32(y.Line), Column: int32(y.Column)}
	}
	r.open[y.Alias] = true
	r.inAlias++
	n := r.node(y.Alias, depth+1)
	r.inAlias--
	delete(r.open, y.Alias)
	return n
}

func (r *yamlReader) mapping(n *Node, y *yaml.Node, depth int) {
	n.Fields = make([]Field, 0, len(y.Content)/2)
	var merged []*Node
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, value := y.Content[i], y.Content[i+1]
		if key.Kind == yaml.AliasNode {
			key = key.Alias
		}
		if key.Kind != yaml.ScalarNode {
			r.errorf(key, "invalid-key", "a key must be a string")
			continue
		}
		if key.ShortTag() == "!!merge" {
			merged = append(merged, r.node(value, depth+1))
			continue
		}
		n.Fields = append(n.Fields, Field{
			Name: r.interned(key.Value), Line: int32(key.Line), Column: int32(key.Column),
			Value: r.node(value, depth+1),
		})
	}
	checkDuplicates(n, &r.List)
	r.mergeAll(n, merged, y)
}

// mergeAll adds what "<<" keys name, which the mapping's own entries override, and
// the earlier ones the later (YAML's "Merge Key Language-Independent Type").
func (r *yamlReader) mergeAll(n *Node, merged []*Node, y *yaml.Node) {
	if len(merged) == 0 {
		return
	}
	has := make(map[string]bool, len(n.Fields))
	for _, f := range n.Fields {
		has[f.Name] = true
	}
	for _, m := range merged {
		r.merge(n, m, y, has)
	}
}

func (r *yamlReader) merge(n, from *Node, y *yaml.Node, has map[string]bool) {
	switch from.Kind {
	case Mapping:
		for _, f := range from.Fields {
			if !has[f.Name] {
				has[f.Name] = true
				n.Fields = append(n.Fields, f)
			}
		}
	case Sequence:
		for _, item := range from.Items {
			r.merge(n, item, y, has)
		}
	default:
		r.errorf(y, "invalid-merge", "a merge key (<<) takes a mapping or a list of mappings, not %s", from.Kind)
	}
}

func (r *yamlReader) interned(s string) string {
	if known, ok := r.intern[s]; ok {
		return known
	}
	r.intern[s] = s
	return s
}

func (r *yamlReader) scalar(n *Node, y *yaml.Node) {
	n.Text = y.Value
	switch y.ShortTag() {
	case "!!null":
		n.Kind, n.Text = Null, ""
	case "!!bool":
		n.Kind, n.Text = boolean(y.Value)
	case "!!int", "!!float":
		n.Kind, n.Text = Number, jsonNumber(y)
		if n.Text == "" {
			n.Kind, n.Text = String, y.Value
		}
	default:
		n.Kind = String
	}
}

// boolean reads what is tagged as a boolean, which may be one of YAML 1.1's other
// words for it.
func boolean(value string) (Kind, string) {
	switch strings.ToLower(value) {
	case "true", "yes", "on", "y":
		return Bool, "true"
	case "false", "no", "off", "n":
		return Bool, "false"
	default:
		return String, value
	}
}

var jsonNumberForm = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

// jsonNumber returns a YAML number as JSON writes it, or "" for what JSON cannot
// write (infinities, not-a-number).
func jsonNumber(y *yaml.Node) string {
	if jsonNumberForm.MatchString(y.Value) {
		return y.Value
	}
	text := strings.ReplaceAll(y.Value, "_", "")
	if i, ok := new(big.Int).SetString(strings.TrimPrefix(text, "+"), 0); ok {
		return i.String()
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return ""
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}
