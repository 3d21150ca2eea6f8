"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.INTERCEPTORS = exports.TracingInterceptor = exports.MetricsInterceptor = exports.LoggingInterceptor = void 0;
const logger_1 = require("@aws-lambda-powertools/logger");
const metrics_1 = require("@aws-lambda-powertools/metrics");
const tracer_1 = require("@aws-lambda-powertools/tracer");
const handler_js_1 = require("./handler.js");
const interceptors_js_1 = require("./interceptors.js");
const LOGGER = new handler_js_1.ContextKey("logger");
const METRICS = new handler_js_1.ContextKey("metrics");
const TRACER = new handler_js_1.ContextKey("tracer");
let logger;
let metrics;
let tracer;
function operationId(request) {
    return String(request.interceptorContext.operationId);
}
/** Makes the logger of AWS Lambda Powertools available, with the operation and what is known of the invocation in each line. */
class LoggingInterceptor {
    /** Returns the logger of a request, or throws an error when the interceptor is not there. */
    static getLogger = (request) => LOGGER.get(request);
    static intercept = async (request) => {
        logger ??= new logger_1.Logger();
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
exports.LoggingInterceptor = LoggingInterceptor;
/** Makes the metrics of AWS Lambda Powertools available, with the operation as a dimension, and publishes them. */
class MetricsInterceptor {
    /** Returns the metrics of a request, or throws an error when the interceptor is not there. */
    static getMetrics = (request) => METRICS.get(request);
    static intercept = async (request) => {
        metrics ??= new metrics_1.Metrics();
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
exports.MetricsInterceptor = MetricsInterceptor;
/** Makes the tracer of AWS Lambda Powertools available, and traces what it wraps as a subsegment that is called after the operation. */
class TracingInterceptor {
    /** Returns the tracer of a request, or throws an error when the interceptor is not there. */
    static getTracer = (request) => TRACER.get(request);
    static intercept = async (request) => {
        tracer ??= new tracer_1.Tracer();
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
exports.TracingInterceptor = TracingInterceptor;
/** The interceptors of AWS PDK, in its order: CORS, logging, try-catch, tracing, metrics. */
exports.INTERCEPTORS = [
    interceptors_js_1.corsInterceptor,
    LoggingInterceptor.intercept,
    interceptors_js_1.tryCatchInterceptor,
    TracingInterceptor.intercept,
    MetricsInterceptor.intercept,
];
