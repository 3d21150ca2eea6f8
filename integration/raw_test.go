package integration_test

import (
	"testing"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

func TestRaw(t *testing.T) {
	golden(t, "raw", []rendering{
		{name: "snippet", operation: "getPet", integration: integration.Raw(&spec.Integration{
			Type: spec.HTTPProxy, HTTPMethod: "GET", URI: "https://example.com",
			Extra: []tree.Field{{Name: "x-kept", Value: tree.NewBool(true)}},
		})},
		{name: "nothing", operation: "getPet", integration: integration.Raw(nil)},
	})
}

func TestOptionsBeside(t *testing.T) {
	i := integration.WithAPIKey(integration.WithAuthorizer(integration.Lambda("arn"), authorizer.IAM()), true)
	inner, options := integration.Unwrap(i)
	if inner != integration.Lambda("arn") {
		t.Errorf("the inner integration is %v", inner)
	}
	if options.Authorizer != authorizer.IAM() || options.APIKeyRequired == nil || !*options.APIKeyRequired {
		t.Errorf("the options are %v", options)
	}
}
