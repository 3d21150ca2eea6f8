package config

import (
	"github.com/gatewright/gatewright/internal/lambdaruntime"
	"github.com/gatewright/gatewright/spec"
)

// format is the whole of gatewright.yaml. Its order is the order of the
// published schema.
var format = object("The integrations and options of one API. JSON is accepted wherever YAML is.",
	required("model", text("Path of the API model, relative to this file: an OpenAPI 3.0 or 3.1 document, or a Swagger 2.0 one.")),
	optional("name", text("The API's name. Default: the model's title.")),
	optional("cors", corsFormat),
	optional("authorizers", named("Authorizers by name.", authorizerFormat)),
	optional("defaultAuthorizer", text("What operations need that do not say otherwise: an authorizer's name, iam or none. Default: what the model says.")),
	optional("credentials", named("For dev: keys with which callers sign, by names of your choice. Default: those that docs/authorizers.md tells.", credentialFormat)),
	optional("tokenIssuers", named("For dev: issuers of JWT authorizers whose tokens come from elsewhere, by names of your choice.", tokenIssuerFormat)),
	optional("userPools", named("For dev: Cognito user pools whose tokens come from elsewhere, by names of your choice.", userPoolFormat)),
	optional("source", sourceFormat),
	optional("accountId", text("For dev: the AWS account that requests and functions see, as 12 digits in quotes. Default: \"123456789012\".")),
	optional("apiKeys", apiKeysFormat),
	optional("usagePlans", named("For dev: usage plans by names of your choice.", usagePlanFormat)),
	optional("binaryMediaTypes", texts("Content types that are passed as bytes, such as image/*. Default: those of the model's binary bodies.")),
	optional("minimumCompressionSize", integer("Bytes from which answers are compressed. Default: never.", 0, 10_485_760)),
	optional("validation", object("What API Gateway validates before it calls an integration.",
		optional("body", boolean("Request bodies against the model's schemas.").defaulting(`true`)),
		optional("parameters", boolean("Presence of required parameters.").defaulting(`true`)),
	)),
	optional("gatewayResponses", named("Answers of API Gateway itself, by response type, such as THROTTLED or DEFAULT_4XX.", gatewayResponseFormat)),
	optional("stageVariables", named("Stage variables, for ${stageVariables.name} and templates.", text(""))),
	optional("stage", text("The stage's name.").defaulting(`"prod"`)),
	optional("stageSettings", stageSettingsFormat),
	optional("accessLog", accessLogFormat),
	optional("vpcLinks", named("For dev: the address that stands in for what is behind a VPC link, by its ID, such as 127.0.0.1:8080.", text(""))),
	optional("prune", boolean("Drop from the definition what API Gateway ignores.").defaulting(`false`)),
	optional("mockAll", boolean("Answer every operation that has no integration with generated data.").defaulting(`false`)),
	optional("mockSeed", integer("Seed of generated data: another seed gives other data.", 0, 1<<31-1).defaulting(`0`)),
	optional("functions", named("Lambda functions that integrations and authorizers refer to.", functionFormat)),
	optional("buckets", named("S3 buckets that integrations refer to.", bucketFormat)),
	optional("integrations", named("One integration for each operation, by operationId.", entryFormat)),
	optional("placement", placementFormat),
	optional("face", faceFormat),
	optional("generate", object("What gatewright generate writes, by language.",
		optional("go", goFormat),
		optional("java", javaFormat),
		optional("python", pythonFormat),
		optional("typescript", typescriptFormat),
	)),
)

var typescriptFormat = object("An npm package.",
	required("out", text("Directory of the package, relative to this file.")),
	optional("package", text("The package's name. Default: made of the directory's name.")),
	optional("cdk", boolean("Whether to write the construct for the AWS CDK.").defaulting(`true`)),
)

var goFormat = object("Packages in Go. They need a go.mod in the directory or above it.",
	required("out", text("Directory of the package, relative to this file. Files that are not generated may be there too.")),
	optional("package", text("The package's name. Default: made of the directory's name.")),
	optional("cdk", boolean("Whether to write the package with a construct for the AWS CDK, which needs github.com/gatewright/gatewright/constructs/go.").defaulting(`true`)),
	optional("handlers", text("Directory of the stubs of Lambda handlers, relative to this file. Default: handlers, beside out.")),
)

