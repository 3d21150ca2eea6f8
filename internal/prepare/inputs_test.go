package prepare_test

import (
	"errors"
	"time"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/prepare"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
	"github.com/gatewright/gatewright/spec/stage"
)

const (
	helloARN = "arn:aws:lambda:eu-west-1:111122223333:function:hello"
	roleARN  = "arn:aws:iam::111122223333:role/ApiToPets"
	poolARN  = "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_pets"
)

type integrations = map[string]integration.Integration

// broken is an integration of a user's own that cannot be rendered.
type broken struct{}

func (*broken) Render(integration.Props) (*spec.Integration, error) {
	return nil, errors.New("no backend today")
}

// listing knows several problems, with their places.
type listing struct{}

func (listing) Render(integration.Props) (*spec.Integration, error) {
	var problems diag.List
	problems.Errorf(diag.Position{File: "elsewhere.yaml", Line: 3, Column: 1}, "own-rule", "the first problem")
	problems.Errorf(diag.Position{File: "elsewhere.yaml", Line: 4, Column: 1}, "own-rule", "the second problem")
	return nil, problems
}

// empty renders nothing.
type empty struct{}

func (empty) Render(integration.Props) (*spec.Integration, error) { return nil, nil }

// inputs are what the golden files of their names are prepared with.
var inputs = map[string]func() prepare.Input{
	"plain":      func() prepare.Input { return prepare.Input{MockAll: true} },
	"everything": everything,
	"bodies":     func() prepare.Input { return prepare.Input{MockAll: true} },
	"informational": func() prepare.Input {
		return prepare.Input{MockAll: true, Integrations: integrations{
			"given": integration.Mock(integration.MockStatusCode(101)),
			"typed": integration.MockResponseOf("1XX"),
		}}
	},
	"informational-mocked": func() prepare.Input {
		return prepare.Input{MockAll: true, Integrations: integrations{"passed": integration.HTTP("http://example.com")}}
	},
	"cache-keys": cacheKeys,
	"parameters": func() prepare.Input { return prepare.Input{MockAll: true} },
	"binary":     binary,
	"own-words": func() prepare.Input {
		in := withCORS(integration.CORS{AllowOrigins: []string{"https://example.com"}})
		in.MockAll, in.APIKeys, in.Integrations = true, &prepare.APIKeys{}, nil
		in.GatewayResponses = []*spec.GatewayResponse{{Type: "THROTTLED", StatusCode: "503"}}
		return in
	},
	"own-default":  func() prepare.Input { return prepare.Input{MockAll: true} },
	"own-template": func() prepare.Input { return prepare.Input{MockAll: true} },
	"binary-given": func() prepare.Input {
		in := binary()
		in.BinaryMediaTypes = []string{"application/pdf", "IMAGE/*"}
		return in
	},
	"binary-none": func() prepare.Input {
		in := binary()
		in.BinaryMediaTypes = []string{}
		return in
	},
	"missing": func() prepare.Input {
		var none *broken
		return prepare.Input{Integrations: integrations{
			"getPet":  integration.S3("pets", integration.S3Path("{petID}")),
			"putPet":  none,
			"listPet": integration.Mock(),
			"addPet":  integration.Mock(integration.MockStatusCode(202)),
			"breaks":  &broken{},
			"empty":   empty{},
			"lists":   listing{},
			"wrapped": integration.WithAuthorizer(nil, authorizer.IAM()),
			"custom": integration.S3("pets", integration.S3IntegrationResponseSet(
				integration.CustomResponses(spec.IntegrationResponse{Pattern: "default", StatusCode: "418"}))),
			"mapped": integration.HTTP("http://example.com", integration.HTTPRequestParameters(
				spec.Mapping{Target: "integration.request.path.x", Source: "method.request.path.x"})),
		}}
	},
	"statuses": statuses,
	"cors-one": func() prepare.Input {
		return withCORS(integration.CORS{AllowOrigins: []string{"https://example.com"}, AllowCredentials: true, ExposeHeaders: []string{"ETag"}, MaxAge: new(10 * time.Minute)})
	},
	"cors-many": func() prepare.Input {
		return withCORS(integration.CORS{AllowOrigins: []string{"https://example.com", "http://localhost:5173"}, AllowMethods: []string{"GET"}, AllowHeaders: []string{"X-Custom"}, AllowCredentials: true})
	},
	"cors-all": func() prepare.Input {
		in := withCORS(integration.CORS{AllowOrigins: []string{"*"}})
		in.BinaryMediaTypes = []string{"*/*"}
		return in
	},
	"cors-wrong": func() prepare.Input {
		return withCORS(integration.CORS{
			AllowOrigins: []string{"*", "example.com", "https://example.com/", "https://*.example.com"}, AllowCredentials: true,
			AllowHeaders: []string{"*"}, AllowMethods: []string{"GET, PUT"},
		})
	},
	"cors-no-origin": func() prepare.Input { return withCORS(integration.CORS{}) },
	"cors-credentials-to-all": func() prepare.Input {
		return withCORS(integration.CORS{AllowOrigins: []string{"*"}, AllowCredentials: true})
	},
	"security": func() prepare.Input {
		return prepare.Input{
			MockAll: true,
			Authorizers: []authorizer.Authorizer{
				authorizer.Cognito("users", []string{poolARN}, authorizer.AuthorizationScopes("pets/read")),
				authorizer.Token("gate", helloARN, authorizer.ResultsCacheTTL(0*time.Second), authorizer.IdentityValidationExpression("^Bearer .+"), authorizer.IdentitySource("method.request.header.X-Gate")),
				authorizer.Cognito("unused", []string{poolARN}),
				authorizer.Cognito("bearer", []string{poolARN}),
			},
			DefaultAuthorizer: authorizer.Cognito("users", []string{poolARN}, authorizer.AuthorizationScopes("pets/read")),
			APIKeys:           &prepare.APIKeys{},
			Integrations: integrations{
				"open":   integration.WithAuthorizer(integration.Mock(), authorizer.None()),
				"signed": integration.WithAuthorizer(integration.Mock(), authorizer.IAM()),
				"gated":  integration.WithAPIKey(integration.WithAuthorizer(integration.Mock(), authorizer.Request("inspect", helloARN, []string{"method.request.header.X-Tenant", "method.request.querystring.t"}, authorizer.Role(roleARN))), true),
				"keyed":  integration.WithAPIKey(integration.WithAuthorizer(integration.Mock(), authorizer.None()), true),
			},
		}
	},
	"keys": func() prepare.Input {
		return prepare.Input{
			MockAll:     true,
			Authorizers: []authorizer.Authorizer{authorizer.Token("gate", helloARN), authorizer.Cognito("users", []string{poolARN})},
			APIKeys:     &prepare.APIKeys{Source: "authorizer", RequiredByDefault: true},
			CORS:        &integration.CORS{AllowOrigins: []string{"*"}},
			Integrations: integrations{
				"gated":   integration.WithAuthorizer(integration.Mock(), authorizer.Token("gate", helloARN)),
				"open":    integration.Mock(),
				"users":   integration.WithAuthorizer(integration.Mock(), authorizer.Cognito("users", []string{poolARN})),
				"options": integration.WithAPIKey(integration.WithAuthorizer(integration.Mock(), authorizer.IAM()), false),
			},
		}
	},
	"cors-binary": func() prepare.Input {
		return prepare.Input{
			CORS:             &integration.CORS{AllowOrigins: []string{"https://a.example", "https://b.example"}},
			BinaryMediaTypes: []string{"image/*"},
			Integrations:     integrations{"photo": integration.S3("photos"), "mocked": integration.Mock()},
		}
	},
	"unsatisfiable":     func() prepare.Input { return prepare.Input{MockAll: true} },
	"security-of-model": func() prepare.Input { return prepare.Input{MockAll: true} },
	"security-conflicts": func() prepare.Input {
		return prepare.Input{
			MockAll: true,
			Authorizers: []authorizer.Authorizer{
				authorizer.Token("ours", helloARN),
				authorizer.Token("theirs", helloARN),
				authorizer.Token("in-query", helloARN),
				authorizer.Cognito("bad name", nil),
				authorizer.Token("badToken", "", authorizer.ResultsCacheTTL(3601*time.Second), authorizer.IdentityValidationExpression("("), authorizer.IdentitySource("method.request.querystring.t")),
				authorizer.Request("badRequest", helloARN, []string{"method.request.path.x"}),
				authorizer.Request("noSource", helloARN, nil),
				authorizer.Model("nobody"),
			},
			DefaultAuthorizer: authorizer.IAM(),
			Integrations: integrations{
				"other":    integration.WithAuthorizer(integration.Mock(), authorizer.Token("ours", helloARN)),
				"open":     integration.WithAuthorizer(integration.Mock(), authorizer.IAM()),
				"scoped":   integration.WithAuthorizer(integration.Mock(), authorizer.Cognito("pool", []string{poolARN}, authorizer.AuthorizationScopes("a"))),
				"keyed":    integration.WithAPIKey(integration.Mock(), false),
				"unknown":  integration.Mock(),
				"agreeing": integration.WithAuthorizer(integration.Mock(), authorizer.None()),
			},
		}
	},
	"settings-wrong": func() prepare.Input {
		return prepare.Input{
			MockAll:                true,
			MinimumCompressionSize: new(10_485_761),
			BinaryMediaTypes:       []string{"png", "image/png; q=1"},
			APIKeys:                &prepare.APIKeys{Source: "cookie"},
			GatewayResponses:       []*spec.GatewayResponse{{Type: "THROTLED"}, {Type: "WAF_FILTERED", StatusCode: "4XX"}},
		}
	},
	"model-extensions": func() prepare.Input {
		return prepare.Input{
			Integrations:     integrations{"getPet": integration.Lambda(helloARN)},
			CORS:             &integration.CORS{AllowOrigins: []string{"*"}},
			GatewayResponses: []*spec.GatewayResponse{{Type: "THROTTLED", StatusCode: "429"}},
		}
	},
	"validation-of-body": func() prepare.Input {
		return prepare.Input{MockAll: true, Validation: &prepare.Validation{Body: true}}
	},
	"validation-off": func() prepare.Input {
		return prepare.Input{MockAll: true, Validation: &prepare.Validation{}}
	},
	"validation-of-parameters": func() prepare.Input {
		return prepare.Input{MockAll: true, Validation: &prepare.Validation{Parameters: true}}
	},
	"prune": func() prepare.Input {
		return prepare.Input{MockAll: true, Prune: true, DefaultAuthorizer: authorizer.IAM()}
	},
}

