import { formBody, multipartBody } from "./form.js";
import { operationOf } from "./handler.js";
/** Returns the event that API Gateway makes of a request to the operation of a handler. */
export function eventOf(handler, input = {}) {
    const operation = operationOf(handler);
    const request = new Request(operation);
    for (const spec of operation.parameters) {
        request.set(spec, input.requestParameters?.[spec.property ?? spec.name]);
    }
    const body = bodyOf(operation, input);
    const headers = { Accept: "*/*", ...body.headers, ...request.headers, ...input.headers };
    const path = operation.path.replace(/\{([^}+]+)\+?\}/g, (_, name) => request.path[name] ?? "");
    return {
        resource: operation.path,
        path,
        httpMethod: operation.method === "ANY" ? "GET" : operation.method,
        headers,
        multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
        ...request.queryOf(),
        pathParameters: Object.keys(request.path).length === 0 ? null : request.path,
        stageVariables: null,
        requestContext: requestContext(operation, path),
        body: body.body,
        isBase64Encoded: body.isBase64Encoded,
        ...input.event,
    };
}
function requestContext(operation, path) {
    return {
        accountId: "123456789012",
        apiId: "api",
        authorizer: null,
        httpMethod: operation.method,
        identity: {
            accessKey: null,
            accountId: null,
            caller: null,
            cognitoAuthenticationProvider: null,
            cognitoAuthenticationType: null,
            cognitoIdentityId: null,
            cognitoIdentityPoolId: null,
            sourceIp: "192.0.2.1",
            user: null,
            userAgent: "test",
            userArn: null,
        },
        path: `/test${path}`,
        protocol: "HTTP/1.1",
        requestId: "test-request",
        requestTimeEpoch: 0,
        resourceId: "test",
        resourcePath: operation.path,
        stage: "test",
    };
}
/** Returns the context of an invocation. */
export function testContext(more = {}) {
    return {
        awsRequestId: "test-invocation",
        functionName: "test",
        functionVersion: "$LATEST",
        invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:test",
        memoryLimitInMB: "128",
        logGroupName: "/aws/lambda/test",
        logStreamName: "test",
        callbackWaitsForEmptyEventLoop: true,
        getRemainingTimeInMillis: () => 30_000,
        ...more,
    };
}
/** The parts of a request that parameters are written into. */
class Request {
    operation;
    path = {};
    headers = {};
    query = [];
    constructor(operation) {
        this.operation = operation;
    }
    /** Writes a parameter; undefined is none. */
    set(spec, value) {
        if (value === undefined) {
            return;
        }
        switch (spec.in) {
            case "path":
                this.path[spec.name] = written(spec, value, encodeURIComponent);
                break;
            case "query":
                this.query.push(...pairsOf(spec, value));
                break;
            case "header":
                this.headers[spec.name] = written(spec, value, String);
                break;
            default: {
                const cookies = pairsOf(spec, value).map(([name, text]) => `${name}=${text}`);
                this.headers.Cookie = [this.headers.Cookie, ...cookies].filter((text) => text !== undefined).join("; ");
            }
        }
    }
    queryOf() {
        if (this.query.length === 0) {
            return { queryStringParameters: null, multiValueQueryStringParameters: null };
        }
        const multiple = {};
        for (const [name, value] of this.query) {
            (multiple[name] ??= []).push(value);
        }
        return { queryStringParameters: Object.fromEntries(this.query), multiValueQueryStringParameters: multiple };
    }
}
/** Returns the text of a value that is not a list, or an object of several. */
function textOf(value) {
    return typeof value === "string" ? value : JSON.stringify(value);
}
const isList = (spec) => spec.items !== undefined;
const isObject = (spec) => spec.properties !== undefined || spec.map !== undefined;
/** Writes a value into one text, in the styles simple, label and matrix. */
function written(spec, value, encode) {
    const { style = "simple", explode = false, name } = spec;
    const entries = isObject(spec) ? Object.entries(value).map(([key, one]) => [encode(key), encode(textOf(one))]) : [];
    const items = isList(spec)
        ? value.map((item) => encode(textOf(item)))
        : isObject(spec)
            ? entries.flatMap(([key, one]) => (explode ? [`${key}=${one}`] : [key, one]))
            : [encode(textOf(value))];
    switch (style) {
        case "label":
            return `.${items.join(explode ? "." : ",")}`;
        case "matrix":
            if (explode && isObject(spec)) {
                return items.map((item) => `;${item}`).join("");
            }
            return explode && isList(spec) ? items.map((item) => `;${name}=${item}`).join("") : `;${name}=${items.join(",")}`;
        default:
            return items.join(",");
    }
}
/** Writes a value into parameters, in the styles of the query. */
function pairsOf(spec, value) {
    const { name, style = "form", explode = style === "form" || style === "deepObject" } = spec;
    if (isObject(spec)) {
        const entries = Object.entries(value).filter(([, one]) => one !== undefined);
        if (style === "deepObject" || explode) {
            return entries.map(([key, one]) => [style === "deepObject" ? `${name}[${key}]` : key, textOf(one)]);
        }
        return [[name, entries.flatMap(([key, one]) => [key, textOf(one)]).join(",")]];
    }
    if (!isList(spec)) {
        return [[name, textOf(value)]];
    }
    const items = value.map(textOf);
    return explode ? items.map((item) => [name, item]) : [[name, items.join(style === "spaceDelimited" ? " " : style === "pipeDelimited" ? "|" : ",")]];
}
function bodyOf(operation, { body, contentType }) {
    if (body === undefined) {
        return { headers: {}, body: null, isBase64Encoded: false };
    }
    const type = contentType ?? Object.keys(operation.body?.content ?? {})[0] ?? "application/json";
    const spec = operation.body?.content[type];
    if (spec?.read === multipartBody) {
        const boundary = "test-boundary";
        const bytes = multipart(body, boundary);
        return { headers: { "Content-Type": `${type}; boundary=${boundary}` }, body: bytes.toString("base64"), isBase64Encoded: true };
    }
    const headers = { "Content-Type": type };
    if (spec?.read === formBody) {
        const pairs = Object.entries(body).flatMap(([name, value]) => [value].flat().map((one) => [name, textOf(one)]));
        return { headers, body: new URLSearchParams(pairs).toString(), isBase64Encoded: false };
    }
    if (body instanceof Uint8Array) {
        return { headers, body: Buffer.from(body).toString("base64"), isBase64Encoded: true };
    }
    return { headers, body: typeof body === "string" && !type.includes("json") ? body : JSON.stringify(body), isBase64Encoded: false };
}
function multipart(fields, boundary) {
    const parts = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => part(name, one, boundary)));
    return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
}
function part(name, value, boundary) {
    const isFile = typeof value === "object" && value !== null && "content" in value;
    const { name: filename, contentType, content } = isFile ? value : { name: "", contentType: "", content: Buffer.from(textOf(value)) };
    const disposition = `Content-Disposition: form-data; name="${name}"${filename === "" ? "" : `; filename="${filename}"`}`;
    const head = [`--${boundary}`, disposition, ...(contentType === "" ? [] : [`Content-Type: ${contentType}`]), "", ""].join("\r\n");
    return Buffer.concat([Buffer.from(head), content, Buffer.from("\r\n")]);
}
