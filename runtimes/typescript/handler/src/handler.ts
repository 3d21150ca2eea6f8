import { type BodySpec, readBody } from "./body.js";
import { Decoder, type ParameterSpec } from "./decode.js";
import { checkEvent, type LambdaContext, type ProxyEvent, type ProxyResult } from "./event.js";
import { textOf } from "./problem.js";
import { type AnyResponse, checkResponse, failure, isResponse, type ResponsesSpec, write } from "./response.js";

/** What interceptors hand on to each other and to the handler, by name. */
export type InterceptorContext = Readonly<Record<string, unknown>>;

/** What a request says, as the model describes it. */
export interface OperationInput<Parameters, Body> {
  readonly requestParameters: Parameters;
  readonly body: Body;
  /** The media type of the body, without parameters. */
  readonly contentType: string;
}

/** A request to an operation. */
export interface RequestInput<Parameters, Body> {
  /** The parameters and the body. Of an invalid request, whoever reads them ends with the response that says what is wrong. */
  readonly input: OperationInput<Parameters, Body>;
  readonly event: ProxyEvent;
  readonly context: LambdaContext;
  readonly interceptorContext: InterceptorContext;
}

/** What an interceptor wraps. */
export interface LambdaHandlerChain<Parameters, Body, Answer> {
  next(request: RequestInput<Parameters, Body>): Promise<Answer>;
}

/** A request to an operation, and what handles it next. */
export interface ChainedRequestInput<Parameters, Body, Answer> extends RequestInput<Parameters, Body> {
  readonly chain: LambdaHandlerChain<Parameters, Body, Answer>;
}

/** Responds to a request. */
export type LambdaHandlerFunction<Parameters, Body, Answer> = (request: RequestInput<Parameters, Body>) => Promise<Answer>;

/** Responds to a request, or hands it on. */
export type ChainedLambdaHandlerFunction<Parameters, Body, Answer> = (request: ChainedRequestInput<Parameters, Body, Answer>) => Promise<Answer>;

/** An interceptor of any operation. */
export type Interceptor = <Parameters, Body, Answer extends AnyResponse>(
  request: ChainedRequestInput<Parameters, Body, Answer>,
) => Promise<Answer | AnyResponse>;

/** The interceptors of an operation, the first one outermost, and its handler. */
export type HandlerChain<Parameters, Body, Answer> = readonly [
  ...interceptors: readonly (Interceptor | ChainedLambdaHandlerFunction<Parameters, Body, Answer>)[],
  handler: (request: ChainedRequestInput<Parameters, Body, Answer>) => Promise<Answer>,
];

/** What AWS Lambda calls. */
export type LambdaHandler = (event: ProxyEvent, context: LambdaContext) => Promise<ProxyResult>;

/** What AWS Lambda calls for an operation, and what a router takes. */
export type OperationHandler<Id extends string> = LambdaHandler & { readonly operationId: Id };

/** How an operation's requests are read, and its responses written. */
export interface OperationSpec<Id extends string = string> {
  readonly id: Id;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly ParameterSpec[];
  readonly body?: BodySpec;
  readonly responses: ResponsesSpec;
}

/** A value that interceptors hand on, with its type. */
export class ContextKey<T> {
  constructor(readonly name: string) {}

  /** Returns the value, or throws an error that names the key when no interceptor set one. */
  get(request: { readonly interceptorContext: InterceptorContext }): T {
    const value = request.interceptorContext[this.name];
    if (value === undefined) {
      throw new Error(`no interceptor set ${JSON.stringify(this.name)} in the context`);
    }
    return value as T;
  }

  /** Returns the request with a value. */
  with<R extends { readonly interceptorContext: InterceptorContext }>(request: R, value: T): R {
    return { ...request, interceptorContext: { ...request.interceptorContext, [this.name]: value } };
  }
}

/** A link of a chain, whatever the operation. */
type Link = (request: ChainedRequestInput<unknown, unknown, AnyResponse>) => Promise<AnyResponse>;

