import { mostSpecific, essence } from "./body.js";
import type { ProxyResult } from "./event.js";

/** The value of a header; what is neither text, number nor boolean is JSON, and a list has commas between its items. */
export type HeaderValue = string | number | boolean | null | undefined | readonly unknown[] | object;

/** Headers of a response. */
export type ResponseHeaders = Readonly<Record<string, HeaderValue>>;

/** A response of an operation. */
export interface OperationResponse<StatusCode extends number, Body, Headers = ResponseHeaders | undefined> {
  readonly statusCode: StatusCode;
  readonly body: Body;
  readonly headers?: Headers;
  /** Headers that are sent several times, such as Set-Cookie. */
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
}

type Head = ResponseHeaders | undefined;

/** A response with the headers that it was made with, so that the compiler sees whether the required ones are there. */
export interface MadeResponse<StatusCode extends number, Body, Headers extends Head> {
  readonly statusCode: StatusCode;
  readonly body: Body;
  readonly headers: Headers;
}

function of<S extends number, const B = undefined, const H extends Head = undefined>(statusCode: S, body?: B, headers?: H): MadeResponse<S, B, H> {
  return { statusCode, body: body as B, headers: headers as H };
}

type Maker<S extends number> = <const B = undefined, const H extends Head = undefined>(body?: B, headers?: H) => MadeResponse<S, B, H>;

function maker<S extends number>(statusCode: S): Maker<S> {
  return (body, headers) => of(statusCode, body, headers);
}

/** Makes responses, which are returned or thrown. */
export const Response = {
  /** A response of any status. */
  of,
  success: /* @__PURE__ */ maker(200),
  created: /* @__PURE__ */ maker(201),
  accepted: /* @__PURE__ */ maker(202),
  noContent: <const H extends Head = undefined>(headers?: H): MadeResponse<204, undefined, H> => of(204, undefined, headers),
  badRequest: /* @__PURE__ */ maker(400),
  notAuthorized: /* @__PURE__ */ maker(401),
  forbidden: /* @__PURE__ */ maker(403),
  notFound: /* @__PURE__ */ maker(404),
  conflict: /* @__PURE__ */ maker(409),
  internalFailure: /* @__PURE__ */ maker(500),
};

/** The statuses of HTTP. */
export type HttpStatus =
  | 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 226
  | 300 | 301 | 302 | 303 | 304 | 305 | 307 | 308
  | 400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414 | 415 | 416 | 417 | 418
  | 421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 451
  | 500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511;

/** The statuses that a response "default" stands for: all but those that are described. */
export type OtherStatus<Described extends number> = Exclude<HttpStatus, Described>;

/** The statuses that a response such as "4XX" stands for, but those that are described. */
export type StatusIn<Class extends 2 | 3 | 4 | 5, Described extends number = never> = Exclude<
  Extract<HttpStatus, { 2: Successes; 3: Redirections; 4: ClientErrors; 5: ServerErrors }[Class]>,
  Described
>;

type Successes = 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 226;
type Redirections = 300 | 301 | 302 | 303 | 304 | 305 | 307 | 308;
type ServerErrors = 500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511;
type ClientErrors = Exclude<HttpStatus, Successes | Redirections | ServerErrors>;

/** Any response. */
export type AnyResponse = OperationResponse<number, unknown>;

/** How a body is written. */
export type BodyKind = "json" | "text" | "bytes" | "events";

/** How the bodies of an operation's responses are written: by status, and by media type. */
export type ResponsesSpec = Readonly<Record<string, Readonly<Record<string, BodyKind>>>>;

/** Reports whether what was thrown is a response. */
export function isResponse(thrown: unknown): thrown is AnyResponse {
  return typeof thrown === "object" && thrown !== null && !(thrown instanceof Error) && Number.isInteger((thrown as Partial<AnyResponse>).statusCode);
}

/** Returns a response of the form {"message": …}. */
export function failure(statusCode: number, message: string): AnyResponse {
  return { statusCode, body: { message }, headers: { "Content-Type": "application/json" } };
}

/** Throws an error when a response cannot be sent. */
export function checkResponse(response: AnyResponse, responses: ResponsesSpec): void {
  checkStatus(response.statusCode);
  checkContentType(response, responses);
}

function checkStatus(statusCode: number): void {
  if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) {
    throw new Error(`the status ${String(statusCode)} is not between 200 and 599`);
  }
}

/** Writes a response, or throws an error that says why it cannot be sent. */
export async function write(response: AnyResponse, responses: ResponsesSpec): Promise<ProxyResult> {
  const { statusCode } = response;
  checkStatus(statusCode);
  const headers = headersOf(response);
  const body = response.body === undefined ? undefined : await writeBody(response.body, contentOf(headers, statusCode, responses));
  if (statusCode === 204 || statusCode === 304 || body === undefined) {
    headers.delete("content-type");
  } else if (!headers.has("content-type")) {
    headers.set("content-type", { name: "Content-Type", values: [body.contentType] });
  }
  const isEmpty = statusCode === 204 || statusCode === 304 || body === undefined;
  return { statusCode, ...encoded(headers), body: isEmpty ? "" : body.text, isBase64Encoded: !isEmpty && body.isBase64 };
}

