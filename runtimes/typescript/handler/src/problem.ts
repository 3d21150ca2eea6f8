/** Why a value is refused, in words for the client. */
export class Reason extends Error {}

/** One thing that is wrong with a request. */
export interface Problem {
  readonly in: Place;
  /** The name of the parameter, or of a field in the body; it may be empty. */
  readonly name: string;
  readonly reason: string;
  /** The body's content type is not one that the operation takes. */
  readonly unsupported?: boolean;
}

/** Where a value is taken from. */
export type Place = "path" | "query" | "header" | "cookie" | "body";

/** Returns what is wrong, and where. */
export function textOf(problem: Problem): string {
  const { in: place, name, reason } = problem;
  if (place === "header" || place === "cookie" || (place === "body" && name === "")) {
    return `${place}${name === "" ? "" : ` ${name}`} ${reason}`;
  }
  return place === "body" ? `field ${name} of the body ${reason}` : `${place} parameter ${name} ${reason}`;
}
