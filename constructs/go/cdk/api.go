package cdk

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awswafv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/deploy"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/spec"
)

// Package is what generated code knows of an API. I is its Integrations interface.
type Package[I any] struct {
	Model      string // the model, in one document
	Operations []integration.Operation
	Map        func(I) map[string]integration.Integration // by operation ID; nil for an operation that has none

	MockDataOptions mockdata.Options // unless the app sets others
}

// ApiProps are the properties of an API. I is the Integrations interface that was generated for it.
type ApiProps[I any] struct {
	// Integrations says what happens to the requests for each operation.
	Integrations I

	// DefaultAuthorizer says who may call the operations that say nothing else by integration.WithAuthorizer. Nil: what
	// the model says.
	DefaultAuthorizer authorizer.Authorizer
	// Authorizers are those that the model refers to by name, next to the ones that are given elsewhere.
	Authorizers []authorizer.Authorizer
	// CorsOptions lets web pages of other origins use the API. Nil: none.
	CorsOptions *awsapigateway.CorsOptions
	// ApiKeyOptions says how API keys come in and who needs one. Nil: what the model says.
	ApiKeyOptions *ApiKeyOptions
	// Validation says what of a request is validated. Nil: what the model says, else body and parameters.
	Validation *Validation
	// GatewayResponses are API Gateway's own responses that differ from its defaults.
	GatewayResponses []*spec.GatewayResponse
	// MockDataOptions says which data mocks without a body of their own respond. Nil: what gatewright.yaml
	// says, else seed 0 and arrays of one item.
	MockDataOptions *mockdata.Options
	// Prune drops from the definition what API Gateway ignores: descriptions, examples, response schemas.
	Prune bool

	// WebAclOptions changes the web ACL before the API. Nil: one with AWSManagedRulesCommonRuleSet.
	WebAclOptions *WebAclOptions
	// AccessLogOptions changes the log of requests. Nil: a log group that is kept for a month, in JSON.
	AccessLogOptions *AccessLogOptions
	// Role is the role that API Gateway takes to call S3 and other services, where an integration names none. Nil: one
	// that is made when an integration needs it. It gets the permissions that the integrations need.
	Role awsiam.IRole
	// NestedPermissions puts the permissions to invoke functions into nested stacks, whatever their number. From 100 on
	// they are there anyway: a stack has at most 500 resources.
	NestedPermissions bool
	// RestApiProps are the properties of the underlying SpecRestApi. ApiDefinition must be nil. Unless it says otherwise,
	// the stage traces requests and logs at level INFO, and API Gateway gets a role for that in the account.
	RestApiProps *awsapigateway.SpecRestApiProps
}

// Api is an API on Amazon API Gateway.
type Api interface {
	constructs.Construct

	// RestApi is the underlying construct: usage plans, API keys, domain names and metrics are had from it.
	RestApi() awsapigateway.SpecRestApi
	// DeploymentStage is the stage; nil: the API is not deployed.
	DeploymentStage() awsapigateway.Stage
	// Url is the address of the stage, with a slash at the end; nil: the API is not deployed.
	Url() *string
	// Role is the role that API Gateway takes to call S3 and other services; nil: no integration needs it.
	Role() awsiam.IRole
	// WebAcl is the web ACL before the API; nil: there is none.
	WebAcl() awswafv2.CfnWebACL
	// AccessLogGroup holds the log of requests; nil: there is none.
	AccessLogGroup() awslogs.ILogGroup
	// Functions are the functions behind the operations, by operation ID.
	Functions() map[string]awslambda.IFunction
}

// NewApi creates an API out of what generated code knows of it. Whatever is wrong with the API is reported at once, in a
// panic, as the CDK for Go reports errors.
func NewApi[I any](scope constructs.Construct, id string, p Package[I], props *ApiProps[I]) Api {
	if props == nil {
		props = &ApiProps[I]{}
	}
	mockData := p.MockDataOptions
	if props.MockDataOptions != nil {
		mockData = *props.MockDataOptions
	}
	return newAPI(scope, id, settings{
		model:             p.Model,
		integrations:      p.Map(props.Integrations),
		defaultAuthorizer: props.DefaultAuthorizer,
		authorizers:       props.Authorizers,
		cors:              props.CorsOptions,
		apiKeys:           props.ApiKeyOptions,
		validation:        props.Validation,
		gatewayResponses:  props.GatewayResponses,
		mockData:          mockData,
		prune:             props.Prune,
		webACL:            props.WebAclOptions,
		accessLog:         props.AccessLogOptions,
		role:              props.Role,
		nestedPermissions: props.NestedPermissions,
		restAPI:           props.RestApiProps,
	})
}

// settings is ApiProps without its type parameter.
type settings struct {
	model             string
	integrations      map[string]integration.Integration
	defaultAuthorizer authorizer.Authorizer
	authorizers       []authorizer.Authorizer
	cors              *awsapigateway.CorsOptions
	apiKeys           *ApiKeyOptions
	validation        *Validation
	gatewayResponses  []*spec.GatewayResponse
	mockData          mockdata.Options
	prune             bool
	webACL            *WebAclOptions
	accessLog         *AccessLogOptions
	role              awsiam.IRole
	nestedPermissions bool
	restAPI           *awsapigateway.SpecRestApiProps
}

type api struct {
	constructs.Construct
	settings

	stack     awscdk.Stack
	rest      awsapigateway.SpecRestApi
	stage     string // its name; deploy.NotDeployed: there is none
	webACL    awswafv2.CfnWebACL
	logs      awslogs.ILogGroup
	functions map[string]awslambda.IFunction
	roles     map[string]awsiam.IRole // of integrations, by their ARNs
}

func (a *api) RestApi() awsapigateway.SpecRestApi        { return a.rest }
func (a *api) Role() awsiam.IRole                        { return a.role }
func (a *api) WebAcl() awswafv2.CfnWebACL                { return a.webACL }
func (a *api) AccessLogGroup() awslogs.ILogGroup         { return a.logs }
func (a *api) Functions() map[string]awslambda.IFunction { return a.functions }

func (a *api) DeploymentStage() awsapigateway.Stage {
	if a.stage == deploy.NotDeployed {
		return nil
	}
	return a.rest.DeploymentStage()
}

func (a *api) Url() *string {
	if a.stage == deploy.NotDeployed {
		return nil
	}
	return a.rest.Url()
}

func newAPI(scope constructs.Construct, id string, s settings) Api {
	a := &api{
		Construct: constructs.NewConstruct(scope, jsii.String(id)),
		settings:  s,
		stack:     awscdk.Stack_Of(scope),
		functions: map[string]awslambda.IFunction{},
		roles:     map[string]awsiam.IRole{},
	}
	d := a.define()
	a.addRole(d)
	a.addRestAPI(d)
	a.addWebACL()
	a.grant(d)
	a.carryOut(a.plan(d))
	return a
}
