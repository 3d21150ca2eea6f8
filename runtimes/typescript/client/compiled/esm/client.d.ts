/** A request that is about to be signed. */
export interface SignableRequest {
    readonly method: string;
    readonly url: URL;
    readonly headers: Headers;
    readonly body: Uint8Array;
}
/** Signs requests. */
export interface Signer {
    /** Returns the headers that the signature adds. */
    sign(request: SignableRequest): Promise<Readonly<Record<string, string>>>;
}
/**
 * A token, or a function that returns one for the scopes of an operation. With refresh, the last one was refused: a kept token
 * must not be returned again.
 */
export type TokenSource = string | ((scopes: readonly string[], refresh: boolean) => string | Promise<string>);
/** Adds to a request what an authorizer of the API reads, or returns another request. */
export type CustomCredential = (request: Request) => Request | Promise<Request>;
/** A function around each attempt of a call. */
export type Middleware = (request: Request, next: (request: Request) => Promise<Response>) => Promise<Response>;
/** When a call is repeated. */
export interface Retry {
    /** How many requests a call sends at most; the default is 3. */
    readonly maxAttempts: number;
    /** The longest wait before the second request, in milliseconds; the default is 100. It doubles with each request. */
    readonly baseMs: number;
    /** The longest wait before any request, in milliseconds; the default is 5000. */
    readonly maxMs: number;
}
/** Options of a client. */
export interface ClientOptions {
    /** The URL of the API's stage, such as https://abcdefghij.execute-api.eu-west-1.amazonaws.com/prod. */
    readonly baseUrl: string;
    /** What sends requests; the default is the global fetch. */
    readonly fetch?: (request: Request) => Promise<Response>;
    /** How long a call may take with its retries, in milliseconds; the default is 30000. Streams may go on for longer. */
    readonly timeoutMs?: number;
    readonly retry?: Partial<Retry>;
    /** The first one is the outermost. They see a request before it is authorized. */
    readonly middleware?: readonly Middleware[];
    /** Headers of each request. */
    readonly headers?: Readonly<Record<string, string>>;
    /** Is called with the ID that API Gateway gave a request, for logs. */
    readonly onRequestId?: (requestId: string, operation: string) => void;
}
/** Options of a call. */
export interface CallOptions {
    /** Ends the call at once when it aborts. */
    readonly signal?: AbortSignal;
    readonly timeoutMs?: number;
    readonly retry?: Partial<Retry>;
    /** Headers of the request. */
    readonly headers?: Readonly<Record<string, string>>;
}
declare const granted: unique symbol;
/** A client that has the credentials named. One with more credentials can stand for one with fewer. */
export interface Client<Credentials extends string> {
    readonly [granted]: Readonly<Record<Credentials, true>>;
}
/** The names of the credentials that options have for certain. */
export type Given<Options, Credentials> = {
    [Name in keyof Credentials & keyof Options]: Options[Name] extends NonNullable<Credentials[Name]> ? Name : never;
}[keyof Credentials & keyof Options] & string;
/** What a client holds. */
export interface ClientState {
    readonly options: ClientOptions;
    readonly credentials: Readonly<Record<string, unknown>>;
    /** The tokens that are left for retries. */
    budget: number;
}
/** How many tokens retries may take before calls succeed again. */
export declare const fullBudget = 500;
/** Creates a client. Its type says which credentials there are. */
export declare function newClient<Credentials extends string>(options: ClientOptions, credentials: Readonly<Record<string, unknown>>): Client<Credentials>;
/** Returns what a client holds. */
export declare function stateOf(client: Client<never>): ClientState;
export {};
