/** An event of API Gateway's Lambda proxy integration, as far as handlers read it. */
export interface ProxyEvent {
    readonly body: string | null;
    readonly isBase64Encoded: boolean;
    readonly headers: Readonly<Record<string, string | undefined>> | null;
    readonly multiValueHeaders?: Readonly<Record<string, string[] | undefined>> | null;
    readonly pathParameters: Readonly<Record<string, string | undefined>> | null;
    readonly queryStringParameters: Readonly<Record<string, string | undefined>> | null;
    readonly multiValueQueryStringParameters?: Readonly<Record<string, string[] | undefined>> | null;
    readonly requestContext: Readonly<Record<string, unknown>>;
}
/** What a function answers API Gateway. */
export interface ProxyResult {
    readonly statusCode: number;
    readonly headers: Record<string, string>;
    readonly body: string;
    readonly isBase64Encoded: boolean;
}
/** What a handler gets. */
export interface HandlerRequest<Input> {
    readonly input: Input;
    readonly event: ProxyEvent;
    /** What AWS Lambda says of the invocation. */
    readonly context: unknown;
}
/** A response of an operation: a status, and its body where it has one. */
export interface HandlerResponse {
    readonly statusCode: number;
    /** The content type of the body; the default is the one that the model has for the status. */
    readonly contentType?: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
}
/** Answers the requests for an operation. */
export type Handle<Input, Response> = (request: HandlerRequest<Input>) => Promise<Response>;
/** Stands around a handler: it may change the request, the response, or answer itself. */
export type Interceptor<Input, Response> = (request: HandlerRequest<Input>, next: Handle<Input, Response>) => Promise<Response>;
/** What AWS Lambda calls. */
export type LambdaHandler = (event: ProxyEvent, context: unknown) => Promise<ProxyResult>;
/** How an operation's requests are read, and its responses written. */
export interface OperationCodec {
    readonly parameters: readonly ParameterCodec[];
    /** How the body is read, by its media type or range of media types; none: there is no body. */
    readonly bodies?: Readonly<Record<string, BodyKind>>;
    readonly bodyRequired?: boolean;
    /** The content types of the responses, by status. */
    readonly contentTypes: Readonly<Record<string, string>>;
}
/** How a body is given to a handler: parsed, as a string, or as a Uint8Array. */
export type BodyKind = "json" | "text" | "bytes";
/** How a parameter is read. */
export interface ParameterCodec {
    readonly name: string;
    /** The name of the property in the input. */
    readonly property: string;
    readonly in: "path" | "query" | "header";
    readonly type: "string" | "number" | "boolean";
    readonly array?: boolean;
    readonly required?: boolean;
}
/** Makes what AWS Lambda calls of a handler. The first interceptor is the outermost. */
export declare function lambdaHandler<Input, Response extends HandlerResponse>(codec: OperationCodec, handle: Handle<Input, Response>, interceptors: readonly Interceptor<Input, Response>[]): LambdaHandler;
