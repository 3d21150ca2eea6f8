package codegen

import (
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
)

// InlineNames are the names of the types of schemas that the model does not name. They are the same in all languages, up to
// the case of letters: the name of what the schema is in, then its own part.
//
//	Pet.owner                             PetOwner
//	Pet.tags[]                            PetTagsItem
//	the request body of addPet            AddPetRequestContent
//	the response 200 of getPet            GetPet200Response
//	components.responses.NotFound         NotFoundResponse
//	the parameter sort of listPets        ListPetsSort
//
// A name depends on where its schema is written, not on who refers to it: an operation that is added renames nothing.
type InlineNames struct {
	forms  *shape.Forms
	names  map[*model.Schema]string // in words
	seen   map[*model.Schema]bool
	taken  map[string]bool
	named  []*model.Schema
	bodies int // how many of them are in named schemas and JSON bodies
}

// NewInlineNames names the inline schemas of a model.
func NewInlineNames(api *model.API) *InlineNames {
	n := &InlineNames{
		forms: shape.NewForms(), names: map[*model.Schema]string{}, seen: map[*model.Schema]bool{}, taken: map[string]bool{},
	}
	for _, s := range api.Schemas {
		n.seen[s] = true
		n.taken[folded(s.Name)] = true
	}
	for _, s := range api.Schemas {
		n.parts(s, s.Name)
	}
	for _, o := range api.Operations {
		n.operation(o, shape.IsJSON)
	}
	n.bodies = len(n.named)
	for _, o := range api.Operations {
		n.operation(o, func(*model.MediaType) bool { return true })
		n.parameters(o)
	}
	return n
}

// Of returns the name of an inline schema's type, which identifier makes of its words; false: the schema has none.
func (n *InlineNames) Of(s *model.Schema, identifier func(words string) string) (string, bool) {
	words, ok := n.names[s]
	if !ok {
		return "", false
	}
	return identifier(words), true
}

// Schemas returns the schemas that have a name of their own in named schemas and in JSON bodies, in the order of the
// document. Those in parameters, headers and other bodies are missing.
func (n *InlineNames) Schemas() []*model.Schema { return n.named[:n.bodies] }

// operation names the schemas of the bodies of some media types.
func (n *InlineNames) operation(o *model.Operation, includes func(*model.MediaType) bool) {
	if b := o.RequestBody; b != nil {
		n.content(b.Content, bodyWords(b.Component, o.ID, "request content"), includes)
	}
	for _, r := range o.Responses {
		n.content(r.Content, bodyWords(r.Component, o.ID+" "+status(r), "response"), includes)
	}
}

// status returns the status of a response as one word: 4xx.
func status(r *model.Response) string { return strings.ToLower(r.Status) }

func bodyWords(component, operation, suffix string) string {
	if component != "" {
		return component + " " + suffix
	}
	return operation + " " + suffix
}

func (n *InlineNames) content(content []*model.MediaType, words string, includes func(*model.MediaType) bool) {
	for _, m := range content {
		if includes(m) {
			n.schema(m.Schema, words)
		}
	}
}

func (n *InlineNames) parameters(o *model.Operation) {
	for _, p := range o.Parameters {
		s := p.Schema
		if s == nil && len(p.Content) > 0 {
			s = p.Content[0].Schema
		}
		n.schema(s, parameterWords(o, p))
	}
	for _, r := range o.Responses {
		for _, h := range r.Headers {
			n.schema(h.Schema, headerWords(o, r, h))
		}
	}
}

func parameterWords(o *model.Operation, p *model.Parameter) string {
	switch {
	case p.Component != "":
		return p.Component + " parameter"
	case p.PathItem != "":
		return naming.Operation("", p.PathItem) + part(p.Name)
	}
	return o.ID + part(p.Name)
}

func headerWords(o *model.Operation, r *model.Response, h *model.Header) string {
	switch {
	case h.Component != "":
		return h.Component + " header"
	case r.Component != "":
		return r.Component + part(h.Name)
	}
	return o.ID + " " + status(r) + part(h.Name)
}

// part returns what a property adds to a name.
func part(name string) string {
	words := naming.Words(name)
	if len(words) == 0 {
		words = naming.Spelled(name)
	}
	return " " + strings.Join(words, " ")
}

// schema names a schema, if its type needs a name, and those in it.
func (n *InlineNames) schema(s *model.Schema, words string) {
	if s == nil || s.Name != "" || n.seen[s] {
		return
	}
	n.seen[s] = true
	if n.needsName(s) {
		words = n.take(words)
		n.names[s] = words
		n.named = append(n.named, s)
	}
	n.parts(s, words)
}

// take returns words that are free: with the first number behind them, from 2, with which they are.
func (n *InlineNames) take(words string) string {
	free := words
	for i := 2; n.taken[folded(free)]; i++ {
		free = words + " " + strconv.Itoa(i)
	}
	n.taken[folded(free)] = true
	return free
}

func (n *InlineNames) needsName(s *model.Schema) bool {
	switch n.forms.Target(s).Kind {
	case shape.Enum, shape.Mixed, shape.Tuple, shape.Struct, shape.Union:
		return true
	default:
		return false
	}
}

// parts names the inline schemas in a schema.
func (n *InlineNames) parts(s *model.Schema, words string) {
	for _, p := range s.Properties {
		n.schema(p.Schema, words+part(p.Name))
	}
	for _, p := range s.PatternProperties {
		n.schema(p.Schema, words+" pattern")
	}
	n.schema(s.AdditionalProperties, words+" value")
	n.schema(s.Items, words+" item")
	for i, item := range s.PrefixItems {
		n.schema(item, words+" item "+strconv.Itoa(i+1))
	}
	for _, p := range s.AllOf {
		n.same(p, words)
	}
	for _, alternatives := range [][]*model.Schema{s.OneOf, s.AnyOf} {
		n.alternatives(shape.WithoutNull(alternatives), words)
	}
}

func (n *InlineNames) alternatives(alternatives []*model.Schema, words string) {
	for _, a := range alternatives {
		if len(alternatives) == 1 {
			n.same(a, words)
			continue
		}
		n.schema(a, words+" "+shape.Label(a, n.forms.Target(a).Kind))
	}
}

// same lets a part of a schema that says what the whole is have the name of the whole.
func (n *InlineNames) same(s *model.Schema, words string) {
	if s.Name != "" || n.seen[s] {
		return
	}
	n.seen[s] = true
	n.names[s] = words
	n.parts(s, words)
}

func folded(words string) string { return strings.ToLower(strings.Join(naming.Words(words), "")) }
