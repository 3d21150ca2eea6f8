import assert from "node:assert/strict";
import { test } from "node:test";
import { testContext, testEvent } from "petstore/handlers/testing";
import { handler } from "./index.js";

async function get(requestParameters: { readonly name?: string }) {
  const { statusCode, body } = await handler(testEvent("sayHello", { requestParameters }), testContext());
  return { statusCode, body: JSON.parse(body) };
}

test("a visitor is greeted by name", async () => {
  assert.deepEqual(await get({ name: "Ada" }), { statusCode: 200, body: { message: "Hello, Ada!" } });
});

test("a request without a name is refused", async () => {
  const { statusCode, body } = await get({});
  assert.equal(statusCode, 400);
  assert.match(body.message, /name/);
});
