package gatewaytest_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"github.com/gatewright/gatewright/gatewaytest"
)

// mocked is an integration that answers by itself.
const mocked = `
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { $default: '{"statusCode": 200}' }
        responses: { default: { statusCode: "200" } }
`

// TestFinishedDefinitions serves documents in which every operation has an integration:
// what they say counts, as API Gateway's import takes it, and nothing is added.
func TestFinishedDefinitions(t *testing.T) {
	const head = "openapi: 3.0.1\ninfo: { title: Finished, version: '1' }\n"
	const body = `
      requestBody: { content: { application/json: { schema: { type: object, required: [name], properties: { name: { type: string, nullable: true } } } } } }
      parameters: [{ name: page, in: query, required: true, schema: { type: integer } }]
      responses: { "200": { description: ok } }` + mocked
	const validator = "x-amazon-apigateway-request-validators: { strict: { validateRequestBody: true, validateRequestParameters: true } }\n" +
		"x-amazon-apigateway-request-validator: strict\n"
	const paths = "paths:\n  /pets:\n    put:"
	for name, c := range map[string]struct {
		document, request string
		want              answer
	}{
		"nothing is validated without a validator":    {head + paths + body, `{"age": 1}`, answer{200, ""}},
		"the document's own validator counts":         {head + validator + paths + body, `{"age": 1}`, answer{400, `{"message": "Missing required request parameters: [page]"}`}},
		"nullable is ignored":                         {head + validator + strings.Replace(paths+body, "required: true", "required: false", 1), `{"name": null}`, answer{400, `{"message": "Invalid request body"}`}},
		"a gateway response is the document's own":    {head + validator + "x-amazon-apigateway-gateway-responses: { BAD_REQUEST_PARAMETERS: { statusCode: 422 } }\n" + paths + body, `{}`, answer{422, `{"message": "Missing required request parameters: [page]"}`}},
		"a model that is missing validates nothing":   {head + validator + paths + "\n      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Gone' } } } }\n      responses: { '200': { description: ok } }" + mocked, `[1]`, answer{200, ""}},
		"info may be missing":                         {"openapi: 3.0.1\n" + paths + body, `{"age": 1}`, answer{200, ""}},
		"a document that is not finished is prepared": {head + paths + body + "    get: { operationId: get, responses: { '200': { description: ok } } }\n", `{"name": "Rex"}`, answer{400, `{"message": "Missing required request parameters: [page]"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			api := gatewaytest.New(t, gatewaytest.Project(document(t, c.document)))
			got := read(t, api.Do(httptest.NewRequest(http.MethodPut, "/pets", strings.NewReader(c.request))), nil)
			if got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

// TestSwagger serves Swagger 2.0 in its two roles: as a model, of which a definition is
// made, and as a finished definition.
func TestSwagger(t *testing.T) {
	const head = "swagger: '2.0'\ninfo: { title: Shop, version: '1' }\nbasePath: /v1\n" +
		"definitions: { Pet: { type: object, required: [name], properties: { name: { type: string, x-nullable: true } } } }\n" +
		"parameters: { Pet: { name: pet, in: body, required: true, schema: { $ref: '#/definitions/Pet' } } }\n"
	const operation = "paths:\n  /pets:\n    x-amazon-apigateway-any-method:\n      operationId: anyPet\n" +
		"      parameters: [{ $ref: '#/parameters/Pet' }]\n      responses: { '200': { description: ok, schema: { type: string }, examples: { application/json: made } } }\n"
	const validator = "x-amazon-apigateway-request-validators: { body: { validateRequestBody: true } }\nx-amazon-apigateway-request-validator: body\n"
	for name, c := range map[string]struct {
		document, request string
		want              answer
	}{
		"a model allows null":                      {head + operation, `{"name": null}`, answer{200, `"made"`}},
		"a model is validated":                     {head + operation, `{}`, answer{400, `{"message": "[object has missing required properties ([\"name\"])]"}`}},
		"a finished definition ignores x-nullable": {head + validator + operation + mocked, `{"name": null}`, answer{400, `{"message": "Invalid request body"}`}},
		"a finished definition needs a validator":  {head + operation + mocked, `{}`, answer{200, ""}},
		"a finished definition with valid content": {head + validator + operation + mocked, `{"name": "Rex"}`, answer{200, ""}},
	} {
		t.Run(name, func(t *testing.T) {
			api := gatewaytest.New(t, gatewaytest.Project(document(t, c.document)))
			got := read(t, api.Do(httptest.NewRequest(http.MethodPost, "/pets", strings.NewReader(c.request))), nil)
			if got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

// TestVariablesOfTheImport serves the variables that API Gateway's import replaces, in
// mapping templates and mapped parameters.
func TestVariablesOfTheImport(t *testing.T) {
	api := gatewaytest.New(t, gatewaytest.Project(document(t, `
openapi: 3.0.1
paths:
  /where:
    get:
      responses: { "200": { description: ok, headers: { X-Account: { schema: { type: string } } } } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '#set($p = "${AWS::Partition}"){"statusCode": #if($p == "aws")200#{else}500#end}' }
        responses:
          default:
            statusCode: "200"
            responseParameters: { method.response.header.X-Account: "'${AWS::AccountId}'" }
            responseTemplates: { application/json: "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:x" }
`)))
	response := api.Do(httptest.NewRequest(http.MethodGet, "/where", http.NoBody))
	if account := response.Header.Get("X-Account"); account != "123456789012" {
		t.Errorf("the account is %q", account)
	}
	if got, want := read(t, response, nil), (answer{200, "arn:aws:states:us-east-1:123456789012:x"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestIntrinsicFunctions serves a definition and a gatewright.yaml with CloudFormation's
// functions: a logical ID is the name of a function.
func TestIntrinsicFunctions(t *testing.T) {
	const lambda = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
	uris := map[string]string{
		"long Sub":      `{ "Fn::Sub": "` + lambda + `${Hello.Arn}/invocations" }`,
		"short Sub":     `!Sub "` + lambda + `${Hello.Arn}/invocations"`,
		"Sub of values": `!Sub ["` + lambda + `${Function}/invocations", { Function: !GetAtt Hello.Arn }]`,
		"Join":          `!Join ["", ["arn:aws:apigateway:", !Ref "AWS::Region", ":lambda:path/2015-03-31/functions/", !GetAtt [Hello, Arn], /invocations]]`,
		"Select and If": `!Select [1, [no, !If [IsProd, !Sub "` + lambda + `${Hello.Arn}/invocations", no]]]`,
	}
	hello := gatewaytest.Function("arn:aws:lambda:us-east-1:123456789012:function:Hello",
		func(events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
			return events.APIGatewayProxyResponse{StatusCode: http.StatusOK, Body: "hello"}, nil
		})
	for name, uri := range uris {
		t.Run(name, func(t *testing.T) {
			path := document(t, `
openapi: 3.0.1
info: { title: !Sub "${AWS::StackName}", version: !Ref Version }
paths:
  /pets:
    get:
      responses: { "200": { description: ok } }
      x-amazon-apigateway-integration: { type: aws_proxy, httpMethod: POST, credentials: !GetAtt Role.Arn, uri: `+uri+` }
`)
			api := gatewaytest.New(t, gatewaytest.Project(path), hello)
			if got := read(t, api.Do(httptest.NewRequest(http.MethodGet, "/pets", http.NoBody)), nil); got != (answer{200, "hello"}) {
				t.Errorf("got %+v", got)
			}
		})
	}
	t.Run("gatewright.yaml", func(t *testing.T) {
		model := document(t, "openapi: 3.0.1\ninfo: { title: A, version: '1' }\npaths: { /pets: { get: { operationId: a, responses: { '200': { description: ok } } } } }\n")
		file := filepath.Join(filepath.Dir(model), "gatewright.yaml")
		write(t, file, "model: api.yaml\nfunctions: { other: { arn: !GetAtt Hello.Arn } }\nintegrations: { a: { lambda: other } }\n")
		api := gatewaytest.New(t, gatewaytest.Project(file), hello)
		if got := read(t, api.Do(httptest.NewRequest(http.MethodGet, "/pets", http.NoBody)), nil); got != (answer{200, "hello"}) {
			t.Errorf("got %+v", got)
		}
	})
}

func document(t *testing.T, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "api.yaml")
	write(t, path, text)
	return path
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
