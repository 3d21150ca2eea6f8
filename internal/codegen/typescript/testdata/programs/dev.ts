// An app that is served locally.
import { App, Stack } from "aws-cdk-lib";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Api, Integrations, MockIntegrations } from "../petstore/esm/index.js";

const app = new App();
const stack = new Stack(app, "Shop");
const hello = new LambdaFunction(stack, "Hello", { runtime: Runtime.NODEJS_22_X, handler: "index.handler", code: Code.fromAsset("hello") });
new Api(stack, "Api", {
  integrations: {
    ...MockIntegrations.mockAll(),
    sayHello: { integration: Integrations.lambda(hello) },
    getHealth: { integration: MockIntegrations.getHealth200({ status: "open" }) },
    getPet: { integration: Integrations.s3({ bucket: new Bucket(stack, "Pets"), path: "pets/{petId}.json" }) },
    deletePet: { integration: MockIntegrations.deletePet204() },
  },
});
app.synth();
