"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.lambdaHandler = lambdaHandler;
/** Says that a request is wrong. */
class BadRequest extends Error {
    statusCode;
    constructor(message, statusCode = 400) {
        super(message);
        this.statusCode = statusCode;
    }
}
/** Makes what AWS Lambda calls of a handler. The first interceptor is the outermost. */
function lambdaHandler(codec, handle, interceptors) {
    const chain = interceptors.reduceRight((next, interceptor) => (request) => interceptor(request, next), handle);
    return async (event, context) => {
        const cors = corsHeaders(event);
        try {
            const response = await chain({ input: readInput(codec, event), event, context });
            return write(codec, response, cors);
        }
        catch (error) {
            if (error instanceof BadRequest) {
                return failed(error.statusCode, error.message, cors);
            }
            console.error(error);
            return failed(500, "Internal server error", cors);
        }
    };
}
function readInput(codec, event) {
    const requestParameters = {};
    const wrong = [];
    for (const parameter of codec.parameters) {
        const texts = textsOf(parameter, event);
        if (texts.length === 0) {
            if (parameter.required === true) {
                wrong.push(`the ${parameter.in} parameter ${parameter.name} is missing`);
            }
            continue;
        }
        const values = texts.map((text) => valueOf(parameter, text));
        if (values.includes(undefined)) {
            wrong.push(`the ${parameter.in} parameter ${parameter.name} is no ${parameter.type}`);
        }
        requestParameters[parameter.property] = parameter.array === true ? values : values.at(-1);
    }
    if (wrong.length > 0) {
        throw new BadRequest(wrong.join("; "));
    }
    return { requestParameters, ...readBody(codec, event) };
}
/** Gives what a request says of a parameter: a path parameter only in the path, a header only in the headers. */
function textsOf({ name, in: place, array }, event) {
    if (place === "path") {
        const text = event.pathParameters?.[name];
        return text === undefined ? [] : [decoded(text)];
    }
    if (place === "query") {
        const all = event.multiValueQueryStringParameters?.[name] ?? [event.queryStringParameters?.[name]];
        return all.filter((text) => text !== undefined).flatMap((text) => (array === true && all.length === 1 ? text.split(",") : [text]));
    }
    const key = Object.keys(event.headers ?? {}).find((header) => header.toLowerCase() === name.toLowerCase());
    const text = key === undefined ? undefined : event.headers?.[key];
    return text === undefined ? [] : array === true ? text.split(",").map((part) => part.trim()) : [text];
}
/** Decodes a path parameter, which API Gateway passes as it was sent. */
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function valueOf({ type }, text) {
    if (type === "string") {
        return text;
    }
    if (type === "number") {
        return text.trim() === "" || Number.isNaN(Number(text)) ? undefined : Number(text);
    }
    return text === "true" ? true : text === "false" ? false : undefined;
}
function readBody({ bodies, bodyRequired }, event) {
    if (bodies === undefined) {
        return {};
    }
    if (event.body === null || event.body === "") {
        if (bodyRequired === true) {
            throw new BadRequest("the body is missing");
        }
        return {};
    }
    const contentType = mediaTypeOf(event);
    const kind = kindOf(bodies, contentType);
    if (kind === undefined) {
        throw new BadRequest("Unsupported Media Type", 415);
    }
    const bytes = Buffer.from(event.body, event.isBase64Encoded ? "base64" : "utf8");
    return { body: kind === "bytes" ? new Uint8Array(bytes) : kind === "text" ? bytes.toString("utf8") : parsed(bytes.toString("utf8")), contentType };
}
/** Returns the media type of the body, without parameters, or undefined if the client does not say it. */
function mediaTypeOf(event) {
    const [contentType] = textsOf({ name: "Content-Type", property: "", in: "header", type: "string" }, event);
    const mediaType = contentType?.split(";", 1)[0]?.trim().toLowerCase();
    return mediaType === "" ? undefined : mediaType;
}
/** Returns how a body is read. Without a content type it is JSON, as API Gateway takes it, or whatever is the only kind. */
function kindOf(bodies, mediaType) {
    const kinds = Object.values(bodies);
    if (mediaType === undefined && kinds.length === 1) {
        return kinds[0];
    }
    const found = mediaType ?? "application/json";
    return bodies[found] ?? bodies[`${found.split("/", 1)[0] ?? ""}/*`] ?? bodies["*/*"];
}
function parsed(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        throw new BadRequest("the body is not JSON");
    }
}
function write(codec, response, cors) {
    const status = String(response.statusCode);
    const contentType = response.contentType ?? codec.contentTypes[status] ?? codec.contentTypes[`${status.charAt(0)}XX`] ?? codec.contentTypes.default;
    const headers = { ...cors };
    if (response.body !== undefined && contentType !== undefined) {
        headers["Content-Type"] = contentType;
    }
    Object.assign(headers, response.headers);
    return { statusCode: response.statusCode, headers, ...bodyOf(response.body, contentType) };
}
function bodyOf(body, contentType = "application/json") {
    if (body === undefined) {
        return { body: "", isBase64Encoded: false };
    }
    if (body instanceof Uint8Array) {
        return { body: Buffer.from(body).toString("base64"), isBase64Encoded: true };
    }
    const isJson = /^(application|text)\/([^;]*\+)?json\b/.test(contentType);
    return { body: isJson || typeof body !== "string" ? JSON.stringify(body) : body, isBase64Encoded: false };
}
function failed(statusCode, message, cors) {
    return {
        statusCode,
        headers: { ...cors, "Content-Type": "application/json" },
        body: JSON.stringify({ message }),
        isBase64Encoded: false,
    };
}
/** Gives the headers that let the page that asks read the answer. */
function corsHeaders(event) {
    const text = process.env.GATEWRIGHT_CORS;
    if (text === undefined || text === "") {
        return {};
    }
    const cors = JSON.parse(text);
    const origins = cors.allowOrigins ?? [];
    const [origin] = textsOf({ name: "Origin", property: "", in: "header", type: "string" }, event);
    const headers = {};
    if (origins.includes("*")) {
        headers["Access-Control-Allow-Origin"] = "*";
    }
    else {
        headers.Vary = "Origin";
        if (origin === undefined || !origins.includes(origin)) {
            return headers;
        }
        headers["Access-Control-Allow-Origin"] = origin;
    }
    if (cors.allowCredentials) {
        headers["Access-Control-Allow-Credentials"] = "true";
    }
    if ((cors.exposeHeaders ?? []).length > 0) {
        headers["Access-Control-Expose-Headers"] = (cors.exposeHeaders ?? []).join(",");
    }
    return headers;
}
