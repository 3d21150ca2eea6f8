package gatewaytest_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/gatewaytest"
	"github.com/gatewright/gatewright/integration"
)

const (
	poolARN  = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_pets"
	allowAll = `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}}`
)

// who is a Lambda authorizer as a Go function.
func who(_ context.Context, r events.APIGatewayCustomAuthorizerRequest) (events.APIGatewayCustomAuthorizerResponse, error) {
	switch r.AuthorizationToken {
	case "stranger":
		return events.APIGatewayCustomAuthorizerResponse{}, errors.New("Unauthorized")
	case "panic":
		panic("at the gate")
	}
	return events.APIGatewayCustomAuthorizerResponse{
		PrincipalID: r.AuthorizationToken,
		PolicyDocument: events.APIGatewayCustomAuthorizerPolicy{Version: "2012-10-17", Statement: []events.IAMPolicyStatement{
			{Action: []string{"execute-api:Invoke"}, Effect: "Allow", Resource: []string{r.MethodArn}},
		}},
		Context: map[string]any{"level": 3},
	}, nil
}

func whoami(_ context.Context, r events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	a := r.RequestContext.Authorizer
	name, _ := a["principalId"].(string)
	if claims, ok := a["claims"].(map[string]any); ok {
		name, _ = claims["cognito:username"].(string)
		if name == "" {
			name, _ = claims["sub"].(string)
		}
		if client, isAccess := claims["client_id"].(string); isAccess {
			name = client
		}
	}
	if user := r.RequestContext.Identity.UserArn; user != "" {
		name = user
	}
	return events.APIGatewayProxyResponse{StatusCode: http.StatusOK, Body: name}, nil
}

func guarded(t *testing.T, a authorizer.Authorizer, options ...gatewaytest.Option) *gatewaytest.API {
	t.Helper()
	return gatewaytest.New(t, gatewaytest.Text(`
openapi: 3.0.3
info: { title: Shop, version: "1" }
paths:
  /me: { get: { operationId: me, responses: { "200": { description: ok } } } }
`), append(options,
		gatewaytest.Integrations(map[string]integration.Integration{"me": gatewaytest.Handler(whoami)}),
		gatewaytest.DefaultAuthorizer(a))...)
}

func ask(api *gatewaytest.API, authorization string) (int, string) {
	r := httptest.NewRequest(http.MethodGet, "http://api.test/me", nil)
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	response := api.Do(r)
	body := new(strings.Builder)
	_ = response.Write(body)
	_, text, _ := strings.Cut(body.String(), "\r\n\r\n")
	return response.StatusCode, text
}

