package mockdata

import (
	"bytes"
	"encoding/xml"
	"strings"
	"unicode"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// xmlFacts are what OpenAPI's "XML Object" says of a schema.
type xmlFacts struct {
	name, namespace, prefix string
	attribute, wrapped      bool
}

func xmlOf(goal conjunction) xmlFacts {
	var x xmlFacts
	for _, s := range goal {
		n := s.Node.Get("xml")
		if n == nil {
			continue
		}
		if x.name == "" {
			x.name = n.Get("name").Str()
		}
		if x.namespace == "" {
			x.namespace, x.prefix = n.Get("namespace").Str(), n.Get("prefix").Str()
		}
		x.attribute = x.attribute || n.Get("attribute").True()
		x.wrapped = x.wrapped || n.Get("wrapped").True()
	}
	return x
}

// named returns the name of an element: the one that the schema says, else the
// given one, with its prefix.
func (x xmlFacts) named(fallback string) string {
	name := fallback
	if x.name != "" {
		name = x.name
	}
	if x.prefix != "" {
		return xmlName(x.prefix) + ":" + xmlName(name)
	}
	return xmlName(name)
}

func (x xmlFacts) declaration() string {
	switch {
	case x.namespace == "":
		return ""
	case x.prefix != "":
		return " xmlns:" + xmlName(x.prefix) + `="` + escapeXML(x.namespace) + `"`
	default:
		return ` xmlns="` + escapeXML(x.namespace) + `"`
	}
}

// xmlName replaces what cannot be in a name.
func xmlName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == '.' || r == ':' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '_'
	}, s)
	if s == "" || !unicode.IsLetter(rune(s[0])) && s[0] != '_' && s[0] < 0x80 {
		return "_" + s
	}
	return s
}

func escapeXML(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(s)); err != nil { // a Buffer never fails
		return ""
	}
	return b.String()
}

// encodeXML writes a value as a document, with the names that the schema's "xml"
// keywords ask for.
func (g *Generator) encodeXML(s *model.Schema, n *tree.Node) []byte {
	goal := conjunction{}.and(s)
	name := "root"
	if s != nil && s.Name != "" {
		name = s.Name
	}
	w := &xmlWriter{g: g}
	w.b.WriteString(xml.Header)
	all := g.allParts(goal)
	if n.Kind == tree.Sequence { // a document has one element at its root
		w.wrapped(all, xmlOf(all).named(name), n)
	} else {
		w.element(goal, name, n)
	}
	w.b.WriteByte('\n')
	return w.b.Bytes()
}

type xmlWriter struct {
	g *Generator
	b bytes.Buffer
}

// element writes a value that is not a list.
func (w *xmlWriter) element(goal conjunction, fallback string, n *tree.Node) {
	parts := w.g.allParts(goal)
	x := xmlOf(parts)
	name := x.named(fallback)
	w.b.WriteString("<" + name + x.declaration())
	switch n.Kind {
	case tree.Mapping:
		w.attributes(parts, n)
		w.b.WriteByte('>')
		w.properties(parts, n)
	case tree.Sequence:
		w.b.WriteByte('>')
		w.list(parts, fallback, n)
	default:
		w.b.WriteString(">" + escapeXML(n.Text))
	}
	w.b.WriteString("</" + name + ">")
}

func (w *xmlWriter) attributes(parts conjunction, n *tree.Node) {
	for i := range n.Fields {
		f := &n.Fields[i]
		if x := xmlOf(w.g.allParts(w.g.propertyGoal(parts, f.Name))); x.attribute && isScalar(f.Value) {
			w.b.WriteString(" " + x.named(f.Name) + `="` + escapeXML(f.Value.Text) + `"`)
		}
	}
}

func isScalar(n *tree.Node) bool { return n.Kind != tree.Mapping && n.Kind != tree.Sequence }

func (w *xmlWriter) properties(parts conjunction, n *tree.Node) {
	for i := range n.Fields {
		f := &n.Fields[i]
		goal := w.g.propertyGoal(parts, f.Name)
		all := w.g.allParts(goal)
		x := xmlOf(all)
		switch {
		case x.attribute && isScalar(f.Value):
		case f.Value.Kind == tree.Sequence && x.wrapped:
			w.wrapped(all, x.named(f.Name), f.Value)
		case f.Value.Kind == tree.Sequence:
			w.list(all, f.Name, f.Value)
		default:
			w.element(goal, f.Name, f.Value)
		}
	}
}

// wrapped writes a list inside an element of its own.
func (w *xmlWriter) wrapped(parts conjunction, name string, n *tree.Node) {
	w.b.WriteString("<" + name + xmlOf(parts).declaration() + ">")
	w.list(parts, name, n)
	w.b.WriteString("</" + name + ">")
}

// list writes an element for each item.
func (w *xmlWriter) list(parts conjunction, name string, n *tree.Node) {
	for i, item := range n.Items {
		w.element(itemGoal(parts, i), name, item)
	}
}
