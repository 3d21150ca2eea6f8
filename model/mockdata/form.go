package mockdata

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// encodeForm writes an object as application/x-www-form-urlencoded. Lists give
// one pair for each item and objects inside are JSON, as OpenAPI's default
// encoding says ("Encoding Object").
func encodeForm(n *tree.Node) []byte {
	if n.Kind != tree.Mapping {
		return plainText(n)
	}
	var pairs []string
	for i := range n.Fields {
		f := &n.Fields[i]
		for _, v := range itemsOf(f.Value) {
			pairs = append(pairs, url.QueryEscape(f.Name)+"="+url.QueryEscape(string(plainText(v))))
		}
	}
	return []byte(strings.Join(pairs, "&"))
}

func itemsOf(n *tree.Node) []*tree.Node {
	if n.Kind == tree.Sequence {
		return n.Items
	}
	return []*tree.Node{n}
}

// encodeMultipart writes an object as RFC 7578 says, a part for each property.
func (g *Generator) encodeMultipart(contentType string, s *model.Schema, n *tree.Node) (string, []byte) {
	fields := n.Fields
	if n.Kind != tree.Mapping {
		fields = []tree.Field{{Name: "data", Value: n}}
	}
	boundary := boundaryFor(n)
	var parts conjunction
	if s != nil {
		parts = g.allParts(conjunction{s})
	}
	var b bytes.Buffer
	for i := range fields {
		f := &fields[i]
		of := g.propertyGoal(parts, f.Name)
		for _, v := range itemsOf(f.Value) {
			fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=%q%s\r\n", boundary, quotable(f.Name), partHeaders(of, v))
			fmt.Fprintf(&b, "\r\n%s\r\n", plainText(v))
		}
	}
	fmt.Fprintf(&b, "--%s--\r\n", boundary)
	return essenceOf(contentType) + "; boundary=" + boundary, b.Bytes()
}

// quotable leaves out of a name what would end a header.
func quotable(name string) string {
	return strings.NewReplacer("\r", "%0D", "\n", "%0A", `"`, "%22").Replace(name)
}

func partHeaders(of conjunction, v *tree.Node) string {
	switch {
	case v.Kind == tree.Mapping || v.Kind == tree.Sequence:
		return "\r\nContent-Type: application/json"
	case isFile(of):
		return "; filename=\"file\"\r\nContent-Type: application/octet-stream"
	default:
		return ""
	}
}

// isFile reports whether a property is an uploaded file, or a list of them.
func isFile(of conjunction) bool {
	for _, s := range of {
		if s.Format == "binary" || s.Items != nil && s.Items.Format == "binary" {
			return true
		}
	}
	return false
}

// boundaryFor returns a boundary that stands nowhere in the value.
func boundaryFor(n *tree.Node) string {
	text := string(n.JSON(false))
	boundary := "boundary"
	for strings.Contains(text, boundary) {
		boundary += "1"
	}
	return boundary
}
