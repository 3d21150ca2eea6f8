package cdk_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awswafv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/constructs/go/cdk"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/spec"
)

// cases are stacks, whose templates are in testdata/<name>.golden.json.
var cases = map[string]func(stack awscdk.Stack){
	"everything": everything,
	"options":    options,
	"defaults": func(stack awscdk.Stack) {
		newAPI(stack, `{"openapi": "3.0.3", "info": {"title": "Mock", "version": "1"}, "paths": {"/": {"get": {
			"operationId": "hello", "responses": {"200": {"description": "done"}}}}}}`, &props{Integrations: backend{"hello": integration.Mock()}})
	},
	"nothing": func(stack awscdk.Stack) {
		b := mocks()
		b["putPet"] = cdk.S3(awss3.Bucket_FromBucketName(stack, jsii.String("Pets"), jsii.String("pets-of-ours")))
		newAPI(stack, shop(), &props{
			Integrations:     b,
			MockDataOptions:  &mockdata.Options{Seed: 7, MaxArrayLength: 2},
			Prune:            true,
			Role:             awsiam.Role_FromRoleArn(stack, jsii.String("Role"), jsii.String("arn:aws:iam::111122223333:role/ours"), nil),
			WebAclOptions:    &cdk.WebAclOptions{Disable: true},
			AccessLogOptions: &cdk.AccessLogOptions{Disable: true},
			RestApiProps: &awsapigateway.SpecRestApiProps{
				RestApiName:    jsii.String("own"),
				CloudWatchRole: jsii.Bool(false),
				DeployOptions: &awsapigateway.StageOptions{
					StageName: jsii.String("beta"), TracingEnabled: jsii.Bool(false), LoggingLevel: awsapigateway.MethodLoggingLevel_OFF,
					MethodOptions: &map[string]*awsapigateway.MethodDeploymentOptions{"/pets/{petId}/PUT": {CachingEnabled: jsii.Bool(true)}},
				},
			},
		})
	},
	// The model says who may call what; permissions are in nested stacks.
	"nested": func(stack awscdk.Stack) {
		newAPI(stack, `{"openapi": "3.0.3", "info": {"title": "Guarded", "version": "1"},
			"components": {"securitySchemes": {
				"gate": {"type": "apiKey", "name": "Authorization", "in": "header"},
				"unused": {"type": "apiKey", "name": "X", "in": "header"}
			}},
			"paths": {"/{any+}": {
				"x-amazon-apigateway-any-method": {"operationId": "all", "security": [{"gate": []}],
					"parameters": [{"name": "any", "in": "path", "required": true, "schema": {"type": "string"}}],
					"responses": {"200": {"description": "done"}}}},
				"/": {"get": {"operationId": "root", "responses": {"200": {"description": "done"}}}}}}`,
			&props{
				Integrations:      backend{"all": cdk.Lambda(snapStarted(stack, "All")), "root": cdk.Lambda(function(stack, "Root").CurrentVersion())},
				Authorizers:       []authorizer.Authorizer{cdk.Token("gate", snapStarted(stack, "Gate")), cdk.Token("spare", function(stack, "Spare"))},
				NestedPermissions: true,
			})
	},
	"undeployed": func(stack awscdk.Stack) {
		b := mocks()
		b["getPet"] = cdk.Lambda(function(stack, "Get"))
		api := newAPI(stack, shop(), &props{
			Integrations: b, MockDataOptions: &mockdata.Options{Disable: true}, RestApiProps: &awsapigateway.SpecRestApiProps{Deploy: jsii.Bool(false)},
		})
		if api.Url() != nil || api.DeploymentStage() != nil || api.WebAcl() != nil || api.AccessLogGroup() != nil {
			panic("an API that is not deployed has a stage")
		}
	},
}

