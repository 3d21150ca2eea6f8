import { sayHelloHandler } from "petstore/handlers/say-hello";

/** The Lambda function of sayHello (GET /hello). */
export const handler = sayHelloHandler(async ({ input }) => ({
  statusCode: 200,
  body: { message: `Hello, ${input.requestParameters.name}!` },
}));
