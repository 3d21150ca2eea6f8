"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.CallSite = void 0;
const node_url_1 = require("node:url");
const frame = /\(?((?:file:\/\/)?(?:[A-Za-z]:)?[^():]+:\d+:\d+)\)?$/;
/** Gives file:line:column of a line of a stack trace. */
function placeOf(line) {
    const place = frame.exec(line.trim().replace(/^at /, ""))?.[1];
    if (place === undefined || place.startsWith("node:")) {
        return undefined;
    }
    return place.startsWith("file://") ? withoutScheme(place) : place;
}
function withoutScheme(place) {
    const [, url = place, position = ""] = /^(.*?)((?::\d+)+)$/.exec(place) ?? [];
    return (0, node_url_1.fileURLToPath)(url) + position;
}
function directoryOf(place) {
    return place === undefined ? "" : place.replace(/[^/\\]*$/, "");
}
/** The directory of these files; a generated package's are around it. */
const here = directoryOf((new Error().stack ?? "").split("\n").slice(1).map(placeOf).find((place) => place !== undefined));
const own = /[/\\]gatewright[/\\]$/.test(here) ? directoryOf(here.slice(0, -1)) : here;
/** A place in the user's program, which is looked for only when someone asks. */
class CallSite {
    #trace = {};
    constructor() {
        const limit = Error.stackTraceLimit;
        Error.stackTraceLimit = 20;
        Error.captureStackTrace(this.#trace, CallSite);
        Error.stackTraceLimit = limit;
    }
    /** Gives file:line:column of the first call that is not of this package. */
    toString() {
        const lines = (this.#trace.stack ?? "").split("\n").slice(1);
        const places = lines.map(placeOf).filter((place) => place !== undefined);
        return places.find((place) => own === "" || !place.startsWith(own));
    }
}
exports.CallSite = CallSite;
