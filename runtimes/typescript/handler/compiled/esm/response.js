import { mostSpecific, essence } from "./body.js";
function of(statusCode, body, headers) {
    return { statusCode, body: body, headers: headers };
}
function maker(statusCode) {
    return (body, headers) => of(statusCode, body, headers);
}
/** Makes responses, which are returned or thrown. */
export const Response = {
    /** A response of any status. */
    of,
    success: /* @__PURE__ */ maker(200),
    created: /* @__PURE__ */ maker(201),
    accepted: /* @__PURE__ */ maker(202),
    noContent: (headers) => of(204, undefined, headers),
    badRequest: /* @__PURE__ */ maker(400),
    notAuthorized: /* @__PURE__ */ maker(401),
    forbidden: /* @__PURE__ */ maker(403),
    notFound: /* @__PURE__ */ maker(404),
    conflict: /* @__PURE__ */ maker(409),
    internalFailure: /* @__PURE__ */ maker(500),
};
/** Reports whether what was thrown is a response. */
export function isResponse(thrown) {
    return typeof thrown === "object" && thrown !== null && !(thrown instanceof Error) && Number.isInteger(thrown.statusCode);
}
/** Returns a response of the form {"message": …}. */
export function failure(statusCode, message) {
    return { statusCode, body: { message }, headers: { "Content-Type": "application/json" } };
}
/** Throws an error when a response cannot be sent. */
export function checkResponse(response, responses) {
    checkStatus(response.statusCode);
    checkContentType(response, responses);
}
function checkStatus(statusCode) {
    if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) {
        throw new Error(`the status ${String(statusCode)} is not between 200 and 599`);
    }
}
/** Writes a response, or throws an error that says why it cannot be sent. */
export async function write(response, responses) {
    const { statusCode } = response;
    checkStatus(statusCode);
    const headers = headersOf(response);
    const body = response.body === undefined ? undefined : await writeBody(response.body, contentOf(headers, statusCode, responses));
    if (statusCode === 204 || statusCode === 304 || body === undefined) {
        headers.delete("content-type");
    }
    else if (!headers.has("content-type")) {
        headers.set("content-type", { name: "Content-Type", values: [body.contentType] });
    }
    const isEmpty = statusCode === 204 || statusCode === 304 || body === undefined;
    return { statusCode, ...encoded(headers), body: isEmpty ? "" : body.text, isBase64Encoded: !isEmpty && body.isBase64 };
}
function headersOf(response) {
    const all = new Map();
    const set = (name, value) => {
        checkHeader(name, value);
        const known = all.get(name.toLowerCase()) ?? { name, values: [] };
        if (!known.values.includes(value)) {
            known.values.push(value);
        }
        all.set(name.toLowerCase(), known);
    };
    for (const [name, value] of Object.entries(response.headers ?? {})) {
        if (value !== undefined && value !== null) {
            set(name, headerText(value));
        }
    }
    for (const [name, values] of Object.entries(response.multiValueHeaders ?? {})) {
        values.forEach((value) => {
            set(name, value);
        });
    }
    return all;
}
function checkHeader(name, value) {
    if (!/^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/.test(name)) {
        throw new Error(`${JSON.stringify(name)} cannot name a header`);
    }
    // eslint-disable-next-line no-control-regex -- they are what is looked for
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) {
        throw new Error(`the value of the header ${name} has a control character`);
    }
}
/** Writes a value as a header has it, in OpenAPI's style simple. */
function headerText(value) {
    if (typeof value === "string") {
        return value;
    }
    return Array.isArray(value) ? value.map(headerText).join(",") : JSON.stringify(value);
}
function encoded(headers) {
    const [single, multiple] = [{}, {}];
    for (const { name, values } of headers.values()) {
        if (values.length === 1 && values[0] !== undefined) {
            single[name] = values[0];
        }
        else {
            multiple[name] = values;
        }
    }
    return Object.keys(multiple).length === 0 ? { headers: single } : { headers: single, multiValueHeaders: multiple };
}
/** Throws an error when the model has other content types than that of a response. */
function checkContentType(response, responses) {
    const types = Object.keys(describedBy(response.statusCode, responses));
    const contentType = headersOf(response).get("content-type")?.values.at(-1) ?? usualType(types);
    const isFree = types.length === 0 || (types.length === 1 && types[0]?.includes("*") === false);
    if (!isFree && (contentType.includes("*") || mostSpecific(types, essence(contentType)) === undefined)) {
        throw new Error(`the content type ${JSON.stringify(contentType)} is not one of ${types.join(", ")}`);
    }
}
function describedBy(statusCode, responses) {
    return responses[statusCode] ?? responses[`${String(statusCode).charAt(0)}XX`] ?? responses.default ?? {};
}
/** Returns how the body of a response is written: as its content type says, or as the first of the model. */
function contentOf(headers, statusCode, responses) {
    const described = describedBy(statusCode, responses);
    const types = Object.keys(described);
    const contentType = headers.get("content-type")?.values.at(-1) ?? usualType(types);
    const found = mostSpecific(types, essence(contentType));
    return { kind: (found === undefined ? undefined : described[found]) ?? usualKind(contentType), contentType };
}
/** Returns the content type of a response that names none: JSON where the model has it, or the first. */
function usualType(types) {
    const plain = types.filter((type) => !type.includes("*"));
    return plain.find((type) => isJson(type)) ?? plain[0] ?? "application/json";
}
function isJson(contentType) {
    return /^(application|text)\/([^;]*\+)?json\b/.test(contentType);
}
function usualKind(contentType) {
    return isJson(contentType) ? "json" : contentType.startsWith("text/") ? "text" : "bytes";
}
async function writeBody(body, { kind, contentType }) {
    if (kind === "events") {
        return { text: await collected(body), isBase64: false, contentType };
    }
    if (body instanceof Uint8Array || kind === "bytes") {
        return { text: bytesOf(body).toString("base64"), isBase64: true, contentType };
    }
    return { text: kind === "text" && typeof body === "string" ? body : JSON.stringify(body), isBase64: false, contentType };
}
function bytesOf(body) {
    if (body instanceof Uint8Array) {
        return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    }
    return Buffer.from(typeof body === "string" ? body : JSON.stringify(body), "utf8");
}
/** Writes the events of text/event-stream one after the other. */
async function collected(events) {
    if (typeof events === "string") {
        return events;
    }
    const all = [];
    for await (const event of events) {
        all.push(eventText(event));
    }
    return all.join("");
}
/** Writes an event of text/event-stream: a string as it is, anything else as JSON. */
export function eventText(event) {
    const text = typeof event === "string" ? event : JSON.stringify(event);
    return `${text
        .split(/\r\n|\r|\n/)
        .map((line) => `data: ${line}\n`)
        .join("")}\n`;
}
