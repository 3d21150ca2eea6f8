package swagger

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// Schema converts a schema.
func (c *Converter) Schema(n *tree.Node) *tree.Node {
	if !n.Is(tree.Mapping) {
		return n
	}
	out := at(n, tree.NewMapping())
	for _, f := range n.Fields {
		switch f.Name {
		case "properties", "patternProperties", "definitions":
			f.Value = each(f.Value, func(_ string, p *tree.Node) *tree.Node { return c.Schema(p) })
		case "items", "additionalProperties", "not":
			f.Value = c.Schema(f.Value)
		case "allOf", "anyOf", "oneOf":
			f.Value = c.schemas(f.Value)
		case "discriminator":
			if f.Value.Is(tree.String) {
				f.Value = at(f.Value, tree.NewMapping(tree.Field{Name: "propertyName", Value: f.Value, Line: f.Line, Column: f.Column}))
			}
		case "x-nullable":
			f.Name = "nullable"
		case "collectionFormat": // of the items of a parameter: nothing in OpenAPI 3 stands for it
			continue
		case "type":
			if f.Value.Str() == "file" {
				put(out, f, "type", at(f.Value, tree.NewString("string")))
				f.Name, f.Value = "format", at(f.Value, tree.NewString("binary"))
			}
		}
		out.Fields = append(out.Fields, c.ref(f))
	}
	return out
}

func (c *Converter) schemas(list *tree.Node) *tree.Node {
	if !list.Is(tree.Sequence) {
		return list
	}
	out := at(list, tree.NewSequence())
	for _, item := range list.Items {
		out.Items = append(out.Items, c.Schema(item))
	}
	return out
}

// flows are the names of OAuth flows in OpenAPI 3.
var flows = map[string]string{
	"implicit": "implicit", "password": "password", "application": "clientCredentials", "accessCode": "authorizationCode",
}

func securityScheme(n *tree.Node) *tree.Node {
	kind := n.Get("type").Str()
	if kind != "basic" && kind != "oauth2" {
		return n
	}
	out, flow := at(n, tree.NewMapping()), at(n, tree.NewMapping())
	for _, f := range n.Fields {
		switch {
		case f.Name == "type" && kind == "basic":
			put(out, f, "type", at(f.Value, tree.NewString("http")))
			put(out, f, "scheme", at(f.Value, tree.NewString("basic")))
		case f.Name == "authorizationUrl" || f.Name == "tokenUrl" || f.Name == "scopes":
			flow.Fields = append(flow.Fields, f)
		case f.Name == "flow":
		default:
			out.Fields = append(out.Fields, f)
		}
	}
	if name, ok := flows[n.Get("flow").Str()]; ok && kind == "oauth2" {
		out.Set("flows", at(n, tree.NewMapping(tree.Field{Name: name, Value: flow})))
	}
	return out
}

// Tokens returns the tokens of a JSON pointer into the document, unescaped, for the
// converted document.
func (c *Converter) Tokens(tokens []string) []string {
	if len(tokens) < 2 {
		return tokens
	}
	if tokens[0] == "paths" {
		return c.pathTokens(tokens)
	}
	section, ok := moved[tokens[0]]
	if !ok {
		return tokens
	}
	entry := c.resolved(c.root.Get(tokens[0], tokens[1]))
	start := []string{"components", section, tokens[1]}
	switch {
	case tokens[0] == "parameters" && place(entry) == "body":
		start[1] = "requestBodies"
		return slices.Concat(start, c.contentTokens(tokens[2:], c.types(nil, "consumes"), entry))
	case tokens[0] == "responses":
		return slices.Concat(start, c.contentTokens(tokens[2:], c.types(nil, "produces"), entry))
	}
	return slices.Concat(start, tokens[2:])
}

