package event_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/gateway/event"
	"github.com/gatewright/gatewright/internal/gateway/route"
)

// fullRequest has everything that an event can hold.
func fullRequest() *event.Request {
	canary := false
	return &event.Request{
		Resource: "/{proxy+}",
		Path:     "/hello/world",
		Method:   "POST",
		Headers: []event.Field{
			{Name: "Accept", Values: []string{"*/*"}},
			{Name: "cache-control", Values: []string{"no-cache", "no-store"}},
			{Name: "authorization", Values: []string{"token"}},
			{Name: "user-agent", Values: []string{"curl/8.0"}},
		},
		Query:          event.ParseQuery("name=me&tag=a&tag=b%20c"),
		PathParameters: route.Params{{Name: "proxy", Value: "hello/world"}},
		StageVariables: []event.Pair{{Name: "stageVariableName", Value: "stageVariableValue"}},
		Body:           []byte("{\r\n\t\"a\": 1\r\n}"),
		Context: event.RequestContext{
			AccountID: "12345678912",
			APIID:     "gy415nuibc",
			Authorizer: &event.Authorizer{
				PrincipalID:        "admin",
				Context:            []event.Pair{{Name: "clientId", Value: "1"}, {Name: "clientName", Value: "Exata"}},
				IntegrationLatency: 12,
			},
			DeploymentID:      "abc123",
			DomainName:        "gy415nuibc.execute-api.us-east-2.amazonaws.com",
			DomainPrefix:      "gy415nuibc",
			ExtendedRequestID: "TWegAcC4EowCHnA=",
			Identity: event.Identity{
				AccessKey:                     "ANEXAMPLEOFACCESSKEY",
				AccountID:                     "theAccountId",
				APIKey:                        "theApiKey",
				APIKeyID:                      "theApiKeyId",
				Caller:                        "theCaller",
				CognitoAuthenticationProvider: "theCognitoAuthenticationProvider",
				CognitoAuthenticationType:     "theCognitoAuthenticationType",
				CognitoIdentityID:             "theCognitoIdentityId",
				CognitoIdentityPoolID:         "theCognitoIdentityPoolId",
				PrincipalOrgID:                "o-1",
				SourceIP:                      "192.168.196.186",
				User:                          "theUser",
				UserAgent:                     "curl/8.0",
				UserARN:                       "theUserArn",
				VPCEID:                        "vpce-1",
				VPCID:                         "vpc-1",
				ClientCert: &event.ClientCert{
					PEM: "CERT_CONTENT", SubjectDN: "www.example.com", IssuerDN: "Example issuer",
					SerialNumber: "a1:a1", NotBefore: "May 28 12:30:02 2019 GMT", NotAfter: "Aug  5 09:36:04 2021 GMT",
				},
			},
			IsCanaryRequest:  &canary,
			OperationName:    "HelloWorld",
			Path:             "/testStage/hello/world",
			Protocol:         "HTTP/1.1",
			RequestID:        "deef4878-7910-11e6-8f14-25afc3e9ae33",
			RequestTime:      "15/May/2020:06:01:09 +0000",
			RequestTimeEpoch: 1589522469693,
			ResourceID:       "roq9wj",
			Stage:            "testStage",
		},
	}
}

