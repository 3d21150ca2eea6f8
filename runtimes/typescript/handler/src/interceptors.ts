import { headerValue, type ProxyEvent } from "./event.js";
import { caught, type Interceptor } from "./handler.js";
import { type AnyResponse, isResponse, type ResponseHeaders } from "./response.js";

/** Which web pages may read a function's responses. Preflight requests do not reach a function: API Gateway responds to them. */
export interface CorsOptions {
  /** The origins of the pages; "*" is all. */
  readonly allowOrigins: readonly string[];
  readonly allowCredentials?: boolean;
  readonly exposeHeaders?: readonly string[];
}

/** Adds the headers of CORS that the environment variable GATEWRIGHT_CORS describes, which the construct sets. */
export const corsInterceptor: Interceptor = async (request) => withCors(await request.chain.next(request), corsFromEnvironment(), request.event);

/** Returns an interceptor that adds the headers of CORS. Credentials are never allowed where every origin is. */
export function buildCorsInterceptor(options: CorsOptions): Interceptor {
  return async (request) => withCors(await request.chain.next(request), options, request.event);
}

let known: { readonly text: string; readonly options: CorsOptions } | undefined;

function corsFromEnvironment(): CorsOptions {
  const text = process.env.GATEWRIGHT_CORS ?? "";
  if (known?.text !== text) {
    known = { text, options: readCors(text) };
  }
  return known.options;
}

function readCors(text: string): CorsOptions {
  const none = { allowOrigins: [] };
  if (text === "") {
    return none;
  }
  try {
    const { allowOrigins, allowCredentials, exposeHeaders } = JSON.parse(text) as Partial<Record<keyof CorsOptions, unknown>>;
    return { allowOrigins: (allowOrigins ?? []) as string[], allowCredentials: allowCredentials === true, exposeHeaders: (exposeHeaders ?? []) as string[] };
  } catch (error) {
    console.error("environment variable GATEWRIGHT_CORS: responses have no CORS headers:", error);
    return none;
  }
}

function withCors(response: AnyResponse, { allowOrigins, allowCredentials = false, exposeHeaders = [] }: CorsOptions, event: ProxyEvent): AnyResponse {
  const names = Object.keys({ ...response.headers, ...response.multiValueHeaders });
  if (allowOrigins.length === 0 || names.some((name) => name.toLowerCase() === "access-control-allow-origin")) {
    return response;
  }
  const all = allowOrigins.includes("*");
  const origin = all ? "*" : allowedOrigin(allowOrigins, headerValue(event, "Origin"));
  const headers: Record<string, string> = {};
  if (origin !== undefined) {
    headers["Access-Control-Allow-Origin"] = origin;
    if (allowCredentials && !all) {
      headers["Access-Control-Allow-Credentials"] = "true";
    }
    if (exposeHeaders.length > 0) {
      headers["Access-Control-Expose-Headers"] = exposeHeaders.join(",");
    }
  }
  const varying = { ...response, headers: { ...response.headers, ...headers } };
  if (all || allowOrigins.length === 1) {
    return varying;
  }
  return { ...varying, multiValueHeaders: { ...response.multiValueHeaders, Vary: [...(response.multiValueHeaders?.Vary ?? []), "Origin"] } };
}

/** Returns the only origin, or the one that asks when it is allowed. */
function allowedOrigin(allowOrigins: readonly string[], asking: string): string | undefined {
  return allowOrigins.length === 1 ? allowOrigins[0] : allowOrigins.find((origin) => origin === asking);
}

/** Returns an interceptor that adds headers to every response that does not have them. */
export function buildResponseHeaderInterceptor(headers: ResponseHeaders): Interceptor {
  return async (request) => {
    const response = await request.chain.next(request);
    return { ...response, headers: { ...headers, ...response.headers } };
  };
}

/** Sends a response that was thrown; any other error is logged, and responded to by 500 without a word of it. */
export const tryCatchInterceptor: Interceptor = (request) => caught(request, () => request.chain.next(request));

/** Returns an interceptor that sends a response of one's own in place of an error. A response that was thrown is sent. */
export function buildTryCatchInterceptor(statusCode: number, body: unknown): Interceptor {
  return async (request) => {
    let thrown: unknown;
    const response = await caught(request, async () => {
      try {
        return await request.chain.next(request);
      } catch (error) {
        thrown = error;
        throw error;
      }
    });
    return thrown === undefined || isResponse(thrown) ? response : { statusCode, body, headers: { "Content-Type": "application/json" } };
  };
}

/** The interceptors that a handler is best with: CORS as the environment says, and try-catch. */
export const INTERCEPTORS: readonly Interceptor[] = [corsInterceptor, tryCatchInterceptor];
