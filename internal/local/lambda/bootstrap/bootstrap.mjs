// The runtime interface client of nodejs functions: fetches events from the
// Lambda Runtime API, calls the handler, posts its answer ("Define Lambda
// function handler in Node.js", "Using the Lambda context object to retrieve
// Node.js function information").
import { existsSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { pathToFileURL } from "node:url";

const env = process.env;
const base = "/2018-06-01/runtime";

class RuntimeError extends Error {
  constructor(type, message) {
    super(message);
    this.name = type;
  }
}

// Connection speaks to the Runtime API over one connection, kept open. It reads
// what that server writes, not all of HTTP: a head, then as many bytes as
// Content-Length says. A socket costs half of what node:http does, and a function
// that patches node:http does not see this traffic.
class Connection {
  #socket;
  #waiting; // resolve and reject of the response to come
  #received = [];
  #size = 0;
  #head; // of the response that is being received

  // request resolves with the response's status, headers and text.
  request(method, target, headers = {}, body = undefined) {
    const length = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) };
    return this.begin(method, target, { ...headers, ...length }, body).response;
  }

  // begin sends the head of a request and the first bytes of its body.
  begin(method, target, headers, body = "") {
    const socket = (this.#socket ??= this.#open());
    socket.ref();
    socket.write(formatHead(method, target, headers) + body);
    const response = new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    return { socket, response };
  }

  get busy() {
    return this.#waiting !== undefined;
  }

  close() {
    const socket = this.#socket;
    this.#closed(socket, new Error("the connection to the Runtime API was closed"));
    socket?.destroy();
  }

  #open() {
    const [, host, port] = /^(.*):(\d+)$/.exec(env.AWS_LAMBDA_RUNTIME_API);
    const socket = net.connect({ host, port: Number(port), noDelay: true });
    socket.on("data", (chunk) => this.#receive(chunk));
    socket.on("error", (error) => this.#closed(socket, error));
    socket.on("close", () => this.#closed(socket, new Error("the Runtime API closed the connection")));
    return socket;
  }

  #closed(socket, error) {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.#finish()?.reject(error);
  }

  #receive(chunk) {
    this.#received.push(chunk);
    this.#size += chunk.length;
    if (!this.#head) {
      const bytes = this.#bytes();
      this.#received = [bytes];
      const end = bytes.indexOf("\r\n\r\n");
      if (end < 0) return;
      this.#head = parseHead(bytes.latin1Slice(0, end));
      this.#head.start = end + 4;
      this.#head.end = end + 4 + Number(this.#head.headers["content-length"]);
    }
    const { status, headers, start, end } = this.#head;
    if (this.#size < end) return;
    const text = this.#bytes().utf8Slice(start, end);
    this.#socket.unref(); // what waits for the function's own work must not wait for this
    this.#finish()?.resolve({ status, headers, text });
  }

  #bytes() {
    return this.#received.length === 1 ? this.#received[0] : Buffer.concat(this.#received);
  }

  // finish forgets what belongs to one response, and returns who waits for it.
  #finish() {
    const waiting = this.#waiting;
    this.#waiting = this.#head = undefined;
    this.#received = [];
    this.#size = 0;
    return waiting;
  }
}

function formatHead(method, target, headers) {
  const lines = [`${method} ${base}${target} HTTP/1.1`, `Host: ${env.AWS_LAMBDA_RUNTIME_API}`];
  for (const name in headers) lines.push(`${name}: ${headers[name]}`);
  return lines.join("\r\n") + "\r\n\r\n";
}

function parseHead(text) {
  const [first, ...lines] = text.split("\r\n");
  const headers = {};
  for (const line of lines) {
    const colon = line.indexOf(": ");
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 2);
  }
  return { status: Number(first.slice(9, 12)), headers };
}

const api = new Connection();

async function next() {
  const { status, headers, text } = await api.request("GET", "/invocation/next");
  if (status !== 200) throw new Error(`the Runtime API responded ${status}: ${text}`);
  return { headers, text };
}

// postAndNext posts the outcome of an invocation and resolves with the next one,
// which is the response to the outcome, unless that is refused. After a refusal the
// server may stop reading, so that the connection is of no more use.
async function postAndNext(target, body, headers) {
  try {
    const { status, ...invocation } = await post(api, target, body, { ...headers, "Gatewright-Next": "1" });
    if (status === 200) return invocation;
  } catch {
    // The server did not read the outcome to its end.
  }
  api.close();
  return next();
}

