// Sends bodies of several media types to a handler that returns them.
import * as files from "./files/FORMAT/handlers/index.js";

const { putFileHandler } = files.default ?? files;
let seen = "";
const handler = putFileHandler(async ({ input: { body, contentType } }) => {
  if (body instanceof Uint8Array) {
    seen = `bytes ${Buffer.from(body).toString("hex")}`;
    return { statusCode: 200, headers: { "Content-Type": contentType }, body };
  }
  seen = typeof body === "string" ? `text ${body}` : `json ${JSON.stringify(body)}`;
  return typeof body === "string" ? { statusCode: 200, headers: { "Content-Type": "text/csv" }, body } : { statusCode: 200, body };
});

async function call(name, type, body, isBase64Encoded) {
  seen = "";
  const result = await handler({
    resource: "/files", path: "/files", httpMethod: "PUT", body, isBase64Encoded, headers: type === undefined ? {} : { "content-type": type },
    pathParameters: null, queryStringParameters: null, requestContext: {},
  }, {});
  console.log([name, seen, "->", result.statusCode, result.headers["Content-Type"], result.body].filter((part) => part !== "").join(" "));
}

await call("png", "image/png", Buffer.from([0, 255, 254]).toString("base64"), true);
await call("csv", "text/csv; charset=utf-8", "a,b", false);
await call("json", "application/json", '{"a":1}', false);
await call("vendor", "Application/vnd.file+json", '{"b":2}', false);
await call("none", undefined, '{"a":1}', false);
await call("refused", "application/pdf", "JVBERg==", true);
