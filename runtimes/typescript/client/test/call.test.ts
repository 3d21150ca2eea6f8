import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import {
  type AnyResult,
  ApiError,
  call,
  type ClientOptions,
  formBody,
  itemsOf,
  jsonBody,
  multipartBody,
  newClient,
  ok,
  type OperationSpec,
  pagesOf,
  plainBody,
  readBytes,
  readEvents,
  readJson,
  ResponseError,
  type Signer,
} from "../src/index.js";

type Reply = Response | Error | ((request: Request) => Response | Promise<Response>);

/** Returns a client whose requests are responded to one after the other, the last reply again and again, and what was sent. */
function scripted(replies: readonly Reply[], options: Partial<ClientOptions> = {}, credentials: Readonly<Record<string, unknown>> = {}) {
  const sent: Request[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    sent.push(request);
    const reply = replies[Math.min(sent.length, replies.length) - 1];
    if (reply instanceof Error) {
      throw reply;
    }
    assert.ok(reply !== undefined);
    return typeof reply === "function" ? reply(request) : reply.clone();
  };
  return { client: newClient<never>({ baseUrl: "https://h/s", fetch, retry: { baseMs: 1, maxMs: 2 }, ...options }, credentials), sent };
}

const getPet: OperationSpec = {
  id: "getPet",
  method: "GET",
  path: "/pets/{id}",
  parameters: [{ name: "id", in: "path" }],
  responses: { 200: { "application/json": readJson }, 404: { "application/json": readJson } },
};
const addPet: OperationSpec = { ...getPet, id: "addPet", method: "POST", path: "/pets", parameters: [], body: { "application/json": { write: jsonBody } } };

function gateway(status: number, type: string, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json({ message }, { status, headers: { "x-amzn-ErrorType": type, "x-amzn-RequestId": "r1", "x-amz-apigw-id": "x1", ...headers } });
}

/** Returns an input of an operation. */
function inputOf(operation: OperationSpec): object {
  return operation.body === undefined ? { id: "1" } : { body: {} };
}

async function errorOf(promise: Promise<unknown>): Promise<ApiError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return error;
  }
  assert.fail("there is no error");
}

const throttled = gateway(429, "TooManyRequestsException", "Too Many Requests");
const found = Response.json({ id: "1" });

for (const [name, operation, replies, want] of [
  ["a throttled GET", getPet, [throttled, throttled, found], 3],
  ["a throttled POST", addPet, [throttled, found], 2],
  ["a GET that ran out of time", getPet, [gateway(504, "IntegrationFailure", "Endpoint request timed out"), found], 2],
  ["a lost GET", getPet, [new TypeError("fetch failed"), found], 2],
] as const) {
  test(`${name} is repeated`, async () => {
    const { client, sent } = scripted(replies);
    assert.deepEqual((await call(client, operation, inputOf(operation))).body, { id: "1" });
    assert.equal(sent.length, want);
  });
}

for (const [name, operation, reply, want] of [
  ["a quota", getPet, gateway(429, "LimitExceededException", "Limit Exceeded"), { kind: "gateway", attempts: 1, errorType: "LimitExceededException" }],
  ["a lost POST", addPet, new TypeError("fetch failed"), { kind: "network", attempts: 1, errorType: undefined }],
  ["a failed POST", addPet, gateway(504, "IntegrationFailure", "late"), { kind: "gateway", attempts: 1, errorType: "IntegrationFailure" }],
  ["what stays throttled", addPet, throttled, { kind: "gateway", attempts: 3, errorType: "TooManyRequestsException" }],
  ["no server", getPet, new TypeError("fetch failed"), { kind: "network", attempts: 3, errorType: undefined }],
  ["an undescribed status", getPet, new Response("teapot", { status: 418 }), { kind: "undeclared", attempts: 1, errorType: undefined }],
  ["a described status of the gateway", getPet, gateway(404, "NotFoundException:", "none"), { kind: "gateway", attempts: 1, errorType: "NotFoundException" }],
  ["a quota whose headers are hidden", getPet, Response.json({ message: "Limit Exceeded" }, { status: 429 }), { kind: "gateway", attempts: 1, errorType: "LimitExceededException" }],
  ["a body that is not JSON", getPet, new Response("{", { headers: { "Content-Type": "application/json" } }), { kind: "decode", attempts: 1, errorType: undefined }],
  ["a body of another type", getPet, new Response("<p>", { headers: { "Content-Type": "text/html" } }), { kind: "decode", attempts: 1, errorType: undefined }],
] as const) {
  test(`${name} is an error`, async () => {
    const { client } = scripted([reply]);
    const { kind, attempts, errorType } = await errorOf(call(client, operation, inputOf(operation)));
    assert.deepEqual({ kind, attempts, errorType }, want);
  });
}

