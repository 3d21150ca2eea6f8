import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { Tracer } from "@aws-lambda-powertools/tracer";
import { type Interceptor, type InterceptorContext } from "./handler.js";
interface WithContext {
    readonly interceptorContext: InterceptorContext;
}
/** Makes the logger of AWS Lambda Powertools available, with the operation and what is known of the invocation in each line. */
export declare class LoggingInterceptor {
    /** Returns the logger of a request, or throws an error when the interceptor is not there. */
    static readonly getLogger: (request: WithContext) => Logger;
    static readonly intercept: Interceptor;
}
/** Makes the metrics of AWS Lambda Powertools available, with the operation as a dimension, and publishes them. */
export declare class MetricsInterceptor {
    /** Returns the metrics of a request, or throws an error when the interceptor is not there. */
    static readonly getMetrics: (request: WithContext) => Metrics;
    static readonly intercept: Interceptor;
}
/** Makes the tracer of AWS Lambda Powertools available, and traces what it wraps as a subsegment that is called after the operation. */
export declare class TracingInterceptor {
    /** Returns the tracer of a request, or throws an error when the interceptor is not there. */
    static readonly getTracer: (request: WithContext) => Tracer;
    static readonly intercept: Interceptor;
}
/** The interceptors of AWS PDK, in its order: CORS, logging, try-catch, tracing, metrics. */
export declare const INTERCEPTORS: readonly Interceptor[];
export {};
