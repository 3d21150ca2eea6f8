import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { Tracer } from "@aws-lambda-powertools/tracer";
import { ContextKey } from "./handler.js";
import { corsInterceptor, tryCatchInterceptor } from "./interceptors.js";
const LOGGER = new ContextKey("logger");
const METRICS = new ContextKey("metrics");
const TRACER = new ContextKey("tracer");
let logger;
let metrics;
let tracer;
function operationId(request) {
    return String(request.interceptorContext.operationId);
}
/** Makes the logger of AWS Lambda Powertools available, with the operation and what is known of the invocation in each line. */
export class LoggingInterceptor {
    /** Returns the logger of a request, or throws an error when the interceptor is not there. */
    static getLogger = (request) => LOGGER.get(request);
    static intercept = async (request) => {
        logger ??= new Logger();
        logger.addContext(request.context);
        logger.appendKeys({ operationId: operationId(request) });
        logger.logEventIfEnabled(request.event);
        try {
            return await request.chain.next(LOGGER.with(request, logger));
        }
        finally {
            logger.resetKeys();
        }
    };
}
/** Makes the metrics of AWS Lambda Powertools available, with the operation as a dimension, and publishes them. */
export class MetricsInterceptor {
    /** Returns the metrics of a request, or throws an error when the interceptor is not there. */
    static getMetrics = (request) => METRICS.get(request);
    static intercept = async (request) => {
        metrics ??= new Metrics();
        metrics.addDimension("operationId", operationId(request));
        metrics.captureColdStartMetric(request.context.functionName);
        try {
            return await request.chain.next(METRICS.with(request, metrics));
        }
        finally {
            metrics.publishStoredMetrics();
        }
    };
}
/** Makes the tracer of AWS Lambda Powertools available, and traces what it wraps as a subsegment that is called after the operation. */
export class TracingInterceptor {
    /** Returns the tracer of a request, or throws an error when the interceptor is not there. */
    static getTracer = (request) => TRACER.get(request);
    static intercept = async (request) => {
        tracer ??= new Tracer();
        const traced = TRACER.with(request, tracer);
        const segment = tracer.isTracingEnabled() ? tracer.getSegment() : undefined;
        if (segment === undefined) {
            return request.chain.next(traced);
        }
        const subsegment = segment.addNewSubsegment(`## ${operationId(request)}`);
        tracer.setSegment(subsegment);
        tracer.annotateColdStart();
        tracer.addServiceNameAnnotation();
        try {
            const response = await request.chain.next(traced);
            tracer.addResponseAsMetadata(response, operationId(request));
            return response;
        }
        catch (error) {
            tracer.addErrorAsMetadata(error);
            throw error;
        }
        finally {
            subsegment.close();
            tracer.setSegment(segment);
        }
    };
}
/** The interceptors of AWS PDK, in its order: CORS, logging, try-catch, tracing, metrics. */
export const INTERCEPTORS = [
    corsInterceptor,
    LoggingInterceptor.intercept,
    tryCatchInterceptor,
    TracingInterceptor.intercept,
    MetricsInterceptor.intercept,
];