/** What a router needs of a handler. */
interface Route {
  readonly operation: OperationSpec;
  readonly links: readonly Link[];
}

const routes = new WeakMap<LambdaHandler, Route>();

/** Returns what AWS Lambda calls for an operation. */
export function handlerOf<Id extends string, Parameters, Body, Answer>(
  operation: OperationSpec<Id>,
  chain: HandlerChain<Parameters, Body, Answer>,
): OperationHandler<Id> {
  const links = chain as unknown as readonly Link[];
  const handler: LambdaHandler = (event, context) => respond({ operation, links }, event, context);
  routes.set(handler, { operation, links });
  return Object.assign(handler, { operationId: operation.id });
}

/** Returns the operation of a handler. */
export function operationOf(handler: LambdaHandler): OperationSpec {
  const route = routes.get(handler);
  if (route === undefined) {
    throw new Error("the handler is not one of an operation");
  }
  return route.operation;
}

/** The most that a function may return: "Lambda quotas", AWS Lambda Developer Guide. */
const maxPayload = 6 * 1024 * 1024;

async function respond({ operation, links }: Route, event: ProxyEvent, context: LambdaContext): Promise<ProxyResult> {
  checkEvent(event);
  const request = { input: inputOf(operation, event), event, context, interceptorContext: { operationId: operation.id } };
  const response = await caught(request, () => run(links, operation, request));
  try {
    return checkedSize(await write(response, operation.responses));
  } catch (error) {
    return write({ ...failed(request, error), ...corsOf(response) }, {});
  }
}

/** Refuses what Lambda would refuse. A character of a body can take six bytes in JSON. */
function checkedSize(result: ProxyResult): ProxyResult {
  const size = result.body.length > maxPayload / 6 ? Buffer.byteLength(JSON.stringify(result)) : 0;
  if (size > maxPayload) {
    throw new Error(`the response has ${String(size)} bytes, which is more than the ${String(maxPayload)} that a function may return`);
  }
  return result;
}

/** Keeps of a response that cannot be sent what tells browsers that they may read the one in its place. */
function corsOf({ headers, multiValueHeaders }: AnyResponse): Pick<AnyResponse, "headers" | "multiValueHeaders"> {
  const kept = <T>(all: Readonly<Record<string, T>> = {}): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => /^(access-control-.*|vary)$/i.test(name)));
  return { headers: { "Content-Type": "application/json", ...kept(headers) }, multiValueHeaders: kept(multiValueHeaders) };
}

/** Calls the links of a chain, of which the last one is the handler. */
async function run(links: readonly Link[], operation: OperationSpec, request: RequestInput<unknown, unknown>): Promise<AnyResponse> {
  const [link, ...rest] = links;
  if (link === undefined) {
    throw new Error(`${operation.id} has no handler`);
  }
  if (rest.length > 0) {
    return link({ ...request, chain: { next: (handedOn) => run(rest, operation, handedOn) } });
  }
  const invalid = invalidInputs.get(request.input);
  if (invalid !== undefined) {
    return invalid;
  }
  const response = await link({ ...request, chain: { next: () => Promise.reject(new Error(`${operation.id}: nothing comes after the handler`)) } });
  if (!isResponse(response)) {
    throw new Error(`${operation.id}: the handler returned no response`);
  }
  checkResponse(response, operation.responses); // so that interceptors see an error of the handler as such
  return response;
}

/** Returns what a function returns, or the response that what it throws becomes. */
export async function caught(request: RequestInput<unknown, unknown>, f: () => Promise<AnyResponse>): Promise<AnyResponse> {
  try {
    return await f();
  } catch (error) {
    return isResponse(error) ? error : failed(request, error);
  }
}

/** Logs an error with the request's ID, and returns the response that says nothing of it. */
export function failed({ event, context, interceptorContext }: RequestInput<unknown, unknown>, error: unknown): AnyResponse {
  const { requestContext } = event as Partial<ProxyEvent>; // tests have events of their own
  const ids = [requestContext?.requestId, (context as Partial<LambdaContext> | undefined)?.awsRequestId].filter((id) => id !== undefined);
  const message = `${String(interceptorContext.operationId)} failed (request ${ids.join(", ")}):`;
  const { logger = console } = interceptorContext as { readonly logger?: Pick<Console, "error"> };
  logger.error(message, error);
  return failure(500, "Internal server error");
}

