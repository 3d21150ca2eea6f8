package cdk

import (
	"errors"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/spec"
)

// Custom is an integration made of functions: what Render gives, and what Grant permits, which may be nil. A type that
// has the two as methods does as well.
func Custom(render func(integration.Props) (*spec.Integration, error), grant func(GrantProps)) integration.Integration {
	return custom{render, grant}
}

type custom struct {
	render func(integration.Props) (*spec.Integration, error)
	grant  func(GrantProps)
}

func (c custom) Render(p integration.Props) (*spec.Integration, error) {
	if c.render == nil {
		return nil, errors.New("the custom integration has no function that renders it")
	}
	return c.render(p)
}

func (c custom) Grant(p GrantProps) {
	if c.grant != nil {
		c.grant(p)
	}
}