var placementFormat = object("Where the definition is deployed, as far as it is known. Default: what all ARNs agree on; the rest is left to API Gateway's import.",
	optional("partition", text("The partition, such as aws.")),
	optional("region", text("The region, such as eu-west-1.")),
	optional("account", text("The account's ID. It does not stand in the definition.")),
)

var faceFormat = object("What the construct of another language says of itself. Nobody writes it by hand: see docs/faces.md.",
	required("language", text("The language, such as typescript.")),
	required("version", text("The version of gatewright that the construct is of.")),
	optional("model", text("The model itself. Then the key model at the root is only its name in messages.")),
	optional("at", text("Where the API is made in the user's code, as file:line:column.")),
	optional("stage", text("The stage's name; * when the API is not deployed.")),
	optional("caching", named("Whether the stage keeps responses, by the CDK's keys of methods, such as /pets/{id}/GET; /*/* is for all.", boolean(""))),
	optional("nestedPermissions", boolean("Whether permissions lie in nested stacks, whatever their number.").defaulting(`false`)),
	optional("operations", named("What is to be said of operations, by operationId.", object("",
		optional("at", text("Where the integration is made in the user's code, as file:line:column.")),
		optional("empty", boolean("Whether the user gave nothing (null, None) for an integration.").defaulting(`false`)),
		optional("failed", text("Why the user's own integration could not be rendered.")),
	))),
)

var javaFormat = object("A Maven project in Java.",
	required("out", text("Directory of the project, relative to this file. Other files in it are left alone.")),
	optional("package", text("Name of the package, such as com.example.petstore. Default: made of the directory's name.")),
	optional("cdk", boolean("Whether to write the construct for the AWS CDK too.").defaulting(`true`)),
)

var pythonFormat = object("A package in Python.",
	required("out", text("Directory of the project, relative to this file. Other files in it are left alone.")),
	optional("package", text("Name of the package, such as petstore. Default: made of the directory's name.")),
	optional("cdk", boolean("Whether to write the construct for the AWS CDK too.").defaulting(`true`)),
)

var corsFormat = object("Cross-origin resource sharing. Absent: none.",
	required("allowOrigins", texts(`Origins that may call: "*", or some such as https://app.example.com.`)),
	optional("allowMethods", texts("Methods that may be called. Default: those of the path.")),
	optional("allowHeaders", texts("Headers that may be sent; the model's header parameters are always added. Default: the AWS SDKs' usual ones.")),
	optional("exposeHeaders", texts("Headers of answers that a page may read.")),
	optional("allowCredentials", boolean("Whether cookies and credentials may be sent; not with the origin *.").defaulting(`false`)),
	optional("maxAge", integer("Seconds for which a browser may keep a preflight's answer; -1: not at all.", -1, 86_400)),
)

var authorizerFormat = object("An authorizer.",
	required("type", oneOf("Who decides: a Cognito user pool, issuers of JSON Web Tokens, or a Lambda function that gets a token or the request.", "cognito", "jwt", "token", "request")),
	optional("userPoolArns", texts("ARNs of the user pools (cognito).")),
	optional("issuers", list("Issuers whose tokens are accepted (jwt).", issuerFormat)),
	optional("defaultAlgorithms", list("Algorithms that tokens may be signed with (jwt). Default: RS256.", oneOf("", spec.JWTAlgorithms...))),
	optional("authorizerId", text("The ID of an authorizer that the API has already, in the place of issuers (jwt).")),
	optional("scopes", texts("Scopes of which an access token must hold one (cognito, jwt).")),
	optional("function", text("The Lambda function: a name under functions, or an ARN (token, request).")),
	optional("identitySource", text("Where the token is (cognito, jwt, token).").defaulting(`"method.request.header.Authorization"`)),
	optional("identitySources", texts("What identifies a caller, such as method.request.querystring.t (request).")),
	optional("ttl", integer("Seconds for which a decision is kept; 0: not at all (token, request).", 0, 3600).defaulting(`300`)),
	optional("validation", text("Regular expression that a token must match as a whole (token).")),
	optional("role", text("ARN of the role with which API Gateway calls the function. Default: the function's own policy lets it (token, request).")),
)

