// The program in TypeScript: README.md says what it does.
import { createInterface } from "node:readline";
import {
  ContextKey,
  convertHandler,
  createAnimalHandler,
  createOrderHandler,
  failHandler,
  type GetItemChainedHandlerFunction,
  getItemHandler,
  getStatusHandler,
  getStylesHandler,
  handlerRouter,
  INTERCEPTORS,
  type Interceptor,
  type LambdaContext,
  type LambdaHandler,
  listItemsHandler,
  openSessionHandler,
  type ProxyEvent,
  putPhotoHandler,
  putTextHandler,
  Response,
  submitFormHandler,
  type UploadedFile,
  uploadHandler,
  watchChangesHandler,
} from "conformance/handlers";
import type { FileEcho } from "conformance";

const caller = new ContextKey<string>("caller");

const header = (event: ProxyEvent, name: string): string => event.headers?.[name] ?? "";

/** Denies what X-Deny asks it to, and otherwise marks the response. */
const stamp: Interceptor = async (request) => {
  switch (header(request.event, "X-Deny")) {
    case "return":
      return Response.forbidden({ message: "denied" });
    case "throw":
      throw Response.forbidden({ message: "thrown" });
    case "error":
      throw new Error("the interceptor failed");
  }
  const response = await request.chain.next(caller.with(request, header(request.event, "X-Caller") || "nobody"));
  return { ...response, headers: { ...response.headers, "X-Stamp": "conformance" } };
};

const interceptors = [...INTERCEPTORS, stamp];

const getItem: GetItemChainedHandlerFunction = async (request) => {
  const { itemId, part, xTenant, xNumbers, session, visits } = request.input.requestParameters;
  if (itemId === 404) {
    throw Response.notFound({ message: "There is no such item." });
  }
  if (itemId === 500) {
    throw new Error("the database is away");
  }
  const body = { itemId, part, tenant: xTenant, numbers: xNumbers, session, visits, caller: caller.get(request) };
  return Response.success(body, { "X-Rate-Limit": 100, "X-Parts": ["head", "tail"] });
};

const openSession = async () => ({
  ...Response.noContent({ Vary: "Accept" }),
  multiValueHeaders: { "Set-Cookie": ["session=abc; Path=/; HttpOnly", "theme=dark"] },
});

const fileEcho = ({ name, contentType, content }: UploadedFile): FileEcho => ({ name, contentType, content: Buffer.from(content).toString("base64") });

async function* changes(count: number): AsyncGenerator<{ n: number }> {
  for (let n = 1; n <= count; n++) {
    yield { n };
  }
}

const handlers: Record<string, LambdaHandler> = {
  listItems: listItemsHandler(...interceptors, async ({ input }) => {
    const { filter, ...others } = input.requestParameters;
    return Response.success({ ...others, filterColor: filter?.color, filterSize: filter?.size, filterSold: filter?.sold });
  }),
  getItem: getItemHandler(...interceptors, getItem),
  getStyles: getStylesHandler(...interceptors, async ({ input }) => {
    const { list, label, matrix, point } = input.requestParameters;
    return Response.success({ list, label, matrix, ...point });
  }),
  createAnimal: createAnimalHandler(...interceptors, async ({ input: { body } }) =>
    body.name === "taken" ? Response.conflict({ message: "The name is taken." }) : Response.created(body, { Location: `/animals/${body.name}` }),
  ),
  createOrder: createOrderHandler(...interceptors, async ({ input: { body } }) => (body === undefined ? Response.noContent() : Response.success(body))),
  submitForm: submitFormHandler(...interceptors, async ({ input: { body } }) => Response.success(body)),
  upload: uploadHandler(...interceptors, async ({ input: { body } }) =>
    Response.success({ title: body.title, count: body.count, file: fileEcho(body.file), photos: (body.photos ?? []).map(fileEcho) }),
  ),
  putText: putTextHandler(...interceptors, async ({ input: { body } }) => Response.success(body)),
  putPhoto: putPhotoHandler(...interceptors, async ({ input }) =>
    Response.success(input.body, { "X-Name": input.requestParameters.name, "X-Type": input.contentType }),
  ),
  convert: convertHandler(...interceptors, async ({ input: { body, requestParameters } }) => {
    const text =
      body === undefined ? "nothing" : body instanceof Uint8Array ? Buffer.from(body).toString("base64") : typeof body === "string" ? body : body.text;
    switch (requestParameters.to) {
      case "text":
        return Response.success(text, { "Content-Type": "text/plain" });
      case "bytes":
        return Response.success(Buffer.from(text, "utf8"), { "Content-Type": "application/octet-stream" });
      default:
        return Response.success({ text });
    }
  }),
  getStatus: getStatusHandler(...interceptors, async ({ input }) => {
    const { code } = input.requestParameters;
    if (code === 200) {
      return Response.success({ text: "fine" });
    }
    return code >= 400 && code < 500 ? Response.of(code as 404, { message: "4XX" }) : Response.of(code as 503, { message: "default" });
  }),
  openSession: openSessionHandler(...interceptors, openSession),
  watchChanges: watchChangesHandler(...interceptors, async ({ input }) => Response.success(changes(input.requestParameters.count))),
  fail: failHandler(...interceptors, async ({ input }) => {
    switch (input.requestParameters.how) {
      case "error":
        throw new Error("a secret");
      case "thrown":
        throw Response.of(503, { message: "Come back later." });
      case "header":
        return Response.success({ text: "fine" }, { "X-Split": "a\r\nX-Evil: 1" });
      case "large":
        return Response.success({ text: "x".repeat(7 * 1024 * 1024) });
      default:
        return Response.success({ text: "fine" });
    }
  }),
  router: handlerRouter({ interceptors, handlers: { getItem: getItemHandler(getItem), openSession: openSessionHandler(openSession) } }),
};

interface Line {
  readonly operation: string;
  readonly event: ProxyEvent;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { operation, event } = JSON.parse(line) as Line;
  let response: unknown;
  try {
    response = await handlers[operation]?.(event, { awsRequestId: "invocation" } as LambdaContext);
  } catch (error) {
    response = { error: (error as Error).message };
  }
  process.stdout.write(`${JSON.stringify(response)}\n`);
}
