// The construct in Go is held to golden files; the same apps here make the same templates.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { before, describe, it } from "node:test";
import { App, CfnOutput, Duration, RemovalPolicy, Size, Stack } from "aws-cdk-lib";
import { AccessLogFormat, ApiKeySourceType, EndpointType, MethodLoggingLevel, ResponseType, VpcLink } from "aws-cdk-lib/aws-apigateway";
import { UserPool } from "aws-cdk-lib/aws-cognito";
import { Vpc } from "aws-cdk-lib/aws-ec2";
import { NetworkLoadBalancer } from "aws-cdk-lib/aws-elasticloadbalancingv2";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Alias, Code, Function as LambdaFunction, Runtime, SnapStartConf } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Queue } from "aws-cdk-lib/aws-sqs";
import {
  Authorizers,
  CustomAuthorizerType,
  IntegrationResponseSets,
  Integrations,
  type Method,
  type OperationDetailsById,
  PlaceholderIntegration,
  type TypeSafeApiIntegrations,
  type TypeSafeApiOptions,
  TypeSafeRestApi,
} from "../src/index.js";
import { useEngine } from "./shop.js";

const golden = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../go/cdk/testdata/${name}`, import.meta.url)), "utf8");

const fn = (stack: Stack, id: string): LambdaFunction =>
  new LambdaFunction(stack, id, { runtime: Runtime.NODEJS_22_X, handler: "index.handler", code: Code.fromInline("exports.handler = null") });

const snapStarted = (stack: Stack, id: string): LambdaFunction =>
  new LambdaFunction(stack, id, {
    runtime: Runtime.PYTHON_3_13,
    handler: "index.handler",
    code: Code.fromInline("handler = None"),
    snapStart: SnapStartConf.ON_PUBLISHED_VERSIONS,
  });

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string }>>>>;
}

/** Makes an API of a model, whose operations are read from it as the generator does. */
function newApi(stack: Stack, model: string, integrations: TypeSafeApiIntegrations, options: TypeSafeApiOptions = {}): TypeSafeRestApi {
  const operationLookup: Record<string, OperationDetailsById[string]> = {};
  for (const [path, item] of Object.entries((JSON.parse(model) as OpenApi).paths)) {
    for (const [key, { operationId }] of Object.entries(item)) {
      const method = (key === "x-amazon-apigateway-any-method" ? "any" : key) as Method;
      if (operationId !== undefined) {
        operationLookup[operationId] = { method, path, contentTypes: [], responseContentTypes: [] };
      }
    }
  }
  return new TypeSafeRestApi(stack, "Api", { model, operationLookup, integrations, ...options });
}

const shop = golden("shop.json");
const shopOperations = Object.values((JSON.parse(shop) as OpenApi).paths).flatMap((item) =>
  Object.values(item).flatMap(({ operationId }) => operationId ?? []),
);
const mocks = (): TypeSafeApiIntegrations => Object.fromEntries(shopOperations.map((id) => [id, { integration: Integrations.mock() }]));

/** Go does not know where in the code an authorizer is. */
const withoutPlace = (message: string) => message.replace(/^[^ ]+:\d+:\d+: /, "");

function everything(stack: Stack): void {
  const pets = fn(stack, "Pets");
  const orders = new Alias(stack, "Live", { aliasName: "live", version: fn(stack, "Orders").currentVersion });
  const bucket = new Bucket(stack, "Photos", { encryptionKey: new Key(stack, "Key") });
  const queue = new Queue(stack, "Queue");
  const users = Authorizers.cognito({ authorizerId: "users", userPools: [new UserPool(stack, "Users")], authorizationScopes: ["pets/read"] });
  const oidc = Authorizers.jwt({
    authorizerId: "oidc",
    issuers: [
      {
        issuer: "https://login.example.com/",
        audiences: ["shop"],
        additionalClaims: [{ claimName: "tenant", required: true, expectedValues: ["blue"] }],
      },
    ],
    defaultAlgorithms: ["RS256", "ES256"],
  });
  const gate = fn(stack, "Gate");
  const ownRole = new Role(stack, "Own", { assumedBy: new ServicePrincipal("apigateway.amazonaws.com") });
  const theirs = Role.fromRoleArn(stack, "Theirs", "arn:aws:iam::111122223333:role/theirs", { mutable: false });
  const balancer = new NetworkLoadBalancer(stack, "Balancer", { vpc: new Vpc(stack, "Vpc", { maxAzs: 2, natGateways: 0 }) });
  const vpcLink = new VpcLink(stack, "Link", { targets: [balancer] });
  const path = "pets/{petId}.json";
  const api = newApi(
    stack,
    shop,
    {
      listPets: { integration: Integrations.lambda(pets) },
      addPet: {
        integration: Integrations.lambda(pets),
        authorizer: Authorizers.custom({ authorizerId: "gate", function: gate, resultsCacheTtl: Duration.seconds(60) }),
      },
      getPet: { integration: Integrations.s3({ bucket, path }) },
      putPet: { integration: Integrations.s3({ bucket, path }), authorizer: Authorizers.none() },
      deletePet: { integration: Integrations.s3({ bucket, path, role: ownRole }), authorizer: Authorizers.iam() },
      getPhoto: { integration: Integrations.s3({ bucket, path: "photos/{petId}/{name}", role: theirs }) },
      order: {
        integration: Integrations.service({
          service: "states",
          action: "StartExecution",
          resource: "arn:aws:states:eu-west-1:111122223333:stateMachine:orders",
          requestTemplates: { "application/json": `{"stateMachineArn": "orders"}` },
        }),
      },
      listOrders: {
        integration: Integrations.lambda(orders),
        authorizer: Authorizers.custom({
          authorizerId: "inspect",
          function: gate,
          type: CustomAuthorizerType.REQUEST,
          identitySource: "method.request.header.X-Tenant",
        }),
      },
      send: {
        integration: Integrations.service({
          service: "sqs",
          path: `${stack.account}/${queue.queueName}`,
          resource: queue.queueArn,
          actions: ["sqs:SendMessage"],
          requestParameters: { "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'" },
          requestTemplates: { "application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)" },
        }),
        authorizer: oidc.withScopes("orders/write"),
      },
      inside: { integration: Integrations.vpcLink({ vpcLink, uri: `http://${balancer.loadBalancerDnsName}/x/{id}` }) },
      health: {
        integration: Integrations.lambda(
          LambdaFunction.fromFunctionArn(stack, "Imported", "arn:aws:lambda:eu-west-1:111122223333:function:health:live"),
        ),
        options: { apiKeyRequired: true },
      },
      soon: { integration: new PlaceholderIntegration() },
    },
    {
      defaultAuthorizer: users,
      corsOptions: { allowOrigins: ["https://example.com"], allowCredentials: true, maxAge: Duration.minutes(10) },
      apiKeyOptions: { source: ApiKeySourceType.HEADER },
      validation: { body: false, parameters: true },
      gatewayResponses: [{ type: ResponseType.THROTTLED, statusCode: "429" }],
      webAclOptions: {
        cidrAllowList: { cidrType: "IPV4", cidrRanges: ["192.0.2.0/24"] },
        managedRules: [
          {
            vendorName: "AWS",
            name: "AWSManagedRulesCommonRuleSet",
            ruleActionOverrides: [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
          },
          {
            vendor: "AWS",
            name: "AWSManagedRulesBotControlRuleSet",
            version: "Version_3.1",
            excludedRules: [{ name: "CategoryAdvertising" }],
            scopeDownStatement: { geoMatchStatement: { countryCodes: ["FR"] } },
          },
        ],
        rules: [
          {
            name: "limit",
            priority: 100,
            action: { block: {} },
            statement: { rateBasedStatement: { limit: 1000, aggregateKeyType: "IP" } },
            visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: "limit", sampledRequestsEnabled: true },
          },
        ],
      },
      accessLogOptions: { retention: RetentionDays.ONE_WEEK, removalPolicy: RemovalPolicy.DESTROY },
      binaryMediaTypes: ["image/*"],
      minCompressionSize: Size.kibibytes(1),
      failOnWarnings: true,
      endpointTypes: [EndpointType.REGIONAL],
    },
  );
  const plan = api.api.addUsagePlan("Plan", { throttle: { rateLimit: 10, burstLimit: 20 } });
  plan.addApiStage({ stage: api.api.deploymentStage });
  plan.addApiKey(api.api.addApiKey("Key"));
  new CfnOutput(stack, "Url", { value: api.api.url });
}

