package main

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/go-jose/go-jose/v4"
	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/local"
)

const guardedModel = `
openapi: 3.0.3
info: {title: Guarded, version: "1"}
paths:
  /users: {get: {operationId: users, responses: {"200": {description: ok}}}}
  /scoped: {get: {operationId: scoped, responses: {"200": {description: ok}}}}
  /signed: {get: {operationId: signed, responses: {"200": {description: ok}}}}
  /gate: {get: {operationId: gate, responses: {"200": {description: ok}}}}
  /open: {get: {operationId: open, responses: {"200": {description: ok}}}}
`

const guardedProject = `
model: api.yaml
authorizers:
  users: { type: cognito, userPools: ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_pets"] }
  scoped: { type: cognito, userPools: ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_pets"], authorizationScopes: [pets/read] }
  gate: { type: token, function: gate }
functions:
  gate: { code: ./gate, runtime: nodejs22.x, handler: index.handler }
integrations:
  users: { mock: { body: users }, authorizer: users }
  scoped: { mock: { body: scoped }, authorizer: scoped }
  signed: { mock: { body: signed }, authorizer: iam }
  gate: { mock: { body: gate }, authorizer: gate }
  open: { mock: { body: open } }
`

const gateFunction = `exports.handler = async (event) => {
  if (event.authorizationToken === 'stranger') throw new Error('Unauthorized')
  if (event.authorizationToken === 'broken') throw new Error('broken')
  return { principalId: 'u1', policyDocument: { Version: '2012-10-17', Statement: [
    { Action: 'execute-api:Invoke', Effect: event.authorizationToken === 'friend' ? 'Allow' : 'Deny', Resource: event.methodArn } ] } }
}`

// writeGuarded returns a project whose operations need callers to say who they are.
func writeGuarded(t *testing.T, more string) string {
	t.Helper()
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	write(t, filepath.Join(dir, "api.yaml"), guardedModel)
	write(t, filepath.Join(dir, "gatewright.yaml"), guardedProject+more)
	write(t, filepath.Join(dir, "gate", "index.js"), gateFunction)
	return dir
}

// TestTableOfCallers verifies that the table at the start says who may call what.
func TestTableOfCallers(t *testing.T) {
	project := strings.Replace(guardedProject, "scoped: { type: cognito, userPools: [\"arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_pets\"], authorizationScopes: [pets/read] }",
		"scoped: { type: jwt, issuers: [{ issuer: \"https://login.example.com/\", audiences: [shop] }] }", 1)
	project = strings.Replace(project, "{ mock: { body: open } }", "{ mock: { body: open }, apiKeyRequired: true }", 1)
	dir := writeGuarded(t, "")
	write(t, filepath.Join(dir, "gatewright.yaml"), project)
	dev := serveDev(t, dir)
	var callers []string
	for line := range strings.Lines(dev.stdout.String()) {
		if fields := regexp.MustCompile(`  +`).Split(strings.TrimSpace(line), -1); len(fields) == 5 {
			callers = append(callers, fields[2]+": "+fields[3])
		}
	}
	want := []string{"OPERATION: CALLERS", "gate: lambda gate", "open: anyone, key", "scoped: jwt scoped", "signed: iam", "users: cognito users"}
	if diff := cmp.Diff(want, callers); diff != "" {
		t.Errorf("(-want +got)\n%s\n%s", diff, dev.stdout)
	}
}

// printedToken is what the command token prints.
func printedToken(t *testing.T, args ...string) string {
	t.Helper()
	var out, problems bytes.Buffer
	if status := run(t.Context(), append([]string{"token"}, args...), strings.NewReader(""), &out, &problems); status != exitDone {
		t.Fatalf("status %d: %s", status, &problems)
	}
	return strings.TrimSpace(out.String())
}

// call asks for a path with a header.
func (s *served) call(t *testing.T, path, authorization string) int {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	return statusOf(t, r)
}

func statusOf(t *testing.T, r *http.Request) int {
	t.Helper()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode
}

// sign calls a path with a signature.
func (s *served) sign(t *testing.T, path, id, secret string) int {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(nil)
	keys := aws.Credentials{AccessKeyID: id, SecretAccessKey: secret}
	if err := v4.NewSigner().SignHTTP(t.Context(), keys, r, hex.EncodeToString(sum[:]), "execute-api", "us-east-1", time.Now()); err != nil {
		t.Fatal(err)
	}
	return statusOf(t, r)
}

