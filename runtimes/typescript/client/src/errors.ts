/**
 * Where an error comes from: API Gateway, a response that the model does not describe, the connection, the time that a call
 * may take, or a body that cannot be read.
 */
export type ApiErrorKind = "gateway" | "undeclared" | "network" | "timeout" | "decode";

/** What is known of an error. */
export interface ApiErrorDetails {
  /** The operation's ID. */
  readonly operation: string;
  readonly kind: ApiErrorKind;
  /** How many requests were sent. */
  readonly attempts: number;
  readonly statusCode?: number;
  /** The type of API Gateway's error, such as "TooManyRequestsException". */
  readonly errorType?: string;
  /** The ID that API Gateway gave the request. */
  readonly requestId?: string;
  /** The extended ID, which AWS Support asks for. */
  readonly extendedRequestId?: string;
}

/** A call that did not end with a response that the model describes. */
export class ApiError extends Error implements ApiErrorDetails {
  readonly operation: string;
  readonly kind: ApiErrorKind;
  readonly attempts: number;
  readonly statusCode?: number;
  readonly errorType?: string;
  readonly requestId?: string;
  readonly extendedRequestId?: string;

  constructor(message: string, details: ApiErrorDetails, options?: ErrorOptions) {
    super(message, options);
    this.name = "ApiError";
    this.operation = details.operation;
    this.kind = details.kind;
    this.attempts = details.attempts;
    this.statusCode = details.statusCode;
    this.errorType = details.errorType;
    this.requestId = details.requestId;
    this.extendedRequestId = details.extendedRequestId;
  }
}

/** A response to a call. */
export interface Result<StatusCode extends number, Body = undefined> {
  readonly statusCode: StatusCode;
  readonly headers: Headers;
  readonly body: Body;
}

/** Headers of which some are always there. */
export type HeadersWith<Name extends string> = { get(name: Name | Lowercase<Name>): string } & Headers;

/** Results whose successes have a stream as their body. */
export type Streamed<Results> = Results extends { readonly statusCode: infer Status }
  ? [Extract<Status, SuccessStatus>] extends [never]
    ? Results
    : Omit<Results, "body"> & { readonly body: ReadableStream<Uint8Array> }
  : never;

/** Any response to a call. */
export interface AnyResult {
  readonly statusCode: number;
  readonly headers: Headers;
  /** The media type of the body, where the model describes several. */
  readonly contentType?: string;
  readonly body?: unknown;
}

type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 226;

/** The body of a result's successes. */
export type SuccessBody<Result> = Result extends { readonly statusCode: infer Status }
  ? [Extract<Status, SuccessStatus>] extends [never]
    ? never
    : Result extends { readonly body: infer Body }
      ? Body
      : undefined
  : never;

/** The results that are not successes. */
export type Failure<Result> = Result extends { readonly statusCode: infer Status }
  ? [Exclude<Status, SuccessStatus>] extends [never]
    ? never
    : Result
  : never;

/** A response that the model describes and that is not a success, thrown by {@link ok}. */
export class ResponseError<Result extends AnyResult = AnyResult> extends Error {
  constructor(readonly result: Failure<Result>) {
    super(`status ${String((result as AnyResult).statusCode)}`);
    this.name = "ResponseError";
  }
}

/** Returns the body of a success, and throws a {@link ResponseError} for any other response. */
export function ok<Result extends AnyResult>(result: Result): SuccessBody<Result> {
  if (result.statusCode >= 200 && result.statusCode < 300) {
    return result.body as SuccessBody<Result>;
  }
  throw new ResponseError<Result>(result as Failure<Result>);
}