func TestTokens(t *testing.T) {
	api := guarded(t, authorizer.Cognito("users", []string{poolARN}))
	for name, test := range map[string]struct {
		token string
		want  int
		body  string
	}{
		"user":         {api.Token("u1"), 200, "u1"},
		"claims":       {api.Token("u1", gatewaytest.Claims(map[string]any{"cognito:username": "other"}), gatewaytest.Groups("a")), 200, "other"},
		"access token": {api.Token("u1", gatewaytest.Scopes("pets/read")), 401, "Unauthorized"},
		"expired":      {api.Token("u1", gatewaytest.ExpiresIn(-time.Second)), 401, "expired"},
		"another pool": {api.Token("u1", gatewaytest.FromPool(poolARN+"2")), 401, "Unauthorized"},
		"none":         {"", 401, "Unauthorized"},
	} {
		if status, body := ask(api, test.token); status != test.want || !strings.Contains(body, test.body) {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	scoped := guarded(t, authorizer.Cognito("users", []string{poolARN}, authorizer.AuthorizationScopes("pets/read")))
	if status, body := ask(scoped, scoped.Token("u1", gatewaytest.Scopes("pets/read"), gatewaytest.Client("app"))); status != 200 || body != "app" {
		t.Errorf("access token: %d %s", status, body)
	}
}

// TestJWT signs with each algorithm, and says what the authorizer requires.
func TestJWT(t *testing.T) {
	for _, algorithm := range []string{"RS256", "RS384", "RS512", "ES256", "ES384", "ES512"} {
		api := guarded(t, authorizer.JWT("oidc", []authorizer.Issuer{
			{Issuer: "https://login.example.com/", Audiences: []string{"shop"}, AdditionalClaims: []authorizer.AdditionalClaim{
				{ClaimName: "tenant", Required: true, ExpectedValues: []string{"blue", "green"}}, {ClaimName: "team", Required: true},
			}},
			{Issuer: "https://other.example.com", Audiences: []string{"x"}},
		}, authorizer.DefaultAlgorithms(algorithm), authorizer.AuthorizationScopes("pets/read")))
		scoped := gatewaytest.Scopes("pets/read")
		for name, test := range map[string]struct {
			token string
			want  int
			body  string
		}{
			"user":           {api.Token("u1", scoped), 200, "u1"},
			"other issuer":   {api.Token("u1", scoped, gatewaytest.FromIssuer("https://other.example.com")), 200, "u1"},
			"without scope":  {api.Token("u1"), 403, "Forbidden"},
			"audience":       {api.Token("u1", scoped, gatewaytest.Client("y")), 401, "Unauthorized"},
			"claim":          {api.Token("u1", scoped, gatewaytest.Claims(map[string]any{"tenant": "red"})), 401, "Unauthorized"},
			"expired":        {api.Token("u1", scoped, gatewaytest.ExpiresIn(-time.Second)), 401, "expired"},
			"of a user pool": {api.Token("u1", scoped, gatewaytest.FromPool(poolARN)), 401, "Unauthorized"},
		} {
			if status, body := ask(api, test.token); status != test.want || !strings.Contains(body, test.body) {
				t.Errorf("%s, %s: %d %s", algorithm, name, status, body)
			}
		}
	}
}

func TestSignedRequests(t *testing.T) {
	ann := gatewaytest.Credential{AccessKeyID: "AKIDANN", SecretAccessKey: "s", Policies: []string{allowAll}}
	bob := gatewaytest.Credential{AccessKeyID: "AKIDBOB", SecretAccessKey: "s", SessionToken: "token", ARN: "arn:aws:sts::123456789012:assumed-role/Reader/bob"}
	api := guarded(t, authorizer.IAM(), gatewaytest.Credentials(ann, bob))
	for name, test := range map[string]struct {
		by   gatewaytest.Credential
		want int
	}{
		"ann": {ann, 200}, "bob, whom nothing allows": {bob, 403}, "nobody": {gatewaytest.Credential{AccessKeyID: "X", SecretAccessKey: "s"}, 403},
	} {
		r := httptest.NewRequest(http.MethodGet, "http://api.test/me", strings.NewReader("body"))
		api.Sign(r, test.by)
		if response := api.Do(r); response.StatusCode != test.want {
			t.Errorf("%s: %d", name, response.StatusCode)
		}
	}
}

func TestAuthorizerFunctions(t *testing.T) {
	api := guarded(t, authorizer.Token("gate", "arn:aws:lambda:us-east-1:123456789012:function:gate"), gatewaytest.Function("gate", who))
	for token, want := range map[string]int{"u1": 200, "": 401, "stranger": 401, "panic": 500} {
		if status, body := ask(api, token); status != want || want == 200 && body != token {
			t.Errorf("%q: %d %s", token, status, body)
		}
	}
}

// TestProjectCallers takes credentials from gatewright.yaml.
func TestProjectCallers(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"api.yaml": "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {/me: {get: {operationId: me, responses: {'200': {description: ok}}}}}\n",
		"gatewright.yaml": `
model: api.yaml
mockAll: true
defaultAuthorizer: iam
credentials:
  ann: { accessKeyId: AKIDANN, secretAccessKey: s, policies: [` + allowAll + `] }
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	api := gatewaytest.New(t, gatewaytest.Project(dir))
	r := httptest.NewRequest(http.MethodGet, "http://api.test/me", nil)
	api.Sign(r, gatewaytest.Credential{AccessKeyID: "AKIDANN", SecretAccessKey: "s"})
	if response := api.Do(r); response.StatusCode != http.StatusOK {
		t.Errorf("status %d", response.StatusCode)
	}
}
