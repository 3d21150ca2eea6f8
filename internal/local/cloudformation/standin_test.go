package cloudformation_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/local/cloudformation"
)

// lambdas answers every call with the ARN of the function.
type lambdas struct{}

func (lambdas) Invoke(_ context.Context, call gateway.LambdaCall) (gateway.LambdaResult, error) {
	payload, err := json.Marshal(map[string]any{"statusCode": http.StatusOK, "body": call.FunctionARN})
	return gateway.LambdaResult{Payload: payload}, err
}

// TestStandIns holds that what needs an absent resource answers 501 and names it,
// and that the rest is answered as ever.
func TestStandIns(t *testing.T) {
	tests := []struct {
		archive, api, method, path string
		status                     int
		body                       string
	}{
		{"services", "Shop/Api", "POST", "/queue", http.StatusNotImplemented, "AWS::SQS::Queue Shop/Queue is not on this machine"},
		{"services", "Shop/Api", "POST", "/table", http.StatusNotImplemented, "AWS service dynamodb is not on this machine"},
		{"services", "Shop/Api", "GET", "/link", http.StatusNotImplemented, "--vpc-link Shop/Link=HOST:PORT"},
		{"services", "Shop/Api", "GET", "/elsewhere", http.StatusNotImplemented, "http://\\u003cShop/Balancer.DNSName\\u003e/x"},
		{"assets", "Shop/Including", "GET", "/ruby", http.StatusNotImplemented, "AWS::Lambda::Function Shop/Ruby"},
		{"synthesized", "Api/Spec", "GET", "/inline", http.StatusOK, "function:Api-Inline:live"},
		{"synthesized", "Api/Plain", "GET", "/", http.StatusNotImplemented, "function:gate is not on this machine"},
	}
	for _, tt := range tests {
		t.Run(tt.archive+tt.path, func(t *testing.T) {
			archive, err := txtar.ParseFile("testdata/assemblies/" + tt.archive + ".txtar")
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			unpack(t, dir, archive)
			assembly, problems := cloudformation.Read(dir, optionsOf(dir, archive))
			if problems.HasErrors() {
				t.Fatal(problems)
			}
			g, problems := gateway.New(find(t, assembly, tt.api).Local, gateway.Options{Lambda: assembly.Lambda(lambdas{})})
			if problems.HasErrors() {
				t.Fatal(problems)
			}
			answer := httptest.NewRecorder()
			g.ServeHTTP(answer, httptest.NewRequest(tt.method, tt.path, http.NoBody))
			if answer.Code != tt.status || !strings.Contains(answer.Body.String(), tt.body) {
				t.Errorf("the answer is %d %s", answer.Code, answer.Body)
			}
		})
	}
}

// TestStandInStreams holds that who wants the response as it comes gets it, too.
func TestStandInStreams(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/assemblies/services.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	unpack(t, dir, archive)
	assembly, problems := cloudformation.Read(dir, optionsOf(dir, archive))
	if problems.HasErrors() || len(assembly.Absent) == 0 {
		t.Fatal(problems)
	}
	var streamed strings.Builder
	result, err := assembly.Lambda(lambdas{}).Invoke(t.Context(), gateway.LambdaCall{
		FunctionARN: assembly.Absent[0].ARN, Response: &streamed,
	})
	if err != nil || len(result.Payload) > 0 || !strings.Contains(streamed.String(), `"statusCode":501`) {
		t.Errorf("streamed %q, then %q, %v", streamed.String(), result.Payload, err)
	}
}

func find(t *testing.T, a *cloudformation.Assembly, path string) *cloudformation.API {
	t.Helper()
	for _, api := range a.APIs {
		if api.Path == path {
			return api
		}
	}
	t.Fatalf("there is no API %s", path)
	return nil
}

// TestVPCLink holds that the local target of a VPC link gets the requests, though
// the host behind it is not known.
func TestVPCLink(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.WriteString(w, "behind the link at "+r.URL.Path); err != nil {
			t.Error(err)
		}
	}))
	defer server.Close()
	archive, err := txtar.ParseFile("testdata/assemblies/services.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	unpack(t, dir, archive)
	assembly, problems := cloudformation.Read(dir, cloudformation.Options{
		VPCLinks: map[string]string{"Link": strings.TrimPrefix(server.URL, "http://")},
	})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	api := find(t, assembly, "Shop/Api")
	g, problems := gateway.New(api.Local, gateway.Options{
		StageVariables: api.StageVariables,
		VPCLink:        func(id string) (string, error) { return api.VPCLinks[id], nil },
		Lambda:         assembly.Lambda(lambdas{}),
	})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	answer := httptest.NewRecorder()
	g.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/link", http.NoBody))
	if answer.Code != http.StatusOK || answer.Body.String() != "behind the link at /x" {
		t.Errorf("the answer is %d %s", answer.Code, answer.Body)
	}
}