// pathTokens returns the tokens of a pointer into an operation: paths, path, method,
// responses, status, schema; or paths, path, method, parameters, index, schema.
func (c *Converter) pathTokens(tokens []string) []string {
	if len(tokens) < 6 {
		return tokens
	}
	operation := c.root.Get(tokens[:3]...)
	switch tokens[3] {
	case "responses":
		response := operation.Get("responses", tokens[4])
		return slices.Concat(tokens[:5], c.contentTokens(tokens[5:], c.types(operation, "produces"), response))
	case "parameters":
		index, err := strconv.Atoi(tokens[4])
		list := operation.Get("parameters")
		if err != nil || !list.Is(tree.Sequence) || index < 0 || index >= len(list.Items) || place(c.resolved(list.Items[index])) != "body" {
			return tokens
		}
		return slices.Concat(tokens[:3], []string{"requestBody"}, c.contentTokens(tokens[5:], c.consumes(operation), list.Items[index]))
	}
	return tokens
}

// contentTokens returns the tokens of a pointer into a message, whose schema is below its
// first content type.
func (c *Converter) contentTokens(tokens, types []string, message *tree.Node) []string {
	if len(tokens) == 0 || tokens[0] != "schema" {
		return tokens
	}
	return slices.Concat([]string{"content", typesOf(types, message.Get("schema"))[0]}, tokens)
}

// ref converts a field that may be a $ref within the document.
func (c *Converter) ref(f tree.Field) tree.Field {
	if !c.rewrites || f.Name != "$ref" || !f.Value.Is(tree.String) {
		return f
	}
	pointer, ok := strings.CutPrefix(f.Value.Text, "#/")
	if !ok {
		return f
	}
	tokens := strings.Split(pointer, "/")
	for i, token := range tokens {
		tokens[i] = unescaped.Replace(token)
	}
	tokens = c.Tokens(tokens)
	for i, token := range tokens {
		tokens[i] = escaped.Replace(token)
	}
	f.Value = at(f.Value, tree.NewString("#/"+strings.Join(tokens, "/")))
	return f
}

// referred converts a value that is a reference, if it is one.
func (c *Converter) referred(n *tree.Node) *tree.Node {
	if !n.Is(tree.Mapping) {
		return n
	}
	out := n.Copy()
	for i, f := range out.Fields {
		out.Fields[i] = c.ref(f)
	}
	return out
}

// maxChain is how long a chain of references may be.
const maxChain = 32

// resolved returns what a value is or refers to, or nil.
func (c *Converter) resolved(n *tree.Node) *tree.Node {
	for range maxChain {
		ref := n.Get("$ref")
		if !ref.Is(tree.String) {
			return n
		}
		n = c.follow(ref)
	}
	return nil
}

// local follows a reference within the document.
func (c *Converter) local(ref *tree.Node) *tree.Node {
	pointer, ok := strings.CutPrefix(ref.Text, "#/")
	if !ok {
		return nil
	}
	n := c.root
	for token := range strings.SplitSeq(pointer, "/") {
		n = n.Get(unescaped.Replace(token))
	}
	return n
}

var (
	unescaped = strings.NewReplacer("~1", "/", "~0", "~")
	escaped   = strings.NewReplacer("~", "~0", "/", "~1")
)

// sectionEntry returns the name of the entry of a section of the document that a value
// refers to.
func (c *Converter) sectionEntry(n *tree.Node, section string) (name string, ok bool) {
	ref := n.Get("$ref")
	if !ref.Is(tree.String) || ref.Source != c.root.Source {
		return "", false
	}
	return strings.CutPrefix(ref.Text, "#/"+section+"/")
}

func reference(position *tree.Node, to string) *tree.Node {
	value := at(position.Get("$ref"), tree.NewString(to))
	return at(position, tree.NewMapping(tree.Field{Name: "$ref", Value: value}))
}

// each converts the values of a mapping.
func each(n *tree.Node, convert func(name string, value *tree.Node) *tree.Node) *tree.Node {
	if !n.Is(tree.Mapping) {
		return n
	}
	out := n.Copy()
	for i, f := range out.Fields {
		out.Fields[i].Value = convert(f.Name, f.Value)
	}
	return out
}

// at returns a new value the position of another one.
func at(position, n *tree.Node) *tree.Node {
	if position != nil {
		n.Source, n.Line, n.Column = position.Source, position.Line, position.Column
	}
	return n
}

// put adds an entry at the place of the one that it is made from.
func put(n *tree.Node, from tree.Field, name string, value *tree.Node) {
	n.Fields = append(n.Fields, tree.Field{Name: name, Value: value, Line: from.Line, Column: from.Column})
}