test("an error names the request", async () => {
  const seen: string[] = [];
  const { client } = scripted([gateway(403, "ForbiddenException", "Forbidden")], { onRequestId: (...ids) => seen.push(...ids) });
  const error = await errorOf(call(client, getPet, { id: "1" }));
  assert.equal(error.message, "getPet: 403 Forbidden");
  assert.deepEqual([error.operation, error.statusCode, error.requestId, error.extendedRequestId], ["getPet", 403, "r1", "x1"]);
  assert.deepEqual(seen, ["r1", "getPet"]);
});

test("Retry-After is the least wait", async () => {
  const { client } = scripted([gateway(503, "ServiceUnavailable", "later", { "Retry-After": "1" }), found]);
  const start = Date.now();
  await call(client, getPet, { id: "1" });
  assert.ok(Date.now() - start >= 990);
});

test("retries end with the budget, which successes fill", async () => {
  const { client, sent } = scripted([new TypeError("fetch failed")]);
  for (let i = 0; i < 30; i++) {
    await errorOf(call(client, getPet, { id: "1" }));
  }
  assert.equal(sent.length, 30 + 50);
});

test("a described response is a result, and ok throws it", async () => {
  const { client } = scripted([Response.json({ message: "none" }, { status: 404 })]);
  const result = await call(client, getPet, { id: "1" });
  assert.equal(result.statusCode, 404);
  assert.throws(() => ok(result), (error) => error instanceof ResponseError && error.message === "status 404");
});

test("the time of a call covers middleware that does not observe the signal", async () => {
  const { client } = scripted([found], { timeoutMs: 20, middleware: [() => new Promise(() => undefined)] });
  const error = await errorOf(call(client, getPet, { id: "1" }));
  assert.deepEqual([error.kind, error.message], ["timeout", "getPet: no response within 20 ms"]);
});

test("the caller's signal ends a call at once, with its reason", async () => {
  const controller = new AbortController();
  const { client, sent } = scripted([throttled], { retry: { baseMs: 60_000, maxMs: 60_000 } });
  const running = call(client, getPet, { id: "1" }, { signal: controller.signal });
  setTimeout(() => { controller.abort(new Error("no longer needed")); }, 20);
  await assert.rejects(running, { message: "no longer needed" });
  await assert.rejects(call(client, getPet, { id: "1" }, { signal: controller.signal }), { message: "no longer needed" });
  assert.equal(sent.length, 1);
});

test("a token that was refused is refreshed once", async () => {
  const asked: unknown[] = [];
  const users = (scopes: readonly string[], refresh: boolean): string => {
    asked.push([scopes, refresh]);
    return refresh ? "new" : "old";
  };
  const operation: OperationSpec = { ...getPet, credentials: [{ name: "users", kind: "token", prefix: "Bearer ", scopes: ["pets/read"] }] };
  const { client, sent } = scripted([gateway(401, "UnauthorizedException", "Unauthorized"), found], {}, { users });
  await call(client, operation, { id: "1" });
  assert.deepEqual(sent.map((request) => request.headers.get("Authorization")), ["Bearer old", "Bearer new"]);
  assert.deepEqual(asked, [[["pets/read"], false], [["pets/read"], true]]);
});

