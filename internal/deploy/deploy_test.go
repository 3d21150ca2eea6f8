package deploy_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/handler"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/deploy"
	"github.com/gatewright/gatewright/internal/prepare"
	"github.com/gatewright/gatewright/model/openapi"
	"github.com/gatewright/gatewright/spec"
)

const (
	here  = "arn:aws:lambda:eu-west-1:111122223333:function:here"
	there = "arn:aws:lambda:eu-west-1:444455556666:function:there"
	model = `
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /pets: {get: {operationId: listPets, responses: {"200": {description: ok}}}}
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: getPet, responses: {"200": {description: ok}}}
    x-amazon-apigateway-any-method: {operationId: anyPet, responses: {"200": {description: ok}}}
  /orders: {post: {operationId: order, responses: {"200": {description: ok}}}}
`
)

// input returns the input of a plan for the model, in which the operations are
// integrated with the function here.
func input(t *testing.T) deploy.Input {
	t.Helper()
	api, problems := openapi.ReadFS(fstest.MapFS{"model.yaml": {Data: []byte(model)}}, "model.yaml")
	gate := authorizer.Token("gate", here)
	in := deploy.Input{
		API:          api,
		Integrations: map[string]integration.Integration{"order": integration.Placeholder()},
		Authorizers:  []authorizer.Authorizer{gate, authorizer.Token("unused", there)},
		Account:      "111122223333",
		Stage:        "prod",
	}
	for _, o := range api.Operations {
		in.Operations = append(in.Operations, &deploy.Operation{Operation: o})
		if o.ID != "order" {
			in.Integrations[o.ID] = integration.Lambda(here)
		}
	}
	document, found := prepare.Prepare(api, prepare.Input{Integrations: in.Integrations, DefaultAuthorizer: gate})
	if problems = append(problems, found...); problems.HasErrors() {
		t.Fatal(problems)
	}
	in.Document, in.Full = document, document
	return in
}

func operation(in deploy.Input, id string) *deploy.Operation {
	for _, o := range in.Operations {
		if o.ID == id {
			return o
		}
	}
	panic(id)
}

func TestPermissions(t *testing.T) {
	in := input(t)
	for _, o := range in.Operations {
		o.Invoke(here)
	}
	operation(in, "order").Invoke("${Token[TOKEN.1]}")
	operation(in, "order").Invoke(there)
	plan := deploy.New(in)
	want := deploy.Permissions{
		Operations: []deploy.Permission{
			{ID: "listPets", Function: here, Source: "GET/pets", Stack: -1},
			{ID: "anyPet", Function: here, Source: "*/pets/*", Stack: -1},
			{ID: "order", Function: here, Source: "POST/orders", Stack: -1},
			{ID: "order2", Function: "${Token[TOKEN.1]}", Source: "POST/orders", Stack: -1},
		},
		Authorizers: []deploy.Permission{{ID: "Authorizer-gate", Function: here, Source: "authorizers/*", Stack: -1}},
	}
	if diff := cmp.Diff(want, plan.Permissions); diff != "" {
		t.Error(diff)
	}
	var notes []string
	for _, n := range plan.Annotations {
		notes = append(notes, n.Level+" "+n.ID)
	}
	if diff := cmp.Diff([]string{"warning gatewright:foreign-function", "warning gatewright:mocks"}, notes); diff != "" {
		t.Error(diff)
	}
}

func TestNestedPermissions(t *testing.T) {
	in := input(t)
	in.NestedPermissions = true
	operation(in, "order").Invoke(here)
	got := deploy.New(in).Permissions
	if got.Stacks != 1 || got.Operations[0].Stack != 0 {
		t.Errorf("permissions are %+v, want them in one nested stack", got)
	}
}

func TestPolicies(t *testing.T) {
	in := input(t)
	read := func(resource string) deploy.Statement {
		return deploy.Statement{Actions: []string{"s3:GetObject"}, Resources: []string{resource}}
	}
	list := deploy.Statement{Actions: []string{"s3:ListBucket"}, Resources: []string{"b"}}
	operation(in, "listPets").Allow(deploy.SharedRole, list)
	operation(in, "getPet").Allow(deploy.SharedRole, read("b/1"), list)
	operation(in, "anyPet").Allow("other", read("b/1"))
	operation(in, "order").Allow(deploy.SharedRole, read("b/2"), read("b/1"))
	operation(in, "order").Allow("nothing")
	operation(in, "order").Rendered = &spec.Integration{Credentials: deploy.SharedRole}
	plan := deploy.New(in)
	want := []deploy.Policy{
		{Role: deploy.SharedRole, Statements: []deploy.Statement{list, {Actions: []string{"s3:GetObject"}, Resources: []string{"b/1", "b/2"}}}},
		{Role: "other", Statements: []deploy.Statement{read("b/1")}},
	}
	if diff := cmp.Diff(want, plan.Policies()); diff != "" {
		t.Error(diff)
	}
	if !plan.UsesRole {
		t.Error("the plan has no shared role, which an operation names")
	}
}

func TestEnvironment(t *testing.T) {
	if got := deploy.Environment(nil); got != nil {
		t.Errorf("without CORS the environment is %v", got)
	}
	environment := deploy.Environment(&integration.CORS{AllowOrigins: []string{"https://example.com"}, AllowCredentials: true})
	for name, value := range environment {
		t.Setenv(name, value)
	}
	got, err := handler.CORSFromEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(handler.CORS{AllowOrigins: []string{"https://example.com"}, AllowCredentials: true}, got); diff != "" {
		t.Error(diff)
	}
}

func TestService(t *testing.T) {
	start := "arn:aws:apigateway:eu-west-1:states:action/StartExecution"
	path := "arn:aws:apigateway:eu-west-1:sqs:path/111122223333/orders"
	tests := map[string]struct {
		uri, role, resource string
		named               []string
		want, err           string
	}{
		"called action":     {start, deploy.SharedRole, "machine", nil, "states:StartExecution", ""},
		"action with query": {start + "&Version=1", deploy.SharedRole, "machine", nil, "states:StartExecution", ""},
		"subdomain":         {"arn:aws:apigateway:eu-west-1:data.iot:action/Publish", deploy.SharedRole, "topic", nil, "iot:Publish", ""},
		"named action":      {path, deploy.SharedRole, "queue", []string{"sqs:SendMessage"}, "sqs:SendMessage", ""},
		"path":              {path, deploy.SharedRole, "queue", nil, "", "the IAM action that the path calls is not known"},
		"no resource":       {start, deploy.SharedRole, "", nil, "", "the permission names no resource"},
		"role of the user":  {start, "arn:aws:iam::111122223333:role/own", "", nil, "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var actions []string
			statements, err := deploy.Service(&spec.Integration{URI: test.uri, Credentials: test.role}, test.resource, test.named)
			for _, s := range statements {
				actions = append(actions, s.Actions...)
			}
			message := ""
			if err != nil {
				message = err.Message
			}
			if got := strings.Join(actions, " "); got != test.want || message != test.err {
				t.Errorf("the actions are %q and the error %q, want %q and %q", got, message, test.want, test.err)
			}
		})
	}
}
