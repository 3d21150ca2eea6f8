// The runtime interface client of nodejs functions: fetches events from the
// Lambda Runtime API, calls the handler, posts its answer ("Define Lambda
// function handler in Node.js", "Using the Lambda context object to retrieve
// Node.js function information").
import { existsSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { pathToFileURL } from "node:url";

const env = process.env;
const api = new URL(`http://${env.AWS_LAMBDA_RUNTIME_API}`);
const base = "/2018-06-01/runtime";
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

class RuntimeError extends Error {
  constructor(type, message) {
    super(message);
    this.name = type;
  }
}

// open begins a request; answer resolves with the answer's headers and body.
function open(method, target, headers) {
  let req;
  const answer = new Promise((resolve, reject) => {
    req = http.request(
      { agent, method, hostname: api.hostname, port: api.port, path: base + target, headers },
      (res) => {
        const chunks = [];
        res.on("data", (chunk) => chunks.push(chunk));
        res.on("error", reject);
        res.on("end", () => {
          const text = chunks.length === 1 ? chunks[0].toString() : Buffer.concat(chunks).toString();
          resolve({ status: res.statusCode, headers: res.headers, text });
        });
      },
    );
    req.on("error", reject);
  });
  return { req, answer };
}

function request(method, target, body, headers) {
  const sent = body === undefined ? undefined : Buffer.from(body);
  const { req, answer } = open(
    method,
    target,
    sent ? { "Content-Type": "application/json", "Content-Length": sent.length, ...headers } : headers,
  );
  req.end(sent);
  return answer;
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

async function postError(target, error) {
  const document = errorDocument(error);
  await request("POST", target, JSON.stringify(document), { [errorTypeHeader]: errorType(document) });
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
  #req;
  #answer;
  #failure;

  constructor(target, options) {
    super(options);
    this.#target = target;
    this.done = finished(this);
    this.done.catch(() => {}); // who awaits it gets to know
  }

  setContentType(type) {
    this.#mustNotHaveBegun();
    this.#contentType = type;
  }

  // setPrelude sets what goes before the first byte.
  setPrelude(prelude) {
    this.#mustNotHaveBegun();
    this.#prelude = prelude;
  }

  #mustNotHaveBegun() {
    if (this.#req) throw new RuntimeError("InvalidStreamingOperation", "the response has begun");
  }

  // write takes values that are no bytes as JSON, as the service does.
  write(chunk, ...rest) {
    const bytes = typeof chunk === "string" || chunk instanceof Uint8Array;
    return super.write(bytes ? chunk : JSON.stringify(chunk), ...rest);
  }

  // fail ends the response with an error. It is false when nothing was written:
  // then the error is not told yet.
  async fail(error) {
    if (!this.#req) {
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
    this.#req.write(chunk, callback);
  }

  _final(callback) {
    this.#begin();
    this.#finish(this.#failure);
    this.#answer.then(() => callback(), callback);
  }

  // _destroy tells the error that stream.pipeline, say, ends a response with.
  _destroy(error, callback) {
    if (this.#req && !this.#req.writableEnded && !this.#req.destroyed) {
      this.#finish(errorDocument(error ?? new Error("the response stream was destroyed before its end")));
      this.#answer.finally(() => callback(error)).catch(() => {});
    } else {
      callback(error);
    }
  }

  #begin() {
    if (this.#req) return;
    const { req, answer } = open("POST", this.#target, {
      "Content-Type": this.#contentType,
      "Lambda-Runtime-Function-Response-Mode": "streaming",
      "Transfer-Encoding": "chunked",
      Trailer: `${errorTypeHeader}, ${errorBodyHeader}`,
    });
    this.#req = req;
    this.#answer = answer.then(({ status, text }) => {
      if (status !== 202) throw new Error(`the Runtime API answered ${status}: ${text}`);
    });
    this.#answer.catch((error) => {
      req.destroy();
      this.destroy(error);
    });
    if (this.#prelude) req.write(this.#prelude);
  }

  #finish(failure) {
    if (failure) {
      this.#req.addTrailers({
        [errorTypeHeader]: errorType(failure),
        [errorBodyHeader]: Buffer.from(JSON.stringify(failure)).toString("base64"),
      });
    }
    this.#req.end();
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

// reportFailure tells an error of the invocation in progress.
async function reportFailure(error, what) {
  console.error(`${what} Error`, error);
  if (!(await current.response?.fail(error))) await postError(`${current.target}/error`, error);
}

async function serve(handler) {
  for (;;) {
    const { status, headers, text } = await request("GET", "/invocation/next");
    if (status !== 200) throw new Error(`the Runtime API answered ${status}: ${text}`);
    env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"] ?? "";
    const target = `/invocation/${headers["lambda-runtime-aws-request-id"]}`;
    current = { target };
    let body;
    try {
      if (streams(handler)) {
        current.response = new ResponseStream(`${target}/response`, { highWaterMark: handler[highWaterMark] });
        await stream(handler, JSON.parse(text), headers, current.response);
        continue;
      }
      body = serialize(await invoke(handler, JSON.parse(text), headers));
    } catch (error) {
      await reportFailure(error, "Invoke");
      continue;
    }
    await request("POST", `${target}/response`, body);
  }
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
      await (current ? reportFailure(report, "Uncaught") : reportInitFailure(report, "Uncaught"));
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
