package gateway_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/gateway/policy"
)

const callersDefinition = `
openapi: 3.0.1
info: {title: callers, version: "1"}
x-amazon-apigateway-minimum-compression-size: 100000
components:
  securitySchemes:
    iam: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}
    token:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: {type: token, authorizerUri: &gate "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:gate/invocations"}
    request:
      type: apiKey
      name: Unused
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: {type: request, authorizerUri: *gate, identitySource: "method.request.header.X-A,method.request.querystring.b", authorizerResultTtlInSeconds: 60}
    asked:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: {type: token, authorizerUri: *gate, authorizerResultTtlInSeconds: 0}
x-mock: &mock
  type: MOCK
  requestTemplates: {application/json: '{"statusCode": 200}', "$default": '{"statusCode": 200}'}
  responses: {default: {statusCode: "200", responseTemplates: {application/json: '$context.authorizer.principalId $context.resourcePath'}}}
paths:
  /iam/{proxy+}: {x-amazon-apigateway-any-method: {security: [{iam: []}], responses: {"200": {description: ok}}, x-amazon-apigateway-integration: *mock}}
  /token: {get: &token {security: [{token: []}], responses: {"200": {description: ok}}, x-amazon-apigateway-integration: *mock}}
  /token/{proxy+}: {get: *token, post: *token}
  /request: {get: {security: [{request: []}], responses: {"200": {description: ok}}, x-amazon-apigateway-integration: *mock}}
  /asked: {get: {security: [{asked: []}], responses: {"200": {description: ok}}, x-amazon-apigateway-integration: *mock}}
`

// gate is a Lambda authorizer that tells what it was asked.
type gate struct {
	mu     sync.Mutex
	events []gateEvent
	answer func(e gateEvent) (gateway.LambdaResult, error)
}

type gateEvent struct {
	Type, AuthorizationToken, MethodArn string
	MultiValueHeaders                   map[string][]string
}

func (g *gate) Invoke(_ context.Context, call gateway.LambdaCall) (gateway.LambdaResult, error) {
	var e gateEvent
	if err := json.Unmarshal(call.Payload, &e); err != nil {
		return gateway.LambdaResult{}, err
	}
	g.mu.Lock()
	g.events = append(g.events, e)
	g.mu.Unlock()
	return g.answer(e)
}

func (g *gate) asked() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.events)
}

