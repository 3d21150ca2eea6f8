"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.identityOf = identityOf;
exports.gatewayErrorOf = gatewayErrorOf;
const response_js_1 = require("./response.js");
/** API Gateway's messages, by which an error is known where a browser may not read the headers. */
const types = {
    "401 Unauthorized": "UnauthorizedException",
    "403 Forbidden": "ForbiddenException",
    "403 Missing Authentication Token": "MissingAuthenticationTokenException",
    "429 Limit Exceeded": "LimitExceededException",
    "429 Too Many Requests": "TooManyRequestsException",
};
/** Returns what API Gateway says of a response in its headers. */
function identityOf({ status, headers }) {
    return {
        statusCode: status,
        errorType: headers.get("x-amzn-errortype")?.split(":")[0],
        requestId: headers.get("x-amzn-requestid") ?? undefined,
        extendedRequestId: headers.get("x-amz-apigw-id") ?? undefined,
    };
}
/** Reads an error from a response, and consumes the response. */
async function gatewayErrorOf(response) {
    const identity = identityOf(response);
    const message = messageOf(await start(response));
    const isHidden = identity.requestId === undefined;
    return { ...identity, message, errorType: identity.errorType ?? (isHidden ? types[`${String(response.status)} ${message}`] : undefined) };
}
/** Returns the message of a body in JSON, or the start of its text. */
function messageOf(text) {
    let message = text;
    try {
        const body = JSON.parse(text);
        message = body?.message ?? body?.Message;
    }
    catch (error) {
        if (!(error instanceof SyntaxError)) {
            throw error;
        }
    }
    return (typeof message === "string" ? message : text).slice(0, 1000);
}
/** Returns the first 16 KiB of a body, or less where it is cut off. */
async function start(response) {
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (let done = reader === undefined; !done && text.length < 16_384;) {
        const chunk = (await reader?.read());
        done = chunk?.done !== false;
        text += decoder.decode(chunk?.value, { stream: !done });
    }
    reader?.releaseLock();
    (0, response_js_1.discard)(response);
    return text;
}
