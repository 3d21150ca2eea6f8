package cdk

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"

	"github.com/gatewright/gatewright/authorizer"
)

// Cognito lets users of Cognito user pools through: those whose access token has one of the AuthorizationScopes, or,
// without scopes, those who send an ID token.
func Cognito(name string, pools []awscognito.IUserPool, options ...authorizer.CognitoOption) authorizer.Authorizer {
	arns := make([]string, 0, len(pools))
	for _, pool := range pools {
		arns = append(arns, *pool.UserPoolArn())
	}
	return authorizer.Cognito(name, arns, options...)
}

// Token lets those through whom a function lets through after looking at one header. API Gateway is allowed to invoke the
// function, unless authorizer.Role names a role.
func Token(name string, f awslambda.IFunction, options ...authorizer.TokenOption) authorizer.Authorizer {
	return authorizer.Token(name, *invocable(f).FunctionArn(), options...)
}

// Request lets those through whom a function lets through after looking at the whole request but its body. API Gateway is
// allowed to invoke the function, unless authorizer.Role names a role.
func Request(name string, f awslambda.IFunction, identitySources []string, options ...authorizer.RequestOption) authorizer.Authorizer {
	return authorizer.Request(name, *invocable(f).FunctionArn(), identitySources, options...)
}