// TestDevAuthorizers runs each kind of authorizer behind dev.
func TestDevAuthorizers(t *testing.T) {
	need(t, "node")
	dir := writeGuarded(t, "")
	dev := serveDev(t, dir)
	id, access := printedToken(t, dir, "--user", "u1"), printedToken(t, dir, "--user", "u1", "--scope", "pets/read")
	for _, test := range []struct {
		path, authorization string
		want                int
	}{
		{"/open", "", 200},
		{"/users", "", 401}, {"/users", id, 200}, {"/users", "Bearer " + id, 200}, {"/users", access, 401}, {"/users", id + "x", 401},
		{"/users", printedToken(t, dir, "--user", "u1", "--expires-in", "-1s"), 401},
		{"/scoped", id, 401}, {"/scoped", access, 200}, {"/scoped", printedToken(t, dir, "--user", "u1", "--scope", "pets/write"), 401},
		{"/users", printedToken(t, "--user", "u1", "--pool", "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_other"), 401},
		{"/gate", "", 401}, {"/gate", "friend", 200}, {"/gate", "stranger", 401}, {"/gate", "broken", 500}, {"/gate", "enemy", 403},
		{"/signed", "", 403}, {"/signed", id, 403},
	} {
		if got := dev.call(t, test.path, test.authorization); got != test.want {
			t.Errorf("%s with %q answers %d, want %d", test.path, test.authorization, got, test.want)
		}
	}
	if got := dev.sign(t, "/signed", local.AccessKeyID, local.SecretAccessKey); got != 200 {
		t.Errorf("a signed request gets %d", got)
	}
	if got := dev.sign(t, "/signed", local.AccessKeyID, "another"); got != 403 {
		t.Errorf("a badly signed request gets %d", got)
	}
	if said := dev.stderr.String(); !strings.Contains(said, local.AccessKeyID) || !strings.Contains(said, "gatewright token") {
		t.Errorf("dev does not tell how to call:\n%s", said)
	}
}

// TestDevCredentials takes the credentials and the pool of the file, and no others.
func TestDevCredentials(t *testing.T) {
	need(t, "node")
	jwks := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"keys": []}`)
	}))
	defer jwks.Close()
	dir := writeGuarded(t, `
credentials:
  ann:
    accessKeyId: AKIDANN
    secretAccessKey: secret
    policies: [{ Version: "2012-10-17", Statement: { Effect: Allow, Action: "execute-api:Invoke", Resource: "*" } }]
  bob: { accessKeyId: AKIDBOB, secretAccessKey: secret }
userPools:
  users: { arn: "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_pets", jwks: "`+jwks.URL+`" }
`)
	dev := serveDev(t, dir)
	for id, want := range map[string]int{"AKIDANN": 200, "AKIDBOB": 403, local.AccessKeyID: 403} {
		secret := "secret"
		if id == local.AccessKeyID {
			secret = local.SecretAccessKey
		}
		if got := dev.sign(t, "/signed", id, secret); got != want {
			t.Errorf("%s gets %d, want %d", id, got, want)
		}
	}
	token := printedToken(t, "--user", "u1", "--pool", "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_pets")
	if got := dev.call(t, "/users", token); got != 401 {
		t.Errorf("a local token gets %d where the pool is elsewhere", got)
	}
	edit(t, filepath.Join(dir, "gatewright.yaml"), `Version: "2012-10-17"`, `Version: "2012"`)
	dev.stderr.await(t, "the version of a policy must be 2012-10-17")
}

// TestDevKeySet takes the tokens of a pool that is elsewhere.
func TestDevKeySet(t *testing.T) {
	need(t, "node")
	const issuer = "https://login.example.com/"
	private := newSigningKey(t, "k1")
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{private.Public()}}
	jwks := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if err := json.NewEncoder(w).Encode(set); err != nil {
			t.Error(err)
		}
	}))
	defer jwks.Close()
	dev := serveDev(t, writeGuarded(t, `
userPools:
  partners:
    arn: arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_pets
    issuer: `+issuer+`
    jwks: `+jwks.URL+`