func everything() prepare.Input {
	return prepare.Input{
		Name: "Everything",
		Integrations: integrations{
			"getPet": integration.S3("pets", integration.S3Role(roleARN), integration.S3Path("{x-owner}/{petId}.json"), integration.S3HeaderRequestParameters("x-owner")),
			"putPet": integration.S3("pets", integration.S3Role(roleARN)),
			"hello":  integration.Lambda(helloARN),
			"order":  integration.HTTP("https://example.com/orders/{id}"),
		},
		MockAll:                true,
		APIKeys:                &prepare.APIKeys{Source: "HEADER", RequiredByDefault: true},
		BinaryMediaTypes:       []string{"image/*"},
		MinimumCompressionSize: new(1024),
		GatewayResponses: []*spec.GatewayResponse{
			{
				Type: "THROTTLED", StatusCode: "429",
				Parameters: []spec.Mapping{{Target: "Retry-After", Source: "'1'"}},
				Templates:  []spec.Template{{ContentType: "application/json", Text: `{"message":$context.error.messageString}`}},
			},
			{Type: "BAD_REQUEST_BODY", StatusCode: "422"},
		},
		Policy: tree.NewMapping(tree.Field{Name: "Version", Value: tree.NewString("2012-10-17")}),
	}
}

func statuses() prepare.Input {
	return prepare.Input{
		MockAll: true,
		Integrations: integrations{
			"inRange": integration.Mock(integration.MockStatusCode(409)),
			"shared":  integration.S3("pets", integration.S3IntegrationResponseSet(integration.DefaultPassthrough(), integration.CatchAll())),
		},
	}
}