/** The inputs of invalid requests, and the responses to them. */
const invalidInputs = new WeakMap<object, AnyResponse>();

function inputOf(operation: OperationSpec, event: ProxyEvent): OperationInput<unknown, unknown> {
  const decoder = new Decoder(event);
  const requestParameters = decoder.decode(operation.parameters);
  const input = { requestParameters, ...readBody(decoder, operation.body) };
  const { problems } = decoder;
  if (problems.length === 0) {
    return input;
  }
  const response =
    problems.length === 1 && problems[0]?.unsupported === true
      ? failure(415, "Unsupported Media Type")
      : failure(400, `Invalid request: ${problems.map(textOf).join("; ")}`);
  const refused = new InvalidInput(response);
  invalidInputs.set(refused, response);
  return refused;
}

/** The input of an invalid request: whoever reads it ends with the response. */
class InvalidInput implements OperationInput<unknown, unknown> {
  readonly #response: AnyResponse;

  constructor(response: AnyResponse) {
    this.#response = response;
  }

  get requestParameters(): never {
    throw this.#response; // eslint-disable-line @typescript-eslint/only-throw-error -- responses are thrown
  }

  get body(): never {
    throw this.#response; // eslint-disable-line @typescript-eslint/only-throw-error -- responses are thrown
  }

  get contentType(): never {
    throw this.#response; // eslint-disable-line @typescript-eslint/only-throw-error -- responses are thrown
  }
}

/** What a router takes: handlers by the operations' IDs, and interceptors around all of them, the first one outermost. */
export interface RouterProps<Handlers> {
  readonly handlers: Handlers;
  readonly interceptors?: readonly Interceptor[];
}

/** What AWS Lambda calls for several operations. */
export type RouterHandler<Id> = LambdaHandler & { readonly operations: readonly Id[] };

/** Returns what AWS Lambda calls for several operations: an event's method and resource tell which one it is for. */
export function router<Handlers extends Readonly<Record<string, LambdaHandler | undefined>>>(props: RouterProps<Handlers>): RouterHandler<keyof Handlers> {
  const found = new Map<string, Route>();
  const interceptors = (props.interceptors ?? []) as unknown as readonly Link[];
  for (const [id, handler] of Object.entries(props.handlers)) {
    const route = handler === undefined ? undefined : routes.get(handler);
    if (route === undefined) {
      throw new Error(`the handler of ${id} is not one that ${id}Handler returned`);
    }
    found.set(`${route.operation.method} ${resourceOf(route.operation.path)}`, { operation: route.operation, links: [...interceptors, ...route.links] });
  }
  const handler: LambdaHandler = (event, context) => {
    checkEvent(event);
    const resource = resourceOf(event.resource);
    const route = found.get(`${event.httpMethod} ${resource}`) ?? found.get(`ANY ${resource}`) ?? unknownRoute(event, interceptors);
    return respond(route, event, context);
  };
  return Object.assign(handler, { operations: Object.keys(props.handlers) });
}

/** Returns the resource of a path: API Gateway has none that ends in a slash. */
function resourceOf(path: string): string {
  return path === "/" ? path : path.replace(/\/$/, "");
}

/** Responds 404 to a request that no handler is for. */
function unknownRoute(event: ProxyEvent, interceptors: readonly Link[]): Route {
  const id = `${event.httpMethod} ${event.resource}`;
  const notFound: Link = () => {
    console.error(`the router has no handler for ${id} (request ${event.requestContext.requestId})`);
    return Promise.reject(failure(404, "Not Found")); // eslint-disable-line @typescript-eslint/prefer-promise-reject-errors -- responses are thrown
  };
  return { operation: { id, method: event.httpMethod, path: event.resource, parameters: [], responses: {} }, links: [...interceptors, notFound] };
}