var issuerFormat = object("An issuer of JSON Web Tokens.",
	required("issuer", text("An https URL, equal to the tokens' iss to the letter.")),
	required("audiences", texts("Audiences of which a token's aud, or client_id, must be one.")),
	optional("additionalClaims", list("Claims that are checked besides.", object("A claim that is a string.",
		required("claimName", text("The claim.")),
		optional("required", boolean("Whether tokens without it are refused.").defaulting(`false`)),
		optional("expectedValues", texts("Its values, compared to the letter. Default: any.")),
	))),
)

var gatewayResponseFormat = object("An answer of API Gateway itself.",
	optional("statusCode", integer("The status. Default: the type's own.", 100, 599)),
	optional("headers", named("Headers and their sources: a quoted text such as '1', or method.request.header.X, context.X, stageVariables.X.", text(""))),
	optional("templates", named("Bodies by content type, in which $context.* and $stageVariables.* are replaced.", text(""))),
)

var functionFormat = object("A Lambda function.",
	optional("arn", text("The function's ARN, for a definition that is deployed.")),
	optional("code", text("For dev: a Go package, a directory with the bundle, a .zip or a .jar; relative to this file.")),
	optional("runtime", oneOf("For dev: the runtime.", lambdaruntime.Names()...).suggesting(lambdaruntime.Nearest)),
	optional("handler", text("For dev: bootstrap, index.handler, app.handler or com.acme.Handler::handle.")),
	optional("environment", named("For dev: environment variables.", either("", text(""), integer("", 0, 0), boolean("")))),
	optional("timeout", integer("Seconds after which a call is given up.", 1, 900).defaulting(`3`)),
	optional("memory", integer("MiB of memory; sizes the JVM's and Node's heap locally.", 128, 10_240).defaulting(`128`)),
	optional("concurrency", integer("For dev: how many calls run at once, each in a process of its own; further ones wait.", 1, 1000).defaulting(`10`)),
)

var bucketFormat = object("An S3 bucket.",
	optional("name", text("The bucket's name. Default: its key here.")),
	optional("arn", text("For permissions: the bucket's ARN.")),
	optional("keyArn", text("For permissions: the ARN of the key that encrypts the objects.")),
	optional("directory", text("For dev: where the objects are kept as files, relative to this file.")),
)

var entryFormat = object("An integration and its options.",
	optional("lambda", text("Call a Lambda function: a name under functions, or an ARN.")),
	optional("s3", s3Format),
	optional("mock", mockFormat),
	optional("http", httpFormat),
	optional("service", serviceFormat),
	optional("raw", named("An x-amazon-apigateway-integration object as it is.", anything(""))),
	optional("custom", named("An x-amazon-apigateway-integration object, to which the headers of CORS are added.", anything(""))),
	optional("authorizer", text("Who may call this operation: an authorizer's name, iam or none. Default: defaultAuthorizer.")),
	optional("scopes", texts("Scopes of which a caller's token must hold one, in the place of the authorizer's.")),
	optional("apiKeyRequired", boolean("Whether this operation needs an API key. Default: apiKeys.requiredByDefault.")),
	optional("stream", boolean("Whether the answer goes to the client as it comes (lambda, http with proxy).").defaulting(`false`)),
).exactlyOneOf("lambda", "s3", "mock", "http", "service", "raw", "custom")

var s3Format = object("Read or write an S3 object.",
	required("bucket", text("A name under buckets, or a bucket's name.")),
	optional("method", oneOf("The method of the call to S3. Default: the operation's.",
		"get", "put", "post", "delete", "head", "GET", "PUT", "POST", "DELETE", "HEAD")),
	optional("path", text(`The object's key, in which {name} is a path parameter, or one of queryParameters or headers. Default: the operation's path.`)),
	optional("role", text("ARN of the role with which API Gateway calls S3.")),
	optional("queryParameters", texts("Query parameters that path may use.")),
	optional("headers", texts("Headers that path may use.")),
	optional("responses", responsesFormat),
)

