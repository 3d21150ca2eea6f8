import { type BodySpec } from "./body.js";
import { type ParameterSpec } from "./decode.js";
import { type LambdaContext, type ProxyEvent, type ProxyResult } from "./event.js";
import { type AnyResponse, type ResponsesSpec } from "./response.js";
/** What interceptors hand on to each other and to the handler, by name. */
export type InterceptorContext = Readonly<Record<string, unknown>>;
/** What a request says, as the model describes it. */
export interface OperationInput<Parameters, Body> {
    readonly requestParameters: Parameters;
    readonly body: Body;
    /** The media type of the body, without parameters. */
    readonly contentType: string;
}
/** A request to an operation. */
export interface RequestInput<Parameters, Body> {
    /** The parameters and the body. Of an invalid request, whoever reads them ends with the response that says what is wrong. */
    readonly input: OperationInput<Parameters, Body>;
    readonly event: ProxyEvent;
    readonly context: LambdaContext;
    readonly interceptorContext: InterceptorContext;
}
/** What an interceptor wraps. */
export interface LambdaHandlerChain<Parameters, Body, Answer> {
    next(request: RequestInput<Parameters, Body>): Promise<Answer>;
}
/** A request to an operation, and what handles it next. */
export interface ChainedRequestInput<Parameters, Body, Answer> extends RequestInput<Parameters, Body> {
    readonly chain: LambdaHandlerChain<Parameters, Body, Answer>;
}
/** Responds to a request. */
export type LambdaHandlerFunction<Parameters, Body, Answer> = (request: RequestInput<Parameters, Body>) => Promise<Answer>;
/** Responds to a request, or hands it on. */
export type ChainedLambdaHandlerFunction<Parameters, Body, Answer> = (request: ChainedRequestInput<Parameters, Body, Answer>) => Promise<Answer>;
/** An interceptor of any operation. */
export type Interceptor = <Parameters, Body, Answer extends AnyResponse>(request: ChainedRequestInput<Parameters, Body, Answer>) => Promise<Answer | AnyResponse>;
/** The interceptors of an operation, the first one outermost, and its handler. */
export type HandlerChain<Parameters, Body, Answer> = readonly [
    ...interceptors: readonly (Interceptor | ChainedLambdaHandlerFunction<Parameters, Body, Answer>)[],
    handler: (request: ChainedRequestInput<Parameters, Body, Answer>) => Promise<Answer>
];
/** What AWS Lambda calls. */
export type LambdaHandler = (event: ProxyEvent, context: LambdaContext) => Promise<ProxyResult>;
/** What AWS Lambda calls for an operation, and what a router takes. */
export type OperationHandler<Id extends string> = LambdaHandler & {
    readonly operationId: Id;
};
/** How an operation's requests are read, and its responses written. */
export interface OperationSpec<Id extends string = string> {
    readonly id: Id;
    readonly method: string;
    readonly path: string;
    readonly parameters: readonly ParameterSpec[];
    readonly body?: BodySpec;
    readonly responses: ResponsesSpec;
}
/** A value that interceptors hand on, with its type. */
export declare class ContextKey<T> {
    readonly name: string;
    constructor(name: string);
    /** Returns the value, or throws an error that names the key when no interceptor set one. */
    get(request: {
        readonly interceptorContext: InterceptorContext;
    }): T;
    /** Returns the request with a value. */
    with<R extends {
        readonly interceptorContext: InterceptorContext;
    }>(request: R, value: T): R;
}
/** Returns what AWS Lambda calls for an operation. */
export declare function handlerOf<Id extends string, Parameters, Body, Answer>(operation: OperationSpec<Id>, chain: HandlerChain<Parameters, Body, Answer>): OperationHandler<Id>;
/** Returns the operation of a handler. */
export declare function operationOf(handler: LambdaHandler): OperationSpec;
/** Returns what a function returns, or the response that what it throws becomes. */
export declare function caught(request: RequestInput<unknown, unknown>, f: () => Promise<AnyResponse>): Promise<AnyResponse>;
/** Logs an error with the request's ID, and returns the response that says nothing of it. */
export declare function failed({ event, context, interceptorContext }: RequestInput<unknown, unknown>, error: unknown): AnyResponse;
/** What a router takes: handlers by the operations' IDs, and interceptors around all of them, the first one outermost. */
export interface RouterProps<Handlers> {
    readonly handlers: Handlers;
    readonly interceptors?: readonly Interceptor[];
}
/** What AWS Lambda calls for several operations. */
export type RouterHandler<Id> = LambdaHandler & {
    readonly operations: readonly Id[];
};
/** Returns what AWS Lambda calls for several operations: an event's method and resource tell which one it is for. */
export declare function router<Handlers extends Readonly<Record<string, LambdaHandler | undefined>>>(props: RouterProps<Handlers>): RouterHandler<keyof Handlers>;
