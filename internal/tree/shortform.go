package tree

import (
	"bytes"
	"slices"
	"strings"
)

// functions are CloudFormation's intrinsic functions that YAML may write as a tag,
// such as !Sub (AWS CloudFormation User Guide, "Intrinsic function reference").
var functions = []string{
	"Base64", "Cidr", "FindInMap", "GetAZs", "GetAtt", "ImportValue", "Join", "Length", "Select", "Split", "Sub",
	"ToJsonString", "Transform", "And", "Equals", "If", "Not", "Or",
}

// longForm returns the long form of a value that is tagged with the name of an
// intrinsic function, {"Fn::Sub": …} for !Sub …, and any other value as it is. JSON
// has only the long form, so that everything after reading knows only that one.
func (r *yamlReader) longForm(tag string, n *Node) *Node {
	name, tagged := strings.CutPrefix(tag, "!")
	switch {
	case !tagged || strings.HasPrefix(name, "!"):
		return n
	case name == "Ref" || name == "Condition":
	case slices.Contains(functions, name):
		name = "Fn::" + name
	default:
		return n
	}
	at := *n
	r.skipTag(tag, n)
	if name == "Fn::GetAtt" && n.Kind == String {
		n = attributeList(n)
	}
	return &Node{
		Kind: Mapping, Source: at.Source, Line: at.Line, Column: at.Column,
		Fields: []Field{{Name: name, Value: n, Line: at.Line, Column: at.Column}},
	}
}

// skipTag moves the position of a value behind its tag, when both are on one line.
func (r *yamlReader) skipTag(tag string, n *Node) {
	text := r.source.from(n.Line, n.Column)
	behind, ok := bytes.CutPrefix(text, []byte(tag))
	value := bytes.TrimLeft(behind, " ")
	if ok && len(value) > 0 && value[0] != '\r' && value[0] != '\n' {
		n.Column += int32(len(text) - len(value)) // the tag and the blanks are ASCII
	}
}

// attributeList splits "Id.Attribute" into the list that Fn::GetAtt takes in JSON.
func attributeList(n *Node) *Node {
	id, attribute, found := strings.Cut(n.Text, ".")
	if !found {
		return n
	}
	list := &Node{Kind: Sequence, Source: n.Source, Line: n.Line, Column: n.Column}
	for _, text := range []string{id, attribute} {
		list.Items = append(list.Items, &Node{Kind: String, Text: text, Source: n.Source, Line: n.Line, Column: n.Column})
	}
	return list
}
