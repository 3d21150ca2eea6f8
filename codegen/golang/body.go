package golang

import (
	"strings"

	"github.com/gatewright/gatewright/model"
)

// body is how a body is read and written.
type body uint8

const (
	jsonBody body = iota
	formBody
	multipartBody
	textBody
	binaryBody
)

// bodyOf tells how a body of a media type is read and written.
func bodyOf(m *model.MediaType) body {
	essence, _, _ := strings.Cut(strings.ToLower(m.Type), ";")
	essence = strings.TrimSpace(essence)
	switch {
	case essence == "application/json", essence == "*/*" && m.Schema != nil && resolvedKind(m.Schema) != stringKind,
		strings.HasSuffix(essence, "+json"), essence == "text/json", essence == "application/*":
		return jsonBody
	case essence == "application/x-www-form-urlencoded":
		return formBody
	case essence == "multipart/form-data":
		return multipartBody
	case strings.HasPrefix(essence, "text/"), essence == "application/xml", strings.HasSuffix(essence, "+xml"),
		essence == "application/yaml", essence == "application/javascript":
		return textBody
	}
	return binaryBody
}

// IsJSON reports whether a body of a media type is JSON, so that Go has a type for
// it.
func IsJSON(m *model.MediaType) bool { return bodyOf(m) == jsonBody }
