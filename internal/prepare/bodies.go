package prepare

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// setRequestBody leaves out the schemas of bodies that are not JSON. API Gateway turns
// the schema of each content type into a model, a model is a JSON Schema, and a body
// that is not JSON does not satisfy one ("Data models for REST APIs").
func (p *preparation) setRequestBody(n *tree.Node) {
	body := p.resolve(n.Get("requestBody"))
	declared := body.Get("content")
	if !declared.Is(tree.Mapping) || !slices.ContainsFunc(declared.Fields, hasUnusableSchema) {
		return
	}
	content := declared.Copy()
	for i, f := range content.Fields {
		if hasUnusableSchema(f) {
			media := f.Value.Copy()
			media.Delete("schema", "encoding")
			content.Fields[i].Value = media
		}
	}
	body = body.Copy()
	body.Set("content", content)
	n.Set("requestBody", body)
}

func hasUnusableSchema(media tree.Field) bool {
	return media.Value.Get("schema") != nil && !model.IsJSON(media.Name)
}

// eachMedia calls a function for all bodies that an operation takes and returns.
func eachMedia(o *model.Operation, visit func(m *model.MediaType)) {
	if o.RequestBody != nil {
		for _, m := range o.RequestBody.Content {
			visit(m)
		}
	}
	for _, r := range o.Responses {
		for _, m := range r.Content {
			visit(m)
		}
	}
}

// partsOf returns a schema and all those that its allOf, anyOf and oneOf hold.
func partsOf(s *model.Schema) []*model.Schema {
	var parts []*model.Schema
	var add func(s *model.Schema)
	add = func(s *model.Schema) {
		if s == nil || slices.Contains(parts, s) {
			return
		}
		parts = append(parts, s)
		for _, list := range [][]*model.Schema{s.AllOf, s.AnyOf, s.OneOf} {
			for _, part := range list {
				add(part)
			}
		}
	}
	add(s)
	return parts
}

// essenceOf returns a media type without its parameters, in lower case.
func essenceOf(mediaType string) string {
	essence, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(essence))
}
