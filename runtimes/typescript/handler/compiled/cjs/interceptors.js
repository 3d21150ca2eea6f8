"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.INTERCEPTORS = exports.tryCatchInterceptor = exports.corsInterceptor = void 0;
exports.buildCorsInterceptor = buildCorsInterceptor;
exports.buildResponseHeaderInterceptor = buildResponseHeaderInterceptor;
exports.buildTryCatchInterceptor = buildTryCatchInterceptor;
const event_js_1 = require("./event.js");
const handler_js_1 = require("./handler.js");
const response_js_1 = require("./response.js");
/** Adds the headers of CORS that the environment variable GATEWRIGHT_CORS describes, which the construct sets. */
const corsInterceptor = async (request) => withCors(await request.chain.next(request), corsFromEnvironment(), request.event);
exports.corsInterceptor = corsInterceptor;
/** Returns an interceptor that adds the headers of CORS. Credentials are never allowed where every origin is. */
function buildCorsInterceptor(options) {
    return async (request) => withCors(await request.chain.next(request), options, request.event);
}
let known;
function corsFromEnvironment() {
    const text = process.env.GATEWRIGHT_CORS ?? "";
    if (known?.text !== text) {
        known = { text, options: readCors(text) };
    }
    return known.options;
}
function readCors(text) {
    const none = { allowOrigins: [] };
    if (text === "") {
        return none;
    }
    try {
        const { allowOrigins, allowCredentials, exposeHeaders } = JSON.parse(text);
        return { allowOrigins: (allowOrigins ?? []), allowCredentials: allowCredentials === true, exposeHeaders: (exposeHeaders ?? []) };
    }
    catch (error) {
        console.error("environment variable GATEWRIGHT_CORS: responses have no CORS headers:", error);
        return none;
    }
}
function withCors(response, { allowOrigins, allowCredentials = false, exposeHeaders = [] }, event) {
    const names = Object.keys({ ...response.headers, ...response.multiValueHeaders });
    if (allowOrigins.length === 0 || names.some((name) => name.toLowerCase() === "access-control-allow-origin")) {
        return response;
    }
    const all = allowOrigins.includes("*");
    const origin = all ? "*" : allowedOrigin(allowOrigins, (0, event_js_1.headerValue)(event, "Origin"));
    const headers = {};
    if (origin !== undefined) {
        headers["Access-Control-Allow-Origin"] = origin;
        if (allowCredentials && !all) {
            headers["Access-Control-Allow-Credentials"] = "true";
        }
        if (exposeHeaders.length > 0) {
            headers["Access-Control-Expose-Headers"] = exposeHeaders.join(",");
        }
    }
    const varying = { ...response, headers: { ...response.headers, ...headers } };
    if (all || allowOrigins.length === 1) {
        return varying;
    }
    return { ...varying, multiValueHeaders: { ...response.multiValueHeaders, Vary: [...(response.multiValueHeaders?.Vary ?? []), "Origin"] } };
}
/** Returns the only origin, or the one that asks when it is allowed. */
function allowedOrigin(allowOrigins, asking) {
    return allowOrigins.length === 1 ? allowOrigins[0] : allowOrigins.find((origin) => origin === asking);
}
/** Returns an interceptor that adds headers to every response that does not have them. */
function buildResponseHeaderInterceptor(headers) {
    return async (request) => {
        const response = await request.chain.next(request);
        return { ...response, headers: { ...headers, ...response.headers } };
    };
}
/** Sends a response that was thrown; any other error is logged, and responded to by 500 without a word of it. */
const tryCatchInterceptor = (request) => (0, handler_js_1.caught)(request, () => request.chain.next(request));
exports.tryCatchInterceptor = tryCatchInterceptor;
/** Returns an interceptor that sends a response of one's own in place of an error. A response that was thrown is sent. */
function buildTryCatchInterceptor(statusCode, body) {
    return async (request) => {
        let thrown;
        const response = await (0, handler_js_1.caught)(request, async () => {
            try {
                return await request.chain.next(request);
            }
            catch (error) {
                thrown = error;
                throw error;
            }
        });
        return thrown === undefined || (0, response_js_1.isResponse)(thrown) ? response : { statusCode, body, headers: { "Content-Type": "application/json" } };
    };
}
/** The interceptors that a handler is best with: CORS as the environment says, and try-catch. */
exports.INTERCEPTORS = [exports.corsInterceptor, exports.tryCatchInterceptor];
