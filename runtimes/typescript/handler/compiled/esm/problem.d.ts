/** Why a value is refused, in words for the client. */
export declare class Reason extends Error {
}
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
export declare function textOf(problem: Problem): string;
