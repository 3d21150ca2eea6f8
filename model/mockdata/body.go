package mockdata

import (
	"bytes"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// Body is a body in one content type.
type Body struct {
	// ContentType is what to send as Content-Type: the media type as the model
	// writes it, with a concrete one in the place of a range such as "*/*".
	ContentType string
	// Value is what the body says; nil when it is not made from a value: binary
	// data, documents, and examples written as text.
	Value *tree.Node
	// Text is the body itself.
	Text []byte
	// Binary tells that Text is not text in UTF-8.
	Binary bool
	// Problems are warnings about examples that were skipped.
	Problems diag.List
}

// Body makes a body as a server sends it: the first of the media type's example
// and examples that is valid against its schema, else a value of the schema. The
// error is a diag.Diagnostic, as that of Value.
func (g *Generator) Body(m *model.MediaType) (Body, error) { return g.body(m, response) }

// RequestBody makes a body as a client sends it.
func (g *Generator) RequestBody(m *model.MediaType) (Body, error) { return g.body(m, request) }

func (g *Generator) body(m *model.MediaType, d direction) (Body, error) {
	kind, contentType := kindOf(m.Type)
	b := Body{ContentType: contentType, Binary: kind == binaryBody}
	for _, n := range given(m.Example, m.Examples) {
		a, p := g.authored(m, n, d)
		if p != nil {
			warnExample(&b.Problems, n, m.Position, p)
			continue
		}
		if a.literal {
			b.Text = []byte(a.node.Text)
			return b, nil
		}
		err := g.encode(&b, kind, m, a.node)
		return b, err
	}
	if kind == binaryBody {
		b.Text = sample(contentType, m.Schema)
		return b, nil
	}
	if text, ok := g.document(contentType, m.Schema); ok {
		b.Text = []byte(text)
		return b, nil
	}
	n, err := g.bodyValue(m.Schema, kind, d)
	if err != nil {
		return Body{}, err
	}
	err = g.encode(&b, kind, m, n)
	return b, err
}

// authoredExample is an example that may be used: a value, or the literal text
// of a body.
type authoredExample struct {
	node    *tree.Node
	literal bool
}

// authored judges a media type's example. One that is a string may be the body
// as it is sent: in a type other than JSON it cannot be judged further, in JSON
// it is read first.
func (g *Generator) authored(m *model.MediaType, n *tree.Node, d direction) (authoredExample, *problem) {
	kind, _ := kindOf(m.Type)
	isText := n.Kind == tree.String && kind != jsonBody
	if m.Schema == nil {
		return authoredExample{n, isText}, nil
	}
	goal := conjunction{m.Schema}
	p := g.check(goal, n, d)
	switch {
	case p == nil:
		return authoredExample{n, isText}, nil
	case n.Kind != tree.String:
		return authoredExample{}, p
	case kind == jsonBody || kind == jsonLines:
		if inner, problems := tree.Read("example.json", []byte(n.Text)); !problems.HasErrors() && g.check(goal, inner, d) == nil {
			return authoredExample{node: inner}, nil
		}
		return authoredExample{}, p
	case p.keyword == "type":
		return authoredExample{n, true}, nil
	default:
		return authoredExample{}, p
	}
}

// bodyValue makes the value of a body, which a media type need not describe.
func (g *Generator) bodyValue(s *model.Schema, kind bodyKind, d direction) (*tree.Node, error) {
	switch {
	case s != nil:
		return g.value(s, d)
	case kind == textBody || kind == eventStream:
		return tree.NewString(sentence(&source{g.Seed})), nil
	default:
		return tree.NewMapping(), nil
	}
}

func (g *Generator) encode(b *Body, kind bodyKind, m *model.MediaType, n *tree.Node) error {
	b.Value = n
	switch kind {
	case jsonLines:
		b.Text = encodeLines(n, "")
	case jsonSequence:
		b.Text = encodeLines(n, "\x1e")
	case xmlBody:
		b.Text = g.encodeXML(m.Schema, n)
	case yamlBody:
		text, err := n.YAML()
		b.Text = text
		return err
	case formBody:
		b.Text = encodeForm(n)
	case multipartBody:
		b.ContentType, b.Text = g.encodeMultipart(b.ContentType, m.Schema, n)
	case eventStream:
		b.Text = encodeEvents(n)
	case textBody, binaryBody:
		b.Text = plainText(n)
	default:
		b.Text = n.JSON(false)
	}
	return nil
}

// plainText writes a string as it is, anything else as JSON.
func plainText(n *tree.Node) []byte {
	if n.Kind == tree.String {
		return []byte(n.Text)
	}
	return n.JSON(false)
}

// encodeLines writes the items of a list on a line each (RFC 7464 puts a record
// separator before each).
func encodeLines(n *tree.Node, before string) []byte {
	items := []*tree.Node{n}
	if n.Kind == tree.Sequence {
		items = n.Items
	}
	var b bytes.Buffer
	for _, item := range items {
		b.WriteString(before)
		b.Write(item.JSON(false))
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// encodeEvents writes one event, or one for each item of a list (HTML Living
// Standard, "Server-sent events").
func encodeEvents(n *tree.Node) []byte {
	items := []*tree.Node{n}
	if n.Kind == tree.Sequence {
		items = n.Items
	}
	var b bytes.Buffer
	for _, item := range items {
		for line := range bytes.SplitSeq(bytes.ReplaceAll(plainText(item), []byte("\r"), nil), []byte("\n")) {
			b.WriteString("data: ")
			b.Write(line)
			b.WriteByte('\n')
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}
