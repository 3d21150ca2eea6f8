package authorizer_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/spec"
)

const (
	functionARN = "arn:aws:lambda:eu-west-1:111122223333:function:gate"
	invocation  = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/" + functionARN + "/invocations"
	poolARN     = "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_pets"
)

func TestScheme(t *testing.T) {
	tests := map[string]struct {
		authorizer authorizer.Authorizer
		want       string
		headers    []string
	}{
		"iam": {
			authorizer: authorizer.IAM(),
			want:       `{"type":"apiKey","name":"Authorization","in":"header","x-amazon-apigateway-authtype":"awsSigv4"}`,
			headers:    []string{"Authorization", "X-Amz-Date", "X-Amz-Security-Token"},
		},
		"cognito": {
			authorizer: authorizer.Cognito("users", []string{poolARN}, authorizer.AuthorizationScopes("pets/read"), authorizer.IdentitySource("method.request.header.X-Token")),
			want: `{"type":"apiKey","name":"X-Token","in":"header","x-amazon-apigateway-authtype":"cognito_user_pools",` +
				`"x-amazon-apigateway-authorizer":{"type":"cognito_user_pools","providerARNs":["` + poolARN + `"]}}`,
			headers: []string{"X-Token"},
		},
		"token": {
			authorizer: authorizer.Token("gate", functionARN, authorizer.ResultsCacheTTL(0), authorizer.IdentityValidationExpression("^Bearer .+"), authorizer.Role("arn:role")),
			want: `{"type":"apiKey","name":"Authorization","in":"header","x-amazon-apigateway-authtype":"custom",` +
				`"x-amazon-apigateway-authorizer":{"type":"token","authorizerUri":"` + invocation + `","authorizerCredentials":"arn:role",` +
				`"identitySource":"method.request.header.Authorization","identityValidationExpression":"^Bearer .+","authorizerResultTtlInSeconds":0}}`,
			headers: []string{"Authorization"},
		},
		"request": {
			authorizer: authorizer.Request("inspect", functionARN, []string{"method.request.header.X-Tenant", "method.request.querystring.t"}),
			want: `{"type":"apiKey","name":"Unused","in":"header","x-amazon-apigateway-authtype":"custom",` +
				`"x-amazon-apigateway-authorizer":{"type":"request","authorizerUri":"` + invocation + `",` +
				`"identitySource":"method.request.header.X-Tenant, method.request.querystring.t"}}`,
			headers: []string{"X-Tenant"},
		},
		"request without sources": {
			authorizer: authorizer.Request("inspect", functionARN, nil, authorizer.ResultsCacheTTL(0)),
			want: `{"type":"apiKey","name":"Unused","in":"header","x-amazon-apigateway-authtype":"custom",` +
				`"x-amazon-apigateway-authorizer":{"type":"request","authorizerUri":"` + invocation + `","authorizerResultTtlInSeconds":0}}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if problems := test.authorizer.Check(); len(problems) > 0 {
				t.Errorf("found %q", problems)
			}
			got := string(test.authorizer.Scheme(spec.Placement{}).JSON(false))
			got = strings.NewReplacer("${AWS::Partition}", "aws", "${AWS::Region}", "eu-west-1").Replace(got)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("scheme (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.headers, test.authorizer.RequestHeaders()); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNoScheme(t *testing.T) {
	for name, a := range map[string]authorizer.Authorizer{"none": authorizer.None(), "model": authorizer.Model("users")} {
		if scheme := a.Scheme(spec.Placement{}); scheme != nil {
			t.Errorf("%s has the scheme %s", name, scheme.JSON(false))
		}
	}
}

func TestCheck(t *testing.T) {
	tests := map[string]struct {
		authorizer authorizer.Authorizer
		want       int
	}{
		"name":                    {authorizer.Cognito("my users", []string{poolARN}), 1},
		"no pool":                 {authorizer.Cognito("users", nil), 1},
		"no function":             {authorizer.Token("gate", ""), 1},
		"long TTL":                {authorizer.Token("gate", functionARN, authorizer.ResultsCacheTTL(3601*time.Second)), 1},
		"negative TTL":            {authorizer.Request("gate", functionARN, []string{"context.identity.sourceIp"}, authorizer.ResultsCacheTTL(-time.Second)), 1},
		"validation":              {authorizer.Token("gate", functionARN, authorizer.IdentityValidationExpression("(")), 1},
		"two token sources":       {authorizer.Token("gate", functionARN, authorizer.IdentitySource("method.request.header.A, method.request.header.B")), 1},
		"query as token source":   {authorizer.Token("gate", functionARN, authorizer.IdentitySource("method.request.querystring.t")), 1},
		"path as request source":  {authorizer.Request("gate", functionARN, []string{"method.request.path.id"}), 1},
		"nameless request source": {authorizer.Request("gate", functionARN, []string{"stageVariables."}), 1},
		"kept without source":     {authorizer.Request("gate", functionARN, nil), 1},
		"everything":              {authorizer.Token("a b", "", authorizer.ResultsCacheTTL(-time.Second), authorizer.IdentityValidationExpression("("), authorizer.IdentitySource("x")), 5},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := test.authorizer.Check(); len(got) != test.want {
				t.Errorf("found %q, want %d problems", got, test.want)
			}
		})
	}
}