func withCORS(c integration.CORS) prepare.Input {
	return prepare.Input{
		MockAll: true,
		CORS:    &c,
		Integrations: integrations{
			"getPet": integration.S3("pets", integration.S3Role(roleARN)),
			"hello":  integration.Lambda(helloARN),
			"raw":    integration.Raw(&spec.Integration{Type: spec.HTTP, HTTPMethod: "GET", URI: "http://example.com", Responses: []spec.IntegrationResponse{{Pattern: "default", StatusCode: "200"}}}),
		},
		Authorizers: []authorizer.Authorizer{authorizer.Token("gate", helloARN, authorizer.IdentitySource("method.request.header.X-Gate"))},
		GatewayResponses: []*spec.GatewayResponse{{
			Type: "DEFAULT_4XX", Parameters: []spec.Mapping{{Target: "gatewayresponse.header.X-Mine", Source: "'1'"}},
		}},
	}
}

// binary answers files from everything that can.
func binary() prepare.Input {
	return prepare.Input{MockAll: true, Integrations: integrations{
		"putPhoto":    integration.Lambda(helloARN),
		"getPhoto":    integration.Lambda(helloARN),
		"getText":     integration.Lambda(helloARN),
		"addDocument": integration.Lambda(helloARN),
		"getFile":     integration.S3("files", integration.S3Role(roleARN)),
		"putFile":     integration.S3("files", integration.S3Role(roleARN)),
		"getReport":   integration.HTTP("https://example.com/report"),
		"eitherWay":   integration.HTTP("https://example.com/either"),
		"proxied":     integration.HTTPProxy("https://example.com/proxied"),
		"record": integration.Service("kinesis", integration.ServiceRole(roleARN), integration.ServiceAction("PutRecord"),
			integration.ServiceRequestTemplates(spec.Template{ContentType: "application/x-protobuf", Text: `{"Data": "$input.body"}`})),
	}}
}