function post(connection, target, body, headers) {
  return connection.request("POST", target, { "Content-Type": "application/json", ...headers }, body);
}

function errorDocument(error) {
  if (error instanceof Error || Object.prototype.toString.call(error) === "[object Error]") {
    return {
      errorType: error.name ?? "Error",
      errorMessage: error.message ?? "",
      trace: (error.stack ?? "").split("\n"),
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

const errorTypeHeader = "Lambda-Runtime-Function-Error-Type";
const errorBodyHeader = "Lambda-Runtime-Function-Error-Body";

function errorType(document) {
  return String(document.errorType).replace(/[^\x20-\x7e]/g, "?");
}

function errorReport(error) {
  const document = errorDocument(error);
  return [JSON.stringify(document), { [errorTypeHeader]: errorType(document) }];
}

// postError uses a connection of its own when the process waits for work.
async function postError(target, error) {
  await post(api.busy ? new Connection() : api, target, ...errorReport(error));
}

// Response streaming ("Writing response streaming-enabled Lambda functions").

// Libraries mark handlers with these symbols, too.
const streamingMark = Symbol.for("aws.lambda.runtime.handler.streaming");
const highWaterMark = Symbol.for("aws.lambda.runtime.handler.highWaterMark");

// ResponseStream posts what is written as the response to an invocation. The
// request begins with the first byte, because until then the invocation can still
// fail as a whole.
class ResponseStream extends Writable {
  #target;
  #contentType = "application/octet-stream";
  #prelude;
  #socket; // of the request, once it has begun
  #ended = false; // nothing more can be sent
  #response;
  #failure;

  constructor(target, options) {
    super(options);
    this.#target = target;
    this.done = finished(this);
    this.done.catch(() => {}); // who awaits it gets to know
  }

  setContentType(type) {
    this.#mustNotHaveBegun();
    if (!/^[\t\x20-\x7e]*$/.test(type)) throw new TypeError(`Invalid character in content type ${JSON.stringify(type)}`);
    this.#contentType = type;
  }

  // setPrelude sets what goes before the first byte.
  setPrelude(prelude) {
    this.#mustNotHaveBegun();
    this.#prelude = prelude;
  }

  #mustNotHaveBegun() {
    if (this.#socket) throw new RuntimeError("InvalidStreamingOperation", "the response has begun");
  }

  // write takes values that are no bytes as JSON, as the service does.
  write(chunk, ...rest) {
    const bytes = typeof chunk === "string" || chunk instanceof Uint8Array;
    return super.write(bytes ? chunk : JSON.stringify(chunk), ...rest);
  }

  // fail ends the response with an error. It is false when nothing was written:
  // then the error is not told yet.
  async fail(error) {
    if (!this.#socket) {
      this.destroy();
      return false;
    }
    if (!this.writableEnded && !this.destroyed) {
      this.#failure = errorDocument(error);
      this.end();
    }
    await this.done.catch(() => {}); // it cannot be told twice
    return true;
  }

  _write(chunk, encoding, callback) {
    this.#begin();
    this.#send(chunk, callback);
  }

  _final(callback) {
    this.#begin();
    this.#finish(this.#failure);
    this.#response.then(() => callback(), callback);
  }

  // _destroy reports the error that stream.pipeline, say, ends a response with.
  _destroy(error, callback) {
    if (this.#socket && !this.#ended) {
      this.#finish(errorDocument(error ?? new Error("the response stream was destroyed before its end")));
      this.#response.finally(() => callback(error)).catch(() => {});
    } else {
      callback(error);
    }
  }

  #begin() {
    if (this.#socket) return;
    const { socket, response } = api.begin("POST", this.#target, {
      "Content-Type": this.#contentType,
      "Lambda-Runtime-Function-Response-Mode": "streaming",
      "Transfer-Encoding": "chunked",
      Trailer: `${errorTypeHeader}, ${errorBodyHeader}`,
    });
    this.#socket = socket;
    this.#response = response.then(({ status, text }) => {
      if (status !== 202) throw new Error(`the Runtime API responded ${status}: ${text}`);
    });
    this.#response.catch((error) => {
      this.#ended = true;
      api.close(); // the rest of the request is not sent
      this.destroy(error);
    });
    if (this.#prelude) this.#send(this.#prelude);
  }

  // send writes one chunk (RFC 9112, section 7.1); an empty one would be the last.
  #send(chunk, callback) {
    if (chunk.length === 0) {
      callback?.();
      return;
    }
    this.#socket.cork();
    this.#socket.write(`${chunk.length.toString(16)}\r\n`);
    this.#socket.write(chunk);
    this.#socket.write("\r\n", callback);
    this.#socket.uncork();
  }

  #finish(failure) {
    const trailers = failure
      ? `${errorTypeHeader}: ${errorType(failure)}\r\n` +
        `${errorBodyHeader}: ${Buffer.from(JSON.stringify(failure)).toString("base64")}\r\n`
      : "";
    this.#ended = true;
    this.#socket.write(`0\r\n${trailers}\r\n`);
  }
}

