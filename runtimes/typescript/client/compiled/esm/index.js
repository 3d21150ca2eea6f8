export { formBody, jsonBody, multipartBody, plainBody } from "./body.js";
export { call } from "./call.js";
export { newClient, } from "./client.js";
export { ApiError, ok, ResponseError } from "./errors.js";
export { itemsOf, pagesOf } from "./pages.js";
export { readBytes, readEvents, readJson, readStream, readText, readTextEvents } from "./response.js";
export { clientCredentials, refreshToken } from "./tokens.js";
