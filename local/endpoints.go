package local

import "strings"

// sdkNames are the names of services in the SDKs' variables where they are not the ones
// that API Gateway's URIs have (AWS SDKs and Tools Reference Guide, "Service-specific
// endpoints").
var sdkNames = map[string]string{
	"states": "SFN", "events": "EVENTBRIDGE", "email": "SES", "monitoring": "CLOUDWATCH", "logs": "CLOUDWATCH_LOGS",
	"secretsmanager": "SECRETS_MANAGER", "cognito-idp": "COGNITO_IDENTITY_PROVIDER", "cognito-identity": "COGNITO_IDENTITY",
	"streams.dynamodb": "DYNAMODB_STREAMS", "execute-api": "APIGATEWAYMANAGEMENTAPI", "iotdata": "IOT_DATA_PLANE",
}

// endpointVariable returns the variable by which SDKs find the endpoint of a service.
func endpointVariable(service string) string {
	name := sdkNames[service]
	if name == "" {
		name = strings.ToUpper(strings.NewReplacer("-", "_", ".", "_").Replace(service))
	}
	return "AWS_ENDPOINT_URL_" + name
}
