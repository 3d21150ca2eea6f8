"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.checkEvent = checkEvent;
exports.headerValues = headerValues;
exports.headerValue = headerValue;
exports.queryValues = queryValues;
exports.queryParameters = queryParameters;
exports.own = own;
/** Throws an error that says what to do, when the payload is not an event of payload format 1.0. */
function checkEvent(event) {
    const given = event;
    if (typeof given.httpMethod === "string" && given.httpMethod !== "") {
        return;
    }
    if (given.version === "2.0") {
        throw new Error("the event has payload format 2.0: set payloadFormatVersion of the HTTP API's integration to 1.0");
    }
    throw new Error("the event is not one of API Gateway's proxy integration: it has no httpMethod");
}
/** Returns all values of a header in the order of the request. Upper and lower case are the same. */
function headerValues(event, name) {
    const wanted = name.toLowerCase();
    const keys = (headers) => Object.keys(headers ?? {})
        .filter((key) => key.toLowerCase() === wanted)
        .sort();
    const multiple = keys(event.multiValueHeaders).flatMap((key) => own(event.multiValueHeaders, key) ?? []);
    if (multiple.length > 0) {
        return multiple;
    }
    const last = keys(event.headers).at(-1);
    const value = last === undefined ? undefined : own(event.headers, last);
    return value === undefined ? [] : [value];
}
/** Returns the last value of a header, or "". */
function headerValue(event, name) {
    return headerValues(event, name).at(-1) ?? "";
}
/** Returns all values of a query parameter, which API Gateway decoded. */
function queryValues(event, name) {
    const values = own(event.multiValueQueryStringParameters, name);
    if (values !== undefined) {
        return values;
    }
    const value = own(event.queryStringParameters, name);
    return value === undefined ? [] : [value];
}
/** Returns all query parameters. */
function queryParameters(event) {
    const all = new Map();
    for (const name of Object.keys(event.multiValueQueryStringParameters ?? event.queryStringParameters ?? {})) {
        all.set(name, queryValues(event, name));
    }
    return all;
}
/** Returns the value of an object's own property: a request may name those of its prototype, too. */
function own(of, name) {
    return of !== null && of !== undefined && Object.hasOwn(of, name) ? of[name] : undefined;
}
