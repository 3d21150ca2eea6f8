import { App, Stack } from "aws-cdk-lib";
import { ApiKeySourceType } from "aws-cdk-lib/aws-apigateway";
import { UserPool } from "aws-cdk-lib/aws-cognito";
import { AttributeType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import {
  Api,
  type ApiGatewayIntegration,
  Authorizers,
  Integration,
  type IntegrationGrantProps,
  type IntegrationRenderProps,
  type IntegrationResponses,
  IntegrationResponseSet,
  IntegrationResponseSets,
  Integrations,
  MockIntegrations,
  SHARED_ROLE,
} from "./shop/esm/index.js";

/** Gets an item of a table: an integration of the user's own. */
class Item extends Integration {
  constructor(private readonly table: Table) {
    super();
  }

  override render({ scope }: IntegrationRenderProps): ApiGatewayIntegration {
    const { partition, region } = Stack.of(scope);
    return {
      type: "AWS",
      httpMethod: "POST",
      uri: `arn:${partition}:apigateway:${region}:dynamodb:action/GetItem`,
      credentials: SHARED_ROLE,
      requestTemplates: { "application/json": `{"TableName": "${this.table.tableName}"}` },
      responses: { default: { statusCode: "200" } },
    };
  }

  override grant({ allow }: IntegrationGrantProps): void {
    allow(["dynamodb:GetItem"], [this.table.tableArn]);
  }
}

/** A response set of the user's own. */
class Moved extends IntegrationResponseSet {
  override render({ operationId, contentTypes }: IntegrationRenderProps): IntegrationResponses {
    const [contentType = ""] = contentTypes;
    return { "404": { statusCode: "410", responseTemplates: { [contentType]: `{"moved": "${operationId}"}` } } };
  }
}

const app = new App();
const stack = new Stack(app, "Shop");
const users = new UserPool(stack, "Users");
const hello = new LambdaFunction(stack, "Hello", {
  runtime: Runtime.NODEJS_22_X,
  handler: "index.handler",
  code: Code.fromAsset("../hello"),
});
const tail = new LambdaFunction(stack, "Tail", {
  runtime: Runtime.NODEJS_22_X,
  handler: "tail.handler",
  code: Code.fromAsset("../hello"),
});
const bucket = new Bucket(stack, "Pets");
const role = new Role(stack, "Photographer", { assumedBy: new ServicePrincipal("apigateway.amazonaws.com") });
const table = new Table(stack, "Orders", { partitionKey: { name: "id", type: AttributeType.STRING } });

const open = Authorizers.none();
const photo = {
  bucket,
  path: "photos/{X-Tenant}/{size}/{petId}",
  queryStringRequestParameters: ["size"],
  headerRequestParameters: ["X-Tenant"],
};

const api = new Api(stack, "Api", {
  integrations: {
    sayHello: { integration: Integrations.lambda(hello), authorizer: open },
    getTail: { integration: Integrations.lambda(tail), authorizer: open, options: { stream: true } },
    getHealth: { integration: MockIntegrations.getHealth200({ text: "open" }), authorizer: open },
    listPets: { integration: MockIntegrations.listPets200() },
    getPet: { integration: Integrations.s3({ bucket, path: "pets/{petId}.json" }) },
    putPet: { integration: Integrations.s3({ bucket, path: "pets/{petId}.json" }) },
    putPhoto: { integration: Integrations.s3(photo) },
    findPhoto: {
      integration: Integrations.s3({
        ...photo,
        role,
        method: "get",
        integrationResponseSet: IntegrationResponseSets.composite(
          IntegrationResponseSets.defaultPassthrough({ statusCode: 203 }),
          IntegrationResponseSets.s3JsonErrorMessage(),
          IntegrationResponseSets.custom({ responses: { "400": { statusCode: "410" } } }),
          new Moved(),
        ),
      }),
    },
    getOrder: { integration: new Item(table) },
    getAdmin: { integration: Integrations.mock(), authorizer: Authorizers.iam() },
    getQuote: { integration: MockIntegrations.getQuote200({ text: "cheap" }), authorizer: open, options: { apiKeyRequired: true } },
  },
  defaultAuthorizer: Authorizers.cognito({ authorizerId: "users", userPools: [users] }),
  corsOptions: { allowOrigins: ["https://example.com"] },
  mockDataOptions: { seed: 7, maxArrayLength: 2 },
  apiKeyOptions: { source: ApiKeySourceType.HEADER },
});
const plan = api.api.addUsagePlan("Plan");
plan.addApiStage({ stage: api.api.deploymentStage });
plan.addApiKey(api.api.addApiKey("Key", { value: "a-key-of-the-shop-to-test" }));
app.synth();
