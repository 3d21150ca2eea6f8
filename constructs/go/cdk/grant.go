package cdk

import (
	"reflect"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/deploy"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// SharedRole stands for the ARN of the role that API Gateway takes: an integration that needs one renders it as its
// Credentials, and the API puts the ARN in its place. See ApiProps.Role and WithRole.
const SharedRole = deploy.SharedRole

// Grantor is an integration that needs permissions. A project's own integrations may implement it.
type Grantor interface {
	integration.Integration
	// Grant returns API Gateway the permission to use the integration for one operation. It is called once the REST API is
	// there, after Render.
	Grant(p GrantProps)
}

// GrantProps is what a permission is given for.
type GrantProps struct {
	// Scope is the API's construct: a parent for resources that the permission needs.
	Scope constructs.Construct
	// RestApi is the underlying construct.
	RestApi awsapigateway.SpecRestApi
	// Operation is the operation whose requests need the permission.
	Operation *model.Operation
	// Rendered is what the integration rendered.
	Rendered *spec.Integration
	// Role is the role that API Gateway takes for this operation. Nil: Rendered names none, or only by its ARN.
	Role awsiam.IRole

	api       *api
	operation *deploy.Operation
}

// InvokeFunction lets API Gateway invoke a function for exactly the operation's method and path. Permissions that other
// operations make needless are left out. When the function's policy would grow larger than Lambda takes, permissions are
// merged until they fit.
func (p GrantProps) InvokeFunction(f awslambda.IFunction) {
	p.operation.Invoke(*f.FunctionArn())
	if _, known := p.api.functions[p.Operation.ID]; !known {
		p.api.functions[p.Operation.ID] = f
	}
}

// Allow lets the role do something with resources, which are named by their ARNs. It does nothing where there is no Role.
func (p GrantProps) Allow(actions []string, resources ...string) {
	p.allow(deploy.Statement{Actions: actions, Resources: resources})
}

func (p GrantProps) allow(statements ...deploy.Statement) {
	if p.Role != nil {
		arn := *p.Role.RoleArn()
		p.api.roles[arn] = p.Role
		p.operation.Allow(arn, statements...)
	}
}

// SourceArn returns the ARN of the operation in the stage, with * for the parameters of its path.
func (p GrantProps) SourceArn() *string {
	return jsii.String(p.api.executeARN(deploy.SourceOf(p.Operation)))
}

// executeARN returns the ARN of what can be called in the stage: "GET/pets/*".
func (a *api) executeARN(resource string) string {
	return a.arnPrefix() + a.stage + "/" + resource
}

func (a *api) arnPrefix() string {
	return "arn:" + *a.stack.Partition() + ":execute-api:" + *a.stack.Region() + ":" + *a.stack.Account() + ":" + *a.rest.RestApiId() + "/"
}

// grant asks the integrations what they require.
func (a *api) grant(d *definition) {
	for _, o := range d.operations {
		grantor, ok := o.integration.(Grantor)
		if !ok {
			continue
		}
		props := GrantProps{Scope: a.Construct, RestApi: a.rest, Operation: o.Operation.Operation, Rendered: o.Rendered, api: a, operation: o.Operation}
		if o.Rendered.Credentials == SharedRole {
			props.Role = a.role
		}
		grantor.Grant(props)
	}
}

// WithRole lets API Gateway take another role than the API's for an integration that would take that one. The role gets
// the permissions that the integration needs.
func WithRole(i integration.Integration, role awsiam.IRole) integration.Integration {
	inner, options := integration.Unwrap(i)
	if isNil(inner) {
		return i
	}
	return integration.WithOptions(ownRole{inner, role}, options)
}

type ownRole struct {
	integration.Integration
	role awsiam.IRole
}

func (o ownRole) Render(p integration.Props) (*spec.Integration, error) {
	i, err := o.Integration.Render(p)
	if i != nil && i.Credentials == SharedRole {
		i.Credentials = *o.role.RoleArn()
	}
	return i, err
}

func (o ownRole) Grant(p GrantProps) {
	if p.Rendered.Credentials == *o.role.RoleArn() {
		p.Role = o.role
	}
	if grantor, ok := o.Integration.(Grantor); ok {
		grantor.Grant(p)
	}
}

// isNil reports whether an integration is nil, or a nil pointer in an interface.
func isNil(i integration.Integration) bool {
	if i == nil {
		return true
	}
	v := reflect.ValueOf(i)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

func optionError(option, message, help string) error {
	return &integration.OptionError{Option: option, Message: message, Help: help}
}