// options sets each option that everything does not.
func options(stack awscdk.Stack) {
	const tenant, token, theirs = "X-Tenant", "method.request.header.X-Token", "arn:aws:iam::111122223333:role/theirs"
	imported := func(name string) awslambda.IFunction {
		return awslambda.Function_FromFunctionArn(stack, jsii.String(name), jsii.String("arn:aws:lambda:eu-west-1:111122223333:function:"+name))
	}
	pool := awscognito.UserPool_FromUserPoolArn(stack, jsii.String("Users"), jsii.String("arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_users"))
	bucket := awss3.Bucket_FromBucketName(stack, jsii.String("Objects"), jsii.String("objects-of-ours"))
	users := cdk.Cognito("users", []awscognito.IUserPool{pool}, authorizer.AuthorizationScopes("a/b"), authorizer.IdentitySource(token))
	oidc := authorizer.JWT("oidc", []authorizer.Issuer{{Issuer: "https://login.example.com/", Audiences: []string{"shop"}}},
		authorizer.AuthorizationScopes("c/d"), authorizer.IdentitySource(token))
	gate := cdk.Token("gate", imported("Gate"), authorizer.IdentitySource(token), authorizer.IdentityValidationExpression("Bearer .+"),
		authorizer.ResultsCacheTTL(0), authorizer.Role(theirs))
	source := spec.Mapping{Target: "integration.request.header.X-Source", Source: "'gateway'"}
	template := spec.Template{ContentType: "application/json", Text: "$input.body"}
	newAPI(stack, readTestdata("options.json"), &props{
		Integrations: backend{
			"getObject": cdk.S3(bucket, integration.S3Method("get"), integration.S3Path("{X-Tenant}/{size}/{key}"),
				integration.S3QueryStringRequestParameters("size"), integration.S3HeaderRequestParameters(tenant),
				integration.S3IntegrationResponseSet(integration.DefaultPassthrough(), integration.CatchAll())),
			"callBackend": integration.HTTP("https://example.com/{id}/{page}/{X-Tenant}", integration.HTTPMethod("put"),
				integration.HTTPTimeout(5*time.Second), integration.HTTPQueryStringRequestParameters("page"),
				integration.HTTPHeaderRequestParameters(tenant), integration.HTTPRequestParameters(source), integration.HTTPRequestTemplates(template),
				integration.HTTPIntegrationResponseSet(integration.DefaultPassthrough(),
					integration.CustomResponses(spec.IntegrationResponse{Pattern: "404", StatusCode: "404"}))),
			"callInside": integration.HTTPProxy("http://inside.example.com/{id}", integration.HTTPVPCLink("link-of-ours"),
				integration.HTTPTarget("arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/inside/0123456789abcdef")),
			"send": cdk.Service("sqs", cdk.Allow(jsii.String("arn:aws:sqs:eu-west-1:111122223333:*"), "sqs:SendMessage"),
				integration.ServicePath("111122223333/{topic}-{X-Tenant}-{id}"), integration.ServiceSubdomain("queues"),
				integration.ServiceMethod("post"), integration.ServiceRole(theirs), integration.ServiceQueryStringRequestParameters("topic"),
				integration.ServiceHeaderRequestParameters(tenant), integration.ServiceRequestParameters(source),
				integration.ServiceRequestTemplates(template), integration.ServiceIntegrationResponseSet(integration.DefaultPassthrough(), integration.CatchAll())),
			"respond": integration.Mock(integration.MockStatusCode(200), integration.MockBody("{}"),
				integration.MockHeaders(spec.Mapping{Target: "X-Kind", Source: "'fixed'"})),
			"follow": integration.WithStreaming(cdk.Lambda(imported("Follow"))),
			"guard":  integration.WithAuthorizer(integration.Mock(), gate),
			"hold":   integration.WithAuthorizer(integration.Mock(), oidc),
		},
		DefaultAuthorizer: users,
		ApiKeyOptions:     &cdk.ApiKeyOptions{Source: "HEADER", RequiredByDefault: true},
		Validation:        &cdk.Validation{Body: jsii.Bool(true), Parameters: jsii.Bool(false)},
		WebAclOptions:     &cdk.WebAclOptions{WebAclArn: jsii.String("arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/ours/1")},
		AccessLogOptions: &cdk.AccessLogOptions{
			LogGroup: awslogs.LogGroup_FromLogGroupName(stack, jsii.String("Log"), jsii.String("log-of-ours")),
			Format:   awsapigateway.AccessLogFormat_Clf(),
		},
	})
}

