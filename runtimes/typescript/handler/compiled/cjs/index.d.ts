export { bytesBody, jsonBody, textBody } from "./body.js";
export type { LambdaContext, ProxyEvent, ProxyResult, RequestContext, RequestIdentity } from "./event.js";
export { formBody, multipartBody, type UploadedFile } from "./form.js";
export { type ChainedLambdaHandlerFunction, type ChainedRequestInput, ContextKey, type HandlerChain, type Interceptor, type InterceptorContext, type LambdaHandler, type LambdaHandlerChain, type LambdaHandlerFunction, handlerOf, type OperationHandler, type OperationInput, type OperationSpec, type RequestInput, router, type RouterHandler, type RouterProps, } from "./handler.js";
export { buildCorsInterceptor, buildResponseHeaderInterceptor, buildTryCatchInterceptor, corsInterceptor, type CorsOptions, INTERCEPTORS, tryCatchInterceptor, } from "./interceptors.js";
export { boolean, byte, date, dateTime, int32, integer, json, number, string, value } from "./parse.js";
export { type AnyResponse, type HeaderValue, type HttpStatus, type MadeResponse, type OperationResponse, type OtherStatus, Response, type ResponseHeaders, type StatusIn, } from "./response.js";
export type { Shape } from "./shape.js";