globalThis.awslambda = {
  streamifyResponse(handler, options) {
    handler[streamingMark] = "response";
    if (options?.highWaterMark !== undefined) handler[highWaterMark] = Number(options.highWaterMark);
    return handler;
  },
  HttpResponseStream: {
    from(responseStream, metadata) {
      responseStream.setContentType("application/vnd.awslambda.http-integration-response");
      responseStream.setPrelude(Buffer.from(JSON.stringify(metadata) + "\0".repeat(8)));
      return responseStream;
    },
  },
};

// Loading the handler.

const missingCodes = ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"];

async function importModule(file) {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw withStack(new RuntimeError("Runtime.UserCodeSyntaxError", error.toString()), error);
    }
    if (missingCodes.includes(error?.code)) {
      throw withStack(new RuntimeError("Runtime.ImportModuleError", error.toString()), error);
    }
    throw error;
  }
}

function withStack(error, cause) {
  error.stack = `${error.name}: ${cause.stack}`;
  return error;
}

function findModule(root, name) {
  for (const extension of [".js", ".mjs", ".cjs"]) {
    const file = path.resolve(root, name + extension);
    if (existsSync(file)) return file;
  }
  const source = [".ts", ".mts", ".cts"].find((extension) => existsSync(path.resolve(root, name + extension)));
  const advice = source ? ` (${name}${source} must be compiled or bundled to JavaScript first)` : "";
  throw new RuntimeError("Runtime.ImportModuleError", `Error: Cannot find module '${name}'${advice}`);
}

function property(object, names) {
  return names.reduce((value, name) => value?.[name], object);
}

async function loadHandler() {
  const handler = env._HANDLER;
  const folder = path.dirname(handler);
  const match = /^([^.]*)\.(.+)$/.exec(path.basename(handler));
  if (!match || handler.includes("..")) {
    throw new RuntimeError("Runtime.MalformedHandlerName", `Bad handler '${handler}'; expected FILE.EXPORT`);
  }
  const module = await importModule(findModule(env.LAMBDA_TASK_ROOT, path.join(folder, match[1])));
  const names = match[2].split(".");
  const found = property(module, names) ?? property(module.default, names);
  if (found === undefined || found === null) {
    throw new RuntimeError("Runtime.HandlerNotFound", `${handler} is undefined or not exported`);
  }
  if (typeof found !== "function") {
    throw new RuntimeError("Runtime.HandlerNotFound", `${handler} is not a function`);
  }
  if (found.length >= 3 && !streams(found) && env.AWS_EXECUTION_ENV === "AWS_Lambda_nodejs24.x") {
    throw new RuntimeError(
      "Runtime.CallbackHandlerDeprecated",
      "callback-based handlers are not supported from nodejs24.x on; make the handler async, with the parameters event and context",
    );
  }
  return found;
}

function streams(handler) {
  return handler[streamingMark] === "response";
}

// One invocation.

// whenIdle is what to do when the event loop runs empty during an invocation.
let whenIdle;
process.on("beforeExit", () => {
  const action = whenIdle;
  whenIdle = undefined;
  action?.();
});

let current; // the invocation in progress: its target and, when it streams, its response

function makeContext(headers, settle) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  let waits = true;
  const answer = (error, data) => {
    waits = false;
    settle(error, data, waits);
  };
  return {
    get callbackWaitsForEmptyEventLoop() {
      return waits;
    },
    set callbackWaitsForEmptyEventLoop(value) {
      waits = Boolean(value);
    },
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    getRemainingTimeInMillis: () => deadline - Date.now(),
    succeed: (data) => answer(null, data),
    fail: (error) => answer(error ?? "handled"),
    done: (error, data) => answer(error ?? null, data),
  };
}