var mockFormat = object("Answer without a backend. Without a body: data made from the model.",
	optional("response", text("The response of the model to answer: 200, 4XX or default. Default: that of statusCode.")),
	optional("statusCode", either("The status. Default: the operation's first success.", integer("", 100, 599), text(""))),
	optional("body", anything("The body: JSON, or text for other content types.")),
	optional("json", anything("The body as JSON, also when it is a text; for the JSON content types only.")),
	optional("placeholder", boolean("Whether the mock stands for an integration that is still to come.").defaulting(`false`)),
	optional("headers", named("Headers and their sources: a quoted text such as '/pets/1', or context.X, stageVariables.X.", text(""))),
)

var httpFormat = object("Forward over HTTP.",
	required("uri", text("The backend's URI, in which {name} is a parameter of the operation.")),
	optional("method", text("The method of the call. Default: the operation's.")),
	optional("proxy", boolean("Pass request and response through as they are.").defaulting(`true`)),
	optional("timeout", integer("Milliseconds after which a call is given up.", 50, 29_000).defaulting(`29000`)),
	optional("vpcLink", text("ID of the VPC link through which the call goes.")),
	optional("target", text("ARN of the load balancer behind a VPC link of version 2.")),
	optional("queryParameters", texts("Query parameters that uri may use.")),
	optional("headers", texts("Headers that uri may use.")),
	optional("requestParameters", named("Targets such as integration.request.header.X and their sources.", text(""))),
	optional("requestTemplates", named("Mapping templates by content type (not with proxy).", text(""))),
	optional("responses", responsesFormat),
)

var serviceFormat = object("Call an AWS service.",
	required("service", text("The service as its endpoint calls it: sqs, sns, dynamodb, states, events, kinesis, ssm.")),
	optional("path", text("The path of the call, such as 111122223333/orders for a queue.")),
	optional("action", text("The action, such as StartExecution.")),
	optional("subdomain", text("The subdomain of the service's endpoint, where it has one.")),
	optional("method", text("The method of the call.").defaulting(`"POST"`)),
	required("role", text("ARN of the role with which API Gateway calls the service.")),
	optional("queryParameters", texts("Query parameters that path may use.")),
	optional("headers", texts("Headers that path may use.")),
	optional("requestParameters", named("Targets such as integration.request.header.Content-Type and their sources.", text(""))),
	optional("requestTemplates", named("Mapping templates by content type.", text(""))),
	optional("responses", responsesFormat),
	optional("allow", object("For permissions: what the role must be allowed.",
		optional("resource", text("ARN of what is called, such as a queue's.")),
		optional("actions", texts("IAM actions, such as sqs:SendMessage. Default: that of action.")),
	)),
).exactlyOneOf("path", "action")

var responsesFormat = list("How the backend's answers become the operation's: a response set. Default: passthrough, with S3 also s3JsonErrors.",
	object("A part of a response set.",
		optional("passthrough", object("Pass successful answers through.",
			optional("statusCode", either("The status to answer with. Default: 200.", integer("", 100, 599), text(""))),
		)),
		optional("s3JsonErrors", object("Turn S3's XML errors into JSON.")),
		optional("catchAll", object("Answer 500 to whatever nothing else fits.")),
		optional("custom", named("Integration responses by a regular expression on the backend's status.", customResponseFormat)),
	).exactlyOneOf("passthrough", "s3JsonErrors", "catchAll", "custom"))

var customResponseFormat = object("An integration response.",
	required("statusCode", either("The status to answer with.", text(""), integer("", 100, 599))),
	optional("responseParameters", named("Targets such as method.response.header.X and their sources.", text(""))),
	optional("responseTemplates", named("Mapping templates by content type.", text(""))),
	optional("contentHandling", oneOf("How the payload is converted.", "CONVERT_TO_TEXT", "CONVERT_TO_BINARY")),
)
