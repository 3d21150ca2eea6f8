// A handler, called as AWS Lambda calls it.
import { type ProxyEvent, sayHelloHandler } from "../petstore/esm/index.js";

const seen: string[] = [];
export const handler = sayHelloHandler(
  async ({ input }) => {
    if (input.requestParameters.name === "nobody") {
      throw new Error("there is nobody");
    }
    return { statusCode: 200, body: { message: `Hello ${input.requestParameters.name}` } };
  },
  async (request, next) => {
    seen.push(request.input.requestParameters.name);
    return next(request);
  },
);

const event = (queryStringParameters: Record<string, string> | null): ProxyEvent => ({
  body: null,
  isBase64Encoded: false,
  headers: { origin: "https://example.com", name: "a header" },
  pathParameters: { name: "a path parameter" },
  queryStringParameters,
  requestContext: {},
});

process.env.GATEWRIGHT_CORS = JSON.stringify({ allowOrigins: ["https://example.com"], allowCredentials: false, exposeHeaders: null });
console.error = () => undefined;
const answers = [await handler(event({ name: "you" }), {}), await handler(event(null), {}), await handler(event({ name: "nobody" }), {})];
console.log(JSON.stringify({ answers, seen }));