// everything uses each integration and authorizer.
func everything(stack awscdk.Stack) {
	pets := function(stack, "Pets")
	orders := awslambda.NewAlias(stack, jsii.String("Live"), &awslambda.AliasProps{
		AliasName: jsii.String("live"), Version: function(stack, "Orders").CurrentVersion(),
	})
	key := awskms.NewKey(stack, jsii.String("Key"), nil)
	photos := awss3.NewBucket(stack, jsii.String("Photos"), &awss3.BucketProps{EncryptionKey: key})
	queue := awssqs.NewQueue(stack, jsii.String("Queue"), nil)
	pool := awscognito.NewUserPool(stack, jsii.String("Users"), nil)
	gate := function(stack, "Gate")
	ownRole := awsiam.NewRole(stack, jsii.String("Own"), &awsiam.RoleProps{AssumedBy: awsiam.NewServicePrincipal(jsii.String("apigateway.amazonaws.com"), nil)})
	balancer := awselasticloadbalancingv2.NewNetworkLoadBalancer(stack, jsii.String("Balancer"), &awselasticloadbalancingv2.NetworkLoadBalancerProps{
		Vpc: awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{MaxAzs: jsii.Number(2), NatGateways: jsii.Number(0)}),
	})
	link := awsapigateway.NewVpcLink(stack, jsii.String("Link"), &awsapigateway.VpcLinkProps{
		Targets: &[]awselasticloadbalancingv2.INetworkLoadBalancer{balancer},
	})
	oidc := authorizer.JWT("oidc", []authorizer.Issuer{{
		Issuer: "https://login.example.com/", Audiences: []string{"shop"},
		AdditionalClaims: []authorizer.AdditionalClaim{{ClaimName: "tenant", Required: true, ExpectedValues: []string{"blue"}}},
	}}, authorizer.DefaultAlgorithms("RS256", "ES256"))
	api := newAPI(stack, shop(), &props{
		Integrations: backend{
			"listPets":  cdk.Lambda(pets),
			"addPet":    integration.WithAuthorizer(cdk.Lambda(pets), cdk.Token("gate", gate, authorizer.ResultsCacheTTL(60*time.Second))),
			"getPet":    cdk.S3(photos, integration.S3Path("pets/{petId}.json")),
			"putPet":    integration.WithAuthorizer(cdk.S3(photos, integration.S3Path("pets/{petId}.json")), authorizer.None()),
			"deletePet": cdk.WithRole(integration.WithAuthorizer(cdk.S3(photos, integration.S3Path("pets/{petId}.json")), authorizer.IAM()), ownRole),
			"getPhoto":  cdk.S3(photos, integration.S3Path("photos/{petId}/{name}"), integration.S3Role("arn:aws:iam::111122223333:role/theirs")),
			"order": cdk.Service("states", cdk.Allow(jsii.String("arn:aws:states:eu-west-1:111122223333:stateMachine:orders")),
				integration.ServiceAction("StartExecution"),
				integration.ServiceRequestTemplates(spec.Template{ContentType: "application/json", Text: `{"stateMachineArn": "orders"}`})),
			"listOrders": integration.WithAuthorizer(cdk.Lambda(orders),
				cdk.Request("inspect", gate, []string{"method.request.header.X-Tenant"})),
			"send": integration.WithAuthorizer(cdk.Service("sqs", cdk.Allow(queue.QueueArn(), "sqs:SendMessage"),
				integration.ServicePath(*stack.Account()+"/"+*queue.QueueName()),
				integration.ServiceRequestParameters(spec.Mapping{Target: "integration.request.header.Content-Type", Source: "'application/x-www-form-urlencoded'"}),
				integration.ServiceRequestTemplates(spec.Template{ContentType: "application/json", Text: `Action=SendMessage&MessageBody=$util.urlEncode($input.body)`})),
				authorizer.WithScopes(oidc, "orders/write")),
			"inside": cdk.VPCLink(link, "http://"+*balancer.LoadBalancerDnsName()+"/x/{id}"),
			"health": integration.WithAPIKey(cdk.Lambda(awslambda.Function_FromFunctionArn(stack, jsii.String("Imported"),
				jsii.String("arn:aws:lambda:eu-west-1:111122223333:function:health:live"))), true),
			"soon": integration.Placeholder(),
		},
		DefaultAuthorizer: cdk.Cognito("users", []awscognito.IUserPool{pool}, authorizer.AuthorizationScopes("pets/read")),
		CorsOptions: &awsapigateway.CorsOptions{
			AllowOrigins: jsii.Strings("https://example.com"), AllowCredentials: jsii.Bool(true), MaxAge: awscdk.Duration_Minutes(jsii.Number(10)),
		},
		ApiKeyOptions:    &cdk.ApiKeyOptions{Source: "HEADER"},
		Validation:       &cdk.Validation{Body: jsii.Bool(false)},
		GatewayResponses: []*spec.GatewayResponse{{Type: "THROTTLED", StatusCode: "429"}},
		WebAclOptions: &cdk.WebAclOptions{
			CidrAllowList: &cdk.CidrAllowList{CidrType: "IPV4", CidrRanges: []string{"192.0.2.0/24"}},
			ManagedRules: []cdk.ManagedRule{{Name: "AWSManagedRulesCommonRuleSet", RuleActionOverrides: []*awswafv2.CfnWebACL_RuleActionOverrideProperty{{
				Name: jsii.String("SizeRestrictions_BODY"), ActionToUse: &awswafv2.CfnWebACL_RuleActionProperty{Count: &awswafv2.CfnWebACL_CountActionProperty{}},
			}}}, {
				VendorName: "AWS", Name: "AWSManagedRulesBotControlRuleSet", Version: jsii.String("Version_3.1"),
				ExcludedRules:      []*awswafv2.CfnWebACL_ExcludedRuleProperty{{Name: jsii.String("CategoryAdvertising")}},
				ScopeDownStatement: &awswafv2.CfnWebACL_StatementProperty{GeoMatchStatement: map[string]any{"countryCodes": []any{"FR"}}},
			}},
			Rules: []*awswafv2.CfnWebACL_RuleProperty{{
				Name: jsii.String("limit"), Priority: jsii.Number(100),
				Action:           &awswafv2.CfnWebACL_RuleActionProperty{Block: &awswafv2.CfnWebACL_BlockActionProperty{}},
				Statement:        &awswafv2.CfnWebACL_StatementProperty{RateBasedStatement: map[string]any{"limit": 1000, "aggregateKeyType": "IP"}},
				VisibilityConfig: &awswafv2.CfnWebACL_VisibilityConfigProperty{CloudWatchMetricsEnabled: jsii.Bool(true), MetricName: jsii.String("limit"), SampledRequestsEnabled: jsii.Bool(true)},
			}},
		},
		AccessLogOptions: &cdk.AccessLogOptions{Retention: awslogs.RetentionDays_ONE_WEEK, RemovalPolicy: awscdk.RemovalPolicy_DESTROY},
		RestApiProps: &awsapigateway.SpecRestApiProps{
			BinaryMediaTypes: jsii.Strings("image/*"), MinCompressionSize: awscdk.Size_Kibibytes(jsii.Number(1)), FailOnWarnings: jsii.Bool(true),
			EndpointTypes: &[]awsapigateway.EndpointType{awsapigateway.EndpointType_REGIONAL},
		},
	})
	plan := api.RestApi().AddUsagePlan(jsii.String("Plan"), &awsapigateway.UsagePlanProps{Throttle: &awsapigateway.ThrottleSettings{RateLimit: jsii.Number(10), BurstLimit: jsii.Number(20)}})
	plan.AddApiStage(&awsapigateway.UsagePlanPerApiStage{Stage: api.DeploymentStage()})
	plan.AddApiKey(api.RestApi().AddApiKey(jsii.String("Key"), nil), nil)
	awscdk.NewCfnOutput(stack, jsii.String("Url"), &awscdk.CfnOutputProps{Value: api.Url()})
}

