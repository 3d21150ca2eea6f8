// Package deploy decides what is deployed with a definition: permissions to invoke
// functions, what roles may do, environment variables and the messages about them. The
// constructs of all languages and gatewright render carry it out.
package deploy

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/prepare"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// SharedRole is the placeholder for the ARN of the role that API Gateway assumes where
// an integration names no other role.
const SharedRole = "${gatewright:role}"

// NotDeployed is the stage of an API without a deployment. In ARNs it matches all stages.
const NotDeployed = "*"

// Input is what a plan is made from.
type Input struct {
	API               *model.API
	Document          *spec.Document // the definition that is deployed
	Full              *spec.Document // the definition before it was pruned
	Operations        []*Operation   // in the order of the model
	Integrations      map[string]integration.Integration
	Authorizers       []authorizer.Authorizer
	CORS              *integration.CORS // nil: off
	Account           string            // empty or a placeholder: not known
	Stage             string
	NestedPermissions bool
	Warnings          diag.List
}

// Operation is an operation and what its integration requires.
type Operation struct {
	*model.Operation
	Rendered *spec.Integration // nil: it has no integration

	functions []string
	grants    []Grant
}

// Invoke requires that API Gateway may invoke a function, given by its ARN, for the
// operation.
func (o *Operation) Invoke(function string) { o.functions = append(o.functions, function) }

// Allow requires that a role, given by its ARN, may do something for the operation.
func (o *Operation) Allow(role string, statements ...Statement) {
	if len(statements) > 0 {
		o.grants = append(o.grants, Grant{Operation: o.ID, Role: role, Statements: statements})
	}
}

// UsesSharedRole reports whether API Gateway assumes [SharedRole] for one of the
// operations.
func UsesSharedRole(operations []*Operation) bool {
	for _, o := range operations {
		if o.Rendered != nil && o.Rendered.Credentials == SharedRole {
			return true
		}
	}
	return false
}

// Plan is what is deployed with a definition.
type Plan struct {
	Title       string            `json:"title"`
	UsesRole    bool              `json:"usesRole"` // the definition names SharedRole
	Permissions Permissions       `json:"permissions"`
	Grants      []Grant           `json:"grants,omitempty"`
	Environment map[string]string `json:"environment,omitempty"` // of the functions behind operations
	Annotations []Annotation      `json:"annotations,omitempty"`
	Metadata    []Metadata        `json:"metadata"`
	Sizes       Sizes             `json:"sizes"`
}

// Grant is what a role must be allowed for an operation.
type Grant struct {
	Operation  string      `json:"operation"`
	Role       string      `json:"role"` // the ARN
	Statements []Statement `json:"statements"`
}

// Annotation is a message about what is deployed. The CDK shows it.
type Annotation struct {
	Level string `json:"level"` // "warning" or "info"
	ID    string `json:"id"`
	Text  string `json:"text"`
}

// Sizes are the lengths of the definition's JSON in bytes, with tokens unresolved.
type Sizes struct {
	Full   int `json:"full"`
	Pruned int `json:"pruned"`
}

// New decides what is deployed.
func New(in Input) *Plan {
	p := &Plan{
		Title:       in.API.Title,
		UsesRole:    UsesSharedRole(in.Operations),
		Environment: Environment(in.CORS),
		Metadata:    metadata(),
		Sizes: Sizes{
			Full:   len(in.Full.Root.JSON(false)),
			Pruned: len(prepare.Prune(in.Full).Root.JSON(false)),
		},
	}
	p.permit(in)
	for _, o := range in.Operations {
		p.Grants = append(p.Grants, o.grants...)
	}
	p.annotate(in)
	return p
}

// Policies returns the grants by role, with one statement for each set of actions.
func (p *Plan) Policies() []Policy {
	var all []Policy
	index := map[string]int{}
	for _, g := range p.Grants {
		i, known := index[g.Role]
		if !known {
			i = len(all)
			index[g.Role] = i
			all = append(all, Policy{Role: g.Role})
		}
		all[i].Statements = merge(all[i].Statements, g.Statements)
	}
	return all
}

// CORSVariable is the environment variable by which generated handlers know which web
// pages may read their responses.
const CORSVariable = "GATEWRIGHT_CORS"

// Environment returns the variables that the functions behind an API need, on this
// machine and in the cloud; nil: none.
func Environment(cors *integration.CORS) map[string]string {
	if cors == nil {
		return nil
	}
	value, err := json.Marshal(struct {
		AllowOrigins     []string `json:"allowOrigins"`
		AllowCredentials bool     `json:"allowCredentials"`
		ExposeHeaders    []string `json:"exposeHeaders"`
	}{cors.AllowOrigins, cors.AllowCredentials, cors.ExposeHeaders})
	if err != nil {
		return nil // which strings and booleans never cause
	}
	return map[string]string{CORSVariable: string(value)}
}

// annotate adds a warning for the operations that have mocks, and the warnings of the
// input.
func (p *Plan) annotate(in Input) {
	if mocks := integration.MockedOperations(in.Integrations); len(mocks) > 0 {
		p.note("warning", "mocks", fmt.Sprintf("%d of %d operations still answer mocks: %s",
			len(mocks), len(in.API.Operations), strings.Join(mocks, ", ")))
	}
	for _, w := range in.Warnings {
		var text strings.Builder
		_ = diag.WriteText(&text, diag.List{w}, nil) // a strings.Builder takes everything
		p.note("warning", w.Rule, strings.TrimSpace(strings.Replace(text.String(), "warning: ", "", 1)))
	}
}

func (p *Plan) note(level, id, text string) {
	p.Annotations = append(p.Annotations, Annotation{Level: level, ID: "gatewright:" + id, Text: text})
}