type Headers = Map<string, { readonly name: string; readonly values: string[] }>;

function headersOf(response: AnyResponse): Headers {
  const all: Headers = new Map();
  const set = (name: string, value: string): void => {
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

function checkHeader(name: string, value: string): void {
  if (!/^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/.test(name)) {
    throw new Error(`${JSON.stringify(name)} cannot name a header`);
  }
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) {
    throw new Error(`the value of the header ${name} has a control character`);
  }
}

/** Writes a value as a header has it, in OpenAPI's style simple. */
function headerText(value: unknown): string {
  if (typeof value === "string") {
    return value;
  }
  return Array.isArray(value) ? value.map(headerText).join(",") : JSON.stringify(value);
}

function encoded(headers: Headers): Pick<ProxyResult, "headers" | "multiValueHeaders"> {
  const [single, multiple]: [Record<string, string>, Record<string, string[]>] = [{}, {}];
  for (const { name, values } of headers.values()) {
    if (values.length === 1 && values[0] !== undefined) {
      single[name] = values[0];
    } else {
      multiple[name] = values;
    }
  }
  return Object.keys(multiple).length === 0 ? { headers: single } : { headers: single, multiValueHeaders: multiple };
}

interface Content {
  readonly kind: BodyKind;
  readonly contentType: string;
}

/** Throws an error when the model has other content types than that of a response. */
function checkContentType(response: AnyResponse, responses: ResponsesSpec): void {
  const types = Object.keys(describedBy(response.statusCode, responses));
  const contentType = headersOf(response).get("content-type")?.values.at(-1) ?? usualType(types);
  const isFree = types.length === 0 || (types.length === 1 && types[0]?.includes("*") === false);
  if (!isFree && (contentType.includes("*") || mostSpecific(types, essence(contentType)) === undefined)) {
    throw new Error(`the content type ${JSON.stringify(contentType)} is not one of ${types.join(", ")}`);
  }
}

function describedBy(statusCode: number, responses: ResponsesSpec): Readonly<Record<string, BodyKind>> {
  return responses[statusCode] ?? responses[`${String(statusCode).charAt(0)}XX`] ?? responses.default ?? {};
}

/** Returns how the body of a response is written: as its content type says, or as the first of the model. */
function contentOf(headers: Headers, statusCode: number, responses: ResponsesSpec): Content {
  const described = describedBy(statusCode, responses);
  const types = Object.keys(described);
  const contentType = headers.get("content-type")?.values.at(-1) ?? usualType(types);
  const found = mostSpecific(types, essence(contentType));
  return { kind: (found === undefined ? undefined : described[found]) ?? usualKind(contentType), contentType };
}

/** Returns the content type of a response that names none: JSON where the model has it, or the first. */
function usualType(types: readonly string[]): string {
  const plain = types.filter((type) => !type.includes("*"));
  return plain.find((type) => isJson(type)) ?? plain[0] ?? "application/json";
}

function isJson(contentType: string): boolean {
  return /^(application|text)\/([^;]*\+)?json\b/.test(contentType);
}

function usualKind(contentType: string): BodyKind {
  return isJson(contentType) ? "json" : contentType.startsWith("text/") ? "text" : "bytes";
}

interface WrittenBody {
  readonly text: string;
  readonly isBase64: boolean;
  readonly contentType: string;
}

async function writeBody(body: unknown, { kind, contentType }: Content): Promise<WrittenBody> {
  if (kind === "events") {
    return { text: await collected(body), isBase64: false, contentType };
  }
  if (body instanceof Uint8Array || kind === "bytes") {
    return { text: bytesOf(body).toString("base64"), isBase64: true, contentType };
  }
  return { text: kind === "text" && typeof body === "string" ? body : JSON.stringify(body), isBase64: false, contentType };
}

function bytesOf(body: unknown): Buffer {
  if (body instanceof Uint8Array) {
    return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body), "utf8");
}

/** Writes the events of text/event-stream one after the other. */
async function collected(events: unknown): Promise<string> {
  if (typeof events === "string") {
    return events;
  }
  const all: string[] = [];
  for await (const event of events as AsyncIterable<unknown> | Iterable<unknown>) {
    all.push(eventText(event));
  }
  return all.join("");
}

/** Writes an event of text/event-stream: a string as it is, anything else as JSON. */
export function eventText(event: unknown): string {
  const text = typeof event === "string" ? event : JSON.stringify(event);
  return `${text
    .split(/\r\n|\r|\n/)
    .map((line) => `data: ${line}\n`)
    .join("")}\n`;
}
