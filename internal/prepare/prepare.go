// Package prepare makes the finished definition of an API out of its model and
// one integration for each operation.
package prepare

import (
	"cmp"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/prepare/dialect"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/spec"
	"github.com/gatewright/gatewright/spec/stage"
)

// Input is what a definition is made of, besides the model.
type Input struct {
	Name string // of the API; empty: the model's title

	// Integrations are those of the operations, by operation ID. Options next to
	// an integration are said with integration.WithAuthorizer and WithAPIKey.
	// An operation without one has the integration that the model itself carries
	// in x-amazon-apigateway-integration.
	Integrations map[string]integration.Integration
	MockAll      bool // operations that have none answer mocks

	Authorizers       []authorizer.Authorizer // those that the model may refer to by name
	DefaultAuthorizer authorizer.Authorizer   // nil: what the model says
	APIKeys           *APIKeys                // nil: what the model says
	CORS              *integration.CORS       // nil: off

	Validation             *Validation // nil: what the model says, else everything
	BinaryMediaTypes       []string    // nil: what the model lists, else those that its bodies need
	MinimumCompressionSize *int        // bytes, 0 to 10,485,760; nil: what the model says
	GatewayResponses       []*spec.GatewayResponse
	Policy                 *tree.Node          // the resource policy; nil: what the model says
	Stage                  stage.Settings      // tells which operations are cached
	Prune                  bool                // see Prune
	CDK                    bool                // the definition becomes part of a template of the AWS CDK: see dialect.Options
	Placement              spec.Placement      // empty parts: those that all ARNs agree on
	Data                   *mockdata.Generator // makes the data of mocks; nil: one with the seed 0

	// At gives the place where the user said something: "integrations",
	// "getPet", "path", by the names in gatewright.yaml. Nil: nowhere.
	At func(path ...string) diag.Position
}

// APIKeys says how API keys come in and who needs one.
type APIKeys struct {
	Source            string // "HEADER" (default) or "AUTHORIZER", in any case
	RequiredByDefault bool
}

// Validation says what of a request is validated before it is passed on.
type Validation struct {
	Body       bool
	Parameters bool
}

// Prepare makes the definition. It changes nothing that it is given, and the same
// input returns the same bytes. The list holds all errors and warnings; with an
// error among them the definition is nil.
func Prepare(api *model.API, in Input) (*spec.Document, diag.List) {
	p := newPreparation(api, in)
	p.checkSettings()
	p.checkCORS()
	p.checkAuthorizers()
	p.findUnrequirable()
	integrations := p.integrations()
	p.setBinary(integrations)
	p.setPaths(integrations)
	p.setSecuritySchemes()
	p.setValidators()
	p.setGatewayResponses()
	p.setSettings()
	p.setCacheKeys()
	if p.HasErrors() {
		return nil, p.Sorted()
	}
	p.translate()
	document := &spec.Document{Root: p.root}
	if in.Prune {
		document = Prune(document)
	}
	return document, p.Sorted()
}

// translate brings the document into the dialect that API Gateway imports.
func (p *preparation) translate() {
	root, problems := dialect.Translate(p.root, dialect.Options{CDK: p.in.CDK})
	p.root = root
	p.Add(problems...)
}

// preparation is one definition in the making. The nodes of the model are shared
// and copied where they change.
type preparation struct {
	api         *model.API
	in          Input
	root        *tree.Node
	binary      binaryMedia
	cors        *cors                            // nil: off
	used        map[string]authorizer.Authorizer // in some operation
	authorizers []authorizer.Authorizer          // all that were said, each name once
	ignored     map[string]bool                  // security schemes that were already warned about
	optional    unrequirable
	keyName     string // of the security scheme of API keys
	keyUsed     bool
	diag.List
}

func newPreparation(api *model.API, in Input) *preparation {
	if in.Data == nil {
		in.Data = mockdata.New(0)
	}
	if in.At == nil {
		in.At = func(...string) diag.Position { return diag.Position{} }
	}
	p := &preparation{
		api:         api,
		in:          in,
		binary:      newBinaryMedia(api, in.BinaryMediaTypes),
		root:        api.Document.Copy(),
		authorizers: allAuthorizers(in),
		used:        map[string]authorizer.Authorizer{},
		ignored:     map[string]bool{},
		keyName:     authorizer.APIKeyName,
	}
	p.in.Placement = p.placement()
	for _, s := range api.SecuritySchemes {
		if isKeyScheme(s) {
			p.keyName = s.Name
			break
		}
	}
	return p
}

// placement completes what the user said by what the ARNs of functions, roles and
// user pools tell.
func (p *preparation) placement() spec.Placement {
	var arns []string
	for _, i := range p.in.Integrations {
		arns = append(arns, integration.ARNs(i)...)
	}
	for _, a := range p.authorizers {
		arns = append(arns, a.ARNs()...)
	}
	of := spec.PlacementOf(arns...)
	return spec.Placement{
		Partition: cmp.Or(p.in.Placement.Partition, of.Partition),
		Region:    cmp.Or(p.in.Placement.Region, of.Region),
	}
}