func shop() string { return readTestdata("shop.json") }

func readTestdata(name string) string {
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		panic(err)
	}
	return string(text)
}

// mocks answers all operations of the shop.
func mocks() backend {
	b := backend{}
	for _, id := range []string{"listPets", "addPet", "getPet", "putPet", "deletePet", "getPhoto", "order", "listOrders", "send", "inside", "health", "soon"} {
		b[id] = integration.Mock()
	}
	return b
}

func function(stack awscdk.Stack, id string) awslambda.Function {
	return awslambda.NewFunction(stack, jsii.String(id), &awslambda.FunctionProps{
		Runtime: awslambda.Runtime_NODEJS_22_X(), Handler: jsii.String("index.handler"), Code: awslambda.Code_FromInline(jsii.String("exports.handler = null")),
	})
}

func snapStarted(stack awscdk.Stack, id string) awslambda.Function {
	return awslambda.NewFunction(stack, jsii.String(id), &awslambda.FunctionProps{
		Runtime: awslambda.Runtime_PYTHON_3_13(), Handler: jsii.String("index.handler"), Code: awslambda.Code_FromInline(jsii.String("handler = None")),
		SnapStart: awslambda.SnapStartConf_ON_PUBLISHED_VERSIONS(),
	})
}

func TestGolden(t *testing.T) {
	for name, build := range cases {
		t.Run(name, func(t *testing.T) {
			templates := synth(t, nil, build)
			made, nested := templates["Test"], map[string]any{}
			for file, one := range templates {
				if file != "Test" {
					nested[file] = one.Resources
				}
			}
			text := indented(t, map[string]any{"Resources": made.Resources, "Nested": nested, "Annotations": made.annotations})
			compare(t, name+".golden.json", text)
			definition := string(indented(t, made.only(t, "AWS::ApiGateway::RestApi")))
			if strings.Contains(definition, "${AWS::") || strings.Contains(definition, "${gatewright") {
				t.Errorf("the definition holds placeholders:\n%s", definition)
			}
		})
	}
	files, err := filepath.Glob(filepath.Join("testdata", "*.golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if cases[strings.TrimSuffix(filepath.Base(f), ".golden.json")] == nil {
			t.Errorf("%s belongs to no case", f)
		}
	}
}

