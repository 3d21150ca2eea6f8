export { bytesBody, jsonBody, textBody } from "./body.js";
export { formBody, multipartBody } from "./form.js";
export { ContextKey, handlerOf, router, } from "./handler.js";
export { buildCorsInterceptor, buildResponseHeaderInterceptor, buildTryCatchInterceptor, corsInterceptor, INTERCEPTORS, tryCatchInterceptor, } from "./interceptors.js";
export { boolean, byte, date, dateTime, int32, integer, json, number, string, value } from "./parse.js";
export { Response, } from "./response.js";