test("an error of a token source is not an error of the connection", async () => {
  const operation: OperationSpec = { ...getPet, credentials: [{ name: "users", kind: "token" }] };
  const { client, sent } = scripted([found], {}, { users: () => Promise.reject(new Error("signed out")) });
  await assert.rejects(call(client, operation, { id: "1" }), { message: "signed out" });
  assert.equal(sent.length, 0);
});

test("middleware is around each attempt, and its headers are signed", async () => {
  const order: string[] = [];
  const iam: Signer = { sign: ({ headers, body }) => Promise.resolve({ authorization: `${headers.get("x-amz-trace") ?? ""} ${String(body.length)}` }) };
  const operation: OperationSpec = { ...addPet, credentials: [{ name: "iam", kind: "signature" }] };
  const { client, sent } = scripted([throttled, found], {
    middleware: [
      (request, next) => { order.push("outer"); request.headers.set("x-amz-trace", "t1"); return next(request); },
      (request, next) => { order.push("inner"); return next(request); },
    ],
  }, { iam });
  await call(client, operation, { body: { name: "é" } });
  assert.deepEqual(order, ["outer", "inner", "outer", "inner"]);
  assert.deepEqual(sent.map((request) => request.headers.get("authorization")), ["t1 13", "t1 13"]);
});

function streamOf(size: number): ReadableStream<Uint8Array> {
  let left = size;
  return new ReadableStream({
    pull: (controller) => {
      controller.enqueue(new Uint8Array(Math.min(left, 1 << 20)));
      left -= 1 << 20;
      if (left <= 0) {
        controller.close();
      }
    },
  });
}

test("a stream is sent once, signed when it is small enough", async () => {
  const put: OperationSpec = { ...getPet, id: "put", method: "PUT", body: { "image/png": { write: plainBody } } };
  const { client, sent } = scripted([new TypeError("fetch failed")]);
  assert.equal((await errorOf(call(client, put, { id: "1", body: streamOf(10) }))).attempts, 1);
  const signed: OperationSpec = { ...put, credentials: [{ name: "iam", kind: "signature" }] };
  const iam: Signer = { sign: ({ body }) => Promise.resolve({ authorization: String(body.length) }) };
  const second = scripted([found], {}, { iam });
  await call(second.client, signed, { id: "1", body: streamOf(3 << 20) });
  assert.equal(second.sent[0]?.headers.get("authorization"), String(3 << 20));
  await assert.rejects(call(second.client, signed, { id: "1", body: streamOf(11 << 20) }), { name: "RangeError" });
  assert.deepEqual([sent.length, second.sent.length], [1, 1]);
});

test("forms", async () => {
  const form: OperationSpec = {
    ...addPet,
    body: {
      "application/x-www-form-urlencoded": { write: formBody, fields: [{ name: "name" }, { name: "tags", kind: "list" }, { name: "more" }] },
      "multipart/form-data": { write: multipartBody, fields: [{ name: "name" }, { name: "photo", file: "one" }] },
    },
  };
  const { client, sent } = scripted([found]);
  await call(client, form, { body: { name: "a b&c", tags: ["x", "y"], more: { z: 1 } } });
  assert.equal(await sent[0]?.text(), "name=a%20b%26c&tags=x&tags=y&more=%7B%22z%22%3A1%7D");
  const photo = { name: "p.png", contentType: "image/png", content: new Uint8Array([1, 2]) };
  await call(client, form, { contentType: "multipart/form-data", body: { name: "Minka", photo } });
  const boundary = /boundary=(.*)$/.exec(sent[1]?.headers.get("Content-Type") ?? "")?.[1] ?? "";
  const parts = ((await sent[1]?.text()) ?? "").split(`--${boundary}`).map((part) => part.trim().replace(/\r\n/g, "|"));
  assert.deepEqual(parts, [
    "",
    'Content-Disposition: form-data; name="name"||Minka',
    'Content-Disposition: form-data; name="photo"; filename="p.png"|Content-Type: image/png||\u0001\u0002',
    "--",
  ]);
});

