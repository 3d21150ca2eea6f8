/** An event of API Gateway's Lambda proxy integration, as far as handlers read it. */
export interface ProxyEvent {
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
  readonly headers: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, string[] | undefined>> | null;
  readonly pathParameters: Readonly<Record<string, string | undefined>> | null;
  readonly queryStringParameters: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueQueryStringParameters?: Readonly<Record<string, string[] | undefined>> | null;
  readonly requestContext: Readonly<Record<string, unknown>>;
}

/** What a function answers API Gateway. */
export interface ProxyResult {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** What a handler gets. */
export interface HandlerRequest<Input> {
  readonly input: Input;
  readonly event: ProxyEvent;
  /** What AWS Lambda says of the invocation. */
  readonly context: unknown;
}

/** A response of an operation: a status, and its body where it has one. */
export interface HandlerResponse {
  readonly statusCode: number;
  /** The content type of the body; the default is the one that the model has for the status. */
  readonly contentType?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers the requests for an operation. */
export type Handle<Input, Response> = (request: HandlerRequest<Input>) => Promise<Response>;

/** Stands around a handler: it may change the request, the response, or answer itself. */
export type Interceptor<Input, Response> = (request: HandlerRequest<Input>, next: Handle<Input, Response>) => Promise<Response>;

/** What AWS Lambda calls. */
export type LambdaHandler = (event: ProxyEvent, context: unknown) => Promise<ProxyResult>;

/** How an operation's requests are read, and its responses written. */
export interface OperationCodec {
  readonly parameters: readonly ParameterCodec[];
  /** How the body is read, by its media type or range of media types; none: there is no body. */
  readonly bodies?: Readonly<Record<string, BodyKind>>;
  readonly bodyRequired?: boolean;
  /** The content types of the responses, by status. */
  readonly contentTypes: Readonly<Record<string, string>>;
}

/** How a body is given to a handler: parsed, as a string, or as a Uint8Array. */
export type BodyKind = "json" | "text" | "bytes";

/** How a parameter is read. */
export interface ParameterCodec {
  readonly name: string;
  /** The name of the property in the input. */
  readonly property: string;
  readonly in: "path" | "query" | "header";
  readonly type: "string" | "number" | "boolean";
  readonly array?: boolean;
  readonly required?: boolean;
}

/** Says that a request is wrong. */
class BadRequest extends Error {
  constructor(
    message: string,
    readonly statusCode = 400,
  ) {
    super(message);
  }
}

/** Makes what AWS Lambda calls of a handler. The first interceptor is the outermost. */
export function lambdaHandler<Input, Response extends HandlerResponse>(
  codec: OperationCodec,
  handle: Handle<Input, Response>,
  interceptors: readonly Interceptor<Input, Response>[],
): LambdaHandler {
  const chain = interceptors.reduceRight<Handle<Input, Response>>((next, interceptor) => (request) => interceptor(request, next), handle);
  return async (event, context) => {
    const cors = corsHeaders(event);
    try {
      const response = await chain({ input: readInput(codec, event) as Input, event, context });
      return write(codec, response, cors);
    } catch (error) {
      if (error instanceof BadRequest) {
        return failed(error.statusCode, error.message, cors);
      }
      console.error(error);
      return failed(500, "Internal server error", cors);
    }
  };
}

function readInput(codec: OperationCodec, event: ProxyEvent): unknown {
  const requestParameters: Record<string, unknown> = {};
  const wrong: string[] = [];
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
function textsOf({ name, in: place, array }: ParameterCodec, event: ProxyEvent): readonly string[] {
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
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function valueOf({ type }: ParameterCodec, text: string): string | number | boolean | undefined {
  if (type === "string") {
    return text;
  }
  if (type === "number") {
    return text.trim() === "" || Number.isNaN(Number(text)) ? undefined : Number(text);
  }
  return text === "true" ? true : text === "false" ? false : undefined;
}

/** What a handler gets of the body of a request. */
interface RequestBody {
  readonly body?: unknown;
  readonly contentType?: string;
}

function readBody({ bodies, bodyRequired }: OperationCodec, event: ProxyEvent): RequestBody {
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
function mediaTypeOf(event: ProxyEvent): string | undefined {
  const [contentType] = textsOf({ name: "Content-Type", property: "", in: "header", type: "string" }, event);
  const mediaType = contentType?.split(";", 1)[0]?.trim().toLowerCase();
  return mediaType === "" ? undefined : mediaType;
}

/** Returns how a body is read. Without a content type it is JSON, as API Gateway takes it, or whatever is the only kind. */
function kindOf(bodies: Readonly<Record<string, BodyKind>>, mediaType: string | undefined): BodyKind | undefined {
  const kinds = Object.values(bodies);
  if (mediaType === undefined && kinds.length === 1) {
    return kinds[0];
  }
  const found = mediaType ?? "application/json";
  return bodies[found] ?? bodies[`${found.split("/", 1)[0] ?? ""}/*`] ?? bodies["*/*"];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new BadRequest("the body is not JSON");
  }
}

function write(codec: OperationCodec, response: HandlerResponse, cors: Record<string, string>): ProxyResult {
  const status = String(response.statusCode);
  const contentType = response.contentType ?? codec.contentTypes[status] ?? codec.contentTypes[`${status.charAt(0)}XX`] ?? codec.contentTypes.default;
  const headers: Record<string, string> = { ...cors };
  if (response.body !== undefined && contentType !== undefined) {
    headers["Content-Type"] = contentType;
  }
  Object.assign(headers, response.headers);
  return { statusCode: response.statusCode, headers, ...bodyOf(response.body, contentType) };
}

function bodyOf(body: unknown, contentType = "application/json"): { readonly body: string; readonly isBase64Encoded: boolean } {
  if (body === undefined) {
    return { body: "", isBase64Encoded: false };
  }
  if (body instanceof Uint8Array) {
    return { body: Buffer.from(body).toString("base64"), isBase64Encoded: true };
  }
  const isJson = /^(application|text)\/([^;]*\+)?json\b/.test(contentType);
  return { body: isJson || typeof body !== "string" ? JSON.stringify(body) : body, isBase64Encoded: false };
}

function failed(statusCode: number, message: string, cors: Record<string, string>): ProxyResult {
  return {
    statusCode,
    headers: { ...cors, "Content-Type": "application/json" },
    body: JSON.stringify({ message }),
    isBase64Encoded: false,
  };
}

/** The options of CORS that the construct passes to its functions. */
interface Cors {
  readonly allowOrigins: readonly string[] | null;
  readonly allowCredentials: boolean;
  readonly exposeHeaders: readonly string[] | null;
}

/** Gives the headers that let the page that asks read the answer. */
function corsHeaders(event: ProxyEvent): Record<string, string> {
  const text = process.env.GATEWRIGHT_CORS;
  if (text === undefined || text === "") {
    return {};
  }
  const cors = JSON.parse(text) as Cors;
  const origins = cors.allowOrigins ?? [];
  const [origin] = textsOf({ name: "Origin", property: "", in: "header", type: "string" }, event);
  const headers: Record<string, string> = {};
  if (origins.includes("*")) {
    headers["Access-Control-Allow-Origin"] = "*";
  } else {
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
