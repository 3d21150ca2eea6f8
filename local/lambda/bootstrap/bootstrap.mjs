// The runtime interface client of nodejs functions: fetches events from the
// Lambda Runtime API, calls the handler, posts its answer ("Define Lambda
// function handler in Node.js", "Using the Lambda context object to retrieve
// Node.js function information").
import { existsSync } from "node:fs";
import http from "node:http";
import path from "node:path";
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

globalThis.awslambda = {
  streamifyResponse() {
    throw new RuntimeError(
      "Runtime.StreamingNotSupported",
      "awslambda.streamifyResponse is not supported locally; return the response from the handler",
    );
  },
};

// request resolves with the answer's headers and body.
function request(method, target, body, headers) {
  return new Promise((resolve, reject) => {
    const sent = body === undefined ? undefined : Buffer.from(body);
    const req = http.request(
      {
        agent,
        method,
        hostname: api.hostname,
        port: api.port,
        path: base + target,
        headers: sent ? { "Content-Type": "application/json", "Content-Length": sent.length, ...headers } : headers,
      },
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
    req.end(sent);
  });
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

async function postError(target, error, what) {
  const document = errorDocument(error);
  console.error(`${what} Error`, error);
  await request("POST", target, JSON.stringify(document), {
    "Lambda-Runtime-Function-Error-Type": String(document.errorType).replace(/[^\x20-\x7e]/g, "?"),
  });
}

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
  if (found.length >= 3 && env.AWS_EXECUTION_ENV === "AWS_Lambda_nodejs24.x") {
    throw new RuntimeError(
      "Runtime.CallbackHandlerDeprecated",
      "callback-based handlers are not supported from nodejs24.x on; make the handler async, with the parameters event and context",
    );
  }
  return found;
}

// One invocation.

// whenIdle is what to do when the event loop runs empty during an invocation.
let whenIdle;
process.on("beforeExit", () => {
  const action = whenIdle;
  whenIdle = undefined;
  action?.();
});

let current; // the request ID of the invocation in progress

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

async function serve(handler) {
  for (;;) {
    const { status, headers, text } = await request("GET", "/invocation/next");
    if (status !== 200) throw new Error(`the Runtime API answered ${status}: ${text}`);
    current = headers["lambda-runtime-aws-request-id"];
    env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"] ?? "";
    const target = `/invocation/${current}`;
    let body;
    try {
      body = serialize(await invoke(handler, JSON.parse(text), headers));
    } catch (error) {
      await postError(`${target}/error`, error, "Invoke");
      continue;
    }
    await request("POST", `${target}/response`, body);
  }
}

// An error that nobody caught ends the process, with the exit status of the
// service's runtime.
function fatal(type, exitStatus) {
  return async (error) => {
    const report = type ? withStack(new RuntimeError(type, String(error)), error instanceof Error ? error : {}) : error;
    try {
      await postError(current ? `/invocation/${current}/error` : "/init/error", report, "Uncaught");
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
  await postError("/init/error", error, "Init");
  process.exit(1);
}
serve(handler).catch((error) => {
  // The Runtime API is gone, and with it who started this process.
  console.error(error.message);
  process.exit(1);
});