function serialize(data) {
  try {
    return JSON.stringify(data === undefined ? null : data) ?? "null";
  } catch (error) {
    throw new RuntimeError("Runtime.JSONStringifyError", `Unable to stringify response body: ${error.message}`);
  }
}

// invoke resolves with the text to answer, or rejects with the error. The first
// of: the promise, the callback, context.done, or an empty event loop decides.
function invoke(handler, event, headers) {
  return new Promise((resolve, reject) => {
    let settled = false;
    const settle = (error, data, waits) => {
      if (settled) return;
      settled = true;
      whenIdle = undefined;
      if (error !== null && error !== undefined) {
        reject(error);
      } else if (waits) {
        whenIdle = () => resolve(data);
      } else {
        resolve(data);
      }
    };
    const context = makeContext(headers, settle);
    const callback = (error, data) => settle(error, data, context.callbackWaitsForEmptyEventLoop);
    let isAsync = handler.constructor?.name === "AsyncFunction";
    whenIdle = () =>
      isAsync
        ? settle(
            new RuntimeError(
              "Runtime.NodeJsExit",
              "The event loop is empty, but the handler's promise is not settled",
            ),
          )
        : settle(null, null, false);
    try {
      const result = handler(event, context, callback);
      if (typeof result?.then === "function") {
        isAsync = true;
        result.then(
          (data) => settle(null, data, false),
          (error) => settle(error ?? new Error(String(error))),
        );
      }
    } catch (error) {
      settle(error ?? new Error(String(error)));
    }
  });
}

// stream resolves when the handler has answered and its response is posted.
function stream(handler, event, headers, response) {
  const { succeed, fail, done, ...context } = makeContext(headers); // which are for answers as a whole
  return new Promise((resolve, reject) => {
    whenIdle = () =>
      reject(
        new RuntimeError(
          "Runtime.NodeJsExit",
          "The event loop is empty, but the handler's promise is not settled or its response stream is not ended",
        ),
      );
    const result = handler(event, response, context);
    if (typeof result?.then !== "function") throw new TypeError("Streaming does not support non-async handlers.");
    result.then(() => response.done).then(resolve, reject);
  }).finally(() => {
    whenIdle = undefined;
  });
}

// reportUncaught reports an error that ends the process.
async function reportUncaught(error) {
  console.error("Uncaught Error", error);
  if (!(await current.response?.fail(error))) await postError(`${current.target}/error`, error);
}

async function serve(handler) {
  let invocation = await next();
  for (;;) invocation = await handle(handler, invocation);
}

// handle serves one invocation and resolves with the next one.
async function handle(handler, { headers, text }) {
  env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"] ?? "";
  const target = `/invocation/${headers["lambda-runtime-aws-request-id"]}`;
  current = { target };
  let body;
  try {
    const event = JSON.parse(text);
    if (streams(handler)) {
      current.response = new ResponseStream(`${target}/response`, { highWaterMark: handler[highWaterMark] });
      await stream(handler, event, headers, current.response);
      return next();
    }
    body = serialize(await invoke(handler, event, headers));
  } catch (error) {
    return reportFailureAndNext(error);
  }
  return postAndNext(`${target}/response`, body);
}

async function reportFailureAndNext(error) {
  console.error("Invoke Error", error);
  if (await current.response?.fail(error)) return next();
  return postAndNext(`${current.target}/error`, ...errorReport(error));
}

async function reportInitFailure(error, what) {
  console.error(`${what} Error`, error);
  await postError("/init/error", error);
}

// An error that nobody caught ends the process, with the exit status of the
// service's runtime.
function fatal(type, exitStatus) {
  return async (error) => {
    const report = type ? withStack(new RuntimeError(type, String(error)), error instanceof Error ? error : {}) : error;
    try {
      await (current ? reportUncaught(report) : reportInitFailure(report, "Uncaught"));
    } finally {
      process.exit(exitStatus);
    }
  };
}

process.on("uncaughtException", fatal(undefined, 129));
process.on("unhandledRejection", fatal("Runtime.UnhandledPromiseRejection", 128));

let handler;
try {
  handler = await loadHandler();
} catch (error) {
  await reportInitFailure(error, "Init");
  process.exit(1);
}
serve(handler).catch((error) => {
  // The Runtime API is gone, and with it who started this process.
  console.error(error.message);
  process.exit(1);
});
