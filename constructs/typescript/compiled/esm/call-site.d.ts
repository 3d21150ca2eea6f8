/** A place in the user's program, which is looked for only when someone asks. */
export declare class CallSite {
    #private;
    constructor();
    /** Gives file:line:column of the first call that is not of this package. */
    toString(): string | undefined;
}
