// A handler, called as AWS Lambda calls it.
import { ContextKey, INTERCEPTORS, type Interceptor, Response, handlerRouter, type SayHelloChainedHandlerFunction, sayHelloHandler } from "../petstore/esm/handlers/index.js";
import { testContext, testEvent } from "../petstore/esm/handlers/testing.js";

const seen: string[] = [];
const LOUD = new ContextKey<boolean>("loud");
const loud: Interceptor = (request) => request.chain.next(LOUD.with(request, request.event.headers?.loud === "yes"));

const log: SayHelloChainedHandlerFunction = async (request) => {
  seen.push(request.input.requestParameters.name);
  return request.chain.next(request);
};

export const handler = sayHelloHandler(
  ...INTERCEPTORS,
  loud,
  log,
  async (request) => {
    const { name } = request.input.requestParameters;
    if (name === "nobody") {
      throw new Error("there is nobody");
    }
    return Response.success({ message: LOUD.get(request) ? `HELLO ${name}` : `Hello ${name}` });
  },
);
const router = handlerRouter({ handlers: { sayHello: handler } });

const headers = { origin: "https://example.com", name: "a header", loud: "yes" };
process.env.GATEWRIGHT_CORS = JSON.stringify({ allowOrigins: ["https://example.com"], allowCredentials: false, exposeHeaders: null });
console.error = () => undefined;
const responses = [
  await handler(testEvent("sayHello", { requestParameters: { name: "you" }, headers }), testContext()),
  await handler(testEvent("sayHello", { headers }), testContext()),
  await handler(testEvent("sayHello", { requestParameters: { name: "nobody" }, headers }), testContext()),
  await router(testEvent("getPet", { requestParameters: { petId: "1" } }), testContext()),
];
console.log(JSON.stringify({ responses, seen }));
