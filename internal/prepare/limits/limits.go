// Package limits tells what API Gateway's import would refuse or ignore in a
// definition, and what would fail at the first request (API Gateway Developer
// Guide, "Amazon API Gateway important notes" and "Quotas for configuring and
// running a REST API in API Gateway").
package limits

import (
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// Check returns all that is wrong with a definition, in the order of the sources.
// An error is what API Gateway refuses, or responds with 500; a warning is what it
// ignores, or what a quota forbids that can be raised.
func Check(d *spec.Document) diag.List {
	api, problems := spec.Read(d)
	c := &checker{root: api.Root}
	c.Add(problems...)
	for _, rule := range rules {
		rule(c, api)
	}
	return c.Sorted()
}

// CheckPaths returns the problems of the paths of a model.
func CheckPaths(root *tree.Node) diag.List {
	c := &checker{root: root}
	c.paths(nil)
	return c.Sorted()
}

// rules are all checks, each over the whole definition.
var rules = []func(*checker, *spec.API){
	(*checker).version,
	(*checker).size,
	(*checker).paths,
	(*checker).methods,
	(*checker).parameters,
	(*checker).schemas,
	(*checker).securitySchemes,
	(*checker).authorizers,
	(*checker).integrations,
	(*checker).mappings,
	(*checker).responses,
	(*checker).binaryMediaTypes,
	(*checker).policy,
}

type checker struct {
	root *tree.Node
	diag.List
}

const (
	maxDocument         = 6 << 20   // bytes of a file that is imported
	maxTemplate         = 1_000_000 // bytes of a CloudFormation template
	maxResources        = 300
	maxAuthorizers      = 10
	maxMappingTemplate  = 300 << 10 // bytes
	maxPolicy           = 8192      // characters
	minTimeout          = 50        // milliseconds
	maxTimeout          = 29_000
	maxAuthorizerTTL    = 3600 // seconds
	maxStageName        = 128  // characters
	maxStageVariables   = 100
	maxVariableName     = 64
	maxVariableValue    = 512
	maxReferencesLength = 32
)

func (c *checker) version(*spec.API) {
	if n := c.root.Get("openapi"); n != nil && !strings.HasPrefix(n.Text, "3.0") {
		c.Warnf(n.Position(), "unsupported-openapi-version", "API Gateway imports OpenAPI 3.0; this is %s", n.Text).
			Help = "write the model in 3.0.3, or import it with the version changed where no keyword of 3.1 is used"
	}
}

func (c *checker) size(*spec.API) {
	switch size := len(c.root.JSON(false)); {
	case size > maxDocument:
		c.Errorf(c.root.Position(), "too-large", "the definition has %d bytes; API Gateway imports up to %d", size, maxDocument).
			Help = "drop what API Gateway ignores by prune: true, or split the API"
	case size > maxTemplate:
		c.Warnf(c.root.Position(), "too-large", "the definition has %d bytes; inside a CloudFormation template, which holds %d, it does not fit", size, maxTemplate).
			Help = "drop what API Gateway ignores by prune: true, or import it from a file in S3"
	}
}

// resolve follows local references; what cannot be followed stays as it is.
func (c *checker) resolve(n *tree.Node) *tree.Node {
	for range maxReferencesLength {
		target := spec.Resolve(c.root, n.Get("$ref").Str())
		if target == nil {
			return n
		}
		n = target
	}
	return n
}

// eachOperation visits the operations in the order of the document.
func (c *checker) eachOperation(visit func(path, method string, item *tree.Node, f tree.Field)) {
	paths := c.root.Get("paths")
	if paths == nil {
		return
	}
	for _, p := range paths.Fields {
		if !strings.HasPrefix(p.Name, "/") {
			continue
		}
		item := c.resolve(p.Value)
		for _, f := range item.Fields {
			switch f.Name {
			case "get", "put", "post", "delete", "options", "head", "patch", "trace":
				visit(p.Name, strings.ToUpper(f.Name), item, f)
			case spec.ExtAnyMethod:
				visit(p.Name, spec.AnyMethod, item, f)
			}
		}
	}
}
