/** Why a value is refused, in words for the client. */
export class Reason extends Error {
}
/** Returns what is wrong, and where. */
export function textOf(problem) {
    const { in: place, name, reason } = problem;
    if (place === "header" || place === "cookie" || (place === "body" && name === "")) {
        return `${place}${name === "" ? "" : ` ${name}`} ${reason}`;
    }
    return place === "body" ? `field ${name} of the body ${reason}` : `${place} parameter ${name} ${reason}`;
}
