import type { Decoder, ParameterSpec } from "./decode.js";
import { headerValue, type ProxyEvent } from "./event.js";
import { isBase64 } from "./format.js";
import { parseJson } from "./parse.js";
import { Reason } from "./problem.js";
import { checkShape, type Shape } from "./shape.js";

/** What the model says of a request's body. */
export interface BodySpec {
  readonly required?: boolean;
  /** How a body is read, by its media type or range of media types. */
  readonly content: Readonly<Record<string, ContentSpec>>;
}

/** How a body of one media type is read. */
export interface ContentSpec {
  readonly read: BodyReader;
  /** The shape of JSON. */
  readonly shape?: Shape;
  /** The fields of a form. */
  readonly fields?: readonly ParameterSpec[];
}

/** Reads a body, or throws a {@link Reason}. What is wrong with the fields of a form is reported to the decoder. */
export type BodyReader = (body: Buffer, spec: ContentSpec, decoder: Decoder) => unknown;

/** The body of a request and its media type, without parameters. */
export interface Body {
  readonly body: unknown;
  readonly contentType: string;
}

const place = { in: "body", name: "" } as const;

/** Reads the body of a request; what is wrong is reported to the decoder. */
export function readBody(decoder: Decoder, spec: BodySpec | undefined): Body {
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

function attempt(decoder: Decoder, content: ContentSpec): unknown {
  try {
    return content.read(bytesOf(decoder.event), content, decoder);
  } catch (error) {
    if (!(error instanceof Reason)) {
      throw error;
    }
    decoder.refuse(place, error.message);
    return undefined;
  }
}

function bytesOf({ body, isBase64Encoded }: ProxyEvent): Buffer {
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
export function essence(contentType: string): string {
  return (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();
}

/** Returns the media type or range that describes a media type most closely. */
export function mostSpecific(described: readonly string[], mediaType: string): string | undefined {
  let [best, most]: [string | undefined, number] = [undefined, 0];
  for (const one of described) {
    const how = specificity(essence(one), mediaType);
    if (how > most) {
      [best, most] = [one, how];
    }
  }
  return best;
}

function specificity(described: string, mediaType: string): number {
  if (described === mediaType) {
    return 3;
  }
  if (described === "*/*") {
    return 1;
  }
  return described.endsWith("/*") && mediaType.startsWith(described.slice(0, -1)) ? 2 : 0;
}

/** Reads a body as JSON. */
export function jsonBody(body: Buffer, { shape = "any" }: ContentSpec): unknown {
  const value = parseJson(body.toString("utf8"));
  checkShape(value, shape);
  return value;
}

/** Reads a body as text. */
export function textBody(body: Buffer): string {
  return body.toString("utf8");
}

/** Reads a body as bytes. */
export function bytesBody(body: Buffer): Uint8Array {
  return new Uint8Array(body);
}
