package events_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"github.com/gatewright/gatewright/conformance/scorecard"
	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

const guarded = `
openapi: 3.0.1
info: {title: guarded, version: "1"}
components:
  securitySchemes:
    token:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: {type: token, authorizerUri: &uri "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:gate/invocations"}
    request:
      type: apiKey
      name: Unused
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: {type: request, authorizerUri: *uri, authorizerResultTtlInSeconds: 0}
x-mock: &mock
  type: MOCK
  requestTemplates: {application/json: '{"statusCode": 200}'}
  responses: {default: {statusCode: "200"}}
paths:
  /token: {get: {security: [{token: []}], responses: {"200": {description: ok}}, x-amazon-apigateway-integration: *mock}}
  /request: {get: {security: [{request: []}], responses: {"200": {description: ok}}, x-amazon-apigateway-integration: *mock}}
`

// gate is an authorizer that keeps its event and answers what it is given.
type gate struct {
	event  []byte
	answer []byte
}

// Invoke implements gateway.Lambda.
func (g *gate) Invoke(_ context.Context, call gateway.LambdaCall) (gateway.LambdaResult, error) {
	g.event = bytes.Clone(call.Payload)
	return gateway.LambdaResult{Payload: g.answer}, nil
}

func newGuarded(t *testing.T, g *gate) http.Handler {
	t.Helper()
	root, problems := tree.Read("definition.yaml", []byte(guarded))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	api, problems := spec.Read(&spec.Document{Root: root})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	handler, problems := gateway.New(api, gateway.Options{Lambda: g, StageVariables: map[string]string{"StageVar1": "stageValue1"}})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return handler
}

func ask(h http.Handler, target string) int {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.Header.Set("Authorization", "allow")
	r.Header.Set("X-Api-Key", "key")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}

// TestAuthorizerEvents compares what authorizers are asked with the samples.
func TestAuthorizerEvents(t *testing.T) {
	var card scorecard.Card
	for path, sample := range map[string]string{
		"/token": "apigw-custom-auth-request.json", "/request?QueryString1=queryValue1": "apigw-custom-auth-request-type-request.json",
	} {
		g := &gate{answer: []byte("{}")}
		if status := ask(newGuarded(t, g), path); status != http.StatusInternalServerError || g.event == nil {
			t.Fatalf("%s: status %d, event %s", path, status, g.event)
		}
		var event any
		if err := json.Unmarshal(g.event, &event); err != nil {
			t.Fatal(err)
		}
		got, want := map[string]string{}, map[string]string{}
		describe(got, "", event)
		describe(want, "", readSample(t, sample))
		all := maps.Clone(want)
		maps.Copy(all, got)
		for key := range all {
			card.Add(sample+": "+key, compare(got[key], want[key]))
		}
	}
	card.Check(t, "scorecard_authorizers.txt", *update)
}

// TestAuthorizerEventsDecode has the Go types of the events take them.
func TestAuthorizerEventsDecode(t *testing.T) {
	g := &gate{answer: []byte("{}")}
	ask(newGuarded(t, g), "/request?q=1")
	var request events.APIGatewayCustomAuthorizerRequestTypeRequest
	if err := json.Unmarshal(g.event, &request); err != nil {
		t.Fatal(err)
	}
	if request.Type != "REQUEST" || !strings.HasSuffix(request.MethodArn, "/prod/GET/request") || request.RequestContext.Identity.APIKey != "key" ||
		request.QueryStringParameters["q"] != "1" || request.PathParameters == nil {
		t.Errorf("the event decodes to %+v", request)
	}
	ask(newGuarded(t, g), "/token")
	var token events.APIGatewayCustomAuthorizerRequest
	if err := json.Unmarshal(g.event, &token); err != nil {
		t.Fatal(err)
	}
	if token.Type != "TOKEN" || token.AuthorizationToken != "allow" {
		t.Errorf("the event decodes to %+v", token)
	}
}

// TestAuthorizerOutput takes what the Go type of the output is encoded to, and the
// sample, whose words in braces are filled in.
func TestAuthorizerOutput(t *testing.T) {
	encoded, err := json.Marshal(events.APIGatewayCustomAuthorizerResponse{
		PrincipalID: "u1", Context: map[string]any{"a": 1, "b": true, "c": "d"},
		PolicyDocument: events.APIGatewayCustomAuthorizerPolicy{Version: "2012-10-17", Statement: []events.IAMPolicyStatement{
			{Action: []string{"execute-api:Invoke"}, Effect: "Allow", Resource: []string{"*"}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	sample, err := json.Marshal(readSample(t, "apigw-custom-auth-response.json"))
	if err != nil {
		t.Fatal(err)
	}
	filled := strings.NewReplacer("Allow|Deny", "Allow", "{regionId}", "*", "{accountId}", "*", "{appId}", "*", "{stage}", "*", "{httpVerb}", "GET",
		"[{resource}/[child-resources]]", "*").Replace(string(sample))
	for name, answer := range map[string]string{"encoded": string(encoded), "sample": filled} {
		if status := ask(newGuarded(t, &gate{answer: []byte(answer)}), "/token"); status != http.StatusOK {
			t.Errorf("%s: status %d for %s", name, status, answer)
		}
	}
}
