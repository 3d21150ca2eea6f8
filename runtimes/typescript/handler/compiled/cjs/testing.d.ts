import type { LambdaContext, ProxyEvent } from "./event.js";
import { type LambdaHandler } from "./handler.js";
/** What the request of a test says. Parameters may be left out, to test what an invalid request is responded to with. */
export interface TestInput<Parameters, Body> {
    readonly requestParameters?: Partial<Parameters>;
    readonly body?: Body;
    /** The media type of the body; the default is the first one of the model. */
    readonly contentType?: string;
    /** Headers that are sent besides. */
    readonly headers?: Readonly<Record<string, string>>;
    /** What replaces parts of the event. */
    readonly event?: Partial<ProxyEvent>;
}
/** Returns the event that API Gateway makes of a request to the operation of a handler. */
export declare function eventOf(handler: LambdaHandler, input?: TestInput<object, unknown>): ProxyEvent;
/** Returns the context of an invocation. */
export declare function testContext(more?: Partial<LambdaContext>): LambdaContext;
