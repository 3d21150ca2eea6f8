package golang

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// content is a body in media types that are one type in Go.
type content struct {
	name  string // of the field
	body  shape.Body
	types []string // media types
	media *model.MediaType
	typ   Type
}

// contentNames are what the fields of bodies are called when there are several.
var contentNames = [...]string{shape.JSON: "JSON", shape.URLEncoded: "Form", shape.Multipart: "Multipart", shape.Text: "Text", shape.Binary: "Binary"}

// contents groups the media types of a body by what they are in Go.
func (g *Generator) contents(all []*model.MediaType, names *scope, form func(*model.MediaType) Type) []*content {
	var groups []*content
	for _, m := range all {
		c := &content{body: shape.BodyOf(m), types: []string{m.Type}, media: m}
		switch {
		case c.body == shape.JSON:
			c.typ = g.Type(m.Schema)
			if c.typ.IsZero() {
				c.typ = Type{expr: Code{rawJSON}}
			}
		case c.body == shape.Text:
			c.typ = Type{expr: Code{"string"}, kind: shape.String}
		case c.body != shape.Binary && form != nil && len(g.types.formProperties(m.Schema)) > 0:
			c.typ = form(m)
		default:
			c.body, c.typ = shape.Binary, Type{expr: Code{"[]byte"}, kind: shape.Bytes}
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
	if c.body != other.body || c.body == shape.URLEncoded || c.body == shape.Multipart {
		return false
	}
	return c.body != shape.JSON || c.media.Schema == other.media.Schema
}

// needsType reports whether one must be told the media type of a body.
func needsType(groups []*content) bool {
	types := 0
	for _, c := range groups {
		types += len(c.types)
	}
	return types > 1 || types == 1 && strings.Contains(groups[0].types[0], "*")
}

// declared returns the type of a body's field. Of several only one is set.
func (c *content) declared(alone bool) Type {
	if alone {
		return c.typ
	}
	return c.typ.Optional()
}
