package golang

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/model"
)

// content is a body in media types that are one type in Go.
type content struct {
	name  string // of the field
	body  body
	types []string // media types
	media *model.MediaType
	typ   Type
}

// contentNames are what the fields of bodies are called when there are several.
var contentNames = [...]string{jsonBody: "JSON", formBody: "Form", multipartBody: "Multipart", textBody: "Text", binaryBody: "Binary"}

// contents groups the media types of a body by what they are in Go.
func (g *Generator) contents(all []*model.MediaType, names *scope, form func(*model.MediaType) Type) []*content {
	var groups []*content
	for _, m := range all {
		c := &content{body: bodyOf(m), types: []string{m.Type}, media: m}
		switch {
		case c.body == jsonBody:
			c.typ = g.Type(m.Schema)
			if c.typ.IsZero() {
				c.typ = Type{expr: Code{rawJSON}}
			}
		case c.body == textBody:
			c.typ = Type{expr: Code{"string"}, kind: stringKind}
		case c.body != binaryBody && form != nil && len(formProperties(m.Schema)) > 0:
			c.typ = form(m)
		default:
			c.body, c.typ = binaryBody, Type{expr: Code{"[]byte"}, kind: bytesKind}
		}
		if i := slices.IndexFunc(groups, c.isLike); i >= 0 {
			groups[i].types = append(groups[i].types, m.Type)
			continue
		}
		groups = append(groups, c)
	}
	for _, c := range groups {
		c.name = "Body"
		if len(groups) > 1 {
			c.name = contentNames[c.body]
		}
		c.name = names.take(c.name)
	}
	return groups
}

func (c *content) isLike(other *content) bool {
	if c.body != other.body || c.body == formBody || c.body == multipartBody {
		return false
	}
	return c.body != jsonBody || c.media.Schema == other.media.Schema
}

// needsType reports whether one must be told the media type of a body.
func needsType(groups []*content) bool {
	types := 0
	for _, c := range groups {
		types += len(c.types)
	}
	return types > 1 || types == 1 && strings.Contains(groups[0].types[0], "*")
}

// declared gives the type of a body's field. Of several only one is set.
func (c *content) declared(alone bool) Type {
	if alone {
		return c.typ
	}
	return c.typ.Optional()
}
