import type { Decoder, ParameterSpec } from "./decode.js";
import { type Shape } from "./shape.js";
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
/** Reads the body of a request; what is wrong is reported to the decoder. */
export declare function readBody(decoder: Decoder, spec: BodySpec | undefined): Body;
/** Returns a media type without its parameters, in lower case. */
export declare function essence(contentType: string): string;
/** Returns the media type or range that describes a media type most closely. */
export declare function mostSpecific(described: readonly string[], mediaType: string): string | undefined;
/** Reads a body as JSON. */
export declare function jsonBody(body: Buffer, { shape }: ContentSpec): unknown;
/** Reads a body as text. */
export declare function textBody(body: Buffer): string;
/** Reads a body as bytes. */
export declare function bytesBody(body: Buffer): Uint8Array;
