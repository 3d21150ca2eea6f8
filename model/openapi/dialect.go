package openapi

import (
	"regexp"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// dialect is what differs between the versions of OpenAPI.
type dialect struct {
	version        string
	booleanSchemas bool // true and false are schemas
	refSiblings    bool // keywords next to a schema's $ref count
	needsPaths     bool // paths must be there; else webhooks or components will do
	needsResponses bool // an operation must describe its responses
	nullable       bool // the keyword nullable counts
	nullType       bool // "null" is a type
	numericBounds  bool // exclusiveMinimum and exclusiveMaximum are numbers
	swagger        bool // it is Swagger 2.0, which is converted
	definitions    bool // a schema can hold definitions and other keywords of JSON Schema's core
}

var versionForm = regexp.MustCompile(`^3\.[01](\.[0-9]+)?(-[A-Za-z0-9.]+)?$`)

// dialectOf reports the dialect by the version that the document states.
func dialectOf(document *tree.Node, problems *diag.List) (dialect, bool) {
	if document.Kind != tree.Mapping {
		problems.Errorf(document.Position(), "invalid-type", "an OpenAPI document must be a mapping, found %s", document.Kind).
			Help = `it starts with a line such as "openapi: 3.0.3"`
		return dialect{}, false
	}
	if version := document.Get("swagger"); version != nil {
		if version.Text != "2.0" && version.Text != "2" {
			problems.Errorf(version.Position(), "unknown-version", "Swagger %s is not supported; write 2.0", describe(version))
			return dialect{}, false
		}
		return dialect{version: "2.0", swagger: true, needsPaths: true, needsResponses: true, nullable: true}, true
	}
	version := document.Get("openapi")
	if version == nil {
		problems.Errorf(document.Position(), "missing-version", `this is not an OpenAPI document: the key "openapi" with the version is missing`).
			Help = `an OpenAPI document starts with a line such as "openapi: 3.0.3"`
		return dialect{}, false
	}
	if (version.Kind != tree.String && version.Kind != tree.Number) || !versionForm.MatchString(version.Text) {
		problems.Errorf(version.Position(), "unknown-version", "OpenAPI %s is not supported; write 3.0.x or 3.1.x", describe(version))
		return dialect{}, false
	}
	if version.Text[2] == '0' {
		return dialect{version: version.Text, needsPaths: true, needsResponses: true, nullable: true}, true
	}
	return dialect{
		version: version.Text, booleanSchemas: true, refSiblings: true, nullType: true,
		numericBounds: true, definitions: true,
	}, true
}

// describe returns a scalar as it was written, and what else there is by its kind.
func describe(n *tree.Node) string {
	switch n.Kind {
	case tree.String:
		return `"` + n.Text + `"`
	case tree.Number, tree.Bool:
		return n.Text
	default:
		return n.Kind.String()
	}
}
