// Each error is held by the test.
import type { Stack } from "aws-cdk-lib";
import { handlerRouter, Response, sayHelloHandler } from "../petstore/esm/handlers/index.js";
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
export const wrongHandlers = [
  sayHelloHandler(async () => Response.success({ text: "hello" })),
  sayHelloHandler(async () => Response.of(418, { message: "hello" })),
  sayHelloHandler(async ({ input }) => Response.success({ message: input.requestParameters.nmae })),
  handlerRouter({ handlers: { getPet: sayHelloHandler(async () => Response.success({ message: "hello" })) } }),
];
