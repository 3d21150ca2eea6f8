package integration_test

import (
	"testing"
	"time"

	"github.com/gatewright/gatewright/integration"
)

func TestHTTP(t *testing.T) {
	golden(t, "http", []rendering{
		{name: "defaults", operation: "getPet", integration: integration.HTTP("https://example.com/pets/{petId}")},
		{name: "any", operation: "anything", integration: integration.HTTPProxy("https://example.com/")},
		{name: "proxy", operation: "getPet", integration: integration.HTTPProxy("http://${stageVariables.backend}/{petId}/{version}",
			integration.HTTPQueryStringRequestParameters("version"), integration.HTTPMethod("post"), integration.HTTPTimeout(5000*time.Millisecond))},
		{name: "greedy", operation: "getPhoto", integration: integration.HTTPProxy("http://example.com/{key}")},
		{name: "vpc-link", operation: "getPet", integration: integration.HTTPProxy("http://nlb.internal/{petId}",
			integration.HTTPVPCLink("abc123"), integration.HTTPTarget("arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/a/b"))},
		{name: "parameters", operation: "putPet", integration: integration.HTTP("http://example.com/{petId}",
			integration.HTTPRequestParameters(
				mapping("integration.request.header.x-tenant", "'fixed'"),
				mapping("integration.request.querystring.stage", "context.stage")),
			integration.HTTPRequestTemplates(jsonTemplate(`{"pet": $input.json('$')}`)),
			integration.HTTPIntegrationResponseSet(integration.DefaultPassthrough()))},
		{name: "no-uri", operation: "getPet", integration: integration.HTTP("")},
		{name: "no-scheme", operation: "getPet", integration: integration.HTTP("example.com")},
		{name: "unknown-parameter", operation: "getPet", integration: integration.HTTP("http://example.com/{id}")},
		{name: "timeout", operation: "getPet", integration: integration.HTTP("http://example.com", integration.HTTPTimeout(49*time.Millisecond))},
		{name: "responses-of-proxy", operation: "getPet", integration: integration.HTTPProxy("http://example.com", integration.HTTPIntegrationResponseSet(integration.CatchAll()))},
		{name: "templates-of-proxy", operation: "getPet", integration: integration.HTTPProxy("http://example.com", integration.HTTPRequestTemplates(jsonTemplate("")))},
		{name: "target-without-link", operation: "getPet", integration: integration.HTTP("http://example.com", integration.HTTPTarget("arn:x"))},
	})
}
