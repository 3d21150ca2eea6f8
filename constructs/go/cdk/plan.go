package cdk

import (
	"maps"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/aws/jsii-runtime-go/runtime"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/internal/deploy"
)

// plan decides what is deployed with the definition.
func (a *api) plan(d *definition) *deploy.Plan {
	return deploy.New(deploy.Input{
		API:               d.model,
		Document:          d.document,
		Full:              d.full,
		Operations:        d.required(),
		Integrations:      a.integrations,
		Authorizers:       a.allAuthorizers(d),
		CORS:              d.cors,
		Account:           *a.stack.Account(),
		Stage:             a.stage,
		NestedPermissions: a.nestedPermissions,
		Warnings:          d.problems,
	})
}

// allAuthorizers are all that the user gave.
func (a *api) allAuthorizers(d *definition) []authorizer.Authorizer {
	all := slices.Clone(a.authorizers)
	if a.defaultAuthorizer != nil {
		all = append(all, a.defaultAuthorizer)
	}
	for _, o := range d.operations {
		if o.authorizer != nil {
			all = append(all, o.authorizer)
		}
	}
	return all
}

// carryOut creates what the plan names.
func (a *api) carryOut(p *deploy.Plan) {
	for _, policy := range p.Policies() {
		for _, s := range policy.Statements {
			a.roles[policy.Role].AddToPrincipalPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
				Actions:   jsii.Strings(s.Actions...),
				Resources: jsii.Strings(s.Resources...),
			}))
		}
	}
	scope := a.permissionScopes(p.Permissions)
	for _, o := range p.Permissions.Operations {
		a.addPermission(scope(o.Stack), o, a.executeARN(o.Source))
	}
	for _, one := range p.Permissions.Authorizers {
		a.addPermission(a.Construct, one, a.arnPrefix()+one.Source)
	}
	a.passEnvironment(p)
	for _, m := range p.Metadata {
		a.addMetadata(m)
	}
	for _, note := range p.Annotations {
		a.annotate(note)
	}
}

// addMetadata adds the metadata of a resource, if it is there.
func (a *api) addMetadata(m deploy.Metadata) {
	var found constructs.IConstruct = a.Construct
	for _, id := range m.Path {
		if found = found.Node().TryFindChild(jsii.String(id)); found == nil {
			return
		}
	}
	resource, ok := found.(awscdk.CfnResource)
	if !ok {
		return
	}
	for key, value := range m.Resource {
		resource.AddMetadata(jsii.String(key), value)
	}
	for key, value := range m.Construct {
		resource.Node().AddMetadata(jsii.String(key), value, nil)
	}
}

func (a *api) addPermission(scope constructs.Construct, p deploy.Permission, source string) {
	awslambda.NewCfnPermission(scope, jsii.String(p.ID), &awslambda.CfnPermissionProps{
		Action:       jsii.String("lambda:InvokeFunction"),
		FunctionName: jsii.String(p.Function),
		Principal:    jsii.String("apigateway.amazonaws.com"),
		SourceArn:    jsii.String(source),
	})
}

// permissionScopes returns a function that returns the parent of permissions by the number of their stack.
func (a *api) permissionScopes(p deploy.Permissions) func(stack int) constructs.Construct {
	if p.Stacks > 0 {
		stacks := NewStacks(a.Construct, "Permissions", p.Stacks).stacks
		return func(stack int) constructs.Construct { return stacks[stack] }
	}
	if len(p.Operations) == 0 {
		return nil
	}
	scope := constructs.NewConstruct(a.Construct, jsii.String("Permissions"))
	return func(int) constructs.Construct { return scope }
}

// passEnvironment sets the environment variables of the functions of this app.
func (a *api) passEnvironment(p *deploy.Plan) {
	done := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(a.functions)) {
		f := ownFunction(a.functions[id])
		if f == nil || done[*f.FunctionArn()] {
			continue
		}
		done[*f.FunctionArn()] = true
		for name, value := range p.Environment {
			f.AddEnvironment(jsii.String(name), jsii.String(value), nil)
		}
	}
}

// ownFunction returns the function of this app that a function, a version or an alias leads to, or nil.
func ownFunction(f awslambda.IFunction) awslambda.Function {
	switch f := f.(type) {
	case awslambda.Function:
		return f
	case awslambda.IVersion:
		return ownFunction(f.Lambda())
	case awslambda.IAlias:
		return ownFunction(f.Version().Lambda())
	}
	return nil
}

// annotate adds a message that the CDK shows. A warning can be acknowledged by its ID.
//
// It calls addWarningV2 by name: the Go method has a third parameter from v2.277.0 on, so a direct call compiles against
// older or newer releases of the CDK, never against both.
func (a *api) annotate(note deploy.Annotation) {
	all := awscdk.Annotations_Of(a.Construct)
	if note.Level == "info" {
		all.AddInfoV2(jsii.String(note.ID), jsii.String(note.Text))
		return
	}
	runtime.InvokeVoid(all, "addWarningV2", []any{note.ID, note.Text})
}
