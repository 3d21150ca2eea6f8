import type { ClientState } from "./client.js";
/** A credential that an operation needs. */
export interface CredentialSpec {
    /** The name among the options of the client. */
    readonly name: string;
    readonly kind: "signature" | "key" | "token" | "custom";
    /** The header of a key or a token, or the parameter of the query that holds a key. */
    readonly field?: string;
    readonly in?: "query" | "cookie";
    /** What is before a token, such as "Bearer ". */
    readonly prefix?: string;
    readonly scopes?: readonly string[];
}
/** Adds credentials to a request. With refresh, kept tokens are not used. Signatures come last, since they cover the others. */
export declare function authorize(state: ClientState, specs: readonly CredentialSpec[], request: Request, refresh: boolean): Promise<Request>;
