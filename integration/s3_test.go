package integration_test

import (
	"testing"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/spec"
)

func TestS3(t *testing.T) {
	role := integration.S3Role("arn:aws:iam::111122223333:role/ApiToPets")
	golden(t, "s3", []rendering{
		{name: "defaults", operation: "getPet", integration: integration.S3("pets", role)},
		{name: "put", operation: "putPet", integration: integration.S3("pets", role, integration.S3Path("pets/{petId}.json"))},
		{name: "greedy", operation: "getPhoto", integration: integration.S3("pets", role)},
		{name: "greedy-path", operation: "getPhoto", integration: integration.S3("pets", role, integration.S3Path("/originals/{key+}"))},
		{name: "bucket-itself", operation: "listPets", integration: integration.S3("pets", role, integration.S3Path("/"))},
		{name: "parameters", operation: "getPet", integration: integration.S3("pets", role,
			integration.S3Path("{x-tenant}/{petId}/{version}/{petId}"),
			integration.S3QueryStringRequestParameters("version"), integration.S3HeaderRequestParameters("x-tenant"))},
		{name: "method-and-responses", operation: "addPet", integration: integration.S3("pets", role,
			integration.S3Method("put"),
			integration.S3IntegrationResponseSet(
				integration.DefaultPassthroughAs(201),
				integration.CatchAll(),
				integration.CustomResponses(spec.IntegrationResponse{Pattern: `4\d{2}`, StatusCode: "404"}),
			))},
		{name: "token-in-path", operation: "getPet", integration: integration.S3("${Token[TOKEN.12]}", integration.S3Path("${Token[TOKEN.13]}/{petId}"))},
		{name: "unknown-parameter", operation: "getPet", integration: integration.S3("pets", integration.S3Path("{petID}/{owner}"))},
		{name: "no-parameters", operation: "listPets", integration: integration.S3("pets", integration.S3Path("{petId}"))},
		{name: "no-bucket", operation: "getPet", integration: integration.S3("")},
		{name: "no-status", operation: "getPet", integration: integration.S3("pets", integration.S3IntegrationResponseSet(integration.DefaultPassthroughAs(99)))},
		{name: "custom-without-status", operation: "getPet", integration: integration.S3("pets", integration.S3IntegrationResponseSet(
			integration.CustomResponses(spec.IntegrationResponse{Pattern: "default"})))},
	})
}
