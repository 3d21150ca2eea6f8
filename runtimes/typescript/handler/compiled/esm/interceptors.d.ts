import { type Interceptor } from "./handler.js";
import { type ResponseHeaders } from "./response.js";
/** Which web pages may read a function's responses. Preflight requests do not reach a function: API Gateway responds to them. */
export interface CorsOptions {
    /** The origins of the pages; "*" is all. */
    readonly allowOrigins: readonly string[];
    readonly allowCredentials?: boolean;
    readonly exposeHeaders?: readonly string[];
}
/** Adds the headers of CORS that the environment variable GATEWRIGHT_CORS describes, which the construct sets. */
export declare const corsInterceptor: Interceptor;
/** Returns an interceptor that adds the headers of CORS. Credentials are never allowed where every origin is. */
export declare function buildCorsInterceptor(options: CorsOptions): Interceptor;
/** Returns an interceptor that adds headers to every response that does not have them. */
export declare function buildResponseHeaderInterceptor(headers: ResponseHeaders): Interceptor;
/** Sends a response that was thrown; any other error is logged, and responded to by 500 without a word of it. */
export declare const tryCatchInterceptor: Interceptor;
/** Returns an interceptor that sends a response of one's own in place of an error. A response that was thrown is sent. */
export declare function buildTryCatchInterceptor(statusCode: number, body: unknown): Interceptor;
/** The interceptors that a handler is best with: CORS as the environment says, and try-catch. */
export declare const INTERCEPTORS: readonly Interceptor[];