/** Sets each option that everything does not. */
function options(stack: Stack): void {
  const token = "method.request.header.X-Token";
  const imported = (name: string) => LambdaFunction.fromFunctionArn(stack, name, `arn:aws:lambda:eu-west-1:111122223333:function:${name}`);
  const theirs = Role.fromRoleArn(stack, "Theirs", "arn:aws:iam::111122223333:role/theirs", { mutable: false });
  const pool = UserPool.fromUserPoolArn(stack, "Users", "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_users");
  const bucket = Bucket.fromBucketName(stack, "Objects", "objects-of-ours");
  const users = Authorizers.cognito({ authorizerId: "users", userPools: [pool], authorizationScopes: ["a/b"], identitySource: token });
  const oidc = Authorizers.jwt({
    authorizerId: "oidc",
    issuers: [{ issuer: "https://login.example.com/", audiences: ["shop"] }],
    authorizationScopes: ["c/d"],
    identitySource: token,
  });
  const gate = Authorizers.custom({
    authorizerId: "gate",
    function: imported("Gate"),
    identitySource: token,
    identityValidationExpression: "Bearer .+",
    resultsCacheTtl: Duration.seconds(0),
    role: theirs,
  });
  const requestParameters = { "integration.request.header.X-Source": "'gateway'" };
  const requestTemplates = { "application/json": "$input.body" };
  const sets = IntegrationResponseSets;
  newApi(
    stack,
    golden("options.json"),
    {
      getObject: {
        integration: Integrations.s3({
          bucket,
          method: "get",
          path: "{X-Tenant}/{size}/{key}",
          queryStringRequestParameters: ["size"],
          headerRequestParameters: ["X-Tenant"],
          integrationResponseSet: sets.composite(sets.defaultPassthrough(), sets.catchAll()),
        }),
      },
      callBackend: {
        integration: Integrations.http({
          uri: "https://example.com/{id}/{page}/{X-Tenant}",
          proxy: false,
          method: "put",
          timeout: Duration.seconds(5),
          queryStringRequestParameters: ["page"],
          headerRequestParameters: ["X-Tenant"],
          requestParameters,
          requestTemplates,
          integrationResponseSet: sets.composite(sets.defaultPassthrough(), sets.custom({ responses: { "404": { statusCode: "404" } } })),
        }),
      },
      callInside: {
        integration: Integrations.vpcLink({
          vpcLink: VpcLink.fromVpcLinkId(stack, "Link", "link-of-ours"),
          uri: "http://inside.example.com/{id}",
          target: "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/inside/0123456789abcdef",
        }),
      },
      send: {
        integration: Integrations.service({
          service: "sqs",
          path: "111122223333/{topic}-{X-Tenant}-{id}",
          subdomain: "queues",
          method: "post",
          role: theirs,
          resource: "arn:aws:sqs:eu-west-1:111122223333:*",
          actions: ["sqs:SendMessage"],
          queryStringRequestParameters: ["topic"],
          headerRequestParameters: ["X-Tenant"],
          requestParameters,
          requestTemplates,
          integrationResponseSet: sets.composite(sets.defaultPassthrough(), sets.catchAll()),
        }),
      },
      respond: { integration: Integrations.mock({ statusCode: 200, body: "{}", headers: { "X-Kind": "'fixed'" } }) },
      follow: { integration: Integrations.lambda(imported("Follow")), options: { stream: true } },
      guard: { integration: Integrations.mock(), authorizer: gate },
      hold: { integration: Integrations.mock(), authorizer: oidc },
    },
    {
      defaultAuthorizer: users,
      apiKeyOptions: { source: ApiKeySourceType.HEADER, requiredByDefault: true },
      validation: { body: true, parameters: false },
      webAclOptions: { webAclArn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/ours/1" },
      accessLogOptions: { logGroup: LogGroup.fromLogGroupName(stack, "Log", "log-of-ours"), format: AccessLogFormat.clf() },
    },
  );
}

const guarded = `{"openapi": "3.0.3", "info": {"title": "Guarded", "version": "1"},
			"components": {"securitySchemes": {
				"gate": {"type": "apiKey", "name": "Authorization", "in": "header"},
				"unused": {"type": "apiKey", "name": "X", "in": "header"}
			}},
			"paths": {"/{any+}": {
				"x-amazon-apigateway-any-method": {"operationId": "all", "security": [{"gate": []}],
					"parameters": [{"name": "any", "in": "path", "required": true, "schema": {"type": "string"}}],
					"responses": {"200": {"description": "done"}}}},
				"/": {"get": {"operationId": "root", "responses": {"200": {"description": "done"}}}}}}`;

const cases: Readonly<Record<string, (stack: Stack) => void>> = {
  everything,
  options,
  nothing: (stack) => {
    newApi(
      stack,
      shop,
      { ...mocks(), putPet: { integration: Integrations.s3({ bucket: Bucket.fromBucketName(stack, "Pets", "pets-of-ours") }) } },
      {
        mockDataOptions: { seed: 7, maxArrayLength: 2 },
        prune: true,
        role: Role.fromRoleArn(stack, "Role", "arn:aws:iam::111122223333:role/ours"),
        webAclOptions: { disable: true },
        accessLogOptions: { disable: true },
        restApiName: "own",
        cloudWatchRole: false,
        deployOptions: {
          stageName: "beta",
          tracingEnabled: false,
          loggingLevel: MethodLoggingLevel.OFF,
          methodOptions: { "/pets/{petId}/PUT": { cachingEnabled: true } },
        },
      },
    );
  },
  nested: (stack) => {
    newApi(
      stack,
      guarded,
      {
        all: { integration: Integrations.lambda(snapStarted(stack, "All")) },
        root: { integration: Integrations.lambda(fn(stack, "Root").currentVersion) },
      },
      {
        authorizers: [
          Authorizers.custom({ authorizerId: "gate", function: snapStarted(stack, "Gate") }),
          Authorizers.custom({ authorizerId: "spare", function: fn(stack, "Spare") }),
        ],
        nestedPermissions: true,
      },
    );
  },
  undeployed: (stack) => {
    newApi(stack, shop, { ...mocks(), getPet: { integration: Integrations.lambda(fn(stack, "Get")) } }, { deploy: false, mockDataOptions: { disable: true } });
  },
};

interface Resource {
  readonly Type: string;
  readonly Properties?: unknown;
  readonly DependsOn?: unknown;
}

/** Gives of resources what the golden files hold of them. */
function compared(resources: Readonly<Record<string, Resource>>): Record<string, object> {
  return Object.fromEntries(
    Object.entries(resources).map(([id, { Type, Properties, DependsOn }]) => [
      id,
      { Type, Properties: Properties ?? null, ...(DependsOn === undefined ? {} : { DependsOn }) },
    ]),
  );
}

describe("the construct makes the same template as the one in Go", () => {
  before(useEngine);
  for (const [name, build] of Object.entries(cases)) {
    it(`in the case ${name}`, () => {
      const app = new App({ analyticsReporting: false, treeMetadata: false });
      const stack = new Stack(app, "Test");
      build(stack);
      const assembly = app.synth();
      const { Resources } = assembly.getStackByName("Test").template as { Resources: Record<string, Resource> };
      const want = JSON.parse(golden(`${name}.golden.json`)) as { Resources: Record<string, Resource>; Annotations: string[] | null };
      assert.deepEqual(compared(Resources), compared(want.Resources));
      const told = assembly
        .getStackByName("Test")
        .messages.map(({ level, id, entry }) => `${level} ${id}: ${withoutPlace(entry.data as string)}`);
      assert.deepEqual(told, want.Annotations ?? []);
    });
  }
});
