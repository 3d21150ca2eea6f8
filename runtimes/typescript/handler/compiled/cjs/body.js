"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.readBody = readBody;
exports.essence = essence;
exports.mostSpecific = mostSpecific;
exports.jsonBody = jsonBody;
exports.textBody = textBody;
exports.bytesBody = bytesBody;
const event_js_1 = require("./event.js");
const format_js_1 = require("./format.js");
const parse_js_1 = require("./parse.js");
const problem_js_1 = require("./problem.js");
const shape_js_1 = require("./shape.js");
const place = { in: "body", name: "" };
/** Reads the body of a request; what is wrong is reported to the decoder. */
function readBody(decoder, spec) {
    const { event } = decoder;
    const contentType = essence((0, event_js_1.headerValue)(event, "Content-Type"));
    if (spec === undefined) {
        return { body: undefined, contentType };
    }
    if ((event.body ?? "") === "") {
        if (spec.required === true) {
            decoder.refuse(place, "is missing");
        }
        return { body: undefined, contentType: "" };
    }
    const types = Object.keys(spec.content);
    const found = contentType === "" && types.length === 1 ? types[0] : mostSpecific(types, contentType === "" ? "application/json" : contentType);
    const content = found === undefined ? undefined : spec.content[found];
    if (content === undefined) {
        decoder.problems.push({ ...place, reason: "has a content type that is not supported", unsupported: true });
        return { body: undefined, contentType };
    }
    return { body: attempt(decoder, content), contentType: contentType === "" && types.length > 1 ? "application/json" : contentType };
}
function attempt(decoder, content) {
    try {
        return content.read(bytesOf(decoder.event), content, decoder);
    }
    catch (error) {
        if (!(error instanceof problem_js_1.Reason)) {
            throw error;
        }
        decoder.refuse(place, error.message);
        return undefined;
    }
}
function bytesOf({ body, isBase64Encoded }) {
    const text = body ?? "";
    if (!isBase64Encoded) {
        return Buffer.from(text, "utf8");
    }
    if (!(0, format_js_1.isBase64)(text, true)) {
        throw new problem_js_1.Reason("cannot be read");
    }
    return Buffer.from(text, "base64");
}
/** Returns a media type without its parameters, in lower case. */
function essence(contentType) {
    return (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();
}
/** Returns the media type or range that describes a media type most closely. */
function mostSpecific(described, mediaType) {
    let [best, most] = [undefined, 0];
    for (const one of described) {
        const how = specificity(essence(one), mediaType);
        if (how > most) {
            [best, most] = [one, how];
        }
    }
    return best;
}
function specificity(described, mediaType) {
    if (described === mediaType) {
        return 3;
    }
    if (described === "*/*") {
        return 1;
    }
    return described.endsWith("/*") && mediaType.startsWith(described.slice(0, -1)) ? 2 : 0;
}
/** Reads a body as JSON. */
function jsonBody(body, { shape = "any" }) {
    const value = (0, parse_js_1.parseJson)(body.toString("utf8"));
    (0, shape_js_1.checkShape)(value, shape);
    return value;
}
/** Reads a body as text. */
function textBody(body) {
    return body.toString("utf8");
}
/** Reads a body as bytes. */
function bytesBody(body) {
    return new Uint8Array(body);
}
