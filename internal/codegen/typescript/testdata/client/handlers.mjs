// Calls handlers through the events that API Gateway makes of the client's requests.
import assert from "node:assert/strict";

const load = async (path) => {
  const module = await import(path);
  return module.default ?? module;
};
const client = await load("./api/FORMAT/client/index.js");
const handlers = await load("./api/FORMAT/handlers/index.js");

const resources = {
  listItems: "/items", getItem: "/items/{itemId}/{part}", getStyles: "/styles/{list}/{label}/{matrix}/{point}", createAnimal: "/animals",
  createOrder: "/orders", submitForm: "/forms", upload: "/uploads", putText: "/texts", putPhoto: "/photos/{name}", convert: "/convert",
};
let received;

function eventOf(request, resource, body) {
  const url = new URL(request.url);
  const names = [...resource.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const values = new RegExp(`^${resource.replace(/\{\w+\}/g, "([^/]+)")}$`).exec(url.pathname).slice(1);
  const query = {};
  for (const [name, value] of url.searchParams) (query[name] ??= []).push(value);
  return {
    resource, path: url.pathname, httpMethod: request.method, requestContext: {},
    headers: Object.fromEntries(request.headers), multiValueHeaders: null,
    pathParameters: Object.fromEntries(names.map((name, i) => [name, values[i]])),
    queryStringParameters: null, multiValueQueryStringParameters: query,
    body: body.length === 0 ? null : body.toString("base64"), isBase64Encoded: body.length > 0,
  };
}

/** Calls an operation, and returns what its handler received and what the client returned. */
async function exchange(operation, input, response) {
  const handler = handlers[`${operation}Handler`](async (request) => {
    received = request.input;
    return response(request.input);
  });
  const fetch = async (request) => {
    const event = eventOf(request, resources[operation], Buffer.from(await request.arrayBuffer()));
    const { statusCode, headers, body, isBase64Encoded } = await handler(event, { awsRequestId: "1" });
    return new Response(statusCode === 204 ? null : Buffer.from(body, isBase64Encoded ? "base64" : "utf8"), { status: statusCode, headers });
  };
  const result = await client[operation](client.createClient({ baseUrl: "https://example.com", fetch }), input);
  assert.ok(result.statusCode < 300, JSON.stringify(result.body));
  return result;
}

let count = 0;
/** Holds that the handler receives the parameters and the body that are sent. */
async function same(operation, { body, contentType, ...parameters }, receivedBody = body) {
  await exchange(operation, { body, contentType, ...parameters }, () => ({ statusCode: operation === "createAnimal" ? 201 : 200, body: {}, headers: {} }));
  assert.deepEqual(received.requestParameters, parameters);
  assert.deepEqual(received.body, receivedBody);
  count++;
}

await same("listItems", {
  limit: 5, kind: ["cat", "dog"], tags: ["x y", "ü&="], sizes: [1, 2], colors: ["red", "blue"], since: "2026-01-02", at: "2026-01-02T03:04:05+01:00",
  ratio: 0.35, sale: false, q: "a+b %/", level: 2, order: "asc", id: "123e4567-e89b-42d3-a456-426614174000", filter: { color: "r&b", size: 3, sold: true },
});
await same("getItem", { itemId: 7, part: "a/b", xTenant: "acme", xNumbers: [1, -2], session: "s1", visits: 3 });
await same("getStyles", { list: ["a b", "c,d"], label: [1, 2], matrix: ["x;y", "é"], point: { x: 1, y: -2 } });
await same("createAnimal", { body: { kind: "dog", name: "Rex é", tricks: ["roll"] } });
await same("createOrder", { body: { id: 1, lines: [], labels: { a: "b" }, address: { city: "Bern" } } });
await same("createOrder", { body: undefined });
await same("submitForm", { body: { name: "a b+c&d=é", age: 3, tags: ["x", "y"], agree: true } });
await same("convert", { to: "json", body: { text: "é" } });
await same("convert", { to: "text", body: "é", contentType: "text/plain" });
const bytes = new Uint8Array([0, 255, 10, 13]);
await same("convert", { to: "bytes", body: bytes, contentType: "application/octet-stream" });
const file = { name: "a.bin", contentType: "application/x-thing", content: bytes };
const photo = new File([bytes], "p.png", { type: "image/png" });
await same("upload", { body: { title: "é", count: 2, file, photos: [photo] } },
  { title: "é", count: 2, file, photos: [{ name: "p.png", contentType: "image/png", content: bytes }] });

const { body, headers } = await exchange("putPhoto", { name: "a b", body: new Blob([bytes]), contentType: "image/png" }, ({ body }) => (
  { statusCode: 200, headers: { "X-Name": "n" }, body }));
assert.deepEqual([body, headers.get("x-name")], [bytes, "n"]);
count++;
console.log(`${count} calls`);
