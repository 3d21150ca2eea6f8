package prepare

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// Prune drops from a definition what API Gateway's import ignores: descriptions,
// summaries, titles and examples, tags, links to documentation, bodies of
// responses, what parameters have next to their names, vendor extensions that are
// not API Gateway's, and the components that nothing refers to any more (API
// Gateway Developer Guide, "Amazon API Gateway important notes"). What is left
// validates the same requests. The document that was given stays as it is.
//
// How much that saves is the difference of the two documents' JSON: a
// CloudFormation template holds at most 1,000,000 bytes.
func Prune(d *spec.Document) *spec.Document {
	p := &pruner{root: d.Root, schemas: tree.NewMapping(), kept: map[string]bool{}, hoisted: map[string]string{}}
	root := tree.NewMapping()
	for _, f := range d.Root.Fields {
		switch {
		case f.Name == "openapi" || f.Name == "security" || isOurs(f.Name):
			root.Set(f.Name, f.Value)
		case f.Name == "info":
			root.Set(f.Name, keep(f.Value, "title", "version"))
		case f.Name == "servers":
			root.Set(f.Name, p.servers(f.Value))
		case f.Name == "paths":
			root.Set(f.Name, p.paths(f.Value))
		}
	}
	root.Set("components", p.components(root))
	return &spec.Document{Root: root}
}

// pruner collects the schemas that request bodies refer to.
type pruner struct {
	root    *tree.Node
	schemas *tree.Node
	kept    map[string]bool
	hoisted map[string]string // references to schemas outside of the components, to their new names
}

// isOurs reports whether API Gateway reads an extension.
func isOurs(name string) bool { return strings.HasPrefix(name, "x-amazon-apigateway-") }

func keep(n *tree.Node, names ...string) *tree.Node {
	kept := tree.NewMapping()
	for _, f := range n.Fields {
		if slices.Contains(names, f.Name) {
			kept.Fields = append(kept.Fields, f)
		}
	}
	return kept
}

func (p *pruner) resolve(n *tree.Node) *tree.Node {
	for range 32 {
		target := spec.Resolve(p.root, n.Get("$ref").Str())
		if target == nil {
			return n
		}
		n = target
	}
	return n
}

func (p *pruner) servers(list *tree.Node) *tree.Node {
	servers := tree.NewSequence()
	for _, n := range list.Items {
		server := tree.NewMapping()
		for _, f := range n.Fields {
			if f.Name != "description" {
				server.Fields = append(server.Fields, f)
			}
		}
		servers.Items = append(servers.Items, server)
	}
	return servers
}

func (p *pruner) paths(n *tree.Node) *tree.Node {
	paths := tree.NewMapping()
	for _, f := range n.Fields {
		if !strings.HasPrefix(f.Name, "/") {
			continue
		}
		item := tree.NewMapping()
		for _, g := range p.resolve(f.Value).Fields {
			switch {
			case g.Name == "parameters":
				item.Set(g.Name, p.parameters(g.Value))
			case slices.Contains(methods, g.Name) || g.Name == spec.ExtAnyMethod:
				item.Set(g.Name, p.operation(p.resolve(g.Value)))
			}
		}
		paths.Fields = append(paths.Fields, tree.Field{Name: f.Name, Value: item})
	}
	return paths
}

func (p *pruner) operation(n *tree.Node) *tree.Node {
	operation := tree.NewMapping()
	for _, f := range n.Fields {
		switch {
		case f.Name == "operationId" || f.Name == "security" || isOurs(f.Name):
			operation.Set(f.Name, f.Value)
		case f.Name == "parameters":
			operation.Set(f.Name, p.parameters(f.Value))
		case f.Name == "requestBody":
			operation.Set(f.Name, p.requestBody(p.resolve(f.Value)))
		case f.Name == "responses":
			operation.Set(f.Name, p.responses(f.Value))
		}
	}
	return operation
}

func (p *pruner) parameters(list *tree.Node) *tree.Node {
	parameters := tree.NewSequence()
	for _, item := range list.Items {
		n := p.resolve(item)
		parameter := keep(n, "name", "in", "required")
		schema := stringSchema
		if t := p.resolve(n.Get("schema")).Get("type"); slices.Contains([]string{"integer", "number", "boolean"}, t.Str()) {
			schema = tree.NewMapping(tree.Field{Name: "type", Value: t})
		}
		parameter.Set("schema", schema)
		parameters.Items = append(parameters.Items, parameter)
	}
	return parameters
}

func (p *pruner) requestBody(n *tree.Node) *tree.Node {
	content := tree.NewMapping()
	if declared := n.Get("content"); declared != nil {
		for _, f := range declared.Fields {
			media := tree.NewMapping()
			if schema := f.Value.Get("schema"); schema != nil {
				media.Set("schema", p.schema(schema))
			}
			content.Set(f.Name, media)
		}
	}
	body := keep(n, "required")
	body.Set("content", content)
	return body
}

// noDescription is there because OpenAPI demands a description.
var noDescription = tree.Field{Name: "description", Value: tree.NewString("")}

