import type { ParameterSpec } from "./decode.js";
import type { LambdaContext, ProxyEvent } from "./event.js";
import type { UploadedFile } from "./form.js";
import { formBody, multipartBody } from "./form.js";
import { type LambdaHandler, type OperationSpec, operationOf } from "./handler.js";

/** What the request of a test says. Parameters may be left out, to test what an invalid request is responded to with. */
export interface TestInput<Parameters, Body> {
  readonly requestParameters?: Partial<Parameters>;
  readonly body?: Body;
  /** The media type of the body; the default is the first one of the model. */
  readonly contentType?: string;
  /** Headers that are sent besides. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What replaces parts of the event. */
  readonly event?: Partial<ProxyEvent>;
}

/** Returns the event that API Gateway makes of a request to the operation of a handler. */
export function eventOf(handler: LambdaHandler, input: TestInput<object, unknown> = {}): ProxyEvent {
  const operation = operationOf(handler);
  const request = new Request(operation);
  for (const spec of operation.parameters) {
    request.set(spec, (input.requestParameters as Readonly<Record<string, unknown>> | undefined)?.[spec.property ?? spec.name]);
  }
  const body = bodyOf(operation, input);
  const headers: Record<string, string> = { Accept: "*/*", ...body.headers, ...request.headers, ...input.headers };
  const path = operation.path.replace(/\{([^}+]+)\+?\}/g, (_, name: string) => request.path[name] ?? "");
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

function requestContext(operation: OperationSpec, path: string): ProxyEvent["requestContext"] {
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
export function testContext(more: Partial<LambdaContext> = {}): LambdaContext {
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
  readonly path: Record<string, string> = {};
  readonly headers: Record<string, string> = {};
  private readonly query: [string, string][] = [];

  constructor(readonly operation: OperationSpec) {}

  /** Writes a parameter; undefined is none. */
  set(spec: ParameterSpec, value: unknown): void {
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

  queryOf(): Pick<ProxyEvent, "queryStringParameters" | "multiValueQueryStringParameters"> {
    if (this.query.length === 0) {
      return { queryStringParameters: null, multiValueQueryStringParameters: null };
    }
    const multiple: Record<string, string[]> = {};
    for (const [name, value] of this.query) {
      (multiple[name] ??= []).push(value);
    }
    return { queryStringParameters: Object.fromEntries(this.query), multiValueQueryStringParameters: multiple };
  }
}

/** Returns the text of a value that is not a list, or an object of several. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

const isList = (spec: ParameterSpec): boolean => spec.items !== undefined;
const isObject = (spec: ParameterSpec): boolean => spec.properties !== undefined || spec.map !== undefined;

/** Writes a value into one text, in the styles simple, label and matrix. */
function written(spec: ParameterSpec, value: unknown, encode: (text: string) => string): string {
  const { style = "simple", explode = false, name } = spec;
  const entries = isObject(spec) ? Object.entries(value as object).map(([key, one]) => [encode(key), encode(textOf(one))] as const) : [];
  const items = isList(spec)
    ? (value as readonly unknown[]).map((item) => encode(textOf(item)))
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
function pairsOf(spec: ParameterSpec, value: unknown): [string, string][] {
  const { name, style = "form", explode = style === "form" || style === "deepObject" } = spec;
  if (isObject(spec)) {
    const entries = Object.entries(value as object).filter(([, one]) => one !== undefined);
    if (style === "deepObject" || explode) {
      return entries.map(([key, one]) => [style === "deepObject" ? `${name}[${key}]` : key, textOf(one)]);
    }
    return [[name, entries.flatMap(([key, one]) => [key, textOf(one)]).join(",")]];
  }
  if (!isList(spec)) {
    return [[name, textOf(value)]];
  }
  const items = (value as readonly unknown[]).map(textOf);
  return explode ? items.map((item) => [name, item]) : [[name, items.join(style === "spaceDelimited" ? " " : style === "pipeDelimited" ? "|" : ",")]];
}

interface TestBody extends Pick<ProxyEvent, "body" | "isBase64Encoded"> {
  readonly headers: Readonly<Record<string, string>>;
}

function bodyOf(operation: OperationSpec, { body, contentType }: TestInput<object, unknown>): TestBody {
  if (body === undefined) {
    return { headers: {}, body: null, isBase64Encoded: false };
  }
  const type = contentType ?? Object.keys(operation.body?.content ?? {})[0] ?? "application/json";
  const spec = operation.body?.content[type];
  if (spec?.read === multipartBody) {
    const boundary = "test-boundary";
    const bytes = multipart(body as Readonly<Record<string, unknown>>, boundary);
    return { headers: { "Content-Type": `${type}; boundary=${boundary}` }, body: bytes.toString("base64"), isBase64Encoded: true };
  }
  const headers = { "Content-Type": type };
  if (spec?.read === formBody) {
    const pairs = Object.entries(body as object).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, textOf(one)]));
    return { headers, body: new URLSearchParams(pairs).toString(), isBase64Encoded: false };
  }
  if (body instanceof Uint8Array) {
    return { headers, body: Buffer.from(body).toString("base64"), isBase64Encoded: true };
  }
  return { headers, body: typeof body === "string" && !type.includes("json") ? body : JSON.stringify(body), isBase64Encoded: false };
}

function multipart(fields: Readonly<Record<string, unknown>>, boundary: string): Buffer {
  const parts = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => part(name, one, boundary)));
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
}

function part(name: string, value: unknown, boundary: string): Buffer {
  const isFile = typeof value === "object" && value !== null && "content" in value;
  const { name: filename, contentType, content } = isFile ? (value as UploadedFile) : { name: "", contentType: "", content: Buffer.from(textOf(value)) };
  const disposition = `Content-Disposition: form-data; name="${name}"${filename === "" ? "" : `; filename="${filename}"`}`;
  const head = [`--${boundary}`, disposition, ...(contentType === "" ? [] : [`Content-Type: ${contentType}`]), "", ""].join("\r\n");
  return Buffer.concat([Buffer.from(head), content, Buffer.from("\r\n")]);
}
