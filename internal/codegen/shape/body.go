package shape

import (
	"strings"

	"github.com/gatewright/gatewright/model"
)

// Body is how a body is read and written.
type Body uint8

// The ways of reading and writing a body.
const (
	JSON Body = iota
	URLEncoded
	Multipart
	Text
	Binary
)

// BodyOf returns how a body of a media type is read and written.
func BodyOf(m *model.MediaType) Body {
	essence, _, _ := strings.Cut(strings.ToLower(m.Type), ";")
	essence = strings.TrimSpace(essence)
	switch {
	case essence == "application/json", essence == "*/*" && m.Schema != nil && ResolvedKind(m.Schema) != String,
		strings.HasSuffix(essence, "+json"), essence == "text/json", essence == "application/*":
		return JSON
	case essence == "application/x-www-form-urlencoded":
		return URLEncoded
	case essence == "multipart/form-data":
		return Multipart
	case strings.HasPrefix(essence, "text/"), essence == "application/xml", strings.HasSuffix(essence, "+xml"),
		essence == "application/yaml", essence == "application/javascript":
		return Text
	}
	return Binary
}

// IsJSON reports whether a body of a media type is JSON, so that its schema has a
// shape.
func IsJSON(m *model.MediaType) bool { return BodyOf(m) == JSON }
