package spec

import (
	"slices"
	"strings"
)

// Expand returns the API with the variables ${AWS::Partition}, ${AWS::Region} and
// ${AWS::AccountId} replaced in its integrations, with their mapping templates, and
// authorizers, as API Gateway's import does (API Gateway Developer Guide, "AWS variables
// for OpenAPI import"). The receiver stays as it is.
func (a *API) Expand(partition, region, account string) *API {
	return a.Replace(strings.NewReplacer(
		"${AWS::Partition}", partition, "${AWS::Region}", region, "${AWS::AccountId}", account,
	).Replace)
}

// Replace returns the API with the strings of its integrations and authorizers replaced.
// The receiver stays as it is.
func (a *API) Replace(replace func(string) string) *API {
	expanded := *a
	expanded.Authorizers = make([]*Authorizer, len(a.Authorizers))
	copies := make(map[*Authorizer]*Authorizer, len(a.Authorizers))
	for i, authorizer := range a.Authorizers {
		expanded.Authorizers[i] = authorizer.expand(replace)
		copies[authorizer] = expanded.Authorizers[i]
	}
	expanded.Operations = make([]*Operation, len(a.Operations))
	for i, o := range a.Operations {
		c := *o
		c.Authorization.Authorizer = copies[o.Authorization.Authorizer]
		if o.Integration != nil {
			c.Integration = o.Integration.expand(replace)
		}
		expanded.Operations[i] = &c
	}
	return &expanded
}

func (a *Authorizer) expand(replace func(string) string) *Authorizer {
	c := *a
	c.AuthorizerURI, c.AuthorizerCredentials = replace(a.AuthorizerURI), replace(a.AuthorizerCredentials)
	c.ProviderARNs = slices.Clone(a.ProviderARNs)
	for i, arn := range c.ProviderARNs {
		c.ProviderARNs[i] = replace(arn)
	}
	c.ID, c.JWT = replace(a.ID), a.JWT.expand(replace)
	return &c
}

func (c *JWTConfiguration) expand(replace func(string) string) *JWTConfiguration {
	if c == nil {
		return nil
	}
	expanded := &JWTConfiguration{Issuers: slices.Clone(c.Issuers), Algorithms: c.Algorithms}
	for i := range expanded.Issuers {
		expanded.Issuers[i].Issuer = replace(c.Issuers[i].Issuer)
	}
	return expanded
}

func (i *Integration) expand(replace func(string) string) *Integration {
	c := *i
	c.URI, c.Credentials = replace(i.URI), replace(i.Credentials)
	c.ConnectionID, c.IntegrationTarget = replace(i.ConnectionID), replace(i.IntegrationTarget)
	c.RequestParameters = slices.Clone(i.RequestParameters)
	for k, m := range c.RequestParameters {
		c.RequestParameters[k].Source = replace(m.Source)
	}
	c.RequestTemplates = expandTemplates(i.RequestTemplates, replace)
	c.Responses = slices.Clone(i.Responses)
	for k, r := range c.Responses {
		c.Responses[k].ResponseTemplates = expandTemplates(r.ResponseTemplates, replace)
		c.Responses[k].ResponseParameters = slices.Clone(r.ResponseParameters)
		for l, m := range r.ResponseParameters {
			c.Responses[k].ResponseParameters[l].Source = replace(m.Source)
		}
	}
	return &c
}

func expandTemplates(templates []Template, replace func(string) string) []Template {
	expanded := slices.Clone(templates)
	for i, t := range templates {
		expanded[i].Text = replace(t.Text)
	}
	return expanded
}
