import assert from "node:assert/strict";
import { test } from "node:test";
import { buildCorsInterceptor, buildResponseHeaderInterceptor, buildTryCatchInterceptor, handlerOf, integer, Response, router, string } from "../src/index.js";
import { eventOf, testContext } from "../src/testing.js";

const operation = {
  id: "getPet" as const,
  method: "GET",
  path: "/pets/{petId}",
  parameters: [
    { name: "petId", in: "path", type: integer, required: true },
    { name: "kinds", in: "query", explode: false, items: { type: string } },
  ],
  responses: { 200: { "application/json": "json" } },
} as const;

interface Parameters {
  readonly petId: number;
  readonly kinds?: readonly string[];
}
type Answer = ReturnType<typeof Response.success<{ readonly id: number }>>;

const getPet = handlerOf<"getPet", Parameters, undefined, Answer>(operation, [
  ({ input }) => Promise.resolve(Response.success({ id: input.requestParameters.petId })),
]);

test("an event of a test is read as it was written", async () => {
  const event = eventOf(getPet, { requestParameters: { petId: 7, kinds: ["a", "b"] } });
  assert.equal(event.path, "/pets/7");
  assert.deepEqual(event.multiValueQueryStringParameters, { kinds: ["a,b"] });
  assert.equal((await getPet(event, testContext())).body, '{"id":7}');
});

test("what a test changes of an event holds", async () => {
  const event = eventOf(getPet, { event: { pathParameters: { petId: "x" } } });
  const result = await getPet(event, testContext());
  assert.equal(result.statusCode, 400);
  assert.deepEqual(JSON.parse(result.body), { message: "Invalid request: path parameter petId must be an integer" });
});

test("interceptors are built", async (t) => {
  t.mock.method(console, "error", () => undefined);
  const failing = handlerOf<"getPet", Parameters, undefined, Answer>(operation, [
    buildCorsInterceptor({ allowOrigins: ["*"], exposeHeaders: ["Location", "X-A"] }),
    buildResponseHeaderInterceptor({ "Cache-Control": "no-store" }),
    buildTryCatchInterceptor(503, { message: "later" }),
    ({ input }) => {
      if (input.requestParameters.petId === 1) {
        throw new Error("secret");
      }
      throw Response.notFound({ message: "none" }); // eslint-disable-line @typescript-eslint/only-throw-error -- responses are thrown
    },
  ]);
  const headers = {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Location,X-A",
  };
  const one = await failing(eventOf(failing, { requestParameters: { petId: 1 } }), testContext());
  assert.deepEqual(one, { statusCode: 503, headers: sorted(one.headers, headers), body: '{"message":"later"}', isBase64Encoded: false });
  const two = await failing(eventOf(failing, { requestParameters: { petId: 2 } }), testContext());
  assert.equal(two.statusCode, 404);
});

/** Returns headers in the order of others. */
function sorted(order: Record<string, string>, headers: Record<string, string>): Record<string, string> {
  assert.deepEqual(Object.keys(order).sort(), Object.keys(headers).sort());
  return headers;
}

test("an error is logged once, with the request's ID", async (t) => {
  const log = t.mock.method(console, "error", () => undefined);
  const failing = handlerOf<"getPet", Parameters, undefined, Answer>(operation, [() => Promise.reject(new Error("secret"))]);
  const result = await failing(eventOf(failing, { requestParameters: { petId: 1 } }), testContext());
  assert.deepEqual([result.statusCode, result.body], [500, '{"message":"Internal server error"}']);
  assert.equal(log.mock.callCount(), 1);
  assert.match(String(log.mock.calls[0]?.arguments[0]), /^getPet failed \(request test-request, test-invocation\):$/);
});

test("a router refuses what is not a handler of an operation", () => {
  const other = () => Promise.resolve({ statusCode: 200, headers: {}, body: "", isBase64Encoded: false });
  assert.throws(() => router({ handlers: { getPet: other } }), /the handler of getPet is not one that getPetHandler returned/);
});
