package spec

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// Unsupported is a kind of API or file that is not a REST API's.
type Unsupported struct {
	Name     string // as a message begins: "this is the definition of an HTTP API"; empty: nothing is unsupported
	Help     string // empty: nothing can be done
	Position diag.Position
}

// UnsupportedAPI returns what a file is when it is not a REST API's definition or model:
// an HTTP API's, an AsyncAPI document, or a template.
func UnsupportedAPI(root *tree.Node) Unsupported {
	switch {
	case root.Get("asyncapi") != nil:
		return Unsupported{Name: "this is an AsyncAPI document", Position: root.FieldPosition("asyncapi")}
	case root.Get("openapi") != nil || root.Get("swagger") != nil:
		if sign, at := httpAPISign(root); sign != "" {
			return Unsupported{Name: "this is the definition of an HTTP API (" + sign + ")", Position: at}
		}
	case root.Get("Resources").Is(tree.Mapping):
		return unsupportedTemplate(root.Get("Resources"))
	}
	return Unsupported{}
}

// unsupportedTemplate names what is in a template.
func unsupportedTemplate(resources *tree.Node) Unsupported {
	const help = "gatewright dev serves it, token signs tokens for it, and requests and mcp show its requests; for other commands name the OpenAPI document of the API"
	found := Unsupported{Name: "a CloudFormation template", Help: help, Position: resources.Position()}
	for _, f := range resources.Fields {
		kind := f.Value.Get("Type").Str()
		switch name := UnsupportedResource(kind, f.Value.Get("Properties")); {
		case strings.HasPrefix(kind, "AWS::Serverless::"):
			return Unsupported{Name: "a SAM template (" + kind + ")", Help: help, Position: resources.FieldPosition(f.Name)}
		case name != "":
			found.Name, found.Position = "a CloudFormation template with "+name, resources.FieldPosition(f.Name)
		}
	}
	return found
}

// UnsupportedResource returns what a CloudFormation resource is when it is an API that
// is not a REST API, such as "an HTTP API (AWS::ApiGatewayV2::Api)", or "".
func UnsupportedResource(kind string, properties *tree.Node) string {
	switch kind {
	case "AWS::ApiGatewayV2::Api":
		if properties.Get("ProtocolType").Str() == "WEBSOCKET" {
			return "a WebSocket API (" + kind + ")"
		}
		return "an HTTP API (" + kind + ")"
	case "AWS::Serverless::HttpApi":
		return "an HTTP API of SAM (" + kind + ")"
	case "AWS::Serverless::WebSocketApi":
		return "a WebSocket API of SAM (" + kind + ")"
	case "AWS::Serverless::Api":
		return "a REST API of SAM (" + kind + ")"
	}
	return ""
}

// httpAPISign returns what shows that a definition is an HTTP API's, and where it is
// (Amazon API Gateway Developer Guide, "OpenAPI extensions for API Gateway").
func httpAPISign(root *tree.Node) (sign string, at diag.Position) {
	const version = "x-amazon-apigateway-importexport-version"
	if root.Get(version) != nil {
		return version, root.FieldPosition(version)
	}
	const integrations = "x-amazon-apigateway-integrations"
	if components := root.Get("components"); components.Get(integrations) != nil {
		return integrations, components.FieldPosition(integrations)
	}
	for _, schemes := range []*tree.Node{root.Get("components", "securitySchemes"), root.Get("securityDefinitions")} {
		if schemes == nil {
			continue
		}
		for _, f := range schemes.Fields {
			if sign, at = authorizerSign(f.Value.Get(ExtAuthorizer)); sign != "" {
				return sign, at
			}
		}
	}
	return integrationSign(root)
}

// authorizerSign looks at an authorizer. A REST API's has jwtConfiguration.issuers.
func authorizerSign(n *tree.Node) (sign string, at diag.Position) {
	for _, key := range []string{"authorizerPayloadFormatVersion", "enableSimpleResponses"} {
		if n.Get(key) != nil {
			return key, n.FieldPosition(key)
		}
	}
	for _, key := range []string{"issuer", "audience"} {
		if configuration := n.Get("jwtConfiguration"); configuration.Get(key) != nil {
			return "jwtConfiguration." + key, configuration.FieldPosition(key)
		}
	}
	return "", diag.Position{}
}

// integrationSign looks at the integrations. A payload format 1.0 is what REST APIs have,
// and only with CORS settings, which they do not know, the sign of an HTTP API.
func integrationSign(root *tree.Node) (sign string, at diag.Position) {
	paths := root.Get("paths")
	if !paths.Is(tree.Mapping) {
		return "", at
	}
	for _, p := range paths.Fields {
		for _, f := range p.Value.Fields {
			if !slices.Contains(Methods, f.Name) && f.Name != ExtAnyMethod {
				continue
			}
			n := f.Value.Get(ExtIntegration)
			format := n.Get("payloadFormatVersion")
			switch {
			case n.Get("integrationSubtype") != nil:
				return "integrationSubtype", n.FieldPosition("integrationSubtype")
			case format != nil && strings.HasPrefix(format.Text, "2"):
				return "payloadFormatVersion 2.0", n.FieldPosition("payloadFormatVersion")
			case format != nil && root.Get("x-amazon-apigateway-cors") != nil:
				return "x-amazon-apigateway-cors", root.FieldPosition("x-amazon-apigateway-cors")
			}
		}
	}
	return "", at
}
