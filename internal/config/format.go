package config

import (
	"time"

	"github.com/gatewright/gatewright/internal/lambdaruntime"
	"github.com/gatewright/gatewright/internal/vocabulary"
)

// format is the whole of gatewright.yaml. Its order is the order of the
// published schema.
var format = object("The integrations and options of one API. JSON is accepted wherever YAML is.",
	required("model", text("Path of the API model, relative to this file: an OpenAPI 3.0 or 3.1 document, or a Swagger 2.0 one.")),
	optional("name", text("The API's name. Default: the model's title.")),
	optional("corsOptions", corsFormat),
	optional("authorizers", named("Authorizers by name.", authorizerFormat)),
	optional("defaultAuthorizer", text("What operations need that do not say otherwise: an authorizer's name, iam or none. Default: what the model says.")),
	optional("credentials", named("For dev: keys with which callers sign, by names of your choice. Default: those that docs/authorizers.md tells.", credentialFormat)),
	optional("tokenIssuers", named("For dev: issuers of JWT authorizers whose tokens come from elsewhere, by names of your choice.", tokenIssuerFormat)),
	optional("userPools", named("For dev: Cognito user pools whose tokens come from elsewhere, by names of your choice.", userPoolFormat)),
	optional("source", sourceFormat),
	optional("accountId", text("For dev: the AWS account that requests and functions see, as 12 digits in quotes. Default: \"123456789012\".")),
	optional("apiKeyOptions", apiKeysFormat),
	optional("usagePlans", named("For dev: usage plans by names of your choice.", usagePlanFormat)),
	optional("binaryMediaTypes", texts("Content types that are passed as bytes, such as image/*. Default: those of the model's binary bodies.")),
	optional("minCompressionSize", integer("Bytes from which answers are compressed. Default: never.", 0, 10_485_760)),
	optional("validation", object(vocabulary.Validation.Doc, options(vocabulary.Validation)...)),
	optional("gatewayResponses", named("Answers of API Gateway itself, by response type, such as THROTTLED or DEFAULT_4XX.", gatewayResponseFormat)),
	optional("stageVariables", named("Stage variables, for ${stageVariables.name} and templates.", text(""))),
	optional("stage", text("The stage's name.").defaulting(`"prod"`)),
	optional("stageSettings", stageSettingsFormat),
	optional("accessLog", accessLogFormat),
	optional("vpcLinks", named("For dev: the local address of the target of a VPC link, by its ID, such as 127.0.0.1:8080.", text(""))),
	optional("prune", boolean("Drop from the definition what API Gateway ignores.").defaulting(`false`)),
	optional("mockAll", boolean("Answer every operation that has no integration with generated data.").defaulting(`false`)),
	optional("mockDataOptions", object(vocabulary.MockData.Doc, options(vocabulary.MockData)...)),
	optional("functions", named("Lambda functions that integrations and authorizers refer to.", functionFormat)),
	optional("buckets", named("S3 buckets that integrations refer to.", bucketFormat)),
	optional("integrations", named("One integration for each operation, by operationId.", entryFormat)),
	optional("placement", placementFormat),
	optional("binding", bindingFormat),
	optional("generate", object("What gatewright generate writes, by language.",
		optional("go", goFormat),
		optional("java", javaFormat),
		optional("python", pythonFormat),
		optional("typescript", typescriptFormat),
	)),
)

// clientFormat says whether to write a client, and for whom.
var clientFormat = either("Whether to write a client of the API, whose types know who may call each operation.",
	boolean("").defaulting(`false`),
	object("",
		optional("defaultAuthorizer", text("The security scheme of the operations of which the model says nothing, or iam: for APIs whose authorizers stand in the CDK app alone.")),
	),
)

var typescriptFormat = object("An npm package.",
	required("out", text("Directory of the package, relative to this file.")),
	optional("package", text("The package's name. Default: made of the directory's name.")),
	optional("cdk", boolean("Whether to write the construct for the AWS CDK.").defaulting(`true`)),
	optional("client", clientFormat),
)

var goFormat = object("Packages in Go. They need a go.mod in the directory or above it.",
	required("out", text("Directory of the package, relative to this file. Files that are not generated may be there too.")),
	optional("package", text("The package's name. Default: made of the directory's name.")),
	optional("cdk", boolean("Whether to write the package with a construct for the AWS CDK, which needs github.com/gatewright/gatewright/constructs/go.").defaulting(`true`)),
	optional("handlers", text("Directory of the stubs of Lambda handlers, relative to this file. Default: handlers, next to out.")),
)