// cacheKeys caches everything.
func cacheKeys() prepare.Input {
	return prepare.Input{
		MockAll: true,
		Stage: stage.Settings{Methods: map[string]stage.MethodSettings{
			stage.AllMethods: {Caching: new(true)}, "GET /uncached/{id}": {Caching: new(false)}, "ANY /any/{rest+}": {Caching: new(true)},
		}},
		Authorizers: []authorizer.Authorizer{authorizer.Cognito("users", []string{poolARN})},
		Integrations: integrations{
			"file":     integration.S3("pets", integration.S3Role(roleARN)),
			"backend":  integration.HTTP("http://example.com/{petId}"),
			"function": integration.Lambda(helloARN),
			"private":  integration.WithAuthorizer(integration.Lambda(helloARN), authorizer.Cognito("users", []string{poolARN})),
			"any":      integration.HTTPProxy("http://example.com/{rest}"),
			"posted":   integration.HTTP("http://example.com/{petId}"),
			"uncached": integration.HTTP("http://example.com/{id}"),
			"template": integration.Service("dynamodb", integration.ServiceRole(roleARN), integration.ServiceAction("GetItem"),
				integration.ServiceRequestTemplates(spec.Template{ContentType: "application/json", Text: `{"Key": "$input.params('petId')", "Sort": "$util.escapeJavaScript($input.params("sort"))",` +
					` "Undeclared": "$input.params().querystring.get('u')", "Tenant": "$input.params().header.X-Tenant", "Either": "$input.params('either')"}`}),
				integration.ServiceIntegrationResponseSet(integration.CustomResponses(spec.IntegrationResponse{Pattern: "default", StatusCode: "200",
					ResponseTemplates: []spec.Template{{ContentType: "application/json", Text: "#foreach($p in $input.params().path.keySet())$p#end"}}}))),
		},
	}
}