// allowing responds with a policy that allows resources.
func allowing(principal string, resources ...string) (gateway.LambdaResult, error) {
	text, err := json.Marshal(map[string]any{
		"principalId": principal,
		"policyDocument": map[string]any{"Version": "2012-10-17", "Statement": []any{
			map[string]any{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": resources},
		}},
	})
	return gateway.LambdaResult{Payload: text}, err
}

func newCallersGateway(t testing.TB, o gateway.Options) *gateway.Gateway {
	t.Helper()
	api, problems := readDefinition(callersDefinition)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	if o.Credentials == nil {
		o.Credentials = []gateway.Credential{{AccessKeyID: "AKIDANN", SecretAccessKey: "secret", Policies: []*policy.Policy{everything(t)}}}
	}
	g, problems := gateway.New(api, o)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return g
}

func everything(t testing.TB) *policy.Policy {
	t.Helper()
	p, problems := policy.Parse("p", []byte(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`), policy.Options{})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return p
}

// call sends a request in process.
func call(h http.Handler, target string, headers ...string) (int, string) {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// TestDecisionsAreKept holds a Lambda authorizer's cache to its rules: by token or
// by all identity sources, for all methods of the authorizer, for as long as the
// TTL; the policy is asked again each time.
func TestDecisionsAreKept(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	lambda := &gate{answer: func(e gateEvent) (gateway.LambdaResult, error) {
		switch e.AuthorizationToken {
		case "narrow":
			return allowing("narrow", e.MethodArn)
		case "stranger":
			return gateway.LambdaResult{Payload: []byte(`{"errorMessage":"Unauthorized"}`), FunctionError: "Unhandled"}, nil
		case "broken":
			return gateway.LambdaResult{Payload: []byte(`{}`)}, nil
		}
		return allowing(e.AuthorizationToken+strings.Join(e.MultiValueHeaders["X-A"], "+"), "*")
	}}
	g := newCallersGateway(t, gateway.Options{Lambda: lambda, Now: func() time.Time { return now }})
	for i, test := range []struct {
		target  string
		headers []string
		wait    time.Duration
		status  int
		body    string
		asked   int // in all
	}{
		{"/token", []string{"Authorization", "t1"}, 0, 200, "t1 /token", 1},
		{"/token", []string{"Authorization", "t1"}, 0, 200, "t1 /token", 1},
		{"/token/x", []string{"Authorization", "t1"}, 299 * time.Second, 200, "t1 /token/{proxy+}", 1},
		{"/token", []string{"Authorization", "t1"}, time.Second, 200, "t1 /token", 2},
		{"/token", []string{"Authorization", "t2"}, 0, 200, "t2 /token", 3},
		{"/token/a", []string{"Authorization", "narrow"}, 0, 200, "narrow /token/{proxy+}", 4},
		{"/token/b", []string{"Authorization", "narrow"}, 0, 403, "User is not authorized to access this resource", 4},
		{"/token/a", []string{"Authorization", "narrow"}, 0, 200, "narrow /token/{proxy+}", 4},
		{"/token", []string{"Authorization", "stranger"}, 0, 401, "Unauthorized", 5},
		{"/token", []string{"Authorization", "stranger"}, 0, 401, "Unauthorized", 6},
		{"/token", []string{"Authorization", "broken"}, 0, 500, "null", 7},
		{"/token", []string{"Authorization", "broken"}, 0, 500, "null", 8},
		{"/request?b=1", []string{"X-A", "a"}, 0, 200, "a /request", 9},
		{"/request?b=1&c=2", []string{"X-A", "a", "X-Other", "x"}, 59 * time.Second, 200, "a /request", 9},
		{"/request?b=1", []string{"X-A", "a"}, time.Second, 200, "a /request", 10},
		{"/request?b=2", []string{"X-A", "a"}, 0, 200, "a /request", 11},
		{"/request?b=1", []string{"X-A", "x", "X-A", "a"}, 0, 200, "x+a /request", 12},
		{"/request?b=x&b=1", []string{"X-A", "a"}, 0, 200, "a /request", 13},
		{"/request?b=1", []string{"X-A", "a1"}, 0, 200, "a1 /request", 14},
		{"/request?b=", []string{"X-A", "a"}, 0, 401, "Unauthorized", 14},
		{"/asked", []string{"Authorization", "t1"}, 0, 200, "t1 /asked", 15},
		{"/asked", []string{"Authorization", "t1"}, 0, 200, "t1 /asked", 16},
	} {
		now = now.Add(test.wait)
		status, body := call(g, test.target, test.headers...)
		if status != test.status || !strings.Contains(body, test.body) || lambda.asked() != test.asked {
			t.Fatalf("%d: %s %v: %d %s, asked %d times, want %d %s, %d", i, test.target, test.headers, status, body, lambda.asked(), test.status, test.body, test.asked)
		}
	}
}

// TestManyCallersAtOnce lets nobody have another's decision.
func TestManyCallersAtOnce(t *testing.T) {
	lambda := &gate{answer: func(e gateEvent) (gateway.LambdaResult, error) { return allowing(e.AuthorizationToken, "*") }}
	g := newCallersGateway(t, gateway.Options{Lambda: lambda})
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 200 {
				token := fmt.Sprint("t", worker, "-", i%20)
				if status, body := call(g, "/token", "Authorization", token); status != 200 || body != token+" /token" {
					t.Errorf("%s: %d %s", token, status, body)
					return
				}
			}
		})
	}
	all.Wait()
}

// TestAuthorizersFailClosed has the function fail in every way.
func TestAuthorizersFailClosed(t *testing.T) {
	for name, answer := range map[string]func(gateEvent) (gateway.LambdaResult, error){
		"panics": func(gateEvent) (gateway.LambdaResult, error) { panic("at the gate") },
		"not there": func(gateEvent) (gateway.LambdaResult, error) {
			return gateway.LambdaResult{}, &gateway.FunctionNotFoundError{}
		},
		"no answer": func(gateEvent) (gateway.LambdaResult, error) {
			return gateway.LambdaResult{}, &gateway.FunctionTimeoutError{}
		},
		"another":      func(gateEvent) (gateway.LambdaResult, error) { return gateway.LambdaResult{}, io.ErrUnexpectedEOF },
		"deadline":     func(gateEvent) (gateway.LambdaResult, error) { return gateway.LambdaResult{}, context.DeadlineExceeded },
		"says nothing": func(gateEvent) (gateway.LambdaResult, error) { return gateway.LambdaResult{}, nil },
	} {
		g := newCallersGateway(t, gateway.Options{Lambda: &gate{answer: answer}})
		if status, body := call(g, "/token", "Authorization", "x"); status != 500 || strings.Contains(body, "/token") {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	if status, _ := call(newCallersGateway(t, gateway.Options{}), "/token", "Authorization", "x"); status != 500 {
		t.Errorf("without functions: %d", status)
	}
}

// TestAuthorizerLog returns how an authorizer decided, without the caller's token.
func TestAuthorizerLog(t *testing.T) {
	var lines []string
	lambda := &gate{answer: func(gateEvent) (gateway.LambdaResult, error) { return allowing("user-1", "*") }}
	g := newCallersGateway(t, gateway.Options{Lambda: lambda, APIID: "api", ExecutionLog: func(_, line string) { lines = append(lines, line) }})
	if status, _ := call(g, "/token", "Authorization", "secret-token", "X-Amzn-RequestId", "r1"); status != 200 {
		t.Fatalf("status %d", status)
	}
	at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "Starting authorizer") })
	end := slices.Index(lines, "Starting execution for request: r1")
	if at < 0 || end < at {
		t.Fatalf("the log is\n%s", strings.Join(lines, "\n"))
	}
	const url = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:gate/invocations"
	headers := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "Endpoint request headers: ") })
	if headers < 0 || !strings.Contains(lines[headers], "X-Amz-Source-Arn=arn:aws:execute-api:us-east-1:123456789012:api/authorizers/") {
		t.Fatalf("the log has no headers of the call:\n%s", strings.Join(lines, "\n"))
	}
	want := []string{
		"Incoming identity: **********en",
		"Endpoint request URI: " + url,
		lines[headers],
		`Endpoint request body after transformations: {"type":"TOKEN","authorizationToken":"**********en","methodArn":"arn:aws:execute-api:us-east-1:123456789012:api/prod/GET/token"}`,
		"Sending request to " + url,
		`Authorizer result body before parsing: {"policyDocument":{"Statement":[{"Action":"execute-api:Invoke","Effect":"Allow","Resource":["*"]}],"Version":"2012-10-17"},"principalId":"user-1"}`,
		"Using valid authorizer policy for principal: ****-1",
		"Successfully completed authorizer execution",
	}
	if got := lines[at+1 : end]; !slices.Equal(got[:min(len(got), len(want))], want) {
		t.Errorf("the log of the authorizer is\n%s", strings.Join(got, "\n"))
	}
	if all := strings.Join(lines, "\n"); strings.Contains(all, "secret-token") {
		t.Errorf("the log tells the token:\n%s", all)
	}
}

// signedRequest is a request to /iam that the SDK has signed.
func signedRequest(t testing.TB, method, target, body string, payload string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, "http://api.test"+target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Signed", "  a   b ")
	if payload == "" {
		payload = hashOf(body)
	} else {
		r.Header.Set("X-Amz-Content-Sha256", payload)
	}
	keys := aws.Credentials{AccessKeyID: "AKIDANN", SecretAccessKey: "secret"}
	if err := v4.NewSigner().SignHTTP(context.Background(), keys, r, payload, "execute-api", "us-east-1", time.Now()); err != nil {
		t.Fatal(err)
	}
	return r
}

func hashOf(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}

// served returns the address of a gateway that is served.
func served(t testing.TB, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

func send(t testing.TB, address string, r *http.Request) (int, string) {
	t.Helper()
	r.URL.Host = address
	if r.Host == "" {
		r.Host = "api.test"
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// TestSignedRequests changes what was signed, on its way.
func TestSignedRequests(t *testing.T) {
	address := served(t, newCallersGateway(t, gateway.Options{}))
	const target = "/iam/a%20b/c%2Fd/%C3%BC?x-=&x=%20%2B%2F&x=1&=2&empty"
	for name, test := range map[string]struct {
		change func(r *http.Request)
		want   int
	}{
		"nothing":            {nil, 200},
		"an unsigned header": {func(r *http.Request) { r.Header.Set("X-Other", "1") }, 200},
		"the user agent":     {func(r *http.Request) { r.Header.Set("User-Agent", "other") }, 200},
		"a signed header":    {func(r *http.Request) { r.Header.Set("X-Signed", "a  c") }, 403},
		"one more value":     {func(r *http.Request) { r.Header.Add("X-Signed", "c") }, 403},
		"the host":           {func(r *http.Request) { r.Host = "other.test" }, 403},
		"the method":         {func(r *http.Request) { r.Method = http.MethodPut }, 403},
		"the path":           {func(r *http.Request) { r.URL.Opaque = "//x/iam/a%20b/c/d/%C3%BC?x-=&x=%20%2B%2F&x=1&=2&empty" }, 403},
		"a parameter":        {func(r *http.Request) { r.URL.RawQuery += "&y=1" }, 403},
		"a hidden parameter": {func(r *http.Request) { r.URL.RawQuery += "&y;z=1" }, 403},
		"a broken parameter": {func(r *http.Request) { r.URL.RawQuery += "&%zz=1" }, 403},
		"the date":           {func(r *http.Request) { r.Header.Set("X-Amz-Date", "20200101T000000Z") }, 403},
		"the body":           {func(r *http.Request) { r.Body, r.ContentLength = io.NopCloser(strings.NewReader("others")), 6 }, 403},
		"no body":            {func(r *http.Request) { r.Body, r.ContentLength = nil, 0 }, 403},
		"the signature": {func(r *http.Request) {
			r.Header.Set("Authorization", r.Header.Get("Authorization")[:len(r.Header.Get("Authorization"))-1])
		}, 403},
		"its case": {func(r *http.Request) {
			before, signature, _ := strings.Cut(r.Header.Get("Authorization"), "Signature=")
			r.Header.Set("Authorization", before+"Signature="+strings.ToUpper(signature))
		}, 403},
		"a second one":  {func(r *http.Request) { r.Header.Add("Authorization", r.Header.Get("Authorization")) }, 403},
		"a query's one": {func(r *http.Request) { r.URL.RawQuery += "&X-Amz-Signature=x" }, 403},
		"a token":       {func(r *http.Request) { r.Header.Set("X-Amz-Security-Token", "x") }, 403},
	} {
		r := signedRequest(t, http.MethodPost, target, "the body", "")
		if test.change != nil {
			test.change(r)
		}
		if status, body := send(t, address, r); status != test.want {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
}

// TestPayloads: a body is covered by its own hash and nothing else.
func TestPayloads(t *testing.T) {
	address := served(t, newCallersGateway(t, gateway.Options{}))
	for payload, want := range map[string]int{
		hashOf("the body"):                         200,
		hashOf("other"):                            403,
		"UNSIGNED-PAYLOAD":                         403,
		"STREAMING-AWS4-HMAC-SHA256-PAYLOAD":       403,
		"STREAMING-UNSIGNED-PAYLOAD-TRAILER":       403,
		"STREAMING-AWS4-HMAC-SHA256-EVENTS":        403,
		strings.Repeat("0", len(hashOf(""))):       403,
		"STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD": 403,
	} {
		r := signedRequest(t, http.MethodPost, "/iam/x", "the body", payload)
		if status, body := send(t, address, r); status != want {
			t.Errorf("%s: %d %s", payload, status, body)
		}
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := io.WriteString(w, `{"a":1}`); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r := signedRequest(t, http.MethodPost, "/iam/x", packed.String(), "")
	r.Header.Set("Content-Encoding", "gzip")
	if status, body := send(t, address, r); status != 200 {
		t.Errorf("a compressed body: %d %s", status, body)
	}
}

// presigned is a URL that the SDK has signed.
func presigned(t testing.TB, method, target string, at time.Time) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, "http://api.test"+target, nil)
	if err != nil {
		t.Fatal(err)
	}
	keys := aws.Credentials{AccessKeyID: "AKIDANN", SecretAccessKey: "secret"}
	url, header, err := v4.NewSigner().PresignHTTP(context.Background(), keys, r, hashOf(""), "execute-api", "us-east-1", at)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name := range header {
		if name != "Host" {
			signed.Header[name] = header[name]
		}
	}
	return signed
}

func TestPresignedRequests(t *testing.T) {
	address := served(t, newCallersGateway(t, gateway.Options{}))
	for name, test := range map[string]struct {
		query  string
		age    time.Duration
		change func(r *http.Request)
		want   int
	}{
		"as signed":               {"", 0, nil, 200},
		"within its life":         {"&X-Amz-Expires=3600", 59 * time.Minute, nil, 200},
		"at the end":              {"&X-Amz-Expires=60", 2 * time.Minute, nil, 403},
		"five minutes by default": {"", 6 * time.Minute, nil, 403},
		"from the future":         {"&X-Amz-Expires=3600", -6 * time.Minute, nil, 403},
		"too long a life":         {"&X-Amz-Expires=604801", 0, nil, 403},
		"a bad life":              {"&X-Amz-Expires=soon", 0, nil, 403},
		"another life": {"&X-Amz-Expires=60", 2 * time.Minute, func(r *http.Request) {
			r.URL.RawQuery = strings.Replace(r.URL.RawQuery, "Expires=60", "Expires=600", 1)
		}, 403},
		"a second life":       {"&X-Amz-Expires=60", 0, func(r *http.Request) { r.URL.RawQuery += "&X-Amz-Expires=600" }, 403},
		"another parameter":   {"", 0, func(r *http.Request) { r.URL.RawQuery += "&a=2" }, 403},
		"a second credential": {"", 0, func(r *http.Request) { r.URL.RawQuery += "&X-Amz-Credential=x" }, 403},
		"a second signature":  {"", 0, func(r *http.Request) { r.URL.RawQuery += "&X-Amz-Signature=x" }, 403},
		"a header besides":    {"", 0, func(r *http.Request) { r.Header.Set("Authorization", "AWS4-HMAC-SHA256 x=y") }, 403},
		"another path":        {"", 0, func(r *http.Request) { r.URL.Path = "/iam/y" }, 403},
		"another method":      {"", 0, func(r *http.Request) { r.Method = http.MethodDelete }, 403},
		"a body":              {"", 0, func(r *http.Request) { r.Body, r.ContentLength = io.NopCloser(strings.NewReader("x")), 1 }, 403},
	} {
		r := presigned(t, http.MethodGet, "/iam/x%20y?a=1"+test.query, time.Now().Add(-test.age))
		if test.change != nil {
			test.change(r)
		}
		if status, body := send(t, address, r); status != test.want {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
}

// TestSessionTokens wants the token of temporary credentials, and wants it signed
// where it is in the query.
func TestSessionTokens(t *testing.T) {
	keys := aws.Credentials{AccessKeyID: "ASIATEMP", SecretAccessKey: "secret", SessionToken: "session"}
	address := served(t, newCallersGateway(t, gateway.Options{Credentials: []gateway.Credential{{
		AccessKeyID: keys.AccessKeyID, SecretAccessKey: keys.SecretAccessKey, SessionToken: keys.SessionToken,
		ARN: "arn:aws:sts::123456789012:assumed-role/Reader/ann", Policies: []*policy.Policy{everything(t)},
	}}}))
	for name, test := range map[string]struct {
		token   string
		presign bool
		change  func(r *http.Request)
		want    int
	}{
		"in the header":              {"session", false, nil, 200},
		"in the query":               {"session", true, nil, 200},
		"none in the header":         {"", false, nil, 403},
		"none in the query":          {"", true, nil, 403},
		"another in the header":      {"other", false, nil, 403},
		"another in the query":       {"other", true, nil, 403},
		"put in the header later":    {"", false, func(r *http.Request) { r.Header.Set("X-Amz-Security-Token", "session") }, 200},
		"put in the query later":     {"", true, func(r *http.Request) { r.URL.RawQuery += "&X-Amz-Security-Token=session" }, 403},
		"in the header of a presign": {"", true, func(r *http.Request) { r.Header.Set("X-Amz-Security-Token", "session") }, 403},
	} {
		r, err := http.NewRequest(http.MethodGet, "http://api.test/iam/x", nil)
		if err != nil {
			t.Fatal(err)
		}
		keys.SessionToken = test.token
		if test.presign {
			url, _, err := v4.NewSigner().PresignHTTP(t.Context(), keys, r, hashOf(""), "execute-api", "us-east-1", time.Now())
			if err != nil {
				t.Fatal(err)
			}
			if r, err = http.NewRequest(http.MethodGet, url, nil); err != nil {
				t.Fatal(err)
			}
		} else if err := v4.NewSigner().SignHTTP(t.Context(), keys, r, hashOf(""), "execute-api", "us-east-1", time.Now()); err != nil {
			t.Fatal(err)
		}
		if test.change != nil {
			test.change(r)
		}
		if status, body := send(t, address, r); status != test.want {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
}

// TestOneSeesWhatTheOtherSees: however a path is written, the policy is asked about
// the path that was routed.
func TestOneSeesWhatTheOtherSees(t *testing.T) {
	lambda := &gate{answer: func(e gateEvent) (gateway.LambdaResult, error) { return allowing("u", "*/prod/GET/token/public*") }}
	g := newCallersGateway(t, gateway.Options{Lambda: lambda})
	const arn = "arn:aws:execute-api:us-east-1:123456789012:"
	for target, want := range map[string]struct {
		status int
		asked  string // the end of the method's ARN; empty: not routed to an authorizer
	}{
		"/token/public":              {200, "/prod/GET/token/public"},
		"/token/public/":             {200, "/prod/GET/token/public/"},
		"//token/public":             {200, "/prod/GET/token/public"},
		"/prod/token/public":         {200, "/prod/GET/token/public"},
		"/prod//token/public":        {200, "/prod/GET/token/public"},
		"/token/secret":              {403, "/prod/GET/token/secret"},
		"/token//secret":             {403, "/prod/GET/token//secret"},
		"/token/./secret":            {403, "/prod/GET/token/./secret"},
		"/token/x/../secret":         {403, "/prod/GET/token/x/../secret"},
		"/token/%70ublic":            {403, "/prod/GET/token/%70ublic"},
		"/token/secret%2F..%2Fpub":   {403, "/prod/GET/token/secret%2F..%2Fpub"},
		"/token%2Fpublic":            {403, ""},
		"/%74oken/public":            {403, ""},
		"/public/../token/public":    {403, ""},
		"/token/public?/secret":      {200, "/prod/GET/token/public"},
		"/dev/token/public":          {403, ""},
		"/TOKEN/public":              {403, ""},
		"/token/secret;/public":      {403, "/prod/GET/token/secret;/public"},
		"http://h/token/secret":      {403, "/prod/GET/token/secret"},
		"http://h//token/public":     {200, "/prod/GET/token/public"},
		"/token/public%00/../secret": {200, "/prod/GET/token/public%00/../secret"},
	} {
		lambda.events = nil
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RequestURI = target
		r.Header.Set("Authorization", target) // so that nothing is kept from before
		w := httptest.NewRecorder()
		g.ServeHTTP(w, r)
		var asked []string
		for _, e := range lambda.events {
			_, path, _ := strings.Cut(strings.TrimPrefix(e.MethodArn, arn), "/")
			asked = append(asked, "/"+path)
		}
		expected := []string{want.asked}
		if want.asked == "" {
			expected = nil
		}
		if w.Code != want.status || !slices.Equal(asked, expected) {
			t.Errorf("%s: %d, asked about %q, want %d, %q", target, w.Code, asked, want.status, expected)
		}
	}
}

// BenchmarkSignature verifies a signed request of 1 KiB.
func BenchmarkSignature(b *testing.B) {
	g := newCallersGateway(b, gateway.Options{})
	body := strings.Repeat("x", 1024)
	r := signedRequest(b, http.MethodPost, "/iam/pets/7?limit=10&after=abc", body, "")
	r.RequestURI = r.URL.RequestURI()
	w := &discard{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		clear(w.header)
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		g.ServeHTTP(w, r)
	}
	if w.status != http.StatusOK {
		b.Fatalf("status %d", w.status)
	}
}

// BenchmarkKeptDecision asks an authorizer that has answered before.
func BenchmarkKeptDecision(b *testing.B) {
	lambda := &gate{answer: func(gateEvent) (gateway.LambdaResult, error) { return allowing("u1", "*") }}
	g := newCallersGateway(b, gateway.Options{Lambda: lambda})
	r := httptest.NewRequest(http.MethodGet, "/token", nil)
	r.Header.Set("Authorization", "token")
	w := &discard{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		clear(w.header)
		g.ServeHTTP(w, r)
	}
	if w.status != http.StatusOK || lambda.asked() != 1 {
		b.Fatalf("status %d, asked %d times", w.status, lambda.asked())
	}
}

// FuzzSignature sends what a stranger may write where a signature is looked for:
// nobody gets through, and nothing breaks.
func FuzzSignature(f *testing.F) {
	var log bytes.Buffer
	g := newCallersGateway(f, gateway.Options{Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelError}))})
	signed := signedRequest(f, http.MethodGet, "/iam/x", "", "")
	f.Add("/iam/x", signed.Header.Get("Authorization"), "20200101T000000Z", "")
	f.Add("/iam/x?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDANN/20260102/us-east-1/execute-api/aws4_request&X-Amz-Date=20260102T030405Z&X-Amz-SignedHeaders=host&X-Amz-Expires=9&X-Amz-Signature=x", "", "", "b")
	f.Add("/iam//x?a;b=%zz", "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=;, Signature==", "", "")
	f.Fuzz(func(t *testing.T, target, authorization, date, body string) {
		log.Reset()
		r := httptest.NewRequest(http.MethodGet, "/", strings.NewReader(body))
		r.RequestURI = target
		r.Header.Set("Authorization", authorization)
		r.Header.Set("X-Amz-Date", date)
		w := httptest.NewRecorder()
		g.ServeHTTP(w, r)
		if log.Len() > 0 {
			t.Fatal(log.String())
		}
		if w.Code < 400 {
			t.Fatalf("status %d", w.Code)
		}
	})
}

// FuzzAuthorizerOutput has a function return anything: it is either understood or
// answered with 500.
func FuzzAuthorizerOutput(f *testing.F) {
	var output []byte
	var log bytes.Buffer
	lambda := &gate{answer: func(gateEvent) (gateway.LambdaResult, error) { return gateway.LambdaResult{Payload: output}, nil }}
	g := newCallersGateway(f, gateway.Options{Lambda: lambda, Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelError}))})
	f.Add([]byte(`{"principalId":"u1","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]},"context":{"a":1}}`))
	f.Add([]byte(`{"principalId":1,"policyDocument":{"Statement":{"Effect":"Deny","NotAction":"*","NotResource":[]}},"usageIdentifierKey":"k"}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, text []byte) {
		log.Reset()
		output = text
		status, body := call(g, "/asked", "Authorization", "x")
		if log.Len() > 0 {
			t.Fatal(log.String())
		}
		if status != 200 && status != 403 && status != 500 || status == 200 && !json.Valid(text) {
			t.Fatalf("status %d: %s", status, body)
		}
	})
}
