package vocabulary

import "time"

// S3 is the options of integrations with S3.
var S3 = &Group{
	Name: "S3IntegrationProps", Doc: "Properties of an integration with S3.",
	Go: &GoOptions{Prefix: "S3", Target: "s3", Of: "S3"},
	Options: []Option{
		{Name: "bucket", Type: bucket, Required: true, GoParameter: "a parameter of `cdk.S3` and `integration.S3`", Doc: "The bucket that holds the objects."},
		{Name: "method", Type: method, Doc: "The method of the request to S3.", Default: "the operation's"},
		{
			Name: "path", Type: text, Explicit: true, Default: "the operation's path",
			Doc: "The key of the object, in which {name} is a parameter of the operation's path, or one of queryStringRequestParameters or headerRequestParameters.",
		},
		{
			Name: "role", Type: shared,
			Doc: "The role with which API Gateway calls S3. Constructs allow it what the integration needs; there the default is the role that the API's integrations share.",
		},
		queryStringRequestParameters("the path"),
		headerRequestParameters("the path"),
		integrationResponseSet("S3's responses", "a passthrough, and S3's errors as JSON"),
	},
}

// Mock is the options of integrations without a backend.
var Mock = &Group{
	Name: "MockIntegrationResponse", Doc: "The response of a mock integration.",
	Go: &GoOptions{Prefix: "Mock", Target: "mock", Of: "Mock"},
	Options: []Option{
		{
			Name: "statusCode", Type: status, Default: "that of the operation's first success",
			Doc: "The status. One that the operation does not declare is a warning, and is added to the definition.",
		},
		{Name: "body", Type: text, Explicit: true, Doc: "The body as it is, in every content type of the response.", Default: "data generated from the model"},
		{
			Name: "headers", Type: mappings,
			Doc: "Headers and their sources: a value in single quotes such as '/pets/1', or context.X, stageVariables.X.",
		},
	},
}

// HTTP is the options of integrations with an HTTP backend.
var HTTP = &Group{
	Name: "HttpIntegrationProps", Doc: "Properties of an integration with an HTTP backend.",
	Go: &GoOptions{Prefix: "HTTP", Target: "httpBackend", Of: "HTTP and HTTPProxy"},
	Options: []Option{
		{
			Name: "uri", Type: text, Required: true, GoParameter: "a parameter of `integration.HTTP` and `integration.HTTPProxy`",
			Doc: "The backend's URI, in which {name} is a parameter of the operation's path, or one of queryStringRequestParameters or headerRequestParameters.",
		},
		{Name: "method", Type: method, Doc: "The method of the request to the backend; any passes the client's.", Default: "the operation's"},
		{Name: "proxy", Type: boolean, GoParameter: "`integration.HTTPProxy`, or `integration.HTTP` for false", Doc: "Whether requests and responses go through unchanged.", Default: "true"},
		{Name: "timeout", Type: duration(50*time.Millisecond, 29*time.Second), Explicit: true, Doc: "The time to wait for the backend.", Default: `"29s"`},
		queryStringRequestParameters("the URI"),
		headerRequestParameters("the URI"),
		requestParameters,
		requestTemplates("Not with proxy."),
		integrationResponseSet("the backend's responses", "a passthrough; not with proxy"),
	},
}

// VPCLink is the options of integrations through a VPC link.
var VPCLink = &Group{
	Name: "VpcLinkIntegrationProps", Doc: "Properties of an integration through a VPC link.",
	Extends: HTTP, Go: &GoOptions{Prefix: "HTTP", Target: "httpBackend"},
	Options: []Option{
		{Name: "vpcLink", Type: vpcLink, Required: true, Doc: "The VPC link through which the backend is reached."},
		{Name: "target", Type: text, Doc: "The ARN of the load balancer behind a VPC link of version 2."},
	},
}

// Service is the options of integrations with AWS services.
var Service = &Group{
	Name: "ServiceIntegrationProps", Doc: "Properties of an integration with an AWS service.",
	Go: &GoOptions{Prefix: "Service", Target: "awsService", Of: "Service"},
	Options: []Option{
		{
			Name: "service", Type: text, Required: true, GoParameter: "a parameter of `cdk.Service` and `integration.Service`",
			Doc: "The service as its endpoint calls it: sqs, sns, dynamodb, states, events, kinesis, ssm.",
		},
		{Name: "action", Type: text, Doc: "The action to call, such as StartExecution. Either action or path is required."},
		{
			Name: "path", Type: text,
			Doc: "The path to call, such as 111122223333/orders for a queue. {name} is a parameter of the operation's path, or one of queryStringRequestParameters or headerRequestParameters.",
		},
		{Name: "subdomain", Type: text, Doc: "The part of the service's host name before its name."},
		{Name: "method", Type: method, Doc: "The method of the request to the service.", Default: `"POST"`},
		{
			Name: "role", Type: shared,
			Doc: "The role with which API Gateway calls the service. In constructs the default is the role that the API's integrations share.",
		},
		{
			Name: "resource", Type: text, GoParameter: "a parameter of `cdk.Allow`",
			Doc: "The ARN of what is called, such as a queue's: constructs allow the role to call it.",
		},
		{
			Name: "actions", Type: names, GoParameter: "a parameter of `cdk.Allow`", Default: "that of action",
			Doc: "The IAM actions that the role is allowed, such as sqs:SendMessage.",
		},
		queryStringRequestParameters("the path"),
		headerRequestParameters("the path"),
		requestParameters,
		requestTemplates("With any, requests of other content types get a response with status 415."),
		integrationResponseSet("the service's responses", "a passthrough"),
	},
}

// IntegrationOptions is what is said of an operation next to its integration.
var IntegrationOptions = &Group{
	Name: "TypeSafeApiIntegrationOptions", Doc: "Options of an operation.",
	Options: []Option{
		{
			Name: "apiKeyRequired", Type: boolean, GoParameter: "`integration.WithAPIKey`",
			Doc: "Whether callers need an API key.", Default: "that of the API's key options",
		},
		{
			Name: "stream", Type: boolean, GoParameter: "`integration.WithStreaming`", Default: "false",
			Doc: "Whether the response of a function, or of an HTTP proxy, goes to the client as it comes.",
		},
	},
}

func queryStringRequestParameters(where string) Option {
	return Option{Name: "queryStringRequestParameters", Type: names, Doc: "The query string parameters that " + where + " may use."}
}

func headerRequestParameters(where string) Option {
	return Option{Name: "headerRequestParameters", Type: names, Doc: "The headers that " + where + " may use."}
}

var requestParameters = Option{
	Name: "requestParameters", Type: mappings,
	Doc: "Headers, query parameters and path variables of the request, such as integration.request.header.X, and their sources.",
}

func requestTemplates(more string) Option {
	return Option{Name: "requestTemplates", Type: templates, Doc: "Mapping templates for the body of the request, by content type. " + more}
}

func integrationResponseSet(of, otherwise string) Option {
	return Option{
		Name: "integrationResponseSet", Type: responseSet, Default: otherwise,
		Doc: "How " + of + " become the operation's.",
	}
}
