import type { ContentSpec } from "./body.js";
import { Decoder, type ParameterSpec } from "./decode.js";
/** A file of a multipart form. */
export interface UploadedFile {
    /** The name that the client has for it; not to be used as a path unchecked. */
    readonly name: string;
    readonly contentType: string;
    readonly content: Uint8Array;
}
/** What the model says of a field of a form that holds a file, or several. */
export interface FileSpec extends ParameterSpec {
    readonly file?: "one" | "many";
}
/** Reads a body as a form of application/x-www-form-urlencoded. */
export declare function formBody(body: Buffer, spec: ContentSpec, decoder: Decoder): unknown;
/** Reads a body as a form of multipart/form-data (RFC 7578). */
export declare function multipartBody(body: Buffer, spec: ContentSpec, decoder: Decoder): unknown;
