package tree

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"go.yaml.in/yaml/v3"
)

// JSON returns n as JSON text, indented by two spaces and ended by a newline, or
// compact and without one. The same node always gives the same bytes.
func (n *Node) JSON(indented bool) []byte {
	var b bytes.Buffer
	writeJSON(&b, n, indented, "\n")
	if indented {
		b.WriteByte('\n')
	}
	return b.Bytes()
}

func writeJSON(b *bytes.Buffer, n *Node, indented bool, newline string) {
	switch n.Kind {
	case Null:
		b.WriteString("null")
	case Bool, Number:
		b.WriteString(n.Text)
	case String:
		writeString(b, n.Text)
	case Sequence:
		writeAll(b, '[', ']', len(n.Items), indented, newline, func(i int, inner string) {
			writeJSON(b, n.Items[i], indented, inner)
		})
	case Mapping:
		writeAll(b, '{', '}', len(n.Fields), indented, newline, func(i int, inner string) {
			writeString(b, n.Fields[i].Name)
			b.WriteByte(':')
			if indented {
				b.WriteByte(' ')
			}
			writeJSON(b, n.Fields[i].Value, indented, inner)
		})
	}
}

func writeAll(b *bytes.Buffer, open, end byte, count int, indented bool, newline string, write func(i int, newline string)) {
	b.WriteByte(open)
	inner := newline
	if indented && count > 0 {
		inner = newline + "  "
	}
	for i := range count {
		if i > 0 {
			b.WriteByte(',')
		}
		if indented {
			b.WriteString(inner)
		}
		write(i, inner)
	}
	if indented && count > 0 {
		b.WriteString(newline)
	}
	b.WriteByte(end)
}

func writeString(b *bytes.Buffer, s string) {
	quoted, err := jsontext.AppendQuote(b.AvailableBuffer(), s)
	if err != nil { // invalid UTF-8; the quoted text holds replacement characters
		quoted, _ = jsontext.AppendQuote(nil, strings.ToValidUTF8(s, "\uFFFD"))
	}
	b.Write(quoted)
}

// YAML returns n as YAML text. The same node always gives the same bytes.
func (n *Node) YAML() ([]byte, error) {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(n.yaml()); err != nil {
		return nil, err
	}
	return b.Bytes(), enc.Close()
}

// yaml11 matches texts that readers of YAML 1.1 take for booleans, for numbers to
// the base of sixty, and for a special value (YAML 1.1's "Language-Independent
// Types").
var yaml11 = regexp.MustCompile(`^((?i:y|n|yes|no|on|off)|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|=)$`)

func (n *Node) yaml() *yaml.Node {
	switch n.Kind {
	case Sequence:
		y := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		if len(n.Items) == 0 {
			y.Style = yaml.FlowStyle
		}
		for _, item := range n.Items {
			y.Content = append(y.Content, item.yaml())
		}
		return y
	case Mapping:
		y := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		if len(n.Fields) == 0 {
			y.Style = yaml.FlowStyle
		}
		for _, f := range n.Fields {
			y.Content = append(y.Content, NewString(f.Name).yaml(), f.Value.yaml())
		}
		return y
	case String:
		y := &yaml.Node{}
		y.SetString(n.Text)
		if yaml11.MatchString(n.Text) {
			y.Style = yaml.DoubleQuotedStyle
		}
		return y
	case Null:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}
	case Bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: n.Text}
	default:
		tag := "!!int"
		if strings.ContainsAny(n.Text, ".eE") || !fitsInt(n.Text) {
			tag = "!!float"
		}
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: n.Text}
	}
}

// fitsInt reports whether readers of YAML take a literal for an integer.
func fitsInt(text string) bool {
	_, signed := strconv.ParseInt(text, 10, 64)
	_, unsigned := strconv.ParseUint(text, 10, 64)
	return signed == nil || unsigned == nil
}
