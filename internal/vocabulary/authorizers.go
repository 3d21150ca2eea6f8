package vocabulary

import (
	"time"

	"github.com/gatewright/gatewright/spec"
)

var (
	authorizerID = Option{
		Name: "authorizerId", Type: text, Required: true, GoParameter: "the name, a parameter",
		Doc: "The authorizer's name in the definition.",
	}
	authorizationScopes = Option{
		Name: "authorizationScopes", Type: names,
		Doc: "Scopes of which a caller's token must hold one. Without any, callers of a Cognito authorizer send ID tokens, with them access tokens.",
	}
	identitySource = Option{
		Name: "identitySource", Type: text, Default: `"method.request.header.Authorization"`,
		Doc: "Where the identity is; of a request authorizer several, with commas between them.",
	}
)

// Cognito is the options of authorizers of Cognito user pools.
var Cognito = &Group{
	Name: "CognitoAuthorizerProps", Doc: "Properties of a Cognito authorizer.",
	Options: []Option{
		authorizerID,
		{Name: "userPools", Type: userPools, Required: true, GoParameter: "a parameter of `cdk.Cognito` and `authorizer.Cognito`", Doc: "The user pools whose tokens are accepted."},
		authorizationScopes,
		identitySource,
	},
}

// JWTClaim is a claim that a JWT authorizer checks.
var JWTClaim = &Group{
	Name: "JwtAdditionalClaim", Doc: "A claim of an issuer's tokens that is a string.",
	Options: []Option{
		{Name: "claimName", Type: text, Required: true, Doc: "The claim."},
		{Name: "required", Type: boolean, Doc: "Whether tokens without it are refused.", Default: "false"},
		{Name: "expectedValues", Type: names, Doc: "Its values, compared to the letter.", Default: "any"},
	},
}

// JWTIssuer is an issuer of JSON Web Tokens.
var JWTIssuer = &Group{
	Name: "JwtIssuer", Doc: "An issuer of JSON Web Tokens.",
	Options: []Option{
		{Name: "issuer", Type: text, Required: true, Doc: "An https URL, equal to the tokens' iss to the letter."},
		{Name: "audiences", Type: names, Required: true, Doc: "Audiences of which a token's aud, or client_id, must be one."},
		{Name: "additionalClaims", Type: listOf(JWTClaim), Doc: "Claims that are checked besides."},
	},
}

// JWT is the options of authorizers of JSON Web Tokens.
var JWT = &Group{
	Name: "JwtAuthorizerProps", Doc: "Properties of a JWT authorizer.",
	Options: []Option{
		{
			Name: "authorizerId", Type: text, Required: true, GoParameter: "the name, a parameter",
			Doc: "The authorizer's name in the definition; without issuers, the ID of an authorizer that the API has already.",
		},
		{Name: "issuers", Type: listOf(JWTIssuer), GoParameter: "a parameter of `authorizer.JWT`", Doc: "Issuers whose tokens are accepted."},
		{
			Name: "defaultAlgorithms", Default: "RS256", Doc: "Algorithms that tokens may be signed with.",
			Type: Type{
				Kind: Texts, Values: spec.JWTAlgorithms, Go: "...string", TypeScript: "readonly JwtAlgorithm[]",
				Python: "Sequence[JwtAlgorithm]", Java: "List<String>",
			},
		},
		identitySource,
		authorizationScopes,
	},
}

// Custom is the options of authorizers that are functions.
var Custom = &Group{
	Name: "CustomAuthorizerProps", Doc: "Properties of an authorizer that is a function.",
	Options: []Option{
		authorizerID,
		{Name: "function", Type: function, Required: true, GoParameter: "a parameter of `cdk.Token` and `cdk.Request`", Doc: "The function that decides."},
		{
			Name: "type", Default: "CustomAuthorizerType.TOKEN", GoParameter: "`cdk.Token` or `cdk.Request`",
			Doc: "What the function gets: the token, or the request.",
			Type: Type{
				Kind: Enum, Values: []string{"token", "request"}, TypeScript: "CustomAuthorizerType",
				Python: "CustomAuthorizerType", Java: "CustomAuthorizerType", Wire: "enumerated",
			},
		},
		identitySource,
		{
			Name: "resultsCacheTtl", Type: duration(0, time.Hour), Explicit: true, Default: `"5m"`,
			Doc: "The time for which a decision is cached; 0s: not at all.",
		},
		{
			Name: "identityValidationExpression", Type: text,
			Doc: "A regular expression that a token must match as a whole, or the function is not called; of token authorizers.",
		},
		{Name: "role", Type: role, Doc: "The role with which API Gateway calls the function.", Default: "the function's own policy"},
	},
}