// TestDeployments holds that a change of the definition makes a new deployment, and nothing else does.
func TestDeployments(t *testing.T) {
	deployment := func(build func(awscdk.Stack)) string {
		for id := range synth(t, nil, build)["Test"].of("AWS::ApiGateway::Deployment") {
			return id
		}
		return ""
	}
	first := deployment(everything)
	if again := deployment(everything); again != first {
		t.Errorf("the same definition is deployed again: %s, then %s", first, again)
	}
	changes := map[string]func(*props){
		"response": func(p *props) {
			p.Integrations["health"] = integration.Mock(integration.MockHeaders(spec.Mapping{Target: "X", Source: "'1'"}))
		},
		"authorizer": func(p *props) { p.DefaultAuthorizer = authorizer.IAM() },
		"CORS":       func(p *props) { p.CorsOptions = &awsapigateway.CorsOptions{AllowOrigins: jsii.Strings("*")} },
		"function":   func(p *props) {},
	}
	plain := deployment(func(stack awscdk.Stack) { newAPI(stack, shop(), &props{Integrations: mocks()}) })
	for name, change := range changes {
		changed := deployment(func(stack awscdk.Stack) {
			p := &props{Integrations: mocks()}
			if name == "function" {
				p.Integrations["health"] = cdk.Lambda(function(stack, "Health"))
			}
			change(p)
			newAPI(stack, shop(), p)
		})
		if changed == plain {
			t.Errorf("another %s makes no new deployment", name)
		}
	}
	other := deployment(func(stack awscdk.Stack) {
		newAPI(stack, shop(), &props{Integrations: mocks(), WebAclOptions: &cdk.WebAclOptions{Disable: true}, AccessLogOptions: &cdk.AccessLogOptions{Disable: true}})
	})
	if other != plain {
		t.Error("what is not a part of the definition makes a new deployment")
	}
}

