package local

import (
	"net/url"
	"regexp"
	"strings"
)

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

// isAWS reports whether an endpoint is one of AWS itself. Only there real credentials
// are sent.
func isAWS(endpoint *url.URL) bool {
	host := endpoint.Hostname()
	return endpoint.Scheme == "https" && (strings.HasSuffix(host, ".amazonaws.com") || strings.HasSuffix(host, ".amazonaws.com.cn"))
}

var regions = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-[0-9]+$`)

// regionOf returns the region in an endpoint such as sqs.eu-west-1.amazonaws.com, else
// another one.
func regionOf(endpoint *url.URL, other string) string {
	for part := range strings.SplitSeq(endpoint.Hostname(), ".") {
		if regions.MatchString(part) {
			return part
		}
	}
	return other
}