var placementFormat = object("Where the definition is deployed, as far as it is known. Default: what all ARNs agree on; the rest is left to API Gateway's import.",
	optional("partition", text("The partition, such as aws.")),
	optional("region", text("The region, such as eu-west-1.")),
	optional("account", text("The account's ID. It does not stand in the definition.")),
)

var bindingFormat = object("What the construct of another language says of itself. Nobody writes it by hand: see docs/language-bindings.md.",
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
	optional("maxAge", duration("The time for which a browser may keep a preflight's response.", 0, 24*time.Hour)),
	optional("disableCache", boolean("Whether browsers may not keep a preflight's response.").defaulting(`false`)),
)

var authorizerFormat = object("An authorizer.", authorizerKeys()...)

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
	optional("timeout", duration("The time after which a call is given up.", time.Second, 15*time.Minute).defaulting(`"3s"`)),
	optional("memory", integer("MiB of memory; sizes the JVM's and Node's heap locally.", 128, 10_240).defaulting(`128`)),
	optional("concurrency", integer("For dev: how many calls run at once, each in a process of its own; further ones wait.", 1, 1000).defaulting(`10`)),
)

var bucketFormat = object("An S3 bucket.",
	optional("name", text("The bucket's name. Default: its key here.")),
	optional("arn", text("For permissions: the bucket's ARN.")),
	optional("keyArn", text("For permissions: the ARN of the key that encrypts the objects.")),
	optional("directory", text("For dev: where the objects are kept as files, relative to this file.")),
)

var entryFormat = object("An integration and its options.", with(options(vocabulary.IntegrationOptions),
	optional("lambda", text("Call a Lambda function: a name under functions, or an ARN.")),
	optional("s3", s3Format),
	optional("mock", mockFormat),
	optional("http", httpFormat),
	optional("service", serviceFormat),
	optional("raw", named("An x-amazon-apigateway-integration object as it is.", anything(""))),
	optional("custom", named("An x-amazon-apigateway-integration object, to which the headers of CORS are added.", anything(""))),
	optional("authorizer", text("Who may call this operation: an authorizer's name, iam or none. Default: defaultAuthorizer.")),
	optional("authorizationScopes", texts("Scopes of which a caller's token must hold one, in the place of the authorizer's.")),
)...).exactlyOneOf("lambda", "s3", "mock", "http", "service", "raw", "custom")

var s3Format = object("Read or write an S3 object.", options(vocabulary.S3)...)

var mockFormat = object("Respond without a backend. Without a body: data generated from the model.", with(options(vocabulary.Mock),
	optional("body", anything("The body: JSON, or text for other content types.")),
	optional("json", anything("The body as JSON, also when it is text; for the JSON content types only.")),
	optional("response", text("The response of the model to send: 200, 4XX or default. Default: that of statusCode.")),
	optional("placeholder", boolean("Whether the mock stands for an integration that is still to come.").defaulting(`false`)),
)...)

var httpFormat = object("Forward over HTTP.", optionally(options(vocabulary.HTTP, vocabulary.VPCLink), "vpcLink")...)

var serviceFormat = object("Call an AWS service.", options(vocabulary.Service)...).exactlyOneOf("path", "action")

// responseSetFormat is the format of a response set.
func responseSetFormat() *shape {
	return list("", object("A part of a response set.",
		optional("defaultPassthrough", object("Pass successful responses through.",
			optional("statusCode", integer("The status to respond with. Default: 200.", 100, 599)),
		)),
		optional("s3JsonErrorMessage", object("Turn S3's XML errors into JSON.")),
		optional("catchAll", object("Respond with 500 to whatever nothing else matches.")),
		optional("declaredStatuses", object("Respond with each status that the operation declares as the backend does, and with 500 to other errors.")),
		optional("custom", named("Integration responses by a regular expression on the backend's status.", customResponseFormat)),
	).exactlyOneOf("defaultPassthrough", "s3JsonErrorMessage", "catchAll", "declaredStatuses", "custom"))
}

var customResponseFormat = object("An integration response.",
	required("statusCode", either("The status to answer with.", text(""), integer("", 100, 599))),
	optional("responseParameters", named("Targets such as method.response.header.X and their sources.", text(""))),
	optional("responseTemplates", named("Mapping templates by content type.", text(""))),
	optional("contentHandling", oneOf("How the payload is converted.", "CONVERT_TO_TEXT", "CONVERT_TO_BINARY")),
)