`))
	stranger := newSigningKey(t, "k1")
	for name, test := range map[string]struct {
		token string
		want  int
	}{
		"a partner":         {signedBy(t, private, issuer), 200},
		"another issuer":    {signedBy(t, private, "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pets"), 401},
		"a key of the name": {signedBy(t, stranger, issuer), 401},
		"an unknown key":    {signedBy(t, newSigningKey(t, "k2"), issuer), 401},
	} {
		if got := dev.call(t, "/users", test.token); got != test.want {
			t.Errorf("%s gets %d, want %d", name, got, test.want)
		}
	}
}

func newSigningKey(t *testing.T, id string) jose.JSONWebKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return jose.JSONWebKey{Key: key, KeyID: id, Algorithm: string(jose.RS256), Use: "sig"}
}

// signedBy is an ID token.
func signedBy(t *testing.T, key jose.JSONWebKey, issuer string) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key}, nil)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := json.Marshal(map[string]any{"iss": issuer, "sub": "u1", "token_use": "id", "exp": time.Now().Add(time.Hour).Unix()})
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

const guardedTemplate = `{"Resources": {
  "Pool": {"Type": "AWS::Cognito::UserPool"},
  "Gate": {"Type": "AWS::Lambda::Function", "Properties": {"Runtime": "nodejs22.x", "Handler": "index.handler", "Code": {"ZipFile": "exports.handler = async (event) => ({ principalId: 'u1', policyDocument: { Version: '2012-10-17', Statement: [{ Action: '*', Effect: event.headers['X-Who'] === 'friend' ? 'Allow' : 'Deny', Resource: '*' }] } })"}}},
  "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "Guarded", "Policy": {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"},
    {"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*/DELETE/*"}]}}},
  "Users": {"Type": "AWS::ApiGateway::Authorizer", "Properties": {"RestApiId": {"Ref": "Api"}, "Name": "users", "Type": "COGNITO_USER_POOLS",
    "IdentitySource": "method.request.header.Authorization", "ProviderARNs": [{"Fn::GetAtt": ["Pool", "Arn"]}]}},
  "Asked": {"Type": "AWS::ApiGateway::Authorizer", "Properties": {"RestApiId": {"Ref": "Api"}, "Name": "asked", "Type": "REQUEST", "AuthorizerResultTtlInSeconds": 0,
    "IdentitySource": "method.request.header.X-Who", "AuthorizerUri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Gate.Arn}/invocations"}}},
  "Get": {"Type": "AWS::ApiGateway::Method", "Properties": {"RestApiId": {"Ref": "Api"}, "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
    "HttpMethod": "GET", "AuthorizationType": "COGNITO_USER_POOLS", "AuthorizerId": {"Ref": "Users"}, "MethodResponses": [{"StatusCode": "200"}],
    "Integration": {"Type": "MOCK", "RequestTemplates": {"application/json": "{\"statusCode\": 200}"}, "IntegrationResponses": [{"StatusCode": "200"}]}}},
  "Post": {"Type": "AWS::ApiGateway::Method", "Properties": {"RestApiId": {"Ref": "Api"}, "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
    "HttpMethod": "POST", "AuthorizationType": "CUSTOM", "AuthorizerId": {"Ref": "Asked"}, "MethodResponses": [{"StatusCode": "200"}],
    "Integration": {"Type": "MOCK", "RequestTemplates": {"application/json": "{\"statusCode\": 200}"}, "IntegrationResponses": [{"StatusCode": "200"}]}}},
  "Delete": {"Type": "AWS::ApiGateway::Method", "Properties": {"RestApiId": {"Ref": "Api"}, "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
    "HttpMethod": "DELETE", "MethodResponses": [{"StatusCode": "200"}],
    "Integration": {"Type": "MOCK", "RequestTemplates": {"application/json": "{\"statusCode\": 200}"}, "IntegrationResponses": [{"StatusCode": "200"}]}}}
}}`

// TestCloudAssemblyAuthorizers runs the authorizers and the resource policy of a
// CDK app.
func TestCloudAssemblyAuthorizers(t *testing.T) {
	need(t, "node")
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	write(t, filepath.Join(dir, "manifest.json"), shopManifest)
	write(t, filepath.Join(dir, "Shop.template.json"), guardedTemplate)
	dev := serveDev(t, dir)
	if got := dev.call(t, "/", printedToken(t, dir, "--user", "u1")); got != 200 {
		t.Errorf("a token gets %d", got)
	}
	if got := dev.call(t, "/", "x"); got != 401 {
		t.Errorf("a bad token gets %d", got)
	}
	for who, want := range map[string]int{"friend": 200, "enemy": 403, "": 403} {
		r, err := http.NewRequest(http.MethodPost, dev.url+"/", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		if who != "" {
			r.Header.Set("X-Who", who)
		}
		if got := statusOf(t, r); got != want {
			t.Errorf("%q gets %d, want %d", who, got, want)
		}
	}
	r, err := http.NewRequest(http.MethodDelete, dev.url+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := statusOf(t, r); got != 403 {
		t.Errorf("what the resource policy denies gets %d", got)
	}
	if said := dev.stdout.String(); strings.Contains(said, "AWS::Cognito::UserPool") {
		t.Errorf("the user pool is listed as absent:\n%s", said)
	}
}

// TestTokenOfApp runs an app of the CDK to find its user pool.
func TestTokenOfApp(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := writeApp(t)
	write(t, filepath.Join(dir, "made", "Shop.template.json"), guardedTemplate)
	ofApp, ofAssembly := printedToken(t, dir, "--user", "u1"), printedToken(t, filepath.Join(dir, "made"), "--user", "u1")
	if issuerOf(t, ofApp) != issuerOf(t, ofAssembly) {
		t.Errorf("the app's issuer is %s, the assembly's %s", issuerOf(t, ofApp), issuerOf(t, ofAssembly))
	}
}

// issuerOf returns the issuer of a token.
func issuerOf(t *testing.T, token string) string {
	t.Helper()
	_, rest, _ := strings.Cut(token, ".")
	payload, _, _ := strings.Cut(rest, ".")
	text, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil {
		t.Fatal(err)
	}
	var claims struct{ Iss string }
	if err := json.Unmarshal(text, &claims); err != nil || claims.Iss == "" {
		t.Fatalf("%s: %v", text, err)
	}
	return claims.Iss
}
