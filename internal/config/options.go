// Code generated from the options that gatewright declares. DO NOT EDIT.

package config

import (
	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/tree"
)

func (l *loader) s3Options(n *tree.Node) []integration.S3Option {
	var options []integration.S3Option
	for _, f := range given(n) {
		switch f.Name {
		case "method":
			options = append(options, integration.S3Method(textOf(f.Value)))
		case "path":
			options = append(options, integration.S3Path(textOf(f.Value)))
		case "role":
			options = append(options, integration.S3Role(l.roleARN(f.Value)))
		case "queryStringRequestParameters":
			options = append(options, integration.S3QueryStringRequestParameters(f.Value.Strings()...))
		case "headerRequestParameters":
			options = append(options, integration.S3HeaderRequestParameters(f.Value.Strings()...))
		case "integrationResponseSet":
			options = append(options, integration.S3IntegrationResponseSet(responseSets(f.Value)...))
		}
	}
	return options
}

func (l *loader) mockOptions(n *tree.Node) []integration.MockOption {
	var options []integration.MockOption
	for _, f := range given(n) {
		switch f.Name {
		case "statusCode":
			options = append(options, integration.MockStatusCode(integerOf(f.Value)))
		case "body":
			options = append(options, integration.MockBody(textOf(f.Value)))
		case "headers":
			options = append(options, integration.MockHeaders(mappings(f.Value)...))
		}
	}
	return options
}

func (l *loader) httpOptions(n *tree.Node) []integration.HTTPOption {
	var options []integration.HTTPOption
	for _, f := range given(n) {
		switch f.Name {
		case "method":
			options = append(options, integration.HTTPMethod(textOf(f.Value)))
		case "timeout":
			options = append(options, integration.HTTPTimeout(durationOf(f.Value)))
		case "queryStringRequestParameters":
			options = append(options, integration.HTTPQueryStringRequestParameters(f.Value.Strings()...))
		case "headerRequestParameters":
			options = append(options, integration.HTTPHeaderRequestParameters(f.Value.Strings()...))
		case "requestParameters":
			options = append(options, integration.HTTPRequestParameters(mappings(f.Value)...))
		case "requestTemplates":
			options = append(options, integration.HTTPRequestTemplates(templates(f.Value)...))
		case "integrationResponseSet":
			options = append(options, integration.HTTPIntegrationResponseSet(responseSets(f.Value)...))
		case "vpcLink":
			options = append(options, integration.HTTPVPCLink(textOf(f.Value)))
		case "target":
			options = append(options, integration.HTTPTarget(textOf(f.Value)))
		}
	}
	return options
}

func (l *loader) serviceOptions(n *tree.Node) []integration.ServiceOption {
	var options []integration.ServiceOption
	for _, f := range given(n) {
		switch f.Name {
		case "action":
			options = append(options, integration.ServiceAction(textOf(f.Value)))
		case "path":
			options = append(options, integration.ServicePath(textOf(f.Value)))
		case "subdomain":
			options = append(options, integration.ServiceSubdomain(textOf(f.Value)))
		case "method":
			options = append(options, integration.ServiceMethod(textOf(f.Value)))
		case "role":
			options = append(options, integration.ServiceRole(l.roleARN(f.Value)))
		case "queryStringRequestParameters":
			options = append(options, integration.ServiceQueryStringRequestParameters(f.Value.Strings()...))
		case "headerRequestParameters":
			options = append(options, integration.ServiceHeaderRequestParameters(f.Value.Strings()...))
		case "requestParameters":
			options = append(options, integration.ServiceRequestParameters(mappings(f.Value)...))
		case "requestTemplates":
			options = append(options, integration.ServiceRequestTemplates(templates(f.Value)...))
		case "integrationResponseSet":
			options = append(options, integration.ServiceIntegrationResponseSet(responseSets(f.Value)...))
		}
	}
	return options
}

func (l *loader) cognitoOptions(n *tree.Node) []authorizer.CognitoOption {
	var options []authorizer.CognitoOption
	for _, f := range given(n) {
		switch f.Name {
		case "authorizationScopes":
			options = append(options, authorizer.AuthorizationScopes(f.Value.Strings()...))
		case "identitySource":
			options = append(options, authorizer.IdentitySource(textOf(f.Value)))
		}
	}
	return options
}

func (l *loader) jwtOptions(n *tree.Node) []authorizer.JWTOption {
	var options []authorizer.JWTOption
	for _, f := range given(n) {
		switch f.Name {
		case "defaultAlgorithms":
			options = append(options, authorizer.DefaultAlgorithms(f.Value.Strings()...))
		case "identitySource":
			options = append(options, authorizer.IdentitySource(textOf(f.Value)))
		case "authorizationScopes":
			options = append(options, authorizer.AuthorizationScopes(f.Value.Strings()...))
		}
	}
	return options
}

func (l *loader) tokenOptions(n *tree.Node) []authorizer.TokenOption {
	var options []authorizer.TokenOption
	for _, f := range given(n) {
		switch f.Name {
		case "identitySource":
			options = append(options, authorizer.IdentitySource(textOf(f.Value)))
		case "resultsCacheTtl":
			options = append(options, authorizer.ResultsCacheTTL(durationOf(f.Value)))
		case "identityValidationExpression":
			options = append(options, authorizer.IdentityValidationExpression(textOf(f.Value)))
		case "role":
			options = append(options, authorizer.Role(l.roleARN(f.Value)))
		}
	}
	return options
}

func (l *loader) requestOptions(n *tree.Node) []authorizer.RequestOption {
	var options []authorizer.RequestOption
	for _, f := range given(n) {
		switch f.Name {
		case "resultsCacheTtl":
			options = append(options, authorizer.ResultsCacheTTL(durationOf(f.Value)))
		case "role":
			options = append(options, authorizer.Role(l.roleARN(f.Value)))
		}
	}
	return options
}
