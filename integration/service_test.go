package integration_test

import (
	"testing"

	"github.com/gatewright/gatewright/integration"
)

func TestService(t *testing.T) {
	role := integration.ServiceRole("arn:aws:iam::111122223333:role/ApiToOrders")
	golden(t, "service", []rendering{
		{name: "sqs", operation: "addPet", integration: integration.Service("sqs", role,
			integration.ServicePath("/111122223333/orders"),
			integration.ServiceRequestParameters(mapping("integration.request.header.Content-Type", "'application/x-www-form-urlencoded'")),
			integration.ServiceRequestTemplates(jsonTemplate("Action=SendMessage&MessageBody=$util.urlEncode($input.body)")),
			integration.ServiceIntegrationResponseSet(integration.DefaultPassthroughAs(201), integration.CatchAll()))},
		{name: "states", operation: "addPet", integration: integration.Service("states", role, integration.ServiceAction("StartExecution"))},
		{name: "path-parameters", operation: "getPet", integration: integration.Service("s3", role, integration.ServiceMethod("get"),
			integration.ServicePath("{version}/{petId}/{x-tenant}"), integration.ServiceQueryStringRequestParameters("version"),
			integration.ServiceHeaderRequestParameters("x-tenant"), integration.ServiceSubdomain("pets"))},
		{name: "no-target", operation: "addPet", integration: integration.Service("sqs")},
		{name: "two-targets", operation: "addPet", integration: integration.Service("sqs", integration.ServiceAction("SendMessage"), integration.ServicePath("x"))},
		{name: "no-service", operation: "addPet", integration: integration.Service("", integration.ServiceAction("X"))},
	})
}