func TestAppendProxyAsLambdaReadsIt(t *testing.T) {
	r := fullRequest()
	var got events.APIGatewayProxyRequest
	if err := json.Unmarshal(event.AppendProxy(nil, r), &got); err != nil {
		t.Fatal(err)
	}
	c, id := &r.Context, &r.Context.Identity
	want := events.APIGatewayProxyRequest{
		Resource:   "/{proxy+}",
		Path:       "/hello/world",
		HTTPMethod: "POST",
		Headers: map[string]string{
			"Accept": "*/*", "cache-control": "no-store", "Authorization": "token", "User-Agent": "curl/8.0",
		},
		MultiValueHeaders: map[string][]string{
			"Accept": {"*/*"}, "cache-control": {"no-cache", "no-store"}, "Authorization": {"token"}, "User-Agent": {"curl/8.0"},
		},
		QueryStringParameters:           map[string]string{"name": "me", "tag": "b c"},
		MultiValueQueryStringParameters: map[string][]string{"name": {"me"}, "tag": {"a", "b c"}},
		PathParameters:                  map[string]string{"proxy": "hello/world"},
		StageVariables:                  map[string]string{"stageVariableName": "stageVariableValue"},
		Body:                            string(r.Body),
		RequestContext: events.APIGatewayProxyRequestContext{
			AccountID: c.AccountID, ResourceID: c.ResourceID, OperationName: c.OperationName, Stage: c.Stage,
			DomainName: c.DomainName, DomainPrefix: c.DomainPrefix, RequestID: c.RequestID,
			ExtendedRequestID: c.ExtendedRequestID, Protocol: c.Protocol, ResourcePath: r.Resource, Path: c.Path,
			HTTPMethod: r.Method, RequestTime: c.RequestTime, RequestTimeEpoch: c.RequestTimeEpoch, APIID: c.APIID,
			Authorizer: map[string]any{
				"principalId": "admin", "clientId": "1", "clientName": "Exata", "integrationLatency": 12.0,
			},
			Identity: events.APIGatewayRequestIdentity{
				CognitoIdentityPoolID: id.CognitoIdentityPoolID, AccountID: id.AccountID,
				CognitoIdentityID: id.CognitoIdentityID, Caller: id.Caller, APIKey: id.APIKey, APIKeyID: id.APIKeyID,
				AccessKey: id.AccessKey, SourceIP: id.SourceIP, CognitoAuthenticationType: id.CognitoAuthenticationType,
				CognitoAuthenticationProvider: id.CognitoAuthenticationProvider, UserArn: id.UserARN,
				UserAgent: id.UserAgent, User: id.User,
				ClientCert: &events.APIGatewayCustomAuthorizerRequestTypeRequestIdentityClientCert{
					ClientCertPem: id.ClientCert.PEM, SubjectDN: id.ClientCert.SubjectDN,
					IssuerDN: id.ClientCert.IssuerDN, SerialNumber: id.ClientCert.SerialNumber,
					Validity: events.APIGatewayCustomAuthorizerRequestTypeRequestIdentityClientCertValidity{
						NotBefore: id.ClientCert.NotBefore, NotAfter: id.ClientCert.NotAfter,
					},
				},
			},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// sampleEvent reads an event of the aws-lambda-go module's test data.
func sampleEvent(t *testing.T, name string) map[string]any {
	t.Helper()
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/aws/aws-lambda-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "events", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return object(t, text)
}

func object(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return m
}

// The event must hold what Amazon's samples hold, in the same types.
func TestAppendProxyHasTheKeysOfTheSamples(t *testing.T) {
	got := object(t, event.AppendProxy(nil, fullRequest()))
	for _, name := range []string{"apigw-request.json", "apigw-restapi-openapi-request.json"} {
		sample := sampleEvent(t, name)
		sameShape(t, name, sample, got, "headers", "multiValueHeaders", "authorizer")
	}
}

// sameShape reports keys of want that got lacks or has in another type.
func sameShape(t *testing.T, where string, want, got any, open ...string) {
	t.Helper()
	w, ok := want.(map[string]any)
	if g := fmt.Sprintf("%T", got); g != fmt.Sprintf("%T", want) {
		t.Errorf("%s: %s, want %T", where, g, want)
		return
	}
	if !ok {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(w)) {
		value, there := got.(map[string]any)[key]
		switch {
		case !there:
			t.Errorf("%s has no %s", where, key)
		case !slices.Contains(open, key):
			sameShape(t, where+"."+key, w[key], value, open...)
		}
	}
}

func TestAppendProxyOfNothing(t *testing.T) {
	got := event.AppendProxy([]byte("before "), &event.Request{Method: "GET", Resource: "/", Path: "/"})
	const want = `before {"resource":"/","path":"/","httpMethod":"GET","headers":null,"multiValueHeaders":null,` +
		`"queryStringParameters":null,"multiValueQueryStringParameters":null,"pathParameters":null,"stageVariables":null,` +
		`"requestContext":{"resourceId":"","resourcePath":"/","httpMethod":"GET","extendedRequestId":"","requestTime":"",` +
		`"path":"","accountId":"","protocol":"","stage":"","domainPrefix":"","requestTimeEpoch":0,"requestId":"",` +
		`"identity":{"cognitoIdentityPoolId":null,"accountId":null,"cognitoIdentityId":null,"caller":null,"sourceIp":null,` +
		`"principalOrgId":null,"accessKey":null,"cognitoAuthenticationType":null,"cognitoAuthenticationProvider":null,` +
		`"userArn":null,"userAgent":null,"user":null},"domainName":"","deploymentId":"","apiId":""},` +
		`"body":null,"isBase64Encoded":false}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestAppendProxyText(t *testing.T) {
	tests := []struct{ in, want string }{
		{"plain", `"plain"`},
		{`quote " and \ backslash`, `"quote \" and \\ backslash"`},
		{"\n\r\t\b\f\x00\x1b", `"\n\r\t\b\f\u0000\u001B"`},
		{"</script>&\u2028", "\"</script>&\u2028\""},
		{"zürich 日本 🎉", `"zürich 日本 🎉"`},
		{"\xff", `"` + "\uFFFD" + `"`},
		{"long enough to be read eight at a time\xc3", `"long enough to be read eight at a time` + "\uFFFD" + `"`},
		{"\xed\xa0\x80.", `"` + "\uFFFD\uFFFD\uFFFD" + `."`},
		{"\uFFFD kept", `"` + "\uFFFD kept" + `"`},
		{strings.Repeat("a", 7) + `"`, `"aaaaaaa\""`},
		{strings.Repeat("a", 8) + "\x1f" + strings.Repeat("b", 9), `"aaaaaaaa\u001Fbbbbbbbbb"`},
	}
	for _, tt := range tests {
		got := event.AppendProxy(nil, &event.Request{Body: []byte(tt.in)})
		if want := `"body":` + tt.want + `,"isBase64Encoded":false}`; !bytes.HasSuffix(got, []byte(want)) {
			t.Errorf("%q: got %s, want %s", tt.in, got[bytes.Index(got, []byte(`"body":`)):], want)
		}
	}
}

func TestAppendProxyBinaryBody(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"\x00\xff\x10", `"body":"AP8Q","isBase64Encoded":true}`},
		{"", `"body":null,"isBase64Encoded":false}`},
	} {
		got := event.AppendProxy(nil, &event.Request{Body: []byte(tt.in), BodyIsBinary: true})
		if !bytes.HasSuffix(got, []byte(tt.want)) {
			t.Errorf("%q: got %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestAppendProxyAuthorizer(t *testing.T) {
	tests := []struct {
		name       string
		authorizer *event.Authorizer
		want       string
	}{
		{
			"Lambda", &event.Authorizer{PrincipalID: "user", IntegrationLatency: 3, Context: []event.Pair{{Name: "k", Value: "v"}}},
			`{"principalId":"user","k":"v","integrationLatency":3}`,
		},
		{
			"a context cannot forge API Gateway's own keys",
			&event.Authorizer{PrincipalID: "user", Context: []event.Pair{{Name: "principalId", Value: "root"}}},
			`{"principalId":"user","integrationLatency":0}`,
		},
		{"Cognito", &event.Authorizer{Claims: []event.Pair{{Name: "sub", Value: "1"}}}, `{"claims":{"sub":"1"}}`},
		{"Cognito without claims", &event.Authorizer{Claims: []event.Pair{}}, `{"claims":{}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &event.Request{Context: event.RequestContext{Authorizer: tt.authorizer}}
			got := event.AppendProxy(nil, r)
			if want := `"resourceId":"","authorizer":` + tt.want + `,"resourcePath"`; !bytes.Contains(got, []byte(want)) {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func FuzzAppendProxy(f *testing.F) {
	f.Add("Accept", "*/*", "a=1&a=%zz&b=%C3%BC+x", "body \" \\ \x01", false)
	f.Add("user-agent", "\xff", "=&&=%", "\x80\xed\xa0\x80 and some more than eight bytes", true)
	f.Fuzz(func(t *testing.T, name, value, query, body string, binary bool) {
		r := &event.Request{
			Resource: value, Path: name,
			Headers:        []event.Field{{Name: name, Values: []string{value, body}}},
			Query:          event.ParseQuery(query),
			PathParameters: route.Params{{Name: name, Value: value}},
			Body:           []byte(body), BodyIsBinary: binary,
		}
		text := event.AppendProxy(nil, r)
		// Names that differ only in bytes that are not UTF-8 become the same one.
		if !jsontext.Value(text).IsValid(jsontext.AllowDuplicateNames(true)) {
			t.Fatalf("not JSON: %s", text)
		}
		var got events.APIGatewayProxyRequest
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		if got.Resource != valid(value) || got.PathParameters[valid(name)] != valid(value) {
			t.Errorf("%q %q came back as %q %q", name, value, got.PathParameters, got.Resource)
		}
		wantBody := valid(body)
		if binary {
			wantBody = base64.StdEncoding.EncodeToString([]byte(body))
		}
		if got.Body != wantBody || got.IsBase64Encoded != (binary && body != "") {
			t.Errorf("the body %q came back as %q", body, got.Body)
		}
		if len(got.MultiValueHeaders) != 1 || len(got.QueryStringParameters) > len(r.Query) {
			t.Errorf("headers %q, query %q", got.MultiValueHeaders, got.QueryStringParameters)
		}
	})
}

// valid replaces what is not UTF-8; TestValidText says by what.
func valid(s string) string { return string(event.ValidText([]byte(s))) }

func BenchmarkAppendProxy(b *testing.B) {
	r := fullRequest()
	r.Context.Identity.ClientCert = nil
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst = event.AppendProxy(dst[:0], r)
	}
}

func BenchmarkAppendProxyLargeBody(b *testing.B) {
	r := fullRequest()
	r.Body = bytes.Repeat([]byte(`{"name":"some text that goes on for a while","n":12},`), 6<<20/54)
	b.SetBytes(int64(len(r.Body)))
	b.ReportAllocs()
	for b.Loop() {
		event.AppendProxy(nil, r)
	}
}
