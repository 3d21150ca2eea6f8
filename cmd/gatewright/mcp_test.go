package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// mcpAPI has operations that respond, refuse and fail.
const mcpAPI = `
openapi: 3.0.1
info: {title: pets, version: "1"}
x-amazon-apigateway-request-validator: all
x-amazon-apigateway-request-validators: {all: {validateRequestBody: true, validateRequestParameters: true}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}, kind: {type: string, enum: [cat, dog]}}}
  securitySchemes:
    users:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer: {type: cognito_user_pools, providerARNs: ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_pets"]}
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      parameters: [{name: petId, in: path, required: true, schema: {type: string, enum: [a/b]}}, {name: size, in: query, schema: {type: string}}]
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: '{"id": "$input.params("petId")", "size": "$input.params("size")"}'}}}
  /pets:
    post:
      operationId: addPet
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: '$input.json("$")'}}}
  /mine:
    get:
      security: [{users: [pets/read]}]
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: '"$context.authorizer.claims.team"'}}}
  /broken:
    get:
      operationId: broken
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: "{\"statusCode\": 200,\n  \"total\": $util.parseJson('').amount}"}
        responses: {default: {statusCode: "200"}}
`

// agent is a client of "gatewright mcp".
type agent struct {
	t *testing.T
	*mcp.ClientSession
}

// startMCP starts "gatewright mcp" and connects to it.
func startMCP(t *testing.T, args ...string) *agent {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	fromClient, toServer := io.Pipe()
	fromServer, toClient := io.Pipe()
	stderr := &syncBuffer{}
	exit := make(chan int, 1)
	go func() { exit <- run(ctx, append([]string{"mcp"}, args...), fromClient, toClient, stderr) }()
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(ctx, &mcp.IOTransport{Reader: fromServer, Writer: toServer}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		defer cancel()
		if err := session.Close(); err != nil {
			t.Error(err)
		}
		select {
		case status := <-exit:
			if status != exitDone || stderr.String() != "" {
				t.Errorf("mcp ended with status %d: %s", status, stderr)
			}
		case <-time.After(10 * time.Second):
			t.Error("mcp does not end when its client has gone")
		}
	})
	return &agent{t, session}
}

// call calls a tool and returns what it says, and whether that is an error.
func (a *agent) call(name string, arguments any) (text string, failed bool) {
	a.t.Helper()
	result, err := a.CallTool(a.t.Context(), &mcp.CallToolParams{Name: name, Arguments: arguments})
	if err != nil {
		a.t.Fatalf("%s: %v", name, err)
	}
	for _, c := range result.Content {
		if c, ok := c.(*mcp.TextContent); ok {
			text += c.Text
		}
	}
	return text, result.IsError
}

// want calls a tool and checks that the result has each part in it.
func (a *agent) want(name string, arguments any, parts ...string) string {
	a.t.Helper()
	text, failed := a.call(name, arguments)
	if failed {
		a.t.Errorf("%s %v failed: %s", name, arguments, text)
	}
	a.has(name, text, parts)
	return text
}

// refused calls a tool and checks that it fails with an error that has each part in it.
func (a *agent) refused(name string, arguments any, parts ...string) {
	a.t.Helper()
	text, failed := a.call(name, arguments)
	if !failed {
		a.t.Errorf("%s %v: no error: %s", name, arguments, text)
	}
	a.has(name, text, parts)
}

func (a *agent) has(name, text string, parts []string) {
	a.t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			a.t.Errorf("%s: %q is not in %s", name, part, text)
		}
	}
}

type object = map[string]any

