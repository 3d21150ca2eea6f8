package java

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// content is a body in media types that are one type in Java.
type content struct {
	name  string // of the component: body, json
	body  shape.Body
	types []string // media types
	media *model.MediaType
	typ   Type
}

// contentNames are what bodies are called when there are several.
var contentNames = [...]string{shape.JSON: "json", shape.URLEncoded: "form", shape.Multipart: "multipart", shape.Text: "text", shape.Binary: "binary"}

// contents groups the media types of a body by what they are in Java. form returns the class of a form; nil: forms are bytes.
func (g *generator) contents(all []*model.MediaType, names members, form func(*model.MediaType) Type) []*content {
	var groups []*content
	for _, m := range all {
		c := &content{body: shape.BodyOf(m), types: []string{m.Type}, media: m}
		switch {
		case c.body == shape.JSON:
			c.typ = g.types.typeOf(m.Schema)
		case c.body == shape.Text:
			c.typ = lang("String")
		case c.body != shape.Binary && form != nil && len(g.types.formProperties(m.Schema)) > 0:
			c.typ = form(m)
		default:
			c.body, c.typ = shape.Binary, Type{Code{"byte[]"}}
		}
		if i := slices.IndexFunc(groups, c.isLike); i >= 0 {
			groups[i].types = append(groups[i].types, m.Type)
			continue
		}
		groups = append(groups, c)
	}
	for _, c := range groups {
		c.name = "body"
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

// needsType reports whether the media type of a body is not known without being told.
func needsType(groups []*content) bool {
	types := 0
	for _, c := range groups {
		types += len(c.types)
	}
	return types > 1 || types == 1 && strings.Contains(groups[0].types[0], "*")
}

// usualType returns the media type of a body when its sender does not say; empty: they must.
func (c *content) usualType() string {
	first := c.types[0]
	switch {
	case !strings.Contains(first, "*"):
		return first
	case c.body == shape.JSON:
		return "application/json"
	case c.body == shape.Text:
		return "text/plain"
	case first == "*/*" || first == "application/*":
		return "application/octet-stream"
	}
	return ""
}
