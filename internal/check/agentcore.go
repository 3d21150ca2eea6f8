package check

import (
	"net/http"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// AgentCore returns what keeps a stage of a project's definition from being a target of
// an Amazon Bedrock AgentCore gateway, which offers its methods as MCP tools.
func AgentCore(p *config.Project) diag.List {
	if p.Definition == nil {
		return nil // loading it has said why
	}
	var problems diag.List
	api, _ := spec.Read(p.Definition)
	endpoint := p.Definition.Root.Get("x-amazon-apigateway-endpoint-configuration")
	if ids := endpoint.Get("vpcEndpointIds"); ids.Is(tree.Sequence) && len(ids.Items) > 0 {
		problems.Errorf(ids.Position(), "agentcore-endpoint", "the API is private, and AgentCore Gateway reaches public endpoints").Help =
			"make the endpoint regional, or deploy the definition a second time for agents"
	}
	for _, o := range api.Operations {
		if o.Method != http.MethodOptions { // preflight requests are not tools
			agentCoreOperation(o, &problems)
		}
	}
	return problems
}

func agentCoreOperation(o *spec.Operation, problems *diag.List) {
	name := o.Method + " " + o.Path
	if o.ID == "" {
		problems.Errorf(o.Position, "agentcore-name", "%s has no operation name, by which the tool would be called", name).Help =
			"give it an operationId"
	}
	if strings.Contains(o.Path, "+}") {
		problems.Errorf(o.Position, "agentcore-path", "%s has a greedy path variable, which AgentCore Gateway does not take", name).Help =
			"describe each path that is meant"
	}
	switch o.Authorization.Type {
	case spec.AuthIAM:
		if o.APIKeyRequired {
			problems.Errorf(o.Position, "agentcore-authorizer", "%s takes IAM credentials together with an API key, and AgentCore Gateway sends one of them", name).Help =
				"require only one of them"
		}
	case spec.AuthCustom, spec.AuthCognito:
		problems.Errorf(o.Position, "agentcore-authorizer", "%s has an authorizer of type %s, and AgentCore Gateway sends IAM credentials or an API key", name, o.Authorization.Type).Help =
			"use IAM or an API key for this operation"
	}
}
