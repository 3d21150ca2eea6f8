// Serves a document with openapi-backend: "openapi-backend.js DOCUMENT PORT".
const http = require("node:http");
const { OpenAPIBackend } = require("openapi-backend");

function send(res, status, body) {
  const text = JSON.stringify(body);
  res.writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
  res.end(text);
}

const api = new OpenAPIBackend({
  definition: process.argv[2],
  handlers: {
    notFound: (c, req, res) => send(res, 404, { message: "Not Found" }),
    validationFail: (c, req, res) => send(res, 400, { errors: c.validation.errors }),
    notImplemented: (c, req, res) => {
      const { status, mock } = c.api.mockResponseForOperation(c.operation.operationId);
      send(res, status, mock);
    },
  },
});

async function answer(req, res) {
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  await api.handleRequest(
    { method: req.method, path: req.url, headers: req.headers, body: text ? JSON.parse(text) : undefined },
    req,
    res,
  );
}

api.init().then(() => http.createServer(answer).listen(Number(process.argv[3]), "127.0.0.1"));
