package integration_test

import (
	"testing"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/spec"
)

const helloARN = "arn:aws:lambda:eu-west-1:111122223333:function:hello"

func TestLambda(t *testing.T) {
	golden(t, "lambda", []rendering{
		{name: "function", operation: "getPet", integration: integration.Lambda(helloARN)},
		{name: "alias", operation: "anything", integration: integration.Lambda(helloARN + ":live")},
		{name: "token", operation: "getPet", integration: integration.Lambda("${Token[TOKEN.12]}")},
		{name: "no-arn", operation: "getPet", integration: integration.Lambda("")},
	})
}

func TestPlacement(t *testing.T) {
	const token = "${Token[TOKEN.12]}"
	i, err := integration.Lambda(token).Render(integration.Props{
		Placement: spec.Placement{Partition: "aws-cn", Region: "cn-north-1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "arn:aws-cn:apigateway:cn-north-1:lambda:path/2015-03-31/functions/" + token + "/invocations"
	if i.URI != want {
		t.Errorf("the URI is %s, want %s", i.URI, want)
	}
}
