// Each error is held by the test.
import type { Stack } from "aws-cdk-lib";
import { Api, Integrations, MockIntegrations, type OperationConfig, type TypeSafeApiIntegration } from "../petstore/esm/index.js";

export function wrong(stack: Stack): void {
  const { sayHello: _, ...others } = MockIntegrations.mockAll();
  new Api(stack, "Missing", { integrations: others });
  new Api(stack, "Unknown", { integrations: { ...MockIntegrations.mockAll(), sayHallo: { integration: Integrations.mock() } } });
  MockIntegrations.sayHello200({ text: "hello" });
  MockIntegrations.sayHello418();
  const nothing: OperationConfig<TypeSafeApiIntegration> = { ...MockIntegrations.mockAll(), sayHello: { integration: null } };
  console.log(nothing);
}