func (p *pruner) responses(n *tree.Node) *tree.Node {
	responses := tree.NewMapping()
	for _, f := range n.Fields {
		if strings.HasPrefix(f.Name, "x-") {
			continue
		}
		response := tree.NewMapping(noDescription)
		if declared := p.resolve(f.Value).Get("headers"); declared != nil && len(declared.Fields) > 0 {
			headers := tree.NewMapping()
			for _, h := range declared.Fields {
				headers.Set(h.Name, stringHeader)
			}
			response.Set("headers", headers)
		}
		responses.Set(f.Name, response)
	}
	return responses
}

// ignoredKeywords are those of schemas that validate nothing, or that API Gateway
// does not know.
var ignoredKeywords = []string{
	"description", "title", "example", "examples", "default", "deprecated", "discriminator",
	"externalDocs", "xml", "readOnly", "writeOnly", "$comment",
}

// schema prunes a schema. The names in properties are not keywords.
func (p *pruner) schema(n *tree.Node) *tree.Node {
	if !n.Is(tree.Mapping) {
		return n
	}
	if ref := n.Get("$ref"); ref.Is(tree.String) {
		return tree.NewMapping(tree.Field{Name: "$ref", Value: tree.NewString(p.reference(ref.Text))})
	}
	pruned := &tree.Node{Kind: tree.Mapping, Fields: make([]tree.Field, 0, len(n.Fields))}
	for _, f := range n.Fields {
		if slices.Contains(ignoredKeywords, f.Name) || strings.HasPrefix(f.Name, "x-") {
			continue
		}
		switch f.Name {
		case "properties", "patternProperties", "definitions", "$defs", "dependentSchemas":
			f.Value = p.each(f.Value)
		case "items", "additionalProperties", "not", "contains", "propertyNames", "if", "then", "else":
			f.Value = p.schema(f.Value)
		case "allOf", "anyOf", "oneOf", "prefixItems":
			f.Value = p.list(f.Value)
		}
		pruned.Fields = append(pruned.Fields, f)
	}
	return pruned
}

func (p *pruner) each(n *tree.Node) *tree.Node {
	pruned := n.Copy()
	for i := range pruned.Fields {
		pruned.Fields[i].Value = p.schema(pruned.Fields[i].Value)
	}
	return pruned
}

func (p *pruner) list(n *tree.Node) *tree.Node {
	pruned := n.Copy()
	for i := range pruned.Items {
		pruned.Items[i] = p.schema(pruned.Items[i])
	}
	return pruned
}

const schemaReference = "#/components/schemas/"

// reference keeps what a reference leads to. A schema that stands somewhere else
// in the document becomes a component.
func (p *pruner) reference(ref string) string {
	if rest, ok := strings.CutPrefix(ref, schemaReference); ok {
		name, _, _ := strings.Cut(rest, "/")
		name = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
		p.keepSchema(name, p.root.Get("components", "schemas", name))
		return ref
	}
	name := p.hoisted[ref]
	if name == "" {
		target := spec.Resolve(p.root, ref)
		if target == nil {
			return ref
		}
		name = "Inline" + strconv.Itoa(len(p.hoisted)+1)
		p.hoisted[ref] = name
		p.keepSchema(name, target)
	}
	return schemaReference + name
}

func (p *pruner) keepSchema(name string, n *tree.Node) {
	if n == nil || p.kept[name] {
		return
	}
	p.kept[name] = true
	at := len(p.schemas.Fields)
	p.schemas.Fields = append(p.schemas.Fields, tree.Field{Name: name})
	value := p.schema(n) // adds the schemas that it refers to
	p.schemas.Fields[at].Value = value
}

func (p *pruner) components(pruned *tree.Node) *tree.Node {
	components := tree.NewMapping()
	if len(p.schemas.Fields) > 0 {
		components.Set("schemas", p.schemas)
	}
	used := usedSchemes(pruned)
	schemes := tree.NewMapping()
	if declared := p.root.Get("components", "securitySchemes"); declared != nil {
		for _, f := range declared.Fields {
			if used[f.Name] {
				scheme := p.resolve(f.Value).Copy()
				scheme.Delete("description")
				schemes.Fields = append(schemes.Fields, tree.Field{Name: f.Name, Value: scheme})
			}
		}
	}
	if len(schemes.Fields) > 0 {
		components.Set("securitySchemes", schemes)
	}
	if len(components.Fields) == 0 {
		return nil
	}
	return components
}

func usedSchemes(root *tree.Node) map[string]bool {
	used := map[string]bool{}
	collect := func(n *tree.Node) {
		if n == nil {
			return
		}
		for _, requirement := range n.Items {
			for _, f := range requirement.Fields {
				used[f.Name] = true
			}
		}
	}
	collect(root.Get("security"))
	if paths := root.Get("paths"); paths != nil {
		for _, item := range paths.Fields {
			for _, f := range item.Value.Fields {
				collect(f.Value.Get("security"))
			}
		}
	}
	return used
}
