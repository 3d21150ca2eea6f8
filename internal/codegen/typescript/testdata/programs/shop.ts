// The examples of the integrations guide, in the form that users of the PDK know.
import { App, Stack } from "aws-cdk-lib";
import { UserPool } from "aws-cdk-lib/aws-cognito";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import {
  Api,
  type ApiGatewayIntegration,
  Authorizers,
  type Greeting,
  Integration,
  IntegrationResponseSets,
  Integrations,
  MockIntegrations,
  Operations,
} from "../petstore/esm/index.js";

const app = new App();
const stack = new Stack(app, "Shop");
const fn = new LambdaFunction(stack, "Hello", { runtime: Runtime.NODEJS_22_X, handler: "index.handler", code: Code.fromInline("exports.handler = 0") });
const bucket = new Bucket(stack, "Pets");
const greeting: Greeting = { message: "hello" };

class Elsewhere extends Integration {
  override render(): ApiGatewayIntegration {
    return { type: "HTTP_PROXY", httpMethod: "GET", uri: "https://example.com" };
  }
}

new Api(stack, "Api", {
  defaultAuthorizer: Authorizers.cognito({ authorizerId: "users", userPools: [new UserPool(stack, "Users")] }),
  corsOptions: { allowOrigins: ["https://example.com"] },
  integrations: {
    ...MockIntegrations.mockAll(),
    sayHello: { integration: Integrations.lambda(fn), authorizer: Authorizers.none() },
    getPet: {
      integration: Integrations.s3({ bucket, path: "pets/{petId}.json", integrationResponseSet: IntegrationResponseSets.s3JsonErrorMessage() }),
    },
    deletePet: { integration: MockIntegrations.deletePet204() },
    getOrder: { integration: new Elsewhere(), authorizer: Authorizers.iam(), options: { apiKeyRequired: false } },
  },
});

new Api(stack, "Mocks", { integrations: { ...MockIntegrations.mockAll(), sayHello: { integration: MockIntegrations.sayHello200(greeting) } } });
new Api(stack, "All", { integrations: Operations.all({ integration: Integrations.lambda(fn) }), webAclOptions: { disable: true } });

console.log(JSON.stringify(app.synth().getStackByName("Shop").template));