// TestErrors holds what a panic says of an API that cannot be made.
func TestErrors(t *testing.T) {
	tests := map[string]struct {
		build func(awscdk.Stack)
		want  []string
	}{
		"nil integrations": {
			func(stack awscdk.Stack) {
				b := mocks()
				b["send"], b["getPet"], b["health"] = nil, nil, integration.WithAPIKey(nil, true)
				newAPI(stack, shop(), &props{Integrations: b})
			},
			[]string{"the API Test/Api cannot be made", "3 operations have an integration that is nil: getPet, send, health", "model.json:11:7: getPet is GET /pets/{petId}"},
		},
		"all at once": {
			func(stack awscdk.Stack) {
				b := mocks()
				b["send"], b["getPet"], b["putPet"] = cdk.Lambda(nil), cdk.S3(nil), cdk.VPCLink(nil, "http://x")
				b["order"] = cdk.Service("sqs", cdk.Allow(jsii.String("arn:aws:sqs:eu-west-1:111122223333:q")), integration.ServicePath("1/q"))
				b["health"], b["soon"] = cdk.Custom(nil, nil), cdk.Service("states", cdk.Permission{}, integration.ServiceAction("StartExecution"))
				newAPI(stack, shop(), &props{
					Integrations: b, ApiKeyOptions: &cdk.ApiKeyOptions{Source: "COOKIE"},
					CorsOptions:  &awsapigateway.CorsOptions{AllowOrigins: jsii.Strings("*"), StatusCode: jsii.Number(200)},
					RestApiProps: &awsapigateway.SpecRestApiProps{ApiDefinition: awsapigateway.ApiDefinition_FromInline(map[string]any{"a": "b"})},
				})
			},
			[]string{
				"the function is nil", "the bucket is nil", "the VPC link is nil", "the IAM action that the path calls is not known", "no function that renders it",
				"names no resource", "COOKIE", "CorsOptions.StatusCode is 200", "RestApiProps.ApiDefinition is set",
			},
		},
		"stage": {
			func(stack awscdk.Stack) {
				newAPI(stack, shop(), &props{Integrations: mocks(), RestApiProps: &awsapigateway.SpecRestApiProps{DeployOptions: &awsapigateway.StageOptions{
					StageName: jsii.String("pre prod"), Variables: &map[string]*string{"backend": jsii.String("a b"), "token": stack.StackName()},
				}}})
			},
			[]string{"pre prod", "backend"},
		},
		"reference": {
			func(stack awscdk.Stack) {
				newAPI(stack, strings.ReplaceAll(`{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {"/": {"post": {"operationId": "one",
					"requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {"Ref": {"type": "string"}, "Fn::If": {}}}}}},
					"responses": {"200": {"description": "done"}}}}}}`, "\n", ""), &props{Integrations: backend{"one": integration.Mock()}})
			},
			[]string{"CloudFormation takes these names", "/paths/~1/post/", "/properties/Fn::If, ", "/properties/Ref\n"},
		},
		"broken model": {
			func(stack awscdk.Stack) { newAPI(stack, `{"openapi": "3.0.3", "info": 7}`, &props{}) },
			[]string{"model.json:1:"},
		},
		"large": {
			func(stack awscdk.Stack) {
				model, ids := largeModel(1000)
				b := backend{}
				for _, id := range ids {
					b[id] = integration.Mock(integration.MockBody(strings.Repeat("x", 600)))
				}
				newAPI(stack, strings.ReplaceAll(model, `"done"`, `"done, `+strings.Repeat("and done ", 20)+`"`), &props{Integrations: b})
			},
			[]string{"the template would have ", "more than the 1000000 that CloudFormation takes", "Prune: true in ApiProps would save ", "suppressTemplateIndentation", "two models"},
		},
		"language": {
			func(stack awscdk.Stack) {
				cdk.NewFunction(stack, "F", cdk.Handler{Operation: "order", Language: "cobol", Code: "."}, nil)
			},
			[]string{`order: functions in "cobol" cannot be made`},
		},
		"no code": {
			func(stack awscdk.Stack) {
				cdk.NewFunction(stack, "F", cdk.Handler{Operation: "order", Language: "python"}, nil)
			},
			[]string{"order: no code is named"},
		},
		"compile error": {
			func(stack awscdk.Stack) {
				cdk.NewFunction(stack, "F", cdk.Handler{Operation: "order", Language: "go", Code: "./testdata/broken"}, nil)
			},
			[]string{"order: ./testdata/broken cannot be built", "main.go:3:15: undefined: missing"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			text := panicOf(t, func() { synth(t, nil, test.build) })
			for _, want := range test.want {
				if !strings.Contains(text, want) {
					t.Errorf("it does not say %q:\n%s", want, text)
				}
			}
		})
	}
}

