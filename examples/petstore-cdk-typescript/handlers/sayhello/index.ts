import { INTERCEPTORS, Response } from "petstore/handlers";
import { sayHelloHandler } from "petstore/handlers/say-hello";

/** The Lambda function of sayHello (GET /hello). */
export const handler = sayHelloHandler(...INTERCEPTORS, async ({ input }) =>
  Response.success({ message: `Hello, ${input.requestParameters.name}!` }),
);
