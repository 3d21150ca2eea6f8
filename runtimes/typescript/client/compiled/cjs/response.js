"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.readJson = readJson;
exports.readText = readText;
exports.readBytes = readBytes;
exports.readStream = readStream;
exports.discard = discard;
exports.readEvents = readEvents;
exports.readTextEvents = readTextEvents;
exports.readersOf = readersOf;
exports.describedType = describedType;
/** Reads a body as JSON. */
async function readJson(response) {
    return JSON.parse(await response.text());
}
/** Reads a body as text. */
function readText(response) {
    return response.text();
}
/** Reads a body as bytes. */
async function readBytes(response) {
    return new Uint8Array(await response.arrayBuffer());
}
/** Returns a body that is read by and by. */
function readStream(response) {
    return response.body ?? new ReadableStream({ start: (controller) => { controller.close(); } });
}
/** Ends a body that is not read. Nobody waits: one that was cloned ends with its copy, and one that failed has ended already. */
function discard(response) {
    response?.body?.cancel().catch(() => undefined);
}
/** Reads events whose data is JSON. */
function readEvents(response) {
    return events(response, (data) => JSON.parse(data));
}
/** Reads events whose data is text. */
function readTextEvents(response) {
    return events(response, (data) => data);
}
/** Reads text/event-stream as the HTML standard says. An event that is not complete at the end is not one. */
async function* events(response, parse) {
    let [id, event, data] = ["", "", []];
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
        }
        else if (field === "event") {
            event = value;
        }
        else if (field === "id" && !value.includes("\0")) {
            id = value;
        }
    }
}
/** Returns the lines of a stream of UTF-8, which end with CR LF, LF or CR. */
async function* lines(stream) {
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
    }
    finally {
        await reader.cancel();
    }
}
/** Returns how the bodies of a status are read; undefined: the model does not describe the status. */
function readersOf(responses, status) {
    return responses[status] ?? responses[`${String(Math.floor(status / 100))}XX`] ?? responses.default;
}
/** Returns the media type or range that describes a body most closely. A body that names no type has the first one. */
function describedType(described, contentType) {
    const type = essence(contentType ?? described[0] ?? "");
    const ranges = [type, type.replace(/\/.*$/, "/*"), "*/*"];
    return ranges.map((range) => described.find((one) => essence(one) === range)).find((found) => found !== undefined);
}
function essence(contentType) {
    return (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();
}
