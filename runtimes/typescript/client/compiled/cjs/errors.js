"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ResponseError = exports.ApiError = void 0;
exports.ok = ok;
/** A call that did not end with a response that the model describes. */
class ApiError extends Error {
    operation;
    kind;
    attempts;
    statusCode;
    errorType;
    requestId;
    extendedRequestId;
    constructor(message, details, options) {
        super(message, options);
        this.name = "ApiError";
        this.operation = details.operation;
        this.kind = details.kind;
        this.attempts = details.attempts;
        this.statusCode = details.statusCode;
        this.errorType = details.errorType;
        this.requestId = details.requestId;
        this.extendedRequestId = details.extendedRequestId;
    }
}
exports.ApiError = ApiError;
/** A response that the model describes and that is not a success, thrown by {@link ok}. */
class ResponseError extends Error {
    result;
    constructor(result) {
        super(`status ${String(result.statusCode)}`);
        this.result = result;
        this.name = "ResponseError";
    }
}
exports.ResponseError = ResponseError;
/** Returns the body of a success, and throws a {@link ResponseError} for any other response. */
function ok(result) {
    if (result.statusCode >= 200 && result.statusCode < 300) {
        return result.body;
    }
    throw new ResponseError(result);
}
