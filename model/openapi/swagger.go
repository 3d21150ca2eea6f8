package openapi

import (
	"path"
	"strings"

	"github.com/gatewright/gatewright/internal/swagger"
	"github.com/gatewright/gatewright/internal/tree"
)

// fromSwagger converts a Swagger 2.0 document, so that everything after it is about
// OpenAPI 3. What other files hold is converted when it is referred to, and it is known
// what it is: see converted.
func (f *files) fromSwagger(document *tree.Node) *tree.Node {
	f.swagger = swagger.New(document, func(ref *tree.Node) *tree.Node { return f.raw(document, ref) })
	converted := f.swagger.Document()
	f.bySource[document.Source].node = converted
	return converted
}

// raw returns what a reference of a Swagger 2.0 document leads to, as it is in its file.
// References that lead nowhere are reported when they are bundled.
func (f *files) raw(document, ref *tree.Node) *tree.Node {
	from := f.bySource[ref.Source]
	if from == nil {
		return nil
	}
	parsed, problem := parseReference(ref.Text)
	if problem != "" {
		return nil
	}
	in := from
	if parsed.file != "" {
		name := path.Join(path.Dir(from.name), parsed.file)
		if strings.HasPrefix(name, "..") {
			return nil
		}
		in = f.get(name)
	}
	n := in.node
	if n != nil && n.Source == document.Source {
		n = document
	}
	if n == nil {
		return nil
	}
	return lookup{}.descend(n, parsed.tokens...)
}

// converted returns a target in OpenAPI 3. Only the main file is converted as a whole.
func (b *bundler) converted(t target, k kind) target {
	s := b.files.swagger
	if s == nil || t.node == nil || t.file == b.root || isReference(t.node) {
		return t
	}
	convert := map[kind]func(*tree.Node) *tree.Node{
		schemaKind: s.Schema, parameterKind: s.Parameter, responseKind: s.Response, headerKind: s.Parameter, pathItemKind: s.PathItem,
	}[k]
	if convert == nil {
		return t
	}
	known := b.inOpenAPI3[t.node]
	if known == nil {
		known = convert(t.node)
		b.inOpenAPI3[t.node] = known
		b.inOpenAPI3[known] = known
	}
	t.node = known
	return t
}
