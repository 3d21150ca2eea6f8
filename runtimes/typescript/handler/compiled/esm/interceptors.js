import { headerValue } from "./event.js";
import { caught } from "./handler.js";
import { isResponse } from "./response.js";
/** Adds the headers of CORS that the environment variable GATEWRIGHT_CORS describes, which the construct sets. */
export const corsInterceptor = async (request) => withCors(await request.chain.next(request), corsFromEnvironment(), request.event);
/** Returns an interceptor that adds the headers of CORS. Credentials are never allowed where every origin is. */
export function buildCorsInterceptor(options) {
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
    const origin = all ? "*" : allowedOrigin(allowOrigins, headerValue(event, "Origin"));
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
export function buildResponseHeaderInterceptor(headers) {
    return async (request) => {
        const response = await request.chain.next(request);
        return { ...response, headers: { ...headers, ...response.headers } };
    };
}
/** Sends a response that was thrown; any other error is logged, and responded to by 500 without a word of it. */
export const tryCatchInterceptor = (request) => caught(request, () => request.chain.next(request));
/** Returns an interceptor that sends a response of one's own in place of an error. A response that was thrown is sent. */
export function buildTryCatchInterceptor(statusCode, body) {
    return async (request) => {
        let thrown;
        const response = await caught(request, async () => {
            try {
                return await request.chain.next(request);
            }
            catch (error) {
                thrown = error;
                throw error;
            }
        });
        return thrown === undefined || isResponse(thrown) ? response : { statusCode, body, headers: { "Content-Type": "application/json" } };
    };
}
/** The interceptors that a handler is best with: CORS as the environment says, and try-catch. */
export const INTERCEPTORS = [corsInterceptor, tryCatchInterceptor];