func panicOf(t *testing.T, f func()) (text string) {
	t.Helper()
	defer func() {
		fault := recover()
		if fault == nil {
			t.Fatal("it did not panic")
		}
		text, _ = fault.(string)
	}()
	f()
	return ""
}

// TestOwnGrant holds what a project's own integration gets for its grant.
func TestOwnGrant(t *testing.T) {
	var got cdk.GrantProps
	var arn string
	templates := synth(t, nil, func(stack awscdk.Stack) {
		b := mocks()
		own := cdk.Custom(
			func(p integration.Props) (*spec.Integration, error) {
				return &spec.Integration{Type: spec.AWS, HTTPMethod: "POST", URI: p.Placement.ServiceARN("kinesis:action/PutRecord"), Credentials: cdk.SharedRole,
					Responses: []spec.IntegrationResponse{{Pattern: spec.DefaultResponse, StatusCode: "200"}}}, nil
			},
			func(p cdk.GrantProps) {
				got, arn = p, *p.SourceArn()
				p.Allow([]string{"kinesis:PutRecord"}, "arn:aws:kinesis:eu-west-1:111122223333:stream/pets")
			})
		b["getPet"] = integration.WithAPIKey(own, true)
		api := newAPI(stack, shop(), &props{Integrations: b})
		if *api.Role().RoleArn() != *got.Role.RoleArn() {
			t.Error("it gets another role than the API's")
		}
	})
	if got.Operation.ID != "getPet" || got.Rendered.HTTPMethod != "POST" || got.RestApi == nil || got.Scope == nil {
		t.Errorf("it gets %+v", got)
	}
	if !strings.HasSuffix(arn, "/prod/GET/pets/*") {
		t.Errorf("the source ARN is %s", arn)
	}
	policy := templates["Test"].only(t, "AWS::IAM::Policy").Properties["PolicyDocument"].(map[string]any)["Statement"].([]any)[0].(map[string]any)
	if policy["Action"] != "kinesis:PutRecord" || policy["Resource"] != "arn:aws:kinesis:eu-west-1:111122223333:stream/pets" {
		t.Errorf("the role may %v", policy)
	}
}

