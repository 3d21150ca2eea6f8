// Package events holds the events that functions receive to the samples of
// aws-lambda-go: the same keys, with values of the same types.
package events_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"github.com/gatewright/gatewright/conformance/scorecard"
	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

var update = flag.Bool("update", false, "write the score card")

const definition = `
openapi: 3.0.1
info: {title: events, version: "1"}
paths:
  /{proxy+}:
    x-amazon-apigateway-any-method:
      operationId: any
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: AWS_PROXY
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:any/invocations
`

// TestProxyEvent compares the event of a request with the samples of REST APIs.
// Each key of either side is a test; those of maps whose keys are the client's
// are not.
func TestProxyEvent(t *testing.T) {
	got := proxyEvent(t)
	var card scorecard.Card
	for _, sample := range []string{"apigw-request.json", "apigw-restapi-openapi-request.json"} {
		want := map[string]string{}
		describe(want, "", readSample(t, sample))
		all := maps.Clone(want)
		maps.Copy(all, got)
		for key := range all {
			card.Add(sample+": "+key, compare(got[key], want[key]))
		}
	}
	card.Check(t, "scorecard.txt", *update)
}

// TestProxyEventDecodes has the Go type of the event take it.
func TestProxyEventDecodes(t *testing.T) {
	var request events.APIGatewayProxyRequest
	if err := json.Unmarshal(capture(t), &request); err != nil {
		t.Fatal(err)
	}
	if request.RequestContext.RequestTimeEpoch == 0 || request.MultiValueQueryStringParameters["q"][1] != "2" {
		t.Errorf("the event decodes to %+v", request)
	}
}

func compare(got, want string) error {
	switch {
	case got == want, got == "null" && want == "string", want == "null" && got == "string":
		return nil
	case got == "":
		return fmt.Errorf("the event lacks the %s", want)
	case want == "":
		return fmt.Errorf("the sample lacks the %s", got)
	}
	return fmt.Errorf("got a %s, want a %s", got, want)
}

// open are the maps whose keys are the client's or the user's.
var open = []string{
	"headers", "multiValueHeaders", "queryStringParameters", "multiValueQueryStringParameters", "pathParameters",
	"stageVariables", "requestContext.authorizer",
}

// describe notes the types of a value and of all that it holds.
func describe(into map[string]string, path string, v any) {
	if path != "" {
		into[path] = kind(v)
	}
	object, isObject := v.(map[string]any)
	if !isObject || slices.Contains(open, path) {
		return
	}
	for key, value := range object {
		describe(into, strings.TrimPrefix(path+"."+key, "."), value)
	}
}

func kind(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "boolean"
	case float64:
		return "number"
	case []any:
		return "list"
	}
	return "map"
}

func proxyEvent(t *testing.T) map[string]string {
	t.Helper()
	var event any
	if err := json.Unmarshal(capture(t), &event); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	describe(got, "", event)
	return got
}

// capture returns the event that a function receives for a request with
// everything that a client can send.
func capture(t *testing.T) []byte {
	t.Helper()
	root, problems := tree.Read("definition.yaml", []byte(definition))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	api, problems := spec.Read(&spec.Document{Root: root})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	var function function
	g, problems := gateway.New(api, gateway.Options{Lambda: &function, StageVariables: map[string]string{"color": "blue"}})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	server := httptest.NewServer(g)
	defer server.Close()
	response, err := http.Post(server.URL+"/hello/world?q=1&q=2", "application/json", strings.NewReader(`{"a":1}`))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil || function.event == nil {
		t.Fatalf("the function was not called: %s, %v", response.Status, err)
	}
	return function.event
}

// function keeps the event that it is called with.
type function struct{ event []byte }

// Invoke implements gateway.Lambda.
func (f *function) Invoke(_ context.Context, call gateway.LambdaCall) (gateway.LambdaResult, error) {
	f.event = bytes.Clone(call.Payload)
	return gateway.LambdaResult{Payload: []byte(`{}`)}, nil
}

// readSample reads a file of the module's events/testdata.
func readSample(t *testing.T, name string) any {
	t.Helper()
	directory, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/aws/aws-lambda-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(directory)), "events", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var sample any
	if err := json.Unmarshal(data, &sample); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return sample
}
