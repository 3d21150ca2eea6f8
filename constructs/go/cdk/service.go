package cdk

import (
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/deploy"
	"github.com/gatewright/gatewright/spec"
)

// Permission is what the role of an integration may do.
type Permission struct {
	resource *string
	actions  []string
}

// Allow permits actions on one resource, which is named by its ARN. Without actions it is the one that the integration
// calls by integration.ServiceAction: "states:StartExecution".
func Allow(resourceARN *string, actions ...string) Permission {
	return Permission{resourceARN, actions}
}

// Service calls an action or a path of an AWS service. API Gateway takes the API's role for that, unless
// integration.ServiceRole or WithRole says another one; the role gets the permission.
//
//	cdk.Service("states", cdk.Allow(machine.StateMachineArn()), integration.ServiceAction("StartExecution"), …)
//	cdk.Service("sqs", cdk.Allow(queue.QueueArn(), "sqs:SendMessage"), integration.ServicePath(…), …)
func Service(service string, permission Permission, options ...integration.ServiceOption) integration.Integration {
	return awsService{service, permission, options}
}

type awsService struct {
	service    string
	permission Permission
	options    []integration.ServiceOption
}

func (s awsService) Render(p integration.Props) (*spec.Integration, error) {
	options := append([]integration.ServiceOption{integration.ServiceRole(SharedRole)}, s.options...)
	i, err := integration.Service(s.service, options...).Render(p)
	if err != nil {
		return nil, err
	}
	if _, err := s.statements(i); err != nil {
		return nil, err
	}
	return i, nil
}

func (s awsService) Grant(p GrantProps) {
	if statements, err := s.statements(p.Rendered); err == nil { // Render has reported it
		p.allow(statements...)
	}
}

// statements returns what the role of an integration must be allowed.
func (s awsService) statements(i *spec.Integration) ([]deploy.Statement, *integration.OptionError) {
	resource := ""
	if s.permission.resource != nil {
		resource = *s.permission.resource
	}
	return deploy.Service(i, resource, s.permission.actions)
}
