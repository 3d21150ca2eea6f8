"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Reason = void 0;
exports.textOf = textOf;
/** Why a value is refused, in words for the client. */
class Reason extends Error {
}
exports.Reason = Reason;
/** Returns what is wrong, and where. */
function textOf(problem) {
    const { in: place, name, reason } = problem;
    if (place === "header" || place === "cookie" || (place === "body" && name === "")) {
        return `${place}${name === "" ? "" : ` ${name}`} ${reason}`;
    }
    return place === "body" ? `field ${name} of the body ${reason}` : `${place} parameter ${name} ${reason}`;
}
