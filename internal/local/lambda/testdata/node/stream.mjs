import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";

const { streamifyResponse, HttpResponseStream } = awslambda;

export const page = streamifyResponse(async (event, responseStream, context) => {
  const stream = HttpResponseStream.from(responseStream, { statusCode: 201, headers: { "X-Id": context.awsRequestId } });
  stream.write("first");
  await fetch(event.wait);
  stream.end(" last");
});

export const empty = streamifyResponse(async (event, responseStream) => {
  HttpResponseStream.from(responseStream, { statusCode: 204 }).end();
});

export const text = streamifyResponse(async (event, responseStream) => {
  responseStream.setContentType("text/plain");
  await pipeline(Readable.from(["a", "b", "c"]), responseStream);
});

export const json = streamifyResponse(async (event, responseStream) => {
  responseStream.write({ a: 1 });
  responseStream.end();
});

// A library that marks its handlers without awslambda.
export const marked = async (event, responseStream) => {
  setTimeout(() => responseStream.end("marked"), 1); // after the promise is settled
};
marked[Symbol.for("aws.lambda.runtime.handler.streaming")] = "response";

export const early = streamifyResponse(async () => {
  throw new RangeError("before the first byte");
});

export const late = streamifyResponse(async (event, responseStream) => {
  responseStream.write("written ");
  responseStream.write("and more ");
  throw new RangeError("after the first byte");
});

export const nothing = streamifyResponse(async (event, responseStream) => {
  responseStream.write("written ");
  throw undefined;
});

export const uncaught = streamifyResponse(async (event, responseStream) => {
  responseStream.write("written ");
  setImmediate(() => {
    throw new RangeError("nobody catches this");
  });
  await sleep(60_000);
});

export const endless = streamifyResponse(async () => {});

export const synchronous = streamifyResponse(() => {});

export const destroyed = streamifyResponse(async (event, responseStream) => {
  async function* source() {
    yield "written ";
    throw new Error("the source broke");
  }
  await pipeline(source, responseStream);
});

export const tooLate = streamifyResponse(async (event, responseStream) => {
  responseStream.write("written ");
  responseStream.setContentType("text/plain");
});

// pressure writes as the stream takes it. When that takes none for a while, it
// fetches event.wait.
export const pressure = streamifyResponse(async (event, responseStream) => {
  const chunk = Buffer.alloc(64 << 10, "x");
  let stalled = false;
  for (let left = event.bytes; left > 0; left -= chunk.length) {
    if (responseStream.write(chunk)) continue;
    const drained = new Promise((resolve) => responseStream.once("drain", resolve));
    if (!stalled && (await Promise.race([drained, sleep(200, "stalled")])) === "stalled") {
      stalled = true;
      await fetch(event.wait);
    }
    await drained;
    if (responseStream.writableLength > 0) throw new Error(`${responseStream.writableLength} bytes wait`);
  }
  responseStream.end();
});
