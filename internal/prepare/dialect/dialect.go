// Package dialect translates the document of a model into what API Gateway
// imports: OpenAPI 3.0.1, in which every schema is a legal Schema Object of
// OpenAPI 3.0 and a JSON Schema of draft 4 (API Gateway Developer Guide, "Data
// models for REST APIs in API Gateway").
//
// The translation never refuses what the model allows. What the dialect cannot
// express is left out, so that the definition accepts more than the model, and is
// reported once for each keyword. docs/adr/0008-schema-dialect.md has the rules.
package dialect

import (
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// Version is the version of OpenAPI of every translated document.
const Version = "3.0.1"

// Options change how a document is translated.
type Options struct {
	// CDK is set when the AWS CDK puts the document into a template. It holds numbers in
	// double precision: a bound that a double cannot hold is rounded outwards, so that it
	// still accepts every valid value. And templates hold no null.
	CDK bool
}

// Translate returns the translated document, which shares unchanged nodes with
// root. All references in root must be local. The list holds one warning for each
// keyword that is weakened in a request body.
func Translate(root *tree.Node, o Options) (*tree.Node, diag.List) {
	t := newTranslation(root, o)
	t.findForeignSchemes()
	t.findSchemas()
	t.findHidden()
	t.findLosses()
	t.nameModels()
	document := t.document()
	t.reportLosses()
	t.reportNoBody()
	return document, t.List
}

// translation is one document that is being translated.
type translation struct {
	Options
	root      *tree.Node
	refAlone  bool                  // keywords next to a schema's $ref do not count: OpenAPI 3.0
	nullable  bool                  // the keyword nullable counts: OpenAPI 3.0
	models    []tree.Field          // components.schemas
	model     map[string]*tree.Node // the same by name
	targets   map[string]*tree.Node // of references
	schemas   map[*tree.Node]*schema
	order     []*schema // as they were found
	named     map[string]*schema
	lifted    []*schema       // referred to, but not components
	foreign   map[string]bool // security schemes that OpenAPI 3.0 does not have, by name
	writing   bool            // the walk writes the document
	nullName  string          // of the model that allows null alone
	usesNull  bool
	noBody    []diag.Position // of optional request bodies that are loosened
	inRequest int             // how deep the walk is in request bodies
	callbacks int             // how deep the walk is in callbacks
	visit     func(n *tree.Node) *tree.Node
	diag.List
}

func newTranslation(root *tree.Node, o Options) *translation {
	t := &translation{
		Options: o,
		root:    root,
		model:   map[string]*tree.Node{},
		targets: map[string]*tree.Node{},
		schemas: map[*tree.Node]*schema{},
		named:   map[string]*schema{},
		foreign: map[string]bool{},
	}
	t.refAlone = isOpenAPI30(root)
	t.nullable = t.refAlone
	t.readModels()
	return t
}

// readModels notes the components that are schemas, each with a node of its own:
// a YAML alias stands for the same node.
func (t *translation) readModels() {
	schemas := t.root.Get("components", "schemas")
	if !schemas.Is(tree.Mapping) {
		return
	}
	seen := map[*tree.Node]bool{}
	for _, f := range schemas.Fields {
		if seen[f.Value] {
			f.Value = f.Value.Copy()
		}
		seen[f.Value] = true
		t.models = append(t.models, f)
		t.model[f.Name] = f.Value
	}
}

func isOpenAPI30(root *tree.Node) bool {
	version := root.Get("openapi")
	return version == nil || len(version.Text) < 3 || version.Text[:3] == "3.0"
}