// TestMCP calls each tool, before dev runs, while it does, and after.
func TestMCP(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	file := filepath.Join(t.TempDir(), "api.yaml")
	write(t, file, mcpAPI)
	a := startMCP(t, filepath.Dir(file))
	tools, err := a.ListTools(t.Context(), nil)
	if err != nil || len(tools.Tools) != 6 {
		t.Fatalf("%+v, %v", tools, err)
	}
	for _, tool := range tools.Tools {
		arguments := object{"operation": "getPet", "id": "123456", "template": ""}
		if properties := tool.InputSchema.(object)["properties"].(object); properties != nil {
			for name := range arguments {
				if properties[name] == nil {
					delete(arguments, name)
				}
			}
		}
		a.refused(tool.Name, arguments, "start gatewright dev")
	}

	s := serveDev(t, "--console-port", "0", file)
	a.want("list_operations", object{}, `"getPet"`, `"/pets/{petId}"`, s.url)
	brief := a.want("list_operations", object{"text": "BROKEN"}, `"broken"`)
	if strings.Contains(brief, "getPet") || strings.Contains(brief, "identities\":[{") {
		t.Errorf("more than was asked for: %s", brief)
	}
	a.want("list_operations", object{"details": true}, `"in":"query"`, `"kind":"token"`, `"contentType":"application/json"`)
	a.refused("list_operations", object{"api": "other"}, `no API "other"`)

	a.want("call_operation", object{"operation": "getPet", "useExamples": true, "query": object{"size": "s m"}}, `"target":"/pets/a%2Fb?size=s+m"`, `\"size\": \"s m\"`, `"status":200`, "Mock responded 200 OK")
	a.want("call_operation", object{"operation": "GET /mine"}, `"status":401`)
	a.want("call_operation", object{"operation": "GET /mine", "identity": object{"kind": "token", "user": "u1", "scopes": []string{"pets/read"}, "claims": object{"team": "red"}}}, `"status":200`, `\"red\"`)
	a.refused("call_operation", object{"operation": "getPets"}, `did you mean "getPet"?`)
	a.refused("call_operation", object{"operation": "getPet"}, `path parameter "petId" is required`)
	a.refused("call_operation", object{"operation": "addPet", "parameters": object{"x": "1"}}, `declares no parameter "x"`)

	called := a.want("call_operation", object{"operation": "addPet", "body": `{"name": "Kiki", "kind": "bird"}`}, `"status":400`, `"next":`)
	var sent struct{ ID string }
	if err := json.Unmarshal([]byte(called), &sent); err != nil {
		t.Fatal(err)
	}
	a.want("explain_failure", object{}, sent.ID, "/kind", `"name":"validation"`, "api.yaml:")
	a.want("read_trace", object{"id": sent.ID[:8], "step": "validation"}, `"pointer":"/kind"`)
	a.refused("read_trace", object{"id": sent.ID, "step": "x"}, "match, authorizer")
	a.refused("read_trace", object{"id": "000000"}, "is not kept")
	a.want("list_requests", object{"status": "4", "operation": "addPet"}, sent.ID)

	a.want("call_operation", object{"operation": "broken"}, `"status":500`)
	a.want("explain_failure", object{}, `"name":"integrationRequest"`, "api.yaml:", `"line":2`)
	a.want("render_template", object{"id": sent.ID, "template": "$input.path('$.kind')!"}, `"output":"bird!"`)
	a.want("render_template", object{"id": sent.ID, "template": "\n #if(true)"}, `"line":2`)

	long := strings.Repeat("x", 5000)
	called = a.want("call_operation", object{"operation": "addPet", "body": `{"name": "` + long + `"}`}, `"status":200`, "bytes in all")
	if err := json.Unmarshal([]byte(called), &sent); err != nil {
		t.Fatal(err)
	}
	a.want("read_trace", object{"id": sent.ID}, "bytes in all")
	a.want("read_trace", object{"id": sent.ID, "whole": true}, long)

	var stdout, stderr bytes.Buffer
	if status := run(t.Context(), []string{"requests", "--operation", "addPet", "--status", "4"}, strings.NewReader(""), &stdout, &stderr); status != exitDone {
		t.Errorf("requests ended with status %d: %s", status, &stderr)
	}
	if got := stdout.String(); !strings.Contains(got, `Body: instance value ("bird")`) {
		t.Errorf("requests printed %s", got)
	}

	if status := s.stop(); status != exitDone {
		t.Errorf("dev ended with status %d: %s", status, s.stderr)
	}
	a.refused("list_operations", object{}, "start gatewright dev")
}