test("a body can be streamed", async () => {
  const operation: OperationSpec = { ...getPet, responses: { 200: { "image/*": readBytes } } };
  const { client } = scripted([new Response("abc", { headers: { "Content-Type": "image/png" } })]);
  assert.deepEqual((await call(client, operation, { id: "1" })).body, new TextEncoder().encode("abc"));
  const { body } = await call(client, operation, { id: "1" }, { stream: true });
  assert.equal(await new Response(body as ReadableStream).text(), "abc");
});

const watch: OperationSpec = { ...getPet, id: "watch", responses: { 200: { "text/event-stream": readEvents } }, streams: true };

test("events, whatever their lines end with and wherever chunks are cut", async () => {
  const text = "\uFEFF: hello\r\n\r\nid: 7\nevent: made\ndata: {\"a\":\ndata: \"é\"}\n\ndata:2\r\rdata: 3\r\n\r\ndata: lost";
  const chunks = Array.from(new TextEncoder().encode(text), (byte) => new Uint8Array([byte]));
  const stream = new ReadableStream<Uint8Array>({ start: (c) => { chunks.forEach((chunk) => { c.enqueue(chunk); }); c.close(); } });
  const { client } = scripted([() => new Response(stream, { headers: { "Content-Type": "text/event-stream" } })]);
  const events: unknown[] = [];
  for await (const event of (await call(client, watch, { id: "1" })).body as AsyncIterable<unknown>) {
    events.push(event);
  }
  assert.deepEqual(events, [
    { event: "made", id: "7", data: { a: "é" } },
    { event: "message", id: "7", data: 2 },
    { event: "message", id: "7", data: 3 },
  ]);
});

test("the time of a call does not end its events, and leaving the loop cancels them", async () => {
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    pull: async (controller) => { await wait(30); controller.enqueue(new TextEncoder().encode("data: 1\n\n")); },
    cancel: () => { isCancelled = true; },
  });
  const { client } = scripted([() => new Response(stream, { headers: { "Content-Type": "text/event-stream" } })], { timeoutMs: 20 });
  let count = 0;
  for await (const event of (await call(client, watch, { id: "1" })).body as AsyncIterable<unknown>) {
    assert.deepEqual(event, { event: "message", id: "", data: 1 });
    if (++count === 2) {
      break;
    }
  }
  assert.ok(isCancelled);
});

test("pages end without a token, and a token that comes twice is an error", async () => {
  const pages = (tokens: readonly unknown[]) => {
    const left = [...tokens];
    const first: { readonly token?: unknown } = {};
    const fetchPage = (input: typeof first) => Promise.resolve({ statusCode: 200, headers: new Headers(), body: { items: [input.token ?? "first"], token: left.shift() } });
    return pagesOf(fetchPage, first, ({ token }) => token, (input, token) => ({ ...input, token }));
  };
  const all: unknown[] = [];
  for await (const item of itemsOf(pages(["a", "b", null]), ({ items }) => items)) {
    all.push(item);
  }
  assert.deepEqual(all, ["first", "a", "b"]);
  await assert.rejects(async () => { for await (const page of pages(["a", "a"])) assert.ok(page); }, /names the same token again/);
});

test("a page that is not a success is the last, and its items are an error", async () => {
  const failed: AnyResult = { statusCode: 400, headers: new Headers(), body: { token: "a" } };
  const pages = () => pagesOf(() => Promise.resolve(failed), {}, () => "a", () => ({}));
  const all: unknown[] = [];
  for await (const page of pages()) {
    all.push(page);
  }
  assert.deepEqual(all, [failed]);
  await assert.rejects(itemsOf(pages(), () => []).next(), ResponseError);
});
