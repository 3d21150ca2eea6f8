// Package main is the app in Go.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/constructs/go/cdk"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/spec"

	"bindings/shop"
	"bindings/shop/shopcdk"
)

// item gets an item of a table: an integration of the user's own.
type item struct{ table awsdynamodb.ITable }

func (i item) Render(p integration.Props) (*spec.Integration, error) {
	return &spec.Integration{
		Type: spec.AWS, HTTPMethod: "POST", Credentials: cdk.SharedRole,
		URI:              p.Placement.ServiceARN("dynamodb:action/GetItem"),
		RequestTemplates: []spec.Template{{ContentType: "application/json", Text: `{"TableName": "` + *i.table.TableName() + `"}`}},
		Responses:        []spec.IntegrationResponse{{Pattern: spec.DefaultResponse, StatusCode: "200"}},
	}, nil
}

func (i item) Grant(p cdk.GrantProps) { p.Allow([]string{"dynamodb:GetItem"}, *i.table.TableArn()) }

// moved is a response set of the user's own.
type moved struct{}

func (moved) Render(p integration.Props) ([]spec.IntegrationResponse, error) {
	return []spec.IntegrationResponse{{
		Pattern: "404", StatusCode: "410",
		ResponseTemplates: []spec.Template{{ContentType: p.Operation.ContentTypes()[0], Text: `{"moved": "` + p.Operation.ID + `"}`}},
	}}, nil
}

type backend struct {
	hello  awslambda.IFunction
	tail   awslambda.IFunction
	bucket awss3.IBucket
	role   awsiam.IRole
	table  awsdynamodb.ITable
}

func (b backend) SayHello() integration.Integration {
	return integration.WithAuthorizer(cdk.Lambda(b.hello), authorizer.None())
}

func (b backend) GetTail() integration.Integration {
	return integration.WithStreaming(integration.WithAuthorizer(cdk.Lambda(b.tail), authorizer.None()))
}

func (backend) GetHealth() integration.Integration {
	return integration.WithAuthorizer(shop.MockGetHealth200(shop.Text{Text: "open"}), authorizer.None())
}

func (backend) ListPets() integration.Integration { return shop.MockListPets200() }

func (b backend) GetPet() integration.Integration {
	return cdk.S3(b.bucket, integration.S3Path("pets/{petId}.json"))
}

func (b backend) PutPet() integration.Integration {
	return cdk.S3(b.bucket, integration.S3Path("pets/{petId}.json"))
}

func (b backend) PutPhoto() integration.Integration {
	return cdk.S3(b.bucket, integration.S3Path("photos/{X-Tenant}/{size}/{petId}"),
		integration.S3QueryStringRequestParameters("size"), integration.S3HeaderRequestParameters("X-Tenant"))
}

func (b backend) FindPhoto() integration.Integration {
	return cdk.WithRole(cdk.S3(b.bucket, integration.S3Path("photos/{X-Tenant}/{size}/{petId}"),
		integration.S3Method("get"), integration.S3QueryStringRequestParameters("size"), integration.S3HeaderRequestParameters("X-Tenant"),
		integration.S3IntegrationResponseSet(integration.DefaultPassthroughAs(203), integration.S3JSONErrorMessage(), integration.CustomResponses(
			spec.IntegrationResponse{Pattern: "400", StatusCode: "410"},
		), moved{})), b.role)
}

func (b backend) GetOrder() integration.Integration { return item{b.table} }

func (backend) GetAdmin() integration.Integration {
	return integration.WithAuthorizer(integration.Mock(), authorizer.IAM())
}

func (backend) GetQuote() integration.Integration {
	return integration.WithAPIKey(integration.WithAuthorizer(
		shop.MockGetQuote200(shop.Text{Text: "cheap"}), authorizer.None()), true)
}

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Shop"), nil)
	users := awscognito.NewUserPool(stack, jsii.String("Users"), nil)
	api := shopcdk.NewApi(stack, "Api", &shopcdk.ApiProps{
		Integrations: backend{
			hello: awslambda.NewFunction(stack, jsii.String("Hello"), &awslambda.FunctionProps{
				Runtime: awslambda.Runtime_NODEJS_22_X(), Handler: jsii.String("index.handler"),
				Code: awslambda.Code_FromAsset(jsii.String("../hello"), nil),
			}),
			tail: awslambda.NewFunction(stack, jsii.String("Tail"), &awslambda.FunctionProps{
				Runtime: awslambda.Runtime_NODEJS_22_X(), Handler: jsii.String("tail.handler"),
				Code: awslambda.Code_FromAsset(jsii.String("../hello"), nil),
			}),
			bucket: awss3.NewBucket(stack, jsii.String("Pets"), nil),
			role: awsiam.NewRole(stack, jsii.String("Photographer"), &awsiam.RoleProps{
				AssumedBy: awsiam.NewServicePrincipal(jsii.String("apigateway.amazonaws.com"), nil),
			}),
			table: awsdynamodb.NewTable(stack, jsii.String("Orders"), &awsdynamodb.TableProps{
				PartitionKey: &awsdynamodb.Attribute{Name: jsii.String("id"), Type: awsdynamodb.AttributeType_STRING},
			}),
		},
		DefaultAuthorizer: cdk.Cognito("users", []awscognito.IUserPool{users}),
		MockDataOptions:   &mockdata.Options{Seed: 7, MaxArrayLength: 2},
		CorsOptions:       &awsapigateway.CorsOptions{AllowOrigins: jsii.Strings("https://example.com")},
		ApiKeyOptions:     &cdk.ApiKeyOptions{Source: "HEADER"},
	})
	plan := api.RestApi().AddUsagePlan(jsii.String("Plan"), nil)
	plan.AddApiStage(&awsapigateway.UsagePlanPerApiStage{Stage: api.DeploymentStage()})
	plan.AddApiKey(api.RestApi().AddApiKey(jsii.String("Key"), &awsapigateway.ApiKeyOptions{
		Value: jsii.String("a-key-of-the-shop-to-test"),
	}), nil)
	app.Synth(nil)
}
