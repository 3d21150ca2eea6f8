import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import type { OperationDetailsById, TypeSafeApiIntegrations, TypeSafeApiOptions } from "../src/index.js";
import { TypeSafeRestApi } from "../src/index.js";

const repository = fileURLToPath(new URL("../../../../", import.meta.url));

/** Has the engine of this repository found, unless the caller names another one. */
export function useEngine(): void {
  if (process.env.GATEWRIGHT === undefined) {
    const path = fileURLToPath(new URL("../gatewright", import.meta.url));
    execFileSync("go", ["build", "-o", path, "./cmd/gatewright"], { cwd: repository, stdio: "inherit" });
    process.env.GATEWRIGHT = path;
  }
}

const json = (schema: object) => ({ "application/json": { schema } });
const greeting = { type: "object", required: ["message"], properties: { message: { type: "string", example: "hi" } } };
const petId = { name: "petId", in: "path", required: true, schema: { type: "string" } };

export const model = JSON.stringify(
  {
    openapi: "3.0.3",
    info: { title: "Shop", version: "1" },
    paths: {
      "/hello": { get: { operationId: "sayHello", responses: { "200": { description: "ok", content: json(greeting) } } } },
      "/pets/{petId}": {
        get: { operationId: "getPet", parameters: [petId], responses: { "200": { description: "ok", content: json({ type: "object" }) } } },
        put: { operationId: "putPet", parameters: [petId], responses: { "204": { description: "ok" } } },
      },
      "/orders": { post: { operationId: "order", responses: { "200": { description: "ok" } } } },
    },
  },
  undefined,
  2,
);

const jsonTypes = ["application/json"];
export const operationLookup = {
  sayHello: { method: "get", path: "/hello", contentTypes: jsonTypes, responseContentTypes: jsonTypes },
  getPet: { method: "get", path: "/pets/{petId}", contentTypes: jsonTypes, responseContentTypes: jsonTypes },
  putPet: { method: "put", path: "/pets/{petId}", contentTypes: jsonTypes, responseContentTypes: [] },
  order: { method: "post", path: "/orders", contentTypes: jsonTypes, responseContentTypes: [] },
} satisfies OperationDetailsById;

/** Makes the API of the shop in a stack of its own. */
export function shop(
  integrations: (stack: Stack) => TypeSafeApiIntegrations,
  options: TypeSafeApiOptions = {},
): { api: TypeSafeRestApi; template: Template; stack: Stack } {
  const stack = new Stack(new App(), "Shop");
  const api = new TypeSafeRestApi(stack, "Api", { model, operationLookup, integrations: integrations(stack), ...options });
  return { api, template: Template.fromStack(stack), stack };
}
