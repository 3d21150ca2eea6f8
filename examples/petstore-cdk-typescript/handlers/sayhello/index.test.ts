import assert from "node:assert/strict";
import { test } from "node:test";
import { handler } from "./index.js";

async function get(queryStringParameters: Record<string, string> | null) {
  const event = { body: null, isBase64Encoded: false, headers: null, pathParameters: null, queryStringParameters, requestContext: {} };
  const { statusCode, body } = await handler(event, undefined);
  return { statusCode, body: JSON.parse(body) };
}

test("a visitor is greeted by name", async () => {
  assert.deepEqual(await get({ name: "Ada" }), { statusCode: 200, body: { message: "Hello, Ada!" } });
});

test("a request without a name is refused", async () => {
  const { statusCode, body } = await get(null);
  assert.equal(statusCode, 400);
  assert.match(body.message, /name/);
});
