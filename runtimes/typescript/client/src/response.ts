/** Reads the body of a response. */
export type BodyReader = (response: Response) => unknown;

/** Reads a body as JSON. */
export async function readJson(response: Response): Promise<unknown> {
  return JSON.parse(await response.text()) as unknown;
}

/** Reads a body as text. */
export function readText(response: Response): Promise<string> {
  return response.text();
}

/** Reads a body as bytes. */
export async function readBytes(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

/** Returns a body that is read by and by. */
export function readStream(response: Response): ReadableStream<Uint8Array> {
  return response.body ?? new ReadableStream({ start: (controller) => { controller.close(); } });
}

/** Ends a body that is not read. Nobody waits: one that was cloned ends with its copy, and one that failed has ended already. */
export function discard(response: Response | undefined): void {
  response?.body?.cancel().catch(() => undefined);
}

/** An event of text/event-stream. */
export interface ServerSentEvent<Data> {
  /** The type of the event; "message" where the server names none. */
  readonly event: string;
  /** The last ID that the server named; "" before the first one. */
  readonly id: string;
  readonly data: Data;
}

/** Reads events whose data is JSON. */
export function readEvents(response: Response): AsyncIterable<ServerSentEvent<unknown>> {
  return events(response, (data) => JSON.parse(data) as unknown);
}

/** Reads events whose data is text. */
export function readTextEvents(response: Response): AsyncIterable<ServerSentEvent<string>> {
  return events(response, (data) => data);
}

/** Reads text/event-stream as the HTML standard says. An event that is not complete at the end is not one. */
async function* events<Data>(response: Response, parse: (data: string) => Data): AsyncGenerator<ServerSentEvent<Data>, void> {
  let [id, event, data]: [string, string, string[]] = ["", "", []];
  for await (const line of lines(readStream(response))) {
    if (line === "") {
      if (data.length > 0) {
        yield { event: event === "" ? "message" : event, id, data: parse(data.join("\n")) };
      }
      [event, data] = ["", []];
      continue;
    }
    const [, field, value = ""] = /^([^:]*)(?:: ?([^]*))?$/.exec(line) ?? [];
    if (field === "data") {
      data.push(value);
    } else if (field === "event") {
      event = value;
    } else if (field === "id" && !value.includes("\0")) {
      id = value;
    }
  }
}

/** Returns the lines of a stream of UTF-8, which end with CR LF, LF or CR. */
async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      // A CR at the end may be the first half of CR LF.
      const parts = rest.split(done ? /\r\n|\n|\r/ : /\r\n|\n|\r(?!$)/);
      rest = parts.pop() ?? "";
      yield* parts;
      if (done) {
        return;
      }
    }
  } finally {
    await reader.cancel();
  }
}

/** How the bodies of a status are read, by their media types. */
export type BodyReaders = Readonly<Record<string, BodyReader>>;

/** Returns how the bodies of a status are read; undefined: the model does not describe the status. */
export function readersOf(responses: Readonly<Record<string, BodyReaders>>, status: number): BodyReaders | undefined {
  return responses[status] ?? responses[`${String(Math.floor(status / 100))}XX`] ?? responses.default;
}

/** Returns the media type or range that describes a body most closely. A body that names no type has the first one. */
export function describedType(described: readonly string[], contentType: string | null): string | undefined {
  const type = essence(contentType ?? described[0] ?? "");
  const ranges = [type, type.replace(/\/.*$/, "/*"), "*/*"];
  return ranges.map((range) => described.find((one) => essence(one) === range)).find((found) => found !== undefined);
}

function essence(contentType: string): string {
  return (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();
}
