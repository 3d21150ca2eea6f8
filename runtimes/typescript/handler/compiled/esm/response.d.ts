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
declare function of<S extends number, const B = undefined, const H extends Head = undefined>(statusCode: S, body?: B, headers?: H): MadeResponse<S, B, H>;
type Maker<S extends number> = <const B = undefined, const H extends Head = undefined>(body?: B, headers?: H) => MadeResponse<S, B, H>;
/** Makes responses, which are returned or thrown. */
export declare const Response: {
    /** A response of any status. */
    of: typeof of;
    success: Maker<200>;
    created: Maker<201>;
    accepted: Maker<202>;
    noContent: <const H extends Head = undefined>(headers?: H) => MadeResponse<204, undefined, H>;
    badRequest: Maker<400>;
    notAuthorized: Maker<401>;
    forbidden: Maker<403>;
    notFound: Maker<404>;
    conflict: Maker<409>;
    internalFailure: Maker<500>;
};
/** The statuses of HTTP. */
export type HttpStatus = 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 226 | 300 | 301 | 302 | 303 | 304 | 305 | 307 | 308 | 400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414 | 415 | 416 | 417 | 418 | 421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 451 | 500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511;
/** The statuses that a response "default" stands for: all but those that are described. */
export type OtherStatus<Described extends number> = Exclude<HttpStatus, Described>;
/** The statuses that a response such as "4XX" stands for, but those that are described. */
export type StatusIn<Class extends 2 | 3 | 4 | 5, Described extends number = never> = Exclude<Extract<HttpStatus, {
    2: Successes;
    3: Redirections;
    4: ClientErrors;
    5: ServerErrors;
}[Class]>, Described>;
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
export declare function isResponse(thrown: unknown): thrown is AnyResponse;
/** Returns a response of the form {"message": …}. */
export declare function failure(statusCode: number, message: string): AnyResponse;
/** Throws an error when a response cannot be sent. */
export declare function checkResponse(response: AnyResponse, responses: ResponsesSpec): void;
/** Writes a response, or throws an error that says why it cannot be sent. */
export declare function write(response: AnyResponse, responses: ResponsesSpec): Promise<ProxyResult>;
/** Writes an event of text/event-stream: a string as it is, anything else as JSON. */
export declare function eventText(event: unknown): string;
export {};
