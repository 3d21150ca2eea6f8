import { type ParameterSpec } from "./encode.js";
/** How a body of one media type is written. */
export interface ContentSpec {
    readonly write: BodyWriter;
    /** The fields of a form. */
    readonly fields?: readonly FieldSpec[];
}
/** How a field of a form is written. */
export interface FieldSpec extends ParameterSpec {
    /** The field holds a file, or several. */
    readonly file?: "one" | "many";
}
/** A body as it is sent. */
export interface SentBody {
    readonly content: string | Uint8Array | Blob | ReadableStream<Uint8Array>;
    /** The media type, where it has parameters. */
    readonly contentType?: string;
}
/** Writes a body. */
export type BodyWriter = (body: unknown, spec: ContentSpec) => SentBody | Promise<SentBody>;
/** A body that is sent as it is. A stream is sent once: such a call is not repeated. */
export type BinaryBody = Uint8Array | Blob | ReadableStream<Uint8Array>;
/** A file of a multipart form. */
export type FormFile = Blob | {
    readonly name?: string;
    readonly contentType?: string;
    readonly content: Uint8Array;
};
/** Writes a body as JSON. */
export declare function jsonBody(body: unknown): SentBody;
/** Writes a body that is text or bytes. */
export declare function plainBody(body: unknown): SentBody;
/** Writes a body as a form of application/x-www-form-urlencoded. */
export declare function formBody(body: unknown, { fields }: ContentSpec): SentBody;
/** Writes a body as a form of multipart/form-data. */
export declare function multipartBody(body: unknown, { fields }: ContentSpec): Promise<SentBody>;
