"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.call = call;
const authorize_js_1 = require("./authorize.js");
const client_js_1 = require("./client.js");
const encode_js_1 = require("./encode.js");
const errors_js_1 = require("./errors.js");
const gateway_js_1 = require("./gateway.js");
const response_js_1 = require("./response.js");
/** Calls an operation. The input has its parameters, its body and the media type of the body. */
function call(client, operation, input, options = {}) {
    return new Call((0, client_js_1.stateOf)(client), operation, input, options).run();
}
/** The methods of requests that may be repeated although they may have run. */
const repeatable = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"];
/** A call with its retries. */
class Call {
    state;
    operation;
    input;
    options;
    controller = new AbortController();
    signal = this.controller.signal;
    retry;
    timeoutMs;
    url;
    headers;
    body;
    attempts = 0;
    refresh = false;
    /** The body is a stream, which can be sent once only. */
    isOnce = false;
    constructor(state, operation, input, options) {
        this.state = state;
        this.operation = operation;
        this.input = input;
        this.options = options;
        const { parameters = [] } = operation;
        this.retry = { maxAttempts: 3, baseMs: 100, maxMs: 5000, ...state.options.retry, ...options.retry };
        this.timeoutMs = options.timeoutMs ?? state.options.timeoutMs ?? 30_000;
        this.url = (0, encode_js_1.urlOf)(state.options.baseUrl, operation.path, parameters, input);
        this.headers = new Headers({ ...state.options.headers, ...options.headers });
        (0, encode_js_1.setHeaders)(this.headers, parameters, input);
    }
    /** Sends requests until there is a result. The caller's signal ends streams, too; the time does not. */
    async run() {
        const caller = this.options.signal;
        const cancel = () => { this.controller.abort(caller?.reason); };
        if (caller?.aborted === true) {
            cancel();
        }
        caller?.addEventListener("abort", cancel);
        // A timer of its own: Node.js would not wait for that of AbortSignal.timeout.
        const timer = setTimeout(() => { this.controller.abort(new DOMException("no response in time", "TimeoutError")); }, this.timeoutMs);
        let isStream = false;
        try {
            await this.writeBody();
            const result = await this.repeat();
            isStream = this.isStreamed(result.statusCode);
            return result;
        }
        catch (cause) {
            throw this.isEnded && caller?.aborted !== true && !(cause instanceof errors_js_1.ApiError)
                ? this.error(`no response within ${String(this.timeoutMs)} ms`, { kind: "timeout" }, cause)
                : cause;
        }
        finally {
            clearTimeout(timer);
            if (!isStream) {
                caller?.removeEventListener("abort", cancel);
            }
        }
    }
    async writeBody() {
        const { body: contents = {}, credentials = [] } = this.operation;
        const { body, contentType = Object.keys(contents)[0] } = this.input;
        if (body === undefined) {
            return;
        }
        const spec = contents[(0, response_js_1.describedType)(Object.keys(contents), contentType) ?? ""];
        if (spec === undefined) {
            throw new TypeError(`${this.operation.id} has no body of type ${String(contentType)}`);
        }
        this.body = await spec.write(body, spec);
        this.headers.set("Content-Type", this.body.contentType ?? contentType);
        const { content } = this.body;
        this.isOnce = content instanceof ReadableStream;
        if (content instanceof ReadableStream && credentials.some(({ kind }) => kind === "signature")) {
            this.body = { content: await collected(content) };
        }
    }
    async repeat() {
        for (let attempt = 1;; attempt++) {
            const { settle, cost, leastMs = 0, response } = await this.attempt();
            if (cost === undefined || this.isOnce || this.isEnded || attempt >= this.retry.maxAttempts || this.state.budget < cost) {
                const result = await settle();
                this.state.budget = Math.min(client_js_1.fullBudget, this.state.budget + (cost === undefined ? 1 : 0));
                return result;
            }
            this.state.budget -= cost;
            (0, response_js_1.discard)(response);
            await this.sleep(Math.max(leastMs, Math.random() * Math.min(this.retry.maxMs, this.retry.baseMs * 2 ** (attempt - 1))));
        }
    }
    /** Sends one request, or two when the token of the first one was refused. */
    async attempt() {
        let response;
        try {
            response = await this.send();
        }
        catch (error) {
            return this.lost(error);
        }
        const { requestId } = (0, gateway_js_1.identityOf)(response);
        if (requestId !== undefined) {
            this.state.options.onRequestId?.(requestId, this.operation.id);
        }
        if (response.status === 401 && !this.refresh && !this.isOnce && this.hasTokenSource()) {
            this.refresh = true;
            (0, response_js_1.discard)(response);
            return this.attempt();
        }
        return this.outcomeOf(response);
    }
    /** Returns the outcome of a request that was sent and has no response. */
    lost(error) {
        const isLost = error instanceof errors_js_1.ApiError && error.kind === "network" && repeatable.includes(this.operation.method);
        return { settle: () => { throw error; }, cost: isLost ? 10 : undefined };
    }
    async outcomeOf(response) {
        const { status, headers } = response;
        const readers = (0, response_js_1.readersOf)(this.operation.responses, status);
        if (status === 429 || (repeatable.includes(this.operation.method) && [502, 503, 504].includes(status))) {
            const error = status === 429 ? await (0, gateway_js_1.gatewayErrorOf)(response.clone()) : undefined;
            if (error?.errorType !== "LimitExceededException") {
                return { settle: () => this.read(response, readers), cost: 5, leastMs: 1000 * Number(headers.get("Retry-After") ?? 0) || 0, response };
            }
        }
        try {
            const result = await this.read(response, readers);
            return { settle: () => result };
        }
        catch (error) {
            return this.lost(error);
        }
    }
    /** Sends one request through the middleware. */
    send() {
        const { middleware = [], fetch: send = (request) => fetch(request) } = this.state.options;
        const { credentials = [], method } = this.operation;
        this.attempts++;
        const chain = middleware.reduceRight((next, one) => (request) => one(request, next), async (request) => {
            const authorized = await (0, authorize_js_1.authorize)(this.state, credentials, request, this.refresh);
            return send(authorized).catch((cause) => this.disconnected(cause));
        });
        const init = { method, headers: this.headers, signal: this.signal, body: this.body?.content, duplex: "half" };
        return this.orAborted(() => chain(new Request(this.url, init)));
    }
    disconnected(cause) {
        throw this.isEnded ? cause : this.error("the connection failed", { kind: "network" }, cause);
    }
    /** Waits no longer than the call may take: what runs may not observe the signal. */
    async orAborted(run) {
        this.signal.throwIfAborted();
        let stop = () => undefined;
        const aborted = new Promise((_, reject) => {
            stop = () => { reject(this.signal.reason); };
            this.signal.addEventListener("abort", stop);
        });
        try {
            return await Promise.race([run(), aborted]);
        }
        finally {
            this.signal.removeEventListener("abort", stop);
        }
    }
    async sleep(ms) {
        let timer;
        try {
            await this.orAborted(() => new Promise((resolve) => { timer = setTimeout(resolve, ms); }));
        }
        finally {
            clearTimeout(timer);
        }
    }
    /** Reads a response that the model describes, and throws any other one. */
    async read(response, readers) {
        const { status: statusCode, headers } = response;
        if (readers === undefined || headers.has("x-amzn-errortype")) {
            const { message, ...error } = await this.orAborted(() => (0, gateway_js_1.gatewayErrorOf)(response));
            throw this.error(`${String(statusCode)} ${message}`, { ...error, kind: error.errorType === undefined ? "undeclared" : "gateway" });
        }
        const types = Object.keys(readers);
        if (types.length === 0 || this.operation.method === "HEAD" || statusCode === 204 || statusCode === 304) {
            (0, response_js_1.discard)(response);
            return { statusCode, headers };
        }
        const contentType = (0, response_js_1.describedType)(types, headers.get("Content-Type"));
        const reader = this.options.stream === true && isSuccess(statusCode) ? response_js_1.readStream : readers[contentType ?? ""];
        if (reader === undefined) {
            (0, response_js_1.discard)(response);
            throw this.error(`${String(statusCode)} has a body of type ${String(headers.get("Content-Type"))}, which is not described`, { ...(0, gateway_js_1.identityOf)(response), kind: "decode" });
        }
        const body = await this.orAborted(() => Promise.resolve(reader(response))).catch((cause) => {
            if (cause instanceof SyntaxError) {
                throw this.error(`the body of ${String(statusCode)} cannot be read`, { ...(0, gateway_js_1.identityOf)(response), kind: "decode" }, cause);
            }
            return this.disconnected(cause);
        });
        return types.length > 1 ? { statusCode, headers, contentType, body } : { statusCode, headers, body };
    }
    get isEnded() {
        return this.signal.aborted;
    }
    isStreamed(status) {
        return isSuccess(status) && (this.operation.streams === true || this.options.stream === true);
    }
    hasTokenSource() {
        return this.operation.credentials?.some(({ kind, name }) => kind === "token" && typeof this.state.credentials[name] === "function") === true;
    }
    error(message, details, cause) {
        const { id } = this.operation;
        return new errors_js_1.ApiError(`${id}: ${message}`, { ...details, operation: id, attempts: this.attempts }, cause === undefined ? undefined : { cause });
    }
}
function isSuccess(status) {
    return status >= 200 && status < 300;
}
/** Reads a stream to memory, since a signature covers the body, which API Gateway takes up to 10 MiB of. */
async function collected(stream) {
    const most = 10 * 1024 * 1024;
    const reader = stream.getReader();
    const chunks = [];
    for (let size = 0;;) {
        const { done, value } = await reader.read();
        if (done) {
            return new Uint8Array(await new Blob(chunks).arrayBuffer());
        }
        size += value.byteLength;
        if (size > most) {
            await reader.cancel();
            throw new RangeError("a signed body must not be larger than 10 MiB");
        }
        chunks.push(value);
    }
}
