export type { CredentialSpec } from "./authorize.js";
export { type BinaryBody, type BodyWriter, type ContentSpec, type FieldSpec, formBody, type FormFile, jsonBody, multipartBody, plainBody } from "./body.js";
export { call, type OperationSpec, type StreamOptions } from "./call.js";
export {
  type CallOptions,
  type Client,
  type ClientOptions,
  type CustomCredential,
  type Given,
  type Middleware,
  newClient,
  type Retry,
  type SignableRequest,
  type Signer,
  type TokenSource,
} from "./client.js";
export type { ParameterSpec, Style } from "./encode.js";
export { type AnyResult, ApiError, type ApiErrorDetails, type ApiErrorKind, type Failure, type HeadersWith, ok, ResponseError, type Result, type Streamed, type SuccessBody } from "./errors.js";
export { itemsOf, pagesOf } from "./pages.js";
export { type BodyReader, readBytes, readEvents, readJson, readStream, readText, readTextEvents, type ServerSentEvent } from "./response.js";
export { clientCredentials, type KeptTokenSource, refreshToken, type TokenEndpoint } from "./tokens.js";
