import { readBody } from "./body.js";
import { Decoder } from "./decode.js";
import { checkEvent } from "./event.js";
import { textOf } from "./problem.js";
import { checkResponse, failure, isResponse, write } from "./response.js";
/** A value that interceptors hand on, with its type. */
export class ContextKey {
    name;
    constructor(name) {
        this.name = name;
    }
    /** Returns the value, or throws an error that names the key when no interceptor set one. */
    get(request) {
        const value = request.interceptorContext[this.name];
        if (value === undefined) {
            throw new Error(`no interceptor set ${JSON.stringify(this.name)} in the context`);
        }
        return value;
    }
    /** Returns the request with a value. */
    with(request, value) {
        return { ...request, interceptorContext: { ...request.interceptorContext, [this.name]: value } };
    }
}
const routes = new WeakMap();
/** Returns what AWS Lambda calls for an operation. */
export function handlerOf(operation, chain) {
    const links = chain;
    const handler = (event, context) => respond({ operation, links }, event, context);
    routes.set(handler, { operation, links });
    return Object.assign(handler, { operationId: operation.id });
}
/** Returns the operation of a handler. */
export function operationOf(handler) {
    const route = routes.get(handler);
    if (route === undefined) {
        throw new Error("the handler is not one of an operation");
    }
    return route.operation;
}
/** The most that a function may return: "Lambda quotas", AWS Lambda Developer Guide. */
const maxPayload = 6 * 1024 * 1024;
async function respond({ operation, links }, event, context) {
    checkEvent(event);
    const request = { input: inputOf(operation, event), event, context, interceptorContext: { operationId: operation.id } };
    const response = await caught(request, () => run(links, operation, request));
    try {
        return checkedSize(await write(response, operation.responses));
    }
    catch (error) {
        return write({ ...failed(request, error), ...corsOf(response) }, {});
    }
}
/** Refuses what Lambda would refuse. A character of a body can take six bytes in JSON. */
function checkedSize(result) {
    const size = result.body.length > maxPayload / 6 ? Buffer.byteLength(JSON.stringify(result)) : 0;
    if (size > maxPayload) {
        throw new Error(`the response has ${String(size)} bytes, which is more than the ${String(maxPayload)} that a function may return`);
    }
    return result;
}
/** Keeps of a response that cannot be sent what tells browsers that they may read the one in its place. */
function corsOf({ headers, multiValueHeaders }) {
    const kept = (all = {}) => Object.fromEntries(Object.entries(all).filter(([name]) => /^(access-control-.*|vary)$/i.test(name)));
    return { headers: { "Content-Type": "application/json", ...kept(headers) }, multiValueHeaders: kept(multiValueHeaders) };
}
/** Calls the links of a chain, of which the last one is the handler. */
async function run(links, operation, request) {
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
export async function caught(request, f) {
    try {
        return await f();
    }
    catch (error) {
        return isResponse(error) ? error : failed(request, error);
    }
}
/** Logs an error with the request's ID, and returns the response that says nothing of it. */
export function failed({ event, context, interceptorContext }, error) {
    const { requestContext } = event; // tests have events of their own
    const ids = [requestContext?.requestId, context?.awsRequestId].filter((id) => id !== undefined);
    const message = `${String(interceptorContext.operationId)} failed (request ${ids.join(", ")}):`;
    const { logger = console } = interceptorContext;
    logger.error(message, error);
    return failure(500, "Internal server error");
}
/** The inputs of invalid requests, and the responses to them. */
const invalidInputs = new WeakMap();
function inputOf(operation, event) {
    const decoder = new Decoder(event);
    const requestParameters = decoder.decode(operation.parameters);
    const input = { requestParameters, ...readBody(decoder, operation.body) };
    const { problems } = decoder;
    if (problems.length === 0) {
        return input;
    }
    const response = problems.length === 1 && problems[0]?.unsupported === true
        ? failure(415, "Unsupported Media Type")
        : failure(400, `Invalid request: ${problems.map(textOf).join("; ")}`);
    const refused = new InvalidInput(response);
    invalidInputs.set(refused, response);
    return refused;
}
/** The input of an invalid request: whoever reads it ends with the response. */
class InvalidInput {
    #response;
    constructor(response) {
        this.#response = response;
    }
    get requestParameters() {
        throw this.#response; // eslint-disable-line @typescript-eslint/only-throw-error -- responses are thrown
    }
    get body() {
        throw this.#response; // eslint-disable-line @typescript-eslint/only-throw-error -- responses are thrown
    }
    get contentType() {
        throw this.#response; // eslint-disable-line @typescript-eslint/only-throw-error -- responses are thrown
    }
}
/** Returns what AWS Lambda calls for several operations: an event's method and resource tell which one it is for. */
export function router(props) {
    const found = new Map();
    const interceptors = (props.interceptors ?? []);
    for (const [id, handler] of Object.entries(props.handlers)) {
        const route = handler === undefined ? undefined : routes.get(handler);
        if (route === undefined) {
            throw new Error(`the handler of ${id} is not one that ${id}Handler returned`);
        }
        found.set(`${route.operation.method} ${resourceOf(route.operation.path)}`, { operation: route.operation, links: [...interceptors, ...route.links] });
    }
    const handler = (event, context) => {
        checkEvent(event);
        const resource = resourceOf(event.resource);
        const route = found.get(`${event.httpMethod} ${resource}`) ?? found.get(`ANY ${resource}`) ?? unknownRoute(event, interceptors);
        return respond(route, event, context);
    };
    return Object.assign(handler, { operations: Object.keys(props.handlers) });
}
/** Returns the resource of a path: API Gateway has none that ends in a slash. */
function resourceOf(path) {
    return path === "/" ? path : path.replace(/\/$/, "");
}
/** Responds 404 to a request that no handler is for. */
function unknownRoute(event, interceptors) {
    const id = `${event.httpMethod} ${event.resource}`;
    const notFound = () => {
        console.error(`the router has no handler for ${id} (request ${event.requestContext.requestId})`);
        return Promise.reject(failure(404, "Not Found")); // eslint-disable-line @typescript-eslint/prefer-promise-reject-errors -- responses are thrown
    };
    return { operation: { id, method: event.httpMethod, path: event.resource, parameters: [], responses: {} }, links: [...interceptors, notFound] };
}