// TestForeignFunction holds that a permission in another account is not attempted.
func TestForeignFunction(t *testing.T) {
	const arn = "arn:aws:lambda:eu-west-1:999999999999:function:theirs"
	for account, want := range map[string]int{"111122223333": 0, "999999999999": 1} {
		dir := t.TempDir()
		app := awscdk.NewApp(&awscdk.AppProps{Outdir: jsii.String(dir)})
		stack := awscdk.NewStack(app, jsii.String("Test"), &awscdk.StackProps{
			Env: &awscdk.Environment{Account: jsii.String(account), Region: jsii.String("eu-west-1")},
		})
		b := mocks()
		b["send"] = cdk.Lambda(awslambda.Function_FromFunctionArn(stack, jsii.String("Theirs"), jsii.String(arn)))
		api := newAPI(stack, shop(), &props{Integrations: b})
		if f := api.Functions()["send"]; f == nil || *f.FunctionArn() != arn || len(api.Functions()) != 1 {
			t.Errorf("the API's functions are %v", api.Functions())
		}
		app.Synth(nil)
		made := readTemplate(t, filepath.Join(dir, "Test.template.json"))
		if n := len(made.of("AWS::Lambda::Permission")); n != want {
			t.Errorf("in account %s there are %d permissions, want %d", account, n, want)
		}
		told := slices.ContainsFunc(annotations(t, filepath.Join(dir, "manifest.json")), func(a string) bool {
			return strings.Contains(a, arn+" is in another account")
		})
		if told != (want == 0) {
			t.Errorf("in account %s the user is told: %t", account, told)
		}
	}
}

// TestAcknowledgedWarning acknowledges a warning before the API is created, as an app does for a whole stack.
func TestAcknowledgedWarning(t *testing.T) {
	const id = "gatewright:mocks"
	for _, acknowledged := range []bool{false, true} {
		dir := t.TempDir()
		app := awscdk.NewApp(&awscdk.AppProps{Outdir: jsii.String(dir)})
		stack := awscdk.NewStack(app, jsii.String("Test"), nil)
		if acknowledged {
			awscdk.Annotations_Of(stack).AcknowledgeWarning(jsii.String(id), nil)
		}
		b := mocks()
		b["getPet"] = integration.Placeholder()
		newAPI(stack, shop(), &props{Integrations: b})
		app.Synth(nil)
		warned := slices.ContainsFunc(annotations(t, filepath.Join(dir, "manifest.json")), func(a string) bool {
			return strings.HasPrefix(a, "warning /Test/Api: ") && strings.HasSuffix(a, " [ack: "+id+"]")
		})
		if warned == acknowledged {
			t.Errorf("acknowledged: %t, warned: %t", acknowledged, warned)
		}
	}
}

// TestNull verifies that a template has no null, which CloudFormation refuses, and that
// the model still allows it.
func TestNull(t *testing.T) {
	made := synth(t, nil, func(stack awscdk.Stack) {
		newAPI(stack, `{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {"/": {"post": {"operationId": "one",
			"requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "string", "nullable": true, "enum": ["a", null, "b"], "example": null}}}},
			"responses": {"200": {"description": "done"}}}}}}`, &props{Integrations: backend{"one": integration.Mock()}})
	})["Test"]
	text := strings.Join(strings.Fields(string(made.text)), "")
	if strings.Contains(text, "null,") || strings.Contains(text, "null}") {
		t.Errorf("the template has null: %s", text)
	}
	for _, want := range []string{`"enum":["a","b"]`, `"$ref":"#/components/schemas/Null"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the template has no %s: %s", want, text)
		}
	}
}

// TestManyOperationsOfOneFunction holds that a function's policy stays within what Lambda takes.
func TestManyOperationsOfOneFunction(t *testing.T) {
	model, ids := largeModel(400)
	made := synth(t, nil, func(stack awscdk.Stack) {
		b, f := backend{}, function(stack, "All")
		for _, id := range ids {
			b[id] = cdk.Lambda(f)
		}
		newAPI(stack, model, &props{Integrations: b})
	})["Test"]
	if n := len(made.of("AWS::Lambda::Permission")); n == 0 || n > 40 {
		t.Errorf("there are %d permissions", n)
	}
	if !slices.ContainsFunc(made.annotations, func(a string) bool {
		return strings.Contains(a, "400 permissions to invoke the function behind getThing0 would make its policy larger than 20480 bytes")
	}) {
		t.Errorf("nobody is told: %q", made.annotations)
	}
}
