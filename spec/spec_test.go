package spec_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

const definition = `
openapi: 3.0.3
info: { title: Shop, version: "1" }
security: [{ users: [] }]
x-amazon-apigateway-api-key-source: authorizer
x-amazon-apigateway-binary-media-types: [image/*]
x-amazon-apigateway-minimum-compression-size: 0
x-amazon-apigateway-request-validators:
  all: { validateRequestBody: true, validateRequestParameters: true }
x-amazon-apigateway-request-validator: all
x-amazon-apigateway-gateway-responses:
  THROTTLED:
    statusCode: 429
    responseParameters: { gatewayresponse.header.Retry-After: "'1'" }
paths:
  /pets/{petId}:
    parameters:
      - { name: petId, in: path, required: true, schema: { type: string } }
      - { name: verbose, in: query, schema: { type: string } }
    get:
      operationId: getPet
      parameters:
        - { name: verbose, in: query, required: true, schema: { type: string } }
        - $ref: "#/components/parameters/Tenant"
      responses:
        200: { description: ok, headers: { Etag: { schema: { type: string } } } }
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: post
        uri: arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/f/invocations
    put:
      operationId: putPet
      security: [{ sigv4: [] }, { key: [] }]
      requestBody: { $ref: "#/components/requestBodies/Pet" }
      responses: { "204": { description: gone } }
      x-amazon-apigateway-integration:
        type: MOCK
        requestParameters: { integration.request.header.A: "'a'", integration.request.header.B: 1 }
        requestTemplates: { application/json: '{"statusCode": 204}' }
        responses:
          default: { statusCode: 204 }
          "5\\d\\d": { statusCode: "500", contentHandling: convert_to_text }
    x-amazon-apigateway-any-method:
      security: []
      responses: { default: { description: any } }
components:
  parameters:
    Tenant: { name: X-Tenant, in: header, schema: { type: string } }
  requestBodies:
    Pet: { content: { application/json: { schema: { type: object } } } }
  securitySchemes:
    users:
      type: apiKey
      in: header
      name: Authorization
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer: { type: cognito_user_pools, providerARNs: ["arn:aws:cognito-idp:eu-west-1:1:userpool/p"] }
    sigv4: { type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: awsSigv4 }
    key: { type: apiKey, in: header, name: x-api-key }
`

func read(t *testing.T, text string) (*spec.API, diag.List) {
	t.Helper()
	root, problems := tree.Read("definition.yaml", []byte(text))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return spec.Read(&spec.Document{Root: root})
}

func operation(t *testing.T, api *spec.API, method string) *spec.Operation {
	t.Helper()
	for _, o := range api.Operations {
		if o.Method == method {
			return o
		}
	}
	t.Fatalf("there is no operation %s", method)
	return nil
}

func TestRead(t *testing.T) {
	api, problems := read(t, definition)
	if problems.HasErrors() || len(problems) != 1 || !strings.Contains(problems[0].Message, "integration.request.header.B") {
		t.Errorf("the problems are %v", problems)
	}
	if api.Title != "Shop" || api.APIKeySource != "AUTHORIZER" || *api.MinimumCompressionSize != 0 ||
		len(api.BinaryMediaTypes) != 1 || api.GatewayResponses[0].StatusCode != "429" {
		t.Errorf("the settings are read as %+v", api)
	}

	get := operation(t, api, "GET")
	parameters := []spec.Parameter{
		{Name: "petId", In: "path", Required: true},
		{Name: "verbose", In: "query", Required: true},
		{Name: "X-Tenant", In: "header"},
	}
	if diff := cmp.Diff(parameters, get.Parameters); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]spec.MethodResponse{{Status: "200", Headers: []string{"Etag"}}}, get.Responses); diff != "" {
		t.Errorf("responses (-want +got):\n%s", diff)
	}
	if get.Authorization.Type != spec.AuthCognito || get.APIKeyRequired || !get.Validator.Body {
		t.Errorf("GET is read as %+v", get)
	}
	if get.Integration.Type != spec.AWSProxy || get.Integration.HTTPMethod != "POST" {
		t.Errorf("the integration of GET is read as %+v", get.Integration)
	}

	put := operation(t, api, "PUT")
	if put.Authorization.Type != spec.AuthIAM || !put.APIKeyRequired || len(put.Bodies) != 1 {
		t.Errorf("PUT is read as %+v", put)
	}
	if r := put.Integration.Response(`5\d\d`); r == nil || r.ContentHandling != spec.ConvertToText {
		t.Errorf("the responses of PUT are read as %+v", put.Integration.Responses)
	}
	if anyMethod := operation(t, api, spec.AnyMethod); anyMethod.Authorization.Type != spec.AuthNone || anyMethod.Integration != nil {
		t.Errorf("the any-method is read as %+v", anyMethod)
	}
}

func TestIntegrationsSurviveWriting(t *testing.T) {
	api, _ := read(t, definition)
	for _, method := range []string{"GET", "PUT"} {
		before := operation(t, api, method).Integration
		after, problems := spec.ReadIntegration(before.Node())
		if problems != nil {
			t.Error(problems)
		}
		positions := cmpopts.IgnoreTypes(diag.Position{}, &tree.Node{})
		if diff := cmp.Diff(before, after, positions, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-before +after):\n%s", method, diff)
		}
	}
}

func TestExpand(t *testing.T) {
	api, _ := read(t, definition)
	expanded := api.Expand("aws", "eu-west-1", "111122223333")
	want := "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations"
	if got := operation(t, expanded, "GET").Integration.URI; got != want {
		t.Errorf("the URI is %s", got)
	}
	if got := operation(t, api, "GET").Integration.URI; !strings.Contains(got, "${AWS::Region}") {
		t.Errorf("the original was changed to %s", got)
	}
	if operation(t, expanded, "GET").Authorization.Authorizer != expanded.Authorizers[0] {
		t.Error("the operation has another authorizer than the API")
	}
}

func TestProblems(t *testing.T) {
	_, problems := read(t, `
paths:
  /a:
    get:
      parameters: { name: x }
      responses: []
      x-amazon-apigateway-request-validator: none
      x-amazon-apigateway-integration: { type: lambda, timeoutInMillis: soon, passthroughBehavior: nevr }
    post:
      parameters: [{ $ref: "#/components/parameters/Missing" }]
      x-amazon-apigateway-integration: { uri: "http://localhost" }
    put: { $ref: "#/paths/~1a/put" }
`)
	want := []string{
		"parameters must be a list, found a mapping",
		"responses must be a mapping, found a list",
		`no request validator is named "none"`,
		`type must be one of AWS, AWS_PROXY, HTTP, HTTP_PROXY, MOCK, found "lambda"`,
		`timeoutInMillis must be an integer, found "soon"`,
		`passthroughBehavior must be one of WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER, found "nevr"`,
		`nothing is at "#/components/parameters/Missing"`,
		"the integration has no type",
		`the reference "#/paths/~1a/put" refers to itself`,
	}
	said := problems.Error()
	for _, message := range want {
		if !strings.Contains(said, message) {
			t.Errorf("%q is not said in\n%s", message, said)
		}
	}
	for _, p := range problems {
		if p.Position.Line == 0 {
			t.Errorf("%q has no line", p.Message)
		}
	}
}
