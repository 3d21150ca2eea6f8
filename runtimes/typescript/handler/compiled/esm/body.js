import { headerValue } from "./event.js";
import { isBase64 } from "./format.js";
import { parseJson } from "./parse.js";
import { Reason } from "./problem.js";
import { checkShape } from "./shape.js";
const place = { in: "body", name: "" };
/** Reads the body of a request; what is wrong is reported to the decoder. */
export function readBody(decoder, spec) {
    const { event } = decoder;
    const contentType = essence(headerValue(event, "Content-Type"));
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
        if (!(error instanceof Reason)) {
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
    if (!isBase64(text, true)) {
        throw new Reason("cannot be read");
    }
    return Buffer.from(text, "base64");
}
/** Returns a media type without its parameters, in lower case. */
export function essence(contentType) {
    return (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();
}
/** Returns the media type or range that describes a media type most closely. */
export function mostSpecific(described, mediaType) {
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
export function jsonBody(body, { shape = "any" }) {
    const value = parseJson(body.toString("utf8"));
    checkShape(value, shape);
    return value;
}
/** Reads a body as text. */
export function textBody(body) {
    return body.toString("utf8");
}
/** Reads a body as bytes. */
export function bytesBody(body) {
    return new Uint8Array(body);
}
