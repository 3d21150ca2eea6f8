import { type CredentialSpec } from "./authorize.js";
import type { ContentSpec } from "./body.js";
import { type CallOptions, type Client } from "./client.js";
import { type ParameterSpec } from "./encode.js";
import { type AnyResult } from "./errors.js";
import { type BodyReaders } from "./response.js";
/** How an operation is called. */
export interface OperationSpec {
    readonly id: string;
    readonly method: string;
    readonly path: string;
    readonly parameters?: readonly ParameterSpec[];
    /** How a body is written, by its media type or a range of them; the first one is the default. */
    readonly body?: Readonly<Record<string, ContentSpec>>;
    /** How the bodies of a status, of a range such as "4XX", or of "default" are read. */
    readonly responses: Readonly<Record<string, BodyReaders>>;
    /** The credentials that are needed. */
    readonly credentials?: readonly CredentialSpec[];
    /** A success is read by and by. */
    readonly streams?: boolean;
}
/** Options of a call whose response may be read by and by. */
export interface StreamOptions extends CallOptions {
    /** Returns the body of a success as a stream. */
    readonly stream?: boolean;
}
/** Calls an operation. The input has its parameters, its body and the media type of the body. */
export declare function call(client: Client<never>, operation: OperationSpec, input: object, options?: StreamOptions): Promise<AnyResult>;
